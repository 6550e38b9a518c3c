#pragma once

namespace sunrack {

/// Outdoor dry-bulb temperature of a place: a yearly and a daily wave, and a heat wave on top of both at its
/// worst. [K]
struct Climate {
  double mean = 290;
  double yearly_amplitude = 11;
  double daily_amplitude = 6;
  double heat_wave = 4;  ///< above the waves' crest, in the worst hour
};
double worst_hour_temperature(const Climate& climate);  ///< [K]

/// Heat from coolant to air. Where the air is cold enough, a heat exchanger does it; else a chiller lifts it.
struct CoolingPlant {
  double supply = 298.15;  ///< [K] of the coolant that racks are given
  double approach = 8;     ///< [K] of supply above the air that a dry cooler with its exchangers needs
  double evaporator_approach = 5;  ///< [K] of supply above evaporation
  double condenser_approach = 15;  ///< [K] of condensation above the air
  double carnot_share = 0.5;       ///< [-] of Carnot's coefficient of performance that chillers reach
  double fans_and_pumps = 0.08;    ///< [-] of the heat, at any hour
};
/// [-] power of cooling over heat, at an outdoor temperature [K]: fans and pumps, and while supply < outdoor
/// + approach a chiller with COP = share T_e / (T_c - T_e).
double cooling_power_share(const CoolingPlant& plant, double outdoor);
/// [-] the same in the worst hour, and the mean of a year of hours.
double worst_cooling_share(const CoolingPlant& plant, const Climate& climate);
double mean_cooling_share(const CoolingPlant& plant, const Climate& climate);

/// Generators behind a data center without a grid.
struct GeneratorFleet {
  double unit_power = 35e6;      ///< [W] of one
  double planned_outage = 0.06;  ///< [-] of its time that a generator is taken off to be serviced
  double forced_outage = 0.04;   ///< [-] of the rest that it is broken
  double target = 0.999;         ///< [-] of the time that the load must be carried
};
/// Generators for a load [W]: the least n of which enough run at least `target` of the time when the planned
/// services follow each other (never more off than ceil(n planned_outage)) and breakdowns are independent:
/// k out of n, binomial.
struct GeneratorReserve {
  int needed = 0, installed = 0;
  double margin = 0;        ///< [-] installed over needed power, less 1
  double availability = 0;  ///< [-] that is reached
};
GeneratorReserve generator_reserve(double load, const GeneratorFleet& fleet);
/// [-] P(at least k of n run), each with probability p.
double at_least_k_of_n(int k, int n, double p);

/// A data center from accelerators to generators.
struct DataCenter {
  double accelerators = 110e3;
  double rack_power = 135e3;  ///< [W] of a rack at full load
  double accelerators_per_rack = 72;
  double network_share = 0.05;    ///< [-] of rack power: switches and optics outside the racks
  double storage_share = 0.05;    ///< [-] of rack power: storage and processors outside the racks
  double conversion_loss = 0.06;  ///< [-] of IT power, from the generators' terminals to the racks
  CoolingPlant cooling;
  Climate climate;
};
struct DataCenterPower {
  double racks = 0, network = 0, storage = 0;  ///< [W]
  double it = 0;                               ///< [W] all three
  double loss = 0;                             ///< [W] of conversion
  double cooling = 0;                          ///< [W] in the worst hour
  double peak = 0;                             ///< [W] in the worst hour
  double mean = 0;                             ///< [W] over the year at full load
  double peak_effectiveness = 0;               ///< [-] peak over IT
  double mean_effectiveness = 0;               ///< [-] PUE, mean over IT
};
/// @throws std::invalid_argument by name
DataCenterPower data_center_power(const DataCenter& center);

}  // namespace sunrack
