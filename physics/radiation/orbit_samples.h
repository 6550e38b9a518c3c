#pragma once

#include <Eigen/Core>
#include <limits>
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
/// both averages converge together.
/// Where the orbit has a longitude, two things keep it from all others: a geosynchronous satellite (period
/// within 0.1 % of the sidereal day) is held at it, all tracks are the same; and in less than a turn of its
/// nodes a mission sees only the arc that they drift through (a day in low orbit, months close to
/// geosynchronous ones). The drift has the Earth's rotation and the secular J2 of the node; the perigee
/// stays.
/// @param revolutions, points_per_revolution  0: as many as halving of the step needs to change no orbit
/// average of the belts by more than 0.5 %
/// @param duration  [s] of the mission
OrbitSamples orbit_samples(const RadiationOrbit& orbit, int revolutions = 0, int points_per_revolution = 0,
                           double duration = std::numeric_limits<double>::infinity());

/// The successive positions of one satellite, evenly in time from its ascending node at `orbit.longitude` (0
/// where it has none).
std::vector<OrbitSample> orbit_track(const RadiationOrbit& orbit, double duration, int points);

}  // namespace sunrack
