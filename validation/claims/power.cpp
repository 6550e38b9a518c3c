#include "physics/orbit/eclipse.h"
#include "physics/orbit/ephemeris.h"
#include "physics/units.h"
#include "satellite/battery_pack.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

std::vector<Claim> power_claims() {
  Published figures("power.csv");
  const double eclipse = cylindrical_eclipse_duration(550_km, 0), sunlit = orbital_period(550_km) - eclipse;
  const BatteryTechnology technology{
      .depth_of_discharge = 0.3, .charge_efficiency = 0.95, .discharge_efficiency = 0.95};
  const BatteryPack pack = size_battery(100_kW, eclipse, sunlit, 0, technology);
  figures.computed("PWR-01 eclipse h", eclipse / 1_h);
  figures.computed("PWR-01 battery energy delivered", pack.energy_delivered / 1_kWh);
  figures.computed("PWR-01 battery nameplate", pack.nameplate_energy / 1_kWh);
  figures.computed("PWR-01 array power in sun", (100_kW + pack.charge_power) / 1_kW);

  figures.computed("PWR-02 orbits 550 km", 1_year / orbital_period(550_km));
  const Orbit dawn_dusk = sun_synchronous_orbit(650_km, 18, time_of_date(2026, 1, 1));
  figures.computed("PWR-02 cycles 650 km",
                   eclipse_year(dawn_dusk, 2026, ShadowShape::cylinder).cycles_per_year);
  return figures.claims();
}

}  // namespace sunrack
