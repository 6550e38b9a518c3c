#include "physics/mpi/conduction_mpi.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <span>

#include "physics/mpi/hypre_solver.h"
#include "physics/require.h"
#include "physics/thermal/conduction_assembly.h"

namespace sunrack {
namespace {

using conduction::System;

double sum_over(MPI_Comm machines, double value) {
  MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_DOUBLE, MPI_SUM, machines);
  return value;
}
double largest_of(MPI_Comm machines, double value) {
  MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_DOUBLE, MPI_MAX, machines);
  return value;
}

/// Does what may throw on one machine alone, and throws on all if one did: else the others would wait for it.
template <class Body>
void together(MPI_Comm machines, Body body) {
  std::exception_ptr exception;
  try {
    body();
  } catch (...) {
    exception = std::current_exception();
  }
  const bool any = largest_of(machines, exception ? 1 : 0) > 0;
  if (exception) std::rethrow_exception(exception);
  if (any) throw ModelError("steady_conduction: another machine has no answer, and says why");
}

/// One machine's part of Newton's method.
class Distributed {
 public:
  Distributed(MPI_Comm machines, const ConductionSlab& slab, const ConductionOptions& options)
      : machines_(machines),
        slab_(slab),
        options_(options),
        system_(slab.problem, 1),
        plane_(slab.plane()),
        first_(slab.first_own()),
        own_(slab.own_cells()) {
    long long mine = (long long)own_, before = 0;
    MPI_Exscan(&mine, &before, 1, MPI_LONG_LONG, MPI_SUM, machines);
    MPI_Comm_rank(machines, &rank_);
    row_ = rank_ == 0 ? 0 : before;
    const int linear[2] = {system_.linear(), system_.symmetric()};
    int all[2];
    MPI_Allreduce(linear, all, 2, MPI_INT, MPI_MIN, machines);
    linear_ = all[0], symmetric_ = all[1];
  }

  DistributedConduction solve();

 private:
  void share(std::vector<double>& t) const;
  void evaluate(std::vector<double>& t);
  double own_sum(std::span<const double> values) const;
  std::vector<double> uniform_start();
  MatrixRows rows() const;
  void step(std::vector<double>& t, HypreSolver& solver, double tolerance, DistributedConduction& answer);
  void collect(const std::vector<double>& t, DistributedConduction& answer) const;

  MPI_Comm machines_;
  const ConductionSlab& slab_;
  const ConductionOptions& options_;
  System system_;
  std::size_t plane_, first_, own_;
  int rank_ = 0;
  long long row_ = 0;  // of the first own cell
  bool linear_ = true, symmetric_ = true;
  std::vector<double> f_;
  double norm_ = 0, loads_ = 0;
};

/// Own border planes to the neighbours, theirs into the halo.
void Distributed::share(std::vector<double>& t) const {
  const int below = slab_.halo_below ? rank_ - 1 : MPI_PROC_NULL;
  const int above = slab_.halo_above ? rank_ + 1 : MPI_PROC_NULL;
  const int count = int(plane_);
  double* const halo_above = t.data() + first_ + own_;
  MPI_Sendrecv(t.data() + first_, count, MPI_DOUBLE, below, 0, halo_above, count, MPI_DOUBLE, above, 0,
               machines_, MPI_STATUS_IGNORE);
  MPI_Sendrecv(t.data() + first_ + own_ - plane_, count, MPI_DOUBLE, above, 1, t.data(), count, MPI_DOUBLE,
               below, 1, machines_, MPI_STATUS_IGNORE);
}

double Distributed::own_sum(std::span<const double> values) const {
  double sum = 0;
  for (std::size_t c = first_; c < first_ + own_; ++c) sum += values[c];
  return sum_over(machines_, sum);
}

void Distributed::evaluate(std::vector<double>& t) {
  share(t);
  const conduction::BalanceSums sums = system_.balance(t, {}, f_);
  double squares = 0;
  for (std::size_t c = first_; c < first_ + own_; ++c) squares += f_[c] * f_[c];
  norm_ = std::sqrt(sum_over(machines_, squares));
  // The halo's loads are counted twice: the measure of convergence may be that much wider.
  loads_ = std::sqrt(sum_over(machines_, sums.loads * sums.loads));
}

/// One temperature for all at which as much enters as leaves.
std::vector<double> Distributed::uniform_start() {
  double start = 300;
  for (const FaceBoundary& face : slab_.problem.boundary)
    for (const SurfaceCondition& c : face.conditions)
      start = std::max({start, c.fluid_temperature, c.sink_temperature, c.fixed.value_or(0)});
  std::vector<double> t(slab_.problem.cells(), largest_of(machines_, start));
  for (int round = 0; round < 100; ++round) {
    evaluate(t);
    system_.linearise(t);
    const double slope = own_sum(system_.derivative().diagonal);
    if (!(slope > 0)) throw ModelError("steady_conduction: no way out for the heat of the block");
    const double change = own_sum(f_) / slope;
    for (double& value : t) value -= change;
    if (linear_ || std::abs(change) < 1e-6 * std::abs(t.front())) break;
  }
  return t;
}

MatrixRows Distributed::rows() const {
  MatrixRows rows;
  rows.begin.reserve(own_ + 1), rows.column.reserve(7 * own_), rows.value.reserve(7 * own_);
  const std::size_t steps[3] = {1, plane_, std::size_t(slab_.problem.nx())};
  for (std::size_t c = first_; c < first_ + own_; ++c) {
    const long long row = row_ + (long long)(c - first_);
    const std::size_t diagonal = rows.value.size();
    rows.column.push_back(row), rows.value.push_back(system_.derivative().diagonal[c]);
    for (const Axis axis : {Axis::x, Axis::z, Axis::y}) {
      const std::size_t step = steps[std::size_t(axis)];
      const auto &up = system_.up(axis), &down = system_.down(axis);
      const auto add = [&](double own, double other, long long column) {
        if (!(other > 0)) return;
        rows.value[diagonal] += own;
        rows.column.push_back(column), rows.value.push_back(-other);
      };
      add(up[c], down[c], row + (long long)step);
      if (c >= step) add(down[c - step], up[c - step], row - (long long)step);
    }
    // A void has no equation: it stays where it is.
    if (rows.value[diagonal] == 0) rows.value[diagonal] = 1;
    rows.begin.push_back(rows.value.size());
  }
  return rows;
}

void Distributed::step(std::vector<double>& t, HypreSolver& solver, double tolerance,
                       DistributedConduction& answer) {
  std::vector<double> b(f_.begin() + std::ptrdiff_t(first_), f_.begin() + std::ptrdiff_t(first_ + own_)), x;
  answer.linear_iterations += solver.solve(b, x, tolerance);
  const double norm = norm_;
  double part = 1, gone = 0;
  for (int halving = 0; halving < 24; ++halving, part /= 2) {
    for (std::size_t c = 0; c < own_; ++c) t[first_ + c] -= (part - gone) * x[c];
    gone = part;
    evaluate(t);
    if (linear_ || norm_ <= (1 - 1e-4 * part) * norm) return;
  }
  throw ModelError(
      fmt::format("steady_conduction: no step lessens the {:.3g} W of {:.3g} W that are unaccounted "
                  "for",
                  norm, loads_));
}

DistributedConduction Distributed::solve() {
  DistributedConduction answer;
  std::vector<double> t = uniform_start();
  evaluate(t);
  std::unique_ptr<HypreSolver> solver;
  double noise = 0;
  for (;;) {
    system_.linearise(t);
    const double own_noise = system_.rounding_noise(t);
    noise = std::sqrt(sum_over(machines_, own_noise * own_noise));
    const double target = std::max(options_.relative_tolerance * loads_, 4 * noise);
    if (norm_ <= target) break;
    if (answer.newton_steps == options_.maximum_newton_steps)
      throw ModelError(
          fmt::format("steady_conduction: {} Newton steps were not enough: {:.3g} W of {:.3g} W are "
                      "unaccounted for",
                      answer.newton_steps, norm_, loads_));
    if (!solver || !linear_) {
      solver.reset();
      solver = std::make_unique<HypreSolver>(machines_, row_, rows(), symmetric_);
    }
    const double enough = 0.5 * target / norm_;
    step(t, *solver, std::min(linear_ ? enough : std::max(enough, 1e-4), 0.5), answer);
    ++answer.newton_steps;
  }
  // As on one machine: what is left in single cells shall not add up.
  const double rise = -own_sum(f_) / own_sum(system_.derivative().diagonal);
  for (double& value : t) value += rise;
  together(machines_, [&] { system_.require_within_tables(t); });
  answer.relative_residual = loads_ > 0 ? norm_ / loads_ : 0;
  collect(t, answer);
  return answer;
}

void Distributed::collect(const std::vector<double>& t, DistributedConduction& answer) const {
  const ConductionProblem& problem = slab_.problem;
  double moved = 0, power = 0, exchanged = 0, boundary = 0, hottest = t[first_];
  for (std::size_t c = first_; c < first_ + own_; ++c) {
    hottest = std::max(hottest, t[c]);
    if (!problem.power.empty()) power += problem.power[c], moved += std::abs(problem.power[c]);
    if (problem.exchange.empty()) continue;
    const double heat = problem.exchange[c] * (t[c] - problem.exchange_temperature[c]);
    exchanged += heat, moved += std::abs(heat);
  }
  const auto faces = system_.faces(t);
  for (const BoxFace face : box_faces)
    for (std::size_t place = 0; place < problem.boundary_cells(face); ++place) {
      const std::size_t cell = problem.cell_behind(face, place);
      if (cell < first_ || cell >= first_ + own_) continue;
      boundary += faces[std::size_t(face)].heat[place];
      moved += faces[std::size_t(face)].moved[place];
    }
  answer.power = sum_over(machines_, power);
  answer.exchanged = sum_over(machines_, exchanged);
  answer.boundary_heat = sum_over(machines_, boundary);
  moved = sum_over(machines_, moved);
  const double residual = answer.power - answer.exchanged - answer.boundary_heat;
  answer.relative_energy_residual = moved > 0 ? std::abs(residual) / (moved / 2) : 0;
  answer.hottest = largest_of(machines_, hottest);
  answer.temperature.assign(t.begin() + std::ptrdiff_t(first_), t.begin() + std::ptrdiff_t(first_ + own_));
}

}  // namespace

DistributedConduction steady_conduction(MPI_Comm machines, const ConductionSlab& slab,
                                        const ConductionOptions& options) {
  together(machines, [&] { require_conduction_problem(slab.problem); });
  require(slab.own_planes() > 0, "steady_conduction: planes of the slab", slab.own_planes(),
          "must be positive");
  require(options.relative_tolerance > 0 && options.relative_tolerance < 1,
          "steady_conduction: relative_tolerance", options.relative_tolerance, "must be between 0 and 1");
  return Distributed(machines, slab, options).solve();
}

std::vector<double> gather(MPI_Comm machines, const std::vector<double>& own) {
  int rank = 0, ranks = 0;
  MPI_Comm_rank(machines, &rank), MPI_Comm_size(machines, &ranks);
  const auto size = static_cast<std::size_t>(ranks);
  const int count = int(own.size());
  std::vector<int> counts(size), offsets(size);
  MPI_Gather(&count, 1, MPI_INT, counts.data(), 1, MPI_INT, 0, machines);
  for (std::size_t r = 1; r < size; ++r) offsets[r] = offsets[r - 1] + counts[r - 1];
  std::vector<double> all(rank == 0 ? std::size_t(offsets.back() + counts.back()) : 0);
  MPI_Gatherv(own.data(), count, MPI_DOUBLE, all.data(), counts.data(), offsets.data(), MPI_DOUBLE, 0,
              machines);
  return all;
}

}  // namespace sunrack
