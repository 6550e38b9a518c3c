#include "physics/radiation/solar_particles.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "physics/radiation/cosmic_rays.h"
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

double standard_quantile(double confidence) {
  return boost::math::quantile(boost::math::normal_distribution<double>(), confidence);
}

double lognormal_width(double variance, double years) { return std::sqrt(std::log(1 + variance / years)); }

/// What the lognormal law with a relative variance makes of 3 against 2 years at 0.95.
double three_to_two(double variance) {
  const double two = lognormal_width(variance, 2), three = lognormal_width(variance, 3);
  return 1.5 * std::exp((two - three) * ((two + three) / 2 - standard_quantile(0.95)));
}

/// The relative variance that explains a ratio of 3 to 2 years; the ratio has a least value, 1.348, below
/// which its variance is taken. Of two that fit the larger: only it goes on to large energies.
double relative_variance(double ratio) {
  constexpr double of_least_ratio = 1.2;
  double low = of_least_ratio, high = 1e4;
  if (ratio <= three_to_two(low)) return low;
  while (high / low > 1 + 1e-12) {
    const double middle = std::sqrt(low * high);
    (three_to_two(middle) < ratio ? low : high) = middle;
  }
  return low;
}

const std::vector<double>& relative_variances() {
  static const std::vector<double> variances = [] {
    const auto &two = table().column("esp_2_years"), &three = table().column("esp_3_years");
    std::vector<double> result;
    for (std::size_t i = 0; i < two.size(); ++i) result.push_back(relative_variance(three[i] / two[i]));
    return result;
  }();
  return variances;
}

/// Fluence of at most one cycle, [m^-2] above each energy.
std::vector<double> one_cycle(double years, double confidence) {
  const auto &two = table().column("esp_2_years"), &three = table().column("esp_3_years");
  const double time = std::max(years, 1.0);
  const double deviations = confidence == 0.95 ? 0 : standard_quantile(confidence) - standard_quantile(0.95);
  std::vector<double> result;
  for (std::size_t i = 0; i < two.size(); ++i) {
    const double power = std::log(three[i] / two[i]) / std::log(1.5);
    double fluence = two[i] * 1_per_cm2 * std::pow(time / 2, power);
    if (deviations != 0) fluence *= std::exp(deviations * lognormal_width(relative_variances()[i], time));
    result.push_back(i > 0 ? std::min(fluence, result.back()) : fluence);  // an integral does not rise
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

std::vector<IonSpectrum> worst_day_ions() {
  static const DataColumns data = parse_data("solar_ions.csv", radiation_data_file("solar_ions.csv"));
  struct Share {
    int atomic_number;
    const char* like;
    double share;
  };
  // Of the differential fluxes at 20 MeV per nucleon; at 200 they are within 0.4 % of these.
  constexpr Share shares[] = {
      {2, "O", 48.95},     {6, "O", 0.4707},    {7, "O", 0.1205},    {8, "O", 1},         {9, "Fe", 4.56e-5},
      {10, "Fe", 0.2129},  {11, "Fe", 0.01744}, {12, "Fe", 0.2060},  {13, "Fe", 0.01826}, {14, "Fe", 0.3589},
      {15, "Fe", 2.28e-4}, {16, "Fe", 0.09746}, {17, "Fe", 1.68e-4}, {18, "Fe", 1.77e-3}, {19, "Fe", 3.64e-4},
      {20, "O", 0.04826},  {21, "Fe", 2.93e-4}, {22, "Fe", 4.38e-3}, {23, "Fe", 4.09e-4}, {24, "Fe", 0.0165},
      {25, "Fe", 5.63e-3}, {26, "Fe", 1},       {27, "Fe", 0.01303}, {28, "Fe", 0.03171}};
  std::vector<IonSpectrum> result;
  for (const Share& one : shares) {
    IonSpectrum ion{
        one.atomic_number, cosmic_ray_elements()[std::size_t(one.atomic_number) - 1].mass_number, {}};
    for (double energy : data.column("E_MeV")) ion.spectrum.energy.push_back(energy * 1_MeV);
    for (double flux : data.column(one.like))
      ion.spectrum.differential_flux.push_back(flux * one.share * 4 * constants::pi / 1_MeV);
    result.push_back(std::move(ion));
  }
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
  if (confidence < 0.5 || confidence > 0.99)
    throw ModelError(fmt::format(
        "esp_protons: confidence {} is outside 0.5 to 0.99, where the law is trusted", confidence));
  if (active_years > 30)
    throw ModelError(
        fmt::format("esp_protons: {:.4g} active years, the model is for 30 at most", active_years));
  if (active_years == 0) return {};
  std::vector<double> sum(energies().size(), 0.0);
  for (double left = active_years; left > 1e-12; left -= active_part) {
    const std::vector<double> part = one_cycle(std::min(left, active_part), confidence);
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

Spectrum mission_protons(SolarParticleModel model, SolarCycle solar, double duration, double confidence) {
  switch (model) {
    case SolarParticleModel::esp_psychic:
      return esp_protons(active_years(solar, duration), confidence);
    case SolarParticleModel::king_august_1972:
      return event_protons(SolarEvent::king_august_1972);
    case SolarParticleModel::wilson_february_1956:
      return event_protons(SolarEvent::wilson_february_1956);
    case SolarParticleModel::wilson_november_1960:
      return event_protons(SolarEvent::wilson_november_1960);
    case SolarParticleModel::wilson_august_1972:
      return event_protons(SolarEvent::wilson_august_1972);
    case SolarParticleModel::none:
      return {};
  }
  throw std::invalid_argument("mission_protons: no such model");
}

double solar_distance_factor(double sun_distance) {
  const double au = sun_distance / constants::astronomical_unit;
  require(au >= 0.3 && au <= 10, "solar_distance_factor: sun_distance", sun_distance,
          "must be 0.3 to 10 au [m]");
  return au < 1 ? 1 / (au * au) : 1;
}

}  // namespace sunrack
