#include "chips/packages/package_response.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "chips/packages/coolant_march.h"
#include "physics/require.h"
#include "physics/thermal/conduction_oracle.h"

namespace sunrack {

namespace {

constexpr std::size_t direct_cells = 60'000;  // beyond, factors cost more than a solution per group

/// Each material's conductivity at the mean temperature of its own cells.
void freeze_conductivities(ConductionProblem& problem, const std::vector<double>& temperature) {
  std::vector<double> sum(problem.materials.size()), count(problem.materials.size());
  for (std::size_t c = 0; c < problem.cells(); ++c)
    sum[problem.material[c]] += temperature[c], count[problem.material[c]] += 1;
  for (std::size_t m = 0; m < problem.materials.size(); ++m) {
    SolidMaterial& material = problem.materials[m];
    if (material.factor.empty() || count[m] == 0) continue;
    const double t = sum[m] / count[m];
    const auto& at = material.factor_temperature;
    const auto upper = std::clamp<std::ptrdiff_t>(std::upper_bound(at.begin(), at.end(), t) - at.begin(), 1,
                                                  std::max<std::ptrdiff_t>(1, std::ssize(at) - 1));
    const auto high = std::min(std::size_t(upper), at.size() - 1), low = std::size_t(upper) - 1;
    const double part = high == low ? 0 : (t - at[low]) / (at[high] - at[low]);
    const double factor = material.factor[low] + part * (material.factor[high] - material.factor[low]);
    material.kx *= factor, material.ky *= factor, material.kz *= factor;
    material.factor.clear(), material.factor_temperature.clear();
  }
}

std::vector<std::string> groups_of(const PackageStack& stack, const PackageModel& model) {
  std::vector<std::string> groups;
  for (const BlockCells& cells : model.blocks) {
    const PackageBlock& block = stack.layers[cells.layer].blocks[cells.block];
    if (block.power > 0 && !block.group.empty() &&
        std::find(groups.begin(), groups.end(), block.group) == groups.end())
      groups.push_back(block.group);
  }
  if (groups.empty()) throw std::invalid_argument("package_response: no block has both a group and power");
  std::sort(groups.begin(), groups.end());
  return groups;
}

/// [K] that rises count from: one fluid, or the inlet of the channels.
double coolant_of(const PackageStack& stack) {
  std::vector<double> temperatures;
  for (const SurfaceCondition& face : stack.boundary) {
    if (face.emissivity > 0 || face.absorbed != 0)
      throw std::invalid_argument(
          "package_response: a face radiates or absorbs, so rises are not in proportion to powers");
    if (face.convection > 0) temperatures.push_back(face.fluid_temperature);
    if (face.fixed) temperatures.push_back(*face.fixed);
  }
  for (const PackageLayer& layer : stack.layers)
    if (layer.channels) temperatures.push_back(layer.channels->inlet_temperature);
  if (temperatures.empty()) throw ModelError("package_response: no coolant takes up the heat");
  for (const double t : temperatures)
    if (t != temperatures.front())
      throw std::invalid_argument(
          "package_response: coolants of different temperatures, so rises have no one zero");
  return temperatures.front();
}

/// Rises of all cells for each power map [W]; the coolant in channels warms with it.
std::vector<std::vector<double>> rises_of(const PackageStack& stack, const PackageModel& model,
                                          const ConductionProblem& problem, double coolant,
                                          const std::vector<std::vector<double>>& powers, unsigned threads) {
  std::vector<std::vector<double>> rises;
  CoolantMarch march(stack, model);
  if (march.empty() && problem.cells() <= direct_cells) return ConductionResponse(problem).rises(powers);
  for (const std::vector<double>& power : powers) {
    ConductionProblem one = problem;
    one.power = power;
    const ConductionOptions tight{.relative_tolerance = 1e-10, .threads = threads};
    rises.push_back(
        (march.empty() ? steady_conduction(one, tight) : march.steady(one, tight, {})).temperature);
    for (double& t : rises.back()) t -= coolant;
  }
  return rises;
}

}  // namespace

std::size_t PackageResponse::group(const std::string& name) const {
  const auto found = std::find(groups.begin(), groups.end(), name);
  if (found == groups.end())
    throw std::invalid_argument(
        fmt::format("package_response: no block with power is in the group \"{}\"", name));
  return std::size_t(found - groups.begin());
}

PackageResponse package_response(const PackageStack& stack, const PackageModel& model, unsigned threads) {
  PackageResponse response{.groups = groups_of(stack, model)};
  response.coolant_temperature = coolant_of(stack);
  response.cells = model.problem.cells();
  const std::size_t n = response.groups.size();
  response.powers.assign(n, 0);
  ConductionProblem problem = model.problem;
  const bool frozen = std::all_of(problem.materials.begin(), problem.materials.end(),
                                  [](const SolidMaterial& m) { return m.factor.empty(); });
  if (!frozen)
    freeze_conductivities(
        problem, electro_thermal(stack, model, {.conduction = {.threads = threads}, .leakage = false})
                     .solution.temperature);

  std::vector<std::vector<double>> maps;  // [W] of each cell, 1 W of each group
  for (std::size_t g = 0; g < n; ++g) {
    std::vector<double> powers(model.blocks.size(), 0);
    for (std::size_t b = 0; b < powers.size(); ++b) {
      const PackageBlock& block = stack.layers[model.blocks[b].layer].blocks[model.blocks[b].block];
      if (block.group == response.groups[g]) powers[b] = block.power, response.powers[g] += block.power;
    }
    for (double& power : powers) power /= response.powers[g];
    set_block_powers(model, powers, maps.emplace_back());
  }
  const auto rises = rises_of(stack, model, problem, response.coolant_temperature, maps, threads);

  response.hottest.assign(n * n, 0), response.mean.assign(n * n, 0);
  for (std::size_t to = 0; to < n; ++to) {
    double highest = -1;
    std::size_t cell = 0;
    for (std::size_t c = 0; c < problem.cells(); ++c) {
      if (!(maps[to][c] > 0)) continue;
      double rise = 0;
      for (std::size_t from = 0; from < n; ++from) rise += rises[from][c] * response.powers[from];
      if (rise > highest) highest = rise, cell = c;
    }
    response.hottest_cell.push_back(cell);
    for (std::size_t from = 0; from < n; ++from) {
      response.hottest[to * n + from] = rises[from][cell];
      response.mean[to * n + from] =
          std::inner_product(maps[to].begin(), maps[to].end(), rises[from].begin(), 0.0);
    }
  }
  return response;
}

LumpedResistances lumped_resistances(const PackageResponse& response) {
  const std::size_t die = response.group("die");
  LumpedResistances lumped{.die = response.at(response.hottest, die, die)};
  const auto found = std::find(response.groups.begin(), response.groups.end(), "memory");
  if (found == response.groups.end()) return lumped;
  const auto memory = std::size_t(found - response.groups.begin());
  lumped.memory = response.at(response.hottest, memory, memory);
  lumped.coupling =
      std::max(response.at(response.hottest, die, memory), response.at(response.hottest, memory, die));
  return lumped;
}

ChipSpec with_resistances(ChipSpec chip, const LumpedResistances& resistances) {
  chip.die_resistance = resistances.die;
  chip.memory_resistance = resistances.memory;
  chip.coupling_resistance = resistances.coupling;
  return chip;
}

}  // namespace sunrack
