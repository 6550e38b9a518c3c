#pragma once

#include <string>
#include <vector>

#include "physics/radiation/environment.h"

namespace sunrack {

struct GeomagneticTransmission;

/// Parameters of one element in the DLR model; ISO 15390:2004 gives the same C, gamma and alpha.
struct CosmicRayElement {
  std::string symbol;
  int atomic_number = 0;
  double mass_number = 0;  ///< [-] mean of the isotopes
  double coefficient = 0;  ///< [m^-2 sr^-1 s^-1 (MeV/n)^-1 GV^gamma] C
  double gamma = 0;        ///< [-] power of rigidity
  double alpha = 0;        ///< [-] power of the speed
};
/// Z 1 to 28, in order. Heavier ones are 1e-5 to 1e-3 of iron and left out.
const std::vector<CosmicRayElement>& cosmic_ray_elements();

/// [-] modulation W of the DLR model: 20 at solar minimum (protons within 6 % of CREME96's minimum of 1977),
/// 130 at maximum.
double cosmic_ray_modulation(SolarCycle solar);
/// [-] W from the count rate of the neutron monitor of Oulu, corrected for pressure [counts/min]:
///   W = 638.7 - 0.093 N, not below 0. The monthly rates are published at cosmicrays.oulu.fi. (Matthia et al.
/// 2013; the two numbers recalled.)
/// @throws std::invalid_argument outside 4500 to 7500 counts/min
double modulation_from_neutron_monitor(double counts_per_minute);
/// [-] W at a decimal year, 1951.5 to 2025.5: linear between the carried figures, means of the year up to
/// 2006 and half-yearly ones from then on. Single months differ by 20 and more at solar maximum.
/// @throws ModelError outside those years
double modulation_at(double year);

/// [V] momentum over charge, of an ion of kinetic energy [J per nucleon].
double rigidity(double energy_per_nucleon, int atomic_number, double mass_number);
/// [J per nucleon], the inverse.
double energy_of_rigidity(double rigidity, int atomic_number, double mass_number);

/// [m^-2 s^-1 J^-1] omnidirectional flux at 1 au outside the Earth's field, against energy per nucleon;
/// Matthia, Berger, Mrigakshi & Reitz (2013), Adv. Space Res. 51, 329:
///   phi = C beta^alpha / R^gamma (R / (R + R0))^Delta (A/Z) / beta,
///   R0 = 0.37 + 3e-4 W^1.45 [GV], Delta = 0.02 W + 4.7
/// @throws std::invalid_argument for an element that is not Z 1..28, an energy outside 1 MeV to 100 GeV per
/// nucleon, or W outside 0..200
double cosmic_ray_flux(int atomic_number, double energy_per_nucleon, double modulation);

/// All elements, 1 MeV to 100 GeV per nucleon, in interplanetary space or behind the Earth and its field.
std::vector<IonSpectrum> cosmic_rays(double modulation);
std::vector<IonSpectrum> cosmic_rays(double modulation, const GeomagneticTransmission& transmission);

}  // namespace sunrack
