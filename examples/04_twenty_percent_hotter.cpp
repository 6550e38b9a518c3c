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

void print_number(const char* format, std::optional<double> number) {
  if (number)
    std::printf(format, *number);
  else
    std::printf("%10s", "-");
}

std::optional<double> celsius(double kelvin) {
  if (kelvin > 0) return kelvin - 273.15;
  return std::nullopt;  // the layer has no answer, or does not say
}

void print_layer(const std::string& label, const HotterLayer& layer) {
  std::printf("%-52s", label.c_str());
  print_number("%10.1f", celsius(layer.junction_temperature)),
      print_number("%10.1f", celsius(layer.radiator_temperature));
  print_number("%10.3f", layer.area_ratio), print_number("%10.3f", layer.thermal_ratio);
  print_number("%10.3f", layer.satellite_ratio);
  std::printf("  %s\n", layer.no_answer.c_str());
}

/// [-] Share of leakage in IT power at which the 20 % hotter design runs away. With the drop from junction to
/// radiator proportional to power, x = d (1 - L + L 2^((T_r + x - T_0) / D)); at the boundary both sides
/// touch with slope one, hence x = d (1 - L) + D / ln 2, and the share L that makes the gain one there is
/// found by bisection.
double runaway_share(const HotterBase& base, double doubling_interval) {
  const double drop = base.junction_to_radiator();
  double low = 0, high = 1;
  while (high - low > 1e-9) {
    const double share = (low + high) / 2;
    const double junction =
        1.2 * base.radiator_temperature + drop * (1 - share) + doubling_interval / std::log(2.0);
    const double gain =
        leakage_loop_gain(drop, junction - base.junction_temperature,
                          {.name = "boundary", .share = share, .doubling_interval = doubling_interval});
    (gain < 1 ? low : high) = share;
  }
  return low;
}

LineSeries runaway_boundary(const std::string& name, const HotterBase& base) {
  LineSeries series{.name = name, .points = {}};
  for (double interval = 15; interval <= 60.001; interval += 1)
    series.points.emplace_back(interval, 100 * runaway_share(base, interval));
  return series;
}

void add_bar(BarPlot& plot, const std::string& name, const std::optional<double>& ratio) {
  if (ratio) plot.bars.emplace_back(name, *ratio);
}

/// What is left of the claim, layer by layer.
BarPlot layer_plot(const SatelliteSpec& spec) {
  BarPlot plot{.title = "20 % hotter over base, " + spec.name, .x_label = "ratio of area or mass [-]"};
  const auto layers = twenty_percent_layers(spec);
  add_bar(plot, "area, ideal", layers[0].area_ratio);
  add_bar(plot, "area, with sink", layers[1].area_ratio);
  add_bar(plot, "panel and loop", layers.back().thermal_ratio);
  add_bar(plot, "satellite, no leakage", layers.back().satellite_ratio);
  for (const LeakageCase& leakage : leakage_cases()) {
    const LeakageLayer layer = leakage_layer(spec, leakage);
    char label[64];
    std::snprintf(label, sizeof label, "satellite, %.0f %% per %.0f K%s", 100 * leakage.share,
                  leakage.doubling_interval, layer.feedback.satellite_ratio ? "" : " (runs away; Tj held)");
    add_bar(plot, label,
            layer.feedback.satellite_ratio ? layer.feedback.satellite_ratio : layer.held.satellite_ratio);
  }
  return plot;
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
    std::printf("\n%s: 20 %% hotter over base\n%-52s%10s%10s%10s%10s%10s\n", name, "layer", "Tj degC",
                "Tr degC", "area", "thermal", "satellite");
    for (const HotterLayer& layer : twenty_percent_layers(spec))
      print_layer(layer.name + " " + layer.meaning, layer);
    print_layer("  the same, sized in full", hotter_satellite(spec));
    for (const LeakageCase& leakage : leakage_cases()) {
      const LeakageLayer layer = leakage_layer(spec, leakage);
      char label[64];
      std::snprintf(label, sizeof label, "%s leakage %.0f %%, doubling %.0f K, Tj held", leakage.name.c_str(),
                    100 * leakage.share, leakage.doubling_interval);
      print_layer(label, layer.held);
      print_layer("   drop grows with power", layer.feedback);
      print_layer("   sized in full", layer.sized);
    }
    plot.series.push_back(runaway_boundary(name, hotter_base(spec)));
  }
  std::printf("\nThe full model (reference-2026 on water, memory limit lifted):\n");
  for (double share : {0.0, 0.05, 0.10, 0.15, 0.30}) ask_the_full_model(share);
  const Provenance provenance{
      .version = "example", .revision = "04_twenty_percent_hotter", .spec = "hand calculations"};
  try {
    write_plot("layers.svg", layer_plot(preset("hand-calculation-2026")), provenance);
    write_plot("runaway_boundary.svg", plot, provenance);
  } catch (const PlotError& error) {
    std::printf("no plot: %s\n", error.what());
  }
  std::printf(
      "The area more than halves (0.482 ideal); the satellite does not, and with today's leakage it grows or "
      "runs away.\n");
}
