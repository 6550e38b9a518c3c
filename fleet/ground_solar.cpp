#include "fleet/ground_solar.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "physics/numerics/nearest_word.h"
#include "physics/numerics/sampling.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr int days_per_year = 365;

/// [-] sine of the Sun's elevation; declination after Cooper (1969), good to half a degree.
double sine_of_elevation(double latitude, int day, double hour) {
  const double declination = 23.45_deg * std::sin(2 * constants::pi * (284 + day) / days_per_year);
  const double angle = (hour - 12) / 24 * 2 * constants::pi;
  return std::sin(latitude) * std::sin(declination) +
         std::cos(latitude) * std::cos(declination) * std::cos(angle);
}

}  // namespace

const std::vector<SolarSite>& solar_site_catalogue() {
  static const std::vector<SolarSite> sites = {
      {"desert", 33_deg, 0.33, 0.15, 0.5, true, 0.40,
       "best sites of the United States 0.33..0.35 (LBNL 2024, read); clouds recalled"},
      {"median", 36_deg, 0.24, 0.35, 0.3, true, 0.40,
       "median of United States plants 0.24 (LBNL 2024, read); clouds recalled"},
      {"north-europe", 51_deg, 0.126, 0.55, 0.3, false, 0.50,
       "1100 kWh per kW and year (derived in the technology survey); clouds recalled"},
  };
  return sites;
}

const SolarSite& solar_site(const std::string& name) {
  std::vector<std::string> names;
  for (const SolarSite& known : solar_site_catalogue()) {
    if (known.name == name) return known;
    names.push_back(known.name);
  }
  throw std::invalid_argument("solar_site: \"" + name + "\" is not known; the nearest is " +
                              nearest_word(name, names));
}

std::vector<double> solar_year_of_hours(const SolarSite& site, std::uint64_t seed) {
  require(site.capacity_factor > 0.05 && site.capacity_factor < 0.45, "SolarSite: capacity_factor",
          site.capacity_factor, "must be from 0.05 to 0.45");
  require(std::abs(site.latitude) < 65_deg, "SolarSite: latitude", site.latitude,
          "must be within 65 degrees of the equator [rad]");
  require(site.cloud_spread >= 0 && site.cloud_spread < 1, "SolarSite: cloud_spread", site.cloud_spread,
          "must be from 0 to below 1");
  require(site.cloud_memory >= 0 && site.cloud_memory < 1, "SolarSite: cloud_memory", site.cloud_memory,
          "must be from 0 to below 1");
  std::vector<double> hours;
  hours.reserve(days_per_year * 24);
  RandomStream random(seed, 0);
  double state = random.normal();
  const double spread = std::sqrt(std::log1p(site.cloud_spread * site.cloud_spread));
  for (int day = 0; day < days_per_year; ++day) {
    state =
        site.cloud_memory * state + std::sqrt(1 - site.cloud_memory * site.cloud_memory) * random.normal();
    // No day is clearer than a clear sky: 1.3 times the mean.
    const double clearness = std::min(std::exp(spread * state - spread * spread / 2), 1.3);
    for (int hour = 0; hour < 24; ++hour) {
      const double sine = std::max(0.0, sine_of_elevation(site.latitude, day + 1, hour + 0.5));
      hours.push_back(clearness * std::pow(sine, site.tracking ? 0.5 : 1.15));
    }
  }
  // Rated power is a ceiling: the scale that gives the reported yield is found by bisection.
  const auto mean = [&](double scale) {
    double sum = 0;
    for (const double hour : hours) sum += std::min(1.0, scale * hour);
    return sum / double(hours.size());
  };
  double low = 0, high = 10;
  if (mean(high) < site.capacity_factor)
    throw ModelError("solar_year_of_hours: the site's nights are too long for its capacity factor");
  for (int round = 0; round < 60; ++round)
    (mean((low + high) / 2) < site.capacity_factor ? low : high) = (low + high) / 2;
  for (double& hour : hours) hour = std::min(1.0, high * hour);
  return hours;
}

double unserved_energy(const std::vector<double>& hours, double rated_power, double storage,
                       double round_trip) {
  require(!hours.empty(), "unserved_energy: hours", 0, "must not be empty");
  require(rated_power > 0, "unserved_energy: rated_power", rated_power, "must be positive");
  require(storage >= 0, "unserved_energy: storage", storage, "must not be negative [s]");
  require(round_trip > 0 && round_trip <= 1, "unserved_energy: round_trip", round_trip,
          "must be above 0 and at most 1");
  const double capacity = storage / 1_h;
  double charge = capacity, missing = 0;
  for (int pass = 0; pass < 2; ++pass) {
    missing = 0;
    for (const double hour : hours) {
      const double surplus = rated_power * hour - 1;
      if (surplus >= 0) {
        charge = std::min(capacity, charge + round_trip * surplus);
      } else {
        const double given = std::min(charge, -surplus);
        charge -= given;
        missing += -surplus - given;
      }
    }
  }
  return missing / double(hours.size());
}

}  // namespace sunrack
