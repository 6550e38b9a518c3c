#include "satellite/design_report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "physics/constants.h"

namespace sunrack {

using Json = nlohmann::ordered_json;

namespace {

constexpr double kelvin_at_zero_celsius = 273.15;
double celsius(double kelvin) { return kelvin - kelvin_at_zero_celsius; }
double degrees(double radians) { return radians * 180 / constants::pi; }

Json face_json(const RadiatorFace& face) {
  return {{"emissivity", face.emissivity},
          {"absorptance", face.absorptance},
          {"sun_and_albedo_W_per_m2", face.solar_irradiance},
          {"infrared_W_per_m2", face.infrared_irradiance}};
}

Json radiator_json(const Radiator& radiator) {
  const RadiatorPanel& panel = radiator.panel;
  const RadiatorArealMass& areal = radiator.areal_mass;
  return {{"area_m2", radiator.area},
          {"area_without_margin_m2", panel.area},
          {"mass_kg", radiator.mass},
          {"areal_mass_kg_per_m2", areal.total},
          {"areal_mass_items_kg_per_m2",  // of the computed areal mass, also where another one was given
           {{"face_sheets", areal.face_sheets},
            {"core", areal.core},
            {"tubes", areal.tubes},
            {"coolant", areal.coolant},
            {"coating", areal.coating},
            {"meteoroid_allowance", areal.meteoroid_allowance},
            {"deployment", areal.deployment}}},
          {"mean_temperature_K", panel.mean_surface_temperature},
          {"mean_root_temperature_K", panel.mean_root_temperature},
          {"inlet_root_temperature_K", panel.inlet.root_temperature},
          {"outlet_root_temperature_K", panel.outlet.root_temperature},
          {"sink_temperature_K", panel.sink_temperature},
          {"net_flux_W_per_m2", panel.mean_net_flux},
          {"fin_efficiency", panel.mean_fin_efficiency},
          {"non_uniformity", panel.non_uniformity},
          {"margin_to_freezing_K", panel.margin_to_freezing},
          {"tubes", panel.tubes},
          {"tube_stress_MPa", radiator.tube_stress / 1e6},
          {"array_view_factor", radiator.array_view_factor},
          {"width_m", radiator.width},
          {"height_m", radiator.height},
          {"faces", {face_json(radiator.faces[0]), face_json(radiator.faces[1])}}};
}

Json punctures_json(const SatelliteSpec& spec, const Radiator& radiator) {
  if (!radiator.punctures) return nullptr;  // the allowance or the whole areal mass was given
  const PunctureDesign& punctures = *radiator.punctures;
  const RateInterval total = total_interval(punctures.expected);
  return {{"segments", punctures.segments_built},
          {"segments_that_may_be_lost", punctures.losses_covered},
          {"tube_wall_mm", punctures.wall * 1e3},
          {"meteoroid_penetrations", punctures.expected.meteoroid},
          {"debris_penetrations_low", punctures.expected.debris_low},
          {"debris_penetrations_high", punctures.expected.debris_high},
          {"penetrations_low", total.low},
          {"penetrations_high", total.high},
          {"penetrations_designed_for", punctures.design_penetrations},
          {"confidence", spec.punctures.confidence},
          {"probability_of_heat_at_end", punctures.probability_of_heat},
          {"mean_heat_at_end", punctures.mean_heat},
          {"single_loop_survives", punctures.single_loop_survives},
          {"oversize", punctures.oversize},
          {"coolant_in_reserve", punctures.reserve},
          {"common_part_penetrations", punctures.common_penetrations},
          {"armour_kg_per_m2", punctures.armour_areal_mass},
          {"valves_kg_per_m2", punctures.valve_areal_mass},
          {"coolant_kg_per_m2", punctures.reserve_areal_mass},
          {"oversize_kg_per_m2", punctures.oversize_areal_mass},
          {"total_kg_per_m2", punctures.areal_mass}};
}

Json array_json(const SolarArray& array) {
  return {{"area_m2", array.area},
          {"mass_kg", array.mass},
          {"areal_mass_kg_per_m2", array.areal_mass},
          {"power_bol_kW", array.power_bol / 1e3},
          {"power_eol_kW", array.power_eol / 1e3},
          {"flux_bol_W_per_m2", array.flux_bol},
          {"flux_eol_W_per_m2", array.flux_eol},
          {"specific_power_bol_W_per_kg", array.specific_power_bol},
          {"cell_temperature_degC", celsius(array.cell_temperature)},
          {"cell_efficiency", array.efficiency_operating},
          {"open_circuit_temperature_degC", celsius(array.open_circuit_temperature)},
          {"wing_span_m", array.span},
          {"wing_chord_m", array.chord},
          {"tip_to_tip_m", array.tip_to_tip},
          {"inertia_span_axis_kg_m2", array.inertia_span_axis},
          {"inertia_chord_axis_kg_m2", array.inertia_chord_axis},
          {"inertia_normal_axis_kg_m2", array.inertia_normal_axis}};
}

Json compute_json(const ComputeDesign& compute) {
  const PackageState& package = compute.package.state;
  return {{"chip", compute.chip.name},
          {"packages", compute.packages},
          {"junction_temperature_degC", celsius(package.junction_temperature)},
          {"memory_temperature_degC", celsius(package.memory_temperature)},
          {"limit", compute.package.limit == PackageLimit::memory ? "memory" : "junction"},
          {"coolant_at_cold_plate_degC", celsius(package.coolant_temperature)},
          {"package_power_W", package.total_power},
          {"electrical_power_kW", compute.electrical_power / 1e3}};
}

Json power_json(const PowerBalance& power) {
  return {{"computers_kW", power.computers / 1e3},
          {"pump_kW", power.pump / 1e3},
          {"avionics_kW", power.avionics / 1e3},
          {"communications_kW", power.communications / 1e3},
          {"conversion_loss_kW", power.conversion_loss / 1e3},
          {"battery_charge_kW", power.battery_charge / 1e3},
          {"battery_loss_kW", power.battery_loss / 1e3},
          {"array_kW", power.array / 1e3},
          {"heat_kW", power.heat / 1e3}};
}

Json coolant_json(const SatelliteSpec& spec, const CoolantSystem& coolant) {
  return {{"fluid", spec.coolant.fluid},
          {"supply_degC", celsius(coolant.supply_temperature)},
          {"return_degC", celsius(coolant.return_temperature)},
          {"mass_flow_kg_per_s", coolant.mass_flow},
          {"pressure_drop_kPa", coolant.pressure_drop / 1e3},
          {"panel_pressure_drop_kPa", coolant.panel_pressure_drop / 1e3},
          {"pump_power_kW", coolant.pump_power / 1e3},
          {"saturation_pressure_MPa", coolant.pressure / 1e6},
          {"lines", coolant.lines},
          {"line_diameter_mm", coolant.line_diameter * 1e3},
          {"mass_kg", coolant.mass}};
}

Json radiation_json(const SatelliteSpec& spec, const ShieldDesign& shield) {
  const auto krad = [](double gray) { return gray / 10; };
  const auto components = [&](const DoseComponents& dose) -> Json {
    return {{"trapped_protons", krad(dose.trapped_protons)},
            {"trapped_electrons", krad(dose.trapped_electrons)},
            {"bremsstrahlung", krad(dose.bremsstrahlung)},
            {"solar_protons", krad(dose.solar_protons)},
            {"cosmic_rays", krad(dose.cosmic_rays)}};
  };
  Json sectors = Json::array();
  for (const ShieldSector& sector : shield.sectors) {
    double areal_density = 0;
    for (const ShieldLayer& layer : sector.outside_in) areal_density += layer.areal_density;
    sectors.push_back({{"name", sector.name},
                       {"share_of_sphere", sector.solid_angle_fraction},
                       {"areal_density_g_per_cm2", areal_density / 10}});
  }
  return {{"shield_thickness_mm", shield.thickness * 1e3},
          {"shield_mass_kg", shield.mass},
          {"shield_aluminium_equivalent_g_per_cm2", shield.aluminium / 10},
          {"dose_krad", krad(shield.dose.total())},
          {"dose_by_component_krad", components(shield.dose)},
          {"dose_in_box_krad", krad(shield.dose_in_box.total())},
          {"sectors", sectors},
          {"shield_kg_per_kW", shield.mass / spec.compute.it_power * 1e3},
          {"chip_dose_limit_krad", krad(shield.dose_limit)},
          {"dose_margin", shield.dose_margin},
          {"memory", spec.radiation.memory},
          {"upset_rate_per_bit_day", shield.upsets_per_bit * 86400},
          {"upsets_per_day", shield.upsets_per_bit * 86400 * spec.radiation.memory_bits},
          {"array_remaining_after_radiation", shield.remaining_array},
          {"array_damage_dose_MeV_per_g", shield.array_damage_dose / (constants::elementary_charge * 1e9)},
          {"array_yearly_factor_given", shield.array_factor_given}};
}

Json eclipse_json(const EclipseYear& eclipse) {
  return {{"longest_s", eclipse.longest},
          {"longest_umbra_s", eclipse.longest_umbra},
          {"season_days", eclipse.season_days},
          {"sunlit_fraction", eclipse.sunlit_fraction},
          {"cycles_per_year", eclipse.cycles_per_year},
          {"beta_min_deg", degrees(eclipse.beta_min)},
          {"beta_max_deg", degrees(eclipse.beta_max)}};
}

Json boundaries_json(const SatelliteSpec& spec, const SatelliteDesign& design) {
  Json boundaries = Json::array();
  for (AccountingBoundary boundary : accounting_boundary_list())
    boundaries.push_back({{"boundary", accounting_boundary_name(boundary)},
                          {"mass_kg", mass_inside(design.budget, boundary)},
                          {"kg_per_peak_kW", specific_mass(design, spec, boundary, "peak") * 1e3},
                          {"kg_per_average_kW", specific_mass(design, spec, boundary, "average") * 1e3}});
  return boundaries;
}

}  // namespace

std::string mass_group_name(MassGroup group) {
  switch (group) {
    case MassGroup::radiator:
      return "radiator";
    case MassGroup::coolant_loop:
      return "coolant loop";
    case MassGroup::power:
      return "power";
    case MassGroup::bus:
      return "bus";
    case MassGroup::computers:
      return "computers";
  }
  return "";
}

Json provenance_json(const Provenance& provenance) {
  return {{"program", provenance.program},
          {"version", provenance.version},
          {"revision", provenance.revision},
          {"spec", provenance.spec},
          {"overrides", provenance.overrides},
          {"seed", provenance.seed},
          {"resolved_spec", provenance.resolved_spec}};
}

std::string provenance_comment(const Provenance& provenance, const std::string& mark) {
  std::string text = fmt::format("{0}made by {1} {2}, revision {3}\n{0}spec: {4}\n", mark, provenance.program,
                                 provenance.version, provenance.revision, provenance.spec);
  for (const std::string& override_text : provenance.overrides)
    text += fmt::format("{}override: {}\n", mark, override_text);
  if (provenance.seed) text += fmt::format("{}seed: {}\n", mark, provenance.seed);
  return text;
}

Json design_json(const SatelliteSpec& spec, const SatelliteDesign& design) {
  Json items = Json::array();
  for (const MassItem& item : design.budget.items)
    items.push_back({{"item", item.name},
                     {"group", mass_group_name(item.group)},
                     {"mass_kg", item.mass},
                     {"specific_mass_kg_per_kW", item.mass / design.compute.it_power * 1e3},
                     {"basis", item.basis}});
  const MissionEnvironment& environment = design.environment;
  return {
      {"name", design.name},
      {"it_power_kW", design.compute.it_power / 1e3},
      {"mass_kg", design.mass},
      {"specific_mass_kg_per_kW", design.specific_mass * 1e3},
      {"accounting_boundary", spec.accounting.boundary},
      {"accounting_basis", spec.accounting.basis},
      {"specific_power_W_per_kg", 1 / design.specific_mass},
      {"heat_kW", design.power.heat / 1e3},
      {"energy_balance_residual", design.energy_balance_residual},
      {"compute", compute_json(design.compute)},
      {"power", power_json(design.power)},
      {"coolant", coolant_json(spec, design.coolant)},
      {"radiator", radiator_json(design.radiator)},
      {"punctures", punctures_json(spec, design.radiator)},
      {"solar_array", array_json(design.solar_array)},
      {"battery",
       {{"strategy", spec.battery_strategy},
        {"nameplate_kWh", design.battery.nameplate_energy / 3.6e6},
        {"depth_of_discharge", design.battery.depth_of_discharge},
        {"cycles", design.battery.cycles},
        {"mass_kg", design.battery.mass}}},
      {"orbit",
       {{"altitude_km", spec.orbit.altitude / 1e3},
        {"inclination_deg", degrees(environment.orbit.inclination)},
        {"period_s", environment.period}}},
      {"eclipse", eclipse_json(environment.eclipse)},
      {"radiation", radiation_json(spec, design.shield)},
      {"compute_availability", design.compute_availability},
      {"thermal_stability",
       {{"gain", design.stability.gain}, {"runaway_leakage_share", design.stability.runaway_leakage_share}}},
      {"convergence",
       {{"rounds", design.convergence.rounds}, {"last_change", design.convergence.last_change}}},
      {"propellant_kg", design.propellant.mass},
      {"boundaries", boundaries_json(spec, design)},
      {"mass_budget", items},
      {"warnings", design.warnings}};
}

std::string mass_budget_csv(const SatelliteDesign& design) {
  std::string csv = "item,group,mass_kg,specific_mass_kg_per_kW,basis\n";
  for (const MassItem& item : design.budget.items)
    csv += fmt::format("{},{},{:.6g},{:.6g},\"{}\"\n", item.name, mass_group_name(item.group), item.mass,
                       item.mass / design.compute.it_power * 1e3, item.basis);
  return csv +
         fmt::format("total,,{:.6g},{:.6g},\"\"\n", design.mass, design.mass / design.compute.it_power * 1e3);
}

}  // namespace sunrack
