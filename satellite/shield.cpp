#include "satellite/shield.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chips/memory.h"
#include "physics/power/solar_cell.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double aluminium_density = 2700;
constexpr double least_aluminium = 0.1_mm * aluminium_density;  // [kg/m^2] where the upset curves begin
constexpr double most_aluminium = 50_mm * aluminium_density;

double density(const SatelliteSpec& spec) {
  return spec.shield.density.value_or(shield_material(spec.shield.material).density);
}

double equivalent(const SatelliteSpec& spec, double thickness) {
  return equivalent_aluminium({{spec.shield.material, thickness * density(spec)}}, Penetrator::proton);
}

/// Centre of a solid sphere of the shield's material, of each component its own equivalent.
DoseComponents sphere_dose(const SatelliteSpec& spec, const MissionRadiation& radiation, double thickness) {
  return radiation.dose_behind({{"shield", 1, {{spec.shield.material, thickness * density(spec)}}}});
}

/// [m] for which `excess` falls to nothing, between 0.1 and 50 mm of aluminium by mass.
template <typename Excess>
double thickness_for(const SatelliteSpec& spec, const Excess& excess, const char* what) {
  double low = std::log(least_aluminium / density(spec)), high = std::log(most_aluminium / density(spec));
  if (excess(std::exp(low)) <= 0) return std::exp(low);
  if (excess(std::exp(high)) > 0)
    throw ModelError(fmt::format("shield: {:.0f} mm of {} are not enough for the limit of {}",
                                 std::exp(high) * 1e3, spec.shield.material, what));
  while (high - low > 1e-10) {
    const double half = (low + high) / 2;
    (excess(std::exp(half)) > 0 ? low : high) = half;
  }
  return std::exp(high);
}

double shield_thickness(const SatelliteSpec& spec, const MissionRadiation& radiation) {
  if (!spec.shield.dose_limit) return spec.shield.thickness;
  return thickness_for(
      spec,
      [&](double thickness) {
        return sphere_dose(spec, radiation, thickness).total() - *spec.shield.dose_limit;
      },
      "dose");
}

}  // namespace

MissionRadiation mission_radiation(const SatelliteSpec& spec, double inclination) {
  const SolarCycle solar =
      spec.radiation.solar_cycle == "minimum" ? SolarCycle::minimum : SolarCycle::maximum;
  return {spec.orbit.altitude, inclination,           solar,
          spec.mission.life,   spec.solar_array.cell, spec.radiation.factor};
}

void add_own_mass(const SatelliteSpec& spec, const MissionRadiation& radiation, const OwnMass& mass,
                  ShieldDesign& shield) {
  shield.sectors = own_mass_sectors(spec, shield.thickness, mass);
  shield.dose_in_box = radiation.dose_behind(shield.sectors);
}

ShieldDesign size_shield(const SatelliteSpec& spec, const MissionRadiation& radiation) {
  ShieldDesign shield;
  shield.thickness = shield_thickness(spec, radiation);
  shield.areal_density = shield.thickness * density(spec);
  shield.mass = spec.shield.area * shield.areal_density;
  shield.aluminium = equivalent(spec, shield.thickness);
  shield.dose = sphere_dose(spec, radiation, shield.thickness);
  shield.dose_limit = spec.radiation.chip_dose_limit;
  shield.dose_margin = shield.dose_limit / shield.dose.total();
  shield.upsets_per_bit = radiation.upsets_per_bit(
      spec.radiation.memory, std::clamp(shield.aluminium, least_aluminium, most_aluminium));
  const CellShield cells = cell_shield(spec);
  shield.array_damage_dose = radiation.damage(cells).total();
  shield.remaining_array = remaining_power(cell_damage_law(spec.solar_array.cell), shield.array_damage_dose);
  shield.array_factor_given = spec.solar_array.degradation_per_year.has_value();
  return shield;
}

CellShield cell_shield(const SatelliteSpec& spec) {
  const SolarCell& cell = solar_cell(spec.solar_array.cell);
  const double behind = cell.areal_mass - cell.cover_areal_mass + spec.solar_array.substrate_areal_mass;
  constexpr double thickest = 10;  // [kg/m^2] where the damage curves end; heavier substrates count as this
  return {.front = cell.cover_areal_mass, .back = std::min(behind, thickest)};
}

ShieldChoice lightest_shield(const SatelliteSpec& spec, const MissionRadiation& radiation,
                             std::optional<double> dose_limit, std::optional<double> upset_limit,
                             double bits) {
  require(std::isfinite(bits) && bits >= 0, "lightest_shield: bits", bits, "must not be negative [-]");
  const auto upsets = [&](double thickness) {
    return bits *
           radiation.upsets_per_bit(spec.radiation.memory,
                                    std::clamp(equivalent(spec, thickness), least_aluminium, most_aluminium));
  };
  ShieldChoice choice{.thickness = least_aluminium / density(spec)};
  if (dose_limit) {
    require(std::isfinite(*dose_limit) && *dose_limit > 0, "lightest_shield: dose_limit", *dose_limit,
            "must be positive [Gy]");
    choice.thickness = thickness_for(
        spec, [&](double thickness) { return sphere_dose(spec, radiation, thickness).total() - *dose_limit; },
        "dose");
  }
  if (upset_limit) {
    require(std::isfinite(*upset_limit) && *upset_limit > 0, "lightest_shield: upset_limit", *upset_limit,
            "must be positive [1/s]");
    choice.thickness =
        std::max(choice.thickness,
                 thickness_for(
                     spec, [&](double thickness) { return upsets(thickness) - *upset_limit; }, "upsets"));
  }
  choice.mass = spec.shield.area * choice.thickness * density(spec);
  choice.dose = sphere_dose(spec, radiation, choice.thickness).total();
  choice.upset_rate = upsets(choice.thickness);
  choice.specific_mass = choice.mass / spec.compute.it_power;
  return choice;
}

}  // namespace sunrack
