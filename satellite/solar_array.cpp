#include "satellite/solar_array.h"

#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr int wing_count = 2;

void require_efficiency(const char* name, double value) {
  require(value > 0 && value <= 1, name, value, "must be above 0 and at most 1 [-]");
}

void require_technology(const SolarArrayTechnology& technology) {
  require_efficiency("SolarArrayTechnology: packing", technology.packing);
  require_efficiency("SolarArrayTechnology: wiring_efficiency", technology.wiring_efficiency);
  require_efficiency("SolarArrayTechnology: tracking_efficiency", technology.tracking_efficiency);
  require_efficiency("SolarArrayTechnology: other_remaining_power", technology.other_remaining_power);
  require(technology.pointing_error >= 0 && technology.pointing_error < constants::pi / 2,
          "SolarArrayTechnology: pointing_error", technology.pointing_error,
          "must be from 0 to below pi/2 [rad]");
  require(technology.substrate_areal_mass >= 0, "SolarArrayTechnology: substrate_areal_mass",
          technology.substrate_areal_mass, "must not be negative [kg/m^2]");
  require(technology.structure_areal_mass >= 0, "SolarArrayTechnology: structure_areal_mass",
          technology.structure_areal_mass, "must not be negative [kg/m^2]");
  require(technology.wing_aspect_ratio > 0, "SolarArrayTechnology: wing_aspect_ratio",
          technology.wing_aspect_ratio, "must be positive [-]");
  require(technology.root_offset >= 0, "SolarArrayTechnology: root_offset", technology.root_offset,
          "must not be negative [m]");
  if (technology.specific_power) {
    require(*technology.specific_power > 0, "SolarArrayTechnology: specific_power",
            *technology.specific_power, "must be positive [W/kg]");
  }
  if (technology.bol_flux) {
    require(*technology.bol_flux > 0, "SolarArrayTechnology: bol_flux", *technology.bol_flux,
            "must be positive [W/m^2]");
  }
}

/// [-] from the cells' maximum-power point to the array's output.
double delivery(const SolarArrayTechnology& technology) {
  return technology.wiring_efficiency * technology.tracking_efficiency;
}

/// Only the direct part has one direction; albedo comes from a wide angle.
WingIrradiance mispointed(const WingIrradiance& irradiance, const SolarArrayTechnology& technology) {
  WingIrradiance seen = irradiance;
  const double lost = irradiance.front_direct * (1 - std::cos(technology.pointing_error));
  seen.front_solar -= lost;
  seen.front_direct -= lost;
  return seen;
}

WingSurface wing_surface(const SolarArrayTechnology& technology, double remaining) {
  return {.packing = technology.packing,
          .emissivity_back = technology.emissivity_back,
          .absorptance_back = technology.absorptance_back,
          .absorptance_gaps = technology.absorptance_back,
          .power_factor = remaining * delivery(technology)};
}

/// The state of a wing whose output is known beforehand.
SolarArrayState given_flux_state(double flux, const SolarArrayTechnology& technology, const SolarCell& cell,
                                 const WingIrradiance& irradiance) {
  const WingIrradiance seen = mispointed(irradiance, technology);
  const WingSurface surface = wing_surface(technology, 1);
  SolarArrayState state;
  state.flux = flux;
  state.absorbed = wing_absorbed_flux(cell, surface, seen);
  state.cell_temperature = wing_temperature(cell, surface, seen, flux);
  state.efficiency = flux / (seen.front_direct * technology.packing * delivery(technology));
  const double squared = state.cell_temperature * state.cell_temperature;
  state.balance_residual =
      state.absorbed - flux -
      (cell.emissivity_front + technology.emissivity_back) * constants::stefan_boltzmann * squared * squared;
  return state;
}

/// Wings are uniform rectangles, their span along the yoke axis, their inner edges `root_offset` from the
/// centre.
void shape_wings(SolarArray& array, const SolarArrayTechnology& technology) {
  array.wings = wing_count;
  const double wing_area = array.area / wing_count;
  array.chord = std::sqrt(wing_area / technology.wing_aspect_ratio);
  array.span = array.chord * technology.wing_aspect_ratio;
  array.tip_to_tip = 2 * (technology.root_offset + array.span);
  const double arm = technology.root_offset + array.span / 2;
  array.inertia_span_axis = array.mass * array.chord * array.chord / 12;
  array.inertia_chord_axis = array.mass * (array.span * array.span / 12 + arm * arm);
  array.inertia_normal_axis =
      array.inertia_span_axis + array.inertia_chord_axis;  // flat: perpendicular-axis theorem
}

}  // namespace

double end_of_life_factor(double life, const SolarArrayTechnology& technology, const SolarCell& cell,
                          std::optional<double> after_radiation) {
  require(std::isfinite(life) && life >= 0, "end_of_life_factor: life", life, "must not be negative [s]");
  if (after_radiation && !technology.degradation_per_year) {
    require(*after_radiation > 0 && *after_radiation <= 1, "end_of_life_factor: after_radiation",
            *after_radiation, "must be above 0 and at most 1 [-]");
    return *after_radiation * technology.other_remaining_power;
  }
  const double yearly = technology.degradation_per_year.value_or(cell.degradation_per_year);
  require(yearly >= 0 && yearly < 1, "SolarArrayTechnology: degradation_per_year", yearly,
          "must be from 0 to below 1 [1/year]");
  return std::pow(1 - yearly, life / constants::julian_year) * technology.other_remaining_power;
}

SolarArrayState solar_array_state(const SolarArrayTechnology& technology, const SolarCell& cell,
                                  const WingIrradiance& irradiance, double remaining) {
  require_technology(technology);
  const WingOperatingPoint point =
      wing_operating_point(cell, wing_surface(technology, remaining), mispointed(irradiance, technology));
  return {.flux = point.power_density,
          .cell_temperature = point.temperature,
          .efficiency = point.efficiency / delivery(technology),
          .absorbed = point.absorbed,
          .balance_residual = point.balance_residual};
}

SolarArray size_solar_array(double power_eol, double life, const SolarArrayTechnology& technology,
                            const SolarCell& cell, const WingIrradiance& sizing_irradiance,
                            std::optional<double> after_radiation) {
  require(std::isfinite(power_eol) && power_eol > 0, "size_solar_array: power_eol", power_eol,
          "must be positive [W]");
  require_technology(technology);
  if (!(sizing_irradiance.front_direct > 0)) {
    throw ModelError(fmt::format(
        "size_solar_array: no direct sunlight on the cells ({:.6g} W/m^2): no area gives {:.6g} W",
        sizing_irradiance.front_direct, power_eol));
  }
  SolarArray array;
  array.end_of_life_factor = end_of_life_factor(life, technology, cell, after_radiation);
  const auto state_at = [&](double remaining) {
    return technology.bol_flux
               ? given_flux_state(*technology.bol_flux * remaining, technology, cell, sizing_irradiance)
               : solar_array_state(technology, cell, sizing_irradiance, remaining);
  };
  const SolarArrayState first = state_at(1);
  const SolarArrayState last = state_at(array.end_of_life_factor);

  array.power_eol = power_eol;
  array.flux_bol = first.flux;
  array.flux_eol = last.flux;
  array.area = power_eol / last.flux;
  array.power_bol = array.area * first.flux;
  array.cell_temperature = array.back_temperature = last.cell_temperature;
  array.cell_temperature_bol = first.cell_temperature;
  array.efficiency_operating = last.efficiency;
  array.open_circuit_temperature = wing_open_circuit_temperature(cell, wing_surface(technology, 1),
                                                                 mispointed(sizing_irradiance, technology));
  array.absorbed_heat = array.area * last.absorbed;
  array.balance_residual = array.area * last.balance_residual;

  array.areal_mass = technology.packing * cell.areal_mass + technology.substrate_areal_mass +
                     technology.structure_areal_mass;
  array.mass = technology.specific_power ? array.power_bol / *technology.specific_power
                                         : array.area * array.areal_mass;
  array.areal_mass = array.mass / array.area;
  require(array.mass > 0, "size_solar_array: mass", array.mass,
          "must be positive [kg]: give the wing an areal mass");
  array.specific_power_bol = array.power_bol / array.mass;
  shape_wings(array, technology);
  return array;
}

}  // namespace sunrack
