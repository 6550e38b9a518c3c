#include "physics/numerics/bicgstab.h"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "physics/require.h"

namespace sunrack {
namespace {

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

BicgstabAnswer bicgstab(const LinearMap& a, const LinearMap& precondition, const std::vector<double>& b,
                        std::vector<double>& u, double relative_tolerance, int maximum_iterations) {
  const std::size_t n = b.size();
  const double scale = std::sqrt(dot(b, b));
  BicgstabAnswer answer;
  u.assign(n, 0.0);
  if (scale == 0) return answer;
  std::vector<double> r = b, shadow = b, p(n), v(n), y(n), z(n), t(n);
  double rho = 1, alpha = 1, omega = 1;
  answer.relative_residual = 1;
  while (answer.relative_residual > relative_tolerance) {
    if (answer.iterations == maximum_iterations)
      throw ModelError(
          fmt::format("bicgstab: after {} iterations the relative residual is {:.2e}, asked for {:.0e}",
                      answer.iterations, answer.relative_residual, relative_tolerance));
    ++answer.iterations;
    double next = dot(shadow, r);
    if (std::abs(next) < 1e-14 * dot(r, r)) {
      // The residual has turned away from its shadow: begin anew from here.
      shadow = r, next = dot(r, r);
      std::fill(p.begin(), p.end(), 0.0), std::fill(v.begin(), v.end(), 0.0);
      rho = alpha = omega = 1;
    }
    const double beta = next / rho * (alpha / omega);
    rho = next;
    for (std::size_t c = 0; c < n; ++c) p[c] = r[c] + beta * (p[c] - omega * v[c]);
    precondition(p, y);
    a(y, v);
    alpha = rho / dot(shadow, v);
    for (std::size_t c = 0; c < n; ++c) r[c] -= alpha * v[c];
    precondition(r, z);
    a(z, t);
    const double squares = dot(t, t);
    omega = squares > 0 ? dot(t, r) / squares : 0.0;
    for (std::size_t c = 0; c < n; ++c) {
      u[c] += alpha * y[c] + omega * z[c];
      r[c] -= omega * t[c];
    }
    answer.relative_residual = std::sqrt(dot(r, r)) / scale;
    if (!std::isfinite(answer.relative_residual) || omega == 0) {
      if (answer.relative_residual <= relative_tolerance) break;
      throw ModelError("bicgstab: the iteration broke down");
    }
  }
  return answer;
}

}  // namespace sunrack
