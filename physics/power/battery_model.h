#pragma once

namespace sunrack {

/// A lithium-ion pack (NMC on graphite) as one large cell: open-circuit voltage and resistance over charge
/// and temperature. Heat is whatever enters or leaves the terminals and is not chemical energy.
///
///   V = U(s, T) - I R(s, T),  ds/dt = -I/Q (discharge) or -eta_c I/Q (charge, I < 0)
///   U = U_0(s) + c (T - 298.15 K), R = R_ref g(s) exp(E_a/R_gas (1/T - 1/298.15 K)), g = 1 + 0.6
///   exp(-s/0.08) heat = I (h(s) - V) when discharging, eta_c I h(s) - I V when charging, h = U_0 - 298.15 K
///   c
///
/// U_0: 3.0, 3.4679, 3.747, 4.1934 V at 0, 0.1, 0.6, 1 (Smith et al. 2017, Kokam 75 Ah, as carried by the ssc
/// library of NREL, read), smooth between. c = -0.1 mV/K, E_a = 25 kJ/mol, g: recalled, typical of the class.
/// Valid 243..343 K and 0..1 of charge.
struct BatteryModel {
  double capacity = 0;                    ///< [A s] Q, at the voltage of one cell; today's, after fade
  double resistance = 0;                  ///< [ohm] R_ref at 25 degC, of the pack as one cell
  double charge_acceptance = 1;           ///< [-] eta_c, Coulomb efficiency
  double charge_rate_limit = 1.0 / 3600;  ///< [1/s] of the charging current over the capacity: 1 C
  double highest_voltage = 4.1934;        ///< [V] at which charging goes over to constant voltage
  double lowest_voltage = 2.7;            ///< [V] at which discharging is cut off (recalled, of the class)
};

/// [V]; @throws ModelError outside the ranges above
double battery_open_voltage(double charge, double temperature);
double battery_resistance(const BatteryModel& battery, double charge, double temperature);  ///< [ohm]
/// [J] of chemical energy in the pack at a state of charge [-]; zero when empty.
double battery_stored_energy(const BatteryModel& battery, double charge);

/// What the pack does at a terminal power.
struct BatteryFlow {
  double current = 0;      ///< [A] out of the pack, negative when charging
  double voltage = 0;      ///< [V]
  double charge_rate = 0;  ///< [1/s] d(state of charge)/dt
  double heat = 0;         ///< [W] in the pack; charging may cool it by the entropy of the reaction
  double stored = 0;       ///< [W] d(chemical energy)/dt
};
/// `power` [W] out of the terminals, negative when charging: U I - R I^2 = P, the branch of small currents.
/// @throws ModelError where the pack cannot give that much (more than U^2/4R)
BatteryFlow battery_flow(const BatteryModel& battery, double charge, double temperature, double power);

/// [W] that the terminals take at most: highest voltage or highest rate, whichever is less. Zero when full.
double battery_charge_power_limit(const BatteryModel& battery, double charge, double temperature);

/// [W] that the terminals give at most, at the lowest voltage; below U^2/4R always. Little when empty.
double battery_discharge_power_limit(const BatteryModel& battery, double charge, double temperature);

/// The pack of a nameplate energy [J] at beginning of life, whose losses at 25 degC and half charge are those
/// of given efficiencies at given powers [W]: the resistance from discharging, what is then left of
/// charging's loss from the Coulomb efficiency (which is at most 1).
struct BatteryBuild {
  double nameplate_energy = 0;
  double discharge_power = 0, discharge_efficiency = 1;
  double charge_power = 0, charge_efficiency = 1;
};
BatteryModel battery_model(const BatteryBuild& build);  ///< @throws std::invalid_argument

}  // namespace sunrack
