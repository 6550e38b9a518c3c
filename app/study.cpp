#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>

#include "app/context.h"
#include "physics/numerics/file_output.h"
#include "physics/require.h"
#include "satellite/monte_carlo.h"
#include "satellite/sweep.h"

namespace sunrack::app {

namespace {

/// Writes a table and its JSON, and says so.
void write_tables(const std::string& folder, const std::string& name, const std::string& csv,
                  const nlohmann::ordered_json& json) {
  create_folder(folder);
  write_file_whole(folder + "/" + name + ".csv", csv);
  write_file_whole(folder + "/" + name + ".json", json.dump(2) + "\n");
  fmt::print(stderr, "wrote {0}/: {1}.csv, {1}.json and plots\n", folder, name);
}

}  // namespace

int run_sweep(const SpecSource& source, const std::vector<std::string>& words, const OutputChoice& output) {
  const LoadedSpec loaded = load(source);
  std::vector<SweepAxis> axes;
  bool has_numbers = false;
  for (const std::string& word : words) {
    axes.push_back(parse_axis(word));
    has_numbers = has_numbers || !axes.back().of_names();
  }
  const SweepResult result = sunrack::run_sweep(loaded.spec, axes, study_options(output));
  const auto json = sweep_json(result, loaded.provenance);
  const std::string csv = sweep_csv(result, loaded.provenance);
  if (output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(output, csv);
  if (!output.folder.empty()) {
    write_tables(output.folder, "sweep", csv, json);
    if (has_numbers) plot_or_note(output.folder + "/sweep.svg", sweep_plot(result), loaded.provenance);
  }
  return 0;
}

int run_monte_carlo(const SpecSource& source, const MonteCarloQuestion& question,
                    const OutputChoice& output) {
  require(question.samples >= 2 && question.samples <= 10'000'000, "--samples", double(question.samples),
          "accepted are 2 to 10000000");
  require(question.seed >= 0, "--seed", double(question.seed), "must not be negative");
  const auto seed = static_cast<std::uint64_t>(question.seed);
  LoadedSpec loaded = load(source);
  loaded.provenance.seed = seed;
  const MonteCarloResult result = sunrack::run_monte_carlo(
      loaded.spec,
      {.samples = static_cast<std::size_t>(question.samples), .seed = seed, .study = study_options(output)});
  const auto json = monte_carlo_json(result, loaded.provenance);
  if (output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(output, monte_carlo_text(result));
  if (!output.folder.empty()) {
    write_tables(output.folder, "monte_carlo", monte_carlo_csv(result, loaded.provenance), json);
    plot_or_note(output.folder + "/tornado.svg", tornado_plot(result), loaded.provenance);
    plot_or_note(output.folder + "/histogram.svg", histogram_plot(result), loaded.provenance);
  }
  return 0;
}

}  // namespace sunrack::app
