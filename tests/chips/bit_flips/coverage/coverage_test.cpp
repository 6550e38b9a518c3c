// Sampled campaigns against the exhaustive truth: every flip of every bit of every weight of the carried
// digits classifier, judged by 500 images.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "chips/bit_flips/campaign.h"
#include "chips/bit_flips/fault.h"
#include "chips/bit_flips/vulnerability.h"
#include "chips/networks/digits.h"
#include "chips/networks/model_file.h"

namespace sunrack {
namespace {

constexpr int images = 500, campaigns = 2000;

struct Truth {
  ExhaustiveCampaign all;
  FaultSpace space;

  bool fails(const FaultSite& site) const {
    const LayerVulnerability& layer = all.layers[site.tensor];
    return layer.changed[site.element * std::size_t(layer.bits) + std::size_t(std::countr_zero(site.mask))] >
           0;
  }
  double share() const { return double(all.total.any) / double(all.total.faults); }
};

const Truth& truth() {
  static const Truth known = [] {
    const auto network = std::get<DenseNetwork>(load_model("digits").network);
    ExhaustiveCampaign all =
        exhaustive_campaign(network, weight_format("fp32"), digit_images(digits_test_seed, images).images);
    std::vector<FaultTensor> tensors;
    for (const LayerVulnerability& layer : all.layers)
      tensors.push_back({"layer", std::uint64_t(layer.rows) * std::uint64_t(layer.columns), layer.bits});
    return Truth{std::move(all), FaultSpace(std::move(tensors))};
  }();
  return known;
}

TEST(Coverage, OfPlainSamplesIsAsAsked) {
  const Truth& known = truth();
  int wilson_covers = 0, exact_covers = 0;
  for (std::uint64_t seed = 0; seed < campaigns; ++seed) {
    constexpr std::uint64_t trials = 3000;
    std::uint64_t failures = 0;
    for (std::uint64_t n = 0; n < trials; ++n) failures += known.fails(known.space.draw(seed, n));
    wilson_covers += wilson(failures, trials, 0.95, known.space.bits()).covers(known.share());
    exact_covers += clopper_pearson(failures, trials, 0.95).covers(known.share());
  }
  // Two standard deviations of a share of 95 % in 2,000 campaigns are 1 %.
  EXPECT_NEAR(double(wilson_covers) / campaigns, 0.95, 0.01);
  EXPECT_GE(double(exact_covers) / campaigns, 0.94);  // never too short, up to the same chance
  RecordProperty("Wilson", std::to_string(double(wilson_covers) / campaigns));
  RecordProperty("Clopper-Pearson", std::to_string(double(exact_covers) / campaigns));
}

TEST(Coverage, OfCampaignsStratifiedByBitIsAsAsked) {
  // As they are run: a pilot, rounds by Neyman's rule, and a stop at the half-width asked for.
  const Truth& known = truth();
  std::vector<CampaignStratum> strata;
  for (int bit = 31; bit >= 0; --bit)
    strata.push_back({"bit " + std::to_string(bit), known.space.elements_with_bit(bit)});
  int covered = 0;
  double sum = 0, trials = 0;
  for (std::uint64_t seed = 0; seed < campaigns; ++seed) {
    CampaignOptions options;
    options.seed = seed, options.half_width = 0.004, options.threads = 1;
    const CampaignResult result = run_campaign(
        strata,
        [&](std::size_t stratum, std::uint64_t index) {
          const bool fails = known.fails(known.space.draw_with_bit(seed, 31 - int(stratum), index));
          return FaultEffect{.loss_change = fails ? 1.0 : 0.0};
        },
        options);
    EXPECT_TRUE(result.reached);
    covered += result.failures.interval.covers(known.share());
    sum += result.failures.share, trials += double(result.trials);
  }
  EXPECT_NEAR(double(covered) / campaigns, 0.95, 0.01);
  // Drawing more where failures were seen and stopping on them pulls the mean down by some thousandths of
  // itself.
  EXPECT_NEAR(sum / campaigns, known.share(), 1e-3);
  RecordProperty("covered", std::to_string(double(covered) / campaigns));
  RecordProperty("mean share over truth", std::to_string(sum / campaigns / known.share()));
  RecordProperty("mean faults", std::to_string(trials / campaigns));
}

TEST(Sampler, HasNoBias) {
  // Halves of each bit's faults, drawn first, of many seeds: the mean of their shares is the exhaustive
  // share.
  const Truth& known = truth();
  double sum = 0;
  for (int bit = 0; bit < 32; ++bit) {
    const std::uint64_t population = known.space.elements_with_bit(bit), half = population / 2;
    const BitVulnerability& exact = known.all.by_bit[std::size_t(bit)];
    if (exact.any == 0) continue;                                          // whatever is drawn
    const std::uint64_t seeds = exact.any > exact.faults / 100 ? 100 : 5;  // most of the doubt is in few bits
    std::uint64_t failures = 0;
    for (std::uint64_t seed = 0; seed < seeds; ++seed)
      for (std::uint64_t n = 0; n < half; ++n)
        failures += known.fails(known.space.draw_with_bit(seed, bit, n));
    sum += double(failures) / double(half * seeds) * double(population);
  }
  const double ratio = sum / double(known.all.total.any);
  EXPECT_NEAR(ratio, 1, 1e-3);  // more than two standard deviations
  RecordProperty("sampled over exhaustive", std::to_string(ratio));
}

}  // namespace
}  // namespace sunrack
