#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

/// The subcommands. Each takes what the command line said and returns the exit code; bad input throws
/// std::invalid_argument (exit 2), no answer ModelError (exit 3).
namespace sunrack::app {

/// Where a specification comes from.
struct SpecSource {
  std::string spec = "reference-2026";  ///< preset or file
  std::vector<std::string> overrides;   ///< "key=value"
};

struct OutputChoice {
  bool json = false;
  std::string folder;  ///< "" = none asked for
  bool quiet = false;
  unsigned threads = 0;  ///< 0 = all cores
};

int run_size(const SpecSource& source, const OutputChoice& output);

struct OrbitQuestion {
  double altitude_km = 600;
  std::optional<double> ltan_h;           ///< of a sun-synchronous orbit; 18 if not given
  std::optional<double> inclination_deg;  ///< of another one
  std::optional<double> raan_deg;         ///< of another one; 0 if not given
  int year = 2026;
  bool events = false;
};
int run_orbit(const OrbitQuestion& question, const OutputChoice& output);

struct IrradianceQuestion {
  double altitude_km = 600;
  double tilt_deg = 0, azimuth_deg = 0, solar_zenith_deg = 0;
  double albedo = 0.3, earth_infrared_W_per_m2 = 239;
};
int run_irradiance(const IrradianceQuestion& question, const OutputChoice& output);

int run_sweep(const SpecSource& source, const std::vector<std::string>& axes, const OutputChoice& output);

struct MonteCarloQuestion {
  std::int64_t samples = 10000;
  std::int64_t seed = 1;
};
int run_monte_carlo(const SpecSource& source, const MonteCarloQuestion& question, const OutputChoice& output);
int run_optimise(const SpecSource& source, const OutputChoice& output);
int run_margins(const SpecSource& source, const OutputChoice& output);
int run_ledger(const std::string& file, bool check);
int run_presets(const std::string& name, bool reference);

/// What runs when a subcommand was named, by its name; returns the exit code.
using Runs = std::map<std::string, std::function<int()>>;

// Each adds one subcommand with its options to the program and what runs it to `runs`.
void add_radiation(CLI::App& app, Runs& runs);
void add_train(CLI::App& app, Runs& runs);
void add_bitflips(CLI::App& app, Runs& runs);
void add_punctures(CLI::App& app, Runs& runs);
void add_inject(CLI::App& app, Runs& runs);
void add_panel(CLI::App& app, Runs& runs);
void add_fly(CLI::App& app, Runs& runs);
void add_surfaces(CLI::App& app, Runs& runs);
void add_lifetime(CLI::App& app, Runs& runs);
void add_package(CLI::App& app, Runs& runs);
void add_network(CLI::App& app, Runs& runs);
void add_claims(CLI::App& app, Runs& runs);
void add_everyone(CLI::App& app, Runs& runs);
void add_orbit_or_ground(CLI::App& app, Runs& runs);

}  // namespace sunrack::app
