#include "physics/orbit/propagate.h"

#include <fmt/format.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <boost/numeric/odeint.hpp>
#include <cmath>
#include <utility>

#include "physics/constants.h"
#include "physics/numerics/interrupt.h"
#include "physics/orbit/ephemeris.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using Eigen::Vector3d;
using State = std::array<double, 6>;
namespace odeint = boost::numeric::odeint;

// Zonal harmonics, unnormalised; EGM96 (recalled beyond J2).
constexpr double j3 = -2.53265649e-6, j4 = -1.61962159e-6;
// [m^3/s^2] IERS Conventions 2010 (recalled)
constexpr double sun_parameter = 1.32712440018e20, moon_parameter = 4.902800066e12;
constexpr double earth_rate = 7.292115e-5;  // [rad/s] WGS 84 (recalled)

/// Acceleration of one zonal harmonic: mu/r^2 J (R/r)^n [(n+1) P r^ - P' (z^ - s r^)], s = sin(latitude).
Vector3d zonal(const Vector3d& up, double radius, double scale, int degree, double harmonic, double legendre,
               double slope) {
  const double s = up.z();
  const double strength = scale * harmonic * std::pow(constants::earth_radius / radius, degree);
  return strength * ((degree + 1) * legendre * up - slope * (Vector3d::UnitZ() - s * up));
}

Vector3d third_body(const Vector3d& position, const Vector3d& body, double parameter) {
  const Vector3d to_body = body - position;
  return parameter * (to_body / std::pow(to_body.norm(), 3) - body / std::pow(body.norm(), 3));
}

/// The Moon every six hours, between them Lagrange's cubic: a hundred times faster than the series.
class MoonTable {
 public:
  MoonTable(double start, double end) : start_(start - 2 * spacing) {
    for (double time = start_; time < end + 3 * spacing; time += spacing)
      vectors_.push_back(moon_vector(time));
  }
  Vector3d at(double time) const {
    const double place = (time - start_) / spacing;
    const auto i = std::clamp<std::size_t>(std::size_t(place), 1, vectors_.size() - 3);
    const double x = place - double(i);
    return (-x * (x - 1) * (x - 2) / 6) * vectors_[i - 1] + ((x + 1) * (x - 1) * (x - 2) / 2) * vectors_[i] +
           (-(x + 1) * x * (x - 2) / 2) * vectors_[i + 1] + ((x + 1) * x * (x - 1) / 6) * vectors_[i + 2];
  }

 private:
  static constexpr double spacing = 6 * 3600;
  double start_;
  std::vector<Vector3d> vectors_;
};

class Dynamics {
 public:
  Dynamics(const OrbitForces& forces, double start, double end)
      : forces_(forces), epoch_(start), moon_(start, forces.moon ? end : start) {}

  Vector3d acceleration(double time, const Vector3d& position, const Vector3d& velocity) const {
    const double radius = position.norm();
    if (radius < constants::earth_radius)
      throw ModelError(
          fmt::format("propagate_orbit: the orbit meets the ground after {:.6g} s", time - epoch_));
    const Vector3d up = position / radius;
    const double scale = constants::earth_gravitational_parameter / (radius * radius), s = up.z();
    Vector3d sum = -scale * up;
    if (forces_.zonal_degree >= 2)
      sum += zonal(up, radius, scale, 2, constants::earth_j2, (3 * s * s - 1) / 2, 3 * s);
    if (forces_.zonal_degree >= 3)
      sum += zonal(up, radius, scale, 3, j3, s * (5 * s * s - 3) / 2, (15 * s * s - 3) / 2);
    if (forces_.zonal_degree >= 4)
      sum += zonal(up, radius, scale, 4, j4, (35 * s * s * s * s - 30 * s * s + 3) / 8,
                   s * (35 * s * s - 15) / 2);
    if (forces_.sun) sum += third_body(position, interpolated_sun_vector(time), sun_parameter);
    if (forces_.moon) sum += third_body(position, moon_.at(time), moon_parameter);
    if (forces_.ballistic_area > 0) {
      const Vector3d wind = velocity - earth_rate * Vector3d::UnitZ().cross(position);
      const double density = atmosphere_density(radius - constants::earth_radius, forces_.activity);
      sum -= density / 2 * forces_.ballistic_area * wind.norm() * wind;
    }
    return sum;
  }

  /// Odeint counts time from the start, where seconds since J2000.0 would cost digits.
  void operator()(const State& state, State& rate, double elapsed) const {
    const Vector3d position(state[0], state[1], state[2]), velocity(state[3], state[4], state[5]);
    const Vector3d pull = acceleration(epoch_ + elapsed, position, velocity);
    rate = {velocity.x(), velocity.y(), velocity.z(), pull.x(), pull.y(), pull.z()};
  }

 private:
  OrbitForces forces_;
  double epoch_;
  MoonTable moon_;
};

/// One unit of length for position and velocity lets one tolerance serve both: odeint compares components.
OrbitState state_of(const State& s, double time) {
  return {.time = time, .position = {s[0], s[1], s[2]}, .velocity = {s[3], s[4], s[5]}};
}

}  // namespace

OrbitPath::OrbitPath(std::vector<OrbitState> states) : states_(std::move(states)) {
  require(states_.size() >= 2, "OrbitPath: states", double(states_.size()), "must be two or more");
}

OrbitState OrbitPath::state(double time) const {
  if (!(time >= start() && time <= end()))
    throw ModelError(
        fmt::format("OrbitPath: {:.9g} s is outside the path of {:.9g}..{:.9g} s", time, start(), end()));
  const double step = (end() - start()) / double(states_.size() - 1);
  const auto i = std::min(std::size_t((time - start()) / step), states_.size() - 2);
  const OrbitState &a = states_[i], &b = states_[i + 1];
  const double h = b.time - a.time, x = (time - a.time) / h, y = 1 - x;
  return {.time = time,
          .position = y * y * (1 + 2 * x) * a.position + x * x * (3 - 2 * x) * b.position +
                      h * (x * y * y * a.velocity - x * x * y * b.velocity),
          .velocity = 6 * x * y / h * (b.position - a.position) + y * (1 - 3 * x) * a.velocity +
                      x * (3 * x - 2) * b.velocity};
}

OrbitPoint OrbitPath::operator()(double time) const {
  const OrbitState here = state(time);
  return orbit_point(time, here.position, here.velocity);
}

OrbitPath propagate_orbit(const OrbitState& start, double end, const OrbitForces& forces,
                          const PropagateOptions& options) {
  const int degree = forces.zonal_degree;
  require(degree == 0 || (degree >= 2 && degree <= 4), "OrbitForces.zonal_degree", degree,
          "must be 0, 2, 3 or 4");
  require(forces.ballistic_area >= 0 && std::isfinite(forces.ballistic_area), "OrbitForces.ballistic_area",
          forces.ballistic_area, "must be zero or positive [m^2/kg]");
  require(start.position.allFinite() && start.position.norm() > constants::earth_radius,
          "propagate_orbit: distance at the start", start.position.norm(), "must be outside the Earth [m]");
  require(start.velocity.allFinite(), "propagate_orbit: speed at the start", start.velocity.norm(),
          "must be finite [m/s]");
  require(end > start.time && std::isfinite(end), "propagate_orbit: end", end, "must be after the start [s]");
  require(options.step > 0, "PropagateOptions.step", options.step, "must be positive [s]");
  require(options.relative_tolerance > 0 && options.relative_tolerance < 1,
          "PropagateOptions.relative_tolerance", options.relative_tolerance, "must be between 0 and 1");

  const Dynamics dynamics(forces, start.time, end);
  const auto count = std::max<std::size_t>(2, std::size_t(std::ceil((end - start.time) / options.step)) + 1);
  const double step = (end - start.time) / double(count - 1);
  // Absolute tolerance: of the orbit's size for a coordinate that passes through zero; a velocity is a
  // thousand times smaller, and safe with it.
  const double absolute = options.relative_tolerance * start.position.norm() * 1e-3;
  auto stepper =
      odeint::make_dense_output(absolute, options.relative_tolerance, odeint::runge_kutta_dopri5<State>());
  State state{start.position.x(), start.position.y(), start.position.z(),
              start.velocity.x(), start.velocity.y(), start.velocity.z()};
  stepper.initialize(state, 0.0, std::min(step, 10.0));
  std::vector<OrbitState> states{start};
  states.reserve(count);
  while (states.size() < count && !interrupted()) {
    const double wanted = step * double(states.size());
    while (stepper.current_time() < wanted) stepper.do_step(std::cref(dynamics));
    stepper.calc_state(wanted, state);
    states.push_back(state_of(state, states.size() + 1 == count ? end : start.time + wanted));
  }
  if (states.size() < 2) states.push_back({start.time + step, start.position, start.velocity});
  return OrbitPath(std::move(states));
}

OrbitState osculating_state(const Orbit& orbit, double time) {
  const double radius = semi_major_axis(orbit), u = argument_of_latitude(orbit, time);
  const double motion = 2 * constants::pi / orbital_period(orbit.altitude);
  const double sine = std::sin(orbit.inclination), cosine = std::cos(orbit.inclination);
  const double ratio = constants::earth_radius / radius;
  // J2's share of gravity: K = (3/2) J2 (R/r)^2 in units of n^2 r.
  const double k = 1.5 * constants::earth_j2 * ratio * ratio,
               rate = argument_of_latitude_rate(orbit.altitude, orbit.inclination);
  const double s2 = sine * sine, c2u = std::cos(2 * u), s2u = std::sin(2 * u);
  // Hill's equations: radius and angle along the track; node and inclination by Gauss's equations.
  const double r = radius * (1 + k * s2 / 6 * c2u), r_rate = -radius * k * s2 / 3 * s2u * rate;
  const double i = orbit.inclination + k / 2 * sine * cosine * c2u;
  const double node = node_at(orbit, time) + k / 2 * cosine * s2u;
  const double u_shift = k * (s2 / 12 - cosine * cosine / 2) * s2u;
  const double angle = u + u_shift;
  // Along the track: the rate of the angle in the turning plane, u' + node' cos(i).
  const double u_rate = rate + k * (s2 / 6 - cosine * cosine) * c2u * rate;
  const double node_rate =
      nodal_precession_rate(orbit.altitude, orbit.inclination) + k * cosine * c2u * motion;
  const double i_rate = -k * sine * cosine * s2u * motion;

  const Eigen::Matrix3d turn =
      (Eigen::AngleAxisd(node, Vector3d::UnitZ()) * Eigen::AngleAxisd(i, Vector3d::UnitX()) *
       Eigen::AngleAxisd(angle, Vector3d::UnitZ()))
          .toRotationMatrix();
  const Vector3d node_line(std::cos(node), std::sin(node), 0);
  const Vector3d up = turn.col(0), normal = turn.col(2);
  const Vector3d spin = node_rate * Vector3d::UnitZ() + i_rate * node_line + u_rate * normal;
  return {.time = time, .position = r * up, .velocity = r_rate * up + r * spin.cross(up)};
}

}  // namespace sunrack
