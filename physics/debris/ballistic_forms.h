#pragma once

#include "physics/debris/ballistic_limit.h"

namespace sunrack::ballistic {

// The equations in the units in which they are published: cm, g/cm^3, km/s, ksi. Only the .cpp files of
// ballistic_limit include this.

inline double cm(double metres) { return metres * 100; }
inline double g_cm3(double density) { return density * 1e-3; }
inline double g_cm2(double areal_mass) { return areal_mass * 0.1; }
inline double ksi(double stress) { return stress / 6.894757293168e6; }

/// A sphere as the equations see it.
struct Shot {
  double v = 0;        ///< km/s
  double cosine = 1;   ///< of incidence
  double density = 0;  ///< g/cm^3
};

// Critical diameters in cm.
double single_wall(const SingleWall& wall, const Shot& shot);
double laminate(const LaminateWall& wall, const Shot& shot);
double glass(const GlassPlate& plate, const Shot& shot);
double whipple(const WhippleShield& shield, const Shot& shot);
double honeycomb(const HoneycombPanel& panel, const Shot& shot);
double triple(const TripleWall& wall, const Shot& shot);
double foam(const FoamPanel& panel, const Shot& shot);

}  // namespace sunrack::ballistic
