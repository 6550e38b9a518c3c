#pragma once

#include "physics/power/single_diode.h"
#include "physics/power/solar_cell.h"

namespace sunrack {

/// A catalogue cell as one square metre of single diodes under AM0: all currents are per square metre, so
/// that powers come out in W/m^2 of cell.
struct CellCurve {
  DiodeReference reference;
  double open_circuit_voltage = 0;  ///< [V] of one cell at reference
  double fill_factor = 0;           ///< [-] at reference
};

/// The curve whose maximum power at the cell's reference temperature and 1361 W/m^2 is the catalogue's
/// efficiency and whose relative slope of maximum power with temperature is the catalogue's coefficient, both
/// to rounding. What the catalogue does not say is assumed by class of cell (open-circuit voltage, ideality,
/// losses; docs/models/solar_cell_curve.md): the photocurrent then follows from the efficiency, and an
/// *effective* band gap from the coefficient, so that voltage and current share the loss as in De Soto's law.
/// @throws ModelError where no photocurrent or gap does it
CellCurve cell_curve(const SolarCell& cell);

/// What one square metre of cells gives at its maximum-power point.
struct CellPower {
  double power = 0;          ///< [W/m^2]
  double slope = 0;          ///< [W/(m^2 K)] with the cell's temperature
  double voltage = 0;        ///< [V] of one cell
  double diode_voltage = 0;  ///< [V] start for the next call
};
CellPower cell_maximum_power(const CellCurve& curve, double irradiance, double temperature, double start = 0);

}  // namespace sunrack
