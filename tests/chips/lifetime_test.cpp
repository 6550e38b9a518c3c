#include "chips/lifetime.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

LifeConditions at(double junction) {
  return {.junction = junction,
          .memory = junction + 10,
          .board = 65_degC,
          .junction_limit = 85_degC,
          .memory_limit = 95_degC};
}

double life_of(const std::vector<FailureCause>& causes, const std::string& name) {
  for (const FailureCause& cause : causes)
    if (cause.name == name) return cause.life.scale;
  ADD_FAILURE() << "no cause " << name;
  return 0;
}

TEST(Acceleration, ArrheniusIsTheHandCalculation) {
  // 0.7 eV from 85 to 125 degC: exp(8123.2 (1/358.15 - 1/398.15)); k = 8.617333e-5 eV/K.
  EXPECT_NEAR(arrhenius_acceleration(0.7_eV, 85_degC, 125_degC),
              std::exp(0.7 / 8.617333262e-5 * (1 / 358.15 - 1 / 398.15)), 1e-8);
  EXPECT_EQ(arrhenius_acceleration(0.7_eV, 85_degC, 85_degC), 1);
  EXPECT_LT(arrhenius_acceleration(0.7_eV, 85_degC, 25_degC), 0.02);
}

TEST(Acceleration, TenAndTwentyKelvinAreTheRatiosOfTheTechnologySurvey) {
  // 1.9 and 2.2 for ten kelvin at 0.7 and 0.9 eV, 3.3 and 4.7 for twenty, 30 and 79 for 63, all from 85 degC:
  // printed to two digits.
  const auto ratio = [](double energy, double rise) {
    return arrhenius_acceleration(energy, 85_degC, 85_degC + rise);
  };
  EXPECT_NEAR(ratio(0.7_eV, 10), 1.9, 0.05);
  EXPECT_NEAR(ratio(0.9_eV, 10), 2.2, 0.05);
  EXPECT_NEAR(ratio(0.7_eV, 20), 3.3, 0.05);
  EXPECT_NEAR(ratio(0.9_eV, 20), 4.7, 0.06);
  EXPECT_NEAR(ratio(0.7_eV, 63), 30, 0.5);
  EXPECT_NEAR(ratio(0.9_eV, 63), 79, 1.5);
}

TEST(Acceleration, BlackIsArrheniusTimesAPowerOfTheCurrent) {
  EXPECT_NEAR(black_acceleration(0.9_eV, 85_degC, 85_degC, 3, 2), 9, 1e-12);
  EXPECT_NEAR(black_acceleration(0.9_eV, 85_degC, 100_degC, 1, 2),
              arrhenius_acceleration(0.9_eV, 85_degC, 100_degC), 1e-15);
}

TEST(Fatigue, AtTheReferenceALifeIsTheReferenceAndHalfTheRangeIsTwoToTheN) {
  const FatigueLaw law{.reference = {.range = 100, .maximum = 100_degC, .rate = 48 / 1_day}};
  EXPECT_NEAR(fatigue_life_ratio(law, law.reference), 1, 1e-15);
  TemperatureCycle half = law.reference;
  half.range = 50;
  EXPECT_NEAR(fatigue_life_ratio(law, half), std::pow(2, 2.65), 1e-12);
  // Slower cycles and hotter ones wear more.
  TemperatureCycle slow = law.reference, hot = law.reference;
  slow.rate /= 10, hot.maximum += 20;
  EXPECT_LT(fatigue_life_ratio(law, slow), 1);
  EXPECT_LT(fatigue_life_ratio(law, hot), 1);
}

TEST(Fatigue, DamageOfCountedCyclesAdds) {
  const FatigueLaw law{.reference = {.range = 100, .maximum = 100_degC, .rate = 48 / 1_day}, .cycles = 3000};
  const TemperatureCycle a{.range = 60, .maximum = 80_degC, .rate = 1e-5},
      b{.range = 10, .maximum = 80_degC, .rate = 1e-3};
  EXPECT_NEAR(fatigue_damage_rate(law, {a, b}), fatigue_damage_rate(law, {a}) + fatigue_damage_rate(law, {b}),
              1e-20);
  EXPECT_EQ(fatigue_damage_rate(law, {}), 0);
  EXPECT_EQ(fatigue_damage_rate(law, {{.range = 0, .maximum = 80_degC, .rate = 1}}), 0);
}

TEST(PackageCauses, AtTheReferenceTheFirstYearIsTheGroundsFigure) {
  LifeModel model;
  model.qualified_failures = 0;  // without wear
  const auto causes = package_causes(model, {.junction = model.reference_junction,
                                             .memory = model.reference_memory,
                                             .board = model.reference_board,
                                             .junction_limit = 85_degC,
                                             .memory_limit = 95_degC});
  // 1 % infants and a hazard of 3 %: 0.99 exp(-0.03).
  EXPECT_NEAR(survival(causes, 1_year), 0.99 * std::exp(-0.03), 1e-12);
}

TEST(PackageCauses, AtItsLimitsAPartWearsOutAsQualified) {
  LifeModel model;
  model.infant_failures = 0, model.random_rate = 0;
  const auto causes = package_causes(model, at(85_degC));
  int worn = 0;
  for (const FailureCause& cause : causes)
    if (cumulative_hazard(cause.life, 10_year) > 0) {
      EXPECT_NEAR(-std::expm1(-cumulative_hazard(cause.life, 10_year)), 1e-3, 1e-12) << cause.name;
      ++worn;
    }
  EXPECT_EQ(worn, 4);
}

TEST(PackageCauses, HotterIsShorterForEveryCauseButDoseDoesNotCare) {
  LifeConditions cool = at(70_degC), hot = at(100_degC);
  cool.dose_rate = hot.dose_rate = 1e-7;
  const auto before = package_causes({}, cool), after = package_causes({}, hot);
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i].name == "ionising dose")
      EXPECT_EQ(after[i].life.scale, before[i].life.scale);
    else
      EXPECT_LT(after[i].life.scale, before[i].life.scale) << before[i].name;
  }
}

TEST(PackageCauses, MoreCurrentWearsWiresAndMoreVoltageWearsOxides) {
  LifeConditions stressed = at(85_degC);
  stressed.current_ratio = 2;
  const auto plain = package_causes({}, at(85_degC)), current = package_causes({}, stressed);
  EXPECT_NEAR(life_of(plain, "electromigration") / life_of(current, "electromigration"), 4, 1e-9);
  EXPECT_EQ(life_of(plain, "dielectric breakdown"), life_of(current, "dielectric breakdown"));
  stressed.current_ratio = 1, stressed.voltage_ratio = 1.05;
  const auto voltage = package_causes({}, stressed);
  EXPECT_NEAR(life_of(plain, "dielectric breakdown") / life_of(voltage, "dielectric breakdown"),
              std::pow(1.05, 40), 1e-6);
  EXPECT_EQ(life_of(plain, "electromigration"), life_of(voltage, "electromigration"));
}

TEST(PackageCauses, HalfTheDutyIsTwiceTheLife) {
  LifeConditions half = at(85_degC);
  half.duty = 0.5;
  const auto whole = package_causes({}, at(85_degC)), rested = package_causes({}, half);
  for (std::size_t i = 0; i < whole.size(); ++i)
    EXPECT_NEAR(rested[i].life.scale / whole[i].life.scale, 2, 1e-12) << whole[i].name;
}

TEST(BurnInTest, HoursInTheOvenCountAsManyMoreInUse) {
  const BurnIn oven{.time = 100_h, .temperature = 125_degC};
  const auto causes = package_causes({}, at(85_degC), oven);
  EXPECT_NEAR(causes[0].age, 100_h * arrhenius_acceleration(0.7_eV, 85_degC, 125_degC), 1e-6);
  // Some die on the ground, and the first year in orbit is the better for it.
  EXPECT_GT(burn_in_loss({}, at(85_degC), oven), 0);
  EXPECT_EQ(burn_in_loss({}, at(85_degC), {}), 0);
  EXPECT_GT(survival(causes, 1_year), survival(package_causes({}, at(85_degC)), 1_year));
}

TEST(BurnInTest, WithoutInfantsBurnInOnlyCosts) {
  LifeModel model;
  model.infant_failures = 0;
  const BurnIn oven{.time = 1000_h};
  EXPECT_LT(survival(package_causes(model, at(85_degC), oven), 5_year),
            survival(package_causes(model, at(85_degC)), 5_year));
}

TEST(Interrupts, ShareOfTimeIsRateTimesRecoveryWhileSmall) {
  EXPECT_NEAR(interrupt_unavailability(1e-7, 600), 6e-5, 1e-8);
  EXPECT_EQ(interrupt_unavailability(0, 600), 0);
  EXPECT_LT(interrupt_unavailability(1e9, 600), 1);
}

TEST(PackageCauses, BadFiguresAreRefusedByName) {
  const auto message = [](const LifeModel& model, const LifeConditions& use) {
    try {
      package_causes(model, use);
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  LifeModel model;
  model.infant_shape = 1.5;
  EXPECT_NE(message(model, at(85_degC)).find("infant_shape = 1.5"), std::string::npos);
  LifeConditions use = at(85_degC);
  use.duty = 2;
  EXPECT_NE(message({}, use).find("duty = 2"), std::string::npos);
  use = at(85_degC), use.memory = 0;
  EXPECT_NE(message({}, use).find("memory = 0"), std::string::npos);
}

}  // namespace
}  // namespace sunrack
