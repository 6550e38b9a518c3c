#pragma once

namespace sunrack {

/// A cell, string or module as one diode with a series and a shunt resistance:
///   I = I_L - I_0 (exp((V + I R_s) / a) - 1) - (V + I R_s) / R_sh.
/// Plain single-diode model; no reverse breakdown, no recombination term.
struct SingleDiode {
  double photocurrent = 0;        ///< [A] I_L, 0 in the dark
  double saturation_current = 0;  ///< [A] I_0
  double series_resistance = 0;   ///< [ohm] R_s
  double shunt_resistance = 0;    ///< [ohm] R_sh; may be infinite
  double modified_ideality = 0;   ///< [V] a = n N_s k T / q
};

struct CurvePoint {
  double voltage = 0;  ///< [V]
  double current = 0;  ///< [A]
};
/// The point of the curve where the diode itself has this voltage V + I R_s [V] (Bishop 1988): explicit, any
/// sign.
CurvePoint curve_point(const SingleDiode& diode, double diode_voltage);

/// [V] with no current; [A] with no voltage. Newton on a convex function, safeguarded by its bracket.
/// @throws std::invalid_argument for parameters that are not positive; ModelError without convergence
double open_circuit_voltage(const SingleDiode& diode);
double short_circuit_current(const SingleDiode& diode);
/// [A] at a terminal voltage [V], 0 to open circuit.
double current_at(const SingleDiode& diode, double voltage);

struct MaximumPower {
  double voltage = 0;        ///< [V]
  double current = 0;        ///< [A]
  double power = 0;          ///< [W]
  double diode_voltage = 0;  ///< [V] V + I R_s there: a good start for a neighbour
};
/// Where V I is largest: the root of its slope with the diode voltage, by Newton kept inside a bracket. Zero
/// in the dark. `start` [V], a diode voltage near the answer, saves steps; the answer does not depend on it
/// to rounding.
MaximumPower maximum_power(const SingleDiode& diode, double start = 0);

/// How the five parameters follow cell temperature and irradiance: De Soto, Klein & Beckman, Solar Energy 80
/// (2006) 78. Valid 200..450 K for silicon and above the freeze-out of the cell at hand.
struct DiodeReference {
  SingleDiode diode;                  ///< at reference temperature and irradiance
  double temperature = 298.15;        ///< [K]
  double irradiance = 1000;           ///< [W/m^2]
  double current_coefficient = 0;     ///< [A/K] of the short-circuit current
  double bandgap = 1.121;             ///< [eV] at the reference temperature
  double bandgap_slope = -0.0002677;  ///< [1/K] relative
};
/// I_L = S/S_ref (I_L,ref + alpha (T - T_ref)); I_0 = I_0,ref (T/T_ref)^3 exp((E_ref/T_ref - E/T) / k);
/// a = a_ref T/T_ref; R_sh = R_sh,ref S_ref/S; R_s is constant.
/// @throws ModelError outside 150..500 K
SingleDiode diode_at(const DiodeReference& reference, double irradiance, double temperature);

}  // namespace sunrack
