#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chips/bit_flips/protection.h"
#include "chips/memory.h"
#include "satellite/spec.h"

namespace sunrack {

/// Upsets of one memory bit where a satellite flies, behind its shield.
struct OrbitUpsets {
  std::string device;        ///< of the memory catalogue
  double areal_density = 0;  ///< [kg/m^2] of aluminium
  UpsetShares shares;        ///< [1/s] events per bit
  Clusters clusters;         ///< bits per event
  double flips_per_bit = 0;  ///< [1/s] events times bits per event
  double low = 1, high = 1;  ///< [-] band of the device's figures
  bool estimate = false;     ///< no beam on this part alone
  std::string source;
};
/// Orbit -> environment -> shield -> upsets, behind a sphere of `aluminium` [kg/m^2] (a sized design tells
/// its own). @throws std::invalid_argument for a device without figures per bit
OrbitUpsets upsets_in_orbit(const SatelliteSpec& spec, double aluminium, const std::string& device);

struct BitFlipQuestion {
  NetworkScale network;
  std::vector<std::string> formats = {"fp32", "bf16", "fp16", "fp8_e4m3", "int8", "int4"};
  std::vector<std::string> corrections = {"none", "parity", "secded", "on-die-sec", "chipkill"};
  double rate = 0;  ///< [1/s] flips per bit
  Scrubbing scrubbing;
  Clusters clusters;
  double exposure = 5 * 365.25 * 86400;  ///< [s]
  Recovery recovery;
  double memory_share = 0.2;            ///< [-] of the satellite's mass that grows with memory
  std::optional<double> specific_mass;  ///< [kg/W] of the satellite, IT power
};

/// One format under one correction.
struct BitFlipRow {
  std::string format, correction;
  InferenceAnswer answer;
  double memory_overhead = 0;        ///< [-] check bits over data bits
  double unavailability = 0;         ///< [-]
  double spare_capacity = 0;         ///< [-] machines more for the same useful work: u / (1 - u)
  std::optional<double> extra_mass;  ///< [kg/W] more satellite for it: check bits and spare machines
};
/// Formats times corrections, in the order asked.
std::vector<BitFlipRow> bit_flip_table(const BitFlipQuestion& question,
                                       const ScaleEvidence& evidence = small_model_evidence());

}  // namespace sunrack
