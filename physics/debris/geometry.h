#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace sunrack {

/// Ahead, along the orbit's normal, to zenith.
using Direction = std::array<double, 3>;

/// Particles from one direction; the weights of a list of rays sum to 1.
struct Ray {
  Direction from = {};          ///< unit vector towards where they seem to come from
  double speed = 0;             ///< [m/s] relative to the satellite, root of the mean square
  double weight = 0;            ///< [-] of the flux through a small sphere
  std::size_t speed_class = 0;  ///< the bin of speed that it was made of
};

/// How finely a sky of meteoroids is resolved.
struct SkyOptions {
  int speeds = 12;         ///< bins of equal weight
  int heights = 20;        ///< bands of equal area above Earth's limb
  int azimuths = 40;       ///< 20 x 40 give the factors of fixed faces to 0.3 %
  bool own_motion = true;  ///< false: as a satellite at rest would see it
};

/// Meteoroids from an isotropic sky that Earth (with 100 km of atmosphere) hides in part, seen from a
/// satellite in a circular orbit at `altitude` [m]: its own velocity adds to theirs.
std::vector<Ray> meteoroid_rays(double altitude, const SkyOptions& options);

/// Debris in circular orbits as high as the satellite's: a relative speed v comes from the azimuths
/// +-acos(v / 2 v0) about ram, and within a few degrees of the horizontal (a normal spread of 4 degrees,
/// assumed: eccentricities of some hundredths).
std::vector<Ray> debris_rays(double inclination, int speeds);

}  // namespace sunrack
