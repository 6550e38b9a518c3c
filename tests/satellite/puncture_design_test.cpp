#include "satellite/puncture_design.h"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>
#include <vector>

#include "physics/constants.h"
#include "physics/debris/penetration.h"
#include "physics/require.h"
#include "satellite/sizing.h"
#include "satellite/spec_fields.h"
#include "satellite/spec_file.h"

namespace sunrack {
namespace {

PunctureDesign punctures_of(const SatelliteSpec& spec) { return *size_satellite(spec).radiator.punctures; }

TEST(PunctureRates, TablesAgreeWithTheSumOverFinerBins) {
  // 5 x 5 bins and rows of sheets, walls and inclinations against 12 x 10 bins: 8 % at most was seen, far
  // inside the factor three of the rates.
  for (const char* attitude : {"edge-on-zenith", "edge-on-velocity"}) {
    SatelliteSpec spec = preset("reference-2026");
    spec.radiator.attitude = attitude;
    const double inclination = size_satellite(spec).environment.orbit.inclination;
    const PunctureRates rates(spec, inclination);
    const DebrisEnvironment environment = debris_environment(spec, inclination);
    for (const double wall : {0.5e-3, 1e-3, 2e-3}) {
      const RadiatorMaterial& metal = radiator_material(spec.radiator.material);
      const WhippleShield shield{.form = WhippleShield::Form::jsc,
                                 .bumper = as_aluminium(spec.radiator.face_sheet_thickness, metal),
                                 .wall = as_aluminium(wall, metal),
                                 .standoff = spec.punctures.standoff};
      const PenetrationRate exact = penetration_rate(shield, environment, panel_attitude(spec.radiator));
      EXPECT_NEAR(rates(wall).meteoroid / exact.meteoroid, 1, 0.12) << attitude << ' ' << wall;
      EXPECT_NEAR(rates(wall).debris_high / exact.debris_high, 1, 0.12) << attitude << ' ' << wall;
      EXPECT_NEAR(rates(wall).debris_low / exact.debris_low, 1, 0.12) << attitude << ' ' << wall;
    }
  }
}

TEST(PunctureDesign, KeepsItsPromiseAndAddsUp) {
  const SatelliteSpec spec = preset("reference-2026");
  const SatelliteDesign design = size_satellite(spec);
  const PunctureDesign& punctures = *design.radiator.punctures;
  EXPECT_GE(punctures.probability_of_heat, spec.punctures.confidence);
  EXPECT_GT(punctures.segments_built, 20) << "two loops do not save it";
  EXPECT_LT(punctures.single_loop_survives, 0.5);
  EXPECT_NEAR(design.radiator.area, punctures.needed_area * punctures.oversize, 1e-9 * design.radiator.area);
  EXPECT_NEAR(punctures.areal_mass,
              punctures.armour_areal_mass + punctures.valve_areal_mass + punctures.oversize_areal_mass,
              1e-12);
  EXPECT_NEAR(punctures.design_penetrations, total_high(punctures.expected), 1e-9);
}

TEST(PunctureDesign, AGivenAllowanceOrArealMassStandsInItsPlace) {
  SatelliteSpec spec = preset("reference-2026");
  spec.radiator.meteoroid_allowance = 0.7;
  const SatelliteDesign given = size_satellite(spec);
  EXPECT_FALSE(given.radiator.punctures);
  EXPECT_EQ(given.radiator.areal_mass.meteoroid_allowance, 0.7);
  spec.radiator.meteoroid_allowance.reset();
  spec.radiator.areal_mass = 5;
  EXPECT_FALSE(size_satellite(spec).radiator.punctures);
}

TEST(PunctureDesign, LongerLivesMoreConfidenceAndMoreDebrisCostMass) {
  const SatelliteSpec base = preset("reference-2026");
  const double mass = punctures_of(base).areal_mass;
  const auto with = [&](const char* key, const char* value) {
    SatelliteSpec spec = base;
    set_field(spec, key, value);
    return punctures_of(spec).areal_mass;
  };
  EXPECT_GT(with("mission.life", "10"), mass);
  EXPECT_GT(with("punctures.confidence", "0.99"), mass);
  EXPECT_LT(with("punctures.heat_at_end", "0.9"), mass);
  EXPECT_LT(with("punctures.debris_growth", "low"), mass);
  EXPECT_GT(with("punctures.rate_factor", "3"), mass);
  EXPECT_GT(with("punctures.valve_mass", "3"), mass);
  EXPECT_LT(with("punctures.segment_layout", "interleaved"), mass);
  EXPECT_GT(with("radiator.face_sheet_thickness", "0.1"), mass) << "a thinner bumper";
  EXPECT_GT(with("radiator.attitude", "edge-on-velocity"), 1.5 * mass) << "debris head on";
}

TEST(PunctureDesign, WhereTheDebrisModelEndsAnAllowanceMayBeGiven) {
  SatelliteSpec spec = preset("reference-2026");
  spec.orbit.altitude = 280e3;
  try {
    size_satellite(spec);
    FAIL();
  } catch (const ModelError& error) {
    EXPECT_NE(std::string(error.what()).find("radiator.meteoroid_allowance"), std::string::npos)
        << error.what();
  }
  spec.radiator.meteoroid_allowance = 0.7;
  EXPECT_NO_THROW(size_satellite(spec));
}

TEST(PunctureRates, ThreadsGetTheSameAnswers) {
  SatelliteSpec spec = preset("reference-2026");
  spec.punctures.standoff = 7e-3;  // rows that nobody has computed yet
  double answers[4] = {};
  std::vector<std::thread> threads;
  for (double& answer : answers)
    threads.emplace_back([&answer, &spec] { answer = PunctureRates(spec, 1.7)(1e-3).debris_high; });
  for (std::thread& thread : threads) thread.join();
  for (const double answer : answers) EXPECT_EQ(answer, answers[0]);
}

}  // namespace
}  // namespace sunrack
