#include "chips/packages/electro_thermal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "chips/leakage.h"
#include "chips/packages/coolant_march.h"
#include "physics/require.h"
#include "physics/thermal/conduction_regions.h"

namespace sunrack {

namespace {

std::string full_name(const PackageStack& stack, const BlockCells& cells) {
  return stack.layers[cells.layer].name + "/" + block_of(stack, cells).name;
}

std::vector<double> powers_of(const PackageStack& stack, const PackageModel& model,
                              const std::vector<double>& asked) {
  if (!asked.empty() && asked.size() != model.blocks.size())
    throw std::invalid_argument(
        fmt::format("electro_thermal: {} powers for {} blocks", asked.size(), model.blocks.size()));
  std::vector<double> powers = asked;
  if (powers.empty())
    for (const BlockCells& block : model.blocks) powers.push_back(block_of(stack, block).power);
  return powers;
}

/// [W] leakage at its reference temperature, of each block.
std::vector<double> reference_leakage(const PackageStack& stack, const PackageModel& model,
                                      const std::vector<double>& powers) {
  std::vector<double> leakage;
  for (std::size_t b = 0; b < powers.size(); ++b)
    leakage.push_back(powers[b] * block_of(stack, model.blocks[b]).leakage_share);
  return leakage;
}

/// @throws ModelError at the line of the block or layer whose heat cannot leave
void require_ways_out(const PackageStack& stack, const PackageModel& model, const std::vector<double>& powers,
                      const ConductionProblem& problem) {
  ConductionProblem cooled;  // a copy only where it is needed
  for (std::size_t l = 0; l < stack.layers.size(); ++l) {
    if (!stack.layers[l].channels) continue;
    if (cooled.exchange.empty()) cooled = problem, cooled.exchange.assign(problem.cells(), 0);
    for (int j = 0; j < problem.ny(); ++j)  // their coolant takes heat, once it is marched
      for (int k = model.layer_begin[l]; k < model.layer_begin[l + 1]; ++k)
        for (int i = 0; i < problem.nx(); ++i) cooled.exchange[problem.index(i, j, k)] = 1;
  }
  const auto region = conduction::trapped_region(cooled.exchange.empty() ? problem : cooled);
  if (!region) return;
  const std::set<std::size_t> inside(region->cells.begin(), region->cells.end());
  const auto within = [&](std::size_t cell) { return inside.contains(cell); };
  for (std::size_t b = 0; b < model.blocks.size(); ++b) {
    const BlockCells& cells = model.blocks[b];
    if (powers[b] > 0 && std::any_of(cells.cells.begin(), cells.cells.end(), within))
      throw ModelError(
          fmt::format("{}block {}: no way out for its {:.4g} W: nothing around it conducts to a side that "
                      "cools or is held",
                      shown_place(block_of(stack, cells).place), full_name(stack, cells), powers[b]));
  }
  const int k = int(region->cells.front() / std::size_t(problem.nx())) % problem.nz();
  std::size_t layer = 0;
  while (model.layer_begin[layer + 1] <= k) ++layer;
  throw ModelError(fmt::format(
      "{}layer {}: the temperature of {} of its cells is undetermined: nothing cools or holds them",
      shown_place(stack.layers[layer].place), stack.layers[layer].name, region->cells.size()));
}

std::vector<BlockState> states_of(const PackageStack& stack, const PackageModel& model,
                                  const std::vector<double>& powers, const std::vector<double>& leakage,
                                  bool leaks, const std::vector<double>& temperature) {
  std::vector<BlockState> states;
  for (std::size_t b = 0; b < powers.size(); ++b) {
    const BlockCells& cells = model.blocks[b];
    const PackageBlock& block = block_of(stack, cells);
    BlockState state{.layer = stack.layers[cells.layer].name,
                     .name = block.name,
                     .group = block.group,
                     .power = powers[b],
                     .leakage = leakage[b],
                     .temperature = block_temperature(cells, temperature)};
    if (leaks && leakage[b] > 0) {
      double factor = 0;
      for (std::size_t c = 0; c < cells.cells.size(); ++c)
        factor += cells.share[c] * leakage_factor(stack, temperature[cells.cells[c]]);
      state.leakage = leakage[b] * factor;
      state.power = powers[b] - leakage[b] + state.leakage;
    }
    states.push_back(std::move(state));
  }
  return states;
}

}  // namespace

double leakage_factor(const PackageStack& stack, double temperature) {
  return std::exp2((temperature - stack.leakage_reference_temperature) / stack.leakage_doubling_interval);
}

PowerLaw leakage_law(const PackageStack& stack, const PackageModel& model,
                     const std::vector<double>& block_powers) {
  std::vector<double> at_reference;
  set_block_powers(model, reference_leakage(stack, model, block_powers), at_reference);
  std::vector<std::pair<std::size_t, double>> leaking;
  for (std::size_t cell = 0; cell < at_reference.size(); ++cell)
    if (at_reference[cell] > 0) leaking.emplace_back(cell, at_reference[cell]);
  if (leaking.empty()) return {};
  const double rate = std::log(2.0) / stack.leakage_doubling_interval;
  const double reference = stack.leakage_reference_temperature;
  return [leaking, rate, reference](const std::vector<double>& temperature, std::vector<double>& power,
                                    std::vector<double>& derivative) {
    std::fill(power.begin(), power.end(), 0);
    std::fill(derivative.begin(), derivative.end(), 0);
    for (const auto& [cell, watts] : leaking) {
      power[cell] = watts * std::exp(rate * (temperature[cell] - reference));
      derivative[cell] = rate * power[cell];
    }
  };
}

PackageAnswer electro_thermal(const PackageStack& stack, const PackageModel& model,
                              const PackageOptions& options) {
  const std::vector<double> powers = powers_of(stack, model, options.block_powers);
  const std::vector<double> leakage = reference_leakage(stack, model, powers);
  PowerLaw law;
  if (options.leakage) law = leakage_law(stack, model, powers);
  std::vector<double> constant = powers;
  if (law)
    for (std::size_t b = 0; b < powers.size(); ++b) constant[b] -= leakage[b];
  ConductionProblem problem = model.problem;
  set_block_powers(model, constant, problem.power);

  PackageAnswer answer;
  ConductionOptions conduction = options.conduction;
  conduction.find_leakage_gain = bool(law);
  CoolantMarch march(stack, model);
  require_ways_out(stack, model, powers, problem);
  if (march.empty()) {
    answer.solution = steady_conduction(problem, conduction, {}, law);
  } else {
    answer.solution = march.steady(problem, conduction, law);
    answer.coolant_rounds = march.rounds();
    answer.coolant_temperature = march.fluid_temperature();
    answer.coolant_heat = march.heat();
    answer.coolant_outlet = march.outlet_temperature();
    answer.channels = march.channels();
  }
  const Extremes found = extremes(problem, answer.solution.temperature);  // voids have no say
  answer.solution.hottest = found.hottest, answer.solution.coldest = found.coldest;
  answer.leakage_gain = answer.solution.leakage_gain;
  answer.blocks = states_of(stack, model, powers, leakage, bool(law), answer.solution.temperature);
  for (const BlockState& block : answer.blocks) answer.power += block.power, answer.leakage += block.leakage;
  // In between, Newton's method may pass where the law does not hold.
  if (law) require_leakage_in_range(stack, model, powers, answer.solution.temperature);
  return answer;
}

void require_leakage_in_range(const PackageStack& stack, const PackageModel& model,
                              const std::vector<double>& block_powers, const std::vector<double>& temperature,
                              const std::string& when) {
  for (std::size_t b = 0; b < block_powers.size(); ++b) {
    if (!(block_powers[b] * block_of(stack, model.blocks[b]).leakage_share > 0)) continue;
    for (const std::size_t cell : model.blocks[b].cells) {
      const double t = temperature[cell];
      if (t < leakage_minimum_temperature || t > leakage_maximum_temperature)
        throw ModelError(
            fmt::format("{} at {:.2f} K{} in {}: the law of leakage holds from {:.2f} to {:.2f} K",
                        full_name(stack, model.blocks[b]), t, when, describe_cell(model.problem, cell),
                        leakage_minimum_temperature, leakage_maximum_temperature));
    }
  }
}

std::vector<LimitState> package_limits(const PackageStack& stack, const PackageAnswer& answer) {
  std::vector<LimitState> limits;
  for (const auto& [group, limit] :
       {std::pair("die", stack.die_limit), std::pair("memory", stack.memory_limit)}) {
    if (!limit) continue;
    LimitState state{.what = group, .limit = *limit, .hottest = 0, .block = {}};
    for (const BlockState& block : answer.blocks)
      if (block.group == group && block.temperature.hottest > state.hottest)
        state.hottest = block.temperature.hottest, state.block = block.layer + "/" + block.name;
    if (!state.block.empty()) limits.push_back(state);
  }
  return limits;
}

}  // namespace sunrack
