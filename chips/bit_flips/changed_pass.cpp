#include "chips/bit_flips/changed_pass.h"

#include <algorithm>
#include <cmath>

namespace sunrack {
namespace {

const ForwardHook no_hook;

bool is_same(const Matrix& rows, const Matrix& all, Eigen::Index first) {
  const float* clean = all.data() + first * all.cols();
  return std::equal(rows.data(), rows.data() + rows.size(), clean);
}

/// weight * gain * output columns of a head: what the reader makes of that head's mixed values.
PackedMatrix through_norm(const Matrix& weight, const Vector& gain, const Matrix& output) {
  const Matrix product = (weight.array().rowwise() * gain.array()).matrix() * output;
  return PackedMatrix::transposed(product);
}

}  // namespace

CleanPass::CleanPass(const Transformer& network, std::span<const int> text, int sequence)
    : model(network),
      tokens(text.begin(), text.end()),
      length(sequence),
      clean(transformer_activations(network, text, sequence)),
      packed(pack(network)) {
  const TransformerShape& shape = model.shape;
  if (shape.position == PositionCode::rotary) table = rotary_table(shape, 0, length);
  const int width = shape.width / shape.heads;
  for (const TransformerBlock& block : model.blocks)
    for (int head = 0; head < shape.heads; ++head) {
      const Matrix output = block.attention_output.middleCols(Eigen::Index(head) * width, width);
      readers.push_back({.gate = through_norm(block.gate, block.feed_forward_norm, output),
                         .up = through_norm(block.up, block.feed_forward_norm, output),
                         .output = PackedMatrix::transposed(output)});
    }
}

const Matrix& CleanPass::entering(int block) const {
  return block < model.shape.blocks ? clean.blocks[std::size_t(block)].input : clean.output;
}

const CleanPass::HeadReaders& CleanPass::readers_of(int block, int head) const {
  return readers[std::size_t(block * model.shape.heads + head)];
}

BlockPass CleanPass::pass() const { return {model, table, &packed, no_hook}; }

void ChangedPass::set(const CleanPass& clean, const WeightChange& change) {
  using enum WeightKind;
  of_ = &clean;
  change_ = change;
  const TransformerShape& shape = of_->model.shape;
  is_middle_ =
      change.kind == query || change.kind == key || change.kind == value || change.kind == attention_output;
  if (change.kind == head || change.kind == query || change.kind == key) return;
  if (change.kind == gate || change.kind == up)
    row_ = of_->model.blocks[std::size_t(change.block)].down.col(change.row).transpose();
  else if (change.kind == value)
    row_ = of_->model.blocks[std::size_t(change.block)].attention_output.col(change.row).transpose();
  else
    row_ = Vector::Unit(shape.width, change.kind == embedding ? change.column : change.row);

  const auto read = [&](const Matrix& weight, const Vector& gain, Matrix& direction,
                        bool is_rotated = false) {
    const Vector gained = row_.array() * gain.array();
    direction = (gained * weight.transpose()).replicate(is_rotated ? of_->length : 1, 1);
    if (is_rotated) rotate(direction, shape, of_->table);
  };
  if (is_middle_) {
    const TransformerBlock& block = of_->model.blocks[std::size_t(change.block)];
    read(block.gate, block.feed_forward_norm, gate_direction_);
    read(block.up, block.feed_forward_norm, up_direction_);
  } else if (change.block + 1 < shape.blocks) {
    const TransformerBlock& block = of_->model.blocks[std::size_t(change.block + 1)];
    const bool is_rotary = shape.position == PositionCode::rotary;
    read(block.query, block.attention_norm, query_direction_, is_rotary);
    read(block.key, block.attention_norm, key_direction_, is_rotary);
    read(block.value, block.attention_norm, value_direction_);
  }
}

/// u of these rows; false if it is zero for all.
bool ChangedPass::set_column(Eigen::Index first, Eigen::Index rows) {
  using enum WeightKind;
  const auto [kind, block, i, j, change] = change_;
  if (kind == embedding) {
    column_.resize(rows);
    for (Eigen::Index row = 0; row < rows; ++row)
      column_[row] = of_->tokens[std::size_t(first + row)] == int(i) ? change : 0.0F;
    return (column_.array() != 0).any();
  }
  const BlockActivations& clean = of_->clean.blocks[std::size_t(block)];
  const auto part = [&](const Matrix& all, Eigen::Index column) {
    return all.block(first, column, rows, 1).transpose();
  };
  if (kind == down) {
    column_ = change * part(clean.gated, j);
  } else if (kind == attention_output) {
    column_ = change * part(clean.mixed, j);
  } else if (kind == value) {
    const Vector changed = change * part(clean.attention_normed, j);
    const int width = of_->model.shape.width / of_->model.shape.heads, head = int(i) / width;
    column_.resize(rows);
    for (Eigen::Index row = 0; row < rows; row += of_->length) {
      const Eigen::Index weights = (first + row) * of_->model.shape.heads + Eigen::Index(head) * of_->length;
      for (int t = 0; t < of_->length; ++t)
        column_[row + t] = clean.attention.row(weights + t).head(t + 1).dot(changed.segment(row, t + 1));
    }
  } else {  // gate or up
    own_ = part(clean.gate, i), other_ = part(clean.up, i);
    (kind == gate ? own_ : other_) += change * part(clean.feed_forward_normed, j);
    apply_gate(own_, other_, mixed_);
    column_ = mixed_ - part(clean.gated, i);
  }
  return true;
}

/// head_change_: what a changed query or key does to the mixed values of its head.
void ChangedPass::change_attention(Eigen::Index first, Eigen::Index rows) {
  const TransformerShape& shape = of_->model.shape;
  const BlockActivations& clean = of_->clean.blocks[std::size_t(change_.block)];
  const int width = shape.width / shape.heads, head = int(change_.row) / width, half = width / 2;
  const bool is_query = change_.kind == WeightKind::query;
  const Eigen::Index begin = Eigen::Index(head) * width, column = change_.row - begin;
  own_ = (is_query ? clean.query : clean.key).block(first, begin, rows, width);
  other_ = (is_query ? clean.key : clean.query).block(first, begin, rows, width);
  values_ = clean.value.block(first, begin, rows, width);
  const bool is_rotary = shape.position == PositionCode::rotary;
  for (Eigen::Index row = 0; row < rows; ++row) {
    const float hit = change_.change * clean.attention_normed(first + row, change_.column);
    if (!is_rotary) {
      own_(row, column) += hit;
      continue;
    }
    const Eigen::Index t = row % of_->length, pair = column % half;
    const float cosine = of_->table.cosine(t, pair), sine = of_->table.sine(t, pair);
    own_(row, pair) += column < half ? hit * cosine : -hit * sine;
    own_(row, pair + half) += column < half ? hit * sine : hit * cosine;
  }
  const TransformerShape one = {
      .vocabulary = 1, .width = width, .blocks = 1, .heads = 1, .context = of_->length};
  attend(one, is_query ? own_ : other_, is_query ? other_ : own_, values_, of_->length, attention_, mixed_);
  head_change_ = mixed_ - clean.mixed.block(first, begin, rows, width);
}

/// Scales of the norm of a changed stream; false where they are none that a change of rank one can use.
bool ChangedPass::find_norm(const Matrix& stream, const Vector& clean_scale, Eigen::Index first) {
  const auto width = float(stream.cols());
  scale_.resize(stream.rows());
  for (Eigen::Index row = 0; row < stream.rows(); ++row)
    scale_[row] = 1 / std::sqrt(stream.row(row).squaredNorm() / width + of_->model.shape.norm_epsilon);
  ratio_ = scale_.array() / clean_scale.segment(first, stream.rows()).array();
  // Zero if a square is beyond single precision, and then a number of the stream may be infinite.
  return (scale_.array() > 0).all();
}

/// What reads the norm: ratio * clean + weight * direction, row by row.
void ChangedPass::update(const Matrix& clean, const Matrix& direction, Eigen::Index first,
                         Matrix& result) const {
  const Eigen::Index rows = ratio_.size();
  result.resize(rows, clean.cols());
  for (Eigen::Index row = 0; row < rows; ++row)
    result.row(row) = ratio_[row] * clean.row(first + row) +
                      weight_[row] * direction.row(direction.rows() == 1 ? 0 : row % of_->length);
}

bool ChangedPass::run(Eigen::Index first, Eigen::Index rows, Matrix& logits) {
  using enum WeightKind;
  if (change_.kind == head) {
    logits = of_->clean.logits.middleRows(first, rows);
    logits.col(change_.row) += change_.change * of_->clean.final_normed.block(first, change_.column, rows, 1);
    return true;
  }
  if (change_.kind == query || change_.kind == key) {
    change_attention(first, rows);
    const auto& readers = of_->readers_of(change_.block, int(change_.row / head_change_.cols()));
    stream_ = of_->clean.blocks[std::size_t(change_.block)].middle.middleRows(first, rows);
    multiply_add(head_change_, readers.output, stream_);
    return run_after_middle(first, logits);
  }
  if (!set_column(first, rows)) return false;
  const Matrix& clean =
      is_middle_ ? of_->clean.blocks[std::size_t(change_.block)].middle : of_->entering(change_.block + 1);
  stream_ = clean.middleRows(first, rows);
  if (change_.kind == gate || change_.kind == up || change_.kind == value)
    stream_.noalias() += column_.transpose() * row_;
  else  // one column: zero times a change that is not finite is none
    stream_.col(change_.kind == embedding ? change_.column : change_.row) += column_.transpose();
  return is_middle_ ? run_after_middle(first, logits) : run_after_block(change_.block + 1, first, logits);
}

/// From stream_, which is what attention left of the block that is hit.
bool ChangedPass::run_after_middle(Eigen::Index first, Matrix& logits) {
  const BlockActivations& clean = of_->clean.blocks[std::size_t(change_.block)];
  if (is_same(stream_, clean.middle, first)) return false;
  std::swap(scratch_.middle, stream_);
  if (!find_norm(scratch_.middle, clean.feed_forward_scale, first)) {
    open_gate(of_->pass(), change_.block, scratch_);
  } else if (change_.kind == WeightKind::query || change_.kind == WeightKind::key) {
    const auto& readers = of_->readers_of(change_.block, int(change_.row / head_change_.cols()));
    head_change_.array().colwise() *= scale_.transpose().array();
    const auto change = [&](const Matrix& before, const PackedMatrix& reader, Matrix& after) {
      after = before.middleRows(first, ratio_.size()).array().colwise() * ratio_.transpose().array();
      multiply_add(head_change_, reader, after);
    };
    change(clean.gate, readers.gate, scratch_.gate);
    change(clean.up, readers.up, scratch_.up);
  } else {
    weight_ = scale_.array() * column_.array();
    update(clean.gate, gate_direction_, first, scratch_.gate);
    update(clean.up, up_direction_, first, scratch_.up);
  }
  close_gate(of_->pass(), change_.block, scratch_, stream_);
  return finish(change_.block + 1, first, logits);
}

/// From stream_, which differs by column_ * row_ and enters `block`.
bool ChangedPass::run_after_block(int block, Eigen::Index first, Matrix& logits) {
  if (is_same(stream_, of_->entering(block), first)) return false;
  if (block == of_->model.shape.blocks) return finish(block, first, logits);
  const BlockActivations& clean = of_->clean.blocks[std::size_t(block)];
  if (!find_norm(stream_, clean.attention_scale, first)) return finish(block, first, logits);
  std::swap(scratch_.input, stream_);
  weight_ = scale_.array() * column_.array();
  update(clean.query, query_direction_, first, scratch_.query);
  update(clean.key, key_direction_, first, scratch_.key);
  update(clean.value, value_direction_, first, scratch_.value);
  attend(of_->model.shape, scratch_.query, scratch_.key, scratch_.value, of_->length, scratch_.attention,
         scratch_.mixed);
  add_attention(of_->pass(), block, scratch_);
  open_gate(of_->pass(), block, scratch_);
  close_gate(of_->pass(), block, scratch_, stream_);
  return finish(block + 1, first, logits);
}

/// From stream_, which enters `block`, in full.
bool ChangedPass::finish(int block, Eigen::Index first, Matrix& logits) {
  const BlockPass pass = of_->pass();
  for (; block < of_->model.shape.blocks; ++block) {
    if (is_same(stream_, of_->entering(block), first)) return false;
    std::swap(scratch_.input, stream_);
    project(pass, block, scratch_);
    attend(of_->model.shape, scratch_.query, scratch_.key, scratch_.value, of_->length, scratch_.attention,
           scratch_.mixed);
    add_attention(pass, block, scratch_);
    open_gate(pass, block, scratch_);
    close_gate(pass, block, scratch_, stream_);
  }
  if (is_same(stream_, of_->entering(block), first)) return false;
  run_head(pass, stream_, scratch_.attention_normed, scratch_.attention_scale, logits);
  return true;
}

bool ChangedPass::run_from_middle(const CleanPass& clean, int block, Eigen::Index first, const Matrix& middle,
                                  Matrix& logits) {
  of_ = &clean;
  if (is_same(middle, of_->clean.blocks[std::size_t(block)].middle, first)) return false;
  scratch_.middle = middle;
  open_gate(of_->pass(), block, scratch_);
  close_gate(of_->pass(), block, scratch_, stream_);
  return finish(block + 1, first, logits);
}

}  // namespace sunrack
