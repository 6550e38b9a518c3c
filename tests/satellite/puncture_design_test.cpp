#include "satellite/puncture_design.h"

#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>
#include <thread>
#include <utility>
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
  // 8 x 8 bins and rows of sheets, walls and inclinations against 24 x 24 bins: 1.4 % at most was seen.
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
      const auto [front, back] = panel_faces(panel_attitude(spec.radiator));
      const ExposureOptions fine{.speeds = 24, .incidences = 24};
      const PenetrationRate exact = 0.5 * penetration_rate(shield, exposure(environment, front, fine)) +
                                    0.5 * penetration_rate(shield, exposure(environment, back, fine));
      EXPECT_NEAR(rates(wall).meteoroid / exact.meteoroid, 1, 0.02) << attitude << ' ' << wall;
      EXPECT_NEAR(rates(wall).debris_high / exact.debris_high, 1, 0.02) << attitude << ' ' << wall;
      EXPECT_NEAR(rates(wall).debris_low / exact.debris_low, 1, 0.02) << attitude << ' ' << wall;
    }
  }
}

TEST(PunctureDesign, KeepsItsPromiseAndAddsUp) {
  const SatelliteSpec spec = preset("reference-2026");
  const SatelliteDesign design = size_satellite(spec);
  const PunctureDesign& punctures = *design.radiator.punctures;
  EXPECT_GE(punctures.probability_of_heat, spec.punctures.confidence);
  EXPECT_GT(punctures.segments_built, 20) << "two loops do not save it";
  EXPECT_LT(punctures.single_loop_survives, 0.8) << "nor does one";
  EXPECT_NEAR(design.radiator.area, punctures.needed_area * punctures.oversize, 1e-9 * design.radiator.area);
  EXPECT_NEAR(punctures.areal_mass,
              punctures.armour_areal_mass + punctures.valve_areal_mass + punctures.oversize_areal_mass,
              1e-12);
  EXPECT_NEAR(punctures.design_penetrations, total_high(punctures.expected), 1e-9);
}

TEST(PunctureDesign, HeatPipesHaveNeitherValvesNorCoolantToLose) {
  SatelliteSpec spec = preset("reference-2026");
  spec.punctures.segment_layout = "heat-pipes";
  const Radiator radiator = size_satellite(spec).radiator;
  const PunctureDesign& punctures = *radiator.punctures;
  EXPECT_EQ(punctures.valve_areal_mass, 0);
  EXPECT_EQ(punctures.reserve_areal_mass, 0);
  EXPECT_EQ(punctures.common_penetrations, 0);
  EXPECT_NEAR(punctures.segments * spec.radiator.tube_spacing * spec.radiator.tube_length / radiator.area, 1,
              1e-6);
  EXPECT_GE(punctures.probability_of_heat, spec.punctures.confidence);
  EXPECT_LT(punctures.areal_mass, punctures_of(preset("reference-2026")).areal_mass);
  // More of them, of half the length: each loss is half as much, which is the limit of many segments.
  spec.radiator.tube_length /= 4;
  EXPECT_LT(punctures_of(spec).areal_mass, punctures.areal_mass);
}

TEST(PunctureDesign, ClosuresCommonPartsAndReserveAreCounted) {
  const SatelliteSpec base = preset("reference-2026");
  const auto with = [&](std::initializer_list<std::pair<const char*, const char*>> fields) {
    SatelliteSpec spec = base;
    for (const auto& [key, value] : fields) set_field(spec, key, value);
    return punctures_of(spec);
  };
  const PunctureDesign usual = with({});
  EXPECT_GT(usual.common_penetrations, 0);
  const PunctureDesign closing = with({{"punctures.spurious_closure_interval", "500"}});
  EXPECT_GT(closing.areal_mass, usual.areal_mass);
  EXPECT_GE(closing.probability_of_heat, base.punctures.confidence);
  const PunctureDesign more_parts = with({{"punctures.common_area", "2"}});
  EXPECT_NEAR(more_parts.common_penetrations / usual.common_penetrations, 10, 1e-9);
  EXPECT_GT(more_parts.areal_mass, usual.areal_mass);
  EXPECT_GE(more_parts.probability_of_heat, base.punctures.confidence);
  const PunctureDesign slow =
      with({{"radiator.attitude", "edge-on-velocity"}, {"punctures.isolation_time", "30"}});
  EXPECT_GT(slow.reserve, base.punctures.reserve) << "coolant is carried where the holes ask for it";
  EXPECT_GT(slow.reserve_areal_mass, 0);
  EXPECT_GE(slow.probability_of_heat, base.punctures.confidence);
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
