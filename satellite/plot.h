#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "satellite/design_report.h"

namespace sunrack {

inline constexpr std::size_t most_plot_series = 10;  ///< lines that can be told apart

struct LineSeries {
  std::string name;  ///< in the legend; a plot with one line has none
  std::vector<std::pair<double, std::optional<double>>> points;  ///< a line has a gap where there is no y
  bool dashed = false;                                           ///< lets a line below it be seen
};
/// A place on the x axis that is worth a dashed line and a word.
struct PlotMark {
  double x = 0;
  std::string label;
};
/// A part of the x axis with a grey ground and a word: "no answer".
struct PlotBand {
  double from = 0, to = 0;
  std::string label;
};
struct LinePlot {
  std::string title;
  std::string x_label;  ///< with the unit in brackets: "altitude [km]"
  std::string y_label;
  std::vector<LineSeries> series = {};
  std::vector<PlotMark> marks = {};
  std::vector<PlotBand> bands = {};
  bool y_from_zero = false;
};

/// A bar from zero for each item, downwards in the order given.
struct BarPlot {
  std::string title;
  std::string x_label;
  std::vector<std::pair<std::string, double>> bars = {};
  std::vector<std::pair<double, double>> intervals = {};  ///< low and high of each bar; empty: none are drawn
};

/// What one input at its low and at its high end makes of the answer, one below the other.
struct TornadoBar {
  std::string name;                   ///< of the input
  std::optional<double> low, high;    ///< of the answer; nothing where there is none
  std::string low_label, high_label;  ///< of the input: "3 kg/m2"
};
struct TornadoPlot {
  std::string title;
  std::string x_label;
  double nominal = 0;  ///< of the answer
  std::vector<TornadoBar> bars = {};
};

struct HistogramPlot {
  std::string title;
  std::string x_label;
  std::vector<double> values = {};
  std::vector<PlotMark> marks = {};
};

/// A value over a rectangle as colours, looked up at the middles of `columns` x `rows` even places.
struct MapPlot {
  std::string title;
  std::string x_label, y_label, value_label;
  double width = 0, height = 0;  ///< along x and y, in the units of the labels
  int columns = 200, rows = 200;
  std::function<double(double x, double y)> value;
  bool true_to_scale = false;  ///< one unit is as long along y as along x
};

/// No plot could be drawn: gnuplot is not installed, or it refused. The figures of the study are not touched.
class PlotError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What gnuplot is told; its data are inside. @throws std::invalid_argument for a plot without a point
std::string gnuplot_script(const LinePlot& plot);
std::string gnuplot_script(const BarPlot& plot);
std::string gnuplot_script(const TornadoPlot& plot);
std::string gnuplot_script(const HistogramPlot& plot);
std::string gnuplot_script(const MapPlot& plot);

/// Runs gnuplot over a script and returns the SVG. `program` is looked for in PATH.
/// @throws PlotError saying what to install, or what gnuplot said
std::string run_gnuplot(const std::string& script, const std::string& program = "gnuplot");

/// Writes an SVG file that carries its provenance inside. @throws PlotError, std::runtime_error for the file
void write_plot_script(const std::filesystem::path& file, const std::string& script,
                       const Provenance& provenance);
template <typename Plot>
void write_plot(const std::filesystem::path& file, const Plot& plot, const Provenance& provenance) {
  write_plot_script(file, gnuplot_script(plot), provenance);
}

/// "mass [kg]", "gain" for a number without a unit; degC, m2 and the like as people print them.
std::string label_with_unit(std::string_view name, std::string_view unit);

}  // namespace sunrack
