#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fleet/price.h"
#include "fleet/reliability.h"

namespace sunrack {

/// What a satellite and its life in orbit cost, each price with its year and source.
struct LifetimePrices {
  std::string name;
  Price launch;      ///< [$/kg]
  Price computers;   ///< [$/W] of IT power
  Price array;       ///< [$/W] at beginning of life
  Price hardware;    ///< [$/kg] of all else
  Price burn_in;     ///< [$/J] of packages under burn-in: ovens, sockets, electricity
  Price operations;  ///< [$/s] per satellite
};
const LifetimePrices& prices_of_2026();
const LifetimePrices& prices_of_2030();

/// What one design asks for, and what it gives.
struct LifetimeBill {
  double mass = 0;            ///< [kg] at launch
  double computers_mass = 0;  ///< [kg]
  double array_mass = 0;      ///< [kg]
  double array_power = 0;     ///< [W] at beginning of life
  double it_power = 0;        ///< [W] rated, spares not counted
  double spares = 0;          ///< [-] computers bought beyond it
  double burn_in_loss = 0;    ///< [-] of packages
  double burn_in_energy = 0;  ///< [J] of all packages under burn-in
  double life = 0;            ///< [s]
  double delivered = 0;       ///< [s] of rated compute
};
LifetimeBill lifetime_bill(const SatelliteSpec& spec, const SatelliteDesign& design, double delivered);

double mass_per_compute(const LifetimeBill& bill);  ///< [kg/(W s)] launched per rated watt-second delivered
double satellite_cost(const LifetimeBill& bill,
                      const LifetimePrices& prices);  ///< [$] in orbit, with its operations
double cost_per_compute(const LifetimeBill& bill, const LifetimePrices& prices);  ///< [$/(W s)]

/// Burn-in on the ground, hours against what they bring. The design is the same: only failures move.
struct BurnInPoint {
  double time = 0;              ///< [s]
  double loss = 0;              ///< [-] of packages, on the ground
  double first_year = 0;        ///< [-] of packages lost in the first year in orbit
  double mass_per_compute = 0;  ///< [kg/(W s)]
  double cost_per_compute = 0;  ///< [$/(W s)]
};
struct BurnInCurve {
  std::vector<BurnInPoint> points;  ///< rising; the first without burn-in
  BurnInPoint least_mass, least_cost;
};
/// 0 and `points` times spread evenly in the logarithm from one hour to `longest` [s], then the minima
/// between them by golden section. @throws std::invalid_argument by name
BurnInCurve burn_in_curve(const SatelliteSpec& spec, const SatelliteDesign& design,
                          const LifetimePrices& prices, double longest, int points = 40);

/// A satellite sized for a choice, and what it then delivers.
struct LifetimeChoice {
  double age = 0;               ///< [s] at which it is replaced, and for which it is sized
  double spares = 0;            ///< [-] packages beyond those that the power serves
  double mass = 0;              ///< [kg]
  double capacity_at_end = 0;   ///< [-] expected
  double mass_per_compute = 0;  ///< [kg/(W s)]
  double cost_per_compute = 0;  ///< [$/(W s)]
  std::string reason;           ///< why there is no answer; empty where there is one
};
struct LifetimeChoices {
  std::vector<LifetimeChoice> points;
  std::optional<std::size_t> least_mass, least_cost;  ///< places; nothing without any answer
};
/// Every satellite is replaced at the same age: which is best? With `progress` [1/s] the machines of the year
/// do exp(progress t) more for the same, so that a second delivered late counts for that much less.
LifetimeChoices replacement_curve(const SatelliteSpec& spec, const LifetimePrices& prices,
                                  const std::vector<double>& ages, double progress);
/// How many spare packages are worth their mass and price? They take turns with the others.
LifetimeChoices spares_curve(const SatelliteSpec& spec, const LifetimePrices& prices,
                             const std::vector<double>& spares);

}  // namespace sunrack
