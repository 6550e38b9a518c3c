#include "fleet/claims/interview.h"

#include "fleet/claims/interview_parts.h"
#include "physics/orbit/ephemeris.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

EclipseYear dawn_dusk_year(double altitude_km, ShadowShape shape) {
  constexpr int year = 2026;
  return eclipse_year(sun_synchronous_orbit(altitude_km * 1_km, 18, time_of_date(year, 1, 1)), year, shape);
}

UncertainInput capacity_factor_input() {
  UncertainInput input = uncertain_input(
      "capacity_factor", "capacity factor on the ground", "%", 12.6, 24, 35,
      "median of United States plants 24 %, best 35 (LBNL 2024, read); north Europe 12.6 (derived)", 2024);
  input.least = 1;
  return input;
}
UncertainInput altitude_input() {
  UncertainInput input = uncertain_input("altitude", "altitude of the dawn-dusk orbit", "km", 500, 600, 1600,
                                         "most proposals 600; filing for 500..2000 km (read)");
  input.least = 160, input.most = 40000;  // below, air; beyond, no low orbit
  return input;
}

std::vector<StatedClaim> interview_claims() {
  std::vector<StatedClaim> all;
  for (const auto topic_claims :
       {interview_sunlight_claims, interview_price_claims, interview_ground_claims,
        interview_satellite_claims, interview_failure_claims, interview_radiation_claims,
        interview_launch_claims, interview_chip_claims, interview_moon_claims})
    for (StatedClaim& claim : topic_claims()) all.push_back(std::move(claim));
  return all;
}

}  // namespace sunrack
