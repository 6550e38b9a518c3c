#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "physics/thermal/network_transient.h"
#include "satellite/text_file.h"

namespace sunrack {

/// Between which temperatures a node must stay.
struct NetworkLimit {
  NodeId node;
  std::optional<double> lowest, highest;  ///< [K]
};

/// A thermal network and what is asked of it; docs/models/thermal_network.md lists the tables and keys.
struct NetworkFile {
  ThermalNetwork network;
  std::vector<NetworkLimit> limits;
  std::vector<double> times;  ///< [s] of the transient's outputs; empty: none is asked for
  NetworkTransientOptions transient;
  double cycle_period = 0;  ///< [s] 0: no limit cycle is asked for
  std::size_t cycle_samples = 100;
  std::vector<NodeId> plotted;  ///< empty: the first ten that are not boundaries
  bool steady = true;           ///< whether a steady state is asked for
};

/// @throws SpecError with file, line, column, key, value and what is accepted
NetworkFile read_network_file(const std::filesystem::path& file);
/// The same from a text; traces are looked for in `folder`.
NetworkFile read_network_text(std::string_view text, const std::string& source_name,
                              const std::filesystem::path& folder = ".");

}  // namespace sunrack
