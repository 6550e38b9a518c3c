#include "physics/orbit/albedo_integral.h"

#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/orbit/earth_rings.h"

namespace sunrack {
namespace {

using namespace earth_rings;

/// Integral over the azimuth of the product of the plate's lobe, centred at `azimuth` (0..pi), and the Sun's,
/// centred at 0, where both are positive. Closed form: the product is a trigonometric polynomial on one or
/// two arcs.
double ring_integral(const Lobe& plate, const Lobe& sun, const End& azimuth) {
  const double ca = azimuth.cosine, sa = azimuth.sine;
  const auto primitive = [&](const End& end) {
    const double sine = end.sine * ca - end.cosine * sa;  // of the angle from the plate's azimuth
    const double cosine = end.cosine * ca + end.sine * sa;
    return (plate.mean * sun.mean + plate.swing * sun.swing * ca / 2) * end.angle +
           plate.mean * sun.swing * end.sine + sun.mean * plate.swing * sine +
           plate.swing * sun.swing / 4 * (end.sine * cosine + end.cosine * sine);
  };
  const Arcs arcs = common_arcs(plate, sun, azimuth);
  double sum = 0;
  for (std::size_t i = 0; i < arcs.count; ++i) sum += primitive(arcs.arc[i].to) - primitive(arcs.arc[i].from);
  return sum;
}

}  // namespace

double albedo_view_factor(const AlbedoGeometry& g, int points) {
  const double orbit_radius = constants::earth_radius + g.altitude;
  const double limb_sine =  // of the cap's central angle
      std::sqrt(g.altitude * (2 * constants::earth_radius + g.altitude)) / orbit_radius;
  if (g.sun_zenith_cosine <= -limb_sine) return 0;                         // night as far as one sees
  if (g.tilt_cosine * orbit_radius <= -constants::earth_radius) return 0;  // the plate looks away

  const End azimuth{std::atan2(g.azimuth_sine, g.azimuth_cosine), g.azimuth_cosine, g.azimuth_sine};
  RingSet set;
  fill_rings(g, points, true, set);
  double sum = 0;
  for (std::size_t i = 0; i < set.count; ++i) {
    const Ring& ring = set.ring[i];
    sum += ring.weight *
           ring_integral({ring.nadir_cosine * g.tilt_cosine, ring.nadir_sine * g.tilt_sine},
                         {ring.central_cosine * g.sun_zenith_cosine, ring.central_sine * g.sun_zenith_sine},
                         azimuth);
  }
  return std::max(0.0, sum / constants::pi);
}

}  // namespace sunrack
