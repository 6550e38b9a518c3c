#include "satellite/radiation_report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "physics/numerics/parallel.h"
#include "physics/orbit/orbit.h"
#include "physics/radiation/let_spectrum.h"
#include "physics/radiation/shielding.h"
#include "physics/radiation/transport.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/shield.h"

namespace sunrack {

using namespace units;
using Json = nlohmann::ordered_json;

namespace {

constexpr double aluminium = 2700;  // [kg/m^3]
constexpr double per_cm2_s = 1_per_cm2;

struct Component {
  const char* name;
  double DoseComponents::*dose;
};
constexpr Component components[] = {{"trapped_protons", &DoseComponents::trapped_protons},
                                    {"trapped_electrons", &DoseComponents::trapped_electrons},
                                    {"bremsstrahlung", &DoseComponents::bremsstrahlung},
                                    {"solar_protons", &DoseComponents::solar_protons},
                                    {"cosmic_rays", &DoseComponents::cosmic_rays}};

Json integral_list(const Spectrum& spectrum) {
  Json energies = Json::array(), fluxes = Json::array();
  for (const double energy : spectrum.energy) {
    const double flux = integral_flux(spectrum, energy) / per_cm2_s;
    energies.push_back(energy / 1_MeV), fluxes.push_back(flux);
  }
  return {{"energy_MeV", energies}, {"flux_per_cm2_s", fluxes}};
}

Json let_list(const RadiationReport& report) {
  Json let = Json::array(), all = Json::array(), ions = Json::array(), worst = Json::array();
  for (int i = 0; i < let_points; i += 10) {
    let.push_back(let_at(i) / 1_MeV_cm2_per_mg);
    all.push_back(integral_let_flux(report.let_with_protons, let_at(i)) / per_cm2_s);
    ions.push_back(integral_let_flux(report.let_ions, let_at(i)) / per_cm2_s);
    worst.push_back(integral_let_flux(report.let_worst_day, let_at(i)) / per_cm2_s);
  }
  return {{"let_MeV_cm2_per_mg", let},
          {"integral_flux_per_cm2_s", all},
          {"integral_flux_Z2_to_28_per_cm2_s", ions},
          {"integral_flux_worst_day_ions_per_cm2_s", worst}};
}

double protons(const UpsetShares& shares) {
  return shares.trapped_protons + shares.solar_protons + shares.cosmic_ray_protons;
}

Json shares_json(const UpsetShares& shares) {
  return {{"total", shares.total() * 1_day},
          {"heavy_ions", shares.heavy_ions * 1_day},
          {"protons", protons(shares) * 1_day},
          {"trapped_protons", shares.trapped_protons * 1_day},
          {"solar_protons", shares.solar_protons * 1_day},
          {"cosmic_ray_protons", shares.cosmic_ray_protons * 1_day},
          {"worst_day", shares.worst_day() * 1_day}};
}

Json dose_limits(const RadiationReport& report) {
  Json limits = Json::object();
  const double dose = report.dose.total();
  for (const DeviceRates& device : report.devices) {
    if (device.irregularities_dose <= 0 && device.survived_dose <= 0) continue;
    limits[device.name] = {{"first_irregularities_krad", device.irregularities_dose / 1_krad},
                           {"survived_krad", device.survived_dose / 1_krad},
                           {"dose_over_first_irregularities", dose / device.irregularities_dose}};
  }
  return limits;
}

void scale(RadiationEnvironment& environment, double factor) {
  for (Spectrum* one : {&environment.trapped_protons, &environment.trapped_electrons,
                        &environment.solar_protons, &environment.worst_day_protons})
    *one = scaled(*one, factor);
  for (auto* ions : {&environment.cosmic_rays, &environment.worst_day_ions})
    for (IonSpectrum& ion : *ions) ion.spectrum = scaled(ion.spectrum, factor);
}

Json orbit_json(const RadiationOrbit& orbit) {
  if (orbit.kind == RadiationOrbit::Kind::heliocentric)
    return {{"kind", "heliocentric"}, {"sun_distance_au", orbit.sun_distance / constants::astronomical_unit}};
  Json json = {{"kind", "earth"},
               {"perigee_altitude_km", orbit.perigee_altitude / 1_km},
               {"apogee_altitude_km", orbit.apogee_altitude / 1_km},
               {"inclination_deg", orbit.inclination / 1_deg},
               {"argument_of_perigee_deg", orbit.argument_of_perigee / 1_deg}};
  if (orbit.longitude)
    json["longitude_deg"] = *orbit.longitude / 1_deg;
  else
    json["longitude_deg"] = nullptr;  // a mean of all
  return json;
}

}  // namespace

RadiationQuestion radiation_question(const SatelliteSpec& spec) {
  const double inclination = spec.orbit.kind == "inclined" ? spec.orbit.inclination
                                                           : sun_synchronous_inclination(spec.orbit.altitude);
  const double density = spec.shield.density.value_or(shield_material(spec.shield.material).density);
  const double thickness = spec.shield.dose_limit
                               ? size_shield(spec, mission_radiation(spec, inclination)).thickness
                               : spec.shield.thickness;
  return {.orbit = circular_orbit(spec.orbit.altitude, inclination),
          .options = {.solar =
                          spec.radiation.solar_cycle == "minimum" ? SolarCycle::minimum : SolarCycle::maximum,
                      .duration = spec.mission.life},
          .shield = equivalent_aluminium({{spec.shield.material, thickness * density}}, Penetrator::proton),
          .factor = spec.radiation.factor,
          .cells = cell_shield(spec)};
}

RadiationReport radiation_report(const RadiationQuestion& question) {
  require(question.shield > 0, "radiation: shield", question.shield, "must be positive [kg/m2]");
  RadiationReport report{.outside = radiation_environment(question.orbit, question.options)};
  if (question.factor != 1) scale(report.outside, question.factor);
  report.dose_depth = dose_depth(report.outside);
  report.dose = dose_at(report.dose_depth, question.shield);
  report.slab_dose = dose_at(report.dose_depth, question.shield, ShieldGeometry::slab);
  report.cells = cell_remains(report.outside, question.cells);
  const RadiationEnvironment inside = behind_shield(report.outside, question.shield);
  report.let_ions = let_spectrum(inside.cosmic_rays, 2);
  report.let_worst_day = let_spectrum(inside.worst_day_ions, 2);
  report.let_with_protons = let_spectrum(inside.cosmic_rays, 1);
  if (!inside.trapped_protons.energy.empty())
    report.let_with_protons = sum(report.let_with_protons, let_spectrum(inside.trapped_protons, 1));
  const SingleEventEnvironment events = single_event_environment(inside);
  std::vector<MemoryDevice> catalogue = memory_catalogue();
  catalogue.insert(catalogue.end(), question.parts.begin(), question.parts.end());
  report.devices.resize(catalogue.size());
  parallel_for(catalogue.size(), question.options.threads, [&](std::size_t i) {
    const MemoryDevice& device = catalogue[i];
    report.devices[i] = {
        .name = device.name,
        .estimate = device.estimate,
        .low = device.low,
        .high = device.high,
        .has_bits = device.per_bit.heavy_ions || device.per_bit.protons,
        .bits_per_upset = device.clusters.probability.empty() ? 1 : mean_cluster(device.clusters),
        .single_bit_share = device.clusters.probability.empty() ? 1 : device.clusters.probability.front(),
        .irregularities_dose = device.irregularities_dose,
        .survived_dose = device.survived_dose,
        .upsets = device_upsets(device, events)};
  });
  return report;
}

Json radiation_json(const RadiationQuestion& question, const RadiationReport& report) {
  Json by_component, upsets = Json::object(), events = Json::object(), depths = Json::array(),
                     doses = Json::array();
  for (const auto& [name, dose] : components) by_component[name] = report.dose.*dose / 1_krad;
  for (const DeviceRates& device : report.devices) {
    if (device.has_bits) {
      upsets[device.name] = shares_json(device.upsets.per_bit);
      upsets[device.name]["estimate"] = device.estimate;
      upsets[device.name]["band"] = {device.low, device.high};
      upsets[device.name]["bits_per_upset"] = device.bits_per_upset;
      upsets[device.name]["single_bit_share"] = device.single_bit_share;
    }
    for (const auto& event : device.upsets.events) {
      events[device.name][event.name] = shares_json(event.rate);
      events[device.name][event.name]["kind"] = event_kind_name(event.kind);
    }
  }
  for (std::size_t i = 0; i < report.dose_depth.depth.size(); ++i) {
    depths.push_back(report.dose_depth.depth[i] / aluminium / 1_mm);
    doses.push_back(report.dose_depth.sphere[i].total() / 1_krad);
  }
  return {{"orbit", orbit_json(question.orbit)},
          {"solar", question.options.solar == SolarCycle::minimum ? "min" : "max"},
          {"years", question.options.duration / 1_year},
          {"solar_particle_confidence", question.options.solar_particle_confidence},
          {"shield_mm_aluminium", question.shield / aluminium / 1_mm},
          {"dose_krad", report.dose.total() / 1_krad},
          {"dose_by_component_krad", by_component},
          {"dose_behind_slab_krad", report.slab_dose.total() / 1_krad},
          {"trapped_proton_integral_flux", integral_list(report.outside.trapped_protons)},
          {"trapped_electron_integral_flux", integral_list(report.outside.trapped_electrons)},
          {"let_spectrum", let_list(report)},
          {"upset_rate_per_bit_day", upsets},
          {"event_rate_per_device_day", events},
          {"dose_limits", dose_limits(report)},
          {"solar_cells", cells_json(report.cells)},
          {"dose_depth", {{"depth_mm_aluminium", depths}, {"dose_krad", doses}}}};
}

std::string radiation_text(const RadiationQuestion& question, const RadiationReport& report) {
  std::string text = fmt::format("Dose in silicon, centre of a sphere of {:.4g} mm aluminium, {:.4g} years\n",
                                 question.shield / aluminium / 1_mm, question.options.duration / 1_year);
  for (const auto& [name, dose] : components)
    text += fmt::format("  {:<22}{:>12.4g} krad\n", name, report.dose.*dose / 1_krad);
  text += fmt::format("  {:<22}{:>12.4g} krad\n\nTrapped particles outside, per cm2 per s\n", "total",
                      report.dose.total() / 1_krad);
  for (const double energy : {0.1, 1.0, 10.0, 30.0, 100.0})
    text += fmt::format("  protons   > {:<7g} MeV {:>12.4g}\n", energy,
                        integral_flux(report.outside.trapped_protons, energy * 1_MeV) / per_cm2_s);
  for (const double energy : {0.1, 0.5, 1.0, 3.0})
    text += fmt::format("  electrons > {:<7g} MeV {:>12.4g}\n", energy,
                        integral_flux(report.outside.trapped_electrons, energy * 1_MeV) / per_cm2_s);
  text += fmt::format("\n{:<28}{:>14}{:>14}{:>14}{:>14}\n", "Upsets per bit and day", "heavy ions", "protons",
                      "total", "worst day");
  for (const DeviceRates& device : report.devices) {
    if (!device.has_bits) continue;
    const UpsetShares& rate = device.upsets.per_bit;
    text += fmt::format("  {:<26}{:>14.3g}{:>14.3g}{:>14.3g}{:>14.3g}{}\n", device.name,
                        rate.heavy_ions * 1_day, protons(rate) * 1_day, rate.total() * 1_day,
                        rate.worst_day() * 1_day, device.estimate ? "  estimate" : "");
  }
  text += fmt::format("\n{:<56}{:>14}{:>14}\n", "Events per device and day", "total", "worst day");
  for (const DeviceRates& device : report.devices)
    for (const auto& event : device.upsets.events)
      text += fmt::format("  {:<54}{:>14.3g}{:>14.3g}{}\n", device.name + ", " + event.name,
                          event.rate.total() * 1_day, event.rate.worst_day() * 1_day,
                          device.estimate ? "  estimate" : "");
  text += cells_text(report.cells) + "\nLimits of dose\n";
  for (const DeviceRates& device : report.devices)
    if (device.irregularities_dose > 0)
      text += fmt::format(
          "  {:<26}first irregularities at {:.3g} krad, {:.3g} times this dose; ran to {:.3g} krad\n",
          device.name, device.irregularities_dose / 1_krad, device.irregularities_dose / report.dose.total(),
          device.survived_dose / 1_krad);
  return text;
}

std::string spectra_csv(const RadiationReport& report) {
  std::string text = "particle,energy_MeV,integral_flux_per_cm2_s,differential_flux_per_cm2_s_MeV\n";
  const auto add = [&](const char* name, const Spectrum& spectrum, double divisor) {
    for (std::size_t i = 0; i < spectrum.energy.size(); ++i)
      text += fmt::format("{},{:.6g},{:.6g},{:.6g}\n", name, spectrum.energy[i] / 1_MeV,
                          integral_flux(spectrum, spectrum.energy[i]) / divisor / per_cm2_s,
                          spectrum.differential_flux[i] * 1_MeV / divisor / per_cm2_s);
  };
  add("trapped_proton", report.outside.trapped_protons, 1);
  add("trapped_electron", report.outside.trapped_electrons, 1);
  add("solar_proton_mission_mean", report.outside.solar_protons, report.outside.duration);
  add("solar_proton_worst_day", report.outside.worst_day_protons, 1);
  for (const IonSpectrum& ion : report.outside.cosmic_rays)
    add(fmt::format("cosmic_ray_Z{}", ion.atomic_number).c_str(), ion.spectrum, 1);
  for (const IonSpectrum& ion : report.outside.worst_day_ions)
    add(fmt::format("solar_worst_day_Z{}", ion.atomic_number).c_str(), ion.spectrum, 1);
  return text;
}

std::string dose_depth_csv(const RadiationReport& report) {
  std::string text = "depth_mm_aluminium";
  for (const auto& [name, dose] : components) text += fmt::format(",{}_krad", name);
  text += ",total_krad\n";
  for (std::size_t i = 0; i < report.dose_depth.depth.size(); ++i) {
    const DoseComponents& at = report.dose_depth.sphere[i];
    text += fmt::format("{:.6g}", report.dose_depth.depth[i] / aluminium / 1_mm);
    for (const auto& [name, dose] : components) text += fmt::format(",{:.6g}", at.*dose / 1_krad);
    text += fmt::format(",{:.6g}\n", at.total() / 1_krad);
  }
  return text;
}

std::string let_csv(const RadiationReport& report) {
  std::string text =
      "let_MeV_cm2_per_mg,integral_flux_per_cm2_s,integral_flux_Z2_to_28_per_cm2_s,"
      "integral_flux_worst_day_ions_per_cm2_s\n";
  for (int i = 0; i < let_points; i += 5)
    text += fmt::format("{:.6g},{:.6g},{:.6g},{:.6g}\n", let_at(i) / 1_MeV_cm2_per_mg,
                        integral_let_flux(report.let_with_protons, let_at(i)) / per_cm2_s,
                        integral_let_flux(report.let_ions, let_at(i)) / per_cm2_s,
                        integral_let_flux(report.let_worst_day, let_at(i)) / per_cm2_s);
  return text;
}

}  // namespace sunrack
