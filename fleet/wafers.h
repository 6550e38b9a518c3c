#pragma once

namespace sunrack {

struct WaferProcess {
  double wafer_diameter = 0.300;                 ///< [m]
  double edge_exclusion = 3e-3;                  ///< [m]
  double die_width = 26e-3, die_height = 33e-3;  ///< [m] a full reticle
  double scribe = 0.1e-3;                        ///< [m] between dies
  double defect_density = 1000;                  ///< [1/m^2] 0.1 per cm^2 (recalled)
  double clustering = 3;                         ///< [-] of the negative binomial yield; infinite: Poisson
  double usable_with_defects = 0;  ///< [-] of the dies with a defect, sold with parts switched off
};
/// Whole dies on a wafer: rows and columns shifted to where most fit.
int dies_per_wafer(const WaferProcess& process);
/// [-] (1 + A D / c)^-c, and what of the rest is usable. Stapper (1983).
double die_yield(const WaferProcess& process);
/// [1/year] wafers for `power` [W] of chips a year of `die_power` [W] each.
double wafers_per_year(double power, double die_power, const WaferProcess& process);

}  // namespace sunrack
