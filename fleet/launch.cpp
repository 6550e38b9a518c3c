#include "fleet/launch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double drop_altitude = 300_km;

void check(const LaunchCargo& cargo, const LaunchCampaign& campaign) {
  const auto positive = [](const char* name, double value) {
    require(value > 0 && std::isfinite(value), name, value, "must be positive");
  };
  const auto share = [](const char* name, double value) {
    require(value > 0 && value <= 1, name, value, "must be above 0 and at most 1");
  };
  positive("launch: cargo.mass", cargo.mass);
  positive("launch: cargo.stowed_volume", cargo.stowed_volume);
  positive("launch: cargo.it_power", cargo.it_power);
  positive("launch: target_power", campaign.target_power);
  positive("launch: duration", campaign.duration);
  positive("launch: ship_turnaround", campaign.ship_turnaround);
  positive("launch: pad_interval", campaign.pad_interval);
  positive("launch: specific_impulse", campaign.specific_impulse);
  positive("launch: methane_energy", campaign.methane_energy);
  require(campaign.manufacture_energy >= 0, "launch: manufacture_energy", campaign.manufacture_energy,
          "must not be negative");
  share("launch: ship_availability", campaign.ship_availability);
  share("launch: success", campaign.success);
  share("launch: volume_packing", campaign.volume_packing);
}

}  // namespace

LaunchCargo launch_cargo(const SatelliteDesign& design) {
  const double array_power = design.solar_array.power_bol;
  const double rest = design.mass - design.solar_array.mass - design.radiator.mass;
  return {.mass = design.mass,
          .stowed_volume = array_power / 40e3 + design.radiator.area * 30_mm + rest / 300,
          .it_power = design.compute.it_power};
}

LaunchPlan plan_launches(const LaunchCargo& cargo, const LaunchCampaign& campaign) {
  check(cargo, campaign);
  LaunchPlan plan;
  const LaunchVehicle& vehicle = campaign.vehicle;
  const bool spiral = campaign.delivery == Delivery::electric && campaign.altitude > drop_altitude;
  plan.payload = payload_to_orbit(vehicle, spiral ? drop_altitude : campaign.altitude, campaign.inclination);
  if (spiral)
    plan.spiral_propellant =
        cargo.mass * std::expm1(spiral_speed(drop_altitude, campaign.altitude) /
                                (campaign.specific_impulse * constants::standard_gravity));
  plan.by_mass = plan.payload / (cargo.mass + plan.spiral_propellant);
  plan.by_volume = vehicle.bay_volume * campaign.volume_packing / cargo.stowed_volume;
  plan.satellites_per_launch = std::floor(std::min(plan.by_mass, plan.by_volume));
  if (plan.satellites_per_launch < 1)
    throw ModelError(fmt::format(
        "a satellite of {:.1f} t and {:.0f} m3 does not fit on one {}: {:.1f} t and {:.0f} m3 there",
        cargo.mass / 1e3, cargo.stowed_volume, vehicle.name, plan.payload / 1e3,
        vehicle.bay_volume * campaign.volume_packing));
  plan.satellites = std::ceil(campaign.target_power / cargo.it_power * (1 - 1e-12));
  plan.launches = plan.satellites / plan.satellites_per_launch / campaign.success;
  plan.launch_interval = campaign.duration / plan.launches;
  plan.ships = campaign.ship_turnaround / plan.launch_interval / campaign.ship_availability;
  plan.pads = campaign.pad_interval / plan.launch_interval;
  plan.propellant = plan.launches * (vehicle.booster_propellant + vehicle.ship_propellant);
  plan.methane = plan.propellant * vehicle.methane_share;
  plan.oxygen = vehicle.methane_share > 0 ? plan.propellant - plan.methane : 0;
  const double power = plan.satellites * cargo.it_power;
  plan.launch_payback = plan.methane * campaign.methane_energy / power;
  plan.energy_payback =
      plan.launch_payback + plan.satellites * cargo.mass * campaign.manufacture_energy / power;
  return plan;
}

double power_per_year(const LaunchCargo& cargo, const LaunchCampaign& campaign, double pads) {
  require(pads > 0, "power_per_year: pads", pads, "must be positive");
  const LaunchPlan plan = plan_launches(cargo, campaign);
  return pads * 1_year / campaign.pad_interval * campaign.success * plan.satellites_per_launch *
         cargo.it_power;
}

}  // namespace sunrack
