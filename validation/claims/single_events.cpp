#include <span>

#include "chips/memory.h"
#include "physics/embedded.h"
#include "physics/radiation/cosmic_rays.h"
#include "physics/radiation/cutoff.h"
#include "physics/radiation/data_file.h"
#include "physics/radiation/orbit_samples.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

namespace embedded {
std::span<const EmbeddedFile> validation_data();
}

using namespace units;

namespace {

constexpr double four_pi = 4 * constants::pi;
const double shield = 100_mil * 2700;  // [kg/m^2] of aluminium, 2.7 g/cm3

DataColumns input(std::string_view name) {
  for (const EmbeddedFile& file : embedded::validation_data())
    if (file.name == name) return parse_data(name, file.text);
  throw std::logic_error("single_events: no such input");
}

/// CREME96's own spectrum, as steps between the carried integrals.
LetSpectrum creme_let() {
  const DataColumns data = input("creme96_let.csv");
  const auto &let = data.column("LET"), &integral = data.column("integral");
  std::vector<double> at, flux;
  for (std::size_t i = 0; i + 1 < let.size(); ++i) {
    const double mean = (integral[i] - integral[i + 1]) / (let[i + 1] - let[i]) * four_pi / 1_MeV_cm2_per_g;
    at.insert(at.end(), {let[i] * (1 + 1e-9) * 1_MeV_cm2_per_g, let[i + 1] * 1_MeV_cm2_per_g});
    flux.insert(flux.end(), {mean, mean});
  }
  return let_spectrum_from_differential(at, flux);
}

Spectrum creme_flux(const DataColumns& data, const char* column) {
  Spectrum result{data.column("E"), data.column(column)};
  for (double& energy : result.energy) energy *= 1_MeV;
  for (double& flux : result.differential_flux) flux *= four_pi / 1_MeV;
  return result;
}

void creme_rates(Published& figures) {
  const LetSpectrum let = creme_let();
  const auto rate = [&](const char* device) {
    const SingleEventResponse& response = memory_device(device).per_bit;
    return upset_rate(let, weibull_response(*response.heavy_ions, response.depth, response.side));
  };
  figures.computed("SEE-01 HUP soft", rate("creme-soft"));
  figures.computed("SEE-01 HUP hard", rate("creme-hard"));
  const DataColumns flux = input("creme96_flux.csv");
  figures.computed("SEE-02 PUP", proton_upset_rate(creme_flux(flux, "H_behind"),
                                                   *memory_device("creme-soft").per_bit.protons));
  struct Ion {
    const char* symbol;
    int z;
    double mass;
  };
  for (const Ion& ion : {Ion{"He", 2, 4}, {"O", 8, 16}, {"Fe", 26, 55.8}}) {
    const Spectrum behind = slowed_down(creme_flux(flux, (std::string(ion.symbol) + "_outside").c_str()),
                                        ion.z, ion.mass, shield);
    for (const auto& [label, mev] :
         {std::pair{"1", 1.01623}, {"10", 9.7726}, {"100", 99.3123}, {"1000", 1009.24}})
      figures.computed(std::string("TRN-01 ") + ion.symbol + " " + label,
                       differential_flux(behind, mev * 1_MeV) / four_pi * 1_MeV);
  }
}

void own_chain(Published& figures) {
  std::vector<Eigen::Vector3d> places;
  for (const OrbitSample& sample : orbit_samples(circular_orbit(800_km, 90_deg), 40, 90).samples)
    places.push_back(sample.position);
  RadiationEnvironment outside;
  outside.cosmic_rays = cosmic_rays(20, geomagnetic_transmission(places));
  const LetSpectrum let = let_spectrum(behind_shield(outside, shield).cosmic_rays);
  for (const auto& [label, at] : {std::pair{"0.1", 99.8696}, {"1", 1003.85}, {"3", 2985.97}, {"10", 9973.94}})
    figures.computed(std::string("LET-01 above ") + label,
                     integral_let_flux(let, at * 1_MeV_cm2_per_g) / four_pi);
  RadiationEnvironment far;
  far.cosmic_rays = cosmic_rays(20);
  const SingleEventEnvironment geostationary = single_event_environment(far, shield);
  const auto heavy_ions = [&](const char* device) {
    return device_upsets(memory_device(device), geostationary).per_bit.heavy_ions * 1_day;
  };
  figures.computed("SEE-03 Kintex-7 CRAM", heavy_ions("kintex7-cram"));
  figures.computed("SEE-03 Kintex-7 BRAM", heavy_ions("kintex7-bram"));
  figures.computed("SEE-03 Kintex-7 flip-flop", heavy_ions("kintex7-flip-flop"));
  figures.computed("SEE-04 Versal GEO", heavy_ions("versal-cram"));
}

void on_orbit(Published& figures) {
  // A station's year is between minimum and maximum; the belts' maximum has the measured years in it.
  RadiationOptions active;
  active.solar = SolarCycle::maximum;
  const RadiationEnvironment station = radiation_environment(circular_orbit(400_km, 51.6_deg), active);
  const auto dram = [&](double depth) {
    return device_upsets(memory_device("iss-dram"), single_event_environment(station, depth))
               .per_bit.total() *
           1_day;
  };
  figures.computed("SEE-05 ISS DRAM 10 g/cm2", dram(10_g_per_cm2));
  figures.computed("SEE-05 ISS DRAM 40 g/cm2", dram(40_g_per_cm2));

  const SingleEventEnvironment suncatcher =
      single_event_environment(radiation_environment(circular_orbit(650_km, 97.99_deg)), 10_mm * 2700);
  const DeviceUpsets trillium = device_upsets(memory_device("trillium-tpu"), suncatcher);
  const auto per_day = [&](std::size_t event) { return trillium.events[event].rate.total() * 1_day; };
  const UpsetShares& corruption = trillium.events[0].rate;
  figures.computed("SEE-06 Trillium corruption by protons",
                   (corruption.total() - corruption.heavy_ions) * 1_day);
  figures.computed("SEE-06 Trillium corruption", per_day(0));
  figures.computed("SEE-06 Trillium HBM", per_day(1));
  figures.computed("SEE-06 Trillium stops", per_day(2));
  figures.computed("SEE-06 Trillium host processor", per_day(3));
  figures.computed("SEE-06 Trillium host memory", per_day(4));

  const SingleEventEnvironment polar =
      single_event_environment(radiation_environment(circular_orbit(800_km, 98.6_deg)), shield);
  figures.computed("SEE-04 Versal LEO",
                   device_upsets(memory_device("versal-cram"), polar).per_bit.total() * 1_day);
}

/// Mean over the mission without the Sun's events, which are rare days.
double quiet_rate(const UpsetShares& shares) { return (shares.total() - shares.solar_protons) * 1_day; }

SingleEventEnvironment behind(double altitude, double inclination, SolarCycle solar, double depth) {
  return single_event_environment(
      radiation_environment(circular_orbit(altitude, inclination), {.solar = solar, .duration = 5_year}),
      depth);
}

/// Rates measured on other parts than those whose curves are known: the station's memory stands for them.
void other_memories(Published& figures) {
  const auto rate = [&](double altitude, double inclination, SolarCycle solar, double depth) {
    return quiet_rate(
        device_upsets(memory_device("iss-dram"), behind(altitude, inclination, solar, depth)).per_bit);
  };
  const auto both = [&](const char* id, double altitude, double inclination, double depth) {
    figures.computed(std::string(id) + " minimum", rate(altitude, inclination, SolarCycle::minimum, depth));
    figures.computed(std::string(id) + " maximum", rate(altitude, inclination, SolarCycle::maximum, depth));
  };
  both("SEE-07 Alsat-1", 686_km, 98.2_deg, 5_mm * 2700);
  both("SEE-08 JASON-2", 1336_km, 66_deg, 5_mm * 2700);
  both("SEE-09 Cypress on the station", 400_km, 51.6_deg, shield);
}

/// Share of a part's upsets, without the Sun's events, that the belts' protons make: all of them in the South
/// Atlantic Anomaly.
void anomaly(Published& figures) {
  const SingleEventEnvironment proba = behind(733_km, 98.3_deg, SolarCycle::maximum, shield);
  for (const char* device :
       {"ddr4-micron-8gb", "kintex7-flip-flop", "kintex7-cram", "iss-dram", "kintex7-bram"}) {
    const UpsetShares shares = device_upsets(memory_device(device), proba).per_bit;
    figures.computed(std::string("SEE-10 anomaly ") + device,
                     100 * shares.trapped_protons * 1_day / quiet_rate(shares));
  }
}

/// Protons alone: Xavier's memory from low to geostationary orbit, Linux on an i.MX8M Plus.
void processors(Published& figures) {
  const ProtonCrossSection shape = bendel_through(5_MeV, 200_MeV, 1e-15_cm2);
  const auto protons = [&](const UpsetShares& shares) { return shares.total() - shares.heavy_ions; };
  const auto at = [&](const SingleEventEnvironment& environment) {
    return upset_shares({.heavy_ions = {}, .depth = 0, .side = 0, .protons = shape}, environment);
  };
  const UpsetShares low = at(behind(800_km, 98_deg, SolarCycle::minimum, shield)),
                    high = at(behind(35786_km, 0, SolarCycle::maximum, shield));
  constexpr double published_low = 9e-9;  // per bit and day of L2
  figures.computed("SEE-11 Xavier L2 quiet", published_low * high.cosmic_ray_protons / protons(low));
  figures.computed("SEE-11 Xavier L2 with events", published_low * protons(high) / protons(low));
  const auto crashes = [&](double cross_section) {
    const ProtonCrossSection linux = bendel_through(5_MeV, 58_MeV, cross_section * 1_cm2);
    const UpsetShares shares = upset_shares({.heavy_ions = {}, .depth = 0, .side = 0, .protons = linux},
                                            behind(500_km, 97.4_deg, SolarCycle::minimum, shield));
    return protons(shares) * 1_year;
  };
  figures.computed("SEE-12 i.MX8M Plus least", crashes(1.98e-10));
  figures.computed("SEE-12 i.MX8M Plus most", crashes(7.63e-9));
}

/// Ions that only the heaviest elements are.
void heaviest_ions(Published& figures) {
  const RadiationEnvironment far = behind_shield(
      radiation_environment(circular_orbit(35786_km, 0), {.solar = SolarCycle::maximum}), shield);
  const LetSpectrum day = let_spectrum(far.worst_day_ions);
  figures.computed("SEE-13 above 43", integral_let_flux(day, 43_MeV_cm2_per_mg) / 1_per_cm2 * 1_day);
}

}  // namespace

std::vector<Claim> single_event_claims() {
  Published figures("single_events.csv");
  creme_rates(figures);
  own_chain(figures);
  on_orbit(figures);
  other_memories(figures);
  anomaly(figures);
  processors(figures);
  heaviest_ions(figures);
  return figures.claims();
}

}  // namespace sunrack
