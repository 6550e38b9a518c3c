#include "satellite/package_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "physics/require.h"
#include "satellite/package_report_parts.h"

namespace sunrack {

namespace {

std::size_t cell_at(const ConductionProblem& p, const PackageProbe& probe) {
  const auto along = [](const std::vector<double>& faces, double place) {
    const auto upper = std::upper_bound(faces.begin(), faces.end(), place);
    return std::clamp(int(upper - faces.begin()), 1, int(faces.size()) - 1) - 1;
  };
  return p.index(along(p.x, probe.x), along(p.y, probe.y), along(p.z, probe.z));
}

void find_response(const PackageFile& file, unsigned threads, PackageReport& report) {
  bool grouped = false;
  for (const PackageLayer& layer : file.stack.layers)
    for (const PackageBlock& block : layer.blocks) grouped = grouped || !block.group.empty();
  if (!grouped) {
    report.no_response = "no block has a group";
    return;
  }
  try {
    report.response = package_response(file.stack, report.model, threads);
  } catch (const std::invalid_argument& error) {
    report.no_response = error.what();
  }
}

bool has_channels(const PackageStack& stack) {
  return std::any_of(stack.layers.begin(), stack.layers.end(),
                     [](const PackageLayer& layer) { return layer.channels.has_value(); });
}

PackageAnswer steady_state(const PackageFile& file, const PackageReportOptions& options,
                           const PackageModel& model) {
  PackageOptions steady{.leakage = options.leakage};
  steady.conduction.threads = options.threads;
  try {
    return electro_thermal(file.stack, model, steady);
  } catch (const ModelError& error) {
    // Coolant is marched in the steady state only: with channels there is no heating to point to.
    if (!options.heating || !(file.duration > 0) || has_channels(file.stack)) throw;
    throw ModelError(
        fmt::format("steady state: {}; the heating to {:.6g} s needs none: --no-steady runs it alone",
                    error.what(), file.duration));
  }
}

void heat_up(const PackageFile& file, const PackageReportOptions& options, PackageReport& report) {
  require_heat_capacities(file.stack);
  const std::vector<double> times = heating_times(file.stack, file.duration);
  report.probe_history.resize(file.probes.size());
  PackageHeatingOptions heating{.leakage = options.leakage};
  heating.conduction.threads = options.threads;
  const std::size_t every = std::max<std::size_t>(
      1, (times.size() + options.snapshots - 1) / std::max<std::size_t>(options.snapshots, 1));
  std::size_t seen = 0;
  heating.snapshot = [&](double time, const std::vector<double>& temperature) {
    for (std::size_t n = 0; n < file.probes.size(); ++n)
      report.probe_history[n].push_back(temperature[cell_at(report.model.problem, file.probes[n])]);
    if (options.snapshots > 0 && (seen % every == 0 || seen + 1 == times.size()))
      report.snapshots.emplace_back(time, temperature);
    ++seen;
    if (options.progress) options.progress(double(seen) / double(times.size()));
  };
  report.heating = package_heating(file.stack, report.model, times, heating);
}

}  // namespace

PackageReport package_report(const PackageFile& file, const PackageReportOptions& options) {
  PackageReport report;
  report.model = package_model(file.stack, file.grid);
  const bool heats = options.heating && file.duration > 0;
  if (!options.steady && !heats)
    throw std::invalid_argument(file.name + ": without its steady state nothing is asked: it has no heating");
  if (options.steady) {
    report.steady = steady_state(file, options, report.model);
    report.limits = package_limits(file.stack, *report.steady);
    if (options.reduce) find_response(file, options.threads, report);
  }
  if (heats) {
    heat_up(file, options, report);
    report.heating_limits = heating_limits(file.stack, report.model, *report.heating);
  }
  for (const PackageProbe& probe : file.probes)
    report.probes.push_back(shown_temperature(report)[cell_at(report.model.problem, probe)]);
  return report;
}

const std::vector<double>& shown_temperature(const PackageReport& report) {
  return report.steady ? report.steady->solution.temperature : report.heating->temperature;
}

std::size_t hottest_layer(const PackageReport& report) {
  const ConductionProblem& p = report.model.problem;
  const std::size_t hottest = extremes(p, shown_temperature(report)).hottest;
  const int k = int(hottest / std::size_t(p.nx())) % p.nz();
  std::size_t layer = 0;
  while (report.model.layer_begin[layer + 1] <= k) ++layer;
  return layer;
}

}  // namespace sunrack
