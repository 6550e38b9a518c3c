#pragma once

#include <limits>
#include <string>
#include <vector>

#include "physics/orbit/flight_environment.h"
#include "physics/power/battery_model.h"
#include "physics/power/cell_curve.h"
#include "satellite/sizing.h"

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

/// An outer surface of a node: takes up what falls on a face of the environment and emits to space.
struct FlightSurface {
  std::size_t node = 0;
  std::size_t face = 0;      ///< of the environment
  double area = 0;           ///< [m^2]
  double absorptance = 0;    ///< [-] solar
  double emissivity = 0;     ///< [-]
  double emission_area = 0;  ///< [m^2] emissivity x area less what goes to other surfaces
  double current_share = 0;  ///< [-] part of the direct sunlight that cells turn to use: packing
};

/// The satellite as a thermal network, with its electrics: what a flight integrates.
struct FlightNetwork {
  std::vector<FlightNode> nodes;
  std::vector<FlightLink> links;
  std::vector<FlightExchange> exchanges;
  std::vector<FlightSurface> surfaces;
  std::vector<std::size_t> coolant;  ///< nodes around the loop in the direction of flow
  double capacity_flow = 0;          ///< [W/K] of the coolant
  std::vector<FlightFace> faces;     ///< of the environment

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
  int panel_segments = 6;   ///< [-] along the flow, 1..40; each a coolant node and two faces
  bool end_of_life = true;  ///< cells, coating as they are then; false: first day
};

/// Names of the environment's faces, in FlightNetwork::faces order: array front and back, panel's first
/// (Earth) and second face, and the two sides along the wings.
inline constexpr std::size_t flight_face_count = 6;

/// From what sizing gave. Conductances of chips and panel are sizing's own, so that the steady hot case is
/// the same; capacities from the mass budget; what sizing does not know (battery's own radiator and heater,
/// blankets, boards) is assumed, each figure with its reason in docs/models/flight.md.
/// @throws std::invalid_argument, ModelError
FlightNetwork flight_network(const SatelliteSpec& spec, const SatelliteDesign& design,
                             const FlightNetworkOptions& options = {});

}  // namespace sunrack
