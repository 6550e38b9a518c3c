#pragma once

#include <vector>

#include "fleet/claims/stated_claim.h"

namespace sunrack {

// The claims of the Dwarkesh Patel interview with Elon Musk of 5 February 2026 (dwarkesh.com/p/elon-musk), in
// the words of a third-party machine transcript ("radical" there is "reticle"). One function per topic.

std::vector<StatedClaim> interview_sunlight_claims();   ///< yield, atmosphere, batteries
std::vector<StatedClaim> interview_price_claims();      ///< cells, modules, price of power
std::vector<StatedClaim> interview_ground_claims();     ///< data centers, cooling, reserve
std::vector<StatedClaim> interview_satellite_claims();  ///< specific power, array, hotter radiators
std::vector<StatedClaim> interview_failure_claims();    ///< chips that nobody repairs
std::vector<StatedClaim> interview_radiation_claims();  ///< tolerance, bit flips
std::vector<StatedClaim> interview_launch_claims();     ///< launches, ships, fuel
std::vector<StatedClaim> interview_chip_claims();       ///< reticles and wafers
std::vector<StatedClaim> interview_moon_claims();       ///< mass driver, soil, the Sun

/// All of them, in that order.
std::vector<StatedClaim> interview_claims();

}  // namespace sunrack
