#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "chips/packages/package_heating.h"
#include "chips/packages/package_response.h"
#include "physics/vtk/rectilinear_output.h"
#include "satellite/package_file.h"
#include "satellite/plot.h"

namespace sunrack {

/// A package as asked for, solved.
struct PackageReport {
  PackageModel model;
  std::optional<PackageAnswer> steady;  ///< none where only the heating was asked
  std::vector<LimitState> limits;
  /// What sizing needs of the package (chips/packages/package_response.h), where it can be reduced.
  std::optional<PackageResponse> response;
  std::string no_response;  ///< why not, else ""
  std::optional<PackageHeating> heating;
  std::vector<LimitState> heating_limits;                         ///< the worst moment of each
  std::vector<double> probes;                                     ///< [K] of shown_temperature()
  std::vector<std::vector<double>> probe_history;                 ///< [K] of each probe at each time
  std::vector<std::pair<double, std::vector<double>>> snapshots;  ///< [s], [K] of each cell
};

struct PackageReportOptions {
  bool leakage = true;         ///< off: stays at its reference
  bool steady = true;          ///< off: the heating alone, for packages that have no steady state
  bool heating = true;         ///< where the file asks for it
  bool reduce = true;          ///< find the resistance matrix, of the steady state
  std::size_t snapshots = 24;  ///< of the heating, to be looked at
  unsigned threads = 0;
  std::function<void(double share)> progress = {};  ///< of the heating, 0 to 1
};
/// @throws as electro_thermal() and package_heating(); std::invalid_argument where neither is asked for
PackageReport package_report(const PackageFile& file, const PackageReportOptions& options = {});

nlohmann::ordered_json package_json(const PackageFile& file, const PackageReport& report);
std::string package_text(const PackageFile& file, const PackageReport& report);
/// Comma-separated values with a heading: blocks, layers (hottest, coldest and mean), probes, history.
/// Without a steady state all but the history is of the end of the heating.
std::string package_blocks_csv(const PackageFile& file, const PackageReport& report);
std::string package_layers_csv(const PackageFile& file, const PackageReport& report);
std::string package_probes_csv(const PackageFile& file, const PackageReport& report);
std::string package_history_csv(const PackageFile& file, const PackageReport& report);
/// A layer's cells as 3D-ICE writes a thermal map: one line of the temperatures [K] along x for each row of
/// cells, south first, of the layer's lowest cells; "nan" where there is nothing.
std::string package_layer_map(const PackageReport& report, std::size_t layer);
/// The layer with the hottest cell of shown_temperature().
std::size_t hottest_layer(const PackageReport& report);

/// The hottest layer, which refers to the report; blocks over time, refused without a heating.
MapPlot package_map(const PackageFile& file, const PackageReport& report);
LinePlot package_history_plot(const PackageFile& file, const PackageReport& report);

/// Every cell's temperature (the coldest one's where there is nothing), power, layer, conductivity, and
/// whether there is anything.
RectilinearVolume package_volume(const PackageReport& report, const std::vector<double>& temperature);
/// [K] of each cell: of the steady state, else of the end of the heating.
const std::vector<double>& shown_temperature(const PackageReport& report);

}  // namespace sunrack
