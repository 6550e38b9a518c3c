#include "satellite/mission_environment.h"

#include <Eigen/Geometry>
#include <cmath>

#include "physics/constants.h"
#include "physics/orbit/environment.h"
#include "physics/orbit/ephemeris.h"
#include "physics/orbit/orbit_irradiance.h"
#include "satellite/radiator_technology.h"

namespace sunrack {

namespace {

Orbit orbit_of(const OrbitSpec& spec) {
  const double epoch = time_of_date(spec.year, 1, 1);
  if (spec.kind == "sun-synchronous")
    return sun_synchronous_orbit(spec.altitude, std::fmod(spec.local_time_ascending_node / 3600, 24), epoch);
  return {.altitude = spec.altitude,
          .inclination = spec.inclination,
          .right_ascension_ascending_node = spec.right_ascension_ascending_node,
          .epoch = epoch};
}

RadiativeEnvironment environment_of(const EnvironmentSpec& spec, const std::string& name,
                                    double inclination) {
  RadiativeEnvironment environment = design_environment(environment_case(name), inclination);
  environment.solar_flux = spec.solar_flux.value_or(environment.solar_flux);
  environment.albedo = spec.albedo.value_or(environment.albedo);
  environment.earth_infrared = spec.earth_infrared.value_or(environment.earth_infrared);
  return environment;
}

PlateAttitude radiator_attitude(const RadiatorSpec& spec) {
  return spec.attitude == "edge-on-zenith" ? PlateAttitude::edge_on_zenith : PlateAttitude::edge_on_velocity;
}

double absorbed(const FaceIrradiance& faces, double absorptance, double emissivity) {
  const auto one = [&](const PlateIrradiance& face) {
    return absorptance * (face.sun + face.albedo) + emissivity * face.earth_infrared;
  };
  return one(faces.front) + one(faces.back);
}

/// Loads on the panel at whichever extreme of beta makes it absorb more.
void find_radiator_loads(const SatelliteSpec& spec, MissionEnvironment& environment) {
  const RadiatorSpec& radiator = spec.radiator;
  const Coating& surface = coating(radiator.coating);
  const double absorptance = radiator.absorptance.value_or(surface.absorptance_end);
  const double emissivity = radiator.emissivity.value_or(surface.emissivity_end);
  const EclipseYear& year = environment.eclipse;
  double most = -1;
  for (double beta : {year.beta_of_smallest_magnitude, year.beta_of_largest_magnitude}) {
    const OrbitIrradiance loads =
        orbit_irradiance(spec.orbit.altitude, beta, radiator_attitude(radiator), environment.radiator_case,
                         {.solar_absorptance = absorptance,
                          .infrared_emittance = emissivity,
                          .pointing_error = radiator.pointing_error});
    const FaceIrradiance& faces = radiator.sizing_point == "worst" ? loads.worst : loads.mean;
    if (absorbed(faces, absorptance, emissivity) <= most) continue;
    most = absorbed(faces, absorptance, emissivity);
    environment.radiator_beta = beta;
    environment.radiator_faces = {faces.front, faces.back};
  }
}

/// Mean over the sunlit part of the orbit at the beta with the longest eclipses, where the Earth warms the
/// wing most.
WingIrradiance array_loads(double altitude, double beta, const RadiativeEnvironment& environment) {
  const OrbitIrradiance loads = orbit_irradiance(altitude, beta, PlateAttitude::sun_facing, environment);
  const PlateIrradiance &front = loads.sunlit_mean.front, &back = loads.sunlit_mean.back;
  const double direct = environment.solar_flux;  // the wing's own model takes the pointing error's cosine
  return {.front_solar = direct + front.albedo,
          .back_solar = back.sun + back.albedo,
          .front_infrared = front.earth_infrared,
          .back_infrared = back.earth_infrared,
          .front_direct = direct};
}

/// Frontal area over area, averaged around the orbit: |normal . velocity|.
struct DragShares {
  double array = 0, radiator = 0;
};
DragShares drag_shares(double beta, PlateAttitude attitude) {
  constexpr int positions = 32;
  const Eigen::Vector3d sun(std::cos(beta), 0, std::sin(beta));
  DragShares shares;
  for (int i = 0; i < positions; ++i) {
    const double angle = 2 * constants::pi * (i + 0.5) / positions;
    const Eigen::Vector3d up(std::cos(angle), std::sin(angle), 0),
        forward(-std::sin(angle), std::cos(angle), 0);
    const Eigen::Vector3d across_sun = up - up.dot(sun) * sun;
    const Eigen::Vector3d normal =
        (attitude == PlateAttitude::edge_on_zenith ? across_sun : sun.cross(up)).normalized();
    shares.array += std::abs(sun.dot(forward)) / positions;
    shares.radiator += std::abs(normal.dot(forward)) / positions;
  }
  return shares;
}

}  // namespace

MissionEnvironment mission_environment(const SatelliteSpec& spec) {
  MissionEnvironment environment{.orbit = orbit_of(spec.orbit),
                                 .period = orbital_period(spec.orbit.altitude)};
  environment.eclipse = eclipse_year(environment.orbit, spec.orbit.year);
  const EclipseYear& year = environment.eclipse;
  const double inclination = environment.orbit.inclination;
  environment.radiator_case = environment_of(spec.environment, spec.environment.radiator_case, inclination);
  environment.array_case = environment_of(spec.environment, spec.environment.array_case, inclination);
  find_radiator_loads(spec, environment);
  const double array_beta = year.beta_of_smallest_magnitude;
  environment.array = array_loads(spec.orbit.altitude, array_beta, environment.array_case);
  environment.array_when_hot = array_loads(spec.orbit.altitude, array_beta, environment.radiator_case);
  for (double beta : {year.beta_of_smallest_magnitude, year.beta_of_largest_magnitude}) {
    const DragShares shares = drag_shares(beta, radiator_attitude(spec.radiator));
    environment.drag_area_per_array += shares.array / 2;
    environment.drag_area_per_radiator += shares.radiator / 2;
  }
  // The daily lists are long and no part of sizing reads them.
  environment.eclipse.times.clear();
  environment.eclipse.beta.clear();
  environment.eclipse.duration.clear();
  return environment;
}

}  // namespace sunrack
