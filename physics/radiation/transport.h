#pragma once

#include <vector>

#include "physics/radiation/dose.h"
#include "physics/radiation/environment.h"
#include "physics/radiation/stopping.h"

namespace sunrack {

/// Flux of one ion behind an areal density [kg/m^2] that every particle goes through once (a beam at normal
/// incidence, or the centre of a solid sphere in an isotropic flux): straight ahead, continuous slowing down,
///   phi'(E') = phi(E) S(E) / S(E'),  range(E) = range(E') + depth.
/// No nuclear reactions: no loss and no fragments. Behind 2.54 mm of aluminium the flux is within 7 % of
/// CREME96, which has them, for Z >= 2 above 1 MeV per nucleon; behind more than some 5 g/cm2 trust it less.
/// @throws std::invalid_argument for a negative or not finite depth
Spectrum slowed_down(const Spectrum& spectrum, int atomic_number, double mass_number, double areal_density,
                     StoppingMaterial material = StoppingMaterial::aluminium);

/// Protons and cosmic rays of the environment behind aluminium [kg/m^2]: sphere, or a slab lit from one side
/// at all angles (thickness / cosine). Trapped electrons are not carried through: their spectrum is empty
/// behind any shield (electrons and their bremsstrahlung are in the dose, dose.h). No shield: the environment
/// itself.
RadiationEnvironment behind_shield(const RadiationEnvironment& environment, double areal_density,
                                   ShieldGeometry geometry = ShieldGeometry::sphere);
/// Sector by sector: each sector's share of the sphere of its proton-equivalent aluminium.
RadiationEnvironment behind_shield(const RadiationEnvironment& environment,
                                   const std::vector<ShieldSector>& sectors);

}  // namespace sunrack
