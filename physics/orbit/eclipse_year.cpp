#include "physics/orbit/eclipse_year.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "physics/constants.h"
#include "physics/orbit/ephemeris.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;
using constants::pi;

namespace {

/// Cosines of the angle about the Earth's centre between the shadow's axis and the point where a circular
/// orbit would meet its edge. 2 stands for "no umbra": no orbit comes so near.
struct ShadowEdge {
  double cos_penumbra = 2, cos_umbra = 2;
};

/// A tangent to Sun and Earth leans by asin((Rs -+ R) / d) against the axis, so that the orbit of radius a
/// meets it at asin(R / a) -+ that angle.
ShadowEdge shadow_edge(double semi_major_axis, double sun_distance, ShadowShape shape) {
  constexpr double earth = constants::earth_radius, sun = constants::sun_radius;
  const double sine = earth / semi_major_axis, cosine = std::sqrt(1 - sine * sine);
  if (shape == ShadowShape::cylinder) return {.cos_penumbra = cosine, .cos_umbra = cosine};
  const double out = (sun + earth) / sun_distance, in = (sun - earth) / sun_distance;
  ShadowEdge edge{.cos_penumbra = cosine * std::sqrt(1 - out * out) - sine * out};
  if (sine > in) edge.cos_umbra = cosine * std::sqrt(1 - in * in) + sine * in;
  return edge;
}

/// [-] of a revolution in a shadow; the argument is cos(edge) / cos(beta).
double arc_fraction(double cosine) { return cosine >= 1 ? 0 : std::acos(std::max(cosine, -1.0)) / pi; }

double shadow_duration(double altitude, double beta, double sun_distance, ShadowShape shape,
                       double ShadowEdge::*edge) {
  require(std::abs(beta) <= pi / 2, "eclipse: beta", beta, "must be -pi/2..pi/2 [rad]");
  const double period = orbital_period(altitude), a = constants::earth_radius + altitude;
  require(sun_distance > constants::sun_radius + a, "eclipse: sun_distance", sun_distance,
          "must leave the orbit outside the Sun [m]");
  return period * arc_fraction(shadow_edge(a, sun_distance, shape).*edge / std::cos(beta));
}

constexpr std::size_t most_samples = 367;  // a leap year and the first day of the next one

/// Beta and shadow of every midnight of a year, its end included.
struct ShadowYear {
  std::size_t samples = 0;
  std::array<double, most_samples> beta, cos_beta;
  std::array<double, most_samples> pace;  ///< [-] satellite's rate past the Sun per its rate past the node
  std::array<ShadowEdge, most_samples> edge;
};

/// 1 - (drift of the Sun's argument of latitude) / (mean motion). Seen from the orbit's frame, which turns by
/// the node's rate about the pole, the Sun turns by w = (mean yearly rate) (ecliptic pole) - (node's rate)
/// (pole); the part of that along the orbit is n.w - sin(beta) (s.w - sin(beta) n.w) / cos^2(beta) with the
/// normal n and the Sun's direction s.
double pace_past_sun(double normal_dot_w, double sun_dot_w, double sin_beta, double cos_beta,
                     double mean_motion) {
  // Without an eclipse the pace is not used; at the orbit's pole it would have no limit.
  if (cos_beta < 1e-3) return 1;
  const double drift =
      normal_dot_w - sin_beta * (sun_dot_w - sin_beta * normal_dot_w) / (cos_beta * cos_beta);
  return 1 - drift / mean_motion;
}

ShadowYear shadow_year(const Orbit& orbit, const SolarYear& sun, ShadowShape shape) {
  constexpr double yearly_rate = 2 * pi / constants::tropical_year;
  static const double sin_obliquity = std::sin(23.4393_deg), cos_obliquity = std::cos(23.4393_deg);
  ShadowYear year;
  const double a = semi_major_axis(orbit), mean_motion = 2 * pi / orbital_period(orbit.altitude);
  const double sin_inclination = std::sin(orbit.inclination), cos_inclination = std::cos(orbit.inclination);
  const double node_rate = nodal_precession_rate(orbit.altitude, orbit.inclination);
  year.samples = sun.positions.size() + 1;
  for (std::size_t day = 0; day < year.samples; ++day) {
    const auto& [direction, distance] = day < sun.positions.size() ? sun.positions[day] : sun.at_end;
    const double time = sun.times.front() + double(day) * 1_day;
    const double node = orbit.right_ascension_ascending_node + node_rate * (time - orbit.epoch);
    const Eigen::Vector3d normal(sin_inclination * std::sin(node), -sin_inclination * std::cos(node),
                                 cos_inclination);
    const double sine = std::clamp(normal.dot(direction), -1.0, 1.0);
    const double normal_dot_pole = cos_obliquity * normal.z() - sin_obliquity * normal.y();
    year.beta[day] = std::asin(sine);
    year.cos_beta[day] = std::sqrt(1 - sine * sine);
    year.pace[day] = pace_past_sun(yearly_rate * normal_dot_pole - node_rate * normal.z(),
                                   -node_rate * direction.z(), sine, year.cos_beta[day], mean_motion);
    year.edge[day] = shadow_edge(a, distance, shape);
  }
  return year;
}

/// Value at the vertex of the parabola through three neighbours if the middle one is extreme, else the middle
/// one.
double refined_extreme(double before, double middle, double after) {
  const double slope = (after - before) / 2, curvature = after - 2 * middle + before;
  if ((middle - before) * (middle - after) <= 0 || curvature == 0) return middle;
  return middle - slope * slope / (2 * curvature);
}

double refined_beta(const ShadowYear& year, std::size_t i) {
  if (i == 0 || i + 1 == year.samples) return year.beta[i];
  return refined_extreme(year.beta[i - 1], year.beta[i], year.beta[i + 1]);
}

bool changes_sign(const ShadowYear& year, std::size_t i) {
  return (year.beta[i - 1] < 0) != (year.beta[i] < 0);
}

/// Mean between two values of a curve whose square is linear: at its edge a season begins like a square root.
double mean_arc(double before, double after) {
  if (before + after == 0) return 0;
  return 2 * (before * before + before * after + after * after) / (3 * (before + after));
}

/// The part of a year that a shadow takes.
struct Season {
  double days = 0;         ///< [day] on which the orbit meets the shadow
  double revolutions = 0;  ///< [day] the same, weighted with the satellite's pace past the Sun
  double dark = 0;         ///< [day] in shadow
  double longest = 0;      ///< [-] longest passage, in periods
  std::array<double, most_samples> passage;  ///< [-] of every midnight, in periods
};

Season season_of(const ShadowYear& year, double ShadowEdge::*edge) {
  Season season;
  double margin_before = 0, arc_before = 0;
  std::size_t deepest = 0;
  for (std::size_t i = 0; i < year.samples; ++i) {
    const double here = year.edge[i].*edge, margin = year.cos_beta[i] - here;
    const double arc = arc_fraction(here / year.cos_beta[i]);
    season.passage[i] = arc / year.pace[i];
    if (season.passage[i] > season.passage[deepest]) deepest = i;
    if (i > 0 && (margin > 0 || margin_before > 0)) {
      const bool whole = margin > 0 && margin_before > 0;
      const double part = whole ? 1 : std::max(margin, margin_before) / std::abs(margin - margin_before);
      season.days += part;
      season.revolutions += part * (year.pace[i - 1] + year.pace[i]) / 2;
      season.dark += part * mean_arc(arc_before, arc);
    }
    // The Sun crosses the orbit's plane between these midnights.
    if (i > 0 && changes_sign(year, i))
      season.longest = std::max(season.longest, arc_fraction(here) * 2 / (year.pace[i - 1] + year.pace[i]));
    margin_before = margin;
    arc_before = arc;
  }
  const double nearest = arc_fraction(year.edge[deepest].*edge / std::cos(refined_beta(year, deepest)));
  season.longest = std::max({season.longest, season.passage[deepest], nearest / year.pace[deepest]});
  return season;
}

void fill_beta_extremes(const ShadowYear& year, EclipseYear& result) {
  std::size_t least = 0, most = 0;
  bool crosses = false;
  for (std::size_t i = 1; i < year.samples; ++i) {
    if (year.beta[i] < year.beta[least]) least = i;
    if (year.beta[i] > year.beta[most]) most = i;
    crosses = crosses || changes_sign(year, i);
  }
  result.beta_min = refined_beta(year, least);
  result.beta_max = refined_beta(year, most);
  const bool low_is_nearer = std::abs(result.beta_min) < std::abs(result.beta_max);
  result.beta_of_smallest_magnitude = crosses ? 0 : low_is_nearer ? result.beta_min : result.beta_max;
  result.beta_of_largest_magnitude = low_is_nearer ? result.beta_max : result.beta_min;
}

}  // namespace

EclipseYear eclipse_year(const Orbit& orbit, int year, ShadowShape shape) {
  const double period = orbital_period(orbit.altitude);
  const SolarYear& sun = solar_year(year);
  const ShadowYear shadow = shadow_year(orbit, sun, shape);
  const Season penumbra = season_of(shadow, &ShadowEdge::cos_penumbra);
  const Season umbra = season_of(shadow, &ShadowEdge::cos_umbra);
  const std::size_t days = sun.positions.size();
  EclipseYear result;
  result.times = sun.times;
  result.beta.assign(shadow.beta.begin(), shadow.beta.begin() + std::ptrdiff_t(days));
  result.duration.resize(days);
  for (std::size_t i = 0; i < days; ++i) result.duration[i] = penumbra.passage[i] * period;
  // A passage through penumbra dims by half on average.
  result.sunlit_fraction = 1 - (penumbra.dark + umbra.dark) / 2 / double(days);
  result.season_days = penumbra.days;
  result.umbra_season_days = umbra.days;
  result.cycles_per_year = penumbra.revolutions / double(days) * constants::julian_year / period;
  result.longest = penumbra.longest * period;
  result.longest_umbra = umbra.longest * period;
  fill_beta_extremes(shadow, result);
  return result;
}

double cylindrical_eclipse_duration(double altitude, double beta) {
  return shadow_duration(altitude, beta, constants::astronomical_unit, ShadowShape::cylinder,
                         &ShadowEdge::cos_umbra);
}

double umbra_duration(double altitude, double beta, double sun_distance) {
  return shadow_duration(altitude, beta, sun_distance, ShadowShape::cones, &ShadowEdge::cos_umbra);
}

double penumbra_duration(double altitude, double beta, double sun_distance) {
  return shadow_duration(altitude, beta, sun_distance, ShadowShape::cones, &ShadowEdge::cos_penumbra);
}

}  // namespace sunrack
