#include "chips/packages/package_heating.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "physics/require.h"

namespace sunrack {

namespace {

std::size_t trace_values(const PackageStack& stack) {
  std::size_t values = 0;
  for (const PackageLayer& layer : stack.layers)
    for (const PackageBlock& block : layer.blocks) values = std::max(values, block.trace.size());
  return values;
}

/// [W] of each of the model's blocks at a time, leakage at its reference.
std::vector<double> powers_at(const PackageStack& stack, const PackageModel& model, double time) {
  std::vector<double> powers;
  for (const BlockCells& cells : model.blocks) {
    const PackageBlock& block = block_of(stack, cells);
    if (block.trace.empty()) {
      powers.push_back(block.power);
      continue;
    }
    // An event at 3 intervals belongs to the fourth value however the multiple was rounded.
    const auto value = std::size_t(std::floor(time / stack.trace_interval + 1e-9));
    powers.push_back(block.trace[std::min(value, block.trace.size() - 1)]);
  }
  return powers;
}

bool leaks(const PackageStack& stack) {
  for (const PackageLayer& layer : stack.layers)
    for (const PackageBlock& block : layer.blocks)
      if (block.leakage_share > 0) return true;
  return false;
}

void require_times(const PackageStack& stack, const std::vector<double>& times) {
  if (times.size() < 2 || times.front() != 0 ||
      std::adjacent_find(times.begin(), times.end(), std::greater_equal<>()) != times.end())
    throw std::invalid_argument("package_heating: times must increase from 0, two at least");
  const double lasts = stack.trace_interval * double(trace_values(stack));
  if (lasts > 0 && times.back() > lasts * (1 + 1e-12))
    throw std::invalid_argument(
        fmt::format("package_heating: times reach {:g} s, the traces last {:g} s", times.back(), lasts));
  for (const PackageLayer& layer : stack.layers) {
    if (layer.channels)
      refuse_package(layer.place,
                     fmt::format("layer {}: has channels, whose coolant is marched in the steady state "
                                 "only: no heating through time",
                                 layer.name));
    for (const PackageBlock& block : layer.blocks)
      if (!block.trace.empty() && !(stack.trace_interval > 0))
        throw std::invalid_argument("package_heating: block " + block.name + " has a trace without interval");
  }
}

}  // namespace

double package_start_temperature(const PackageStack& stack) {
  if (stack.start_temperature > 0) return stack.start_temperature;
  double coldest = std::numeric_limits<double>::infinity();
  for (const SurfaceCondition& side : stack.boundary) {
    if (side.fixed) coldest = std::min(coldest, *side.fixed);
    if (side.convection > 0) coldest = std::min(coldest, side.fluid_temperature);
    if (side.emissivity > 0 && side.sink_temperature > 0) coldest = std::min(coldest, side.sink_temperature);
  }
  if (!std::isfinite(coldest))
    throw std::invalid_argument("package " + stack.name + ": a start temperature is needed");
  return coldest;
}

std::vector<LimitState> heating_limits(const PackageStack& stack, const PackageModel& model,
                                       const PackageHeating& heating) {
  std::vector<LimitState> limits;
  for (const auto& [group, limit] :
       {std::pair("die", stack.die_limit), std::pair("memory", stack.memory_limit)}) {
    if (!limit) continue;
    LimitState state{.what = group, .limit = *limit, .hottest = 0, .block = {}};
    for (std::size_t b = 0; b < heating.blocks.size(); ++b) {
      const BlockCells& cells = model.blocks[b];
      if (block_of(stack, cells).group != group) continue;
      const std::vector<double>& history = heating.blocks[b].hottest;
      const auto peak = std::max_element(history.begin(), history.end());
      if (peak == history.end() || *peak <= state.hottest) continue;
      state.hottest = *peak;
      state.block = stack.layers[cells.layer].name + "/" + block_of(stack, cells).name;
      state.time = heating.times[std::size_t(peak - history.begin())];
    }
    if (!state.block.empty()) limits.push_back(state);
  }
  return limits;
}

std::vector<double> heating_times(const PackageStack& stack, double duration, int count) {
  require(duration > 0, "heating_times: duration", duration, "must be positive [s]");
  require(count >= 2, "heating_times: count", count, "must be at least 2 [-]");
  std::vector<double> times = {0};
  if (trace_values(stack) > 0) {
    const double step = stack.trace_interval / 4;
    const auto steps = static_cast<long>(std::floor(duration / step * (1 + 1e-12)));
    for (long n = 1; n <= steps; ++n) times.push_back(double(n) * step);
    if (duration > times.back() * (1 + 1e-9)) times.push_back(duration);
    return times;
  }
  for (int n = 0; n < count - 1; ++n)
    times.push_back(duration * std::pow(1e-3, double(count - 2 - n) / (count - 2 > 0 ? count - 2 : 1)));
  return times;
}

PackageHeating package_heating(const PackageStack& stack, const PackageModel& model,
                               const std::vector<double>& times, const PackageHeatingOptions& options) {
  require_times(stack, times);
  const bool law = options.leakage && leaks(stack);
  if (law && !(stack.leakage_doubling_interval > 0))
    throw std::invalid_argument("package_heating: leakage needs its doubling interval");
  PackageHeating answer;
  answer.blocks.resize(model.blocks.size());
  PowerLaw leakage_now;  // of the powers from now on

  ConductionProblem problem = model.problem;
  // Nothing has no heat capacity. Its cells are by themselves, so any keeps them as they begin.
  for (SolidMaterial& material : problem.materials)
    if (!(material.kx > 0 || material.ky > 0 || material.kz > 0) && material.heat_capacity == 0)
      material.heat_capacity = 1;
  const auto set_powers = [&](double time, ConductionProblem& target) {
    std::vector<double> constant = powers_at(stack, model, time);
    if (law) {
      leakage_now = leakage_law(stack, model, constant);
      for (std::size_t b = 0; b < constant.size(); ++b)
        constant[b] *= 1 - block_of(stack, model.blocks[b]).leakage_share;
    }
    set_block_powers(model, constant, target.power);
  };
  ConductionTransientOptions conduction = options.conduction;
  const std::size_t values = trace_values(stack);
  for (std::size_t n = 1; n < values; ++n)
    if (const double event = stack.trace_interval * double(n); event < times.back())
      conduction.events.push_back(event);
  conduction.change = set_powers;
  if (law)
    conduction.leakage = [&leakage_now](const std::vector<double>& temperature, std::vector<double>& power,
                                        std::vector<double>& derivative) {
      if (leakage_now) {
        leakage_now(temperature, power, derivative);
        // Far beyond what any package dissipates: else the integrator meets an infinity.
        for (const double watts : power)
          if (!(watts < 1e15))
            throw ModelError("package_heating: thermal runaway: a cell's leakage goes beyond 1e15 W");
        return;
      }
      std::fill(power.begin(), power.end(), 0);  // between two values of the traces nothing may be on
      std::fill(derivative.begin(), derivative.end(), 0);
    };
  const auto snapshot = [&](double time, const std::vector<double>& temperature) {
    answer.times.push_back(time);
    const std::vector<double> powers = powers_at(stack, model, time);
    if (law)
      require_leakage_in_range(stack, model, powers, temperature, fmt::format(" after {:.6g} s", time));
    for (std::size_t b = 0; b < model.blocks.size(); ++b) {
      const BlockCells& cells = model.blocks[b];
      const BlockTemperature state = block_temperature(cells, temperature);
      const double share = block_of(stack, cells).leakage_share;
      double factor = 1;
      if (law && share > 0) {
        factor = 0;
        for (std::size_t c = 0; c < cells.cells.size(); ++c)
          factor += cells.share[c] * leakage_factor(stack, temperature[cells.cells[c]]);
      }
      answer.blocks[b].power.push_back(powers[b] * (1 - share + share * factor));
      answer.blocks[b].leakage.push_back(powers[b] * share * factor);
      answer.blocks[b].hottest.push_back(state.hottest);
      answer.blocks[b].mean.push_back(state.mean);
    }
    double hottest = 0;
    for (std::size_t cell = 0; cell < temperature.size(); ++cell)
      if (temperature[cell] > hottest && !is_void(problem, cell)) hottest = temperature[cell];
    answer.hottest.push_back(hottest);
    if (options.snapshot) options.snapshot(time, temperature);
  };
  std::vector<double> start(problem.cells(), package_start_temperature(stack));
  answer.run = transient_conduction(problem, std::move(start), times, snapshot, conduction);
  answer.temperature = answer.run.temperature;
  return answer;
}

}  // namespace sunrack
