#pragma once

#include <optional>
#include <vector>

#include "chips/memory.h"

namespace CLI {
class App;
}

namespace sunrack::app {

/// A part of one's own, as its beams have shown it, in the units of the options.
struct PartAsked {
  std::vector<double> heavy_ions;  ///< threshold and width [MeV cm2/mg], shape [-], saturation [cm2 per bit]
  std::vector<double> protons;     ///< threshold and width [MeV], shape [-], saturation [cm2 per bit]
  std::vector<double> bendel;      ///< A [MeV], and B [MeV] of the form with two parameters
  std::optional<double> depth_um;  ///< of the sensitive volume
};
void add_part_options(CLI::App& command, PartAsked& ask);

/// The part as one of the catalogue, "own-part"; nothing where none was asked for.
/// @throws std::invalid_argument naming the option on a bad figure
std::optional<MemoryDevice> part_asked_for(const PartAsked& ask);

}  // namespace sunrack::app
