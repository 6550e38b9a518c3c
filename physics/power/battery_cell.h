#pragma once

namespace sunrack {

/// Energy efficiency of a cell, at its terminals, each way.
struct BatteryEfficiency {
  double charge = 1;     ///< [-] stored over put in
  double discharge = 1;  ///< [-] delivered over drawn from store
};

/// [W] by which the stored energy grows when `terminal_power` [W] is put into the terminals; negative = taken
/// out.
double battery_storage_rate(double terminal_power, const BatteryEfficiency& efficiency);
/// [W] of heat meanwhile: what goes in and is not stored, what leaves the store and is not delivered. Never
/// negative.
double battery_heat(double terminal_power, const BatteryEfficiency& efficiency);

/// How deep a lithium-ion cell may be discharged in every cycle, as a fraction of its nameplate energy.
struct DepthOfDischarge {
  double nominal = 0;  ///< [-]
  double low = 0;      ///< [-] cautious end of the published spread
  double high = 0;     ///< [-] bold end
};

/// Log-linear in the number of cycles, through two anchors, never above 0.8 (practice for few cycles,
/// recalled):
///   7,000 cycles: 0.5 [0.35..0.7] (recalled);
///   30,000 cycles: 0.325 [0.25..0.40] (JAXA large lithium-ion cells in simulated low orbit, more than
///   30,000 cycles at about 25..40 %, read second-hand).
/// For comparison, another chemistry: the station's nickel-hydrogen batteries were held to 0.35 in low orbit
/// (NTRS 20180003481, read).
/// Valid for 0..60,000 cycles, cells at 0..30 degC; calendar ageing is not in it.
/// @throws ModelError beyond 60,000 cycles: nothing flown or tested is known to the model
DepthOfDischarge depth_of_discharge_range(double cycles);
/// [-] the nominal value of `depth_of_discharge_range`.
double allowable_depth_of_discharge(double cycles);

}  // namespace sunrack
