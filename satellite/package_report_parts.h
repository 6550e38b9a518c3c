#pragma once

#include <string>
#include <utility>
#include <vector>

#include "satellite/package_report.h"

/// What the writers of a package's report share.
namespace sunrack::package_report_parts {

inline constexpr double zero_celsius = 273.15;  ///< [K]

struct LayerState {
  double hottest = 0, coldest = 0, mean = 0;  ///< [K]
};
/// Of the cells where there is anything.
LayerState layer_state(const PackageModel& model, const std::vector<double>& temperature, std::size_t layer);

/// [degC] to the thousandth; what no package survives, without its hundreds of digits.
std::string celsius(double kelvin);

/// "layer/block".
std::string block_name(const PackageFile& file, const BlockCells& cells);

/// [s], [K] the hottest moment of those written.
std::pair<double, double> peak_of(const PackageHeating& heating);

/// The blocks in the steady state, else as the heating ends.
std::vector<BlockState> shown_blocks(const PackageFile& file, const PackageReport& report);

/// All that a reader of the answer should know about the file and the answer.
std::vector<std::string> report_notes(const PackageFile& file, const PackageReport& report);

}  // namespace sunrack::package_report_parts
