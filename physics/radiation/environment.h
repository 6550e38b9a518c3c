#pragma once

#include <optional>
#include <vector>

#include "physics/radiation/spectrum.h"

namespace sunrack {

enum class SolarCycle { minimum, maximum };

/// Where the satellite flies, as radiation sees it. The belts' models are in the frame of the dipole and
/// average over months: an orbit is sampled over many revolutions, not at one date.
struct RadiationOrbit {
  enum class Kind { earth, heliocentric };
  Kind kind = Kind::earth;
  double perigee_altitude = 0;     ///< [m] above the equatorial radius
  double apogee_altitude = 0;      ///< [m] equal to the perigee's of a circular orbit
  double inclination = 0;          ///< [rad]
  double argument_of_perigee = 0;  ///< [rad]
  /// [rad] east, of the first ascending node; a geostationary satellite's own. Absent: a mean of all.
  std::optional<double> longitude = {};
  double sun_distance = 149597870700.0;  ///< [m] of a heliocentric orbit
};
RadiationOrbit circular_orbit(double altitude, double inclination);

/// Protons of the Sun over the mission.
enum class SolarParticleModel {
  esp_psychic,           ///< total of the mission's active years at a confidence
  king_august_1972,      ///< one event in the mission, 10 to 300 MeV: King (1974)
  wilson_february_1956,  ///< the same, Wilson et al. (1991)
  wilson_november_1960,
  wilson_august_1972,
  none
};

struct RadiationOptions {
  SolarCycle solar = SolarCycle::minimum;  ///< of the belts, and of cosmic rays where `modulation` is absent
  double duration = 5 * 365.25 * 86400;    ///< [s] of the mission; solar particles are a fluence over it
  SolarParticleModel solar_particles = SolarParticleModel::esp_psychic;
  double solar_particle_confidence =
      0.95;                               ///< of ESP-PSYCHIC; another one is an estimate (solar_particles.h)
  std::optional<double> modulation = {};  ///< [-] W of the DLR model; 20 at solar minimum, 130 at maximum
  int revolutions = 0;                    ///< of the orbit that are sampled; 0: chosen for 0.5 %
  int points_per_revolution = 0;          ///< 0: chosen for 0.5 %
  /// Decimal year of IGRF for the belts in place of their own field: wrong by up to a factor of 13 in low
  /// orbits, there to compare with calculations that did so. Refused unless `expert`.
  std::optional<double> belt_field_year = {};
  bool expert = false;
  unsigned threads = 0;  ///< 0: all cores; results do not depend on it
};

/// Ions of one element.
struct IonSpectrum {
  int atomic_number = 0;
  double mass_number = 0;
  Spectrum spectrum;
};

/// Radiation about the satellite, outside its shield, averaged over the orbit; omnidirectional. The same
/// struct describes it behind a shield.
struct RadiationEnvironment {
  Spectrum trapped_protons;
  Spectrum trapped_electrons;
  Spectrum solar_protons;      ///< fluence at the asked confidence over the mission's duration
  Spectrum worst_day_protons;  ///< CREME96 worst day, for peak rates
  std::vector<IonSpectrum> worst_day_ions = {};  ///< the same day's ions of Z 2 to 28
  std::vector<IonSpectrum> cosmic_rays;          ///< Z 1 to 28, in order
  double duration = 0;                           ///< [s]
};

/// Belts (AP8, AE8), cosmic rays with cutoff and Earth shadow, solar protons with attenuation, along an
/// orbit. A heliocentric orbit has no belts and no cutoff; the Sun's protons change with its distance.
/// @throws std::invalid_argument on a bad orbit or option (below 150 km, a foreign field for the belts);
/// ModelError where a model has no answer (more than 30 active years)
RadiationEnvironment radiation_environment(const RadiationOrbit& orbit, const RadiationOptions& options = {});

}  // namespace sunrack
