#pragma once

#include <vector>

namespace sunrack {

/// An omnidirectional (4 pi) differential flux of one kind of particle against kinetic energy; an isotropic
/// flux per steradian is this over 4 pi. Between points log flux is linear in log energy; between points of
/// which one is zero the flux itself is linear in log energy. Outside the points the flux is zero. Of ions
/// energy is per nucleon.
struct Spectrum {
  std::vector<double> energy;             ///< [J] or [J per nucleon], strictly ascending, positive
  std::vector<double> differential_flux;  ///< [m^-2 s^-1 J^-1], not negative
};

/// @throws std::invalid_argument naming `name` unless sizes agree, energies ascend and no value is negative
/// or not finite
void require_spectrum(const Spectrum& spectrum, const char* name);
/// [m^-2 s^-1 J^-1] at an energy [J]; zero outside the points.
double differential_flux(const Spectrum& spectrum, double energy);
/// [m^-2 s^-1] of particles above `energy` [J]; exact integral of the interpolated power laws.
double integral_flux(const Spectrum& spectrum, double energy);
/// The differential spectrum whose integral over each interval is the difference of these integral fluxes
/// [m^-2 s^-1] (as belts' models and solar-event models give them). Particles above the last energy have no
/// place in it: let the last flux be zero, or see to them apart. Each interval gets one point in its middle,
/// whose flux makes the integral exact.
/// @throws std::invalid_argument unless energies ascend and fluxes are finite, not negative and do not rise
Spectrum from_integral_flux(const std::vector<double>& energy, const std::vector<double>& integral);
/// @throws std::invalid_argument unless the factor is finite and not negative
Spectrum scaled(Spectrum spectrum, double factor);
/// Sum on the union of both energy grids; exact at the points. Where one spectrum ends inside the other a
/// second point stands beside its end (a relative 1e-9 away), so that the end stays a step.
Spectrum sum(const Spectrum& a, const Spectrum& b);

}  // namespace sunrack
