#include "physics/thermal/conduction_newton.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/numerics/bicgstab.h"
#include "physics/numerics/large_pages.h"
#include "physics/numerics/shares.h"
#include "physics/require.h"

namespace sunrack::conduction {

Newton::Newton(System& system, const PowerLaw& leakage, unsigned threads)
    : system_(system), leakage_(leakage), threads_(threads) {}

void Newton::store(const std::vector<double>& capacity, double step) {
  stored_.resize(capacity.size());
  for_shares(capacity.size(), system_.threads(), [&](std::size_t first, std::size_t end) {
    for (std::size_t c = first; c < end; ++c) stored_[c] = capacity[c] / step;
  });
  system_.surroundings_changed();
  multigrid_.reset();
}

void Newton::evaluate(const std::vector<double>& t, const std::vector<double>* before, NewtonAnswer& answer,
                      std::vector<double>& f) const {
  if (leakage_) {
    answer.leakage.resize(t.size()), answer.leakage_slope.resize(t.size());
    leakage_(t, answer.leakage, answer.leakage_slope);
    const auto finite = [&](std::size_t c) {
      return std::isfinite(answer.leakage[c]) && std::isfinite(answer.leakage_slope[c]);
    };
    const auto parts = parts_of_shares(t.size(), system_.threads(), [&](std::size_t first, std::size_t end) {
      while (first < end && finite(first)) ++first;
      return first < end ? first : t.size();
    });
    if (const std::size_t c = *std::min_element(parts.begin(), parts.end()); c < t.size())
      throw ModelError(fmt::format("the leakage of {} at {:.6g} K is not a number",
                                   describe_cell(system_.problem(), c), t[c]));
  }
  answer.sums = system_.balance(t, answer.leakage, f);
  if (!before) return;
  double squares = 0, total = 0;
  const auto parts = parts_of_shares(t.size(), system_.threads(), [&](std::size_t first, std::size_t end) {
    std::pair<double, double> sums;
    for (std::size_t c = first; c < end; ++c) {
      f[c] += stored_[c] * (t[c] - (*before)[c]);
      sums.first += f[c] * f[c], sums.second += f[c];
    }
    return sums;
  });
  for (const auto& [own_squares, own_total] : parts) squares += own_squares, total += own_total;
  answer.sums.norm = std::sqrt(squares), answer.sums.total = total;
}

/// The derivative at `t` and its multigrid, anew where they change.
void Newton::linearise(const std::vector<double>& t) {
  if (multigrid_ && system_.linear()) return;
  system_.linearise(t);
  auto& diagonal = system_.derivative().diagonal;
  for_shares(stored_.size(), system_.threads(), [&](std::size_t first, std::size_t end) {
    for (std::size_t c = first; c < end; ++c) diagonal[c] += stored_[c];
  });
  multigrid_.reset();  // before the next one takes its memory
  multigrid_ = std::make_unique<Multigrid>(system_.derivative(), threads_);
}

/// Solves (derivative - slope) step = b. Returns the iterations.
int Newton::correct(const std::vector<double>& b, const std::vector<double>& slope, double tolerance,
                    std::vector<double>& step) {
  assign_in_large_pages(step, b.size(), 0.0, system_.threads());
  BoxOperator& a = system_.derivative();
  if (system_.symmetric()) {
    const MultigridOptions options{.relative_tolerance = tolerance, .threads = threads_};
    if (slope.empty()) return sunrack::solve(a, *multigrid_, b, step, options).iterations;
    // Leakage takes from the diagonal; the multigrid of the operator without it still is a good
    // preconditioner, and conjugate gradients find out when the operator has turned indefinite.
    const Field<double> diagonal = a.diagonal;
    for_shares(slope.size(), system_.threads(), [&](std::size_t first, std::size_t end) {
      for (std::size_t c = first; c < end; ++c) a.diagonal[c] -= slope[c];
    });
    try {
      const int iterations = sunrack::solve(a, *multigrid_, b, step, options).iterations;
      a.diagonal = diagonal;
      return iterations;
    } catch (...) {
      a.diagonal = diagonal;
      throw;
    }
  }
  const LinearMap derivative = [&](const std::vector<double>& v, std::vector<double>& result) {
    system_.apply_derivative(v, result);
    for (std::size_t c = 0; c < slope.size(); ++c) result[c] -= slope[c] * v[c];
  };
  const LinearMap precondition = [&](const std::vector<double>& v, std::vector<double>& result) {
    multigrid_->precondition(v, result);
  };
  return bicgstab(derivative, precondition, b, step, tolerance).iterations;
}

NewtonAnswer Newton::solve(std::vector<double>& t, const NewtonOptions& options,
                           const std::vector<double>* before) {
  NewtonAnswer answer;
  std::vector<double> f, step;
  for (auto* field : {&f, &step}) reserve_in_large_pages(*field, t.size(), system_.threads());
  evaluate(t, before, answer, f);
  double noise = -1;
  for (;;) {
    const double target = std::max(options.relative_tolerance * answer.sums.loads, 4 * noise);
    if (noise >= 0 && answer.sums.norm <= target) break;
    if (answer.steps == options.maximum_steps)
      fail(t, answer, options, fmt::format("{} Newton steps were not enough", answer.steps));
    linearise(t);
    if (noise < 0) {
      noise = system_.rounding_noise(t);
      if (answer.sums.norm <= std::max(target, 4 * noise)) break;
    }
    for_shares(f.size(), system_.threads(), [&](std::size_t first, std::size_t end) {
      for (std::size_t c = first; c < end; ++c) f[c] = -f[c];
    });
    // A linear problem is solved at once; else each step only as well as the next derivative is worth.
    const double enough = 0.5 * std::max(target, 4 * noise) / answer.sums.norm;
    const bool at_once = system_.linear() && !leakage_;
    try {
      answer.linear_iterations +=
          correct(f, answer.leakage_slope, std::min(at_once ? enough : std::max(enough, 1e-4), 0.5), step);
    } catch (const ModelError& error) {
      fail(t, answer, options, error.what());
    }
    line_search(t, step, before, options, answer, f);
    ++answer.steps;
  }
  close_total(t, answer);
  return answer;
}

/// Goes as much of the way as lessens the balance's norm.
void Newton::line_search(std::vector<double>& t, const std::vector<double>& step,
                         const std::vector<double>* before, const NewtonOptions& options,
                         NewtonAnswer& answer, std::vector<double>& f) {
  const double norm = answer.sums.norm;
  double part = 1, gone = 0;
  std::string trouble;
  for (int halving = 0; halving < 24; ++halving, part /= 2) {
    const double way = part - gone;
    for_shares(t.size(), system_.threads(), [&](std::size_t first, std::size_t end) {
      for (std::size_t c = first; c < end; ++c) t[c] += way * step[c];
    });
    gone = part;
    try {
      evaluate(t, before, answer, f);
      // The balance of a linear problem is judged by its conjugate gradients; here rounding has its say.
      if (answer.sums.norm <= (1 - 1e-4 * part) * norm || (system_.linear() && !leakage_)) return;
    } catch (const ModelError& error) {
      trouble = error.what();
    }
  }
  for (std::size_t c = 0; c < t.size(); ++c) t[c] -= gone * step[c];
  // Close to rounding no step lessens the norm any more, and that is good enough.
  evaluate(t, before, answer, f);
  if (answer.sums.norm <= 1e3 * system_.rounding_noise(t)) {
    answer.sums.loads = std::max(answer.sums.loads, answer.sums.norm / options.relative_tolerance);
    return;
  }
  fail(t, answer, options, trouble.empty() ? "no step lessens what is unaccounted for" : trouble);
}

/// A uniform rise that closes the balance of the whole to rounding: what is left in single cells does not add
/// up. It is the step along one direction that lessens the error in the energy norm.
void Newton::close_total(std::vector<double>& t, const NewtonAnswer& answer) const {
  const auto& diagonal = system_.derivative().diagonal;
  double slope = sum_of_shares(t.size(), system_.threads(), [&](std::size_t first, std::size_t end) {
    double sum = 0;
    for (std::size_t c = first; c < end; ++c) sum += diagonal[c];
    return sum;
  });
  for (const double value : answer.leakage_slope) slope -= value;
  if (!(slope > 0)) return;
  const double rise = -answer.sums.total / slope;
  for_shares(t.size(), system_.threads(), [&](std::size_t first, std::size_t end) {
    for (std::size_t c = first; c < end; ++c) t[c] += rise;
  });
}

Newton::Gain Newton::leakage_gain(const std::vector<double>& slope) {
  Gain gain;
  std::vector<double> heat = slope, rise;
  for (int round = 0; round < 60; ++round) {
    double sum = 0, next_sum = 0;
    for (const double value : heat) sum += value;
    if (!(sum > 0)) return gain;
    correct(heat, {}, 1e-4, rise);
    for (std::size_t c = 0; c < rise.size(); ++c) next_sum += heat[c] = slope[c] * rise[c];
    const double before = gain.value;
    gain.value = next_sum / sum;
    if (std::abs(gain.value - before) < 1e-4 * gain.value) break;
  }
  gain.cell = std::size_t(std::max_element(heat.begin(), heat.end()) - heat.begin());
  return gain;
}

/// The gain, where there is one that explains a failure.
std::optional<Newton::Gain> Newton::gain_of_failure(const NewtonAnswer& answer) {
  if (!leakage_ || !multigrid_) return {};
  try {
    const Gain gain = leakage_gain(answer.leakage_slope);
    if (gain.value >= 0.9) return gain;
  } catch (const ModelError&) {
    // Without a gain the plain message must do.
  }
  return {};
}

void Newton::fail(const std::vector<double>& t, const NewtonAnswer& answer, const NewtonOptions& options,
                  const std::string& why) {
  const ConductionProblem& problem = system_.problem();
  if (const auto gain = gain_of_failure(answer))
    throw ModelError(fmt::format(
        "{}: thermal runaway: at the temperatures reached a watt of leakage brings about {:.3g} W more, most "
        "of it in {} at {:.6g} K",
        options.name, gain->value, describe_cell(problem, gain->cell), t[gain->cell]));
  const std::size_t hottest = std::size_t(std::max_element(t.begin(), t.end()) - t.begin());
  throw ModelError(
      fmt::format("{}: {}; {:.3g} W of {:.3g} W are unaccounted for after {} steps, hottest is {} "
                  "at {:.6g} K",
                  options.name, why, answer.sums.norm, answer.sums.loads, answer.steps,
                  describe_cell(problem, hottest), t[hottest]));
}

}  // namespace sunrack::conduction
