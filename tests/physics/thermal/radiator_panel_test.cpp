#include "physics/thermal/radiator_panel.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/thermal/blackbody.h"

namespace sunrack {
namespace {

RadiatorFace earthward() {
  return {.emissivity = 0.9, .absorptance = 0.1, .solar_irradiance = 30, .infrared_irradiance = 60};
}

RadiatorPanelGeometry aluminium() {
  return {.tube_spacing = 0.1,
          .tube_inner_diameter = 0.008,
          .tube_wall = 0.0008,
          .tube_length = 5,
          .fin_thickness = 0.0006,
          .conductivity = 180,
          .bond_resistance = 0.02};
}

constexpr RadiatorPanelOverrides ideal{.fin_efficiency = 1, .coolant_to_root_drop = 0};

double ideal_flux(double temperature, const RadiatorFace& face) {
  return panel_point(temperature, Coolant::named("toluene"), 0.01, aluminium(), face, face, ideal).net_flux;
}

/// Simpson's rule for the heat that a coolant gives up; 2000 intervals leave 1e-13 between rows of the table
/// and 1e-11 across them.
double heat_of(const Coolant& coolant, double mass_flow, double warm, double cold) {
  constexpr int intervals = 2000;
  const double h = (warm - cold) / intervals;
  double sum = 0;
  for (int i = 0; i <= intervals; ++i) {
    const double weight = i == 0 || i == intervals ? 1 : (i % 2 == 1 ? 4 : 2);
    sum += weight * coolant.at(std::min(warm, cold + i * h)).specific_heat;
  }
  return mass_flow * sum * h / 3;
}

TEST(RadiatorPanel, EdgeOnToTheSunSheds2EpsilonTimesEmissionLessEarth) {
  // 550 km, view factor of the Earth from an edge-on face 0.257886, 237 W/m^2 from the Earth, emissivity
  // 0.92; numbers by hand from 2 eps (sigma T^4 - F 237), given to 0.01.
  const RadiatorFace face{.emissivity = 0.92, .absorptance = 0.1, .infrared_irradiance = 0.257886 * 237};
  EXPECT_NEAR(panel_sink_temperature(face, face), 181.193, 0.001);
  for (const auto& [temperature, flux] : {std::pair{260.0, 364.33},
                                          {280.0, 528.84},
                                          {293.15, 658.07},
                                          {300.0, 732.65},
                                          {320.0, 981.57},
                                          {340.0, 1281.81},
                                          {360.0, 1639.97},
                                          {400.0, 2558.51}}) {
    EXPECT_NEAR(ideal_flux(temperature, face), flux, 0.02);
  }
}

TEST(RadiatorPanel, AbsorbsInfraredWithItsEmissivityNotItsAbsorptance) {
  // A published 5 GW study has emission 770.48 W/m^2 at 20 degC and 633.08 W/m^2 net, with the Earth's
  // infrared taken with the solar absorptance; with the emissivity it is 584.76. Their sigma is 5.67e-8: 0.05
  // W/m^2.
  const double earth = 0.25 * grey_body_flux(1, 253.15);
  const RadiatorFace sunlit{.emissivity = 0.92,
                            .absorptance = 0.09,
                            .solar_irradiance = 1366 + 0.25 * 0.3 * 1366,
                            .infrared_irradiance = earth};
  const RadiatorFace dark{.emissivity = 0.92, .absorptance = 0.09};
  const auto net = [&](const RadiatorFace& a, const RadiatorFace& b) {
    return panel_point(293.15, Coolant::named("water"), 0.01, aluminium(), a, b, ideal).net_flux;
  };
  EXPECT_NEAR(net(sunlit, dark), 584.76, 0.06);
  EXPECT_NEAR(net(dark, dark), 770.48, 0.06);
  EXPECT_EQ(net(sunlit, dark), net(dark, sunlit));  // one sheet: it does not matter which face
}

TEST(RadiatorPanel, CoolsAnIdealLoopAsTheClosedFormSays) {
  // m cp = 9400 W/K, 100 m^2, emissivity 0.9, 330 K in. Without a sink 1/T^3 grows linearly with area; with a
  // sink of 200 K the implicit closed form (logarithm and arctangent) gives 319.66141 K. Real coolants have
  // no constant specific heat, so this test marches by itself (classical Runge-Kutta, 200 steps: 1e-10 K) and
  // asks only for the flux.
  for (const auto& [sink, outlet, heat] :
       {std::tuple{0.0, 318.04462, 112380.5}, std::tuple{200.0, 319.66141, 97182.8}}) {
    const RadiatorFace face{.emissivity = 0.9, .infrared_irradiance = grey_body_flux(1, sink)};
    const auto rate = [&](double t) { return -ideal_flux(t, face) / 9400; };
    double t = 330;
    const double h = 100.0 / 200;
    for (int step = 0; step < 200; ++step) {
      const double a = rate(t), b = rate(t + h / 2 * a), c = rate(t + h / 2 * b), d = rate(t + h * c);
      t += h / 6 * (a + 2 * b + 2 * c + d);
    }
    EXPECT_NEAR(t, outlet, 1e-5);              // as printed
    EXPECT_NEAR(9400 * (330 - t), heat, 0.1);  // as printed
    if (sink == 0) {
      const double slope = 2 * 0.9 * constants::stefan_boltzmann / 9400;
      EXPECT_NEAR(t, 1 / std::cbrt(1 / std::pow(330, 3) + 3 * slope * 100), 1e-9);
    }
  }
}

TEST(RadiatorPanel, PassesItsHeatThroughFilmWallBondAndStrip) {
  const Coolant& ammonia = Coolant::named("ammonia");
  const auto g = aluminium();
  const auto point = panel_point(310, ammonia, 0.006, g, earthward(), earthward());
  const double outer = g.tube_inner_diameter + 2 * g.tube_wall;
  const double film = 1 / (tube_flow(ammonia.at(310), 0.006, g.tube_inner_diameter).film_coefficient *
                           constants::pi * g.tube_inner_diameter);
  const double wall = std::log(outer / g.tube_inner_diameter) / (2 * constants::pi * g.conductivity);
  const double resistance = film + wall + g.bond_resistance;
  const double x = std::sqrt(outer / (4 * resistance * g.conductivity * g.fin_thickness));
  const double isothermal = point.net_flux / point.fin_efficiency;
  const double strip = outer / g.tube_spacing * isothermal, fins = point.net_flux - strip;
  EXPECT_NEAR(310 - point.root_temperature, g.tube_spacing * resistance * (strip + fins * x / std::tanh(x)),
              1e-8);  // [K], the solver's
  const double sink = panel_sink_temperature(earthward(), earthward());
  const double emitted = grey_body_flux(1, point.root_temperature), taken = grey_body_flux(1, sink);
  EXPECT_NEAR(point.net_flux, point.fin_efficiency * 1.8 * (emitted - taken), 1e-6 * point.net_flux);
  EXPECT_LT(point.fin_efficiency, 1);
}

TEST(RadiatorPanel, WithGivenEfficiencyAndDropIsTheHandCalculation) {
  const double sink = 200;
  const RadiatorFace face{.emissivity = 0.85, .infrared_irradiance = grey_body_flux(1, sink)};
  const auto point = panel_point(320, Coolant::named("water"), 0.01, aluminium(), face, face,
                                 {.fin_efficiency = 0.90, .coolant_to_root_drop = 8});
  EXPECT_DOUBLE_EQ(point.root_temperature, 312);
  EXPECT_NEAR(point.net_flux, 2 * (grey_body_flux(0.85, 312) - grey_body_flux(0.85, sink)) * 0.90, 1e-9);
}

TEST(RadiatorPanel, OfTouchingTubesHasNoFin) {
  auto g = aluminium();
  g.tube_spacing = g.tube_inner_diameter + 2 * g.tube_wall;
  EXPECT_EQ(panel_point(310, Coolant::named("water"), 0.01, g, earthward(), earthward()).fin_efficiency, 1);
}

struct Loop {
  const char* coolant;
  double inlet, outlet, diameter;
};
// Laminar, turbulent and through the transition; a few and many rows of the table; the last within 9 K of the
// sink.
constexpr Loop loops[] = {{"ammonia", 318, 305, 0.008}, {"ammonia", 318, 298, 0.004},
                          {"ammonia", 240, 205, 0.010}, {"water", 330, 318, 0.008},
                          {"water", 330, 290, 0.008},   {"propylene-glycol-40", 330, 310, 0.008},
                          {"toluene", 400, 300, 0.010}, {"hfe-7100", 300, 198, 0.010}};

TEST(RadiatorPanel, SizedByQuadratureShedsTheSameWhenMarched) {
  for (const Loop& loop : loops) {
    auto g = aluminium();
    g.tube_inner_diameter = loop.diameter;
    const Coolant& coolant = Coolant::named(loop.coolant);
    const auto panel = size_radiator_panel(3, loop.inlet, loop.outlet, coolant, g, earthward(), earthward());
    const auto marched =
        march_radiator_panel(3, loop.inlet, panel.area, 5, coolant, g, earthward(), earthward());
    // Quadrature, fixed point and march each stay below 1e-9 of the heat.
    EXPECT_NEAR(marched.back().heat / panel.heat, 1, 1e-9) << loop.coolant << loop.outlet;
    EXPECT_NEAR(marched.back().coolant_temperature, loop.outlet, 1e-9 * (loop.inlet - loop.outlet) * 10)
        << loop.coolant << loop.outlet;
    EXPECT_NEAR(marched.back().root_temperature, panel.outlet.root_temperature, 1e-6);
    EXPECT_NEAR(panel.heat / heat_of(coolant, 3, loop.inlet, loop.outlet), 1, 1e-10);
    EXPECT_NEAR(marched.back().heat / heat_of(coolant, 3, loop.inlet, marched.back().coolant_temperature), 1,
                1e-9);
    EXPECT_EQ(marched.front().coolant_temperature, loop.inlet);
    EXPECT_EQ(marched.front().heat, 0);
    EXPECT_DOUBLE_EQ(marched[1].distance, g.tube_length / 4);
  }
}

TEST(RadiatorPanel, IsTheSmallestThatDoes) {
  // Around laminar-turbulent transition fewer tubes mean a far better film: no smaller area may reach the
  // outlet.
  for (const Loop& loop : loops) {
    auto g = aluminium();
    g.tube_inner_diameter = loop.diameter;
    const Coolant& coolant = Coolant::named(loop.coolant);
    const auto panel = size_radiator_panel(3, loop.inlet, loop.outlet, coolant, g, earthward(), earthward());
    for (double share = 0.60; share < 0.995; share += 0.02) {
      const auto marched =
          march_radiator_panel(3, loop.inlet, share * panel.area, 2, coolant, g, earthward(), earthward());
      EXPECT_GT(marched.back().coolant_temperature, loop.outlet) << loop.coolant << " share " << share;
    }
  }
}

TEST(RadiatorPanel, GrowsInProportionToTheFlow) {
  const Coolant& water = Coolant::named("water");
  const auto one = size_radiator_panel(1, 330, 318, water, aluminium(), earthward(), earthward());
  const auto seven = size_radiator_panel(7, 330, 318, water, aluminium(), earthward(), earthward());
  EXPECT_NEAR(seven.area / one.area, 7, 1e-8);  // each tube does the same; the fixed point's tolerance
  EXPECT_NEAR(seven.pressure_drop / one.pressure_drop, 1, 1e-7);
  EXPECT_DOUBLE_EQ(one.area, one.tubes * 0.1 * 5);
}

TEST(RadiatorPanel, MeansAreThoseOfTheMarchedPanel) {
  const Coolant& ammonia = Coolant::named("ammonia");
  const auto g = aluminium();
  const auto panel = size_radiator_panel(2, 318, 300, ammonia, g, earthward(), earthward());
  const auto s = march_radiator_panel(2, 318, panel.area, 401, ammonia, g, earthward(), earthward());
  double root = 0, surface = 0, drop = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const double weight = (i == 0 || i + 1 == s.size() ? 1.0 : (i % 2 == 1 ? 4.0 : 2.0)) / 3 / 400;
    root += weight * s[i].root_temperature;
    surface += weight * std::pow(s[i].surface_temperature, 4);
    const TubeFlow flow =
        tube_flow(ammonia.at(s[i].coolant_temperature), 2 / panel.tubes, g.tube_inner_diameter);
    drop += weight * flow.pressure_gradient * g.tube_length;
  }
  // Simpson's rule across the rows of the table and the ends of the transition: 1e-6 relative.
  EXPECT_NEAR(panel.mean_root_temperature, root, 1e-3);
  EXPECT_NEAR(panel.mean_surface_temperature, std::pow(surface, 0.25), 1e-3);
  EXPECT_NEAR(panel.pressure_drop / drop, 1, 1e-4);
  EXPECT_NEAR(panel.mean_net_flux, panel.heat / panel.area, 1e-9);
  EXPECT_GT(panel.non_uniformity, 0);
  EXPECT_GT(panel.mean_fin_efficiency, std::min(panel.inlet.fin_efficiency, panel.outlet.fin_efficiency));
  EXPECT_LT(panel.mean_fin_efficiency, std::max(panel.inlet.fin_efficiency, panel.outlet.fin_efficiency));
  EXPECT_NEAR(panel.margin_to_freezing, panel.outlet.root_temperature - 195.495, 1e-9);
}

TEST(RadiatorPanel, WithHardlyAnyDropOfTheCoolantIsUniform) {
  auto g = aluminium();
  g.tube_length = 0.02;  // a hundredth of a kelvin along five metres would take supersonic ammonia
  const auto panel =
      size_radiator_panel(2, 310, 309.99, Coolant::named("ammonia"), g, earthward(), earthward());
  // The flux changes by 1.7 % per kelvin; half the drop counts.
  EXPECT_NEAR(panel.non_uniformity, 0.017 * 0.005, 2e-5);
  EXPECT_NEAR(panel.mean_net_flux / panel.outlet.net_flux, 1 + 0.017 * 0.005, 2e-5);
}

template <class Call>
std::string refusal(Call&& call) {
  try {
    call();
  } catch (const ModelError& error) {
    return error.what();
  }
  return "no ModelError";
}

TEST(RadiatorPanel, SaysThatNoAreaIsEnoughBelowTheSink) {
  const RadiatorFace hot{.emissivity = 0.9, .absorptance = 0.9, .solar_irradiance = 800};
  const double sink = panel_sink_temperature(hot, hot);  // 344.6 K
  const Coolant& water = Coolant::named("water");
  const auto size = [&](double inlet, double outlet, RadiatorPanelOverrides overrides = {}) {
    return [=, &water] { size_radiator_panel(1, inlet, outlet, water, aluminium(), hot, hot, overrides); };
  };
  for (const auto& message : {refusal(size(350, sink - 1)), refusal(size(350, sink)),
                              refusal(size(360, 350, {.coolant_to_root_drop = 8}))}) {
    EXPECT_NE(message.find("absorbs as much as it emits at 344.6"), std::string::npos) << message;
    EXPECT_NE(message.find("no area is enough"), std::string::npos) << message;
  }
  EXPECT_NO_THROW(size(360, sink + 0.5)());
}

TEST(RadiatorPanel, RefusesCoolantOutsideItsTable) {
  const Coolant& ammonia = Coolant::named("ammonia");
  EXPECT_THROW(size_radiator_panel(1, 300, 190, ammonia, aluminium(), earthward(), earthward()), ModelError);
  EXPECT_THROW(size_radiator_panel(1, 500, 300, ammonia, aluminium(), earthward(), earthward()), ModelError);
  // A panel far too large for its flow would freeze its water.
  EXPECT_THROW(
      march_radiator_panel(0.1, 300, 1000, 5, Coolant::named("water"), aluminium(), earthward(), earthward()),
      ModelError);
}

TEST(RadiatorPanel, RefusesBadInputByName) {
  const Coolant& water = Coolant::named("water");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto size = [&](double flow, double inlet, double outlet, const RadiatorPanelGeometry& g) {
    size_radiator_panel(flow, inlet, outlet, water, g, earthward(), earthward());
  };
  EXPECT_THROW(size(0, 330, 320, aluminium()), std::invalid_argument);
  EXPECT_THROW(size(nan, 330, 320, aluminium()), std::invalid_argument);
  EXPECT_THROW(size(1, 320, 330, aluminium()), std::invalid_argument);
  EXPECT_THROW(size(1, nan, 320, aluminium()), std::invalid_argument);
  EXPECT_THROW(size(1, 330, nan, aluminium()), std::invalid_argument);
  for (double RadiatorPanelGeometry::*field :
       {&RadiatorPanelGeometry::tube_spacing, &RadiatorPanelGeometry::tube_inner_diameter,
        &RadiatorPanelGeometry::tube_wall, &RadiatorPanelGeometry::tube_length,
        &RadiatorPanelGeometry::fin_thickness, &RadiatorPanelGeometry::conductivity,
        &RadiatorPanelGeometry::bond_resistance}) {
    for (double bad : {-1e-3, nan}) {
      auto g = aluminium();
      g.*field = bad;
      EXPECT_THROW(size(1, 330, 320, g), std::invalid_argument);
    }
  }
  auto overlapping = aluminium();
  overlapping.tube_spacing = 0.009;
  EXPECT_THROW(size(1, 330, 320, overlapping), std::invalid_argument);
  EXPECT_THROW(panel_sink_temperature({}, {}), std::invalid_argument);  // does not emit at all
  EXPECT_THROW(panel_sink_temperature({.emissivity = 1.1}, {}), std::invalid_argument);
  EXPECT_THROW(panel_point(320, water, 0.01, aluminium(), earthward(), earthward(), {.fin_efficiency = 1.1}),
               std::invalid_argument);
  EXPECT_THROW(
      panel_point(320, water, 0.01, aluminium(), earthward(), earthward(), {.coolant_to_root_drop = nan}),
      std::invalid_argument);
  EXPECT_THROW(march_radiator_panel(1, 320, 10, 1, water, aluminium(), earthward(), earthward()),
               std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
