#include "chips/catalogue.h"

#include <fmt/format.h>

#include <stdexcept>

#include "physics/units.h"

namespace sunrack {

using namespace units;

// Leakage: 15 % [5..30 %] of die power at 85 degC, doubling every 30 K [15..40 K] at fixed voltage. Recalled,
// not measured on these parts; a server study's 0.35..0.5 %/K of total power agrees with it. Both are spec
// fields. Heat paths: junction to coolant inlet 35..49 K at 1400 W is published for liquid-cooled 1.4 kW
// packages (computed by a cold-plate maker's CFD); less 10 K of coolant rise that leaves 0.02..0.028 K/W to
// the local coolant. The split between dies and memory is our estimate. Stack power: about 30 W each for
// HBM3E, 20 W for HBM3 (recalled).
const std::vector<ChipSpec>& chip_catalogue() {
  static const std::vector<ChipSpec> catalogue = {
      {.name = "gb300",
       .description = "GB300-class package: two reticle-size dies, eight HBM3E stacks, 1.4 kW",
       .die_power = 1160_W,
       .memory_power = 240_W,
       .board_power = 475_W,
       .leakage_share = 0.15,
       .leakage_doubling_interval = 30_K,
       .leakage_reference_temperature = 85_degC,
       .maximum_junction_temperature = 85_degC,
       .maximum_memory_temperature = 95_degC,
       .die_resistance = 0.024,
       .memory_resistance = 0.080,
       .coupling_resistance = 0.010,
       .estimate = false,
       .source = "1400 W package and a 135 kW rack of 72 (1875 W each): vendor and integrator figures, read; "
                 "throttle at "
                 "84..95 degC (85 typical) and 95 degC memory, read; resistances and leakage as above"},
      {.name = "h100",
       .description = "H100-class package: one 814 mm2 die, five HBM3 stacks, 700 W",
       .die_power = 600_W,
       .memory_power = 100_W,
       .board_power = 570_W,
       .leakage_share = 0.15,
       .leakage_doubling_interval = 30_K,
       .leakage_reference_temperature = 85_degC,
       .maximum_junction_temperature = 87_degC,
       .maximum_memory_temperature = 95_degC,
       .die_resistance = 0.045,
       .memory_resistance = 0.140,
       .coupling_resistance = 0.018,
       .estimate = false,
       .source = "700 W, 814 mm2, qualification at 87 degC: read; eight in a 10.2 kW server (1270 W each): "
                 "recalled"},
      {.name = "tpu",
       .description = "TPU-class package: tensor dies with HBM3E, about 600 W",
       .die_power = 470_W,
       .memory_power = 130_W,
       .board_power = 200_W,
       .leakage_share = 0.15,
       .leakage_doubling_interval = 30_K,
       .leakage_reference_temperature = 85_degC,
       .maximum_junction_temperature = 90_degC,
       .maximum_memory_temperature = 95_degC,
       .die_resistance = 0.050,
       .memory_resistance = 0.120,
       .coupling_resistance = 0.018,
       .estimate = true,
       .source = "estimate: no public data sheet"},
      {.name = "reticle-1kw",
       .description = "generic full-reticle chip (26 x 33 mm) of 1 kW with little memory",
       .die_power = 1000_W,
       .memory_power = 60_W,
       .board_power = 200_W,
       .leakage_share = 0.15,
       .leakage_doubling_interval = 30_K,
       .leakage_reference_temperature = 85_degC,
       .maximum_junction_temperature = 95_degC,
       .maximum_memory_temperature = 105_degC,
       .die_resistance = 0.033,
       .memory_resistance = 0.200,
       .coupling_resistance = 0.012,
       .estimate = true,
       .source = "1 kW per reticle: a public statement; all else an estimate (117 W/cm2 against 88 of a 1.4 "
                 "kW package)"},
      {.name = "ai-inference",
       .description = "AI5/AI6-class inference chip with package DRAM, built to run hot, about 250 W",
       .die_power = 210_W,
       .memory_power = 40_W,
       .board_power = 50_W,
       .leakage_share = 0.10,
       .leakage_doubling_interval = 30_K,
       .leakage_reference_temperature = 85_degC,
       .maximum_junction_temperature = 110_degC,
       .maximum_memory_temperature = 105_degC,
       .die_resistance = 0.090,
       .memory_resistance = 0.300,
       .coupling_resistance = 0.040,
       .estimate = true,
       .source = "estimate: no public data sheet; vehicle-grade temperature limits assumed"},
  };
  return catalogue;
}

double package_power(const ChipSpec& chip) { return chip.die_power + chip.memory_power + chip.board_power; }

const ChipSpec& chip(const std::string& name) {
  std::string known;
  for (const ChipSpec& entry : chip_catalogue()) {
    if (entry.name == name) return entry;
    known += (known.empty() ? "" : ", ") + entry.name;
  }
  throw std::invalid_argument(fmt::format("chip \"{}\" is not in the catalogue; known: {}", name, known));
}

}  // namespace sunrack
