#include "satellite/puncture_design.h"

#include <algorithm>
#include <cmath>

#include "physics/constants.h"

namespace sunrack {

namespace {

/// [m^2] of tube surface per planform: both halves of each tube look through a sheet.
double tube_surface(const RadiatorSpec& spec, double wall) {
  return constants::pi * (spec.tube_inner_diameter + 2 * wall) / spec.tube_spacing;
}

/// [kg/m^2] of what makes the walls thicker than the pressure asks for.
double armour_areal_mass(const RadiatorSpec& spec, double density, double wall) {
  const double before = spec.tube_inner_diameter + 2 * spec.tube_wall,
               outer = spec.tube_inner_diameter + 2 * wall;
  return constants::pi / 4 * (outer * outer - before * before) / spec.tube_spacing * density;
}

/// [m^-2 s^-1] that the spec designs for.
double design_rate(const PunctureSpec& spec, const PenetrationRate& rate) {
  const double debris = spec.debris_growth == "low"    ? rate.debris_low
                        : spec.debris_growth == "high" ? rate.debris_high
                                                       : std::sqrt(rate.debris_low * rate.debris_high);
  return spec.rate_factor * (rate.meteoroid + debris);
}

double leak(const SatelliteSpec& spec, const PuncturedPanel& panel) {
  return leak_rate(spec.punctures.hole_diameter, panel.coolant_density, panel.coolant_pressure) *
         spec.punctures.isolation_time;
}

}  // namespace

bool punctures_computed(const RadiatorSpec& spec) { return !spec.meteoroid_allowance && !spec.areal_mass; }

PunctureDesign design_against_punctures(const SatelliteSpec& spec, const PunctureRates& rates,
                                        const PuncturedPanel& panel, std::optional<int> losses) {
  const RadiatorSpec& radiator = spec.radiator;
  const PunctureSpec& punctures = spec.punctures;
  const double density = radiator_material(radiator.material).density;
  const double coolant = panel.coolant_areal_mass * panel.flown_area;
  const SegmentationProblem problem{
      .penetrations =
          [&](double wall) {
            return design_rate(punctures, rates(wall)) * tube_surface(radiator, wall) * panel.flown_area *
                   spec.mission.life;
          },
      .armour_mass =
          [&](double wall) { return armour_areal_mass(radiator, density, wall) * panel.needed_area; },
      .thinnest_wall = radiator.tube_wall,
      .thickest_wall = rates.thickest_wall(),
      .segment_mass = punctures.valve_mass,
      .panel_mass = panel.areal_mass * panel.needed_area};
  const SegmentationGoal goal{.share = punctures.heat_at_end,
                              .confidence = punctures.confidence,
                              .valve_reliability = punctures.valve_reliability,
                              .neighbour_fin_ratio = panel.neighbour_fin_ratio,
                              .leak_share = leak(spec, panel) / coolant,
                              .reserve_share = punctures.reserve};
  const Segmentation choice = confident_segmentation(problem, goal, losses);
  PunctureDesign design{.needed_area = panel.needed_area,
                        .wall = choice.wall,
                        .segments = choice.segments,
                        .segments_built = std::ceil(choice.segments * (1 - 1e-9)),
                        .losses_covered = choice.losses_covered,
                        .oversize = choice.oversize,
                        .design_penetrations = choice.expected_penetrations};
  design.armour_areal_mass = choice.armour_mass / panel.needed_area;
  design.valve_areal_mass = choice.valve_mass / panel.needed_area;
  design.oversize_areal_mass = choice.oversize_mass / panel.needed_area;
  design.areal_mass = design.armour_areal_mass + design.valve_areal_mass + design.oversize_areal_mass;
  return design;
}

void add_survival(const SatelliteSpec& spec, const PunctureRates& rates, const PuncturedPanel& panel,
                  PunctureDesign& design) {
  const auto exposed = [&](double wall) {
    return tube_surface(spec.radiator, wall) * panel.flown_area * spec.mission.life;
  };
  design.expected = (exposed(design.wall) * spec.punctures.rate_factor) * rates(design.wall);
  const double coolant = panel.coolant_areal_mass * panel.flown_area;
  const SegmentedRadiator built{.segments = std::int64_t(design.segments_built),
                                .expected_penetrations = design.design_penetrations,
                                .valve_reliability = spec.punctures.valve_reliability,
                                .reserve = spec.punctures.reserve * coolant,
                                .loss_per_isolation = leak(spec, panel) + coolant / design.segments_built,
                                .neighbour_fin_ratio = panel.neighbour_fin_ratio};
  const double share = std::min(1.0, spec.punctures.heat_at_end / design.oversize);
  design.probability_of_heat = probability_of_heat(built, share);
  design.mean_heat = std::min(1.0, survival(built, spec.punctures.confidence).mean_heat * design.oversize);
  design.single_loop_survives = std::exp(-design_rate(spec.punctures, rates(spec.radiator.tube_wall)) *
                                         exposed(spec.radiator.tube_wall));
}

}  // namespace sunrack
