#include "physics/radiation/trapped.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "physics/radiation/anomaly_map.h"
#include "physics/radiation/data_file.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

constexpr TrappedModel models[] = {TrappedModel::ap8_min, TrappedModel::ap8_max, TrappedModel::ae8_min,
                                   TrappedModel::ae8_max};

TEST(Trapped, TablesReproduceEveryNodeExactly) {
  for (const TrappedModel model : models) {
    const TrappedTable& table = trapped_table(model);
    const TrappedEnergies energies(model, table.energies);
    const std::size_t width = table.energies.size();
    std::vector<double> flux(width);
    for (std::size_t i = 0; i < table.l.size(); i += 5)
      for (std::size_t k = 0; k < TrappedTable::steps; ++k) {
        const double left = 1 - double(k) / 60;
        trapped_flux(energies, table.l[i], std::exp(table.log_ratio[i] * (1 - left * left)), flux);
        for (std::size_t e = 0; e < width; ++e) {
          const double log_flux = double(table.log_flux[(i * TrappedTable::steps + k) * width + e]);
          const double wanted = log_flux > 0 ? 1e4 * std::pow(10, log_flux) : 0;
          // exp and log of B/B0 lose some 1e-13 of the place between nodes.
          ASSERT_NEAR(flux[e], wanted, 1e-9 * wanted + 1e-3)
              << table.name << " L " << table.l[i] << " k " << k;
        }
      }
  }
}

TEST(Trapped, PublishedNodesStandInTheTable) {
  // AE8 MAX at L = 3.5 on the equator: log10 of the flux above 0.04, 1 and 7 MeV is 7.756, 6.332, 0.242.
  const TrappedEnergies energies(TrappedModel::ae8_max, {0.04_MeV, 1_MeV, 7_MeV});
  double flux[3];
  trapped_flux(energies, 3.5, 1, flux);
  EXPECT_NEAR(std::log10(flux[0] / 1e4), 7.756, 1e-6);
  EXPECT_NEAR(std::log10(flux[1] / 1e4), 6.332, 1e-6);
  EXPECT_NEAR(std::log10(flux[2] / 1e4), 0.242, 1e-6);
}

TEST(Trapped, BetweenEnergiesTheLogarithmIsLinear) {
  const TrappedEnergies energies(TrappedModel::ap8_min, {10_MeV, 12_MeV, 15_MeV});
  double flux[3];
  trapped_flux(energies, 1.6, 1.3, flux);
  EXPECT_NEAR(std::log(flux[1]), 0.6 * std::log(flux[0]) + 0.4 * std::log(flux[2]), 1e-12);
}

TEST(Trapped, ThereIsNothingOutsideTheBelts) {
  const TrappedEnergies energies(TrappedModel::ap8_min, {1_MeV});
  double flux[1];
  for (const auto& [l, ratio] : {std::pair{1.05, 1.0}, std::pair{7.5, 1.0}, std::pair{3.0, 1e4}}) {
    trapped_flux(energies, l, ratio, flux);
    EXPECT_EQ(flux[0], 0) << l << " " << ratio;
  }
  trapped_flux(energies, 2, 0.99, flux);
  double equator[1];
  trapped_flux(energies, 2, 1, equator);
  EXPECT_EQ(flux[0], equator[0]);
}

TEST(Trapped, ABeltIsRefusedInAnotherField) {
  const GeomagneticField modern = igrf_14(2020);
  EXPECT_THROW(require_belt_field(TrappedModel::ap8_min, modern, FieldEpochRule::enforce),
               std::invalid_argument);
  EXPECT_THROW(require_belt_field(TrappedModel::ap8_max, jensen_cain_1960(), FieldEpochRule::enforce),
               std::invalid_argument);
  EXPECT_NO_THROW(require_belt_field(TrappedModel::ap8_min, modern, FieldEpochRule::expert));
  for (const TrappedModel model : models)
    EXPECT_NO_THROW(require_belt_field(model, belt_field(model), FieldEpochRule::enforce));
}

TEST(Trapped, TheModernFieldWouldGiveSeveralTimesTheProtons) {
  const TrappedEnergies protons(TrappedModel::ap8_min, {10_MeV});
  const TrappedEnergies* const belts[] = {&protons};
  const OrbitSamples orbit = orbit_samples(circular_orbit(400_km, 51.6_deg), 24, 96);
  const GeomagneticField modern = igrf_14(2015);
  const double own = trapped_orbit_average(belts, orbit)[0][0],
               wrong = trapped_orbit_average(belts, orbit,
                                             {.field = &modern, .rule = FieldEpochRule::expert})[0][0];
  EXPECT_NEAR(wrong / own, 6.6, 0.3);  // 109 over 16.6, 3 % for the coarse orbit
}

TEST(Trapped, ThreadsDoNotChangeTheAverage) {
  const TrappedEnergies protons(TrappedModel::ap8_min, {10_MeV}), electrons(TrappedModel::ae8_max, {1_MeV});
  const TrappedEnergies* const belts[] = {&protons, &electrons};
  const OrbitSamples orbit = orbit_samples(circular_orbit(600_km, 98_deg), 10, 60);
  EXPECT_EQ(trapped_orbit_average(belts, orbit, {.threads = 1}),
            trapped_orbit_average(belts, orbit, {.threads = 3}));
}

TEST(Trapped, ASpectrumKeepsTheIntegralFluxes) {
  const auto& energies = TrappedEnergies::standard(TrappedModel::ap8_min);
  std::vector<double> flux(energies.energies().size());
  trapped_flux(energies, 1.5, 1.1, flux);
  const Spectrum spectrum = trapped_spectrum(energies, flux);
  for (std::size_t i = 0; i < flux.size(); ++i)
    EXPECT_NEAR(integral_flux(spectrum, energies.energies()[i]) / flux[i], 1, 1e-9);
}

TEST(Trapped, TheAnomalyStandsOverTheSouthAtlantic) {
  const AnomalyMap map = anomaly_map(TrappedModel::ap8_min, 10_MeV, 500_km, 37, 73);
  std::size_t most = 0;
  for (std::size_t i = 0; i < map.flux.size(); ++i)
    if (map.flux[i] > map.flux[most]) most = i;
  const double latitude = map.latitude[most / 73] / 1_deg, longitude = map.longitude[most % 73] / 1_deg;
  EXPECT_GT(latitude, -45);
  EXPECT_LT(latitude, -20);
  EXPECT_GT(longitude, -60);
  EXPECT_LT(longitude, -20);
}

TEST(Trapped, ATableCutShortIsRefusedByName) {
  const std::string text(radiation_data_file("ap8_min.csv"));
  EXPECT_NO_THROW(parse_trapped_table("ap8_min.csv", text));
  try {
    parse_trapped_table("ap8_min.csv", text.substr(0, text.size() / 2));
    FAIL() << "half a table was read";
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("ap8_min.csv"), std::string::npos) << error.what();
  }
  EXPECT_THROW(parse_trapped_table("t", ""), std::invalid_argument);
  EXPECT_THROW(parse_trapped_table("t", "E,1,2,3\nL,1.1,2\nx\n"), std::invalid_argument);
  EXPECT_THROW(parse_data("t", "a,b\n1,2\n3\n"), std::invalid_argument);
}

TEST(Trapped, BadInputIsRefusedByName) {
  EXPECT_THROW(TrappedEnergies(TrappedModel::ap8_min, {0.05_MeV}), std::invalid_argument);
  EXPECT_THROW(TrappedEnergies(TrappedModel::ae8_min, {8_MeV}), std::invalid_argument);
  EXPECT_THROW(TrappedEnergies(TrappedModel::ae8_min, {2_MeV, 1_MeV}), std::invalid_argument);
  const TrappedEnergies one(TrappedModel::ap8_min, {1_MeV});
  double flux[2];
  EXPECT_THROW(trapped_flux(one, 2, 1, flux), std::invalid_argument);
  EXPECT_THROW(trapped_flux(one, std::nan(""), 1, std::span(flux, 1)), std::invalid_argument);
  EXPECT_THROW(trapped_flux(one, 2, -1, std::span(flux, 1)), std::invalid_argument);
  EXPECT_THROW(anomaly_map(TrappedModel::ap8_min, 1_MeV, 100_km), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
