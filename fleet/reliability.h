#pragma once

#include <vector>

#include "chips/lifetime.h"
#include "chips/redundancy.h"
#include "satellite/sizing.h"

namespace sunrack {

/// A satellite as a series system: package and board, and what ends all of it. Nothing is repaired; what is
/// alive carries on at its own rating. Packages take turns, so that spares age like the rest.
struct SatelliteReliability {
  std::vector<FailureCause> package;    ///< of one package
  std::vector<FailureCause> board;      ///< of one board with its packages
  std::vector<FailureCause> satellite;  ///< of all aboard
  Redundancy redundancy;
  double availability = 1;  ///< [-] share of time at work: eclipses, interrupts
};

/// What the spec says of failures, as the model of chips/lifetime.h.
LifeModel life_model(const SatelliteSpec& spec);
/// Temperatures, eclipse cycles and dose of a sized design.
LifeConditions life_conditions(const SatelliteSpec& spec, const SatelliteDesign& design);
double inclination_of(const SatelliteSpec& spec);  ///< [rad] of its orbit
/// [1/s] per package, stops by particles behind the design's shield: as given, or from the events of a TPU in
/// a proton beam (chips/memory.h) on the spec's orbit. Some 20 ms where computed.
double interrupt_rate(const SatelliteSpec& spec, double aluminium);
SatelliteReliability satellite_reliability(const SatelliteSpec& spec, const SatelliteDesign& design,
                                           double interrupts);

/// The same parts at the temperatures at which the ground counts its failures: no eclipses, no dose, no
/// satellite that could be lost. With the spec's burn-in.
SatelliteReliability ground_reliability(const SatelliteSpec& spec);

/// [-] expected compute over rated compute at `time` [s] in orbit, availability left out.
double expected_capacity(const SatelliteReliability& satellite, double time);
/// [s] rated compute that one satellite delivers from launch to `life` [s], on average: the integral of its
/// expected capacity times its availability.
/// With `decline` [1/s] a second delivered at time t counts exp(-decline t): newer machines do more.
double delivered_compute(const SatelliteReliability& satellite, double life, double decline = 0);

/// [-] of a package's causes and its board's: how many packages each has ended by `time`, in order of
/// satellite.package and satellite.board.
struct FailureShare {
  std::string cause;
  double share = 0;
};
std::vector<FailureShare> failure_shares(const SatelliteReliability& satellite, double time);

}  // namespace sunrack
