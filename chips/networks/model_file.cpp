#include "chips/networks/model_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <span>
#include <stdexcept>

#include "physics/embedded.h"
#include "physics/require.h"

namespace sunrack {

namespace embedded {
std::span<const EmbeddedBinary> network_models();
}

namespace {

const std::string& text_of(const SafetensorsFile& file, const std::string& key) {
  const auto found = file.metadata.find(key);
  if (found == file.metadata.end())
    throw std::invalid_argument("model file: its metadata do not say '" + key + "'");
  return found->second;
}

template <typename Number>
Number number_of(const SafetensorsFile& file, const std::string& key) {
  const std::string& text = text_of(file, key);
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::invalid_argument("model file: '" + key + "' in its metadata is no number that fits");
  return value;
}

/// Copies a tensor of exactly this shape.
void fill(const SafetensorsFile& file, const std::string& name, const std::vector<std::int64_t>& shape,
          std::span<float> target) {
  const FileTensor& tensor = tensor_named(file, name);
  if (tensor.shape != shape) throw std::invalid_argument("model file: tensor " + name + " has another shape");
  const std::vector<float> values = to_floats(tensor);
  if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }))
    throw std::invalid_argument("model file: tensor " + name + " holds what is no finite number");
  std::copy(values.begin(), values.end(), target.begin());
}

std::vector<std::int64_t> shape_of(const WeightTensor<float>& tensor) {
  const bool norm = tensor.kind == WeightKind::attention_norm ||
                    tensor.kind == WeightKind::feed_forward_norm || tensor.kind == WeightKind::final_norm;
  return norm ? std::vector<std::int64_t>{tensor.columns}
              : std::vector<std::int64_t>{tensor.rows, tensor.columns};
}

DenseNetwork dense_from(const SafetensorsFile& file) {
  if (file.tensors.empty() || file.tensors.size() % 2 != 0)
    throw std::invalid_argument("model file: a dense network has a weight and a bias per layer");
  DenseNetwork network;
  for (std::size_t layer = 0; layer < file.tensors.size() / 2; ++layer) {
    const std::string name = fmt::format("layers.{}.", layer);
    const FileTensor& weight = tensor_named(file, name + "weight");
    if (weight.shape.size() != 2) throw std::invalid_argument("model file: " + name + "weight is no matrix");
    // Both sizes are bounded by the bytes of the file only if neither is zero.
    if (weight.bytes.empty()) throw std::invalid_argument("model file: " + name + "weight is empty");
    DenseLayer here{.weight = Matrix(weight.shape[0], weight.shape[1]), .bias = Vector(weight.shape[0])};
    fill(file, name + "weight", weight.shape, {here.weight.data(), std::size_t(here.weight.size())});
    fill(file, name + "bias", {weight.shape[0]}, {here.bias.data(), std::size_t(here.bias.size())});
    network.layers.push_back(std::move(here));
  }
  require_consistent(network);
  return network;
}

TransformerShape transformer_shape(const SafetensorsFile& file) {
  const std::string& position = text_of(file, "position");
  if (position != "learned" && position != "rotary")
    throw std::invalid_argument("model file: position must be learned or rotary");
  const TransformerShape shape = {
      .vocabulary = number_of<int>(file, "vocabulary"),
      .width = number_of<int>(file, "width"),
      .blocks = number_of<int>(file, "blocks"),
      .heads = number_of<int>(file, "heads"),
      .hidden = number_of<int>(file, "hidden"),
      .context = number_of<int>(file, "context"),
      .position = position == "learned" ? PositionCode::learned : PositionCode::rotary,
      .rotary_base = number_of<float>(file, "rotary_base"),
      .norm_epsilon = number_of<float>(file, "norm_epsilon")};
  require_valid(shape);
  return shape;
}

Transformer transformer_from(const SafetensorsFile& file) {
  const TransformerShape shape = transformer_shape(file);
  // Before any memory is asked for: the shape must be that of the numbers which are really there.
  const std::int64_t width = shape.width,
                     per_block = 4 * width * width + 3 * width * shape.hidden + 2 * width,
                     position = shape.position == PositionCode::learned ? width * shape.context : 0,
                     needed = 2 * width * shape.vocabulary + position + shape.blocks * per_block + width;
  std::int64_t there = 0;
  for (const FileTensor& tensor : file.tensors)
    there += std::int64_t(tensor.bytes.size() / byte_size(tensor.format));
  if (needed != there)
    throw std::invalid_argument(
        fmt::format("model file: its shape needs {} weights, it holds {}", needed, there));
  Transformer model = zero_transformer(shape);
  for (const WeightTensor<float>& tensor : weight_tensors(model))
    fill(file, tensor.name, shape_of(tensor), tensor.values);
  return model;
}

void describe(const Transformer& model, std::map<std::string, std::string>& metadata) {
  const TransformerShape& shape = model.shape;
  metadata["network"] = "transformer";
  metadata["vocabulary"] = std::to_string(shape.vocabulary);
  metadata["width"] = std::to_string(shape.width);
  metadata["blocks"] = std::to_string(shape.blocks);
  metadata["heads"] = std::to_string(shape.heads);
  metadata["hidden"] = std::to_string(shape.hidden);
  metadata["context"] = std::to_string(shape.context);
  metadata["position"] = shape.position == PositionCode::learned ? "learned" : "rotary";
  metadata["rotary_base"] = fmt::format("{}", shape.rotary_base);
  metadata["norm_epsilon"] = fmt::format("{}", shape.norm_epsilon);
}

}  // namespace

StoredModel model_from(const SafetensorsFile& file) {
  const std::string& kind = text_of(file, "network");
  if (kind == "dense") return {.network = dense_from(file), .metadata = file.metadata};
  if (kind == "transformer") return {.network = transformer_from(file), .metadata = file.metadata};
  throw std::invalid_argument("model file: network must be dense or transformer");
}

SafetensorsFile file_of(const StoredModel& model, TensorFormat format) {
  SafetensorsFile file{.metadata = model.metadata};
  if (const auto* dense = std::get_if<DenseNetwork>(&model.network)) {
    file.metadata["network"] = "dense";
    for (std::size_t n = 0; n < dense->layers.size(); ++n) {
      const DenseLayer& layer = dense->layers[n];
      file.tensors.push_back(from_floats(fmt::format("layers.{}.weight", n),
                                         {layer.weight.rows(), layer.weight.cols()},
                                         {layer.weight.data(), std::size_t(layer.weight.size())}, format));
      file.tensors.push_back(from_floats(fmt::format("layers.{}.bias", n), {layer.bias.size()},
                                         {layer.bias.data(), std::size_t(layer.bias.size())}, format));
    }
    return file;
  }
  Transformer transformer = std::get<Transformer>(model.network);
  describe(transformer, file.metadata);
  for (const WeightTensor<float>& tensor : weight_tensors(transformer))
    file.tensors.push_back(from_floats(tensor.name, shape_of(tensor), tensor.values, format));
  return file;
}

std::vector<std::string> carried_models() {
  std::vector<std::string> names;
  for (const EmbeddedBinary& file : embedded::network_models())
    names.emplace_back(file.name.substr(0, file.name.rfind(".safetensors")));
  return names;
}

StoredModel load_model(const std::string& path_or_name) {
  for (const EmbeddedBinary& file : embedded::network_models())
    if (file.name == path_or_name + ".safetensors") return model_from(read_safetensors(file.bytes));
  std::error_code error;
  if (!std::filesystem::exists(path_or_name, error)) {
    std::string names;
    for (const std::string& name : carried_models()) names += (names.empty() ? "" : ", ") + name;
    throw std::invalid_argument(
        fmt::format("{}: no such file, and no model that the program carries ({})", path_or_name, names));
  }
  return model_from(read_safetensors_file(path_or_name));
}

}  // namespace sunrack
