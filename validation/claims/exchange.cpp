#include "physics/thermal/exchange.h"

#include <Eigen/Geometry>
#include <cmath>

#include "physics/constants.h"
#include "physics/orbit/earth_radiation.h"
#include "physics/orbit/eclipse.h"
#include "physics/orbit/ephemeris.h"
#include "physics/orbit/propagate.h"
#include "physics/rays/surface_views.h"
#include "physics/thermal/radiosity.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;
using Eigen::MatrixXd;
using Eigen::Vector3d;
using Eigen::VectorXd;

namespace {

void earth(Published& figures) {
  const double epoch = time_of_date(1981, 12, 22);
  figures.computed("ENV-02 albedo equator", knocke_albedo(0, epoch));
  figures.computed("ENV-02 emissivity equator", knocke_emissivity(0, epoch));
  figures.computed("ENV-02 albedo north pole", knocke_albedo(90_deg, epoch));
  figures.computed("ENV-02 emissivity north pole", knocke_emissivity(90_deg, epoch));
  const RadiativeEnvironment environment{.solar_flux = 1361, .albedo = 0.30, .earth_infrared = 239};
  const Vector3d up = Vector3d::UnitX(), sun = Vector3d::UnitY();
  figures.computed("ENV-04 nadir", earth_load(-up, up, 550_km, sun, environment, {}, 12).albedo);
  figures.computed("ENV-04 sunward", earth_load(sun, up, 550_km, sun, environment, {}, 12).albedo);
}

/// A nearly circular orbit of the published test: elements to position, two rotations and a conic.
void penumbra(Published& figures) {
  const double time = time_of_date(2021, 5, 4) + 7 * 3600 + 47 * 60 + 48.965;
  const double eccentricity = 1e-5, anomaly = 107.5_deg;
  const double radius =
      6878.1366_km * (1 - eccentricity * eccentricity) / (1 + eccentricity * std::cos(anomaly));
  const Vector3d satellite = Eigen::AngleAxisd(48.2_deg, Vector3d::UnitZ()) *
                             Eigen::AngleAxisd(5_deg, Vector3d::UnitX()) *
                             Vector3d(radius * std::cos(anomaly), radius * std::sin(anomaly), 0);
  const SunPosition sun = sun_position_gcrf(time);
  figures.computed("ECL-08 penumbra", sunlit_fraction(satellite, sun.distance * sun.direction,
                                                      {.radius = 6378.1366_km}, 695000_km));
}

ViewFactors pair(double area_ratio) {
  // A convex body inside another: all of the inner one's view is the outer one.
  return {.areas = (VectorXd(2) << area_ratio, 1).finished(),
          .factors = (MatrixXd(2, 2) << 0, 1, area_ratio, 1 - area_ratio).finished()};
}

void enclosures(Published& figures) {
  figures.computed("SS-04 parallel", enclosure_balance(pair(1), {{0.8, 400}, {0.3, 300}}).heat[0]);

  // Ten shields in series: a chain of couplings, each of one gap.
  const auto gap = [](double a, double b) {
    return radiative_couplings(pair(1), (VectorXd(2) << a, b).finished()).between(0, 1);
  };
  const double resistance = 1 / gap(0.9, 0.03) + 9 / gap(0.03, 0.03) + 1 / gap(0.03, 0.9);
  figures.computed("SS-04 shields",
                   constants::stefan_boltzmann * (std::pow(300, 4) - std::pow(3, 4)) / resistance);

  ViewFactors spheres = pair(0.25);
  spheres.areas *= 4 * constants::pi;
  figures.computed("SS-04 spheres", enclosure_balance(spheres, {{0.7, 350}, {0.4, 250}}).heat[0]);

  const double opposite = view_factor_parallel_rectangles(1, 1, 1);
  MatrixXd factors = MatrixXd::Constant(6, 6, view_factor_perpendicular_rectangles(1, 1, 1));
  for (int i = 0; i < 6; ++i) {
    factors(i, i) = 0;
    factors(i, i ^ 1) = opposite;
  }
  std::vector<EnclosureSurface> faces(6, {.emissivity = 1, .adiabatic = true});
  faces[0] = {.emissivity = 0.8, .temperature = 500};
  faces[1] = {.emissivity = 0.6, .temperature = 300};
  figures.computed("SS-05 F12", opposite);
  figures.computed("SS-05 Q12",
                   enclosure_balance({.areas = VectorXd::Ones(6), .factors = factors}, faces).heat[0]);
}

void rays(Published& figures) {
  const Vector3d x = Vector3d::UnitX(), y = Vector3d::UnitY(), z = Vector3d::UnitZ();
  RayScene scene;
  add_plate(scene, Vector3d::Zero(), x, y, "bottom", "");
  add_plate(scene, z, y, x, "top", "");
  add_plate(scene, Vector3d::Zero(), y, z, "left", "");
  // Our own tracer, so that the ledger does not depend on what is installed.
  const SurfaceViews views = surface_views(RayTracer(scene, RayEngine::plain), {.closed_forms = false});
  figures.computed("RAY VF-05 parallel 1 1", views.views.factors(0, 1));
  figures.computed("RAY VF-05 perp 1 1", views.views.factors(0, 2));
}

void integrated_orbit(Published& figures) {
  const Orbit orbit{.altitude = 700_km, .inclination = 98_deg, .epoch = time_of_date(2026, 1, 1)};
  const OrbitPath path = propagate_orbit(osculating_state(orbit, orbit.epoch), orbit.epoch + 20_day,
                                         {.zonal_degree = 2, .sun = false, .moon = false}, {.step = 60});
  // The node's angle, a straight line through all states: the periodic terms average out.
  double times = 0, nodes = 0, squares = 0, products = 0, count = 0;
  for (const OrbitState& state : path.states()) {
    const Vector3d normal = state.position.cross(state.velocity);
    const double time = (state.time - orbit.epoch) / 1_day,
                 node = std::atan2(normal.x(), -normal.y()) / 1_deg;
    times += time;
    nodes += node;
    squares += time * time;
    products += time * node;
    ++count;
  }
  figures.computed("ORB-03 integrated",
                   (products - times * nodes / count) / (squares - times * times / count));
}

}  // namespace

std::vector<Claim> exchange_claims() {
  Published figures("exchange.csv");
  penumbra(figures);
  earth(figures);
  rays(figures);
  enclosures(figures);
  integrated_orbit(figures);
  return figures.claims();
}

}  // namespace sunrack
