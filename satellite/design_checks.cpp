#include "satellite/design_checks.h"

#include <fmt/format.h>

#include <cmath>

#include "physics/thermal/coolant_loop.h"
#include "satellite/spec_fields.h"

namespace sunrack {

void check_design_inputs(const SatelliteSpec& spec) { check_spec(spec); }

std::vector<std::string> design_warnings(const SatelliteSpec& spec, const SatelliteDesign& design) {
  std::vector<std::string> warnings;
  const PackageState& package = design.compute.package.state;
  const ChipSpec& chip = design.compute.chip;
  const auto celsius = [](double kelvin) { return kelvin - 273.15; };
  if (package.junction_temperature > chip.maximum_junction_temperature + 1e-6)
    warnings.push_back(fmt::format(
        "the design junction of {:.1f} degC is above the {:.1f} degC of {}'s catalogue entry",
        celsius(package.junction_temperature), celsius(chip.maximum_junction_temperature), chip.name));
  if (design.compute.package.limit == PackageLimit::memory)
    warnings.push_back(
        fmt::format("the memory's {:.1f} degC sets the coolant; the junction stays at {:.1f} degC",
                    celsius(chip.maximum_memory_temperature), celsius(package.junction_temperature)));
  const ShieldDesign& shield = design.shield;
  if (shield.dose_margin < 2)
    warnings.push_back(
        fmt::format("the dose of {:.3g} krad leaves a margin of {:.2f} to the chips' {:.3g} krad; the belts' "
                    "models are known "
                    "to a factor of two",
                    shield.dose.total() / 10, shield.dose_margin, shield.dose_limit / 10));
  if (!shield.array_factor_given && cell_damage_law(spec.solar_array.cell).estimate)
    warnings.push_back(
        fmt::format("the radiation damage of {} is an estimate: no irradiation series of such a cell",
                    spec.solar_array.cell));
  if (chip.estimate) warnings.push_back(fmt::format("chip {} is an estimate: no data sheet", chip.name));
  if (solar_cell(spec.solar_array.cell).estimate)
    warnings.push_back(fmt::format("cell {} is an estimate: no flight product", spec.solar_array.cell));
  const double allowable = radiator_material(spec.radiator.material).allowable_stress;
  if (design.radiator.tube_stress > allowable)
    warnings.push_back(fmt::format(
        "hoop stress of the panel tubes is {:.0f} MPa at {:.2f} MPa of coolant, above the {:.0f} MPa of {}",
        design.radiator.tube_stress / 1e6, design.coolant.pressure / 1e6, allowable / 1e6,
        spec.radiator.material));
  if (design.radiator.punctures &&
      design.radiator.punctures->single_loop_survives < spec.punctures.confidence)
    warnings.push_back(fmt::format(
        "one loop without armour would be holed in its life with a probability of {:.0f} %: the radiator has "
        "{:.0f} isolable segments",
        100 * (1 - design.radiator.punctures->single_loop_survives),
        design.radiator.punctures->segments_built));
  if (design.coolant.pressure == 0)
    warnings.push_back(
        fmt::format("{} has no saturation data: pressure and boiling are not checked", spec.coolant.fluid));
  if (design.cold_case.margin_to_freezing < 15)
    warnings.push_back(
        fmt::format("with {:.1f} kW in eclipse and the cold environment the panel would settle at {:.1f} "
                    "degC, {:.1f} K {} the freezing point "
                    "(or coldest known state) of {}: heaters, a bypass or another coolant",
                    design.cold_case.heat / 1e3, celsius(design.cold_case.temperature),
                    std::abs(design.cold_case.margin_to_freezing),
                    design.cold_case.margin_to_freezing < 0 ? "below" : "above", spec.coolant.fluid));
  if (design.radiator.panel.margin_to_freezing < 15)
    warnings.push_back(
        fmt::format("the coldest tube is {:.1f} K above the freezing point of {} even in the hot case",
                    design.radiator.panel.margin_to_freezing, spec.coolant.fluid));
  if (design.power.pump > 0.05 * design.compute.it_power)
    warnings.push_back(
        fmt::format("the pump takes {:.1f} kW, {:.0f} % of IT power: more coolant rise or wider tubes",
                    design.power.pump / 1e3, 100 * design.power.pump / design.compute.it_power));
  const double keep_alive = spec.bus.avionics_power + spec.bus.communications_power;
  if (spec.battery_strategy == "hibernate" && design.battery.discharge_power > 0 &&
      design.battery.discharge_power < keep_alive)
    warnings.push_back(
        fmt::format("hibernation leaves {:.2f} kW on, less than the {:.2f} kW of avionics and communications",
                    design.battery.discharge_power / 1e3, keep_alive / 1e3));
  if (design.compute_availability < 0.9)
    warnings.push_back(fmt::format("the computers are off {:.0f} % of the year: {:.1f} kg per delivered kW",
                                   100 * (1 - design.compute_availability),
                                   design.delivered_specific_mass * 1e3));
  if (design.propellant.mass > 0.2 * (design.mass - design.propellant.mass))
    warnings.push_back(fmt::format(
        "propellant is {:.0f} kg, {:.0f} % of the dry mass, and its tank is not counted",
        design.propellant.mass, 100 * design.propellant.mass / (design.mass - design.propellant.mass)));
  const double in_sunlight = design.power.heat;
  const double in_eclipse = design.battery.discharge_power + design.battery.heat_discharge;
  if (in_eclipse > in_sunlight)
    warnings.push_back(
        fmt::format("heat in eclipse is {:.2f} kW against {:.2f} kW in sunlight, which sizes the panel: the "
                    "battery's discharge loss; "
                    "the environment is colder then",
                    in_eclipse / 1e3, in_sunlight / 1e3));
  const Coolant& fluid = Coolant::named(spec.coolant.fluid);
  const double mean_temperature = (design.coolant.supply_temperature + design.coolant.return_temperature) / 2;
  const double reynolds =
      tube_flow(fluid.at(mean_temperature), design.coolant.mass_flow / design.radiator.panel.tubes,
                spec.radiator.tube_inner_diameter)
          .reynolds;
  if (reynolds < 4000)
    warnings.push_back(fmt::format("flow in the panel tubes is {} (Reynolds {:.0f}): the film costs area",
                                   reynolds < 2300 ? "laminar" : "in transition", reynolds));
  if (design.stability.gain > 0.5)
    warnings.push_back(fmt::format("thermal loop gain is {:.2f}: runaway at 1", design.stability.gain));
  return warnings;
}

}  // namespace sunrack
