#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "chips/networks/language.h"
#include "chips/networks/recipes.h"
#include "physics/numerics/interrupt.h"
#include "physics/numerics/progress.h"
#include "physics/require.h"

namespace sunrack::app {

namespace {

struct TrainQuestion {
  Recipe recipe;
  std::string out;
  std::string format;  ///< "": as the stored models
  unsigned threads = 0;
  bool json = false, quiet = false;
};

TensorFormat asked_format(const TrainQuestion& ask, const StoredModel& model) {
  if (ask.format.empty()) return stored_format(model);
  if (ask.format == "f32") return TensorFormat::F32;
  if (ask.format == "f16") return TensorFormat::F16;
  if (ask.format == "bf16") return TensorFormat::BF16;
  throw std::invalid_argument("--format: accepted are f32, f16 and bf16");
}

std::int64_t weights_of(const StoredModel& model) {
  return std::visit([](const auto& network) { return parameter_count(network); }, model.network);
}

/// What is printed: how good, how long, how large.
nlohmann::ordered_json answer(const TrainQuestion& ask, const TrainedModel& trained, double seconds,
                              double processor_seconds) {
  nlohmann::ordered_json json = {{"task", ask.recipe.task},
                                 {"weights", weights_of(trained.model)},
                                 {"steps", trained.steps},
                                 {"seed", ask.recipe.seed},
                                 {"test_loss_nat", trained.score.loss},
                                 {"test_accuracy", trained.score.accuracy},
                                 {"test_samples", trained.score.samples},
                                 {"elapsed_s", seconds},
                                 {"processor_s", processor_seconds}};
  if (ask.recipe.task == "language" && ask.recipe.data.empty())
    json["entropy_of_the_language_nat"] = language_entropy();
  json["recipe"] = trained.model.metadata.at("recipe");
  json["file"] = ask.out;
  return json;
}

int run_train(const TrainQuestion& ask) {
  if (ask.out.empty()) throw std::invalid_argument("train: --out FILE.safetensors is needed");
  if (!ask.format.empty()) asked_format(ask, {});  // refused before the work, not after
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t processor_begin = std::clock();
  std::unique_ptr<Progress> progress;
  const auto after_step = [&](long, long steps, double) {
    if (!progress)
      progress = std::make_unique<Progress>("training " + ask.recipe.task, std::size_t(steps),
                                            ProgressOptions{.quiet = ask.quiet});
    progress->advance();
    return !interrupted();
  };
  const TrainedModel trained = train(ask.recipe, {.threads = ask.threads, .after_step = after_step});
  progress.reset();
  if (!trained.finished) {
    fmt::print(stderr, "sunrack: interrupted after {} steps; nothing was written\n", trained.steps);
    return interrupted_exit_code;
  }
  write_safetensors_file(ask.out, file_of(trained.model, asked_format(ask, trained.model)));
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  const auto json =
      answer(ask, trained, elapsed.count(), double(std::clock() - processor_begin) / CLOCKS_PER_SEC);
  if (ask.json)
    fmt::print("{}\n", json.dump(2));
  else if (!ask.quiet)
    for (const auto& [key, value] : json.items()) fmt::print("{:<30}{}\n", key, value.dump());
  return 0;
}

}  // namespace

void add_train(CLI::App& app, Runs& runs) {
  auto ask = std::make_shared<TrainQuestion>();
  auto* train = app.add_subcommand("train", "train a small network: digits, language or arithmetic");
  train->add_option("task", ask->recipe.task, "digits, language or arithmetic")->required();
  train->add_option("--out", ask->out, "file to write, .safetensors");
  train->add_option("--seed", ask->recipe.seed, "of the first weights and the order of the data")
      ->capture_default_str();
  train->add_option("--steps", ask->recipe.steps, "0: as the models that the program carries")
      ->capture_default_str();
  train->add_option("--width", ask->recipe.width, "of a transformer; 0: 96 for language, 48 for arithmetic")
      ->capture_default_str();
  train->add_option("--data", ask->recipe.data,
                    "learn from this file: any text, or images as lines of pixels 0 to 16 and a label");
  train->add_option("--format", ask->format, "f32, f16 or bf16 [bf16; f32 for digits]");
  train->add_option("--threads", ask->threads, "0: all cores; the weights do not depend on it")
      ->capture_default_str();
  train->add_flag("--json", ask->json, "JSON on standard output, units in the key names");
  train->add_flag("--quiet", ask->quiet, "no table, no progress");
  runs["train"] = [ask] { return run_train(*ask); };
}

}  // namespace sunrack::app
