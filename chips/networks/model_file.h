#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "chips/networks/dense_network.h"
#include "chips/networks/safetensors.h"
#include "chips/networks/transformer.h"

namespace sunrack {

/// A network with the task that it was trained for and how: the metadata of its file.
struct StoredModel {
  std::variant<DenseNetwork, Transformer> network;
  std::map<std::string, std::string> metadata;  ///< "task", "recipe", ...
};

/// @throws std::invalid_argument if tensors are missing, left over, of another shape or of a format that is
/// not F32, F16, BF16 or F64, or a number is not finite
StoredModel model_from(const SafetensorsFile& file);
SafetensorsFile file_of(const StoredModel& model, TensorFormat format);

/// The names of the models that the program carries.
std::vector<std::string> carried_models();

/// A file by its path, or a model that the program carries by its name ("digits", "language", "language-48",
/// "language-24", "arithmetic").
/// @throws std::invalid_argument if it is neither
StoredModel load_model(const std::string& path_or_name);

}  // namespace sunrack
