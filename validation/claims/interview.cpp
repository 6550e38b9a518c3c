#include "fleet/claims/interview.h"

#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

std::vector<Claim> interview_ledger_claims() {
  Published figures("interview.csv");
  for (const StatedClaim& claim : interview_claims()) {
    // Its nominal inputs lead into thermal runaway: the ledger holds it layer by layer elsewhere.
    if (claim.id == "twenty-percent-hotter") continue;
    const std::vector<double> nominal = nominal_values(claim.inputs);
    figures.computed(claim.id, claim.compute(InputValues(claim.inputs, nominal)));
  }
  return figures.claims();
}

}  // namespace sunrack
