#pragma once

#include <limits>
#include <string>
#include <vector>

#include "physics/radiation/environment.h"

namespace sunrack {

enum class DamageMaterial { silicon, gallium_arsenide };

/// Non-ionising energy loss [J m^2/kg] of a particle of `energy` [J]; log-log between rows; 0 below the
/// threshold. Silicon: SR-NIEL (21 eV); gallium arsenide: NRL (Messenger, Summers), the one that the cells'
/// law was fitted with. @throws ModelError above the table
double proton_niel(DamageMaterial material, double energy);
double electron_niel(DamageMaterial material, double energy);

/// What shields the cells, on both faces; areal densities of silica (or what stops as much).
struct CellShield {
  double front = 0;                                       ///< [kg/m^2] coverglass and adhesive
  double back = std::numeric_limits<double>::infinity();  ///< [kg/m^2] wafer and substrate; infinite: nothing
};

/// How a cell loses power: P/P0 = 1 - C log10(1 + D/D_x), D in proton-equivalent displacement damage dose.
/// Electrons count D_e (NIEL/NIEL at 1 MeV)^(n-1) / R_ep.
struct CellDamageLaw {
  std::string name;  ///< of the solar-cell catalogue, or "gallium-arsenide"
  DamageMaterial material = DamageMaterial::gallium_arsenide;
  double loss_per_decade = 0;                ///< [-] C
  double characteristic_dose = 0;            ///< [J/kg] D_x of protons
  double electron_exponent = 1;              ///< [-] n
  double electron_dose_per_proton_dose = 1;  ///< [-] R_ep: 1-MeV-electron dose that harms as much
  bool estimate = false;                     ///< not fitted to measurements of such a cell
  std::string source;
};
const std::vector<CellDamageLaw>& cell_damage_law_catalogue();
/// @throws std::invalid_argument naming the nearest and listing all
const CellDamageLaw& cell_damage_law(const std::string& cell);

/// [J/kg] over the mission, in proton equivalents.
struct DamageDose {
  double trapped_protons = 0;
  double trapped_electrons = 0;
  double solar_protons = 0;
  double total() const { return trapped_protons + trapped_electrons + solar_protons; }
};
/// Isotropic particles through plane covers on both faces, straight ahead in continuous slowing down.
/// @throws std::invalid_argument for a bad spectrum or a negative shield
DamageDose damage_dose(const RadiationEnvironment& environment, const CellDamageLaw& law,
                       const CellShield& shield);

/// The damage dose on one face against its cover, for many covers at once.
struct DamageCurve {
  std::vector<double> cover;         ///< [kg/m^2] of silica
  std::vector<DamageDose> one_face;  ///< through a cover, nothing through the other face
};
/// Covers of 0.05 to 9.5 kg/m^2, by a response per energy that all spectra share, some milliseconds in all.
/// Of circular orbits of 400 to 1400 km within 3 % of `damage_dose` in gallium arsenide and 5 % in silicon
/// (worst behind 0.06 kg/m^2; each kind of particles within 6 %).
DamageCurve damage_curve(const RadiationEnvironment& environment, const CellDamageLaw& law);
/// Both faces, log-log between the covers. @throws ModelError for a cover outside the curve
DamageDose damage_at(const DamageCurve& curve, const CellShield& shield);

/// [-] P/P0 after `dose` [J/kg] in proton equivalents. @throws ModelError where the law ends (below 0.2)
double remaining_power(const CellDamageLaw& law, double dose);
/// [J/kg] of a mono-energetic beam at normal incidence on a bare cell, in proton equivalents; fluence
/// [1/m^2].
double beam_damage_dose(const CellDamageLaw& law, bool protons, double energy, double fluence);
/// [1/m^2] of 1 MeV electrons at normal incidence that harm as much.
double equivalent_electron_fluence(const CellDamageLaw& law, double dose);

}  // namespace sunrack
