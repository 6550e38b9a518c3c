#include "physics/radiation/circular_orbits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "physics/constants.h"
#include "physics/radiation/cosmic_rays.h"
#include "physics/radiation/cutoff.h"
#include "physics/radiation/data_file.h"
#include "physics/radiation/orbit_samples.h"
#include "physics/radiation/solar_particles.h"
#include "physics/radiation/trapped.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

const TrappedEnergies& native(TrappedModel model) {
  const auto make = [](TrappedModel of) { return TrappedEnergies(of, trapped_table(of).energies); };
  static const std::array all = {make(TrappedModel::ap8_min), make(TrappedModel::ap8_max),
                                 make(TrappedModel::ae8_min), make(TrappedModel::ae8_max)};
  return *std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.model() == model; });
}

/// Rows of one solar cycle, altitudes outermost.
std::vector<CircularOrbitRadiation> read_rows(const char* file, SolarCycle solar) {
  const DataColumns data = parse_data(file, radiation_data_file(file));
  const std::size_t protons = native(proton_belt(solar)).energies().size(),
                    electrons = native(electron_belt(solar)).energies().size(),
                    shares = transmission_rigidities().size();
  const std::size_t expected = tabulated_altitudes().size() * tabulated_inclinations().size();
  if (data.names.size() != 2 + protons + electrons + shares || data.values.front().size() != expected)
    throw std::invalid_argument(fmt::format("{}: cut short, {} rows of {} columns", file,
                                            data.values.front().size(), data.names.size()));
  std::vector<CircularOrbitRadiation> rows(expected);
  for (std::size_t row = 0; row < expected; ++row) {
    std::size_t column = 2;
    for (std::size_t i = 0; i < protons; ++i)
      rows[row].protons.push_back(data.values[column++][row] * 1_per_cm2);
    for (std::size_t i = 0; i < electrons; ++i)
      rows[row].electrons.push_back(data.values[column++][row] * 1_per_cm2);
    for (std::size_t i = 0; i < shares; ++i) rows[row].transmission.push_back(data.values[column++][row]);
  }
  return rows;
}

const std::vector<CircularOrbitRadiation>& rows_of(SolarCycle solar) {
  if (solar == SolarCycle::minimum) {
    static const auto rows = read_rows("circular_orbits_min.csv", SolarCycle::minimum);
    return rows;
  }
  static const auto rows = read_rows("circular_orbits_max.csv", SolarCycle::maximum);
  return rows;
}

/// The four corners about a place, with their weights.
struct Corners {
  std::array<const CircularOrbitRadiation*, 4> row;
  std::array<double, 4> weight;
};

/// Weighted mean of logarithms; where a corner has nothing, and of shares, of the numbers.
std::vector<double> blended(const Corners& corners, std::vector<double> CircularOrbitRadiation::*values) {
  const bool shares = values == &CircularOrbitRadiation::transmission;  // of rigidity they must not fall
  const std::size_t size = ((*corners.row[0]).*values).size();
  std::vector<double> result(size, 0.0);
  for (std::size_t i = 0; i < size; ++i) {
    double logarithm = 0, mean = 0;
    bool all = true;
    for (std::size_t k = 0; k < 4; ++k) {
      if (corners.weight[k] == 0) continue;
      const double value = ((*corners.row[k]).*values)[i];
      mean += corners.weight[k] * value;
      if (value > 0 && !shares)
        logarithm += corners.weight[k] * std::log(value);
      else
        all = false;
    }
    result[i] = all ? std::exp(logarithm) : mean;
    if (i > 0 && !shares) result[i] = std::min(result[i], result[i - 1]);  // an integral flux does not rise
  }
  return result;
}

/// Integral fluxes at the standard energies, between the native ones as the models have it: log flux linear
/// in energy.
Spectrum belt_spectrum(TrappedModel model, const std::vector<double>& flux) {
  const auto from = native(model).energies();
  const TrappedEnergies& standard = TrappedEnergies::standard(model);
  std::vector<double> integral;
  for (double energy : standard.energies()) {
    const auto above = std::upper_bound(from.begin() + 1, from.end() - 1, energy);
    const std::size_t i = std::size_t(above - from.begin()) - 1;
    const double share = (energy - from[i]) / (from[i + 1] - from[i]);
    integral.push_back(flux[i] > 0 && flux[i + 1] > 0
                           ? flux[i] * std::pow(flux[i + 1] / flux[i], std::clamp(share, 0.0, 1.0))
                           : flux[i] + (flux[i + 1] - flux[i]) * std::clamp(share, 0.0, 1.0));
  }
  return trapped_spectrum(standard, integral);
}

}  // namespace

const std::vector<double>& transmission_rigidities() {
  static const std::vector<double> nodes = [] {
    std::vector<double> rigidity;
    for (double GV :
         {0.1, 0.3, 0.5, 0.55, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0, 22.0, 32.0, 45.0, 64.0})
      rigidity.push_back(GV * 1_GV);
    return rigidity;
  }();
  return nodes;
}

const std::vector<double>& tabulated_altitudes() {
  static const std::vector<double> nodes = [] {
    std::vector<double> altitude;
    for (int km = 200; km <= 1500; km += km < 650 ? 25 : km < 1000 ? 50 : 100) altitude.push_back(km * 1_km);
    return altitude;
  }();
  return nodes;
}

const std::vector<double>& tabulated_inclinations() {
  static const std::vector<double> nodes = [] {
    std::vector<double> inclination;
    for (int half = 0; half < 120; half += 5) inclination.push_back(half / 2.0 * 1_deg);
    for (int degrees : {60, 65, 70, 75, 80, 90}) inclination.push_back(degrees * 1_deg);
    return inclination;
  }();
  return nodes;
}

CircularOrbitRadiation traced_circular_orbit(double altitude, double inclination, SolarCycle solar,
                                             int revolutions, int points_per_revolution) {
  const OrbitSamples samples =
      orbit_samples(circular_orbit(altitude, inclination), revolutions, points_per_revolution);
  const std::array belts = {&native(proton_belt(solar)), &native(electron_belt(solar))};
  auto averages = trapped_orbit_average(belts, samples);
  std::vector<Eigen::Vector3d> positions;
  for (const OrbitSample& sample : samples.samples) positions.push_back(sample.position);
  const GeomagneticTransmission transmission = geomagnetic_transmission(positions);
  CircularOrbitRadiation result{
      .protons = std::move(averages[0]), .electrons = std::move(averages[1]), .transmission = {}};
  for (double rigidity : transmission_rigidities()) result.transmission.push_back(transmission(rigidity));
  return result;
}

CircularOrbitRadiation tabulated_circular_orbit(double altitude, double inclination, SolarCycle solar) {
  const auto &altitudes = tabulated_altitudes(), &inclinations = tabulated_inclinations();
  require(inclination >= 0 && inclination <= constants::pi, "tabulated_circular_orbit: inclination",
          inclination, "must be from 0 to pi [rad]");
  if (!(altitude >= altitudes.front() && altitude <= altitudes.back()))
    throw ModelError(
        fmt::format("tabulated_circular_orbit: altitude {:.6g} km is outside the table, {:.0f} to "
                    "{:.0f} km",
                    altitude / 1_km, altitudes.front() / 1_km, altitudes.back() / 1_km));
  const double tilt = std::clamp(std::min(inclination, constants::pi - inclination), inclinations.front(),
                                 inclinations.back());
  const auto place = [](const std::vector<double>& nodes, double at) {
    const auto above = std::upper_bound(nodes.begin() + 1, nodes.end() - 1, at);
    return std::size_t(above - nodes.begin()) - 1;
  };
  const std::size_t a = place(altitudes, altitude), b = place(inclinations, tilt);
  const double u = (altitude - altitudes[a]) / (altitudes[a + 1] - altitudes[a]),
               v = (tilt - inclinations[b]) / (inclinations[b + 1] - inclinations[b]);
  const auto& rows = rows_of(solar);
  const std::size_t first = a * inclinations.size() + b, next = first + inclinations.size();
  const Corners corners{{&rows[first], &rows[first + 1], &rows[next], &rows[next + 1]},
                        {(1 - u) * (1 - v), (1 - u) * v, u * (1 - v), u * v}};
  return {.protons = blended(corners, &CircularOrbitRadiation::protons),
          .electrons = blended(corners, &CircularOrbitRadiation::electrons),
          .transmission = blended(corners, &CircularOrbitRadiation::transmission)};
}

RadiationEnvironment circular_orbit_environment(const CircularOrbitRadiation& orbit,
                                                const RadiationOptions& options) {
  require(std::isfinite(options.duration) && options.duration > 0, "circular_orbit_environment: duration",
          options.duration, "must be positive [s]");
  const GeomagneticTransmission transmission{transmission_rigidities(), orbit.transmission};
  RadiationEnvironment environment;
  environment.duration = options.duration;
  environment.trapped_protons = belt_spectrum(proton_belt(options.solar), orbit.protons);
  environment.trapped_electrons = belt_spectrum(electron_belt(options.solar), orbit.electrons);
  environment.solar_protons =
      transmitted(mission_protons(options.solar_particles, options.solar, options.duration,
                                  options.solar_particle_confidence),
                  1, 1, transmission);
  environment.worst_day_protons = transmitted(worst_day_protons(), 1, 1, transmission);
  for (IonSpectrum& ion : environment.worst_day_ions = worst_day_ions())
    ion.spectrum = transmitted(ion.spectrum, ion.atomic_number, ion.mass_number, transmission);
  environment.cosmic_rays =
      cosmic_rays(options.modulation.value_or(cosmic_ray_modulation(options.solar)), transmission);
  return environment;
}

}  // namespace sunrack
