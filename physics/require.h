#pragma once

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>
#include <string>

namespace sunrack {

/// A model was asked for something beyond what it can answer: outside its validity, or no solution exists.
/// The message says how far it got and where it hurt. Programs end with exit code 3.
class ModelError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Refuses a bad input by name: "size_radiator: heat = -1, must be positive [W]".
/// @throws std::invalid_argument unless `holds`
inline void require(bool holds, const char* name, double value, const char* rule) {
  if (!holds) throw std::invalid_argument(fmt::format("{} = {:.10g}, {}", name, value, rule));
}

/// Refuses NaN and infinity.
inline void require_finite(const char* name, double value) {
  require(std::isfinite(value), name, value, "must be a finite number");
}

}  // namespace sunrack
