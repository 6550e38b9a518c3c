#include "physics/orbit/earth_radiation.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/orbit/earth_rings.h"
#include "physics/orbit/ephemeris.h"
#include "physics/orbit/irradiance.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using constants::pi;
using Eigen::Vector3d;
using namespace earth_rings;

constexpr double mean_albedo = 0.34, albedo_season = 0.10, albedo_second = 0.29;
constexpr double mean_emissivity = 0.68, emissivity_season = -0.07, emissivity_second = -0.18;

double season(double time) {
  static const double reference = time_of_date(1981, 12, 22);
  require_finite("knocke: time", time);
  return std::cos(2 * pi / (365.25 * 86400) * (time - reference));
}

double second_legendre(double x) { return (3 * x * x - 1) / 2; }

/// A function of azimuth, sum of c_k cos(k phi) + s_k sin(k phi), k = 0..4.
struct Harmonics {
  std::array<double, 5> c{}, s{};
  std::size_t degree = 0;
};

/// times (mean + along cos(phi) + aside sin(phi))
Harmonics times(const Harmonics& h, double mean, double along, double aside) {
  Harmonics out{.degree = h.degree + 1};
  for (std::size_t k = 0; k <= h.degree; ++k) {
    out.c[k] += mean * h.c[k];
    out.s[k] += mean * h.s[k];
    const double c = h.c[k] / 2, s = h.s[k] / 2;
    out.c[k + 1] += along * c - aside * s;
    out.s[k + 1] += along * s + aside * c;
    if (k == 0) {
      out.c[1] += along * c + aside * s;
      out.s[1] += aside * c - along * s;
    } else {
      out.c[k - 1] += along * c + aside * s;
      out.s[k - 1] += along * s - aside * c;
    }
  }
  out.s[0] = 0;
  return out;
}

/// Integral from 0 to the end of an arc, up to a constant.
double primitive(const Harmonics& h, const End& end) {
  double sum = h.c[0] * end.angle, cosine = 1, sine = 0;
  for (std::size_t k = 1; k <= h.degree; ++k) {
    const double next = cosine * end.cosine - sine * end.sine;
    sine = sine * end.cosine + cosine * end.sine;
    cosine = next;
    sum += (h.c[k] * sine - h.s[k] * cosine) / double(k);
  }
  return sum;
}

double over(const Harmonics& h, const Arcs& arcs) {
  double sum = 0;
  for (std::size_t i = 0; i < arcs.count; ++i)
    sum += primitive(h, arcs.arc[i].to) - primitive(h, arcs.arc[i].from);
  return sum;
}

/// Directions about the vertical: first axis level towards the Sun, second so that the normal's part along it
/// is not negative.
struct Sight {
  AlbedoGeometry geometry;
  End azimuth{};  ///< of the normal
  double pole_up = 0, pole_along = 0, pole_aside = 0;
  bool averaged = false;  ///< over all orientations: no normal
};

Vector3d level_part(const Vector3d& vector, const Vector3d& vertical) {
  return vector - vector.dot(vertical) * vertical;
}

Sight sight(const Vector3d* normal, const Vector3d& vertical, double altitude, const Vector3d& sun) {
  Sight seen{.averaged = normal == nullptr};
  AlbedoGeometry& g = seen.geometry;
  g.altitude = altitude;
  const Vector3d level_sun = level_part(sun, vertical);
  g.sun_zenith_cosine = sun.dot(vertical);
  g.sun_zenith_sine = level_sun.norm();
  const Vector3d along =
      g.sun_zenith_sine > 1e-12 ? Vector3d(level_sun / g.sun_zenith_sine) : vertical.unitOrthogonal();
  Vector3d aside = vertical.cross(along);
  if (normal != nullptr) {
    g.tilt_cosine = -normal->dot(vertical);
    const Vector3d level = level_part(*normal, vertical);
    if (level.dot(aside) < 0) aside = -aside;
    g.tilt_sine = level.norm();
    if (g.tilt_sine > 1e-12) {
      g.azimuth_cosine = std::clamp(level.dot(along) / g.tilt_sine, -1.0, 1.0);
      g.azimuth_sine = std::sqrt((1 - g.azimuth_cosine) * (1 + g.azimuth_cosine));
    }
  }
  seen.azimuth = {std::atan2(g.azimuth_sine, g.azimuth_cosine), g.azimuth_cosine, g.azimuth_sine};
  seen.pole_up = vertical.z();
  seen.pole_along = along.z();
  seen.pole_aside = aside.z();
  return seen;
}

/// 1 + p1 P1 + p2 P2 on a ring.
Harmonics zones_on(const Ring& ring, const Sight& seen, double p1, double p2) {
  if (p1 == 0 && p2 == 0) return {.c = {1, 0, 0, 0, 0}};
  const double up = ring.central_cosine * seen.pole_up, along = ring.central_sine * seen.pole_along,
               aside = ring.central_sine * seen.pole_aside;
  // 1 - p2/2 + q (p1 + (3/2) p2 q) with q = sin(latitude)
  Harmonics inner{
      .c = {p1 + 1.5 * p2 * up, 1.5 * p2 * along, 0, 0, 0}, .s = {0, 1.5 * p2 * aside, 0, 0, 0}, .degree = 1};
  Harmonics zones = times(inner, up, along, aside);
  zones.c[0] += 1 - p2 / 2;
  return zones;
}

/// [-] of albedo x solar flux.
double albedo_share(const Sight& seen, const ZonalPattern& pattern, int points) {
  const AlbedoGeometry& g = seen.geometry;
  const double orbit_radius = constants::earth_radius + g.altitude;
  const double limb_sine = std::sqrt(g.altitude * (2 * constants::earth_radius + g.altitude)) / orbit_radius;
  if (g.sun_zenith_cosine <= -limb_sine) return 0;                         // night as far as one sees
  if (g.tilt_cosine * orbit_radius <= -constants::earth_radius) return 0;  // the plate looks away
  RingSet set;
  fill_rings(g, points, true, set);
  double sum = 0;
  for (std::size_t i = 0; i < set.count; ++i) {
    const Ring& ring = set.ring[i];
    const Lobe sun{ring.central_cosine * g.sun_zenith_cosine, ring.central_sine * g.sun_zenith_sine};
    Harmonics lit = times(zones_on(ring, seen, pattern.albedo_p1, pattern.albedo_p2), sun.mean, sun.swing, 0);
    Lobe plate{1, 0};
    if (!seen.averaged) {
      plate = {ring.nadir_cosine * g.tilt_cosine, ring.nadir_sine * g.tilt_sine};
      lit = times(lit, plate.mean, plate.swing * g.azimuth_cosine, plate.swing * g.azimuth_sine);
    }
    sum += ring.weight * over(lit, common_arcs(plate, sun, seen.azimuth));
  }
  return std::max(0.0, sum / pi) * (seen.averaged ? 0.25 : 1);
}

/// [-] of the mean infrared.
double infrared_share(const Sight& seen, const ZonalPattern& pattern, int points) {
  const AlbedoGeometry& g = seen.geometry;
  if (g.tilt_cosine * (constants::earth_radius + g.altitude) <= -constants::earth_radius) return 0;
  RingSet set;
  fill_rings(g, points, false, set);
  double sum = 0;
  for (std::size_t i = 0; i < set.count; ++i) {
    const Ring& ring = set.ring[i];
    Harmonics warm = zones_on(ring, seen, pattern.infrared_p1, pattern.infrared_p2);
    Lobe plate{1, 0};
    if (!seen.averaged) {
      plate = {ring.nadir_cosine * g.tilt_cosine, ring.nadir_sine * g.tilt_sine};
      warm = times(warm, plate.mean, plate.swing * g.azimuth_cosine, plate.swing * g.azimuth_sine);
    }
    sum += ring.weight * over(warm, common_arcs(plate, {1, 0}, seen.azimuth));
  }
  return std::max(0.0, sum / pi) * (seen.averaged ? 0.25 : 1);
}

void require_unit(const char* name, const Vector3d& vector) {
  require(std::abs(vector.squaredNorm() - 1) < 1e-9, name, vector.norm(), "must be a unit vector");
}

void require_load(const Vector3d& vertical, double altitude, const Vector3d& sun,
                  const RadiativeEnvironment& environment, const ZonalPattern& pattern, int rings) {
  require(std::isfinite(altitude) && altitude > 0, "earth_load: altitude", altitude, "must be positive [m]");
  require_unit("earth_load: |vertical|", vertical);
  require_unit("earth_load: |sun_direction|", sun);
  require(rings >= 1 && rings <= 64, "earth_load: rings", rings, "must be from 1 to 64");
  // Both extremes of 1 + p1 x + p2 (3 x^2 - 1)/2 that matter: the poles, and the equator's neighbourhood.
  for (const double x : {-1.0, 0.0, 1.0}) {
    const double zones = 1 + pattern.albedo_p1 * x + pattern.albedo_p2 * second_legendre(x);
    require(zones >= 0 && environment.albedo * zones <= 1, "earth_load: albedo of a zone",
            environment.albedo * zones, "must be from 0 to 1");
  }
}

EarthLoad load(const Sight& seen, const RadiativeEnvironment& environment, const ZonalPattern& pattern,
               int rings) {
  return {.albedo = environment.albedo * environment.solar_flux * albedo_share(seen, pattern, rings),
          .infrared = environment.earth_infrared * infrared_share(seen, pattern, rings)};
}

bool is_uniform(const ZonalPattern& p) {
  return p.albedo_p1 == 0 && p.albedo_p2 == 0 && p.infrared_p1 == 0 && p.infrared_p2 == 0;
}

}  // namespace

double knocke_albedo(double latitude, double time) {
  const double x = std::sin(latitude);
  return mean_albedo + albedo_season * season(time) * x + albedo_second * second_legendre(x);
}

double knocke_emissivity(double latitude, double time) {
  const double x = std::sin(latitude);
  return mean_emissivity + emissivity_season * season(time) * x + emissivity_second * second_legendre(x);
}

RadiativeEnvironment knocke_environment(double solar_flux) {
  return {
      .solar_flux = solar_flux, .albedo = mean_albedo, .earth_infrared = mean_emissivity * solar_flux / 4};
}

ZonalPattern zonal_pattern(EarthPattern pattern, double time) {
  if (pattern == EarthPattern::uniform) return {};
  const double phase = season(time);
  return {.albedo_p1 = albedo_season / mean_albedo * phase,
          .albedo_p2 = albedo_second / mean_albedo,
          .infrared_p1 = emissivity_season / mean_emissivity * phase,
          .infrared_p2 = emissivity_second / mean_emissivity};
}

EarthLoad earth_load(const Vector3d& normal, const Vector3d& vertical, double altitude,
                     const Vector3d& sun_direction, const RadiativeEnvironment& environment,
                     const ZonalPattern& pattern, int rings) {
  require_load(vertical, altitude, sun_direction, environment, pattern, rings);
  require_unit("earth_load: |normal|", normal);
  if (is_uniform(pattern)) {
    const PlateIrradiance plate =
        plate_irradiance(normal, vertical, altitude, sun_direction, 0, environment, {.rings = rings});
    return {.albedo = plate.albedo, .infrared = plate.earth_infrared};
  }
  return load(sight(&normal, vertical, altitude, sun_direction), environment, pattern, rings);
}

std::vector<EarthPatch> earth_patches(const Vector3d& vertical, double altitude,
                                      const Vector3d& sun_direction, const ZonalPattern& pattern) {
  require_load(vertical, altitude, sun_direction, {}, pattern, 1);
  constexpr int patch_rings = 12, sectors = 36;
  RingSet set;
  fill_rings({.altitude = altitude}, patch_rings, false, set);
  const Vector3d along = vertical.unitOrthogonal(), aside = vertical.cross(along);
  const auto zones = [](double p1, double p2, double x) { return 1 + p1 * x + p2 * second_legendre(x); };
  std::vector<Vector3d> levels;
  for (int sector = 0; sector < sectors; ++sector) {
    const double angle = 2 * pi * (sector + 0.5) / sectors;
    levels.push_back(std::cos(angle) * along + std::sin(angle) * aside);
  }
  std::vector<EarthPatch> patches;
  patches.reserve(set.count * sectors);
  for (std::size_t i = 0; i < set.count; ++i) {
    const Ring& ring = set.ring[i];
    for (const Vector3d& level : levels) {
      const Vector3d patch = ring.central_cosine * vertical + ring.central_sine * level;
      patches.push_back(
          {.look = ring.nadir_sine * level - ring.nadir_cosine * vertical,
           .albedo = ring.weight * zones(pattern.albedo_p1, pattern.albedo_p2, patch.z()) *
                     std::max(0.0, patch.dot(sun_direction)),
           .infrared = ring.weight * zones(pattern.infrared_p1, pattern.infrared_p2, patch.z())});
    }
  }
  return patches;
}

EarthLoad shaded_earth_load(const EarthLoad& whole, const Vector3d& normal,
                            std::span<const EarthPatch> patches,
                            const std::function<double(std::size_t)>& open) {
  if (whole.albedo == 0 && whole.infrared == 0) return whole;
  EarthLoad all, reaching;
  for (std::size_t i = 0; i < patches.size(); ++i) {
    const double cosine = normal.dot(patches[i].look);
    if (cosine <= 0) continue;
    const double lit = cosine * patches[i].albedo, warm = cosine * patches[i].infrared, seen = open(i);
    all.albedo += lit;
    all.infrared += warm;
    reaching.albedo += seen * lit;
    reaching.infrared += seen * warm;
  }
  // A sliver of Earth between the patches: what little it sends is taken as unshaded.
  return {.albedo = all.albedo > 0 ? whole.albedo * reaching.albedo / all.albedo : whole.albedo,
          .infrared = all.infrared > 0 ? whole.infrared * reaching.infrared / all.infrared : whole.infrared};
}

EarthLoad mean_earth_load(const Vector3d& vertical, double altitude, const Vector3d& sun_direction,
                          const RadiativeEnvironment& environment, const ZonalPattern& pattern, int rings) {
  require_load(vertical, altitude, sun_direction, environment, pattern, rings);
  return load(sight(nullptr, vertical, altitude, sun_direction), environment, pattern, rings);
}

}  // namespace sunrack
