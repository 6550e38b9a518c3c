#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/puncture_question.h"
#include "physics/debris/segmentation.h"
#include "physics/numerics/table.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack::app {

using namespace units;
using Json = nlohmann::ordered_json;

namespace {

PanelAttitude attitude_named(const std::string& name) {
  if (name == "tumbling") return PanelAttitude::tumbling;
  if (name == "zenith") return PanelAttitude::normal_to_zenith;
  if (name == "velocity") return PanelAttitude::normal_to_velocity;
  if (name == "orbit-normal") return PanelAttitude::normal_to_orbit_plane;
  if (name == "turning") return PanelAttitude::turning;
  throw std::invalid_argument("--attitude " + name +
                              ": accepted are tumbling, zenith, velocity, orbit-normal, turning");
}

Wall behind_sheet(const PuncturesAsked& ask, double thickness) {
  if (ask.material != "aluminium")
    throw std::invalid_argument("--material " + ask.material +
                                ": behind a face sheet the equations know aluminium only");
  const double sheet = ask.face_sheet_mm * 1_mm;
  if (ask.form == "triple")
    return TripleWall{.front_sheet = sheet,
                      .back_sheet = ask.back_sheet_mm * 1_mm,
                      .wall = thickness,
                      .sheet_gap = ask.core_mm * 1_mm,
                      .wall_gap = ask.wall_gap_mm * 1_mm};
  return WhippleShield{.form = ask.form == "jsc" ? WhippleShield::Form::jsc : WhippleShield::Form::nno,
                       .bumper = sheet,
                       .wall = thickness,
                       .standoff = ask.core_mm * 1_mm,
                       .insulation = ask.insulation_kg_per_m2};
}

Wall bare(const PuncturesAsked& ask, double thickness) {
  const auto insulated = [&](auto wall) {
    wall.insulation = ask.insulation_kg_per_m2;
    return wall;
  };
  if (ask.material == "aluminium") return insulated(aluminium_wall(thickness));
  if (ask.material == "titanium") return insulated(titanium_wall(thickness));
  if (ask.material == "steel") return insulated(steel_wall(thickness));
  if (ask.material == "cfrp") return insulated(LaminateWall{.thickness = thickness});
  if (ask.material == "glass") return GlassPlate{.thickness = thickness};
  throw std::invalid_argument("--material " + ask.material +
                              ": accepted are aluminium, titanium, steel, cfrp, glass");
}

Wall wall_of(const PuncturesAsked& ask, double thickness) {
  return ask.face_sheet_mm > 0 ? behind_sheet(ask, thickness) : bare(ask, thickness);
}

double density_of(const std::string& material) {
  if (material == "titanium") return titanium_wall(1).density;
  if (material == "steel") return steel_wall(1).density;
  if (material == "cfrp") return LaminateWall{}.density;
  if (material == "glass") return GlassPlate{}.density;
  return aluminium_wall(1).density;
}

/// Holes with debris at one bound, or between them.
struct Holes {
  double low, central, high;
};
Holes holes_of(const PenetrationRate& expected) {
  return {.low = total_low(expected),
          .central = expected.meteoroid + std::sqrt(expected.debris_low * expected.debris_high),
          .high = total_high(expected)};
}

/// Holes of the parts that no segment holds, behind the tubes' sheet.
Holes common_holes(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures) {
  if (ask.common_area_m2 == 0) return {0, 0, 0};
  const PunctureAnswer parts = answer_of(ask, exposures, ask.common_wall_mm * 1_mm);
  const double area_time = ask.common_area_m2 * ask.years * puncture_year;
  return holes_of(area_time * (0.5 * parts.faces[0] + 0.5 * parts.faces[1]));
}

SegmentedRadiator radiator_of(const PuncturesAsked& ask, double holes, double common, double segments) {
  SegmentedRadiator radiator{
      .segments = std::int64_t(std::max(1.0, segments)),
      .expected_penetrations = holes,
      .valve_reliability = ask.valve_reliability,
      .spurious_closures = ask.spurious_closure_years > 0 ? ask.years / ask.spurious_closure_years : 0,
      .common_mode_penetrations = common,
      .neighbour_fin_ratio = ask.fin_ratio};
  if (ask.coolant_kg > 0) {
    radiator.reserve = ask.reserve_kg;
    radiator.loss_per_isolation =
        leak_rate(ask.hole_mm * 1_mm, ask.coolant_kg_per_m3, ask.pressure_kpa * 1e3) * ask.isolation_s;
    if (segments >= 1) radiator.loss_per_isolation += ask.coolant_kg / segments;
  }
  return radiator;
}

/// The number of segments, or null where no number does. A segment's own coolant is not counted here: how
/// much that is depends on the number.
Json segments_json(const PuncturesAsked& ask, double holes, double common) {
  try {
    return segments_for(ask.share, ask.confidence, radiator_of(ask, holes, common, 0));
  } catch (const ModelError&) {
    return nullptr;
  } catch (const std::invalid_argument&) {  // more holes than any design
    return nullptr;
  }
}

Json end_of_life(const PuncturesAsked& ask, double holes, double common, const Json& needed) {
  if (ask.segments == 0 && needed.is_null()) return nullptr;
  const double segments = ask.segments > 0 ? ask.segments : needed.get<double>();
  try {
    const RadiatorSurvival end = survival(radiator_of(ask, holes, common, segments), ask.confidence);
    return {{"segments", segments},
            {"mean_heat_left", end.mean_heat},
            {"mean_area_m2", end.mean_heat * ask.area_m2},
            {"heat_left_at_confidence", end.heat_at_confidence},
            {"area_at_confidence_m2", end.heat_at_confidence * ask.area_m2},
            {"probability_alive", end.probability_alive},
            {"probability_valves_work", end.probability_valves},
            {"probability_coolant_suffices", end.probability_coolant},
            {"probability_common_parts_whole", end.probability_common_mode}};
  } catch (const std::invalid_argument&) {  // more holes than any design
    return nullptr;
  }
}

Json choice_json(const PuncturesAsked& ask, const Segmentation& best) {
  return {{"wall_mm", best.wall / 1_mm},
          {"segments", best.segments},
          {"penetrations", best.expected_penetrations},
          {"mean_heat_left", 1 / best.oversize},
          {"armour_kg_per_m2", best.armour_mass / ask.area_m2},
          {"valves_kg_per_m2", best.valve_mass / ask.area_m2},
          {"oversize_kg_per_m2", best.oversize_mass / ask.area_m2},
          {"total_kg_per_m2", best.mass / ask.area_m2}};
}

/// ln holes over ln wall, as far as the models go; nothing where that is nowhere.
std::optional<MonotoneTable> law_of(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures,
                                    bool high) {
  std::vector<double> walls, holes;
  for (double wall = 0.05_mm; wall < 30_mm; wall *= 1.35) {
    try {
      const PenetrationRate expected = answer_of(ask, exposures, wall).expected;
      const double one = high ? total_high(expected) : total_low(expected);
      if (one <= 0) break;  // nothing larger is in the user's table
      walls.push_back(std::log(wall));
      holes.push_back(std::log(one));
    } catch (const ModelError&) {  // a foil below the sizes of the flux, or one that its sheet does not help
      if (!walls.empty()) break;
    }
  }
  if (walls.size() < 4) return std::nullopt;
  return MonotoneTable("punctures: ln wall", walls, holes);
}

/// The lightest wall and segments, and the closed form with the law's slope there; with heat pipes their
/// number is given and they have no valves.
Json optimum_json(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures, bool high) {
  const auto curve = law_of(ask, exposures, high);
  if (!curve) return nullptr;
  const double armour = density_of(ask.material) * 2 * ask.area_m2 * ask.tube_fraction;
  SegmentationProblem problem{.penetrations = [&](double wall) { return std::exp((*curve)(std::log(wall))); },
                              .armour_mass = [&](double wall) { return armour * wall; },
                              .thinnest_wall = std::exp(curve->lower()) * 1.001,
                              .thickest_wall = std::exp(curve->upper()) * 0.999,
                              .segment_mass = ask.segment_mass_kg,
                              .panel_mass = ask.panel_kg_per_m2 * ask.area_m2};
  if (ask.heat_pipes > 0) {
    problem.segments = ask.heat_pipes;
    problem.segment_mass = 0;
    return choice_json(ask, least_mass_segmentation(problem));
  }
  const Segmentation best = least_mass_segmentation(problem);
  Json json = choice_json(ask, best);
  const double x = std::log(best.wall), h = 0.05;
  const double from = std::max(curve->lower(), x - h), to = std::min(curve->upper(), x + h);
  const double slope = ((*curve)(from) - (*curve)(to)) / (to - from);
  const Segmentation closed = closed_form_segmentation(
      {.wall = best.wall, .penetrations = best.expected_penetrations, .exponent = slope}, armour,
      problem.panel_mass, ask.segment_mass_kg);
  json["closed_form_exponent"] = slope;
  json["closed_form_wall_mm"] = closed.wall / 1_mm;
  json["closed_form_segments"] = closed.segments;
  json["closed_form_total_kg_per_m2"] = closed.mass / ask.area_m2;
  return json;
}

Json faces_json(const std::array<Exposure, 2>& exposures, const PunctureAnswer& answer) {
  Json faces = Json::array();
  for (std::size_t i = 0; i < 2; ++i)
    faces.push_back({{"name", i == 0 ? "front" : "back"},
                     {"meteoroid_factor", meteoroid_factor(exposures[i])},
                     {"debris_factor", debris_factor(exposures[i])},
                     {"meteoroid_penetrations_per_m2_year", answer.faces[i].meteoroid * puncture_year},
                     {"debris_penetrations_low_per_m2_year", answer.faces[i].debris_low * puncture_year},
                     {"debris_penetrations_high_per_m2_year", answer.faces[i].debris_high * puncture_year}});
  return faces;
}

/// Strings of a solar array held as the panel is, each cut by one particle of the size given.
Json strings_json(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures) {
  const PenetrationRate hits = 0.5 * impact_rate(exposures[0], ask.string_cut_mm * 1_mm) +
                               0.5 * impact_rate(exposures[1], ask.string_cut_mm * 1_mm);
  const double time = ask.years * puncture_year;
  const auto of = [&](double rate) {
    return string_losses(rate, ask.string_area_m2, std::int64_t(ask.strings), time, ask.confidence);
  };
  const StringLosses low = of(total_low(hits)), high = of(total_high(hits));
  return {{"hits_per_m2_year_low", total_low(hits) * puncture_year},
          {"hits_per_m2_year_high", total_high(hits) * puncture_year},
          {"mean_power_lost_low", low.expected_share},
          {"mean_power_lost_high", high.expected_share},
          {"power_lost_at_confidence_low", low.share_at_confidence},
          {"power_lost_at_confidence_high", high.share_at_confidence}};
}

void require_choice(const char* option, double value, double low, double high, const char* accepted) {
  require(value >= low && value <= high, option, value, accepted);
}

}  // namespace

void require_asked(const PuncturesAsked& ask) {
  const auto positive = [](const char* option, double value, double most, const char* unit) {
    require(value > 0 && value <= most, option, value,
            fmt::format("accepted are above 0, to {:g} {}", most, unit).c_str());
  };
  const auto not_negative = [](const char* option, double value, double most, const char* unit) {
    require(value >= 0 && value <= most, option, value,
            fmt::format("accepted are 0 to {:g} {}", most, unit).c_str());
  };
  const auto whole = [](const char* option, double value) {
    require(value >= 0 && value <= 2e6 && value == std::floor(value), option, value,
            "accepted are whole numbers to 2000000; 0: none given");
  };
  positive("--area-m2", ask.area_m2, 1e6, "m2");
  positive("--tube-fraction", ask.tube_fraction, 4, "of each face's area");
  positive("--wall-mm", ask.wall_mm, 50, "mm");
  positive("--years", ask.years, 100, "years");
  require(std::isfinite(ask.altitude_km) && ask.altitude_km > 0, "--altitude-km", ask.altitude_km,
          "must be positive");
  require_choice("--inclination-deg", ask.inclination_deg, 0, 180, "accepted are 0 to 180 deg");
  not_negative("--face-sheet-mm", ask.face_sheet_mm, 20, "mm");
  positive("--core-mm", ask.core_mm, 500, "mm");
  not_negative("--back-sheet-mm", ask.back_sheet_mm, 20, "mm");
  positive("--wall-gap-mm", ask.wall_gap_mm, 500, "mm");
  not_negative("--insulation-kg-per-m2", ask.insulation_kg_per_m2, 20, "kg/m2");
  require_choice("--share", ask.share, 1e-6, 1 - 1e-9, "accepted are between 0 and 1");
  require_choice("--confidence", ask.confidence, 1e-6, 1 - 1e-9, "accepted are between 0 and 1");
  positive("--segment-mass-kg", ask.segment_mass_kg, 1e3, "kg");
  positive("--panel-kg-per-m2", ask.panel_kg_per_m2, 100, "kg/m2");
  require_choice("--valve-reliability", ask.valve_reliability, 0, 1, "accepted are 0 to 1");
  require_choice("--fin-ratio", ask.fin_ratio, 0.5, 1, "accepted are 0.5 to 1");
  not_negative("--spurious-closure-years", ask.spurious_closure_years, 1e12, "years; 0: never");
  not_negative("--common-area-m2", ask.common_area_m2, 1e4, "m2");
  positive("--common-wall-mm", ask.common_wall_mm, 50, "mm");
  not_negative("--coolant-kg", ask.coolant_kg, 1e6, "kg; 0: not counted");
  not_negative("--reserve-kg", ask.reserve_kg, 1e6, "kg");
  not_negative("--isolation-s", ask.isolation_s, 1e7, "s");
  not_negative("--hole-mm", ask.hole_mm, 100, "mm");
  positive("--coolant-kg-per-m3", ask.coolant_kg_per_m3, 2e4, "kg/m3");
  not_negative("--pressure-kpa", ask.pressure_kpa, 1e5, "kPa");
  whole("--segments", ask.segments);
  whole("--heat-pipes", ask.heat_pipes);
  whole("--strings", ask.strings);
  positive("--string-area-m2", ask.string_area_m2, 1e4, "m2");
  positive("--string-cut-mm", ask.string_cut_mm, 1000, "mm");
  if (ask.form != "nno" && ask.form != "jsc" && ask.form != "triple")
    throw std::invalid_argument("--form " + ask.form + ": accepted are nno, jsc, triple");
  if (ask.form == "triple" && ask.face_sheet_mm == 0)
    throw std::invalid_argument("--form triple: needs a --face-sheet-mm, else the tubes are bare");
  if (ask.no_debris && !ask.flux_table.empty())
    throw std::invalid_argument("--no-debris and --flux-table exclude each other");
  if (ask.insulation_kg_per_m2 > 0 && ask.face_sheet_mm > 0 && ask.form == "triple")
    throw std::invalid_argument("--insulation-kg-per-m2: the triple wall's equation knows no insulation");
  if (ask.insulation_kg_per_m2 > 0 && ask.material == "glass")
    throw std::invalid_argument("--insulation-kg-per-m2: the equation of glass knows no insulation");
  wall_of(ask, ask.wall_mm * 1_mm);  // refuses materials
  attitude_named(ask.attitude);
}

std::array<Exposure, 2> exposures_of(const PuncturesAsked& ask) {
  DebrisEnvironment environment{.altitude = ask.altitude_km * 1_km,
                                .inclination = ask.inclination_deg * 1_deg,
                                .year = ask.year,
                                .solar_flux = ask.solar_flux,
                                .shell_multiplier = ask.shell_multiplier,
                                .meteoroid_density = ask.meteoroid_density,
                                .debris_density = ask.debris_density,
                                .debris = !ask.no_debris};
  if (!ask.flux_table.empty()) environment.debris_table = read_flux_table(ask.flux_table);
  const auto faces = panel_faces(attitude_named(ask.attitude));
  return {exposure(environment, faces[0]), exposure(environment, faces[1])};
}

PunctureAnswer answer_of(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures, double wall) {
  PunctureAnswer answer;
  const Wall shield = wall_of(ask, wall);
  const double per_face = ask.area_m2 * ask.tube_fraction * ask.years * puncture_year;
  for (std::size_t i = 0; i < 2; ++i) answer.faces[i] = penetration_rate(shield, exposures[i]);
  answer.expected = per_face * answer.faces[0] + per_face * answer.faces[1];
  return answer;
}

Json punctures_json(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures,
                    const PunctureAnswer& answer) {
  const Holes holes = holes_of(answer.expected), common = common_holes(ask, exposures);
  const RateInterval interval = total_interval(answer.expected);
  const auto of_mean = [&](double n) { return std::max(1.0, std::ceil(n / -std::log(ask.share))); };
  const Json low = segments_json(ask, holes.low, common.low),
             high = segments_json(ask, holes.high, common.high);
  Json json = {{"area_m2", ask.area_m2},
               {"tube_area_m2", 2 * ask.area_m2 * ask.tube_fraction},
               {"wall_mm", ask.wall_mm},
               {"face_sheet_mm", ask.face_sheet_mm},
               {"altitude_km", ask.altitude_km},
               {"inclination_deg", ask.inclination_deg},
               {"years", ask.years},
               {"attitude", ask.attitude},
               {"equation", validity(wall_of(ask, ask.wall_mm * 1_mm)).equation},
               {"meteoroid_penetrations", answer.expected.meteoroid},
               {"debris_penetrations_low", answer.expected.debris_low},
               {"debris_penetrations_high", answer.expected.debris_high},
               {"penetrations_low", holes.low},
               {"penetrations_high", holes.high},
               {"uncertainty_factor", answer.expected.uncertainty},
               {"debris_uncertainty_factor", answer.expected.debris_uncertainty},
               {"penetrations_with_uncertainty_low", interval.low},
               {"penetrations_with_uncertainty_high", interval.high},
               {"common_part_penetrations_low", common.low},
               {"common_part_penetrations_high", common.high},
               {"probability_no_penetration", std::exp(-holes.central - common.central)},
               {"probability_no_penetration_low", std::exp(-holes.high - common.high)},
               {"probability_no_penetration_high", std::exp(-holes.low - common.low)},
               {"probability_two_loops_survive", loops_survive(2, holes.central)},
               {"share_of_heat", ask.share},
               {"confidence", ask.confidence},
               {"segments_for_95_percent", segments_json(ask, holes.central, common.central)},
               {"segments_for_95_percent_low", low},
               {"segments_for_95_percent_high", high},
               {"segments_for_mean", of_mean(holes.central)},
               {"segments_for_mean_meteoroids", of_mean(answer.expected.meteoroid)},
               {"segments_for_mean_low", of_mean(holes.low)},
               {"segments_for_mean_high", of_mean(holes.high)},
               {"end_of_life_low", end_of_life(ask, holes.low, common.low, low)},
               {"end_of_life_high", end_of_life(ask, holes.high, common.high, high)},
               {"optimum_low", optimum_json(ask, exposures, false)},
               {"optimum_high", optimum_json(ask, exposures, true)},
               {"faces", faces_json(exposures, answer)}};
  if (ask.strings > 0) json["array_strings"] = strings_json(ask, exposures);
  return json;
}

std::string punctures_text(const Json& json) {
  std::string text;
  const auto line = [&](const std::string& name, const Json& value) {
    text += fmt::format("{:<54}{}\n", name,
                        value.is_number_float() ? fmt::format("{:.4g}", value.get<double>()) : value.dump());
  };
  const auto inside = [&](const std::string& name, const Json& object) {
    for (const auto& [inner, value] : object.items()) line(name + "." + inner, value);
  };
  for (const auto& [key, value] : json.items())
    if (value.is_object())
      inside(key, value);
    else if (value.is_array())
      for (const Json& one : value) inside(one.at("name").get<std::string>(), one);
    else
      line(key, value);
  return text;
}

}  // namespace sunrack::app
