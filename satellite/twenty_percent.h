#pragma once

#include <optional>
#include <string>
#include <vector>

#include "satellite/spec.h"

namespace sunrack {

/// "Run 20 % hotter in kelvin, and the radiator's mass halves": the claim in layers, from the ideal to the
/// whole satellite. A layer is stated twice: by hand (closed forms on the spec's forced numbers) and by the
/// full sizing of the same spec.

/// How the share of leakage is meant here: of all IT power, at the base design's junction temperature.
struct LeakageCase {
  std::string name;              ///< for example "5a"
  double share = 0;              ///< [-] of IT power
  double doubling_interval = 0;  ///< [K]
};

/// Ratios are of the hotter over the base design.
struct HotterLayer {
  std::string name;
  std::string meaning;
  double junction_temperature = 0;        ///< [K] of the hotter design
  double radiator_temperature = 0;        ///< [K] its mean surface by hand
  std::optional<double> area_ratio;       ///< [-] of panel
  std::optional<double> thermal_ratio;    ///< [-] mass of panel and loop
  std::optional<double> satellite_ratio;  ///< [-] mass of all
  std::string no_answer;                  ///< why the ratios are missing: thermal runaway, for example
};

/// What the layers start from, read from a spec whose panel is forced (sink temperature, drop from coolant to
/// sheet, junction temperature and drop from junction to coolant all given).
struct HotterBase {
  double junction_temperature = 0;  ///< [K]
  double radiator_temperature =
      0;  ///< [K] junction - drop to the return coolant - half the rise - drop to the sheet
  double sink_temperature = 0;                                                                 ///< [K]
  double junction_to_radiator() const { return junction_temperature - radiator_temperature; }  ///< [K]
};
/// @throws std::invalid_argument for a spec that leaves one of them to the models
HotterBase hotter_base(const SatelliteSpec& spec);

/// [-] factor^-4: panel area without a sink.
double ideal_area_ratio(double factor);
/// [-] (T^4 - Ts^4) / (T'^4 - Ts^4), of a panel at T' over that of one at T; all [K].
double area_ratio_with_sink(double temperature, double hotter, double sink);

/// [-] gain of junction -> leakage -> heat -> junction when all of the drop [K] from junction to radiator
/// grows with power and the radiator's temperature is held: drop * share ln2 / D * 2^(rise / D). A steady
/// state holds below 1. `drop` is at the power without the added leakage.
double leakage_loop_gain(double drop, double rise, const LeakageCase& leakage);

/// Layers 1 (ideal), 2 (sink), 3a (radiator temperature scaled, drop kept), 3b (junction scaled), 4 (with the
/// loop; and the whole satellite, nothing else changed), all by hand on the masses of the sized base design.
std::vector<HotterLayer> twenty_percent_layers(const SatelliteSpec& base, double factor = 1.2);

/// The full sizing of the hotter satellite, its radiator scaled by `factor`, without leakage. The coolant is
/// water in both designs: ammonia ends at 112 degC. Limits of junction and memory are lifted.
HotterLayer hotter_satellite(const SatelliteSpec& base, double factor = 1.2);

/// Layer 5: leakage added. Array, conversion, cabling, panel and loop grow with the power; battery, computers
/// and useful work do not.
struct LeakageLayer {
  LeakageCase leakage;
  HotterLayer held;      ///< by hand, junction held at what layer 3a asks for
  HotterLayer feedback;  ///< by hand, the whole drop from junction to radiator proportional to power
  HotterLayer sized;     ///< full sizing: the dies' own resistance feeds back, film and coolant rise do not
};
LeakageLayer leakage_layer(const SatelliteSpec& base, const LeakageCase& leakage, double factor = 1.2);

/// The five cases of the published hand calculation, 5a..5e.
const std::vector<LeakageCase>& leakage_cases();

}  // namespace sunrack
