#include "physics/thermal/heat_pipe.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "physics/constants.h"
#include "physics/require.h"
#include "tests/physics/thermal/sample_heat_pipes.h"

namespace sunrack {
namespace {

using constants::pi;

TEST(HeatPipeFluid, MeritOfWaterIsThatOfTheTextbooks) {
  // Reay & Kew, Heat Pipes, appendix 1 (recalled): water at 100 degC with 958 kg/m3, 58.9 mN/m, 2258 kJ/kg,
  // 0.283 mPa s gives 4.5e11 W/m2; at 20 degC 998.2, 72.8, 2448, 1.0 gives 1.78e11. Their three digits.
  const HeatPipeFluid& water = HeatPipeFluid::named("water");
  EXPECT_NEAR(figure_of_merit(water.at(373.15)) / 4.50e11, 1, 0.01);
  EXPECT_NEAR(figure_of_merit(water.at(293.15)) / 1.78e11, 1, 0.01);
  // Ammonia near room temperature about 1e11; no other fluid of the panel comes near it below 0 degC.
  const double ammonia = figure_of_merit(HeatPipeFluid::named("ammonia").at(290));
  EXPECT_GT(ammonia, 0.9e11);
  EXPECT_LT(ammonia, 1.3e11);
  EXPECT_LT(figure_of_merit(HeatPipeFluid::named("propylene").at(290)), ammonia / 5);
}

TEST(HeatPipeFluid, IsOnItsSaturationLine) {
  // Clausius-Clapeyron, dp/dT = h / (T (1/rho_v - 1/rho_l)), joins pressure, latent heat and densities of the
  // tables: central differences of 2 K across rows of 5 K leave 1 %.
  for (const auto& [name, low, high] :
       {std::tuple("ammonia", 220.0, 370.0), {"water", 290.0, 600.0}, {"propylene", 200.0, 330.0}}) {
    const HeatPipeFluid& fluid = HeatPipeFluid::named(name);
    for (double t = low; t <= high; t += 7) {
      const HeatPipeFluidState s = fluid.at(t);
      const double slope = (fluid.at(t + 1).pressure - fluid.at(t - 1).pressure) / 2;
      EXPECT_NEAR(slope * t * (1 / s.vapour_density - 1 / s.liquid_density) / s.latent_heat, 1, 0.01)
          << name << " " << t;
      EXPECT_GT(s.heat_capacity_ratio, 1);
    }
  }
}

TEST(HeatPipeFluid, IsRefusedOutsideItsRange) {
  const auto message = [](const char* name, double t) -> std::string {
    try {
      HeatPipeFluid::named(name).at(t);
    } catch (const ModelError& error) {
      return error.what();
    }
    return "no ModelError";
  };
  EXPECT_NE(message("water", 270).find("frozen below 273.16 K"), std::string::npos);
  EXPECT_NE(message("ammonia", 390).find("20 K below its critical point"), std::string::npos);
  EXPECT_NE(message("propylene", 120).find("where its properties are known"), std::string::npos);
  EXPECT_NE(message("water", std::numeric_limits<double>::quiet_NaN()).find("outside"), std::string::npos);
  EXPECT_THROW(HeatPipeFluid::named("amonia"), std::invalid_argument);
  for (const std::string& name : heat_pipe_fluid_names()) {
    const HeatPipeFluid& fluid = HeatPipeFluid::named(name);
    EXPECT_NO_THROW(fluid.at(fluid.minimum_temperature()));
    EXPECT_NO_THROW(fluid.at(fluid.maximum_temperature()));
  }
}

/// f Re of a closed rectangular duct, sides in proportion a <= 1: 24/((1 + a)^2 (1 - 192 a/pi^5 sum tanh(n
/// pi/(2 a))/n^5)).
double exact_duct_friction(double a) {
  double sum = 0;
  for (int n = 1; n < 400; n += 2) sum += std::tanh(n * pi / (2 * a)) / std::pow(n, 5);
  return 24 / ((1 + a) * (1 + a) * (1 - 192 * a / std::pow(pi, 5) * sum));
}

TEST(HeatPipeWick, GrooveFrictionIsThatOfHalfADuct) {
  for (double ratio : {0.02, 0.1, 0.5, 1.0, 2.0, 3.0, 10.0, 100.0}) {
    const double a = std::min(ratio / 2, 2 / ratio);
    EXPECT_NEAR(groove_friction(ratio) / exact_duct_friction(a), 1, 6e-4) << ratio;  // Shah & London's fit
  }
  EXPECT_NEAR(groove_friction(1e-9), 24, 1e-6);   // a slit
  EXPECT_NEAR(groove_friction(2), 14.227, 0.01);  // a square duct, known to all
}

TEST(HeatPipeWick, FormulasAreThoseOfTheHandbook) {
  // Mechanical Engineers' Handbook, vol. 4, tables 26 and 27, by hand.
  const WickProperties screen = wick_properties(screened(), 0.6);
  const double porosity = 1 - 1.05 * pi * 7874 * 64e-6 / 4;
  EXPECT_NEAR(screen.pore_radius, 63.5e-6, 1e-9);  // 1/(2 N)
  EXPECT_NEAR(screen.permeability, 64e-6 * 64e-6 * std::pow(porosity, 3) / (122 * std::pow(1 - porosity, 2)),
              1e-18);
  EXPECT_NEAR(screen.area, pi * (5.45e-3 * 5.45e-3 - 4.95e-3 * 4.95e-3), 1e-12);
  const WickProperties powder = wick_properties(sintered(), 0.6);
  EXPECT_NEAR(powder.pore_radius, 0.41 * 50e-6, 1e-12);
  EXPECT_NEAR(powder.permeability, 50e-6 * 50e-6 * 0.091125 / (37.5 * 0.3025), 1e-18);
  const WickProperties grooves = wick_properties(grooved(), 0.5);
  EXPECT_EQ(grooves.pore_radius, 0.6e-3);
  EXPECT_NEAR(grooves.area, 27 * 0.6e-3 * 1.2e-3, 1e-15);
  // A wick's conductivity lies between those of liquid and solid; a sintered one conducts best.
  EXPECT_GT(screen.evaporator_conductivity, 0.6);
  EXPECT_GT(powder.evaporator_conductivity, screen.evaporator_conductivity);
  EXPECT_LT(powder.evaporator_conductivity, 390);
  EXPECT_LT(grooves.evaporator_conductivity, grooves.condenser_conductivity);
}

TEST(HeatPipeWick, HasItsLimitsOfPorosity) {
  // Without solid the sintered wick conducts like the liquid, without liquid like the solid.
  HeatPipe pipe = sintered();
  std::get<SinteredWick>(pipe.wick).porosity = 1 - 1e-9;
  EXPECT_NEAR(wick_properties(pipe, 0.6).evaporator_conductivity, 0.6, 1e-5);
  std::get<SinteredWick>(pipe.wick).porosity = 1e-9;
  EXPECT_NEAR(wick_properties(pipe, 0.6).evaporator_conductivity, 390, 1e-5);
}

TEST(HeatPipe, CapillaryLimitOfAPublishedExample) {
  // COMSOL 6.4, Liquid & Gas Properties Module, introduction, "Heat pipe": without vapour drop and gravity
  // Q = 2 sigma/r rho K A h/(mu L) with K 1e-9 m2, A 1e-4 m2, h 2.5 MJ/kg, rho 1000, sigma 0.07, mu 1 mPa s,
  // L 0.15 m, r 31 um is 7.5 kW. Here the wick is sought that has these, and the vapour made dense.
  HeatPipe pipe = sintered();
  pipe.evaporator = pipe.condenser = 0.15, pipe.adiabatic = 0;
  const double k = wick_properties(pipe, 0.6).permeability, area = wick_properties(pipe, 0.6).area,
               r = wick_properties(pipe, 0.6).pore_radius;
  HeatPipeFluidState fluid{.temperature = 300,
                           .pressure = 1e9,
                           .liquid_density = 1000,
                           .vapour_density = 1e6,
                           .latent_heat = 2.5e6,
                           .liquid_conductivity = 0.6,
                           .liquid_viscosity = 1e-3,
                           .vapour_viscosity = 1e-5,
                           .surface_tension = 0.07,
                           .heat_capacity_ratio = 1.33};
  const double expected = 7.5e3 * (k / 1e-9) * (area / 1e-4) * (31e-6 / r);
  EXPECT_NEAR(heat_pipe_limits(pipe, fluid).at(HeatPipeLimit::capillary) / expected, 1,
              0.005);  // their two digits
}

TEST(HeatPipe, PressuresBalanceAtTheCapillaryLimit) {
  const HeatPipeFluidState fluid = HeatPipeFluid::named("ammonia").at(300);
  // In orbit, level on a bench, and raised. The grooves hold 11.3 mm of ammonia, of which their bore takes
  // 10.9: raised, they carry nothing and there is no balance (the next test); fine pores hold decimetres.
  struct Bench {
    double gravity, height;
    bool grooves;
  };
  for (const Bench& bench : {Bench{0, 0, true}, {9.81, 0, true}, {9.81, 0.05, false}})
    for (HeatPipe pipe : {grooved(), screened(), sintered()}) {
      if (!bench.grooves && std::holds_alternative<AxialGrooves>(pipe.wick)) continue;
      pipe.gravity = bench.gravity;
      pipe.evaporator_height = bench.height;
      const double limit = heat_pipe_limits(pipe, fluid).at(HeatPipeLimit::capillary);
      EXPECT_GT(limit, 0);
      const HeatPipePressures p = heat_pipe_pressures(pipe, fluid, limit);
      EXPECT_NEAR((p.liquid + p.vapour + p.gravity) / p.capillary, 1, 1e-9);
    }
}

TEST(HeatPipe, OnTheBenchCarriesLessThanInOrbitAndNothingWhenTooSteep) {
  HeatPipe pipe = grooved();
  const HeatPipeFluidState fluid = HeatPipeFluid::named("ammonia").at(293.15);
  const double orbit = heat_pipe_limits(pipe, fluid).at(HeatPipeLimit::capillary);
  pipe.gravity = 9.81;
  const double level = heat_pipe_limits(pipe, fluid).at(HeatPipeLimit::capillary);
  EXPECT_LT(level, orbit);
  // 2 sigma/(w rho g) = 12 mm of ammonia, of which the bore takes 11: the height that grooves hold.
  pipe.evaporator_height = 2e-3;
  EXPECT_EQ(heat_pipe_limits(pipe, fluid).at(HeatPipeLimit::capillary), 0);
  pipe.evaporator_height = 0;
}

TEST(HeatPipe, AGroovedAmmoniaPipeCarriesAHundredWattMetres) {
  // Half an inch of extruded aluminium: 143 W m were measured at 20 degC for covert grooves (Grumman 1976;
  // the sizes of these grooves are our own, so within a third of it). Its wick holds it back, not its
  // evaporator.
  const HeatPipe pipe = grooved();
  for (const double t : {250.0, 273.15, 293.15, 313.15, 333.15}) {
    const HeatPipeLimits limits = heat_pipe_limits(pipe, HeatPipeFluid::named("ammonia").at(t));
    EXPECT_EQ(limits.governing, HeatPipeLimit::capillary) << t;
    EXPECT_GT(limits.least() * pipe.effective_length(), 95) << t;
    EXPECT_LT(limits.least() * pipe.effective_length(), 190) << t;
  }
}

TEST(HeatPipeWick, AMeniscusThatSinksLeavesLessGroove) {
  // To first order in width over depth the liquid's cube loses 3 (2 - pi/2)/4 of it: the integral of the
  // segment over the pressure in closed form. A deep groove loses nothing.
  EXPECT_NEAR((1 - groove_recession(1e-4)) / 1e-4, 3 * (2 - pi / 2) / 4, 1e-3);
  EXPECT_NEAR(groove_recession(1e-9), 1, 1e-8);
  double last = 1;
  for (const double ratio : {0.1, 0.5, 1.0, 2.0}) {
    EXPECT_LT(groove_recession(ratio), last);
    last = groove_recession(ratio);
  }
  EXPECT_GT(last, 0);
  EXPECT_THROW(groove_recession(2.1), std::invalid_argument);
}

TEST(HeatPipe, SonicViscousEntrainmentAndBoilingLimitsAreTheirFormulas) {
  const HeatPipe pipe = sintered();
  const HeatPipeFluidState f = HeatPipeFluid::named("water").at(330);
  const HeatPipeLimits limits = heat_pipe_limits(pipe, f);
  const double r = 4.75e-3, area = pi * r * r;
  EXPECT_NEAR(
      limits.at(HeatPipeLimit::viscous),
      area * r * r * f.latent_heat * f.vapour_density * f.pressure / (16 * f.vapour_viscosity * 0.675),
      1e-6 * limits.at(HeatPipeLimit::viscous));
  EXPECT_NEAR(limits.at(HeatPipeLimit::entrainment),
              area * f.latent_heat * std::sqrt(f.surface_tension * f.vapour_density / (2 * 20.5e-6)),
              1e-6 * limits.at(HeatPipeLimit::entrainment));
  // Busse's constant for the sonic limit is 0.474 sqrt(rho p); Levy's, used here, is 10 to 20 % above it.
  const double busse = 0.474 * area * f.latent_heat * std::sqrt(f.vapour_density * f.pressure);
  EXPECT_GT(limits.at(HeatPipeLimit::sonic) / busse, 1.08);
  EXPECT_LT(limits.at(HeatPipeLimit::sonic) / busse, 1.2);
  // Larger vapour embryos boil sooner.
  HeatPipe rough = pipe;
  rough.nucleation_radius *= 2;
  EXPECT_LT(heat_pipe_limits(rough, f).at(HeatPipeLimit::boiling), limits.at(HeatPipeLimit::boiling));
}

TEST(HeatPipe, LimitsFollowEachOtherFromColdToHot) {
  // Near the triple point thin vapour holds back a pipe whose wick would carry more: coarse and thick, so
  // that the bore is narrow. Then the wick governs, then boiling.
  HeatPipe pipe = sintered();
  pipe.wick = SinteredWick{500e-6, 0.45, 2e-3};
  pipe.nucleation_radius = 2.54e-6;  // its metal was not degassed
  const HeatPipeFluid& water = HeatPipeFluid::named("water");
  EXPECT_EQ(heat_pipe_limits(pipe, water.at(273.2)).governing, HeatPipeLimit::viscous);
  EXPECT_EQ(heat_pipe_limits(pipe, water.at(360)).governing, HeatPipeLimit::capillary);
  EXPECT_EQ(heat_pipe_limits(pipe, water.at(600)).governing, HeatPipeLimit::boiling);
  // A fine and thin wick is the bottleneck at every temperature.
  for (const double t : {273.2, 330.0, 450.0, 600.0})
    EXPECT_EQ(heat_pipe_limits(sintered(), water.at(t)).governing, HeatPipeLimit::capillary) << t;
  const HeatPipeLimits limits = heat_pipe_limits(pipe, water.at(360));
  for (const HeatPipeLimit limit : heat_pipe_limit_list) EXPECT_GE(limits.at(limit), limits.least());
}

TEST(HeatPipe, HalfTheLengthCarriesTwiceTheHeatWhereTheLiquidDragGoverns) {
  HeatPipe pipe = screened();  // fine mesh, wide vapour: the liquid takes all of the pressure
  const HeatPipeFluidState fluid = HeatPipeFluid::named("water").at(370);
  const double whole = heat_pipe_limits(pipe, fluid).at(HeatPipeLimit::capillary);
  pipe.evaporator /= 2, pipe.adiabatic /= 2, pipe.condenser /= 2;
  EXPECT_NEAR(heat_pipe_limits(pipe, fluid).at(HeatPipeLimit::capillary) / whole, 2, 0.01);
}

TEST(HeatPipe, ResistancesAreThoseOfSleevesInSeries) {
  const HeatPipe pipe = sintered();
  const HeatPipeFluidState f = HeatPipeFluid::named("water").at(340);
  const HeatPipeResistance r = heat_pipe_resistance(pipe, f, 20);
  EXPECT_NEAR(r.evaporator_wall, std::log(6.35 / 5.45) / (2 * pi * 390 * 0.15), 1e-12);
  EXPECT_NEAR(r.condenser_wall / r.evaporator_wall, 0.15 / 1.0, 1e-12);
  // Clausius-Clapeyron: the vapour's drop of pressure is a drop of temperature.
  const double dp = heat_pipe_pressures(pipe, f, 20).vapour;
  const double dt = 340 * dp / (f.vapour_density * f.latent_heat);
  EXPECT_NEAR(r.vapour * 20 / dt, 1, 1e-9);
  EXPECT_NEAR(r.total(),
              r.evaporator_wall + r.evaporator_wick + r.vapour + r.condenser_wick + r.condenser_wall, 1e-15);
}

TEST(HeatPipe, RangeEndsWhereTheLimitIsTheHeat) {
  const HeatPipe pipe = sintered();
  const HeatPipeFluid& water = HeatPipeFluid::named("water");
  const HeatPipeRange range = heat_pipe_range(pipe, water, 15);
  EXPECT_FALSE(range.cold_is_table);
  EXPECT_NEAR(heat_pipe_limits(pipe, water.at(range.coldest)).least(), 15, 1e-4);
  EXPECT_LT(range.coldest, range.hottest);
  // In between it carries the heat everywhere.
  for (int i = 1; i < 20; ++i)
    EXPECT_GT(
        heat_pipe_limits(pipe, water.at(range.coldest + (range.hottest - range.coldest) * i / 20)).least(),
        15);
  EXPECT_THROW(heat_pipe_range(pipe, water, 1e6), ModelError);
  EXPECT_THROW(heat_pipe_range(pipe, water, 0), std::invalid_argument);
}

TEST(HeatPipe, RefusesWhatCannotBe) {
  const HeatPipeFluidState fluid = HeatPipeFluid::named("ammonia").at(300);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (double HeatPipe::*field :
       {&HeatPipe::evaporator_coefficient, &HeatPipe::condenser_coefficient, &HeatPipe::evaporator_flux})
    for (double bad : {-1.0, nan}) {
      HeatPipe pipe = grooved();
      pipe.*field = bad;
      EXPECT_THROW(heat_pipe_limits(pipe, fluid), std::invalid_argument);
    }
  for (double HeatPipe::*field : {&HeatPipe::outer_diameter, &HeatPipe::wall, &HeatPipe::wall_conductivity,
                                  &HeatPipe::evaporator, &HeatPipe::condenser, &HeatPipe::nucleation_radius})
    for (double bad : {0.0, -1.0, nan}) {
      HeatPipe pipe = grooved();
      pipe.*field = bad;
      EXPECT_THROW(heat_pipe_limits(pipe, fluid), std::invalid_argument);
    }
  HeatPipe crowded = grooved();
  crowded.wick = AxialGrooves{60, 0.6e-3, 1.2e-3};
  EXPECT_THROW(heat_pipe_limits(crowded, fluid), std::invalid_argument);
  HeatPipe full = grooved();
  full.wick = SinteredWick{50e-6, 0.5, 6e-3};
  EXPECT_THROW(heat_pipe_limits(full, fluid), std::invalid_argument);
  HeatPipe closed = grooved();
  closed.wick = ScreenWick{10000, 0.2e-3, 0.5e-3};
  EXPECT_THROW(heat_pipe_limits(closed, fluid), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
