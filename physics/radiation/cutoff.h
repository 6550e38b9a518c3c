#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "physics/radiation/spectrum.h"

namespace sunrack {

/// [V] effective vertical cutoff rigidity (penumbra taken out) at an Earth-fixed position [m]: the table of
/// trajectories traced in IGRF 2015 at 450 km, bilinear in geodetic latitude and longitude, times (r450/r)^2
/// as in a dipole. Internal field only, quiet: it is up to 0.4 GV from the published figures of neutron
/// monitors.
/// @throws ModelError below the ground
double vertical_cutoff_rigidity(const Eigen::Vector3d& position);

/// [-] of 4 pi from which particles of this rigidity [V] arrive at a place: arrival from the angle g to the
/// east is open above Stormer's
///   R(g) = 4 Rv / (1 + sqrt(1 - cos^3(lambda) cos g))^2
/// with lambda the latitude at which a dipole has the vertical cutoff Rv [V] at this distance [m] from the
/// centre of the Earth; the disc of the Earth is dark. Closed form over all directions.
/// Where Rv is below `open_cutoff` everything arrives: the field of currents in the magnetosphere opens the
/// polar caps.
double open_sky(double vertical_cutoff, double distance, double rigidity);
/// [V] 0.53 GV: below it (protons of 140 MeV) the attenuation of SPENVIS' quiet magnetosphere no longer
/// changes, at 825 km 98.8 deg as in 2500 x 70000 km.
inline constexpr double open_cutoff = 0.53e9;
/// [-] of 4 pi that the Earth does not cover at this distance [m] from its centre: (1 + cos d) / 2 with
/// sin d = a / r.
double unshadowed_sky(double distance);

/// Share of an isotropic interplanetary flux that arrives on average, against rigidity: linear in log
/// rigidity; constant beyond the ends, where nothing changes any more.
struct GeomagneticTransmission {
  std::vector<double> rigidity;  ///< [V] ascending
  std::vector<double> share;     ///< [-] 0..1
  double operator()(double rigidity) const;
};
/// Everything arrives.
GeomagneticTransmission interplanetary_transmission();
/// Mean over places that stand for equal times [m, Earth-fixed].
/// @throws std::invalid_argument without places; ModelError below the ground
GeomagneticTransmission geomagnetic_transmission(std::span<const Eigen::Vector3d> positions);

/// The flux of an ion behind the field, on a grid fine enough for the cutoff.
Spectrum transmitted(const Spectrum& spectrum, int atomic_number, double mass_number,
                     const GeomagneticTransmission& transmission);

}  // namespace sunrack
