#pragma once

#include <Eigen/Core>
#include <optional>

#include "physics/radiation/geomagnetic.h"

namespace sunrack {

struct FieldLineOptions {
  double step = 0.14;             ///< [-] of a Runge-Kutta step, times (r - a/2): L good to some 1e-4
  double maximum_radius = 14;     ///< [Earth radii] beyond it a line counts as open
  double field_tolerance = 3e-5;  ///< [-] of the terms left out far from the Earth, of the dipole's
};

/// The line through a point as a particle sees it that mirrors there (pitch angle 90 degrees).
struct FieldLine {
  double field = 0;               ///< [T] at the point, B
  double minimum_field = 0;       ///< [T] smallest on the line between the mirror points
  double integral_invariant = 0;  ///< [m] I = integral of sqrt(1 - B(s)/B) ds between the mirror points
};

/// Follows the line from `position` [m, Earth-fixed] to the conjugate mirror point: classical Runge-Kutta in
/// steps that shrink towards the Earth; ln B between the nodes by a polynomial of fifth order; the invariant
/// by Gauss-Chebyshev quadrature, whose nodes take the square roots at both ends. Has no state: any thread,
/// any order, the same answer. Nothing when the line is open, that is leaves `maximum_radius`.
std::optional<FieldLine> trace_field_line(const GeomagneticField& field, const Eigen::Vector3d& position,
                                          const FieldLineOptions& options = {});

/// [-] McIlwain's L from I [m], B [T] and the dipole's field M at the radius a on its equator [T]; Hilton
/// (1971), J. Geophys. Res. 76, 6952: L^3 B/M = 1 + 1.35047 X^(1/3) + 0.465376 X^(2/3) + 0.0475455 X,
/// X = I^3 B/M; within 1e-4 of McIlwain's (1961) definition.
double mcilwain_l(double integral_invariant, double field, double dipole_field);

/// [T] the moment that belongs to the L and B0 of AP8 and AE8: 0.311653 G at one Earth radius.
inline constexpr double belt_dipole_field = 0.311653e-4;

struct MagneticCoordinates {
  double l = 0;                   ///< [-] McIlwain's
  double field = 0;               ///< [T] B
  double equatorial_field = 0;    ///< [T] B0 = M / L^3, what AP8 and AE8 divide by
  double minimum_field = 0;       ///< [T] smallest on the line
  double invariant_latitude = 0;  ///< [rad] acos(L^-1/2); zero for L < 1
};

/// L by `trace_field_line` and Hilton with moment `moment` [T]. Nothing where the line is open (polar caps).
std::optional<MagneticCoordinates> magnetic_coordinates(const GeomagneticField& field,
                                                        const Eigen::Vector3d& position,
                                                        double moment = belt_dipole_field,
                                                        const FieldLineOptions& options = {});

}  // namespace sunrack
