#pragma once

#include <Eigen/Core>
#include <vector>

#include "physics/orbit/atmosphere.h"
#include "physics/orbit/orbit_point.h"

namespace sunrack {

struct OrbitState {
  double time = 0;                                     ///< [s] TT since J2000.0
  Eigen::Vector3d position = Eigen::Vector3d::Zero();  ///< [m] equator of date, taken as at rest
  Eigen::Vector3d velocity = Eigen::Vector3d::Zero();  ///< [m/s]
};

/// What acts on the satellite besides the Earth's central attraction.
struct OrbitForces {
  int zonal_degree = 4;  ///< [-] 0: none; 2, 3, 4: J2 to that degree (EGM96; J3, J4 recalled)
  bool sun = true;       ///< third bodies
  bool moon = true;      ///< position from ERFA's moon98 (Meeus 1998, 10 arc seconds)
  /// [m^2/kg] drag coefficient x frontal area / mass; 0: no drag. The air turns with the Earth; its density
  /// goes by the altitude over the equatorial radius.
  double ballistic_area = 0;
  SolarActivity activity = SolarActivity::mean;
};

struct PropagateOptions {
  double relative_tolerance = 1e-11;  ///< [-] of each step, of position and velocity
  double step = 30;                   ///< [s] between the kept states
};

/// A path that was integrated: states at equal steps, between them a cubic through positions and velocities
/// (0.02 m in low orbit at 30 s).
class OrbitPath {
 public:
  explicit OrbitPath(std::vector<OrbitState> states);  ///< two or more, equally spaced in time

  double start() const { return states_.front().time; }  ///< [s]
  double end() const { return states_.back().time; }     ///< [s]
  const std::vector<OrbitState>& states() const { return states_; }

  OrbitState state(double time) const;       ///< @throws ModelError outside start()..end()
  OrbitPoint operator()(double time) const;  ///< for a FlightEnvironment

 private:
  std::vector<OrbitState> states_;
};

/// Integrates the orbit from `start` until `end` [s] by Dormand and Prince's pair of orders 5 and 4
/// (Boost.Odeint). Stops with what it has when interrupted.
/// @throws std::invalid_argument for a start inside the Earth, a degree that is not 0, 2, 3 or 4, an end that
/// is not after the start; ModelError where drag is asked outside the atmosphere's table (re-entry below
/// 200 km) or outside 1900..2100
OrbitPath propagate_orbit(const OrbitState& start, double end, const OrbitForces& forces = {},
                          const PropagateOptions& options = {});

/// The osculating state of a closed-form orbit at `time`: mean radius and mean argument of latitude with the
/// periodic terms of first order in J2, so that an integration with J2 stays beside orbit_point.
/// (docs/models/orbit.md)
OrbitState osculating_state(const Orbit& orbit, double time);

}  // namespace sunrack
