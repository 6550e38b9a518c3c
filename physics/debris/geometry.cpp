#include "physics/debris/geometry.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "physics/debris/debris_flux.h"
#include "physics/debris/direction.h"
#include "physics/debris/meteoroids.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double atmosphere = 100_km;  // what grazes it is lost

void normalise(std::vector<Ray>& rays) {
  double sum = 0;
  for (const Ray& ray : rays) sum += ray.weight;
  for (Ray& ray : rays) ray.weight /= sum;
}

}  // namespace

double earth_half_angle(double altitude) {
  require(altitude > atmosphere && std::isfinite(altitude), "earth_half_angle: altitude", altitude,
          "must be above 100 km [m]");
  return std::asin((constants::earth_radius + atmosphere) / (constants::earth_radius + altitude));
}

std::vector<Ray> meteoroid_rays(double altitude, const SkyOptions& options) {
  const int heights = options.heights, azimuths = options.azimuths;
  const double lowest = -std::cos(earth_half_angle(altitude));
  const double own =
      options.own_motion
          ? std::sqrt(constants::earth_gravitational_parameter / (constants::earth_radius + altitude))
          : 0;
  const std::vector<SpeedBin> bins = meteoroid_speed_bins(options.speeds);
  std::vector<Ray> rays;
  rays.reserve(bins.size() * std::size_t(heights) * std::size_t(azimuths));
  for (int h = 0; h < heights; ++h) {
    const double up = lowest + (1 - lowest) * (h + 0.5) / heights, across = std::sqrt(1 - up * up);
    for (int a = 0; a < azimuths; ++a) {
      const double azimuth = 2 * constants::pi * (a + 0.5) / azimuths;
      const double x = across * std::cos(azimuth), y = across * std::sin(azimuth);
      for (std::size_t i = 0; i < bins.size(); ++i) {
        const double v = bins[i].speed;
        const double spread = bins[i].root_mean_square * bins[i].root_mean_square - v * v;
        const double speed = std::sqrt(v * v + 2 * v * own * x + own * own);
        // The bins weigh the flux on something at rest; the satellite sweeps |relative speed| / speed of it.
        rays.push_back({.from = {(v * x + own) / speed, v * y / speed, v * up / speed},
                        .speed = std::sqrt(speed * speed + spread),
                        .weight = bins[i].weight * speed / v,
                        .speed_class = i});
      }
    }
  }
  normalise(rays);
  return rays;
}

std::vector<Ray> debris_rays(double inclination, int speeds) {
  constexpr double spread = 4_deg;
  // Means of the four quarters of a normal distribution's positive half.
  constexpr std::array quarters = {0.15789, 0.49147, 0.89511, 1.64706};
  const double twice_orbital = 2 * debris_orbital_speed(inclination);
  const std::vector<SpeedBin> bins = debris_speed_bins(inclination, speeds);
  std::vector<Ray> rays;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const double ahead = std::min(1.0, bins[i].speed / twice_orbital), aside = std::sqrt(1 - ahead * ahead);
    for (const double quarter : quarters)
      for (const double up : {-1.0, 1.0})
        for (const double side : {-1.0, 1.0}) {
          const double elevation = up * quarter * spread, level = std::cos(elevation);
          rays.push_back({.from = {level * ahead, side * level * aside, std::sin(elevation)},
                          .speed = bins[i].root_mean_square,
                          .weight = bins[i].weight,
                          .speed_class = i});
        }
  }
  normalise(rays);
  return rays;
}

}  // namespace sunrack
