#include "physics/numerics/multigrid.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include "physics/numerics/multigrid_level.h"
#include "physics/require.h"

namespace sunrack {
namespace {

/// Below this number of cells a second thread costs more than it brings.
constexpr std::size_t least_cells_for_threads = 300'000;

int threads_for(std::size_t cells, unsigned asked) {
  if (cells < least_cells_for_threads) return 1;
  const unsigned available = asked == 0 ? std::max(1u, std::thread::hardware_concurrency()) : asked;
  return int(std::min(available, 256u));
}

}  // namespace

struct Multigrid::Implementation {
  std::size_t cells = 0;
  int threads = 1;
  bool in_double = false;
  multigrid::Hierarchy<float> single_levels;
  multigrid::Hierarchy<double> double_levels;

  template <class Use>
  auto with_levels(Use use) {
    return in_double ? use(double_levels) : use(single_levels);
  }
};

Multigrid::Multigrid(const BoxOperator& a, unsigned threads) : implementation_(new Implementation) {
  require_box_operator(a);
  auto& mine = *implementation_;
  mine.cells = a.size();
  mine.threads = threads_for(a.size(), threads);
  mine.in_double = multigrid::too_flat_for_single(a);
  mine.with_levels([&](auto& levels) { multigrid::build(a, levels, mine.threads); });
}
Multigrid::~Multigrid() = default;
Multigrid::Multigrid(Multigrid&&) noexcept = default;
Multigrid& Multigrid::operator=(Multigrid&&) noexcept = default;

int Multigrid::levels() const {
  return implementation_->with_levels([](const auto& levels) { return int(levels.size()); });
}
bool Multigrid::double_precision() const { return implementation_->in_double; }
std::size_t Multigrid::bytes() const {
  return implementation_->with_levels([](const auto& levels) {
    std::size_t sum = 0;
    for (const auto& level : levels) sum += level.bytes();
    return sum;
  });
}

void Multigrid::precondition(const std::vector<double>& r, std::vector<double>& z) const {
  auto& mine = *implementation_;
  require(r.size() == mine.cells, "precondition: size of r", double(r.size()), "must be the number of cells");
  z.resize(r.size());
  mine.with_levels([&](auto& levels) {
    auto& finest = levels.front();
    for (std::size_t c = 0; c < r.size(); ++c) finest.r[c] = decltype(finest.r[c] + 0)(r[c]);
    multigrid::cycle(levels, mine.threads);
    for (std::size_t c = 0; c < r.size(); ++c) z[c] = double(finest.x[c]);
  });
}

namespace {

/// Sums over planes of constant y, added in the order of the planes: the same for any number of threads.
struct PlaneSums {
  std::vector<double> parts;
  explicit PlaneSums(int planes) : parts(std::size_t(planes)) {}
  double total() const {
    double sum = 0;
    for (const double part : parts) sum += part;
    return sum;
  }
};

/// q = A p and p.q in one pass.
double apply_and_dot(const BoxOperator& a, const std::vector<double>& p, std::vector<double>& q,
                     PlaneSums& sums, int threads) {
  const int nx = a.nx, ny = a.ny, nz = a.nz;
  const std::size_t plane = std::size_t(nx) * std::size_t(nz);
#pragma omp parallel for num_threads(threads) schedule(static)
  for (int j = 0; j < ny; ++j) {
    const std::size_t first = std::size_t(j) * plane;
    const double* __restrict u = p.data() + first;
    double* __restrict out = q.data() + first;
    const double* __restrict gx = a.gx.data() + first;
    const double* __restrict gy = a.gy.data() + first;
    const double* __restrict gz = a.gz.data() + first;
    const double* __restrict diagonal = a.diagonal.data() + first;
    for (std::size_t c = 0; c < plane; ++c) out[c] = diagonal[c] * u[c];
    if (j + 1 < ny)
      for (std::size_t c = 0; c < plane; ++c) out[c] += gy[c] * (u[c] - u[c + plane]);
    if (j > 0) {
      const double* __restrict before = gy - plane;
      const double* __restrict south = u - plane;
      for (std::size_t c = 0; c < plane; ++c) out[c] += before[c] * (u[c] - south[c]);
    }
    const std::size_t row = std::size_t(nx);
    for (std::size_t c = 0; c + row < plane; ++c) out[c] += gz[c] * (u[c] - u[c + row]);
    for (std::size_t c = row; c < plane; ++c) out[c] += gz[c - row] * (u[c] - u[c - row]);
    // gx is 0 at the end of each row, so running over the rows' ends adds nothing.
    for (std::size_t c = 0; c + 1 < plane; ++c) out[c] += gx[c] * (u[c] - u[c + 1]);
    for (std::size_t c = 1; c < plane; ++c) out[c] += gx[c - 1] * (u[c] - u[c - 1]);
    double part = 0;
#pragma omp simd reduction(+ : part)
    for (std::size_t c = 0; c < plane; ++c) part += u[c] * out[c];
    sums.parts[std::size_t(j)] = part;
  }
  return sums.total();
}

double squared_norm(const std::vector<double>& v) {
  double sum = 0;
#pragma omp simd reduction(+ : sum)
  for (std::size_t c = 0; c < v.size(); ++c) sum += v[c] * v[c];
  return sum;
}

/// The conjugate gradients with the hierarchy's precision in the preconditioner.
template <class Real>
void iterate(const BoxOperator& a, multigrid::Hierarchy<Real>& levels, int threads,
             const std::vector<double>& b, std::vector<double>& u, const MultigridOptions& options,
             MultigridStatistics& statistics) {
  const std::size_t n = a.size(), plane = std::size_t(a.nx) * std::size_t(a.nz);
  const double scale = std::sqrt(squared_norm(b));
  std::vector<double> r(n), p(n, 0.0), q(n);
  PlaneSums sums(a.ny);
  if (std::any_of(u.begin(), u.end(), [](double value) { return value != 0; })) {
    apply_and_dot(a, u, q, sums, threads);
    for (std::size_t c = 0; c < n; ++c) r[c] = b[c] - q[c];
  } else {
    r = b;
  }
  auto& finest = levels.front();
  double before = 0, norm = std::sqrt(squared_norm(r));
  while (norm > options.relative_tolerance * scale) {
    if (statistics.iterations == options.maximum_iterations)
      throw ModelError(
          fmt::format("multigrid: after {} iterations the relative residual is {:.2e}, asked for {:.0e}",
                      statistics.iterations, norm / scale, options.relative_tolerance));
    // Powers of the tolerance must not leave the range of single precision: r is scaled to its own norm.
    const double to_single = 1 / norm;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int j = 0; j < a.ny; ++j)
      for (std::size_t c = std::size_t(j) * plane; c < (std::size_t(j) + 1) * plane; ++c)
        finest.r[c] = Real(r[c] * to_single);
    multigrid::cycle(levels, threads);
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int j = 0; j < a.ny; ++j) {
      double part = 0;
      const std::size_t first = std::size_t(j) * plane;
#pragma omp simd reduction(+ : part)
      for (std::size_t c = first; c < first + plane; ++c) part += r[c] * double(finest.x[c]);
      sums.parts[std::size_t(j)] = part * norm;
    }
    const double rz = sums.total();
    if (!(rz > 0)) throw ModelError("multigrid: the operator is singular (a part without any way out)");
    const double beta = before > 0 ? rz / before : 0.0;
    before = rz;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int j = 0; j < a.ny; ++j)
      for (std::size_t c = std::size_t(j) * plane; c < (std::size_t(j) + 1) * plane; ++c)
        p[c] = norm * double(finest.x[c]) + beta * p[c];
    const double curvature = apply_and_dot(a, p, q, sums, threads);
    if (!(curvature > 0))
      throw ModelError("multigrid: the operator is singular (a part without any way out)");
    const double alpha = rz / curvature;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int j = 0; j < a.ny; ++j) {
      double part = 0;
      const std::size_t first = std::size_t(j) * plane;
#pragma omp simd reduction(+ : part)
      for (std::size_t c = first; c < first + plane; ++c) {
        u[c] += alpha * p[c];
        r[c] -= alpha * q[c];
        part += r[c] * r[c];
      }
      sums.parts[std::size_t(j)] = part;
    }
    norm = std::sqrt(sums.total());
    ++statistics.iterations;
    statistics.residuals.push_back(norm / scale);
    if (!std::isfinite(norm)) throw ModelError("multigrid: the iteration left the range of numbers");
  }
  apply_and_dot(a, u, q, sums, threads);
  for (std::size_t c = 0; c < n; ++c) q[c] = b[c] - q[c];
  statistics.relative_residual = std::sqrt(squared_norm(q)) / scale;
}

}  // namespace

MultigridStatistics solve(const BoxOperator& a, const Multigrid& hierarchy, const std::vector<double>& b,
                          std::vector<double>& u, const MultigridOptions& options) {
  require(b.size() == a.size(), "solve: size of b", double(b.size()), "must be the number of cells");
  require(u.size() == a.size(), "solve: size of u", double(u.size()), "must be the number of cells");
  for (const auto* values : {&b, static_cast<const std::vector<double>*>(&u)})
    for (const double value : *values) require_finite("solve: value", value);
  require(options.relative_tolerance > 0, "solve: relative_tolerance", options.relative_tolerance,
          "must be positive");
  MultigridStatistics statistics{.levels = hierarchy.levels(),
                                 .double_precision = hierarchy.double_precision()};
  if (squared_norm(b) == 0) {
    std::fill(u.begin(), u.end(), 0.0);
    return statistics;
  }
  auto& mine = hierarchy.parts();
  require(mine.cells == a.size(), "solve: cells of the hierarchy", double(mine.cells),
          "must be those of the operator");
  mine.with_levels([&](auto& levels) { iterate(a, levels, mine.threads, b, u, options, statistics); });
  return statistics;
}

MultigridStatistics solve(const BoxOperator& a, const std::vector<double>& b, std::vector<double>& u,
                          const MultigridOptions& options) {
  return solve(a, Multigrid(a, options.threads), b, u, options);
}

}  // namespace sunrack
