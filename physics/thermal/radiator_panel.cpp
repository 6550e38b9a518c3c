#include "physics/thermal/radiator_panel.h"

#include <cmath>

#include "physics/require.h"
#include "physics/thermal/radiator_sizing.h"

namespace sunrack {

double panel_sink_temperature(const RadiatorFace& a, const RadiatorFace& b) {
  radiator::check(a);
  radiator::check(b);
  return std::sqrt(std::sqrt(radiator::absorbed(a, b) / radiator::emission(a, b)));
}

PanelPoint panel_point(double coolant_temperature, const Coolant& coolant, double mass_flow_per_tube,
                       const RadiatorPanelGeometry& geometry, const RadiatorFace& a, const RadiatorFace& b,
                       const RadiatorPanelOverrides& overrides) {
  const radiator::Sheet sheet(geometry, a, b, overrides);
  const TubeFlow flow =
      tube_flow(coolant.at(coolant_temperature), mass_flow_per_tube, geometry.tube_inner_diameter);
  return sheet.point(coolant_temperature, sheet.resistance(flow), 0);
}

RadiatorPanel size_radiator_panel(double mass_flow, double inlet, double outlet, const Coolant& coolant,
                                  const RadiatorPanelGeometry& geometry, const RadiatorFace& a,
                                  const RadiatorFace& b, const RadiatorPanelOverrides& overrides) {
  require(mass_flow > 0 && std::isfinite(mass_flow), "size_radiator_panel: mass_flow", mass_flow,
          "must be positive [kg/s]");
  require(outlet > 0, "size_radiator_panel: outlet", outlet, "must be positive [K]");
  require(inlet > outlet && std::isfinite(inlet), "size_radiator_panel: inlet", inlet,
          "must be warmer than the outlet [K]");
  const radiator::Sheet sheet(geometry, a, b, overrides);
  sheet.point(outlet, sheet.behind_film(),
              0);  // refuses an outlet at or below the sink before anything else

  radiator::Sizing sizing(mass_flow, inlet, outlet, coolant, geometry, sheet, overrides.coolant_to_root_drop);
  RadiatorPanel panel;
  panel.tubes = sizing.settle();
  panel.area = panel.tubes * sizing.area_of_tube();
  double root = 0, efficiency = 0;
  for (const radiator::Node& node : sizing.nodes()) {
    const double area = node.heat / node.point.net_flux;
    panel.heat += node.heat;
    root += area * node.point.root_temperature;
    efficiency += node.heat * node.point.fin_efficiency;
    panel.pressure_drop += node.pressure_gradient * geometry.tube_length * area / panel.area;
  }
  const auto end = [&](double temperature) {
    return panel_point(temperature, coolant, mass_flow / panel.tubes, geometry, a, b, overrides);
  };
  panel.inlet = end(inlet);
  panel.outlet = end(outlet);
  panel.sink_temperature = sheet.sink();
  panel.mean_net_flux = panel.heat / panel.area;
  panel.mean_root_temperature = root / panel.area;
  panel.mean_surface_temperature = sheet.surface_temperature(panel.mean_net_flux);
  panel.mean_fin_efficiency = efficiency / panel.heat;
  panel.non_uniformity = 1 - panel.mean_net_flux / panel.inlet.net_flux;
  const double freezing = coolant.freezing_temperature();
  panel.margin_to_freezing =
      panel.outlet.root_temperature - (freezing > 0 ? freezing : coolant.minimum_temperature());
  return panel;
}

}  // namespace sunrack
