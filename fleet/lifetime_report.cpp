#include "fleet/lifetime_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "physics/units.h"

namespace sunrack {

using Json = nlohmann::ordered_json;
using namespace units;

namespace {

double celsius(double kelvin) { return kelvin - 0_degC; }

std::string ratio(const std::optional<double>& value) {
  return value ? fmt::format("{:.3f}", *value) : std::string("-");
}

std::string degrees(const std::optional<LifetimePoint>& point) {
  return point ? fmt::format("{:.1f}", celsius(point->junction)) : std::string("-");
}

std::string chips_table(const LifetimeStudy& study) {
  std::string text = fmt::format(
      "Junction temperature of least ... [degC]; limits of junction and memory "
      "lifted\n{:<14}{:>9}{:>9}{:>12}",
      "chip", "limit", "kg/kW", "kg/kW-year");
  for (const LifetimePrices& set : study.question.prices) text += fmt::format("{:>12}", "$ " + set.name);
  text += fmt::format("{:>19}{:>12}{:>12}\n", "kg/kW-year: least", "at limit", "alive, end");
  for (const ChipLifetime& chip : study.chips) {
    text +=
        fmt::format("{:<14}{:>9}{:>9}{:>12}", chip.chip + (chip.estimate ? " *" : ""),
                    chip.at_limit.answered() ? fmt::format("{:.1f}", celsius(chip.at_limit.junction)) : "-",
                    degrees(chip.least_specific_mass), degrees(chip.least_mass));
    for (const auto& least : chip.least_cost) text += fmt::format("{:>12}", degrees(least));
    const auto mass = [](const LifetimePoint& point) {
      return fmt::format("{:.2f}", per_kilowatt_year(point.mass_per_compute));
    };
    text +=
        fmt::format("{:>19}{:>12}{:>12}\n", chip.least_mass ? mass(*chip.least_mass) : "-",
                    chip.at_limit.answered() ? mass(chip.at_limit) : "-",
                    chip.at_limit.answered() ? fmt::format("{:.3f}", chip.at_limit.capacity_at_end) : "-");
  }
  return text + "* an estimate: no data sheet\n";
}

/// The cause, without its figures.
std::string in_short(const std::string& reason) {
  const auto colon = reason.find(": ");
  if (reason.starts_with("coolant ")) return "beyond the table of " + reason.substr(0, colon);
  return reason.substr(0, colon);
}
std::string in_short_verdict(const std::string& no_answer) {
  const auto colon = no_answer.find(": ");
  if (colon == std::string::npos) return no_answer;
  return no_answer.substr(0, colon + 2) + in_short(no_answer.substr(colon + 2));
}

std::string hotter_table(const LifetimeStudy& study) {
  std::string text = fmt::format(
      "\nRadiator x{:g} in kelvin, from each chip's limit; ratios hotter over "
      "base\n{:<14}{:>18}{:>18}{:>8}{:>8}"
      "{:>9}{:>12}",
      study.question.factor, "chip", "radiator [degC]", "junction [degC]", "area", "kg/kW", "compute",
      "kg/kW-year");
  for (const LifetimePrices& set : study.question.prices) text += fmt::format("{:>9}", "$ " + set.name);
  text += "  pays\n";
  for (const ChipLifetime& chip : study.chips) {
    const HotterVerdict& verdict = chip.hotter;
    text += fmt::format("{:<14}", chip.chip);
    std::string pays = chip.pays_below
                           ? fmt::format("from a radiator below {:.0f} degC", celsius(*chip.pays_below))
                       : !chip.pays_everywhere ? "no answer"
                       : *chip.pays_everywhere ? "wherever there is an answer"
                                               : "nowhere";
    if (!verdict.hotter) {
      text += fmt::format("{}; pays {}\n", in_short_verdict(verdict.no_answer), pays);
      continue;
    }
    text += fmt::format(
        "{:>18}{:>18}{:>8}{:>8}{:>9}{:>12}",
        fmt::format("{:.0f} -> {:.0f}", celsius(verdict.base.radiator), celsius(verdict.hotter->radiator)),
        fmt::format("{:.0f} -> {:.0f}", celsius(verdict.base.junction), celsius(verdict.hotter->junction)),
        ratio(verdict.area_ratio), ratio(verdict.specific_mass_ratio),
        ratio(verdict.hotter->delivered / verdict.base.delivered), ratio(verdict.mass_ratio));
    for (const double cost : verdict.cost_ratios) text += fmt::format("{:>9.3f}", cost);
    text += "  " + pays + "\n";
  }
  return text;
}

/// kg per compute, and the area, from several radiators.
std::string bases_table(const LifetimeStudy& study) {
  std::string text = fmt::format(
      "\nRadiator x{:g} from a colder start: kg/kW-year (area), hotter over base, from a radiator at "
      "[degC]\n{:<14}",
      study.question.factor, "chip");
  for (const double base : study.question.bases) text += fmt::format("{:>16.0f}", celsius(base));
  for (const ChipLifetime& chip : study.chips) {
    text += fmt::format("\n{:<14}", chip.chip);
    for (const HotterVerdict& verdict : chip.hotter_from)
      text += fmt::format(
          "{:>16}", verdict.hotter ? fmt::format("{:.3f} ({:.3f})", *verdict.mass_ratio, *verdict.area_ratio)
                                   : "no answer");
  }
  return text + "\n";
}

std::string least(const LifetimeChoices& choices, std::size_t i) {
  return fmt::format("{}{}", choices.least_mass == i ? "  least kg" : "",
                     choices.least_cost == i ? "  least $" : "");
}

std::string replacement_text(const LifetimeReport& report) {
  const std::string& prices = report.study.question.prices.front().name;
  const double percent = 100 * std::expm1(report.progress * 1_year);
  std::string text = fmt::format(
      "\nreplaced at an age of [years]{:>8}{:>12}{:>12}{:>14}   with machines {:.0f} % better every year: "
      "{:>12}"
      "{:>16}\n",
      "kg", "alive, end", "kg/kW-year", "$/kW-year " + prices, percent, "kg/kW-year", "$/kW-year " + prices);
  const LifetimeChoices &still = report.replacement, &moving = report.replacement_with_progress;
  for (std::size_t i = 0; i < still.points.size(); ++i) {
    const LifetimeChoice& point = still.points[i];
    if (!point.reason.empty()) {
      text += fmt::format("{:>29.3g}  no answer: {}\n", point.age / 1_year, point.reason);
      continue;
    }
    text += fmt::format("{:>29.3g}{:>8.0f}{:>12.3f}{:>12.2f}{:>16.0f}{:<20}{:>29.2f}{:>16.0f}{}\n",
                        point.age / 1_year, point.mass, point.capacity_at_end,
                        per_kilowatt_year(point.mass_per_compute), per_kilowatt_year(point.cost_per_compute),
                        least(still, i), per_kilowatt_year(moving.points[i].mass_per_compute),
                        per_kilowatt_year(moving.points[i].cost_per_compute), least(moving, i));
  }
  return text;
}

std::string spares_text(const LifetimeReport& report) {
  std::string text = fmt::format("\nspare packages [%]{:>19}{:>12}{:>12}{:>14}\n", "kg", "alive, end",
                                 "kg/kW-year", "$/kW-year " + report.study.question.prices.front().name);
  for (std::size_t i = 0; i < report.spares.points.size(); ++i) {
    const LifetimeChoice& point = report.spares.points[i];
    if (!point.reason.empty()) continue;
    text += fmt::format("{:>29.3g}{:>8.0f}{:>12.3f}{:>12.2f}{:>16.0f}{}\n", 100 * point.spares, point.mass,
                        point.capacity_at_end, per_kilowatt_year(point.mass_per_compute),
                        per_kilowatt_year(point.cost_per_compute), least(report.spares, i));
  }
  return text;
}

std::string own_design_text(const LifetimeReport& report) {
  const LifeConditions& use = report.conditions;
  std::string text = fmt::format(
      "\n{} as it stands: junction {:.1f}, memory {:.1f}, board {:.1f} degC\npackages ended in {:g} years, "
      "by "
      "cause [%]\n",
      report.spec.name, celsius(use.junction), celsius(use.memory), celsius(use.board), report.life / 1_year);
  for (const FailureShare& share : report.shares)
    text += fmt::format("  {:<34}{:>8.3f}\n", share.cause, 100 * share.share);
  text += fmt::format("compute delivered {:.3f} of {:g} years; expected at the end {:.3f} of the rated\n",
                      report.delivered / 1_year, report.life / 1_year,
                      expected_capacity(report.reliability, report.life));
  const auto burn_in = [](const BurnInPoint& point) {
    return fmt::format("{:.0f} h (ends {:.2f} % on the ground; first year in orbit {:.2f} %)",
                       point.time / 1_h, 100 * point.loss, 100 * point.first_year);
  };
  text += fmt::format(
      "burn-in at {:.0f} degC of least cost, {}: {}\n  of least kg: {}\n  none: first year {:.2f} %\n",
      celsius(report.spec.lifetime.burn_in_temperature), report.study.question.prices.front().name,
      burn_in(report.burn_in.least_cost), burn_in(report.burn_in.least_mass),
      100 * report.burn_in.points.front().first_year);
  return text + replacement_text(report) + spares_text(report);
}

std::string ranges_text(const std::vector<OptimumRange>& ranges) {
  std::string text =
      fmt::format("\nWith failures as they may be: 5, 50, 95 % of the draws\n{:<14}{:>30}{:>30}{:>16}\n",
                  "chip", "least kg/kW-year at [degC]", "hotter over base", "hotter pays");
  for (const OptimumRange& range : ranges)
    text += fmt::format("{:<14}{:>30}{:>30}{:>14.0f} %\n", range.chip,
                        fmt::format("{:.0f} / {:.0f} / {:.0f}", celsius(range.low), celsius(range.median),
                                    celsius(range.high)),
                        range.hotter_median > 0 ? fmt::format("{:.2f} / {:.2f} / {:.2f}", range.hotter_low,
                                                              range.hotter_median, range.hotter_high)
                                                : "no answer",
                        100 * range.hotter_pays);
  return text;
}

std::string fleet_text(const LifetimeReport& report) {
  const FleetOutcome& fleet = *report.fleet;
  std::string text = fmt::format("\nFleet, Monte Carlo\n{:>6}{:>12}{:>26}{:>12}\n", "year", "compute",
                                 "5 .. 95 % of runs", "launches");
  for (const FleetYear& year : fleet.years)
    text += fmt::format("{:>6.3g}{:>12.5f}{:>26}{:>12.1f}\n", year.to / 1_year, year.capacity.mean,
                        fmt::format("{:.5f} .. {:.5f}", year.capacity.low, year.capacity.high),
                        year.launches.mean);
  text += fmt::format("delivered {:.5f} +- {:.5f} years per satellite", fleet.delivered.mean / 1_year,
                      fleet.delivered.standard_error / 1_year);
  if (report.fleet_closed_form)
    text += fmt::format("; closed form {:.5f}", *report.fleet_closed_form / 1_year);
  return text + "\n";
}

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

Json summary_json(const TrialSummary& summary, double unit = 1) {
  return {{"mean", summary.mean / unit},
          {"standard_error", summary.standard_error / unit},
          {"p05", summary.low / unit},
          {"p50", summary.median / unit},
          {"p95", summary.high / unit}};
}

}  // namespace

double per_kilowatt_year(double per_watt_second) { return per_watt_second * 1_kW * 1_year; }

LifetimeReport lifetime_report(const SatelliteSpec& spec, const LifetimeReportQuestion& question) {
  LifetimeReport report{
      .spec = spec, .study = lifetime_study(spec, question.study), .life = spec.mission.life};
  const LifetimePrices& prices = report.study.question.prices.front();
  SatelliteSpec carried = spec;
  carried.compute.server_mass *= 1 + spec.lifetime.spares;
  const SatelliteDesign design = size_satellite(carried);
  report.conditions = life_conditions(spec, design);
  report.reliability = satellite_reliability(spec, design, report.study.interrupts);
  report.delivered = delivered_compute(report.reliability, report.life);
  report.shares = failure_shares(report.reliability, report.life);
  report.burn_in = burn_in_curve(spec, design, prices, 10000_h);
  std::vector<double> ages;
  for (const int age : {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15}) ages.push_back(age * 1_year);
  report.progress = question.progress;
  report.replacement = replacement_curve(spec, prices, ages, 0);
  report.replacement_with_progress = replacement_curve(spec, prices, ages, question.progress);
  report.spares = spares_curve(spec, prices, {0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6});
  if (question.draws > 0) report.ranges = optimum_ranges(spec, question.study, question.draws, question.seed);
  if (question.fleet) {
    const FleetQuestion& fleet = *question.fleet;
    const auto reliability = [&](std::size_t run) {
      if (!question.uncertain_fleet) return report.reliability;
      return satellite_reliability(drawn_lifetime(spec, question.seed, run, std::size_t(fleet.runs)), design,
                                   report.study.interrupts);
    };
    report.fleet = fleet_trials(reliability, fleet);
    if (!fleet.replacement_age && !fleet.replace_lost && !question.uncertain_fleet)
      report.fleet_closed_form = delivered_compute(report.reliability, fleet.horizon);
  }
  return report;
}

std::string lifetime_text(const LifetimeReport& report) {
  std::string text = fmt::format("{}: hotter or longer? {:g} years without repair\n\n", report.spec.name,
                                 report.life / 1_year);
  text += chips_table(report.study) + hotter_table(report.study) + bases_table(report.study) +
          own_design_text(report);
  if (!report.ranges.empty()) text += ranges_text(report.ranges);
  if (report.fleet) text += fleet_text(report);
  return text;
}

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

std::string lifetime_curve_csv(const LifetimeReport& report, const Provenance& provenance) {
  std::string csv = provenance_comment(provenance, "# ");
  csv +=
      "chip,junction_degC,status,within_limits,memory_degC,coolant_degC,radiator_degC,specific_mass_kg_per_"
      "kW,"
      "radiator_area_m2,radiator_mass_kg,computers_electrical_power_kW,capacity_at_end,delivered_years,"
      "mass_per_compute_kg_per_kW_year";
  for (const LifetimePrices& set : report.study.question.prices)
    csv += fmt::format(",cost_usd_per_kW_year_{}", set.name);
  csv += ",reason\n";
  for (const ChipLifetime& chip : report.study.chips)
    for (const LifetimePoint& p : chip.points) {
      csv += fmt::format("{},{:.6g},{},", chip.chip, celsius(p.asked), p.answered() ? "ok" : "no-answer");
      if (p.answered()) {
        csv +=
            fmt::format("{},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g}",
                        p.within_limits ? 1 : 0, celsius(p.memory), celsius(p.coolant), celsius(p.radiator),
                        p.specific_mass * 1_kW, p.radiator_area, p.radiator_mass, p.electrical_power / 1_kW,
                        p.capacity_at_end, p.delivered / 1_year, per_kilowatt_year(p.mass_per_compute));
        for (const double cost : p.cost_per_compute) csv += fmt::format(",{:.6g}", per_kilowatt_year(cost));
      } else {
        csv += std::string(10 + report.study.question.prices.size(), ',');
      }
      csv += fmt::format(",{}\n", csv_cell(p.reason));
    }
  return csv;
}

std::string fleet_csv(const FleetOutcome& fleet, const Provenance& provenance) {
  std::string csv = provenance_comment(provenance, "# ");
  csv += "from_year,to_year,capacity_mean,capacity_standard_error,capacity_p05,capacity_p95,launches_mean\n";
  for (const FleetYear& y : fleet.years)
    csv += fmt::format("{:.6g},{:.6g},{:.8g},{:.3g},{:.8g},{:.8g},{:.6g}\n", y.from / 1_year, y.to / 1_year,
                       y.capacity.mean, y.capacity.standard_error, y.capacity.low, y.capacity.high,
                       y.launches.mean);
  return csv;
}

}  // namespace sunrack
