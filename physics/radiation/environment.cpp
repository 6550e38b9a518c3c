#include "physics/radiation/environment.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "physics/constants.h"
#include "physics/radiation/cosmic_rays.h"
#include "physics/radiation/cutoff.h"
#include "physics/radiation/orbit_samples.h"
#include "physics/radiation/solar_particles.h"
#include "physics/radiation/trapped.h"
#include "physics/require.h"

namespace sunrack {
namespace {

void require_options(const RadiationOptions& options) {
  require(std::isfinite(options.duration) && options.duration > 0, "radiation: duration", options.duration,
          "must be positive [s]");
  require(options.solar_particle_confidence > 0 && options.solar_particle_confidence < 1,
          "radiation: confidence of the solar particles", options.solar_particle_confidence,
          "must be above 0 and below 1");
}

void add_belts(const OrbitSamples& samples, const RadiationOptions& options, RadiationEnvironment& result) {
  const auto& protons = TrappedEnergies::standard(proton_belt(options.solar));
  const auto& electrons = TrappedEnergies::standard(electron_belt(options.solar));
  const TrappedEnergies* const belts[] = {&protons, &electrons};
  std::optional<GeomagneticField> other;
  if (options.belt_field_year) other = igrf_14(*options.belt_field_year);
  const auto flux =
      trapped_orbit_average(belts, samples,
                            {.field = other ? &*other : nullptr,
                             .rule = options.expert ? FieldEpochRule::expert : FieldEpochRule::enforce,
                             .threads = options.threads});
  result.trapped_protons = trapped_spectrum(protons, flux[0]);
  result.trapped_electrons = trapped_spectrum(electrons, flux[1]);
}

/// The cutoff varies far more gently along an orbit than the belts do.
GeomagneticTransmission transmission_of(const OrbitSamples& samples) {
  constexpr std::size_t places = 3000;
  const std::size_t stride = std::max<std::size_t>(1, samples.samples.size() / places);
  std::vector<Eigen::Vector3d> positions;
  for (std::size_t i = stride / 2; i < samples.samples.size(); i += stride)
    positions.push_back(samples.samples[i].position);
  return geomagnetic_transmission(positions);
}

}  // namespace

RadiationEnvironment radiation_environment(const RadiationOrbit& orbit, const RadiationOptions& options) {
  require_options(options);
  const bool about_earth = orbit.kind == RadiationOrbit::Kind::earth;
  RadiationEnvironment result{.duration = options.duration};
  GeomagneticTransmission transmission = interplanetary_transmission();
  double sun = 1;
  if (about_earth) {
    const OrbitSamples samples =
        orbit_samples(orbit, options.revolutions, options.points_per_revolution, options.duration);
    add_belts(samples, options, result);
    transmission = transmission_of(samples);
  } else {
    sun = solar_distance_factor(orbit.sun_distance);
  }
  const double modulation = options.modulation.value_or(cosmic_ray_modulation(options.solar));
  result.cosmic_rays = cosmic_rays(modulation, transmission);
  const auto arriving = [&](const Spectrum& protons) {
    return protons.energy.empty() ? protons : scaled(transmitted(protons, 1, 1, transmission), sun);
  };
  result.solar_protons = arriving(mission_protons(options.solar_particles, options.solar, options.duration,
                                                  options.solar_particle_confidence));
  result.worst_day_protons = arriving(worst_day_protons());
  for (IonSpectrum& ion : result.worst_day_ions = worst_day_ions())
    ion.spectrum = scaled(transmitted(ion.spectrum, ion.atomic_number, ion.mass_number, transmission), sun);
  return result;
}

}  // namespace sunrack
