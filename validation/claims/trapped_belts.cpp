#include <fmt/format.h>

#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "physics/radiation/trapped.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

/// Number, geodetic latitude and longitude [deg], altitude [km].
constexpr const char* belt_places[] = {"0 -47.031 -165.031 955.0",  "1 46.356 28.091 574.1",
                                       "2 -21.086 -162.458 1361.4", "3 -64.982 77.282 1075.7",
                                       "4 -0.195 5.846 20619.2",    "5 30.865 158.967 5069.4",
                                       "6 52.330 -42.124 5340.4",   "7 -8.112 173.148 869.2",
                                       "8 -55.915 -143.282 308.9",  "9 10.669 -127.940 11228.3"};

/// [1/cm2/s] orbit mean of each energy [MeV], in the belt's own field unless another is given.
std::vector<double> mean_flux(const RadiationOrbit& orbit, TrappedModel model, std::vector<double> energies,
                              const GeomagneticField* field = nullptr) {
  for (double& energy : energies) energy *= 1_MeV;
  const TrappedEnergies belt(model, energies);
  const TrappedEnergies* const belts[] = {&belt};
  const auto rule = field ? FieldEpochRule::expert : FieldEpochRule::enforce;
  auto flux = trapped_orbit_average(belts, orbit_samples(orbit), {.field = field, .rule = rule}).front();
  for (double& value : flux) value /= 1_per_cm2;
  return flux;
}

void spenvis(Published& figures) {
  RadiationOrbit elliptic = circular_orbit(2500_km, 28_deg);
  elliptic.apogee_altitude = 70000_km;
  const std::pair<const char*, RadiationOrbit> orbits[] = {{"polar825", circular_orbit(825_km, 98.8_deg)},
                                                           {"heo", elliptic},
                                                           {"leo530", circular_orbit(530_km, 53_deg)}};
  const std::vector<double> protons = {0.1, 1, 10, 30, 100, 200}, electrons = {0.1, 0.5, 1, 2, 3};
  for (const auto& [name, orbit] : orbits) {
    const auto p = mean_flux(orbit, TrappedModel::ap8_min, protons),
               e = mean_flux(orbit, TrappedModel::ae8_max, electrons);
    for (std::size_t i = 0; i < p.size(); ++i)
      figures.computed(fmt::format("BELT-01 {} p {:g}", name, protons[i]), p[i]);
    for (std::size_t i = 0; i < e.size(); ++i)
      figures.computed(fmt::format("BELT-01 {} e {:g}", name, electrons[i]), e[i]);
  }
}

void creme96(Published& figures) {
  const std::vector<double> energies = {1, 3, 6, 15, 30, 50, 100};
  const auto flux = mean_flux(circular_orbit(800_km, 90_deg), TrappedModel::ap8_min, energies);
  for (std::size_t i = 0; i < flux.size(); ++i)
    figures.computed(fmt::format("BELT-02 800 km 90 deg p {:g}", energies[i]), flux[i]);
}

void fields(Published& figures) {
  const GeomagneticField in_2015 = igrf_14(2015), in_2025 = igrf_14(2025);
  const std::pair<const char*, RadiationOrbit> orbits[] = {{"400 km 51.6", circular_orbit(400_km, 51.6_deg)},
                                                           {"550 km 53", circular_orbit(550_km, 53_deg)}};
  for (const auto& [name, orbit] : orbits) {
    const auto compute = [&](const char* what, TrappedModel model, const GeomagneticField* field) {
      figures.computed(fmt::format("BELT-03 {} {}", name, what),
                       mean_flux(orbit, model, {10}, field).front());
    };
    compute("MIN Jensen-Cain", TrappedModel::ap8_min, nullptr);
    compute("MIN IGRF 2015", TrappedModel::ap8_min, &in_2015);
    compute("MIN IGRF 2025", TrappedModel::ap8_min, &in_2025);
    compute("MAX GSFC", TrappedModel::ap8_max, nullptr);
    compute("MAX IGRF 2015", TrappedModel::ap8_max, &in_2015);
  }
}

/// radbelt takes L with the moment of the field's own dipole and divides B by the smallest on the line.
void radbelt(Published& figures) {
  const GeomagneticField field = igrf_14(2021.16);
  const auto place =
      magnetic_coordinates(field, geodetic_position(-30_deg, -45_deg, 500_km), dipole_field(field));
  double flux = 0;
  trapped_flux(TrappedEnergies(TrappedModel::ap8_max, {20_MeV}), place->l,
               place->field / place->minimum_field, std::span(&flux, 1));
  figures.computed("BELT-04 radbelt", flux / 1_per_cm2);
}

void coordinates(Published& figures) {
  const GeomagneticField modern = igrf_14(2015);
  for (const char* const text : belt_places) {
    std::istringstream words(text);
    int number = 0;
    double latitude = 0, longitude = 0, altitude = 0;
    words >> number >> latitude >> longitude >> altitude;
    const Eigen::Vector3d place = geodetic_position(latitude * 1_deg, longitude * 1_deg, altitude * 1_km);
    const std::string where = std::string(text).substr(std::string(text).find(' ') + 1);
    figures.computed(fmt::format("BELT-05 {} B 2015 {}", number, where),
                     magnetic_field(modern, place).norm() / 1_nT);
    figures.computed(fmt::format("BELT-05 {} L 2015 {}", number, where),
                     magnetic_coordinates(modern, place)->l);
    figures.computed(fmt::format("BELT-05 {} L 1960 {}", number, where),
                     magnetic_coordinates(jensen_cain_1960(), place)->l);
  }
}

}  // namespace

std::vector<Claim> trapped_belt_claims() {
  Published figures("trapped_belts.csv");
  spenvis(figures);
  creme96(figures);
  fields(figures);
  radbelt(figures);
  coordinates(figures);
  return figures.claims();
}

}  // namespace sunrack
