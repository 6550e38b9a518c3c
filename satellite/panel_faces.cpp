#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "physics/thermal/blackbody.h"
#include "satellite/flux_map.h"
#include "satellite/panel_reader.h"

namespace sunrack {

using Rule = ValueRule;

void PanelReader::read_face(const TomlNode& t, PanelFace& face) {
  document_.require_known(t, {"emissivity", "absorptance", "solar_irradiance", "infrared_irradiance",
                              "sink_temperature", "patches", "map"});
  RadiatorFace& even = face.even;
  even.emissivity = need(t, "emissivity", "", Rule::share);
  take(t, "absorptance", "", Rule::share, even.absorptance);
  take(t, "solar_irradiance", "W/m2", Rule::not_negative, even.solar_irradiance);
  // Sunlight and the share of it that is taken up do nothing one without the other.
  const TomlNode *sun = t.find("solar_irradiance"), *share = t.find("absorptance");
  if (sun && !share) document_.refuse(*sun, "warms nothing without the face's absorptance");
  if (share && !sun) document_.refuse(*share, "does nothing without solar_irradiance, which may be 0");
  take(t, "infrared_irradiance", "W/m2", Rule::not_negative, even.infrared_irradiance);
  double sink = 0;
  if (take(t, "sink_temperature", "K", Rule::not_negative, sink)) {
    if (const TomlNode* infrared = t.find("infrared_irradiance"))
      document_.refuse(*infrared, "does not go with sink_temperature");
    even.infrared_irradiance = grey_body_flux(1, sink);
  }
}

void PanelReader::read_absorbed(const TomlNode& t, PanelFace& face) {
  std::vector<FluxPatch> patches;
  if (const TomlNode* node = t.find("patches"))
    for (const TomlNode& one : document_.array(*node)) patches.push_back(read_patch(one));
  std::shared_ptr<const FluxMap> map;
  if (const TomlNode* node = t.find("map")) {
    const std::filesystem::path file = folder_ / document_.text(*node);
    if (std::error_code error; !std::filesystem::is_regular_file(file, error))
      document_.refuse(
          *node, fmt::format("{} {}; a CSV file of flux is needed", one_line(file.string()),
                             std::filesystem::exists(file, error) ? "is no regular file" : "is not there"));
    map = std::make_shared<const FluxMap>(read_flux_map(file));
    if (!map->covers(length(), width()))
      document_.refuse(*node, fmt::format("does not cover the panel, {:g} m x {:g} m", length(), width()));
  }
  if (patches.empty() && !map) return;
  face.absorbed = [patches, map](const PanelArea& area) {
    double flux = map ? map->mean(area) : 0;
    for (const FluxPatch& p : patches) flux += p.absorbed * share_within(area, p.area);
    return flux;
  };
}

PanelReader::FluxPatch PanelReader::read_patch(const TomlNode& node) {
  const TomlNode& t = document_.table(node);
  document_.require_known(t, {"from_x", "to_x", "from_y", "to_y", "absorbed"});
  const FluxPatch p{{need(t, "from_x", "m", Rule::not_negative), need(t, "to_x", "m"),
                     need(t, "from_y", "m", Rule::not_negative), need(t, "to_y", "m")},
                    need(t, "absorbed", "W/m2", Rule::not_negative)};
  const PanelArea& a = p.area;
  if (!(a.from_x < a.to_x && a.from_y < a.to_y)) document_.refuse(node, "ends before it begins");
  if (a.to_x > length() * (1 + 1e-12) || a.to_y > width() * (1 + 1e-12))
    document_.refuse(node, fmt::format("reaches beyond the panel, {:g} m x {:g} m", length(), width()));
  return p;
}

std::vector<int> PanelReader::read_numbers(const TomlNode& t, const char* name, int count) {
  std::vector<int> numbers;
  const TomlNode* node = t.find(name);
  if (!node) return numbers;
  for (const TomlNode& one : document_.array(*node)) {
    const int number = document_.integer(one, 1, count) - 1;
    if (std::find(numbers.begin(), numbers.end(), number) != numbers.end())
      document_.refuse(one, "is named twice");
    numbers.push_back(number);
  }
  return numbers;
}

void PanelReader::read_failures(const TomlNode& t) {
  document_.require_known(t, {"dead_tubes", "severed_loops", "dry"});
  PanelFailures& f = file_.field.failures;
  const int tubes = file_.field.build.tubes;
  f.dead_tubes = read_numbers(t, "dead_tubes", tubes);
  const auto* coolant = std::get_if<CoolantTubes>(&file_.field.tubes);
  if (const TomlNode* severed = t.find("severed_loops"); severed && !coolant)
    document_.refuse(*severed, "only [coolant] runs in loops");
  f.severed_loops = read_numbers(t, "severed_loops", coolant ? coolant->loops : 1);
  if (const TomlNode* dry = t.find("dry"); dry && std::holds_alternative<HeatPipeTubes>(file_.field.tubes))
    document_.refuse(*dry, "a heat pipe with a hole is dead from end to end: name it in dead_tubes");
  if (const TomlNode* dry = t.find("dry"))
    for (const TomlNode& one : document_.array(*dry)) {
      const TomlNode& stretch = document_.table(one);
      document_.require_known(stretch, {"tube", "from", "to"});
      const DryStretch d{document_.integer(need_node(stretch, "tube"), 1, tubes) - 1,
                         need(stretch, "from", "m", Rule::not_negative), need(stretch, "to", "m")};
      if (std::find(f.dead_tubes.begin(), f.dead_tubes.end(), d.tube) != f.dead_tubes.end())
        document_.refuse(need_node(stretch, "tube"), "is dead from end to end: see dead_tubes");
      if (!(d.from < d.to && d.to <= length()))
        document_.refuse(one, fmt::format("needs from below to, and to at most {:g} m", length()));
      f.dry.push_back(d);
    }
}

}  // namespace sunrack
