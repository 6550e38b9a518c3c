#include "chips/memory.h"

#include <gtest/gtest.h>

#include <set>

#include "physics/radiation/cosmic_rays.h"
#include "physics/radiation/solar_particles.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

RadiationEnvironment interplanetary() {
  RadiationEnvironment environment;
  environment.cosmic_rays = cosmic_rays(20);
  environment.duration = 1_year;
  return environment;
}

TEST(Memory, EveryDeviceHasASourceAndSoundCurves) {
  std::set<std::string> names;
  for (const MemoryDevice& device : memory_catalogue()) {
    EXPECT_TRUE(names.insert(device.name).second) << device.name;
    EXPECT_FALSE(device.source.empty()) << device.name;
    EXPECT_LE(device.low, 1);
    EXPECT_GE(device.high, 1);
    EXPECT_TRUE(device.per_bit.heavy_ions || !device.events.empty()) << device.name;
    for (const DeviceEvent& event : device.events)
      EXPECT_NO_THROW(require_weibull(*event.response.heavy_ions, "x"));
  }
}

TEST(Memory, RatesAreSumsOfTheirSharesAndFallBehindAShield) {
  const SingleEventEnvironment thin = single_event_environment(interplanetary(), 0.1_g_per_cm2),
                               thick = single_event_environment(interplanetary(), 10_g_per_cm2);
  const MemoryDevice& device = memory_device("kintex7-cram");
  const UpsetShares outside = device_upsets(device, thin).per_bit,
                    inside = device_upsets(device, thick).per_bit;
  EXPECT_GT(outside.heavy_ions, 0);
  EXPECT_GT(outside.cosmic_ray_protons, 0);
  EXPECT_EQ(outside.trapped_protons, 0);
  EXPECT_EQ(outside.total(), outside.heavy_ions + outside.cosmic_ray_protons);
  EXPECT_LT(inside.heavy_ions, outside.heavy_ions);
}

TEST(Memory, SolarProtonsAreTheMeanOverTheMission) {
  RadiationEnvironment environment = interplanetary();
  environment.solar_protons = {{10_MeV, 300_MeV}, {2e6, 1e5}};
  const MemoryDevice& device = memory_device("trillium-tpu");
  const double one =
      device_upsets(device, single_event_environment(environment)).events.front().rate.solar_protons;
  environment.duration *= 2;
  EXPECT_NEAR(device_upsets(device, single_event_environment(environment)).events.front().rate.solar_protons *
                  2 / one,
              1, 1e-12);
  environment.duration = 0;
  EXPECT_THROW(single_event_environment(environment), std::invalid_argument);
}

TEST(Memory, TrilliumHasItsBeamCrossSections) {
  const MemoryDevice& device = memory_device("trillium-tpu");
  EXPECT_NEAR(proton_cross_section(*device.events[1].response.protons, 67_MeV) / 3e-9_cm2, 1, 1e-9);
  EXPECT_EQ(device.irregularities_dose, 2_krad);
  EXPECT_EQ(device.survived_dose, 15_krad);
}

TEST(Memory, TheWorstDayBringsIonsAndProtonsOfTheSun) {
  RadiationEnvironment environment = interplanetary();
  environment.worst_day_ions = worst_day_ions();
  environment.worst_day_protons = worst_day_protons();
  const auto at = [&](double depth) {
    return device_upsets(memory_device("kintex7-cram"), single_event_environment(environment, depth)).per_bit;
  };
  const UpsetShares thin = at(0.7_g_per_cm2), thick = at(3_g_per_cm2);
  EXPECT_GT(thin.worst_day_ions, 10 * thin.heavy_ions);  // the Sun outdoes cosmic rays behind a thin shield
  EXPECT_LT(thick.worst_day_ions, thin.worst_day_ions / 10);  // its spectrum is soft
  EXPECT_DOUBLE_EQ(thin.worst_day(),
                   thin.heavy_ions + thin.cosmic_ray_protons + thin.worst_day_protons + thin.worst_day_ions);
  EXPECT_DOUBLE_EQ(thin.total(), thin.heavy_ions + thin.cosmic_ray_protons);  // not in the mean
}

TEST(Memory, LatchUpIsAnEventOfTheDeviceByTheHeaviestIons) {
  const MemoryDevice& device = memory_device("untested-cmos");
  ASSERT_EQ(device.events.front().kind, DeviceEvent::Kind::latch_up);
  EXPECT_STREQ(event_kind_name(device.events.front().kind), "latch-up");
  const SingleEventEnvironment far = single_event_environment(interplanetary(), 0.7_g_per_cm2);
  const double rate = device_upsets(device, far).events.front().rate.total();
  // About the flux of ions above 15 MeV cm2/mg, an isotropic quarter of it per area, twice for both faces;
  // ions aslant lose enough from lower values on.
  const double straight = integral_let_flux(far.ions, 15_MeV_cm2_per_mg) * 1e-6_cm2 / 2;
  EXPECT_GT(rate, straight / 2);
  EXPECT_LT(rate, 10 * straight);  // at half the value there are some ten times as many ions
}

TEST(Memory, ClustersAreShares) {
  for (const MemoryDevice& device : memory_catalogue()) {
    if (device.clusters.probability.empty()) continue;
    EXPECT_GE(mean_cluster(device.clusters), 1) << device.name;
  }
  // 98.6 % of single bits, as on Alsat-1.
  EXPECT_NEAR(memory_device("kintex7-cram").clusters.probability.front(), 0.986, 1e-6);
}

TEST(Memory, UnknownDeviceIsToldTheNearest) {
  try {
    memory_device("kintex7-cran");
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("kintex7-cram"), std::string::npos);
  }
}

}  // namespace
}  // namespace sunrack
