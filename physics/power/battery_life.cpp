#include "physics/power/battery_life.h"

#include <algorithm>
#include <cmath>

#include "physics/require.h"

namespace sunrack {

namespace {

// Smith et al. 2017 as in ssc, shared/lib_battery_lifetime_nmc (read).
constexpr double gas = 8.314, faraday = 96485, t_ref = 298.15;
constexpr double u_neg_ref = 0.08, v_ref = 3.7;                           // [V]
constexpr double d0 = 75.1, e_d0_1 = 4126, e_d0_2 = 9752000, q_ref = 75;  // [Ah], [J/mol]
constexpr double b0 = 1.07, b1_ref = 0.003503, e_b1 = 35392, alpha_b1 = -1, beta_b1 = 2.157, gamma_b1 = 2.472;
constexpr double b2_ref = 1.541e-5, e_b2 = -42800;
constexpr double b3_ref = 0.02805, e_b3 = 42800, alpha_b3 = 0.0066, tau = 5, theta = 0.135;
constexpr double c0_ref = 75.64, e_c0 = 2224, c2_ref = 0.0039193, e_c2 = -48260, beta_c2 = 4.54;

double arrhenius(double energy, double t) { return std::exp(-energy / gas * (1 / t - 1 / t_ref)); }

/// [V] of the negative electrode and of the cell; the residential-storage paper's table B.1, straight
/// between.
double negative_voltage(double s) {
  return s <= 0.1 ? 1.2868 + (0.2420 - 1.2868) * s / 0.1 : 0.2420 + (0.0859 - 0.2420) * (s - 0.1) / 0.9;
}
double cell_voltage(double s) {
  if (s <= 0.1) return 3 + 0.4679 * s / 0.1;
  return s <= 0.6 ? 3.4679 + (3.747 - 3.4679) * (s - 0.1) / 0.5
                  : 3.7469 + (4.1934 - 3.7469) * (s - 0.6) / 0.4;
}

}  // namespace

BatteryLife::BatteryLife() {
  state_.lithium = d0 / q_ref * b0;
  state_.negative = c0_ref / q_ref;
}

void BatteryLife::stay(double days, double depth, double t) {
  require(depth >= -1e-3 && depth <= 1.001, "BatteryLife: depth", depth, "must be between 0 and 1 [-]");
  if (!(t >= 263.15 && t <= 333.15))
    throw ModelError(fmt::format("BatteryLife: {:.5g} K; the law was fitted from 263 to 333 K", t));
  State& s = state_;
  depth = std::clamp(depth, 0.0, 1.0);
  s.deepest = std::max(s.deepest, depth);
  const double charge = 1 - depth;
  s.b1 += days * b1_ref * arrhenius(e_b1, t) *
          std::exp(alpha_b1 * faraday / gas * (negative_voltage(charge) / t - u_neg_ref / t_ref)) *
          std::exp(gamma_b1 * std::pow(s.deepest, beta_b1));
  s.b2 += days * b2_ref * arrhenius(e_b2, t);
  s.b3 += days * b3_ref * arrhenius(e_b3, t) *
          std::exp(alpha_b3 * faraday / gas * (cell_voltage(charge) / t - v_ref / t_ref)) *
          (1 + theta * s.deepest);
  s.c2 += days * c2_ref * arrhenius(e_c2, t) * std::pow(s.deepest, beta_c2);
  s.c0 += days * c0_ref * arrhenius(e_c0, t);
  s.elapsed += days;
  s.day += days;
}

void BatteryLife::end_day(double cycles, double full_cycles, double t) {
  State& s = state_;
  require(s.elapsed > 0, "BatteryLife: elapsed", s.elapsed,
          "must be positive [day]: a day ends after a stay");
  require(cycles >= 0, "BatteryLife: cycles", cycles, "must not be negative [-]");
  require(full_cycles >= 0 && full_cycles <= cycles, "BatteryLife: full_cycles", full_cycles,
          "must be between 0 and the number of cycles [-]");
  const double n = s.elapsed;  // the sums are means times the days
  const double k_cal = 0.5 * (s.b1 / n) / std::sqrt(s.day) + (s.b3 / n / tau) * std::exp(-s.day / tau);
  s.lithium_loss += k_cal * n + (s.b2 / n) * full_cycles;
  s.cycles += cycles;
  const double c0 = s.c0 / n, c2 = s.c2 / n, left = c0 * c0 - 2 * c2 * c0 * s.cycles;
  if (!(left > 0))
    throw ModelError(
        fmt::format("BatteryLife: the negative electrode is used up after {:.6g} cycles", s.cycles));
  s.negative_loss += c2 / std::sqrt(left) * cycles;
  const double dt = 1 / t - 1 / t_ref;
  s.lithium = d0 * std::exp(-e_d0_1 / gas * dt - e_d0_2 / gas * dt * dt) / q_ref * (b0 - s.lithium_loss);
  s.negative = c0 / q_ref * (1 - s.negative_loss);
  s.b1 = s.b2 = s.b3 = s.c0 = s.c2 = s.elapsed = 0;
  s.deepest = 0;
}

double BatteryLife::remaining() const { return std::min({1.0, state_.lithium, state_.negative}); }

}  // namespace sunrack
