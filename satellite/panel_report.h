#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "physics/vtk/rectilinear_output.h"
#include "satellite/panel_file.h"
#include "satellite/plot.h"

namespace sunrack {

/// What a probe sees.
struct PanelProbeAnswer {
  double temperature_a = 0, temperature_b = 0;  ///< [K] of the faces' surfaces
  double flux_a = 0, flux_b = 0;                ///< [W/m^2] net leaving
};

/// A panel as asked for, solved.
struct PanelReport {
  PanelFieldAnswer answer;
  double area = 0, mass = 0;  ///< [m^2] planform, [kg]; 0 where the file has no densities
  std::vector<PanelProbeAnswer> probes;
  /// [-] of the heat, what the size of the cells across makes of it: one pitch at the fluid's mean
  /// temperature against the same with twice as many cells, at order 2. None where that pitch sheds nothing.
  std::optional<double> mesh_error_across;
  double mean_fluid = 0;  ///< [K] weighted with the heat that leaves it
  /// With a file that asks for it: the pitch at the fluid's mean temperature, as it is and at its best.
  std::optional<PanelPitch> pitch;
  std::optional<PanelOptimum> optimum;
};
/// @throws as solve_panel and optimise_pitch; ModelError where a heat pipe is asked for more than its limit
PanelReport panel_report(const PanelFile& file, const PanelFieldOptions& options = {});

/// What a reader should know beside the figures, a sentence each: walls below freezing, tubes that would not
/// share their flow evenly, sheets that touch, cells that are too large.
std::vector<std::string> panel_notes(const PanelFile& file, const PanelReport& report);

nlohmann::ordered_json panel_json(const PanelFile& file, const PanelReport& report);
/// Tubes and the paths of coolant in short: least, mean, most and whose they are. All of them are in the JSON
/// and in the tables.
std::string panel_text(const PanelFile& file, const PanelReport& report);
/// Tables as comma-separated values with a heading; tubes and loops are counted from 1 as in the file.
std::string panel_tubes_csv(const PanelReport& report);
std::string panel_paths_csv(const PanelReport& report);
std::string panel_probes_csv(const PanelFile& file, const PanelReport& report);
/// Where the panel's faces are, how warm, and what leaves them: mean over the tubes' cells, one line a cell.
std::string panel_surface_csv(const PanelReport& report);

/// The temperature of a face, which refers to the report; the fluid along each tube.
MapPlot panel_map(const PanelFile& file, const PanelReport& report, BoxFace side = BoxFace::z_low);
LinePlot panel_fluid_plot(const PanelFile& file, const PanelReport& report);
/// For gnuplot: the limits of a panel's heat pipes over temperature. @throws std::invalid_argument for
/// another panel
std::string heat_pipe_limits_script(const PanelFile& file);

/// Every cell's temperature; net flux in the cells behind the faces, 0 within.
RectilinearVolume panel_volume(const PanelReport& report);

}  // namespace sunrack
