#pragma once

#include <array>
#include <cstddef>

#include "physics/orbit/albedo_integral.h"

/// What the integrals over the visible Earth share: rings of constant nadir angle, cut where the integrand is
/// not smooth, and the arcs of a ring that count (docs/models/irradiance.md).
namespace sunrack::earth_rings {

/// Gauss-Legendre on 0..1.
struct Rule {
  std::array<double, 64> position{}, weight{};
};
const Rule& rule_of(int points);  ///< 1..64

/// mean + swing cos(azimuth - centre), which counts only where it is positive; swing >= 0.
struct Lobe {
  double mean, swing;
};

/// The end of an arc.
struct End {
  double angle, cosine, sine;
};

/// An arc of azimuth, from..to.
struct Arc {
  End from, to;
};
struct Arcs {
  std::array<Arc, 2> arc;
  std::size_t count = 0;
};

/// Where both the plate's lobe, centred at `azimuth` (0..pi), and the Sun's, centred at 0, are positive.
Arcs common_arcs(const Lobe& plate, const Lobe& sun, const End& azimuth);

/// One ring, seen from the satellite and from the Earth's centre.
struct Ring {
  double nadir_cosine, nadir_sine;      ///< [-] of the angle at the satellite
  double central_cosine, central_sine;  ///< [-] of the angle at the Earth's centre
  double weight;                        ///< [-] solid angle per azimuth, with the rule's weight
};

/// All rings of the visible cap: at most 5 smooth pieces of 64.
struct RingSet {
  std::array<Ring, 320> ring;
  std::size_t count = 0;
};

/// `points` per smooth piece. With `terminator` the pieces are cut where it begins to cut the rings, else
/// where the plate's horizon does alone. @param geometry as albedo_view_factor
void fill_rings(const AlbedoGeometry& geometry, int points, bool terminator, RingSet& set);

}  // namespace sunrack::earth_rings
