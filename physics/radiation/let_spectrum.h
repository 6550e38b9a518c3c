#pragma once

#include <vector>

#include "physics/radiation/environment.h"
#include "physics/radiation/stopping.h"

namespace sunrack {

/// Number of energy losses on which every LET spectrum stands: 1 to 1.1e5 MeV cm2/g, equal steps of 1.17 % in
/// the logarithm (the grid of CREME96).
inline constexpr int let_points = 1002;
double let_at(int point);  ///< [J m^2/kg]; may lie beyond the ends

/// Particles by their linear energy transfer in a material, omnidirectional.
struct LetSpectrum {
  /// [m^-2 s^-1] of particles within half a step of each point; empty or `let_points` long
  std::vector<double> flux;
};

/// Sorts every particle into the grid by its stopping power; the number of particles is kept exactly.
/// Elements from `lowest_atomic_number` on: 2, as CREME96 has it, leaves the ionisation by protons (whose LET
/// is below 0.54 MeV cm2/mg) to the proton cross-sections.
/// @throws ModelError for energies outside the stopping powers; std::invalid_argument for a spectrum that is
/// none
LetSpectrum let_spectrum(const std::vector<IonSpectrum>& ions, int lowest_atomic_number = 2,
                         StoppingMaterial material = StoppingMaterial::silicon);
/// One kind of particle, added to others by `sum`.
LetSpectrum let_spectrum(const Spectrum& spectrum, int atomic_number,
                         StoppingMaterial material = StoppingMaterial::silicon);
/// From a published differential LET spectrum [m^-2 s^-1 per J m^2/kg], omnidirectional, linear between its
/// points; what is outside the grid is lost.
/// @throws std::invalid_argument unless LET ascends, and for a negative flux
LetSpectrum let_spectrum_from_differential(const std::vector<double>& let, const std::vector<double>& flux);
LetSpectrum sum(const LetSpectrum& a, const LetSpectrum& b);

/// [m^-2 s^-1] of particles above `let` [J m^2/kg]; a bin that it cuts counts in part.
double integral_let_flux(const LetSpectrum& spectrum, double let);
/// [m^-2 s^-1 per J m^2/kg] mean within the bin of `let`.
double differential_let_flux(const LetSpectrum& spectrum, double let);

}  // namespace sunrack
