#include "physics/thermal/radiator_sizing.h"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack::radiator {
namespace {

constexpr double laminar_end = 2300;      // [-] Reynolds number; tube_flow has kinks at both
constexpr double turbulent_start = 4000;  // [-]

}  // namespace

Sizing::Sizing(double mass_flow, double inlet, double outlet, const Coolant& coolant,
               const RadiatorPanelGeometry& geometry, const Sheet& sheet, double drop)
    : mass_flow_(mass_flow),
      inlet_(inlet),
      outlet_(outlet),
      margin_(sheet.sink() + std::max(drop, 0.0)),
      coolant_(coolant),
      geometry_(geometry),
      sheet_(sheet) {}

template <unsigned points>
void Sizing::add_piece(double low, double high) {
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

template <class TubesNeeded>
void Sizing::iterate(double& tubes, double tolerance, TubesNeeded&& needed) {
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

double Sizing::settle() {
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

double Sizing::tubes_needed(double tubes) {
  double area = 0;
  for (Node& node : nodes_) {
    const TubeFlow flow = tube_flow(node.coolant, mass_flow_ / tubes, geometry_.tube_inner_diameter);
    const double drop = node.point.coolant_temperature - node.point.root_temperature;
    node.point = sheet_.point(node.point.coolant_temperature, sheet_.resistance(flow), drop);
    node.pressure_gradient = flow.pressure_gradient;
    area += node.heat / node.point.net_flux;
  }
  return area / area_of_tube();
}

void Sizing::remember_drops() {
  const PanelPoint& cold = nodes_[2].point;  // the outer two of four
  const PanelPoint& warm = nodes_[3].point;
  const double cold_drop = cold.coolant_temperature - cold.root_temperature;
  const double warm_drop = warm.coolant_temperature - warm.root_temperature;
  drop_slope_ = (warm_drop - cold_drop) / (warm.coolant_temperature - cold.coolant_temperature);
  drop_at_zero_ = cold_drop - drop_slope_ * cold.coolant_temperature;
}

void Sizing::fine_nodes(double tubes) {
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

double Sizing::reynolds(double tubes, double temperature) const {
  return 4 * mass_flow_ /
         (tubes * constants::pi * geometry_.tube_inner_diameter * coolant_.at(temperature).viscosity);
}

double Sizing::temperature_at(double tubes, double wanted) const {
  double low = outlet_, high = inlet_;
  while (high - low > 1e-9 * high) {
    const double middle = (low + high) / 2;
    (reynolds(tubes, middle) < wanted ? low : high) = middle;
  }
  return low;
}

}  // namespace sunrack::radiator
