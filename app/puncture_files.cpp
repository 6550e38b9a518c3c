#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/puncture_question.h"
#include "physics/numerics/file_output.h"
#include "physics/require.h"
#include "physics/units.h"
#include "physics/vtk/field_output.h"

namespace sunrack::app {

using namespace units;

namespace {

/// One square face of the panel, a little before or behind its middle plane so that both are seen.
SurfaceBlock face_block(const PuncturesAsked& ask, const std::string& name, double side_of_middle,
                        const PenetrationRate& rate) {
  const double side = std::sqrt(ask.area_m2), offset = side_of_middle * 0.02 * side;
  const auto cell = [](double value) { return std::vector<double>{value}; };
  return {.name = name,
          .points = {{0, 0, offset}, {side, 0, offset}, {side, side, offset}, {0, side, offset}},
          .quads = {{0, 1, 2, 3}},
          .fields = {{"Meteoroid holes [m^-2 year^-1]", cell(rate.meteoroid * puncture_year)},
                     {"Debris holes, low [m^-2 year^-1]", cell(rate.debris_low * puncture_year)},
                     {"Debris holes, high [m^-2 year^-1]", cell(rate.debris_high * puncture_year)}}};
}

/// Holes over the wall: a table and, if there are any and gnuplot is there, a plot; as far as the models go.
bool write_curve(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures,
                 const Provenance& provenance) {
  const std::string& folder = ask.output.folder;
  std::string csv = provenance_comment(provenance, "# ") +
                    "wall_mm,meteoroid_penetrations,debris_penetrations_low,debris_penetrations_high\n";
  LinePlot plot{.title = fmt::format("Holes in {:.3g} years, {:.4g} m2 of panel at {:.4g} km", ask.years,
                                     ask.area_m2, ask.altitude_km),
                .x_label = "tube wall [mm]",
                .y_label = "log10 of expected holes",
                .series = {{.name = "meteoroids", .points = {}},
                           {.name = "debris, growth frozen at 2000", .points = {}},
                           {.name = "debris, growth extrapolated", .points = {}}},
                .marks = {{.x = ask.wall_mm, .label = "wall asked"}}};
  if (!ask.flux_table.empty()) {  // both bounds are the table's
    plot.series.pop_back();
    plot.series[1].name = "debris of the table";
  }
  if (ask.no_debris) plot.series.resize(1);
  const double from = std::min(0.3, 0.5 * ask.wall_mm), to = std::max(5.0, 1.5 * ask.wall_mm);
  constexpr int steps = 60;
  bool drawn = false;
  for (int i = 0; i <= steps; ++i) {
    const double wall = from * std::pow(to / from, double(i) / steps);
    PenetrationRate one;
    try {
      one = answer_of(ask, exposures, wall * 1_mm).expected;
    } catch (const ModelError&) {
      continue;  // a foil below the sizes of the flux
    }
    csv += fmt::format("{:.4g},{:.6g},{:.6g},{:.6g}\n", wall, one.meteoroid, one.debris_low, one.debris_high);
    const std::array<double, 3> values = {one.meteoroid, one.debris_low, one.debris_high};
    for (std::size_t j = 0; j < plot.series.size(); ++j)
      if (values[j] > 0) {
        plot.series[j].points.emplace_back(wall, std::log10(values[j]));
        drawn = true;
      }
  }
  write_file_whole(folder + "/punctures.csv", csv);
  return drawn && plot_or_note(folder + "/punctures.svg", plot, provenance);
}

}  // namespace

void write_puncture_files(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures,
                          const PunctureAnswer& answer, const nlohmann::ordered_json& json,
                          const Provenance& provenance) {
  const std::string& folder = ask.output.folder;
  create_folder(folder);
  write_file_whole(folder + "/punctures.json", json.dump(2) + "\n");
  std::string written = "punctures.json, punctures.csv";
  if (write_curve(ask, exposures, provenance)) written += ", punctures.svg";
  if (vtk_available()) {
    write_surfaces(
        folder, "panel",
        {face_block(ask, "front", 1, answer.faces[0]), face_block(ask, "back", -1, answer.faces[1])},
        {{"program", fmt::format("sunrack {} ({})", provenance.version, provenance.revision)},
         {"asked", provenance.spec}});
    written += ", panel.vtm (ParaView)";
  } else {
    fmt::print(stderr, "note: built without VTK, no panel.vtm\n");
  }
  fmt::print(stderr, "wrote {}/: {}\n", folder, written);
}

}  // namespace sunrack::app
