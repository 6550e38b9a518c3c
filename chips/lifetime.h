#pragma once

#include <string>
#include <vector>

#include "chips/life_distribution.h"
#include "physics/constants.h"
#include "physics/numerics/sampling.h"

namespace sunrack {

/// What ends a package (dies, memory stacks and their share of the board) and how fast at other temperatures.

enum class PackagePart { dies, memory, board };

/// [-] times faster at `use` than at `reference` [K]: exp(E/k (1/T_ref - 1/T_use)), Arrhenius (JEDEC JESD91).
/// @throws std::invalid_argument unless both temperatures are positive
double arrhenius_acceleration(double activation_energy, double reference, double use);
/// [-] Black's law for electromigration (Black 1969, JEP122): j^n exp(-E/kT), as rate over that of reference.
double black_acceleration(double activation_energy, double reference, double use, double current_ratio,
                          double exponent);
/// [-] cycles to failure at use over those at the reference: (range_ref / range)^n (f / f_ref)^m
/// exp(E/k (1/T_max - 1/T_max,ref)), Norris & Landzberg (1969); with m = 0 and E = 0 Coffin & Manson.
struct TemperatureCycle {
  double range = 0;    ///< [K] from coldest to hottest
  double maximum = 0;  ///< [K] hottest
  double rate = 0;     ///< [1/s] cycles per time; also sets the frequency of the law
};
struct FatigueLaw {
  TemperatureCycle reference;
  double range_exponent = 2.65;                            ///< [-] n
  double frequency_exponent = 0.136;                       ///< [-] m
  double activation_energy = 2185 * constants::boltzmann;  ///< [J] as the literature's E/k in kelvin
  double cycles = 3000;  ///< [-] characteristic life at the reference (63.2 % failed)
};
double fatigue_life_ratio(const FatigueLaw& law, const TemperatureCycle& cycle);
/// [1/s] Miner's sum over counted cycles: rate / cycles to failure of each. Its inverse is the characteristic
/// life. Cycles of no range do no harm.
double fatigue_damage_rate(const FatigueLaw& law, const std::vector<TemperatureCycle>& cycles);

/// A mechanism of wear in a part, qualified at the part's limit.
struct WearMechanism {
  std::string name;
  PackagePart part = PackagePart::dies;
  LifeDistribution::Law law = LifeDistribution::Law::lognormal;
  double shape = 0.5;
  Distribution activation_energy;  ///< [J] low, nominal, high
  double stress_exponent = 0;      ///< [-] of the current density or the voltage over the qualified one
  std::string source;
};

/// Figures of one kind of package. Defaults are those of docs/models/chip_lifetime.md with their sources.
struct LifeModel {
  double infant_failures = 0.01;  ///< [-] packages' dies and memory dead after the first year, reference
  double infant_shape = 0.5;      ///< [-] Weibull
  double random_rate = 0.03 / constants::julian_year;             ///< [1/s] dies and memory at the reference
  double memory_share = 72.0 / 198;                               ///< [-] of both, in the memory stacks
  double board_rate = 0.01 / constants::julian_year;              ///< [1/s] one package's share of its board
  double activation_energy = 0.7 * constants::elementary_charge;  ///< [J] of infants and random failures
  double reference_junction = 343.15, reference_memory = 348.15, reference_board = 333.15;  ///< [K]
  double qualified_life = 10 * constants::julian_year;  ///< [s] at the limits of the part ...
  double qualified_failures = 1e-3;                     ///< [-] dead by then of each mechanism of wear
  std::vector<WearMechanism> wear;                      ///< empty: wear_mechanisms()
  FatigueLaw fatigue{.reference = {.range = 100, .maximum = 373.15, .rate = 48 / 86400.0}};
  double fatigue_shape = 4;          ///< [-] Weibull, of the board's solder
  double lethal_dose = 200;          ///< [Gy] median; 0: dose kills none
  double lethal_dose_spread = 0.75;  ///< [-] standard deviation of its logarithm
};
/// Electromigration, dielectric breakdown, bias-temperature instability, dielectric breakdown in the memory.
const std::vector<WearMechanism>& wear_mechanisms();

/// How a package is used.
struct LifeConditions {
  double junction = 0, memory = 0, board = 0;   ///< [K] at work
  double junction_limit = 0, memory_limit = 0;  ///< [K] at which wear was qualified
  double duty = 1;                              ///< [-] share of time at work; wear rests besides
  double current_ratio = 1, voltage_ratio = 1;  ///< [-] over the qualified ones
  std::vector<TemperatureCycle> board_cycles;   ///< counted
  double dose_rate = 0;                         ///< [Gy/s] mean of the mission
};

/// Burn-in on the ground before service. It brings infants to their end and uses up a little of all else.
struct BurnIn {
  double time = 0;              ///< [s]
  double temperature = 398.15;  ///< [K] of dies and memory
};

/// What may end a package itself (dies, memory, dose), each cause with its life in use and the age that
/// burn-in has given it. @throws std::invalid_argument by name for figures outside their range
std::vector<FailureCause> package_causes(const LifeModel& model, const LifeConditions& use,
                                         const BurnIn& burn_in = {});
/// What may end a board and all packages on it: random failures and fatigue of its solder.
std::vector<FailureCause> board_causes(const LifeModel& model, const LifeConditions& use);

/// [-] packages that burn-in ends on the ground: they are bought but not flown.
double burn_in_loss(const LifeModel& model, const LifeConditions& use, const BurnIn& burn_in);

/// [-] share of time lost to events from which a package recovers: r t / (1 + r t).
double interrupt_unavailability(double rate, double recovery);

}  // namespace sunrack
