#include "physics/orbit/ephemeris.h"

#include <erfa.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <memory>
#include <mutex>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double j2000 = 2451545.0;      // Julian date of 2000-01-01T12:00
constexpr double tt_minus_tai = 32.184;  // [s] by definition
constexpr int first_year = 1900, last_year = 2100;

/// The calendar year of a time. TT for UTC moves the boundary by about a minute, which no caller feels.
int year_of(const char* who, double time) {
  require_finite(who, time);
  int year = 0, month = 0, day = 0;
  double fraction = 0;
  const int status = eraJd2cal(j2000, time / 1_day, &year, &month, &day, &fraction);
  if (status != 0 || year < first_year || year > last_year)
    throw ModelError(
        fmt::format("{}: {:.6g} s since J2000.0 is outside the years {}..{} of the Sun's ephemeris", who,
                    time, first_year, last_year));
  return year;
}

/// [m] of the Sun from the Earth's centre, GCRF. TT stands for TDB: they differ by less than 2 ms.
Eigen::Vector3d sun_vector_gcrf(double time) {
  double heliocentric[2][3], barycentric[2][3];
  // Its warning status only marks dates outside 1900..2100.
  eraEpv00(j2000, time / 1_day, heliocentric, barycentric);
  return -constants::astronomical_unit *
         Eigen::Vector3d(heliocentric[0][0], heliocentric[0][1], heliocentric[0][2]);
}

Eigen::Vector3d sun_vector_of_date(double time) {
  double matrix[3][3];
  eraPmat06(j2000, time / 1_day, matrix);
  const Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>> precession(&matrix[0][0]);
  return precession * sun_vector_gcrf(time);
}

SunPosition position_of(const Eigen::Vector3d& vector) {
  const double distance = vector.norm();
  return {.direction = vector / distance, .distance = distance};
}

/// Daily vectors with two days before and after the year, for interpolation by four points.
struct SunTable {
  SolarYear year;
  double start = 0;  ///< [s] time of the first vector
  std::vector<Eigen::Vector3d> vectors;
};

constexpr int margin_days = 2;

/// Extreme of a parabola through three equidistant values of which the middle one is extreme.
double parabola_extreme(double before, double middle, double after) {
  const double slope = (after - before) / 2, curvature = after - 2 * middle + before;
  return curvature == 0 ? middle : middle - slope * slope / (2 * curvature);
}

void find_extreme_distances(SunTable& table) {
  std::vector<double> distances;
  for (const auto& vector : table.vectors) distances.push_back(vector.norm());
  const auto days = table.year.positions.size();
  std::size_t nearest = margin_days, farthest = margin_days;
  for (std::size_t i = margin_days; i < margin_days + days; ++i) {
    if (distances[i] < distances[nearest]) nearest = i;
    if (distances[i] > distances[farthest]) farthest = i;
  }
  const auto refined = [&](std::size_t i) {
    return parabola_extreme(distances[i - 1], distances[i], distances[i + 1]);
  };
  table.year.nearest_distance = refined(nearest);
  table.year.farthest_distance = refined(farthest);
}

SunTable make_sun_table(int year) {
  SunTable table;
  const double start = time_of_date(year, 1, 1);
  const int days = int(std::lround((time_of_date(year + 1, 1, 1) - start) / 1_day));
  table.start = start - margin_days * 1_day;
  for (int i = 0; i < days + 1 + 2 * margin_days; ++i)
    table.vectors.push_back(sun_vector_of_date(table.start + i * 1_day));
  table.year.year = year;
  for (int day = 0; day < days; ++day) {
    table.year.times.push_back(start + day * 1_day);
    table.year.positions.push_back(position_of(table.vectors[std::size_t(margin_days + day)]));
  }
  table.year.at_end = position_of(table.vectors[std::size_t(margin_days + days)]);
  find_extreme_distances(table);
  return table;
}

const SunTable& sun_table(int year) {
  static std::array<std::once_flag, last_year - first_year + 1> once;
  static std::array<std::unique_ptr<const SunTable>, last_year - first_year + 1> tables;
  const auto index = std::size_t(year - first_year);
  std::call_once(once[index],
                 [&] { tables[index] = std::make_unique<const SunTable>(make_sun_table(year)); });
  return *tables[index];
}

}  // namespace

double time_of_date(int year, int month, int day) {
  double base = 0, date = 0;
  require(eraCal2jd(year, month, day, &base, &date) == 0, "time_of_date: date (yyyymmdd)",
          year * 10000.0 + month * 100.0 + day, "must be a date of the Gregorian calendar");
  // Its warning status marks years before UTC (then 0 s) and far beyond the last known leap second (then that
  // one).
  double leap_seconds = 0;
  eraDat(year, month, day, 0.0, &leap_seconds);
  return ((base - j2000) + date) * 1_day + leap_seconds + tt_minus_tai;
}

SunPosition sun_position(double time) {
  year_of("sun_position: time", time);
  return position_of(sun_vector_of_date(time));
}

SunPosition sun_position_gcrf(double time) {
  year_of("sun_position_gcrf: time", time);
  return position_of(sun_vector_gcrf(time));
}

Eigen::Vector3d interpolated_sun_vector(double time) {
  const SunTable& table = sun_table(year_of("interpolated_sun: time", time));
  const double days = (time - table.start) / 1_day;
  const double whole = std::floor(days), x = days - whole;
  const Eigen::Vector3d* v = &table.vectors[std::size_t(whole)];
  // Lagrange's cubic through the days -1, 0, 1, 2.
  return (-x * (x - 1) * (x - 2) / 6) * v[-1] + ((x + 1) * (x - 1) * (x - 2) / 2) * v[0] +
         (-(x + 1) * x * (x - 2) / 2) * v[1] + ((x + 1) * x * (x - 1) / 6) * v[2];
}

SunPosition interpolated_sun(double time) { return position_of(interpolated_sun_vector(time)); }

Eigen::Vector3d moon_vector(double time) {
  year_of("moon_vector: time", time);
  double moon[2][3], matrix[3][3];
  eraMoon98(j2000, time / 1_day, moon);
  eraPmat06(j2000, time / 1_day, matrix);
  const Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>> precession(&matrix[0][0]);
  return constants::astronomical_unit * (precession * Eigen::Vector3d(moon[0][0], moon[0][1], moon[0][2]));
}

double mean_sun_right_ascension(double time) {
  require_finite("mean_sun_right_ascension: time", time);
  const double centuries = time / (36525 * 1_day);
  const double degrees =
      280.46646 + centuries * (36000.76983 + centuries * 0.0003032);  // Meeus (1998) eq. 25.2
  return eraAnp(degrees * 1_deg);
}

const SolarYear& solar_year(int year) {
  if (year < first_year || year > last_year)
    throw ModelError(fmt::format("solar_year: {} is outside the years {}..{} of the Sun's ephemeris", year,
                                 first_year, last_year));
  return sun_table(year).year;
}

double solar_flux(double distance) {
  require(distance > 0 && std::isfinite(distance), "solar_flux: distance", distance, "must be positive [m]");
  const double ratio = constants::astronomical_unit / distance;
  return constants::solar_irradiance * ratio * ratio;
}

}  // namespace sunrack
