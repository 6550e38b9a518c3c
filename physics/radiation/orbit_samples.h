#pragma once

#include <Eigen/Core>
#include <vector>

#include "physics/radiation/environment.h"

namespace sunrack {

struct OrbitSample {
  double time = 0;           ///< [s] since the ascending node of its own revolution's track
  Eigen::Vector3d position;  ///< [m] Earth-fixed: x to longitude 0, z north
};

/// Positions of which each stands for the same share of the mission's time.
struct OrbitSamples {
  std::vector<OrbitSample> samples;  ///< one revolution after the other
  int revolutions = 0;               ///< ground tracks, their nodes evenly about the Earth
  int points_per_revolution = 0;     ///< evenly spaced in time
  double period = 0;                 ///< [s] Keplerian
};

/// @throws std::invalid_argument for an orbit that is not about the Earth, that dips below 150 km, whose
/// apogee is below its perigee or above 300,000 km, or an inclination outside 0..pi
void require_earth_orbit(const RadiationOrbit& orbit);

/// Samples an orbit about the Earth. Over months the ground tracks cover all longitudes evenly, so an average
/// over time is one over the mean anomaly and the longitude of the node. Each track turns with the Earth
/// below it, and its points are shifted along by the golden ratio against those of the track before: then
/// both averages converge together. A geosynchronous orbit (period within 0.1 % of the sidereal day) keeps
/// its longitude: all its tracks are the one of `longitude`. Plane and perigee stay as they are (secular J2
/// moves only the node, which is averaged, and the perigee, which is not followed).
/// @param revolutions, points_per_revolution  0: as many as halving of the step needs to change no orbit
/// average of the belts by more than 0.5 %
OrbitSamples orbit_samples(const RadiationOrbit& orbit, int revolutions = 0, int points_per_revolution = 0);

/// The successive positions of one satellite, evenly in time from its ascending node at `orbit.longitude`.
std::vector<OrbitSample> orbit_track(const RadiationOrbit& orbit, double duration, int points);

}  // namespace sunrack
