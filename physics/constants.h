#pragma once

/// Physical constants in SI. Defined and measured values carry their source; derived ones are computed.
namespace sunrack::constants {

inline constexpr double pi = 3.141592653589793238;

// Exact by the definition of the SI (2019).
inline constexpr double boltzmann = 1.380649e-23;             ///< [J/K] k
inline constexpr double planck = 6.62607015e-34;              ///< [J s] h
inline constexpr double speed_of_light = 299792458.0;         ///< [m/s] c
inline constexpr double elementary_charge = 1.602176634e-19;  ///< [C] e
inline constexpr double standard_gravity = 9.80665;           ///< [m/s^2] g0, exact by convention (CGPM 1901)

/// [W/(m^2 K^4)] sigma = 2 pi^5 k^4 / (15 h^3 c^2)
inline constexpr double stefan_boltzmann = 2 * pi * pi * pi * pi * pi * boltzmann * boltzmann * boltzmann *
                                           boltzmann /
                                           (15 * planck * planck * planck * speed_of_light * speed_of_light);

/// [m] exact; IAU 2012 Resolution B2.
inline constexpr double astronomical_unit = 149597870700.0;
/// [W/m^2] total solar irradiance at 1 au; Kopp & Lean (2011), doi:10.1029/2010GL045777.
inline constexpr double solar_irradiance = 1361.0;
/// [m] radius of the Sun's photosphere; Allen's Astrophysical Quantities, 4th ed.; the value that shadow
/// models use.
inline constexpr double sun_radius = 6.96e8;

/// [m^3/s^2] gravitational parameter of the Earth; IERS Conventions (2010), Table 1.1, TT-compatible.
inline constexpr double earth_gravitational_parameter = 3.986004418e14;
/// [m] equatorial radius; WGS 84.
inline constexpr double earth_radius = 6378137.0;
/// [-] flattening; WGS 84.
inline constexpr double earth_flattening = 1 / 298.257223563;
/// [-] second zonal harmonic; EGM96, unnormalised.
inline constexpr double earth_j2 = 1.08262668e-3;
/// [s] tropical year; Astronomical Almanac.
inline constexpr double tropical_year = 31556925.19008;
/// [s] Julian year.
inline constexpr double julian_year = 365.25 * 86400.0;

}  // namespace sunrack::constants
