#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/context.h"
#include "physics/constants.h"
#include "physics/numerics/file_output.h"
#include "physics/numerics/interrupt.h"
#include "physics/numerics/progress.h"
#include "physics/orbit/ephemeris.h"
#include "physics/require.h"
#include "satellite/flight_picture.h"
#include "satellite/flight_report.h"
#include "satellite/text_file.h"

namespace sunrack::app {

namespace {

struct FlyAsked {
  SpecSource source;
  OutputChoice output;
  std::optional<double> days;
  bool year = false;
  std::string environment = "nominal", start = "new-year", earth = "uniform", views = "traced",
              orbit = "closed", attitude, trace, checkpoint;
  std::optional<double> average_load, pump_stops_min, pump_restarts_min, safe_mode_min;
  double peak_period_min = 90, panel_scale = 1, trace_orbits = 3, wake_s = 60, tolerance = 1e-6;
  int segments = 6, frames = 24;
  bool first_day = false, flattened = false, resume = false, no_safe_mode = false;
};

double start_of(const FlyAsked& ask, const SatelliteSpec& spec, const SatelliteDesign& design) {
  if (ask.start == "new-year") return time_of_date(spec.orbit.year, 1, 1);
  if (ask.start == "longest-eclipse") {
    const EclipseYear year = eclipse_year(design.environment.orbit, spec.orbit.year);
    std::size_t worst = 0;
    for (std::size_t day = 0; day < year.duration.size(); ++day)
      if (year.duration[day] > year.duration[worst]) worst = day;
    return year.times[worst];
  }
  int y = 0, m = 0, d = 0, used = 0;
  if (std::sscanf(ask.start.c_str(), "%4d-%2d-%2d%n", &y, &m, &d, &used) == 3 &&
      std::size_t(used) == ask.start.size()) {
    try {
      return time_of_date(y, m, d);
    } catch (const std::invalid_argument&) {
      throw std::invalid_argument(fmt::format("--start {}: is no date of the calendar", ask.start));
    }
  }
  throw std::invalid_argument(fmt::format(
      "--start {}: must be a date such as 2026-03-21, new-year or longest-eclipse", one_line(ask.start)));
}

LoadProfile profile_of(const FlyAsked& ask) {
  if (!ask.trace.empty()) {
    if (ask.average_load) throw std::invalid_argument("--load-trace and --average-load: give one of them");
    const TextFile file = read_text_file(ask.trace);
    return LoadProfile::trace(file.text, file.name);
  }
  if (!ask.average_load) return LoadProfile::constant();
  if (*ask.average_load == 1) return LoadProfile::constant();
  return LoadProfile::peak_and_base(1, std::max(0.0, 2 * *ask.average_load - 1), *ask.average_load,
                                    ask.peak_period_min * 60);
}

FlightOptions options_of(const FlyAsked& ask, const SatelliteSpec& spec, const SatelliteDesign& design) {
  FlightOptions options;
  options.environment = ask.environment;
  if (ask.earth != "uniform" && ask.earth != "zonal")
    throw std::invalid_argument(fmt::format("--earth {}: must be uniform or zonal", one_line(ask.earth)));
  options.earth = ask.earth == "zonal" ? EarthPattern::zonal : EarthPattern::uniform;
  if (!ask.attitude.empty()) options.attitude = attitude_law(ask.attitude);
  options.flattened_earth = ask.flattened;
  if (ask.orbit != "closed" && ask.orbit != "integrated")
    throw std::invalid_argument(fmt::format("--orbit {}: must be closed or integrated", one_line(ask.orbit)));
  options.integrated_orbit = ask.orbit == "integrated";
  options.network = {.views = flight_views(ask.views),
                     .panel_scale = ask.panel_scale,
                     .panel_segments = ask.segments,
                     .end_of_life = !ask.first_day};
  options.policy.wake_time = ask.wake_s;
  options.profile = profile_of(ask);
  const auto minutes = [](std::optional<double> value) {
    return value ? std::optional<double>(*value * 60) : std::nullopt;
  };
  options.faults = {minutes(ask.pump_stops_min), minutes(ask.pump_restarts_min), minutes(ask.safe_mode_min)};
  options.start = start_of(ask, spec, design);
  if (ask.year && ask.days) throw std::invalid_argument("--year and --days: give one of them");
  options.duration = ask.year ? constants::julian_year : ask.days.value_or(1) * 86400;
  options.relative_tolerance = ask.tolerance;
  options.checkpoint = ask.checkpoint;
  options.resume = ask.resume;
  if (ask.resume && ask.checkpoint.empty())
    throw std::invalid_argument("--resume: --checkpoint must name the file");
  if (!ask.output.folder.empty())
    options.trace_duration = std::min(options.duration, ask.trace_orbits * design.environment.period);
  options.cancel = &interrupt_flag();
  return options;
}

void write_files(const FlyAsked& ask, const SatelliteSpec& spec, const SatelliteDesign& design,
                 const FlightOptions& options, const FlightReport& report, const nlohmann::ordered_json& json,
                 const Provenance& provenance) {
  const std::string& folder = ask.output.folder;
  create_folder(folder);
  const std::string heading = provenance_comment(provenance, "# ");
  write_file_whole(folder + "/flight.json", json.dump(2) + "\n");
  write_file_whole(folder + "/flight.txt", heading + "\n" + flight_text(report));
  write_file_whole(folder + "/nodes.csv", heading + flight_nodes_csv(report));
  write_file_whole(folder + "/orbits.csv", heading + flight_orbits_csv(report));
  write_file_whole(folder + "/cycles.csv", heading + flight_cycles_csv(report));
  std::string written = "flight.json, flight.txt, nodes.csv, orbits.csv, cycles.csv";
  const auto plot = [&](const char* name, const LinePlot& drawn) {
    if (plot_or_note(folder + "/" + name, drawn, provenance)) written += fmt::format(", {}", name);
  };
  if (!report.flight.trace.empty()) {
    write_file_whole(folder + "/trace.csv", heading + flight_trace_csv(report));
    written += ", trace.csv";
    plot("temperatures.svg", flight_temperature_plot(report));
    plot("power.svg", flight_power_plot(report));
  }
  if (report.flight.orbits.size() > 2) {
    plot("season.svg", flight_season_plot(report));
    plot("extremes.svg", flight_extremes_plot(report));
  }
  if (ask.frames > 0 && !report.flight.trace.empty()) {
    if (vtk_available()) {
      write_flight_pictures(
          folder, spec, design, options, report.flight, ask.frames,
          {{"program", fmt::format("sunrack {} ({})", provenance.version, provenance.revision)},
           {"spec", provenance.spec}});
      written += ", flight.pvd, open_flight.py (ParaView)";
    } else {
      fmt::print(stderr, "note: built without VTK, no flight.pvd\n");
    }
  }
  fmt::print(stderr, "wrote {}/: {}\n", folder, written);
}

int run_fly(const FlyAsked& ask) {
  const LoadedSpec loaded = load(ask.source);
  const SatelliteDesign design = size_satellite(loaded.spec);
  FlightOptions options = options_of(ask, loaded.spec, design);
  constexpr int hundredths = 100;
  Progress progress("fly", hundredths, {.quiet = ask.output.quiet});
  int shown = 0;
  options.progress = [&](double share) {
    for (const int now = int(share * hundredths); shown < now; ++shown) progress.advance();
  };
  FlightResult flight = fly(loaded.spec, design, options);
  if (!flight.complete) {
    fmt::print(stderr, "interrupted after {:.2f} of {:.2f} days{}\n", flight.flown / 86400,
               options.duration / 86400,
               ask.checkpoint.empty()
                   ? "; without --checkpoint it cannot be resumed"
                   : fmt::format("; go on with --resume --checkpoint {}", one_line(ask.checkpoint)));
    return interrupted_exit_code;
  }
  std::optional<SafeMode> safe_mode;
  if (!ask.no_safe_mode) safe_mode = fly_safe_mode(loaded.spec, design, options);
  const FlightReport report = flight_report(std::move(flight), std::move(safe_mode), ask.environment);
  nlohmann::ordered_json json = flight_json(report);
  json["provenance"] = provenance_json(loaded.provenance);
  if (ask.output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(ask.output, flight_text(report));
  if (!ask.output.folder.empty())
    write_files(ask, loaded.spec, design, options, report, json, loaded.provenance);
  return 0;
}

}  // namespace

void add_fly(CLI::App& app, Runs& runs) {
  const auto ask = std::make_shared<FlyAsked>();
  auto* c =
      app.add_subcommand("fly", "fly the sized satellite: orbit, temperatures, power and battery together");
  c->add_option("spec", ask->source.spec, "preset (sunrack presets) or TOML file")->capture_default_str();
  c->add_option("--set", ask->source.overrides, "key=value, as for size")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  c->add_option("--days", ask->days, "how long [1]")->check(CLI::Range(1e-3, 36525.0));
  c->add_flag("--year", ask->year, "365.25 days");
  c->add_option("--start", ask->start, "date (2026-03-21), new-year or longest-eclipse")
      ->capture_default_str();
  c->add_option("--environment", ask->environment, "hot, nominal or cold")->capture_default_str();
  c->add_option("--earth", ask->earth, "uniform or zonal albedo and infrared")->capture_default_str();
  c->add_option("--orbit", ask->orbit, "closed (J2) or integrated (J2-J4, Sun, Moon, drag; slower, for days)")
      ->capture_default_str();
  c->add_flag("--flattened-earth", ask->flattened, "shadow of the ellipsoid");
  c->add_option("--attitude", ask->attitude,
                "law in place of the spec's: nadir, orbit-normal, sun-pointing, ...");
  c->add_flag("--beginning-of-life", ask->first_day, "new cells and coating; else those of the life's end");
  c->add_option("--average-load", ask->average_load, "mean of full load and a lower base, 0.01..1")
      ->check(CLI::Range(0.01, 1.0));
  c->add_option("--peak-period-min", ask->peak_period_min, "of that square wave")
      ->check(CLI::Range(0.1, 1e6))
      ->capture_default_str();
  c->add_option("--load-trace", ask->trace, "CSV file time_s,load (0..1), repeated");
  c->add_option("--wake-s", ask->wake_s, "from an eclipse's end to work")
      ->check(CLI::Range(0.0, 1e5))
      ->capture_default_str();
  c->add_option("--pump-stops-min", ask->pump_stops_min, "the pump fails then")->check(CLI::Range(0.0, 1e9));
  c->add_option("--pump-restarts-min", ask->pump_restarts_min, "and runs again then")
      ->check(CLI::Range(0.0, 1e9));
  c->add_option("--safe-mode-min", ask->safe_mode_min, "chips, pump and loads off from then on")
      ->check(CLI::Range(0.0, 1e9));
  c->add_option(
       "--views", ask->views,
       "between the satellite's own surfaces: traced, strips (each segment of the panel by itself) or sizing")
      ->capture_default_str();
  c->add_option("--panel-scale", ask->panel_scale, "radiator's area over the sized one")
      ->check(CLI::Range(0.01, 10.0))
      ->capture_default_str();
  c->add_option("--panel-segments", ask->segments, "nodes along the flow")
      ->check(CLI::Range(1, 40))
      ->capture_default_str();
  c->add_option("--tolerance", ask->tolerance, "relative, of each step")
      ->check(CLI::Range(1e-12, 1e-2))
      ->capture_default_str();
  c->add_option("--checkpoint", ask->checkpoint, "file that holds the flight so far");
  c->add_flag("--resume", ask->resume, "go on from the checkpoint");
  c->add_flag("--no-safe-mode", ask->no_safe_mode, "leave out the cold day without power");
  c->add_option("--trace-orbits", ask->trace_orbits, "sampled for plots and ParaView")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str();
  c->add_option("--frames", ask->frames, "ParaView states; 0: none")
      ->check(CLI::Range(0, 10000))
      ->capture_default_str();
  c->add_flag("--json", ask->output.json, "JSON on standard output, units in the key names");
  c->add_option("--out", ask->output.folder, "folder for tables, plots and VTK files");
  c->add_flag("--quiet", ask->output.quiet, "no tables, no progress");
  runs["fly"] = [ask] { return run_fly(*ask); };
}

}  // namespace sunrack::app
