#include <gtest/gtest.h>

#include <array>

#include "chips/bit_flips/error_rate_sweep.h"
#include "chips/bit_flips/transformer_campaign.h"
#include "chips/networks/language.h"
#include "chips/networks/model_file.h"

namespace sunrack {
namespace {

// Ten rates that ruin 2 to 91 % of the trials; a right law leaves each interval of 95 % with a chance of 1 in
// 20 at most, so nine of ten must hold.
TEST(PoissonLaw, SaysHowOftenRandomFlipsCollapseALanguageModel) {
  const StoredModel stored = load_model("language-24");
  const auto& model = std::get<Transformer>(stored.network);
  const TokenSequences text = language_test_sequences(4, model.shape.context);
  const TransformerFaults faults(model, weight_format("bf16"),
                                 {text.tokens, text.targets, model.shape.context});
  const CampaignResult alone = run_weight_campaign(faults, {.half_width = 0.002, .most_trials = 20000});
  ASSERT_TRUE(alone.reached);
  const std::array rates = {1e-6, 2e-6, 4e-6, 7e-6, 1e-5, 2e-5, 3e-5, 4e-5, 6e-5, 1e-4};
  int inside = 0;
  for (const ErrorRatePoint& point : error_rate_sweep(faults, rates, {.trials = 200}))
    inside += point.collapse.covers(
        poisson_collapse(double(faults.weights().bits()), point.rate, alone.failures.share));
  EXPECT_GE(inside, 9);
}

}  // namespace
}  // namespace sunrack
