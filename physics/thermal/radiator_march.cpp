#include <algorithm>
#include <array>
#include <boost/numeric/odeint/integrate/integrate_times.hpp>
#include <boost/numeric/odeint/stepper/generation.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <cmath>

#include "physics/require.h"
#include "physics/thermal/blackbody.h"
#include "physics/thermal/radiator_panel.h"

// Apart from radiator_panel.cpp because Odeint takes seconds to compile.

namespace sunrack {

std::vector<PanelStation> march_radiator_panel(double mass_flow, double inlet, double area, int stations,
                                               const Coolant& coolant, const RadiatorPanelGeometry& geometry,
                                               const RadiatorFace& a, const RadiatorFace& b,
                                               const RadiatorPanelOverrides& overrides) {
  require(mass_flow > 0 && std::isfinite(mass_flow), "march_radiator_panel: mass_flow", mass_flow,
          "must be positive [kg/s]");
  require(inlet > 0 && std::isfinite(inlet), "march_radiator_panel: inlet", inlet, "must be positive [K]");
  require(area > 0 && std::isfinite(area), "march_radiator_panel: area", area, "must be positive [m^2]");
  require(stations >= 2, "march_radiator_panel: stations", stations, "must be at least 2");

  const double tubes = area / (geometry.tube_spacing * geometry.tube_length);
  const auto point = [&](double temperature) {
    return panel_point(temperature, coolant, mass_flow / tubes, geometry, a, b, overrides);
  };
  // State: coolant temperature [K] and heat shed [W]; the independent variable is the share of the tube
  // behind us.
  using State = std::array<double, 2>;
  const auto rate = [&](const State& state, State& change, double) {
    const double heat = point(state[0]).net_flux * area;
    change = {-heat / (mass_flow * coolant.at(state[0]).specific_heat), heat};
  };

  State state{inlet, 0};
  State first{};
  rate(state, first, 0);
  const double sink_4 = std::pow(panel_sink_temperature(a, b), 4);
  const double emission = grey_body_flux(a.emissivity + b.emissivity, 1);
  std::vector<PanelStation> marched;
  marched.reserve(std::size_t(stations));
  const auto observe = [&](const State& now, double share) {
    const PanelPoint here = point(now[0]);
    marched.push_back({.distance = share * geometry.tube_length,
                       .coolant_temperature = now[0],
                       .root_temperature = here.root_temperature,
                       .surface_temperature = std::sqrt(std::sqrt(sink_4 + here.net_flux / emission)),
                       .net_flux = here.net_flux,
                       .heat = now[1]});
  };
  std::vector<double> shares(std::size_t(stations), 0.0);
  for (std::size_t i = 1; i < shares.size(); ++i) shares[i] = double(i) / double(shares.size() - 1);

  // Relative to the heat that the whole panel would shed at the inlet's temperature, and to the drop of the
  // coolant that goes with it. The second derivative of the coolant's properties jumps at the rows of their
  // table: the step control shortens its steps there. A first step of a kelvin keeps its trial stages inside
  // the coolant's table.
  namespace odeint = boost::numeric::odeint;
  const double tolerance = 1e-12;
  odeint::integrate_times(
      odeint::make_controlled(tolerance * std::abs(first[0]), tolerance, odeint::runge_kutta_dopri5<State>()),
      rate, state, shares.begin(), shares.end(), std::min(0.05, 1 / std::abs(first[0])), observe);
  return marched;
}

}  // namespace sunrack
