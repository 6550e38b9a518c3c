#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/context.h"
#include "physics/constants.h"
#include "physics/debris/penetration.h"
#include "physics/debris/segmentation.h"
#include "physics/debris/survival.h"
#include "physics/numerics/file_output.h"
#include "physics/numerics/table.h"
#include "physics/require.h"
#include "physics/units.h"
#include "physics/vtk/field_output.h"
#include "satellite/puncture_rates.h"
#include "satellite/sizing.h"

namespace sunrack::app {

using namespace units;
using Json = nlohmann::ordered_json;

namespace {

constexpr double year_seconds = 3.15576e7;

struct PuncturesAsked {
  std::string spec;
  std::vector<std::string> overrides;
  OutputChoice output;
  double area_m2 = 110, tube_fraction = 0.1, wall_mm = 1, altitude_km = 600, inclination_deg = 97.8,
         years = 5;
  double face_sheet_mm = 0, core_mm = 10, year = 2028, solar_flux = 140;
  double share = 0.95, confidence = 0.95, segment_mass_kg = 1, panel_kg_per_m2 = 5, valve_reliability = 1;
  std::string material = "aluminium", attitude = "tumbling", form = "nno", flux_table;
};

PanelAttitude attitude_named(const std::string& name) {
  if (name == "tumbling") return PanelAttitude::tumbling;
  if (name == "zenith") return PanelAttitude::normal_to_zenith;
  if (name == "velocity") return PanelAttitude::normal_to_velocity;
  if (name == "orbit-normal") return PanelAttitude::normal_to_orbit_plane;
  if (name == "turning") return PanelAttitude::turning;
  throw std::invalid_argument("--attitude " + name +
                              ": accepted are tumbling, zenith, velocity, orbit-normal, turning");
}

Wall wall_of(const PuncturesAsked& ask, double thickness) {
  const double sheet = ask.face_sheet_mm * 1_mm;
  if (sheet > 0) {
    if (ask.material != "aluminium")
      throw std::invalid_argument("--material " + ask.material +
                                  ": behind a face sheet the equations know aluminium only");
    if (ask.form != "nno" && ask.form != "jsc")
      throw std::invalid_argument("--form " + ask.form + ": accepted are nno, jsc");
    return WhippleShield{.form = ask.form == "jsc" ? WhippleShield::Form::jsc : WhippleShield::Form::nno,
                         .bumper = sheet,
                         .wall = thickness,
                         .standoff = ask.core_mm * 1_mm};
  }
  if (ask.material == "aluminium") return aluminium_wall(thickness);
  if (ask.material == "titanium") return titanium_wall(thickness);
  if (ask.material == "steel") return steel_wall(thickness);
  if (ask.material == "cfrp") return LaminateWall{.thickness = thickness};
  throw std::invalid_argument("--material " + ask.material +
                              ": accepted are aluminium, titanium, steel, cfrp");
}

void require_asked(const PuncturesAsked& ask) {
  require(ask.area_m2 > 0 && ask.area_m2 <= 1e6, "--area-m2", ask.area_m2, "accepted are above 0, to 1e6 m2");
  require(ask.tube_fraction > 0 && ask.tube_fraction <= 2, "--tube-fraction", ask.tube_fraction,
          "accepted are above 0, to 2, of each face's area");
  require(ask.wall_mm > 0 && ask.wall_mm <= 50, "--wall-mm", ask.wall_mm, "accepted are above 0, to 50 mm");
  require(ask.years > 0 && ask.years <= 100, "--years", ask.years, "accepted are above 0, to 100");
  require(ask.face_sheet_mm >= 0 && ask.face_sheet_mm <= 20, "--face-sheet-mm", ask.face_sheet_mm,
          "accepted are 0 to 20 mm");
  require(ask.core_mm > 0 && ask.core_mm <= 500, "--core-mm", ask.core_mm, "accepted are above 0, to 500 mm");
  require(ask.share > 0 && ask.share < 1, "--share", ask.share, "accepted are between 0 and 1");
  require(ask.confidence > 0 && ask.confidence < 1, "--confidence", ask.confidence,
          "accepted are between 0 and 1");
  require(ask.segment_mass_kg > 0 && ask.segment_mass_kg <= 1e3, "--segment-mass-kg", ask.segment_mass_kg,
          "accepted are above 0, to 1000 kg");
  require(ask.panel_kg_per_m2 > 0 && ask.panel_kg_per_m2 <= 100, "--panel-kg-per-m2", ask.panel_kg_per_m2,
          "accepted are above 0, to 100 kg/m2");
  require(ask.valve_reliability >= 0 && ask.valve_reliability <= 1, "--valve-reliability",
          ask.valve_reliability, "accepted are 0 to 1");
}

/// The radiator of a specification in the same words; its wall with the armour that sizing gives it.
void take_from_spec(PuncturesAsked& ask, const SatelliteSpec& spec) {
  const SatelliteDesign design = size_satellite(spec);
  const RadiatorMaterial& material = radiator_material(spec.radiator.material);
  const double wall = design.radiator.punctures ? design.radiator.punctures->wall : spec.radiator.tube_wall;
  const DebrisEnvironment environment = debris_environment(spec, design.environment.orbit.inclination);
  ask.area_m2 = design.radiator.area;
  ask.tube_fraction =
      constants::pi * (spec.radiator.tube_inner_diameter + 2 * wall) / spec.radiator.tube_spacing / 2;
  ask.wall_mm = as_aluminium(wall, material) / 1_mm;
  ask.face_sheet_mm = as_aluminium(spec.radiator.face_sheet_thickness, material) / 1_mm;
  ask.core_mm = spec.punctures.standoff / 1_mm;
  ask.altitude_km = spec.orbit.altitude / 1_km;
  ask.inclination_deg = environment.inclination / 1_deg;
  ask.years = spec.mission.life / year_seconds;
  ask.year = environment.year;
  ask.solar_flux = environment.solar_flux;
  ask.confidence = spec.punctures.confidence;
  ask.valve_reliability = spec.punctures.valve_reliability;
  ask.segment_mass_kg = spec.punctures.valve_mass;
  ask.panel_kg_per_m2 = design.radiator.areal_mass.total;
  ask.attitude = spec.radiator.attitude == "edge-on-zenith" ? "zenith" : "velocity";
  ask.form = "jsc";
}

struct Answer {
  std::array<PenetrationRate, 2> faces;  // [m^-2 s^-1]
  PenetrationRate expected;              // [-] holes of both faces
};

Answer answer_of(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures, double wall) {
  Answer answer;
  const double per_face = ask.area_m2 * ask.tube_fraction * ask.years * year_seconds;
  for (std::size_t i = 0; i < 2; ++i) answer.faces[i] = penetration_rate(wall_of(ask, wall), exposures[i]);
  answer.expected = per_face * answer.faces[0] + per_face * answer.faces[1];
  return answer;
}

/// The number of segments, or null where no number does.
Json segments_json(const PuncturesAsked& ask, double holes) {
  try {
    return segments_for(ask.share, ask.confidence,
                        {.expected_penetrations = holes, .valve_reliability = ask.valve_reliability});
  } catch (const ModelError&) {
    return nullptr;
  } catch (const std::invalid_argument&) {  // more holes than any design
    return nullptr;
  }
}

/// Holes at the lower and upper debris bound, and between them.
struct Holes {
  double low, central, high;
};
Holes holes_of(const PenetrationRate& expected) {
  return {.low = total_low(expected),
          .central = expected.meteoroid + std::sqrt(expected.debris_low * expected.debris_high),
          .high = total_high(expected)};
}

Json optimum_json(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures, bool high) {
  // The law is smooth in the logarithms: rows once, then the search asks only the curve.
  std::vector<double> walls, holes;
  for (double wall = 0.1_mm; wall < 20_mm; wall *= 1.5) {
    const PenetrationRate expected = answer_of(ask, exposures, wall).expected;
    walls.push_back(std::log(wall));
    holes.push_back(std::log(high ? total_high(expected) : total_low(expected)));
  }
  const MonotoneTable curve("punctures: ln wall", walls, holes);
  const double wetted = 2 * ask.area_m2 * ask.tube_fraction;
  const double density = ask.material == "titanium" ? 4430
                         : ask.material == "steel"  ? 7900
                         : ask.material == "cfrp"   ? 1600
                                                    : 2710;
  const Segmentation best =
      least_mass_segmentation({.penetrations = [&](double wall) { return std::exp(curve(std::log(wall))); },
                               .armour_mass = [&](double wall) { return density * wetted * wall; },
                               .thinnest_wall = 0.101_mm,
                               .thickest_wall = std::exp(walls.back()) * 0.999,
                               .segment_mass = ask.segment_mass_kg,
                               .panel_mass = ask.panel_kg_per_m2 * ask.area_m2});
  return {{"wall_mm", best.wall / 1_mm},
          {"segments", best.segments},
          {"penetrations", best.expected_penetrations},
          {"mean_heat_left", 1 / best.oversize},
          {"armour_kg_per_m2", best.armour_mass / ask.area_m2},
          {"valves_kg_per_m2", best.valve_mass / ask.area_m2},
          {"oversize_kg_per_m2", best.oversize_mass / ask.area_m2},
          {"total_kg_per_m2", best.mass / ask.area_m2}};
}

SurfaceBlock face_block(const PuncturesAsked& ask, const std::string& name, double offset,
                        const PenetrationRate& rate) {
  const double side = std::sqrt(ask.area_m2);
  const auto cell = [](double value) { return std::vector<double>{value}; };
  return {.name = name,
          .points = {{0, 0, offset}, {side, 0, offset}, {side, side, offset}, {0, side, offset}},
          .quads = {{0, 1, 2, 3}},
          .fields = {{"Meteoroid holes [m^-2 year^-1]", cell(rate.meteoroid * year_seconds)},
                     {"Debris holes, low [m^-2 year^-1]", cell(rate.debris_low * year_seconds)},
                     {"Debris holes, high [m^-2 year^-1]", cell(rate.debris_high * year_seconds)}}};
}

void write_files(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures, const Answer& answer,
                 const Json& json, const Provenance& provenance) {
  const std::string& folder = ask.output.folder;
  create_folder(folder);
  write_file_whole(folder + "/punctures.json", json.dump(2) + "\n");
  std::string csv = provenance_comment(provenance, "# ") +
                    "wall_mm,meteoroid_penetrations,debris_penetrations_low,debris_penetrations_high\n";
  LinePlot holes{.title = fmt::format("Holes in {:g} years, {:g} m2 of panel at {:g} km", ask.years,
                                      ask.area_m2, ask.altitude_km),
                 .x_label = "tube wall [mm]",
                 .y_label = "log10 of expected holes",
                 .series = {{.name = "meteoroids", .points = {}},
                            {.name = "debris, growth frozen at 2000", .points = {}},
                            {.name = "debris, growth extrapolated", .points = {}}}};
  for (double wall = 0.3; wall < 5.01; wall += 0.1) {
    const PenetrationRate one = answer_of(ask, exposures, wall * 1_mm).expected;
    csv += fmt::format("{:.2f},{:.6g},{:.6g},{:.6g}\n", wall, one.meteoroid, one.debris_low, one.debris_high);
    const std::array<double, 3> values = {one.meteoroid, one.debris_low, one.debris_high};
    for (std::size_t i = 0; i < 3; ++i)
      if (values[i] > 0) holes.series[i].points.emplace_back(wall, std::log10(values[i]));
  }
  write_file_whole(folder + "/punctures.csv", csv);
  plot_or_note(folder + "/punctures.svg", holes, provenance);
  std::string written = "punctures.json, punctures.csv, punctures.svg";
  if (vtk_available()) {
    write_surfaces(
        folder, "panel",
        {face_block(ask, "front", 0.01, answer.faces[0]), face_block(ask, "back", -0.01, answer.faces[1])},
        {{"program", fmt::format("sunrack {} ({})", provenance.version, provenance.revision)},
         {"asked", provenance.spec}});
    written += ", panel.vtm (ParaView)";
  } else {
    fmt::print(stderr, "note: built without VTK, no panel.vtm\n");
  }
  fmt::print(stderr, "wrote {}/: {}\n", folder, written);
}

int run_punctures(PuncturesAsked ask) {
  Provenance provenance = bare_provenance();
  if (!ask.spec.empty()) {
    const LoadedSpec loaded = load({.spec = ask.spec, .overrides = ask.overrides});
    provenance = loaded.provenance;
    take_from_spec(ask, loaded.spec);
  } else {
    if (!ask.overrides.empty()) throw std::invalid_argument("--set goes with a spec");
    provenance.spec = fmt::format(
        "punctures --area-m2 {} --tube-fraction {} --wall-mm {} --altitude-km {} --inclination-deg {} "
        "--years {}",
        ask.area_m2, ask.tube_fraction, ask.wall_mm, ask.altitude_km, ask.inclination_deg, ask.years);
  }
  require_asked(ask);
  DebrisEnvironment environment{.altitude = ask.altitude_km * 1_km,
                                .inclination = ask.inclination_deg * 1_deg,
                                .year = ask.year,
                                .solar_flux = ask.solar_flux};
  if (!ask.flux_table.empty()) environment.debris_table = read_flux_table(ask.flux_table);
  const auto faces = panel_faces(attitude_named(ask.attitude));
  const std::array<Exposure, 2> exposures = {exposure(environment, faces[0]),
                                             exposure(environment, faces[1])};
  const Answer answer = answer_of(ask, exposures, ask.wall_mm * 1_mm);
  const Holes holes = holes_of(answer.expected);
  const RateInterval interval = total_interval(answer.expected);
  const double uncertainty = answer.expected.uncertainty;
  const auto mean_segments = [&](double n) { return std::max(1.0, std::ceil(n / -std::log(ask.share))); };
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
               {"uncertainty_factor", uncertainty},
               {"penetrations_with_uncertainty_low", interval.low},
               {"penetrations_with_uncertainty_high", interval.high},
               {"probability_no_penetration", std::exp(-holes.central)},
               {"probability_no_penetration_low", std::exp(-holes.high)},
               {"probability_no_penetration_high", std::exp(-holes.low)},
               {"probability_two_loops_survive", loops_survive(2, holes.central)},
               {"share_of_heat", ask.share},
               {"confidence", ask.confidence},
               {"segments_for_95_percent", segments_json(ask, holes.central)},
               {"segments_for_95_percent_low", segments_json(ask, holes.low)},
               {"segments_for_95_percent_high", segments_json(ask, holes.high)},
               {"segments_for_mean", mean_segments(holes.central)},
               {"segments_for_mean_meteoroids", mean_segments(answer.expected.meteoroid)},
               {"segments_for_mean_low", mean_segments(holes.low)},
               {"segments_for_mean_high", mean_segments(holes.high)},
               {"optimum_low", optimum_json(ask, exposures, false)},
               {"optimum_high", optimum_json(ask, exposures, true)}};
  if (ask.output.json) {
    json["provenance"] = {
        {"version", provenance.version}, {"revision", provenance.revision}, {"asked", provenance.spec}};
    fmt::print("{}\n", json.dump(2));
  } else {
    std::string text;
    for (const auto& [key, value] : json.items()) {
      if (!value.is_object()) {
        text +=
            fmt::format("{:<38}{}\n", key,
                        value.is_number_float() ? fmt::format("{:.4g}", value.get<double>()) : value.dump());
        continue;
      }
      for (const auto& [inner, number] : value.items())
        text += fmt::format("{:<38}{:.4g}\n", key + "." + inner, number.get<double>());
    }
    say(ask.output, text);
  }
  if (!ask.output.folder.empty()) write_files(ask, exposures, answer, json, provenance);
  return 0;
}

}  // namespace

void add_punctures(CLI::App& app, Runs& runs) {
  const auto ask = std::make_shared<PuncturesAsked>();
  auto* command =
      app.add_subcommand("punctures", "holes by meteoroids and debris in a radiator's tubes, and what to do");
  auto* spec = command->add_option("spec", ask->spec, "preset or TOML file: its sized radiator is looked at");
  command->add_option("--set", ask->overrides, "key=value of the spec")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all();
  const auto number = [&](const char* name, double& value, const char* meaning) {
    command->add_option(name, value, meaning)->capture_default_str()->excludes(spec);
  };
  const auto word = [&](const char* name, std::string& value, const char* meaning) {
    command->add_option(name, value, meaning)->capture_default_str()->excludes(spec);
  };
  number("--area-m2", ask->area_m2, "planform of the panel");
  number("--tube-fraction", ask->tube_fraction, "of each of two faces that is tube");
  number("--wall-mm", ask->wall_mm, "of the tubes");
  number("--altitude-km", ask->altitude_km, "300 to 2250");
  number("--inclination-deg", ask->inclination_deg, "0 to 120");
  number("--years", ask->years, "in orbit");
  number("--face-sheet-mm", ask->face_sheet_mm, "aluminium skin in front of the tubes; 0: bare");
  number("--core-mm", ask->core_mm, "from the skin to the tubes");
  word("--material", ask->material, "of bare tubes: aluminium, titanium, steel, cfrp");
  number("--year", ask->year, "of the high bound of debris growth");
  number("--solar-flux", ask->solar_flux, "F10.7 of the year before [sfu]");
  word("--attitude", ask->attitude, "panel normal: tumbling, zenith, velocity, orbit-normal, turning");
  word("--form", ask->form, "of the Whipple equation: nno, or jsc, which derates thin skins");
  word("--flux-table", ask->flux_table,
       "ORDEM or MASTER export in place of NASA90: diameter_m,flux_per_m2_year");
  number("--share", ask->share, "of the heat to be left at the end");
  number("--confidence", ask->confidence, "with which it must be left");
  number("--valve-reliability", ask->valve_reliability, "a segment's valves close when asked");
  number("--segment-mass-kg", ask->segment_mass_kg, "valves of one segment, for the optimum");
  number("--panel-kg-per-m2", ask->panel_kg_per_m2, "of the whole panel, for the optimum");
  command->add_flag("--json", ask->output.json, "JSON on standard output, units in the key names");
  command->add_option("--out", ask->output.folder, "folder for tables, plots and VTK files");
  command->add_flag("--quiet", ask->output.quiet, "no tables");
  runs["punctures"] = [ask] { return run_punctures(*ask); };
}

}  // namespace sunrack::app
