#include "chips/packages/electro_thermal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "physics/require.h"

namespace sunrack {
namespace {

constexpr double film = 1e4, fluid = 300;              // [W/(m^2 K)], [K]
constexpr double conductivity = 120, height = 0.4e-3;  // [W/(m K)], [m]
constexpr double half_area = 0.5e-4;                   // [m^2] of each of two blocks

/// Two blocks side by side in a die that conducts upwards only: each is a problem of one unknown.
PackageStack two_columns(double left, double right, double share) {
  PackageStack stack{.width = 10e-3, .depth = 10e-3};
  SolidMaterial silicon = isotropic_solid("silicon", conductivity, 1.63e6);
  silicon.kx = silicon.ky = 0;
  stack.materials = {silicon};
  stack.layers = {{.name = "die", .thickness = height, .material = 0, .cells = 1}};
  stack.layers[0].blocks = {
      {.name = "left", .where = {{0, 0, 5e-3, 10e-3}}, .power = left, .leakage_share = share, .group = "die"},
      {.name = "right",
       .where = {{5e-3, 0, 5e-3, 10e-3}},
       .power = right,
       .leakage_share = share,
       .group = "memory"}};
  stack.boundary[std::size_t(BoxFace::z_high)] = {.convection = film, .fluid_temperature = fluid};
  stack.leakage_doubling_interval = 25;
  stack.leakage_reference_temperature = 350;
  return stack;
}

/// [K/W] from the node of such a block to the fluid: half a cell and the film.
const double resistance = (1 / film + height / (2 * conductivity)) / half_area;
const double rate = std::log(2.0) / 25;

/// [K] the lower solution of T = T_fluid + R (P_d + P_l exp(rate (T - 350))), by bisection.
double column_temperature(double power, double share) {
  const double leakage = power * share, dynamic = power - leakage;
  double low = fluid, high = 350 - std::log(resistance * leakage * rate) / rate;  // there the slope is 1
  for (int i = 0; i < 200; ++i) {
    const double t = (low + high) / 2;
    (fluid + resistance * (dynamic + leakage * std::exp(rate * (t - 350))) > t ? low : high) = t;
  }
  return low;
}

PackageAnswer solved(const PackageStack& stack, const PackageOptions& options = {}) {
  return electro_thermal(stack, package_model(stack, {.nx = 4, .ny = 2}), options);
}

std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

/// [mm] the x that a message names.
double place_of(const std::string& message) {
  const auto at = message.find("silicon at x = ");
  return at == std::string::npos ? std::nan("") : std::stod(message.substr(at + 15));
}

TEST(ElectroThermal, EachCellLeaksAtItsOwnTemperature) {
  const PackageAnswer answer = solved(two_columns(25, 12, 0.2));
  // Newton's method stops at 1e-8 of the heat: 40 K times that, with room for the loop's gain.
  EXPECT_NEAR(answer.blocks[0].temperature.mean, column_temperature(25, 0.2), 1e-5);
  EXPECT_NEAR(answer.blocks[1].temperature.mean, column_temperature(12, 0.2), 1e-5);
  EXPECT_NEAR(answer.blocks[0].leakage, 5 * std::exp(rate * (column_temperature(25, 0.2) - 350)), 1e-5);
  EXPECT_NEAR(answer.power, 37 - 7.4 + answer.leakage, 1e-9);
  EXPECT_NEAR(answer.solution.boundary_heat, answer.power, 1e-9 * answer.power);
  // The loop of the warmer column closes first: its gain is R dP/dT.
  EXPECT_NEAR(answer.leakage_gain, resistance * rate * answer.blocks[0].leakage, 1e-3);
}

TEST(ElectroThermal, WithoutLeakageTheBlocksKeepTheirReference) {
  const PackageAnswer answer = solved(two_columns(25, 12, 0.2), {.leakage = false});
  EXPECT_NEAR(answer.blocks[0].temperature.mean, fluid + 25 * resistance, 1e-5);
  EXPECT_DOUBLE_EQ(answer.leakage, 0.2 * 37);
  EXPECT_DOUBLE_EQ(answer.leakage_gain, 0);
}

TEST(ElectroThermal, RunawayBeginsWhereTheClosedFormHasItAndNamesTheWarmerBlock) {
  // The two solutions meet where R rate P_l(T) = 1. With all power leaking that is
  // P = exp(rate (350 - T_fluid) - 1) / (R rate).
  const double edge = std::exp(rate * (350 - fluid) - 1) / (resistance * rate);
  EXPECT_NO_THROW(solved(two_columns(edge * 0.999, edge / 4, 1)));
  const std::string message = refusal([&] { solved(two_columns(edge * 1.001, edge / 4, 1)); });
  EXPECT_NE(message.find("runaway"), std::string::npos) << message;
  EXPECT_LT(place_of(message), 5) << message;  // [mm] within "left"
  const std::string right = refusal([&] { solved(two_columns(edge / 4, edge * 1.001, 1)); });
  EXPECT_GT(place_of(right), 5) << right;
}

TEST(ElectroThermal, TheLawOfLeakageIsNotUsedBeyondItsRange) {
  PackageStack stack = two_columns(60, 1, 1e-4);  // R 60 W puts it above 453.15 K with hardly a leak
  stack.leakage_doubling_interval = 100;
  stack.boundary[std::size_t(BoxFace::z_high)].fluid_temperature = 340;
  const std::string message = refusal([&] { solved(stack); });
  EXPECT_NE(message.find("die/left at "), std::string::npos) << message;
  EXPECT_NE(message.find("holds from 273.15 to 453.15 K"), std::string::npos) << message;
  EXPECT_THROW(solved(stack), ModelError);
}

TEST(ElectroThermal, LimitsNameTheHottestBlockOfEachGroup) {
  PackageStack stack = two_columns(25, 12, 0);
  const PackageAnswer answer = solved(stack);
  EXPECT_TRUE(package_limits(stack, answer).empty());
  stack.die_limit = 378.15;
  stack.memory_limit = 320;
  const std::vector<LimitState> limits = package_limits(stack, answer);
  ASSERT_EQ(limits.size(), 2u);
  EXPECT_EQ(limits[0].block, "die/left");
  EXPECT_NEAR(limits[0].margin(), 378.15 - fluid - 25 * resistance, 1e-5);
  EXPECT_EQ(limits[1].block, "die/right");
  EXPECT_LT(limits[1].margin(), 0);  // 300 K + 12 W x 2.03 K/W is above 320 K
}

TEST(ElectroThermal, OtherPowersReplaceThoseOfTheBlocks) {
  const PackageStack stack = two_columns(25, 12, 0);
  const PackageAnswer answer = solved(stack, {.block_powers = {0, 10}});
  EXPECT_NEAR(answer.blocks[0].temperature.mean, fluid, 1e-6);
  EXPECT_NEAR(answer.blocks[1].temperature.mean, fluid + 10 * resistance, 1e-5);
  EXPECT_NE(refusal([&] { solved(stack, {.block_powers = {1}}); }).find("1 powers for 2 blocks"),
            std::string::npos);
}

}  // namespace
}  // namespace sunrack
