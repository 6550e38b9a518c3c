#include "satellite/sizing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "physics/numerics/sampling.h"
#include "physics/require.h"
#include "physics/thermal/blackbody.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {
namespace {

using namespace units;

SatelliteSpec reference() { return preset("reference-2026"); }

TEST(Sizing, EnergyBalanceOfEveryPresetClosesToOnePartInABillion) {
  for (const std::string& name : preset_names()) {
    SCOPED_TRACE(name);
    const SatelliteDesign design = size_satellite(preset(name));
    // The march along the panel is an integration that sizing did not use; 1e-9 is the project's bar.
    EXPECT_LT(std::abs(design.energy_balance_residual), 1e-9);
    EXPECT_LT(design.convergence.last_change, 1e-11);
  }
}

TEST(Sizing, EnergyBalanceClosesForEveryFluidAttitudeAndStrategy) {
  for (const char* fluid :
       {"ammonia", "water", "propylene-glycol-25", "propylene-glycol-50", "hfe-7100", "toluene"})
    for (const char* attitude : {"edge-on-zenith", "edge-on-velocity"})
      for (const char* strategy : {"ride-through", "hibernate"}) {
        SCOPED_TRACE(std::string(fluid) + " " + attitude + " " + strategy);
        SatelliteSpec spec = reference();
        spec.coolant.fluid = fluid;
        spec.radiator.attitude = attitude;
        spec.battery_strategy = strategy;
        const SatelliteDesign design = size_satellite(spec);
        EXPECT_LT(std::abs(design.energy_balance_residual), 1e-9);
      }
}

TEST(Sizing, EnergyBalanceClosesForDesignsDrawnFromTheWholeRange) {
  const char* fluids[] = {"ammonia",  "water",  "propylene-glycol-25", "propylene-glycol-50",
                          "hfe-7100", "toluene"};
  int answered = 0;
  for (std::uint64_t i = 0; i < 300; ++i) {
    const auto draw = [&](std::uint32_t dimension) { return uniform_random(1, i, dimension); };
    SatelliteSpec spec = reference();
    spec.coolant.fluid = fluids[static_cast<int>(draw(0) * 6)];
    spec.coolant.rise = 1 + draw(1) * 25;
    spec.radiator.tube_spacing = 0.03 + draw(2) * 0.3;
    spec.radiator.tube_inner_diameter = 0.003 + draw(3) * 0.012;
    spec.radiator.face_sheet_thickness = 1e-4 + draw(4) * 8e-4;
    spec.compute.junction_temperature = 320 + draw(5) * 70;
    spec.orbit.altitude = 400e3 + draw(6) * 1e6;
    spec.battery_strategy = draw(7) < 0.5 ? "ride-through" : "hibernate";
    spec.radiator.tube_length = 1 + draw(8) * 30;
    spec.compute.it_power = 1e3 * std::pow(10, draw(9) * 3);
    spec.orbit.local_time_ascending_node = draw(10) * 86400;
    try {
      EXPECT_LT(std::abs(size_satellite(spec).energy_balance_residual), 1e-9) << i;
      ++answered;
    } catch (const ModelError&) {
      // Frozen or boiling coolant, Reynolds numbers beyond the correlations: no design, hence no balance.
    }
  }
  EXPECT_GT(answered, 250);
}

TEST(Sizing, AllPowerTakenFromTheArrayIsHeatOrStored) {
  SatelliteSpec spec = reference();
  spec.battery_strategy = "ride-through";
  const PowerBalance power = size_satellite(spec).power;
  EXPECT_NEAR(power.array - power.battery_charge,
              power.computers + power.pump + power.avionics + power.communications + power.conversion_loss,
              1e-6);
  EXPECT_NEAR(power.heat, power.array - power.battery_charge + power.battery_loss, 1e-6);
}

TEST(Sizing, MassBudgetSumsToTheMassAndBoundariesNest) {
  const SatelliteSpec spec = reference();
  const SatelliteDesign design = size_satellite(spec);
  double sum = 0;
  for (const MassItem& item : design.budget.items) {
    EXPECT_GE(item.mass, 0) << item.name;
    EXPECT_FALSE(item.basis.empty()) << item.name;
    sum += item.mass;
  }
  EXPECT_NEAR(sum, design.mass, 1e-9 * sum);
  double inner = 0;
  for (AccountingBoundary boundary : accounting_boundary_list()) {
    EXPECT_GT(mass_inside(design.budget, boundary), inner);
    inner = mass_inside(design.budget, boundary);
  }
  EXPECT_NEAR(inner, design.mass, 1e-9 * sum);
}

TEST(Sizing, PanelAreaIsProportionalToHeatAtFixedTemperature) {
  // With everything that does not scale taken out (bus loads, array's back), twice the IT power needs twice
  // the panel.
  SatelliteSpec spec = reference();
  spec.radiator.array_view_factor = 0;
  spec.radiator.meteoroid_allowance = 0.7;  // oversize against punctures grows more slowly than the panel
  spec.bus.avionics_power = spec.bus.communications_power = 0;
  spec.coolant.pump_fraction = 0.01;
  const double one = size_satellite(spec).radiator.area;
  spec.compute.it_power *= 2;
  EXPECT_NEAR(size_satellite(spec).radiator.area / one, 2, 1e-9);
}

TEST(Sizing, InTheIdealLimitTwentyPercentHotterNeedsTheFourthPowerLess) {
  // No sink, no fin, no drop, isothermal: area ~ T^-4, 1.2^-4 = 0.482. The coolant's rise is finite; 0.5 K at
  // 300 K moves the mean of T^-4 by (0.5/300)^2 / 12 of itself times 10, and the enthalpy is shared by both:
  // 1e-5 holds.
  SatelliteSpec spec = reference();
  spec.radiator.sink_temperature = 0;
  spec.radiator.meteoroid_allowance = 0.7;  // no oversize against punctures
  spec.radiator.fin_efficiency = 1;
  spec.radiator.coolant_to_root_drop = 0;
  spec.coolant.fluid = "water";
  spec.coolant.rise = 0.5_K;
  spec.coolant.pump_fraction = 0;
  spec.compute.leakage_share = 0;
  spec.compute.junction_to_coolant_drop = 1_K;
  spec.compute.memory_limit = 179_degC;
  spec.compute.junction_temperature = 301_K + 0.25_K;
  const double cool = size_satellite(spec).radiator.area;
  spec.compute.junction_temperature = 361_K + 0.25_K;
  EXPECT_NEAR(size_satellite(spec).radiator.area / cool, std::pow(1.2, -4), 1e-5);
}

TEST(Sizing, LeakageMakesHotterChipsDrawMoreAndColderLess) {
  SatelliteSpec spec = reference();
  EXPECT_NEAR(size_satellite(spec).compute.electrical_power, spec.compute.it_power,
              1e-6);  // at its reference
  spec.compute.junction_temperature = 75_degC;
  EXPECT_LT(size_satellite(spec).compute.electrical_power, spec.compute.it_power);
  spec.compute.junction_temperature = 95_degC;
  EXPECT_GT(size_satellite(spec).compute.electrical_power, spec.compute.it_power);
}

TEST(Sizing, HotEnvironmentNeedsMorePanelThanCold) {
  SatelliteSpec spec = reference();
  const double hot = size_satellite(spec).radiator.area;
  spec.environment.radiator_case = "cold";
  EXPECT_LT(size_satellite(spec).radiator.area, hot);
}

TEST(Sizing, RidingThroughEclipsesCostsABatteryAndKeepsAllComputeHours) {
  SatelliteSpec spec = reference();
  const SatelliteDesign dark = size_satellite(spec);
  spec.battery_strategy = "ride-through";
  const SatelliteDesign through = size_satellite(spec);
  EXPECT_GT(through.battery.mass, 5 * dark.battery.mass);
  EXPECT_EQ(through.compute_availability, 1);
  EXPECT_NEAR(dark.compute_availability, dark.environment.eclipse.sunlit_fraction, 1e-12);
}

TEST(Sizing, MeasuresMassPerPeakAndPerAverageKilowatt) {
  SatelliteSpec spec = reference();
  spec.compute.average_load = 0.8;
  const SatelliteDesign design = size_satellite(spec);
  const double peak = specific_mass(design, spec, AccountingBoundary::satellite, "peak");
  EXPECT_NEAR(peak, design.mass / spec.compute.it_power, 1e-12);
  EXPECT_NEAR(specific_mass(design, spec, AccountingBoundary::satellite, "average"), peak / 0.8, 1e-12);
}

std::string reason_of(const SatelliteSpec& spec) {
  try {
    size_satellite(spec);
  } catch (const ModelError& error) {
    return error.what();
  }
  return "";
}

TEST(Sizing, ThermalRunawayIsAnAnswer) {
  SatelliteSpec spec = reference();
  spec.compute.leakage_share = 0.5;
  spec.compute.leakage_doubling_interval = 10_K;
  spec.compute.junction_temperature = 110_degC;
  spec.compute.memory_limit = 150_degC;
  EXPECT_NE(reason_of(spec).find("thermal runaway"), std::string::npos) << reason_of(spec);
}

TEST(Sizing, TheRunawayShareThatItStatesIsWhereRunawayBegins) {
  SatelliteSpec spec = reference();
  spec.compute.leakage_doubling_interval = 10_K;
  const SatelliteDesign design = size_satellite(spec);
  ASSERT_LT(design.stability.gain, 1);
  // At the reference temperature the share scales the slope and nothing else: the design stays the same.
  spec.compute.leakage_share = design.stability.runaway_leakage_share * 1.001;
  EXPECT_NE(reason_of(spec).find("thermal runaway"), std::string::npos);
  spec.compute.leakage_share = design.stability.runaway_leakage_share * 0.999;
  EXPECT_NO_THROW(size_satellite(spec));
}

TEST(Sizing, ASinkWarmerThanTheCoolantHasNoPanel) {
  SatelliteSpec spec = reference();
  spec.radiator.sink_temperature = 330_K;
  EXPECT_NE(reason_of(spec).find("no area is enough"), std::string::npos) << reason_of(spec);
}

TEST(Sizing, WithoutABatteryEclipsesAreRefusedAndAnOrbitWithoutThemIsNot) {
  SatelliteSpec spec = reference();
  spec.battery_strategy = "none";
  EXPECT_THROW(size_satellite(spec), std::invalid_argument);
  spec.orbit.altitude = 1450_km;  // above the 1391 km where a dawn-dusk orbit has no eclipse
  const SatelliteDesign design = size_satellite(spec);
  EXPECT_EQ(design.battery.mass, 0);
  EXPECT_EQ(design.compute_availability, 1);
}

TEST(Sizing, EachMissingAnswerIsToldInOneExactMessage) {
  const auto told = [](const std::vector<std::string>& overrides) -> std::string {
    SatelliteSpec spec = reference();
    apply_overrides(spec, overrides);
    try {
      size_satellite(spec);
    } catch (const std::exception& error) {
      return error.what();
    }
    return "a design";
  };
  EXPECT_EQ(
      told({"battery.strategy=none"}),
      "battery.strategy = none: no battery, but eclipses of 21.1 min and 3000 W to keep alive; accepted are "
      "ride-through and hibernate, or an orbit without eclipses");
  EXPECT_EQ(
      told({"coolant.fluid=water", "compute.junction_temperature=35"}),
      "coolant water: temperature 270.77 K (-2.38 degC) is below 273.16 K (0.01 degC), its freezing point");
  EXPECT_EQ(told({"coolant.fluid=hfe-7100", "compute.junction_temperature=105", "compute.memory_limit=130"}),
            "coolant hfe-7100: temperature 335.46 K (62.31 degC) is above 335.00 K (61.85 degC), where its "
            "table of "
            "properties ends");
  EXPECT_EQ(told({"radiator.sink_temperature=330"}),
            "the panel absorbs as much as it emits at 330 K: no area is enough (coolant at 317.91 K, tube "
            "root at 317.91 "
            "K, absorbed 1223.88 W/m^2)");
  EXPECT_EQ(told({"compute.leakage_share=0.5", "compute.leakage_doubling_interval=10",
                  "compute.junction_temperature=110", "compute.memory_limit=150"}),
            "thermal runaway: at a junction of 383.15 K each kelvin makes gb300 leak 5.458 K worth of heat "
            "more; no "
            "coolant can hold it");
  EXPECT_EQ(told({"coolant.rise=0.5"}),
            "pump runaway: to carry the heat with a coolant rise of 0.50 K the pump would need 308.3 kW for "
            "100 kW of "
            "computers (1028 kPa of drop, of which panel tubes 967.2 kPa); a larger coolant.rise, wider or "
            "shorter tubes "
            "would do");
}

TEST(Sizing, RefusesSpecsBuiltInCodeThatNoFileWouldPass) {
  SatelliteSpec spec = reference();
  spec.radiator.tube_spacing = -1;
  EXPECT_THROW(size_satellite(spec), std::invalid_argument);
  spec = reference();
  spec.compute.it_power = std::nan("");
  EXPECT_THROW(size_satellite(spec), std::invalid_argument);
  spec = reference();
  spec.coolant.fluid = "mercury";
  EXPECT_THROW(size_satellite(spec), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
