#pragma once

#include <Eigen/Core>
#include <functional>
#include <vector>

#include "physics/constants.h"
#include "physics/orbit/eclipse_year.h"
#include "physics/orbit/orbit.h"

namespace sunrack {

struct OcculterShape {
  double radius = 0;      ///< [m] equatorial
  double flattening = 0;  ///< [-] 0 = sphere; polar axis along z
};

/// [-] fraction of the Sun's disc that a satellite sees, 0 in umbra, 1 in sunlight, in between in penumbra
/// and in an annular eclipse. Positions from the Earth's centre [m]. Overlap of apparent discs, Montenbruck &
/// Gill (2000) section 3.4.2; with a flattening, the Earth's limb along the Sun's azimuth.
/// @throws std::invalid_argument for a satellite inside the Earth or the Sun
double sunlit_fraction(const Eigen::Vector3d& satellite, const Eigen::Vector3d& sun,
                       const OcculterShape& earth, double sun_radius);

/// [rad] signed angles of the shadow's edges, smooth in time and position: root functions for an integrator.
struct ShadowEdges {
  double penumbra =
      0;  ///< of the Sun's lower rim over the Earth's limb: negative while any of the disc is covered
  double umbra = 0;  ///< of its upper rim: negative while all of the disc is covered
};
/// Positions from the Earth's centre [m]. @throws std::invalid_argument as sunlit_fraction does
ShadowEdges shadow_edges(const Eigen::Vector3d& satellite, const Eigen::Vector3d& sun,
                         const OcculterShape& earth = {.radius = constants::earth_radius},
                         double sun_radius = constants::sun_radius);

/// One passage through the Earth's shadow. All [s]; times TT since J2000.0.
struct EclipseEvent {
  double penumbra_entry = 0, umbra_entry = 0, umbra_exit = 0, penumbra_exit = 0;
  bool has_umbra =
      false;  ///< false: a grazing passage through penumbra only (umbra times are then both mid-passage)
};

/// Position from the Earth's centre [m] at a time [s].
using PositionFunction = std::function<Eigen::Vector3d(double time)>;

/// Every eclipse of any orbit between two times, in order. Samples every `step` [s], then locates the edges
/// of penumbra and umbra by root finding to 1e-5 s; a grazing passage between two samples is found as the
/// minimum of the Sun's angle from the limb. A passage under way at `start` or `end` is cut there. Use at
/// least ten steps per revolution.
std::vector<EclipseEvent> eclipse_events(const PositionFunction& satellite, const PositionFunction& sun,
                                         const OcculterShape& earth, double sun_radius, double start,
                                         double end, double step);

/// The same for a circular orbit that is at its ascending node at its epoch (satellite_position).
/// @throws ModelError outside 1900..2100
std::vector<EclipseEvent> eclipse_events(const Orbit& orbit, double start, double end,
                                         const OcculterShape& earth = {.radius = constants::earth_radius});

}  // namespace sunrack
