#include "physics/thermal/conduction_transient.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>

#include "physics/numerics/integrate_large.h"
#include "physics/numerics/interrupt.h"
#include "physics/numerics/multigrid.h"
#include "physics/require.h"
#include "physics/thermal/conduction_newton.h"

namespace sunrack {
namespace {

using conduction::System;

/// [J/K] of each cell.
std::vector<double> capacities(const ConductionProblem& problem) {
  std::vector<double> result(problem.cells());
  for (const std::uint16_t m : problem.material) {
    const SolidMaterial& material = problem.materials[m];
    if (!(material.heat_capacity > 0))
      throw std::invalid_argument("transient conduction: material '" + material.name +
                                  "' needs a heat_capacity above zero [J/(m^3 K)]");
  }
  std::size_t c = 0;
  for (std::size_t j = 0; j + 1 < problem.y.size(); ++j)
    for (std::size_t k = 0; k + 1 < problem.z.size(); ++k)
      for (std::size_t i = 0; i + 1 < problem.x.size(); ++i, ++c)
        result[c] = problem.materials[problem.material[c]].heat_capacity * (problem.x[i + 1] - problem.x[i]) *
                    (problem.y[j + 1] - problem.y[j]) * (problem.z[k + 1] - problem.z[k]);
  return result;
}

void check_start(const ConductionProblem& problem, const std::vector<double>& start) {
  require_conduction_problem(problem);
  require(start.size() == problem.cells(), "transient conduction: size of start", double(start.size()),
          "must be the number of cells");
  for (const double value : start)
    require(std::isfinite(value) && value >= 0, "transient conduction: start", value,
            "must be finite and not negative [K]");
}

/// Grid and materials stay as they are: what the balance keeps of them would be out of date.
void require_same_grid(const ConductionProblem& before, const ConductionProblem& after) {
  if (before.x != after.x || before.y != after.y || before.z != after.z || before.material != after.material)
    throw std::invalid_argument("transient conduction: grid and materials cannot change at an event");
  require_conduction_problem(after);
}

/// Where heat feeds on itself temperatures grow without limit; no solid is left at 6000 K.
void require_solid(const ConductionProblem& problem, double time, std::span<const double> t) {
  const auto hottest = std::max_element(t.begin(), t.end());
  if (*hottest > 6000)
    throw ModelError(fmt::format("thermal runaway at t = {:.6g} s: {} is at {:.6g} K", time,
                                 describe_cell(problem, std::size_t(hottest - t.begin())), *hottest));
}

/// The balance as an ordinary differential equation: capacity dT/dt = -F(T) + leakage(T).
class Rate {
 public:
  Rate(const ConductionProblem& problem, const ConductionTransientOptions& options)
      : problem_(problem),
        changed_(problem),
        options_(options),
        capacity_(capacities(problem)),
        system_(changed_, options.threads) {}

  void change(double time) {
    if (!options_.change) return;
    options_.change(time, changed_);
    require_same_grid(problem_, changed_);
    system_.surroundings_changed();
  }

  void operator()(std::span<const double> t, std::span<double> rate) {
    temperature_.assign(t.begin(), t.end());
    leak();
    system_.balance(temperature_, leakage_, balance_);
    for (std::size_t c = 0; c < rate.size(); ++c) rate[c] = -balance_[c] / capacity_[c];
  }

  void linearise(std::span<const double> t) {
    temperature_.assign(t.begin(), t.end());
    leak();
    slope_kept_ = slope_;
    system_.linearise(temperature_);
  }

  void jacobian(std::span<const double> v, std::span<double> result) {
    temperature_.assign(v.begin(), v.end());
    system_.apply_derivative(temperature_, balance_);
    for (std::size_t c = 0; c < slope_kept_.size(); ++c) balance_[c] -= slope_kept_[c] * v[c];
    for (std::size_t c = 0; c < result.size(); ++c) result[c] = -balance_[c] / capacity_[c];
  }

  void prepare(double gamma) {
    shifted_ = system_.derivative();
    for (std::size_t c = 0; c < capacity_.size(); ++c) shifted_.diagonal[c] += capacity_[c] / gamma;
    multigrid_.reset();  // before the next one takes its memory
    multigrid_ = std::make_unique<Multigrid>(shifted_, options_.threads);
  }

  void precondition(double gamma, std::span<const double> r, std::span<double> z) {
    for (std::size_t c = 0; c < capacity_.size(); ++c) temperature_[c] = capacity_[c] / gamma * r[c];
    multigrid_->precondition(temperature_, balance_);
    std::copy(balance_.begin(), balance_.end(), z.begin());
  }

  const System& system() const { return system_; }

 private:
  void leak() {
    if (!options_.leakage) return;
    leakage_.resize(temperature_.size()), slope_.resize(temperature_.size());
    options_.leakage(temperature_, leakage_, slope_);
  }

  const ConductionProblem& problem_;
  ConductionProblem changed_;
  const ConductionTransientOptions& options_;
  std::vector<double> capacity_;
  System system_;
  std::vector<double> temperature_, balance_, leakage_, slope_, slope_kept_;
  BoxOperator shifted_;
  std::unique_ptr<Multigrid> multigrid_;
};

}  // namespace

ConductionTransient transient_conduction(const ConductionProblem& problem, std::vector<double> start,
                                         const std::vector<double>& times, const ConductionSnapshot& snapshot,
                                         const ConductionTransientOptions& options) {
  check_start(problem, start);
  require(times.size() >= 2, "transient_conduction: number of times", double(times.size()),
          "must be at least 2");
  require(options.tolerance > 0 && std::isfinite(options.tolerance), "transient_conduction: tolerance",
          options.tolerance, "must be positive [K]");
  Rate rate(problem, options);
  const LargeSystem system{
      .rate = [&](double, std::span<const double> t, std::span<double> result) { rate(t, result); },
      .linearise = [&](double, std::span<const double> t) { rate.linearise(t); },
      .jacobian = [&](std::span<const double> v, std::span<double> result) { rate.jacobian(v, result); },
      .prepare = [&](double gamma) { rate.prepare(gamma); },
      .precondition = [&](double gamma, std::span<const double> r,
                          std::span<double> z) { rate.precondition(gamma, r, z); },
      .describe = [&](std::size_t cell) { return describe_cell(problem, cell); }};
  ConductionTransient answer;
  LargeOptions large{.absolute_tolerance = options.tolerance,
                     .first_step = options.first_step,
                     .maximum_step = options.maximum_step,
                     .maximum_steps = options.maximum_steps,
                     .breakpoints = options.events};
  large.at_break = [&](double time) { rate.change(time); };
  large.at_output = [&](double time, std::span<const double> t) {
    answer.temperature.assign(t.begin(), t.end());
    rate.system().require_within_tables(answer.temperature);
    if (snapshot) snapshot(time, answer.temperature);
  };
  large.at_step = [&](double time, std::span<const double> t) {
    if (options.leakage) require_solid(problem, time, t);
    if (options.step) options.step(time);
    return !interrupted();
  };
  rate.change(times.front());
  LargeStatistics statistics;
  try {
    statistics = integrate_large(system, start, times, large);
  } catch (const ModelError& error) {
    throw ModelError(std::string("transient_conduction: ") + error.what());
  }
  answer.temperature = std::move(start);
  answer.time = statistics.time;
  answer.interrupted = statistics.stopped;
  answer.steps = statistics.steps;
  answer.linear_iterations = statistics.linear_iterations;
  answer.preconditioners = statistics.preconditioners;
  return answer;
}

ConductionTransient backward_euler_conduction(const ConductionProblem& problem, std::vector<double> start,
                                              double step, int steps, const ConductionSnapshot& snapshot,
                                              const BackwardEulerOptions& options) {
  check_start(problem, start);
  require(step > 0 && std::isfinite(step), "backward_euler_conduction: step", step, "must be positive [s]");
  require(steps > 0, "backward_euler_conduction: steps", steps, "must be positive");
  ConductionProblem changed = problem;
  const std::vector<double> capacity = capacities(problem);
  System system(changed, options.threads);
  conduction::Newton newton(system, options.leakage, options.threads);
  newton.store(capacity, step);
  const conduction::NewtonOptions settings{.relative_tolerance = options.relative_tolerance,
                                           .name = "backward_euler_conduction"};
  ConductionTransient answer{.temperature = std::move(start)};
  for (int n = 0; n < steps && !answer.interrupted; ++n) {
    if (options.change) {
      options.change(n * step, changed);
      require_same_grid(problem, changed);
      system.surroundings_changed();
      newton.surroundings_changed();
    }
    const std::vector<double> before = answer.temperature;
    const conduction::NewtonAnswer one = newton.solve(answer.temperature, settings, &before);
    system.require_within_tables(answer.temperature);
    answer.time = (n + 1) * step;
    ++answer.steps;
    answer.linear_iterations += one.linear_iterations;
    if (snapshot) snapshot(answer.time, answer.temperature);
    answer.interrupted = interrupted();
  }
  return answer;
}

}  // namespace sunrack
