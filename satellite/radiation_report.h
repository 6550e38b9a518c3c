#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "chips/memory.h"
#include "physics/radiation/dose.h"
#include "physics/radiation/environment.h"
#include "satellite/spec.h"

namespace sunrack {

/// What is asked of `radiation_report`.
struct RadiationQuestion {
  RadiationOrbit orbit;
  RadiationOptions options;
  double shield = 27;  ///< [kg/m^2] of aluminium around the point, all sides: the centre of a solid sphere
};
/// From a satellite's orbit, life and shield (the thickness of the spec, as the aluminium that stops the same
/// protons).
RadiationQuestion radiation_question(const SatelliteSpec& spec);

/// Rates of one device of the catalogue behind the shield.
struct DeviceRates {
  std::string name;
  bool estimate = false;
  double low = 1, high = 1;  ///< [-] band about the rates
  bool has_bits = false;     ///< there are figures per bit
  DeviceUpsets upsets;       ///< [1/s]
};

/// Radiation from outside to the chip.
struct RadiationReport {
  RadiationEnvironment outside;
  DoseDepth dose_depth;
  DoseComponents dose;           ///< [Gy(Si)] over the mission behind the shield
  LetSpectrum let_with_protons;  ///< behind the shield, Z 1 to 28 and trapped protons
  LetSpectrum let_ions;          ///< behind the shield, Z 2 to 28
  std::vector<DeviceRates> devices;
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
