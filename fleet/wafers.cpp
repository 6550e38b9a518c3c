#include "fleet/wafers.h"

#include <algorithm>
#include <cmath>

#include "physics/require.h"

namespace sunrack {

int dies_per_wafer(const WaferProcess& process) {
  for (const auto& [name, value] : {std::pair{"WaferProcess: wafer_diameter", process.wafer_diameter},
                                    {"WaferProcess: die_width", process.die_width},
                                    {"WaferProcess: die_height", process.die_height}})
    require(value > 0, name, value, "must be positive [m]");
  require(process.edge_exclusion >= 0 && process.edge_exclusion < process.wafer_diameter / 2,
          "WaferProcess: edge_exclusion", process.edge_exclusion, "must be from 0 to the wafer's radius [m]");
  require(process.scribe >= 0, "WaferProcess: scribe", process.scribe, "must not be negative [m]");
  const double radius = process.wafer_diameter / 2 - process.edge_exclusion;
  const double width = process.die_width + process.scribe, height = process.die_height + process.scribe;
  int most = 0;
  constexpr int steps = 40;
  for (int i = 0; i < steps; ++i)
    for (int j = 0; j < steps; ++j) {
      const double dx = width * i / steps, dy = height * j / steps;
      int count = 0;
      const int columns = int(radius / width) + 1, rows = int(radius / height) + 1;
      for (int column = -columns - 1; column <= columns; ++column)
        for (int row = -rows - 1; row <= rows; ++row) {
          const double x = column * width + dx, y = row * height + dy;
          const double far_x = std::max(std::abs(x), std::abs(x + process.die_width));
          const double far_y = std::max(std::abs(y), std::abs(y + process.die_height));
          if (far_x * far_x + far_y * far_y <= radius * radius) ++count;
        }
      most = std::max(most, count);
    }
  return most;
}

double die_yield(const WaferProcess& process) {
  require(process.defect_density >= 0, "WaferProcess: defect_density", process.defect_density,
          "must not be negative [1/m^2]");
  require(process.clustering > 0, "WaferProcess: clustering", process.clustering, "must be positive");
  require(process.usable_with_defects >= 0 && process.usable_with_defects <= 1,
          "WaferProcess: usable_with_defects", process.usable_with_defects, "must be from 0 to 1");
  const double defects = process.die_width * process.die_height * process.defect_density;
  const double clean = std::isinf(process.clustering)
                           ? std::exp(-defects)
                           : std::pow(1 + defects / process.clustering, -process.clustering);
  return clean + (1 - clean) * process.usable_with_defects;
}

double wafers_per_year(double power, double die_power, const WaferProcess& process) {
  require(power > 0, "wafers_per_year: power", power, "must be positive [W]");
  require(die_power > 0, "wafers_per_year: die_power", die_power, "must be positive [W]");
  const int dies = dies_per_wafer(process);
  if (dies == 0) throw ModelError("wafers_per_year: the die is larger than the wafer");
  return power / die_power / (dies * die_yield(process));
}

}  // namespace sunrack
