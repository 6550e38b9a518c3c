#pragma once

#include <vector>

#include "physics/thermal/coolant_loop.h"

namespace sunrack {

/// One face of the panel: infrared is emitted and absorbed with the emissivity, sunlight with the
/// absorptance. A flat face emits into its whole hemisphere whatever stands there; what other surfaces of the
/// satellite send back (their own emission and what they reflect) belongs to infrared_irradiance.
struct RadiatorFace {
  double emissivity = 0;           ///< [-] hemispherical
  double absorptance = 0;          ///< [-] solar
  double solar_irradiance = 0;     ///< [W/m^2] direct Sun and albedo
  double infrared_irradiance = 0;  ///< [W/m^2] from Earth and from other surfaces
};

/// Parallel tubes in a sheet; coolant marches along each.
struct RadiatorPanelGeometry {
  double tube_spacing = 0;         ///< [m] pitch
  double tube_inner_diameter = 0;  ///< [m]
  double tube_wall = 0;            ///< [m]
  double tube_length = 0;          ///< [m] along the flow
  double fin_thickness = 0;        ///< [m] conducting thickness of all face sheets together
  double conductivity = 0;         ///< [W/(m K)] of sheets and tube
  double bond_resistance = 0;      ///< [K m/W] per length of tube, tube wall to sheet (adhesive)
};

/// Overrides for a user who knows his panel; negative = not given, computed from geometry.
struct RadiatorPanelOverrides {
  double fin_efficiency =
      -1;  ///< [-] of the whole pitch: net flux over that of a sheet all at the root temperature
  double coolant_to_root_drop = -1;  ///< [K] replaces film, wall, bond and strip
};

/// What one square metre of panel does at one coolant temperature.
struct PanelPoint {
  double coolant_temperature = 0;  ///< [K]
  double root_temperature = 0;     ///< [K] of the sheet at the tube
  double fin_efficiency = 1;       ///< [-] net flux over that of a sheet all at the root temperature
  double net_flux = 0;             ///< [W/m^2] planform, both faces
};

/// [K] T with sum(emissivity) sigma T^4 = absorbed by both faces: the panel's temperature without coolant.
double panel_sink_temperature(const RadiatorFace& a, const RadiatorFace& b);

/// Heat per length of tube, spacing * net flux, passes R = film 1/(h pi D_i) + tube wall ln(D_o/D_i)/(2 pi k)
/// + bond evenly over the width D_o of the tube. The strip of sheet there radiates at the root temperature,
/// that of its edges; the fins of half-length (spacing - D_o)/2 at both sides of it radiate as fin_efficiency
/// says, and their heat crosses the strip too: R x coth(x), x^2 = D_o/(4 R k t). `mass_flow_per_tube` [kg/s].
/// A tube that touches along a line sheds less. Valid where conduction along the tube is small: tube_length
/// >> sqrt(k t/(E sigma T^3)), a few centimetres.
/// @throws ModelError if the coolant (or, with a given drop, the root) is not warmer than the sink, if the
/// coolant is outside its table, the flow outside its correlations or the conduction number above 20
PanelPoint panel_point(double coolant_temperature, const Coolant& coolant, double mass_flow_per_tube,
                       const RadiatorPanelGeometry& geometry, const RadiatorFace& a, const RadiatorFace& b,
                       const RadiatorPanelOverrides& overrides = {});

/// The panel that cools a mass flow from inlet to outlet. Area = integral of m cp dT / q(T) (Gauss-Legendre),
/// since along each tube m cp dT = -q(T) dA, in pieces between the rows of the coolant's table and the ends
/// of the laminar and the turbulent range. The flow per tube depends on the number of tubes, area / (spacing
/// * tube_length), hence on the area: fixed point, approached from below. Where more than one number of tubes
/// would do (few with turbulent flow or many with laminar flow) it is meant to end at the smallest.
struct RadiatorPanel {
  double area = 0;                   ///< [m^2] planform
  double heat = 0;                   ///< [W]
  double tubes = 0;                  ///< [-] number of parallel tubes (real)
  double mean_net_flux = 0;          ///< [W/m^2] planform
  double mean_root_temperature = 0;  ///< [K] area mean
  double mean_surface_temperature =
      0;  ///< [K] uniform temperature that would emit the same (area mean of T^4)^(1/4)
  double mean_fin_efficiency = 0;  ///< [-] area mean, weighted with flux
  double non_uniformity =
      0;  ///< [-] 1 - mean flux / flux if all of the panel were at the inlet's coolant temperature
  double sink_temperature = 0;  ///< [K]
  double pressure_drop = 0;     ///< [Pa] along the tubes
  PanelPoint inlet, outlet;
  double margin_to_freezing =
      0;  ///< [K] outlet root temperature less the coolant's freezing temperature, or
          ///< less the lowest temperature of its table where no freezing point is known
};
/// `mass_flow` [kg/s] of all tubes, `inlet` > `outlet` [K] of the coolant.
/// @throws ModelError if the panel absorbs at least what it emits at the outlet: no area is enough; as
/// panel_point does; and if the number of tubes does not settle
RadiatorPanel size_radiator_panel(double mass_flow, double inlet, double outlet, const Coolant& coolant,
                                  const RadiatorPanelGeometry& geometry, const RadiatorFace& a,
                                  const RadiatorFace& b, const RadiatorPanelOverrides& overrides = {});

/// One station along the tubes.
struct PanelStation {
  double distance = 0;             ///< [m] from the inlet
  double coolant_temperature = 0;  ///< [K]
  double root_temperature = 0;     ///< [K]
  double surface_temperature = 0;  ///< [K] mean of the sheet across the pitch (in T^4)
  double net_flux = 0;             ///< [W/m^2]
  double heat = 0;                 ///< [W] shed by all tubes from the inlet to here
};
/// The coolant marched along a panel of given area (Boost.Odeint, Dormand-Prince), at least two `stations`,
/// equally spaced from inlet to outlet. An independent way to the same heat: the energy balance of a sized
/// design rests on it. `mass_flow` [kg/s] of all tubes, `inlet` [K], `area` [m^2] planform; number of tubes =
/// area / (spacing * tube_length).
/// @throws ModelError as panel_point does, for instance where the coolant would leave its table
std::vector<PanelStation> march_radiator_panel(double mass_flow, double inlet, double area, int stations,
                                               const Coolant& coolant, const RadiatorPanelGeometry& geometry,
                                               const RadiatorFace& a, const RadiatorFace& b,
                                               const RadiatorPanelOverrides& overrides = {});

}  // namespace sunrack
