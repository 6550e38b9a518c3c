#include "physics/orbit/eclipse.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <boost/math/tools/minima.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>

#include "physics/orbit/ephemeris.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;
using constants::pi;

namespace {

/// What the satellite sees, all [rad].
struct Sight {
  double limb_to_sun = 0;    ///< from the Earth's limb to the Sun's centre, negative behind the Earth
  double centre_to_sun = 0;  ///< from the Earth's centre to the Sun's centre
  double sun_radius = 0;     ///< apparent
};

double angle_between(const Eigen::Vector3d& a, const Eigen::Vector3d& b) {
  return std::atan2(a.cross(b).norm(), a.dot(b));
}

/// Angle from the limb of an ellipsoid to the Sun in the plane of satellite, Earth's centre and Sun.
/// Stretching the polar axis makes the ellipsoid a sphere and keeps planes and tangents.
double ellipsoid_limb_to_sun(const Eigen::Vector3d& satellite, const Eigen::Vector3d& to_sun,
                             const OcculterShape& earth, double sine) {
  const double squash = 1 - earth.flattening;
  const Eigen::Vector3d stretch(1, 1, 1 / squash);
  const Eigen::Vector3d nadir = -stretch.cwiseProduct(satellite).normalized();
  const Eigen::Vector3d sunward = stretch.cwiseProduct(to_sun);
  Eigen::Vector3d aside = sunward - sunward.dot(nadir) * nadir;
  // With the Sun at nadir or zenith every azimuth is as good.
  aside = aside.norm() > 1e-12 * sunward.norm() ? aside.normalized() : nadir.unitOrthogonal();
  Eigen::Vector3d tangent = std::sqrt(1 - sine * sine) * nadir + sine * aside;
  tangent.z() *= squash;
  const Eigen::Vector3d outward = (-satellite).cross(tangent).normalized();
  return std::atan2(tangent.cross(to_sun).dot(outward), tangent.dot(to_sun));
}

Sight sight(const Eigen::Vector3d& satellite, const Eigen::Vector3d& sun, const OcculterShape& earth,
            double sun_radius) {
  const double squash = 1 - earth.flattening;
  const double height = std::hypot(satellite.x(), satellite.y(), satellite.z() / squash);
  require(height >= earth.radius, "eclipse: distance from the Earth's centre", height,
          "must not be inside the Earth [m]");
  const Eigen::Vector3d to_sun = sun - satellite;
  const double distance = to_sun.norm();
  require(distance > sun_radius, "eclipse: distance from the Sun's centre", distance,
          "must be outside the Sun [m]");
  const double sine = earth.radius / height;
  const double centre_to_sun = angle_between(-satellite, to_sun);
  return {.limb_to_sun = earth.flattening == 0 ? centre_to_sun - std::asin(sine)
                                               : ellipsoid_limb_to_sun(satellite, to_sun, earth, sine),
          .centre_to_sun = centre_to_sun,
          .sun_radius = std::asin(sun_radius / distance)};
}

void require_bodies(const OcculterShape& earth, double sun_radius) {
  require(earth.radius > 0 && std::isfinite(earth.radius), "eclipse: earth radius", earth.radius,
          "must be positive [m]");
  require(earth.flattening >= 0 && earth.flattening < 1, "eclipse: flattening", earth.flattening,
          "must be 0 <= f < 1");
  require(sun_radius > 0 && std::isfinite(sun_radius), "eclipse: sun radius", sun_radius,
          "must be positive [m]");
}

using Angle = std::function<double(double)>;  // [rad] of a time [s]

/// Times are counted from `low`, where seconds since J2000.0 would cost digits.
double edge_between(const Angle& angle, double low, double high) {
  const auto shifted = [&](double t) { return angle(low + t); };
  const auto close_enough = [](double a, double b) { return std::abs(b - a) < 1e-5; };
  std::uintmax_t iterations = 100;
  const auto [a, b] = boost::math::tools::toms748_solve(shifted, 0.0, high - low, close_enough, iterations);
  return low + (a + b) / 2;
}

/// Time of the smallest angle. Half the bits of a double are what a minimum can give.
double time_of_minimum(const Angle& angle, double low, double high) {
  const auto shifted = [&](double t) { return angle(low + t); };
  return low + boost::math::tools::brent_find_minima(shifted, 0.0, high - low, 26).first;
}

/// Adds both edges of a dip below zero (or, with sign -1, of a rise above it) that lies between two samples.
void add_hidden_edges(const Angle& angle, double sign, double low, double high, std::vector<double>& edges) {
  const Angle signed_angle = [&](double t) { return sign * angle(t); };
  const double middle = time_of_minimum(signed_angle, low, high);
  if (signed_angle(middle) >= 0) return;
  edges.push_back(edge_between(signed_angle, low, middle));
  edges.push_back(edge_between(signed_angle, middle, high));
}

/// All times where the angle changes sign, in order.
std::vector<double> edges_of(const Angle& angle, double start, double end, double step) {
  const auto intervals = std::max<std::size_t>(2, std::size_t(std::ceil((end - start) / step)));
  const auto time = [&](std::size_t i) {
    return i == intervals ? end : start + (end - start) * double(i) / double(intervals);
  };
  std::vector<double> edges;
  double before = angle(start),
         here = before;  // a copy before the start, so that a dip right after it is looked for
  for (std::size_t i = 0; i <= intervals; ++i) {
    const double next = i < intervals ? angle(time(i + 1)) : here;
    const double low = time(i == 0 ? 0 : i - 1), high = time(std::min(i + 1, intervals));
    if ((here < 0) != (next < 0)) edges.push_back(edge_between(angle, time(i), high));
    if (before >= 0 && here >= 0 && next >= 0 && here <= before && here <= next)
      add_hidden_edges(angle, 1, low, high, edges);
    if (before < 0 && here < 0 && next < 0 && here >= before && here >= next)
      add_hidden_edges(angle, -1, low, high, edges);
    before = here;
    here = next;
  }
  std::sort(edges.begin(), edges.end());
  return edges;
}

EclipseEvent passage(const Angle& umbra, double entry, double exit) {
  EclipseEvent event{.penumbra_entry = entry, .penumbra_exit = exit};
  const double middle = time_of_minimum(umbra, entry, exit);
  event.has_umbra = umbra(middle) < 0;
  event.umbra_entry = event.umbra_exit = middle;
  if (event.has_umbra) {
    // A passage that is cut at the start or end may be cut in umbra.
    event.umbra_entry = umbra(entry) < 0 ? entry : edge_between(umbra, entry, middle);
    event.umbra_exit = umbra(exit) < 0 ? exit : edge_between(umbra, middle, exit);
  }
  return event;
}

}  // namespace

double sunlit_fraction(const Eigen::Vector3d& satellite, const Eigen::Vector3d& sun,
                       const OcculterShape& earth, double sun_radius) {
  require_bodies(earth, sun_radius);
  const Sight seen = sight(satellite, sun, earth, sun_radius);
  const double a = seen.sun_radius, c = seen.centre_to_sun;
  if (seen.limb_to_sun >= a) return 1;
  if (seen.limb_to_sun <= -a) return 0;
  const double b = c - seen.limb_to_sun;               // the Earth's apparent radius towards the Sun
  if (c <= a - b) return 1 - (b / a) * (b / a);        // annular
  const double x = (c * c + a * a - b * b) / (2 * c);  // Montenbruck & Gill eq. 3.94
  const double y = std::sqrt(std::max(0.0, a * a - x * x));
  const double overlap = a * a * std::acos(std::clamp(x / a, -1.0, 1.0)) +
                         b * b * std::acos(std::clamp((c - x) / b, -1.0, 1.0)) - c * y;
  return std::clamp(1 - overlap / (pi * a * a), 0.0, 1.0);
}

std::vector<EclipseEvent> eclipse_events(const PositionFunction& satellite, const PositionFunction& sun,
                                         const OcculterShape& earth, double sun_radius, double start,
                                         double end, double step) {
  require_bodies(earth, sun_radius);
  require_finite("eclipse_events: start", start);
  require(end > start && std::isfinite(end), "eclipse_events: end", end, "must be after the start [s]");
  require(step > 0, "eclipse_events: step", step, "must be positive [s]");
  const Angle penumbra = [&](double time) {
    const Sight seen = sight(satellite(time), sun(time), earth, sun_radius);
    return seen.limb_to_sun - seen.sun_radius;
  };
  const Angle umbra = [&](double time) {
    const Sight seen = sight(satellite(time), sun(time), earth, sun_radius);
    return seen.limb_to_sun + seen.sun_radius;
  };
  std::vector<double> edges = edges_of(penumbra, start, end, step);
  if (penumbra(start) < 0) edges.insert(edges.begin(), start);
  if (edges.size() % 2 != 0) edges.push_back(end);
  std::vector<EclipseEvent> events;
  for (std::size_t i = 0; i + 1 < edges.size(); i += 2)
    if (edges[i + 1] > edges[i]) events.push_back(passage(umbra, edges[i], edges[i + 1]));
  return events;
}

std::vector<EclipseEvent> eclipse_events(const Orbit& orbit, double start, double end,
                                         const OcculterShape& earth) {
  return eclipse_events([&](double time) { return satellite_position(orbit, time); }, interpolated_sun_vector,
                        earth, constants::sun_radius, start, end, orbital_period(orbit.altitude) / 24);
}

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
  std::array<ShadowEdge, most_samples> edge;
};

ShadowYear shadow_year(const Orbit& orbit, const SolarYear& sun, ShadowShape shape) {
  ShadowYear year;
  const double a = semi_major_axis(orbit);
  const double sin_inclination = std::sin(orbit.inclination), cos_inclination = std::cos(orbit.inclination);
  const double node_rate = nodal_precession_rate(orbit.altitude, orbit.inclination);
  year.samples = sun.positions.size() + 1;
  for (std::size_t day = 0; day < year.samples; ++day) {
    const SunPosition& at = day < sun.positions.size() ? sun.positions[day] : sun.at_end;
    const double time = sun.times.front() + double(day) * 1_day;
    const double node = orbit.right_ascension_ascending_node + node_rate * (time - orbit.epoch);
    const double sine =
        std::clamp(sin_inclination * (std::sin(node) * at.direction.x() - std::cos(node) * at.direction.y()) +
                       cos_inclination * at.direction.z(),
                   -1.0, 1.0);
    year.beta[day] = std::asin(sine);
    year.cos_beta[day] = std::sqrt(1 - sine * sine);
    year.edge[day] = shadow_edge(a, at.distance, shape);
  }
  return year;
}

/// [day] with cos(beta) above the edge's cosine, linear between midnights.
double season(const ShadowYear& year, double ShadowEdge::*edge) {
  double days = 0;
  double before = year.cos_beta[0] - year.edge[0].*edge;
  for (std::size_t i = 1; i < year.samples; ++i) {
    const double here = year.cos_beta[i] - year.edge[i].*edge;
    if (before > 0 && here > 0)
      days += 1;
    else if (before > 0 || here > 0)
      days += std::max(before, here) / std::abs(here - before);
    before = here;
  }
  return days;
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

/// [-] of a revolution: the longest shadow of the year, beta resolved between midnights.
double longest_arc(const ShadowYear& year, double ShadowEdge::*edge) {
  const auto ratio = [&](std::size_t i) { return year.edge[i].*edge / year.cos_beta[i]; };
  std::size_t deepest = 0;
  double smallest = ratio(0);
  for (std::size_t i = 1; i < year.samples; ++i) {
    if (ratio(i) < ratio(deepest)) deepest = i;
    // The Sun crosses the orbit's plane between these midnights.
    if (changes_sign(year, i)) smallest = std::min({smallest, year.edge[i - 1].*edge, year.edge[i].*edge});
  }
  const double refined = year.edge[deepest].*edge / std::cos(refined_beta(year, deepest));
  return arc_fraction(std::min({smallest, ratio(deepest), refined}));
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
  const std::size_t days = sun.positions.size();
  EclipseYear result;
  result.times = sun.times;
  result.beta.assign(shadow.beta.begin(), shadow.beta.begin() + std::ptrdiff_t(days));
  result.duration.resize(days);
  double dark_days = 0;  // trapezoids; a passage through penumbra dims by half on average
  for (std::size_t i = 0; i < shadow.samples; ++i) {
    const double penumbra = arc_fraction(shadow.edge[i].cos_penumbra / shadow.cos_beta[i]);
    const double umbra = arc_fraction(shadow.edge[i].cos_umbra / shadow.cos_beta[i]);
    if (i < days) result.duration[i] = penumbra * period;
    dark_days += (i == 0 || i == days ? 0.5 : 1.0) * (penumbra + umbra) / 2;
  }
  result.sunlit_fraction = 1 - dark_days / double(days);
  result.season_days = season(shadow, &ShadowEdge::cos_penumbra);
  result.umbra_season_days = season(shadow, &ShadowEdge::cos_umbra);
  result.cycles_per_year = result.season_days / double(days) * constants::julian_year / period;
  result.longest = period * longest_arc(shadow, &ShadowEdge::cos_penumbra);
  result.longest_umbra = period * longest_arc(shadow, &ShadowEdge::cos_umbra);
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
