#pragma once

#include <string>

namespace sunrack {

/// Solar and geomagnetic activity: low F10.7 = 70, Ap = 4; mean 140, 15; high 250, 45 (10^-22 W/(m^2 Hz), -).
enum class SolarActivity { low, mean, high };
SolarActivity solar_activity(
    const std::string& name);  ///< "low", "mean", "high"; @throws std::invalid_argument

/// [kg/m^3] total mass density of the upper atmosphere at an altitude [m], 200..1500 km: mean over season,
/// latitude and local time of NRLMSISE-00 (Picone et al. 2002, doi:10.1029/2002JA009430), its logarithm
/// interpolated linearly. The model itself is good to about 15 % (recalled) at 200-600 km for known activity,
/// and worse above 1000 km.
/// @throws ModelError outside 200..1500 km
double atmosphere_density(double altitude, SolarActivity activity);

}  // namespace sunrack
