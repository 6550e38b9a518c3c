// Heat that grows with temperature: its steady states, and when there is none.
#include <gtest/gtest.h>

#include <cmath>

#include "physics/require.h"
#include "physics/thermal/conduction_steady.h"
#include "physics/thermal/conduction_transient.h"

namespace sunrack {
namespace {

/// A die of 10 x 10 mm in n x n x 4 cells under 5e3 W/(m2 K), 20 W in the lowest layer.
ConductionProblem die(int n) {
  ConductionProblem problem =
      conduction_box(even_faces(0, 0.01, n), even_faces(0, 0.01, n), even_faces(0, 8e-4, 4),
                     {isotropic_solid("silicon", 110, 1.63e6)});
  problem.at(BoxFace::z_high).conditions = {{.convection = 5e3, .fluid_temperature = 320}};
  add_power(problem, {0, 0, 0}, {0.01, 0.01, 2e-4}, 20);
  return problem;
}

/// `watts` at 320 K over the lowest layer, e-fold in 30 K.
PowerLaw exponential(const ConductionProblem& problem, double watts) {
  return [=](const std::vector<double>& t, std::vector<double>& power, std::vector<double>& slope) {
    const double share = watts / (problem.nx() * problem.ny());
    for (int j = 0; j < problem.ny(); ++j)
      for (int i = 0; i < problem.nx(); ++i) {
        const std::size_t c = problem.index(i, j, 0);
        power[c] = share * std::exp((t[c] - 320) / 30), slope[c] = power[c] / 30;
      }
  };
}

/// Between the lowest cells and the fluid, one-dimensional [K/W].
constexpr double resistance = (7e-4 / 110 + 1 / 5e3) / 1e-4;

/// Rise over the fluid of 20 W and `watts` exp(rise / 30) through the resistance, by bisection; NaN: none.
double rise_by_bisection(double watts) {
  const auto surplus = [&](double rise) { return resistance * (20 + watts * std::exp(rise / 30)) - rise; };
  const double turning = 30 * std::log(30 / (resistance * watts));  // where heat grows as fast as it leaves
  if (surplus(turning) > 0) return std::nan("");
  double low = 0, high = turning;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (surplus(middle) > 0 ? low : high) = middle;
  }
  return low;
}

TEST(ConductionLeakage, SettlesWhereLeakageAndCoolingMeet) {
  const ConductionProblem problem = die(5);
  for (const double watts : {0.1, 1.0, 1.2}) {
    const auto solution = steady_conduction(problem, {.relative_tolerance = 1e-11, .find_leakage_gain = true},
                                            {}, exponential(problem, watts));
    const double rise = rise_by_bisection(watts), leakage = watts * std::exp(rise / 30);
    EXPECT_NEAR(solution.temperature[problem.index(2, 3, 0)], 320 + rise, 1e-7);
    EXPECT_NEAR(solution.leakage, leakage, 1e-7 * leakage);
    EXPECT_NEAR(solution.power, 20 + leakage, 1e-7 * leakage);
    EXPECT_LE(solution.relative_energy_residual, 1e-10);
    // d leakage / dT through the resistance; 1e-3 is the accuracy of the power iteration.
    EXPECT_NEAR(solution.leakage_gain, resistance * leakage / 30, 2e-3);
  }
}

TEST(ConductionLeakage, RunawayIsFoundAtItsEdgeAndNamed) {
  const ConductionProblem problem = die(4);
  // The last watt that settles, from the closed form.
  double settles = 0.5, runs = 20;
  for (int i = 0; i < 60; ++i) {
    const double middle = (settles + runs) / 2;
    (std::isnan(rise_by_bisection(middle)) ? runs : settles) = middle;
  }
  EXPECT_NO_THROW(steady_conduction(problem, {}, {}, exponential(problem, 0.999 * settles)));
  for (const double beyond : {1.001, 1.2, 5.0, 100.0}) {
    try {
      steady_conduction(problem, {}, {}, exponential(problem, beyond * settles));
      FAIL() << beyond;
    } catch (const ModelError& error) {
      const std::string message = error.what();
      EXPECT_NE(message.find("thermal runaway"), std::string::npos) << message;
      EXPECT_NE(message.find(", 0) of silicon at x = "), std::string::npos) << message;
      EXPECT_NE(message.find(" K"), std::string::npos) << message;
    }
  }
}

TEST(ConductionLeakage, AHotStartDoesNotLookLikeRunaway) {
  // Beyond the turning point no linearisation is stable, yet there is a steady state below.
  const ConductionProblem problem = die(3);
  const double watts = 1.0;
  const auto cold = steady_conduction(problem, {}, {}, exponential(problem, watts));
  const auto hot = steady_conduction(problem, {}, std::vector<double>(problem.cells(), 460.0),
                                     exponential(problem, watts));
  EXPECT_NEAR(hot.temperature[0], cold.temperature[0], 1e-5);
}

TEST(ConductionLeakage, RunawayWithConductivityByTable) {
  ConductionProblem problem = die(4);
  problem.materials[0].factor_temperature = {250, 320, 700}, problem.materials[0].factor = {1.3, 1, 0.4};
  const auto solution = steady_conduction(problem, {}, {}, exponential(problem, 0.5));
  EXPECT_GT(solution.leakage_gain, 0);
  EXPECT_LT(solution.leakage_gain, 1);
  EXPECT_THROW(steady_conduction(problem, {}, {}, exponential(problem, 10)), ModelError);
}

TEST(ConductionLeakage, InTimeItRunsAwayAndSaysWhen) {
  const ConductionProblem problem = die(3);
  const std::vector<double> start(problem.cells(), 320.0);
  EXPECT_NO_THROW(transient_conduction(problem, start, {0, 50}, {}, {.leakage = exponential(problem, 1.0)}));
  try {
    transient_conduction(problem, start, {0, 50}, {}, {.leakage = exponential(problem, 30)});
    FAIL();
  } catch (const ModelError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("thermal runaway at t = "), std::string::npos) << message;
    EXPECT_NE(message.find("of silicon at x = "), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace sunrack
