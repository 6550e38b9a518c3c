#include "physics/radiation/solar_particles.h"

#include <algorithm>
#include <cmath>

#include "physics/radiation/data_file.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double cycle = 11, active_part = 7, quiet_part = 4;  // [years]

const DataColumns& table() {
  static const DataColumns data = parse_data("solar_protons.csv", radiation_data_file("solar_protons.csv"));
  return data;
}

std::vector<double> energies() {
  std::vector<double> result = table().column("E_MeV");
  for (double& energy : result) energy *= 1_MeV;
  return result;
}

/// Fluence of at most one cycle, [m^-2] above each energy.
std::vector<double> one_cycle(double years) {
  const auto &two = table().column("esp_2_years"), &three = table().column("esp_3_years");
  std::vector<double> result;
  for (std::size_t i = 0; i < two.size(); ++i) {
    const double power = std::log(three[i] / two[i]) / std::log(1.5);
    result.push_back(two[i] * 1_per_cm2 * std::pow(std::max(years, 1.0) / 2, power));
  }
  return result;
}

/// Active years from the beginning of a cycle that begins with `lead` quiet years.
double active_from(double lead, double years) {
  const double whole = std::floor(years / cycle), rest = years - whole * cycle;
  return whole * active_part + std::clamp(rest - lead, 0.0, active_part);
}

}  // namespace

Spectrum worst_day_protons() {
  Spectrum result{energies(), table().column("worst_day_differential")};
  for (double& flux : result.differential_flux) flux *= 4 * constants::pi / 1_MeV;
  return result;
}

double active_years(SolarCycle solar, double duration) {
  require(std::isfinite(duration) && duration > 0, "active_years: duration", duration,
          "must be finite and positive [s]");
  return active_from(solar == SolarCycle::minimum ? quiet_part : 0, duration / 1_year);
}

Spectrum esp_protons(double active_years, double confidence) {
  require(std::isfinite(active_years) && active_years >= 0, "esp_protons: active_years", active_years,
          "must be finite and not negative");
  require(confidence > 0 && confidence < 1, "esp_protons: confidence", confidence, "must be between 0 and 1");
  if (std::abs(confidence - 0.95) > 1e-9)
    throw ModelError(
        fmt::format("esp_protons: confidence {} has no answer: the model's figures are carried at 0.95 only, "
                    "its means and variances are not",
                    confidence));
  if (active_years > 30)
    throw ModelError(
        fmt::format("esp_protons: {:.4g} active years, the model is for 30 at most", active_years));
  if (active_years == 0) return {};
  std::vector<double> sum(energies().size(), 0.0);
  for (double left = active_years; left > 1e-12; left -= active_part) {
    const std::vector<double> part = one_cycle(std::min(left, active_part));
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += part[i];
  }
  return from_integral_flux(energies(), sum);
}

double event_integral_fluence(SolarEvent event, double energy) {
  require(energy >= 10_MeV * (1 - 1e-9) && energy <= 300_MeV * (1 + 1e-9), "event_integral_fluence: energy",
          energy, "must be 10 to 300 MeV [J]");
  const double mev = energy / 1_MeV;
  const auto fall = [mev](double fluence, double from, double scale) {
    return fluence * 1_per_cm2 * std::exp((from - mev) / scale);
  };
  switch (event) {
    case SolarEvent::king_august_1972:
      return fall(7.9e9, 30, 26.5);
    case SolarEvent::wilson_february_1956:
      return fall(1.5e9, 10, 25) + fall(3e8, 100, 320);
    case SolarEvent::wilson_november_1960:
      return fall(7.6e9, 10, 12) + fall(3.9e8, 100, 80);
    case SolarEvent::wilson_august_1972:
      return fall(6.6e8, 100, 30);
  }
  throw std::invalid_argument("event_integral_fluence: no such event");
}

Spectrum event_protons(SolarEvent event) {
  std::vector<double> energy, fluence;
  constexpr int points = 60;
  for (int i = 0; i <= points; ++i) {
    energy.push_back(10_MeV * std::pow(30, double(i) / points));
    fluence.push_back(event_integral_fluence(event, energy.back()));
  }
  // What is above the last energy is not in the spectrum.
  return from_integral_flux(energy, fluence);
}

double solar_distance_factor(double sun_distance) {
  const double au = sun_distance / constants::astronomical_unit;
  require(au >= 0.3 && au <= 10, "solar_distance_factor: sun_distance", sun_distance,
          "must be 0.3 to 10 au [m]");
  return au < 1 ? 1 / (au * au) : 1;
}

}  // namespace sunrack
