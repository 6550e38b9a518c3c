#include "physics/debris/debris_flux.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/debris/flux.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

constexpr Nasa90 station{.altitude = 400e3, .inclination = 0.9006, .year = 2010, .solar_flux = 80};

TEST(Nasa90, FollowsItsClosedFormAtOneCentimetre) {
  // d = 1 cm, 1988 (no growth), S = 140, 500 km: p1 = 10^(2.5 - 1 - 1.5) = 1, so phi = 1/2; psi(30 deg) =
  // 0.92.
  const double size = std::sqrt(std::pow(10, std::exp(-std::pow(0.78 / 0.637, 2))));
  const double expected = size * 0.5 * 0.92 * (1.22e-5 + 8.1e10 / std::pow(701, 6));
  EXPECT_NEAR(
      nasa90_flux(1_cm, {.altitude = 500_km, .inclination = 30_deg, .year = 1988, .solar_flux = 140}) *
          1_year / expected,
      1, 1e-12);  // rounding
}

TEST(Nasa90, FallsWithSizeAndWithSolarActivityAndRisesWithAltitude) {
  double before = nasa90_flux(1e-6, station);
  for (double d = 1.2e-6; d < 5; d *= 1.2) {
    const double flux = nasa90_flux(d, station);
    EXPECT_LT(flux, before) << d;
    before = flux;
  }
  Nasa90 active = station, high = station;
  active.solar_flux = 200;
  high.altitude = 800_km;
  EXPECT_LT(nasa90_flux(3_mm, active), nasa90_flux(3_mm, station));
  EXPECT_GT(nasa90_flux(3_mm, high), nasa90_flux(3_mm, station));
}

TEST(Nasa90, GrowthTurnsWithoutAStepIn2011) {
  Nasa90 before = station, after = station;
  before.year = 2011 - 1e-9;
  after.year = 2011 + 1e-9;
  EXPECT_NEAR(nasa90_flux(1_mm, after) / nasa90_flux(1_mm, before), 1, 1e-9);  // two ends 2e-9 years apart
}

TEST(Nasa90, FrozenAndExtrapolatedBoundsAgreeUntil2000) {
  const PenetrationRate until = flux_above({.year = 1998}, 1_mm), after = flux_above({.year = 2028}, 1_mm);
  EXPECT_DOUBLE_EQ(until.debris_low, until.debris_high);
  // Fragments are all that counts at 1 mm: 1.02^11 1.04^17.
  EXPECT_NEAR(after.debris_high / after.debris_low, std::pow(1.02, 11) * std::pow(1.04, 17), 1e-3);
}

TEST(Nasa90, ShellsMultiplyFragmentsOfTheHighBoundAlone) {
  const PenetrationRate plain = flux_above({}, 1_mm), shells = flux_above({.shell_multiplier = 3}, 1_mm);
  EXPECT_DOUBLE_EQ(shells.debris_low, plain.debris_low);
  EXPECT_NEAR(shells.debris_high / plain.debris_high, 3, 1e-3);  // intact objects are 2e-4 of it at 1 mm
}

TEST(Nasa90, RefusesWhatItDoesNotKnow) {
  Nasa90 low = station, inclined = station, late = station;
  low.altitude = 200_km;
  inclined.inclination = 130_deg;
  late.year = 2200;
  EXPECT_THROW(nasa90_flux(1_mm, low), ModelError);
  EXPECT_THROW(nasa90_flux(1_mm, inclined), ModelError);
  EXPECT_THROW(nasa90_flux(1_mm, late), std::invalid_argument);
  EXPECT_THROW(nasa90_flux(1e-7, station), ModelError);
  EXPECT_THROW(nasa90_flux(0, station), std::invalid_argument);
  EXPECT_THROW(flux_above({.altitude = -1}, 1_mm), std::invalid_argument);
  EXPECT_THROW(flux_above({.uncertainty = 0.5}, 1_mm), std::invalid_argument);
}

TEST(DebrisSpeed, HasNormOneAndTheMeansThatTheStandardStates) {
  for (const double degrees : {0., 28.5, 51.6, 75., 98., 120.}) {
    double norm = 0;
    for (double v = 5; v < 16e3; v += 10) norm += debris_speed_density(v, degrees * 1_deg) * 10;
    EXPECT_NEAR(norm, 1, 2e-3) << degrees;  // midpoint sum of 10 m/s; the form ends with a step at 2 v0
  }
  const auto mean = [](double inclination) {
    double sum = 0;
    for (const SpeedBin& bin : debris_speed_bins(inclination, 20)) sum += bin.weight * bin.speed;
    return sum;
  };
  EXPECT_NEAR(mean(28.5_deg), 10e3, 500);  // published to a whole km/s
  EXPECT_NEAR(mean(98_deg), 13e3, 500);
}

TEST(Intervals, AreAFactorEachWayAndBoundsOfBoth) {
  const PenetrationRate rate{.meteoroid = 2, .debris_low = 3, .debris_high = 6};
  EXPECT_DOUBLE_EQ(meteoroid_interval(rate).low * 9, meteoroid_interval(rate).high);
  EXPECT_DOUBLE_EQ(debris_interval(rate).low, 1);
  EXPECT_DOUBLE_EQ(debris_interval(rate).high, 18);
  EXPECT_DOUBLE_EQ(total_interval(rate).high, 24);
  EXPECT_DOUBLE_EQ(total_low(rate), 5);
  EXPECT_DOUBLE_EQ(total_high(rate), 8);
  EXPECT_DOUBLE_EQ((2 * (rate + rate)).debris_high, 24);
}

TEST(FluxTable, TakesThePlaceOfTheModelAndBringsItsUncertainty) {
  DebrisEnvironment environment;
  environment.debris_table = parse_flux_table(
      "# export\n# uncertainty_factor = 1.5\ndiameter_mm, flux_per_m2_year\n0.1, 1\n1, 0.01\n10, 1e-4\n",
      "t.csv");
  const PenetrationRate rate = flux_above(environment, 1_mm);
  EXPECT_NEAR(rate.debris_low * 1_year, 0.01, 1e-15);
  EXPECT_DOUBLE_EQ(rate.debris_low, rate.debris_high);
  EXPECT_EQ(rate.debris_uncertainty, 1.5);
  EXPECT_EQ(rate.uncertainty, 3);
  EXPECT_NEAR(flux_above(environment, std::sqrt(0.1) * 1_mm).debris_low * 1_year, 0.1, 1e-12);  // a power law
}

TEST(FluxTable, ReadsExportsInTheirOwnWords) {
  const FluxTable plain = parse_flux_table("0.001 2\n0.01 1\n", "t");
  const char* const same[] = {"Diameter [mm]; Flux [1/m^2/yr]\n1;2\n10;1\n",
                              "d_m,flux\n0.001,2\n0.01,1\n",
                              "size [cm], sigma, flux_per_m2_year\n0.1,9,2\n1,9,1\n",
                              "Object diameter [m], flux fragments, flux paint, Total "
                              "[#/m^2/yr]\n0.001,1,1,2\n0.01,1,0,1\n0.1,0,0,0\n",
                              "# flux_area = cross_section\n1e-3\t8\r\n1e-2\t4\r\n",
                              "diameter_um,flux_per_m2_year\n+1000,2.0E+00\n10000,1\n"};
  for (const char* text : same) {
    const FluxTable table = parse_flux_table(text, "t");
    ASSERT_EQ(table.diameter.size(), 2u) << text;
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_NEAR(table.diameter[i] / plain.diameter[i], 1, 1e-12) << text;
      EXPECT_NEAR(table.flux[i] / plain.flux[i], 1, 1e-12) << text;
    }
  }
}

TEST(FluxTable, EndsWithItsRows) {
  const FluxTable table = parse_flux_table("0.001 2\n0.01 1", "t");
  EXPECT_THROW(table_flux(table, 0.5e-3), ModelError);
  EXPECT_EQ(table_flux(table, 0.02), 0);
  EXPECT_NEAR(table_flux(table, 0.01) * 1_year, 1, 1e-12);
}

TEST(FluxTable, NamesFileAndLineOfWhatItRefuses) {
  const auto message = [](const char* text) -> std::string {
    try {
      parse_flux_table(text, "ordem.csv");
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(
      message("diameter_m,flux_per_m2_year\n0.001,1\n0.002,x\n").find("ordem.csv:3: \"x\" is not a number"),
      std::string::npos);
  EXPECT_NE(message("0.001,1\n0.001,0.5\n").find("ordem.csv:2: diameters must ascend"), std::string::npos);
  EXPECT_NE(message("0.001,1\n0.002,2\n").find("cannot grow"), std::string::npos);
  EXPECT_NE(message("0.001,1,4\n").find("3 columns"), std::string::npos);
  EXPECT_NE(message("diameter_m,flux\n0.001,1,4\n").find("3 columns"), std::string::npos);
  EXPECT_NE(message("width,flux_per_m2_year\n0.001,1\n").find("\"width\""), std::string::npos);
  EXPECT_NE(message("size_inch,flux\n0.001,1\n").find("\"size_inch\""), std::string::npos);
  EXPECT_NE(message("size,count\n0.001,1\n").find("\"count\""), std::string::npos);
  EXPECT_NE(message("0.001,-1\n").find("flux must not be negative"), std::string::npos);
  EXPECT_NE(message("0.001\n").find("one column"), std::string::npos);
  EXPECT_NE(message("# flux_area = sphere\n0.001,1\n").find("flux_area"), std::string::npos);
  EXPECT_NE(message("0.001,1\n").find("two rows"), std::string::npos);
  EXPECT_NE(message("# uncertainty_factor = 0.3\n0.001,1\n").find("uncertainty_factor"), std::string::npos);
  EXPECT_THROW(read_flux_table("no/such/file.csv"), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
