#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "satellite/network_file.h"
#include "satellite/plot.h"

namespace sunrack {

/// A network as asked for, solved.
struct NetworkReport {
  std::optional<NetworkSteady> steady;
  std::vector<std::vector<double>> steady_slopes;  ///< [K/unit] of every node, for each parameter
  std::optional<NetworkHistory> transient;
  std::optional<NetworkCycle> cycle;
};
/// @param progress is told the share of the transient that is done, 0 to 1
/// @throws as network_steady, network_transient and network_cycle
NetworkReport network_report(const NetworkFile& file, const std::function<void(double)>& progress = {});

/// What a node did over a history: lowest and highest at the outputs, mean over time.
struct NodeRange {
  double lowest = 0, mean = 0, highest = 0, last = 0;  ///< [K]
};
NodeRange node_range(const NetworkHistory& history, std::size_t node);

nlohmann::ordered_json network_json(const NetworkFile& file, const NetworkReport& report);
std::string network_text(const NetworkFile& file, const NetworkReport& report);
/// Comma-separated values with a heading that has the units.
std::string network_steady_csv(const NetworkFile& file, const NetworkReport& report);
std::string network_history_csv(const NetworkFile& file, const NetworkHistory& history);
std::string network_switches_csv(const NetworkHistory& history);
std::string network_sensitivities_csv(const NetworkFile& file, const NetworkHistory& history);
LinePlot network_plot(const NetworkFile& file, const NetworkHistory& history, const std::string& title);

}  // namespace sunrack
