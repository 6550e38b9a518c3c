#include "satellite/twenty_percent.h"

#include <fmt/format.h>

#include <cmath>

#include "chips/package.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/sizing.h"

namespace sunrack {

using namespace units;

namespace {

double fourth_power(double x) { return x * x * x * x; }

/// Limits out of the way, one coolant that reaches all temperatures, so that temperature alone changes.
SatelliteSpec without_limits(SatelliteSpec spec) {
  spec.coolant.fluid = "water";
  spec.compute.memory_limit = 180_degC;  // the highest that a spec may have; never reached here
  spec.compute.leakage_share = 0;
  return spec;
}

/// [-] of IT power that leakage adds at a junction this much warmer.
double power_factor(const LeakageCase& leakage, double rise) {
  return 1 + leakage.share * (std::exp2(rise / leakage.doubling_interval) - 1);
}

struct Masses {
  double panel = 0, loop = 0, grows_with_power = 0, fixed = 0;  // [kg]
};

/// The base design's budget, sorted by what follows power.
Masses sorted_masses(const SatelliteDesign& design) {
  Masses masses;
  for (const MassItem& item : design.budget.items) {
    if (item.group == MassGroup::radiator)
      masses.panel += item.mass;
    else if (item.group == MassGroup::coolant_loop)
      masses.loop += item.mass;
    else if (item.name == "structure" || item.name == "margin")
      continue;  // they multiply all the rest, so that they drop out of ratios
    else if (item.group == MassGroup::power && item.name != "battery")
      masses.grows_with_power += item.mass;
    else
      masses.fixed += item.mass;
  }
  return masses;
}

void set_ratios(HotterLayer& layer, const Masses& masses, double area_ratio, double power) {
  layer.area_ratio = area_ratio;
  const double thermal = masses.panel * area_ratio + masses.loop * power;
  layer.thermal_ratio = thermal / (masses.panel + masses.loop);
  layer.satellite_ratio = (masses.fixed + masses.grows_with_power * power + thermal) /
                          (masses.fixed + masses.grows_with_power + masses.panel + masses.loop);
}

/// The cooler solution of T = T_radiator + drop P(T), from below; empty past the runaway point.
std::optional<double> junction_with_feedback(const HotterBase& base, double radiator,
                                             const LeakageCase& leakage) {
  double junction = radiator + base.junction_to_radiator();
  constexpr int most_rounds = 10000;
  for (int round = 0; round < most_rounds; ++round) {
    const double rise = junction - base.junction_temperature;
    const double next = radiator + base.junction_to_radiator() * power_factor(leakage, rise);
    if (std::abs(next - junction) < 1e-11 * junction) return next;
    if (next > 1000_K) return std::nullopt;
    junction = next;
  }
  return std::nullopt;
}

HotterLayer sized_layer(const SatelliteSpec& cool, const SatelliteSpec& hot, HotterLayer layer) {
  try {
    const SatelliteDesign before = size_satellite(cool), after = size_satellite(hot);
    const Masses from = sorted_masses(before), to = sorted_masses(after);
    layer.junction_temperature = after.compute.package.state.junction_temperature;
    layer.area_ratio = after.radiator.area / before.radiator.area;
    layer.thermal_ratio = (to.panel + to.loop) / (from.panel + from.loop);
    layer.satellite_ratio = after.mass / before.mass;
  } catch (const ModelError& error) {
    layer.no_answer = error.what();
  }
  return layer;
}

/// Leakage of the spec's chip such that it is `leakage.share` of the IT power at the base junction. The chip
/// counts its share of the dies at its own reference temperature, so IT power and share are restated there;
/// the computers' mass stays.
void set_leakage(SatelliteSpec& spec, const LeakageCase& leakage) {
  const ChipSpec chip = resolved_chip(spec);
  const double growth = std::exp2((*spec.compute.junction_temperature - chip.leakage_reference_temperature) /
                                  leakage.doubling_interval);
  const double package = package_power(chip);
  // share_of_dies * growth * dies = share * (package + share_of_dies * dies * (growth - 1))
  const double of_dies = leakage.share * package / (chip.die_power * (growth - leakage.share * (growth - 1)));
  const double power_at_base = 1 + of_dies * chip.die_power / package * (growth - 1);
  spec.compute.leakage_share = of_dies;
  spec.compute.leakage_doubling_interval = leakage.doubling_interval;
  spec.compute.server_mass *= power_at_base;
  spec.compute.it_power /= power_at_base;
}

HotterLayer sized_with_leakage(const SatelliteSpec& base, const LeakageCase& leakage, double factor,
                               double radiator_rise) {
  SatelliteSpec cool = without_limits(base);
  set_leakage(cool, leakage);
  SatelliteSpec hot = cool;
  HotterLayer layer{.name = leakage.name, .meaning = fmt::format("full sizing, radiator x{:g}", factor)};
  try {
    const ChipSpec chip = resolved_chip(cool);
    const double coolant =
        package_at_limit(chip, *cool.compute.junction_temperature).state.coolant_temperature;
    hot.compute.junction_temperature = package_on_coolant(chip, coolant + radiator_rise).junction_temperature;
  } catch (const ModelError& error) {
    layer.no_answer = error.what();
    return layer;
  }
  return sized_layer(cool, hot, layer);
}

}  // namespace

HotterBase hotter_base(const SatelliteSpec& spec) {
  const auto& compute = spec.compute;
  const auto& radiator = spec.radiator;
  if (!compute.junction_temperature || !compute.junction_to_coolant_drop || !radiator.coolant_to_root_drop ||
      !radiator.sink_temperature)
    throw std::invalid_argument(
        "hotter_base: compute.junction_temperature, compute.junction_to_coolant_drop, "
        "radiator.coolant_to_root_drop and radiator.sink_temperature must be given");
  return {.junction_temperature = *compute.junction_temperature,
          .radiator_temperature = *compute.junction_temperature - *compute.junction_to_coolant_drop -
                                  spec.coolant.rise / 2 - *radiator.coolant_to_root_drop,
          .sink_temperature = *radiator.sink_temperature};
}

double ideal_area_ratio(double factor) {
  require(factor > 0, "ideal_area_ratio: factor", factor, "must be positive");
  return 1 / fourth_power(factor);
}

double area_ratio_with_sink(double temperature, double hotter, double sink) {
  require(sink >= 0, "area_ratio_with_sink: sink", sink, "must not be negative [K]");
  require(temperature > sink, "area_ratio_with_sink: temperature", temperature, "must be above the sink [K]");
  require(hotter > sink, "area_ratio_with_sink: hotter", hotter, "must be above the sink [K]");
  return (fourth_power(temperature) - fourth_power(sink)) / (fourth_power(hotter) - fourth_power(sink));
}

double leakage_loop_gain(double drop, double rise, const LeakageCase& leakage) {
  require(leakage.doubling_interval > 0, "leakage_loop_gain: doubling_interval", leakage.doubling_interval,
          "must be positive [K]");
  return drop * leakage.share * std::log(2.0) / leakage.doubling_interval *
         std::exp2(rise / leakage.doubling_interval);
}

std::vector<HotterLayer> twenty_percent_layers(const SatelliteSpec& base, double factor) {
  const HotterBase start = hotter_base(base);
  const Masses masses = sorted_masses(size_satellite(without_limits(base)));
  const double drop = start.junction_to_radiator(), sink = start.sink_temperature,
               cool = start.radiator_temperature;
  const double scaled = factor * cool, from_junction = factor * start.junction_temperature - drop;
  std::vector<HotterLayer> layers = {
      {.name = "1",
       .meaning = "ideal: no sink, area alone",
       .radiator_temperature = scaled,
       .area_ratio = ideal_area_ratio(factor)},
      {.name = "2",
       .meaning = "with the sink",
       .radiator_temperature = scaled,
       .area_ratio = area_ratio_with_sink(cool, scaled, sink)},
      {.name = "3a",
       .meaning = "radiator scaled, the drop from the junction kept",
       .radiator_temperature = scaled,
       .area_ratio = area_ratio_with_sink(cool, scaled, sink)},
      {.name = "3b",
       .meaning = "junction scaled, the drop kept",
       .radiator_temperature = from_junction,
       .area_ratio = area_ratio_with_sink(cool, from_junction, sink)},
      {.name = "4",
       .meaning = "panel, loop and satellite, nothing else changed",
       .radiator_temperature = scaled},
  };
  for (HotterLayer& layer : layers) layer.junction_temperature = layer.radiator_temperature + drop;
  set_ratios(layers.back(), masses, area_ratio_with_sink(cool, scaled, sink), 1);
  return layers;
}

HotterLayer hotter_satellite(const SatelliteSpec& base, double factor) {
  const HotterBase start = hotter_base(base);
  const SatelliteSpec cool = without_limits(base);
  SatelliteSpec hot = cool;
  *hot.compute.junction_temperature += (factor - 1) * start.radiator_temperature;
  return sized_layer(cool, hot,
                     {.name = "4",
                      .meaning = "full sizing, radiator scaled",
                      .radiator_temperature = factor * start.radiator_temperature});
}

LeakageLayer leakage_layer(const SatelliteSpec& base, const LeakageCase& leakage, double factor) {
  const HotterBase start = hotter_base(base);
  const Masses masses = sorted_masses(size_satellite(without_limits(base)));
  const double scaled = factor * start.radiator_temperature;
  const double ratio = area_ratio_with_sink(start.radiator_temperature, scaled, start.sink_temperature);
  const auto by_hand = [&](double junction, const char* meaning) {
    HotterLayer layer{.name = leakage.name,
                      .meaning = meaning,
                      .junction_temperature = junction,
                      .radiator_temperature = scaled};
    const double power = power_factor(leakage, junction - start.junction_temperature);
    set_ratios(layer, masses, ratio * power, power);
    return layer;
  };
  LeakageLayer result{.leakage = leakage};
  result.held = by_hand(scaled + start.junction_to_radiator(), "junction held");
  if (const auto junction = junction_with_feedback(start, scaled, leakage))
    result.feedback = by_hand(*junction, "drop proportional to power");
  else
    result.feedback = {.name = leakage.name,
                       .meaning = "drop proportional to power",
                       .radiator_temperature = scaled,
                       .no_answer = "thermal runaway"};
  result.sized = sized_with_leakage(base, leakage, factor, scaled - start.radiator_temperature);
  return result;
}

const std::vector<LeakageCase>& leakage_cases() {
  static const std::vector<LeakageCase> cases = {
      {"5a", 0.05, 40_K}, {"5b", 0.10, 40_K}, {"5c", 0.10, 30_K}, {"5d", 0.15, 30_K}, {"5e", 0.20, 25_K}};
  return cases;
}

}  // namespace sunrack
