#pragma once

#include <memory>
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
  /// [W] given, as last marched.
  virtual double heat_given() const = 0;
  /// False where the fluid could not have this temperature.
  virtual bool possible(double fluid) const = 0;
  /// Fills paths and what of tubes only the supply knows.
  virtual void report(PanelFieldAnswer& answer) const = 0;
};

/// @throws ModelError when no tube is alive
std::unique_ptr<Supply> make_supply(const PanelField& field, const Slices& slices, double step);

}  // namespace sunrack::panel
