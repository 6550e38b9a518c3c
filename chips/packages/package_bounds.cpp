#include "chips/packages/package_bounds.h"

#include <fmt/format.h>

namespace sunrack {

std::string beyond(const PackageBound& bound, double value) {
  if (bound.zero && value == 0) return "";
  if (value >= bound.low && value <= bound.high) return "";
  const bool takes_zero = bound.zero || bound.low == 0;
  if (value <= 0) return takes_zero ? "must not be negative" : "must be positive";
  const std::string unit = *bound.unit == '\0' ? "" : std::string(" ") + bound.unit;
  return fmt::format("must be {}{:.6g} to {:.6g}{}", bound.zero ? "0 or " : "", bound.low, bound.high, unit);
}

}  // namespace sunrack
