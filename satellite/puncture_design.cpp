#include "satellite/puncture_design.h"

#include <algorithm>
#include <cmath>

#include "physics/constants.h"

namespace sunrack {

namespace {

constexpr double tank_factor = 2;  // [-] coolant in reserve with its accumulator over the coolant: assumed

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

bool heat_pipes(const SatelliteSpec& spec) { return spec.punctures.segment_layout == "heat-pipes"; }

/// [-] of one pair in the life.
double spurious_closures(const SatelliteSpec& spec) {
  const auto& interval = spec.punctures.spurious_closure_interval;
  return interval ? spec.mission.life / *interval : 0;
}

/// [kg] lost before the valves close; a heat pipe loses its own filling and no more.
double leak(const SatelliteSpec& spec, const PuncturedPanel& panel) {
  if (heat_pipes(spec)) return 0;
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
  SegmentationProblem problem{
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
  const double common_wall = std::min(punctures.common_wall, rates.thickest_wall());
  const double common =
      design_rate(punctures, rates(common_wall)) * punctures.common_area * spec.mission.life;
  SegmentationGoal goal{.share = punctures.heat_at_end,
                        .confidence = punctures.confidence,
                        .valve_reliability = punctures.valve_reliability,
                        .common_mode_penetrations = common,
                        .neighbour_fin_ratio = panel.neighbour_fin_ratio,
                        .leak_share = leak(spec, panel) / coolant,
                        .reserve_share = punctures.reserve,
                        .reserve_mass = tank_factor * coolant,
                        .spurious_closures = spurious_closures(spec)};
  if (heat_pipes(spec)) {  // no loop: nothing in common, no valve, no reserve
    problem.segment_mass = 0;
    problem.segments = panel.tubes * panel.flown_area / panel.needed_area;
    goal = {
        .share = goal.share, .confidence = goal.confidence, .neighbour_fin_ratio = panel.neighbour_fin_ratio};
  }
  const Segmentation choice = confident_segmentation(problem, goal, losses);
  PunctureDesign design{.needed_area = panel.needed_area,
                        .wall = choice.wall,
                        .segments = choice.segments,
                        .segments_built = std::ceil(choice.segments * (1 - 1e-9)),
                        .losses_covered = choice.losses_covered,
                        .oversize = choice.oversize,
                        .reserve = choice.reserve,
                        .design_penetrations = choice.expected_penetrations,
                        .common_penetrations = goal.common_mode_penetrations};
  design.armour_areal_mass = choice.armour_mass / panel.needed_area;
  design.valve_areal_mass = choice.valve_mass / panel.needed_area;
  design.oversize_areal_mass = choice.oversize_mass / panel.needed_area;
  design.reserve_areal_mass = choice.reserve_mass / panel.needed_area;
  design.areal_mass = design.armour_areal_mass + design.valve_areal_mass + design.reserve_areal_mass +
                      design.oversize_areal_mass;
  return design;
}

void add_survival(const SatelliteSpec& spec, const PunctureRates& rates, const PuncturedPanel& panel,
                  PunctureDesign& design) {
  const auto exposed = [&](double wall) {
    return tube_surface(spec.radiator, wall) * panel.flown_area * spec.mission.life;
  };
  design.expected = (exposed(design.wall) * spec.punctures.rate_factor) * rates(design.wall);
  const double coolant = panel.coolant_areal_mass * panel.flown_area;
  SegmentedRadiator built{.segments = std::int64_t(design.segments_built),
                          .expected_penetrations = design.design_penetrations,
                          .neighbour_fin_ratio = panel.neighbour_fin_ratio};
  if (!heat_pipes(spec)) {
    built.valve_reliability = spec.punctures.valve_reliability;
    built.spurious_closures = spurious_closures(spec);
    built.common_mode_penetrations = design.common_penetrations;
    built.reserve = design.reserve * coolant;
    built.loss_per_isolation = leak(spec, panel) + coolant / design.segments_built;
  }
  const double share = std::min(1.0, spec.punctures.heat_at_end / design.oversize);
  design.probability_of_heat = probability_of_heat(built, share);
  design.mean_heat = std::min(1.0, survival(built, spec.punctures.confidence).mean_heat * design.oversize);
  design.single_loop_survives = std::exp(-design_rate(spec.punctures, rates(spec.radiator.tube_wall)) *
                                         exposed(spec.radiator.tube_wall));
}

}  // namespace sunrack
