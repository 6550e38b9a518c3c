#include "satellite/own_mass.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/units.h"
#include "satellite/radiator_technology.h"
#include "satellite/shield.h"

namespace sunrack {
namespace {

using namespace units;

OwnMass usual() {
  return {.panel_width = 10,
          .panel_height = 12,
          .panel_areal_mass = 6,
          .wing_root = 2,
          .wing_span = 20,
          .wing_chord = 7,
          .wing_areal_mass = 2,
          .structure_areal_mass = 4};
}

double share(const std::vector<ShieldSector>& sectors, const std::string& name) {
  double sum = 0;
  for (const ShieldSector& sector : sectors)
    if (sector.name.starts_with(name)) sum += sector.solid_angle_fraction;
  return sum;
}

TEST(OwnMass, TheSectorsAreTheWholeSphere) {
  for (const OwnMass& mass : {usual(), OwnMass{}}) {
    const auto sectors = own_mass_sectors({}, 5_mm, mass);
    EXPECT_NO_THROW(require_sectors(sectors));
    EXPECT_NEAR(share(sectors, "computers"), 0.5, 1e-12);  // half of the directions go through the box
  }
  EXPECT_EQ(own_mass_sectors({}, 5_mm, {}).size(), 2u);  // nothing about it: wall and computers
}

TEST(OwnMass, APanelCoversWhatItsSolidAngleIs) {
  SatelliteSpec spec;
  spec.shield.area = 6;  // an edge of 1 m: 0.25 m above the panel's plane, which begins 0.05 m away
  spec.radiator.standoff = 0;
  const auto sectors = own_mass_sectors(spec, 5_mm, usual());
  EXPECT_NEAR(share(sectors, "radiator"), rectangle_solid_angle_fraction(0.05, 12.05, -5, 5, 0.25), 1e-12);
  OwnMass endless = usual();
  endless.panel_width = endless.panel_height = 1e5;
  // A quarter of the sphere lies below and ahead, less the strip before the panel's edge: atan(0.05/0.25)/(2
  // pi).
  EXPECT_NEAR(share(own_mass_sectors(spec, 5_mm, endless), "radiator"), 0.25 - 0.03142, 1e-4);
}

TEST(OwnMass, SlantedDirectionsGoThroughMoreOfThePanel) {
  SatelliteSpec spec;
  spec.radiator.standoff = 0;
  double before = 0;
  for (const ShieldSector& sector : own_mass_sectors(spec, 5_mm, usual())) {
    if (!sector.name.starts_with("radiator")) continue;
    EXPECT_EQ(sector.outside_in.front().material, "aluminium");  // an alloy counts as its metal
    EXPECT_GT(sector.outside_in.front().areal_density, std::max(before, 6.0));
    before = sector.outside_in.front().areal_density;
  }
  EXPECT_GT(before, 5 * 6);  // edge-on
}

TEST(OwnMass, EveryMaterialOfPanelsHasARange) {
  SatelliteSpec spec;
  for (const RadiatorMaterial& material : radiator_material_catalogue()) {
    spec.radiator.material = material.name;
    EXPECT_NO_THROW(require_sectors(own_mass_sectors(spec, 5_mm, usual()))) << material.name;
  }
}

TEST(OwnMass, MassShieldsTheBoards) {
  const SatelliteSpec spec;
  const MissionRadiation radiation = mission_radiation(spec, 97.8_deg);
  const auto dose = [&](const OwnMass& mass) {
    return radiation.dose_behind(own_mass_sectors(spec, 5_mm, mass)).total();
  };
  OwnMass heavier = usual();
  heavier.panel_areal_mass *= 2;
  EXPECT_LT(dose(usual()), dose({}));
  EXPECT_LT(dose(heavier), dose(usual()));
  EXPECT_THROW(own_mass_sectors(spec, 5_mm, {.structure_areal_mass = -1}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
