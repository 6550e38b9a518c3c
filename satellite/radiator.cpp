#include "satellite/radiator.h"

#include <algorithm>

#include "physics/constants.h"
#include "physics/thermal/blackbody.h"
#include "physics/thermal/exchange.h"

namespace sunrack {

namespace {

RadiatorArealMass areal_mass(const RadiatorSpec& spec, const RadiatorMaterial& material,
                             double coolant_density) {
  const double inner = spec.tube_inner_diameter, outer = inner + 2 * spec.tube_wall;
  const double per_pitch = 1 / spec.tube_spacing;
  RadiatorArealMass mass{
      .face_sheets = 2 * spec.face_sheet_thickness * material.density,
      .core = spec.core_areal_mass,
      .tubes = constants::pi / 4 * (outer * outer - inner * inner) * per_pitch * material.density,
      .coolant = constants::pi / 4 * inner * inner * per_pitch * coolant_density,
      .coating = spec.coating_areal_mass,
      .meteoroid_allowance = spec.meteoroid_allowance.value_or(0),
      .deployment = spec.deployment_areal_mass,
  };
  mass.total = spec.areal_mass.value_or(mass.face_sheets + mass.core + mass.tubes + mass.coolant +
                                        mass.coating + mass.meteoroid_allowance + mass.deployment);
  return mass;
}

RadiatorFace face_towards(const PlateIrradiance& load, const RadiatorSpec& spec, const Coating& surface,
                          const ArrayBack& array, double view_factor) {
  const double emissivity = spec.emissivity.value_or(surface.emissivity_end);
  if (spec.sink_temperature)  // both faces see a black sink: absorbed = emissivity sigma T_sink^4
    return {.emissivity = emissivity,
            .absorptance = 0,
            .solar_irradiance = 0,
            .infrared_irradiance = grey_body_flux(1, *spec.sink_temperature)};
  return {.emissivity = emissivity,
          .absorptance = spec.absorptance.value_or(surface.absorptance_end),
          .solar_irradiance = load.sun + load.albedo,
          .infrared_irradiance =
              load.earth_infrared + view_factor * grey_body_flux(array.emissivity, array.temperature)};
}

/// [-] how much worse the fins are at twice the pitch, where a live tube stands on both sides of a dead one.
double neighbour_fin_ratio(const SatelliteSpec& spec, const Radiator& radiator, const Coolant& coolant,
                           double mass_flow) {
  constexpr double no_help = 0.5;
  if (spec.punctures.segment_layout == "blocks") return no_help;
  const double mean =
      (radiator.panel.inlet.coolant_temperature + radiator.panel.outlet.coolant_temperature) / 2;
  RadiatorPanelGeometry wide = radiator.geometry;
  wide.tube_spacing *= 2;
  const auto efficiency = [&](const RadiatorPanelGeometry& geometry) {
    return panel_point(mean, coolant, mass_flow / radiator.panel.tubes, geometry, radiator.faces[0],
                       radiator.faces[1], {.coolant_to_root_drop = radiator.overrides.coolant_to_root_drop})
        .fin_efficiency;
  };
  return std::clamp(efficiency(wide) / efficiency(radiator.geometry), no_help, 1.0);
}

/// Armour, valves and oversize of a panel sized for its heat.
void add_punctures(Radiator& radiator, const SatelliteSpec& spec, const Coolant& coolant, double mass_flow,
                   const RadiatorRound& previous) {
  const auto state =
      coolant.at((radiator.panel.inlet.coolant_temperature + radiator.panel.outlet.coolant_temperature) / 2);
  radiator.punctured = {.needed_area = radiator.area,
                        .flown_area = previous.area,
                        .tubes = radiator.area / (spec.radiator.tube_spacing * spec.radiator.tube_length),
                        .areal_mass = radiator.areal_mass.total,
                        .coolant_areal_mass = radiator.areal_mass.coolant,
                        .coolant_density = state.density,
                        .coolant_pressure = state.saturation_pressure + radiator.panel.pressure_drop,
                        .neighbour_fin_ratio = neighbour_fin_ratio(spec, radiator, coolant, mass_flow)};
  radiator.punctures = design_against_punctures(spec, *previous.rates, radiator.punctured, previous.losses);
  const PunctureDesign& punctures = *radiator.punctures;
  radiator.area *= punctures.oversize;
  // Per area flown: the oversize is area, no item.
  radiator.areal_mass.meteoroid_allowance =
      punctures.armour_areal_mass +
      (punctures.valve_areal_mass + punctures.reserve_areal_mass) / punctures.oversize;
  radiator.areal_mass.total += radiator.areal_mass.meteoroid_allowance;
}

}  // namespace

double array_view_factor(const RadiatorSpec& spec, double panel_width, double panel_height,
                         double array_chord) {
  if (spec.array_view_factor) return *spec.array_view_factor;
  return view_factor_perpendicular_with_gap(panel_width, spec.standoff, panel_height, array_chord / 2);
}

Radiator size_radiator(double mass_flow, double inlet, double outlet, const Coolant& coolant,
                       const SatelliteSpec& satellite, const MissionEnvironment& environment,
                       const ArrayBack& array, const RadiatorRound& previous) {
  const RadiatorSpec& spec = satellite.radiator;
  const RadiatorMaterial& material = radiator_material(spec.material);
  const Coating& surface = coating(spec.coating);
  Radiator radiator;
  radiator.geometry = {.tube_spacing = spec.tube_spacing,
                       .tube_inner_diameter = spec.tube_inner_diameter,
                       .tube_wall = spec.tube_wall,
                       .tube_length = spec.tube_length,
                       .fin_thickness = 2 * spec.face_sheet_thickness,
                       .conductivity = material.conductivity,
                       .bond_resistance = spec.bond_resistance};
  radiator.overrides = {.fin_efficiency = spec.fin_efficiency.value_or(-1),
                        .coolant_to_root_drop = spec.coolant_to_root_drop.value_or(-1)};
  radiator.height = spec.tube_length;
  radiator.array_view_factor =
      array_view_factor(spec, previous.area / radiator.height, radiator.height, array.chord);
  radiator.array_temperature = array.temperature;
  for (std::size_t side = 0; side < 2; ++side)
    radiator.faces[side] =
        face_towards(environment.radiator_faces[side], spec, surface, array, radiator.array_view_factor);
  radiator.panel = size_radiator_panel(mass_flow, inlet, outlet, coolant, radiator.geometry,
                                       radiator.faces[0], radiator.faces[1], radiator.overrides);
  radiator.area = radiator.panel.area * (1 + spec.area_margin);
  radiator.areal_mass = areal_mass(spec, material, coolant.at((inlet + outlet) / 2).density);
  if (previous.rates) add_punctures(radiator, satellite, coolant, mass_flow, previous);
  radiator.width = radiator.area / radiator.height;
  radiator.mass = radiator.area * radiator.areal_mass.total;
  // Thin-walled tube, sigma = p d / (2 t).
  radiator.tube_stress =
      coolant.at(inlet).saturation_pressure * spec.tube_inner_diameter / (2 * spec.tube_wall);
  return radiator;
}

}  // namespace sunrack
