#pragma once

#include "physics/radiation/environment.h"

namespace sunrack {

struct GeomagneticTransmission;

// All at 1 au, outside the Earth's field, omnidirectional. Fluences are spectra in [m^-2 J^-1].

/// Mean flux of protons, 0.1 to 500 MeV, of the worst day of October 1989 (CREME96).
Spectrum worst_day_protons();
/// Mean flux of ions of the same day, Z 2 and 6 to 28, 6.3 to 500 MeV per nucleon (CREME96): oxygen's
/// spectrum times the share of He, C, N and Ca, iron's times that of the others. Slower ions, which 0.3 mm of
/// aluminium stop, and the elements above nickel are not carried.
std::vector<IonSpectrum> worst_day_ions();

/// [years] in which the Sun is active of a mission: of each cycle of 11 years 7 are active and 4 are quiet,
/// with no protons worth counting in a total. A mission at maximum begins with active years, one at minimum
/// with quiet ones.
double active_years(SolarCycle solar, double duration);
/// Fluence of protons, 0.1 to 500 MeV, that the sum over some active years stays below with this confidence:
/// ESP-PSYCHIC. Carried are SPENVIS' figures at 0.95 for 2 and 3 years; between and beyond, each energy
/// follows the power of time through both (within 10 % of the model's lognormal law from 1 to 7 years). Less
/// than a year counts as one, as the model has no less; of more than a cycle of 7 active years the fluences
/// of the cycles are added, an upper bound at 0.95. 0 active years: no protons.
/// Another confidence is an ESTIMATE by the form of the model (ECSS-E-ST-10-04C, B.6), lognormal with
///   s^2 = ln(1 + V/T),  F(c) = F(0.95) exp((z(c) - z(0.95)) s),
/// T in years: the relative variance V was fitted to the ratio of the two carried figures (1.2 below 1 MeV,
/// 12 at 10 MeV, 110 above 100 MeV), as the model's own table could not be read. The second figure's four
/// quiet years make V too large rather than too small.
/// @throws ModelError for a confidence outside 0.5 to 0.99 or more than 30 active years;
/// std::invalid_argument unless 0 < confidence < 1 and the years are not negative
Spectrum esp_protons(double active_years, double confidence = 0.95);

/// Single large events as closed forms of fluence, 1 to 300 MeV (the first also above). King (1974), J.
/// Spacecraft 11, 401; the others Wilson et al. (1991), NASA RP-1257; all figures recalled.
enum class SolarEvent {
  king_august_1972,      ///< 7.9e9 exp((30 - E)/26.5) /cm2 above E [MeV]
  wilson_february_1956,  ///< 1.5e9 exp(-(E-10)/25) + 3e8 exp(-(E-100)/320)
  wilson_november_1960,  ///< 7.6e9 exp(-(E-10)/12) + 3.9e8 exp(-(E-100)/80)
  wilson_august_1972     ///< 6.6e8 exp(-(E-100)/30)
};
/// [m^-2] above an energy [J]. @throws std::invalid_argument outside 10 to 300 MeV
double event_integral_fluence(SolarEvent event, double energy);
Spectrum event_protons(SolarEvent event);  ///< 10 to 300 MeV
/// The fluence of a mission by one of the models. @throws as `esp_protons`
Spectrum mission_protons(SolarParticleModel model, SolarCycle solar, double duration, double confidence);

/// [-] factor of events at another distance [m] from the Sun: (1 au / r)^2 inside 1 au, 1 outside
/// (ECSS-E-ST-10-04C, recalled). @throws std::invalid_argument outside 0.3 to 10 au
double solar_distance_factor(double sun_distance);

}  // namespace sunrack
