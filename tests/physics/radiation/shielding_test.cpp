#include "physics/radiation/shielding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

TEST(Shielding, RangesAreThoseOfTheSourcesTables) {
  // NIST PSTAR, rows of the table: exact.
  EXPECT_NEAR(shield_range("aluminium", Penetrator::proton, 100_MeV), 10.01_g_per_cm2, 1e-9);
  EXPECT_NEAR(shield_range("aluminium", Penetrator::proton, 10_MeV), 0.1705_g_per_cm2, 1e-9);
  EXPECT_NEAR(shield_range("silicon", Penetrator::proton, 50_MeV), 2.852_g_per_cm2, 1e-9);
  // Electrons at 1 MeV: 0.555 in aluminium and 0.539 in silicon; every fourth row is carried, and a straight
  // line between them errs by up to 0.3 %.
  EXPECT_NEAR(shield_range("aluminium", Penetrator::electron, 1_MeV) / 0.555_g_per_cm2, 1, 4e-3);
  EXPECT_NEAR(shield_range("silicon", Penetrator::electron, 1_MeV) / 0.539_g_per_cm2, 1, 4e-3);
  EXPECT_NEAR(shield_range("aluminium", Penetrator::electron, 5_MeV) / 3.09_g_per_cm2, 1, 4e-3);
}

TEST(Shielding, NeighboursGiveTheElectronsRangeWithinThreePercentOfEstar) {
  // NIST ESTAR at 1 MeV [g/cm2]: copper 0.6357, polyethylene 0.4125, water 0.4367, titanium 0.6174, iron
  // 0.6321 (recalled). Radiation losses are those of the neighbour.
  EXPECT_NEAR(shield_range("copper", Penetrator::electron, 1_MeV) / 0.6357_g_per_cm2, 1, 0.05);
  EXPECT_NEAR(shield_range("polyethylene", Penetrator::electron, 1_MeV) / 0.4125_g_per_cm2, 1, 0.05);
  EXPECT_NEAR(shield_range("water", Penetrator::electron, 1_MeV) / 0.4367_g_per_cm2, 1, 0.05);
}

TEST(Shielding, RangeAndEnergyAreInverse) {
  for (const ShieldMaterial& material : shield_material_catalogue())
    for (double energy : {1e-4_MeV, 0.3_MeV, 7.7_MeV, 431_MeV}) {
      for (Penetrator particle : {Penetrator::proton, Penetrator::electron}) {
        const double range = shield_range(material.name, particle, energy);
        EXPECT_NEAR(energy_of_range(material.name, particle, range), energy, 1e-9 * energy) << material.name;
      }
    }
  EXPECT_EQ(energy_of_range("aluminium", Penetrator::proton, 0), 0);
}

TEST(Shielding, AluminiumIsItsOwnEquivalentHoweverItIsCut) {
  for (Penetrator particle : {Penetrator::proton, Penetrator::electron, Penetrator::photon}) {
    EXPECT_NEAR(equivalent_aluminium({{"aluminium", 13.5}}, particle), 13.5, 1e-9);
    EXPECT_NEAR(equivalent_aluminium({{"aluminium", 3.5}, {"aluminium", 10}}, particle), 13.5, 1e-9);
    EXPECT_EQ(equivalent_aluminium({}, particle), 0);
    EXPECT_EQ(equivalent_aluminium({{"tantalum", 0}}, particle), 0);
  }
}

TEST(Shielding, HydrogenStopsMorePerMassAndHeavyMetalsLess) {
  const auto equivalent = [](const char* material, Penetrator particle) {
    return equivalent_aluminium({{material, 20}}, particle);
  };
  EXPECT_GT(equivalent("polyethylene", Penetrator::proton), 1.3 * 20);
  EXPECT_GT(equivalent("water", Penetrator::proton), 1.2 * 20);
  EXPECT_LT(equivalent("copper", Penetrator::proton), 0.9 * 20);
  EXPECT_LT(equivalent("tantalum", Penetrator::proton), 0.75 * 20);
  EXPECT_GT(equivalent("polyethylene", Penetrator::electron), equivalent("copper", Penetrator::electron));
}

TEST(Shielding, TheOrderOfLayersHardlyMatters) {
  // Stopping powers of two materials keep nearly the same ratio at all energies.
  for (Penetrator particle : {Penetrator::proton, Penetrator::electron}) {
    const double one = equivalent_aluminium({{"titanium", 10}, {"polyethylene", 10}}, particle),
                 other = equivalent_aluminium({{"polyethylene", 10}, {"titanium", 10}}, particle);
    EXPECT_NEAR(one, other, 0.03 * one);
    EXPECT_GT(one, equivalent_aluminium({{"titanium", 10}}, particle));
  }
}

TEST(Shielding, SixFacesOfACubeFillTheSphere) {
  EXPECT_NEAR(rectangle_solid_angle_fraction(2, 2, 1), 1.0 / 6, 1e-12);
  EXPECT_NEAR(rectangle_solid_angle_fraction(1e9, 1e9, 1), 0.5, 1e-6);               // half the sky
  EXPECT_NEAR(rectangle_solid_angle_fraction(1, 1, 1e3), 1e-6 / (4 * M_PI), 1e-12);  // area over 4 pi d^2
  // By its corners: about the axis the same, and parts add up to the whole wherever it is cut.
  EXPECT_NEAR(rectangle_solid_angle_fraction(-1, 1, -1, 1, 1), 1.0 / 6, 1e-12);
  EXPECT_NEAR(
      rectangle_solid_angle_fraction(2, 3, -1, 4, 0.7) + rectangle_solid_angle_fraction(3, 9, -1, 4, 0.7),
      rectangle_solid_angle_fraction(2, 9, -1, 4, 0.7), 1e-14);
  EXPECT_THROW(rectangle_solid_angle_fraction(1, 0, 0, 1, 1), std::invalid_argument);
}

TEST(Shielding, RefusesUnknownMaterialsNegativeLayersAndGapsBetweenSectors) {
  try {
    shield_material("alumnium");
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean \"aluminium\""), std::string::npos)
        << error.what();
  }
  EXPECT_THROW(shield_range("aluminium", Penetrator::proton, -1), std::invalid_argument);
  EXPECT_THROW(shield_range("aluminium", Penetrator::photon, 1_MeV), std::invalid_argument);
  EXPECT_THROW(shield_range("aluminium", Penetrator::proton, 1e5_MeV), ModelError);
  EXPECT_THROW(equivalent_aluminium({{"aluminium", -1}}, Penetrator::proton), std::invalid_argument);
  EXPECT_THROW(require_sectors({{"half", 0.5, {}}}), std::invalid_argument);
  EXPECT_THROW(require_sectors({{"none", 0, {}}, {"all", 1, {}}}), std::invalid_argument);
  EXPECT_THROW(rectangle_solid_angle_fraction(1, 1, 0), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
