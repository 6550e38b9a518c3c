#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "satellite/flight_system.h"

namespace sunrack {

namespace {

constexpr double sigma = constants::stefan_boltzmann;
double cube(double t) { return t * t * t; }

}  // namespace

void FlightSystem::jacobian(double time, std::span<const double> y, std::span<double> j) {
  power(time, y);
  const FlightNetwork& n = network_;
  const std::size_t size = unknowns();
  // d(heat into row)/d(y of column), divided by the row's capacity at the end.
  const auto at = [&](std::size_t row, std::size_t column) -> double& { return j[row + size * column]; };
  for (const FlightSurface& s : n.surfaces)
    at(s.node, s.node) -= 4 * sigma * s.emission_area * cube(y[s.node]);
  for (const FlightExchange& e : n.exchanges) {
    const double by_a = 4 * sigma * e.area * cube(y[e.a]), by_b = 4 * sigma * e.area * cube(y[e.b]);
    at(e.a, e.a) -= by_a, at(e.a, e.b) += by_b, at(e.b, e.a) += by_a, at(e.b, e.b) -= by_b;
  }
  for (const FlightLink& l : n.links) {
    const double g = modes.pump ? l.conductance : l.without_flow;
    at(l.a, l.a) -= g, at(l.a, l.b) += g, at(l.b, l.a) += g, at(l.b, l.b) -= g;
  }
  if (modes.pump) {
    std::size_t before = n.coolant.back();
    for (const std::size_t node : n.coolant) {
      at(node, node) -= n.capacity_flow;
      at(node, before) += n.capacity_flow;
      before = node;
    }
  }
  // Loads that follow temperature: leakage, and throttling by whichever is further over its limit.
  const double factor = 1 / n.conversion_efficiency;
  std::vector<double> demand_slope(size, 0.0);
  const auto load = [&](std::size_t node, std::size_t column, double slope) {
    at(node, column) += slope;
    at(n.conversion, column) += (factor - 1) * slope;
    demand_slope[column] += factor * slope;
  };
  if (modes.compute == ComputeMode::running) {
    load(n.dies, n.dies, leak_ * std::log(2.0) / n.chip.leakage_doubling_interval);
    if (power_.throttle < 1 && power_.throttle > policy_.lowest_throttle) {
      const bool by_die = y[n.dies] - n.junction_limit > y[n.memory] - n.memory_limit;
      const std::size_t column = by_die ? n.dies : n.memory;
      const double slope = -(1 - policy_.idle_share) * modes.share / policy_.throttle_band *
                           n.packages;  // packages x share per kelvin
      load(n.dies, column, slope * n.chip.die_power * (1 - n.chip.leakage_share));
      load(n.memory, column, slope * n.chip.memory_power);
      load(n.boards, column, slope * n.chip.board_power);
    }
  }
  const bool with_battery = n.has_battery && modes.battery;
  const bool held_back = !with_battery ? power_.unserved == 0 : modes.limited && !modes.discharging;
  for (std::size_t w = 0; w < n.wing_fronts.size(); ++w) {
    const std::size_t front = n.wing_fronts[w];
    if (!held_back) {
      at(front, front) -= wing_slope_[w];
    } else if (power_.array_maximum > 0) {
      const double part = wing_power_[w] / power_.array_maximum;
      for (const std::size_t column : {n.dies, n.memory}) at(front, column) -= part * demand_slope[column];
      // What is drawn is shared between the wings by what each could give.
      const double per_watt = power_.array / power_.array_maximum;
      for (std::size_t v = 0; v < n.wing_fronts.size(); ++v)
        at(front, n.wing_fronts[v]) -= per_watt * wing_slope_[v] * ((v == w ? 1 : 0) - part);
    }
  }
  if (with_battery) {
    const double s = std::clamp(y[charge()], 1e-6, 1 - 1e-6), t = y[n.battery];
    const auto flow = [&](double charge, double temperature) {
      const double terminals =
          held_back ? -battery_charge_power_limit(n.battery_model, charge, temperature) : power_.battery;
      return battery_flow(n.battery_model, charge, temperature, terminals);
    };
    // Differences of the pack's closed forms: its two columns, and its terminal power.
    const BatteryFlow here = flow(s, t), more = flow(s + 1e-6, t), warmer = flow(s, t + 1e-3);
    at(n.battery, charge()) += (more.heat - here.heat) / 1e-6;
    at(n.battery, n.battery) += (warmer.heat - here.heat) / 1e-3;
    j[charge() + size * charge()] += (more.charge_rate - here.charge_rate) / 1e-6;
    j[charge() + size * n.battery] += (warmer.charge_rate - here.charge_rate) / 1e-3;
    if (held_back) {
      // The array gives demand and what the battery takes.
      const double now = battery_charge_power_limit(n.battery_model, s, t);
      const double by_charge = (battery_charge_power_limit(n.battery_model, s + 1e-6, t) - now) / 1e-6;
      const double by_heat = (battery_charge_power_limit(n.battery_model, s, t + 1e-3) - now) / 1e-3;
      for (std::size_t w = 0; w < n.wing_fronts.size() && power_.array_maximum > 0; ++w) {
        const double part = wing_power_[w] / power_.array_maximum;
        at(n.wing_fronts[w], charge()) -= part * by_charge;
        at(n.wing_fronts[w], n.battery) -= part * by_heat;
      }
    } else {
      const double step = 1e-6 * std::max(1e3, std::abs(power_.battery));
      const BatteryFlow harder = battery_flow(n.battery_model, s, t, power_.battery + step);
      const double heat_slope = (harder.heat - here.heat) / step,
                   rate_slope = (harder.charge_rate - here.charge_rate) / step;
      const auto terminal = [&](std::size_t column, double slope) {
        at(n.battery, column) += heat_slope * slope;
        j[charge() + size * column] += rate_slope * slope;
      };
      for (const std::size_t column : {n.dies, n.memory}) terminal(column, demand_slope[column]);
      for (std::size_t w = 0; w < n.wing_fronts.size(); ++w) terminal(n.wing_fronts[w], -wing_slope_[w]);
    }
  }
  for (std::size_t column = 0; column < size; ++column)
    for (std::size_t row = 0; row + 1 < size; ++row) j[row + size * column] /= n.nodes[row].capacity;
}

}  // namespace sunrack
