#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "chips/memory.h"
#include "physics/radiation/dose.h"
#include "physics/radiation/environment.h"
#include "satellite/radiation_cells.h"
#include "satellite/spec.h"

namespace sunrack {

/// What is asked of `radiation_report`.
struct RadiationQuestion {
  RadiationOrbit orbit;
  RadiationOptions options;
  double shield = 27;  ///< [kg/m^2] of aluminium around the point, all sides: the centre of a solid sphere
  double factor = 1;   ///< [-] on every flux
  CellShield cells{.front = 0.22};       ///< solar cells' cover: 100 um of silica, nothing from behind
  std::vector<MemoryDevice> parts = {};  ///< whose rates are asked besides the catalogue's
};
/// From a satellite's orbit, life, solar cycle and shield (as the aluminium that stops the same protons): the
/// spec's thickness, or that of its limit of dose.
RadiationQuestion radiation_question(const SatelliteSpec& spec);

/// Rates of one device of the catalogue behind the shield.
struct DeviceRates {
  std::string name;
  bool estimate = false;
  double low = 1, high = 1;                           ///< [-] band about the rates
  bool has_bits = false;                              ///< there are figures per bit
  double bits_per_upset = 1, single_bit_share = 1;    ///< [-] clusters of neighbouring bits
  double irregularities_dose = 0, survived_dose = 0;  ///< [Gy] limits of dose; 0: no figure
  DeviceUpsets upsets;                                ///< [1/s]
};

/// Radiation from outside to the chip.
struct RadiationReport {
  RadiationEnvironment outside;
  DoseDepth dose_depth;
  DoseComponents dose;           ///< [Gy(Si)] over the mission behind the shield
  DoseComponents slab_dose;      ///< the same behind a slab, from one side
  LetSpectrum let_with_protons;  ///< behind the shield, Z 1 to 28 and trapped protons
  LetSpectrum let_ions;          ///< behind the shield, Z 2 to 28
  LetSpectrum let_worst_day;     ///< the Sun's ions of the worst day, Z 2 to 28
  std::vector<DeviceRates> devices;
  std::vector<CellRemains> cells;  ///< behind the question's cover
};
/// @throws std::invalid_argument, ModelError as the models it calls: a bad orbit, a shield outside 0.02 to 50
/// mm
RadiationReport radiation_report(const RadiationQuestion& question);

nlohmann::ordered_json radiation_json(const RadiationQuestion& question, const RadiationReport& report);
std::string radiation_text(const RadiationQuestion& question, const RadiationReport& report);
/// Tables as comma-separated values with a heading.
std::string spectra_csv(const RadiationReport& report);
std::string dose_depth_csv(const RadiationReport& report);
std::string let_csv(const RadiationReport& report);

}  // namespace sunrack
