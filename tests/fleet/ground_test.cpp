#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "fleet/ground_power.h"
#include "fleet/ground_solar.h"
#include "fleet/orbit_or_ground.h"
#include "fleet/price.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

TEST(Price, EveryPriceHasItsYearItsSourceAndItsRange) {
  for (const Price& known : price_catalogue()) {
    EXPECT_LT(known.low, known.nominal) << known.name;
    EXPECT_LT(known.nominal, known.high) << known.name;
    EXPECT_GE(known.year, 2015) << known.name;
    EXPECT_FALSE(known.source.empty()) << known.name;
  }
  EXPECT_THROW(price("launch-2031"), std::invalid_argument);
}

TEST(Price, CapitalRecoveryPaysBackItsSum) {
  const double yearly = capital_recovery(0.08, 10);
  double present = 0;
  for (int year = 1; year <= 10; ++year) present += yearly / std::pow(1.08, year);
  EXPECT_NEAR(present, 1, 1e-12);
  EXPECT_DOUBLE_EQ(capital_recovery(0, 4), 0.25);
}

// Without a chiller a warm loop needs fans and pumps only; a chilled one follows Carnot.
TEST(Cooling, AWarmLoopNeedsNoChillerWhereACoolOneDoes) {
  const CoolingPlant warm{.supply = 45_degC}, cool{.supply = 20_degC};
  EXPECT_EQ(cooling_power_share(warm, 36_degC), warm.fans_and_pumps);
  const double lift = (36_degC + 15) - 15_degC;
  EXPECT_NEAR(cooling_power_share(cool, 36_degC), cool.fans_and_pumps + lift / (0.5 * 288.15), 1e-12);
  EXPECT_EQ(cooling_power_share(cool, 5_degC), cool.fans_and_pumps);
}

TEST(Cooling, TheWorstHourIsAboveTheMean) {
  const Climate memphis{};
  EXPECT_GT(worst_cooling_share({}, memphis), mean_cooling_share({}, memphis));
  const Climate even{.mean = 290, .yearly_amplitude = 0, .daily_amplitude = 0, .heat_wave = 0};
  EXPECT_NEAR(worst_cooling_share({}, even), mean_cooling_share({}, even), 1e-12);
}

TEST(Reserve, KOutOfNIsTheBinomialSum) {
  EXPECT_NEAR(at_least_k_of_n(2, 3, 0.9), 3 * 0.81 * 0.1 + 0.729, 1e-12);
  EXPECT_NEAR(at_least_k_of_n(0, 5, 0.3), 1, 1e-12);
  EXPECT_NEAR(at_least_k_of_n(5, 5, 0.3), std::pow(0.3, 5), 1e-12);
}

TEST(Reserve, IsTheLeastThatReachesItsTarget) {
  const GeneratorFleet fleet{};
  const GeneratorReserve reserve = generator_reserve(1e9, fleet);
  EXPECT_EQ(reserve.needed, 29);
  EXPECT_GE(reserve.availability, fleet.target);
  const int one_less = reserve.installed - 1;
  const int in_service = one_less - int(std::ceil(one_less * fleet.planned_outage));
  EXPECT_TRUE(in_service < reserve.needed ||
              at_least_k_of_n(reserve.needed, in_service, 1 - fleet.forced_outage) < fleet.target);
  // More and smaller units need a smaller share in reserve.
  GeneratorFleet small = fleet;
  small.unit_power = 5e6;
  EXPECT_LT(generator_reserve(1e9, small).margin, reserve.margin);
}

TEST(DataCenter, PartsAddUp) {
  const DataCenterPower power = data_center_power({});
  EXPECT_NEAR(power.racks, 110e3 / 72 * 135e3, 1);
  EXPECT_NEAR(power.peak, power.it + power.loss + power.cooling, 1);
  EXPECT_GT(power.peak_effectiveness, power.mean_effectiveness);
  EXPECT_THROW(data_center_power({.accelerators = 0}), std::invalid_argument);
}

TEST(Solar, AYearOfHoursHasTheSitesYield) {
  for (const SolarSite& site : solar_site_catalogue()) {
    const auto hours = solar_year_of_hours(site);
    ASSERT_EQ(hours.size(), 8760u);
    EXPECT_NEAR(std::accumulate(hours.begin(), hours.end(), 0.0) / 8760, site.capacity_factor, 1e-9)
        << site.name;
    for (const double hour : hours) ASSERT_TRUE(hour >= 0 && hour <= 1);
  }
}

// Twelve hours of sunlight a day: an array of 2 / (1 + (1 / round trip - 1) / 2)... by hand, with no loss: 2.
TEST(Solar, HalfADayOfLightNeedsTwiceThePowerAndHalfADayOfStorage) {
  std::vector<double> hours(8760);
  for (std::size_t i = 0; i < hours.size(); ++i) hours[i] = i % 24 < 12 ? 1 : 0;
  EXPECT_NEAR(unserved_energy(hours, 2, 12_h, 1), 0, 1e-12);
  EXPECT_NEAR(unserved_energy(hours, 2, 6_h, 1), 0.25, 1e-3);
  EXPECT_NEAR(unserved_energy(hours, 2, 0, 1), 0.5, 1e-12);
  EXPECT_GT(unserved_energy(hours, 2, 12_h, 0.8), 0.05);
}

TEST(Solar, BetterSitesAreCheaperAndTheAnswerKeepsItsPromise) {
  double last = 0;
  for (const char* name : {"desert", "median", "north-europe"}) {
    const FirmSolar plant = cheapest_firm_solar(solar_site(name), {}, 1e-3);
    EXPECT_LE(plant.unserved, 1e-3) << name;
    EXPECT_GT(plant.yearly_cost, last) << name;
    EXPECT_GT(plant.rated_power * solar_site(name).capacity_factor, 1) << name;
    last = plant.yearly_cost;
  }
}

TEST(OrbitOrGround, GasIsBoughtByItsHigherAndBurntByItsLowerHeatingValue) {
  GroundCosts dear;
  dear.gas = GroundCosts{}.gas + 1;
  const double more = ground_cost(dear, GroundSupply::gas).supply - ground_cost({}, GroundSupply::gas).supply;
  // One dollar per MMBtu of 293.07 kWh(HHV), of which 0.55 x 0.9023 come out, over a year at a PUE of 1.15.
  EXPECT_NEAR(more, 8766 * 1.15 / 293.07 / (0.55 * 0.9023), 0.01);
}

TEST(OrbitOrGround, BreakEvenPriceMakesBothEqual) {
  const OrbitSatellite satellite{.mass = 1913, .computers = 300, .it_power = 100e3, .availability = 0.955};
  const YearlyCost ground = ground_cost({}, GroundSupply::gas);
  OrbitCosts orbit;
  orbit.launch = break_even_launch_price(satellite, orbit, ground);
  EXPECT_NEAR(orbit_cost(satellite, orbit).all(), ground.all(), 1e-9 * ground.all());
}

TEST(OrbitOrGround, WithoutFailuresAndInterestTheSumIsDividedByTheYears) {
  const OrbitSatellite satellite{.mass = 2000, .computers = 500, .it_power = 100e3};
  const OrbitCosts costs{.launch = 100,
                         .hardware = 400,
                         .servers = 1000,
                         .life = 5,
                         .server_failures = 0,
                         .satellite_losses = 0,
                         .upkeep = 0,
                         .interest = 0};
  const YearlyCost cost = orbit_cost(satellite, costs);
  EXPECT_NEAR(cost.supply, 2000 * 100 / 100.0 / 5, 1e-9);
  EXPECT_NEAR(cost.facility, 1500 * 400 / 100.0 / 5, 1e-9);
  EXPECT_NEAR(cost.servers, 200, 1e-9);
  EXPECT_DOUBLE_EQ(mean_survival(costs), 1);
}

TEST(OrbitOrGround, DeliveryIsDiscountedAsThePaymentsAre) {
  // Levelised: capital over the present value of what is delivered. By sums over fine steps of time.
  const OrbitCosts costs{.life = 5, .server_failures = 0.3, .satellite_losses = 0.05, .interest = 0.1};
  double delivered = 0, whole = 0;
  const int steps = 200000;
  for (int i = 0; i < steps; ++i) {
    const double t = costs.life * (i + 0.5) / steps, worth = std::pow(1 + costs.interest, -t);
    delivered += worth * std::exp(-0.35 * t);
    whole += worth;
  }
  EXPECT_NEAR(mean_survival(costs), delivered / whole, 1e-9);  // midpoint rule: 1e-11
  // More than the plain mean: the early years, in which most are alive, count most.
  EXPECT_GT(mean_survival(costs), -std::expm1(-0.35 * 5) / (0.35 * 5));
}

TEST(OrbitOrGround, AFreeArrayCostsLessThanOneAtAPrice) {
  const OrbitSatellite satellite{
      .mass = 2000, .computers = 500, .it_power = 100e3, .array_mass = 400, .array_power = 120e3};
  OrbitCosts costs;
  const double by_weight = orbit_cost(satellite, costs).facility;  // the array is hardware by the kilogram
  costs.array = 0;
  const double free = orbit_cost(satellite, costs).facility;
  costs.array = 1e-6;
  EXPECT_LT(free, orbit_cost(satellite, costs).facility);
  EXPECT_LT(free, by_weight);
}

TEST(OrbitOrGround, BadInputIsRefusedByName) {
  EXPECT_THROW(ground_cost({.gas_efficiency = 0}, GroundSupply::gas), std::invalid_argument);
  EXPECT_THROW(ground_cost({}, GroundSupply::solar), std::invalid_argument);
  EXPECT_THROW(orbit_cost({.mass = 100, .computers = 200, .it_power = 1}, {}), std::invalid_argument);
  EXPECT_THROW(mean_survival({.life = 0}), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
