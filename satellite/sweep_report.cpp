#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "satellite/quantity.h"
#include "satellite/sweep.h"

namespace sunrack {

using Json = nlohmann::ordered_json;

namespace {

/// "radiator.areal_mass [kg/m2]", "coolant.fluid".
std::string axis_label(const SweepAxis& axis) {
  const std::string_view unit = shown_unit(axis.field->unit);
  return unit.empty() ? std::string(axis.field->key) : fmt::format("{} [{}]", axis.field->key, unit);
}

const char* status(const StudyPoint& point) { return point.answered() ? "ok" : "no-answer"; }

std::string axis_value(const SweepAxis& axis, std::size_t place) {
  return axis.of_names() ? axis.texts[place] : fmt::format("{:.10g}", axis.numbers[place]);
}

}  // namespace

std::string sweep_csv(const SweepResult& result, const Provenance& provenance) {
  std::string csv = provenance_comment(provenance, "# ");
  for (const SweepAxis& axis : result.axes) csv += csv_cell(axis_label(axis)) + ",";
  csv += "status," + csv_output_names() + ",reason\n";
  for (const SweepRow& row : result.rows) {
    for (std::size_t i = 0; i < result.axes.size(); ++i)
      csv += csv_cell(axis_value(result.axes[i], row.place[i])) + ",";
    csv += fmt::format("{},{},{}\n", status(row.point), csv_outputs(row.point), csv_cell(row.point.reason));
  }
  return csv;
}

Json sweep_json(const SweepResult& result, const Provenance& provenance) {
  Json axes = Json::array(), rows = Json::array();
  for (const SweepAxis& axis : result.axes)
    axes.push_back(
        {{"key", axis.field->key}, {"unit", shown_unit(axis.field->unit)}, {"values", axis.texts}});
  for (const SweepRow& row : result.rows) {
    Json values = Json::object();
    for (std::size_t i = 0; i < result.axes.size(); ++i) {
      const SweepAxis& axis = result.axes[i];
      values[std::string(axis.field->key)] =
          axis.of_names() ? Json(axis.texts[row.place[i]]) : Json(axis.numbers[row.place[i]]);
    }
    Json entry = {{"at", values}, {"status", status(row.point)}, {"outputs", outputs_json(row.point)}};
    if (!row.point.answered()) entry["reason"] = row.point.reason;
    rows.push_back(entry);
  }
  return {{"provenance", provenance_json(provenance)}, {"axes", axes}, {"rows", rows}};
}

LinePlot sweep_plot(const SweepResult& result, std::string_view output_key) {
  const std::size_t output_index = study_output_index(output_key);
  const StudyOutput& output = study_outputs()[output_index];
  std::size_t along = 0;
  while (along < result.axes.size() && result.axes[along].of_names()) ++along;
  if (along == result.axes.size())
    throw std::invalid_argument("sweep plot: an axis of numbers is needed to plot against");
  LinePlot plot{.title = fmt::format("{} against {}", output.name, result.axes[along].field->key),
                .x_label = label_with_unit(result.axes[along].field->key, result.axes[along].field->unit),
                .y_label = label_with_unit(output.name, output.unit)};
  for (const SweepRow& row : result.rows) {
    std::string name;
    for (std::size_t i = 0; i < result.axes.size(); ++i)
      if (i != along) name += (name.empty() ? "" : ", ") + result.axes[i].texts[row.place[i]];
    auto series = std::find_if(plot.series.begin(), plot.series.end(),
                               [&](const LineSeries& one) { return one.name == name; });
    if (series == plot.series.end()) series = plot.series.insert(series, {.name = name});
    series->points.push_back(
        {result.axes[along].numbers[row.place[along]],
         row.point.answered() ? std::optional(row.point.outputs[output_index]) : std::nullopt});
  }
  if (plot.series.size() > most_plot_series)
    throw std::invalid_argument(fmt::format("sweep plot: {} lines are too many to tell apart, {} are drawn",
                                            plot.series.size(), most_plot_series));
  return plot;
}

}  // namespace sunrack
