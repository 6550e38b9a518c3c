#include "physics/orbit/ephemeris.h"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>
#include <vector>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;
using constants::astronomical_unit;
using constants::pi;

TEST(Ephemeris, DatesCountFromNoonOfTheFirstOfJanuary2000) {
  // TT - UTC = 32.184 + 32 s in 2000, 37 + 32.184 s since 2017.
  EXPECT_DOUBLE_EQ(time_of_date(2000, 1, 1), -0.5 * 1_day + 64.184);
  EXPECT_NEAR(time_of_date(2026, 1, 1), 9496.5 * 1_day + 69.184, 1e-6);
  EXPECT_THROW(time_of_date(2025, 2, 29), std::invalid_argument);
  EXPECT_NO_THROW(time_of_date(2024, 2, 29));
  EXPECT_THROW(time_of_date(2025, 13, 1), std::invalid_argument);
}

/// Low-precision Sun of the Astronomical Almanac, 0.01 degrees between 1950 and 2050: an independent series.
Eigen::Vector3d almanac_sun(double time) {
  const double n = time / 1_day;
  const double longitude = (280.460 + 0.9856474 * n) * 1_deg, anomaly = (357.528 + 0.9856003 * n) * 1_deg;
  const double l = longitude + (1.915 * std::sin(anomaly) + 0.020 * std::sin(2 * anomaly)) * 1_deg;
  const double obliquity = (23.439 - 4e-7 * n) * 1_deg;
  const double r = 1.00014 - 0.01671 * std::cos(anomaly) - 0.00014 * std::cos(2 * anomaly);
  return r * astronomical_unit *
         Eigen::Vector3d(std::cos(l), std::cos(obliquity) * std::sin(l), std::sin(obliquity) * std::sin(l));
}

TEST(Ephemeris, SunAgreesWithTheAlmanacSeries) {
  for (double time = time_of_date(1955, 1, 1); time < time_of_date(2050, 1, 1); time += 33.7 * 1_day) {
    const Eigen::Vector3d almanac = almanac_sun(time);
    const SunPosition sun = sun_position(time);
    // 0.01 degrees is what the series promises; its apparent longitude includes aberration (0.0057 degrees).
    EXPECT_LT((sun.direction - almanac.normalized()).norm(), 0.016_deg);
    EXPECT_NEAR(sun.distance / almanac.norm(), 1, 1e-4);  // printed to 1e-4 au
  }
}

TEST(Ephemeris, SunCrossesTheEquatorOfDateAtTheEquinox) {
  // 2026 March 20, 14:46 UTC (published to the minute): declination moves 1.2e-5 rad a minute, aberration and
  // nutation 4e-5 rad.
  const double equinox = time_of_date(2026, 3, 20) + 14 * 1_h + 46 * 1_min;
  EXPECT_NEAR(sun_position(equinox).direction.z(), 0, 6e-5);
  EXPECT_GT(sun_position(equinox).direction.x(), 0.99999999);
}

TEST(Ephemeris, FrameOfDateTurnsAwayFromJ2000ByPrecession) {
  const double time = time_of_date(2050, 1, 1);
  const double angle = std::acos(sun_position(time).direction.dot(sun_position_gcrf(time).direction)) / 1_deg;
  EXPECT_NEAR(angle, 50 * 50.29 / 3600, 0.01);  // general precession 50.29" a year, here along the ecliptic
  const auto start = sun_position(0), start_gcrf = sun_position_gcrf(0);
  EXPECT_LT((start.direction - start_gcrf.direction).norm(), 2e-7);  // frame bias: 0.02"
  EXPECT_DOUBLE_EQ(start.distance, start_gcrf.distance);
}

TEST(Ephemeris, InterpolationFollowsTheSunBetweenDaysAndAcrossYears) {
  double worst = 0;
  for (double day = 0.1; day < 400; day += 3.83) {
    const double time = time_of_date(2026, 12, 1) - 200 * 1_day + day * 1_day;
    const Eigen::Vector3d exact = sun_position(time).distance * sun_position(time).direction;
    worst = std::max(worst, (interpolated_sun_vector(time) - exact).norm() / exact.norm());
  }
  EXPECT_LT(worst, 1e-8);  // measured 3e-9: the Moon's pull on the Earth, four points a day apart
}

TEST(Ephemeris, SolarYearHasEveryDayAndBothApsides) {
  const SolarYear& year = solar_year(2026);
  ASSERT_EQ(year.times.size(), 365u);
  ASSERT_EQ(solar_year(2028).positions.size(), 366u);
  EXPECT_DOUBLE_EQ(year.times.front(), time_of_date(2026, 1, 1));
  EXPECT_LT((year.at_end.direction - sun_position(time_of_date(2027, 1, 1)).direction).norm(), 1e-12);
  // The Moon moves the apsides by up to 5e-5 au about 1 -+ e of the mean orbit.
  EXPECT_NEAR(year.nearest_distance / astronomical_unit, 0.98329, 5e-5);
  EXPECT_NEAR(year.farthest_distance / astronomical_unit, 1.01671, 8e-5);
  for (const auto& sun : year.positions) {
    EXPECT_GE(sun.distance, year.nearest_distance);
    EXPECT_LE(sun.distance, year.farthest_distance);
  }
}

TEST(Ephemeris, OneTableIsSharedByAllThreads) {
  std::vector<const SolarYear*> seen(4);
  {
    std::vector<std::jthread> threads;
    for (auto& pointer : seen) threads.emplace_back([&pointer] { pointer = &solar_year(1999); });
  }
  for (const auto* pointer : seen) EXPECT_EQ(pointer, seen.front());
}

TEST(Ephemeris, MeanSunAndTrueSunDifferByTheEquationOfTime) {
  // 2026 November 3: +16.4 min (the true Sun ahead); February 11: -14.2 min. Almanac figures, printed to 0.1
  // min; aberration moves the true Sun by 0.02 min.
  const auto minutes = [](double time) {
    const auto d = sun_position(time).direction;
    return std::remainder(mean_sun_right_ascension(time) - std::atan2(d.y(), d.x()), 2 * pi) / 15_deg * 60;
  };
  EXPECT_NEAR(minutes(time_of_date(2026, 11, 3)), 16.4, 0.1);
  EXPECT_NEAR(minutes(time_of_date(2026, 2, 11)), -14.2, 0.1);
}

TEST(Ephemeris, SolarFluxFallsWithTheSquareOfTheDistance) {
  EXPECT_DOUBLE_EQ(solar_flux(astronomical_unit), 1361.0);
  EXPECT_NEAR(solar_flux(0.98329 * astronomical_unit), 1407.65, 0.01);
  EXPECT_NEAR(solar_flux(1.01671 * astronomical_unit), 1316.63, 0.01);
  EXPECT_THROW(solar_flux(0), std::invalid_argument);
}

TEST(Ephemeris, YearsBeyondTheSeriesAreRefused) {
  EXPECT_THROW(sun_position(time_of_date(1899, 12, 30)), ModelError);
  EXPECT_THROW(sun_position_gcrf(time_of_date(2101, 1, 2)), ModelError);
  EXPECT_THROW(interpolated_sun(time_of_date(2101, 1, 2)), ModelError);
  EXPECT_THROW(solar_year(2101), ModelError);
  EXPECT_NO_THROW(interpolated_sun(time_of_date(2100, 12, 31)));
  EXPECT_THROW(sun_position(NAN), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
