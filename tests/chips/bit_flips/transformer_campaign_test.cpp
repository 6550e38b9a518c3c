#include "chips/bit_flips/transformer_campaign.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <stdexcept>

#include "chips/bit_flips/error_rate_sweep.h"
#include "physics/numerics/sampling.h"

namespace sunrack {
namespace {

constexpr int vocabulary = 11, length = 8;

TransformerShape small_shape(PositionCode position = PositionCode::rotary) {
  return {.vocabulary = vocabulary,
          .width = 16,
          .blocks = 3,
          .heads = 2,
          .hidden = 24,
          .context = length,
          .position = position};
}

/// A model with scores that differ, as a trained one's do.
Transformer model(PositionCode position = PositionCode::rotary) {
  Transformer m = random_transformer(small_shape(position), 6);
  m.embedding *= 10;
  m.head *= 4;
  return m;
}

/// Random tokens, and as targets what the model answers: it does well on them, as a trained one does on its
/// text.
FaultText random_text(int sequences) {
  FaultText text{.length = length};
  RandomStream stream(4, 4);
  for (int n = 0; n < sequences * length; ++n) text.tokens.push_back(int(stream.uniform() * vocabulary));
  const Matrix logits = transformer_forward(model(), text.tokens, length);
  for (Eigen::Index row = 0; row < logits.rows(); ++row) {
    Eigen::Index answer = 0;
    logits.row(row).maxCoeff(&answer);
    text.targets.push_back(int(answer));
  }
  return text;
}

TransformerFaultOptions to_the_end() {
  TransformerFaultOptions options;
  options.exit_early = false;
  return options;
}

TEST(TransformerFaults, OfEveryKindEqualAWholePassWithTheFaultyWeight) {
  for (const PositionCode position : {PositionCode::rotary, PositionCode::learned})
    for (const char* format : {"bf16", "int8", "fp32"}) {
      const TransformerFaults faults(model(position), weight_format(format), random_text(5), to_the_end());
      std::set<std::string> seen;
      for (std::uint64_t n = 0; n < 600; ++n) {
        const FaultSite site = faults.weights().draw(3, n);
        const FaultEffect fast = faults.run_weight(site);
        Transformer copy = faults.model();
        const auto [tensor, element] = faults.place(site);
        weight_tensors(copy)[tensor].values[element] = float(faults.faulty_value(site));
        const Matrix logits = transformer_forward(copy, faults.text().tokens, length);
        ASSERT_EQ(fast.finite, logits.allFinite()) << faults.weights().tensors()[site.tensor].name;
        seen.insert(faults.weights().tensors()[site.tensor].name);
        if (!fast.finite) continue;
        const double change = mean_token_loss(logits, faults.text().targets) - faults.clean_loss();
        // Single precision: sums of some dozen terms in another order.
        EXPECT_NEAR(fast.loss_change, change, 2e-5 * (1 + std::abs(change)))
            << faults.weights().tensors()[site.tensor].name << " " << faults.value(site) << " -> "
            << faults.faulty_value(site);
      }
      EXPECT_GT(seen.size(), 18u);
    }
}

TEST(TransformerFaults, OfAnySizeEqualAWholePass) {
  // From changes that are lost in rounding to those whose squares, or which themselves, are beyond single
  // precision: the norm's scale becomes zero there, and its reader sees nothing or NaN.
  const TransformerFaults faults(model(), weight_format("fp32"), random_text(3), to_the_end());
  int lost = 0, huge = 0;
  for (int bit = 0; bit < 32; ++bit)
    for (std::uint64_t n = 0; n < 60; ++n) {
      const FaultSite site = faults.weights().draw_with_bit(2, bit, n);
      const FaultEffect fast = faults.run_weight(site);
      Transformer copy = faults.model();
      const auto [tensor, element] = faults.place(site);
      weight_tensors(copy)[tensor].values[element] = float(faults.faulty_value(site));
      const Matrix logits = transformer_forward(copy, faults.text().tokens, length);
      ASSERT_EQ(fast.finite, logits.allFinite()) << bit << " " << n;
      lost += fast.loss_change == 0 && fast.changed_answers == 0;
      huge += std::abs(faults.faulty_value(site)) > 1e30;
      if (!fast.finite) continue;
      const double change = mean_token_loss(logits, faults.text().targets) - faults.clean_loss();
      EXPECT_NEAR(fast.loss_change, change, 2e-5 * (1 + std::abs(change))) << bit << " " << n;
    }
  EXPECT_GT(lost, 50);
  EXPECT_GT(huge, 30);
}

TEST(TransformerFaults, OfAGroupDoNotDependOnItsSize) {
  TransformerFaultOptions one = to_the_end(), many = to_the_end();
  one.sequences_per_group = 1, many.sequences_per_group = 5;
  const TransformerFaults a(model(), weight_format("bf16"), random_text(5), one);
  const TransformerFaults b(model(), weight_format("bf16"), random_text(5), many);
  for (std::uint64_t n = 0; n < 200; ++n) {
    const FaultEffect small = a.run_weight(a.weights().draw(6, n)),
                      large = b.run_weight(b.weights().draw(6, n));
    ASSERT_EQ(small.finite, large.finite);
    EXPECT_EQ(small.changed_answers, large.changed_answers);
    // Single precision: ends of vectors are computed number by number, and elsewhere in another group.
    if (small.finite) {
      EXPECT_NEAR(small.loss_change, large.loss_change, 1e-6 * (1 + std::abs(large.loss_change)));
    }
  }
}

TEST(TransformerFaults, EndEarlyWithTheSameVerdict) {
  const TransformerFaults whole(model(), weight_format("bf16"), random_text(12), to_the_end());
  TransformerFaultOptions options;
  options.sequences_per_group = 1;
  const TransformerFaults early(model(), weight_format("bf16"), random_text(12), options);
  int collapses = 0;
  for (std::uint64_t n = 0; n < 300; ++n) {
    const FaultSite site = whole.weights().draw_with_bit(1, 14, n);
    const Outcome outcome = outcome_of(whole.run_weight(site)), soon = outcome_of(early.run_weight(site));
    // A collapse may be certain before the scores that are not finite are reached.
    if (outcome == Outcome::non_finite && soon == Outcome::collapse) continue;
    EXPECT_EQ(outcome, soon);
    collapses += outcome == Outcome::collapse;
  }
  EXPECT_GT(collapses, 20);
}

TEST(TransformerFaults, AClusterOfOneIsASingleFault) {
  const TransformerFaults faults(model(), weight_format("fp32"), random_text(4), to_the_end());
  for (std::uint64_t n = 0; n < 100; ++n) {
    const FaultSite site = faults.weights().draw(8, n);
    const FaultEffect one = faults.run_weight(site), cluster = faults.run_cluster({&site, 1});
    if (one.finite && cluster.finite) {
      EXPECT_NEAR(one.loss_change, cluster.loss_change, 2e-5 * (1 + std::abs(one.loss_change)));
    }
  }
}

TEST(TransformerFaults, InTheCacheEqualDecodingWithAFaultyCache) {
  const TransformerFaults faults(model(), weight_format("fp32"), random_text(3), to_the_end());
  const FaultSpace space = faults.key_value_cache(NumberFormat::fp32);
  for (std::uint64_t n = 0; n < 60; ++n) {
    const FaultSite site = space.draw(5, n);
    const FaultEffect fast = faults.run_key_value(site, NumberFormat::fp32);
    const int row = int(site.element / 16), column = int(site.element % 16), sequence = row / length;
    KeyValueCache cache = empty_cache(faults.model(), 1);
    double loss = 0, clean = 0;
    const Matrix scores = transformer_forward(faults.model(), faults.text().tokens, length);
    bool finite = true;
    for (int t = 0; t < length; ++t) {
      const int token = sequence * length + t;
      const Matrix logits =
          decode_step(faults.model(), cache, {&faults.text().tokens[std::size_t(token)], 1});
      finite = finite && logits.allFinite();
      const int target = faults.text().targets[std::size_t(token)];
      loss += token_losses(logits, {&target, 1})[0];
      clean += token_losses(scores.row(token), {&target, 1})[0];
      if (t == row % length) {
        Matrix& hit = (site.tensor % 2 == 0 ? cache.keys : cache.values)[site.tensor / 2];
        const std::uint32_t code = encode(NumberFormat::fp32, double(hit(t, column))) ^ site.mask;
        hit(t, column) = float(decode(NumberFormat::fp32, code));
      }
    }
    ASSERT_EQ(fast.finite, finite);
    const double change = (loss - clean) / (3 * length);
    if (finite) {
      EXPECT_NEAR(fast.loss_change, change, 2e-5 * (1 + std::abs(change)));
    }
  }
}

TEST(TransformerFaults, InAnActivationReachNoEarlierToken) {
  const TransformerFaults faults(model(), weight_format("fp32"), random_text(2), to_the_end());
  const FaultSpace space = faults.activations(NumberFormat::fp32);
  // The head's scores of one token: only this token's answer can change.
  const std::size_t head = space.tensors().size() - 1;
  EXPECT_EQ(space.tensors()[head].name, "head");
  for (std::uint64_t n = 0; n < 40; ++n)
    EXPECT_LE(faults.run_activation({head, n, 1U << 30}, NumberFormat::fp32).changed_answers, 1u);
}

TEST(TransformerFaults, OfATokenThatIsNotReadAreMasked) {
  FaultText text = random_text(3);
  for (int& token : text.tokens) token = token == 7 ? 8 : token;
  const TransformerFaults faults(model(), weight_format("bf16"), text);
  ASSERT_EQ(faults.weights().tensors()[0].name, "embedding");
  for (std::uint64_t column = 0; column < 16; ++column)
    EXPECT_EQ(outcome_of(faults.run_weight({0, 7 * 16 + column, 1U << 14})), Outcome::masked);
}

TEST(TransformerFaults, AreDrawnFromTheSelectionOnly) {
  TransformerFaultOptions options;
  options.selection = {.kinds = {WeightKind::gate, WeightKind::up}, .block = 1, .columns = {3, 5}};
  const TransformerFaults faults(model(), weight_format("bf16"), random_text(2), options);
  EXPECT_EQ(faults.weights().bits(), 2u * 24 * 2 * 16);
  const auto tensors = weight_tensors(faults.model());
  for (std::uint64_t n = 0; n < 50; ++n) {
    const auto [tensor, element] = faults.place(faults.weights().draw(1, n));
    EXPECT_EQ(tensors[tensor].block, 1);
    EXPECT_TRUE(element % 16 == 3 || element % 16 == 5);
  }
}

TEST(FirstOrder, IsTheDerivativeForSmallChanges) {
  const TransformerFaults faults(model(), weight_format("fp32"), random_text(40), to_the_end());
  const FirstOrder first_order(faults);
  EXPECT_NEAR(first_order.loss(), faults.clean_loss(), 1e-5);
  CampaignOptions options;
  options.half_width = 1e-9, options.pilot = 40, options.most_trials = 1;
  const CampaignResult result = run_weight_campaign(faults, options, &first_order);
  // Changes of 3 to 12 % of a weight: lower bits drown in single precision, higher ones see the curvature.
  const auto screen = first_order.screen();
  for (int bit = 18; bit <= 20; ++bit) {
    const StratumResult& stratum = result.strata[std::size_t(31 - bit)];
    EXPECT_GT(stratum.first_order_correlation(), 0.95) << bit;
    const ControlledMean mean = controlled_mean(stratum, screen[std::size_t(bit)]);
    EXPECT_TRUE(mean.used);
    EXPECT_LT(mean.deviation, 0.35 * mean.plain_deviation);
    EXPECT_NEAR(mean.mean, mean.plain, 5 * mean.plain_deviation);
  }
}

TEST(FirstOrder, IsNotUsedForTheHighestExponentBit) {
  const TransformerFaults faults(model(), weight_format("bf16"), random_text(6));
  const FirstOrder first_order(faults);
  CampaignOptions options;
  options.half_width = 1e-9, options.pilot = 40, options.most_trials = 1;
  const CampaignResult result = run_weight_campaign(faults, options, &first_order);
  const auto screen = first_order.screen();
  EXPECT_GT(screen[14].unusable, 0u);
  EXPECT_FALSE(controlled_mean(result.strata[1], screen[14]).used);
}

TEST(FirstOrder, IsNotUsedForAnyExponentBitHoweverWellItCorrelates) {
  for (const char* name : {"fp32", "bf16", "fp16", "fp8_e4m3", "int8"}) {
    const TransformerFaults faults(model(), weight_format(name), random_text(4));
    const auto screen = FirstOrder(faults).screen();
    const FormatLayout& format = layout(faults.format().element);
    // A sample on a straight line, without a failure.
    StratumResult line{.trials = 100};
    line.outcomes[int(Outcome::bounded)] = 100;
    for (int n = 0; n < 100; ++n) {
      const double x = 1e-4 * n;
      line.first_sum += x, line.loss_sum += x;
      line.first_square_sum += x * x, line.loss_square_sum += x * x, line.product_sum += x * x;
    }
    for (int bit = 0; bit < format.bits; ++bit) {
      FirstOrderBit all = screen[std::size_t(bit)];
      all.unusable = 0;
      const bool is_exponent =
          bit >= format.mantissa_bits && bit < format.mantissa_bits + format.exponent_bits;
      EXPECT_EQ(controlled_mean(line, all).used, !is_exponent) << name << " bit " << bit;
    }
  }
}

TEST(FirstOrder, ScreenIsTheSumOfItsEstimates) {
  TransformerFaultOptions options;
  options.selection.kinds = {WeightKind::down};
  const TransformerFaults faults(model(), weight_format("int8"), random_text(4), options);
  const FirstOrder first_order(faults);
  const auto screen = first_order.screen(2);
  double sum = 0;
  for (std::uint64_t n = 0; n < faults.weights().elements_with_bit(6); ++n)
    sum += first_order.estimate(faults.weights().with_bit(6, n)).value();
  EXPECT_NEAR(screen[6].mean, sum / double(screen[6].faults), 1e-12);
}

TEST(ErrorRateSweep, FollowsThePoissonLaw) {
  const TransformerFaults faults(model(), weight_format("bf16"), random_text(3));
  // All faults of the highest exponent bit, and a sample of the rest, give the share that fails alone.
  CampaignOptions options;
  options.half_width = 0.004;
  const CampaignResult single = run_weight_campaign(faults, options);
  const double bits = double(faults.weights().bits());
  const std::vector<double> rates = {0.3 / bits / single.failures.share, 1 / bits / single.failures.share};
  ErrorRateOptions sweep;
  sweep.confidence = 0.999;
  for (const ErrorRatePoint& point : error_rate_sweep(faults, rates, sweep))
    EXPECT_TRUE(point.collapse.covers(poisson_collapse(bits, point.rate, single.failures.share)));
}

TEST(ErrorRateSweep, WithoutAnErrorChangesNothing) {
  const TransformerFaults faults(model(), weight_format("int8"), random_text(2));
  ErrorRateOptions options;
  options.trials = 3;
  const std::vector<double> rates = {0};
  const ErrorRatePoint point = error_rate_sweep(faults, rates, options)[0];
  EXPECT_EQ(point.collapses, 0u);
  EXPECT_EQ(point.mean_loss_change, 0);
}

TEST(TransformerCampaign, DoesNotDependOnThreads) {
  const TransformerFaults faults(model(), weight_format("bf16"), random_text(3));
  CampaignOptions one;
  one.half_width = 0.03, one.threads = 1;
  CampaignOptions two = one;
  two.threads = 2;
  const CampaignResult a = run_weight_campaign(faults, one), b = run_weight_campaign(faults, two);
  EXPECT_EQ(a.trials, b.trials);
  EXPECT_EQ(a.failures.share, b.failures.share);
  for (std::size_t h = 0; h < a.strata.size(); ++h) EXPECT_EQ(a.strata[h].loss_sum, b.strata[h].loss_sum);
}

TEST(OutlierChannels, ChangeNoAnswer) {
  const Transformer plain = model();
  const std::vector<int> channels = {2, 9};
  const Transformer outlying = with_outlier_channels(plain, channels, 256);  // a power of two: exact
  const FaultText text = random_text(2);
  const Matrix a = transformer_forward(plain, text.tokens, length);
  const Matrix b = transformer_forward(outlying, text.tokens, length);
  EXPECT_LT((a - b).cwiseAbs().maxCoeff(), 1e-6F * a.cwiseAbs().maxCoeff());
}

TEST(TransformerCampaign, RefusesBadInput) {
  FaultText text = random_text(2);
  text.targets.pop_back();
  EXPECT_THROW(TransformerFaults(model(), weight_format("bf16"), text), std::invalid_argument);
  TransformerFaultOptions options;
  options.selection.block = 9;
  EXPECT_THROW(TransformerFaults(model(), weight_format("bf16"), random_text(2), options),
               std::invalid_argument);
  const TransformerFaults faults(model(), weight_format("bf16"), random_text(2));
  EXPECT_THROW(faults.run_weight({999, 0, 1}), std::invalid_argument);
  EXPECT_THROW(faults.run_key_value({99, 0, 1}, NumberFormat::bf16), std::invalid_argument);
  EXPECT_THROW(faults.run_activation({999, 0, 1}, NumberFormat::bf16), std::invalid_argument);
  const std::vector<int> channels = {16};
  EXPECT_THROW(with_outlier_channels(model(), channels, 2), std::invalid_argument);
  const std::vector<double> rates = {2};
  EXPECT_THROW(error_rate_sweep(faults, rates), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
