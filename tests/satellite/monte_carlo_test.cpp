#include "satellite/monte_carlo.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

SatelliteSpec uncertain_spec() {
  SatelliteSpec spec;
  spec.uncertainty["compute.server_mass"] = {DistributionKind::uniform, 4e-3, 6e-3, 8e-3};
  spec.uncertainty["radiator.meteoroid_allowance"] = {DistributionKind::triangular, 0.3, 0.7, 2.0};
  spec.uncertainty["compute.junction_temperature"] = {DistributionKind::normal, 75_degC, 85_degC, 95_degC};
  return spec;
}

TEST(MonteCarlo, SameBytesForAnyNumberOfThreads) {
  const auto csv = [](unsigned threads) {
    return monte_carlo_csv(
        run_monte_carlo(uncertain_spec(), {.samples = 60, .seed = 7, .study = {.threads = threads}}), {});
  };
  const std::string one = csv(1);
  EXPECT_EQ(one, csv(2));
  EXPECT_EQ(one, csv(5));
}

TEST(MonteCarlo, AnotherSeedDrawsOtherDesigns) {
  const auto first = run_monte_carlo(uncertain_spec(), {.samples = 20, .seed = 1});
  const auto second = run_monte_carlo(uncertain_spec(), {.samples = 20, .seed = 2});
  EXPECT_NE(first.values, second.values);
}

TEST(MonteCarlo, AnotherFieldsRangeDoesNotShiftTheDraws) {
  SatelliteSpec fewer = uncertain_spec();
  fewer.uncertainty.erase("radiator.meteoroid_allowance");
  const auto column = [](const SatelliteSpec& spec) {
    const auto result = run_monte_carlo(spec, {.samples = 20});
    std::vector<double> values;
    for (std::size_t j = 0; j < result.inputs.size(); ++j)
      if (result.inputs[j].field->key == "compute.server_mass")
        for (const auto& sample : result.values) values.push_back(sample[j]);
    return values;
  };
  EXPECT_EQ(column(fewer), column(uncertain_spec()));
}

TEST(MonteCarlo, ALinearInputGivesItsOwnDistributionBack) {
  // Server mass enters kg/kW as c + g x exactly, so that quantiles and mean go with those of x.
  SatelliteSpec spec;
  spec.uncertainty["compute.server_mass"] = {DistributionKind::uniform, 4e-3, 6e-3, 8e-3};
  const auto result = run_monte_carlo(spec, {.samples = 400});
  const double low = result.inputs[0].at_low.outputs[0], high = result.inputs[0].at_high.outputs[0];
  const OutputStatistics& s = result.statistics[0];
  // Each of 400 equal parts is hit once: a quantile is off by less than two of them.
  EXPECT_NEAR(s.q50, (low + high) / 2, (high - low) / 200);
  EXPECT_NEAR(s.q05, low + 0.05 * (high - low), (high - low) / 200);
  EXPECT_NEAR(s.q95, low + 0.95 * (high - low), (high - low) / 200);
  // The mean of such a sample has a standard deviation of (width / 400) / sqrt(12) / sqrt(400) of the range,
  // 4e-5.
  EXPECT_NEAR(s.mean, (low + high) / 2, 2e-4 * (high - low));
  EXPECT_NEAR(s.standard_deviation, (high - low) / std::sqrt(12.0), 0.005 * (high - low));
  EXPECT_NEAR(result.inputs[0].rank_correlation, 1, 1e-12);  // strictly rising: rounding only
}

TEST(MonteCarlo, PlainSamplesScatterMoreThanLatinHypercubeOnes) {
  SatelliteSpec spec;
  spec.uncertainty["compute.server_mass"] = {DistributionKind::uniform, 4e-3, 6e-3, 8e-3};
  const double centre = size_satellite(spec).specific_mass * 1_kW;
  const auto error = [&](bool latin) {
    double sum = 0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed)
      sum += std::abs(
          run_monte_carlo(spec, {.samples = 50, .seed = seed, .latin_hypercube = latin}).statistics[0].mean -
          centre);
    return sum / 8;
  };
  EXPECT_LT(error(true), error(false) / 5);  // by theory 50 times: 1/n^(3/2) against 1/n^(1/2)
}

TEST(MonteCarlo, EndsOfAnInputAreSizedWithAllOthersNominal) {
  const auto result = run_monte_carlo(uncertain_spec(), {.samples = 4});
  SatelliteSpec spec;
  EXPECT_EQ(result.nominal.outputs[0], size_satellite(spec).specific_mass * 1_kW);
  for (const MonteCarloInput& input : result.inputs) {
    SatelliteSpec high;
    set_number(high, *input.field, input.distribution.high);
    EXPECT_EQ(input.at_high.outputs[0], size_satellite(high).specific_mass * 1_kW);
  }
  for (std::size_t i = 1; i < result.inputs.size(); ++i)
    EXPECT_GE(swing(result.inputs[i - 1]), swing(result.inputs[i]));
}

TEST(MonteCarlo, DesignsWithoutAnAnswerAreCountedByCause) {
  // Uniform from 200 to 400 K, and the coldest coolant is near 318 K: about 0.4 have no panel.
  SatelliteSpec spec;
  spec.radiator.sink_temperature = 250_K;
  spec.uncertainty["radiator.sink_temperature"] = {DistributionKind::uniform, 200, 250, 400};
  const auto result = run_monte_carlo(spec, {.samples = 100});
  std::size_t lost = 0;
  for (const NoAnswerCause& cause : result.causes) lost += cause.count;
  std::size_t answered = 0;
  for (const StudyPoint& point : result.points) answered += point.answered();
  EXPECT_EQ(lost + answered, 100u);
  EXPECT_GT(result.answered_share, 0.5);
  EXPECT_LT(result.answered_share, 0.65);
  EXPECT_LE(result.causes.size(), 3u);  // thousands of messages, few causes
  EXPECT_TRUE(std::isinf(swing(result.inputs[0])));
  const auto json = monte_carlo_json(result, {});
  EXPECT_TRUE(json["inputs"][0]["specific_mass_at_high_kg_per_kW"].is_null());
  EXPECT_NEAR(json["no_answer"][0]["share"].get<double>(), result.causes[0].share, 0);
  EXPECT_EQ(histogram_plot(result).values.size(), answered);
  EXPECT_NE(monte_carlo_text(result).find("no answer"), std::string::npos);
}

TEST(MonteCarlo, NoAnswerAtAllIsSaidAndNotANumber) {
  SatelliteSpec spec;
  spec.radiator.sink_temperature = 380_K;
  spec.uncertainty["radiator.sink_temperature"] = {DistributionKind::uniform, 370, 380, 400};
  const auto result = run_monte_carlo(spec, {.samples = 5});
  EXPECT_EQ(result.answered_share, 0);
  EXPECT_TRUE(result.statistics.empty());
  EXPECT_THROW(tornado_plot(result), std::invalid_argument);
  EXPECT_TRUE(monte_carlo_json(result, {})["statistics"].empty());
}

TEST(MonteCarlo, RefusesWhatItCannotDraw) {
  EXPECT_THROW(run_monte_carlo({}, {.samples = 10}), std::invalid_argument);  // nothing varies
  EXPECT_THROW(run_monte_carlo(uncertain_spec(), {.samples = 1}), std::invalid_argument);
  SatelliteSpec beyond;
  beyond.uncertainty["bus.margin"] = {DistributionKind::uniform, 0.1, 0.5, 3};
  EXPECT_THROW(run_monte_carlo(beyond, {.samples = 4}), std::invalid_argument);
  SatelliteSpec year;
  year.uncertainty["orbit.year"] = {DistributionKind::uniform, 2026, 2027, 2030};
  EXPECT_THROW(run_monte_carlo(year, {.samples = 4}), std::invalid_argument);
  std::atomic<bool> cancel = true;
  EXPECT_THROW(run_monte_carlo(uncertain_spec(), {.samples = 4, .study = {.cancel = &cancel}}),
               StudyInterrupted);
}

TEST(Statistics, QuantilesInterpolateBetweenOrderStatistics) {
  const OutputStatistics s = output_statistics({4, 1, 3, 2, 5});
  EXPECT_EQ(s.q50, 3);
  EXPECT_EQ(s.q25, 2);
  EXPECT_NEAR(s.q95, 4.8, 1e-12);
  EXPECT_EQ(s.mean, 3);
  EXPECT_NEAR(s.standard_deviation, std::sqrt(2.5), 1e-15);
  EXPECT_NEAR(s.standard_error, std::sqrt(0.5), 1e-15);
  EXPECT_THROW(output_statistics({}), std::invalid_argument);
}

TEST(Statistics, RankCorrelationSeesOrderOnly) {
  EXPECT_NEAR(rank_correlation({1, 2, 3, 4}, {1, 8, 27, 64}), 1, 1e-15);
  EXPECT_NEAR(rank_correlation({1, 2, 3, 4}, {9, 8, 7, -100}), -1, 1e-15);
  // Ranks 1, 2, 3, 4 against 2, 1, 4, 3: 1 - 6 sum d^2 / (n (n^2 - 1)) = 1 - 24 / 60.
  EXPECT_NEAR(rank_correlation({1, 2, 3, 4}, {2, 1, 4, 3}), 0.6, 1e-15);
  // Ties at their mean rank: 1, 2.5, 2.5, 4 against 1, 2, 3, 4 is 4.5 / sqrt(4.5 x 5).
  EXPECT_NEAR(rank_correlation({1, 2, 2, 4}, {1, 2, 3, 4}), 4.5 / std::sqrt(22.5), 1e-15);
  EXPECT_EQ(rank_correlation({1, 1, 1}, {1, 2, 3}), 0);
  EXPECT_THROW(rank_correlation({1}, {1}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
