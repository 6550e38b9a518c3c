#include <fmt/format.h>

#include <array>
#include <cmath>
#include <stdexcept>

#include "physics/numerics/periodic.h"
#include "physics/require.h"
#include "physics/thermal/network_transient.h"

namespace sunrack {

NetworkCycle network_cycle(const ThermalNetwork& network, double begin, double period,
                           const NetworkCycleOptions& options) {
  require_finite("network_cycle: begin", begin);
  require(period > 0 && std::isfinite(period), "network_cycle: period", period, "must be positive [s]");
  require(options.samples >= 1, "network_cycle: samples", double(options.samples), "must be at least 1");
  network.require_solvable(true);
  NetworkSystem system(network);
  if (system.state_size() == 0)
    throw std::invalid_argument("network '" + network.name() + "': no node stores heat: there is no cycle");

  NetworkTransientOptions transient = options.transient;
  transient.parameters.clear();
  NetworkRestart from{.time = begin, .names = system.state_names(), .state = system.start_state()};
  from.modes = system.start_modes(begin, from.state);
  const std::array<double, 2> ends = {begin, begin + period};
  std::vector<char> modes_after;
  const PeriodMap map = [&](const Eigen::VectorXd& x) -> Eigen::VectorXd {
    from.state.assign(x.begin(), x.end());
    transient.resume = from;
    const NetworkHistory history = network_transient(system, ends, transient);
    modes_after = history.restart.modes;
    return history.states.col(1);
  };
  NetworkCycle result;
  Eigen::VectorXd x = Eigen::Map<const Eigen::VectorXd>(from.state.data(), Eigen::Index(from.state.size()));
  // A heater's mode is a state too, but one that Newton's method cannot move: periods as they come settle it.
  const auto settle = [&](int periods) {
    for (int i = 0; i < periods; ++i, ++result.periods) {
      x = map(x);
      from.modes = modes_after;
    }
  };
  const bool switches = !network.heaters().empty();
  if (switches) settle(3);
  for (int attempt = 0;; ++attempt) {
    const Eigen::VectorXd settled = x;
    std::string why = "heaters end in another mode than they begin in";
    try {
      const Cycle cycle = find_cycle(map, x,
                                     {.tolerance = options.tolerance,
                                      .maximum_rounds = switches ? 6 : options.maximum_rounds,
                                      .names = system.state_names()});
      x = cycle.start;
      result.mismatch = cycle.mismatch, result.rounds += cycle.rounds, result.periods += cycle.periods;
      if (modes_after == from.modes) break;
    } catch (const ModelError& error) {
      why = error.what();
    }
    if (!switches || attempt == 4)
      throw ModelError(fmt::format("network '{}': {}{}", network.name(), why,
                                   switches ? "; a heater may be out of step with the period" : ""));
    x = settled;
    settle(10);
  }
  std::vector<double> times;
  for (std::size_t i = 0; i <= options.samples; ++i)
    times.push_back(begin + period * double(i) / double(options.samples));
  from.state.assign(x.begin(), x.end());
  transient = options.transient;
  transient.resume = from;
  result.history = network_transient(system, times, transient);
  return result;
}

}  // namespace sunrack
