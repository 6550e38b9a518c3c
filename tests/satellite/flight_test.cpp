#include "satellite/flight.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include "physics/constants.h"
#include "physics/orbit/ephemeris.h"
#include "physics/require.h"
#include "satellite/flight_record.h"
#include "satellite/spec_file.h"

namespace sunrack {
namespace {

const SatelliteSpec& reference() {
  static const SatelliteSpec spec = preset("reference-2026");
  return spec;
}
const SatelliteDesign& sized() {
  static const SatelliteDesign design = size_satellite(reference());
  return design;
}
double worst_day() {
  const EclipseYear year = eclipse_year(sized().environment.orbit, 2026);
  const auto longest = std::max_element(year.duration.begin(), year.duration.end());
  return year.times[std::size_t(longest - year.duration.begin())];
}
FlightOptions in_season(double orbits) {
  FlightOptions options;
  options.start = worst_day();
  options.duration = orbits * sized().environment.period;
  return options;
}
const FlightNodeSummary& node(const FlightResult& flight, const std::string& name) {
  for (const FlightNodeSummary& n : flight.nodes)
    if (n.name == name) return n;
  throw std::out_of_range(name);
}

TEST(FlightNetwork, HasTwentyNodesAndEachIsReached) {
  const FlightNetwork net = flight_network(reference(), sized());
  EXPECT_GE(net.nodes.size(), 20u);
  std::vector<int> linked(net.nodes.size(), 0);
  for (const auto& l : net.links) ++linked[l.a], ++linked[l.b];
  for (const auto& e : net.exchanges) ++linked[e.a], ++linked[e.b];
  for (const auto& s : net.surfaces) ++linked[s.node];
  for (const auto n : net.coolant) ++linked[n];
  for (std::size_t i = 0; i < linked.size(); ++i) EXPECT_GT(linked[i], 0) << net.nodes[i].name;
}

TEST(FlightSystem, JacobianIsThatOfTheRate) {
  FlightOptions options = in_season(1);
  FlightSystem system = flight_system(reference(), sized(), options);
  std::vector<double> y = flight_start(system, sized());
  y[system.charge()] = 0.7;
  const std::size_t n = system.unknowns();
  for (const bool hot : {false, true}) {
    if (hot) y[system.network().dies] = system.network().junction_limit + 3;  // throttling
    system.settle(*options.start, y);
    std::vector<double> jacobian(n * n, 0.0), above(n), below(n);
    system.jacobian(*options.start, y, jacobian);
    for (std::size_t j = 0; j < n; ++j) {
      const double step = j == system.charge() ? 1e-5 : 1e-2;
      std::vector<double> moved = y;
      moved[j] = y[j] + step;
      system.rate(*options.start, moved, above);
      moved[j] = y[j] - step;
      system.rate(*options.start, moved, below);
      for (std::size_t i = 0; i < n; ++i) {
        const double by_difference = (above[i] - below[i]) / (2 * step);
        // Differences of second order over 1e-2 K, and one-sided ones in the battery's columns.
        EXPECT_NEAR(jacobian[i + n * j], by_difference, 1e-4 * std::abs(by_difference) + 1e-9)
            << system.name(i) << " by " << system.name(j) << (hot ? ", throttled" : "");
      }
    }
  }
}

TEST(Flight, SteadyHotCaseIsSizingsOwn) {
  // Sizing's panel without margin and oversize, in sizing's worst hour, held: the junction comes to its
  // design temperature with sizing's view factor. Six segments of the panel against a march: 0.3 K; battery
  // and insulation take what sizing gives to the loop (about 50 W) and avionics lose some to the structure.
  SatelliteDesign bare = sized();
  bare.radiator.area = bare.radiator.panel.area;
  FlightOptions options;
  options.environment = "hot";
  options.duration = 6 * sized().environment.period;
  options.start = time_of_date(2026, 3, 21);
  options.network.views = FlightViews::sizing;
  const FlightResult flight = fly(reference(), bare, options);
  const double design = bare.compute.package.state.junction_temperature;
  // In orbit the worst hour passes: never above the design, and near it.
  EXPECT_LT(node(flight, "dies").maximum, design + 0.5);
  EXPECT_GT(node(flight, "dies").maximum, design - 8);
}

TEST(Flight, EnergyIsAccountedFor) {
  const FlightResult flight = fly(reference(), sized(), in_season(15));
  EXPECT_LT(std::abs(flight.residual.total), 1e-6);
  EXPECT_LT(std::abs(flight.residual.thermal), 1e-6);
  EXPECT_LT(std::abs(flight.residual.electrical), 1e-12);  // an identity of the power balance
  EXPECT_LT(std::abs(flight.residual.stored), 1e-5);       // over what passes through the battery alone
  EXPECT_LT(flight.residual.worst_orbit, 1e-6);
  // What was asked for is done or lost to a cause.
  double lost = 0;
  for (const FlightSum cause : {FlightSum::lost_eclipse, FlightSum::lost_shed, FlightSum::lost_throttle,
                                FlightSum::lost_off, FlightSum::lost_trip})
    lost += flight.sum(cause);
  EXPECT_NEAR((flight.sum(FlightSum::done) + lost) / flight.sum(FlightSum::asked), 1, 1e-9);
}

TEST(Flight, EveryEdgeOfTheShadowIsAnEvent) {
  // Through the end of the season, where eclipses are short and grazing: the integrator's events against the
  // search of all passages by sampling.
  FlightOptions options;
  const EclipseYear year = eclipse_year(sized().environment.orbit, 2026);
  std::size_t last = 0;
  for (std::size_t day = 0; day + 1 < year.duration.size(); ++day)
    if (year.duration[day] > 0 && year.duration[day + 1] == 0) last = day;
  options.start = year.times[last] - 4 * 86400;
  options.duration = 6 * 86400;
  const FlightResult flight = fly(reference(), sized(), options);
  FlightSystem system = flight_system(reference(), sized(), options);
  const auto position = [&](double t) { return Eigen::Vector3d(system.environment().point(t).position); };
  const auto sun = [](double t) { return interpolated_sun_vector(t); };
  const auto events =
      eclipse_events(position, sun, {.radius = constants::earth_radius}, constants::sun_radius,
                     *options.start, *options.start + options.duration, 60);
  double shadow = 0;
  int umbras = 0;
  for (const auto& e : events) shadow += e.penumbra_exit - e.penumbra_entry, umbras += e.has_umbra;
  EXPECT_GT(events.size(), 30u);
  // None is missed, the last grazing ones of the season included, which are shorter than a step. Edges are
  // found to 1e-5 s by the search and as steps' ends by the flight.
  EXPECT_EQ(flight.eclipses, int(events.size()));
  EXPECT_EQ(flight.umbras, umbras);
  EXPECT_NEAR(flight.in_shadow, shadow, 1e-2);
}

TEST(Flight, TighterToleranceChangesTemperaturesInProportion) {
  FlightOptions options = in_season(2);
  const auto end_at = [&](double tolerance) {
    options.relative_tolerance = tolerance;
    options.temperature_tolerance = 100 * tolerance;
    return fly(reference(), sized(), options).end_state;
  };
  const auto exact = end_at(1e-9);
  const auto error = [&](double tolerance) {
    const auto y = end_at(tolerance);
    double most = 0;
    for (std::size_t i = 0; i + 1 < y.size(); ++i) most = std::max(most, std::abs(y[i] - exact[i]));
    return most;
  };
  const double coarse = error(1e-4), fine = error(1e-6);
  EXPECT_LT(fine, 0.01);         // [K] at the tolerance that flights use
  EXPECT_LT(fine, coarse / 10);  // a hundred times tighter
}

TEST(Flight, GoesOnFromItsCheckpointToTheLastBit) {
  const auto folder = std::filesystem::temp_directory_path() / "sunrack_flight_test";
  std::filesystem::create_directories(folder);
  FlightOptions options = in_season(40);
  const FlightResult whole = fly(reference(), sized(), options);
  options.checkpoint = folder / "flight.checkpoint";
  std::atomic<bool> stop = false;
  options.cancel = &stop;
  options.progress = [&](double share) { stop = share > 0.5; };
  const FlightResult half = fly(reference(), sized(), options);
  EXPECT_FALSE(half.complete);
  EXPECT_LT(half.flown, whole.flown);
  options.cancel = nullptr;
  options.progress = {};
  options.resume = true;
  const FlightResult rest = fly(reference(), sized(), options);
  EXPECT_TRUE(rest.complete);
  EXPECT_EQ(rest.end_state, whole.end_state);
  EXPECT_EQ(rest.sums, whole.sums);
  for (std::size_t i = 0; i < whole.nodes.size(); ++i) {
    EXPECT_EQ(rest.nodes[i].minimum, whole.nodes[i].minimum);
    EXPECT_EQ(rest.nodes[i].mean, whole.nodes[i].mean);
  }
  EXPECT_EQ(rest.cycles[0].histogram.counts, whole.cycles[0].histogram.counts);
  EXPECT_EQ(rest.battery_remaining, whole.battery_remaining);
  EXPECT_EQ(rest.orbits.size(), whole.orbits.size());
  // Of another flight, damaged, or not there: refused.
  options.environment = "hot";
  EXPECT_THROW(fly(reference(), sized(), options), std::invalid_argument);
  options.environment = "nominal";
  { std::ofstream(options.checkpoint) << "sunrack flight checkpoint 1\nnonsense\n"; }
  EXPECT_THROW(fly(reference(), sized(), options), std::invalid_argument);
  options.checkpoint = folder / "nowhere";
  EXPECT_THROW(fly(reference(), sized(), options), std::invalid_argument);
  std::filesystem::remove_all(folder);
}

TEST(Flight, RecordReadsBackToTheLastBit) {
  FlightRecord record{
      .block = 3, .state = {1.0 / 3, -0.0, 1e-310}, .rainflow = {{1, 2}, {}}, .cycles_today = 0.1};
  const std::string text = write_record(record, "flight 1");
  const FlightRecord back = read_record(text, "flight 1", "x");
  EXPECT_EQ(write_record(back, "flight 1"), text);
  EXPECT_EQ(back.state, record.state);
  EXPECT_THROW(read_record(text, "flight 2", "x"), std::invalid_argument);
  EXPECT_THROW(read_record(text.substr(0, text.size() / 2), "flight 1", "x"), std::invalid_argument);
}

TEST(Flight, SmallerRadiatorThrottlesAndABiggerOneDoesNot) {
  FlightOptions options;
  options.environment = "hot";
  options.start = time_of_date(2026, 3, 21);
  options.duration = 3 * sized().environment.period;
  options.network.panel_scale = 0.7;
  const FlightResult small = fly(reference(), sized(), options);
  EXPECT_GT(small.sum(FlightSum::lost_throttle), 0.01 * small.sum(FlightSum::asked));
  EXPECT_LT(node(small, "dies").maximum, node(small, "dies").highest + options.policy.throttle_band);
  options.network.panel_scale = 1.1;
  EXPECT_EQ(fly(reference(), sized(), options).sum(FlightSum::lost_throttle), 0);
}

TEST(Flight, ComputersCutOutWhenThePumpFailsAndComeBackWithIt) {
  FlightOptions options;
  options.start = time_of_date(2026, 3, 21);
  options.duration =
      1.5 * sized().environment.period;  // later the avionics warm the standing coolant further
  options.faults.pump_stops = 600;
  const FlightResult failed = fly(reference(), sized(), options);
  EXPECT_EQ(failed.trips, 1);  // without flow they stay off, whatever they cool to
  EXPECT_LE(node(failed, "dies").maximum, node(failed, "dies").highest + options.policy.trip_excess + 1e-6);
  EXPECT_GT(failed.sum(FlightSum::lost_trip), 0.8 * failed.sum(FlightSum::asked));
  EXPECT_LT(std::abs(failed.residual.total), 1e-6);

  options.duration = 6 * sized().environment.period;
  options.faults.pump_restarts = 3 * sized().environment.period;
  const FlightResult mended = fly(reference(), sized(), options);
  EXPECT_EQ(mended.trips, 1);
  EXPECT_GT(mended.sum(FlightSum::done), 0.4 * mended.sum(FlightSum::asked));
  EXPECT_LT(std::abs(mended.residual.total), 1e-6);
}

TEST(Flight, AnIntegratedOrbitGivesTheSameTemperatures) {
  FlightOptions options = in_season(3);
  const FlightResult closed = fly(reference(), sized(), options);
  options.integrated_orbit = true;
  const FlightResult integrated = fly(reference(), sized(), options);
  EXPECT_EQ(integrated.eclipses, closed.eclipses);
  // Within some seconds in 21 minutes: first-order theory against J2 to J4, Sun, Moon and drag.
  EXPECT_NEAR(integrated.longest_eclipse, closed.longest_eclipse, 5);
  for (const char* name : {"dies", "left wing cells", "panel far side 3"}) {
    EXPECT_NEAR(node(integrated, name).mean, node(closed, name).mean, 0.2) << name;
    EXPECT_NEAR(node(integrated, name).minimum, node(closed, name).minimum, 1) << name;
  }
  EXPECT_LT(std::abs(integrated.residual.total), 1e-6);
}

TEST(Flight, WithoutControlComputingIsShedAndTheSatelliteLives) {
  // Tumbling, the array gets a quarter of the Sun: keep-alive is fed, computing is not, however full the
  // battery.
  FlightOptions options;
  options.start = time_of_date(2026, 3, 21);
  options.duration = 2 * sized().environment.period;
  options.attitude = AttitudeLaw::tumbling;
  const FlightResult flight = fly(reference(), sized(), options);
  EXPECT_EQ(flight.sum(FlightSum::done), 0);
  EXPECT_NEAR(flight.sum(FlightSum::lost_shed) / flight.sum(FlightSum::asked), 1, 1e-9);
  EXPECT_EQ(flight.sum(FlightSum::unserved), 0);
  EXPECT_LT(std::abs(flight.residual.total), 1e-6);
  // Nadir, the array looks along the motion and never at the Sun of a dusk orbit: no keep-alive either.
  options.attitude = AttitudeLaw::nadir;
  EXPECT_THROW(fly(reference(), sized(), options), ModelError);
}

TEST(FlightOutside, WhatFallsInIsTakenUpOrReflectedAndWhatIsSentArrives) {
  for (const FlightViews views : {FlightViews::traced, FlightViews::sizing}) {
    const FlightOutside outside = flight_outside(reference(), sized(), views);
    const Eigen::Index count = outside.areas.size();
    ASSERT_EQ(std::size_t(count), outside.faces.size());
    // Emitted power goes to the other faces, back, or to space: e A in all (closure is enforced to rounding).
    for (Eigen::Index i = 0; i < count; ++i)
      EXPECT_NEAR(outside.between.row(i).sum() + outside.to_space[i],
                  outside.emissivity[i] * outside.areas[i], 1e-3 * outside.areas[i])
          << outside.faces[std::size_t(i)].name;
    EXPECT_LT((outside.between - outside.between.transpose()).cwiseAbs().maxCoeff(), 1e-12);
    // All faces together take up less than what falls on them, and more than without reflections.
    for (Eigen::Index j = 0; j < count; ++j) {
      EXPECT_LE(outside.solar_uptake.col(j).sum(), outside.areas[j]);
      EXPECT_GE(outside.solar_uptake.col(j).sum(), (1 - 1e-12) * outside.absorptance[j] * outside.areas[j]);
    }
    EXPECT_GT(outside.panel_views_array, 0.05);
  }
}

TEST(FlightOutside, TracedViewsAgreeWithSizingsFactorAndShadowsCoolThePanel) {
  const FlightOutside traced = flight_outside(reference(), sized(), FlightViews::traced);
  const FlightOutside sizing = flight_outside(reference(), sized(), FlightViews::sizing);
  // Sizing's rectangle is the whole array seen across the gap; the real one has a slot for the bus.
  EXPECT_NEAR(traced.panel_views_array / sizing.panel_views_array, 1, 0.1);
  FlightOptions options;
  options.start = time_of_date(2026, 3, 21);
  options.duration = 4 * sized().environment.period;
  const FlightResult with = fly(reference(), sized(), options);
  options.network.views = FlightViews::sizing;
  const FlightResult without = fly(reference(), sized(), options);
  const double cooler = node(without, "dies").mean - node(with, "dies").mean;
  EXPECT_GT(cooler, 0.5);  // the array hides Earth and grazing Sun from the panel
  EXPECT_LT(cooler, 8);
}

TEST(FlightOutside, StripsAreThePanelInPieces) {
  const FlightOutside whole = flight_outside(reference(), sized(), FlightViews::traced);
  const FlightOutside strips = flight_outside(reference(), sized(), FlightViews::strips, true, 1, 6);
  // The mean over strips is the whole: both within the standard errors of a traced or closed-form factor.
  EXPECT_NEAR(strips.panel_views_array, whole.panel_views_array, 0.002);
  const Eigen::Index back = Eigen::Index(strips.array_back);
  for (const auto& side : strips.panel) {
    ASSERT_EQ(side.size(), 6u);
    for (std::size_t i = 1; i < side.size(); ++i)  // the further from the array, the less it is seen
      EXPECT_LT(strips.between(Eigen::Index(side[i]), back), strips.between(Eigen::Index(side[i - 1]), back));
  }
  // Flown, the mean face does for the strips: a few tenths of a kelvin at the dies.
  FlightOptions options;
  options.start = time_of_date(2026, 3, 21);
  options.duration = 2 * sized().environment.period;
  const double mean = node(fly(reference(), sized(), options), "dies").mean;
  options.network.views = FlightViews::strips;
  EXPECT_NEAR(node(fly(reference(), sized(), options), "dies").mean, mean, 0.5);
}

TEST(FlightOutside, APanelThatBeginsAtTheArrayLeavesABusWithAFreeView) {
  SatelliteSpec spec = reference();
  spec.radiator.standoff = 0;
  const SatelliteDesign design = size_satellite(spec);
  const FlightOutside outside = flight_outside(spec, design, FlightViews::traced);
  double bus = 0;
  for (const std::size_t side : outside.bus) bus += outside.areas[Eigen::Index(side)];
  EXPECT_NEAR(bus, spec.shield.area, 1e-9);
  EXPECT_THROW(flight_views("guessed"), std::invalid_argument);
}

TEST(Flight, CycleFoundDirectlyIsWhatLongFlightsComeTo) {
  FlightOptions options = in_season(1);
  options.relative_tolerance = 1e-8;
  options.temperature_tolerance = 1e-6;
  const FlightCycle cycle = flight_cycle(reference(), sized(), options);
  EXPECT_LT(cycle.mismatch, 2e-3);
  const std::vector<double> flown = fly_frozen(reference(), sized(), options, 400);
  for (std::size_t i = 0; i < flown.size(); ++i) EXPECT_NEAR(flown[i], cycle.state[i], 0.05) << i;
  EXPECT_LT(cycle.flown_orbits, 200);
}

TEST(Flight, WithoutPowerItCoolsAndComesBack) {
  const SafeMode safe = fly_safe_mode(reference(), sized(), in_season(1), 12 * 3600);
  EXPECT_LT(safe.coldest_coolant, 273.15);
  EXPECT_GT(safe.coldest_coolant, 150);
  if (!safe.freezes_after && safe.warm_up) {
    EXPECT_GT(*safe.warm_up, 60);
  }
}

TEST(Flight, BadQuestionsAreRefusedByName) {
  FlightOptions options;
  options.duration = -1;
  EXPECT_THROW(fly(reference(), sized(), options), std::invalid_argument);
  options = {};
  options.environment = "warm";
  EXPECT_THROW(fly(reference(), sized(), options), std::invalid_argument);
  options = {};
  options.network.panel_scale = 0;
  EXPECT_THROW(fly(reference(), sized(), options), std::invalid_argument);
  options = {};
  options.network.panel_segments = 0;
  EXPECT_THROW(fly(reference(), sized(), options), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
