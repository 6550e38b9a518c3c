#pragma once

#include <vector>

#include "fleet/claims/stated_claim.h"

namespace sunrack {

// The claims of the Dwarkesh Patel interview with Elon Musk of 5 February 2026 (dwarkesh.com/p/elon-musk), in
// the words of a third-party machine transcript ("radical" there is "reticle"). One function per topic.

std::vector<StatedClaim>
interview_sunlight_claims();                         ///< yield, atmosphere, batteries, cells, price of power
std::vector<StatedClaim> interview_ground_claims();  ///< data centers, cooling, reserve, reliability
std::vector<StatedClaim>
interview_satellite_claims();  ///< specific power, array, hotter radiators, radiation, bit flips
std::vector<StatedClaim> interview_launch_claims();  ///< launches, ships, fuel
std::vector<StatedClaim> interview_chip_claims();    ///< reticles and wafers
std::vector<StatedClaim> interview_moon_claims();    ///< mass driver, soil, the Sun

/// All of them, in that order.
std::vector<StatedClaim> interview_claims();

/// Array and battery of the cheapest firm solar plant at nominal prices, between the sites of
/// fleet/ground_solar.h; geometric in the capacity factor. @throws ModelError beyond the worst and best site
struct FirmPlant {
  double rated_power = 0;  ///< [-] per load
  double storage = 0;      ///< [s] per load
};
FirmPlant firm_plant(double capacity_factor);

}  // namespace sunrack
