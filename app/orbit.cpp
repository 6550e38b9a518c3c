#include "physics/orbit/orbit.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "app/context.h"
#include "physics/numerics/file_output.h"
#include "physics/orbit/eclipse.h"
#include "physics/orbit/ephemeris.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/plot.h"

namespace sunrack::app {

using namespace units;

namespace {

double local_time(const OrbitQuestion& question) { return question.ltan_h.value_or(18); }

Orbit orbit_asked_for(const OrbitQuestion& question) {
  require(question.altitude_km > 100 && question.altitude_km < 400000, "--altitude-km", question.altitude_km,
          "accepted are 100 to 400000 km");
  const double epoch = time_of_date(question.year, 1, 1);
  if (!question.inclination_deg) {
    if (question.raan_deg)
      throw std::invalid_argument(
          "--raan-deg goes with --inclination-deg; a sun-synchronous orbit takes --ltan-h");
    const double hour = local_time(question);
    require(hour >= 0 && hour <= 24, "--ltan-h", hour, "accepted are 0 to 24 h");
    return sun_synchronous_orbit(question.altitude_km * 1_km, std::fmod(hour, 24), epoch);
  }
  if (question.ltan_h)
    throw std::invalid_argument(
        "--ltan-h goes with a sun-synchronous orbit; --inclination-deg takes --raan-deg");
  const double inclination = *question.inclination_deg, node = question.raan_deg.value_or(0);
  require(inclination >= 0 && inclination <= 180, "--inclination-deg", inclination,
          "accepted are 0 to 180 deg");
  require(node >= 0 && node <= 360, "--raan-deg", node, "accepted are 0 to 360 deg");
  return {.altitude = question.altitude_km * 1_km,
          .inclination = inclination * 1_deg,
          .right_ascension_ascending_node = node * 1_deg,
          .epoch = epoch};
}

/// What was asked, so that it can be asked again.
std::string asked(const OrbitQuestion& question) {
  const std::string plane = question.inclination_deg
                                ? fmt::format("--inclination-deg {} --raan-deg {}", *question.inclination_deg,
                                              question.raan_deg.value_or(0))
                                : fmt::format("--ltan-h {}", local_time(question));
  return fmt::format("orbit --altitude-km {} {} --year {}", question.altitude_km, plane, question.year);
}

nlohmann::ordered_json event_list(const Orbit& orbit, int year) {
  auto list = nlohmann::ordered_json::array();
  const double start = time_of_date(year, 1, 1);
  for (const EclipseEvent& event : eclipse_events(orbit, start, time_of_date(year + 1, 1, 1)))
    list.push_back({{"penumbra_entry_s", event.penumbra_entry - start},
                    {"umbra_entry_s", event.umbra_entry - start},
                    {"umbra_exit_s", event.umbra_exit - start},
                    {"penumbra_exit_s", event.penumbra_exit - start},
                    {"has_umbra", event.has_umbra}});
  return list;
}

void write_year(const std::string& folder, const OrbitQuestion& question, const EclipseYear& year,
                const Provenance& provenance) {
  create_folder(folder);
  std::string csv = provenance_comment(provenance, "# ") + "day,beta_deg,eclipse_min\n";
  LinePlot beta{.title = fmt::format("Beta angle, {:.0f} km, {}", question.altitude_km, question.year),
                .x_label = "day of the year",
                .y_label = "beta angle [deg]",
                .series = {{.name = "beta", .points = {}}}};
  LinePlot eclipse{
      .title = fmt::format("Eclipse per orbit, {:.0f} km, {}", question.altitude_km, question.year),
      .x_label = "day of the year",
      .y_label = "eclipse [min]",
      .series = {{.name = "eclipse", .points = {}}},
      .y_from_zero = true};
  for (std::size_t day = 0; day < year.beta.size(); ++day) {
    const double date = double(day) + 1, angle = year.beta[day] / 1_deg, minutes = year.duration[day] / 1_min;
    csv += fmt::format("{:.0f},{:.6f},{:.6f}\n", date, angle, minutes);
    beta.series[0].points.emplace_back(date, angle);
    eclipse.series[0].points.emplace_back(date, minutes);
  }
  write_file_whole(folder + "/orbit_year.csv", csv);
  plot_or_note(folder + "/beta.svg", beta, provenance);
  plot_or_note(folder + "/eclipse.svg", eclipse, provenance);
  fmt::print(stderr, "wrote {}/: orbit_year.csv, beta.svg, eclipse.svg\n", folder);
}

}  // namespace

int run_orbit(const OrbitQuestion& question, const OutputChoice& output) {
  const Orbit orbit = orbit_asked_for(question);
  const EclipseYear year = eclipse_year(orbit, question.year);
  Provenance provenance = bare_provenance();
  provenance.spec = asked(question);
  nlohmann::ordered_json json = {{"altitude_km", question.altitude_km},
                                 {"year", question.year},
                                 {"inclination_deg", orbit.inclination / 1_deg},
                                 {"period_s", orbital_period(orbit.altitude)},
                                 {"beta_min_deg", year.beta_min / 1_deg},
                                 {"beta_max_deg", year.beta_max / 1_deg},
                                 {"longest_eclipse_s", year.longest},
                                 {"longest_umbra_s", year.longest_umbra},
                                 {"season_days", year.season_days},
                                 {"umbra_season_days", year.umbra_season_days},
                                 {"eclipses_per_year", year.cycles_per_year},
                                 {"sunlit_fraction", year.sunlit_fraction}};
  if (question.events) json["events"] = event_list(orbit, question.year);
  if (output.json) {
    json["provenance"] = {
        {"version", provenance.version}, {"revision", provenance.revision}, {"asked", provenance.spec}};
    fmt::print("{}\n", json.dump(2));
  } else {
    for (const auto& [key, value] : json.items())
      if (key != "events") fmt::print("{:<20}{}\n", key, value.dump());
    if (question.events)
      for (const auto& event : json["events"]) fmt::print("{}\n", event.dump());
  }
  if (!output.folder.empty()) write_year(output.folder, question, year, provenance);
  return 0;
}

}  // namespace sunrack::app
