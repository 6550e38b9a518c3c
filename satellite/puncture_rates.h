#pragma once

#include "physics/debris/direction.h"
#include "physics/debris/flux.h"
#include "physics/numerics/table.h"
#include "satellite/radiator_technology.h"
#include "satellite/spec.h"

namespace sunrack {

/// Where a mission flies as debris sees it, at mid-life. The F10.7 of solar activity low, mean and high is
/// 70, 140 and 200: quiet sun, mean and maximum of recent cycles, recalled.
DebrisEnvironment debris_environment(const SatelliteSpec& spec, double inclination);

/// How a panel of this attitude is held, for its debris.
PanelAttitude panel_attitude(const RadiatorSpec& spec);

/// [m] of aluminium 6061 of the same mass per area: how sheets and walls of other materials count.
double as_aluminium(double thickness, const RadiatorMaterial& material);

/// Holes per area and time in tubes behind the face sheets of one panel, as a smooth function of the tubes'
/// wall: JSC's form of the Whipple equation (the wall alone, where the sheet is too thin to break what the
/// wall stops), mean over both faces. Interpolated in logarithms: cubic between sheets, monotone between
/// walls, linear between inclinations every 5 degrees; the rates at these rows are computed once in a
/// process, scaled with the flux of 1 mm particles at the altitude and year asked for, and kept.
/// Safe from several threads; an answer does not depend on what was asked before.
class PunctureRates {
 public:
  /// @throws ModelError outside the flux models: altitude below 300 km, inclination above 120 degrees
  PunctureRates(const SatelliteSpec& spec, double inclination);
  /// `wall` [m] of the spec's material.
  PenetrationRate operator()(double wall) const;
  double thickest_wall() const { return thickest_wall_; }  ///< [m]

 private:
  PenetrationRate particles_;  // of 1 mm and above
  MonotoneTable curve_;        // of ln wall: ln holes per such particle, of meteoroids and of debris
  double wall_factor_ = 1, thickest_wall_ = 0;
};

}  // namespace sunrack
