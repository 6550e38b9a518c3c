#include "app/inject_subject.h"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

#include "chips/networks/arithmetic.h"
#include "chips/networks/language.h"
#include "chips/networks/model_file.h"
#include "physics/require.h"

namespace sunrack::app {

namespace {

std::string metadata_of(const StoredModel& model, const std::string& key) {
  const auto found = model.metadata.find(key);
  return found == model.metadata.end() ? "" : found->second;
}

std::string read_text(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::invalid_argument(path + ": cannot be read");
  return {std::istreambuf_iterator<char>(stream), {}};
}

ImageSubject image_subject(const DenseNetwork& network, const std::string& data, int count) {
  LabelledImages all = data.empty() ? digit_images(digits_test_seed, count) : read_labelled_images(data);
  require(all.images.rows() >= count, "inject: images", double(all.images.rows()),
          "must be as many as --count asks for");
  all.images = all.images.topRows(count).eval();
  all.labels.resize(std::size_t(count));
  if (all.images.cols() != network.layers.front().weight.cols())
    throw std::invalid_argument("inject: the images do not fit the model");
  return {network, all};
}

TextSubject text_subject(const StoredModel& stored, const std::string& data, int count) {
  const auto& model = std::get<Transformer>(stored.network);
  const std::string task = metadata_of(stored, "task"), alphabet = metadata_of(stored, "alphabet");
  if (task == "arithmetic" && data.empty()) {
    const int sums = count / arithmetic_length;
    require(sums > 0, "inject: count", count, "must hold a whole sequence");
    return {model, random_sums(arithmetic_test_seed, 0, sums, true)};
  }
  const int length = model.shape.context, pieces = count / length;
  require(pieces > 0, "inject: count", count, "must hold a whole sequence of the model's context");
  if (alphabet.empty())
    throw std::invalid_argument("inject: the metadata of the model must say its alphabet");
  if (data.empty()) {
    if (task != "language" || alphabet != language_alphabet())
      throw std::invalid_argument("inject: this model needs DATA, a text of its alphabet");
    return {model, language_test_sequences(pieces, length)};
  }
  return {model, text_sequences(read_text(data), alphabet, pieces, length)};
}

}  // namespace

std::variant<ImageSubject, TextSubject> read_subject(const std::string& model, const std::string& data,
                                                     int count) {
  require(count > 0, "inject: count", count, "must be positive");
  const StoredModel stored = load_model(model);
  if (const auto* network = std::get_if<DenseNetwork>(&stored.network))
    return image_subject(*network, data, count);
  return text_subject(stored, data, count);
}

}  // namespace sunrack::app
