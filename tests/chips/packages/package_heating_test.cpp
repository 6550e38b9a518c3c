#include "chips/packages/package_heating.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/require.h"

namespace sunrack {
namespace {

constexpr double film = 1e4, fluid = 300;  // [W/(m^2 K)], [K]
constexpr double area = 1e-4, height = 0.5e-3, capacity = 1.6e6 * area * height;

/// One block of hardly any inner resistance under a film: heats by the exponential of C / (h A) = 0.08 s.
PackageStack lump(std::vector<double> trace, double leakage_share) {
  PackageStack stack{.width = 10e-3, .depth = 10e-3};
  stack.materials = {isotropic_solid("conductor", 1e5, 1.6e6)};
  stack.layers = {{.name = "die", .thickness = height, .material = 0, .cells = 1}};
  stack.layers[0].blocks = {{.name = "core",
                             .where = {{0, 0, 10e-3, 10e-3}},
                             .trace = std::move(trace),
                             .leakage_share = leakage_share,
                             .group = "die"}};
  stack.boundary[std::size_t(BoxFace::z_high)] = {.convection = film, .fluid_temperature = fluid};
  stack.leakage_doubling_interval = 25;
  stack.leakage_reference_temperature = 350;
  stack.trace_interval = 0.02;
  stack.die_limit = 350;
  return stack;
}

PackageHeating heated(const PackageStack& stack) {
  const PackageModel model = package_model(stack, {.nx = 2, .ny = 2});
  return package_heating(stack, model, heating_times(stack, 0.2), {.conduction = {.threads = 1}});
}

TEST(PackageHeating, LimitsSeeTheWorstMomentNotTheEnd) {
  const PackageStack stack = lump({400, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0);
  const PackageHeating heating = heated(stack);
  const auto limits = heating_limits(stack, package_model(stack, {.nx = 2, .ny = 2}), heating);
  ASSERT_EQ(limits.size(), 1u);
  EXPECT_DOUBLE_EQ(limits[0].time, 0.02) << "the end of the pulse";
  const double peak = fluid + 400 / (film * area) * -std::expm1(-0.02 * film * area / capacity);
  EXPECT_NEAR(limits[0].hottest, peak, 0.05) << "the transient's tolerance is 2 mK a step";
  EXPECT_LT(limits[0].margin(), 0);
  EXPECT_LT(heating.hottest.back(), 350) << "in the end nothing is too hot";
  EXPECT_EQ(limits[0].block, "die/core");
}

TEST(PackageHeating, TheLawOfLeakageIsNotUsedBeyondItsRange) {
  const auto refusal = [](const PackageStack& stack) -> std::string {
    try {
      heated(stack);
    } catch (const ModelError& error) {
      return error.what();
    }
    return "";
  };
  const std::string hot = refusal(lump({1500, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 1e-4));
  EXPECT_NE(hot.find("die/core at "), std::string::npos) << hot;
  EXPECT_NE(hot.find("after 0.01"), std::string::npos) << "300 K + 331 K in 20 ms: " << hot;
  PackageStack cold = lump({10, 10, 10, 10, 10, 10, 10, 10, 10, 10}, 0.1);
  cold.start_temperature = 120;
  EXPECT_NE(refusal(cold).find("after 0 s"), std::string::npos) << refusal(cold);
}

}  // namespace
}  // namespace sunrack
