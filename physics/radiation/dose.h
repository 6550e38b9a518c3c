#pragma once

#include <vector>

#include "physics/radiation/environment.h"
#include "physics/radiation/shielding.h"

namespace sunrack {

enum class ShieldGeometry {
  sphere,  ///< centre of a solid sphere: every direction goes through the same thickness
  slab,    ///< behind a finite slab that is irradiated from one side, infinitely shielded from the other
};

/// [Gy] in silicon, over the mission.
struct DoseComponents {
  double trapped_protons = 0;
  double trapped_electrons = 0;
  double bremsstrahlung = 0;
  double solar_protons = 0;
  double cosmic_rays = 0;
  double total() const {
    return trapped_protons + trapped_electrons + bremsstrahlung + solar_protons + cosmic_rays;
  }
};

/// The dose-depth curve of an environment: total ionising dose in silicon against aluminium. Folded once,
/// then evaluated anywhere in a microsecond.
/// Protons, electrons and bremsstrahlung by the kernels of SHIELDOSE-2 (Seltzer 1994), a sphere by
///   D_sphere = 2 D (1 - dlnD/dlnz)
/// of the dose D behind z of semi-infinite aluminium; cosmic rays by stopping power and continuous slowing
/// down (no fragments), the same in both geometries but for the half of the sphere that a slab covers.
struct DoseDepth {
  std::vector<double> depth;           ///< [kg/m^2] of aluminium, 0.02 to 50 mm
  std::vector<DoseComponents> sphere;  ///< at each depth
  std::vector<DoseComponents> slab;
};
/// @throws std::invalid_argument for a spectrum that is none or a duration that is not positive
DoseDepth dose_depth(const RadiationEnvironment& environment);

/// At one depth [kg/m^2], log-log between the depths of the curve (linear where a dose is zero).
/// @throws ModelError outside 0.02 to 50 mm of aluminium; std::invalid_argument unless it is positive
DoseComponents dose_at(const DoseDepth& curve, double aluminium,
                       ShieldGeometry geometry = ShieldGeometry::sphere);
/// Sector by sector: each sector gives its share of the sphere of its thickness, its materials turned into
/// aluminium for protons, electrons and photons each. A sector of less than 0.02 mm counts as 0.02 mm, of
/// more than 50 mm as 50 mm (an upper bound).
DoseComponents dose_behind(const DoseDepth& curve, const std::vector<ShieldSector>& sectors);

/// [kg/m^2] of aluminium, a solid sphere, behind which the dose is `limit` [Gy].
/// @throws ModelError if even 50 mm leave more; 0.02 mm if that is enough
double aluminium_for_dose(const DoseDepth& curve, double limit);

}  // namespace sunrack
