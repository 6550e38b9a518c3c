#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/context.h"
#include "app/inject_subject.h"
#include "chips/bit_flips/error_rate_sweep.h"
#include "chips/bit_flips/transformer_campaign.h"
#include "chips/bit_flips/vulnerability.h"
#include "physics/numerics/file_output.h"
#include "physics/numerics/interrupt.h"
#include "physics/numerics/progress.h"
#include "physics/require.h"
#include "satellite/plot.h"

namespace sunrack::app {

namespace {

using Json = nlohmann::ordered_json;

struct InjectQuestion {
  std::string model = "digits", data, format = "bf16", place = "weight";
  int count = 0;  // images or tokens; 0: 1,024
  double half_width = 0.01, confidence = 0.95, collapse_loss = OutcomeLimits{}.collapse_loss;
  std::uint64_t seed = 1, most = 1000000, trials = 200;
  std::vector<std::string> kinds;
  int block = -1;
  std::vector<int> columns, outlier_channels;
  double outlier_factor = 100;
  std::vector<double> rates;
  Cluster cluster;
  std::string cluster_kind = "adjacent";
  MemoryLayout layout;
  bool first_order = false;
  std::string checkpoint;
  OutputChoice output;
};

/// Tables as they are printed, written and drawn.
struct Answer {
  Json json;
  std::string csv;
  BarPlot plot;
  bool cancelled = false;
};

ClusterKind asked_cluster(const InjectQuestion& ask) {
  if (ask.cluster_kind == "adjacent") return ClusterKind::adjacent;
  if (ask.cluster_kind == "pin") return ClusterKind::pin;
  if (ask.cluster_kind == "word") return ClusterKind::word;
  throw std::invalid_argument("--cluster-kind: accepted are adjacent, pin and word");
}

FaultSelection asked_selection(const InjectQuestion& ask) {
  FaultSelection selection{.columns = ask.columns};
  if (ask.block >= 0) selection.block = ask.block;
  for (const std::string& name : ask.kinds) {
    bool found = false;
    for (int kind = 0; kind <= int(WeightKind::head); ++kind)
      if (name_of(WeightKind(kind)) == name) selection.kinds.push_back(WeightKind(kind)), found = true;
    if (!found) throw std::invalid_argument("--kind: there is no layer kind " + name);
  }
  return selection;
}

/// A line on standard error every two seconds.
auto progress_line(const InjectQuestion& ask) {
  const auto last = std::make_shared<std::chrono::steady_clock::time_point>(std::chrono::steady_clock::now());
  return [last, &ask](std::uint64_t trials, double half_width) {
    const auto now = std::chrono::steady_clock::now();
    if (ask.output.quiet || now - *last < std::chrono::seconds(2)) return;
    *last = now;
    fmt::print(stderr, "{} faults, half-width {:.4f} (asked {})\n", trials, half_width, ask.half_width);
  };
}

CampaignOptions campaign_options(const InjectQuestion& ask) {
  CampaignOptions options;
  options.seed = ask.seed, options.confidence = ask.confidence, options.half_width = ask.half_width;
  options.most_trials = ask.most, options.threads = ask.output.threads;
  options.limits.collapse_loss = ask.collapse_loss;
  options.checkpoint = ask.checkpoint;
  options.cancel = &interrupt_flag();
  options.progress = progress_line(ask);
  options.identity = fmt::format("{} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {}", ask.model, ask.data,
                                 ask.count, ask.format, ask.place, fmt::join(ask.kinds, "+"), ask.block,
                                 fmt::join(ask.columns, "+"), ask.cluster.size, ask.cluster_kind,
                                 ask.layout.word_bits, ask.layout.interleaving, ask.layout.burst_words,
                                 fmt::join(ask.outlier_channels, "+"), ask.outlier_factor, ask.first_order);
  return options;
}

/// All faults of each layer of a classifier, under "by_layer".
Json layers_json(const ExhaustiveCampaign& campaign) {
  Json layers = Json::array();
  for (std::size_t n = 0; n < campaign.layers.size(); ++n) {
    const LayerVulnerability& layer = campaign.layers[n];
    BitVulnerability sum;
    for (const BitVulnerability& bit : layer.by_bit) {
      sum.faults += bit.faults, sum.any += bit.any, sum.many += bit.many;
      sum.answers += bit.answers, sum.non_finite += bit.non_finite;
    }
    layers.push_back({{"layer", n},
                      {"inputs", layer.columns},
                      {"outputs", layer.rows},
                      {"faults", sum.faults},
                      {"changing_an_answer", sum.any},
                      {"changing_5_percent", sum.many},
                      {"answers_changed", sum.answers},
                      {"non_finite", sum.non_finite}});
  }
  return layers;
}

Answer exhaustive(const InjectQuestion& ask, const ImageSubject& subject) {
  if (ask.place != "weight" || ask.cluster.size != 1 || !ask.rates.empty())
    throw std::invalid_argument("inject: a classifier takes single faults in weights, all of them");
  if (!ask.kinds.empty() || ask.block >= 0 || !ask.columns.empty() || !ask.outlier_channels.empty() ||
      ask.first_order || !ask.checkpoint.empty())
    throw std::invalid_argument(
        "inject: of a classifier all faults are counted, by bit and by layer; --kind, --block, --columns, "
        "--outlier-channels, --first-order and --checkpoint are for decoders");
  const WeightFormat& format = weight_format(ask.format);
  const ExhaustiveCampaign campaign =
      exhaustive_campaign(subject.network, format, subject.data.images,
                          {.threads = ask.output.threads, .cancel = &interrupt_flag()});
  const DenseNetwork rounded = rounded_network(subject.network, format);
  Answer answer;
  const auto& total = campaign.total;
  const double faults = double(total.faults);
  answer.json = {
      {"model", ask.model},
      {"format", format.name},
      {"method", "exhaustive"},
      {"images", campaign.images},
      {"accuracy", classification_accuracy(dense_forward(rounded, subject.data.images), subject.data.labels)},
      {"faults", total.faults},
      {"share_changing_an_answer", double(total.any) / faults},
      {"share_changing_5_percent", double(total.many) / faults},
      {"answers_changed", total.answers},
      {"non_finite_faults", total.non_finite},
      {"by_layer", layers_json(campaign)},
      {"by_bit", Json::array()}};
  answer.csv = "bit,faults,changing_an_answer,changing_5_percent,answers_changed,non_finite\n";
  answer.plot = {.title = fmt::format("Flips that change an answer: {}, {}", ask.model, format.name),
                 .x_label = "share of all flips of this bit [-]"};
  for (int bit = int(campaign.by_bit.size()) - 1; bit >= 0; --bit) {
    const BitVulnerability& b = campaign.by_bit[std::size_t(bit)];
    answer.json["by_bit"].push_back({{"bit", bit},
                                     {"faults", b.faults},
                                     {"changing_an_answer", b.any},
                                     {"changing_5_percent", b.many},
                                     {"answers_changed", b.answers},
                                     {"non_finite", b.non_finite}});
    answer.csv += fmt::format("{},{},{},{},{},{}\n", bit, b.faults, b.any, b.many, b.answers, b.non_finite);
    answer.plot.bars.emplace_back(fmt::format("bit {}", bit), double(b.any) / double(b.faults));
  }
  return answer;
}

Json share_of(const StratifiedShare& share) {
  return {{"share", share.share}, {"low", share.interval.low}, {"high", share.interval.high}};
}

void add_strata(const CampaignResult& result, const std::vector<FirstOrderBit>& screen, double confidence,
                Answer& answer) {
  answer.csv =
      "stratum,population,faults,masked,bounded,collapse,non_finite,failing_low,failing_high,"
      "mean_loss_change_nat,first_order_correlation\n";
  for (std::size_t h = 0; h < result.strata.size(); ++h) {
    const StratumResult& s = result.strata[h];
    if (s.trials == 0) continue;
    const ShareInterval interval = clopper_pearson(s.failures(), s.trials, confidence);
    Json line = {{"stratum", s.name}, {"population", s.population}, {"faults", s.trials}};
    for (int outcome = 0; outcome < outcome_count; ++outcome)
      line[name_of(Outcome(outcome))] = s.outcomes[outcome];
    line["failing_low"] = interval.low, line["failing_high"] = interval.high;
    line["answers_changed"] = s.changed_answers;
    line["mean_loss_change_nat"] = s.mean_loss_change();
    if (!screen.empty()) {
      const ControlledMean mean = controlled_mean(s, screen[screen.size() - 1 - h]);
      line["first_order"] = {{"correlation", mean.correlation},
                             {"used", mean.used},
                             {"mean_loss_change_nat", mean.mean},
                             {"deviation_nat", mean.deviation},
                             {"plain_deviation_nat", mean.plain_deviation}};
    }
    answer.json["strata"].push_back(line);
    answer.csv += fmt::format("{},{},{},{},{},{},{},{:.6g},{:.6g},{:.6g},{:.4f}\n", s.name, s.population,
                              s.trials, s.outcomes[0], s.outcomes[1], s.outcomes[2], s.outcomes[3],
                              interval.low, interval.high, s.mean_loss_change(), s.first_order_correlation());
    answer.plot.bars.emplace_back(s.name, double(s.failures()) / double(s.trials));
    answer.plot.intervals.emplace_back(interval.low, interval.high);
  }
}

Answer sweep(const InjectQuestion& ask, const TransformerFaults& faults, Answer answer) {
  ErrorRateOptions options;
  options.trials = ask.trials, options.seed = ask.seed, options.confidence = ask.confidence;
  options.limits.collapse_loss = ask.collapse_loss, options.threads = ask.output.threads;
  options.cancel = &interrupt_flag();
  Progress progress("error rates", ask.rates.size() * ask.trials, {.quiet = ask.output.quiet});
  options.after_trial = [&] { progress.advance(); };
  answer.json["method"] = "error rate sweep";
  answer.csv = "rate_per_bit,trials,mean_flips,collapses,collapse_low,collapse_high,mean_loss_change_nat\n";
  for (const ErrorRatePoint& p : error_rate_sweep(faults, ask.rates, options)) {
    answer.json["rates"].push_back({{"rate_per_bit", p.rate},
                                    {"trials", p.trials},
                                    {"mean_flips", p.mean_flips},
                                    {"collapses", p.collapses},
                                    {"collapse_low", p.collapse.low},
                                    {"collapse_high", p.collapse.high},
                                    {"mean_loss_change_nat", p.mean_loss_change}});
    answer.csv += fmt::format("{:g},{},{:.4g},{},{:.6g},{:.6g},{:.6g}\n", p.rate, p.trials, p.mean_flips,
                              p.collapses, p.collapse.low, p.collapse.high, p.mean_loss_change);
    answer.plot.bars.emplace_back(fmt::format("{:g} / bit", p.rate), double(p.collapses) / double(p.trials));
    answer.plot.intervals.emplace_back(p.collapse.low, p.collapse.high);
  }
  return answer;
}

Transformer asked_model(const InjectQuestion& ask, const Transformer& model) {
  if (ask.outlier_channels.empty()) return model;
  return with_outlier_channels(model, ask.outlier_channels, ask.outlier_factor);
}

Answer sampled(const InjectQuestion& ask, const TextSubject& subject) {
  if (ask.block >= subject.model.shape.blocks)
    throw std::invalid_argument(fmt::format("--block = {}, must be below {}, the blocks of {}", ask.block,
                                            subject.model.shape.blocks, ask.model));
  TransformerFaultOptions fault_options;
  fault_options.selection = asked_selection(ask);
  fault_options.limits.collapse_loss = ask.collapse_loss;
  const TransformerFaults faults(asked_model(ask, subject.model), weight_format(ask.format),
                                 {subject.text.tokens, subject.text.targets, subject.text.length},
                                 fault_options);
  Answer answer;
  answer.json = {{"model", ask.model},
                 {"format", ask.format},
                 {"method", "sampled"},
                 {"place", ask.place},
                 {"tokens", subject.text.tokens.size()},
                 {"clean_loss_nat", faults.clean_loss()},
                 {"clean_accuracy", faults.clean_accuracy()}};
  answer.plot = {.title = fmt::format("Flips that collapse {}, {}", ask.model, ask.format),
                 .x_label = fmt::format("share, with {:g} % intervals [-]", 100 * ask.confidence)};
  if (!ask.rates.empty()) {
    if (ask.place != "weight" || ask.cluster.size != 1)
      throw std::invalid_argument("inject: --rates takes single flips in weights");
    if (ask.first_order || !ask.checkpoint.empty())
      throw std::invalid_argument("inject: --first-order and --checkpoint are not for --rates");
    return sweep(ask, faults, std::move(answer));
  }
  if (ask.first_order && (ask.place != "weight" || ask.cluster.size != 1))
    throw std::invalid_argument("inject: --first-order estimates single flips in weights");
  const CampaignOptions options = campaign_options(ask);
  CampaignResult result;
  std::vector<FirstOrderBit> screen;
  if (ask.cluster.size != 1) {
    if (ask.place != "weight") throw std::invalid_argument("inject: clusters are for weights");
    result = run_cluster_campaign(faults, {asked_cluster(ask), ask.cluster.size}, ask.layout, options);
  } else if (ask.place == "weight") {
    std::unique_ptr<FirstOrder> first_order;
    if (ask.first_order) {
      first_order = std::make_unique<FirstOrder>(faults);
      screen = first_order->screen(ask.output.threads);
    }
    result = run_weight_campaign(faults, options, first_order.get());
  } else if (ask.place == "activation") {
    result = run_activation_campaign(faults, weight_format(ask.format).element, options);
  } else if (ask.place == "key_value_cache") {
    result = run_key_value_campaign(faults, weight_format(ask.format).element, options);
  } else {
    throw std::invalid_argument("--place: accepted are weight, activation and key_value_cache");
  }
  answer.cancelled = result.cancelled;
  answer.json["faults"] = result.trials;
  answer.json["half_width_reached"] = result.reached;
  answer.json["failing"] = share_of(result.failures);
  answer.json["changing_an_answer"] = share_of(result.changing);
  add_strata(result, screen, ask.confidence, answer);
  return answer;
}

void write_answer(const InjectQuestion& ask, const Answer& answer) {
  Provenance provenance = bare_provenance();
  provenance.spec =
      fmt::format("inject {} --format {} --place {} --seed {}", ask.model, ask.format, ask.place, ask.seed);
  const std::string& folder = ask.output.folder;
  create_folder(folder);
  write_file_whole(folder + "/inject.csv", provenance_comment(provenance, "# ") + answer.csv);
  write_file_whole(folder + "/inject.json", answer.json.dump(2) + "\n");
  // A run that was interrupted at once has nothing to draw.
  const bool drawn =
      !answer.plot.bars.empty() && plot_or_note(folder + "/inject.svg", answer.plot, provenance);
  if (!ask.output.quiet)
    fmt::print(stderr, "wrote {}/: inject.csv, inject.json{}\n", folder, drawn ? ", inject.svg" : "");
}

int run_inject(InjectQuestion ask) {
  // Refused before the model is read, not after.
  weight_format(ask.format), asked_selection(ask), asked_cluster(ask);
  if (ask.count == 0) ask.count = 1024;
  auto subject = read_subject(ask.model, ask.data, ask.count);
  Answer answer;
  try {
    answer = std::holds_alternative<ImageSubject>(subject) ? exhaustive(ask, std::get<ImageSubject>(subject))
                                                           : sampled(ask, std::get<TextSubject>(subject));
  } catch (const ModelError&) {
    if (!interrupted()) throw;
    fmt::print(stderr, "sunrack: interrupted; nothing was written\n");
    return interrupted_exit_code;
  }
  if (ask.output.json)
    fmt::print("{}\n", answer.json.dump(2));
  else if (!ask.output.quiet) {
    for (const auto& [key, value] : answer.json.items())
      if (!value.is_array()) fmt::print("{:<28}{}\n", key, value.dump());
    fmt::print("\n{}", answer.csv);
  }
  if (!ask.output.folder.empty()) write_answer(ask, answer);
  if (!answer.cancelled) return 0;
  fmt::print(stderr, "sunrack: interrupted; {}\n",
             ask.checkpoint.empty() ? "without --checkpoint a new run begins at the start"
                                    : "the same command goes on from " + ask.checkpoint);
  return interrupted_exit_code;
}

}  // namespace

void add_inject(CLI::App& app, Runs& runs) {
  auto ask = std::make_shared<InjectQuestion>();
  auto* inject = app.add_subcommand("inject", "flip bits in a network and count what becomes of its answers");
  inject
      ->add_option("model", ask->model,
                   ".safetensors file, or digits, language, language-48, language-24, "
                   "arithmetic")
      ->required();
  inject->add_option("data", ask->data,
                     "images as lines of pixels 0 to 16 and a label, or a text [own tests]");
  inject->add_option("--format", ask->format, "fp32, bf16, fp16, fp8_e4m3, fp8_e5m2, mxfp4, nvfp4, int8, ...")
      ->capture_default_str();
  inject->add_option("--place", ask->place, "weight, activation or key_value_cache")->capture_default_str();
  inject->add_option("--count", ask->count, "images or tokens to judge by [1024]")
      ->check(CLI::PositiveNumber);
  inject->add_option("--half-width", ask->half_width, "of the interval of failing faults")
      ->capture_default_str();
  inject->add_option("--confidence", ask->confidence, "of all intervals")->capture_default_str();
  inject->add_option("--collapse-loss-nat", ask->collapse_loss, "growth of the loss that counts as collapse")
      ->capture_default_str();
  inject->add_option("--seed", ask->seed, "of the faults")->capture_default_str();
  inject->add_option("--most-faults", ask->most, "stop after so many")->capture_default_str();
  inject->add_option("--kind", ask->kinds, "layer kinds: query, gate, embedding, ... [all]")->delimiter(',');
  inject->add_option("--block", ask->block, "this block only");
  inject->add_option("--columns", ask->columns, "weights that read these channels only")->delimiter(',');
  inject
      ->add_option("--outlier-channels", ask->outlier_channels,
                   "give these channels large activations, as large models have them; the answers stay")
      ->delimiter(',');
  inject->add_option("--outlier-factor", ask->outlier_factor, "by which they are larger")
      ->capture_default_str();
  inject->add_option("--cluster", ask->cluster.size, "bits that flip together")->capture_default_str();
  inject->add_option("--cluster-kind", ask->cluster_kind, "adjacent, pin or word")->capture_default_str();
  inject->add_option("--word-bits", ask->layout.word_bits, "of the memory")->capture_default_str();
  inject->add_option("--interleaving", ask->layout.interleaving, "words along a row")->capture_default_str();
  inject
      ->add_option("--burst-words", ask->layout.burst_words,
                   "words that one burst carries over the same pins")
      ->capture_default_str();
  inject->add_option("--rates", ask->rates, "random flips at these bit error rates instead")->delimiter(',');
  inject->add_option("--trials", ask->trials, "per bit error rate")->capture_default_str();
  inject->add_flag("--first-order", ask->first_order, "estimates by the derivative, with their correlation");
  inject->add_option("--checkpoint", ask->checkpoint, "file to stop and go on with");
  inject->add_option("--threads", ask->output.threads, "0: all cores; results do not depend on it");
  inject->add_flag("--json", ask->output.json, "JSON on standard output, units in the key names");
  inject->add_option("--out", ask->output.folder, "folder for tables and the plot");
  inject->add_flag("--quiet", ask->output.quiet, "no tables, no progress");
  runs["inject"] = [ask] { return run_inject(*ask); };
}

}  // namespace sunrack::app
