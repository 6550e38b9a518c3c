#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/context.h"
#include "physics/numerics/file_output.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/bit_flip_report.h"
#include "satellite/sizing.h"

namespace sunrack::app {

using namespace units;

namespace {

struct BitFlipsAsked {
  std::string spec, device = "hbm";
  std::vector<std::string> overrides;
  double parameters = 2e12, sigma = 0.02, largest = 4.5, scrub_h = 24, read_interval_s = 0,
         exposure_days = 1826.25;
  double expert_share = 0, experts = 1, experts_per_token = 1, embedding_share = 0;
  double detection_h = 1, reload_min = 10, checkpoint_min = 1, accelerators = 0;
  std::optional<double> rate_per_bit_day;
  std::string format, ecc;
  std::vector<double> clusters;
  int interleaving = 1;
  bool write_back = false;
  OutputChoice output;
};

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

void put_band(Json& json, const std::string& key, const Band& band, double unit) {
  json[key] = number(band.mid / unit);
  json[key + "_low"] = number(band.low / unit);
  json[key + "_high"] = number(band.high / unit);
}

Json row_json(const BitFlipRow& row) {
  const InferenceAnswer& a = row.answer;
  const double per_day = 1 / 1_day;
  Json json = {{"format", row.format}, {"ecc", row.correction}};
  json["flips_per_day"] = a.upsets.flips / per_day;
  json["check_bit_flips_per_day"] = a.upsets.check_flips / per_day;
  put_band(json, "fatal_flips_per_day", a.fatal_flips, per_day);
  put_band(json, "mean_time_to_fatal_h", a.mean_time_to_fatal, 1_h);
  json["uncorrected_words_per_day"] = a.upsets.uncorrected_words() / per_day;
  json["detected_words_per_day"] = a.upsets.detected_words / per_day;
  json["silent_words_per_day"] = a.upsets.silent_words / per_day;
  json["cluster_floor_words_per_day"] = a.upsets.floor_words / per_day;
  json["silent_flips_per_day"] = a.upsets.silent_flips / per_day;
  put_band(json, "fatal_per_flip", a.fatal_per_flip, 1);
  json["fatal_to_all_tokens_per_day"] = a.fatal_to_all / per_day;
  json["tokens_touched"] = a.tokens_touched;
  json["bit_error_rate_at_end"] = a.bit_error_rate;
  json["noise_to_signal_at_end"] = a.noise_to_signal;
  put_band(json, "loss_rise_nat", a.loss_rise, 1);
  json["measured_at_this_scale"] = a.measured_at_this_scale;
  json["memory_overhead"] = row.memory_overhead;
  json["unavailability"] = row.unavailability;
  json["spare_capacity"] = row.spare_capacity;
  if (row.extra_mass) json["extra_mass_kg_per_kW"] = *row.extra_mass * 1e3;
  json["note"] = a.note;
  return json;
}

Json training_json(const BitFlipsAsked& ask, const BitFlipRow& row) {
  // Master weights and moments are fp32 whatever the format that is served.
  const FlipTable states = enumerate_flips(weight_format("fp32"), {.sigma = ask.sigma}, {.beyond = 10});
  const double bits = ask.parameters * bits_per_weight(weight_format(row.format));
  const TrainingQuestion question{
      .parameters = ask.parameters,
      .fatal_per_flip = (states.random.nan + states.random.infinite + states.random.beyond) *
                        small_model_evidence().ruin.mid,
      .silent_flips_per_bit = row.answer.upsets.silent_flips / bits,
      .detected_words = row.answer.upsets.detected_words / bits * ask.parameters * 128,
      .accelerators = ask.accelerators,
      .checkpoint_time = ask.checkpoint_min * 1_min,
      .restart_time = ask.reload_min * 1_min};
  Json json = {{"bits_per_parameter", question.bits_per_parameter}};
  try {
    const TrainingAnswer answer = answer_training(question);
    json["rollbacks_per_day"] = answer.rollbacks * 1_day;
    json["checkpoint_interval_young_s"] = number(answer.interval_young);
    json["checkpoint_interval_daly_s"] = number(answer.interval_daly);
    json["lost_share"] = answer.lost_share;
  } catch (const ModelError& error) {
    json["no_answer"] = error.what();
  }
  return json;
}

BitFlipQuestion question_of(const BitFlipsAsked& ask) {
  BitFlipQuestion question{
      .network = {.parameters = ask.parameters,
                  .weights = {.sigma = ask.sigma},
                  .largest = ask.largest,
                  .expert_share = ask.expert_share,
                  .experts = ask.experts,
                  .experts_per_token = ask.experts_per_token,
                  .embedding_share = ask.embedding_share},
      .scrubbing = {.patrol = ask.scrub_h * 1_h,
                    .demand = ask.read_interval_s,
                    .writes_back = ask.write_back},
      .clusters = {.interleaving = ask.interleaving},
      .exposure = ask.exposure_days * 1_day,
      .recovery = {.detection = ask.detection_h * 1_h, .reload = ask.reload_min * 1_min}};
  if (!ask.clusters.empty()) question.clusters.sizes = ask.clusters;
  if (!ask.format.empty()) question.formats = {weight_format(ask.format).name};
  if (!ask.ecc.empty()) question.corrections = {memory_code(ask.ecc).name};
  return question;
}

std::string table_text(const std::vector<BitFlipRow>& rows) {
  std::string text =
      fmt::format("{:<12}{:<12}{:>12}{:>12}{:>14}{:>14}{:>12}{:>12}{:>10}\n", "format", "correction",
                  "flips/day", "fatal/day", "to fatal h", "uncorr./day", "silent/day", "loss nat", "spare");
  for (const BitFlipRow& row : rows) {
    const InferenceAnswer& a = row.answer;
    text += fmt::format("{:<12}{:<12}{:>12.4g}{:>12.4g}{:>14.4g}{:>14.4g}{:>12.4g}{:>12.3g}{:>10.3g}\n",
                        row.format, row.correction, a.upsets.flips * 1_day, a.fatal_flips.mid * 1_day,
                        a.mean_time_to_fatal.mid / 1_h, a.upsets.uncorrected_words() * 1_day,
                        a.upsets.silent_words * 1_day, a.loss_rise.mid, row.spare_capacity);
  }
  return text;
}

void write_files(const BitFlipsAsked& ask, const std::vector<BitFlipRow>& rows, const Json& json,
                 const Provenance& provenance) {
  const std::string& folder = ask.output.folder;
  create_folder(folder);
  write_file_whole(folder + "/bitflips.json", json.dump(2) + "\n");
  std::string csv = provenance_comment(provenance, "# ");
  bool first = true;
  for (const BitFlipRow& row : rows) {
    const Json line = row_json(row);
    std::string head, values;
    for (const auto& [key, value] : line.items()) {
      if (key == "note") continue;
      head += (head.empty() ? "" : ",") + key;
      values += (values.empty() ? "" : ",") + (value.is_string() ? value.get<std::string>() : value.dump());
    }
    csv += (first ? head + "\n" : "") + values + "\n";
    first = false;
  }
  write_file_whole(folder + "/bitflips.csv", csv);
  BarPlot plot{.title = fmt::format("Fatal flips per day, {:.3g} parameters", ask.parameters),
               .x_label = "decades above 1e-12 fatal flips per day [-]"};
  // A bar for each order of magnitude; none where nothing is fatal, or less than 1e-12 per day.
  for (const BitFlipRow& row : rows)
    plot.bars.emplace_back(row.format + ", " + row.correction,
                           12 + std::log10(std::max(row.answer.fatal_flips.mid * 1_day, 1e-12)));
  plot_or_note(folder + "/fatal_flips.svg", plot, provenance);
  fmt::print(stderr, "wrote {}/: bitflips.csv, bitflips.json, fatal_flips.svg\n", folder);
}

Json orbit_json(const OrbitUpsets& upsets) {
  const auto per_day = [](double rate) { return rate * 1_day; };
  return {{"device", upsets.device},
          {"estimate", upsets.estimate},
          {"shield_kg_per_m2", upsets.areal_density},
          {"upsets_per_bit_day", per_day(upsets.shares.total())},
          {"heavy_ions_per_bit_day", per_day(upsets.shares.heavy_ions)},
          {"trapped_protons_per_bit_day", per_day(upsets.shares.trapped_protons)},
          {"solar_protons_per_bit_day", per_day(upsets.shares.solar_protons)},
          {"cosmic_ray_protons_per_bit_day", per_day(upsets.shares.cosmic_ray_protons)},
          {"worst_day_per_bit_day", per_day(upsets.shares.worst_day_protons)},
          {"flips_per_bit_day", per_day(upsets.flips_per_bit)},
          {"flips_per_bit_day_low", per_day(upsets.flips_per_bit * upsets.low)},
          {"flips_per_bit_day_high", per_day(upsets.flips_per_bit * upsets.high)},
          {"source", upsets.source}};
}

int run_bitflips(const BitFlipsAsked& ask) {
  BitFlipQuestion question = question_of(ask);
  Provenance provenance = bare_provenance();
  Json json = {{"parameters", ask.parameters}};
  if (!ask.spec.empty()) {
    const LoadedSpec loaded = load({.spec = ask.spec, .overrides = ask.overrides});
    provenance = loaded.provenance;
    const SatelliteDesign design = size_satellite(loaded.spec);
    const OrbitUpsets upsets = upsets_in_orbit(loaded.spec, design.shield.aluminium, ask.device);
    question.specific_mass = design.specific_mass;
    question.rate = upsets.flips_per_bit;
    if (ask.clusters.empty()) question.clusters.sizes = upsets.clusters.sizes;
    json["orbit"] = orbit_json(upsets);
    json["specific_mass_kg_per_kW"] = design.specific_mass * 1e3;
  }
  if (ask.rate_per_bit_day) {
    require(*ask.rate_per_bit_day >= 0 && std::isfinite(*ask.rate_per_bit_day), "--rate-per-bit-day",
            *ask.rate_per_bit_day, "must not be negative");
    question.rate = *ask.rate_per_bit_day / 1_day;
  } else if (ask.spec.empty()) {
    throw std::invalid_argument(
        "bitflips: give --rate-per-bit-day, or a spec (sunrack presets) for its orbit");
  }
  json["rate_per_bit_day"] = question.rate * 1_day;
  json["scrub_h"] = ask.scrub_h;
  const std::vector<BitFlipRow> rows = bit_flip_table(question);
  if (rows.size() == 1) {
    json.update(row_json(rows[0]));
    json["training"] = training_json(ask, rows[0]);
  } else {
    for (const BitFlipRow& row : rows) json["table"].push_back(row_json(row));
  }
  const InferenceQuestion bare{
      .network = question.network,
      .format = weight_format(question.formats.size() == 1 ? question.formats[0] : "bf16"),
      .code = memory_code("none"),
      .scrubbing = question.scrubbing,
      .clusters = question.clusters,
      .rate = question.rate,
      .exposure = question.exposure};
  for (const Protection& p : rank_protections(bare, {.recovery = question.recovery}))
    json["protections_cheapest_first"].push_back({{"name", p.name},
                                                  {"how", p.how},
                                                  {"memory", p.memory},
                                                  {"fatal_flips_per_day", p.fatal_flips * 1_day},
                                                  {"noise_to_signal_at_end", p.noise_to_signal},
                                                  {"unavailability", p.unavailability},
                                                  {"cost_share", p.cost}});
  json["provenance"] = {{"version", provenance.version}, {"revision", provenance.revision}};
  if (ask.output.json) {
    fmt::print("{}\n", json.dump(2));
  } else {
    std::string text = fmt::format("{:.4g} parameters, {:.4g} flips per bit and day, scrubbed every {:g} h\n",
                                   ask.parameters, question.rate * 1_day, ask.scrub_h) +
                       table_text(rows) + "\nprotection, cheapest first (cost as a share of the machine)\n";
    for (const auto& p : json["protections_cheapest_first"])
      text += fmt::format("{:<12}{:>12.4g}  {:>10.4g} fatal/day  {}\n", p["name"].get<std::string>(),
                          p["cost_share"].get<double>(), p["fatal_flips_per_day"].get<double>(),
                          p["how"].get<std::string>());
    text += "\n" + rows[0].answer.note + "\n";
    say(ask.output, text);
  }
  if (!ask.output.folder.empty()) write_files(ask, rows, json, provenance);
  return 0;
}

}  // namespace

void add_bitflips(CLI::App& app, Runs& runs) {
  const auto ask = std::make_shared<BitFlipsAsked>();
  auto* command = app.add_subcommand("bitflips", "what upsets of memory do to a neural network of any size");
  command->add_option("spec", ask->spec, "preset or TOML file: its orbit and shield give the rate");
  command->add_option("--set", ask->overrides, "key=value of the spec")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("--device", ask->device, "of the memory catalogue, with a spec")->capture_default_str();
  command->add_option("--parameters", ask->parameters, "of the network")->capture_default_str();
  command->add_option("--format", ask->format, "of the weights; all compared if not given");
  command->add_option("--rate-per-bit-day", ask->rate_per_bit_day,
                      "flips per bit and day; in place of the orbit's");
  command->add_option("--ecc", ask->ecc, "none, parity, secded, on-die-sec, chipkill; all if not given");
  command->add_option("--scrub-h", ask->scrub_h, "hours between passes of the patrol; 0 = none")
      ->capture_default_str();
  command
      ->add_option("--read-interval-s", ask->read_interval_s,
                   "seconds between reads of a word; with --write-back")
      ->capture_default_str();
  command->add_flag("--write-back", ask->write_back, "what a read mended is written back");
  command->add_option("--clusters", ask->clusters, "share of events with 1, 2, 3 ... bits");
  command->add_option("--interleaving", ask->interleaving, "words that neighbouring bits belong to in turn")
      ->capture_default_str();
  command->add_option("--sigma", ask->sigma, "standard deviation of the weights")->capture_default_str();
  command->add_option("--largest-sigma", ask->largest, "largest weight over sigma, for scaled formats")
      ->capture_default_str();
  command->add_option("--exposure-days", ask->exposure_days, "until weights are loaded afresh")
      ->capture_default_str();
  command->add_option("--expert-share", ask->expert_share, "of the parameters, in experts")
      ->capture_default_str();
  command->add_option("--experts", ask->experts, "of a layer")->capture_default_str();
  command->add_option("--experts-per-token", ask->experts_per_token, "")->capture_default_str();
  command->add_option("--embedding-share", ask->embedding_share, "of the parameters")->capture_default_str();
  command->add_option("--detection-h", ask->detection_h, "from a fatal flip to its being noticed")
      ->capture_default_str();
  command->add_option("--reload-min", ask->reload_min, "to load the weights afresh")->capture_default_str();
  command->add_option("--checkpoint-min", ask->checkpoint_min, "training: to write one")
      ->capture_default_str();
  command->add_option("--accelerators", ask->accelerators, "training: chips with logic errors of their own")
      ->capture_default_str();
  command->add_flag("--json", ask->output.json, "JSON on standard output, units in the key names");
  command->add_option("--out", ask->output.folder, "folder for tables and plots");
  command->add_flag("--quiet", ask->output.quiet, "no tables");
  runs["bitflips"] = [ask] { return run_bitflips(*ask); };
}

}  // namespace sunrack::app
