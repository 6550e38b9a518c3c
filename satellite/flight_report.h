#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "satellite/flight.h"
#include "satellite/plot.h"

namespace sunrack {

/// A flight with what else was asked about it.
struct FlightReport {
  FlightResult flight;
  std::optional<SafeMode> safe_mode;
  std::string environment;            ///< "hot", "nominal", "cold"
  std::vector<std::string> warnings;  ///< limits passed, computing lost, depth of discharge
};
/// Fills in the warnings. Depth of discharge above 35 % in low orbit is practice's limit (NTRS 20180003481,
/// read).
FlightReport flight_report(FlightResult flight, std::optional<SafeMode> safe_mode,
                           const std::string& environment);

nlohmann::ordered_json flight_json(const FlightReport& report);
std::string flight_text(const FlightReport& report);
std::string flight_nodes_csv(const FlightReport& report);
std::string flight_orbits_csv(const FlightReport& report);
std::string flight_trace_csv(const FlightReport& report);
std::string flight_cycles_csv(const FlightReport& report);

/// Over the sampled orbits. @throws std::invalid_argument where nothing was sampled
LinePlot flight_temperature_plot(const FlightReport& report);
LinePlot flight_power_plot(const FlightReport& report);
/// Over all orbits: minutes in shadow and the beta angle; extremes of temperature.
LinePlot flight_season_plot(const FlightReport& report);
LinePlot flight_extremes_plot(const FlightReport& report);

}  // namespace sunrack
