#include "satellite/bit_flip_report.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

BitFlipQuestion question_at(double per_bit_day) {
  BitFlipQuestion question;
  question.rate = per_bit_day / 1_day;
  return question;
}

TEST(OrbitUpsets, MoreShieldMeansFewerAndMoreAltitudeMore) {
  SatelliteSpec spec;
  const OrbitUpsets thin = upsets_in_orbit(spec, 1_mm * 2700, "hbm"),
                    thick = upsets_in_orbit(spec, 20_mm * 2700, "hbm");
  EXPECT_GT(thin.flips_per_bit, thick.flips_per_bit);
  spec.orbit.altitude = 1200_km;
  EXPECT_GT(upsets_in_orbit(spec, 20_mm * 2700, "hbm").flips_per_bit, thick.flips_per_bit);
}

TEST(OrbitUpsets, FlipsAreUpsetsTimesTheirBitsTimesTheFactorOfTheSpec) {
  SatelliteSpec spec;
  const OrbitUpsets once = upsets_in_orbit(spec, 13.5, "hbm");
  EXPECT_NEAR(once.flips_per_bit, once.shares.total() * mean_cluster(once.clusters),
              1e-12 * once.flips_per_bit);
  spec.radiation.factor = 2;
  EXPECT_NEAR(upsets_in_orbit(spec, 13.5, "hbm").flips_per_bit, 2 * once.flips_per_bit,
              1e-12 * once.flips_per_bit);
}

TEST(OrbitUpsets, ADeviceWithoutFiguresPerBitIsRefused) {
  EXPECT_THROW(upsets_in_orbit(SatelliteSpec{}, 13.5, "trillium-tpu"), std::invalid_argument);
  EXPECT_THROW(upsets_in_orbit(SatelliteSpec{}, 13.5, "abacus"), std::invalid_argument);
}

TEST(BitFlipTable, RowsComeInTheOrderAsked) {
  BitFlipQuestion question = question_at(1e-12);
  question.formats = {"int8", "bf16"};
  question.corrections = {"secded", "none"};
  const auto rows = bit_flip_table(question);
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].format + rows[0].correction, "int8secded");
  EXPECT_EQ(rows[3].format + rows[3].correction, "bf16none");
}

// 2e12 weights of 16 bits at 1e-10 a day: 3,200 flips a day, one in sixteen into the top exponent bit.
TEST(BitFlipTable, FlipsAreBitsTimesRate) {
  BitFlipQuestion question = question_at(1e-10);
  question.formats = {"bf16"};
  question.corrections = {"none"};
  const auto row = bit_flip_table(question).front();
  EXPECT_NEAR(row.answer.upsets.flips * 1_day, 3200, 1e-6);
  EXPECT_NEAR(row.answer.catastrophic, 1.0 / 16, 1e-6);
}

TEST(BitFlipTable, WithoutFlipsNothingIsLostAndOnlyCheckBitsWeigh) {
  BitFlipQuestion question = question_at(0);
  question.specific_mass = 0.05;
  for (const BitFlipRow& row : bit_flip_table(question)) {
    EXPECT_EQ(row.answer.fatal_flips.mid, 0);
    EXPECT_EQ(row.spare_capacity, 0);
    EXPECT_NEAR(*row.extra_mass, 0.05 * row.memory_overhead * question.memory_share, 1e-15);
  }
}

TEST(BitFlipTable, SpareMachinesMakeUpForTheTimeLost) {
  BitFlipQuestion question = question_at(1e-11);
  question.specific_mass = 0.05;
  for (const BitFlipRow& row : bit_flip_table(question)) {
    EXPECT_NEAR((1 + row.spare_capacity) * (1 - row.unavailability), 1, 1e-12);
    EXPECT_NEAR(*row.extra_mass, 0.05 * (row.memory_overhead * question.memory_share + row.spare_capacity),
                1e-15);
  }
}

TEST(BitFlipTable, CorrectionNeverMakesFlipsMoreFatal) {
  BitFlipQuestion question = question_at(1e-12);
  question.clusters.sizes = {0.9, 0.08, 0.02};
  question.formats = {"bf16"};
  question.corrections = {"none", "secded", "chipkill"};
  const auto rows = bit_flip_table(question);
  EXPECT_GT(rows[0].answer.fatal_flips.mid, rows[1].answer.fatal_flips.mid);
  EXPECT_GT(rows[1].answer.fatal_flips.mid, rows[2].answer.fatal_flips.mid);
}

TEST(BitFlipTable, RefusesNonsense) {
  BitFlipQuestion question = question_at(1e-12);
  question.specific_mass = -1;
  EXPECT_THROW(bit_flip_table(question), std::invalid_argument);
  question = question_at(1e-12);
  question.memory_share = 2;
  EXPECT_THROW(bit_flip_table(question), std::invalid_argument);
  question = question_at(1e-12);
  question.formats = {"fp12"};
  EXPECT_THROW(bit_flip_table(question), std::invalid_argument);
  question = question_at(-1);
  EXPECT_THROW(bit_flip_table(question), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
