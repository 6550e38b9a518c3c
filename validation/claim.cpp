#include "validation/claim.h"

#include <cmath>

#include "validation/claim_areas.h"

namespace sunrack {

std::vector<Claim> all_claims() {
  std::vector<Claim> claims;
  for (const auto area : {orbit_claims,         eclipse_claims,         view_factor_claims,
                          equilibrium_claims,   solar_array_claims,     power_claims,
                          cell_curve_claims,    fluid_claims,           radiator_claims,
                          specific_mass_claims, twenty_percent_claims,  meteoroid_claims,
                          debris_claims,        ballistic_limit_claims, penetration_claims,
                          survival_claims,      trapped_belt_claims,    dose_claims,
                          cell_damage_claims,   cosmic_ray_claims,      single_event_claims,
                          bit_flip_claims,      chip_thermal_claims,    thermal_network_claims,
                          exchange_claims,      gpu_failure_claims,     interview_ledger_claims,
                          everyone_claims,      heat_pipe_claims}) {
    std::vector<Claim> more = area();
    claims.insert(claims.end(), more.begin(), more.end());
  }
  return claims;
}

double deviation(const Claim& claim) { return claim.computed - claim.published; }

double allowed_deviation(const Claim& claim) {
  return claim.tolerance_kind == ToleranceKind::absolute ? claim.tolerance
                                                         : claim.tolerance * std::abs(claim.published);
}

bool holds(const Claim& claim) {
  // Written so that a NaN does not hold.
  return std::abs(deviation(claim)) <= allowed_deviation(claim);
}

bool as_expected(const Claim& claim) {
  if (!std::isfinite(claim.computed)) return false;
  switch (claim.expectation) {
    case Expectation::holds:
      return holds(claim);
    case Expectation::known_miss:
      return !holds(claim);
    case Expectation::information:
      break;
  }
  return true;
}

std::string verdict(const Claim& claim) {
  if (claim.expectation == Expectation::information) return "information";
  const bool expected = claim.expectation == Expectation::holds;
  if (holds(claim)) return expected ? "holds" : "holds, where a miss was expected";
  return expected ? "MISS, unexplained" : "MISS";
}

}  // namespace sunrack
