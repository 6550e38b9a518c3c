#include "satellite/study.h"

#include <fmt/format.h>

#include <cctype>
#include <nlohmann/json.hpp>
#include <tuple>

#include "physics/numerics/parallel.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/spec_fields.h"

namespace sunrack {

using namespace units;
using Design = SatelliteDesign;

namespace {

double celsius(double kelvin) { return kelvin - 0_degC; }

}  // namespace

const std::vector<StudyOutput>& study_outputs() {
  static const std::vector<StudyOutput> outputs = {
      {"specific_mass_kg_per_kW", "specific mass", "kg/kW",
       +[](const Design& d) { return d.specific_mass * 1_kW; }},
      {"mass_kg", "satellite mass", "kg", +[](const Design& d) { return d.mass; }},
      {"heat_kW", "heat", "kW", +[](const Design& d) { return d.power.heat / 1_kW; }},
      {"junction_temperature_degC", "junction temperature", "degC",
       +[](const Design& d) { return celsius(d.compute.package.state.junction_temperature); }},
      {"coolant_return_degC", "coolant return", "degC",
       +[](const Design& d) { return celsius(d.coolant.return_temperature); }},
      {"radiator_area_m2", "radiator area", "m2", +[](const Design& d) { return d.radiator.area; }},
      {"radiator_mass_kg", "radiator mass", "kg", +[](const Design& d) { return d.radiator.mass; }},
      {"radiator_net_flux_W_per_m2", "radiator flux", "W/m2",
       +[](const Design& d) { return d.radiator.panel.mean_net_flux; }},
      {"radiator_mean_temperature_degC", "radiator temperature", "degC",
       +[](const Design& d) { return celsius(d.radiator.panel.mean_surface_temperature); }},
      {"pump_power_kW", "pump power", "kW", +[](const Design& d) { return d.coolant.pump_power / 1_kW; }},
      {"array_power_eol_kW", "array power", "kW", +[](const Design& d) { return d.power.array / 1_kW; }},
      {"array_area_m2", "array area", "m2", +[](const Design& d) { return d.solar_array.area; }},
      {"array_mass_kg", "array mass", "kg", +[](const Design& d) { return d.solar_array.mass; }},
      {"battery_mass_kg", "battery mass", "kg", +[](const Design& d) { return d.battery.mass; }},
      {"eclipse_longest_min", "longest eclipse", "min",
       +[](const Design& d) { return d.environment.eclipse.longest / 1_min; }},
      {"compute_availability", "compute availability", "",
       +[](const Design& d) { return d.compute_availability; }},
      {"thermal_loop_gain", "thermal loop gain", "", +[](const Design& d) { return d.stability.gain; }},
  };
  return outputs;
}

std::size_t study_output_index(std::string_view key) {
  const auto& outputs = study_outputs();
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (outputs[i].key == key) return i;
    keys.emplace_back(outputs[i].key);
  }
  throw std::invalid_argument(
      fmt::format("output {}: unknown; the nearest is {}", key, nearest_word(key, keys)));
}

bool same_environment(const SatelliteSpec& a, const SatelliteSpec& b) {
  const auto orbit = [](const OrbitSpec& o) {
    return std::tie(o.kind, o.altitude, o.local_time_ascending_node, o.inclination,
                    o.right_ascension_ascending_node, o.year);
  };
  const auto environment = [](const EnvironmentSpec& e) {
    return std::tie(e.radiator_case, e.array_case, e.solar_flux, e.albedo, e.earth_infrared);
  };
  // The coating weighs sunlight against infrared where the panel's worst position is looked for.
  const auto panel = [](const RadiatorSpec& r) {
    return std::tie(r.coating, r.emissivity, r.absorptance, r.attitude, r.sizing_point, r.pointing_error);
  };
  return orbit(a.orbit) == orbit(b.orbit) && environment(a.environment) == environment(b.environment) &&
         panel(a.radiator) == panel(b.radiator);
}

StudySizer::StudySizer(const SatelliteSpec& base) : base_(base) {
  try {
    environment_ = mission_environment(base);
  } catch (const ModelError&) {  // no such orbit: the study's points that share it will say so one by one
  }
}

SatelliteDesign StudySizer::size(const SatelliteSpec& spec) const {
  return environment_ && same_environment(spec, base_) ? size_satellite(spec, *environment_)
                                                       : size_satellite(spec);
}

StudyPoint StudySizer::evaluate(const SatelliteSpec& spec) const {
  StudyPoint point;
  try {
    const SatelliteDesign design = size(spec);
    for (const StudyOutput& output : study_outputs()) point.outputs.push_back(output.value(design));
  } catch (const ModelError& error) {
    point.reason = error.what();
  } catch (const std::invalid_argument& error) {
    point.reason = error.what();
  }
  return point;
}

std::string cause_of(std::string_view reason) {
  std::string cause;
  bool in_number = false;
  for (std::size_t i = 0; i < reason.size() && reason[i] != ';'; ++i) {
    const auto digit = [&](std::size_t at) {
      return at < reason.size() && std::isdigit(static_cast<unsigned char>(reason[at]));
    };
    const bool begins_word = i == 0 || !std::isalnum(static_cast<unsigned char>(reason[i - 1]));
    if (in_number) {
      const bool exponent =
          (reason[i] == 'e' || reason[i] == 'E') && (digit(i + 1) || (i + 1 < reason.size() && digit(i + 2)));
      const bool exponent_sign =
          (reason[i] == '-' || reason[i] == '+') && (reason[i - 1] == 'e' || reason[i - 1] == 'E');
      in_number = digit(i) || (reason[i] == '.' && digit(i + 1)) || exponent || exponent_sign;
    } else if (begins_word && (digit(i) || (reason[i] == '-' && digit(i + 1)))) {
      in_number = true;
      cause += '#';
    }
    if (!in_number) cause += reason[i];
  }
  return cause;
}

std::vector<StudyPoint> evaluate_all(const StudySizer& sizer, std::size_t count, const std::string& label,
                                     const std::function<SatelliteSpec(std::size_t)>& spec_of,
                                     const StudyOptions& options) {
  std::vector<StudyPoint> points(count);
  Progress progress(label, count, options.progress);
  const bool all = parallel_for(
      count, options.threads,
      [&](std::size_t index) {
        points[index] = sizer.evaluate(spec_of(index));
        progress.advance();
      },
      options.cancel);
  if (!all) throw StudyInterrupted(label + ": interrupted; nothing was written");
  return points;
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + '"';
}

std::string csv_output_names() {
  std::string names;
  for (const StudyOutput& output : study_outputs())
    names += (names.empty() ? "" : ",") + std::string(output.key);
  return names;
}

std::string csv_outputs(const StudyPoint& point) {
  if (!point.answered()) return std::string(study_outputs().size() - 1, ',');
  return fmt::format("{:.6g}", fmt::join(point.outputs, ","));
}

nlohmann::ordered_json outputs_json(const StudyPoint& point) {
  if (!point.answered()) return nullptr;
  nlohmann::ordered_json json;
  for (std::size_t i = 0; i < point.outputs.size(); ++i)
    json[std::string(study_outputs()[i].key)] = point.outputs[i];
  return json;
}

}  // namespace sunrack
