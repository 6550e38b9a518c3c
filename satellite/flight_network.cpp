#include "satellite/flight_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "physics/constants.h"
#include "physics/require.h"
#include "satellite/radiator_technology.h"

namespace sunrack {

namespace {

// Specific heats [J/(kg K)] and what sizing does not know; reasons in docs/models/flight.md.
constexpr double metal = 900, electronics = 850, cells_heat = 1000, polymer = 1000, mixed_plate = 600;
constexpr double die_capacity = 40, memory_capacity = 20;  // [J/K] per package: lid and interposer
constexpr double board_rise = 10, conversion_rise = 15,
                 avionics_rise = 15;                                    // [K] above the coolant at full power
constexpr double blanket_conductance = 200;                             // [W/(m^2 K)] from cells to back
constexpr double core_conductance = 200;                                // [W/(m^2 K)] through the honeycomb
constexpr double insulation_emittance = 0.03, insulation_seams = 0.02;  // [-] effective, [W/(m^2 K)]
constexpr double least_coupling = 2e-3;  // [-] of what the smaller of two faces emits
constexpr double wing_coldest = 173.15;  // [K] arrays are cycled to -100 degC for low orbit (recalled)
constexpr double battery_warmest = 303.15, battery_target = 293.15, battery_on = 278.15, battery_off = 288.15;

struct Builder {
  const SatelliteSpec& spec;
  const SatelliteDesign& design;
  const FlightNetworkOptions& options;
  FlightNetwork net;

  std::size_t node(std::string name, double capacity, double lowest = -INFINITY, double highest = INFINITY) {
    require(capacity > 0 && std::isfinite(capacity), ("flight_network: capacity of " + name).c_str(),
            capacity, "must be positive [J/K]");
    net.nodes.push_back({std::move(name), capacity, lowest, highest});
    return net.nodes.size() - 1;
  }
  void link(std::size_t a, std::size_t b, double conductance) {
    if (conductance > 0) net.links.push_back({a, b, conductance, conductance});
  }
  void surface(std::size_t at, std::size_t face, double share) {
    net.surfaces.push_back({at, face, share, share * net.outside.to_space[Eigen::Index(face)]});
  }

  void computers();
  void loop();
  void panel();
  void wings();
  void bus();
  void battery();
  void couplings();
};

void Builder::computers() {
  const ComputeDesign& compute = design.compute;
  const ChipSpec& chip = net.chip = compute.chip;
  const double n = net.packages = compute.packages;
  net.it_power = compute.it_power;
  net.junction_limit = spec.compute.junction_temperature.value_or(chip.maximum_junction_temperature);
  net.memory_limit = chip.maximum_memory_temperature;
  const double mass = spec.compute.server_mass * compute.it_power;
  net.dies = node("dies", n * die_capacity, 233.15, net.junction_limit);
  net.memory = node("memory", n * memory_capacity, 233.15, net.memory_limit);
  net.boards = node("boards", 0.5 * mass * electronics, 233.15, 363.15);
  net.cold_plates = node("cold plates", 0.25 * mass * mixed_plate);
  // The symmetric matrix of resistances, inverted: three conductances between dies, memory and coolant.
  const double rd = chip.die_resistance, rm = chip.memory_resistance, rc = chip.coupling_resistance;
  const double determinant = rd * rm - rc * rc;
  if (!(determinant > 0 && rc < rd && rc < rm))
    throw ModelError(
        "flight_network: the chip's coupling resistance exceeds one of its own: no network does that");
  link(net.dies, net.memory, n * rc / determinant);
  link(net.dies, net.cold_plates, n * (rm - rc) / determinant);
  link(net.memory, net.cold_plates, n * (rd - rc) / determinant);
  link(net.boards, net.cold_plates, std::max(1.0, n * chip.board_power / board_rise));
}

void Builder::loop() {
  const Coolant& coolant = Coolant::named(spec.coolant.fluid);
  const CoolantSystem& loop = design.coolant;
  net.freezing = std::max(coolant.freezing_temperature(), coolant.minimum_temperature());
  net.capacity_flow = loop.mass_flow *
                      coolant.enthalpy_rise(loop.supply_temperature, loop.return_temperature) /
                      (loop.return_temperature - loop.supply_temperature);
  const auto state = coolant.at((loop.supply_temperature + loop.return_temperature) / 2);
  const double in_line = loop.lines * constants::pi / 4 * loop.line_diameter * loop.line_diameter *
                         spec.coolant.line_length / 2 * state.density;
  const double line = in_line * state.specific_heat + 0.15 * loop.mass * metal;
  const std::size_t back = node("return line", line, net.freezing, coolant.maximum_temperature());
  net.coolant = {net.cold_plates, back};
  panel();
  const std::size_t supply = node("supply line", line, net.freezing);
  net.pump =
      node("pump and accumulator", 0.3 * loop.mass * metal + in_line * state.specific_heat, net.freezing);
  net.coolant.push_back(supply);
  net.coolant.push_back(net.pump);
  // Plates hold coolant as well.
  net.nodes[net.cold_plates].capacity += in_line * state.specific_heat;
  net.nodes[net.cold_plates].lowest = net.freezing;
  net.pump_power = loop.pump_power;
}

void Builder::panel() {
  const Radiator& radiator = design.radiator;
  const Coolant& coolant = Coolant::named(spec.coolant.fluid);
  const RadiatorMaterial& material = radiator_material(spec.radiator.material);
  const int segments = options.panel_segments;
  require(segments >= 1 && segments <= 40, "FlightNetworkOptions: panel_segments", segments,
          "must be from 1 to 40 [-]");
  const auto stations = march_radiator_panel(
      design.coolant.mass_flow, radiator.panel.inlet.coolant_temperature, radiator.panel.area,
      2 * segments + 1, coolant, radiator.geometry, radiator.faces[0], radiator.faces[1], radiator.overrides);
  const double area = options.panel_scale * radiator.area / segments;
  const RadiatorArealMass& mass = radiator.areal_mass;
  const double sheet = area * (spec.radiator.face_sheet_thickness * material.density * metal +
                               (mass.core + mass.coating) / 2 * metal);
  const auto state = coolant.at(design.coolant.supply_temperature);
  const double tube =
      area * ((mass.tubes + mass.meteoroid_allowance) * metal + mass.coolant * state.specific_heat);
  for (int i = 0; i < segments; ++i) {
    const PanelStation& middle = stations[std::size_t(2 * i + 1)];
    // What lies between coolant and sheet at the design point, per area of panel.
    const double resistance = (middle.coolant_temperature - middle.surface_temperature) / middle.net_flux;
    const double conductance = area / std::max(resistance, 1e-6);
    // One node stands for a stretch of coolant: its outlet. With a panel of one temperature the heat is then
    // exact: C (T_in - T_panel) (1 - exp(-N)) = C (exp(N) - 1) (T_out - T_panel).
    const double transfer = net.capacity_flow * std::expm1(conductance / net.capacity_flow);
    // Without flow a stagnant liquid conducts, Nu about 3.66 / 4.36 of laminar flow; what turbulence gave is
    // lost. Bond and fin remain.
    const double still = std::min(
        conductance, area / (1 / (3.66 * state.conductivity * constants::pi / spec.radiator.tube_spacing) +
                             0.5 * resistance));
    const std::size_t fluid = node(fmt::format("panel coolant {}", i + 1), tube, net.freezing);
    net.coolant.push_back(fluid);
    net.panel_coolant.push_back(fluid);
    for (int side = 0; side < 2; ++side) {
      const std::size_t face =
          node(fmt::format("panel {} {}", side == 0 ? "Earth side" : "far side", i + 1), sheet);
      net.panel_faces.push_back(face);
      net.links.push_back({fluid, face, transfer / 2, still / 2});
      const std::vector<std::size_t>& strips = net.outside.panel[std::size_t(side)];
      const bool own = strips.size() > 1;
      surface(face, strips[own ? std::size_t(i) : 0], own ? 1 : 1.0 / segments);
    }
    link(net.panel_faces[std::size_t(2 * i)], net.panel_faces[std::size_t(2 * i + 1)],
         area * core_conductance);
  }
}

void Builder::wings() {
  const SolarArray& array = design.solar_array;
  const SolarArrayTechnology& technology = spec.solar_array;
  const SolarCell& cell = solar_cell(technology.cell);
  net.cells = cell_curve(cell);
  net.wing_area = array.area / array.wings;
  net.packing = technology.packing;
  net.delivery = technology.wiring_efficiency * technology.tracking_efficiency;
  net.remaining = options.end_of_life ? array.end_of_life_factor : 1;
  for (int wing = 0; wing < array.wings; ++wing) {
    const char* side = wing == 0 ? "left" : "right";
    const std::size_t front = node(fmt::format("{} wing cells", side),
                                   net.wing_area * technology.packing * cell.areal_mass * electronics,
                                   wing_coldest, cell.maximum_temperature);
    const std::size_t back =
        node(fmt::format("{} wing back", side), net.wing_area * technology.substrate_areal_mass * polymer);
    link(front, back, net.wing_area * blanket_conductance);
    surface(front, net.outside.array_front, 1.0 / array.wings);
    surface(back, net.outside.array_back, 1.0 / array.wings);
    net.wing_fronts.push_back(front);
    net.wing_backs.push_back(back);
  }
}

/// Exchange between the nodes of every two faces that see each other, by their shares.
void Builder::couplings() {
  const FlightOutside& outside = net.outside;
  const auto emitted = [&](std::size_t face) {
    return outside.emissivity[Eigen::Index(face)] * outside.areas[Eigen::Index(face)];
  };
  std::map<std::pair<std::size_t, std::size_t>, double> between_nodes;
  for (const FlightSurface& a : net.surfaces)
    for (const FlightSurface& b : net.surfaces) {
      const double between = outside.between(Eigen::Index(a.face), Eigen::Index(b.face));
      if (a.node >= b.node || a.face == b.face) continue;
      if (between > least_coupling * std::min(emitted(a.face), emitted(b.face)))
        between_nodes[{a.node, b.node}] += between * a.share * b.share;
    }
  for (const auto& [nodes, area] : between_nodes) net.exchanges.push_back({nodes.first, nodes.second, area});
}

void Builder::bus() {
  const double avionics_mass =
      spec.bus.avionics_mass + spec.bus.communications_mass + spec.bus.attitude_control_mass;
  net.avionics_power = spec.bus.avionics_power, net.communications_power = spec.bus.communications_power;
  net.conversion = node("power conversion", std::max(1.0, design.conversion.mass) * metal, 233.15, 363.15);
  net.avionics = node("avionics", std::max(1.0, avionics_mass) * metal, 253.15, 333.15 + 20);
  const double structure_mass = mass_of(design.budget, "structure") + design.shield.mass +
                                0.25 * spec.compute.server_mass * net.it_power;
  net.structure = node("structure", std::max(10.0, structure_mass) * metal);
  const double skin_area = spec.shield.area;
  net.skin = node("outer insulation", skin_area * 0.3 * polymer);
  link(net.conversion, net.cold_plates, std::max(1.0, design.power.conversion_loss / conversion_rise));
  const double loads = net.avionics_power + net.communications_power;
  link(net.avionics, net.cold_plates, std::max(1.0, loads / avionics_rise));
  link(net.avionics, net.structure, 5);
  link(net.structure, net.skin, skin_area * insulation_seams);
  net.exchanges.push_back({net.structure, net.skin, skin_area * insulation_emittance});
  for (const std::size_t face : net.outside.bus) surface(net.skin, face, 1);
  net.conversion_efficiency = design.conversion.output_power / design.conversion.input_power;
  net.hibernation_power = spec.hibernation_load * design.conversion.input_power;
}

void Builder::battery() {
  const BatteryPack& pack = design.battery;
  net.has_battery = pack.nameplate_energy > 0;
  const double mass = net.has_battery ? pack.mass : 1;
  net.battery = node("battery", mass * cells_heat, 263.15, 318.15);
  link(net.battery, net.structure, 0.5);
  double mean_heat = 20;
  if (net.has_battery) {
    net.battery_model = battery_model({.nameplate_energy = pack.nameplate_energy,
                                       .discharge_power = pack.discharge_power,
                                       .discharge_efficiency = spec.battery.discharge_efficiency,
                                       .charge_power = pack.charge_power,
                                       .charge_efficiency = spec.battery.charge_efficiency});
    const double eclipse = design.environment.eclipse.longest, period = design.environment.period;
    mean_heat =
        std::max(20.0, (pack.heat_discharge * eclipse + pack.heat_charge * (period - eclipse)) / period);
  }
  // Its own radiator that looks along the wings with nothing before it, sized for the mean heat of the
  // longest eclipses in the hot case; the heater for the cold case with nothing to do.
  const double emissivity = 0.85, absorbed = 80;  // [-], [W/m^2]
  const double fourth = std::pow(battery_target, 4) * constants::stefan_boltzmann;
  const double area = 1.2 * mean_heat / (emissivity * fourth - absorbed);
  surface(net.battery,
          net.outside.add_open_face("battery radiator", Eigen::Vector3d::UnitY(), area, 0.12, emissivity), 1);
  net.heater_on = battery_on, net.heater_off = battery_off;
  net.heater_power = 1.2 * area * emissivity * constants::stefan_boltzmann * std::pow(battery_off, 4);
  net.nodes[net.battery].highest = battery_warmest + 15;
}

}  // namespace

FlightNetwork flight_network(const SatelliteSpec& spec, const SatelliteDesign& design,
                             const FlightNetworkOptions& options) {
  Builder build{spec, design, options, {}};
  FlightNetwork& net = build.net;
  net.outside = flight_outside(spec, design, options.views, options.end_of_life, options.panel_scale,
                               options.panel_segments);
  build.computers();
  build.loop();
  build.wings();
  build.bus();
  build.battery();
  build.couplings();
  return std::move(net);
}

}  // namespace sunrack
