#pragma once

#include <vector>

#include "physics/radiation/let_spectrum.h"
#include "physics/radiation/spectrum.h"

namespace sunrack {

/// Cross-section that rises from a threshold to saturation: s (1 - exp(-((x - x0) / W)^S)), 0 below x0. For
/// heavy ions x is LET [J m^2/kg], for protons the energy [J]. Per bit, or per device.
struct WeibullCurve {
  double threshold = 0;   ///< x0
  double width = 0;       ///< W
  double shape = 1;       ///< [-] S
  double saturation = 0;  ///< [m^2] s
};
/// @throws std::invalid_argument naming `name` unless the width, shape and saturation are positive and the
/// threshold is not negative
void require_weibull(const WeibullCurve& curve, const char* name);
double weibull_cross_section(const WeibullCurve& curve, double x);  ///< [m^2]

/// Rectangular parallelepiped that collects charge.
struct SensitiveVolume {
  double x = 0, y = 0, z = 0;  ///< [m] sides
};
double surface_area(const SensitiveVolume& volume);  ///< [m^2] of all six faces
double mean_chord(const SensitiveVolume& volume);    ///< [m] 4 V / S
/// [-] part of the chords of an isotropic flux that are longer than `length` [m]. Exact chord law: along a
/// direction (u, v, w) the entry points of longer chords project to the area
///   A(s) = u (Y - v s)(Z - w s) + v (X - u s)(Z - w s) + w (X - u s)(Y - v s),
/// P(s) = 4 <A(s)> / S over all directions; in azimuth closed, in elevation by Gauss-Legendre to 1e-7.
double chord_longer_than(const SensitiveVolume& volume, double length);

/// What a device answers at each LET of the grid: rate = sum of flux times this. Made once per device.
struct LetResponse {
  std::vector<double> area;  ///< [m^2] per particle of omnidirectional flux, `let_points` long
};
/// A volume that upsets at a deposited energy of `critical_let` [J m^2/kg] along its height z:
/// S/4 P(chord > critical_let z / LET).
LetResponse step_response(const SensitiveVolume& volume, double critical_let);
/// Integral over the Weibull curve of step responses (IRPP): volumes of the same shape whose critical LETs
/// are distributed as the curve rises. `depth` [m] is the height, `side` [m] the other two; 0: the square
/// root of the saturated cross-section. With a side given, saturation / side^2 volumes stand beside each
/// other. This is what CREME96 computes (HUP).
/// @throws std::invalid_argument by name on a bad curve, or a depth or side that is not positive
LetResponse weibull_response(const WeibullCurve& curve, double depth, double side = 0);
/// [1/s]
double upset_rate(const LetSpectrum& spectrum, const LetResponse& response);

/// Cross-section of protons, through nuclear reactions mostly.
struct ProtonCrossSection {
  enum class Form {
    weibull,
    bendel_1,  ///< (24/A)^14 (1 - exp(-0.18 Y^0.5))^4 1e-12 cm2, Y = (18/A)^0.5 (E - A); A in MeV
    bendel_2   ///< (B/A)^14 in its place
  };
  Form form = Form::weibull;
  WeibullCurve weibull;
  double bendel_a = 0;  ///< [J]
  double bendel_b = 0;  ///< [J]
};
/// @throws std::invalid_argument by name
void require_proton_cross_section(const ProtonCrossSection& cross_section);
double proton_cross_section(const ProtonCrossSection& cross_section, double energy);  ///< [m^2]
/// The two-parameter form through a cross-section [m^2] measured at one energy [J], with an assumed onset.
ProtonCrossSection bendel_through(double onset, double energy, double cross_section);
/// [1/s] in an omnidirectional flux: integral of flux times cross-section, within 1e-4 for spectra whose
/// points are no further than a factor of two apart.
double proton_upset_rate(const Spectrum& spectrum, const ProtonCrossSection& cross_section);

/// Petersen's figure of merit, a sanity check within a factor of about three for parts with a threshold
/// above some MeV cm2/mg; not valid for soft parts below 100 nm. Rate = C sigma / L25^2 with L25 the LET of a
/// quarter of saturation and C = 200 (upsets per bit-day, sigma in cm2, L in MeV cm2/mg; geostationary, solar
/// minimum, 2.54 mm Al; recalled, 200 to 400 in the literature). [1/s]
double petersen_rate(const WeibullCurve& heavy_ions);
/// [J m^2/kg] LET at a part (0..1) of saturation.
double weibull_let_at(const WeibullCurve& curve, double part);

/// How many neighbouring bits one particle flips: geometric, cut at a largest cluster.
struct ClusterDistribution {
  std::vector<double> probability;  ///< [-] of 1, 2, ... bits; adds up to 1
};
/// @throws std::invalid_argument unless 0 < single_share <= 1 and largest >= 1
ClusterDistribution geometric_clusters(double single_share, int largest);
double mean_cluster(const ClusterDistribution& clusters);  ///< [-] bits per event

}  // namespace sunrack
