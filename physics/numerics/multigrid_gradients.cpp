#include "physics/numerics/multigrid_gradients.h"

#include <omp.h>

#include <algorithm>
#include <cmath>

#include "physics/numerics/box_operator_plane.h"
#include "physics/require.h"

namespace sunrack::multigrid {
namespace {

/// The residual is computed anew whenever its 2-norm or that of the preconditioner (close to the energy norm
/// of the error) has fallen by this much: in single precision some 1e-7 / 1e-4 of it is noise by then.
constexpr double fall_between_renewals = 1e-4;

double total(const std::vector<double>& parts) {
  double sum = 0;
  for (const double part : parts) sum += part;
  return sum;
}

}  // namespace

double norm(const std::vector<double>& v, int planes, int threads) {
  const std::size_t plane = v.size() / std::size_t(planes);
  std::vector<double> parts(static_cast<std::size_t>(planes));
#pragma omp parallel for num_threads(threads_of(v.size(), threads)) schedule(static)
  for (int j = 0; j < planes; ++j) {
    double part = 0;
    const double* const values = v.data() + std::size_t(j) * plane;
#pragma omp simd reduction(+ : part)
    for (std::size_t c = 0; c < plane; ++c) part += values[c] * values[c];
    parts[std::size_t(j)] = part;
  }
  return std::sqrt(total(parts));
}

namespace {

template <class Real>
class Gradients {
 public:
  Gradients(const BoxOperator& a, Hierarchy<Real>& hierarchy, const std::vector<double>& b,
            std::vector<double>& u)
      : a_(a),
        hierarchy_(hierarchy),
        b_(b),
        u_(u),
        r_(hierarchy.levels.front().r),
        z_(hierarchy.levels.front().x),
        p_(hierarchy.levels.front().p),
        plane_(hierarchy.levels.front().plane()),
        parts_(std::size_t(a.ny)) {
#pragma omp parallel for num_threads(threads()) schedule(static)
    for (int j = 0; j < a.ny; ++j) std::fill_n(p_ + std::size_t(j) * plane_, plane_, Real(0));
  }

  /// r = b / unit, for u = 0. Returns its norm.
  double residual_of_zero(double unit) {
    const double scale = 1 / unit;
#pragma omp parallel for num_threads(threads()) schedule(static)
    for (int j = 0; j < a_.ny; ++j) {
      const double* const b = b_.data() + std::size_t(j) * plane_;
      Real* const r = r_ + std::size_t(j) * plane_;
      double sum = 0;
#pragma omp simd reduction(+ : sum)
      for (std::size_t c = 0; c < plane_; ++c) {
        const double value = scale * b[c];
        r[c] = Real(value);
        sum += value * value;
      }
      parts_[std::size_t(j)] = sum;
    }
    return std::sqrt(total(parts_));
  }

  /// r = (b - A u) / unit. Returns its norm.
  double residual(double unit) {
    const double scale = 1 / unit;
#pragma omp parallel num_threads(threads())
    {
      std::vector<double> row(std::size_t(a_.nx));
#pragma omp for schedule(static)
      for (int j = 0; j < a_.ny; ++j) {
        const std::size_t first = std::size_t(j) * plane_;
        const double* const b = b_.data() + first;
        const double* const u = u_.data() + first;
        Real* const r = r_ + first;
        const OperatorPlane plane(a_, j);
        double sum = 0;
        for (std::size_t k = 0; k < plane_; k += plane.row) {
          plane.apply_row(k, u, u - plane_, u + plane_, row.data());
          const double* const au = row.data();
#pragma omp simd reduction(+ : sum)
          for (std::size_t i = 0; i < plane.row; ++i) {
            const double value = scale * (b[k + i] - au[i]);
            r[k + i] = Real(value);
            sum += value * value;
          }
        }
        parts_[std::size_t(j)] = sum;
      }
    }
    return std::sqrt(total(parts_));
  }

  double precondition() { return cycle(hierarchy_); }

  /// u += along p; p = z + beta p; q = A p, in z's place. Returns p.q.
  double turn(double along, double beta) {
#pragma omp parallel num_threads(threads())
    {
      const int mine = omp_get_thread_num();
      const auto [begin, end] = share_of_planes(a_.ny, mine, omp_get_num_threads());
      auto& work = hierarchy_.workspaces[std::size_t(mine)];
      // The planes just beyond are worked out here too, before their owners touch them.
      if (begin > 0) turn_beyond(begin - 1, beta, work.at(0));
      if (end < a_.ny) turn_beyond(end, beta, work.at(1));
#pragma omp barrier
      const auto p = [&, begin = begin, end = end](int j) -> const Real* {
        return j < begin ? work.at(0) : j >= end ? work.at(1) : p_ + std::size_t(j) * plane_;
      };
      if (begin < end) turn_plane(begin, along, beta);
      for (int j = begin; j < end; ++j) {
        if (j + 1 < end) turn_plane(j + 1, along, beta);
        parts_[std::size_t(j)] = multiply_plane(j, p(j), p(j - 1), p(j + 1));
      }
    }
    return total(parts_);
  }

  /// r -= part q. Returns the norm.
  double step(double part) {
    const Real factor = Real(part);
#pragma omp parallel for num_threads(threads()) schedule(static)
    for (int j = 0; j < a_.ny; ++j) {
      double sum = 0;
      Real* const r = r_ + std::size_t(j) * plane_;
      const Real* const q = z_ + std::size_t(j) * plane_;
#pragma omp simd reduction(+ : sum)
      for (std::size_t c = 0; c < plane_; ++c) {
        r[c] -= factor * q[c];
        sum += double(r[c]) * double(r[c]);
      }
      parts_[std::size_t(j)] = sum;
    }
    return std::sqrt(total(parts_));
  }

  /// u += along p.
  void move(double along) {
#pragma omp parallel for num_threads(threads()) schedule(static)
    for (int j = 0; j < a_.ny; ++j)
      for (std::size_t c = std::size_t(j) * plane_; c < (std::size_t(j) + 1) * plane_; ++c)
        u_[c] += along * double(p_[c]);
  }

 private:
  int threads() const { return std::min(threads_of(a_.size(), hierarchy_.threads), a_.ny); }

  void turn_beyond(int j, double beta, Real* out) const {
    const Real* const z = z_ + std::size_t(j) * plane_;
    const Real* const p = p_ + std::size_t(j) * plane_;
    const Real factor = Real(beta);
#pragma omp simd
    for (std::size_t c = 0; c < plane_; ++c) out[c] = z[c] + factor * p[c];
  }

  void turn_plane(int j, double along, double beta) {
    const std::size_t first = std::size_t(j) * plane_;
    const Real* const z = z_ + first;
    Real* const p = p_ + first;
    double* const u = u_.data() + first;
    const Real factor = Real(beta);
#pragma omp simd
    for (std::size_t c = 0; c < plane_; ++c) {
      u[c] += along * double(p[c]);
      p[c] = z[c] + factor * p[c];
    }
  }

  /// q of plane j in the hierarchy's precision: what that leaves out shows when the residual is renewed.
  double multiply_plane(int j, const Real* here, const Real* south, const Real* north) {
    const Level<Real>& a = hierarchy_.levels.front();
    const std::size_t first = std::size_t(j) * plane_, row = a.row();
    const Real* const gx = a.gx + first;
    const Real* const gy = a.gy + first;
    const Real* const gy_south = j > 0 ? gy - plane_ : hierarchy_.zero_plane();
    const Real* const gz = a.gz + first;
    const double* const diagonal = a_.diagonal.data() + first;  // may be another one than the hierarchy's
    if (j == 0) south = here;
    if (j + 1 == a.ny) north = here;
    Real* const q = z_ + first;
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t c = 0; c < plane_; ++c) {
      const Real own = here[c];
      const Real value = Real(diagonal[c]) * own + gy[c] * (own - north[c]) + gy_south[c] * (own - south[c]) +
                         gx[c] * (own - here[c + 1]) + *(gx + c - 1) * (own - *(here + c - 1)) +
                         gz[c] * (own - here[c + row]) + *(gz + c - row) * (own - *(here + c - row));
      q[c] = value;
      sum += double(own) * double(value);
    }
    return sum;
  }

  const BoxOperator& a_;
  Hierarchy<Real>& hierarchy_;
  const std::vector<double>& b_;
  std::vector<double>& u_;
  Real* const r_;
  Real* const z_;
  Real* const p_;
  const std::size_t plane_;
  std::vector<double> parts_;
};

}  // namespace

template <class Real>
void conjugate_gradients(const BoxOperator& a, Hierarchy<Real>& hierarchy, const std::vector<double>& b,
                         std::vector<double>& u, const MultigridOptions& options,
                         MultigridStatistics& statistics) {
  const double scale = norm(b, a.ny, hierarchy.threads), enough = options.relative_tolerance * scale;
  Gradients<Real> gradients(a, hierarchy, b, u);
  const bool from_zero = norm(u, a.ny, hierarchy.threads) == 0;
  double unit = from_zero ? scale : gradients.residual(1);
  double size =
      unit == 0 ? 0 : unit * (from_zero ? gradients.residual_of_zero(unit) : gradients.residual(unit));
  double rz_before = 0, rz_first = 0, unit_of_p = unit, along = 0;
  while (size > enough) {
    if (statistics.iterations == options.maximum_iterations)
      throw ModelError(
          fmt::format("multigrid: after {} iterations the relative residual is {:.2e}, asked for {:.0e}",
                      statistics.iterations, size / scale, options.relative_tolerance));
    const double rz = gradients.precondition();
    if (!(rz > 0)) throw ModelError("multigrid: the operator is singular (a part without any way out)");
    const double beta = rz_before > 0 ? unit / unit_of_p * (rz / rz_before) : 0.0;
    const double curvature = gradients.turn(along, beta);
    if (!(curvature > 0))
      throw ModelError("multigrid: the operator is singular (a part without any way out)");
    along = unit * (rz / curvature);
    size = unit * gradients.step(rz / curvature);
    rz_before = rz, unit_of_p = unit;
    if (rz_first == 0) rz_first = rz;
    ++statistics.iterations;
    statistics.residuals.push_back(size / scale);
    if (!std::isfinite(size)) throw ModelError("multigrid: the iteration left the range of numbers");
    const bool fallen =
        size < fall_between_renewals * unit || rz < fall_between_renewals * fall_between_renewals * rz_first;
    if (size > enough && !fallen) continue;
    gradients.move(along);
    const double found = size, unit_before = unit;
    unit = size > 0 ? size : 1;  // by the recurrence it may be exactly zero
    size = unit * gradients.residual(unit);
    along = 0, rz_first = 0;
    // Where rounding does not let it fall any more, that is the answer.
    if (found <= enough && size > 0.5 * unit_before) break;
  }
  statistics.relative_residual = size / scale;
}

template void conjugate_gradients<float>(const BoxOperator&, Hierarchy<float>&, const std::vector<double>&,
                                         std::vector<double>&, const MultigridOptions&, MultigridStatistics&);
template void conjugate_gradients<double>(const BoxOperator&, Hierarchy<double>&, const std::vector<double>&,
                                          std::vector<double>&, const MultigridOptions&,
                                          MultigridStatistics&);

}  // namespace sunrack::multigrid
