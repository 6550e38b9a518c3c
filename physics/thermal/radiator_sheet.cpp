#include "physics/thermal/radiator_sheet.h"

#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/thermal/fin.h"

namespace sunrack::radiator {
namespace {

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

void check(const RadiatorPanelOverrides& overrides) {
  // Zero would be a sheet that sheds nothing; a negative value means "not given".
  require(overrides.fin_efficiency < 0 || (overrides.fin_efficiency > 0 && overrides.fin_efficiency <= 1),
          "radiator panel: fin_efficiency", overrides.fin_efficiency,
          "must be above 0 and at most 1, or negative");
  require(std::isfinite(overrides.coolant_to_root_drop), "radiator panel: coolant_to_root_drop",
          overrides.coolant_to_root_drop, "must be finite; negative means not given [K]");
}

}  // namespace

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

double emission(const RadiatorFace& a, const RadiatorFace& b) {
  const double emissivity = a.emissivity + b.emissivity;
  require(emissivity > 0, "radiator panel: sum of emissivities", emissivity, "must be positive");
  return emissivity * constants::stefan_boltzmann;
}

double absorbed(const RadiatorFace& a, const RadiatorFace& b) {
  return a.absorptance * a.solar_irradiance + a.emissivity * a.infrared_irradiance +
         b.absorptance * b.solar_irradiance + b.emissivity * b.infrared_irradiance;
}

Sheet::Sheet(const RadiatorPanelGeometry& geometry, const RadiatorFace& a, const RadiatorFace& b,
             const RadiatorPanelOverrides& overrides)
    : overrides_(overrides), spacing_(geometry.tube_spacing), inner_diameter_(geometry.tube_inner_diameter) {
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

double Sheet::resistance(const TubeFlow& flow) const {
  return behind_film_ + 1 / (flow.film_coefficient * constants::pi * inner_diameter_);
}

double Sheet::surface_temperature(double net_flux) const {
  return std::sqrt(std::sqrt((net_flux + absorbed_) / emission_));
}

double Sheet::efficiency(double root) const {
  if (overrides_.fin_efficiency >= 0) return overrides_.fin_efficiency;
  return 1 - fin_share_ +
         fin_share_ * fin_efficiency(conduction_ * root * root * root, std::min(sink_ / root, 1.0));
}

PanelPoint Sheet::point(double coolant, double resistance, double drop) const {
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
    const double of_fins = std::max(0.0, now.net_flux - (1 - fin_share_) * now.net_flux / now.fin_efficiency);
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

PanelPoint Sheet::at(double coolant, double root, double sheet_efficiency) const {
  const double t2 = root * root;
  return {coolant, root, sheet_efficiency, sheet_efficiency * (emission_ * t2 * t2 - absorbed_)};
}

void Sheet::refuse_cold(double coolant, double root) const {
  if (root > sink_) return;
  throw ModelError(
      fmt::format("the panel absorbs as much as it emits at {:.6g} K: no area is enough (coolant at {:.6g} "
                  "K, tube root at "
                  "{:.6g} K, absorbed {:.6g} W/m^2)",
                  sink_, coolant, root, absorbed_));
}

}  // namespace sunrack::radiator
