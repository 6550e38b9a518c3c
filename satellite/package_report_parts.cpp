#include "satellite/package_report_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chips/packages/absorbed_heat.h"

namespace sunrack::package_report_parts {

namespace {

// [Pa] microchannels are run at some 0.1 MPa; a slip of units in a width comes out far above this.
constexpr double plausible_pressure_drop = 10e6;

}  // namespace

LayerState layer_state(const PackageModel& model, const std::vector<double>& temperature, std::size_t layer) {
  const ConductionProblem& p = model.problem;
  LayerState state{0, 1e9, 0};
  double volume = 0;
  for (int k = model.layer_begin[layer]; k < model.layer_begin[layer + 1]; ++k)
    for (int j = 0; j < p.ny(); ++j)
      for (int i = 0; i < p.nx(); ++i) {
        if (is_void(p, p.index(i, j, k))) continue;
        const double t = temperature[p.index(i, j, k)];
        const double v = (p.x[std::size_t(i) + 1] - p.x[std::size_t(i)]) *
                         (p.y[std::size_t(j) + 1] - p.y[std::size_t(j)]) *
                         (p.z[std::size_t(k) + 1] - p.z[std::size_t(k)]);
        state.hottest = std::max(state.hottest, t), state.coldest = std::min(state.coldest, t);
        state.mean += v * t, volume += v;
      }
  state.mean /= volume;
  return state;
}

std::string celsius(double kelvin) {
  const double value = kelvin - zero_celsius;
  return std::abs(value) < 1e7 ? fmt::format("{:.3f}", value) : fmt::format("{:.6g}", value);
}

std::string block_name(const PackageFile& file, const BlockCells& cells) {
  const PackageLayer& layer = file.stack.layers[cells.layer];
  return layer.name + "/" + layer.blocks[cells.block].name;
}

std::pair<double, double> peak_of(const PackageHeating& heating) {
  const auto peak = std::max_element(heating.hottest.begin(), heating.hottest.end());
  return {heating.times[std::size_t(peak - heating.hottest.begin())], *peak};
}

std::vector<BlockState> shown_blocks(const PackageFile& file, const PackageReport& report) {
  if (report.steady) return report.steady->blocks;
  std::vector<BlockState> states;
  for (std::size_t b = 0; b < report.model.blocks.size(); ++b) {
    const BlockCells& cells = report.model.blocks[b];
    const PackageBlock& block = block_of(file.stack, cells);
    const BlockHistory& history = report.heating->blocks[b];
    states.push_back({.layer = file.stack.layers[cells.layer].name,
                      .name = block.name,
                      .group = block.group,
                      .power = history.power.back(),
                      .leakage = history.leakage.back(),
                      .temperature = block_temperature(cells, report.heating->temperature)});
  }
  return states;
}

std::vector<std::string> report_notes(const PackageFile& file, const PackageReport& report) {
  std::vector<std::string> notes = file.stack.notes;
  notes.insert(notes.end(), report.model.notes.begin(), report.model.notes.end());
  if (const std::string note = smearing_note(file.stack, report.model); !note.empty()) notes.push_back(note);
  if (const std::string note = absorbed_note(report.model.problem); !note.empty()) notes.push_back(note);
  if (report.steady)
    for (const ChannelState& c : report.steady->channels)
      if (c.pressure_drop > plausible_pressure_drop)
        notes.push_back(
            fmt::format("layer {}: a pressure drop of {:.4g} MPa along its channels, above {:.4g} MPa, is "
                        "more than pumps and "
                        "joints of cold plates bear: are mass_flow, channel_width and wall_width (bare: g/s, "
                        "um, um) as meant?",
                        c.layer, c.pressure_drop / 1e6, plausible_pressure_drop / 1e6));
  return notes;
}

}  // namespace sunrack::package_report_parts
