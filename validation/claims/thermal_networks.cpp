#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "physics/constants.h"
#include "physics/thermal/exchange.h"
#include "physics/thermal/network_steady.h"
#include "physics/thermal/network_transient.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

namespace {

const NetworkTransientOptions fine{.relative_tolerance = 1e-10, .absolute_tolerance = 1e-8};

double at(const NetworkHistory& history, NodeId node, std::size_t time) {
  return history.temperatures(Eigen::Index(node.index), Eigen::Index(time));
}

struct Lump {
  ThermalNetwork network{"lump"};
  NodeId node = network.diffusive("node", 50000, 350);
  explicit Lump(double sink) { network.radiate(node, network.boundary("sink", sink), 2 * 0.85); }
};

void lumps(Published& figures) {
  const std::vector<double> times = {0, 600, 3600, 7200, 36000};
  for (const double sink : {0.0, 220.0}) {
    const Lump lump(sink);
    const auto history = network_transient(lump.network, times, fine);
    for (std::size_t i = 1; i < times.size(); ++i)
      figures.computed(fmt::format("TR-01 {:g}K {:g} s", sink, times[i]), at(history, lump.node, i));
  }
  ThermalNetwork two("two");
  const auto a = two.diffusive("a", 1000, 350), b = two.diffusive("b", 3000, 290);
  two.conduct(a, b, 2);
  const std::vector<double> moments = {0, 100, 500, 1000, 3000};
  const auto history = network_transient(two, moments, fine);
  for (std::size_t i = 1; i < moments.size(); ++i) {
    figures.computed(fmt::format("TR-02 T1 {:g} s", moments[i]), at(history, a, i));
    figures.computed(fmt::format("TR-02 T2 {:g} s", moments[i]), at(history, b, i));
  }
}

/// A slab of 1 m2 cut at `x` [m]: a node at each cut with half of each cell beside it.
struct Slab {
  ThermalNetwork network{"slab"};
  std::vector<NodeId> nodes;
  Slab(const std::vector<double>& x, double conductivity, double volumetric_capacity, double temperature) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double left = i > 0 ? x[i] - x[i - 1] : 0, right = i + 1 < x.size() ? x[i + 1] - x[i] : 0;
      nodes.push_back(
          network.diffusive(fmt::format("{}", i), volumetric_capacity * (left + right) / 2, temperature));
      if (i > 0) network.conduct(nodes[i - 1], nodes[i], conductivity / left);
    }
  }
};

std::vector<double> even(double length, std::size_t cells) {
  std::vector<double> x;
  for (std::size_t i = 0; i <= cells; ++i) x.push_back(length * double(i) / double(cells));
  return x;
}

void slabs(Published& figures) {
  std::vector<double> graded = {0};
  for (double cell = 1e-5; graded.back() < 0.8; cell *= 1.005) graded.push_back(graded.back() + cell);
  Slab deep(graded, 150, 2.43e6, 300);
  deep.network.heat(deep.nodes.front(), 1000);
  const std::vector<double> times = {0, 1, 10, 100};
  const auto surface = network_transient(deep.network, times, fine);
  for (std::size_t i = 1; i < times.size(); ++i)
    figures.computed(fmt::format("TR-03 {:g} s", times[i]), at(surface, deep.nodes.front(), i) - 300);

  Slab plate(even(0.02, 1000), 10, 2.43e6, 300);
  plate.network.heat(plate.nodes.front(), 1000);
  const std::vector<double> moments = {0, 5, 20, 100};
  const auto rise = network_transient(plate.network, moments, fine);
  for (std::size_t i = 1; i < moments.size(); ++i) {
    figures.computed(fmt::format("TR-04 front {:g} s", moments[i]), at(rise, plate.nodes.front(), i) - 300);
    figures.computed(fmt::format("TR-04 back {:g} s", moments[i]), at(rise, plate.nodes.back(), i) - 300);
  }

  // Half a slab of unit properties, so that time is Fo; 100 K above a fluid behind 1 W/K.
  Slab half(even(1, 1000), 1, 1, 200);
  half.network.conduct(half.nodes.back(), half.network.boundary("fluid", 100), 1);
  const auto decay = network_transient(half.network, std::vector<double>{0, 0.5, 1, 2, 4}, fine);
  const auto left = [&](NodeId node, std::size_t i) { return (at(decay, node, i) - 100) / 100; };
  const NodeId centre = half.nodes.front();
  const double rate = std::log(left(centre, 3) / left(centre, 4)) / 2;
  figures.computed("TR-05 zeta1", std::sqrt(rate));
  figures.computed("TR-05 C1", left(centre, 3) * std::exp(2 * rate));
  figures.computed("TR-05 centre at Fo 0.5", left(centre, 1));
  figures.computed("TR-05 centre at Fo 1", left(centre, 2));
  figures.computed("TR-05 surface at Fo 1", left(half.nodes.back(), 2));
}

void five_nodes(Published& figures) {
  ThermalNetwork n("five nodes");
  std::vector<NodeId> id;
  const std::vector<int> numbers = {10, 15, 20, 25};
  for (const int number : numbers) id.push_back(n.diffusive(fmt::format("{}", number), 2e5, 273.15));
  const auto space = n.boundary("99", 3.15);
  n.conduct(id[0], id[1], 0.1), n.conduct(id[2], id[3], 0.1);
  n.radiate(id[0], space, 1), n.radiate(id[2], space, 1);
  n.radiate(id[1], id[3], 0.2), n.radiate(id[1], space, 0.8), n.radiate(id[3], space, 0.8);
  n.heat(id[1], 500);
  const auto steady = network_steady(n);
  const std::vector<double> times = {0, 10000, 50000, 100000};
  const auto history = network_transient(n, times, fine);
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    figures.computed(fmt::format("SS-03 {}", numbers[k]), steady.temperatures[id[k].index]);
    for (std::size_t i = 1; i < times.size(); ++i) {
      figures.computed(fmt::format("TR-08 exact {} {:g} s", numbers[k], times[i]), at(history, id[k], i));
      figures.computed(fmt::format("TR-08 peer {} {:g} s", numbers[k], times[i]), at(history, id[k], i));
    }
  }
}

/// [W] from a grey surface at one temperature to another: radiosities as arithmetic nodes.
double grey_pair(double area_1, double emissivity_1, double t1, double area_2, double emissivity_2, double t2,
                 double factor_area, double to_sides) {
  ThermalNetwork n("grey pair");
  const auto first = n.boundary("surface 1", t1), second = n.boundary("surface 2", t2);
  const auto one = n.arithmetic("radiosity 1"), two = n.arithmetic("radiosity 2");
  n.radiate(first, one, area_1 * emissivity_1 / (1 - emissivity_1));
  n.radiate(second, two, area_2 * emissivity_2 / (1 - emissivity_2));
  n.radiate(one, two, factor_area);
  if (to_sides > 0) {
    const auto sides = n.arithmetic("sides");
    n.radiate(one, sides, to_sides), n.radiate(two, sides, to_sides);
  }
  const auto steady = network_steady(n);
  NetworkSystem system(n);
  return system.flow(n.conductors()[0], 0, steady.temperatures);
}

void enclosures(Published& figures) {
  ThermalNetwork n("two nodes");
  const auto box = n.diffusive("box", 1000), plate = n.diffusive("plate", 1000);
  n.conduct(box, plate, 5), n.radiate(plate, n.boundary("space", 3), 1.8), n.heat(box, 500);
  const auto steady = network_steady(n);
  figures.computed("SS-01 T1", steady.temperatures[box.index]);
  figures.computed("SS-01 T2", steady.temperatures[plate.index]);

  figures.computed("SS-04 network parallel", grey_pair(1, 0.8, 400, 1, 0.3, 300, 1, 0));
  const double inner = constants::pi, outer = 4 * constants::pi;
  figures.computed("SS-04 network spheres", grey_pair(inner, 0.7, 350, outer, 0.4, 250, inner, 0));
  const double opposite = view_factor_parallel_rectangles(1, 1, 1);
  figures.computed("SS-05 network Q12", grey_pair(1, 0.8, 500, 1, 0.6, 300, opposite, 1 - opposite));

  ThermalNetwork shields("shields");
  NodeId last = shields.boundary("wall", 300);
  double emissivity = 0.9;
  const auto gap = [](double a, double b) { return 1 / (1 / a + 1 / b - 1); };
  for (int i = 0; i < 10; ++i) {
    const NodeId shield = shields.arithmetic(fmt::format("shield {}", i));
    shields.radiate(last, shield, gap(emissivity, 0.03));
    last = shield, emissivity = 0.03;
  }
  shields.radiate(last, shields.boundary("cold wall", 3), gap(0.03, 0.9));
  const auto balance = network_steady(shields);
  NetworkSystem system(shields);
  figures.computed("SS-04 network shields", system.flow(shields.conductors()[0], 0, balance.temperatures));
}

void order(Published& figures) {
  const double slope = 3 * constants::stefan_boltzmann * 1.7 / 50000;
  const double exact = std::cbrt(1 / (std::pow(350.0, -3) + slope * 3600));
  for (const int step : {60, 600}) {
    double t = 350;
    for (int i = 0; i < 3600 / step; ++i)
      t -= step * constants::stefan_boltzmann * 1.7 * std::pow(t, 4) / 50000;
    figures.computed(fmt::format("Euler TR-01 {} s", step), std::abs(t - exact));
  }
  const Lump lump(0);
  figures.computed("Euler TR-01 ours",
                   at(network_transient(lump.network, std::vector<double>{0, 3600}), lump.node, 1) - exact);
}

}  // namespace

std::vector<Claim> thermal_network_claims() {
  Published figures("thermal_networks.csv");
  lumps(figures);
  slabs(figures);
  five_nodes(figures);
  enclosures(figures);
  order(figures);
  return figures.claims();
}

}  // namespace sunrack
