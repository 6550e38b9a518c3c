#include "satellite/mission_radiation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/radiation/circular_orbits.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/shield.h"

namespace sunrack {
namespace {

using namespace units;

constexpr double aluminium = 2700;

MissionRadiation mission(double altitude, double inclination, double life = 5_year) {
  return {altitude, inclination, SolarCycle::maximum, life, "triple-junction"};
}

double difference(double a, double b) { return std::abs(a / b - 1); }

TEST(MissionRadiation, AtANodeItIsTheTablesEnvironment) {
  const auto row = tabulated_circular_orbit(600_km, 80_deg, SolarCycle::maximum);
  const auto environment =
      circular_orbit_environment(row, {.solar = SolarCycle::maximum, .duration = 5_year});
  const DoseDepth curve = dose_depth(environment);
  const MissionRadiation reduced = mission(600_km, 80_deg);
  for (double depth : {1_mm, 5_mm, 15_mm}) {
    const DoseComponents resolved = dose_at(curve, depth * aluminium),
                         quick = reduced.dose(depth * aluminium);
    EXPECT_LT(difference(quick.trapped_protons, resolved.trapped_protons), 1e-9);
    EXPECT_LT(difference(quick.trapped_electrons, resolved.trapped_electrons), 1e-9);
    // Five years between one and seven: the power of time of each energy, taken of the whole dose.
    EXPECT_LT(difference(quick.solar_protons, resolved.solar_protons), 5e-3);
  }
  const CellShield cells{.front = 0.315, .back = 0.9};
  const double direct = damage_dose(environment, cell_damage_law("triple-junction"), cells).total();
  EXPECT_LT(difference(reduced.damage(cells).total(), direct), 0.02);  // 1 % of the curve, 0.5 % of the years
}

TEST(MissionRadiation, BetweenNodesItIsNearAnOrbitTracedAnew) {
  struct Case {
    double altitude, inclination, within;
  };
  // Sun-synchronous between the nodes in altitude and in inclination; inclined ones in the middle of a cell,
  // one of them where the belt's edge lies.
  for (const Case& one : {Case{587_km, 97.7_deg, 0.05}, Case{725_km, 98.3_deg, 0.05},
                          Case{512.5_km, 53.75_deg, 0.05}, Case{412.5_km, 36.25_deg, 0.06}}) {
    const auto traced = circular_orbit_environment(
        traced_circular_orbit(one.altitude, one.inclination, SolarCycle::maximum, 60, 120),
        {.solar = SolarCycle::maximum, .duration = 5_year});
    const DoseDepth curve = dose_depth(traced);
    const MissionRadiation reduced = mission(one.altitude, one.inclination);
    for (double depth : {1_mm, 3_mm, 10_mm, 20_mm})
      EXPECT_LT(
          difference(reduced.dose(depth * aluminium).total(), dose_at(curve, depth * aluminium).total()),
          one.within)
          << one.altitude / 1_km << " km, " << depth / 1_mm << " mm";
    const CellShield cells{.front = 0.315, .back = 0.9};
    EXPECT_LT(difference(reduced.damage(cells).total(),
                         damage_dose(traced, cell_damage_law("triple-junction"), cells).total()),
              one.within);
  }
}

TEST(MissionRadiation, ARetrogradeOrbitSeesWhatItsProgradeTwinSees) {
  const double depth = 3_mm * aluminium;
  EXPECT_NEAR(mission(550_km, 98_deg).dose(depth).total(), mission(550_km, 82_deg).dose(depth).total(),
              1e-12 * mission(550_km, 82_deg).dose(depth).total());
}

TEST(MissionRadiation, BeltsGoWithTheYearsAndEverythingWithTheFactor) {
  const double depth = 5_mm * aluminium;
  const auto once = mission(600_km, 97.8_deg, 2_year).dose(depth),
             thrice = mission(600_km, 97.8_deg, 6_year).dose(depth);
  EXPECT_NEAR(thrice.trapped_protons, 3 * once.trapped_protons, 1e-9 * thrice.trapped_protons);
  EXPECT_GT(thrice.solar_protons, once.solar_protons);
  EXPECT_LT(thrice.solar_protons, 3 * once.solar_protons);  // large events do not come every year
  const MissionRadiation doubled{600_km, 97.8_deg, SolarCycle::maximum, 2_year, "triple-junction", 2};
  EXPECT_NEAR(doubled.dose(depth).total(), 2 * once.total(), 1e-9 * once.total());
}

TEST(MissionRadiation, MoreAltitudeAndLessShieldMeanMoreDose) {
  double last = 0;
  for (double altitude = 300_km; altitude <= 1400_km; altitude += 73_km) {
    const double dose = mission(altitude, 98_deg).dose(3_mm * aluminium).total();
    EXPECT_GT(dose, last) << altitude;
    last = dose;
  }
  const MissionRadiation radiation = mission(600_km, 97.8_deg);
  const double shield = radiation.aluminium_for_dose(1_krad);
  EXPECT_NEAR(radiation.dose(shield).total(), 1_krad, 1e-6);
  EXPECT_GT(radiation.upsets_per_bit("gpu-sram", 1_mm * aluminium),
            radiation.upsets_per_bit("gpu-sram", 20_mm * aluminium));
}

TEST(MissionRadiation, RefusesOrbitsAndCellsItDoesNotKnow) {
  EXPECT_THROW(mission(150_km, 1), ModelError);
  EXPECT_THROW(mission(1600_km, 1), ModelError);
  EXPECT_THROW(mission(600_km, -0.1), std::invalid_argument);
  EXPECT_THROW((MissionRadiation{600_km, 1, SolarCycle::minimum, 5_year, "no-cell"}), std::invalid_argument);
  EXPECT_THROW((MissionRadiation{600_km, 1, SolarCycle::minimum, 0, "triple-junction"}),
               std::invalid_argument);
  EXPECT_THROW(mission(600_km, 1.7).dose(1e4), ModelError);
}

TEST(Shield, ThicknessFollowsFromTheLimitOfDoseAndItsMassFromTheThickness) {
  SatelliteSpec spec;
  const MissionRadiation radiation = mission_radiation(spec, 97.8_deg);
  const ShieldDesign given = size_shield(spec, radiation);
  EXPECT_EQ(given.thickness, spec.shield.thickness);
  EXPECT_NEAR(given.mass, 10 * 5e-3 * 2700, 1e-9);
  ShieldDesign boxed = given;
  add_own_mass(spec, radiation, {}, boxed);
  EXPECT_LT(boxed.dose_in_box.total(), given.dose.total());
  EXPECT_GT(boxed.dose_in_box.total(), given.dose.total() / 2);  // half of the directions see the wall alone
  spec.shield.dose_limit = 1_krad;
  const ShieldDesign asked = size_shield(spec, radiation);
  EXPECT_NEAR(asked.dose.total(), 1_krad, 1e-6);
  // Polyethylene stops more protons per kilogram.
  spec.shield.material = "polyethylene";
  EXPECT_LT(size_shield(spec, radiation).mass, asked.mass);
  spec.shield.dose_limit = 1e-3_krad;
  EXPECT_THROW(size_shield(spec, radiation), ModelError);
}

TEST(Shield, TheLightestMeetsBothLimits) {
  const SatelliteSpec spec;
  const MissionRadiation radiation = mission_radiation(spec, 97.8_deg);
  const ShieldChoice dose = lightest_shield(spec, radiation, 2_krad, {}, 1e11);
  EXPECT_NEAR(dose.dose, 2_krad, 1e-6);
  const ShieldChoice both = lightest_shield(spec, radiation, 2_krad, 0.9 * dose.upset_rate, 1e11);
  EXPECT_GT(both.thickness, dose.thickness);
  EXPECT_NEAR(both.upset_rate, 0.9 * dose.upset_rate, 1e-6 * dose.upset_rate);
  EXPECT_NEAR(both.specific_mass, both.mass / spec.compute.it_power, 1e-12);
}

}  // namespace
}  // namespace sunrack
