#pragma once

#include <gtest/gtest.h>

#include <string>

namespace sunrack {

/// 2 x 2 mm, one heated corner, cooled from above.
inline const std::string package_sample = R"(name = "sample"
[package]
width = 2
depth = "2 mm"
[materials]
silicon = { conductivity = 120, heat_capacity = 1.63e6 }
mould = { conductivity_x = 1, conductivity_y = 1, conductivity_z = 5, heat_capacity = 1.7e6 }
[[layers]]
name = "active"
thickness = 50
material = "silicon"
cells = 2
blocks = [
  { name = "core", x = 0, y = 0, width = 1, depth = 1, power = 1, leakage_share = 0.2, group = "die" },
  { name = "cache", x = 1, y = 1, width = 1, depth = 1, trace = [0.25, 0.75], group = "memory" },
]
[[layers]]
name = "bulk"
thickness = "0.4 mm"
material = "silicon"
contact_above = 1e-5
[[layers]]
name = "cap"
thickness = "0.2 mm"
material = "mould"
[boundary]
top = { convection = 20000, fluid_temperature = "40 degC" }
[leakage]
doubling_interval = 30
reference = "85 degC"
[limits]
die = "85 degC"
[transient]
trace_interval = "1 ms"
[grid]
cells_x = 8
cells_y = 8
[[probes]]
name = "corner"
x = 0.1
y = 0.1
z = 25
)";

inline std::string replaced(const std::string& what, const std::string& with) {
  std::string text = package_sample;
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

}  // namespace sunrack
