#pragma once

#include <optional>
#include <vector>

#include "physics/debris/debris_flux.h"
#include "physics/debris/flux_table.h"
#include "physics/debris/meteoroids.h"

namespace sunrack {

/// Where and when a satellite flies, as small particles see it.
struct DebrisEnvironment {
  double altitude = 600e3;      ///< [m] circular
  double inclination = 1.7069;  ///< [rad]
  double year = 2028;           ///< [yr] the high bound's; the low bound is frozen at 2000 if that is earlier
  double solar_flux = 140;      ///< [sfu] 13-month mean of F10.7 in the year before
  double shell_multiplier = 1;  ///< [-] see Nasa90
  double meteoroid_density = 1000;         ///< [kg/m^3]
  bool meteoroid_density_by_mass = false;  ///< SSP 30425's three classes instead of one density
  double debris_density = 2800;            ///< [kg/m^3] NASA/TM-2009-214785; steel is 7900
  bool debris = true;      ///< false: meteoroids alone (NASA90 is refused outside 300 to 2250 km)
  bool meteoroids = true;  ///< false: debris alone
  std::optional<FluxTable> debris_table =
      std::nullopt;        ///< in the place of NASA90: both bounds are the table's
  double uncertainty = 3;  ///< [-] factor each way on every rate; a table brings its own for debris
};

/// @throws std::invalid_argument on a bad field
void require_environment(const DebrisEnvironment& environment, const char* name);

/// Rates of one kind of event, best values; the truth lies within a factor `uncertainty` of them.
struct PenetrationRate {
  double meteoroid = 0;           ///< [m^-2 s^-1]
  double debris_low = 0;          ///< [m^-2 s^-1] growth frozen at 2000
  double debris_high = 0;         ///< [m^-2 s^-1] growth extrapolated to the year
  double uncertainty = 3;         ///< [-] of the meteoroids, and of the debris unless a table says better
  double debris_uncertainty = 3;  ///< [-]
};

struct RateInterval {
  double low = 0;   ///< [m^-2 s^-1]
  double high = 0;  ///< [m^-2 s^-1]
};
RateInterval meteoroid_interval(const PenetrationRate& rate);  ///< the value over and times its uncertainty
RateInterval debris_interval(const PenetrationRate& rate);     ///< low over, high times the uncertainty
RateInterval total_interval(const PenetrationRate& rate);      ///< sum of both
double total_low(const PenetrationRate& rate);                 ///< [m^-2 s^-1] meteoroids and low debris
double total_high(const PenetrationRate& rate);                ///< [m^-2 s^-1] meteoroids and high debris
PenetrationRate operator+(const PenetrationRate& a, const PenetrationRate& b);  ///< the larger uncertainty
PenetrationRate operator*(double factor, const PenetrationRate& rate);

/// Particles larger than `diameter` [m] on one side of a randomly tumbling plate.
/// @throws ModelError outside a model's range
PenetrationRate flux_above(const DebrisEnvironment& environment, double diameter);

}  // namespace sunrack
