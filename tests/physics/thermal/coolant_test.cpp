#include "physics/thermal/coolant.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "physics/numerics/table.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

std::string refusal(const std::string& name, double temperature) {
  try {
    Coolant::named(name).at(temperature);
  } catch (const ModelError& error) {
    return error.what();
  }
  return "no refusal";
}

// The published values are recalled from the standards named. Water and boiling points rest on the same
// measurements as the equations behind the tables: they test sampling and interpolation.
TEST(Coolant, AmmoniaAgreesWithPublishedValues) {
  const auto& ammonia = Coolant::named("ammonia");
  EXPECT_NEAR(ammonia.at(300_K).saturation_pressure, 1.0614e6, 1e-3 * 1.0614e6);  // stated uncertainty 0.1 %
  EXPECT_NEAR(ammonia.at(239.823_K).density, 682, 1e-3 * 682);                    // likewise
  // ASHRAE's figures have two digits, and the correlations claim 2 to 4 %.
  EXPECT_NEAR(ammonia.at(298.15_K).conductivity, 0.48, 0.02 * 0.48);
  EXPECT_NEAR(ammonia.at(298.15_K).viscosity, 0.130e-3, 0.02 * 0.130e-3);
}

TEST(Coolant, WaterAgreesWithPublishedValues) {
  const auto state = Coolant::named("water").at(298.15_K);
  EXPECT_NEAR(state.saturation_pressure, 3169.9, 1e-4 * 3169.9);  // IAPWS; digits given
  EXPECT_NEAR(state.density, 997.05, 1e-4 * 997.05);              // at 1 atm; saturated is 0.045 kg/m^3 less
  EXPECT_NEAR(state.conductivity, 0.6065, 1e-3 * 0.6065);         // IAPWS 2011; digits given
  EXPECT_NEAR(state.viscosity, 890.0e-6,
              1e-3 * 890.0e-6);  // IAPWS 2008; interpolation errs by less than 1e-4
  EXPECT_NEAR(state.specific_heat, 4181.5, 1e-3 * 4181.5);  // IAPWS-95
}

TEST(Coolant, TolueneAgreesWithPublishedValues) {
  const auto state = Coolant::named("toluene").at(298.15_K);
  EXPECT_NEAR(state.conductivity, 0.13088, 0.01 * 0.13088);  // IUPAC standard; correlation 2 %
  EXPECT_NEAR(state.viscosity, 0.554e-3, 0.01 * 0.554e-3);   // correlation 3 %
}

TEST(Coolant, PureFluidsBoilUnderOneAtmosphereWhereTheyAreKnownTo) {
  const double atmosphere = 101325_Pa, interpolation = 0.02_K;
  EXPECT_NEAR(Coolant::named("ammonia").saturation_temperature(atmosphere), 239.823, interpolation);
  EXPECT_NEAR(Coolant::named("water").saturation_temperature(atmosphere), 373.124, interpolation);
  EXPECT_NEAR(Coolant::named("toluene").saturation_temperature(atmosphere), 383.75, interpolation);
}

// Supplier's figures at 25 degC. As sampled the viscosity lacks the density and would be 0.372e-3.
TEST(Coolant, Hfe7100HasTheCorrectedViscosity) {
  const auto state = Coolant::named("hfe-7100").at(25_degC);
  EXPECT_NEAR(state.viscosity, 0.38e-6 * 1510, 0.05 * 0.57e-3);  // fits of this kind claim 5 to 10 %
  EXPECT_NEAR(state.specific_heat, 1183, 1e-3 * 1183);           // digits given
  EXPECT_NEAR(state.conductivity, 0.069, 0.01 * 0.069);          // digits given
  EXPECT_NEAR(state.density, 1510, 0.02 * 1510);  // known defect: 1.9 % below the rounded figure
}

TEST(Coolant, MoreGlycolFreezesLaterAndFlowsAndConductsWorse) {
  const auto &weak = Coolant::named("propylene-glycol-25"), &strong = Coolant::named("propylene-glycol-50");
  const auto& middle = Coolant::named("propylene-glycol-40");
  EXPECT_GT(weak.freezing_temperature(), middle.freezing_temperature());
  EXPECT_GT(middle.freezing_temperature(), strong.freezing_temperature());
  for (double temperature = 265; temperature <= 370; temperature += 3) {
    const auto a = weak.at(temperature), b = middle.at(temperature), c = strong.at(temperature);
    EXPECT_LT(a.viscosity, b.viscosity);
    EXPECT_LT(b.viscosity, c.viscosity);
    EXPECT_GT(a.conductivity, b.conductivity);
    EXPECT_GT(b.conductivity, c.conductivity);
    EXPECT_GT(a.specific_heat, b.specific_heat);
    EXPECT_GT(b.specific_heat, c.specific_heat);
  }
}

TEST(Coolant, IsExactAtTheRowsOfItsTable) {
  const auto state = Coolant::named("ammonia").at(250_K);  // the row of 250 K, as printed in the file
  EXPECT_EQ(state.density, 668.966);
  EXPECT_EQ(state.specific_heat, 4504.66);
  EXPECT_EQ(state.conductivity, 0.631617);
  EXPECT_NEAR(state.viscosity, 0.000222637, 1e-14 * 0.000222637);  // a logarithm there and back
  EXPECT_NEAR(state.saturation_pressure, 164892, 2e-14 * 164892);
}

TEST(Coolant, PropertiesStayBetweenNeighbouringRows) {
  for (const auto& name : coolant_names()) {
    const auto& coolant = Coolant::named(name);
    const auto rows = coolant.table_temperatures();
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
      if (rows[i] < coolant.minimum_temperature() || rows[i + 1] > coolant.maximum_temperature()) continue;
      const auto a = coolant.at(rows[i]), b = coolant.at(rows[i + 1]);
      for (const double part : {0.1, 0.5, 0.8}) {
        const auto state = coolant.at(std::lerp(rows[i], rows[i + 1], part));
        for (double CoolantState::*field :
             {&CoolantState::density, &CoolantState::specific_heat, &CoolantState::conductivity,
              &CoolantState::viscosity, &CoolantState::saturation_pressure}) {
          const double slack = 1e-13 * a.*field;  // rounding
          EXPECT_GE(state.*field, std::min(a.*field, b.*field) - slack) << name << " " << rows[i];
          EXPECT_LE(state.*field, std::max(a.*field, b.*field) + slack) << name << " " << rows[i];
        }
      }
    }
  }
}

// Every other row is left out and predicted from the rest: rows twice as far apart err about eight times as
// much, so the tables themselves err by about an eighth of these bounds, far less than the data are
// uncertain.
TEST(Coolant, RowsPredictTheRowsBetweenThem) {
  for (const auto& name : coolant_names()) {
    const auto& coolant = Coolant::named(name);
    std::vector<double> kept, checked;
    for (const double row : coolant.table_temperatures()) {
      if (row < coolant.minimum_temperature() || row > coolant.maximum_temperature()) continue;
      (std::fmod(row, 10) == 0 ? kept : checked).push_back(row);
    }
    std::vector<std::vector<double>> columns(4);
    for (const double row : kept) {
      const auto state = coolant.at(row);
      columns[0].push_back(state.density);
      columns[1].push_back(state.specific_heat);
      columns[2].push_back(state.conductivity);
      columns[3].push_back(std::log(state.viscosity));
    }
    const MonotoneTable coarse("every other row", kept, columns);
    for (const double row : checked) {
      if (row < coarse.lower() || row > coarse.upper()) continue;
      std::array<double, 4> predicted{};
      coarse.evaluate(row, predicted);
      const auto state = coolant.at(row);
      // [-] relative. Specific heat is worst next to the warm end, where it grows towards the critical point.
      // Toluene's viscosity halves between 180 and 185 K, just above freezing, as the model's page says.
      const double bounds[4] = {4e-4, 5e-3, 3e-4, name == "toluene" && row < 200 ? 6e-2 : 2e-3};
      EXPECT_NEAR(predicted[0] / state.density, 1, bounds[0]) << name << " " << row;
      EXPECT_NEAR(predicted[1] / state.specific_heat, 1, bounds[1]) << name << " " << row;
      EXPECT_NEAR(predicted[2] / state.conductivity, 1, bounds[2]) << name << " " << row;
      EXPECT_NEAR(std::exp(predicted[3]) / state.viscosity, 1, bounds[3]) << name << " " << row;
    }
  }
}

TEST(Coolant, IsALiquidThatFlowsBetterWhenWarm) {
  for (const auto& name : coolant_names()) {
    const auto& coolant = Coolant::named(name);
    double viscosity = std::numeric_limits<double>::infinity(), pressure = 0;
    const double from = coolant.minimum_temperature(), to = coolant.maximum_temperature();
    for (int i = 0; i <= 1000; ++i) {
      const auto state = coolant.at(std::lerp(from, to, i / 1000.0));
      EXPECT_LT(state.viscosity, viscosity);
      EXPECT_TRUE(coolant.maximum_pressure() == 0 ? state.saturation_pressure == 0
                                                  : state.saturation_pressure > pressure);
      EXPECT_GT(state.density, 400);
      EXPECT_GT(state.specific_heat, 900);
      EXPECT_GT(state.conductivity, 0.05);
      viscosity = state.viscosity;
      pressure = state.saturation_pressure;
    }
  }
}

TEST(Coolant, EnthalpyRiseIsTheIntegralOfSpecificHeat) {
  const auto& water = Coolant::named("water");
  double sum = 0;
  const int steps = 10000;
  for (int i = 0; i < steps; ++i) sum += water.at(280 + 70 * (i + 0.5) / steps).specific_heat * 70 / steps;
  EXPECT_NEAR(water.enthalpy_rise(280, 350), sum,
              1e-8 * sum);  // midpoint rule: (70/1e4)^2/24 of the curvature
  EXPECT_EQ(water.enthalpy_rise(350, 280), -water.enthalpy_rise(280, 350));
  EXPECT_EQ(water.enthalpy_rise(300, 300), 0);
  EXPECT_THROW(water.enthalpy_rise(270, 300), ModelError);
  EXPECT_THROW(water.enthalpy_rise(300, 640), ModelError);
}

TEST(Coolant, SaturationTemperatureUndoesSaturationPressure) {
  for (const auto* name : {"ammonia", "water", "toluene"}) {
    const auto& coolant = Coolant::named(name);
    for (double t = coolant.minimum_temperature(); t < coolant.maximum_temperature(); t += 7.3)
      EXPECT_NEAR(coolant.saturation_temperature(coolant.at(t).saturation_pressure), t,
                  1e-10);  // 50 bits of bracket
    EXPECT_EQ(coolant.saturation_temperature(coolant.maximum_pressure()), coolant.maximum_temperature());
    EXPECT_THROW(coolant.saturation_temperature(1.01 * coolant.maximum_pressure()), ModelError);
    EXPECT_THROW(coolant.saturation_temperature(1e-6), ModelError);
    EXPECT_THROW(coolant.saturation_temperature(-1), std::invalid_argument);
  }
  EXPECT_THROW(Coolant::named("hfe-7100").saturation_temperature(1e5), ModelError);
}

TEST(Coolant, LimitsAreFreezingCriticalOrTable) {
  for (const auto& name : coolant_names()) {
    const auto& coolant = Coolant::named(name);
    EXPECT_GE(coolant.minimum_temperature(), coolant.freezing_temperature());
    if (coolant.critical_temperature() > 0) {
      EXPECT_LE(coolant.maximum_temperature(), coolant.critical_temperature() - 20);
    }
    EXPECT_NO_THROW(coolant.at(coolant.minimum_temperature()));
    EXPECT_NO_THROW(coolant.at(coolant.maximum_temperature()));
    EXPECT_THROW(coolant.at(std::nextafter(coolant.minimum_temperature(), 0)), ModelError);
    EXPECT_THROW(coolant.at(std::nextafter(coolant.maximum_temperature(), 1e9)), ModelError);
    EXPECT_THROW(coolant.at(std::numeric_limits<double>::quiet_NaN()), ModelError);
  }
}

TEST(Coolant, ARefusalNamesTheFluidTheTemperatureAndTheLimit) {
  EXPECT_EQ(refusal("ammonia", 190),
            "coolant ammonia: temperature 190.00 K (-83.15 degC) is below 195.50 K (-77.65 degC), its "
            "freezing point");
  EXPECT_EQ(refusal("ammonia", 390),
            "coolant ammonia: temperature 390.00 K (116.85 degC) is above 385.56 K (112.41 degC), 20 K below "
            "its critical "
            "point");
  EXPECT_EQ(refusal("hfe-7100", 340),
            "coolant hfe-7100: temperature 340.00 K (66.85 degC) is above 335.00 K (61.85 degC), where its "
            "table of "
            "properties ends");
  EXPECT_EQ(refusal("propylene-glycol-40", 253),
            "coolant propylene-glycol-40: temperature 253.00 K (-20.15 degC) is below 255.00 K (-18.15 "
            "degC), where its "
            "table of properties begins");
  EXPECT_EQ(refusal("propylene-glycol-40", 250),
            "coolant propylene-glycol-40: temperature 250.00 K (-23.15 degC) is below 251.64 K (-21.51 "
            "degC), its freezing "
            "point");
}

TEST(Coolant, AnUnknownNameIsAnsweredWithTheNearestAndAll) {
  try {
    Coolant::named("amonia");
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_EQ(std::string(error.what()),
              "coolant = \"amonia\" is not known; the nearest is \"ammonia\"; known are ammonia, water, "
              "propylene-glycol-25, propylene-glycol-40, propylene-glycol-50, hfe-7100, toluene");
  }
}

TEST(Coolant, TheCatalogueDescribesEachNameOnce) {
  std::set<std::string> names;
  for (const auto& entry : coolant_catalogue()) {
    EXPECT_EQ(&Coolant::named(entry.name), &Coolant::named(entry.name));  // one shared object
    EXPECT_EQ(Coolant::named(entry.name).name(), entry.name);
    EXPECT_NE(entry.text.find("degC"), std::string::npos);
    EXPECT_EQ(entry.text.find('\n'), std::string::npos);
    names.insert(entry.name);
  }
  EXPECT_EQ(names.size(), coolant_names().size());
}

}  // namespace
}  // namespace sunrack
