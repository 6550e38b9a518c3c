#include "physics/thermal/exchange.h"

#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using constants::pi;

double square(double x) { return x * x; }

void require_length(const char* name, double length) {
  require(std::isfinite(length) && length > 0, name, length, "must be positive [m]");
}

/// sqrt(1 + y^2) - 1 without cancellation.
double excess(double y) { return square(y) / (1 + std::sqrt(1 + square(y))); }

/// sqrt(1 + y^2) atan(x / sqrt(1 + y^2)) - atan(x), written so that small and very unequal sides keep their
/// digits.
double arctangent_term(double x, double y) {
  const double root = 1 + excess(y);
  return excess(y) * std::atan(x / root) - std::atan(x * excess(y) / (root + square(x)));
}

void require_rectangle(const char* name, const FlatRectangle& r) {
  require(r.x_high > r.x_low && std::isfinite(r.x_high - r.x_low), name, r.x_high - r.x_low,
          "must have a positive side along x [m]");
  require(r.y_high > r.y_low && std::isfinite(r.y_high - r.y_low), name, r.y_high - r.y_low,
          "must have a positive side along y [m]");
}

/// Sum over the 16 combinations of corners, with alternating signs, over the area of the first.
template <class Term>
double corner_sum(const FlatRectangle& from, const FlatRectangle& to, const Term& term) {
  const double x[2] = {from.x_low, from.x_high}, y[2] = {from.y_low, from.y_high};
  const double u[2] = {to.x_low, to.x_high}, v[2] = {to.y_low, to.y_high};
  double sum = 0;
  for (int corner = 0; corner < 16; ++corner) {
    const int i = corner & 1, j = corner >> 1 & 1, k = corner >> 2 & 1, l = corner >> 3;
    const double value = term(x[i], y[j], u[k], v[l]);
    sum += (i + j + k + l) % 2 == 0 ? value : -value;
  }
  return std::max(0.0, sum / (2 * pi * (x[1] - x[0]) * (y[1] - y[0])));
}

}  // namespace

double view_factor_parallel_rectangles(const FlatRectangle& from, const FlatRectangle& to, double distance) {
  require_rectangle("view_factor_parallel_rectangles: from", from);
  require_rectangle("view_factor_parallel_rectangles: to", to);
  require_length("view_factor_parallel_rectangles: distance", distance);
  return corner_sum(from, to, [&](double x, double y, double u, double v) {
    const double dx = x - u, dy = y - v;
    const double across_x = std::hypot(dx, distance), across_y = std::hypot(dy, distance);
    return dy * across_x * std::atan(dy / across_x) + dx * across_y * std::atan(dx / across_y) -
           square(distance) / 2 * std::log(square(dx) + square(dy) + square(distance));
  });
}

double view_factor_perpendicular_rectangles(const FlatRectangle& from, const FlatRectangle& to) {
  require_rectangle("view_factor_perpendicular_rectangles: from", from);
  require_rectangle("view_factor_perpendicular_rectangles: to", to);
  require(from.x_low >= 0, "view_factor_perpendicular_rectangles: from.x_low", from.x_low,
          "must not be behind the other plane [m]");
  require(to.x_low >= 0, "view_factor_perpendicular_rectangles: to.x_low", to.x_low,
          "must not be behind the other plane [m]");
  return corner_sum(from, to, [](double x, double y, double u, double v) {
    const double off = std::hypot(x, u), dy = y - v, squares = square(off) + square(dy);
    if (squares == 0) return 0.0;  // a shared corner: the limit
    return (off > 0 ? dy * off * std::atan(dy / off) : 0.0) -
           (square(off) - square(dy)) / 4 * std::log(squares);
  });
}

double view_factor_parallel_rectangles(double a, double b, double distance) {
  require_length("view_factor_parallel_rectangles: a", a);
  require_length("view_factor_parallel_rectangles: b", b);
  require_length("view_factor_parallel_rectangles: distance", distance);
  const double x = a / distance, y = b / distance;
  const double sum = std::log1p(square(x * y) / (1 + square(x) + square(y))) / 2 + x * arctangent_term(x, y) +
                     y * arctangent_term(y, x);
  return 2 * sum / (pi * x * y);
}

double view_factor_perpendicular_rectangles(double edge, double from, double to) {
  require_length("view_factor_perpendicular_rectangles: edge", edge);
  require_length("view_factor_perpendicular_rectangles: from", from);
  require_length("view_factor_perpendicular_rectangles: to", to);
  const double w = from / edge, h = to / edge;
  const double ww = square(w), hh = square(h), diagonal = std::sqrt(ww + hh);
  const double logarithms = std::log1p(ww * hh / (1 + ww + hh)) +
                            ww * std::log1p(-hh / ((1 + ww) * (ww + hh))) +
                            hh * std::log1p(-ww / ((1 + hh) * (ww + hh)));
  const double sum =
      w * std::atan(1 / w) + h * std::atan(1 / h) - diagonal * std::atan(1 / diagonal) + logarithms / 4;
  return sum / (pi * w);
}

double view_factor_perpendicular_with_gap(double edge, double gap, double from, double to) {
  require(std::isfinite(gap) && gap >= 0, "view_factor_perpendicular_with_gap: gap", gap,
          "must be zero or positive [m]");
  require_length("view_factor_perpendicular_with_gap: from", from);
  // What leaves the whole strip up to the common edge, less what leaves the gap.
  const double whole = (gap + from) * view_factor_perpendicular_rectangles(edge, gap + from, to);
  const double missing = gap > 0 ? gap * view_factor_perpendicular_rectangles(edge, gap, to) : 0;
  return (whole - missing) / from;
}

double view_factor_coaxial_discs(double radius_from, double radius_to, double distance) {
  require_length("view_factor_coaxial_discs: radius_from", radius_from);
  require_length("view_factor_coaxial_discs: radius_to", radius_to);
  require_length("view_factor_coaxial_discs: distance", distance);
  const double ratio = radius_to / radius_from;
  const double gap = square(distance / radius_from);
  // (S - sqrt(S^2 - 4 ratio^2)) / 2 with S = 1 + ratio^2 + gap, without cancellation.
  const double s = 1 + square(ratio) + gap;
  return 2 * square(ratio) / (s + std::sqrt((square(1 - ratio) + gap) * (s + 2 * ratio)));
}

}  // namespace sunrack
