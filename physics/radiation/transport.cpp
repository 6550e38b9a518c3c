#include "physics/radiation/transport.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

// Of the energies behind a shield: between two of them a Bragg-flat spectrum is a power law within 1e-3.
constexpr double step = 0.06;

void require_depth(double areal_density) {
  require(std::isfinite(areal_density) && areal_density >= 0, "behind_shield: areal_density", areal_density,
          "must be finite and not negative [kg/m^2]");
}

/// Energies behind the shield: every point of the spectrum outside is kept where it comes out, with others
/// between, and the low energies into which slowing down carries particles.
std::vector<double> energies_behind(const Spectrum& outside, int z, double a, double depth,
                                    StoppingMaterial material) {
  std::vector<double> result;
  const double lowest = lowest_stopping_energy();
  for (const double energy : outside.energy) {
    const double rest = ion_range(material, z, a, energy) - depth;
    const double behind = rest > 0 ? ion_energy_of_range(material, z, a, rest) : 0;
    if (behind <= lowest) continue;
    if (result.empty()) {
      // Only where slower particles than this one were stopped there are low energies behind the shield.
      result.push_back(energy == outside.energy.front() ? behind : lowest);
      if (result.back() == behind) continue;
    }
    const double from = result.back();
    const int parts = std::max(1, int(std::ceil(std::log(behind / from) / step)));
    for (int part = 1; part < parts; ++part)
      result.push_back(from * std::pow(behind / from, double(part) / parts));
    if (behind > result.back() * (1 + 1e-12)) result.push_back(behind);
  }
  if (result.size() < 2) result.clear();
  return result;
}

/// Weighted sum on one grid as fine as the spectra's own, however many they are.
Spectrum mean(const std::vector<Spectrum>& spectra, const std::vector<double>& weight) {
  if (spectra.size() == 1) return scaled(spectra.front(), weight.front());
  std::vector<double> energies, ends;
  constexpr double beside = 1e-9;
  for (const Spectrum& one : spectra) {
    if (one.energy.empty()) continue;
    energies.insert(energies.end(), one.energy.begin(), one.energy.end());
    // A spectrum begins and ends with a step, which must not become a slope.
    const double first = one.energy.front(), last = one.energy.back();
    ends.insert(ends.end(), {first * (1 - beside), first, last, last * (1 + beside)});
  }
  std::sort(energies.begin(), energies.end());
  Spectrum result;
  double kept = 0;
  for (const double energy : energies)
    if (energy >= kept * (1 + step / 4)) result.energy.push_back(kept = energy);
  result.energy.insert(result.energy.end(), ends.begin(), ends.end());
  std::sort(result.energy.begin(), result.energy.end());
  result.energy.erase(std::unique(result.energy.begin(), result.energy.end()), result.energy.end());
  // The points beside the ends hold no particles; beyond the table of stopping powers they may not stand.
  while (!result.energy.empty() && result.energy.front() < lowest_stopping_energy())
    result.energy.erase(result.energy.begin());
  while (!result.energy.empty() && result.energy.back() > highest_stopping_energy()) result.energy.pop_back();
  if (result.energy.size() < 2) return {};
  for (const double energy : result.energy) {
    double flux = 0;
    for (std::size_t i = 0; i < spectra.size(); ++i)
      flux += weight[i] * differential_flux(spectra[i], energy);
    result.differential_flux.push_back(flux);
  }
  return result;
}

/// Cosines and weights of a slab lit from one side: Gauss-Legendre over the cosine, 8 points; half the sky.
constexpr std::array<std::pair<double, double>, 8> slab_angles = {{{0.0198550718, 0.0506142681},
                                                                   {0.1016667613, 0.1111905172},
                                                                   {0.2372337950, 0.1568533229},
                                                                   {0.4082826788, 0.1813418917},
                                                                   {0.5917173212, 0.1813418917},
                                                                   {0.7627662050, 0.1568533229},
                                                                   {0.8983332387, 0.1111905172},
                                                                   {0.9801449282, 0.0506142681}}};

/// The mean over spheres of several depths.
RadiationEnvironment behind(const RadiationEnvironment& environment, const std::vector<double>& depth,
                            const std::vector<double>& weight) {
  const auto each = [&](const Spectrum& spectrum, int z, double a) {
    std::vector<Spectrum> parts;
    for (const double one : depth) parts.push_back(slowed_down(spectrum, z, a, one));
    return mean(parts, weight);
  };
  RadiationEnvironment result;
  result.trapped_protons = each(environment.trapped_protons, 1, 1);
  result.solar_protons = each(environment.solar_protons, 1, 1);
  result.worst_day_protons = each(environment.worst_day_protons, 1, 1);
  const auto ions = [&](const std::vector<IonSpectrum>& outside) {
    std::vector<IonSpectrum> inside;
    for (const IonSpectrum& ion : outside)
      inside.push_back(
          {ion.atomic_number, ion.mass_number, each(ion.spectrum, ion.atomic_number, ion.mass_number)});
    return inside;
  };
  result.cosmic_rays = ions(environment.cosmic_rays);
  result.worst_day_ions = ions(environment.worst_day_ions);
  result.duration = environment.duration;
  return result;
}

}  // namespace

Spectrum slowed_down(const Spectrum& spectrum, int atomic_number, double mass_number, double areal_density,
                     StoppingMaterial material) {
  require_depth(areal_density);
  require_spectrum(spectrum, "slowed_down: spectrum");
  if (areal_density == 0 || spectrum.energy.empty()) return spectrum;
  Spectrum result;
  result.energy = energies_behind(spectrum, atomic_number, mass_number, areal_density, material);
  const double first = spectrum.energy.front(), last = spectrum.energy.back();
  for (const double energy : result.energy) {
    const double range = ion_range(material, atomic_number, mass_number, energy) + areal_density;
    const double before =
        std::clamp(ion_energy_of_range(material, atomic_number, mass_number, range), energy, last);
    // Rounding must not lose the first point.
    const double flux =
        before < first * (1 - 1e-9) ? 0 : differential_flux(spectrum, std::max(before, first));
    result.differential_flux.push_back(flux * ion_stopping_power(material, atomic_number, before) /
                                       ion_stopping_power(material, atomic_number, energy));
  }
  return result;
}

RadiationEnvironment behind_shield(const RadiationEnvironment& environment, double areal_density,
                                   ShieldGeometry geometry) {
  require_depth(areal_density);
  if (geometry == ShieldGeometry::sphere) {
    if (areal_density == 0) return environment;
    return behind(environment, {areal_density}, {1});
  }
  std::vector<double> depth, weight;
  for (const auto& [cosine, part] : slab_angles) {
    depth.push_back(areal_density / cosine);
    weight.push_back(part / 2);
  }
  return behind(environment, depth, weight);
}

RadiationEnvironment behind_shield(const RadiationEnvironment& environment,
                                   const std::vector<ShieldSector>& sectors) {
  require_sectors(sectors);
  std::vector<double> depth, weight;
  for (const ShieldSector& sector : sectors) {
    depth.push_back(equivalent_aluminium(sector.outside_in, Penetrator::proton));
    weight.push_back(sector.solid_angle_fraction);
  }
  return behind(environment, depth, weight);
}

}  // namespace sunrack
