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

/// [-] psi(i): how the flux depends on inclination [rad], against an average orbit. The table is recalled;
/// 28.5 to 120 degrees, linear between; below 28.5 degrees it is the value there (the handbook's table 2-5
/// falls by 6 % from 28.5 degrees to the equator).
/// @throws ModelError above 120 degrees
double nasa90_inclination_factor(double inclination);

/// Relative speeds of debris by inclination [rad] with the weights of their flux.
std::vector<SpeedBin> debris_speed_bins(double inclination);

}  // namespace sunrack
