#include "chips/bit_flips/transformer_faults.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>
#include <stdexcept>

#include "physics/require.h"

namespace sunrack {
namespace {

bool is_norm(WeightKind kind) {
  return kind == WeightKind::attention_norm || kind == WeightKind::feed_forward_norm ||
         kind == WeightKind::final_norm;
}

bool is_selected(const FaultSelection& selection, const WeightTensor<const float>& tensor) {
  const auto& kinds = selection.kinds;
  return (kinds.empty() || std::find(kinds.begin(), kinds.end(), tensor.kind) != kinds.end()) &&
         (!selection.block || *selection.block == tensor.block);
}

/// Rounds the model in place; norms only in formats without scales.
std::vector<StoredTensor> round_to(Transformer& model, const WeightFormat& format) {
  std::vector<StoredTensor> stored;
  for (const WeightTensor<float>& tensor : weight_tensors(model)) {
    if (is_norm(tensor.kind) && format.scaling != Scaling::none) {
      stored.emplace_back();
      continue;
    }
    stored.push_back(store(tensor.values, std::size_t(tensor.rows), std::size_t(tensor.columns), format));
    load(stored.back(), tensor.values);
  }
  return stored;
}

std::vector<StoredTensor> all_one(std::vector<StoredTensor> stored) {
  for (StoredTensor& tensor : stored)
    if (!tensor.codes.empty())
      std::fill(tensor.codes.begin(), tensor.codes.end(), encode(tensor.format.element, 1.0));
  return stored;
}

std::vector<std::size_t> choose(const std::vector<WeightTensor<const float>>& tensors,
                                const std::vector<StoredTensor>& stored, const FaultSelection& selection) {
  std::vector<std::size_t> chosen;
  for (std::size_t n = 0; n < tensors.size(); ++n)
    if (!stored[n].codes.empty() && is_selected(selection, tensors[n])) {
      for (const int column : selection.columns)
        require(column >= 0 && column < tensors[n].columns, "TransformerFaults: column", column,
                "must be one of every weight selected");
      chosen.push_back(n);
    }
  return chosen;
}

FaultSpace weight_space(const std::vector<WeightTensor<const float>>& tensors,
                        const std::vector<StoredTensor>& stored, const std::vector<std::size_t>& chosen,
                        const FaultSelection& selection) {
  std::vector<FaultTensor> list;
  for (const std::size_t n : chosen) {
    const std::size_t columns =
        selection.columns.empty() ? std::size_t(tensors[n].columns) : selection.columns.size();
    list.push_back({.name = tensors[n].name,
                    .elements = std::size_t(tensors[n].rows) * columns,
                    .bits = bits_of(stored[n].format.element)});
  }
  return FaultSpace(std::move(list));
}

/// A number as it is read back from `format` after a flip.
float flipped_number(float value, std::uint32_t mask, NumberFormat format) {
  return float(decode(format, encode(format, double(value)) ^ mask));
}

}  // namespace

struct TransformerFaults::Tally {
  double losses = 0;        // of the rows counted so far
  double clean_losses = 0;  // of the same rows
  std::int64_t correct = 0, clean_correct = 0;
  std::uint64_t changed = 0;
  bool finite = true;
};

TransformerFaults::TransformerFaults(const Transformer& model, const WeightFormat& format, FaultText text,
                                     const Options& options)
    : model_(model),
      format_(format),
      text_(std::move(text)),
      options_(options),
      stored_(round_to(model_, format)),
      units_(all_one(stored_)),
      chosen_(choose(weight_tensors(std::as_const(model_)), stored_, options.selection)),
      weights_(weight_space(weight_tensors(std::as_const(model_)), stored_, chosen_, options.selection)),
      pass_(model_, text_.tokens, text_.length) {
  tensors_ = weight_tensors(std::as_const(model_));
  require(text_.targets.size() == text_.tokens.size(), "TransformerFaults: targets",
          double(text_.targets.size()), "must be one per token");
  require(options.sequences_per_group > 0, "TransformerFaults: sequences per group",
          options.sequences_per_group, "must be positive");
  if (!pass_.clean.logits.allFinite())
    throw std::invalid_argument("TransformerFaults: the scores are not finite without a fault");
  clean_losses_ = token_losses(pass_.clean.logits, text_.targets);
  for (std::size_t n = 0; n < clean_losses_.size(); ++n) {
    Eigen::Index answer = 0;
    pass_.clean.logits.row(Eigen::Index(n)).maxCoeff(&answer);
    clean_answers_.push_back(int(answer));
    clean_correct_.push_back(answer == text_.targets[n]);
    if (text_.targets[n] < 0) continue;
    ++counted_;
    clean_loss_ += clean_losses_[n];
    clean_accuracy_ += clean_correct_.back();
  }
  require(counted_ > 0, "TransformerFaults: targets that count", 0, "must be one or more");
  clean_loss_ /= double(counted_), clean_accuracy_ /= double(counted_);
}

std::pair<std::size_t, std::size_t> TransformerFaults::place(const FaultSite& site) const {
  require(site.tensor < chosen_.size(), "TransformerFaults: tensor", double(site.tensor),
          "must be one of the list");
  require(site.element < weights_.tensors()[site.tensor].elements, "TransformerFaults: element",
          double(site.element), "is not there");
  const std::size_t tensor = chosen_[site.tensor];
  const std::vector<int>& columns = options_.selection.columns;
  if (columns.empty()) return {tensor, site.element};
  const std::size_t row = site.element / columns.size();
  return {tensor,
          row * std::size_t(tensors_[tensor].columns) + std::size_t(columns[site.element % columns.size()])};
}

double TransformerFaults::value(const FaultSite& site) const {
  const auto [tensor, element] = place(site);
  return double(tensors_[tensor].values[element]);
}

double TransformerFaults::faulty_value(const FaultSite& site) const {
  const auto [tensor, element] = place(site);
  const StoredTensor& stored = stored_[tensor];
  const double after = decode(stored.format.element, stored.codes[element] ^ site.mask);
  return double(float(after * stored_value(units_[tensor], element)));
}

void TransformerFaults::faulty_values(const FaultSite& site, std::span<float> by_bit) const {
  const auto [tensor, element] = place(site);
  const StoredTensor& stored = stored_[tensor];
  const NumberFormat format = stored.format.element;
  const std::uint32_t code = stored.codes[element];
  const auto bits = std::min(by_bit.size(), std::size_t(bits_of(format)));
  const double scale = stored_value(units_[tensor], element);
  // A table where there is one, and the bits of an fp32 themselves: the screen is made of this loop.
  const double* table = bits_of(format) <= 16 ? decode_table(format).data() : nullptr;
  for (std::size_t bit = 0; bit < bits; ++bit) {
    const std::uint32_t after = flipped(code, int(bit));
    by_bit[bit] = table ? float(scale * table[after]) : std::bit_cast<float>(after);
  }
}

void TransformerFaults::count(const Matrix& logits, Eigen::Index first, Tally& tally) const {
  for (Eigen::Index row = 0; row < logits.rows(); ++row) {
    const auto n = std::size_t(first + row);
    const auto scores = logits.row(row);
    const float top = scores.maxCoeff<Eigen::PropagateNaN>();
    const float least = scores.minCoeff<Eigen::PropagateNaN>();
    if (!std::isfinite(top) || !std::isfinite(least)) {
      tally.finite = false;
      return;
    }
    const auto target = Eigen::Index(text_.targets[n]);
    tally.changed += scores[clean_answers_[n]] < top;
    if (target < 0) continue;
    tally.losses +=
        std::log(double((scores.array() - top).exp().sum())) + (double(top) - double(scores[target]));
    tally.clean_losses += clean_losses_[n];
    tally.correct += scores[target] >= top;
    tally.clean_correct += clean_correct_[n];
  }
}

bool TransformerFaults::is_decided(const Tally& tally) const {
  if (!tally.finite) return true;
  return options_.exit_early &&
         tally.losses / double(counted_) - clean_loss_ >= options_.limits.collapse_loss * (1 + 1e-9);
}

FaultEffect TransformerFaults::effect_of(const Tally& tally) const {
  return {.loss_change = (tally.losses - tally.clean_losses) / double(counted_),
          .accuracy_change = double(tally.correct - tally.clean_correct) / double(counted_),
          .changed_answers = tally.changed,
          .finite = tally.finite};
}

/// Group by group: `logits` fills in the scores of some rows, or says that they stay as they are.
FaultEffect TransformerFaults::run_groups(
    const std::function<bool(Eigen::Index, Eigen::Index, Matrix&)>& logits) const {
  Tally tally;
  Matrix scores;
  const auto all = Eigen::Index(text_.tokens.size());
  const Eigen::Index step = Eigen::Index(options_.sequences_per_group) * text_.length;
  for (Eigen::Index first = 0; first < all; first += step) {
    if (!logits(first, std::min(step, all - first), scores)) continue;
    count(scores, first, tally);
    if (is_decided(tally)) break;
  }
  return effect_of(tally);
}

FaultEffect TransformerFaults::run_weight(const FaultSite& site) const {
  const auto [tensor, element] = place(site);
  const float before = tensors_[tensor].values[element], after = float(faulty_value(site));
  const WeightTensor<const float>& hit = tensors_[tensor];
  if (is_norm(hit.kind) || hit.kind == WeightKind::position) return run_cluster({&site, 1});
  if (after == before) return {};
  thread_local ChangedPass pass;
  pass.set(pass_, {.kind = hit.kind,
                   .block = hit.block,
                   .row = Eigen::Index(element) / hit.columns,
                   .column = Eigen::Index(element) % hit.columns,
                   .change = after - before});
  return run_groups(
      [&](Eigen::Index first, Eigen::Index rows, Matrix& logits) { return pass.run(first, rows, logits); });
}

FaultEffect TransformerFaults::run_cluster(std::span<const FaultSite> sites) const {
  Transformer copy = model_;  // a few per cent of a run
  PackedTransformer packed = pass_.packed;
  const std::vector<WeightTensor<float>> tensors = weight_tensors(copy);
  std::set<std::size_t> hit;
  int block = model_.shape.blocks;
  for (const FaultSite& site : sites) {
    const auto [tensor, element] = place(site);
    tensors[tensor].values[element] = float(faulty_value(site));
    const WeightKind kind = tensors[tensor].kind;
    hit.insert(tensor);
    if (kind == WeightKind::embedding || kind == WeightKind::position)
      block = -1;
    else if (tensors[tensor].block >= 0)
      block = std::min(block, tensors[tensor].block);
  }
  for (const std::size_t tensor : hit) repack(packed, tensors[tensor]);
  thread_local BlockActivations scratch;
  return run_groups([&](Eigen::Index first, Eigen::Index rows, Matrix& logits) {
    const std::span<const int> tokens(text_.tokens.data() + first, std::size_t(rows));
    Matrix stream;
    if (block < 0)
      stream = embed(copy, tokens, text_.length);
    else if (block < model_.shape.blocks)
      stream = pass_.clean.blocks[std::size_t(block)].input.middleRows(first, rows);
    else
      stream = pass_.clean.output.middleRows(first, rows);
    logits = transformer_forward_from(copy, std::max(block, 0), std::move(stream), text_.length,
                                      {.packed = &packed, .scratch = &scratch});
    return true;
  });
}

FaultEffect TransformerFaults::run_one_sequence(Eigen::Index row, const Matrix& logits) const {
  Tally tally;
  count(logits, row, tally);
  return effect_of(tally);
}

FaultSpace TransformerFaults::activations(NumberFormat format) const {
  std::vector<FaultTensor> list;
  for (const WeightTensor<const float>& tensor : tensors_) {
    if (tensor.kind == WeightKind::embedding || tensor.kind == WeightKind::position) continue;
    const std::int64_t width = is_norm(tensor.kind) ? tensor.columns : tensor.rows;
    list.push_back({tensor.name, std::uint64_t(width) * text_.tokens.size(), bits_of(format)});
  }
  return FaultSpace(std::move(list));
}

FaultEffect TransformerFaults::run_activation(const FaultSite& site, NumberFormat format) const {
  std::size_t n = site.tensor;  // of tensors_: embeddings come first and are no outputs of a layer
  for (std::size_t m = 0; m <= n && n < tensors_.size(); ++m)
    n += tensors_[m].kind == WeightKind::embedding || tensors_[m].kind == WeightKind::position;
  require(n < tensors_.size(), "run_activation: tensor", double(site.tensor), "must be one of the list");
  const WeightTensor<const float>& hit = tensors_[n];
  const std::int64_t width = is_norm(hit.kind) ? hit.columns : hit.rows;
  const auto token = Eigen::Index(site.element / std::uint64_t(width));
  const auto column = Eigen::Index(site.element % std::uint64_t(width));
  require(token < Eigen::Index(text_.tokens.size()), "run_activation: element", double(site.element),
          "is not there");
  const Eigen::Index first = token / text_.length * text_.length;
  const ForwardHook hook = [&](int block, WeightKind kind, const Matrix&, Matrix& output) {
    if (block != hit.block || kind != hit.kind) return;
    float& number = output(token - first, column);
    number = flipped_number(number, site.mask, format);
  };
  const int block = hit.block < 0 ? model_.shape.blocks : hit.block;
  const Matrix& entering =
      block < model_.shape.blocks ? pass_.clean.blocks[std::size_t(block)].input : pass_.clean.output;
  return run_one_sequence(
      first, transformer_forward_from(model_, block, entering.middleRows(first, text_.length), text_.length,
                                      {.hook = hook, .packed = &pass_.packed}));
}

FaultSpace TransformerFaults::key_value_cache(NumberFormat format) const {
  std::vector<FaultTensor> list;
  const std::uint64_t elements = text_.tokens.size() * std::size_t(model_.shape.width);
  for (int block = 0; block < model_.shape.blocks; ++block)
    for (const char* name : {"key", "value"})
      list.push_back({"blocks." + std::to_string(block) + "." + name, elements, bits_of(format)});
  return FaultSpace(std::move(list));
}

FaultEffect TransformerFaults::run_key_value(const FaultSite& site, NumberFormat format) const {
  const auto block = site.tensor / 2;
  require(block < pass_.clean.blocks.size(), "run_key_value: tensor", double(site.tensor),
          "must be one of the list");
  const auto width = std::uint64_t(model_.shape.width);
  const auto token = Eigen::Index(site.element / width), column = Eigen::Index(site.element % width);
  require(token < Eigen::Index(text_.tokens.size()), "run_key_value: element", double(site.element),
          "is not there");
  const bool is_key = site.tensor % 2 == 0;
  const BlockActivations& clean = pass_.clean.blocks[block];
  const Eigen::Index length = text_.length, first = token / length * length, t = token - first;
  if (t + 1 == length) return {};  // no later token reads it
  const int head_width = model_.shape.width / model_.shape.heads;
  const Eigen::Index head = column / head_width, start = head * head_width;
  Matrix keys = clean.key.block(first, start, length, head_width);
  Matrix values = clean.value.block(first, start, length, head_width);
  float& number = (is_key ? keys : values)(t, column - start);
  number = flipped_number(number, site.mask, format);
  Matrix middle = clean.middle.middleRows(first, length);
  const auto into = model_.blocks[block].attention_output.middleCols(start, head_width);
  for (Eigen::Index row = t + 1; row < length; ++row) {
    Vector weights =
        clean.query.row(first + row).segment(start, head_width) * keys.topRows(row + 1).transpose();
    weights =
        ((weights.array() - weights.maxCoeff<Eigen::PropagateNaN>()) / std::sqrt(float(head_width))).exp();
    weights /= weights.sum();
    const Vector mixed =
        weights * values.topRows(row + 1) - clean.mixed.row(first + row).segment(start, head_width);
    middle.row(row) += mixed * into.transpose();
  }
  thread_local ChangedPass pass;
  Matrix logits;
  if (!pass.run_from_middle(pass_, int(block), first, middle, logits)) return {};
  return run_one_sequence(first, logits);
}

Transformer with_outlier_channels(const Transformer& model, std::span<const int> channels, double factor) {
  require(factor > 0 && std::isfinite(factor), "with_outlier_channels: factor", factor, "must be positive");
  Transformer changed = model;
  for (const int channel : channels) {
    require(channel >= 0 && channel < model.shape.width, "with_outlier_channels: channel", channel,
            "must be one of the model's");
    for (TransformerBlock& block : changed.blocks) {
      block.attention_norm[channel] *= float(factor);
      block.feed_forward_norm[channel] *= float(factor);
      for (Matrix* reader : {&block.query, &block.key, &block.value, &block.gate, &block.up})
        reader->col(channel) /= float(factor);
    }
  }
  return changed;
}

}  // namespace sunrack
