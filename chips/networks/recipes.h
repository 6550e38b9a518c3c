#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "chips/networks/model_file.h"

namespace sunrack {

/// What to train and from what.
struct Recipe {
  std::string task = "digits";  ///< "digits", "language" or "arithmetic"
  std::uint64_t seed = 1;       ///< of the first weights and the order of the data
  long steps = 0;               ///< 0: as the stored models were trained
  int width = 0;                ///< of a transformer; 0: 96 for language, 48 for arithmetic
  std::string data;             ///< a file to learn from instead of the data of the task: images as
                                ///< read_labelled_images() takes them, or any text; "": the task's own
};

struct RecipeOptions {
  unsigned threads = 0;  ///< 0: all of the machine; does not change a bit of the weights
  /// Told each step, of how many, and its loss; the training stops when it returns false.
  std::function<bool(long step, long steps, double loss)> after_step;
};

/// How good a model is on data that it has not seen.
struct ModelScore {
  double loss = 0;      ///< [nat] per image, character or scored digit
  double accuracy = 0;  ///< share of images, characters or whole sums that are right
  long samples = 0;     ///< images, characters or sums
};

struct TrainedModel {
  StoredModel model;
  ModelScore score;  ///< of the weights as they are stored: in BF16 for transformers
  long steps = 0;
  bool finished = true;  ///< false if stopped before the last step
};

/// Trains a model from nothing. Its metadata say the task, the recipe and the score. Transformers come
/// rounded to BF16, classifiers in single precision.
/// @throws std::invalid_argument for an unknown task or data that do not fit; ModelError if the training
/// diverges
TrainedModel train(const Recipe& recipe, const RecipeOptions& options = {});

TensorFormat stored_format(const StoredModel& model);  ///< BF16 for transformers, F32 for classifiers

/// The score on the task's own test data: 2,000 images, 16,384 characters in pieces as long as the context,
/// 2,000 sums. For a model that was trained on somebody's data: on the last tenth of those, given here as
/// `data`.
ModelScore score(const StoredModel& model, const std::string& data = "");

}  // namespace sunrack
