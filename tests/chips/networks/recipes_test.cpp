#include "chips/networks/recipes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "chips/networks/language.h"

namespace sunrack {
namespace {

double stated(const StoredModel& model, const char* key) { return std::stod(model.metadata.at(key)); }

TEST(StoredModels, AreAsGoodAsTheirFilesSay) {
  const std::vector<std::string> names = carried_models();
  ASSERT_FALSE(names.empty());
  for (const std::string& name : names) {
    const StoredModel model = load_model(name);
    const ModelScore now = score(model);
    // Rounding differs between instruction sets: some images or characters in ten thousand may tip over.
    EXPECT_NEAR(now.loss, stated(model, "test_loss"), 2e-3) << name;
    EXPECT_NEAR(now.accuracy, stated(model, "test_accuracy"), 2e-3) << name;
  }
}

TEST(StoredModels, ReachTheBars) {
  EXPECT_GT(score(load_model("digits")).accuracy, 0.975);
  // The entropy is 0.674 nat per character; the pieces begin anywhere, which costs a reader about 0.05 more.
  EXPECT_LT(score(load_model("language")).loss, language_entropy() + 0.1);
}

TEST(StoredModels, LargerModelsKnowTheLanguageBetterAndNoneBeatsItsEntropy) {
  const double large = score(load_model("language")).loss, middle = score(load_model("language-48")).loss;
  EXPECT_GT(large, language_entropy());
  EXPECT_GT(middle, large);
}

TEST(Recipes, DigitsAreLearntFromNothing) {
  const TrainedModel trained = train({.task = "digits", .steps = 600});
  EXPECT_GT(trained.score.accuracy, 0.95);
  EXPECT_EQ(trained.steps, 600);
  EXPECT_TRUE(trained.finished);
}

TEST(Recipes, TheSameSeedGivesTheSameWeightsForAnyNumberOfThreads) {
  const auto bytes = [](unsigned threads, std::uint64_t seed) {
    const TrainedModel trained =
        train({.task = "arithmetic", .seed = seed, .steps = 6, .width = 16}, {.threads = threads});
    return write_safetensors(file_of(trained.model, TensorFormat::F32));
  };
  const auto one = bytes(1, 1);
  EXPECT_EQ(one, bytes(3, 1));
  EXPECT_NE(one, bytes(1, 2));
}

TEST(Recipes, TheLossOfALanguageModelGoesDownFromTheLogarithmOfItsAlphabet) {
  double first = 0, last = 0;
  train({.task = "language", .steps = 25, .width = 24},
        {.threads = 2, .after_step = [&](long step, long, double loss) {
           (step == 0 ? first : last) = loss;
           return true;
         }});
  // The first logits are random with a variance of about one, which costs half a nat.
  EXPECT_NEAR(first, std::log(29.0) + 0.5, 0.5);
  EXPECT_LT(last, 2.9);
}

TEST(Recipes, StopWhenTold) {
  const TrainedModel trained =
      train({.task = "digits"}, {.after_step = [](long step, long, double) { return step < 4; }});
  EXPECT_EQ(trained.steps, 5);
  EXPECT_FALSE(trained.finished);
}

TEST(Recipes, RefuseWhatTheyDoNotKnow) {
  EXPECT_THROW(train({.task = "chess"}), std::invalid_argument);
  EXPECT_THROW(train({.task = "digits", .steps = -1}), std::invalid_argument);
  EXPECT_THROW(train({.task = "digits", .data = "nowhere.csv"}), std::invalid_argument);
  EXPECT_THROW(load_model("nowhere"), std::invalid_argument);
}

TEST(ModelFiles, ComeBackAsTheyWentIn) {
  const StoredModel model = load_model("language-48");
  const auto bytes = write_safetensors(file_of(model, TensorFormat::BF16));
  const StoredModel again = model_from(read_safetensors(bytes));
  EXPECT_EQ(std::get<Transformer>(again.network).blocks[2].gate,
            std::get<Transformer>(model.network).blocks[2].gate);
  EXPECT_EQ(again.metadata, model.metadata);
}

TEST(ModelFiles, RefuseWhatDoesNotFit) {
  const SafetensorsFile good = file_of(load_model("digits"), TensorFormat::F32);
  SafetensorsFile bad = good;
  bad.metadata.erase("network");
  EXPECT_THROW(model_from(bad), std::invalid_argument);
  bad = good;
  bad.tensors.pop_back();
  EXPECT_THROW(model_from(bad), std::invalid_argument);
  bad = good;
  std::swap(bad.tensors[1].shape, bad.tensors[3].shape);
  bad.tensors[0].shape = {64, 128};
  EXPECT_THROW(model_from(bad), std::invalid_argument);
  bad = good;
  bad.tensors[0].bytes[3] = 0x7F, bad.tensors[0].bytes[2] = 0xC0;
  EXPECT_THROW(model_from(bad), std::invalid_argument);
  SafetensorsFile absurd = file_of(load_model("language-48"), TensorFormat::BF16);
  absurd.metadata["width"] = "65536";
  EXPECT_THROW(model_from(absurd), std::invalid_argument);
  absurd.metadata["width"] = "many";
  EXPECT_THROW(model_from(absurd), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
