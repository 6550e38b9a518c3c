#include <fmt/format.h>

#include "physics/constants.h"
#include "satellite/design_report.h"

namespace sunrack {

namespace {

double celsius(double kelvin) { return kelvin - 273.15; }

template <typename... Arguments>
void line(std::string& text, const char* label, fmt::format_string<Arguments...> format,
          Arguments&&... arguments) {
  text += fmt::format("  {:<26}{}\n", label, fmt::format(format, std::forward<Arguments>(arguments)...));
}

void orbit_lines(std::string& text, const SatelliteSpec& spec, const SatelliteDesign& design) {
  const MissionEnvironment& environment = design.environment;
  const EclipseYear& eclipse = environment.eclipse;
  text += "Orbit and light\n";
  line(text, "orbit", "{:.0f} km, inclination {:.2f} deg, period {:.1f} min", spec.orbit.altitude / 1e3,
       environment.orbit.inclination * 180 / constants::pi, environment.period / 60);
  line(text, "beta angle", "{:.1f} to {:.1f} deg in {}", eclipse.beta_min * 180 / constants::pi,
       eclipse.beta_max * 180 / constants::pi, spec.orbit.year);
  line(text, "eclipses", "{:.0f} days a year, longest {:.1f} min, {:.0f} a year; sunlit {:.2f} % of the year",
       eclipse.season_days, eclipse.longest / 60, eclipse.cycles_per_year, eclipse.sunlit_fraction * 100);
}

void compute_lines(std::string& text, const SatelliteSpec& spec, const SatelliteDesign& design) {
  const ComputeDesign& compute = design.compute;
  const PackageState& package = compute.package.state;
  line(text, "compute availability", "{:.2f} % of the hours ({} through eclipses)",
       design.compute_availability * 100, spec.battery_strategy);
  text += "Computers and coolant\n";
  line(text, "IT power", "{:.1f} kW rated, {:.1f} kW drawn by {:.1f} packages of {}", compute.it_power / 1e3,
       compute.electrical_power / 1e3, compute.packages, compute.chip.name);
  line(text, "junction / memory", "{:.1f} / {:.1f} degC ({} sets the coolant)",
       celsius(package.junction_temperature), celsius(package.memory_temperature),
       compute.package.limit == PackageLimit::memory ? "memory" : "junction");
  line(text, "coolant", "{:.1f} to {:.1f} degC, {:.2f} kg/s, {:.0f} kPa of drop, saturation {:.2f} MPa",
       celsius(design.coolant.supply_temperature), celsius(design.coolant.return_temperature),
       design.coolant.mass_flow, design.coolant.pressure_drop / 1e3, design.coolant.pressure / 1e6);
  line(text, "heat", "{:.2f} kW, of which pump {:.2f}, conversion {:.2f}, battery {:.2f}",
       design.power.heat / 1e3, design.power.pump / 1e3, design.power.conversion_loss / 1e3,
       design.power.battery_loss / 1e3);
}

void hardware_lines(std::string& text, const SatelliteSpec& spec, const SatelliteDesign& design) {
  const Radiator& radiator = design.radiator;
  const RadiatorPanel& panel = radiator.panel;
  text += "Radiator\n";
  line(text, "area", "{:.1f} m2 planform, both faces, with {:.0f} % margin; {:.1f} x {:.1f} m", radiator.area,
       spec.radiator.area_margin * 100, radiator.width, radiator.height);
  line(text, "net flux", "{:.1f} W/m2 at a mean of {:.2f} K against a sink of {:.1f} K", panel.mean_net_flux,
       panel.mean_surface_temperature, panel.sink_temperature);
  line(text, "panel", "fin efficiency {:.3f}, non-uniformity {:.3f}, {:.2f} kg/m2", panel.mean_fin_efficiency,
       panel.non_uniformity, radiator.areal_mass.total);
  line(text, "cold case", "{:.1f} kW in eclipse: settles at {:.1f} degC, {:.0f} K above freezing",
       design.cold_case.heat / 1e3, celsius(design.cold_case.temperature),
       design.cold_case.margin_to_freezing);
  if (radiator.punctures) {
    const PunctureDesign& punctures = *radiator.punctures;
    const RateInterval total = total_interval(punctures.expected);
    line(text, "punctures expected", "{:.2g} ({:.2g} to {:.2g}) in {:.1f} years through {:.2f} mm of wall",
         punctures.design_penetrations, total.low, total.high, spec.mission.life / constants::julian_year,
         punctures.wall * 1e3);
    line(text, "against them", "{:.0f} segments, {:.0f} may be lost; {:.1f} % more area; {:.2f} kg/m2 in all",
         punctures.segments_built, punctures.losses_covered, (punctures.oversize - 1) * 100,
         punctures.areal_mass);
    line(text, "",
         "armour {:.2f}, valves {:.2f}, coolant {:.2f}, oversize {:.2f} kg/m2; {:.1f} % sure of the heat",
         punctures.armour_areal_mass, punctures.valve_areal_mass, punctures.reserve_areal_mass,
         punctures.oversize_areal_mass, punctures.probability_of_heat * 100);
  }
  const SolarArray& array = design.solar_array;
  text += "Solar array\n";
  line(text, "power", "{:.1f} kW at beginning of life, {:.1f} kW at end", array.power_bol / 1e3,
       array.power_eol / 1e3);
  line(text, "area", "{:.1f} m2, {:.0f} W/m2 and {:.0f} W/kg at beginning of life; {:.1f} m tip to tip",
       array.area, array.flux_bol, array.specific_power_bol, array.tip_to_tip);
  line(text, "cells", "{}, {:.1f} degC, efficiency {:.3f} at end of life", spec.solar_array.cell,
       celsius(array.cell_temperature), array.efficiency_operating);
}

void radiation_lines(std::string& text, const SatelliteSpec& spec, const SatelliteDesign& design) {
  const ShieldDesign& shield = design.shield;
  const DoseComponents& dose = shield.dose;
  text += "Radiation\n";
  line(text, "shield", "{:.2f} mm of {}, {:.0f} kg{}", shield.thickness * 1e3, spec.shield.material,
       shield.mass, spec.shield.dose_limit ? " for the limit of dose" : "");
  line(text, "dose of the chips",
       "{:.3g} krad in {:.3g} years at solar {} (belts {:.3g}, solar protons {:.3g}), {:.3g} krad inside the "
       "box",
       dose.total() / 10, spec.mission.life / constants::julian_year, spec.radiation.solar_cycle,
       (dose.trapped_protons + dose.trapped_electrons + dose.bremsstrahlung) / 10, dose.solar_protons / 10,
       shield.dose_in_box.total() / 10);
  line(text, "limit of dose", "{:.3g} krad: {:.2f} times the dose", shield.dose_limit / 10,
       shield.dose_margin);
  line(text, "upsets", "{:.3g} a day among {:.2g} bits of {} ({:.2g} per bit and day)",
       shield.upsets_per_bit * 86400 * spec.radiation.memory_bits, spec.radiation.memory_bits,
       spec.radiation.memory, shield.upsets_per_bit * 86400);
  line(text, "array after radiation", "{:.1f} % of the power computed{}", shield.remaining_array * 100,
       shield.array_factor_given ? "; the spec's yearly factor is used in its place" : "");
}

void budget_lines(std::string& text, const SatelliteSpec& spec, const SatelliteDesign& design) {
  const double per_kilowatt = 1e3 / design.compute.it_power;
  text += fmt::format("{:<20}{:>10}{:>12}   {}\n", "Mass budget", "kg", "kg/kW", "basis");
  for (const MassItem& item : design.budget.items)
    text += fmt::format("  {:<18}{:>10.1f}{:>12.2f}   {}\n", item.name, item.mass, item.mass * per_kilowatt,
                        item.basis);
  text += fmt::format("  {:<18}{:>10.1f}{:>12.2f}\n", "total", design.mass, design.mass * per_kilowatt);
  text += fmt::format("{:<20}{:>10}{:>12}{:>16}\n", "Counting up to", "kg", "kg/peak kW", "kg/average kW");
  for (AccountingBoundary boundary : accounting_boundary_list())
    text +=
        fmt::format("  {:<18}{:>10.1f}{:>12.2f}{:>16.2f}\n", accounting_boundary_name(boundary),
                    mass_inside(design.budget, boundary), specific_mass(design, spec, boundary, "peak") * 1e3,
                    specific_mass(design, spec, boundary, "average") * 1e3);
}

}  // namespace

std::string design_text(const SatelliteSpec& spec, const SatelliteDesign& design) {
  std::string text = fmt::format("{}: {:.2f} kg/kW ({} boundary, {} IT power), {:.0f} kg for {:.1f} kW\n\n",
                                 design.name, design.specific_mass * 1e3, spec.accounting.boundary,
                                 spec.accounting.basis, design.mass, design.compute.it_power / 1e3);
  orbit_lines(text, spec, design);
  compute_lines(text, spec, design);
  hardware_lines(text, spec, design);
  radiation_lines(text, spec, design);
  text += "\n";
  budget_lines(text, spec, design);
  text += fmt::format("  per kW delivered (mean load times availability): {:.2f} kg/kW\n",
                      design.delivered_specific_mass * 1e3);
  text += fmt::format(
      "\nEnergy balance closes to {:.1e}; fixed point in {} rounds (last change {:.0e}); thermal loop gain "
      "{:.3f} (runaway at 1)\n",
      design.energy_balance_residual, design.convergence.rounds, design.convergence.last_change,
      design.stability.gain);
  for (const std::string& warning : design.warnings) text += fmt::format("note: {}\n", warning);
  return text;
}

}  // namespace sunrack
