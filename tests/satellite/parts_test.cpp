#include <gtest/gtest.h>

#include <cmath>

#include "physics/constants.h"
#include "physics/orbit/atmosphere.h"
#include "physics/thermal/exchange.h"
#include "satellite/coolant_system.h"
#include "satellite/mass_budget.h"
#include "satellite/propulsion.h"
#include "satellite/radiator.h"
#include "satellite/sizing.h"
#include "satellite/spec_file.h"

namespace sunrack {
namespace {

TEST(CoolantSystem, TheFlowCarriesTheHeat) {
  const Coolant& water = Coolant::named("water");
  const double flow = coolant_mass_flow(1e5, 310, 330, water);
  EXPECT_NEAR(flow * water.enthalpy_rise(310, 330), 1e5, 1e-6);
  EXPECT_NEAR(flow, 1e5 / (4180 * 20), 0.001 * flow);  // water's specific heat is 4.18 kJ/kg/K within 0.1 %
}

TEST(CoolantSystem, PumpPowerIsHydraulicPowerOverEfficiency) {
  const CoolantSpec spec;
  const Coolant& ammonia = Coolant::named("ammonia");
  const CoolantSystem loop = size_coolant_system(1e5, 310, 320, 12e3, ammonia, spec);
  EXPECT_NEAR(loop.pressure_drop, loop.line_pressure_drop + 12e3 + spec.cold_plate_pressure_drop, 1e-9);
  EXPECT_NEAR(loop.pump_power,
              loop.mass_flow / ammonia.at(315).density * loop.pressure_drop / spec.pump_efficiency, 1e-9);
  EXPECT_EQ(loop.pressure, ammonia.at(320).saturation_pressure);
  // The lines run at the speed that the spec asks for.
  EXPECT_NEAR(loop.mass_flow /
                  (ammonia.at(315).density * constants::pi / 4 * loop.line_diameter * loop.line_diameter),
              spec.line_velocity, 1e-9);
}

TEST(Propulsion, DragFollowsItsLawAndManoeuvresTheRocketEquation) {
  PropulsionSpec spec;
  const Propellant propellant = size_propellant(4000, 20, 600e3, 1e8, spec);
  const double speed =
      std::sqrt(constants::earth_gravitational_parameter / (constants::earth_radius + 600e3));
  const double density = atmosphere_density(600e3, SolarActivity::mean);
  EXPECT_NEAR(propellant.drag_force, 0.5 * density * speed * speed * spec.drag_coefficient * 20, 1e-12);
  const double exhaust = spec.specific_impulse * constants::standard_gravity;
  EXPECT_NEAR(exhaust * std::log((4000 + propellant.manoeuvre_mass) / 4000), spec.manoeuvre_speed, 1e-9);
  EXPECT_NEAR(propellant.mass, propellant.drag_force * 1e8 / exhaust + propellant.manoeuvre_mass, 1e-12);
}

TEST(Radiator, ArealMassIsTheSumOfItsLayers) {
  const SatelliteSpec spec = preset("reference-2026");
  const RadiatorArealMass mass = size_satellite(spec).radiator.areal_mass;
  EXPECT_NEAR(mass.total,
              mass.face_sheets + mass.core + mass.tubes + mass.coolant + mass.coating +
                  mass.meteoroid_allowance + mass.deployment,
              1e-12);
  EXPECT_NEAR(mass.face_sheets, 2 * 0.254e-3 * 2700, 1e-12);
}

TEST(Radiator, ViewOfTheArrayIsTheClosedFormAndFadesWithDistance) {
  RadiatorSpec spec;
  spec.standoff = 0;
  EXPECT_NEAR(array_view_factor(spec, 20, 8, 14), view_factor_perpendicular_rectangles(20, 8, 7), 1e-12);
  double last = 1;
  for (double standoff : {0.0, 1.0, 2.0, 4.0, 8.0}) {
    spec.standoff = standoff;
    EXPECT_LT(array_view_factor(spec, 20, 8, 14), last);
    last = array_view_factor(spec, 20, 8, 14);
  }
  spec.array_view_factor = 0.03;
  EXPECT_EQ(array_view_factor(spec, 20, 8, 14), 0.03);
}

TEST(MassBudget, ABoundaryTakesInAllGroupsInsideIt) {
  const MassBudget budget{.items = {{"a", MassGroup::radiator, 1, "given"},
                                    {"b", MassGroup::coolant_loop, 2, "given"},
                                    {"c", MassGroup::power, 4, "given"},
                                    {"d", MassGroup::bus, 8, "given"},
                                    {"e", MassGroup::computers, 16, "given"}}};
  EXPECT_EQ(mass_inside(budget, AccountingBoundary::panel), 1);
  EXPECT_EQ(mass_inside(budget, AccountingBoundary::thermal_loop), 3);
  EXPECT_EQ(mass_inside(budget, AccountingBoundary::thermal_and_power), 7);
  EXPECT_EQ(mass_inside(budget, AccountingBoundary::bus), 15);
  EXPECT_EQ(total_mass(budget), 31);
  for (AccountingBoundary boundary : accounting_boundary_list())
    EXPECT_EQ(accounting_boundary(accounting_boundary_name(boundary)), boundary);
  EXPECT_THROW(accounting_boundary("everything"), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
