#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "physics/units.h"
#include "satellite/optimise.h"
#include "satellite/quantity.h"

namespace sunrack {

using Json = nlohmann::ordered_json;
using namespace units;

namespace {

double celsius(double kelvin) { return kelvin - 0_degC; }

std::string quantity(const SpecField& field, double si_value) {
  const std::string_view unit = shown_unit(field.unit);
  const std::string number = fmt::format("{:.4g}", from_si(si_value, field.unit));
  return unit.empty() ? number : fmt::format("{} {}", number, unit);
}

/// A band over each run of points that have a property, out to the points beside it.
template <typename Property>
void add_bands(LinePlot& plot, const std::vector<JunctionPoint>& points, const char* label,
               const Property& has) {
  for (std::size_t begin = 0; begin < points.size(); ++begin) {
    if (!has(points[begin])) continue;
    std::size_t end = begin;
    while (end + 1 < points.size() && has(points[end + 1])) ++end;
    const double from =
        begin > 0 ? std::max(points[begin - 1].asked, points[begin - 1].junction) : points[begin].asked;
    const double to = points[std::min(end + 1, points.size() - 1)].asked;
    // A design that the memory holds says itself where that begins.
    const double held = points[begin].junction;
    if (to > from) plot.bands.push_back({celsius(held > from ? held : from), celsius(to), label});
    begin = end;
  }
}

}  // namespace

std::string optimum_text(const Optimum& optimum) {
  std::string text = fmt::format("least specific mass {:.4g} kg/kW", optimum.specific_mass * 1_kW);
  if (optimum.specific_mass_before)
    text += fmt::format(", {:.2f} % below the {:.4g} kg/kW of the design given",
                        100 * (1 - optimum.specific_mass / *optimum.specific_mass_before),
                        *optimum.specific_mass_before * 1_kW);
  text += fmt::format("\n\n{:<34}{:>14}{:>14}{:>24}\n", "variable", "given", "optimum", "bounds");
  for (const OptimisedVariable& variable : optimum.variables) {
    const SpecField& field = *variable.field;
    text += fmt::format(
        "{:<34}{:>14}{:>14}{:>24}{}\n", field.key,
        variable.before ? quantity(field, *variable.before) : "computed", quantity(field, variable.value),
        fmt::format("{} to {}", quantity(field, variable.lower), quantity(field, variable.upper)),
        variable.at_lower || variable.at_upper ? "  at its bound" : "");
  }
  if (optimum.memory_limited)
    text += "the memory's limit sets the coolant: a hotter junction changes nothing\n";
  text += fmt::format("\n{} designs sized, {} of them without an answer; {} restarts; {}\n",
                      optimum.evaluations, optimum.no_answers, optimum.restarts,
                      optimum.converged ? "converged" : "NOT converged: the last restart still gained");
  return text;
}

Json optimum_json(const Optimum& optimum, const Provenance& provenance) {
  Json variables = Json::array();
  for (const OptimisedVariable& variable : optimum.variables) {
    const auto in_unit = [&](double value) { return from_si(value, variable.field->unit); };
    variables.push_back({{"key", variable.field->key},
                         {"unit", shown_unit(variable.field->unit)},
                         {"given", variable.before ? Json(in_unit(*variable.before)) : Json(nullptr)},
                         {"optimum", in_unit(variable.value)},
                         {"lower", in_unit(variable.lower)},
                         {"upper", in_unit(variable.upper)},
                         {"at_lower", variable.at_lower},
                         {"at_upper", variable.at_upper}});
  }
  return {{"provenance", provenance_json(provenance)},
          {"specific_mass_kg_per_kW", optimum.specific_mass * 1_kW},
          {"specific_mass_given_kg_per_kW",
           optimum.specific_mass_before ? Json(*optimum.specific_mass_before * 1_kW) : Json(nullptr)},
          {"variables", variables},
          {"memory_limited", optimum.memory_limited},
          {"evaluations", optimum.evaluations},
          {"no_answers", optimum.no_answers},
          {"restarts", optimum.restarts},
          {"converged", optimum.converged},
          {"design", design_json(optimum.spec, optimum.design)}};
}

std::string junction_curve_csv(const JunctionCurve& curve, const Provenance& provenance) {
  std::string csv = provenance_comment(provenance, "# ");
  csv += fmt::format("# other variables: {}\n",
                     curve.others == OtherVariables::fixed ? "fixed" : "optimised anew at each point");
  csv += "junction_limit_degC,status,set_by," + csv_output_names() + ",reason\n";
  for (const JunctionPoint& point : curve.points)
    csv +=
        fmt::format("{:.6g},{},{},{},{}\n", celsius(point.asked), point.point.answered() ? "ok" : "no-answer",
                    !point.point.answered() ? ""
                    : point.memory_limited  ? "memory"
                                            : "junction",
                    csv_outputs(point.point), csv_cell(point.point.reason));
  return csv;
}

Json junction_curve_json(const JunctionCurve& curve, const Provenance& provenance) {
  Json points = Json::array();
  for (const JunctionPoint& point : curve.points) {
    Json entry = {{"junction_limit_degC", celsius(point.asked)},
                  {"status", point.point.answered() ? "ok" : "no-answer"},
                  {"memory_limited", point.memory_limited},
                  {"outputs", outputs_json(point.point)}};
    if (!point.point.answered()) entry["reason"] = point.point.reason;
    points.push_back(entry);
  }
  Json json = {{"provenance", provenance_json(provenance)},
               {"others", curve.others == OtherVariables::fixed ? "fixed" : "reoptimised"},
               {"points", points}};
  if (curve.lowest) json["lowest_degC"] = celsius(curve.points[*curve.lowest].junction);
  if (curve.flat)
    json["within_1_percent"] = {{"from_degC", celsius(curve.flat->from)},
                                {"to_degC", celsius(curve.flat->to)},
                                {"open_below", curve.flat->open_below},
                                {"open_above", curve.flat->open_above}};
  return json;
}

LinePlot junction_curve_plot(const JunctionCurve& curve) {
  LinePlot plot{.title = "Specific mass against the limit of the junction temperature",
                .x_label = "junction temperature limit [°C]",
                .y_label = "specific mass [kg/kW]",
                .series = {LineSeries{}}};
  const auto& points = curve.points;
  for (const JunctionPoint& point : points)
    plot.series[0].points.push_back({celsius(point.asked), point.point.answered()
                                                               ? std::optional(point.point.outputs[0])
                                                               : std::nullopt});
  add_bands(plot, points, "no answer", [](const JunctionPoint& point) { return !point.point.answered(); });
  add_bands(plot, points, "the memory sets the coolant",
            [](const JunctionPoint& point) { return point.memory_limited; });
  if (curve.lowest) plot.marks.push_back({celsius(points[*curve.lowest].junction), "lowest"});
  return plot;
}

}  // namespace sunrack
