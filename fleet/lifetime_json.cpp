#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "fleet/lifetime_report.h"
#include "physics/units.h"

namespace sunrack {

using Json = nlohmann::ordered_json;
using namespace units;

namespace {

double celsius(double kelvin) { return kelvin - 0_degC; }

Json point_json(const LifetimePoint& point, const std::vector<LifetimePrices>& prices) {
  Json json = {{"junction_asked_degC", celsius(point.asked)},
               {"status", point.answered() ? "ok" : "no-answer"}};
  if (!point.answered()) {
    json["reason"] = point.reason;
    return json;
  }
  json["junction_degC"] = celsius(point.junction);
  json["memory_degC"] = celsius(point.memory);
  json["coolant_degC"] = celsius(point.coolant);
  json["radiator_degC"] = celsius(point.radiator);
  json["within_limits"] = point.within_limits;
  json["mass_kg"] = point.mass;
  json["specific_mass_kg_per_kW"] = point.specific_mass * 1_kW;
  json["radiator_area_m2"] = point.radiator_area;
  json["radiator_mass_kg"] = point.radiator_mass;
  json["computers_electrical_power_kW"] = point.electrical_power / 1_kW;
  json["capacity_at_end"] = point.capacity_at_end;
  json["delivered_years"] = point.delivered / 1_year;
  json["mass_per_compute_kg_per_kW_year"] = per_kilowatt_year(point.mass_per_compute);
  for (std::size_t set = 0; set < prices.size(); ++set)
    json["cost_usd_per_kW_year_" + prices[set].name] = per_kilowatt_year(point.cost_per_compute[set]);
  return json;
}

Json optional_point(const std::optional<LifetimePoint>& point, const std::vector<LifetimePrices>& prices) {
  return point ? point_json(*point, prices) : Json(nullptr);
}

Json optional_number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json price_json(const Price& price) {
  return {{"low", price.low},   {"nominal", price.nominal}, {"high", price.high},
          {"unit", price.unit}, {"year", price.year},       {"source", price.source}};
}

Json chip_json(const ChipLifetime& chip, const std::vector<LifetimePrices>& prices) {
  Json json = {{"chip", chip.chip},
               {"estimate", chip.estimate},
               {"at_limit", point_json(chip.at_limit, prices)},
               {"least_specific_mass", optional_point(chip.least_specific_mass, prices)},
               {"least_mass_per_compute", optional_point(chip.least_mass, prices)}};
  for (std::size_t set = 0; set < prices.size(); ++set)
    json["least_cost_per_compute_" + prices[set].name] = optional_point(chip.least_cost[set], prices);
  const auto verdict_json = [&](const HotterVerdict& verdict) {
    return Json{{"base", verdict.base.answered() && verdict.base.mass > 0 ? point_json(verdict.base, prices)
                                                                          : Json(nullptr)},
                {"design", optional_point(verdict.hotter, prices)},
                {"area_ratio", optional_number(verdict.area_ratio)},
                {"specific_mass_ratio", optional_number(verdict.specific_mass_ratio)},
                {"mass_per_compute_ratio", optional_number(verdict.mass_ratio)},
                {"cost_ratios", verdict.cost_ratios},
                {"no_answer", verdict.no_answer}};
  };
  json["hotter"] = verdict_json(chip.hotter);
  json["hotter_from"] = Json::array();
  for (const HotterVerdict& verdict : chip.hotter_from) json["hotter_from"].push_back(verdict_json(verdict));
  json["hotter_pays_below_radiator_degC"] = chip.pays_below ? Json(celsius(*chip.pays_below)) : Json(nullptr);
  json["points"] = Json::array();
  for (const LifetimePoint& point : chip.points) json["points"].push_back(point_json(point, prices));
  return json;
}

Json sensitivity_json(const LifetimeSensitivity& sensitivity) {
  Json json = {{"chip", sensitivity.chip},
               {"assumed_activation_energy_eV", sensitivity.assumed_energy / 1_eV},
               {"assumed_reference_junction_degC", celsius(sensitivity.assumed_reference)}};
  for (const SensitivityPoint& point : sensitivity.grid)
    json["grid"].push_back(
        {{"activation_energy_eV", point.activation_energy / 1_eV},
         {"reference_junction_degC", celsius(point.reference_junction)},
         {"best_junction_degC", point.best_junction ? Json(celsius(*point.best_junction)) : Json(nullptr)},
         {"mass_per_compute_kg_per_kW_year",
          point.best_junction ? Json(per_kilowatt_year(point.least_mass)) : Json(nullptr)},
         {"least_over_limit", point.over_limit > 0 ? Json(point.over_limit) : Json(nullptr)},
         {"hotter_from_limit_ratio", optional_number(point.hotter.mass_ratio)},
         {"hotter_from_limit_no_answer", point.hotter.no_answer},
         {"hotter_pays_below_radiator_degC",
          point.pays_below ? Json(celsius(*point.pays_below)) : Json(nullptr)}});
  return json;
}

Json summary_json(const TrialSummary& summary, double unit = 1) {
  return {{"mean", summary.mean / unit},
          {"standard_error", summary.standard_error / unit},
          {"p05", summary.low / unit},
          {"p50", summary.median / unit},
          {"p95", summary.high / unit}};
}

}  // namespace

Json lifetime_json(const LifetimeReport& report, const Provenance& provenance) {
  const auto& prices = report.study.question.prices;
  Json json = {{"provenance", provenance_json(provenance)},
               {"life_years", report.life / 1_year},
               {"interrupts_per_package_per_year", report.study.interrupts * 1_year}};
  for (const LifetimePrices& set : prices)
    json["prices"][set.name] = {
        {"launch", price_json(set.launch)},   {"computers", price_json(set.computers)},
        {"array", price_json(set.array)},     {"hardware", price_json(set.hardware)},
        {"burn_in", price_json(set.burn_in)}, {"operations", price_json(set.operations)}};
  json["chips"] = Json::array();
  for (const ChipLifetime& chip : report.study.chips) json["chips"].push_back(chip_json(chip, prices));
  json["delivered_years"] = report.delivered / 1_year;
  for (const FailureShare& share : report.shares) json["failure_shares"][share.cause] = share.share;
  const auto burn_in = [](const BurnInPoint& point) {
    return Json{{"time_h", point.time / 1_h},
                {"loss_on_ground", point.loss},
                {"first_year_failures", point.first_year},
                {"mass_per_compute_kg_per_kW_year", per_kilowatt_year(point.mass_per_compute)},
                {"cost_usd_per_kW_year", per_kilowatt_year(point.cost_per_compute)}};
  };
  json["burn_in"] = {{"least_cost", burn_in(report.burn_in.least_cost)},
                     {"least_mass", burn_in(report.burn_in.least_mass)}};
  for (const BurnInPoint& point : report.burn_in.points) json["burn_in"]["points"].push_back(burn_in(point));
  const auto choices = [](const LifetimeChoices& list) {
    Json array = Json::array();
    for (const LifetimeChoice& point : list.points)
      array.push_back({{"age_years", point.age / 1_year},
                       {"spares", point.spares},
                       {"mass_kg", point.mass},
                       {"capacity_at_end", point.capacity_at_end},
                       {"mass_per_compute_kg_per_kW_year", per_kilowatt_year(point.mass_per_compute)},
                       {"cost_usd_per_kW_year", per_kilowatt_year(point.cost_per_compute)},
                       {"reason", point.reason}});
    return array;
  };
  json["replacement"] = choices(report.replacement);
  json["progress_per_year"] = std::expm1(report.progress * 1_year);
  json["replacement_with_progress"] = choices(report.replacement_with_progress);
  json["spares"] = choices(report.spares);
  json["sensitivity"] = sensitivity_json(report.sensitivity);
  const auto answer = [](double ratio) { return ratio > 0 ? Json(ratio) : Json(nullptr); };
  for (const OptimumRange& range : report.ranges)
    json["ranges"].push_back({{"chip", range.chip},
                              {"junction_p05_degC", celsius(range.low)},
                              {"junction_p50_degC", celsius(range.median)},
                              {"junction_p95_degC", celsius(range.high)},
                              {"hotter_ratio_p05", answer(range.hotter_low)},
                              {"hotter_ratio_p50", answer(range.hotter_median)},
                              {"hotter_ratio_p95", answer(range.hotter_high)},
                              {"hotter_pays_share", range.hotter_pays}});
  if (report.fleet) {
    for (const FleetYear& year : report.fleet->years)
      json["fleet"]["years"].push_back({{"from_year", year.from / 1_year},
                                        {"to_year", year.to / 1_year},
                                        {"capacity", summary_json(year.capacity)},
                                        {"launches", summary_json(year.launches)}});
    json["fleet"]["delivered_years"] = summary_json(report.fleet->delivered, 1_year);
    json["fleet"]["closed_form_years"] =
        report.fleet_closed_form ? Json(*report.fleet_closed_form / 1_year) : Json(nullptr);
  }
  return json;
}

}  // namespace sunrack
