#pragma once

#include <vector>

#include "physics/debris/meteoroids.h"

namespace sunrack {

/// What the NASA90 debris flux depends on besides size.
struct Nasa90 {
  double altitude = 600e3;      ///< [m] circular; 300 to 2250 km
  double inclination = 1.7069;  ///< [rad] 0 to 120 degrees
  double year = 2028;           ///< [yr] calendar year, 1970 to 2100
  double solar_flux = 140;      ///< [sfu] 13-month mean of F10.7 in the year before; 50 to 400
  double shell_multiplier =
      1;  ///< [-] on the fragments' growth: dust of constellation shells, none published
};

/// [m^-2 s^-1] debris larger than `diameter` [m] on one side of a randomly tumbling plate: Kessler's closed
/// form (NASA TM-100471, SSP 30425). The exponent's 0.637^2 is recalled. Valid 1e-6 to 5 m.
/// @throws ModelError outside the ranges
double nasa90_flux(double diameter, const Nasa90& model);

/// What does not depend on size: the same flux for many diameters.
struct Nasa90Factors {
  double fragments = 0;  ///< [-] phi psi g1, of F1
  double intact = 0;     ///< [-] phi psi g2, of F2
};
Nasa90Factors nasa90_factors(const Nasa90& model);
double nasa90_flux(double diameter, const Nasa90Factors& factors);

/// [-] psi(i): how the flux depends on inclination [rad], against an average orbit. The table is recalled;
/// 28.5 to 120 degrees, linear between; below 28.5 degrees it is the value there (the handbook's table 2-5
/// falls by 6 % from 28.5 degrees to the equator).
/// @throws ModelError above 120 degrees
double nasa90_inclination_factor(double inclination);

/// [s/m] relative speed [m/s] of debris in a circular orbit of an inclination [rad], flux-weighted, norm 1:
/// Kessler's closed form (SSP 30425), recalled as a whole. It is believed because its means, 10.3 km/s
/// at 28.5 degrees and 13.1 at 98, are the 10 and 13 of ECSS-E-ST-10-04C J.2.2.1.3. Zero above twice
/// `debris_orbital_speed`.
double debris_speed_density(double speed, double inclination);
/// [m/s] the circular speed v0 of that form: an encounter at azimuth A from ram has speed 2 v0 cos A.
double debris_orbital_speed(double inclination);
/// That density as `count` bins of equal weight at their mean speeds.
std::vector<SpeedBin> debris_speed_bins(double inclination, int count = 10);

}  // namespace sunrack
