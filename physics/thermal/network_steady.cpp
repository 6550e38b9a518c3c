#include "physics/thermal/network_steady.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "physics/require.h"

namespace sunrack {

namespace {

/// Newton's method on one network.
class Balance {
 public:
  Balance(NetworkSystem& system, const NetworkSteadyOptions& options)
      : system_(system),
        options_(options),
        size_(system.unknowns()),
        solver_(system.heat_pattern()),
        slopes_(system.heat_pattern().entries()),
        heat_(size_),
        trial_heat_(size_),
        step_(size_) {
    for (std::size_t i = 0; i < size_; ++i) diagonal_.push_back(system.heat_pattern().at(i, i));
  }

  NetworkSteady run() {
    const auto& nodes = system_.network().nodes();
    NetworkSteady answer;
    for (const NetworkNode& n : nodes) answer.temperatures.push_back(n.temperature);
    if (!options_.start.empty()) {
      if (options_.start.size() != nodes.size())
        throw std::invalid_argument(fmt::format("network_steady: {} first guesses for {} nodes",
                                                options_.start.size(), nodes.size()));
      answer.temperatures = options_.start;
    }
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (!std::isfinite(answer.temperatures[i]))
        throw std::invalid_argument("network_steady: first guess of node '" + nodes[i].name +
                                    "' is no number");
      // Without emission a node that only radiates has no slope.
      answer.temperatures[i] = std::max(answer.temperatures[i], 1.0);
    }
    system_.set_boundaries(options_.time, answer.temperatures);
    const auto start = answer.temperatures;
    if (!newton(answer)) {
      answer.temperatures = start;
      answer.pseudo_transient = true;
      if (!pseudo_transient(answer)) give_up(answer);
    }
    finish(answer);
    return answer;
  }

 private:
  void find_heat(std::span<const double> t, std::span<double> heat) { system_.heat(options_.time, t, heat); }
  double& unknown(std::vector<double>& t, std::size_t i) const { return t[system_.node_of_unknown(i)]; }
  static double largest(std::span<const double> values) {
    double most = 0;
    for (const double v : values) most = std::max(most, std::isfinite(v) ? std::abs(v) : INFINITY);
    return most;
  }

  /// Adds `share` of the step. False where a bound held a node back.
  bool move(const std::vector<double>& from, double share, std::vector<double>& to) const {
    bool free = true;
    for (std::size_t i = 0; i < size_; ++i) {
      const std::size_t node = system_.node_of_unknown(i);
      const double wanted = from[node] + share * step_[i];
      to[node] = std::clamp(wanted, from[node] / 3, 3 * from[node]);
      free = free && to[node] == wanted;
    }
    return free;
  }

  bool newton(NetworkSteady& answer) {
    auto& t = answer.temperatures;
    std::vector<double> trial = t, correction(size_);
    find_heat(t, heat_);
    for (; answer.iterations < options_.maximum_iterations; ++answer.iterations) {
      system_.heat_slopes(options_.time, t, slopes_);
      if (!solver_.factorise(slopes_)) return false;
      for (std::size_t i = 0; i < size_; ++i) step_[i] = -heat_[i];
      solver_.solve(step_);
      const double wanted = largest(step_);
      if (!std::isfinite(wanted)) return false;
      bool accepted = false;
      for (double share = 1; share > 1e-4 && !accepted; share /= 2) {
        const bool free = move(t, share, trial);
        find_heat(trial, trial_heat_);
        for (std::size_t i = 0; i < size_; ++i) correction[i] = -trial_heat_[i];
        solver_.solve(correction);
        const double next = largest(correction);
        // A bounded step from far away need not shrink the correction: it is on its way to where it can.
        accepted = std::isfinite(next) &&
                   (next <= (1 - share / 4) * wanted || !free || wanted <= options_.tolerance);
        if (accepted) answer.step = free ? share * wanted : INFINITY;
      }
      if (!accepted) return false;
      t = trial;
      std::swap(heat_, trial_heat_);
      if (answer.step <= options_.tolerance) return true;
    }
    return false;
  }

  /// Implicit Euler in a time of its own: each node has the capacity that makes its own time constant one.
  bool pseudo_transient(NetworkSteady& answer) {
    auto& t = answer.temperatures;
    std::vector<double> trial = t;
    find_heat(t, heat_);
    double size = 0.1, before = INFINITY;
    for (int round = 0; round < options_.maximum_iterations; ++round, ++answer.iterations) {
      system_.heat_slopes(options_.time, t, slopes_);
      double imbalance = 0;  // [K] by which each node alone would have to move
      for (std::size_t i = 0; i < size_; ++i) {
        const double own = std::max(std::abs(slopes_[diagonal_[i]]), 1e-12);
        imbalance = std::max(imbalance, std::abs(heat_[i]) / own);
        slopes_[diagonal_[i]] -= own / size;
        step_[i] = -heat_[i];
      }
      if (!solver_.factorise(slopes_)) return false;
      solver_.solve(step_);
      const bool free = move(t, 1, trial);
      t = trial;
      find_heat(t, heat_);
      answer.step = free ? largest(step_) : INFINITY;
      if (size > 1e10 && answer.step <= options_.tolerance) return true;
      size = std::min(size * std::clamp(std::isfinite(before) ? before / imbalance : 2.0, 0.5, 10.0), 1e12);
      if (imbalance <= 1e-3) size = 1e12;
      before = imbalance;
    }
    return false;
  }

  void finish(NetworkSteady& answer) {
    find_worst(answer);
    const auto& network = system_.network();
    for (std::size_t i = 0; i < answer.temperatures.size(); ++i)
      if (answer.temperatures[i] < 1e-6 && network.nodes()[i].kind != NodeKind::boundary) give_up(answer);
    double traded = 0;  // [W] as a scale for the imbalance
    for (const Conductor& c : network.conductors()) {
      const double power = system_.flow(c, options_.time, answer.temperatures);
      traded = std::max(traded, std::abs(power));
      const bool a_given = network.nodes()[c.a.index].kind == NodeKind::boundary;
      const bool b_given = network.nodes()[c.b.index].kind == NodeKind::boundary;
      if (c.kind == ConductorKind::advective) {
        if (!b_given) answer.heat_out -= power;
      } else {
        if (a_given) answer.heat_out -= power;
        if (b_given) answer.heat_out += power;
      }
    }
    for (const Heater& h : network.heaters())
      answer.heater_shares.push_back(std::clamp(
          (h.off_above - answer.temperatures[h.sensor.index]) / (h.off_above - h.on_below), 0.0, 1.0));
    answer.heat_in = system_.heat_input(options_.time, answer.temperatures);
    if (answer.residual > 1e-6 * std::max({traded, std::abs(answer.heat_in), 1e-6})) give_up(answer);
  }

  void find_worst(NetworkSteady& answer) {
    find_heat(answer.temperatures, heat_);
    for (std::size_t i = 0; i < size_; ++i)
      if (!(std::abs(heat_[i]) <= answer.residual)) {
        answer.residual = std::abs(heat_[i]);
        answer.worst_node = system_.node_of_unknown(i);
      }
  }

  [[noreturn]] void give_up(NetworkSteady& answer) {
    answer.residual = 0;
    find_worst(answer);
    throw ModelError(
        fmt::format("network '{}': no steady state after {} iterations: the last step was {:.3g} K, and node "
                    "'{}' at {:.6g} K "
                    "is out of balance by {:.3g} W",
                    system_.network().name(), answer.iterations, answer.step,
                    system_.network().nodes()[answer.worst_node].name, answer.temperatures[answer.worst_node],
                    answer.residual));
  }

  NetworkSystem& system_;
  const NetworkSteadyOptions& options_;
  std::size_t size_;
  SparseSolver solver_;
  std::vector<std::size_t> diagonal_;
  std::vector<double> slopes_, heat_, trial_heat_, step_;
};

}  // namespace

NetworkSteady network_steady(NetworkSystem& system, const NetworkSteadyOptions& options) {
  system.network().require_solvable(true);
  require(options.tolerance > 0, "network_steady: tolerance", options.tolerance, "must be positive [K]");
  require(options.maximum_iterations > 0, "network_steady: maximum_iterations",
          double(options.maximum_iterations), "must be positive");
  system.average_heaters(true);
  try {
    NetworkSteady answer = Balance(system, options).run();
    system.average_heaters(false);
    return answer;
  } catch (...) {
    system.average_heaters(false);
    throw;
  }
}

NetworkSteady network_steady(const ThermalNetwork& network, const NetworkSteadyOptions& options) {
  network.require_solvable(true);
  NetworkSystem system(network);
  return network_steady(system, options);
}

}  // namespace sunrack
