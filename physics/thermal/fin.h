#pragma once

namespace sunrack {

/// A fin of half-length L between two tubes at the same root temperature, radiating from both faces to an effective
/// sink. Dimensionless: conduction number N = E sigma T_root^3 L^2 / (k t), with E the sum of the two faces'
/// emissivities and t the conducting thickness; sink ratio s = T_sink / T_root, where T_sink^4 = absorbed / (E sigma).

/// Exact efficiency: heat radiated net of absorbed over that of an isothermal fin at T_root; by the first integral of
/// k t T'' = E sigma (T^4 - T_sink^4) and quadrature. 0 <= N <= 100, 0 <= s < 1. Relative error below 1e-10.
double fin_efficiency_exact(double conduction_number, double sink_ratio);

/// The same from a table built once from the exact one; 0 <= N <= 20, 0 <= s <= 0.999. Its error against the exact
/// solution is stated in its docs and held by a test. @throws ModelError outside
double fin_efficiency(double conduction_number, double sink_ratio);

}  // namespace sunrack
