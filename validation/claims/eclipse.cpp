#include "physics/orbit/eclipse.h"

#include <fmt/format.h>

#include <Eigen/Geometry>
#include <cmath>

#include "physics/orbit/ephemeris.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

void cylinder(Published& figures) {
  for (const int altitude : {400, 550, 650, 800, 1400})
    figures.computed(fmt::format("ECL-01 {} km", altitude),
                     cylindrical_eclipse_duration(altitude * 1_km, 0) / 1_min);
  for (const double beta : {0.0, 20.0, 40.0, 60.0, 62.0, 64.0, 66.0, 66.9, 67.1})
    figures.computed(fmt::format("ECL-02 beta {:g}", beta),
                     cylindrical_eclipse_duration(550_km, beta * 1_deg) / orbital_period(550_km));
}

void discs(Published& figures) {
  // Geometry of the published test: the Sun at (-1.49598e11, 0, 0), the satellite 1 km above a sphere.
  const Eigen::Vector3d sun(-149598000_km, 0, 0);
  const Eigen::Vector3d satellite = 6379137_m * Eigen::Vector3d(0.018, 1, 0).normalized();
  const double penumbra = sunlit_fraction(satellite, sun, {.radius = 6378137_m}, 6.96e8);
  figures.computed("ECL-04", penumbra);
  figures.computed("ECL-04 recomputed", penumbra);
  // Sun of radius 2 at distance 3, occulter of radius 1 at distance 2: not to scale, which is the point.
  figures.computed("ECL-05", sunlit_fraction({2, 0, 0}, {-1, 0, 0}, {.radius = 1}, 2));
  figures.computed("ECL-05 inverted",
                   sunlit_fraction({4.5e11, 0, 0}, {-constants::astronomical_unit, 0, 0},
                                   {.radius = constants::earth_radius}, constants::sun_radius));
}

/// The orbit of the published event tests, GCRF, turned; its own gravitational parameter.
std::vector<EclipseEvent> published_orbit_events(const Eigen::Matrix3d& turn, const OcculterShape& earth,
                                                 double end) {
  const double epoch = (2440430.5 + 4.0 / 24 - 2451545.0) * 1_day;  // 1969-07-28T04:00:00 TT
  const Eigen::Vector3d position = turn * Eigen::Vector3d(-6142438.668, 3492467.56, -25767.2568);
  const Eigen::Vector3d velocity = turn * Eigen::Vector3d(505.8479685, 942.7809215, 7435.922231);
  const auto satellite = [&](double time) { return kepler_position(position, velocity, 3.9860047e14, time); };
  const auto sun = [&](double time) -> Eigen::Vector3d {
    const SunPosition seen = sun_position_gcrf(epoch + time);
    return seen.distance * seen.direction;
  };
  return eclipse_events(satellite, sun, earth, 6.96e8, 0, end, 240);
}

void events(Published& figures) {
  const auto one = published_orbit_events(Eigen::Matrix3d::Identity(), {.radius = 6400_km}, 6000);
  figures.computed("ECL-06 umbra entry", one.at(0).umbra_entry);
  figures.computed("ECL-06 penumbra exit", one.at(0).penumbra_exit);

  // ECL-07 turns the orbit about its line of nodes until it is polar.
  const Eigen::Vector3d momentum = Eigen::Vector3d(-6142438.668, 3492467.56, -25767.2568)
                                       .cross(Eigen::Vector3d(505.8479685, 942.7809215, 7435.922231));
  const Eigen::Vector3d node = Eigen::Vector3d::UnitZ().cross(momentum).normalized();
  const double inclination = std::acos(momentum.z() / momentum.norm());
  const Eigen::Matrix3d turn = Eigen::AngleAxisd(90_deg - inclination, node).toRotationMatrix();
  const auto round = published_orbit_events(turn, {.radius = 6378137_m}, 12000);
  const auto flat =
      published_orbit_events(turn, {.radius = 6378137_m, .flattening = 0.0033528106647474805}, 12000);
  for (const std::size_t revolution : {0u, 1u}) {
    const std::string suffix = revolution == 0 ? "" : " rev2";
    figures.computed("ECL-07 umbra entry sphere" + suffix, round.at(revolution).umbra_entry);
    figures.computed("ECL-07 umbra exit sphere" + suffix, round.at(revolution).umbra_exit);
    figures.computed("ECL-07 umbra entry ellipsoid" + suffix, flat.at(revolution).umbra_entry);
    figures.computed("ECL-07 umbra exit ellipsoid" + suffix, flat.at(revolution).umbra_exit);
  }
}

EclipseYear dawn_dusk(double altitude, ShadowShape shape = ShadowShape::cones, double node_hour = 18) {
  return eclipse_year(sun_synchronous_orbit(altitude, node_hour, time_of_date(2026, 1, 1)), 2026, shape);
}

void seasons(Published& figures) {
  double eclipsed = 1200_km, free = 1600_km;
  while (free - eclipsed > 10_m) {
    const double middle = (eclipsed + free) / 2;
    (dawn_dusk(middle, ShadowShape::cylinder).longest > 0 ? eclipsed : free) = middle;
  }
  figures.computed("ECL-10", free / 1_km);

  // Published sweeps do not say whether the node ascends at dawn or at dusk: the mean of both stands for
  // them.
  const auto both = [](double altitude, double EclipseYear::*figure) {
    return (dawn_dusk(altitude, ShadowShape::cylinder, 6).*figure +
            dawn_dusk(altitude, ShadowShape::cylinder, 18).*figure) /
           2;
  };
  const EclipseYear cones = dawn_dusk(600_km);
  figures.computed("DAWN-DUSK 600 km season", both(600_km, &EclipseYear::season_days));
  figures.computed("DAWN-DUSK 600 km season, cones", cones.season_days);
  figures.computed("DAWN-DUSK 600 km longest", both(600_km, &EclipseYear::longest) / 1_min);
  figures.computed("DAWN-DUSK 600 km longest, cones", cones.longest / 1_min);
  figures.computed("DAWN-DUSK 600 km cycles", both(600_km, &EclipseYear::cycles_per_year));
  for (const int altitude : {500, 600, 650, 800, 1000})
    figures.computed(fmt::format("DAWN-DUSK {} km dark", altitude),
                     (1 - both(altitude * 1_km, &EclipseYear::sunlit_fraction)) / 1_percent);
  figures.computed("PEER 500 km season", both(500_km, &EclipseYear::season_days));
  figures.computed("PEER 500 km longest", both(500_km, &EclipseYear::longest) / 1_min);
  figures.computed("PEER 500 km sunlit", both(500_km, &EclipseYear::sunlit_fraction) / 1_percent);
  figures.computed("PEER 1400 km longest", both(1400_km, &EclipseYear::longest) / 1_min);
  figures.computed("PEER 1400 km longest, cones", dawn_dusk(1400_km).longest / 1_min);
}

}  // namespace

std::vector<Claim> eclipse_claims() {
  Published figures("eclipse.csv");
  cylinder(figures);
  discs(figures);
  events(figures);
  seasons(figures);
  return figures.claims();
}

}  // namespace sunrack
