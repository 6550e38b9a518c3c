#include "physics/radiation/field_line.h"

#include <algorithm>
#include <array>
#include <boost/numeric/odeint/algebra/default_operations.hpp>
#include <boost/numeric/odeint/algebra/vector_space_algebra.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta4_classic.hpp>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using Eigen::Vector3d;

using Stepper = boost::numeric::odeint::runge_kutta4_classic<
    Vector3d, double, Vector3d, double, boost::numeric::odeint::vector_space_algebra,
    boost::numeric::odeint::default_operations, boost::numeric::odeint::never_resizer>;

// Lengths in units of a. The independent variable tau has ds = (r - 1/2) d tau: the field of degree n varies
// over r/n, so that steps must be shorter near the Earth.
double stretch(const Vector3d& position) { return position.norm() - 0.5; }

struct Tracer {
  const GeomagneticField& field;
  const FieldLineOptions& options;

  struct Node {
    Vector3d position, direction;  ///< d position / d tau
    double log_field;              ///< of [T]
    double stretch;                ///< ds / d tau
  };

  Vector3d field_at(const Vector3d& position, int degree) const {
    return magnetic_field(field, position * geomagnetic_radius, degree);
  }
  int degree_at(const Vector3d& position) const {
    return sufficient_degree(field, position.norm() * geomagnetic_radius, options.field_tolerance);
  }
  Node node(const Vector3d& position, int degree) const {
    const Vector3d value = field_at(position, degree);
    const double size = value.norm(), factor = stretch(position);
    return {position, value * (factor / size), std::log(size), factor};
  }
  Vector3d direction(const Vector3d& position, int degree) const {
    const Vector3d value = field_at(position, degree);
    return value * (stretch(position) / value.norm());
  }
  /// Classical Runge-Kutta step; the field at its start is known already.
  Node step(const Node& from, double by) const {
    const int degree = degree_at(from.position);
    Stepper stepper;
    Vector3d to;
    const auto along = [&](const Vector3d& at, Vector3d& rate, double) { rate = direction(at, degree); };
    stepper.do_step(along, from.position, from.direction, 0.0, to, by);
    return node(to, degree_at(to));
  }
};

/// ln B and ds/d tau at equidistant nodes, between them by a polynomial through the nearest six.
class Profile {
 public:
  static constexpr std::size_t capacity = 512;

  void add(const Tracer::Node& node) { values_[size_++] = {node.log_field, node.stretch}; }
  std::size_t size() const { return size_; }
  double log_field(std::size_t i) const { return values_[i][0]; }

  /// At `t` counted in nodes.
  std::array<double, 2> at(double t) const {
    const std::size_t points = std::min<std::size_t>(6, size_);
    const double wanted = std::floor(t) - double(points / 2 - 1);
    const auto first = std::size_t(std::clamp(wanted, 0.0, double(size_ - points)));
    std::array<double, 2> sum = {0, 0};
    if (points < 6) return lagrange(t, first, points);
    // Lagrange's polynomials on 0..5 in products from both ends.
    const double u = t - double(first);
    std::array<double, 6> gap, left, right;
    for (std::size_t i = 0; i < 6; ++i) gap[i] = u - double(i);
    left[0] = right[5] = 1;
    for (std::size_t i = 1; i < 6; ++i)
      left[i] = left[i - 1] * gap[i - 1], right[5 - i] = right[6 - i] * gap[6 - i];
    constexpr std::array denominators = {-1 / 120.0, 1 / 24.0, -1 / 12.0, 1 / 12.0, -1 / 24.0, 1 / 120.0};
    for (std::size_t i = 0; i < 6; ++i) {
      const double weight = left[i] * right[i] * denominators[i];
      sum[0] += weight * values_[first + i][0], sum[1] += weight * values_[first + i][1];
    }
    return sum;
  }

 private:
  std::array<double, 2> lagrange(double t, std::size_t first, std::size_t points) const {
    std::array<double, 2> sum = {0, 0};
    for (std::size_t i = 0; i < points; ++i) {
      double weight = 1;
      for (std::size_t k = 0; k < points; ++k)
        if (k != i) weight *= (t - double(first + k)) / (double(i) - double(k));
      sum[0] += weight * values_[first + i][0], sum[1] += weight * values_[first + i][1];
    }
    return sum;
  }

  std::array<std::array<double, 2>, capacity> values_;
  std::size_t size_ = 0;
};

constexpr double start_at = 2;  // two nodes stand before the start, so that the polynomial is central there

/// Where the line comes back to the field of the start, in nodes; the start itself if that is the minimum.
/// `beyond` is the first node after the start at which the field is larger again.
double conjugate(const Profile& profile, std::size_t beyond) {
  const double level = profile.log_field(std::size_t(start_at));
  const bool first = beyond == std::size_t(start_at) + 1;
  // In the first interval the start is a root as well: it is divided out.
  const auto excess = [&](double t) {
    const double value = profile.at(t)[0] - level;
    return first ? value / (t - start_at) : value;
  };
  double low = double(beyond) - 1, high = double(beyond);
  if (first && excess(low += 1e-6) >= 0) return start_at;
  double of_low = excess(low), of_high = excess(high);
  if (of_high <= 0) return high;
  // Regula falsi with the end that stays weighted down (Illinois).
  for (int i = 0; i < 60 && high - low > 1e-10; ++i) {
    const double t = (low * of_high - high * of_low) / (of_high - of_low), value = excess(t);
    if (value == 0 || std::abs(value) < 1e-13) return t;
    if (value < 0) {
      low = t, of_low = value, of_high /= 2;
    } else {
      high = t, of_high = value, of_low /= 2;
    }
  }
  return (low * of_high - high * of_low) / (of_high - of_low);
}

/// ln of the smallest field between two places.
double minimum_log_field(const Profile& profile, double from, double to) {
  auto lowest = std::size_t(start_at);
  for (auto i = lowest; double(i) <= to; ++i)
    if (profile.log_field(i) < profile.log_field(lowest)) lowest = i;
  double bottom = double(lowest), spacing = 1;
  for (int round = 0; round < 3; ++round, spacing /= 4) {  // the vertex of ever narrower parabolas
    const double left = profile.at(bottom - spacing)[0], here = profile.at(bottom)[0],
                 right = profile.at(bottom + spacing)[0];
    const double curvature = left - 2 * here + right;
    if (curvature <= 0) break;
    bottom = std::clamp(bottom + spacing * (left - right) / (2 * curvature), from, to);
  }
  return std::min(profile.log_field(lowest), profile.at(bottom)[0]);
}

/// Nodes of Gauss-Chebyshev quadrature of the second kind: t = (1 - cos theta) / 2, weight sin theta d theta.
struct Quadrature {
  static constexpr std::size_t points = 32;
  std::array<double, points> place{}, weight{};
  Quadrature() {
    for (std::size_t k = 0; k < points; ++k) {
      const double theta = constants::pi * double(k + 1) / double(points + 1);
      place[k] = (1 - std::cos(theta)) / 2;
      weight[k] = std::sin(theta) * constants::pi / (2 * double(points + 1));
    }
  }
};

/// In units of a and of the step.
double invariant(const Profile& profile, double from, double to) {
  static const Quadrature quadrature;
  const double level = profile.log_field(std::size_t(start_at));
  double sum = 0;
  for (std::size_t k = 0; k < Quadrature::points; ++k) {
    const auto [log_field, factor] = profile.at(from + (to - from) * quadrature.place[k]);
    sum += quadrature.weight[k] * factor * std::sqrt(std::max(0.0, -std::expm1(log_field - level)));
  }
  return sum * (to - from);
}

/// The nodes from two before the start to two beyond the conjugate point. Nothing when the line is open.
std::optional<std::size_t> follow(const Tracer& tracer, const Vector3d& start, Profile& profile) {
  const double size = tracer.options.step;
  const Tracer::Node first = tracer.node(start, tracer.degree_at(start));
  const Tracer::Node ahead = tracer.step(first, size), behind = tracer.step(first, -size);
  const bool along = ahead.log_field < behind.log_field;
  const double by = along ? size : -size;
  const Tracer::Node &up = along ? behind : ahead, &down = along ? ahead : behind;
  profile.add(tracer.step(up, -by));
  profile.add(up);
  profile.add(first);
  profile.add(down);
  Tracer::Node last = down;
  while (last.log_field < first.log_field) {
    if (last.position.squaredNorm() > tracer.options.maximum_radius * tracer.options.maximum_radius)
      return {};
    last = tracer.step(last, by);
    profile.add(last);
    if (profile.size() + 2 > Profile::capacity)
      throw ModelError(fmt::format("trace_field_line: no end of the line after {} steps", profile.size()));
  }
  const std::size_t beyond = profile.size() - 1;
  last = tracer.step(last, by);
  profile.add(last);
  profile.add(tracer.step(last, by));
  return beyond;
}

}  // namespace

std::optional<FieldLine> trace_field_line(const GeomagneticField& field, const Eigen::Vector3d& position,
                                          const FieldLineOptions& options) {
  require(options.step >= 0.02 && options.step <= 0.4, "trace_field_line: step", options.step,
          "must be 0.02 to 0.4");
  require(options.maximum_radius > 1 && options.maximum_radius <= 30, "trace_field_line: maximum radius",
          options.maximum_radius, "must be 1 to 30 Earth radii");
  require(options.field_tolerance >= 0 && options.field_tolerance < 0.1, "trace_field_line: field tolerance",
          options.field_tolerance, "must be 0 to 0.1");
  require(position.allFinite() && position.norm() > 0.9 * geomagnetic_radius,
          "trace_field_line: distance from the centre of the Earth", position.norm(),
          "must be 0.9 Earth radii at least [m]");
  const Vector3d start = position / geomagnetic_radius;
  if (start.squaredNorm() > options.maximum_radius * options.maximum_radius) return {};
  const Tracer tracer{field, options};
  Profile profile;
  const auto beyond = follow(tracer, start, profile);
  if (!beyond) return {};
  const double end = conjugate(profile, *beyond);
  return FieldLine{
      .field = std::exp(profile.log_field(std::size_t(start_at))),
      .minimum_field = std::exp(minimum_log_field(profile, start_at, end)),
      .integral_invariant = geomagnetic_radius * options.step * invariant(profile, start_at, end)};
}

double mcilwain_l(double integral_invariant, double field, double dipole_field) {
  require(integral_invariant >= 0, "mcilwain_l: invariant", integral_invariant, "must not be negative [m]");
  require(field > 0, "mcilwain_l: field", field, "must be positive [T]");
  require(dipole_field > 0, "mcilwain_l: dipole field", dipole_field, "must be positive [T]");
  const double length = integral_invariant / geomagnetic_radius;
  const double root = length * std::cbrt(field / dipole_field);  // X^(1/3)
  return std::cbrt(dipole_field / field * (1 + root * (1.35047 + root * (0.465376 + root * 0.0475455))));
}

std::optional<MagneticCoordinates> magnetic_coordinates(const GeomagneticField& field,
                                                        const Eigen::Vector3d& position, double moment,
                                                        const FieldLineOptions& options) {
  const auto line = trace_field_line(field, position, options);
  if (!line) return {};
  const double l = mcilwain_l(line->integral_invariant, line->field, moment);
  return MagneticCoordinates{.l = l,
                             .field = line->field,
                             .equatorial_field = moment / (l * l * l),
                             .minimum_field = line->minimum_field,
                             .invariant_latitude = l > 1 ? std::acos(std::sqrt(1 / l)) : 0};
}

}  // namespace sunrack
