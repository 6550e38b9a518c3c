#include "physics/radiation/circular_orbits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "physics/radiation/dose.h"
#include "physics/radiation/trapped.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

CircularOrbitRadiation tabulated(double altitude, double inclination,
                                 SolarCycle solar = SolarCycle::minimum) {
  return tabulated_circular_orbit(altitude, inclination, solar);
}

/// The largest relative difference where there is anything, of two lists.
double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  EXPECT_EQ(a.size(), b.size());
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i]) largest = std::max(largest, std::abs(a[i] - b[i]) / std::max(a[i], b[i]));
  return largest;
}

TEST(CircularOrbits, NodesAreTheOrbitsTracedAnew) {
  struct Case {
    double altitude, inclination;
    SolarCycle solar;
  };
  for (const Case& node :
       {Case{600_km, 80_deg, SolarCycle::minimum}, Case{1200_km, 30_deg, SolarCycle::maximum}}) {
    // The table was made with these samples and has four digits.
    const auto traced = traced_circular_orbit(node.altitude, node.inclination, node.solar, 60, 120);
    const auto row = tabulated(node.altitude, node.inclination, node.solar);
    EXPECT_LT(largest_difference(row.protons, traced.protons), 6e-4);
    EXPECT_LT(largest_difference(row.electrons, traced.electrons), 6e-4);
    EXPECT_LT(largest_difference(row.transmission, traced.transmission), 6e-4);
  }
}

TEST(CircularOrbits, BetweenNodesTheyAreNearTheOrbitsTracedAnew) {
  struct Case {
    double altitude, inclination, thin, thick;  // dose behind 1 and 10 mm: measured, and a third more
  };
  for (const Case& one : {Case{637.5_km, 97.9_deg, 0.04, 0.02}, Case{512.5_km, 53.75_deg, 0.02, 0.01},
                          Case{412.5_km, 36.25_deg, 0.03, 0.03}, Case{512.5_km, 8.75_deg, 0.14, 0.14}}) {
    const RadiationOptions options{.duration = 1_year};
    const auto dose_of = [&](const CircularOrbitRadiation& orbit) {
      return dose_depth(circular_orbit_environment(orbit, options));
    };
    const DoseDepth traced =
        dose_of(traced_circular_orbit(one.altitude, one.inclination, SolarCycle::minimum, 60, 120));
    const DoseDepth quick = dose_of(tabulated(one.altitude, one.inclination));
    const auto error = [&](double depth) {
      return std::abs(dose_at(quick, depth * 2700).total() / dose_at(traced, depth * 2700).total() - 1);
    };
    EXPECT_LT(error(1_mm), one.thin) << one.altitude / 1_km;
    EXPECT_LT(error(10_mm), one.thick) << one.altitude / 1_km;
  }
}

TEST(CircularOrbits, HalfWayTheFluxIsTheGeometricMeanOfTheNodes) {
  const auto low = tabulated(600_km, 80_deg), high = tabulated(625_km, 80_deg),
             middle = tabulated(612.5_km, 80_deg);
  for (std::size_t i = 0; i < middle.protons.size(); ++i)
    EXPECT_NEAR(middle.protons[i], std::sqrt(low.protons[i] * high.protons[i]), 1e-12 * middle.protons[i]);
}

TEST(CircularOrbits, ARetrogradeOrbitSeesWhatItsTwinSees) {
  const auto retrograde = tabulated(575_km, 97.7_deg), twin = tabulated(575_km, 82.3_deg);
  EXPECT_LT(largest_difference(retrograde.protons, twin.protons), 1e-12);
  EXPECT_LT(largest_difference(retrograde.electrons, twin.electrons), 1e-12);
  EXPECT_LT(largest_difference(retrograde.transmission, twin.transmission), 1e-12);
}

TEST(CircularOrbits, FluxNeverRisesWithEnergyAndMoreArrivesAtHighRigidity) {
  for (double altitude = 200_km; altitude <= 1500_km; altitude += 65_km)
    for (double inclination = 0; inclination <= 180_deg; inclination += 7.5_deg) {
      const auto orbit = tabulated(altitude, inclination);
      EXPECT_TRUE(std::is_sorted(orbit.protons.rbegin(), orbit.protons.rend()));
      EXPECT_TRUE(std::is_sorted(orbit.electrons.rbegin(), orbit.electrons.rend()));
      EXPECT_TRUE(std::is_sorted(orbit.transmission.begin(), orbit.transmission.end()));
      EXPECT_LT(orbit.transmission.back(), 1);  // the Earth is in the way
      EXPECT_GT(orbit.transmission.back(), 0.5);
    }
}

TEST(CircularOrbits, TheFieldShieldsLowInclinationsAndAltitudeFeedsTheBelts) {
  EXPECT_EQ(tabulated(400_km, 0).transmission.front(), 0);
  EXPECT_GT(tabulated(400_km, 90_deg).transmission.front(), 0.1);
  double last = 0;
  for (double altitude = 400_km; altitude <= 1500_km; altitude += 25_km) {
    const double above_10_MeV = tabulated(altitude, 60_deg).protons[10];
    EXPECT_GT(above_10_MeV, last) << altitude / 1_km;
    last = above_10_MeV;
  }
}

TEST(CircularOrbits, TheEnvironmentKeepsTheFluxesOfTheRow) {
  const auto row = tabulated(800_km, 90_deg);
  const auto environment = circular_orbit_environment(row, {.duration = 2_year});
  const auto& energies = trapped_table(TrappedModel::ap8_min).energies;
  for (std::size_t i = 0; i + 1 < energies.size(); ++i)  // exact: differences of the integral flux
    EXPECT_NEAR(integral_flux(environment.trapped_protons, energies[i]), row.protons[i],
                1e-6 * row.protons[i]);
  EXPECT_EQ(environment.duration, 2_year);
  EXPECT_EQ(environment.cosmic_rays.size(), 28u);
}

TEST(CircularOrbits, AnOrbitBelowTheBeltsHasCosmicRaysAlone) {
  const auto environment = circular_orbit_environment(tabulated(200_km, 0), {.duration = 1_year});
  const DoseComponents dose = dose_at(dose_depth(environment), 1_mm * 2700);
  EXPECT_EQ(dose.trapped_protons, 0);
  EXPECT_EQ(dose.trapped_electrons, 0);
  EXPECT_GT(dose.cosmic_rays, 0);
}

TEST(CircularOrbits, RefuseWhatIsOutsideTheTable) {
  for (double altitude : {199_km, 1501_km, -1.0, nan}) EXPECT_THROW(tabulated(altitude, 1), ModelError);
  for (double inclination : {-0.1, 181_deg, nan})
    EXPECT_THROW(tabulated(500_km, inclination), std::invalid_argument);
  try {
    tabulated(1600_km, 1);
    FAIL();
  } catch (const ModelError& error) {
    EXPECT_NE(std::string(error.what()).find("1600 km"), std::string::npos) << error.what();
  }
  const auto row = tabulated(500_km, 1);
  EXPECT_THROW(circular_orbit_environment(row, {.duration = 0}), std::invalid_argument);
  EXPECT_THROW(circular_orbit_environment(row, {.solar_particle_confidence = 0.999}), ModelError);
  EXPECT_THROW(traced_circular_orbit(100_km, 1, SolarCycle::minimum, 2, 4), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
