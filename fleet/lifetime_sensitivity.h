#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fleet/lifetime_optimum.h"

namespace sunrack {

/// The two figures of failures that carry most of the coupled optimum and that nobody has measured on these
/// chips: the activation energy of infants and random failures, and the junction temperature at which the
/// ground counted its failures. Both are assumptions with a range (docs/models/chip_lifetime.md); this is
/// what the answer becomes at other values. Memory and boards of the ground are warm together with junctions.
struct SensitivityPoint {
  double activation_energy = 0;         ///< [J]
  double reference_junction = 0;        ///< [K]
  std::optional<double> best_junction;  ///< [K] of least mass per compute
  double least_mass = 0;                ///< [kg/(W s)] there
  double over_limit = 0;             ///< [-] that over the mass per compute at the chip's limit; 0: no answer
  HotterVerdict hotter;              ///< from the chip's limit
  std::optional<double> pays_below;  ///< [K] radiator temperature below which hotter pays
  std::optional<bool> pays_everywhere;  ///< where there is no crossing
  std::vector<LifetimePoint> points;
};
struct LifetimeSensitivity {
  std::string chip;
  double factor = 1.2;                 ///< [-] of "hotter"
  double assumed_energy = 0;           ///< [J] of the spec
  double assumed_reference = 0;        ///< [K] of the spec
  std::vector<double> energies;        ///< [J]
  std::vector<double> references;      ///< [K]
  std::vector<SensitivityPoint> grid;  ///< energies by references: grid[e * references.size() + r]
  const SensitivityPoint& at(std::size_t energy, std::size_t reference) const {
    return grid[energy * references.size() + reference];
  }
};

struct SensitivityQuestion {
  std::string chip;  ///< empty: the spec's
  std::vector<double> energies_eV = {0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
  std::vector<double> references_degC = {60, 70, 80};
  LifetimeQuestion study;  ///< its chips are not used
};
/// A whole study for each pair. @throws std::invalid_argument by name; StudyInterrupted
LifetimeSensitivity lifetime_sensitivity(const SatelliteSpec& spec, const SensitivityQuestion& question);

/// A table: the best junction, and the radiator below which hotter pays, for each pair.
std::string sensitivity_text(const LifetimeSensitivity& sensitivity);
/// Left: mass per compute for each assumption alone. Right: where hotter pays. gnuplot's script.
std::string sensitivity_script(const LifetimeSensitivity& sensitivity);

}  // namespace sunrack
