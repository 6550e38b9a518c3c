#include "fleet/orbit_or_ground_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace sunrack {

namespace {

using Json = nlohmann::ordered_json;

std::string title(const OrbitOrGroundStudy& study) {
  return fmt::format("{} at prices of {}", study.satellite, study.prices);
}

/// Three digits, without an exponent for prices.
std::string short_number(double value) {
  return std::abs(value) >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

std::string end(const std::optional<double>& value) {
  return value ? fmt::format("{:.3f}", *value) : std::string("no answer");
}

std::string one_text(const OrbitOrGroundStudy& study) {
  std::string text = fmt::format("{}\n{:<52}{:>10}{:>10}{:>10}{:>10}\n", title(study), "", "nominal", "10 %",
                                 "50 %", "90 %");
  for (std::size_t q = 0; q < study.ranges.size(); ++q) {
    const CostQuantity& quantity = cost_quantities()[q];
    const CostRange& range = study.ranges[q];
    text += fmt::format("{:<52}{:>10}{:>10}{:>10}{:>10}\n",
                        quantity.name + (quantity.unit.empty() ? "" : " [" + quantity.unit + "]"),
                        range.nominal ? short_number(*range.nominal) : "-", short_number(range.p10),
                        short_number(range.p50), short_number(range.p90));
  }
  text += fmt::format(
      "orbit is the cheaper in {:.1f} % of the draws; in {:.1f} % not even a free launch is enough. The "
      "cheapest ground is grid in {:.0f} %, gas in {:.0f} %, sunlight in {:.0f} %.\n",
      100 * study.orbit_cheaper, 100 * study.never_cheaper, 100 * study.cheapest_shares[0],
      100 * study.cheapest_shares[1], 100 * study.cheapest_shares[2]);
  if (study.unanswered > 0)
    text += fmt::format("{:.1f} % of the draws have no answer, the first: {}\n", 100 * study.unanswered,
                        study.reason);
  if (!study.no_answer.empty()) text += "the nominal inputs have no answer: " + study.no_answer + "\n";
  text += fmt::format("\n{:<46}{:>11}{:>11}{:>10}{:>10}{:>8}  {}\n",
                      "orbit over ground, by one input at its ends", "low", "high", "at low", "at high",
                      "rank", "source");
  for (std::size_t i = 0; i < std::min<std::size_t>(12, study.influences.size()); ++i) {
    const CostInfluence& influence = study.influences[i];
    const UncertainInput& input = influence.input;
    text += fmt::format("{:<46}{:>11.4g}{:>11.4g}{:>10}{:>10}{:>8.2f}  {}{}\n",
                        input.name + (input.unit.empty() ? "" : " [" + input.unit + "]"), input.range.low,
                        input.range.high, end(influence.at_low), end(influence.at_high),
                        influence.rank_correlation,
                        input.year ? fmt::format("{}: ", input.year) : std::string(), input.source);
  }
  return text;
}

Json optional_number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json study_json(const OrbitOrGroundStudy& study) {
  Json json = {{"satellite", study.satellite},
               {"prices", study.prices},
               {"draws", study.options.draws},
               {"seed", study.options.seed},
               {"orbit_cheaper_share", study.orbit_cheaper},
               {"never_cheaper_share", study.never_cheaper},
               {"cheapest_ground_shares",
                {{"grid", study.cheapest_shares[0]},
                 {"gas", study.cheapest_shares[1]},
                 {"solar", study.cheapest_shares[2]}}},
               {"unanswered_share", study.unanswered},
               {"reason", study.reason},
               {"nominal_no_answer", study.no_answer}};
  for (std::size_t q = 0; q < study.ranges.size(); ++q)
    json["quantities"][cost_quantities()[q].key] = {{"name", cost_quantities()[q].name},
                                                    {"unit", cost_quantities()[q].unit},
                                                    {"nominal", optional_number(study.ranges[q].nominal)},
                                                    {"p10", study.ranges[q].p10},
                                                    {"p50", study.ranges[q].p50},
                                                    {"p90", study.ranges[q].p90}};
  if (study.nominal) {
    const auto parts = [](const YearlyCost& cost) {
      return Json{{"facility", cost.facility},
                  {"supply", cost.supply},
                  {"upkeep", cost.upkeep},
                  {"servers", cost.servers}};
    };
    json["nominal_parts_usd_per_kW_year"] = {{"grid", parts(study.nominal->grid)},
                                             {"gas", parts(study.nominal->gas)},
                                             {"solar", parts(study.nominal->solar)},
                                             {"orbit", parts(study.nominal->orbit)}};
    json["ground_failures_per_year"] = study.nominal->ground_failures;
  }
  json["inputs"] = Json::array();
  for (const CostInfluence& influence : study.influences) {
    Json one = input_json(influence.input);
    one["ratio_at_low"] = optional_number(influence.at_low);
    one["ratio_at_high"] = optional_number(influence.at_high);
    one["rank_correlation"] = influence.rank_correlation;
    json["inputs"].push_back(std::move(one));
  }
  return json;
}

}  // namespace

std::string orbit_or_ground_text(const std::vector<OrbitOrGroundStudy>& studies) {
  std::string text =
      "Orbit or ground? Cost of computing per kW of IT power that is on, servers on both sides\n";
  for (const OrbitOrGroundStudy& study : studies) text += "\n" + one_text(study);
  return text;
}

Json orbit_or_ground_json(const std::vector<OrbitOrGroundStudy>& studies, const Provenance& provenance) {
  Json list = Json::array();
  for (const OrbitOrGroundStudy& study : studies) list.push_back(study_json(study));
  return {{"studies", list}, {"provenance", provenance_json(provenance)}};
}

std::string orbit_or_ground_csv(const OrbitOrGroundStudy& study, const Provenance& provenance) {
  std::string csv = provenance_comment(provenance, "# ") + "draw,status";
  for (const CostQuantity& quantity : cost_quantities()) csv += "," + quantity.key;
  csv += ",cheapest_ground\n";
  for (std::size_t i = 0; i < study.draws.size(); ++i) {
    csv += fmt::format("{},{}", i, study.draws[i] ? "ok" : "no-answer");
    for (const CostQuantity& quantity : cost_quantities())
      csv += study.draws[i] ? fmt::format(",{:.6g}", quantity.value(*study.draws[i])) : ",";
    csv += study.draws[i] ? fmt::format(",{}\n", ground_supply_name(study.draws[i]->cheapest)) : ",\n";
  }
  return csv;
}

TornadoPlot orbit_or_ground_tornado(const OrbitOrGroundStudy& study, std::size_t most_bars) {
  TornadoPlot plot{.title = title(study),
                   .x_label = "cost of computing, orbit over the cheapest ground",
                   .nominal = study.nominal ? study.nominal->ratio() : 1};
  for (std::size_t i = 0; i < std::min(most_bars, study.influences.size()); ++i) {
    const CostInfluence& influence = study.influences[i];
    const auto label = [&](double value) {
      return fmt::format("{}{}{}", short_number(value), influence.input.unit.empty() ? "" : " ",
                         influence.input.unit);
    };
    plot.bars.push_back({.name = influence.input.name,
                         .low = influence.at_low,
                         .high = influence.at_high,
                         .low_label = label(influence.input.range.low),
                         .high_label = label(influence.input.range.high)});
  }
  return plot;
}

HistogramPlot break_even_plot(const OrbitOrGroundStudy& study) {
  HistogramPlot plot{.title = title(study),
                     .x_label = "launch price at which orbit costs what the cheapest ground does [$/kg]"};
  double launch = 0;
  for (const auto& draw : study.draws)
    if (draw) plot.values.push_back(draw->break_even);
  if (study.nominal) launch = study.nominal->launch;
  plot.marks = {{0, "free"}, {launch, "launch, nominal"}};
  return plot;
}

std::string orbit_or_ground_script(const std::vector<OrbitOrGroundStudy>& studies) {
  if (studies.empty()) throw std::invalid_argument("plot of orbit or ground: there is no study to draw");
  // Costs of ground by supply, then orbit, one block a study.
  const std::vector<std::size_t> rows = {0, 1, 2, 4};
  std::string ticks, data[2];
  int row = 0;
  for (const OrbitOrGroundStudy& study : studies)
    for (const std::size_t q : rows) {
      const bool orbit = q == 4;
      ticks += fmt::format(
          "{}\"{}\" {}", row ? ", " : "",
          study.prices + ": " + (orbit ? "orbit, " + study.satellite : cost_quantities()[q].name), -row);
      data[orbit] +=
          fmt::format("{:.6g} {} {:.6g} {:.6g} {:.6g}\n", study.ranges[q].p50, -row, study.ranges[q].p10,
                      study.ranges[q].p90, study.ranges[q].nominal.value_or(study.ranges[q].p50));
      ++row;
    }
  return fmt::format(
      "set terminal svg size 1000,{} noenhanced font \"sans-serif,14\" background \"white\"\nset encoding "
      "utf8\nset title \"Median, 10 to 90 % of the draws; nominal hollow\" "
      "font \",17\"\nset logscale x\nset format x \"%g\"\n"
      "set xrange [5000:*]\nset xtics (5000, 10000, 20000, 50000, 100000, 200000)\n"
      "set xlabel \"cost per kW of IT power that is on, servers included [$/kW-year]\"\n"
      "set ytics ({}) scale 0\nset yrange [{}.6:0.6]\nset border 1 linecolor \"#444444\"\n"
      "set grid xtics linecolor \"#dddddd\" linetype 1\nset tics nomirror out\nunset key\nset bmargin 4\n"
      "$ground << EOD\n{}EOD\n$orbit << EOD\n{}EOD\n"
      "plot $ground using 1:2:3:4 with xerrorbars pointtype 7 pointsize 0.9 linewidth 2 linecolor "
      "\"#0072B2\", "
      "$orbit using 1:2:3:4 with xerrorbars pointtype 7 pointsize 0.9 linewidth 2 linecolor \"#D55E00\", "
      "$ground using 5:2 with points pointtype 6 pointsize 1.6 linewidth 2 linecolor \"#0072B2\", "
      "$orbit using 5:2 with points pointtype 6 pointsize 1.6 linewidth 2 linecolor \"#D55E00\"\n",
      150 + 40 * row, ticks, -(row - 1), data[0], data[1]);
}

}  // namespace sunrack
