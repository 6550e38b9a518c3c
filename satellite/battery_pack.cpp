#include "satellite/battery_pack.h"

#include <cmath>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

void require_not_negative(const char* name, double value, const char* rule) {
  require(std::isfinite(value) && value >= 0, name, value, rule);
}

void require_technology(const BatteryTechnology& technology) {
  require(std::isfinite(technology.specific_energy) && technology.specific_energy > 0,
          "BatteryTechnology: specific_energy", technology.specific_energy, "must be positive [J/kg]");
  if (technology.depth_of_discharge) {
    require(*technology.depth_of_discharge > 0 && *technology.depth_of_discharge <= 1,
            "BatteryTechnology: depth_of_discharge", *technology.depth_of_discharge,
            "must be above 0 and at most 1 [-]");
  }
}

}  // namespace

EclipseStrategy eclipse_strategy(const std::string& name) {
  if (name == "ride-through") return EclipseStrategy::ride_through;
  if (name == "hibernate") return EclipseStrategy::hibernate;
  if (name == "none") return EclipseStrategy::none;
  throw std::invalid_argument(
      fmt::format("eclipse_strategy: no strategy \"{}\"; known: ride-through, hibernate, none", name));
}

double load_in_eclipse(EclipseStrategy strategy, double load, double hibernation_load) {
  require_not_negative("load_in_eclipse: load", load, "must not be negative [W]");
  require(hibernation_load >= 0 && hibernation_load <= 1, "load_in_eclipse: hibernation_load",
          hibernation_load, "must be between 0 and 1 [-]");
  switch (strategy) {
    case EclipseStrategy::ride_through:
      return load;
    case EclipseStrategy::hibernate:
      return load * hibernation_load;
    case EclipseStrategy::none:
      return 0;
  }
  throw std::invalid_argument("load_in_eclipse: unknown strategy");
}

void require_eclipse_supply(EclipseStrategy strategy, double keep_alive_load, double eclipse_duration) {
  require_not_negative("require_eclipse_supply: keep_alive_load", keep_alive_load,
                       "must not be negative [W]");
  require_not_negative("require_eclipse_supply: eclipse_duration", eclipse_duration,
                       "must not be negative [s]");
  if (strategy == EclipseStrategy::none && keep_alive_load > 0 && eclipse_duration > 0) {
    throw std::invalid_argument(
        fmt::format("battery.strategy = none: no battery, but eclipses of {:.1f} min and {:.6g} W to keep "
                    "alive; accepted are ride-through and hibernate, or an orbit without eclipses",
                    eclipse_duration / 1_min, keep_alive_load));
  }
}

BatteryPack size_battery(double load, double eclipse_duration, double sunlit_duration, double cycles,
                         const BatteryTechnology& technology) {
  require_not_negative("size_battery: load", load, "must not be negative [W]");
  require_not_negative("size_battery: eclipse_duration", eclipse_duration, "must not be negative [s]");
  require_not_negative("size_battery: sunlit_duration", sunlit_duration, "must not be negative [s]");
  require_not_negative("size_battery: cycles", cycles, "must not be negative [-]");
  require_technology(technology);
  BatteryPack pack;
  pack.cycles = cycles;
  pack.energy_delivered = load * eclipse_duration;
  if (pack.energy_delivered == 0) return pack;
  if (sunlit_duration == 0) {
    throw ModelError(fmt::format("size_battery: no sunlight in which to charge for an eclipse of {:.1f} min",
                                 eclipse_duration / 1_min));
  }
  const BatteryEfficiency efficiency{technology.charge_efficiency, technology.discharge_efficiency};
  pack.discharge_power = load;
  const double drawn = -battery_storage_rate(-load, efficiency) * eclipse_duration;
  pack.depth_of_discharge = technology.depth_of_discharge.value_or(0);
  if (!technology.depth_of_discharge) pack.depth_of_discharge = allowable_depth_of_discharge(cycles);
  pack.nameplate_energy = drawn / pack.depth_of_discharge;
  pack.mass = pack.nameplate_energy / technology.specific_energy;
  pack.charge_power = drawn / (efficiency.charge * sunlit_duration);
  pack.heat_charge = battery_heat(pack.charge_power, efficiency);
  pack.heat_discharge = battery_heat(-load, efficiency);
  pack.discharge_rate = load / pack.nameplate_energy;
  return pack;
}

}  // namespace sunrack
