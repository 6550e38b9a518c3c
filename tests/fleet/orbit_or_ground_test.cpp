#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "fleet/orbit_or_ground_report.h"
#include "fleet/orbit_or_ground_study.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {
namespace {

using namespace units;

const OrbitOrGround& model() {
  static const OrbitOrGround one(preset("aggressive-2030"), prices_of_2030());
  return one;
}
const OrbitOrGroundStudy& study() {
  static const OrbitOrGroundStudy one = orbit_or_ground_study(model(), {.draws = 100});
  return one;
}
std::size_t place(const std::string& key) {
  for (std::size_t i = 0; i < cost_quantities().size(); ++i)
    if (cost_quantities()[i].key == key) return i;
  throw std::invalid_argument(key);
}
OrbitOrGroundAnswer with(std::initializer_list<std::pair<const char*, const char*>> fixed) {
  OrbitOrGround own = model();
  for (const auto& [key, number] : fixed) fix_input(own.inputs, "test", key, number);
  return own.at(InputValues(own.inputs, nominal_values(own.inputs)));
}

TEST(OrbitOrGroundStudy, EveryInputHasARangeASourceAndEveryPriceItsYear) {
  std::set<std::string> keys;
  for (const UncertainInput& input : model().inputs) {
    EXPECT_TRUE(keys.insert(input.key).second) << input.key;
    EXPECT_LE(input.range.low, input.range.nominal) << input.key;
    EXPECT_LE(input.range.nominal, input.range.high) << input.key;
    EXPECT_FALSE(input.source.empty()) << input.key;
    if (input.unit.starts_with("$")) {
      EXPECT_GE(input.year, 2020) << input.key;
    }
  }
  for (const char* key : {"launch_price", "array_price", "grid_price", "gas_price", "battery_price",
                          "lifetime.activation_energy", "solar_array.structure_areal_mass"})
    EXPECT_TRUE(keys.contains(key)) << key;
}

TEST(OrbitOrGroundStudy, RangesAreOrderedAndTheBreakEvenPriceMakesBothEqual) {
  for (const CostRange& range : study().ranges) {
    EXPECT_LE(range.p10, range.p50);
    EXPECT_LE(range.p50, range.p90);
  }
  ASSERT_TRUE(study().nominal);
  // Negative where not even a free launch is enough: by hand it could not be set.
  std::vector<double> values = nominal_values(model().inputs);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (model().inputs[i].key == "launch_price") values[i] = study().nominal->break_even;
  EXPECT_NEAR(model().at(InputValues(model().inputs, values)).ratio(), 1, 1e-9);
}

// By hand: 10 $/W over 15 years at 10 % is 1315 $, 1.15 x 8766 h at 75 $/MWh 756 $, upkeep 300 $.
TEST(OrbitOrGroundStudy, TheGroundsBillIsThatOfItsParts) {
  ASSERT_TRUE(study().nominal);
  const YearlyCost& grid = study().nominal->grid;
  EXPECT_NEAR(grid.facility, 1314.7, 0.1);
  EXPECT_NEAR(grid.supply, 756.1, 0.1);
  EXPECT_NEAR(grid.upkeep, 300, 1e-9);
  // 4 % of dies and memory and 1 % of boards at the ground's own temperatures; infants fade over five years.
  EXPECT_GT(study().nominal->ground_failures, 0.04);
  EXPECT_LT(study().nominal->ground_failures, 0.05);
}

TEST(OrbitOrGroundStudy, WithoutFailuresAllThatIsLitIsOn) {
  const OrbitOrGroundAnswer answer = with({{"lifetime.random_rate", "0"},
                                           {"lifetime.board_rate", "0"},
                                           {"lifetime.infant_failures", "0"},
                                           {"lifetime.lethal_dose", "0"},
                                           {"lifetime.satellite_loss", "0"},
                                           {"lifetime.fatigue_cycles", "1e9"},
                                           {"lifetime.qualified_life", "100"}});
  EXPECT_NEAR(answer.on_share, 0.957, 0.01);  // 4.3 % of the year is dark
  EXPECT_GT(answer.on_share, 2 * study().nominal->on_share);
  EXPECT_LT(answer.ground_failures, 1e-4);
}

TEST(OrbitOrGroundStudy, CheaperLaunchesAndDearerPowerFavourOrbit) {
  EXPECT_LT(with({{"launch_price", "10"}}).ratio(), study().nominal->ratio());
  EXPECT_LT(with({{"facility_price", "14"}}).ratio(), study().nominal->ratio());
  EXPECT_GT(with({{"array_price", "20"}}).ratio(), study().nominal->ratio());
  const OrbitOrGroundAnswer dear = with({{"grid_price", "1000"}, {"gas_price", "100"}});
  EXPECT_EQ(dear.cheapest, GroundSupply::solar);
}

TEST(OrbitOrGroundStudy, AColderJunctionIsCheaper) {
  const SatelliteSpec cool = at_least_cost(preset("aggressive-2030"), prices_of_2030(), "cool");
  const OrbitOrGround own(cool, prices_of_2030());
  const auto answer = own.at(InputValues(own.inputs, nominal_values(own.inputs)));
  EXPECT_LT(answer.orbit.all(), 0.7 * study().nominal->orbit.all());
  EXPECT_GT(answer.on_share, 1.5 * study().nominal->on_share);
}

TEST(OrbitOrGroundStudy, DearLaunchesAskForHotterChips) {
  const auto junction = [](const char* launch_price) {
    std::vector<UncertainInput> inputs = orbit_or_ground_inputs(prices_of_2030());
    fix_input(inputs, "test", "launch_price", launch_price);
    const LifetimePrices prices = prices_as_set(prices_of_2030(), inputs);
    EXPECT_EQ(prices.launch.nominal, std::stod(launch_price));
    EXPECT_EQ(prices.hardware.nominal, prices_of_2030().hardware.nominal);
    return at_least_cost(preset("aggressive-2030"), prices, "cool").compute.junction_temperature;
  };
  EXPECT_GT(junction("20000"), junction("10")) << "kilograms of radiator weigh against dead chips";
}

TEST(OrbitOrGroundStudy, DoesNotDependOnThreads) {
  OrbitOrGroundOptions one{.draws = 40}, three{.draws = 40};
  one.study.threads = 1, three.study.threads = 3;
  const std::string a = orbit_or_ground_csv(orbit_or_ground_study(model(), one), {}),
                    b = orbit_or_ground_csv(orbit_or_ground_study(model(), three), {});
  EXPECT_EQ(a, b);
}

// A range of one value moves nothing; the widest swing comes first.
TEST(OrbitOrGroundStudy, TheTornadoIsSorted) {
  double last = INFINITY;
  for (const CostInfluence& influence : study().influences) {
    if (!influence.at_low || !influence.at_high) continue;
    const double swing = std::abs(*influence.at_high - *influence.at_low);
    EXPECT_LE(swing, last);
    last = swing;
  }
  EXPECT_EQ(orbit_or_ground_tornado(study(), 5).bars.size(), 5u);
}

TEST(OrbitOrGroundStudy, ReportsSayAllOfIt) {
  const std::string text = orbit_or_ground_text({study()});
  for (const char* word :
       {"break-even launch price", "accelerator-hour", "90 %", "activation_energy", "not even a free launch"})
    EXPECT_NE(text.find(word), std::string::npos) << word;
  const auto json = orbit_or_ground_json({study()}, {});
  const auto& quantity = json["studies"][0]["quantities"]["break_even_usd_per_kg"];
  EXPECT_EQ(quantity["p50"], study().ranges[place("break_even_usd_per_kg")].p50);
  EXPECT_EQ(json["studies"][0]["inputs"].size(), model().inputs.size());
  EXPECT_NE(orbit_or_ground_script({study()}).find("xerrorbars"), std::string::npos);
  EXPECT_THROW(orbit_or_ground_script({}), std::invalid_argument);
}

TEST(OrbitOrGroundStudy, BadInputIsRefusedByName) {
  EXPECT_THROW(orbit_or_ground_study(model(), {.draws = 3}), std::invalid_argument);
  OrbitOrGround own = model();
  EXPECT_THROW(fix_input(own.inputs, "test", "launch_prise", "1"), std::invalid_argument);
  EXPECT_THROW(with({{"mean_effectiveness", "0.5"}}), std::invalid_argument);
  EXPECT_THROW(with({{"capacity_factor", "60"}}), ModelError);
}

TEST(FirmSolar, BetweenSitesTheSizesAreBetweenTheirs) {
  const FirmSolar median = cheapest_firm_solar(solar_site("median"), {});
  const FirmSolar same = cheapest_of(firm_solar_sizes(0.24), {});
  EXPECT_NEAR(same.yearly_cost, median.yearly_cost, 1e-9 * median.yearly_cost);
  const double between = cheapest_of(firm_solar_sizes(0.28), {}).yearly_cost;
  EXPECT_LT(between, median.yearly_cost);
  EXPECT_GT(between, cheapest_of(firm_solar_sizes(0.33), {}).yearly_cost);
  // Dear batteries ask for more array.
  EXPECT_GE(cheapest_of(firm_solar_sizes(0.28), {.battery_price = 500}).rated_power,
            cheapest_of(firm_solar_sizes(0.28), {.battery_price = 50}).rated_power);
  EXPECT_THROW(firm_solar_sizes(0.05), ModelError);
  EXPECT_THROW(firm_solar_sizes(NAN), ModelError);
}

}  // namespace
}  // namespace sunrack
