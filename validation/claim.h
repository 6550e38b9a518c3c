#pragma once

#include <string>
#include <vector>

namespace sunrack {

/// What is expected of a claim. A miss is not mended by a wider tolerance: it stays in the ledger with the
/// reason.
enum class Expectation {
  holds,       ///< computed agrees with published within the tolerance
  known_miss,  ///< it does not, and the note says why
  information  ///< two figures side by side that need not agree; the note says why they differ
};

enum class ToleranceKind { absolute, relative };

/// One published figure beside the one that the models compute.
struct Claim {
  std::string id;      ///< for example "ECL-06 umbra entry"; unique
  std::string group;   ///< heading in the ledger
  std::string what;    ///< the quantity, in words
  std::string source;  ///< where the published figure stands
  double published = 0;
  double computed = 0;
  std::string unit;
  double tolerance = 0;  ///< in the unit, or [-] of the published figure
  ToleranceKind tolerance_kind = ToleranceKind::absolute;
  std::string tolerance_reason;
  Expectation expectation = Expectation::holds;
  std::string note;  ///< why it misses or differs; may be empty where it holds
};

/// Every claim, in the ledger's order; those of one group follow each other. Each is computed afresh.
std::vector<Claim> all_claims();

double deviation(const Claim& claim);          ///< computed less published, in the unit
double allowed_deviation(const Claim& claim);  ///< [unit of the claim] the tolerance as an absolute figure
bool holds(const Claim& claim);                ///< within the tolerance, whatever was expected
bool as_expected(const Claim& claim);          ///< true too for information, if it is a finite number
std::string verdict(
    const Claim& claim);  ///< "holds", "MISS", "miss, known", "holds, a miss was expected", "-"

/// The ledger as Markdown: totals, then one table per group. Figures have six digits and deviations a
/// thousandth of the tolerance, so that the text does not depend on compiler or processor.
std::string ledger_markdown(const std::vector<Claim>& claims);

}  // namespace sunrack
