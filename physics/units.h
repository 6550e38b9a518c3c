#pragma once

#include "physics/constants.h"

/// A plain double is SI. These literals belong in .cpp files: `550_km`, `85_degC` (affine), `5_K`
/// (difference), and dividing by one gives the number in that unit: `altitude / 1_km`.
namespace sunrack::units {

#define SUNRACK_UNIT(suffix, factor)                                                           \
  constexpr double operator""_##suffix(long double value) { return double(value) * (factor); } \
  constexpr double operator""_##suffix(unsigned long long value) { return double(value) * (factor); }

SUNRACK_UNIT(m, 1.0)
SUNRACK_UNIT(km, 1e3)
SUNRACK_UNIT(cm, 1e-2)
SUNRACK_UNIT(mm, 1e-3)
SUNRACK_UNIT(um, 1e-6)
SUNRACK_UNIT(m2, 1.0)
SUNRACK_UNIT(kg, 1.0)
SUNRACK_UNIT(s, 1.0)
SUNRACK_UNIT(min, 60.0)
SUNRACK_UNIT(h, 3600.0)
SUNRACK_UNIT(day, 86400.0)
SUNRACK_UNIT(year, constants::julian_year)
SUNRACK_UNIT(K, 1.0)
SUNRACK_UNIT(W, 1.0)
SUNRACK_UNIT(kW, 1e3)
SUNRACK_UNIT(MW, 1e6)
SUNRACK_UNIT(J, 1.0)
SUNRACK_UNIT(Wh, 3600.0)
SUNRACK_UNIT(kWh, 3.6e6)
SUNRACK_UNIT(Pa, 1.0)
SUNRACK_UNIT(kPa, 1e3)
SUNRACK_UNIT(MPa, 1e6)
SUNRACK_UNIT(deg, constants::pi / 180)
SUNRACK_UNIT(percent, 1e-2)

// Radiation. An energy per nucleon is in J as well; 1 rad = 0.01 Gy.
SUNRACK_UNIT(cm2, 1e-4)
SUNRACK_UNIT(g_per_cm2, 10.0)
SUNRACK_UNIT(per_cm2, 1e4)
SUNRACK_UNIT(eV, constants::elementary_charge)
SUNRACK_UNIT(keV, 1e3 * constants::elementary_charge)
SUNRACK_UNIT(MeV, 1e6 * constants::elementary_charge)
SUNRACK_UNIT(GeV, 1e9 * constants::elementary_charge)
SUNRACK_UNIT(per_MeV, 1 / (1e6 * constants::elementary_charge))
SUNRACK_UNIT(MeV_cm2_per_g, 0.1 * 1e6 * constants::elementary_charge)
SUNRACK_UNIT(MeV_cm2_per_mg, 100 * 1e6 * constants::elementary_charge)
SUNRACK_UNIT(GV, 1e9)
SUNRACK_UNIT(gauss, 1e-4)
SUNRACK_UNIT(nT, 1e-9)
SUNRACK_UNIT(Gy, 1.0)
SUNRACK_UNIT(rad_dose, 1e-2)
SUNRACK_UNIT(krad, 10.0)
SUNRACK_UNIT(mil, 2.54e-5)

#undef SUNRACK_UNIT

/// [K] of a temperature in degrees Celsius. Affine: differences are `_K`.
constexpr double operator""_degC(long double value) { return double(value) + 273.15; }
constexpr double operator""_degC(unsigned long long value) { return double(value) + 273.15; }

}  // namespace sunrack::units
