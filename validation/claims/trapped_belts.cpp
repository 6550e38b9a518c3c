#include <fmt/format.h>

#include <array>
#include <boost/numeric/odeint/stepper/runge_kutta4.hpp>
#include <cmath>
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

/// A minute of the elliptic orbit about an Earth with J2; position and velocity in the frame of its equator.
using State = std::array<double, 6>;
void minute(State& state) {
  boost::numeric::odeint::runge_kutta4<State> stepper;
  const auto rate = [](const State& at, State& change, double) {
    const Eigen::Vector3d r(at[0], at[1], at[2]);
    const double r2 = r.squaredNorm(), pull = constants::earth_gravitational_parameter / (r2 * std::sqrt(r2)),
                 flat = 1.5 * constants::earth_j2 * constants::earth_radius * constants::earth_radius / r2,
                 z2 = 5 * r.z() * r.z() / r2;
    const Eigen::Vector3d a =
        -pull * (r + flat * Eigen::Vector3d(r.x() * (1 - z2), r.y() * (1 - z2), r.z() * (3 - z2)));
    change = {at[3], at[4], at[5], a.x(), a.y(), a.z()};
  };
  for (int half = 0; half < 2; ++half) stepper.do_step(rate, state, 0.0, 30.0);
}

/// The 30 days of the SPENVIS run: at perigee, in the ascending node, at the vernal equinox on 1 January
/// 2026; altitudes above 6371 km. Earth-fixed, every four minutes, below 20,000 km every minute and counted a
/// fourth.
std::vector<OrbitSample> spenvis_month() {
  constexpr double base = 6371e3, sidereal_day = 86164.0905, greenwich = 100.66 * constants::pi / 180;
  const double perigee = base + 2500_km, apogee = base + 70000_km, tilt = 28_deg;
  const double speed =
      std::sqrt(constants::earth_gravitational_parameter * (2 / perigee - 2 / (perigee + apogee)));
  State state = {perigee, 0, 0, 0, speed * std::cos(tilt), speed * std::sin(tilt)};
  std::vector<OrbitSample> samples;
  for (int minutes = 0; minutes < 30 * 1440;) {
    const double turn = greenwich + 2 * constants::pi * minutes * 60 / sidereal_day;
    const Eigen::Vector3d place(std::cos(turn) * state[0] + std::sin(turn) * state[1],
                                std::cos(turn) * state[1] - std::sin(turn) * state[0], state[2]);
    const int step = place.norm() < base + 20000_km ? 1 : 4;
    samples.push_back({step * 60.0, place});  // the time it stands for
    for (int i = 0; i < step; ++i) minute(state);
    minutes += step;
  }
  return samples;
}

std::vector<double> mean_flux(const std::vector<OrbitSample>& samples, TrappedModel model,
                              std::vector<double> energies) {
  for (double& energy : energies) energy *= 1_MeV;
  const auto fluxes = trapped_series(TrappedEnergies(model, energies), samples);
  std::vector<double> mean(energies.size(), 0.0);
  double time = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    time += samples[i].time;
    for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += fluxes[i][k] / 1_per_cm2 * samples[i].time;
  }
  for (double& value : mean) value /= time;
  return mean;
}

void spenvis(Published& figures) {
  const std::vector<double> protons = {0.1, 1, 10, 30, 100, 200}, electrons = {0.1, 0.5, 1, 2, 3};
  const auto computed = [&](const char* name, const std::vector<double>& p, const std::vector<double>& e) {
    for (std::size_t i = 0; i < p.size(); ++i)
      figures.computed(fmt::format("BELT-01 {} p {:g}", name, protons[i]), p[i]);
    for (std::size_t i = 0; i < e.size(); ++i)
      figures.computed(fmt::format("BELT-01 {} e {:g}", name, electrons[i]), e[i]);
  };
  const auto both = [&](const char* name, const auto& orbit) {
    computed(name, mean_flux(orbit, TrappedModel::ap8_min, protons),
             mean_flux(orbit, TrappedModel::ae8_max, electrons));
  };
  both("polar825", circular_orbit(825_km, 98.8_deg));
  both("heo", spenvis_month());
  both("leo530", circular_orbit(530_km, 53_deg));
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
