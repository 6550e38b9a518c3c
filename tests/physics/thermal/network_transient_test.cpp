#include "physics/thermal/network_transient.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <string>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {
namespace {

constexpr double sigma = constants::stefan_boltzmann;

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

template <class Run>
std::string message_of(Run run) {
  try {
    run();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "nothing was thrown";
}

/// A node that radiates to 0 K: T^-3 grows with time.
struct Cooling {
  static constexpr double capacity = 5e4, area = 2 * 0.85, start = 350;
  ThermalNetwork network{"cooling"};
  NodeId node = network.diffusive("node", capacity, start), space = network.boundary("space", 0);
  Cooling() { network.radiate(node, space, area); }
  static double exact(double t) {
    return std::cbrt(1 / (1 / (start * start * start) + 3 * sigma * area * t / capacity));
  }
};

TEST(NetworkTransient, RadiationToNothingFollowsTheClosedForm) {
  const Cooling c;
  const std::vector<double> times = {0, 600, 3600, 7200, 36000};
  const auto history =
      network_transient(c.network, times, {.relative_tolerance = 1e-9, .absolute_tolerance = 1e-7});
  for (std::size_t i = 0; i < times.size(); ++i)
    EXPECT_NEAR(history.temperatures(Eigen::Index(c.node.index), Eigen::Index(i)), c.exact(times[i]), 1e-4)
        << times[i];  // 0.1 mK; the reference allows 1 mK
}

double error_at_an_hour(double tolerance) {
  const Cooling c;
  const auto history = network_transient(c.network, std::vector<double>{0, 3600},
                                         {.relative_tolerance = tolerance, .absolute_tolerance = 1e-12});
  return std::abs(history.temperatures(0, 1) - c.exact(3600)) / c.exact(3600);
}

TEST(NetworkTransient, ErrorFollowsTheTolerance) {
  for (const double tolerance : {1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9}) {
    const double error = error_at_an_hour(tolerance);
    // Steps add up: some tens of them, each within its tolerance.
    EXPECT_LT(error, 20 * tolerance);
  }
  // A hundred thousand times less tolerance, at least three thousand times less error.
  EXPECT_LT(error_at_an_hour(1e-9), error_at_an_hour(1e-4) / 3000);
}

TEST(NetworkTransient, OrderIsThatOfABdfAndNotThatOfEuler) {
  // The number of steps N of a method of order p grows as error^(-1/p): Euler's rule would need a thousand
  // times the steps for a thousandth of the error.
  const Cooling c;
  const auto steps = [&](double tolerance) {
    return double(network_transient(c.network, std::vector<double>{0, 36000},
                                    {.relative_tolerance = tolerance, .absolute_tolerance = 1e-12})
                      .statistics.steps);
  };
  const double order = std::log(1e-5 / 1e-9) / std::log(steps(1e-9) / steps(1e-5));
  EXPECT_GT(order, 3);  // BDF of order up to 5; 4 to 5 seen
}

TEST(NetworkTransient, TwoCapacitancesExchangeExponentially) {
  ThermalNetwork n;
  const auto a = n.diffusive("a", 1000, 350), b = n.diffusive("b", 3000, 290);
  n.conduct(a, b, 2);
  const std::vector<double> times = {0, 100, 500, 1000, 3000};
  const auto history = network_transient(n, times, {.relative_tolerance = 1e-9, .absolute_tolerance = 1e-7});
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double fall = 60 * std::exp(-times[i] / 375);
    EXPECT_NEAR(history.temperatures(0, Eigen::Index(i)), 305 + 0.75 * fall, 1e-5);
    EXPECT_NEAR(history.temperatures(1, Eigen::Index(i)), 305 - 0.25 * fall, 1e-5);
  }
  EXPECT_NEAR(history.energy.stored, 0, 1e-6);  // [J] nothing leaves
}

TEST(NetworkTransient, CoolantCellsWithoutCapacityFollowTheLoop) {
  // Boundary inlet -> two cells, each on a plate: T_cell = (m T_up + G T_plate)/(m + G) at every moment.
  ThermalNetwork n;
  const auto inlet = n.boundary("inlet", 280);
  const auto first = n.arithmetic("first"), second = n.arithmetic("second");
  const auto p = n.diffusive("p", 2000, 320), q = n.diffusive("q", 4000, 340);
  n.advect(inlet, first, 20), n.advect(first, second, 20);
  n.conduct(first, p, 5), n.conduct(second, q, 10);
  const auto history = network_transient(n, std::vector<double>{0, 100, 400},
                                         {.relative_tolerance = 1e-9, .absolute_tolerance = 1e-7});
  for (Eigen::Index i = 0; i < 3; ++i) {
    const auto t = [&](NodeId id) { return history.temperatures(Eigen::Index(id.index), i); };
    EXPECT_NEAR(t(first), (20 * 280 + 5 * t(p)) / 25, 1e-10);
    EXPECT_NEAR(t(second), (20 * t(first) + 10 * t(q)) / 30, 1e-10);
  }
  // Plate p sees the inlet through 20*5/25 = 4 W/K.
  EXPECT_NEAR(history.temperatures(Eigen::Index(p.index), 2), 280 + 40 * std::exp(-4.0 / 2000 * 400), 1e-4);
  EXPECT_LT(history.energy.relative_residual, 1e-8);
  EXPECT_LT(history.energy.coolant, 0);  // it carries the heat away
}

/// A slab of wax between a heated plate and space.
ThermalNetwork wax(double heat) {
  ThermalNetwork n("wax");
  const auto pcm = n.phase_change(
      "wax",
      {.solid_capacity = 2000, .liquid_capacity = 2500, .melting_temperature = 300, .latent_heat = 2e5}, 290);
  n.heat(pcm, heat);
  return n;
}

TEST(NetworkTransient, MeltingHoldsTheTemperatureForItsLatentHeat) {
  // 100 W: 200 s to warm by 10 K, 2000 s to melt, then 25 s a kelvin.
  const auto history = network_transient(wax(100), std::vector<double>{0, 100, 200, 1200, 2200, 2450},
                                         {.relative_tolerance = 1e-8});
  const std::vector<double> expected = {290, 295, 300, 300, 300, 310};
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(history.temperatures(0, Eigen::Index(i)), expected[i], 1e-5);
  ASSERT_EQ(history.switches.size(), 2u);
  EXPECT_EQ(history.switches[0].what, "node 'wax' begins to melt");
  EXPECT_NEAR(history.switches[0].time, 200, 1e-4);
  EXPECT_EQ(history.switches[1].what, "node 'wax' is molten");
  EXPECT_NEAR(history.switches[1].time, 2200, 1e-3);
  EXPECT_NEAR(history.energy.stored, 245000, 1);
}

TEST(NetworkTransient, MeltingAndFreezingGiveBackWhatTheyTook) {
  ThermalNetwork n = wax(0);
  n.heat(n.node("wax"), [](double t) { return 150 * std::sin(2 * std::numbers::pi * t / 8000); });
  const auto history = network_transient(n, std::vector<double>{0, 2000, 4000, 6000, 8000},
                                         {.relative_tolerance = 1e-9, .absolute_tolerance = 1e-7});
  EXPECT_GT(history.temperatures(0, 2), 300.0 + 1);  // molten and warm at the half
  EXPECT_NEAR(history.temperatures(0, 4), 290, 1e-4);
  EXPECT_EQ(history.switches.size(), 4u);
  EXPECT_LT(history.energy.relative_residual, 1e-8);
}

/// One node on a thermostat, cooled to a boundary: times between switches are logarithms.
ThermalNetwork thermostat() {
  ThermalNetwork n("thermostat");
  const auto box = n.diffusive("box", 1000, 290), cold = n.boundary("cold", 250);
  n.conduct(box, cold, 2);
  n.heater({.name = "h", .node = box, .sensor = box, .power = 120, .on_below = 280, .off_above = 285});
  return n;
}

TEST(NetworkTransient, HeaterSwitchesWhereTheClosedFormSays) {
  const auto history = network_transient(thermostat(), std::vector<double>{0, 600},
                                         {.relative_tolerance = 1e-10, .absolute_tolerance = 1e-8});
  const double tau = 500, first = tau * std::log(40.0 / 30);  // falls from 290 to 280 towards 250
  const double on = tau * std::log(30.0 / 25), off = tau * std::log(35.0 / 30);  // towards 310, towards 250
  ASSERT_GE(history.switches.size(), 4u);
  double expected = first;
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(history.switches[i].time, expected, 1e-4) << i;
    EXPECT_EQ(history.switches[i].what, i % 2 == 0 ? "heater 'h' on" : "heater 'h' off");
    expected += i % 2 == 0 ? on : off;
  }
  EXPECT_LT(history.energy.relative_residual, 1e-9);
}

TEST(NetworkTransient, SteadyHeaterGivesTheMeanOfItsCycles) {
  const auto steady = network_steady(thermostat());
  EXPECT_GT(steady.temperatures[0], 280);
  EXPECT_LT(steady.temperatures[0], 285);
  const double tau = 500, on = tau * std::log(30.0 / 25), off = tau * std::log(35.0 / 30);
  // Within one kelvin of the band's middle, whose loss is 2 W/K: 2 % of 120 W.
  EXPECT_NEAR(steady.heater_shares[0], on / (on + off), 0.02);
}

TEST(NetworkTransient, EdgesAreFoundToTheMicrosecond) {
  Cooling c;
  const double edge = 1234.56789;
  c.network.edge("shadow", [edge](double t) { return t - edge; });
  c.network.heat(c.node, [edge](double t) { return t < edge ? 800.0 : 0.0; });
  const auto history =
      network_transient(c.network, std::vector<double>{0, 5000}, {.relative_tolerance = 1e-8});
  ASSERT_EQ(history.switches.size(), 1u);
  EXPECT_EQ(history.switches[0].what, "edge 'shadow' up");
  EXPECT_NEAR(history.switches[0].time, edge, 1e-6);
}

TEST(NetworkTransient, KrylovAndDirectAgree) {
  const auto run = [](NetworkSolver solver) {
    ThermalNetwork n;
    const auto space = n.boundary("space", 3);
    std::vector<NodeId> rod;
    for (int i = 0; i < 60; ++i) {
      rod.push_back(n.diffusive("r" + std::to_string(i), 50 + i, 290));
      n.radiate(rod.back(), space, 0.02);
      if (i > 0) n.conduct(rod[std::size_t(i)], rod[std::size_t(i - 1)], 5);
    }
    n.heat(rod[10], 30);
    return network_transient(n, std::vector<double>{0, 500, 5000},
                             {.relative_tolerance = 1e-8, .absolute_tolerance = 1e-6, .solver = solver});
  };
  const auto direct = run(NetworkSolver::direct), krylov = run(NetworkSolver::krylov);
  EXPECT_EQ(direct.statistics.linear_iterations, 0);
  EXPECT_GT(krylov.statistics.linear_iterations, 0);
  EXPECT_LT((direct.temperatures - krylov.temperatures).cwiseAbs().maxCoeff(), 1e-3);
}

TEST(NetworkTransient, ResumeGoesOnAsIfThereHadBeenNoBreak) {
  NetworkSystem one(thermostat()), other(thermostat());
  const NetworkTransientOptions fine{.relative_tolerance = 1e-10, .absolute_tolerance = 1e-8};
  const auto whole = network_transient(one, std::vector<double>{0, 1000}, fine);
  const auto half = network_transient(one, std::vector<double>{0, 333}, fine);
  NetworkTransientOptions resumed = fine;
  resumed.resume = half.restart;
  const auto rest = network_transient(other, std::vector<double>{333, 1000}, resumed);
  EXPECT_NEAR(rest.temperatures(0, 1), whole.temperatures(0, 1), 1e-5);
  EXPECT_EQ(half.switches.size() + rest.switches.size(), whole.switches.size());
  resumed.resume->names[0] = "bax";
  const std::string said = message_of([&] {
    network_transient(other, std::vector<double>{333, 1000}, resumed);
  });
  EXPECT_TRUE(has(said, "the restart is of another network: it has 'bax' for 'box'")) << said;
}

TEST(NetworkTransient, ResumeFromAStateOutsideOfItsBandSwitchesTheHeater) {
  NetworkSystem system(thermostat());
  NetworkTransientOptions resumed;
  resumed.resume = NetworkRestart{.time = 0, .names = {"box"}, .state = {270}, .modes = {0}};
  const auto history = network_transient(system, std::vector<double>{0, 100, 500}, resumed);
  EXPECT_NEAR(history.temperatures(0, 1), 310 - 40 * std::exp(-0.2), 0.01);  // it heats from the first moment
  ASSERT_FALSE(history.switches.empty());
  EXPECT_EQ(history.switches[0].what, "heater 'h' off");
}

TEST(NetworkTransient, FailureSaysTheTimeAndTheNode) {
  ThermalNetwork n("drained");
  const auto a = n.diffusive("a", 100, 300), b = n.diffusive("b", 100, 300);
  n.conduct(a, b, 1e-3);
  n.heat(b, -50);  // 600 s to nothing
  const std::string said = message_of([&] {
    network_transient(n, std::vector<double>{0, 1e4}, {.relative_tolerance = 1e-6});
  });
  EXPECT_TRUE(has(said, "network 'drained'")) << said;
  EXPECT_TRUE(has(said, "t = 60")) << said;  // 600.4 s
  EXPECT_TRUE(has(said, "node 'b' would be at")) << said;
  const Cooling c;
  const std::string short_of_steps = message_of([&] {
    network_transient(c.network, std::vector<double>{0, 1e5},
                      {.relative_tolerance = 1e-10, .maximum_steps = 20});
  });
  EXPECT_TRUE(has(short_of_steps, "20 steps were not enough")) << short_of_steps;
  EXPECT_TRUE(has(short_of_steps, "in 'node'")) << short_of_steps;
}

TEST(NetworkCycle, ShootingFindsWhatLongIntegrationLeadsTo) {
  // A bus behind a heavy tank: it takes hundreds of orbits to settle by itself.
  ThermalNetwork n("orbiting");
  const double period = 5700, dark = 2100;
  const auto plate = n.diffusive("plate", 5e3), bus = n.diffusive("bus", 5e4),
             tank = n.diffusive("tank", 4e5);
  const auto space = n.boundary("space", 3);
  n.radiate(plate, space, 0.8), n.conduct(plate, bus, 3), n.conduct(bus, tank, 5), n.heat(bus, 150);
  const auto sun = [=](double t) { return std::fmod(t, period) < period - dark ? 500.0 : 0.0; };
  n.heat(plate, sun);
  std::vector<double> breaks;
  const int orbits = 900;
  for (int i = 0; i < orbits; ++i) {
    breaks.push_back(i * period + period - dark);
    breaks.push_back((i + 1) * period);
  }
  n.breakpoints(breaks);
  const auto cycle = network_cycle(n, 0, period, {.tolerance = 1e-4});
  EXPECT_LE(cycle.mismatch, 1e-4);
  EXPECT_LT(cycle.periods, 40);
  const auto settled = network_transient(n, std::vector<double>{0, orbits * period},
                                         {.relative_tolerance = 1e-8, .absolute_tolerance = 1e-6});
  for (Eigen::Index i = 0; i < 3; ++i)
    // What is left of the start after 900 orbits (15 time constants), and of the tolerances.
    EXPECT_NEAR(cycle.history.temperatures(i, 0), settled.temperatures(i, 1), 2e-3);
  EXPECT_LT(settled.energy.relative_residual, 1e-6);
}

TEST(NetworkCycle, FindsAHeaterThatKeepsStepWithTheOrbit) {
  ThermalNetwork n("kept warm");
  const auto box = n.diffusive("box", 4000, 290), cold = n.boundary("cold", 250);
  n.conduct(box, cold, 2);
  const double period = 5000;
  n.heat(box, [=](double t) { return std::fmod(t, period) < 3000 ? 90.0 : 0.0; });
  n.heater({.name = "h", .node = box, .sensor = box, .power = 60, .on_below = 275, .off_above = 283});
  std::vector<double> breaks;
  for (int i = 0; i < 40; ++i) {
    breaks.push_back(i * period + 3000);
    breaks.push_back((i + 1) * period);
  }
  n.breakpoints(breaks);
  const auto cycle = network_cycle(n, 0, period);
  const auto settled = network_transient(n, std::vector<double>{0, 40 * period},
                                         {.relative_tolerance = 1e-9, .absolute_tolerance = 1e-7});
  EXPECT_FALSE(cycle.history.switches.empty());
  EXPECT_NEAR(cycle.history.temperatures(0, 0), settled.temperatures(0, 1),
              2e-3);  // the tolerance of a cycle
}

/// Everything at once: arithmetic nodes, radiation, coolant, a heater that switches.
ThermalNetwork everything(const std::vector<double>& p) {
  ThermalNetwork n("everything");
  const auto a = n.diffusive("a", p[0], p[6]), b = n.diffusive("b", 4000, 300);
  const auto joint = n.arithmetic("joint"), cell = n.arithmetic("cell");
  const auto space = n.boundary("space", p[5]), inlet = n.boundary("inlet", 285);
  n.conduct(a, joint, p[1]);
  n.radiate(joint, b, 0.5);
  n.radiate(b, space, p[2]);
  n.advect(inlet, cell, p[3]);
  n.conduct(cell, b, 2);
  n.heat(a, p[4]);
  n.heat(joint, 10);
  n.heater({.name = "h", .node = joint, .sensor = a, .power = p[7], .on_below = 298, .off_above = 303});
  return n;
}

TEST(NetworkSensitivity, AgreesWithDifferencesThroughSwitches) {
  const std::vector<double> p = {1500, 3, 0.6, 4, 25, 150, 300, 200};
  const std::vector<NetworkParameter> parameters = {
      {ParameterKind::capacity, 0},          {ParameterKind::conductor, 0},   {ParameterKind::conductor, 2},
      {ParameterKind::conductor, 3},         {ParameterKind::load, 0},        {ParameterKind::boundary, 4},
      {ParameterKind::start_temperature, 0}, {ParameterKind::heater_power, 0}};
  const std::vector<double> times = {0, 600, 2000};
  NetworkTransientOptions options{
      .relative_tolerance = 1e-10, .absolute_tolerance = 1e-9, .parameters = parameters};
  const auto history = network_transient(everything(p), times, options);
  ASSERT_GE(history.switches.size(), 3u);  // it does switch
  options.parameters.clear();
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double step = 1e-4 * p[i];
    const auto moved = [&](double by) {
      auto q = p;
      q[i] += by;
      return network_transient(everything(q), times, options);
    };
    const auto up = moved(step), down = moved(-step);
    ASSERT_EQ(up.switches.size(), down.switches.size());
    for (Eigen::Index k = 1; k < 3; ++k)
      for (Eigen::Index node = 0; node < 6; ++node) {
        const double difference = (up.temperatures(node, k) - down.temperatures(node, k)) / (2 * step);
        const double scale = std::max(std::abs(difference), 1 / std::abs(p[i]));
        // Second-order differences over a ten-thousandth, and events located to their tolerance.
        EXPECT_NEAR(history.sensitivities[std::size_t(k)](node, Eigen::Index(i)), difference, 2e-4 * scale)
            << parameter_name(everything(p), parameters[i]) << ", node " << node << ", time " << k;
      }
  }
}

TEST(NetworkSensitivity, SteadySlopesAgreeWithDifferences) {
  const std::vector<double> p = {1500, 3, 0.6, 4, 25, 150, 300, 200};
  NetworkSystem system(everything(p));
  const auto steady = network_steady(system);
  const std::vector<std::pair<NetworkParameter, std::size_t>> cases = {
      {{ParameterKind::conductor, 0}, 1}, {{ParameterKind::conductor, 2}, 2},
      {{ParameterKind::conductor, 3}, 3}, {{ParameterKind::load, 0}, 4},
      {{ParameterKind::boundary, 4}, 5},  {{ParameterKind::heater_power, 0}, 7}};
  for (const auto& [parameter, i] : cases) {
    const auto slopes = steady_slopes(system, steady, parameter);
    const auto moved = [&, k = i](double by) {
      auto q = p;
      q[k] += by;
      return network_steady(everything(q)).temperatures;
    };
    const double step = 1e-3 * p[i];
    const auto up = moved(step), down = moved(-step);
    for (std::size_t node = 0; node < up.size(); ++node)
      EXPECT_NEAR(slopes[node], (up[node] - down[node]) / (2 * step), 1e-5 * (1 + std::abs(slopes[node])));
  }
}

TEST(NetworkSystem, JacobianAgreesWithDifferences) {
  NetworkSystem system(everything({1500, 3, 0.6, 4, 25, 150, 300, 200}));
  const std::vector<double> x = {310, 290};
  std::vector<double> values(system.pattern().entries()), up(2), down(2);
  system.jacobian(0, x, values);
  for (std::size_t j = 0; j < 2; ++j) {
    auto a = x, b = x;
    a[j] += 1e-3, b[j] -= 1e-3;
    system.rate(0, a, up), system.rate(0, b, down);
    for (std::size_t i = 0; i < 2; ++i)
      EXPECT_NEAR(values[system.pattern().at(i, j)], (up[i] - down[i]) / 2e-3, 1e-10);
  }
}

}  // namespace
}  // namespace sunrack
