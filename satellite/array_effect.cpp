#include "satellite/array_effect.h"

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <cmath>

#include "physics/constants.h"
#include "physics/orbit/flight_environment.h"
#include "physics/require.h"
#include "physics/thermal/blackbody.h"

namespace sunrack {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::Vector3d;
using Eigen::VectorXd;

constexpr int positions = 24;  // those of orbit_irradiance, so that the worst one is the same

/// A point of a circular orbit whose plane is the frame's equator, by the angle from the point nearest the
/// Sun.
OrbitPoint point_at(double angle, double altitude, double beta) {
  OrbitPoint point{.time = 0, .altitude = altitude};
  point.vertical = Vector3d(std::cos(angle), std::sin(angle), 0);
  point.forward = Vector3d(-std::sin(angle), std::cos(angle), 0);
  point.orbit_normal = Vector3d::UnitZ();
  point.position = (constants::earth_radius + altitude) * point.vertical;
  point.sun_direction = Vector3d(std::cos(beta), 0, std::sin(beta));
  point.sun_distance = constants::astronomical_unit;
  point.sun = point.position + point.sun_distance * point.sun_direction;
  return point;
}

/// What arrives from outside on every surface. [W/m^2]
struct Incident {
  VectorXd sun, solar, infrared;  ///< `solar`: Sun and albedo
};

Incident operator+(const Incident& a, const Incident& b) {
  return {a.sun + b.sun, a.solar + b.solar, a.infrared + b.infrared};
}

Incident incident(const FlightEnvironment& flight, const OrbitPoint& point) {
  std::vector<PlateIrradiance> loads(flight.face_count());
  flight.exact_irradiance(point, loads);
  const auto count = Index(loads.size());
  Incident out{VectorXd(count), VectorXd(count), VectorXd(count)};
  for (Index i = 0; i < count; ++i) {
    out.sun[i] = loads[std::size_t(i)].sun;
    out.solar[i] = loads[std::size_t(i)].sun + loads[std::size_t(i)].albedo;
    out.infrared[i] = loads[std::size_t(i)].earth_infrared;
  }
  return out;
}

/// Means over the panel's strips of one face; all strips are alike in size.
struct Panel {
  std::array<std::vector<Index>, 2> strips;
  double mean(const VectorXd& values, std::size_t face) const {
    double sum = 0;
    for (const Index i : strips[face]) sum += values[i];
    return sum / double(strips[face].size());
  }
};

Panel panel_of(const FlightGeometry& geometry) {
  Panel panel;
  for (std::size_t i = 0; i < geometry.scene.surfaces.size(); ++i) {
    const std::string& name = geometry.scene.surfaces[i];
    if (name.starts_with("radiator Earth side")) panel.strips[0].push_back(Index(i));
    if (name.starts_with("radiator far side")) panel.strips[1].push_back(Index(i));
  }
  return panel;
}

/// Infrared exchange with a bus that re-emits all it absorbs: J = source + reflected (F J + incident).
class Exchange {
 public:
  explicit Exchange(const FlightGeometry& geometry) : geometry_(geometry) {
    reflected_ = VectorXd::Ones(geometry.emissivity.size()) - geometry.emissivity;
    for (Index i = 0; i < reflected_.size(); ++i)
      if (is_bus(i)) reflected_[i] = 1;
    solver_.compute(MatrixXd::Identity(reflected_.size(), reflected_.size()) -
                    reflected_.asDiagonal() * geometry.views.views.factors);
  }
  /// [W/m^2] arriving on every surface, from what they send (`source`) and from outside.
  VectorXd arriving(const VectorXd& source, const VectorXd& outside) const {
    const VectorXd radiosity = solver_.solve(source + reflected_.cwiseProduct(outside));
    return geometry_.views.views.factors * radiosity + outside;
  }
  bool is_bus(Index i) const { return geometry_.scene.surfaces[std::size_t(i)].starts_with("bus"); }

 private:
  const FlightGeometry& geometry_;
  VectorXd reflected_;
  Eigen::PartialPivLU<MatrixXd> solver_;
};

/// [K] at which both faces emit what they absorb and `net` [W/m^2] besides.
double panel_temperature(double net, double absorbed, double emissivity) {
  return std::pow((net + absorbed) / (2 * emissivity * constants::stefan_boltzmann), 0.25);
}

}  // namespace

ArrayEffect array_effect(const SatelliteSpec& spec, const SatelliteDesign& design,
                         const FlightGeometryOptions& options) {
  return array_effect(spec, design, flight_geometry(spec, design, options));
}

ArrayEffect array_effect(const SatelliteSpec& spec, const SatelliteDesign& design,
                         const FlightGeometry& geometry) {
  if (spec.radiator.sink_temperature)
    throw ModelError("array_effect: the spec gives a sink temperature in place of an environment");
  const Panel panel = panel_of(geometry);
  std::vector<FlightFace> bare = geometry.faces;
  for (FlightFace& face : bare) face.sky = nullptr;
  const Attitude attitude{.law = attitude_law(spec.radiator.attitude),
                          .offset = Vector3d(0, -spec.radiator.pointing_error, 0)};
  const MissionEnvironment& mission = design.environment;
  const auto path = [&](double angle) { return point_at(angle, spec.orbit.altitude, mission.radiator_beta); };
  const FlightEnvironmentOptions exact{.solar_flux_follows_date = false, .positions = 0};
  const FlightEnvironment shaded(path, attitude, geometry.faces, mission.radiator_case, exact);
  const FlightEnvironment open(path, attitude, bare, mission.radiator_case, exact);

  const Index any = panel.strips[0].front();
  const double absorptance = geometry.absorptance[any], emissivity = geometry.emissivity[any];
  const auto absorbed_by = [&](const Incident& in, std::size_t face) {
    return absorptance * panel.mean(in.solar, face) + emissivity * panel.mean(in.infrared, face);
  };

  // The sizing point: one position, or the mean over all.
  const Index count = geometry.emissivity.size();
  Incident alone{VectorXd::Zero(count), VectorXd::Zero(count), VectorXd::Zero(count)}, here = alone;
  double most = -1;
  for (int i = 0; i < positions; ++i) {
    const OrbitPoint point = path(2 * constants::pi * i / positions);
    const Incident a = incident(open, point), b = incident(shaded, point);
    if (spec.radiator.sizing_point == "mean") {
      alone = alone + Incident{a.sun / positions, a.solar / positions, a.infrared / positions};
      here = here + Incident{b.sun / positions, b.solar / positions, b.infrared / positions};
    } else if (const double total = absorbed_by(a, 0) + absorbed_by(a, 1); total > most) {
      most = total;
      alone = a;
      here = b;
    }
  }

  ArrayEffect effect{.array_temperature = design.radiator.array_temperature,
                     .defects = geometry.views.defects,
                     .engine = geometry.views.engine};
  effect.temperature_in_sizing = design.radiator.panel.mean_surface_temperature;
  const Exchange exchange(geometry);
  const Index back = geometry.surface("array back"), front = geometry.surface("array front");
  VectorXd array_source = VectorXd::Zero(count), own_source = array_source, bus_source = array_source;
  for (const Index i : {back, front})
    array_source[i] = grey_body_flux(geometry.emissivity[i], effect.array_temperature);
  for (const auto& strips : panel.strips)
    for (const Index i : strips) own_source[i] = grey_body_flux(emissivity, effect.temperature_in_sizing);
  const VectorXd solar = absorbed_flux(geometry.views.views, geometry.absorptance, here.solar);
  for (Index i = 0; i < count; ++i)
    if (exchange.is_bus(i)) bus_source[i] = solar[i];
  const VectorXd nothing = VectorXd::Zero(count);
  const VectorXd from_array = emissivity * exchange.arriving(array_source, nothing);
  const VectorXd own = emissivity * exchange.arriving(own_source, nothing);
  const VectorXd from_bus = emissivity * exchange.arriving(bus_source, nothing);
  const VectorXd infrared = emissivity * exchange.arriving(nothing, here.infrared);

  const auto views_of = [&](const std::vector<Index>& strips, const auto& wanted) {
    double sum = 0;
    for (const Index i : strips)
      for (Index j = 0; j < count; ++j)
        if (wanted(j)) sum += geometry.views.views.factors(i, j);
    return sum / double(strips.size());
  };
  for (std::size_t face = 0; face < 2; ++face) {
    FaceEffect& one = effect.faces[face];
    one.view_of_array = views_of(panel.strips[face], [&](Index j) { return j == back; });
    one.view_of_bus = views_of(panel.strips[face], [&](Index j) { return exchange.is_bus(j); });
    for (const Index i : panel.strips[face])
      one.view_error = std::max(one.view_error, geometry.views.standard_error(i, back));
    one.view_in_sizing = design.radiator.array_view_factor;
    one.from_array = panel.mean(from_array, face);
    one.from_array_in_sizing =
        emissivity * one.view_in_sizing *
        grey_body_flux(spec.solar_array.emissivity_back, design.radiator.array_temperature);
    one.own_returned = panel.mean(own, face);
    one.sunlight_returned =
        panel.mean(solar, face) - absorptance * panel.mean(here.solar, face) + panel.mean(from_bus, face);
    const double direct_alone = absorbed_by(alone, face);
    one.sun_hidden = absorptance * (panel.mean(alone.sun, face) - panel.mean(here.sun, face));
    one.earth_hidden = direct_alone - absorptance * panel.mean(here.solar, face) -
                       panel.mean(infrared, face) - one.sun_hidden;
    effect.absorbed_alone += direct_alone;
    effect.absorbed_in_sizing +=
        design.radiator.faces[face].absorptance * design.radiator.faces[face].solar_irradiance +
        design.radiator.faces[face].emissivity * design.radiator.faces[face].infrared_irradiance;
    effect.absorbed += direct_alone - one.sun_hidden - one.earth_hidden + one.from_array + one.own_returned +
                       one.sunlight_returned;
  }
  const double net = 2 * grey_body_flux(emissivity, effect.temperature_in_sizing) - effect.absorbed_in_sizing;
  effect.temperature_alone = panel_temperature(net, effect.absorbed_alone, emissivity);
  effect.temperature = panel_temperature(net, effect.absorbed, emissivity);
  return effect;
}

}  // namespace sunrack
