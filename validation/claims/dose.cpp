#include "physics/radiation/dose.h"

#include <fmt/format.h>

#include <array>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "physics/embedded.h"
#include "physics/radiation/circular_orbits.h"
#include "physics/radiation/data_file.h"
#include "physics/radiation/orbit_samples.h"
#include "physics/radiation/solar_particles.h"
#include "physics/radiation/trapped.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

namespace embedded {
std::span<const EmbeddedFile> validation_data();
}

using namespace units;

namespace {

constexpr double aluminium = 2700;  // [kg/m^3]

Spectrum belt_of(const DataColumns& data, const char* energies, const char* column) {
  std::vector<double> energy = data.column(energies), flux = data.column(column);
  for (double& value : energy) value *= 1_MeV;
  for (double& value : flux) value *= 1_per_cm2;
  return from_integral_flux(energy, flux);
}

void worked_example(Published& figures) {
  DataColumns data;
  for (const EmbeddedFile& file : embedded::validation_data())
    if (file.name == "polar_orbit_belts.csv") data = parse_data(file.name, file.text);
  for (const bool minimum : {true, false}) {
    RadiationEnvironment environment;
    environment.duration = 1_year;
    environment.trapped_protons = belt_of(data, "E_protons", minimum ? "AP8_MIN" : "AP8_MAX");
    environment.trapped_electrons = belt_of(data, "E_electrons", minimum ? "AE8_MIN" : "AE8_MAX");
    const DoseDepth curve = dose_depth(environment);
    for (const bool sphere : {true, false}) {
      if (!sphere && !minimum) continue;
      for (const double mm : {0.3703, 1.231, 4.093, 9.117, 30.31}) {
        if (!minimum && mm == 4.093) continue;
        const DoseComponents dose =
            dose_at(curve, mm * 1_mm * aluminium, sphere ? ShieldGeometry::sphere : ShieldGeometry::slab);
        const auto id = [&](const char* part) {
          return fmt::format("DOSE-01 {} {} {:g} {}", minimum ? "min" : "max", sphere ? "sphere" : "slab", mm,
                             part);
        };
        if (mm < 10) figures.computed(id("electrons"), dose.trapped_electrons / 1_rad_dose);
        if (mm == 1.231) continue;
        figures.computed(id("protons"), dose.trapped_protons / 1_rad_dose);
        figures.computed(id("bremsstrahlung"), dose.bremsstrahlung / 1_rad_dose);
      }
    }
  }
}

Spectrum mean_belt(TrappedModel model, const OrbitSamples& samples) {
  const TrappedEnergies& energies = TrappedEnergies::standard(model);
  const TrappedEnergies* const belts[] = {&energies};
  return trapped_spectrum(energies, trapped_orbit_average(belts, samples).front());
}

/// The belts alone.
RadiationEnvironment belts(const RadiationOrbit& orbit, TrappedModel protons, TrappedModel electrons,
                           double duration) {
  // A circular orbit's mean over 60 x 120 places is within half a percent of the converged one.
  const bool circular = orbit.perigee_altitude == orbit.apogee_altitude;
  const OrbitSamples samples = circular ? orbit_samples(orbit, 60, 120) : orbit_samples(orbit);
  RadiationEnvironment environment;
  environment.duration = duration;
  environment.trapped_protons = mean_belt(protons, samples);
  environment.trapped_electrons = mean_belt(electrons, samples);
  return environment;
}
RadiationEnvironment belts(const RadiationOrbit& orbit, SolarCycle solar, double duration) {
  return belts(orbit, proton_belt(solar), electron_belt(solar), duration);
}

constexpr std::array depths_mm = {1, 2, 3, 5, 10};

void trapped_dose(Published& figures, const std::string& orbit, const char* solar,
                  const RadiationEnvironment& environment) {
  const DoseDepth curve = dose_depth(environment);
  for (const int mm : depths_mm)
    figures.computed(fmt::format("DOSE-02 {} {} {} mm", orbit, solar, mm),
                     dose_at(curve, mm * 1_mm * aluminium).total() / 1_rad_dose);
}

void trapped_doses(Published& figures) {
  RadiationOrbit molniya = circular_orbit(500_km, 63.4_deg);
  molniya.apogee_altitude = 39873_km;
  molniya.argument_of_perigee = 270_deg;
  struct Orbit {
    const char* name;
    RadiationOrbit orbit;
  };
  const std::vector<Orbit> orbits = {{"ISS 400 km 51.6 deg", circular_orbit(400_km, 51.6_deg)},
                                     {"550 km 53 deg", circular_orbit(550_km, 53_deg)},
                                     {"sun-synchronous 550 km", circular_orbit(550_km, 97.59_deg)},
                                     {"sun-synchronous 650 km", circular_orbit(650_km, 97.99_deg)},
                                     {"sun-synchronous 800 km", circular_orbit(800_km, 98.6_deg)},
                                     {"1200 km 88 deg", circular_orbit(1200_km, 88_deg)},
                                     {"Molniya", molniya}};
  for (const auto& [name, orbit] : orbits) {
    trapped_dose(figures, name, "min", belts(orbit, SolarCycle::minimum, 1_year));
    trapped_dose(figures, name, "max", belts(orbit, SolarCycle::maximum, 1_year));
  }
  // Without a longitude of its own: a mean of all, as the published figure is.
  trapped_dose(figures, "geostationary", "min",
               belts(circular_orbit(35786.03_km, 0), TrappedModel::ap8_min, TrappedModel::ae8_max, 1_year));
}

void missions(Published& figures) {
  const RadiationOrbit suncatcher = circular_orbit(650_km, 97.99_deg);
  for (const SolarCycle solar : {SolarCycle::minimum, SolarCycle::maximum}) {
    const DoseComponents dose =
        dose_at(dose_depth(radiation_environment(suncatcher, {.solar = solar, .duration = 5_year})),
                10_mm * aluminium);
    const double trapped = dose.trapped_protons + dose.trapped_electrons + dose.bremsstrahlung;
    const bool minimum = solar == SolarCycle::minimum;
    figures.computed(minimum ? "DOSE-03 trapped at minimum" : "DOSE-03 trapped at maximum",
                     trapped / 1_rad_dose);
    if (!minimum) figures.computed("DOSE-03 all", dose.total() / 1_rad_dose);
  }

  const RadiationOrbit sinclair = circular_orbit(800_km, 98.6_deg);
  RadiationEnvironment environment = belts(sinclair, TrappedModel::ap8_min, TrappedModel::ae8_max, 5_year);
  const DoseDepth trapped = dose_depth(environment);
  const auto with_sun = [&](double confidence) {
    environment.solar_protons =
        circular_orbit_environment(
            tabulated_circular_orbit(800_km, 98.6_deg, SolarCycle::maximum),
            {.solar = SolarCycle::maximum, .duration = 5_year, .solar_particle_confidence = confidence})
            .solar_protons;
    return dose_depth(environment);
  };
  const DoseDepth published = with_sun(0.8), all = with_sun(0.95);
  for (const double mm : {2.5, 10.0, 20.0}) {
    const double depth = mm * 1_mm * aluminium;
    figures.computed(fmt::format("DOSE-04 {:g} trapped", mm), dose_at(trapped, depth).total() / 1_krad);
    figures.computed(fmt::format("DOSE-04 {:g}", mm), dose_at(published, depth).total() / 1_krad);
    figures.computed(fmt::format("DOSE-04 {:g} with solar protons", mm),
                     dose_at(all, depth).total() / 1_krad);
  }
}

void measurements(Published& figures) {
  const DoseDepth shields =
      dose_depth(radiation_environment(circular_orbit(500_km, 85_deg), {.duration = 1_year}));
  for (const int depth : {3, 6}) {
    const double dose = dose_at(shields, depth * 1_g_per_cm2, ShieldGeometry::slab).total() / 1_rad_dose;
    figures.computed(fmt::format("DOSE-05 {} g/cm2", depth), dose);
    figures.computed(fmt::format("DOSE-05 models {} g/cm2", depth), dose);
  }

  for (const SolarCycle solar : {SolarCycle::minimum, SolarCycle::maximum}) {
    RadiationEnvironment station =
        radiation_environment(circular_orbit(400_km, 51.6_deg), {.solar = solar, .duration = 1_day});
    station.solar_protons = {};  // the measured figure is of quiet days
    const DoseDepth curve = dose_depth(station);
    const auto micrograys = [&](double depth) { return dose_at(curve, depth).total() * 1e6; };
    const bool minimum = solar == SolarCycle::minimum;
    figures.computed(minimum ? "DOSE-06 minimum 13.5 g/cm2" : "DOSE-06 maximum 13.5 g/cm2",
                     micrograys(50_mm * aluminium));
    if (minimum) figures.computed("DOSE-06 minimum 10 g/cm2", micrograys(10_g_per_cm2));
  }
}

}  // namespace

std::vector<Claim> dose_claims() {
  Published figures("dose.csv");
  worked_example(figures);
  trapped_doses(figures);
  missions(figures);
  measurements(figures);
  return figures.claims();
}

}  // namespace sunrack
