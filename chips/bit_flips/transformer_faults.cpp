#include "chips/bit_flips/transformer_faults.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

#include "chips/networks/transformer_parts.h"
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
      text_(std::move(text)),
      options_(options),
      stored_(round_to(model_, format)),
      units_(all_one(stored_)),
      chosen_(choose(weight_tensors(std::as_const(model_)), stored_, options.selection)),
      weights_(weight_space(weight_tensors(std::as_const(model_)), stored_, chosen_, options.selection)) {
  tensors_ = weight_tensors(std::as_const(model_));
  require(text_.targets.size() == text_.tokens.size(), "TransformerFaults: targets",
          double(text_.targets.size()), "must be one per token");
  require(options.sequences_per_group > 0, "TransformerFaults: sequences per group",
          options.sequences_per_group, "must be positive");
  clean_ = transformer_activations(model_, text_.tokens, text_.length);
  if (!clean_.logits.allFinite())
    throw std::invalid_argument("TransformerFaults: the scores are not finite without a fault");
  clean_losses_ = token_losses(clean_.logits, text_.targets);
  for (std::size_t n = 0; n < clean_losses_.size(); ++n) {
    Eigen::Index answer = 0;
    clean_.logits.row(Eigen::Index(n)).maxCoeff(&answer);
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

Matrix TransformerFaults::middle_after_hit(WeightKind kind, int block, Eigen::Index i, Eigen::Index j,
                                           float change, Eigen::Index first, Eigen::Index rows) const {
  const BlockActivations& clean = clean_.blocks[std::size_t(block)];
  const TransformerBlock& weights = model_.blocks[std::size_t(block)];
  const int length = text_.length, width = model_.shape.width / model_.shape.heads;
  Matrix middle = clean.middle.middleRows(first, rows);
  if (kind == WeightKind::attention_output) {
    middle.col(i) += change * clean.mixed.block(first, j, rows, 1);
    return middle;
  }
  const auto head = int(i) / width;
  const auto head_columns = Eigen::seqN(Eigen::Index(head) * width, width);
  const auto attention_rows = [&](Eigen::Index row) {
    return (first + row) * model_.shape.heads + Eigen::Index(head) * length;
  };
  if (kind == WeightKind::value) {
    Vector value_change = change * clean.attention_normed.block(first, j, rows, 1).transpose();
    Vector mixed_change(rows);
    for (Eigen::Index row = 0; row < rows; row += length)
      for (int t = 0; t < length; ++t)
        mixed_change[row + t] =
            clean.attention.row(attention_rows(row) + t).head(t + 1).dot(value_change.segment(row, t + 1));
    middle.noalias() += mixed_change.transpose() * weights.attention_output.col(i).transpose();
    return middle;
  }
  // Query or key: the attention of one head.
  const bool is_query = kind == WeightKind::query;
  Matrix hit = Matrix::Zero(rows, model_.shape.width);
  hit.col(i) = change * clean.attention_normed.block(first, j, rows, 1);
  if (model_.shape.position == PositionCode::rotary)
    rotate(hit, model_.shape, rotary_table(model_.shape, 0, length));
  hit += (is_query ? clean.query : clean.key).middleRows(first, rows);
  const TransformerShape one = {.vocabulary = 1, .width = width, .blocks = 1, .heads = 1, .context = length};
  const Matrix own = hit(Eigen::all, head_columns);
  const Matrix other = (is_query ? clean.key : clean.query).middleRows(first, rows)(Eigen::all, head_columns);
  const Matrix values = clean.value.middleRows(first, rows)(Eigen::all, head_columns);
  Matrix attention, mixed;
  attend(one, is_query ? own : other, is_query ? other : own, values, length, attention, mixed);
  mixed -= clean.mixed.middleRows(first, rows)(Eigen::all, head_columns);
  middle.noalias() += mixed * weights.attention_output(Eigen::all, head_columns).transpose();
  return middle;
}

Matrix TransformerFaults::run_feed_forward(int block, const Matrix& middle) const {
  const TransformerBlock& weights = model_.blocks[std::size_t(block)];
  thread_local Matrix normed, gate, up, gated;
  thread_local Vector scale;
  normalise(middle, model_.shape.norm_epsilon, normed, scale);
  normed.array().rowwise() *= weights.feed_forward_norm.array();
  gate.noalias() = normed * weights.gate.transpose();
  up.noalias() = normed * weights.up.transpose();
  apply_gate(gate, up, gated);
  Matrix stream = middle;
  stream.noalias() += gated * weights.down.transpose();
  return stream;
}

/// What leaves the block that is hit, for some whole sequences.
Matrix TransformerFaults::stream_after_hit(std::size_t tensor, std::size_t element, float change,
                                           Eigen::Index first, Eigen::Index rows) const {
  const WeightTensor<const float>& hit = tensors_[tensor];
  const auto b = std::size_t(hit.block);
  const Eigen::Index i = Eigen::Index(element) / hit.columns, j = Eigen::Index(element) % hit.columns;
  const BlockActivations& clean = clean_.blocks[b];
  const Matrix& leaving = b + 1 < clean_.blocks.size() ? clean_.blocks[b + 1].input : clean_.output;
  const auto part = [&](const Matrix& all, Eigen::Index column) { return all.block(first, column, rows, 1); };
  if (hit.kind == WeightKind::down) {
    Matrix stream = leaving.middleRows(first, rows);
    stream.col(i) += change * part(clean.gated, j);
    return stream;
  }
  if (hit.kind != WeightKind::gate && hit.kind != WeightKind::up)
    return run_feed_forward(hit.block, middle_after_hit(hit.kind, hit.block, i, j, change, first, rows));
  Matrix stream = leaving.middleRows(first, rows);
  Matrix gate = part(clean.gate, i), up = part(clean.up, i), gated;
  (hit.kind == WeightKind::gate ? gate : up) += change * part(clean.feed_forward_normed, j);
  apply_gate(gate, up, gated);
  gated -= part(clean.gated, i);
  stream.noalias() += gated * model_.blocks[b].down.col(i).transpose();
  return stream;
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
  const float change = after - before;
  const Eigen::Index i = Eigen::Index(element) / hit.columns, j = Eigen::Index(element) % hit.columns;
  thread_local BlockActivations scratch;
  return run_groups([&](Eigen::Index first, Eigen::Index rows, Matrix& logits) {
    if (hit.kind == WeightKind::head) {
      logits = clean_.logits.middleRows(first, rows);
      logits.col(i) += change * clean_.final_normed.block(first, j, rows, 1);
      return true;
    }
    Matrix stream;
    if (hit.kind == WeightKind::embedding) {
      const auto begin = text_.tokens.begin() + first, end = begin + rows;
      if (std::find(begin, end, int(i)) == end) return false;
      stream = clean_.blocks[0].input.middleRows(first, rows);
      for (Eigen::Index row = 0; row < rows; ++row)
        if (text_.tokens[std::size_t(first + row)] == int(i)) stream(row, j) += change;
    } else {
      stream = stream_after_hit(tensor, element, change, first, rows);
    }
    const int next = hit.kind == WeightKind::embedding ? 0 : hit.block + 1;
    logits = transformer_forward_from(model_, next, std::move(stream), text_.length, {.scratch = &scratch});
    return true;
  });
}

FaultEffect TransformerFaults::run_cluster(std::span<const FaultSite> sites) const {
  Transformer copy = model_;  // a few per cent of a run
  const std::vector<WeightTensor<float>> tensors = weight_tensors(copy);
  int block = model_.shape.blocks;
  for (const FaultSite& site : sites) {
    const auto [tensor, element] = place(site);
    tensors[tensor].values[element] = float(faulty_value(site));
    const WeightKind kind = tensors[tensor].kind;
    if (kind == WeightKind::embedding || kind == WeightKind::position)
      block = -1;
    else if (tensors[tensor].block >= 0)
      block = std::min(block, tensors[tensor].block);
  }
  thread_local BlockActivations scratch;
  return run_groups([&](Eigen::Index first, Eigen::Index rows, Matrix& logits) {
    const std::span<const int> tokens(text_.tokens.data() + first, std::size_t(rows));
    Matrix stream;
    if (block < 0)
      stream = embed(copy, tokens, text_.length);
    else if (block < model_.shape.blocks)
      stream = clean_.blocks[std::size_t(block)].input.middleRows(first, rows);
    else
      stream = clean_.output.middleRows(first, rows);
    logits = transformer_forward_from(copy, std::max(block, 0), std::move(stream), text_.length,
                                      {.scratch = &scratch});
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
      block < model_.shape.blocks ? clean_.blocks[std::size_t(block)].input : clean_.output;
  return run_one_sequence(
      first, transformer_forward_from(model_, block, entering.middleRows(first, text_.length), text_.length,
                                      {.hook = hook}));
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
  require(block < clean_.blocks.size(), "run_key_value: tensor", double(site.tensor),
          "must be one of the list");
  const auto width = std::uint64_t(model_.shape.width);
  const auto token = Eigen::Index(site.element / width), column = Eigen::Index(site.element % width);
  require(token < Eigen::Index(text_.tokens.size()), "run_key_value: element", double(site.element),
          "is not there");
  const bool is_key = site.tensor % 2 == 0;
  const BlockActivations& clean = clean_.blocks[block];
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
  return run_one_sequence(
      first,
      transformer_forward_from(model_, int(block) + 1, run_feed_forward(int(block), middle), text_.length));
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
