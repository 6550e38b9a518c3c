#include "chips/networks/transformer.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "physics/numerics/sampling.h"
#include "physics/require.h"

namespace sunrack {

namespace {

/// Hands every tensor to `visit(name, kind, block, tensor)` in the order of computation.
template <typename Model, typename Visit>
void for_each_tensor(Model& model, Visit visit) {
  using enum WeightKind;
  visit("embedding", embedding, -1, model.embedding);
  if (model.shape.position == PositionCode::learned) visit("position", position, -1, model.position);
  for (std::size_t b = 0; b < model.blocks.size(); ++b) {
    auto& block = model.blocks[b];
    const auto part = [&](WeightKind kind, auto& tensor) {
      visit(fmt::format("blocks.{}.{}", b, name_of(kind)), kind, int(b), tensor);
    };
    part(attention_norm, block.attention_norm);
    part(query, block.query);
    part(key, block.key);
    part(value, block.value);
    part(attention_output, block.attention_output);
    part(feed_forward_norm, block.feed_forward_norm);
    part(gate, block.gate);
    part(up, block.up);
    part(down, block.down);
  }
  visit("final_norm", final_norm, -1, model.final_norm);
  visit("head", head, -1, model.head);
}

template <typename Number, typename Model>
std::vector<WeightTensor<Number>> list_tensors(Model& model) {
  std::vector<WeightTensor<Number>> list;
  for_each_tensor(model, [&](std::string name, WeightKind kind, int block, auto& tensor) {
    list.push_back({.name = std::move(name),
                    .kind = kind,
                    .block = block,
                    .rows = tensor.rows(),
                    .columns = tensor.cols(),
                    .values = {tensor.data(), std::size_t(tensor.size())}});
  });
  return list;
}

bool is_norm(WeightKind kind) {
  return kind == WeightKind::attention_norm || kind == WeightKind::feed_forward_norm ||
         kind == WeightKind::final_norm;
}

}  // namespace

std::string_view name_of(WeightKind kind) {
  static constexpr std::string_view names[] = {"embedding",
                                               "position",
                                               "attention_norm",
                                               "query",
                                               "key",
                                               "value",
                                               "attention_output",
                                               "feed_forward_norm",
                                               "gate",
                                               "up",
                                               "down",
                                               "final_norm",
                                               "head"};
  return names[std::size_t(kind)];
}

std::vector<WeightTensor<float>> weight_tensors(Transformer& model) { return list_tensors<float>(model); }

std::vector<WeightTensor<const float>> weight_tensors(const Transformer& model) {
  return list_tensors<const float>(model);
}

std::int64_t parameter_count(const Transformer& model) {
  std::int64_t count = 0;
  for (const auto& tensor : weight_tensors(model)) count += std::int64_t(tensor.values.size());
  return count;
}

void require_valid(const TransformerShape& shape) {
  // The bounds keep a hostile file from asking for more memory than the machine has.
  const auto size = [](const char* name, int value, int largest) {
    require(value > 0 && value <= largest, name, value, fmt::format("must be 1 to {}", largest).c_str());
  };
  size("transformer: vocabulary", shape.vocabulary, 1 << 20);
  size("transformer: width", shape.width, 1 << 16);
  size("transformer: blocks", shape.blocks, 1 << 10);
  size("transformer: heads", shape.heads, 1 << 10);
  size("transformer: hidden", shape.hidden, 1 << 18);
  size("transformer: context", shape.context, 1 << 20);
  require(shape.width % shape.heads == 0, "transformer: heads", shape.heads, "must divide the width");
  if (shape.position == PositionCode::rotary)
    require(shape.width / shape.heads % 2 == 0, "transformer: width of a head", shape.width / shape.heads,
            "must be even for rotary positions");
  require(std::isfinite(shape.rotary_base) && shape.rotary_base > 1, "transformer: rotary_base",
          double(shape.rotary_base), "must be larger than one");
  require(std::isfinite(shape.norm_epsilon) && shape.norm_epsilon > 0, "transformer: norm_epsilon",
          double(shape.norm_epsilon), "must be positive");
}

void require_consistent(const Transformer& model) {
  const TransformerShape& shape = model.shape;
  require_valid(shape);
  require(model.blocks.size() == std::size_t(shape.blocks), "transformer: blocks",
          double(model.blocks.size()), "must be as many as the shape says");
  for_each_tensor(model, [&](const std::string& name, WeightKind kind, int, const auto& tensor) {
    const bool wide = kind == WeightKind::gate || kind == WeightKind::up;
    const bool per_token = kind == WeightKind::embedding || kind == WeightKind::head;
    const Eigen::Index rows = is_norm(kind)                  ? 1
                              : per_token                    ? shape.vocabulary
                              : kind == WeightKind::position ? shape.context
                              : wide                         ? shape.hidden
                                                             : shape.width;
    const Eigen::Index columns = kind == WeightKind::down ? shape.hidden : shape.width;
    if (tensor.rows() != rows || tensor.cols() != columns)
      throw std::invalid_argument(fmt::format("transformer: {} is {} x {}, must be {} x {}", name,
                                              tensor.rows(), tensor.cols(), rows, columns));
  });
}

Transformer zero_transformer(const TransformerShape& shape) {
  require_valid(shape);
  const Eigen::Index width = shape.width, hidden = shape.hidden;
  const TransformerBlock block = {.attention_norm = Vector::Zero(width),
                                  .query = Matrix::Zero(width, width),
                                  .key = Matrix::Zero(width, width),
                                  .value = Matrix::Zero(width, width),
                                  .attention_output = Matrix::Zero(width, width),
                                  .feed_forward_norm = Vector::Zero(width),
                                  .gate = Matrix::Zero(hidden, width),
                                  .up = Matrix::Zero(hidden, width),
                                  .down = Matrix::Zero(width, hidden)};
  Transformer model = {.shape = shape,
                       .embedding = Matrix::Zero(shape.vocabulary, width),
                       .blocks = std::vector<TransformerBlock>(std::size_t(shape.blocks), block),
                       .final_norm = Vector::Zero(width),
                       .head = Matrix::Zero(shape.vocabulary, width)};
  if (shape.position == PositionCode::learned) model.position = Matrix::Zero(shape.context, width);
  return model;
}

Transformer random_transformer(const TransformerShape& shape, std::uint64_t seed) {
  Transformer model = zero_transformer(shape);
  std::uint64_t index = 0;
  for (const WeightTensor<float>& tensor : weight_tensors(model)) {
    RandomStream random(seed, index++);
    const bool into_stream = tensor.kind == WeightKind::attention_output || tensor.kind == WeightKind::down;
    const bool looked_up = tensor.kind == WeightKind::embedding || tensor.kind == WeightKind::position;
    const double deviation = looked_up ? 0.1
                                       : 1 / std::sqrt(double(tensor.columns)) /
                                             (into_stream ? std::sqrt(2.0 * shape.blocks) : 1.0);
    for (float& weight : tensor.values)
      weight = is_norm(tensor.kind) ? 1.0F : float(deviation * random.normal());
  }
  return model;
}

}  // namespace sunrack
