// "Run the chips 20 % hotter in kelvin and the radiator's mass halves": does it survive?
//
// The claim in layers: ideal area, with a sink, radiator or junction scaled, the thermal subsystem, the whole
// satellite without and with leakage, and the boundary of thermal runaway. Numbers forced as in the hand
// calculation of docs/validation.md, then the same question to the full model. Read first: 03.

#include <cmath>
#include <cstdio>

#include "physics/require.h"
#include "satellite/plot.h"
#include "satellite/spec_file.h"
#include "satellite/twenty_percent.h"

using namespace sunrack;

namespace {

void print_ratio(const std::optional<double>& ratio) {
  if (ratio)
    std::printf("%11.3f", *ratio);
  else
    std::printf("%11s", "-");
}

void print_layer(const HotterLayer& layer) {
  std::printf("%-34s%9.1f%9.1f", layer.name.c_str(), layer.junction_temperature - 273.15,
              layer.radiator_temperature - 273.15);
  print_ratio(layer.area_ratio), print_ratio(layer.thermal_ratio), print_ratio(layer.satellite_ratio);
  std::printf("  %s\n", layer.no_answer.c_str());
}

/// The share of leakage in IT power at which the 20 % hotter design runs away, against the doubling interval:
/// the gain is proportional to the share, so the boundary is its inverse at a share of one.
LineSeries runaway_boundary(const std::string& name, const HotterBase& base) {
  LineSeries series{.name = name, .points = {}};
  const double rise = 0.2 * base.radiator_temperature;
  for (double interval = 15; interval <= 60.001; interval += 1) {
    const double share =
        1 / leakage_loop_gain(base.junction_to_radiator(), rise,
                              {.name = "boundary", .share = 1, .doubling_interval = interval});
    series.points.emplace_back(interval, 100 * share);
  }
  return series;
}

/// kg/kW of the full model with the junction 20 % hotter, or why there is none.
void ask_the_full_model(double leakage_share) {
  SatelliteSpec spec = preset("reference-2026");
  spec.compute.leakage_share = leakage_share;
  spec.coolant.fluid = "water";       // ammonia ends at 112 degC
  spec.compute.memory_limit = 453.0;  // [K] as if the memory did not mind
  const double cool = size_satellite(spec).specific_mass * 1e3;
  spec.compute.junction_temperature = 1.2 * 358.15;
  try {
    const double hot = size_satellite(spec).specific_mass * 1e3;
    std::printf("  leakage share %4.2f: %.1f kg/kW at 85 degC, %.1f at 157 degC (%+.1f %%)\n", leakage_share,
                cool, hot, 100 * (hot / cool - 1));
  } catch (const ModelError& error) {
    std::printf("  leakage share %4.2f: %.1f kg/kW at 85 degC, none at 157 degC: %s\n", leakage_share, cool,
                error.what());
  }
}

}  // namespace

int main() {
  LinePlot plot{.title = "Leakage beyond which a 20 % hotter radiator has no steady state",
                .x_label = "temperature rise that doubles leakage [K]",
                .y_label = "leakage share of IT power at the base design [%]",
                .series = {},
                .y_from_zero = true};
  for (const char* name : {"hand-calculation-2026", "hand-calculation-2030"}) {
    const SatelliteSpec spec = preset(name);
    std::printf("\n%s\n%-34s%9s%9s%11s%11s%11s\n", name, "layer", "Tj degC", "Tr degC", "area", "thermal",
                "satellite");
    for (const HotterLayer& layer : twenty_percent_layers(spec)) print_layer(layer);
    print_layer(hotter_satellite(spec));
    for (const LeakageCase& leakage : leakage_cases()) {
      const LeakageLayer layer = leakage_layer(spec, leakage);
      print_layer(layer.held), print_layer(layer.feedback), print_layer(layer.sized);
    }
    plot.series.push_back(runaway_boundary(name, hotter_base(spec)));
  }
  std::printf("\nThe full model (reference-2026 on water, memory limit lifted):\n");
  for (double share : {0.0, 0.05, 0.10, 0.15, 0.30}) ask_the_full_model(share);
  try {
    write_plot("runaway_boundary.svg", plot,
               {.version = "example", .revision = "04_twenty_percent_hotter", .spec = "hand calculations"});
  } catch (const PlotError& error) {
    std::printf("no plot: %s\n", error.what());
  }
  std::printf(
      "The area more than halves (0.482 ideal); the satellite does not, and with today's leakage it grows or "
      "runs away.\n");
}
