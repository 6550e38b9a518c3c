#include "satellite/mass_roll_up.h"

#include <fmt/format.h>

#include "physics/constants.h"

namespace sunrack {

namespace {

double frontal_area(const SatelliteSpec& spec, const SatelliteDesign& design) {
  // The box around the computers: a cube's face, a sixth of its surface.
  return design.environment.drag_area_per_array * design.solar_array.area +
         design.environment.drag_area_per_radiator * design.radiator.area + spec.shield.area / 6;
}

void add_equipment(const SatelliteSpec& spec, SatelliteDesign& design) {
  auto& items = design.budget.items;
  const auto& radiator = design.radiator;
  const double bus_power = design.conversion.input_power;
  items = {
      {"solar array", MassGroup::power, design.solar_array.mass,
       fmt::format("{:.1f} m2 at {:.2f} kg/m2", design.solar_array.area,
                   design.solar_array.mass / design.solar_array.area)},
      {"power conversion", MassGroup::power, design.conversion.converter_mass,
       fmt::format("{:.1f} kW at {:.2f} kg/kW", bus_power / 1e3,
                   design.conversion.converter_mass / bus_power * 1e3)},
      {"cabling", MassGroup::power, design.conversion.cabling_mass,
       fmt::format("{:.1f} kW at {:.2f} kg/kW", bus_power / 1e3,
                   design.conversion.cabling_mass / bus_power * 1e3)},
      {"battery", MassGroup::power, design.battery.mass,
       fmt::format("{:.2f} kWh, depth of discharge {:.2f}, {}", design.battery.nameplate_energy / 3.6e6,
                   design.battery.depth_of_discharge, spec.battery_strategy)},
      {"computers", MassGroup::computers, spec.compute.server_mass * spec.compute.it_power,
       fmt::format("{:.1f} kW at {:.2f} kg/kW", spec.compute.it_power / 1e3, spec.compute.server_mass * 1e3)},
      {"radiator", MassGroup::radiator, radiator.mass,
       fmt::format("{:.1f} m2 at {:.2f} kg/m2", radiator.area, radiator.areal_mass.total)},
      {"coolant loop", MassGroup::coolant_loop, design.coolant.mass,
       fmt::format("{:.1f} kW at {:.2f} kg/kW", design.power.heat / 1e3, spec.coolant.loop_mass * 1e3)},
      {"radiation shield", MassGroup::bus, design.shield.mass,
       fmt::format("{:.1f} m2 of {:.1f} mm", spec.shield.area, design.shield.thickness * 1e3)},
      {"communications", MassGroup::bus, spec.bus.communications_mass, "given"},
      {"avionics", MassGroup::bus, spec.bus.avionics_mass, "given"},
      {"attitude control", MassGroup::bus, spec.bus.attitude_control_mass, "given"},
      {"propulsion", MassGroup::bus, spec.propulsion.total_mass.value_or(spec.propulsion.dry_mass),
       spec.propulsion.total_mass ? "given, with propellant" : "given, dry"},
  };
}

}  // namespace

void roll_up_mass(const SatelliteSpec& spec, SatelliteDesign& design) {
  add_equipment(spec, design);
  auto& items = design.budget.items;
  const double equipment = total_mass(design.budget);
  const double fraction = spec.bus.structure_fraction;
  items.push_back({"structure", MassGroup::bus, equipment * fraction / (1 - fraction),
                   fmt::format("{:.0f} % of dry mass before margin", fraction * 100)});
  items.push_back({"margin", MassGroup::bus, total_mass(design.budget) * spec.bus.margin,
                   fmt::format("{:.0f} % of the above", spec.bus.margin * 100)});
  const double dry = total_mass(design.budget);
  if (!spec.propulsion.total_mass) {
    design.propellant = size_propellant(dry, frontal_area(spec, design), spec.orbit.altitude,
                                        spec.mission.life, spec.propulsion);
    items.push_back({"propellant", MassGroup::bus, design.propellant.mass,
                     fmt::format("drag {:.2f} mN mean, {:.0f} m/s of manoeuvres",
                                 design.propellant.drag_force * 1e3, spec.propulsion.manoeuvre_speed)});
  }
  design.mass = total_mass(design.budget);
}

}  // namespace sunrack
