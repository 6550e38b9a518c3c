#include "physics/thermal/conduction_steady.h"

#include <algorithm>
#include <cmath>

#include "physics/numerics/large_pages.h"
#include "physics/numerics/shares.h"
#include "physics/require.h"
#include "physics/thermal/conduction_newton.h"
#include "physics/thermal/conduction_regions.h"

namespace sunrack {
namespace {

using conduction::Newton;
using conduction::NewtonAnswer;
using conduction::System;

/// [K] the temperature at which a block of that one temperature would be in balance.
double uniform_balance(const System& system) {
  double t = 300;
  for (const FaceBoundary& face : system.problem().boundary)
    for (const SurfaceCondition& c : face.conditions)
      t = std::max({t, c.fluid_temperature, c.sink_temperature, c.fixed.value_or(0)});
  // From above, where radiation's slope is steepest: monotone.
  for (int step = 0; step < 100; ++step) {
    const conduction::Flow flow = system.uniform(t);
    const double change = flow.heat / flow.up;
    t -= change;
    if (system.linear() || std::abs(change) < 1e-6 * std::abs(t)) break;
  }
  return t;
}

std::vector<double> uniform_start(const System& system) {
  std::vector<double> start;
  assign_in_large_pages(start, system.problem().cells(), uniform_balance(system), system.threads());
  return start;
}

/// It lies below any answer with leakage. From there Newton's steps only climb, as long as leakage curves
/// upwards with temperature: if heat feeds on itself on the way, there is no answer.
std::vector<double> answer_without_leakage(System& system, const ConductionOptions& options) {
  std::vector<double> start = uniform_start(system);
  const PowerLaw none;
  Newton(system, none, options.threads).solve(start, {.relative_tolerance = 1e-4, .maximum_steps = 100});
  return start;
}

/// Kahan's: 1e7 cells of small heat against the balance of the whole.
template <class Value>
double careful_sum(std::size_t first, std::size_t end, Value value) {
  double total = 0, carry = 0;
  for (std::size_t c = first; c < end; ++c) {
    const double part = value(c) - carry, next = total + part;
    carry = (next - total) - part;
    total = next;
  }
  return total;
}

template <class Value>
double careful_sum(std::size_t count, int threads, Value value) {
  const auto parts = parts_of_shares(
      count, threads, [&](std::size_t first, std::size_t end) { return careful_sum(first, end, value); });
  return careful_sum(std::size_t(0), parts.size(), [&](std::size_t n) { return parts[n]; });
}

/// The first of the cells for which before(c, d) holds against every other one.
template <class Before>
std::size_t first_cell(std::size_t count, int threads, Before before) {
  const auto parts = parts_of_shares(count, threads, [&](std::size_t first, std::size_t end) {
    std::size_t found = first;
    for (std::size_t c = first + 1; c < end; ++c)
      if (before(c, found)) found = c;
    return found;
  });
  return *std::min_element(parts.begin(), parts.end(), before);
}

ConductionSolution collect(const System& system, const NewtonAnswer& answer, std::vector<double> t) {
  const ConductionProblem& problem = system.problem();
  ConductionSolution solution;
  solution.faces = system.faces(t);
  const int threads = system.threads();
  const auto sum = [threads](const std::vector<double>& values) {
    return careful_sum(values.size(), threads, [&](std::size_t c) { return values[c]; });
  };
  solution.leakage = sum(answer.leakage);
  solution.power = sum(problem.power) + solution.leakage;
  double moved =
      careful_sum(problem.power.size(), threads, [&](std::size_t c) { return std::abs(problem.power[c]); });
  moved += std::abs(solution.leakage);
  const auto exchanged = [&](std::size_t c) {
    return problem.exchange[c] * (t[c] - problem.exchange_temperature[c]);
  };
  solution.exchanged = careful_sum(problem.exchange.size(), threads, exchanged);
  moved +=
      careful_sum(problem.exchange.size(), threads, [&](std::size_t c) { return std::abs(exchanged(c)); });
  for (FaceAnswer& face : solution.faces) {
    face.total_heat = sum(face.heat);
    solution.boundary_heat += face.total_heat;
    moved += sum(face.moved);
  }
  solution.energy_residual = solution.power - solution.exchanged - solution.boundary_heat;
  // Everything that moves is counted twice, coming and going.
  solution.relative_energy_residual = moved > 0 ? std::abs(solution.energy_residual) / (moved / 2) : 0.0;
  solution.relative_residual = answer.sums.loads > 0 ? answer.sums.norm / answer.sums.loads : 0.0;
  solution.newton_steps = answer.steps;
  solution.linear_iterations = answer.linear_iterations;
  solution.coldest = first_cell(t.size(), threads, [&](std::size_t a, std::size_t b) { return t[a] < t[b]; });
  solution.hottest = first_cell(t.size(), threads, [&](std::size_t a, std::size_t b) { return t[a] > t[b]; });
  solution.temperature = std::move(t);
  return solution;
}

}  // namespace

ConductionSolution steady_conduction(const ConductionProblem& problem, const ConductionOptions& options,
                                     std::vector<double> start, const PowerLaw& leakage) {
  require_conduction_problem(problem);
  require(options.relative_tolerance > 0 && options.relative_tolerance < 1,
          "steady_conduction: relative_tolerance", options.relative_tolerance, "must be between 0 and 1");
  require(options.maximum_newton_steps > 0, "steady_conduction: maximum_newton_steps",
          options.maximum_newton_steps, "must be positive");
  require(start.empty() || start.size() == problem.cells(), "steady_conduction: size of start",
          double(start.size()), "must be the number of cells");
  for (const double value : start) require_finite("steady_conduction: start", value);
  conduction::require_ways_out(problem);

  System system(problem, options.threads);
  const conduction::NewtonOptions newton{.relative_tolerance = options.relative_tolerance,
                                         .maximum_steps = options.maximum_newton_steps};
  Newton method(system, leakage, options.threads);
  NewtonAnswer answer;
  bool solved = false;
  if (leakage && !start.empty()) try {
      answer = method.solve(start, newton);
      solved = true;
    } catch (const ModelError&) {
      // A hot start looks like runaway; whether there is an answer is seen from below.
      start.clear();
      system.surroundings_changed(), method.surroundings_changed();
    }
  if (start.empty()) start = leakage ? answer_without_leakage(system, options) : uniform_start(system);
  if (!solved) answer = method.solve(start, newton);
  system.require_within_tables(start);
  Newton::Gain gain;
  // Without symmetry the linear solver does not notice an answer that is no stable one.
  if (leakage && (options.find_leakage_gain || !system.symmetric())) {
    gain = method.leakage_gain(answer.leakage_slope);
    if (gain.value >= 1)
      throw ModelError(
          fmt::format("steady_conduction: thermal runaway: a watt of leakage brings about {:.3g} W more, "
                      "most of it in {} "
                      "at {:.6g} K",
                      gain.value, describe_cell(problem, gain.cell), start[gain.cell]));
  }
  ConductionSolution solution = collect(system, answer, std::move(start));
  solution.leakage_gain = gain.value;
  return solution;
}

}  // namespace sunrack
