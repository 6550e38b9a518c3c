#pragma once

#include <Eigen/Core>
#include <memory>
#include <string>

#include "physics/orbit/orbit_point.h"
#include "physics/orbit/sky_map.h"

namespace sunrack {

/// How the body is held. Body axes of a satellite with a flat array and a radiator behind it: x is where the
/// array's cells look, y runs along the wings, the radiator lies in the plane z = 0 and its first (Earth)
/// face looks along -z.
enum class AttitudeLaw {
  /// x at the Sun; z as close to the zenith as that allows. The radiator is edge-on to the Sun, its first
  /// face
  /// toward the Earth (satellite/spec.h "edge-on-zenith").
  edge_on_zenith,
  /// x at the Sun; -z along Sun x vertical, about the velocity in a dawn-dusk orbit ("edge-on-velocity").
  edge_on_velocity,
  /// x at the Sun; z as close to the celestial north pole as that allows: no turning along the orbit.
  sun_pointing,
  /// x along the orbit normal, on the Sun's side of it; z to the zenith. The array loses the cosine of the
  /// Sun's distance from the normal, the radiator's first face looks straight down.
  orbit_normal,
  /// z to the zenith, x along the motion.
  nadir,
  /// Fixed in space at `start_axes`, and turning about `spin_axis` if a rate is given.
  spinning,
  /// Safe mode without control: every direction alike. There are no axes; loads are means over all
  /// orientations.
  tumbling
};
/// "edge-on-zenith", "edge-on-velocity", "sun-pointing", "orbit-normal", "nadir", "spinning", "tumbling".
/// @throws std::invalid_argument for any other name
AttitudeLaw attitude_law(const std::string& name);
const char* attitude_name(AttitudeLaw law);

struct Attitude {
  AttitudeLaw law = AttitudeLaw::edge_on_zenith;
  /// [rad] the body turned away from its law: about the law's x, then y, then z axis. With an edge-on law, a
  /// negative y leans the radiator's first face toward the Sun by that angle.
  Eigen::Vector3d offset = Eigen::Vector3d::Zero();
  // Of the spinning law alone:
  Eigen::Matrix3d start_axes = Eigen::Matrix3d::Identity();  ///< [-] body axes at `start`, equator of date
  Eigen::Vector3d spin_axis = Eigen::Vector3d::UnitZ();      ///< [-] unit vector, equator of date
  double spin_rate = 0;                                      ///< [rad/s]
  double start = 0;                                          ///< [s] TT since J2000.0
};

/// Body x, y, z as columns, equator of date: a proper rotation, continuous in time except where a law turns
/// over (edge_on_zenith with the Sun at the zenith or nadir; edge_on_velocity there too; orbit_normal as beta
/// changes sign).
/// @throws std::invalid_argument for the tumbling law, which has no axes, or a spin axis that is no unit
/// vector
Eigen::Matrix3d body_axes(const Attitude& attitude, const OrbitPoint& point);

/// What a face is fixed to.
enum class FaceMount {
  body,          ///< turns with the body
  toward_sun,    ///< on a drive that keeps it facing the Sun: the cells of a steered array
  away_from_sun  ///< its back
};

struct FlightFace {
  std::string name;
  Eigen::Vector3d normal = Eigen::Vector3d::UnitX();  ///< [-] outward, body axes; FaceMount::body alone
  FaceMount mount = FaceMount::body;
  /// [-] body axis of a drive with one hinge; zero: two hinges, exactly at the Sun. Steered faces alone.
  Eigen::Vector3d hinge = Eigen::Vector3d::Zero();
  /// What the rest of the satellite hides from it; none: nothing. FaceMount::body alone, and without effect
  /// while tumbling.
  std::shared_ptr<const SkyMap> sky = nullptr;
};

/// [-] outward normal, equator of date. A drive with one hinge turns the normal as near to the Sun as it can;
/// with the Sun along the hinge it keeps to the body's x axis.
/// @throws std::invalid_argument for a normal or hinge that is no unit vector
Eigen::Vector3d face_normal(const FlightFace& face, const Eigen::Matrix3d& axes,
                            const Eigen::Vector3d& sun_direction);

}  // namespace sunrack
