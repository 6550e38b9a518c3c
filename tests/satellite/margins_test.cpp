#include "satellite/margins.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

const RadiatorMargin& margin_of(const std::vector<RadiatorMargin>& margins, const std::string& effect) {
  return *std::find_if(margins.begin(), margins.end(), [&](const auto& one) { return one.effect == effect; });
}

TEST(RadiatorMargins, EveryEffectCostsAreaAndMass) {
  const auto margins = radiator_margins({});
  EXPECT_EQ(margins.size(), 10u);
  for (const RadiatorMargin& margin : margins) {
    EXPECT_TRUE(margin.reason.empty()) << margin.effect;
    EXPECT_GT(margin.area, 0) << margin.effect;
    EXPECT_GT(margin.mass, 0) << margin.effect;
  }
  EXPECT_TRUE(
      std::is_sorted(margins.begin(), margins.end(), [](auto& a, auto& b) { return a.area > b.area; }));
}

TEST(RadiatorMargins, AreaMarginIsItsOwnShareOfTheArea) {
  const SatelliteSpec spec;
  const SatelliteDesign design = size_satellite(spec);
  const double expected = design.radiator.area * spec.radiator.area_margin / (1 + spec.radiator.area_margin);
  // A wider panel sees a little more of the array; that is the rest.
  EXPECT_NEAR(margin_of(radiator_margins(spec), "area margin").area, expected, 0.05 * expected);
}

TEST(RadiatorMargins, GradientIsWhatTheInletsFluxWouldSave) {
  const SatelliteSpec spec;
  const SatelliteDesign design = size_satellite(spec);
  const auto margins = radiator_margins(spec);
  const RadiatorMargin& gradient = margin_of(margins, "temperature gradient");
  EXPECT_NEAR(gradient.area, design.radiator.area * design.radiator.panel.non_uniformity,
              1e-9 * design.radiator.area);
  // All of the panel at the inlet's coolant temperature: the flux of its first point.
  EXPECT_NEAR(gradient.mean_net_flux, design.radiator.panel.inlet.net_flux, 1e-6 * gradient.mean_net_flux);
}

TEST(RadiatorMargins, AnEffectThatTheSpecHasRemovedCostsNothing) {
  SatelliteSpec spec;
  spec.radiator.fin_efficiency = 1;
  spec.radiator.pointing_error = 0;
  spec.coolant.pump_fraction = 0;
  spec.radiator.sizing_point = "mean";
  const auto margins = radiator_margins(spec);
  for (const char* effect : {"fin efficiency", "pointing error", "pump heat", "worst position"}) {
    EXPECT_EQ(margin_of(margins, effect).area, 0) << effect;
    EXPECT_EQ(margin_of(margins, effect).mass, 0) << effect;
  }
}

TEST(RadiatorMargins, AnEmissivityGivenByTheSpecDoesNotAge) {
  SatelliteSpec spec;
  spec.radiator.emissivity = 0.8;
  spec.radiator.absorptance = 0.3;
  EXPECT_EQ(margin_of(radiator_margins(spec), "coating ageing").area, 0);
}

TEST(RadiatorMargins, ASpecWithoutAnAnswerHasNoMargins) {
  SatelliteSpec spec;
  spec.radiator.sink_temperature = 390_K;
  EXPECT_THROW(radiator_margins(spec), ModelError);
}

TEST(RadiatorMargins, AreWrittenWithUnits) {
  const auto margins = radiator_margins({});
  EXPECT_NE(margins_csv(margins, {}).find("area_m2,radiator_mass_kg,mass_kg,specific_mass_kg_per_kW"),
            std::string::npos);
  EXPECT_EQ(margins_json(margins, {})["margins"].size(), 10u);
  EXPECT_EQ(margins_plot(margins).bars.size(), 10u);
  EXPECT_NE(margins_text(margins, size_satellite({})).find("array's back"), std::string::npos);
}

}  // namespace
}  // namespace sunrack
