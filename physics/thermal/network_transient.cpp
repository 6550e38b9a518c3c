#include "physics/thermal/network_transient.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "physics/numerics/interrupt.h"
#include "physics/require.h"

namespace sunrack {

namespace {

std::span<const double> span_of(Eigen::Ref<const Eigen::VectorXd> x) {
  return {x.data(), std::size_t(x.size())};
}

/// One transient of one network.
class Transient {
 public:
  Transient(NetworkSystem& system, std::span<const double> times, const NetworkTransientOptions& options)
      : system_(system), times_(times), options_(options) {}

  NetworkHistory run() {
    check_input();
    const Eigen::VectorXd start = begin();
    add_events();
    fill_options();
    History history = integrated(start);
    return told(std::move(history), start);
  }

 private:
  const ThermalNetwork& network() const { return system_.network(); }

  void check_input() const {
    if (times_.size() < 2) throw std::invalid_argument("network_transient: needs at least two times");
    if (system_.state_size() == 0)
      throw std::invalid_argument("network '" + network().name() +
                                  "': no node stores heat: there is no transient, only a steady state");
    for (const NetworkParameter& p : options_.parameters) require_parameter(network(), p);
  }

  Eigen::VectorXd begin() {
    std::vector<double> x = system_.start_state();
    if (options_.resume) {
      const NetworkRestart& from = *options_.resume;
      if (from.names != system_.state_names() || from.state.size() != x.size() ||
          from.modes.size() != network().heaters().size())
        throw std::invalid_argument("network '" + network().name() +
                                    "': the restart is of another network: " + first_difference(from));
      if (from.time != times_.front())
        throw std::invalid_argument(
            fmt::format("network '{}': the restart is from t = {:.10g} s, and the times begin at {:.10g} s",
                        network().name(), from.time, times_.front()));
      for (const double value : from.state)
        if (!std::isfinite(value))
          throw std::invalid_argument("network '" + network().name() + "': the restart holds no number");
      x = from.state;
      system_.start_modes(times_.front(), x, from.modes);
    } else {
      system_.start_modes(times_.front(), x);
    }
    return Eigen::Map<const Eigen::VectorXd>(x.data(), Eigen::Index(x.size()));
  }

  std::string first_difference(const NetworkRestart& from) const {
    const auto& names = system_.state_names();
    for (std::size_t i = 0; i < std::min(names.size(), from.names.size()); ++i)
      if (names[i] != from.names[i]) return fmt::format("it has '{}' for '{}'", from.names[i], names[i]);
    return fmt::format("it has {} nodes and {} heaters for {} and {}", from.names.size(), from.modes.size(),
                       names.size(), network().heaters().size());
  }

  void add_events() {
    for (std::size_t i = 0; i < network().heaters().size(); ++i) {
      const Heater& h = network().heaters()[i];
      const auto value = [this, &h, i](double time, Eigen::Ref<const Eigen::VectorXd> x) {
        const double t = system_.temperatures(time, span_of(x))[h.sensor.index];
        return system_.modes()[i] ? t - h.off_above : h.on_below - t;
      };
      const auto change = [this, i](double time, Eigen::Ref<Eigen::VectorXd>) {
        std::vector<char> modes = system_.modes();
        modes[i] = !modes[i];
        switches_.push_back(
            {time, fmt::format("heater '{}' {}", network().heaters()[i].name, modes[i] ? "on" : "off"),
             int(i)});
        system_.set_modes(std::move(modes));
      };
      set_.events.push_back({.name = "heater '" + h.name + "'",
                             .value = value,
                             .crossing = Crossing::rising,
                             .change = change});
    }
    for (std::size_t s = 0; s < system_.state_size(); ++s) {
      const NetworkNode& n = network().nodes()[system_.node_of_unknown(s)];
      if (n.kind != NodeKind::phase_change) continue;
      const double melts = n.melting_temperature, molten = melts + n.latent_heat / n.capacity;
      for (const auto& [level, rises, falls] : {std::tuple(melts, "begins to melt", "is frozen"),
                                                std::tuple(molten, "is molten", "begins to freeze")}) {
        const auto value = [s, at = level](double, Eigen::Ref<const Eigen::VectorXd> x) {
          return x[Eigen::Index(s)] - at;
        };
        words_.push_back({set_.events.size(), fmt::format("node '{}' {}", n.name, rises),
                          fmt::format("node '{}' {}", n.name, falls)});
        set_.events.push_back({.name = "melting of node '" + n.name + "'", .value = value, .restart = true});
      }
    }
    for (const NetworkEdge& edge : network().edges()) {
      const auto value = [&edge](double time, Eigen::Ref<const Eigen::VectorXd>) { return edge.value(time); };
      words_.push_back({set_.events.size(), "edge '" + edge.name + "' up", "edge '" + edge.name + "' down"});
      set_.events.push_back({.name = "edge '" + edge.name + "'", .value = value, .restart = true});
    }
  }

  void fill_options() {
    set_.relative_tolerance = options_.relative_tolerance;
    set_.absolute_tolerance = options_.absolute_tolerance;
    set_.maximum_step = options_.maximum_step;
    set_.maximum_steps = options_.maximum_steps;
    set_.breakpoints = network().breakpoints();
    set_.names = system_.state_names();
    set_.jacobian = {
        .pattern = system_.pattern(),
        .fill = [this](double time, Eigen::Ref<const Eigen::VectorXd> x,
                       std::span<double> values) { system_.jacobian(time, span_of(x), values); },
        .krylov = options_.solver == NetworkSolver::krylov ||
                  (options_.solver == NetworkSolver::automatic && system_.state_size() > 20'000)};
    set_.quadratures = {
        .count = 6,
        .rate = [this](double time, Eigen::Ref<const Eigen::VectorXd> x, std::span<double> rates) {
          const NetworkPower p = system_.power(time, span_of(x));
          rates[0] = p.loads, rates[1] = p.heaters, rates[2] = p.sources;
          rates[3] = p.boundaries, rates[4] = p.coolant;
          rates[5] = 0;
          for (std::size_t i = 0; i < 5; ++i) rates[5] += std::abs(rates[i]) / 2;
        }};
    const auto& parameters = options_.parameters;
    if (parameters.empty()) return;
    Sensitivities& s = set_.sensitivities;
    s.start = Eigen::MatrixXd::Zero(Eigen::Index(system_.state_size()), Eigen::Index(parameters.size()));
    s.scales = Eigen::VectorXd::Ones(Eigen::Index(parameters.size()));
    for (std::size_t p = 0; p < parameters.size(); ++p) {
      if (parameters[p].kind == ParameterKind::start_temperature)
        s.start(Eigen::Index(system_.state_of({parameters[p].index})), Eigen::Index(p)) = 1;
      if (const double value = parameter_value(network(), parameters[p]); value != 0)
        s.scales[Eigen::Index(p)] = std::abs(value);
    }
    s.rate = [this](double time, Eigen::Ref<const Eigen::VectorXd> x, Eigen::MatrixXd& slopes) {
      rate_slopes(system_, time, span_of(x), options_.parameters, slopes);
    };
  }

  History integrated(const Eigen::VectorXd& start) {
    const auto rate = [this](double time, Eigen::Ref<const Eigen::VectorXd> x,
                             Eigen::Ref<Eigen::VectorXd> result) {
      if (interrupted()) throw std::runtime_error("interrupted");
      if (options_.progress) options_.progress(time);
      system_.rate(time, span_of(x), {result.data(), std::size_t(result.size())});
    };
    try {
      return integrate(rate, start, times_, set_);
    } catch (const ModelError& error) {
      throw ModelError("network '" + network().name() + "': " + error.what());
    }
  }

  NetworkHistory told(History&& history, const Eigen::VectorXd& start) {
    NetworkHistory result;
    result.times = history.times;
    result.statistics = history.statistics;
    for (const EventRecord& record : history.events)
      for (const auto& [event, up, down] : words_)
        if (record.event == event) switches_.push_back({record.time, record.rising ? up : down});
    std::stable_sort(switches_.begin(), switches_.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
    result.switches = std::move(switches_);
    // The modes at each output, for arithmetic nodes that a heater heats: those at the end, taken back.
    const auto nodes = Eigen::Index(network().nodes().size());
    const std::vector<char> last = system_.modes();
    result.temperatures.resize(nodes, Eigen::Index(result.times.size()));
    result.sensitivities.resize(options_.parameters.empty() ? 0 : result.times.size());
    std::vector<char> modes = last;
    auto later = result.switches.rbegin();
    for (std::size_t i = result.times.size(); i-- > 0;) {
      const auto column = Eigen::Index(i);
      for (; later != result.switches.rend() && later->time > result.times[i]; ++later)
        if (later->heater >= 0) modes[std::size_t(later->heater)] = !modes[std::size_t(later->heater)];
      system_.set_modes(modes);
      const Eigen::VectorXd x = history.states.col(column);
      const auto t = system_.temperatures(result.times[i], span_of(x));
      for (Eigen::Index n = 0; n < nodes; ++n) {
        result.temperatures(n, column) = t[std::size_t(n)];
        if (t[std::size_t(n)] < 0)
          throw ModelError(fmt::format("network '{}': node '{}' is below 0 K at t = {:.10g} s",
                                       network().name(), network().nodes()[std::size_t(n)].name,
                                       result.times[i]));
      }
      if (!options_.parameters.empty())
        result.sensitivities[i] = temperature_slopes(system_, result.times[i], span_of(x),
                                                     options_.parameters, history.sensitivities[i]);
    }
    system_.set_modes(last);
    result.states = std::move(history.states);
    const Eigen::VectorXd end = result.states.col(result.states.cols() - 1);
    result.restart = {.time = result.times.back(),
                      .names = system_.state_names(),
                      .state = {end.begin(), end.end()},
                      .modes = last};
    result.energy = balance(history.quadratures.col(history.quadratures.cols() - 1), end - start);
    return result;
  }

  NetworkEnergy balance(const Eigen::VectorXd& sums, const Eigen::VectorXd& warmer) const {
    NetworkEnergy e{.loads = sums[0],
                    .heaters = sums[1],
                    .sources = sums[2],
                    .boundaries = sums[3],
                    .coolant = sums[4],
                    .exchanged = sums[5]};
    for (std::size_t s = 0; s < system_.state_size(); ++s)
      e.stored += system_.capacities()[s] * warmer[Eigen::Index(s)];
    e.residual = e.stored - sums.head(5).sum();
    e.relative_residual = e.exchanged > 0 ? std::abs(e.residual) / e.exchanged : 0;
    return e;
  }

  struct Words {
    std::size_t event;
    std::string up, down;
  };
  NetworkSystem& system_;
  std::span<const double> times_;
  const NetworkTransientOptions& options_;
  IntegrateOptions set_;
  std::vector<Words> words_;
  std::vector<NetworkSwitch> switches_;
};

}  // namespace

NetworkHistory network_transient(NetworkSystem& system, std::span<const double> times,
                                 const NetworkTransientOptions& options) {
  return Transient(system, times, options).run();
}

NetworkHistory network_transient(const ThermalNetwork& network, std::span<const double> times,
                                 const NetworkTransientOptions& options) {
  NetworkSystem system(network);
  return network_transient(system, times, options);
}

}  // namespace sunrack
