#include "fleet/orbit_or_ground_study.h"

#include <algorithm>
#include <cmath>

#include "fleet/lifetime_optimum.h"
#include "physics/numerics/parallel.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/monte_carlo.h"
#include "satellite/shield.h"

namespace sunrack {

using namespace units;

namespace {

GroundCosts ground_costs(const InputValues& v, double failures) {
  constexpr double percent = 0.01;
  return {.facility = v["facility_price"],
          .facility_life = v["facility_life"],
          .gas_plant = v["gas_plant_price"],
          .gas = v["gas_price"],
          .gas_efficiency = v["gas_efficiency"] * percent,
          .grid = v["grid_price"],
          .generator_margin = v["reserve"] * percent,
          .servers = v["server_price"],
          .server_life = v["server_life"],
          .server_failures = failures,
          .upkeep = v["ground_upkeep"] * percent,
          .interest = v["interest"] * percent,
          .peak_effectiveness = v["mean_effectiveness"] * v["worst_hour"],
          .mean_effectiveness = v["mean_effectiveness"]};
}

FirmSolar solar_plant(const InputValues& v) {
  return cheapest_of(firm_solar_sizes(v["capacity_factor"] / 100), {.plant_price = v["solar_price"],
                                                                    .battery_price = v["battery_price"],
                                                                    .land_price = v["land_price"],
                                                                    .interest = v["power_interest"] / 100});
}

double quantile_of(const std::vector<double>& sorted, double share) {
  const double place = share * double(sorted.size() - 1);
  const auto below = std::size_t(place);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - double(below)) * (sorted[above] - sorted[below]);
}

double swing(const CostInfluence& influence) {
  if (!influence.at_low || !influence.at_high) return INFINITY;
  return std::abs(*influence.at_high - *influence.at_low);
}

std::optional<OrbitOrGroundAnswer> answer_or_reason(const OrbitOrGround& model,
                                                    const std::vector<double>& values, std::string* reason) {
  try {
    return model.at(InputValues(model.inputs, values));
  } catch (const ModelError& error) {
    if (reason) *reason = error.what();
    return std::nullopt;
  }
}

void find_influences(OrbitOrGroundStudy& study, const OrbitOrGround& model) {
  const std::vector<double> nominal = nominal_values(model.inputs);
  study.influences.resize(model.inputs.size());
  const bool finished = parallel_for(
      model.inputs.size(), study.options.study.threads,
      [&](std::size_t i) {
        CostInfluence& influence = study.influences[i];
        influence.input = model.inputs[i];
        const auto at_end = [&](double end) -> std::optional<double> {
          std::vector<double> values = nominal;
          values[i] = end;
          const auto answer = answer_or_reason(model, values, nullptr);
          return answer ? std::optional(answer->ratio()) : std::nullopt;
        };
        influence.at_low = at_end(influence.input.range.low);
        influence.at_high = at_end(influence.input.range.high);
      },
      study.options.study.cancel);
  if (!finished) throw StudyInterrupted("orbit or ground: interrupted, nothing written");
}

void summarise(OrbitOrGroundStudy& study, const std::vector<std::vector<double>>& values) {
  std::vector<double> ratios;
  std::vector<std::size_t> answered;
  const double count = double(study.draws.size());
  for (std::size_t i = 0; i < study.draws.size(); ++i) {
    if (!study.draws[i]) continue;
    const OrbitOrGroundAnswer& answer = *study.draws[i];
    answered.push_back(i), ratios.push_back(answer.ratio());
    study.orbit_cheaper += answer.ratio() < 1;
    study.never_cheaper += answer.break_even < 0;
    study.cheapest_shares[int(answer.cheapest)] += 1;
  }
  for (double* share : {&study.orbit_cheaper, &study.never_cheaper, study.cheapest_shares,
                        study.cheapest_shares + 1, study.cheapest_shares + 2})
    *share /= count;
  study.unanswered = double(study.draws.size() - answered.size()) / count;
  if (answered.empty()) throw ModelError("orbit or ground: no draw has an answer: " + study.reason);
  for (const CostQuantity& quantity : cost_quantities()) {
    std::vector<double> column;
    for (const std::size_t i : answered) column.push_back(quantity.value(*study.draws[i]));
    std::sort(column.begin(), column.end());
    CostRange range{
        .p10 = quantile_of(column, 0.1), .p50 = quantile_of(column, 0.5), .p90 = quantile_of(column, 0.9)};
    if (study.nominal) range.nominal = quantity.value(*study.nominal);
    study.ranges.push_back(range);
  }
  for (std::size_t d = 0; d < study.influences.size(); ++d) {
    std::vector<double> column;
    for (const std::size_t i : answered) column.push_back(values[i][d]);
    study.influences[d].rank_correlation = rank_correlation(column, ratios);
  }
  std::stable_sort(study.influences.begin(), study.influences.end(),
                   [](const auto& a, const auto& b) { return swing(a) > swing(b); });
}

}  // namespace

const YearlyCost& OrbitOrGroundAnswer::ground() const {
  return cheapest == GroundSupply::grid ? grid : cheapest == GroundSupply::gas ? gas : solar;
}

OrbitOrGround::OrbitOrGround(const SatelliteSpec& spec, LifetimePrices prices)
    : inputs(orbit_or_ground_inputs(prices)), satellite_(spec), prices_(std::move(prices)) {
  satellite_.add_inputs(inputs);
  satellite_.add_lifetime_inputs(inputs);
  interrupts_ =
      interrupt_rate(spec, size_shield(spec, mission_radiation(spec, inclination_of(spec))).aluminium);
}

OrbitOrGroundAnswer OrbitOrGround::at(const InputValues& v) const {
  const SatelliteSpec drawn = satellite_.spec_with(v);
  const double life = drawn.mission.life / 1_year;
  OrbitOrGroundAnswer answer{.launch = v["launch_price"], .accelerator_power = v["accelerator_power"] * 1_kW};
  // The ground replaces what dies at its own temperatures; the figures of failures are the same.
  const SatelliteReliability below = ground_reliability(drawn);
  const double served = v["server_life"] * 1_year;
  require(served > 0, "orbit-or-ground: server_life", v["server_life"], "must be positive [years]");
  answer.ground_failures =
      (cumulative_hazard(below.package, served) + cumulative_hazard(below.board, served)) / v["server_life"];
  const GroundCosts ground = ground_costs(v, answer.ground_failures);
  const FirmSolar plant = solar_plant(v);
  answer.grid = ground_cost(ground, GroundSupply::grid);
  answer.gas = ground_cost(ground, GroundSupply::gas);
  answer.solar = ground_cost(ground, GroundSupply::solar, &plant);
  for (const GroundSupply supply : {GroundSupply::gas, GroundSupply::solar}) {
    const YearlyCost& other = supply == GroundSupply::gas ? answer.gas : answer.solar;
    if (other.all() < answer.ground().all()) answer.cheapest = supply;
  }
  // Spares fly and are bought, as in lifetime_point.
  SatelliteSpec carried = drawn;
  carried.compute.server_mass *= 1 + drawn.lifetime.spares;
  const SatelliteDesign design = satellite_.size(carried);
  const SatelliteReliability above = satellite_reliability(drawn, design, interrupts_);
  OrbitSatellite satellite = orbit_satellite(design);
  answer.on_share = delivered_compute(above, drawn.mission.life) / drawn.mission.life;
  satellite.availability = above.availability;
  // Levelised: what is delivered later is discounted as the payments are.
  const double interest = std::log1p(v["interest"] / 100) / 1_year;
  const double seconds =
      interest == 0 ? drawn.mission.life : -std::expm1(-interest * drawn.mission.life) / interest;
  satellite.survival = delivered_compute(above, drawn.mission.life, interest) / seconds / above.availability;
  answer.specific_mass = satellite.mass / satellite.it_power * 1_kW;
  const OrbitCosts orbit{.launch = answer.launch,
                         .hardware = v["hardware_price"],
                         .array = v["array_price"],
                         .servers = v["server_price"] * (1 + drawn.lifetime.spares),
                         .life = life,
                         .upkeep = 0,
                         .operations = v["operations"],
                         .interest = v["interest"] / 100};
  answer.orbit = orbit_cost(satellite, orbit);
  answer.break_even = break_even_launch_price(satellite, orbit, answer.ground());
  return answer;
}

SatelliteSpec at_least_cost(const SatelliteSpec& spec, const LifetimePrices& prices, const std::string& name,
                            const StudyOptions& options) {
  const LifetimeStudy study = lifetime_study(
      spec, {.points = 29, .chips = {spec.compute.chip}, .prices = {prices}, .study = options});
  const auto& least = study.chips[0].least_cost[0];
  if (!least) throw ModelError("at_least_cost: no junction temperature of " + spec.name + " has an answer");
  SatelliteSpec result = spec;
  result.name = name;
  result.compute.junction_temperature = least->junction;
  result.uncertainty.erase("compute.junction_temperature");
  return result;
}

const std::vector<CostQuantity>& cost_quantities() {
  using A = OrbitOrGroundAnswer;
  static constexpr auto hourly = [](const YearlyCost& cost, const A& a) {
    return cost_per_accelerator_hour(cost, a.accelerator_power);
  };
  static const std::vector<CostQuantity> quantities = {
      {"grid_usd_per_kW_year", "ground, grid", "$/kW-year", +[](const A& a) { return a.grid.all(); }},
      {"gas_usd_per_kW_year", "ground, gas", "$/kW-year", +[](const A& a) { return a.gas.all(); }},
      {"solar_usd_per_kW_year", "ground, sunlight and storage", "$/kW-year",
       +[](const A& a) { return a.solar.all(); }},
      {"ground_usd_per_kW_year", "ground, the cheapest", "$/kW-year",
       +[](const A& a) { return a.ground().all(); }},
      {"orbit_usd_per_kW_year", "orbit", "$/kW-year", +[](const A& a) { return a.orbit.all(); }},
      {"orbit_power_usd_per_kW_year", "orbit, without servers", "$/kW-year",
       +[](const A& a) { return a.orbit.power(); }},
      {"ground_power_usd_per_kW_year", "ground, without servers", "$/kW-year",
       +[](const A& a) { return a.ground().power(); }},
      {"ground_usd_per_accelerator_hour", "ground, the cheapest", "$/accelerator-hour",
       +[](const A& a) { return hourly(a.ground(), a); }},
      {"orbit_usd_per_accelerator_hour", "orbit", "$/accelerator-hour",
       +[](const A& a) { return hourly(a.orbit, a); }},
      {"orbit_over_ground", "orbit over the cheapest ground", "", +[](const A& a) { return a.ratio(); }},
      {"break_even_usd_per_kg", "break-even launch price", "$/kg", +[](const A& a) { return a.break_even; }},
      {"specific_mass_kg_per_kW", "satellite", "kg/kW", +[](const A& a) { return a.specific_mass; }},
      {"on_share", "rated compute that is on in orbit, mean of its life", "",
       +[](const A& a) { return a.on_share; }},
  };
  return quantities;
}

OrbitOrGroundStudy orbit_or_ground_study(const OrbitOrGround& model, const OrbitOrGroundOptions& options) {
  require(options.draws >= 20 && options.draws <= 1'000'000, "orbit_or_ground_study: draws",
          double(options.draws), "must be 20 to 1000000");
  OrbitOrGroundStudy study{.satellite = model.spec().name, .prices = model.prices().name, .options = options};
  study.nominal = answer_or_reason(model, nominal_values(model.inputs), &study.no_answer);
  find_influences(study, model);
  std::vector<std::vector<double>> values(options.draws);
  std::vector<std::string> reasons(options.draws);
  study.draws.resize(options.draws);
  Progress progress("orbit or ground", options.draws, options.study.progress);
  const bool finished = parallel_for(
      options.draws, options.study.threads,
      [&](std::size_t i) {
        values[i] = drawn_values(model.inputs, options.seed, i, options.draws);
        study.draws[i] = answer_or_reason(model, values[i], &reasons[i]);
        progress.advance();
      },
      options.study.cancel);
  if (!finished) throw StudyInterrupted("orbit or ground: interrupted, nothing written");
  for (const std::string& reason : reasons)
    if (!reason.empty() && study.reason.empty()) study.reason = reason;
  summarise(study, values);
  return study;
}

}  // namespace sunrack
