#include "satellite/twenty_percent.h"

#include <cmath>

#include "chips/leakage.h"
#include "physics/thermal/blackbody.h"
#include "physics/units.h"
#include "satellite/spec_file.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

double change_in_percent(const HotterLayer& layer) { return (layer.satellite_ratio.value() - 1) / 1_percent; }

/// [-] area of a panel without a sink at `factor` times the temperature over the one at `temperature`, both
/// sized.
double sized_ideal_ratio(double temperature, double factor) {
  const Coolant& water = Coolant::named("water");
  const RadiatorPanelGeometry geometry{.tube_spacing = 0.1_m,
                                       .tube_inner_diameter = 6_mm,
                                       .tube_wall = 1_mm,
                                       .tube_length = 8_m,
                                       .fin_thickness = 0.5_mm,
                                       .conductivity = 170};
  const RadiatorFace face{.emissivity = 0.9};
  const auto flux = [&](double at) {
    return panel_point(at, water, 0.01, geometry, face, face,
                       {.fin_efficiency = 0.9, .coolant_to_root_drop = 0})
        .net_flux;
  };
  return flux(temperature) / flux(factor * temperature);
}

void leakage_rows(Published& figures, const SatelliteSpec& base, const std::string& scenario, int& answers) {
  for (const LeakageCase& leakage : leakage_cases()) {
    const LeakageLayer layer = leakage_layer(base, leakage);
    const std::string id = "20 % " + leakage.name + " " + scenario;
    figures.computed(id + " area", layer.held.area_ratio.value());
    figures.computed(id + " satellite", change_in_percent(layer.held));
    const bool runaway = !layer.feedback.area_ratio;
    figures.computed(id + " runaway", runaway ? 1 : 0);
    if (!runaway) {
      figures.computed(id + " area, feedback", *layer.feedback.area_ratio);
      figures.computed(id + " satellite, feedback", change_in_percent(layer.feedback));
    }
    if (!layer.sized.satellite_ratio) continue;
    ++answers;
    figures.computed(id + " sized", change_in_percent(layer.sized));
  }
}

/// [-] the loop gain where the last steady state stands; the share that has one is found by bisection.
double gain_at_the_edge(const SatelliteSpec& base) {
  const HotterBase start = hotter_base(base);
  LeakageCase stable{"edge", 0, 30_K}, runaway{"edge", 0.15, 30_K};
  while (runaway.share - stable.share > 1e-6) {
    LeakageCase middle{"edge", (stable.share + runaway.share) / 2, 30_K};
    (leakage_layer(base, middle).feedback.area_ratio ? stable : runaway) = middle;
  }
  const double junction = leakage_layer(base, stable).feedback.junction_temperature;
  return leakage_loop_gain(start.junction_to_radiator(), junction - start.junction_temperature, stable);
}

}  // namespace

std::vector<Claim> twenty_percent_claims() {
  Published figures("twenty_percent.csv");
  int answers = 0;
  for (const auto& [scenario, year] : {std::pair<std::string, std::string>{"A", "2026"}, {"B", "2030"}}) {
    const SatelliteSpec base = preset("hand-calculation-" + year);
    for (const HotterLayer& layer : twenty_percent_layers(base)) {
      const std::string id = "20 % layer " + layer.name + " " + scenario;
      if (layer.name == "2" || layer.name == "3b") figures.computed(id, layer.area_ratio.value());
      if (layer.name == "3a") figures.computed(id, layer.junction_temperature - 0_degC);
      if (layer.name != "4") continue;
      figures.computed(id, layer.thermal_ratio.value());
      figures.computed("20 % satellite " + scenario, change_in_percent(layer));
    }
    const HotterLayer sized = hotter_satellite(base);
    figures.computed("20 % sized area " + scenario, sized.area_ratio.value());
    figures.computed("20 % sized thermal " + scenario, sized.thermal_ratio.value());
    figures.computed("20 % sized satellite " + scenario, change_in_percent(sized));
    if (scenario == "A") {
      figures.computed("20 % layer 1", sized_ideal_ratio(hotter_base(base).radiator_temperature, 1.2));
      figures.computed("20 % claim", sized.satellite_ratio.value());
      figures.computed("20 % runaway criterion", gain_at_the_edge(base));
    }
    leakage_rows(figures, base, scenario, answers);
  }
  figures.computed("20 % sized answers", answers);

  const ChipSpec& gb300 = chip("gb300");
  figures.computed("leakage slope", die_power_slope(gb300, 85_degC) / die_power(gb300, 85_degC) / 1_percent);
  const double cold = 20_degC, hot = 1.2 * cold, sink = 200_K;
  figures.computed("20 % AI1 ratio", area_ratio_with_sink(cold, hot, sink));
  figures.computed("20 % AI1 flux", 2 * (grey_body_flux(0.9, hot) - grey_body_flux(0.9, sink)));
  return figures.claims();
}

}  // namespace sunrack
