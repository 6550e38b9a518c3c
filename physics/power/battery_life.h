#pragma once

namespace sunrack {

/// Fade of a lithium-ion pack of NMC on graphite by calendar and by cycles, day by day:
///   lithium:  q_li  = d_0(T)/Q_ref (b_0 - sum over days of 0.5 b_1/sqrt(day) + b_3/tau exp(-day/tau) + b_2
///   cycles) negative: q_neg = c_0/Q_ref (1 - sum over cycles of c_2 / sqrt(c_0^2 - 2 c_2 c_0 n)),  q = min
///   of both.
/// b_1, b_2, b_3, c_0, c_2 are means over the day of their Arrhenius, potential and depth factors. Smith,
/// Saxon, Keyser, Lundstrom, Cao & Roc, "Life prediction model for grid-connected Li-ion battery energy
/// storage system", American Control Conference 2017 (Kokam 75 Ah); constants as in the ssc library of NREL
/// (read). Fitted to cells at 0..55 degC and up to one deep cycle a day over some years: fifteen shallow
/// cycles a day in orbit are an extrapolation. There b_2, which knows no depth, is charged per *equivalent
/// full* cycle; per counted cycle a pack would lose 46 % to it in the 30,000 cycles that packs of orbit
/// survive (docs/models/battery.md).
class BatteryLife {
 public:
  struct State {
    double day = 0;                                              ///< [day] of age
    double lithium_loss = 0;                                     ///< [-]
    double negative_loss = 0;                                    ///< [-]
    double cycles = 0;                                           ///< [-] so far
    double b1 = 0, b2 = 0, b3 = 0, c0 = 0, c2 = 0, elapsed = 0;  ///< of the day under way
    double deepest = 0;                ///< [-] depth of discharge from full in the day under way
    double lithium = 1, negative = 1;  ///< [-] remaining of nameplate by each, may be above 1 when new
  };
  /// A new pack.
  BatteryLife();
  explicit BatteryLife(const State& state) : state_(state) {}

  /// `days` [day] at a depth of discharge [-] (1 - charge) and temperature [K]. @throws ModelError outside
  /// 263..333 K; std::invalid_argument for a depth outside 0..1
  void stay(double days, double depth, double temperature);
  /// Closes a day in which `cycles` [-] were made, worth `full_cycles` [-] of all charge, and the pack is at
  /// a temperature [K].
  void end_day(double cycles, double full_cycles, double temperature);

  double remaining() const;  ///< [-] of nameplate, at most 1
  const State& state() const { return state_; }

 private:
  State state_;
};

}  // namespace sunrack
