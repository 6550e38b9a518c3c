#include "physics/radiation/cosmic_ray_dose.h"

#include <algorithm>
#include <cmath>

#include "physics/radiation/stopping.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr int per_decade =
    12;  // of energy behind the shield; 24 change the dose by 0.10 %, 96 by 0.17 % at most

/// What an ion does at the energies [J per nucleon] with which it may arrive.
struct Arrival {
  std::vector<double> energy, range, ratio;  ///< ratio: stopping power in silicon over that in aluminium
};

Arrival arrival(int atomic_number, double mass_number) {
  const double low = std::log(lowest_stopping_energy()), high = std::log(highest_stopping_energy());
  const int steps = int(std::ceil((high - low) / std::log(10.0) * per_decade));
  Arrival result;
  for (int i = 0; i <= steps; ++i) {
    const double energy = std::clamp(std::exp(low + (high - low) * i / steps), lowest_stopping_energy(),
                                     highest_stopping_energy());
    result.energy.push_back(energy);
    result.range.push_back(ion_range(StoppingMaterial::aluminium, atomic_number, mass_number, energy));
    result.ratio.push_back(ion_stopping_power(StoppingMaterial::silicon, atomic_number, energy) /
                           ion_stopping_power(StoppingMaterial::aluminium, atomic_number, energy));
  }
  return result;
}

/// Integral of phi'(E') S_Si(E') dE' with phi'(E') = phi(E) S_Al(E) / S_Al(E'), by the trapezoidal rule in ln
/// E'.
double dose_rate(const IonSpectrum& ion, const Arrival& arrivals, double depth) {
  const double longest = arrivals.range.back();
  const double step = std::log(arrivals.energy[1] / arrivals.energy[0]);
  double sum = 0;
  for (std::size_t i = 0; i < arrivals.energy.size(); ++i) {
    const double range = arrivals.range[i] + depth;
    if (range > longest) break;  // it would have begun above the highest energy
    const double before = depth > 0 ? ion_energy_of_range(StoppingMaterial::aluminium, ion.atomic_number,
                                                          ion.mass_number, range)
                                    : arrivals.energy[i];
    const double flux = differential_flux(ion.spectrum, before);
    if (flux == 0) continue;
    const double stopping =
        ion_stopping_power(StoppingMaterial::aluminium, ion.atomic_number, before) * arrivals.ratio[i];
    sum += flux * stopping * arrivals.energy[i] * step;
  }
  return sum;
}

}  // namespace

std::vector<double> cosmic_ray_dose(const RadiationEnvironment& environment,
                                    const std::vector<double>& aluminium) {
  require(std::isfinite(environment.duration) && environment.duration > 0, "cosmic_ray_dose: duration",
          environment.duration, "must be positive [s]");
  for (double depth : aluminium)
    require(std::isfinite(depth) && depth >= 0, "cosmic_ray_dose: aluminium", depth,
            "must not be negative [kg/m^2]");
  std::vector<double> dose(aluminium.size(), 0.0);
  for (const IonSpectrum& ion : environment.cosmic_rays) {
    require_spectrum(ion.spectrum, "cosmic_ray_dose: spectrum");
    if (ion.spectrum.energy.empty()) continue;
    const Arrival arrivals = arrival(ion.atomic_number, ion.mass_number);
    for (std::size_t i = 0; i < dose.size(); ++i)
      dose[i] += dose_rate(ion, arrivals, aluminium[i]) * environment.duration;
  }
  return dose;
}

}  // namespace sunrack
