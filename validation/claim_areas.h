#pragma once

#include <vector>

#include "validation/claim.h"

namespace sunrack {

// One function per area, one file each in validation/claims/.

std::vector<Claim> orbit_claims();
std::vector<Claim> eclipse_claims();
std::vector<Claim> view_factor_claims();
std::vector<Claim> exchange_claims();
std::vector<Claim> equilibrium_claims();
std::vector<Claim> solar_array_claims();
std::vector<Claim> power_claims();
std::vector<Claim> cell_curve_claims();
std::vector<Claim> fluid_claims();
std::vector<Claim> radiator_claims();
std::vector<Claim> heat_pipe_claims();
std::vector<Claim> specific_mass_claims();
std::vector<Claim> twenty_percent_claims();
std::vector<Claim> meteoroid_claims();
std::vector<Claim> debris_claims();
std::vector<Claim> ballistic_limit_claims();
std::vector<Claim> penetration_claims();
std::vector<Claim> survival_claims();
std::vector<Claim> cosmic_ray_claims();
std::vector<Claim> single_event_claims();
std::vector<Claim> bit_flip_claims();
std::vector<Claim> trapped_belt_claims();
std::vector<Claim> dose_claims();
std::vector<Claim> cell_damage_claims();
std::vector<Claim> chip_thermal_claims();
std::vector<Claim> gpu_failure_claims();
std::vector<Claim> thermal_network_claims();
std::vector<Claim> interview_ledger_claims();
std::vector<Claim> everyone_claims();

}  // namespace sunrack
