#include "physics/orbit/atmosphere.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "physics/embedded.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

namespace embedded {
std::span<const EmbeddedFile> orbit_data();
}

using namespace units;

namespace {

struct Profile {
  std::vector<double> altitude;     ///< [m] increasing
  std::vector<double> log_density;  ///< natural logarithm of kg/m^3
};
using Profiles = std::array<Profile, 3>;  // indexed by SolarActivity

Profiles read_profiles() {
  const auto files = embedded::orbit_data();
  const auto file = std::find_if(files.begin(), files.end(),
                                 [](const auto& f) { return f.name == "atmosphere_density.csv"; });
  if (file == files.end()) throw std::logic_error("atmosphere_density.csv is not compiled in");
  Profiles profiles;
  std::istringstream lines{std::string(file->text)};
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#' || line.starts_with("activity,")) continue;
    std::istringstream fields(line);
    std::array<std::string, 5> field;  // activity, F10.7, Ap, altitude [km], mean density [kg/m^3]
    for (auto& text : field) std::getline(fields, text, ',');
    auto& profile = profiles[std::size_t(solar_activity(field[0]))];
    profile.altitude.push_back(std::stod(field[3]) * 1_km);
    profile.log_density.push_back(std::log(std::stod(field[4])));
  }
  return profiles;
}

}  // namespace

SolarActivity solar_activity(const std::string& name) {
  if (name == "low") return SolarActivity::low;
  if (name == "mean") return SolarActivity::mean;
  if (name == "high") return SolarActivity::high;
  throw std::invalid_argument(
      fmt::format("solar_activity: \"{}\" is not known; it must be \"low\", \"mean\" or \"high\"", name));
}

double atmosphere_density(double altitude, SolarActivity activity) {
  static const Profiles profiles = read_profiles();
  const auto& [altitudes, log_density] = profiles[std::size_t(activity)];
  if (!(altitude >= altitudes.front() && altitude <= altitudes.back()))
    throw ModelError(fmt::format("atmosphere_density: altitude = {:.6g} km, the table covers {:g}..{:g} km",
                                 altitude / 1_km, altitudes.front() / 1_km, altitudes.back() / 1_km));
  const auto above = std::upper_bound(altitudes.begin() + 1, altitudes.end() - 1, altitude);
  const auto i = std::size_t(above - altitudes.begin());
  const double x = (altitude - altitudes[i - 1]) / (altitudes[i] - altitudes[i - 1]);
  return std::exp((1 - x) * log_density[i - 1] + x * log_density[i]);
}

}  // namespace sunrack
