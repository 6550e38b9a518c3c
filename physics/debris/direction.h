#pragma once

#include <array>
#include <vector>

#include "physics/debris/flux.h"

namespace sunrack {

/// One side of a plate. The frame moves along the orbit: x ahead (ram), y along the orbit's normal, z to
/// zenith.
struct Face {
  enum class Kind {
    tumbling,  ///< all attitudes alike
    fixed,     ///< `normal` is constant in the frame
    turning    ///< the normal turns in the orbit's plane once a revolution: a plate fixed among the stars
  };
  Kind kind = Kind::tumbling;
  std::array<double, 3> normal = {0, 0, 1};  ///< [-] outward; any length but zero
};
Face tumbling_face();
Face zenith_face();
Face nadir_face();
Face ram_face();
Face wake_face();
Face side_face();  ///< along the orbit's normal; both sides are alike
Face turning_face();
Face fixed_face(double ahead, double orbit_normal, double zenith);

/// How a flat panel, edge-on to the Sun in a dawn-dusk orbit or not, is held.
enum class PanelAttitude { tumbling, normal_to_zenith, normal_to_velocity, normal_to_orbit_plane, turning };
/// The two faces of a panel.
std::array<Face, 2> panel_faces(PanelAttitude attitude);

/// Particles of one class of speed and incidence, at the roots of its mean squares.
struct ImpactBin {
  double speed = 0;          ///< [m/s] relative to the satellite
  double cos_incidence = 1;  ///< [-] against the normal
  double weight = 0;         ///< [-] flux on the face over the flux on a randomly tumbling plate
};

/// What hits a face: the sum of weights is the factor of that face.
struct Exposure {
  DebrisEnvironment environment;
  Face face;
  std::vector<ImpactBin> meteoroids;
  std::vector<ImpactBin> debris;
};

struct ExposureOptions {
  int speeds = 12;         ///< bins of the meteoroids' speed
  int incidences = 10;     ///< bins of cos^2 of incidence
  bool own_motion = true;  ///< false: meteoroids as a satellite at rest would meet them
};

/// @throws std::invalid_argument on a bad environment, face or option
Exposure exposure(const DebrisEnvironment& environment, const Face& face,
                  const ExposureOptions& options = {});

double meteoroid_factor(const Exposure& exposure);  ///< [-] flux of a face over that of a tumbling plate
double debris_factor(const Exposure& exposure);     ///< [-] likewise; good to +-30 %

/// Half-angle [rad] of the Earth (with 100 km of atmosphere) seen from `altitude` [m].
double earth_half_angle(double altitude);

}  // namespace sunrack
