#include "physics/numerics/integrate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using Eigen::VectorXd;
using ConstRef = Eigen::Ref<const VectorXd>;
using Ref = Eigen::Ref<VectorXd>;

VectorXd vector(std::initializer_list<double> values) {
  VectorXd result(Eigen::Index(values.size()));
  std::copy(values.begin(), values.end(), result.begin());
  return result;
}

const Rate decay = [](double, ConstRef y, Ref rate) { rate = -y; };

TEST(Integrate, ExponentialDecayAtEveryTimeAskedFor) {
  const std::vector<double> times{0, 0.1, 1, 1.5, 5};
  const History history =
      integrate(decay, vector({1, -2}), times, {.relative_tolerance = 1e-9, .absolute_tolerance = 1e-12});
  EXPECT_EQ(history.times, times);
  ASSERT_EQ(history.states.cols(), 5);
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double exact = std::exp(-times[i]);
    // The tolerance is for one step; over some hundred steps a multiple of it collects.
    EXPECT_NEAR(history.states(0, Eigen::Index(i)) / exact, 1, 1e-7);
    EXPECT_NEAR(history.states(1, Eigen::Index(i)) / exact, -2, 2e-7);
  }
  EXPECT_FALSE(history.stopped);
  EXPECT_EQ(history.statistics.starts, 1);
}

TEST(Integrate, TheErrorFollowsTheTolerance) {
  for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
    const History history = integrate(decay, vector({1}), std::vector<double>{0, 1},
                                      {.relative_tolerance = tolerance, .absolute_tolerance = tolerance});
    // The error collected over the steps is a multiple of that of one; order and step change in jumps.
    EXPECT_LT(std::abs(history.final_state()[0] - std::exp(-1.0)), 30 * tolerance);
  }
}

// Robertson's problem: three reactions, nine orders of magnitude apart. Reference solution at t = 40 with
// 4e-10 relative accuracy by Hairer & Wanner's test set has 0.7158, as the SUNDIALS example cvRoberts_dns
// prints (0.71580, 9.185e-6, 0.28419 at its tolerance of 1e-4); steady limit and conservation are exact.
TEST(Integrate, StiffRobertsonProblem) {
  const Rate robertson = [](double, ConstRef y, Ref rate) {
    rate[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
    rate[2] = 3e7 * y[1] * y[1];
    rate[1] = -rate[0] - rate[2];
  };
  const std::vector<double> times{0, 0.4, 40, 4e10};
  const History history =
      integrate(robertson, vector({1, 0, 0}), times,
                {.relative_tolerance = 1e-8, .absolute_tolerances = vector({1e-12, 1e-16, 1e-12})});
  // The example's tolerance, 1e-4, at worst.
  EXPECT_NEAR(history.states(0, 1), 0.98517, 5e-6);
  EXPECT_NEAR(history.states(1, 1), 3.3864e-5, 5e-10);
  EXPECT_NEAR(history.states(0, 2), 0.71583, 5e-5);
  EXPECT_NEAR(history.states(1, 2), 9.1855e-6, 5e-9);
  // Late, y2 is small and steady: 3e7 y2^2 = -dy1/dt, y1 = 1e4 y2 y3 / 0.04, hence y1 -> 0 and y3 -> 1.
  EXPECT_LT(history.states(0, 3), 1e-6);
  EXPECT_NEAR(history.states(2, 3), 1, 1e-6);
  for (Eigen::Index i = 0; i < 4; ++i) EXPECT_NEAR(history.states.col(i).sum(), 1, 1e-9);
  EXPECT_LT(history.statistics.steps, 2000);  // an explicit method would need some 1e14
}

// dT/dt = -k T^4 has T = (T0^-3 + 3 k t)^(-1/3).
TEST(Integrate, PlateThatRadiatesToSpaceCoolsByItsClosedForm) {
  const double k =
      2 * 0.9 * constants::stefan_boltzmann / (5.0 * 900.0);  // both faces, 5 kg/m^2 of aluminium
  const std::vector<double> times{0, 600, 3600, 86400};
  const History history =
      integrate([&](double, ConstRef y, Ref rate) { rate[0] = -k * std::pow(y[0], 4); }, vector({350}), times,
                {.relative_tolerance = 1e-9, .absolute_tolerance = 1e-7});
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double exact = std::pow(std::pow(350.0, -3) + 3 * k * times[i], -1.0 / 3);
    EXPECT_NEAR(history.states(0, Eigen::Index(i)), exact, 1e-4);  // [K] some hundred steps of 3e-7 K
  }
}

// A circular orbit crosses the edge of a cylindrical shadow where r sin(phi) = R, on the night side.
TEST(Integrate, FindsTheEdgesOfAnEclipse) {
  const double mu = constants::earth_gravitational_parameter;
  const double edge = constants::earth_radius;
  const double r = edge + 550e3;
  const double n = std::sqrt(mu / (r * r * r));
  const Rate motion = [&](double, ConstRef y, Ref rate) {
    rate.head<3>() = y.tail<3>();
    rate.tail<3>() = -mu / std::pow(y.head<3>().norm(), 3) * y.head<3>();
  };
  const Event shadow{.name = "edge of the shadow",
                     .value = [&](double, ConstRef y) { return std::abs(y[1]) - edge; }};
  const std::vector<double> times{0, 2 * std::numbers::pi / n};
  const History history =
      integrate(motion, vector({r, 0, 0, 0, r * n, 0}), times,
                {.relative_tolerance = 1e-11, .absolute_tolerance = 1e-3, .events = {shadow}});
  ASSERT_EQ(history.events.size(), 4u);
  const double angle = std::asin(edge / r);
  const double expected[] = {angle, std::numbers::pi - angle, std::numbers::pi + angle,
                             2 * std::numbers::pi - angle};
  for (std::size_t i = 0; i < 4; ++i) {
    // [s] 0.1 m along an orbit of 7.6 km/s would be 1e-5 s; the slanted edge makes that a few times more.
    EXPECT_NEAR(history.events[i].time, expected[i] / n, 1e-3);
    EXPECT_EQ(history.events[i].rising, i % 2 == 0);
    EXPECT_NEAR(std::abs(history.events[i].state[1]), edge, 1e-2);
  }
  EXPECT_EQ(history.times.size(), 2u);
}

TEST(Integrate, AnEventOfTimeAloneIsExact) {
  const Event noon{.name = "noon", .value = [](double t, ConstRef) { return t - 0.7; }};
  const History history = integrate(decay, vector({1}), std::vector<double>{0, 2}, {.events = {noon}});
  ASSERT_EQ(history.events.size(), 1u);
  EXPECT_NEAR(history.events[0].time, 0.7, 1e-13);  // CVODES' own limit: 100 roundings
}

TEST(Integrate, AnEventCanEndTheHistory) {
  const Event half{.name = "half", .value = [](double, ConstRef y) { return y[0] - 0.5; }, .stop = true};
  const History history =
      integrate(decay, vector({1}), std::vector<double>{0, 0.1, 0.2, 5, 6},
                {.relative_tolerance = 1e-9, .absolute_tolerance = 1e-12, .events = {half}});
  EXPECT_TRUE(history.stopped);
  ASSERT_EQ(history.times.size(), 4u);
  EXPECT_EQ(history.states.cols(), 4);
  EXPECT_NEAR(history.times.back(), std::log(2.0), 1e-7);
  EXPECT_NEAR(history.final_state()[0], 0.5, 1e-10);
}

TEST(Integrate, OnlyCrossingsInTheDirectionAskedForCount) {
  const auto sine = [](double t, ConstRef) { return std::sin(t); };
  const std::vector<double> times{1, 20};
  const IntegrateOptions options{
      .maximum_step = 0.5,
      .events = {{.name = "rising", .value = sine, .crossing = Crossing::rising},
                 {.name = "falling", .value = sine, .crossing = Crossing::falling}}};
  const History history = integrate(decay, vector({1}), times, options);
  ASSERT_EQ(history.events.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(history.events[i].time, double(i + 1) * std::numbers::pi, 1e-11);
    EXPECT_EQ(history.events[i].rising, i % 2 == 1);
    EXPECT_EQ(history.events[i].event, i % 2 == 1 ? 0u : 1u);
  }
}

// A ball that keeps 0.8 of its speed: falls for sqrt(2 h / g), then flies for 2 v / g with v = 0.8 sqrt(2 g
// h), and so on.
TEST(Integrate, AnEventCanChangeTheState) {
  const double g = constants::standard_gravity;
  const Event bounce{.name = "bounce",
                     .value = [](double, ConstRef y) { return y[0]; },
                     .crossing = Crossing::falling,
                     .change = [](double, Ref y) { y[1] *= -0.8; }};
  const History history = integrate(
      [&](double, ConstRef y, Ref rate) {
        rate[0] = y[1];
        rate[1] = -g;
      },
      vector({1, 0}), std::vector<double>{0, 2.3},
      {.relative_tolerance = 1e-10, .absolute_tolerance = 1e-12, .maximum_step = 0.05, .events = {bounce}});
  double time = std::sqrt(2 / g);
  double speed = std::sqrt(2 * g);
  ASSERT_EQ(history.events.size(), 4u);
  for (const EventRecord& event : history.events) {
    EXPECT_NEAR(event.time, time, 1e-8);
    EXPECT_NEAR(event.state[1], -speed, 1e-7);
    speed *= 0.8;
    time += 2 * speed / g;
  }
  EXPECT_EQ(history.statistics.starts, 5);
}

/// 1 in the first half of each unit of time, 0 in the second.
double square_wave(double t) { return t - std::floor(t) < 0.5 ? 1 : 0; }

// Between breakpoints the rate is constant, which any order integrates exactly.
TEST(Integrate, BreakpointsMakeASquareWaveExact) {
  std::vector<double> breakpoints;
  for (int i = 1; i < 20; ++i) breakpoints.push_back(0.5 * i);
  const Rate rate = [](double t, ConstRef, Ref dydt) { dydt[0] = square_wave(t); };
  const std::vector<double> times{0, 0.25, 0.5, 0.75, 3.3, 9.25};
  const History history = integrate(rate, vector({0}), times, {.breakpoints = breakpoints});
  const double exact[] = {0, 0.25, 0.5, 0.5, 1.8, 4.75};
  for (std::size_t i = 0; i < times.size(); ++i)
    EXPECT_NEAR(history.states(0, Eigen::Index(i)), exact[i], 1e-12);  // rounding of some hundred steps
  EXPECT_EQ(history.statistics.starts, 19);                            // 18 breakpoints are before 9.25
  EXPECT_EQ(history.statistics.error_test_failures, 0);
}

// C dT/dt = q(t) - T with q a square wave: decays towards 1 and 0 in turns, in closed form.
TEST(Integrate, BreakpointsKeepTheAccuracyAcrossJumps) {
  const Rate rate = [](double t, ConstRef y, Ref dydt) { dydt[0] = square_wave(t) - y[0]; };
  const std::vector<double> times{0, 4};
  const auto run = [&](std::vector<double> breakpoints) {
    return integrate(
        rate, vector({0}), times,
        {.relative_tolerance = 1e-9, .absolute_tolerance = 1e-12, .breakpoints = std::move(breakpoints)});
  };
  double exact = 0;
  for (int half = 0; half < 8; ++half) {
    const double target = half % 2 == 0 ? 1 : 0;
    exact = target + (exact - target) * std::exp(-0.5);
  }
  const History history = run({3.5, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, -1, 0, 4, 77});  // any order, some outside
  EXPECT_NEAR(history.final_state()[0], exact, 1e-7);
  EXPECT_EQ(history.statistics.starts, 8);
}

TEST(Integrate, BreakpointsThatDifferByRoundingFromAnOutputTimeAreThatTime) {
  const double rounded = 0.1 + 0.2;  // not 0.3
  const Rate rate = [](double t, ConstRef, Ref dydt) { dydt[0] = t < 0.3 ? 1 : 0; };
  ASSERT_NE(rounded, 0.3);
  const History history =
      integrate(rate, vector({0}), std::vector<double>{0, rounded, 1}, {.breakpoints = {0.3, rounded}});
  EXPECT_NEAR(history.states(0, 1), 0.3, 1e-14);
  EXPECT_NEAR(history.states(0, 2), 0.3, 1e-14);
  EXPECT_EQ(history.statistics.starts, 2);
}

TEST(Integrate, TheRateIsNotAskedForOutsideOfTheTimes) {
  double earliest = 10;
  double latest = -10;
  integrate(
      [&](double t, ConstRef y, Ref rate) {
        earliest = std::min(earliest, t);
        latest = std::max(latest, t);
        rate = -y;
      },
      vector({1}), std::vector<double>{1, 2, 3});
  EXPECT_EQ(earliest, 1);
  EXPECT_EQ(latest, 3);
}

TEST(Integrate, TheSameTwiceIsTheSameToTheLastBit) {
  const std::vector<double> times{0, 1, 2};
  EXPECT_EQ(integrate(decay, vector({1, 2, 3}), times).states,
            integrate(decay, vector({1, 2, 3}), times).states);
}

TEST(Integrate, AnExceptionOfTheRateReachesTheCallerAsItIs) {
  const Rate rate = [](double t, ConstRef y, Ref dydt) {
    if (t > 0.5) throw std::domain_error("half is enough");
    dydt = -y;
  };
  try {
    integrate(rate, vector({1}), std::vector<double>{0, 1});
    FAIL() << "nothing thrown";
  } catch (const std::domain_error& error) {
    EXPECT_STREQ(error.what(), "half is enough");
  }
  const Event event{.name = "bad",
                    .value = [](double, ConstRef) -> double { throw std::domain_error("event"); }};
  EXPECT_THROW(integrate(decay, vector({1}), std::vector<double>{0, 1}, {.events = {event}}),
               std::domain_error);
}

std::string failure(const Rate& rate, const VectorXd& start, const std::vector<double>& times,
                    const IntegrateOptions& options) {
  try {
    integrate(rate, start, times, options);
  } catch (const ModelError& error) {
    return error.what();
  }
  return "nothing thrown";
}

// dy/dt = y^2 from 1 is 1 / (1 - t): no answer exists at t = 1.
TEST(Integrate, ABlowUpIsReportedWithTimeReasonAndComponent) {
  const Rate rate = [](double, ConstRef y, Ref dydt) {
    dydt[0] = 0;
    dydt[1] = y[1] * y[1];
  };
  const std::string message = failure(rate, vector({5, 1}), {0, 2}, {.names = {"bus", "battery"}});
  EXPECT_NE(message.find("stopped at t = "), std::string::npos) << message;
  EXPECT_NE(message.find("of 2 s"), std::string::npos) << message;
  EXPECT_NE(message.find("(CV_"), std::string::npos) << message;
  EXPECT_NE(message.find("'battery'"), std::string::npos) << message;
  EXPECT_NEAR(std::stod(message.substr(message.find("t = ") + 4)), 1, 1e-2) << message;
}

TEST(Integrate, ARateThatIsNotANumberIsReportedByName) {
  const Rate rate = [](double, ConstRef y, Ref dydt) {
    dydt[0] = -1;
    dydt[1] = std::sqrt(y[0]);  // y[0] = 1 - t
  };
  const std::string message = failure(rate, vector({1, 0}), {0, 2}, {.names = {"tank", "flow"}});
  EXPECT_NE(message.find("the rate of 'flow' is "), std::string::npos) << message;
  EXPECT_NE(message.find("nan"), std::string::npos) << message;
}

TEST(Integrate, AModelErrorOfTheRateIsPassedOnWithTheTime) {
  const Rate rate = [](double, ConstRef y, Ref dydt) {
    if (y[0] < 0.5) throw ModelError("coolant below its freezing point");
    dydt = -y;
  };
  const std::string message = failure(rate, vector({1}), {0, 2}, {});
  EXPECT_NE(message.find("coolant below its freezing point"), std::string::npos) << message;
  EXPECT_NEAR(std::stod(message.substr(message.find("t = ") + 4)), std::log(2.0), 1e-2) << message;
  EXPECT_NE(failure([](double, ConstRef, Ref) { throw ModelError("never"); }, vector({1}), {0, 2}, {})
                .find("never"),
            std::string::npos);
}

TEST(Integrate, TooManyStepsAreReported) {
  const Rate wave = [](double t, ConstRef, Ref dydt) {
    dydt[0] = 0.001 * std::cos(t);
    dydt[1] = std::cos(100 * t);
  };
  const std::string message =
      failure(wave, vector({0, 0}), {0, 1, 2, 1000}, {.maximum_steps = 200, .names = {"bus", "battery"}});
  EXPECT_NE(message.find("200 steps were not enough"), std::string::npos) << message;
  EXPECT_NE(message.find("CV_TOO_MUCH_WORK"), std::string::npos) << message;
  EXPECT_NE(message.find("largest weighted error"), std::string::npos) << message;
  EXPECT_NE(message.find("in 'battery'"), std::string::npos) << message;
}

TEST(Integrate, RefusesBadInputByName) {
  const std::vector<double> times{0, 1};
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(integrate(nullptr, vector({1}), times), std::invalid_argument);
  EXPECT_THROW(integrate(decay, VectorXd(), times), std::invalid_argument);
  EXPECT_THROW(integrate(decay, vector({nan}), times), std::invalid_argument);
  EXPECT_THROW(integrate(decay, vector({1}), std::vector<double>{0}), std::invalid_argument);
  EXPECT_THROW(integrate(decay, vector({1}), std::vector<double>{0, 2, 2}), std::invalid_argument);
  EXPECT_THROW(integrate(decay, vector({1}), std::vector<double>{0, nan}), std::invalid_argument);
  EXPECT_THROW(integrate(decay, vector({1}), times, {.relative_tolerance = 0}), std::invalid_argument);
  EXPECT_THROW(integrate(decay, vector({1}), times, {.absolute_tolerance = -1}), std::invalid_argument);
  EXPECT_THROW(integrate(decay, vector({1}), times, {.absolute_tolerances = vector({1, 1})}),
               std::invalid_argument);
  EXPECT_THROW(integrate(decay, vector({1}), times, {.maximum_step = -1}), std::invalid_argument);
  EXPECT_THROW(integrate(decay, vector({1}), times, {.breakpoints = {nan}}), std::invalid_argument);
  EXPECT_THROW(integrate(decay, vector({1}), times, {.events = {Event{.name = "empty"}}}),
               std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
