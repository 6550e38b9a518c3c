#pragma once

#include "physics/thermal/radiator_panel.h"

/// The inside of radiator_panel.h: a sheet with tubes at one station.
namespace sunrack::radiator {

/// @throws std::invalid_argument by name
void check(const RadiatorFace& face);

/// [W/(m^2 K^4)] of both faces. @throws std::invalid_argument where neither emits
double emission(const RadiatorFace& a, const RadiatorFace& b);
/// [W/m^2] by both faces.
double absorbed(const RadiatorFace& a, const RadiatorFace& b);

/// What of the panel does not depend on the coolant.
class Sheet {
 public:
  /// @throws std::invalid_argument by name
  Sheet(const RadiatorPanelGeometry& geometry, const RadiatorFace& a, const RadiatorFace& b,
        const RadiatorPanelOverrides& overrides);

  double sink() const { return sink_; }                ///< [K]
  double behind_film() const { return behind_film_; }  ///< [K m/W]
  double resistance(const TubeFlow& flow) const;       ///< [K m/W] from the coolant to the sheet
  double surface_temperature(double net_flux) const;   ///< [K] uniform, that sheds a net flux [W/m^2]
  double efficiency(double root) const;                ///< [-] of the whole pitch, root in [K]

  /// The drop from coolant to root at which the heat that crosses `resistance` [K m/W] is the heat that the
  /// sheet sheds. Falling as the root falls, that heat crosses the rising one once. Newton's rule with the
  /// efficiency held, then the secant through the last two: two to four evaluations from a near `drop`.
  ///
  /// The heat of the fins leaves the strip over the tube at its edges. With T'' = (T - T_coolant)/(2 R w k t)
  /// on half of it, w = D_o/2, that heat meets R x coth(x), x^2 = D_o/(4 R k t), instead of R.
  /// @throws ModelError where the coolant is not warmer than the sink
  PanelPoint point(double coolant, double resistance, double drop) const;

 private:
  PanelPoint at(double coolant, double root, double sheet_efficiency) const;
  void refuse_cold(double coolant, double root) const;

  RadiatorPanelOverrides overrides_;
  double spacing_;          ///< [m]
  double inner_diameter_;   ///< [m]
  double emission_ = 0;     ///< [W/(m^2 K^4)] both faces
  double absorbed_ = 0;     ///< [W/m^2] both faces
  double sink_ = 0;         ///< [K]
  double fin_share_ = 0;    ///< [-] of the pitch that is fin
  double conduction_ = 0;   ///< [1/K^3] conduction number over root temperature cubed
  double behind_film_ = 0;  ///< [K m/W] wall and bond
  double strip_ = 0;        ///< [K m/W] of the sheet over the tube
};

}  // namespace sunrack::radiator
