#include "fleet/everyone.h"

#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

std::vector<Claim> everyone_claims() {
  Published figures("everyone.csv");
  for (const EveryoneRow& row : everyone())
    if (row.reproduced) figures.computed("KGKW " + row.peer.name, *row.reproduced * 1e3);
  return figures.claims();
}

}  // namespace sunrack
