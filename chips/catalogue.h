#pragma once

#include <string>
#include <vector>

namespace sunrack {

/// One accelerator package with its share of the board, as a data sheet would state it. Powers are at the
/// leakage reference temperature and full load; heat paths are from the node to the coolant at its cold
/// plate.
struct ChipSpec {
  std::string name;  ///< catalogue key, for example "gb300"
  std::string description;
  double die_power = 0;     ///< [W] logic dies, dynamic and leakage
  double memory_power = 0;  ///< [W] all memory stacks of the package
  double board_power =
      0;  ///< [W] share of voltage regulators, host processor and network, at the board's input

  double leakage_share = 0;                  ///< [-] of die_power at the reference temperature
  double leakage_doubling_interval = 0;      ///< [K] temperature rise that doubles it, at fixed voltage
  double leakage_reference_temperature = 0;  ///< [K]

  double maximum_junction_temperature = 0;  ///< [K]
  double maximum_memory_temperature = 0;    ///< [K]

  double die_resistance = 0;       ///< [K/W] rise of the junction per watt of the dies
  double memory_resistance = 0;    ///< [K/W] rise of the hottest stack per watt of all the memory
  double coupling_resistance = 0;  ///< [K/W] rise of the one per watt of the other (symmetric by reciprocity)

  bool estimate = false;  ///< true: no data sheet; the figures are an outsider's estimate
  std::string source;
};

/// [W] at the board's input, at the reference temperature: what "IT power" counts.
double package_power(const ChipSpec& chip);

const std::vector<ChipSpec>& chip_catalogue();
const ChipSpec& chip(const std::string& name);  ///< @throws std::invalid_argument listing the catalogue

}  // namespace sunrack
