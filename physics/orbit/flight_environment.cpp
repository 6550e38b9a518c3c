#include "physics/orbit/flight_environment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "physics/constants.h"
#include "physics/orbit/ephemeris.h"
#include "physics/orbit/sky_map.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using constants::pi;
using Eigen::Vector3d;

constexpr std::size_t kept_tables = 8;

void require_options(const FlightEnvironmentOptions& options) {
  require(options.rings >= 1 && options.rings <= 64, "FlightEnvironmentOptions.rings", options.rings,
          "must be from 1 to 64");
  require(options.positions == 0 || options.positions >= 8, "FlightEnvironmentOptions.positions",
          options.positions, "must be 0 (no table) or 8 or more");
  require(options.refresh > 0 && std::isfinite(options.refresh), "FlightEnvironmentOptions.refresh",
          options.refresh, "must be positive [s]");
}

std::function<OrbitPoint(double)> path_of(const Orbit& orbit, std::optional<double> frozen_at) {
  if (!frozen_at) return [orbit](double time) { return orbit_point(orbit, time); };
  const double rate = argument_of_latitude_rate(orbit.altitude, orbit.inclination);
  return [orbit, start = *frozen_at, rate](double time) {
    return orbit_point_at(orbit, start, rate * (time - start));
  };
}

/// Weights of Catmull-Rom's cubic on four equidistant values, x in 0..1 between the second and the third.
std::array<double, 4> cubic_weights(double x) {
  const double y = 1 - x;
  return {-x * y * y / 2, 1 - x * x * (5 - 3 * x) / 2, 1 - y * y * (5 - 3 * y) / 2, -y * x * x / 2};
}

/// Weights of value and slope at both ends of an interval of length 1.
std::array<double, 4> hermite_weights(double x) {
  const double y = 1 - x;
  return {y * y * (1 + 2 * x), y * y * x, x * x * (3 - 2 * x), -x * x * y};
}

}  // namespace

FlightEnvironment::FlightEnvironment(const Orbit& orbit, const Attitude& attitude,
                                     std::vector<FlightFace> faces, const RadiativeEnvironment& environment,
                                     const FlightEnvironmentOptions& options)
    : FlightEnvironment(path_of(orbit, options.frozen_at), attitude, std::move(faces), environment, options) {
  orbit_ = orbit;
  tabulated_ = options.positions > 0;
}

FlightEnvironment::FlightEnvironment(std::function<OrbitPoint(double time)> path, const Attitude& attitude,
                                     std::vector<FlightFace> faces, const RadiativeEnvironment& environment,
                                     const FlightEnvironmentOptions& options)
    : path_(std::move(path)),
      attitude_(attitude),
      faces_(std::move(faces)),
      environment_(environment),
      options_(options) {
  require_options(options);
  // A wrong face is refused here and not in the middle of a flight.
  for (const FlightFace& face : faces_) {
    if (face.sky != nullptr && face.mount != FaceMount::body)
      throw std::invalid_argument("FlightEnvironment: face \"" + face.name +
                                  "\" is steered and has a sky map, which turns with the body");
    face_normal(face, Eigen::Matrix3d::Identity(), Vector3d(1, 1, 1).normalized());
  }
}

double FlightEnvironment::sunlit(double time) const {
  const OrbitPoint here = point(time);
  return sunlit_fraction(here.position, here.sun, options_.shadow, constants::sun_radius);
}

ShadowEdges FlightEnvironment::edges(double time) const {
  const OrbitPoint here = point(time);
  return shadow_edges(here.position, here.sun, options_.shadow);
}

RadiativeEnvironment FlightEnvironment::environment_at(const OrbitPoint& point) const {
  RadiativeEnvironment here = environment_;
  if (options_.solar_flux_follows_date) {
    const double ratio = constants::astronomical_unit / point.sun_distance;
    here.solar_flux *= ratio * ratio;
  }
  return here;
}

double FlightEnvironment::solar_flux(double time) const { return environment_at(point(time)).solar_flux; }

void FlightEnvironment::earth_loads(const OrbitPoint& point, const RadiativeEnvironment& environment,
                                    std::span<PlateIrradiance> loads) const {
  const ZonalPattern pattern = zonal_pattern(options_.earth, point.time);
  const auto put = [](const EarthLoad& earth, PlateIrradiance& load) {
    load = {.albedo = earth.albedo, .earth_infrared = earth.infrared};
  };
  if (attitude_.law == AttitudeLaw::tumbling) {
    const EarthLoad mean = mean_earth_load(point.vertical, point.altitude, point.sun_direction, environment,
                                           pattern, options_.rings);
    for (PlateIrradiance& load : loads) put(mean, load);
    return;
  }
  const Eigen::Matrix3d axes = body_axes(attitude_, point);
  // Patches of the Earth and their places on the sky maps: once for all faces.
  std::vector<EarthPatch> patches;
  std::vector<SkyMap::Place> places;
  const SkyMap* grid = nullptr;
  for (std::size_t i = 0; i < faces_.size(); ++i) {
    const FlightFace& face = faces_[i];
    const Vector3d normal = face_normal(face, axes, point.sun_direction).normalized();
    const EarthLoad whole = earth_load(normal, point.vertical, point.altitude, point.sun_direction,
                                       environment, pattern, options_.rings);
    if (face.sky == nullptr) {
      put(whole, loads[i]);
      continue;
    }
    if (patches.empty())
      patches = earth_patches(point.vertical, point.altitude, point.sun_direction, pattern);
    if (grid == nullptr || !grid->alike(*face.sky)) {
      grid = face.sky.get();
      places.clear();
      for (const EarthPatch& patch : patches) places.push_back(grid->place(axes.transpose() * patch.look));
    }
    put(shaded_earth_load(whole, normal, patches,
                          [&](std::size_t patch) { return face.sky->open(places[patch]); }),
        loads[i]);
  }
}

void FlightEnvironment::add_sun(const OrbitPoint& point, double flux,
                                std::span<PlateIrradiance> loads) const {
  const double arriving =
      flux == 0 ? 0
                : flux * sunlit_fraction(point.position, point.sun, options_.shadow, constants::sun_radius);
  if (attitude_.law == AttitudeLaw::tumbling) {
    for (PlateIrradiance& load : loads) load.sun = arriving / 4;
    return;
  }
  const Eigen::Matrix3d axes = body_axes(attitude_, point);
  for (std::size_t i = 0; i < faces_.size(); ++i) {
    loads[i].sun =
        arriving * std::max(0.0, face_normal(faces_[i], axes, point.sun_direction).dot(point.sun_direction));
    if (faces_[i].sky != nullptr && loads[i].sun > 0)
      loads[i].sun *= faces_[i].sky->open(axes.transpose() * point.sun_direction);
  }
}

void FlightEnvironment::exact_irradiance(const OrbitPoint& point, std::span<PlateIrradiance> loads) const {
  require(loads.size() == faces_.size(), "FlightEnvironment: loads", double(loads.size()),
          "must be one for each face");
  const RadiativeEnvironment environment = environment_at(point);
  earth_loads(point, environment, loads);
  add_sun(point, environment.solar_flux, loads);
}

void FlightEnvironment::irradiance(double time, std::span<PlateIrradiance> loads) const {
  const OrbitPoint here = point(time);
  if (!tabulated_) return exact_irradiance(here, loads);
  require(loads.size() == faces_.size(), "FlightEnvironment: loads", double(loads.size()),
          "must be one for each face");
  const double flux = environment_at(here).solar_flux;
  tabulated_loads(here, time, flux, loads);
  add_sun(here, flux, loads);
}

FlightEnvironment::Table FlightEnvironment::make_table(long number) const {
  const auto positions = std::size_t(options_.positions), width = 2 * faces_.size();
  const double time = options_.frozen_at.value_or(orbit_.epoch + double(number) * options_.refresh);
  Table made{.number = number, .values = std::vector<double>(2 * positions * width)};
  // Per solar flux, so that its slow change with the date needs no table.
  RadiativeEnvironment unit = environment_;
  unit.solar_flux = 1;
  std::vector<PlateIrradiance> loads(faces_.size());
  for (std::size_t i = 0; i < positions; ++i) {
    earth_loads(orbit_point_at(orbit_, time, 2 * pi * double(i) / double(positions)), unit, loads);
    double* row = &made.values[2 * i * width];
    for (std::size_t face = 0; face < faces_.size(); ++face) {
      row[2 * face] = loads[face].albedo;
      row[2 * face + 1] = loads[face].earth_infrared;
    }
  }
  // Slopes of fourth order per interval.
  const auto value = [&](std::size_t i, std::size_t column) {
    return made.values[2 * (i % positions) * width + column];
  };
  for (std::size_t i = 0; i < positions; ++i)
    for (std::size_t column = 0; column < width; ++column)
      made.values[(2 * i + 1) * width + column] =
          (8 * (value(i + 1, column) - value(i + positions - 1, column)) -
           (value(i + 2, column) - value(i + positions - 2, column))) /
          12;
  return made;
}

const FlightEnvironment::Table& FlightEnvironment::table(long number) const {
  if (tables_.empty()) tables_.resize(kept_tables);
  Table& kept = tables_[std::size_t(number - (number >> 3) * 8)];
  if (kept.values.empty() || kept.number != number) kept = make_table(number);
  return kept;
}

double FlightEnvironment::latitude_argument(double time) const {
  if (!options_.frozen_at) return argument_of_latitude(orbit_, time);
  return argument_of_latitude_rate(orbit_.altitude, orbit_.inclination) * (time - *options_.frozen_at);
}

void FlightEnvironment::tabulated_loads(const OrbitPoint& point, double time, double flux,
                                        std::span<PlateIrradiance> loads) const {
  const double age = options_.frozen_at ? 0 : (point.time - orbit_.epoch) / options_.refresh;
  const long first = long(std::floor(age));
  const std::array<double, 4> in_time = cubic_weights(age - double(first));
  const double turns = latitude_argument(time) / (2 * pi);
  const double place = (turns - std::floor(turns)) * options_.positions;
  const auto positions = std::size_t(options_.positions);
  const std::size_t interval = std::min(std::size_t(place), positions - 1);
  const std::array<double, 4> around = hermite_weights(place - double(interval));
  const std::size_t width = 2 * faces_.size(), next = (interval + 1) % positions;

  for (PlateIrradiance& load : loads) load = {};
  for (std::size_t t = 0; t < 4; ++t) {
    if (in_time[t] == 0) continue;
    const Table& at = table(first - 1 + long(t));
    const double* here = &at.values[2 * interval * width];
    const double* there = &at.values[2 * next * width];
    const std::array<double, 4> w = {in_time[t] * around[0], in_time[t] * around[1], in_time[t] * around[2],
                                     in_time[t] * around[3]};
    for (std::size_t face = 0; face < faces_.size(); ++face) {
      const std::size_t a = 2 * face, b = a + 1;
      loads[face].albedo +=
          w[0] * here[a] + w[1] * here[width + a] + w[2] * there[a] + w[3] * there[width + a];
      loads[face].earth_infrared +=
          w[0] * here[b] + w[1] * here[width + b] + w[2] * there[b] + w[3] * there[width + b];
    }
  }
  for (PlateIrradiance& load : loads) {
    load.albedo = std::max(0.0, load.albedo * flux);  // a cubic may dip below zero where the light ends
    load.earth_infrared = std::max(0.0, load.earth_infrared);
  }
}

}  // namespace sunrack
