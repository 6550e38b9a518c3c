#include "physics/radiation/cosmic_rays.h"

#include <algorithm>
#include <cmath>

#include "physics/radiation/cutoff.h"
#include "physics/radiation/data_file.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

// Mass of a nucleon as the model's own rigidity has it, times c^2.
const double nucleon = 938.279_MeV;

const double lowest_energy = 1_MeV, highest_energy = 100_GeV;
// Between these points the flux outside the field is a power law within 2.2e-3.
constexpr int points_per_decade = 20, decades = 5;

const CosmicRayElement& element(int atomic_number) {
  const auto& all = cosmic_ray_elements();
  require(atomic_number >= 1 && atomic_number <= int(all.size()), "cosmic rays: atomic number", atomic_number,
          "must be 1 to 28");
  return all[std::size_t(atomic_number - 1)];
}

void require_ion(int atomic_number, double mass_number) {
  require(atomic_number >= 1, "rigidity: atomic number", atomic_number, "must be positive");
  require(std::isfinite(mass_number) && mass_number > 0, "rigidity: mass number", mass_number,
          "must be positive");
}

}  // namespace

// Matthia et al. (2013); ISO 15390:2004, table 1. C is per MeV per nucleon here; read in a transcription.
const std::vector<CosmicRayElement>& cosmic_ray_elements() {
  static const std::vector<CosmicRayElement> elements = {
      {"H", 1, 1, 18.5, 2.74, 2.85},         {"He", 2, 4, 3.69, 2.77, 3.12},
      {"Li", 3, 6.9, 0.0195, 2.82, 3.41},    {"Be", 4, 9, 0.0177, 3.05, 4.3},
      {"B", 5, 10.8, 0.0492, 2.96, 3.93},    {"C", 6, 12, 0.103, 2.76, 3.18},
      {"N", 7, 14, 0.0367, 2.89, 3.77},      {"O", 8, 16, 0.0874, 2.7, 3.11},
      {"F", 9, 19, 0.00319, 2.82, 4.05},     {"Ne", 10, 20.2, 0.0164, 2.76, 3.11},
      {"Na", 11, 23, 0.00443, 2.84, 3.14},   {"Mg", 12, 24.3, 0.0193, 2.7, 3.65},
      {"Al", 13, 27, 0.00417, 2.77, 3.46},   {"Si", 14, 28.1, 0.0134, 2.66, 3.00},
      {"P", 15, 31, 0.00115, 2.89, 4.04},    {"S", 16, 32.1, 0.00306, 2.71, 3.3},
      {"Cl", 17, 35.4, 0.0013, 3.00, 4.40},  {"Ar", 18, 39.9, 0.00233, 2.93, 4.33},
      {"K", 19, 39.1, 0.00187, 3.05, 4.49},  {"Ca", 20, 40.1, 0.00217, 2.77, 2.93},
      {"Sc", 21, 44.9, 0.00074, 2.97, 3.78}, {"Ti", 22, 47.9, 0.00263, 2.99, 3.79},
      {"V", 23, 50.9, 0.00123, 2.94, 3.5},   {"Cr", 24, 52, 0.00212, 2.89, 3.28},
      {"Mn", 25, 54.9, 0.00114, 2.74, 3.29}, {"Fe", 26, 55.8, 0.00932, 2.63, 3.01},
      {"Co", 27, 58.9, 0.0001, 2.63, 4.25},  {"Ni", 28, 58.7, 0.00048, 2.63, 3.52},
  };
  return elements;
}

double cosmic_ray_modulation(SolarCycle solar) { return solar == SolarCycle::minimum ? 20 : 130; }

double modulation_from_neutron_monitor(double counts_per_minute) {
  require(counts_per_minute >= 4500 && counts_per_minute <= 7500,
          "modulation_from_neutron_monitor: counts_per_minute", counts_per_minute,
          "must be a rate of the Oulu monitor, 4500 to 7500 counts/min");
  return std::max(0.0, 638.7 - 0.093 * counts_per_minute);
}

double modulation_at(double year) {
  static const DataColumns data = parse_data("modulation.csv", radiation_data_file("modulation.csv"));
  const auto &years = data.column("year"), &figures = data.column("W");
  if (!(year >= years.front() && year <= years.back()))
    throw ModelError(fmt::format("modulation_at: the year {:.6g} is outside the figures, {:g} to {:g}", year,
                                 years.front(), years.back()));
  const auto above = std::upper_bound(years.begin() + 1, years.end() - 1, year);
  const auto i = std::size_t(above - years.begin());
  const double share = (year - years[i - 1]) / (years[i] - years[i - 1]);
  return figures[i - 1] + (figures[i] - figures[i - 1]) * share;
}

double rigidity(double energy_per_nucleon, int atomic_number, double mass_number) {
  require_ion(atomic_number, mass_number);
  require(std::isfinite(energy_per_nucleon) && energy_per_nucleon >= 0, "rigidity: energy",
          energy_per_nucleon, "must be finite and not negative [J per nucleon]");
  return mass_number / atomic_number * std::sqrt(energy_per_nucleon * (energy_per_nucleon + 2 * nucleon)) /
         constants::elementary_charge;
}

double energy_of_rigidity(double rigidity, int atomic_number, double mass_number) {
  require_ion(atomic_number, mass_number);
  require(std::isfinite(rigidity) && rigidity >= 0, "energy_of_rigidity: rigidity", rigidity,
          "must be finite and not negative [V]");
  const double momentum = rigidity * atomic_number / mass_number * constants::elementary_charge;
  return momentum * momentum / (nucleon + std::hypot(nucleon, momentum));
}

double cosmic_ray_flux(int atomic_number, double energy_per_nucleon, double modulation) {
  const CosmicRayElement& ion = element(atomic_number);
  require(
      energy_per_nucleon >= lowest_energy * (1 - 1e-12) && energy_per_nucleon <= highest_energy * (1 + 1e-12),
      "cosmic_ray_flux: energy", energy_per_nucleon, "must be 1 MeV to 100 GeV per nucleon [J]");
  require(modulation >= 0 && modulation <= 200, "cosmic_ray_flux: modulation", modulation,
          "must be 0 to 200, 20 at solar minimum and 130 at maximum");
  const double total = energy_per_nucleon + nucleon;
  const double beta = std::sqrt(energy_per_nucleon * (energy_per_nucleon + 2 * nucleon)) / total;
  const double gigavolts = rigidity(energy_per_nucleon, atomic_number, ion.mass_number) / 1_GV;
  const double scale = 0.37 + 3e-4 * std::pow(modulation, 1.45);
  const double per_steradian_and_mev =
      ion.coefficient * std::pow(beta, ion.alpha - 1) / std::pow(gigavolts, ion.gamma) *
      std::pow(gigavolts / (gigavolts + scale), 0.02 * modulation + 4.7) * ion.mass_number / atomic_number;
  return 4 * constants::pi * per_steradian_and_mev / 1_MeV;
}

std::vector<IonSpectrum> cosmic_rays(double modulation) {
  std::vector<IonSpectrum> result;
  for (const CosmicRayElement& ion : cosmic_ray_elements()) {
    Spectrum spectrum;
    for (int i = 0; i <= decades * points_per_decade; ++i) {
      const double energy = lowest_energy * std::pow(10, double(i) / points_per_decade);
      spectrum.energy.push_back(energy);
      spectrum.differential_flux.push_back(
          cosmic_ray_flux(ion.atomic_number, std::min(energy, highest_energy), modulation));
    }
    result.push_back({ion.atomic_number, ion.mass_number, std::move(spectrum)});
  }
  return result;
}

std::vector<IonSpectrum> cosmic_rays(double modulation, const GeomagneticTransmission& transmission) {
  std::vector<IonSpectrum> result = cosmic_rays(modulation);
  for (IonSpectrum& ion : result)
    ion.spectrum = transmitted(ion.spectrum, ion.atomic_number, ion.mass_number, transmission);
  return result;
}

}  // namespace sunrack
