#include "physics/numerics/multigrid.h"

#include <algorithm>
#include <cmath>

#include "physics/numerics/multigrid_gradients.h"
#include "physics/numerics/threads.h"
#include "physics/require.h"

namespace sunrack {

struct Multigrid::Implementation {
  std::size_t cells = 0;
  int threads = 1;
  bool double_precision = false;
  multigrid::Hierarchy<float> in_single;
  multigrid::Hierarchy<double> in_double;

  template <class Use>
  auto with_hierarchy(Use use) {
    return double_precision ? use(in_double) : use(in_single);
  }
};

Multigrid::Multigrid(const BoxOperator& a, unsigned threads) : implementation_(new Implementation) {
  auto& mine = *implementation_;
  mine.cells = a.size();
  mine.threads = threads_for_cells(a.size(), threads);
  spread_threads(mine.threads);
  require_box_operator(a, mine.threads);
  mine.double_precision = multigrid::too_flat_for_single(a, mine.threads);
  mine.with_hierarchy([&](auto& hierarchy) { multigrid::build(a, hierarchy, mine.threads); });
}
Multigrid::~Multigrid() = default;
Multigrid::Multigrid(Multigrid&&) noexcept = default;
Multigrid& Multigrid::operator=(Multigrid&&) noexcept = default;

int Multigrid::levels() const {
  return implementation_->with_hierarchy([](const auto& hierarchy) { return int(hierarchy.levels.size()); });
}
bool Multigrid::double_precision() const { return implementation_->double_precision; }
std::size_t Multigrid::bytes() const {
  return implementation_->with_hierarchy([](const auto& hierarchy) {
    std::size_t sum = 0;
    for (const auto& level : hierarchy.levels) sum += level.bytes();
    return sum;
  });
}

namespace {

/// The iteration takes the conductances from the hierarchy. Looks at some of them.
template <class Real>
void require_made_for(const BoxOperator& a, const multigrid::Level<Real>& finest) {
  bool same = finest.nx == a.nx && finest.ny == a.ny && finest.nz == a.nz;
  constexpr std::size_t stride = 1009;
  for (std::size_t c = 0; same && c < a.size(); c += stride)
    same = finest.gx[c] == Real(a.gx[c]) && finest.gy[c] == Real(a.gy[c]) && finest.gz[c] == Real(a.gz[c]);
  if (!same) throw std::invalid_argument("solve: the hierarchy was made for another operator");
}

}  // namespace

void Multigrid::precondition(const std::vector<double>& r, std::vector<double>& z) const {
  auto& mine = *implementation_;
  require(r.size() == mine.cells, "precondition: size of r", double(r.size()), "must be the number of cells");
  z.resize(r.size());
  mine.with_hierarchy([&](auto& hierarchy) {
    auto& finest = hierarchy.levels.front();
    for (std::size_t c = 0; c < r.size(); ++c)
      finest.r[c] = static_cast<std::remove_reference_t<decltype(*finest.r)>>(r[c]);
    multigrid::cycle(hierarchy);
    for (std::size_t c = 0; c < r.size(); ++c) z[c] = double(finest.x[c]);
  });
}

MultigridStatistics solve(const BoxOperator& a, const Multigrid& hierarchy, const std::vector<double>& b,
                          std::vector<double>& u, const MultigridOptions& options) {
  require(b.size() == a.size(), "solve: size of b", double(b.size()), "must be the number of cells");
  require(u.size() == a.size(), "solve: size of u", double(u.size()), "must be the number of cells");
  auto& mine = hierarchy.parts();
  const double load = multigrid::norm(b, a.ny, mine.threads), start = multigrid::norm(u, a.ny, mine.threads);
  if (!std::isfinite(load + start))
    for (const auto* values : {&b, static_cast<const std::vector<double>*>(&u)})
      for (const double value : *values) require_finite("solve: value", value);
  require(options.relative_tolerance > 0, "solve: relative_tolerance", options.relative_tolerance,
          "must be positive");
  MultigridStatistics statistics{.levels = hierarchy.levels(),
                                 .double_precision = hierarchy.double_precision()};
  if (load == 0) {
    std::fill(u.begin(), u.end(), 0.0);
    return statistics;
  }
  mine.with_hierarchy([&](auto& levels) {
    require_made_for(a, levels.levels.front());
    multigrid::conjugate_gradients(a, levels, b, u, options, statistics);
  });
  return statistics;
}

MultigridStatistics solve(const BoxOperator& a, const std::vector<double>& b, std::vector<double>& u,
                          const MultigridOptions& options) {
  return solve(a, Multigrid(a, options.threads), b, u, options);
}

}  // namespace sunrack
