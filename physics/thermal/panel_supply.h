#pragma once

#include <span>
#include <vector>

#include "physics/thermal/panel_grid.h"

/// The inside of resolved panels: what stands behind the tubes.
namespace sunrack::panel {

/// What the sheet did in a round, slice by slice.
struct SheetRound {
  std::vector<double> fluid;  ///< [K] that it was solved with
  std::vector<double> heat;   ///< [W] that it took
  std::vector<double> slope;  ///< [W/K] an estimate of d heat / d fluid
};

/// Coolant, heat pipes or tubes held at a temperature.
class Supply {
 public:
  virtual ~Supply() = default;
  virtual bool alive(int tube) const = 0;
  virtual double hottest() const = 0;  ///< [K] to start from
  /// [K/W m] from the fluid at this temperature to the sheet.
  virtual double resistance(int tube, double fluid) const = 0;
  /// The fluid [K] of each slice if the sheet took heat + slope (fluid - round.fluid).
  virtual std::vector<double> march(const SheetRound& round) = 0;
  /// Unknowns beside the slices' temperatures, that settle with them, about as large as kelvins: what the
  /// march was told, and what it asks for. None where flows are given.
  virtual void set_further(std::span<const double>) {}
  virtual std::vector<double> further() const { return {}; }
  virtual bool possible_further(std::span<const double>) const { return true; }
  virtual double further_mismatch() const { return 0; }  ///< [-]
  /// [W] given, as last marched.
  virtual double heat_given() const = 0;
  /// False where the fluid could not have this temperature.
  virtual bool possible(double fluid) const = 0;
  /// Fills paths and what of tubes only the supply knows.
  virtual void report(PanelFieldAnswer& answer) const = 0;
};

/// Of each tube, loops left aside.
std::vector<bool> living(const PanelField& field);

}  // namespace sunrack::panel
