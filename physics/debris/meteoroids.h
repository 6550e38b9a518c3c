#pragma once

#include <functional>
#include <vector>

namespace sunrack {

/// [m^-2 s^-1] meteoroids heavier than `mass` [kg] that hit one side of a randomly tumbling plate at 1 au,
/// far from Earth. Grün et al. (1985) as in ECSS-E-ST-10-04C 10.2.4.1; valid 1e-15 to 0.5 kg (table J-5).
/// @throws ModelError outside the range
double meteoroid_flux_at_1_au(double mass);

/// What Earth and the satellite's motion make of the flux, factors on a randomly tumbling plate.
struct MeteoroidOrbitFactors {
  double gravity = 1;  ///< [-] G: Earth focuses
  double shield = 1;   ///< [-] s_f: Earth hides part of the sky
  double motion = 1;   ///< [-] K: the satellite runs into them
};

/// ECSS-E-ST-10-04C table J-6, linear in altitude [m] between its rows; 100 to 100 000 km.
/// @throws ModelError outside the table
MeteoroidOrbitFactors meteoroid_orbit_factors(double altitude);

/// [m^-2 s^-1] on one side of a randomly tumbling plate in a circular orbit: F0 G s_f K.
double meteoroid_flux(double mass, double altitude);

/// [s/m] of speed relative to Earth [m/s], flux-weighted; SSP 30425 / Erickson, recalled; 11.1 to 72.2 km/s,
/// zero outside. Its integral, 1.002, is divided out.
double meteoroid_speed_density(double speed);

struct SpeedBin {
  double speed = 0;  ///< [m/s] mean
  double root_mean_square =
      0;              ///< [m/s] at which holes are counted: they go about as the square of the speed
  double weight = 0;  ///< [-] of the flux; the weights of a list sum to 1
};
/// Any density of speed between two speeds [m/s] as `count` bins of equal weight.
std::vector<SpeedBin> equal_weight_bins(const std::function<double(double)>& density, double from, double to,
                                        int count);
/// The speed density as `count` bins of equal weight, relative to Earth.
std::vector<SpeedBin> meteoroid_speed_bins(int count);

/// Bulk density of the meteoroids of one range of mass.
struct MeteoroidDensity {
  double density = 1000;    ///< [kg/m^3]
  double minimum_mass = 0;  ///< [kg]
  double maximum_mass = 0;  ///< [kg]
};
/// One density for all masses of the flux.
std::vector<MeteoroidDensity> constant_meteoroid_density(double density);
/// 2000 kg/m^3 below 1e-9 kg, 1000 up to 1e-5 kg, 500 above: SSP 30425, recalled (the NASA handbook,
/// TM-2009-214785 2.6.1, says 2 falling to 0.5 over the same masses).
std::vector<MeteoroidDensity> meteoroid_density_by_mass();

}  // namespace sunrack
