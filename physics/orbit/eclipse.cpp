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

namespace sunrack {

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

ShadowEdges shadow_edges(const Eigen::Vector3d& satellite, const Eigen::Vector3d& sun,
                         const OcculterShape& earth, double sun_radius) {
  require_bodies(earth, sun_radius);
  const Sight seen = sight(satellite, sun, earth, sun_radius);
  return {.penumbra = seen.limb_to_sun - seen.sun_radius, .umbra = seen.limb_to_sun + seen.sun_radius};
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

}  // namespace sunrack
