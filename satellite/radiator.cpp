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
      .meteoroid_allowance = spec.meteoroid_allowance,
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

}  // namespace

double array_view_factor(const RadiatorSpec& spec, double panel_width, double panel_height,
                         double array_chord) {
  if (spec.array_view_factor) return *spec.array_view_factor;
  return view_factor_perpendicular_with_gap(panel_width, spec.standoff, panel_height, array_chord / 2);
}

Radiator size_radiator(double mass_flow, double inlet, double outlet, const Coolant& coolant,
                       const RadiatorSpec& spec, const MissionEnvironment& environment,
                       const ArrayBack& array, double previous_area) {
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
      array_view_factor(spec, previous_area / radiator.height, radiator.height, array.chord);
  for (std::size_t side = 0; side < 2; ++side)
    radiator.faces[side] =
        face_towards(environment.radiator_faces[side], spec, surface, array, radiator.array_view_factor);
  radiator.panel = size_radiator_panel(mass_flow, inlet, outlet, coolant, radiator.geometry,
                                       radiator.faces[0], radiator.faces[1], radiator.overrides);
  radiator.area = radiator.panel.area * (1 + spec.area_margin);
  radiator.width = radiator.area / radiator.height;
  radiator.areal_mass = areal_mass(spec, material, coolant.at((inlet + outlet) / 2).density);
  radiator.mass = radiator.area * radiator.areal_mass.total;
  // Thin-walled tube, sigma = p d / (2 t).
  radiator.tube_stress =
      coolant.at(inlet).saturation_pressure * spec.tube_inner_diameter / (2 * spec.tube_wall);
  return radiator;
}

}  // namespace sunrack
