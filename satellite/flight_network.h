#pragma once

#include <limits>
#include <string>
#include <vector>

#include "physics/power/battery_model.h"
#include "physics/power/cell_curve.h"
#include "satellite/flight_outside.h"

namespace sunrack {

/// One lump of the satellite and what it may bear.
struct FlightNode {
  std::string name;
  double capacity = 0;                                       ///< [J/K]
  double lowest = -std::numeric_limits<double>::infinity();  ///< [K] limit, where there is one
  double highest = std::numeric_limits<double>::infinity();  ///< [K]
};

/// GL: heat = conductance (T_a - T_b). `without_flow` holds while the pump stands still.
struct FlightLink {
  std::size_t a = 0, b = 0;
  double conductance = 0;   ///< [W/K]
  double without_flow = 0;  ///< [W/K]
};

/// GR: heat = sigma area (T_a^4 - T_b^4); emissivities and view factors inside.
struct FlightExchange {
  std::size_t a = 0, b = 0;
  double area = 0;  ///< [m^2]
};

/// The node behind a face of the outside, or behind a share of it.
struct FlightSurface {
  std::size_t node = 0;
  std::size_t face = 0;      ///< of the outside
  double share = 0;          ///< [-] of the face's area
  double emission_area = 0;  ///< [m^2] emissivity x area less what goes to other surfaces
};

/// The satellite as a thermal network, with its electrics: what a flight integrates.
struct FlightNetwork {
  std::vector<FlightNode> nodes;
  std::vector<FlightLink> links;
  std::vector<FlightExchange> exchanges;
  std::vector<FlightSurface> surfaces;
  std::vector<std::size_t> coolant;  ///< nodes around the loop in the direction of flow
  double capacity_flow = 0;          ///< [W/K] of the coolant
  FlightOutside outside;             ///< faces of the environment, and what passes between them

  // Named nodes.
  std::size_t dies = 0, memory = 0, boards = 0, cold_plates = 0, pump = 0, conversion = 0, avionics = 0,
              battery = 0, structure = 0, skin = 0;
  std::vector<std::size_t> wing_fronts, wing_backs;
  std::vector<std::size_t> panel_coolant, panel_faces;  ///< by segment; faces a, b, a, b, ...

  // Computers: all packages. Powers at full load and the leakage's reference temperature.
  ChipSpec chip;
  double packages = 0;
  double it_power = 0;        ///< [W] rated
  double junction_limit = 0;  ///< [K]
  double memory_limit = 0;    ///< [K]

  // Electrics.
  CellCurve cells;
  double wing_area = 0;                                                 ///< [m^2] of one wing
  double packing = 0;                                                   ///< [-]
  double delivery = 0;                                                  ///< [-] wiring and tracking
  double remaining = 1;                                                 ///< [-] of the cells' first power
  double pump_power = 0, avionics_power = 0, communications_power = 0;  ///< [W] when on
  double conversion_efficiency = 1;  ///< [-] load over what is drawn from the bus
  double hibernation_power = 0;      ///< [W] drawn from the bus at most while hibernating
  bool has_battery = false;
  BatteryModel battery_model;
  double heater_power = 0;               ///< [W] at the battery
  double heater_on = 0, heater_off = 0;  ///< [K]
  double freezing = 0;                   ///< [K] of the coolant
};

struct FlightNetworkOptions {
  FlightViews views = FlightViews::traced;
  double panel_scale = 1;   ///< [-] of the radiator's area, above 0 to 10: what a larger one would do
  int panel_segments = 6;   ///< [-] along the flow, 1..40; each a coolant node and two faces
  bool end_of_life = true;  ///< cells, coating as they are then; false: first day
};

/// From what sizing gave. Conductances of chips and panel are sizing's own, so that the steady hot case is
/// the same; capacities from the mass budget; what sizing does not know (battery's own radiator and heater,
/// blankets, boards) is assumed, each figure with its reason in docs/models/flight.md. All segments of a face
/// see the same, the means of the face, unless views are by strips. Couplings between two faces below 0.2 %
/// of what the smaller emits are left out (what goes that way counts as returned).
/// @throws std::invalid_argument, ModelError
FlightNetwork flight_network(const SatelliteSpec& spec, const SatelliteDesign& design,
                             const FlightNetworkOptions& options = {});

}  // namespace sunrack
