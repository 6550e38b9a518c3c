#include "satellite/twenty_percent.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {
namespace {

using namespace units;

TEST(TwentyPercent, IdealAreaIsTheInverseFourthPower) {
  EXPECT_NEAR(ideal_area_ratio(1.2), 0.48225308641975306, 1e-15);  // rounding only
  EXPECT_EQ(ideal_area_ratio(1), 1);
}

TEST(TwentyPercent, WithoutASinkTheAreaIsTheIdealOneAndASinkMakesItSmaller) {
  EXPECT_NEAR(area_ratio_with_sink(300_K, 360_K, 0), ideal_area_ratio(1.2), 1e-14);
  double before = area_ratio_with_sink(300_K, 360_K, 0);
  for (const double sink : {100.0, 150.0, 200.0, 250.0, 290.0}) {
    const double ratio = area_ratio_with_sink(300_K, 360_K, sink);
    EXPECT_LT(ratio, before);
    before = ratio;
  }
}

TEST(TwentyPercent, BaseTemperatureIsThatOfTheHandCalculations) {
  EXPECT_NEAR(hotter_base(preset("hand-calculation-2026")).radiator_temperature, 42_degC, 1e-9);
  EXPECT_NEAR(hotter_base(preset("hand-calculation-2030")).radiator_temperature, 74_degC, 1e-9);
}

TEST(TwentyPercent, HandAndFullSizingAgreeWithoutLeakage) {
  const SatelliteSpec base = preset("hand-calculation-2026");
  const HotterLayer hand = twenty_percent_layers(base).back(), sized = hotter_satellite(base);
  // By hand the panel has one temperature; sized, it falls by 10 K along the coolant.
  EXPECT_NEAR(*hand.area_ratio, *sized.area_ratio, 1e-3);
  EXPECT_NEAR(*hand.satellite_ratio, *sized.satellite_ratio, 1e-3);
}

TEST(TwentyPercent, LeakageWithoutAShareChangesNothing) {
  const SatelliteSpec base = preset("hand-calculation-2026");
  const LeakageLayer none = leakage_layer(base, {"none", 0, 30_K});
  const HotterLayer hand = twenty_percent_layers(base).back(), sized = hotter_satellite(base);
  EXPECT_NEAR(*none.held.satellite_ratio, *hand.satellite_ratio, 1e-12);
  EXPECT_NEAR(*none.feedback.satellite_ratio, *hand.satellite_ratio, 1e-12);
  EXPECT_NEAR(*none.sized.satellite_ratio, *sized.satellite_ratio, 1e-9);  // the sizing closes to 1e-12
}

TEST(TwentyPercent, LeakageBeyondThePointOfNoSteadyStateIsAnAnswer) {
  const LeakageLayer layer = leakage_layer(preset("hand-calculation-2026"), {"5d", 0.15, 30_K});
  EXPECT_FALSE(layer.feedback.satellite_ratio.has_value());
  EXPECT_EQ(layer.feedback.no_answer, "thermal runaway");
  EXPECT_FALSE(layer.sized.satellite_ratio.has_value());
  EXPECT_NE(layer.sized.no_answer.find("thermal runaway"), std::string::npos) << layer.sized.no_answer;
}

TEST(TwentyPercent, LoopGainIsTheSlopeOfTheFeedback) {
  const LeakageCase leakage{"x", 0.1, 30_K};
  const auto warmed = [&](double rise) {
    return 43_K * leakage.share * std::exp2(rise / leakage.doubling_interval);
  };
  // Central difference: error of second order in 1e-3 K.
  EXPECT_NEAR(leakage_loop_gain(43_K, 50, leakage), (warmed(50.001) - warmed(49.999)) / 0.002, 1e-8);
}

TEST(TwentyPercent, BadInputIsRefused) {
  EXPECT_THROW(ideal_area_ratio(0), std::invalid_argument);
  EXPECT_THROW(area_ratio_with_sink(200_K, 300_K, 200_K), std::invalid_argument);
  EXPECT_THROW(area_ratio_with_sink(300_K, 360_K, -1), std::invalid_argument);
  EXPECT_THROW(leakage_loop_gain(43_K, 50, {"x", 0.1, 0}), std::invalid_argument);
  EXPECT_THROW(hotter_base(preset("reference-2026")),
               std::invalid_argument);  // leaves the panel to the models
}

}  // namespace
}  // namespace sunrack
