#pragma once

#include <string>
#include <vector>

namespace sunrack {

/// What something costs, with the year whose dollars and market it is of, and where it was read. Ranges are
/// wide because the figures are: an answer that hangs on one of these ends hangs on a guess.
struct Price {
  std::string name;  ///< key, for example "launch-2026"
  double low = 0, nominal = 0, high = 0;
  std::string unit;  ///< for example "$/kg"
  int year = 0;      ///< of the market
  std::string source;
};

const std::vector<Price>& price_catalogue();
const Price& price(const std::string& name);  ///< @throws std::invalid_argument naming the nearest

/// [1/year] of a sum paid at once, spread over `years` at a yearly rate [-]: r / (1 - (1 + r)^-n), and 1 / n
/// without interest. @throws std::invalid_argument unless years > 0 and 0 <= rate < 1
double capital_recovery(double rate, double years);

}  // namespace sunrack
