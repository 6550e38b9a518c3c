#include "satellite/sizing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "physics/constants.h"
#include "physics/orbit/environment.h"
#include "physics/require.h"
#include "satellite/design_checks.h"
#include "satellite/mass_roll_up.h"
#include "satellite/package_resistances.h"

namespace sunrack {

namespace {

constexpr int most_rounds = 200;
constexpr int rounds_of_choice = 4;      // after them the number of segments that may be lost is held
constexpr double closed_within = 1e-12;  // [-] relative; a few times what doubles can hold in these sums

ComputeDesign design_computers(const SatelliteSpec& spec) {
  ComputeDesign compute{.chip = resolved_chip(spec), .it_power = spec.compute.it_power};
  const double junction =
      spec.compute.junction_temperature.value_or(compute.chip.maximum_junction_temperature);
  compute.package = package_at_limit(compute.chip, junction);
  compute.packages = compute.it_power / package_power(compute.chip);
  compute.electrical_power = compute.packages * compute.package.state.total_power;
  return compute;
}

/// The loads of one round, given the pump. Everything that the converters take in becomes heat in the
/// coolant.
void set_power_balance(const SatelliteSpec& spec, SatelliteDesign& design) {
  PowerBalance& power = design.power;
  power = {.computers = design.compute.electrical_power,
           .pump = design.coolant.pump_power,
           .avionics = spec.bus.avionics_power,
           .communications = spec.bus.communications_power};
  const double loads = power.computers + power.pump + power.avionics + power.communications;
  design.conversion = size_power_conversion(loads, spec.power);
  power.conversion_loss = design.conversion.loss;
}

/// [K] of the wings' back in the radiator's case, at end of life, when they are warmest at work.
double back_temperature(const SatelliteDesign& design, const SatelliteSpec& spec, const SolarCell& cell) {
  const double remaining =
      end_of_life_factor(spec.mission.life, spec.solar_array, cell, design.shield.remaining_array);
  const double in_heat =
      solar_array_state(spec.solar_array, cell, design.environment.array_when_hot, remaining)
          .cell_temperature;
  return std::max(in_heat, design.solar_array.back_temperature);
}

/// The pump's power is heat that the pump must move: where it rivals the computers, the loop feeds itself.
void refuse_pump_runaway(const SatelliteSpec& spec, const SatelliteDesign& design) {
  if (design.coolant.pump_power <= design.compute.electrical_power) return;
  throw ModelError(
      fmt::format("pump runaway: to carry the heat with a coolant rise of {:.2f} K the pump would need "
                  "{:.4g} kW for {:.4g} kW of computers "
                  "({:.4g} kPa of drop, of which panel tubes {:.4g} kPa); a larger coolant.rise, wider or "
                  "shorter tubes would do",
                  spec.coolant.rise, design.coolant.pump_power / 1e3, design.compute.electrical_power / 1e3,
                  design.coolant.pressure_drop / 1e3, design.coolant.panel_pressure_drop / 1e3));
}

/// What the panel would settle at in the coldest hours: in eclipse, in the cold environment, with the heat of
/// the loads that stay on. A steady state, hence colder than an eclipse of minutes gets it.
ColdCase cold_case(const SatelliteSpec& spec, const SatelliteDesign& design, const Coolant& coolant) {
  ColdCase cold;
  cold.heat = design.battery.discharge_power > 0
                  ? design.battery.discharge_power + design.battery.heat_discharge
                  : design.power.heat;  // no eclipse: the loads stay on
  const MissionEnvironment& environment = design.environment;
  const double infrared_cold =
      design_environment(EnvironmentCase::cold, environment.orbit.inclination).earth_infrared;
  double absorbed = 0, emissivity = 0;
  for (std::size_t side = 0; side < 2; ++side) {
    const double view =
        environment.radiator_faces[side].earth_infrared / environment.radiator_case.earth_infrared;
    const double infrared = spec.radiator.sink_temperature
                                ? design.radiator.faces[side].infrared_irradiance
                                : (environment.radiator_case.earth_infrared > 0 ? view * infrared_cold : 0);
    emissivity += design.radiator.faces[side].emissivity;
    absorbed += design.radiator.faces[side].emissivity * infrared;
  }
  cold.temperature = std::pow(
      (absorbed + cold.heat / design.radiator.area) / (emissivity * constants::stefan_boltzmann), 0.25);
  cold.margin_to_freezing =
      cold.temperature - std::max(coolant.freezing_temperature(), coolant.minimum_temperature());
  return cold;
}

/// Gain of junction -> leakage -> heat -> coolant -> junction at fixed panel and flow. The panel's answer to
/// more heat is its slope dq/dT; the coolant's own rise adds half of what the flow carries.
ThermalStability thermal_stability(const SatelliteSpec& spec, const SatelliteDesign& design) {
  const PackageState& package = design.compute.package.state;
  const double efficiency = design.conversion.output_power / design.conversion.input_power;
  const Radiator& radiator = design.radiator;
  const Coolant& coolant = Coolant::named(spec.coolant.fluid);
  const double flow_per_tube = design.coolant.mass_flow / radiator.panel.tubes;
  const auto flux_at = [&](double temperature) {
    return panel_point(temperature, coolant, flow_per_tube, radiator.geometry, radiator.faces[0],
                       radiator.faces[1], radiator.overrides)
        .net_flux;
  };
  const double inlet = radiator.panel.inlet.coolant_temperature,
               outlet = radiator.panel.outlet.coolant_temperature;
  const double slope = radiator.panel.area * (flux_at(inlet) - flux_at(outlet)) / (inlet - outlet);  // [W/K]
  const double capacity_flow = design.power.heat / (inlet - outlet);
  const double coolant_per_watt = 1 / slope + 0.5 / capacity_flow;
  const double power_slope = package.power_slope;
  ThermalStability stability;
  stability.gain = design.compute.chip.die_resistance * power_slope +
                   design.compute.packages * power_slope / efficiency * coolant_per_watt;
  const double leakage_share = package.power_slope * design.compute.chip.leakage_doubling_interval /
                               (std::log(2.0) * package.die_power);
  stability.runaway_leakage_share = stability.gain > leakage_share ? leakage_share / stability.gain : 1;
  return stability;
}

/// The part of the array's power that neither leaves as heat nor is stored, by a march that sizing did not
/// use.
double energy_balance_residual(const SatelliteDesign& design, const Coolant& coolant) {
  const Radiator& radiator = design.radiator;
  const double inlet = radiator.panel.inlet.coolant_temperature;
  constexpr int stations_enough = 11;  // with two the integrator's own steps leave 4e-9
  const auto stations =
      march_radiator_panel(design.coolant.mass_flow, inlet, radiator.panel.area, stations_enough, coolant,
                           radiator.geometry, radiator.faces[0], radiator.faces[1], radiator.overrides);
  const double radiated =
      design.coolant.mass_flow * coolant.enthalpy_rise(stations.back().coolant_temperature, inlet);
  const double stored = design.power.battery_charge - design.power.battery_loss;
  return (design.power.array - radiated - stored) / design.power.array;
}

/// What stands about the box of the computers.
OwnMass own_mass(const SatelliteSpec& spec, const SatelliteDesign& design) {
  double structure = 0;
  for (const MassItem& item : design.budget.items)
    if (item.name == "structure") structure += item.mass;
  return {.panel_width = design.radiator.width,
          .panel_height = design.radiator.height,
          .panel_areal_mass = design.radiator.mass / design.radiator.area,
          .wing_root = spec.solar_array.root_offset,
          .wing_span = design.solar_array.span,
          .wing_chord = design.solar_array.chord,
          .wing_areal_mass = design.solar_array.areal_mass,
          .structure_areal_mass = std::min(structure / spec.shield.area, most_structure_areal_mass)};
}

void refuse_runaway(const SatelliteDesign& design) {
  if (design.stability.gain < 1) return;
  throw ModelError(
      fmt::format("thermal runaway: at a junction of {:.1f} degC one kelvin more makes leakage heat that "
                  "warms the junction by {:.2f} K "
                  "through package, coolant and radiator; the design does not hold itself. Stable below a "
                  "leakage share of {:.3f} of die "
                  "power there",
                  design.compute.package.state.junction_temperature - 273.15, design.stability.gain,
                  design.stability.runaway_leakage_share));
}

}  // namespace

ChipSpec resolved_chip(const SatelliteSpec& spec) {
  ChipSpec part = chip(spec.compute.chip);
  if (spec.compute.package != "catalogue") {
    if (!spec.compute.package.starts_with(part.name))
      throw std::invalid_argument("compute.package = " + spec.compute.package +
                                  ": a package of another chip than compute.chip = " + part.name);
    part = with_resistances(part, package_resistances(spec.compute.package));
  }
  if (spec.compute.die_resistance) part.die_resistance = *spec.compute.die_resistance;
  if (spec.compute.memory_resistance) part.memory_resistance = *spec.compute.memory_resistance;
  if (spec.compute.coupling_resistance) part.coupling_resistance = *spec.compute.coupling_resistance;
  if (spec.compute.memory_limit) part.maximum_memory_temperature = *spec.compute.memory_limit;
  if (spec.compute.leakage_share) part.leakage_share = *spec.compute.leakage_share;
  if (spec.compute.leakage_doubling_interval)
    part.leakage_doubling_interval = *spec.compute.leakage_doubling_interval;
  if (spec.compute.junction_to_coolant_drop) {
    const double drop = part.die_resistance * part.die_power + part.coupling_resistance * part.memory_power;
    const double scale = *spec.compute.junction_to_coolant_drop / drop;
    part.die_resistance *= scale;
    part.memory_resistance *= scale;
    part.coupling_resistance *= scale;
  }
  return part;
}

SatelliteDesign size_satellite(const SatelliteSpec& spec) {
  return size_satellite(spec, mission_environment(spec));
}

SatelliteDesign size_satellite(const SatelliteSpec& spec, const MissionEnvironment& environment) {
  check_design_inputs(spec);
  const Coolant& coolant = Coolant::named(spec.coolant.fluid);
  const SolarCell& cell = solar_cell(spec.solar_array.cell);
  SatelliteDesign design{.name = spec.name, .environment = environment, .compute = design_computers(spec)};
  const MissionRadiation radiation = mission_radiation(spec, environment.orbit.inclination);
  design.shield = size_shield(spec, radiation);
  const EclipseYear& eclipse = environment.eclipse;
  const EclipseStrategy strategy = eclipse_strategy(spec.battery_strategy);
  require_eclipse_supply(strategy, spec.bus.avionics_power + spec.bus.communications_power, eclipse.longest);
  const double cycles = eclipse.cycles_per_year * spec.mission.life / constants::julian_year;
  const double back =
      design.compute.package.state.coolant_temperature;  // the hottest cold plate sees the return
  const double supply = back - spec.coolant.rise;

  // The one loop of the house: heat -> flow, panel -> pressure drop -> pump -> heat; heat -> array -> its
  // warm back
  // -> panel. Pump and back are small against the rest, so plain substitution contracts quickly.
  double heat = size_power_conversion(design.compute.electrical_power, spec.power).input_power;
  double area = heat / 700, panel_pressure_drop = 10e3;
  ArrayBack array_back{
      .temperature = 340, .emissivity = spec.solar_array.emissivity_back, .chord = std::sqrt(heat / 250)};
  // Computed where the spec leaves them to be: armour, segments and oversize follow from the area and add to
  // it.
  std::optional<PunctureRates> rates;
  if (punctures_computed(spec.radiator)) rates.emplace(spec, environment.orbit.inclination);
  std::optional<int> losses;
  auto& convergence = design.convergence;
  do {
    if (++convergence.rounds > most_rounds)
      throw ModelError(fmt::format(
          "size_satellite: heat and panel area still change by {:.2e} after {} rounds (heat {:.4g} W, "
          "panel {:.4g} m2)",
          convergence.last_change, most_rounds, heat, area));
    design.coolant = size_coolant_system(heat, supply, back, panel_pressure_drop, coolant, spec.coolant);
    refuse_pump_runaway(spec, design);
    set_power_balance(spec, design);
    const double input = design.conversion.input_power;
    design.battery = size_battery(load_in_eclipse(strategy, input, spec.hibernation_load), eclipse.longest,
                                  environment.period - eclipse.longest, cycles, spec.battery);
    design.power.battery_charge = design.battery.charge_power;
    design.power.battery_loss = design.battery.heat_charge;
    design.power.array = input + design.power.battery_charge;
    design.power.heat = input + design.power.battery_loss;
    design.solar_array = size_solar_array(design.power.array, spec.mission.life, spec.solar_array, cell,
                                          environment.array, design.shield.remaining_array);
    array_back.temperature = back_temperature(design, spec, cell);
    array_back.chord = design.solar_array.chord;
    const double mass_flow = coolant_mass_flow(design.power.heat, supply, back, coolant);
    design.radiator = size_radiator(mass_flow, back, supply, coolant, spec, environment, array_back,
                                    {.area = area, .rates = rates ? &*rates : nullptr, .losses = losses});
    // Which number of losses is lightest changes in steps: it is held once the area is nearly known.
    if (convergence.rounds == rounds_of_choice && design.radiator.punctures)
      losses = int(design.radiator.punctures->losses_covered);
    convergence.last_change =
        std::max(std::abs(design.power.heat / heat - 1), std::abs(design.radiator.area / area - 1));
    heat = design.power.heat;
    area = design.radiator.area;
    panel_pressure_drop = design.radiator.panel.pressure_drop;
  } while (convergence.last_change > closed_within);

  if (rates) add_survival(spec, *rates, design.radiator.punctured, *design.radiator.punctures);
  design.stability = thermal_stability(spec, design);
  refuse_runaway(design);
  design.energy_balance_residual = energy_balance_residual(design, coolant);
  design.cold_case = cold_case(spec, design, coolant);
  design.compute_availability = strategy == EclipseStrategy::ride_through ? 1 : eclipse.sunlit_fraction;
  roll_up_mass(spec, design);
  add_own_mass(spec, radiation, own_mass(spec, design), design.shield);
  design.specific_mass =
      specific_mass(design, spec, accounting_boundary(spec.accounting.boundary), spec.accounting.basis);
  design.delivered_specific_mass =
      design.mass / (spec.compute.it_power * spec.compute.average_load * design.compute_availability);
  design.warnings = design_warnings(spec, design);
  return design;
}

double specific_mass(const SatelliteDesign& design, const SatelliteSpec& spec, AccountingBoundary boundary,
                     const std::string& basis) {
  const double load = basis == "average" ? spec.compute.average_load : 1;
  return mass_inside(design.budget, boundary) / (design.compute.it_power * load);
}

}  // namespace sunrack
