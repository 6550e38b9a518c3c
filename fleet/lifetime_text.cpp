#include <fmt/format.h>

#include <cmath>

#include "fleet/lifetime_report.h"
#include "physics/units.h"

namespace sunrack {

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

}  // namespace

std::string lifetime_text(const LifetimeReport& report) {
  std::string text = fmt::format("{}: hotter or longer? {:g} years without repair\n\n", report.spec.name,
                                 report.life / 1_year);
  text += chips_table(report.study) + hotter_table(report.study) + bases_table(report.study) +
          sensitivity_text(report.sensitivity) + own_design_text(report);
  if (!report.ranges.empty()) text += ranges_text(report.ranges);
  if (report.fleet) text += fleet_text(report);
  return text;
}

}  // namespace sunrack
