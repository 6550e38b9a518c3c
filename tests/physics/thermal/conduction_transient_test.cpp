#include "physics/thermal/conduction_transient.h"

#include <gtest/gtest.h>

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <numeric>

#include "physics/constants.h"
#include "physics/numerics/interrupt.h"
#include "physics/require.h"
#include "physics/thermal/conduction_steady.h"

namespace sunrack {
namespace {

constexpr double area = 1e-4, thickness = 2e-3, capacity = 3.45e6;  // [m^2], [m], [J/(m^3 K)]
constexpr double stored = capacity * area * thickness;              // [J/K]

/// One cell of copper under a film of 1000 W/(m2 K) to 300 K.
ConductionProblem one_cell() {
  ConductionProblem problem =
      conduction_box({0, 0.01}, {0, 0.01}, {0, thickness}, {isotropic_solid("copper", 390, capacity)});
  problem.at(BoxFace::z_high).conditions = {{.convection = 1000, .fluid_temperature = 300}};
  return problem;
}
const double conductance = area / (thickness / (2 * 390) + 1e-3), tau = stored / conductance;

TEST(ConductionTransient, OneCellCoolsExponentially) {
  std::vector<double> times = {0, tau / 2, tau, 3 * tau}, seen;
  const auto check = [&](double time, const std::vector<double>& t) {
    // The error of one step is held at 1e-6 K; at the end it is some times that.
    EXPECT_NEAR(t.front(), 300 + 100 * std::exp(-time / tau), 5e-5);
    seen.push_back(time);
  };
  const auto answer = transient_conduction(one_cell(), {400}, times, check, {.tolerance = 1e-6});
  EXPECT_EQ(seen, times);
  EXPECT_EQ(answer.time, 3 * tau);
  EXPECT_FALSE(answer.interrupted);
}

TEST(ConductionTransient, ABlackCellCoolsByTheFourthPower) {
  // C T' = -A sigma T^4: T^-3 grows linearly. Conduction to the surface is made perfect.
  ConductionProblem problem = one_cell();
  problem.materials[0].kz = 1e9;
  problem.at(BoxFace::z_high).conditions = {{.emissivity = 1}};
  const double rate = constants::stefan_boltzmann * area / stored, end = 2e4;
  const auto answer = transient_conduction(problem, {600}, {0, end}, {}, {.tolerance = 1e-6});
  const double exact = std::pow(std::pow(600.0, -3) + 3 * rate * end, -1.0 / 3);
  EXPECT_LT(exact, 200);
  EXPECT_NEAR(answer.temperature.front(), exact, 1e-4);
}

TEST(ConductionTransient, PowerStepsAreMetExactlyInTime) {
  // 5 W from 0.3 tau to 0.7 tau, then a warmer fluid.
  ConductionTransientOptions options{.tolerance = 1e-6, .events = {0.3 * tau, 0.7 * tau, 5 * tau}};
  std::vector<double> changes;
  options.change = [&](double time, ConductionProblem& problem) {
    changes.push_back(time);
    problem.power.assign(1, time >= 0.3 * tau && time < 0.7 * tau ? 5.0 : 0.0);
    problem.at(BoxFace::z_high).conditions[0].fluid_temperature = time < 0.7 * tau ? 300 : 310;
  };
  double at_half = 0;
  const auto answer = transient_conduction(
      one_cell(), {300}, {0, 0.5 * tau, tau},
      [&](double time, const std::vector<double>& t) {
        if (time == 0.5 * tau) at_half = t.front();
      },
      options);
  const double steady = 5 / conductance;
  EXPECT_NEAR(at_half, 300 + steady * (1 - std::exp(-0.2)), 1e-4);
  const double reached = 300 + steady * (1 - std::exp(-0.4));
  EXPECT_NEAR(answer.temperature.front(), 310 + (reached - 310) * std::exp(-0.3), 1e-4);
  EXPECT_EQ(changes, (std::vector<double>{0, 0.3 * tau, 0.7 * tau})) << "the last event lies beyond the end";
}

/// Two layers on 9 x 7 cells with heat in a corner.
ConductionProblem package() {
  ConductionProblem problem =
      conduction_box(even_faces(0, 0.009, 9), even_faces(0, 0.007, 7), {0, 5e-4, 5.1e-4, 1e-3, 2e-3},
                     {isotropic_solid("silicon", 110, 1.63e6), isotropic_solid("interface", 4, 2e6)});
  fill(problem, {0, 0, 5e-4}, {0.009, 0.007, 5.1e-4}, 1);
  problem.at(BoxFace::z_high).conditions = {{.convection = 5000, .fluid_temperature = 300}};
  add_power(problem, {0, 0, 0}, {0.003, 0.002, 5e-4}, 10);
  return problem;
}

TEST(ConductionTransient, EndsInTheSteadyState) {
  for (const bool radiates : {false, true}) {
    ConductionProblem problem = package();
    if (radiates) problem.at(BoxFace::x_low).conditions = {{.emissivity = 1}};
    if (radiates)
      problem.materials[0].factor_temperature = {250, 500}, problem.materials[0].factor = {1.2, 0.6};
    const auto steady = steady_conduction(problem, {.relative_tolerance = 1e-11});
    const auto answer = transient_conduction(problem, std::vector<double>(problem.cells(), 300.0), {0, 100},
                                             {}, {.tolerance = 1e-5});
    for (std::size_t c = 0; c < problem.cells(); ++c)
      EXPECT_NEAR(answer.temperature[c], steady.temperature[c], 1e-3);
  }
}

TEST(ConductionTransient, AnInsulatedBlockKeepsItsHeat) {
  ConductionProblem problem = package();
  problem.at(BoxFace::z_high).conditions.clear();
  problem.power.clear();
  std::vector<double> start(problem.cells(), 300.0);
  start[0] = 400, start[50] = 350;
  const auto heat = [&](const std::vector<double>& t) {
    double sum = 0;
    for (int j = 0; j < problem.ny(); ++j)
      for (int k = 0; k < problem.nz(); ++k)
        for (int i = 0; i < problem.nx(); ++i) {
          const std::size_t c = problem.index(i, j, k);
          sum += problem.materials[problem.material[c]].heat_capacity *
                 (problem.z[std::size_t(k) + 1] - problem.z[std::size_t(k)]) * 1e-6 * (t[c] - 300);
        }
    return sum;
  };
  const auto answer = transient_conduction(problem, start, {0, 0.01, 1}, {}, {.tolerance = 1e-4});
  // Sums are kept by every method of this kind; the iteration within a step leaves 1e-4 K of cells' error.
  EXPECT_NEAR(heat(answer.temperature), heat(start), 2e-3 * heat(start));
  const auto fixed = backward_euler_conduction(problem, start, 0.01, 20, {}, {.relative_tolerance = 1e-10});
  EXPECT_NEAR(heat(fixed.temperature), heat(start), 1e-9 * heat(start));
}

TEST(ConductionTransient, TheErrorFollowsTheTolerance) {
  const ConductionProblem problem = package();
  const std::vector<double> start(problem.cells(), 300.0);
  const auto at = [&](double tolerance) {
    return transient_conduction(problem, start, {0, 0.3}, {}, {.tolerance = tolerance}).temperature[0];
  };
  const double exact = at(1e-8);
  for (const double tolerance : {1e-2, 1e-3, 1e-4, 1e-5}) EXPECT_NEAR(at(tolerance), exact, 10 * tolerance);
}

TEST(ConductionTransient, BackwardEulerApproachesTheSame) {
  const ConductionProblem problem = package();
  const std::vector<double> start(problem.cells(), 300.0);
  const auto exact = transient_conduction(problem, start, {0, 0.3}, {}, {.tolerance = 1e-7}).temperature;
  int snapshots = 0;
  const auto count = [&](double, const std::vector<double>&) { ++snapshots; };
  const auto error_of = [&](int steps) {
    return std::abs(backward_euler_conduction(problem, start, 0.3 / steps, steps, count).temperature[0] -
                    exact[0]);
  };
  const double coarse = error_of(50), fine = error_of(100);
  EXPECT_EQ(snapshots, 150);
  EXPECT_NEAR(coarse / fine, 2, 0.1);
}

TEST(ConductionTransient, SaysHowFarItGot) {
  try {
    transient_conduction(package(), std::vector<double>(252, 300.0), {0, 10}, {}, {.maximum_steps = 5});
    FAIL();
  } catch (const ModelError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("transient_conduction: stopped at t = "), std::string::npos) << message;
    EXPECT_NE(message.find("of 10 s"), std::string::npos) << message;
    EXPECT_NE(message.find("5 steps were not enough"), std::string::npos) << message;
    EXPECT_NE(message.find("in cell ("), std::string::npos) << message;
  }
  // A grid that changes under way is refused.
  ConductionTransientOptions options{.events = {1}};
  options.change = [](double time, ConductionProblem& problem) {
    if (time > 0) problem.x.back() *= 2;
  };
  EXPECT_THROW(transient_conduction(package(), std::vector<double>(252, 300.0), {0, 10}, {}, options),
               std::invalid_argument);
}

TEST(ConductionTransient, StopsAtAnInterruptWithWhatItHas) {
  // In a process of its own: the flag stays up once and for all.
  const auto child = [] {
    watch_interrupts();
    ConductionTransientOptions options;
    options.step = [](double time) {
      if (time > 0.1) std::raise(SIGINT);
    };
    const auto answer =
        transient_conduction(package(), std::vector<double>(252, 300.0), {0, 10}, {}, options);
    std::exit(answer.interrupted && answer.time > 0.1 && answer.time < 10 ? 0 : 1);
  };
  EXPECT_EXIT(child(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace sunrack
