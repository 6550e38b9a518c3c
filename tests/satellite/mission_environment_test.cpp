#include "satellite/mission_environment.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {
namespace {

using namespace units;

TEST(MissionEnvironment, IsThatOfTheSpecsOrbit) {
  const SatelliteSpec spec = preset("reference-2026");
  const MissionEnvironment environment = mission_environment(spec);
  EXPECT_NEAR(environment.orbit.inclination, sun_synchronous_inclination(600_km), 1e-12);
  EXPECT_NEAR(environment.period, orbital_period(600_km), 1e-9);
  EXPECT_GT(environment.eclipse.longest, 0);
}

TEST(MissionEnvironment, AnEdgeOnPanelSeesTheSunByItsPointingErrorOnly) {
  SatelliteSpec spec = preset("reference-2026");
  spec.radiator.pointing_error = 0;
  MissionEnvironment environment = mission_environment(spec);
  for (const PlateIrradiance& face : environment.radiator_faces) EXPECT_NEAR(face.sun, 0, 1e-9);
  spec.radiator.pointing_error = 3_deg;
  environment = mission_environment(spec);
  const double sun = environment.radiator_faces[0].sun + environment.radiator_faces[1].sun;
  EXPECT_NEAR(sun, environment.radiator_case.solar_flux * std::sin(3_deg), 1e-6);
}

TEST(MissionEnvironment, TheWorstPositionIsNoCoolerThanTheMean) {
  SatelliteSpec spec = preset("reference-2026");
  const auto total = [](const MissionEnvironment& environment) {
    double flux = 0;
    for (const PlateIrradiance& face : environment.radiator_faces)
      flux += 0.22 * (face.sun + face.albedo) + 0.91 * face.earth_infrared;
    return flux;
  };
  const double worst = total(mission_environment(spec));
  spec.radiator.sizing_point = "mean";
  EXPECT_LE(total(mission_environment(spec)), worst);
}

TEST(MissionEnvironment, GivenFluxesReplaceThoseOfTheCase) {
  SatelliteSpec spec = preset("reference-2026");
  spec.environment.solar_flux = 1000;
  spec.environment.albedo = 0;
  spec.environment.earth_infrared = 0;
  const MissionEnvironment environment = mission_environment(spec);
  EXPECT_DOUBLE_EQ(environment.array.front_direct, 1000);
  EXPECT_NEAR(environment.array.front_solar, 1000, 1e-9);
  EXPECT_NEAR(environment.array.back_infrared, 0, 1e-12);
  for (const PlateIrradiance& face : environment.radiator_faces)
    EXPECT_NEAR(face.earth_infrared + face.albedo, 0, 1e-12);
}

TEST(MissionEnvironment, AWingThatFacesTheSunIsMoreFrontalNearNoonThanNearDusk) {
  SatelliteSpec spec = preset("reference-2026");
  const double dusk = mission_environment(spec).drag_area_per_array;
  spec.orbit.local_time_ascending_node = 12_h;
  const double noon = mission_environment(spec).drag_area_per_array;
  EXPECT_GT(noon, dusk);
  // At beta = 0 the mean of |cos| around the orbit is 2/pi; the year's extremes are within 25 deg of it.
  EXPECT_NEAR(noon, 2 / constants::pi, 0.06);
}

}  // namespace
}  // namespace sunrack
