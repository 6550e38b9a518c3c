#pragma once

namespace sunrack {

/// A fin of half-length L between two tubes at the same root temperature, radiating from both faces to an
/// effective sink. Dimensionless: conduction number N = E sigma T_root^3 L^2 / (k t), with E the sum of the
/// two faces' emissivities and t the conducting thickness; sink ratio s = T_sink / T_root, where T_sink^4 =
/// absorbed / (E sigma). The temperature varies along the fin only, which holds for E sigma T^3 t / k << 1
/// (metal and carbon sheets: 1e-4).

/// Exact efficiency: heat radiated net of absorbed over that of an isothermal fin at T_root; by the first
/// integral of k t T'' = E sigma (T^4 - T_sink^4) and quadrature. 0 <= N <= 100, 0 <= s <= 1; at s = 1 it is
/// the limit, the linear fin tanh(m L)/(m L) with (m L)^2 = 4 N. Relative error below 1e-10.
/// @throws std::invalid_argument outside
double fin_efficiency_exact(double conduction_number, double sink_ratio);

/// The same from a polynomial built once from the exact one; 0 <= N <= 20, 0 <= s <= 1. Infinitely smooth;
/// its relative error against the exact solution is below 1.2e-7 and held by a test. @throws ModelError
/// outside
double fin_efficiency(double conduction_number, double sink_ratio);

}  // namespace sunrack
