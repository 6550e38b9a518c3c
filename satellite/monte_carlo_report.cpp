#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "satellite/monte_carlo.h"
#include "satellite/quantity.h"

namespace sunrack {

using Json = nlohmann::ordered_json;

namespace {

std::string input_label(const SpecField& field) {
  const std::string_view unit = shown_unit(field.unit);
  return unit.empty() ? std::string(field.key) : fmt::format("{} [{}]", field.key, unit);
}

/// Four digits are enough for a label: "0.15", "30 K".
std::string shown(const SpecField& field, double si_value) {
  const std::string number = fmt::format("{:.4g}", from_si(si_value, field.unit));
  const std::string label = label_with_unit(number, shown_unit(field.unit));
  const auto bracket = label.find(" [");
  return bracket == std::string::npos ? label
                                      : number + " " + label.substr(bracket + 2, label.size() - bracket - 3);
}

std::optional<double> specific_mass_of(const StudyPoint& point) {
  return point.answered() ? std::optional(point.outputs[0]) : std::nullopt;
}

Json number_or_null(std::optional<double> value) { return value ? Json(*value) : Json(nullptr); }

Json input_json(const MonteCarloInput& input) {
  const SpecField& field = *input.field;
  const auto in_unit = [&](double value) { return from_si(value, field.unit); };
  Json json = {{"key", field.key},
               {"unit", shown_unit(field.unit)},
               {"distribution", distribution_name(input.distribution.kind)},
               {"low", in_unit(input.distribution.low)},
               {"nominal", in_unit(input.distribution.nominal)},
               {"high", in_unit(input.distribution.high)},
               {"specific_mass_at_low_kg_per_kW", number_or_null(specific_mass_of(input.at_low))},
               {"specific_mass_at_high_kg_per_kW", number_or_null(specific_mass_of(input.at_high))},
               {"rank_correlation", input.rank_correlation}};
  if (!input.at_low.answered()) json["reason_at_low"] = input.at_low.reason;
  if (!input.at_high.answered()) json["reason_at_high"] = input.at_high.reason;
  return json;
}

Json statistics_json(const OutputStatistics& s) {
  return {{"mean", s.mean},
          {"standard_deviation", s.standard_deviation},
          {"standard_error", s.standard_error},
          {"least", s.least},
          {"q05", s.q05},
          {"q25", s.q25},
          {"q50", s.q50},
          {"q75", s.q75},
          {"q95", s.q95},
          {"most", s.most}};
}

}  // namespace

std::string monte_carlo_csv(const MonteCarloResult& result, const Provenance& provenance) {
  std::string csv = provenance_comment(provenance, "# ") + "sample,";
  for (const MonteCarloInput& input : result.inputs) csv += csv_cell(input_label(*input.field)) + ",";
  csv += "status," + csv_output_names() + ",reason\n";
  for (std::size_t i = 0; i < result.points.size(); ++i) {
    const StudyPoint& point = result.points[i];
    csv += fmt::format("{},", i);
    for (std::size_t j = 0; j < result.inputs.size(); ++j)
      csv += fmt::format("{:.8g},", from_si(result.values[i][j], result.inputs[j].field->unit));
    csv += fmt::format("{},{},{}\n", point.answered() ? "ok" : "no-answer", csv_outputs(point),
                       csv_cell(point.reason));
  }
  return csv;
}

Json monte_carlo_json(const MonteCarloResult& result, const Provenance& provenance) {
  Json statistics = Json::object(), inputs = Json::array(), causes = Json::array();
  for (std::size_t i = 0; i < result.statistics.size(); ++i)
    statistics[std::string(study_outputs()[i].key)] = statistics_json(result.statistics[i]);
  for (const MonteCarloInput& input : result.inputs) inputs.push_back(input_json(input));
  for (const NoAnswerCause& cause : result.causes)
    causes.push_back(
        {{"cause", cause.cause}, {"count", cause.count}, {"share", cause.share}, {"example", cause.example}});
  Json json = {{"provenance", provenance_json(provenance)},
               {"samples", result.options.samples},
               {"seed", result.options.seed},
               {"sampling", result.options.latin_hypercube ? "latin-hypercube" : "plain"},
               {"answered_share", result.answered_share},
               {"nominal", outputs_json(result.nominal)},
               {"statistics", statistics},
               {"inputs", inputs},
               {"no_answer", causes}};
  if (!result.nominal.answered()) json["nominal_reason"] = result.nominal.reason;
  return json;
}

std::string monte_carlo_text(const MonteCarloResult& result) {
  std::string text =
      fmt::format("{} designs, {} sampling, seed {}; {:.2f} % have an answer\n", result.options.samples,
                  result.options.latin_hypercube ? "Latin hypercube" : "plain", result.options.seed,
                  result.answered_share * 100);
  for (const NoAnswerCause& cause : result.causes)
    text += fmt::format("  {:.2f} % no answer: {}\n", cause.share * 100, cause.example);
  if (!result.statistics.empty())
    text += fmt::format("\n{:<32}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}\n", "output", "5 %", "25 %",
                        "50 %", "75 %", "95 %", "mean", "error");
  for (std::size_t i = 0; i < result.statistics.size(); ++i) {
    const OutputStatistics& s = result.statistics[i];
    const StudyOutput& output = study_outputs()[i];
    const std::string label =
        output.unit.empty() ? std::string(output.name) : fmt::format("{} [{}]", output.name, output.unit);
    text += fmt::format("{:<32}{:>10.4g}{:>10.4g}{:>10.4g}{:>10.4g}{:>10.4g}{:>10.4g}{:>10.2g}\n", label,
                        s.q05, s.q25, s.q50, s.q75, s.q95, s.mean, s.standard_error);
  }
  text += fmt::format(
      "\nOne input at a time, specific mass [kg/kW]{}\n{:<40}{:>14}{:>14}{:>12}{:>12}{:>10}\n",
      result.nominal.answered() ? fmt::format(" (nominal {:.4g})", result.nominal.outputs[0]) : "", "input",
      "low", "high", "at low", "at high", "rank r");
  const auto answer = [](const StudyPoint& point) {
    return point.answered() ? fmt::format("{:.4g}", point.outputs[0]) : std::string("no answer");
  };
  for (const MonteCarloInput& input : result.inputs)
    text += fmt::format("{:<40}{:>14}{:>14}{:>12}{:>12}{:>+10.2f}\n", input.field->key,
                        format_quantity(input.distribution.low, input.field->unit),
                        format_quantity(input.distribution.high, input.field->unit), answer(input.at_low),
                        answer(input.at_high), input.rank_correlation);
  return text;
}

TornadoPlot tornado_plot(const MonteCarloResult& result, std::size_t most_bars) {
  if (!result.nominal.answered())
    throw std::invalid_argument("tornado plot: the nominal design has no answer: " + result.nominal.reason);
  TornadoPlot plot{.title = "What moves the specific mass: one input at a time",
                   .x_label = "specific mass [kg/kW]",
                   .nominal = result.nominal.outputs[0]};
  for (const MonteCarloInput& input : result.inputs) {
    if (plot.bars.size() == most_bars) break;
    plot.bars.push_back({.name = std::string(input.field->key),
                         .low = specific_mass_of(input.at_low),
                         .high = specific_mass_of(input.at_high),
                         .low_label = shown(*input.field, input.distribution.low),
                         .high_label = shown(*input.field, input.distribution.high)});
  }
  return plot;
}

HistogramPlot histogram_plot(const MonteCarloResult& result, std::string_view output_key) {
  const std::size_t index = study_output_index(output_key);
  const StudyOutput& output = study_outputs()[index];
  HistogramPlot plot{.title = fmt::format("{} of {} designs, {:.1f} % with an answer", output.name,
                                          result.options.samples, result.answered_share * 100),
                     .x_label = label_with_unit(output.name, output.unit)};
  for (const StudyPoint& point : result.points)
    if (point.answered()) plot.values.push_back(point.outputs[index]);
  if (result.statistics.empty()) return plot;
  const OutputStatistics& s = result.statistics[index];
  plot.marks = {{s.q05, "5 %"}, {s.q50, "median"}, {s.q95, "95 %"}};
  return plot;
}

}  // namespace sunrack
