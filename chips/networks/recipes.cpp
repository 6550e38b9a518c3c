#include "chips/networks/recipes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "chips/networks/arithmetic.h"
#include "chips/networks/digits.h"
#include "chips/networks/language.h"
#include "chips/networks/training.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr int training_images = 4000, test_images = 2000, test_pieces = 256, test_sums = 2000;
constexpr std::size_t training_characters = 8'000'000;

/// Data split into what is learnt from and what is only looked at afterwards: the last tenth.
struct SplitImages {
  LabelledImages learn, test;
};
SplitImages split_images(const std::string& data) {
  if (data.empty()) return {digit_images(1, training_images), digit_images(digits_test_seed, test_images)};
  const LabelledImages all = read_labelled_images(data);
  const Eigen::Index count = all.images.rows(), test = std::max<Eigen::Index>(1, count / 10);
  require(count >= 20, "train: images in the file", double(count), "must be 20 or more");
  return {.learn = {all.images.topRows(count - test), {all.labels.begin(), all.labels.end() - test}},
          .test = {all.images.bottomRows(test), {all.labels.end() - test, all.labels.end()}}};
}

struct SplitText {
  std::string learn, test;
};
SplitText split_text(const std::string& data) {
  if (data.empty())
    return {language_text(1, training_characters).text,
            language_text(language_test_seed, test_pieces * 64 + 1).text};
  std::ifstream stream(data, std::ios::binary);
  const std::string all((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream) throw std::invalid_argument(data + ": cannot be read");
  require(all.size() >= 10000, "train: characters in the file", double(all.size()), "must be 10000 or more");
  const std::size_t test = all.size() / 10;
  return {all.substr(0, all.size() - test), all.substr(all.size() - test)};
}

TrainingOptions with_report(TrainingOptions options, const Recipe& recipe, const RecipeOptions& told) {
  if (recipe.steps > 0) options.steps = recipe.steps;
  options.warm_up = std::min(options.warm_up, options.steps / 10);
  options.seed = recipe.seed;
  options.threads = told.threads;
  if (told.after_step)
    options.after_step = [&told, steps = options.steps](long step, double loss) {
      return told.after_step(step, steps, loss);
    };
  return options;
}

std::string recipe_text(const TrainingOptions& options, const std::string& data) {
  return fmt::format(
      "seed {}, {} steps of {}, AdamW {}/{}, decay {}, peak rate {}, warm-up {}, cosine to a tenth, "
      "gradients clipped to {}{}",
      options.seed, options.steps, options.batch, options.adam.first_decay, options.adam.second_decay,
      options.adam.weight_decay, options.learning_rate, options.warm_up, options.largest_gradient,
      data.empty() ? "" : ", other data");
}

TrainedModel finish(StoredModel model, const std::string& task, const TrainingOptions& options, long steps,
                    const std::string& data) {
  model.metadata["task"] = task;
  model.metadata["recipe"] = recipe_text(options, data);
  // Rounded as stored, then judged.
  TrainedModel trained{.model = model_from(file_of(model, stored_format(model))),
                       .steps = steps,
                       .finished = steps == options.steps};
  trained.score = score(trained.model, data);
  trained.model.metadata["test_loss"] = fmt::format("{:.4f}", trained.score.loss);
  trained.model.metadata["test_accuracy"] = fmt::format("{:.4f}", trained.score.accuracy);
  return trained;
}

TrainedModel train_digits(const Recipe& recipe, const RecipeOptions& told) {
  const SplitImages data = split_images(recipe.data);
  const int classes = std::max(10, 1 + *std::max_element(data.learn.labels.begin(), data.learn.labels.end()));
  const std::array widths = {int(data.learn.images.cols()), 128, 128, classes};
  DenseNetwork network = random_dense_network(widths, recipe.seed);
  const TrainingOptions options =
      with_report({.steps = 1500, .batch = 64, .learning_rate = 3e-3}, recipe, told);
  const long steps = train_dense(network, data.learn, options);
  return finish({.network = std::move(network), .metadata = {}}, "digits", options, steps, recipe.data);
}

TrainedModel train_language(const Recipe& recipe, const RecipeOptions& told) {
  const int width = recipe.width > 0 ? recipe.width : 96;
  const std::string text = split_text(recipe.data).learn;
  const std::string alphabet = recipe.data.empty() ? std::string(language_alphabet()) : alphabet_of(text);
  Transformer model = random_transformer(
      {.vocabulary = int(alphabet.size()), .width = width, .hidden = width * 13 / 6}, recipe.seed);
  const TrainingOptions options =
      with_report({.steps = 2400, .batch = 32, .learning_rate = 4e-3}, recipe, told);
  const BatchSource pieces =
      random_pieces(tokens_of(text, alphabet), model.shape.context, options.batch, recipe.seed);
  const long steps = train_transformer(model, pieces, options);
  return finish({.network = std::move(model), .metadata = {{"alphabet", alphabet}}}, "language", options,
                steps, recipe.data);
}

TrainedModel train_arithmetic(const Recipe& recipe, const RecipeOptions& told) {
  if (!recipe.data.empty()) throw std::invalid_argument("train: sums are made, not read from a file");
  const int width = recipe.width > 0 ? recipe.width : 48;
  Transformer model = random_transformer({.vocabulary = int(arithmetic_alphabet().size()),
                                          .width = width,
                                          .blocks = 2,
                                          .hidden = width * 13 / 6,
                                          .context = 16,
                                          .position = PositionCode::learned},
                                         recipe.seed);
  const TrainingOptions options =
      with_report({.steps = 3000, .batch = 128, .learning_rate = 3e-3}, recipe, told);
  const auto sums = [&](long step) {
    return random_sums(recipe.seed, std::uint64_t(step) * std::uint64_t(options.batch), options.batch, false);
  };
  const long steps = train_transformer(model, sums, options);
  return finish({.network = std::move(model), .metadata = {{"alphabet", std::string(arithmetic_alphabet())}}},
                "arithmetic", options, steps, "");
}

/// The share of single tokens that are the most likely ones.
double token_accuracy(const Matrix& logits, std::span<const int> targets) {
  return sequence_accuracy(logits, targets, 1);
}

}  // namespace

TrainedModel train(const Recipe& recipe, const RecipeOptions& options) {
  require(recipe.steps >= 0, "train: steps", double(recipe.steps), "must not be negative");
  require(recipe.width >= 0, "train: width", recipe.width, "must not be negative");
  if (recipe.task == "digits") return train_digits(recipe, options);
  if (recipe.task == "language") return train_language(recipe, options);
  if (recipe.task == "arithmetic") return train_arithmetic(recipe, options);
  throw std::invalid_argument("train: '" + recipe.task +
                              "' is no task; there are digits, language, arithmetic");
}

TensorFormat stored_format(const StoredModel& model) {
  return std::holds_alternative<Transformer>(model.network) ? TensorFormat::BF16 : TensorFormat::F32;
}

ModelScore score(const StoredModel& model, const std::string& data) {
  if (const auto* dense = std::get_if<DenseNetwork>(&model.network)) {
    const LabelledImages test = split_images(data).test;
    const Matrix scores = dense_forward(*dense, test.images);
    return {.loss = mean_cross_entropy(scores, test.labels),
            .accuracy = classification_accuracy(scores, test.labels),
            .samples = long(test.labels.size())};
  }
  const auto& transformer = std::get<Transformer>(model.network);
  const auto task = model.metadata.find("task"), alphabet = model.metadata.find("alphabet");
  if (task == model.metadata.end() || alphabet == model.metadata.end())
    throw std::invalid_argument("score: the metadata of the model must say its task and its alphabet");
  const bool sums = task->second == "arithmetic";
  TokenSequences test;
  if (sums) {
    test = random_sums(arithmetic_test_seed, 0, test_sums, true);
  } else {
    const std::string text = split_text(data).test;
    const int length = transformer.shape.context;
    const int pieces = int(std::min<std::size_t>(test_pieces, (text.size() - 1) / std::size_t(length)));
    test = text_sequences(text, alphabet->second, pieces, length);
  }
  const Matrix logits = transformer_forward(transformer, test.tokens, test.length);
  return {.loss = mean_token_loss(logits, test.targets),
          .accuracy = sums ? arithmetic_accuracy(logits, test) : token_accuracy(logits, test.targets),
          .samples = sums ? test_sums : long(test.targets.size())};
}

}  // namespace sunrack
