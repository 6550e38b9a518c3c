#include "physics/thermal/radiator_panel.h"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/thermal/fin.h"

namespace sunrack {
namespace {

constexpr double laminar_end = 2300;      // [-] Reynolds number; tube_flow has kinks at both
constexpr double turbulent_start = 4000;  // [-]

double outer_diameter(const RadiatorPanelGeometry& geometry) {
  return geometry.tube_inner_diameter + 2 * geometry.tube_wall;
}

void check(const RadiatorPanelGeometry& g) {
  const auto positive = [](double value) { return value > 0 && std::isfinite(value); };
  require(positive(g.tube_inner_diameter), "radiator panel: tube_inner_diameter", g.tube_inner_diameter,
          "must be positive [m]");
  require(g.tube_wall >= 0 && std::isfinite(g.tube_wall), "radiator panel: tube_wall", g.tube_wall,
          "must not be negative [m]");
  require(positive(g.tube_length), "radiator panel: tube_length", g.tube_length, "must be positive [m]");
  require(positive(g.fin_thickness), "radiator panel: fin_thickness", g.fin_thickness,
          "must be positive [m]");
  require(positive(g.conductivity), "radiator panel: conductivity", g.conductivity,
          "must be positive [W/(m K)]");
  require(g.bond_resistance >= 0 && std::isfinite(g.bond_resistance), "radiator panel: bond_resistance",
          g.bond_resistance, "must not be negative [K m/W]");
  require(std::isfinite(g.tube_spacing) && g.tube_spacing >= outer_diameter(g),
          "radiator panel: tube_spacing", g.tube_spacing, "must be at least the tube's outer diameter [m]");
}

void check(const RadiatorFace& face) {
  const auto not_negative = [](double value) { return value >= 0 && std::isfinite(value); };
  require(face.emissivity >= 0 && face.emissivity <= 1, "radiator face: emissivity", face.emissivity,
          "must be from 0 to 1");
  require(face.absorptance >= 0 && face.absorptance <= 1, "radiator face: absorptance", face.absorptance,
          "must be from 0 to 1");
  require(not_negative(face.solar_irradiance), "radiator face: solar_irradiance", face.solar_irradiance,
          "must not be negative [W/m^2]");
  require(not_negative(face.infrared_irradiance), "radiator face: infrared_irradiance",
          face.infrared_irradiance, "must not be negative [W/m^2]");
}

void check(const RadiatorPanelOverrides& overrides) {
  // Zero would be a sheet that sheds nothing; a negative value means "not given".
  require(overrides.fin_efficiency < 0 || (overrides.fin_efficiency > 0 && overrides.fin_efficiency <= 1),
          "radiator panel: fin_efficiency", overrides.fin_efficiency,
          "must be above 0 and at most 1, or negative");
  require(std::isfinite(overrides.coolant_to_root_drop), "radiator panel: coolant_to_root_drop",
          overrides.coolant_to_root_drop, "must be finite; negative means not given [K]");
}

/// [W/(m^2 K^4)] of both faces.
double emission(const RadiatorFace& a, const RadiatorFace& b) {
  const double emissivity = a.emissivity + b.emissivity;
  require(emissivity > 0, "radiator panel: sum of emissivities", emissivity, "must be positive");
  return emissivity * constants::stefan_boltzmann;
}

/// [W/m^2] by both faces.
double absorbed(const RadiatorFace& a, const RadiatorFace& b) {
  return a.absorptance * a.solar_irradiance + a.emissivity * a.infrared_irradiance +
         b.absorptance * b.solar_irradiance + b.emissivity * b.infrared_irradiance;
}

/// What of the panel does not depend on the coolant.
class Sheet {
 public:
  Sheet(const RadiatorPanelGeometry& geometry, const RadiatorFace& a, const RadiatorFace& b,
        const RadiatorPanelOverrides& overrides)
      : overrides_(overrides), spacing_(geometry.tube_spacing) {
    check(geometry);
    check(a);
    check(b);
    check(overrides);
    emission_ = emission(a, b);
    absorbed_ = absorbed(a, b);
    sink_ = std::sqrt(std::sqrt(absorbed_ / emission_));
    const double outer = outer_diameter(geometry);
    const double fin = (spacing_ - outer) / 2;
    fin_share_ = 2 * fin / spacing_;
    conduction_ = emission_ * fin * fin / (geometry.conductivity * geometry.fin_thickness);
    strip_ = outer / (4 * geometry.conductivity * geometry.fin_thickness);
    behind_film_ =
        std::log(outer / geometry.tube_inner_diameter) / (2 * constants::pi * geometry.conductivity) +
        geometry.bond_resistance;
  }

  double sink() const { return sink_; }
  double behind_film() const { return behind_film_; }  ///< [K m/W]

  /// [K] uniform temperature that sheds a net flux.
  double surface_temperature(double net_flux) const {
    return std::sqrt(std::sqrt((net_flux + absorbed_) / emission_));
  }

  double efficiency(double root) const {
    if (overrides_.fin_efficiency >= 0) return overrides_.fin_efficiency;
    return 1 - fin_share_ +
           fin_share_ * fin_efficiency(conduction_ * root * root * root, std::min(sink_ / root, 1.0));
  }

  /// The drop from coolant to root at which the heat that crosses `resistance` [K m/W] is the heat that the
  /// sheet sheds. Falling as the root falls, that heat crosses the rising one once. Newton's rule with the
  /// efficiency held, then the secant through the last two: two to four evaluations from a near `drop`.
  ///
  /// The heat of the fins leaves the strip over the tube at its edges. With T'' = (T - T_coolant)/(2 R w k t)
  /// on half of it, w = D_o/2, that heat meets R x coth(x), x^2 = D_o/(4 R k t), instead of R.
  PanelPoint point(double coolant, double resistance, double drop) const {
    if (overrides_.coolant_to_root_drop >= 0) {
      drop = overrides_.coolant_to_root_drop;
      refuse_cold(coolant, coolant - drop);
      return at(coolant, coolant - drop, efficiency(coolant - drop));
    }
    refuse_cold(coolant, coolant);
    const double per_flux = resistance * spacing_;
    const double x = resistance > 0 ? std::sqrt(strip_ / resistance) : 0;
    const double crowding = x > 0 ? x / std::tanh(x) - 1 : 0;
    double low = 0, high = coolant - sink_;
    double previous_drop = 0, previous_excess = 0;
    for (int iteration = 0; iteration < 60; ++iteration) {
      if (!(drop >= low && drop <= high)) drop = (low + high) / 2;
      const double root = coolant - drop;
      const PanelPoint now = at(coolant, root, efficiency(root));
      const double of_fins =
          std::max(0.0, now.net_flux - (1 - fin_share_) * now.net_flux / now.fin_efficiency);
      const double crossing = now.net_flux + crowding * of_fins;
      const double excess = per_flux * crossing - drop;
      (excess > 0 ? low : high) = drop;
      double slope =
          -1 - per_flux * crossing / now.net_flux * now.fin_efficiency * 4 * emission_ * root * root * root;
      if (iteration > 0 && previous_drop != drop) slope = (excess - previous_excess) / (drop - previous_drop);
      const double step = slope < 0 ? -excess / slope : high - drop;
      // The error left is of the order of step^2/coolant: below rounding.
      if (std::abs(step) <= 1e-7 * drop || std::abs(step) <= 1e-15 * coolant) {
        if (!(drop > 0)) return now;  // nothing in the way of the heat
        const double flux_slope = (slope + 1) / per_flux * now.net_flux / crossing;
        return {coolant, root - step, now.fin_efficiency, now.net_flux + flux_slope * step};
      }
      previous_drop = drop;
      previous_excess = excess;
      drop += step;
    }
    throw ModelError(
        fmt::format("radiator panel: no root temperature found for coolant at {:.6g} K and sink at {:.6g} K",
                    coolant, sink_));
  }

 private:
  PanelPoint at(double coolant, double root, double sheet_efficiency) const {
    const double t2 = root * root;
    return {coolant, root, sheet_efficiency, sheet_efficiency * (emission_ * t2 * t2 - absorbed_)};
  }
  void refuse_cold(double coolant, double root) const {
    if (root > sink_) return;
    throw ModelError(
        fmt::format("the panel absorbs as much as it emits at {:.6g} K: no area is enough (coolant at {:.6g} "
                    "K, tube root at "
                    "{:.6g} K, absorbed {:.6g} W/m^2)",
                    sink_, coolant, root, absorbed_));
  }

  RadiatorPanelOverrides overrides_;
  double spacing_;
  double emission_ = 0;     ///< [W/(m^2 K^4)] both faces
  double absorbed_ = 0;     ///< [W/m^2] both faces
  double sink_ = 0;         ///< [K]
  double fin_share_ = 0;    ///< [-] of the pitch that is fin
  double conduction_ = 0;   ///< [1/K^3] conduction number over root temperature cubed
  double behind_film_ = 0;  ///< [K m/W] wall and bond
  double strip_ = 0;        ///< [K m/W] of the sheet over the tube
};

double resistance(const TubeFlow& flow, const Sheet& sheet, double inner_diameter) {
  return sheet.behind_film() + 1 / (flow.film_coefficient * constants::pi * inner_diameter);
}

/// One point of the quadrature over the coolant's temperature, and what the panel does there.
struct Node {
  CoolantState coolant;
  double heat = 0;  ///< [W] given up in this node's share of the temperatures: m cp dT
  PanelPoint point;
  double pressure_gradient = 0;  ///< [Pa/m]
};

class Sizing {
 public:
  Sizing(double mass_flow, double inlet, double outlet, const Coolant& coolant,
         const RadiatorPanelGeometry& geometry, const Sheet& sheet, double drop)
      : mass_flow_(mass_flow),
        inlet_(inlet),
        outlet_(outlet),
        margin_(sheet.sink() + std::max(drop, 0.0)),
        coolant_(coolant),
        geometry_(geometry),
        sheet_(sheet) {}

  /// The number of tubes at which the panel sheds the heat, and the nodes of the fine quadrature there.
  double settle() {
    add_piece<4>(outlet_, inlet_);
    // A film without resistance gives the smallest panel that could do. The tubes needed grow with the tubes
    // that share the flow, so from there plain iteration climbs to the lowest fixed point.
    double area = 0;
    for (Node& node : nodes_) {
      node.point = sheet_.point(node.point.coolant_temperature, sheet_.behind_film(), 0);
      area += node.heat / node.point.net_flux;
    }
    double tubes = area / area_of_tube();
    iterate(tubes, 1e-4, [&] { return tubes_needed(tubes); });
    remember_drops();
    fine_nodes(tubes);
    has_previous_ = false;  // a slope across two quadratures would be none; the last one stays
    iterate(tubes, 1e-11, [&] {
      if (in_transition_ && std::abs(tubes - tubes_of_nodes_) > 1e-7 * tubes) fine_nodes(tubes);
      return tubes_needed(tubes);
    });
    return tubes;
  }

  const std::vector<Node>& nodes() const { return nodes_; }
  double area_of_tube() const { return geometry_.tube_spacing * geometry_.tube_length; }

 private:
  template <class TubesNeeded>
  void iterate(double& tubes, double tolerance, TubesNeeded&& needed) {
    for (int round = 0; round < 200; ++round) {
      const double next = needed();
      if (has_previous_ && tubes != previous_tubes_) {
        slope_ = std::max(0.0, (next - previous_needed_) / (tubes - previous_tubes_));
      }
      has_previous_ = true;
      previous_tubes_ = tubes;
      previous_needed_ = next;
      const double change = next - tubes;
      // A secant step where the slope is moderate; where it is steep (the flow turns laminar) it could leap
      // over the lowest fixed point.
      tubes += slope_ < 0.5 ? change / (1 - slope_) : change;
      if (std::abs(change) <= tolerance * tubes) return;
    }
    throw ModelError(
        fmt::format("size_radiator_panel: the number of tubes did not settle in 200 rounds; last {:.10g}, "
                    "which needs {:.10g}",
                    previous_tubes_, previous_needed_));
  }

  double tubes_needed(double tubes) {
    double area = 0;
    for (Node& node : nodes_) {
      const TubeFlow flow = tube_flow(node.coolant, mass_flow_ / tubes, geometry_.tube_inner_diameter);
      const double drop = node.point.coolant_temperature - node.point.root_temperature;
      node.point = sheet_.point(node.point.coolant_temperature,
                                resistance(flow, sheet_, geometry_.tube_inner_diameter), drop);
      node.pressure_gradient = flow.pressure_gradient;
      area += node.heat / node.point.net_flux;
    }
    return area / area_of_tube();
  }

  /// A straight line through the coarse nodes' drops: a near start for the fine ones.
  void remember_drops() {
    const PanelPoint& cold = nodes_[2].point;  // the outer two of four
    const PanelPoint& warm = nodes_[3].point;
    const double cold_drop = cold.coolant_temperature - cold.root_temperature;
    const double warm_drop = warm.coolant_temperature - warm.root_temperature;
    drop_slope_ = (warm_drop - cold_drop) / (warm.coolant_temperature - cold.coolant_temperature);
    drop_at_zero_ = cold_drop - drop_slope_ * cold.coolant_temperature;
  }

  /// Gauss points in pieces between the kinks of the integrand, each at most half as long as its distance
  /// from the sink, where the integrand has its pole. n points err by (2 distance/half-length)^(-2n): six
  /// leave less than 1e-11, and so do four far from the sink. The steep rise of heat transfer between laminar
  /// and turbulent flow takes ten.
  void fine_nodes(double tubes) {
    tubes_of_nodes_ = tubes;
    breaks_.clear();
    const double coldest = reynolds(tubes, outlet_), warmest = reynolds(tubes, inlet_);
    in_transition_ = warmest > laminar_end && coldest < turbulent_start;
    for (double kink : {laminar_end, turbulent_start}) {
      if (coldest < kink && kink < warmest) breaks_.push_back(temperature_at(tubes, kink));
    }
    for (double row : coolant_.table_temperatures()) {
      if (row > outlet_ && row < inlet_) breaks_.push_back(row);
    }
    breaks_.push_back(inlet_);
    std::sort(breaks_.begin(), breaks_.end());
    nodes_.clear();
    double low = outlet_;
    for (double end : breaks_) {
      while (low < end) {
        const double high = std::min(end, low + (low - margin_) / 2);
        if (in_transition_) {
          add_piece<10>(low, high);
        } else if (high - low < (low - margin_) / 8) {
          add_piece<4>(low, high);
        } else {
          add_piece<6>(low, high);
        }
        low = high;
      }
    }
  }

  double reynolds(double tubes, double temperature) const {
    return 4 * mass_flow_ /
           (tubes * constants::pi * geometry_.tube_inner_diameter * coolant_.at(temperature).viscosity);
  }

  /// Where the Reynolds number passes a value: liquids grow thinner as they warm. The error of a quadrature
  /// grows with the square of the distance between a kink and the break meant for it.
  double temperature_at(double tubes, double wanted) const {
    double low = outlet_, high = inlet_;
    while (high - low > 1e-9 * high) {
      const double middle = (low + high) / 2;
      (reynolds(tubes, middle) < wanted ? low : high) = middle;
    }
    return low;
  }

  template <unsigned points>
  void add_piece(double low, double high) {
    using Rule = boost::math::quadrature::gauss<double, points>;
    for (std::size_t i = 0; i < Rule::abscissa().size(); ++i) {
      for (double side : {-1.0, 1.0}) {
        const double temperature = (low + high) / 2 + side * Rule::abscissa()[i] * (high - low) / 2;
        Node node;
        node.coolant = coolant_.at(temperature);
        node.heat = mass_flow_ * node.coolant.specific_heat * Rule::weights()[i] * (high - low) / 2;
        node.point.coolant_temperature = temperature;
        node.point.root_temperature = temperature - drop_at_zero_ - drop_slope_ * temperature;
        nodes_.push_back(node);
      }
    }
  }

  double mass_flow_, inlet_, outlet_;
  double margin_;  ///< [K] coolant temperature at which nothing is shed
  const Coolant& coolant_;
  const RadiatorPanelGeometry& geometry_;
  const Sheet& sheet_;
  std::vector<Node> nodes_;
  std::vector<double> breaks_;
  bool in_transition_ = false;
  double tubes_of_nodes_ = 0;
  double drop_at_zero_ = 0, drop_slope_ = 0;  ///< [K], [-] first guess of the drop from coolant to root
  bool has_previous_ = false;
  double previous_tubes_ = 0, previous_needed_ = 0, slope_ = 0;
};

}  // namespace

double panel_sink_temperature(const RadiatorFace& a, const RadiatorFace& b) {
  check(a);
  check(b);
  return std::sqrt(std::sqrt(absorbed(a, b) / emission(a, b)));
}

PanelPoint panel_point(double coolant_temperature, const Coolant& coolant, double mass_flow_per_tube,
                       const RadiatorPanelGeometry& geometry, const RadiatorFace& a, const RadiatorFace& b,
                       const RadiatorPanelOverrides& overrides) {
  const Sheet sheet(geometry, a, b, overrides);
  const TubeFlow flow =
      tube_flow(coolant.at(coolant_temperature), mass_flow_per_tube, geometry.tube_inner_diameter);
  return sheet.point(coolant_temperature, resistance(flow, sheet, geometry.tube_inner_diameter), 0);
}

RadiatorPanel size_radiator_panel(double mass_flow, double inlet, double outlet, const Coolant& coolant,
                                  const RadiatorPanelGeometry& geometry, const RadiatorFace& a,
                                  const RadiatorFace& b, const RadiatorPanelOverrides& overrides) {
  require(mass_flow > 0 && std::isfinite(mass_flow), "size_radiator_panel: mass_flow", mass_flow,
          "must be positive [kg/s]");
  require(outlet > 0, "size_radiator_panel: outlet", outlet, "must be positive [K]");
  require(inlet > outlet && std::isfinite(inlet), "size_radiator_panel: inlet", inlet,
          "must be warmer than the outlet [K]");
  const Sheet sheet(geometry, a, b, overrides);
  sheet.point(outlet, sheet.behind_film(),
              0);  // refuses an outlet at or below the sink before anything else

  Sizing sizing(mass_flow, inlet, outlet, coolant, geometry, sheet, overrides.coolant_to_root_drop);
  RadiatorPanel panel;
  panel.tubes = sizing.settle();
  panel.area = panel.tubes * sizing.area_of_tube();
  double root = 0, efficiency = 0;
  for (const Node& node : sizing.nodes()) {
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
