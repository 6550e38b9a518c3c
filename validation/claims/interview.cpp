#include "fleet/claims/interview.h"

#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

std::vector<Claim> interview_ledger_claims() {
  Published figures("interview.csv");
  for (const StatedClaim& claim : interview_claims()) {
    // Its nominal inputs lead into thermal runaway: the ledger holds it layer by layer elsewhere.
    if (claim.id == "twenty-percent-hotter") continue;
    std::vector<double> nominal;
    for (const ClaimInput& input : claim.inputs) nominal.push_back(input.range.nominal);
    figures.computed(claim.id, claim.compute(ClaimValues(claim.inputs, nominal)));
  }
  return figures.claims();
}

}  // namespace sunrack
