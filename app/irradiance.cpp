#include "physics/orbit/irradiance.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/context.h"
#include "physics/constants.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack::app {

using namespace units;

int run_irradiance(const IrradianceQuestion& question, const OutputChoice& output) {
  require(question.altitude_km > 0 && question.altitude_km < 1e6, "--altitude-km", question.altitude_km,
          "accepted are more than 0 to 1000000 km");
  require(question.tilt_deg >= 0 && question.tilt_deg <= 180, "--tilt-deg", question.tilt_deg,
          "accepted are 0 to 180 deg");
  require_finite("--azimuth-deg", question.azimuth_deg);
  require(question.solar_zenith_deg >= 0 && question.solar_zenith_deg <= 180, "--solar-zenith-deg",
          question.solar_zenith_deg, "accepted are 0 to 180 deg");
  require(question.albedo >= 0 && question.albedo <= 1, "--albedo", question.albedo, "accepted are 0 to 1");
  require(question.earth_infrared_W_per_m2 >= 0 && question.earth_infrared_W_per_m2 <= 1000,
          "--earth-infrared-W-per-m2", question.earth_infrared_W_per_m2, "accepted are 0 to 1000 W/m2");
  const RadiativeEnvironment environment{.solar_flux = constants::solar_irradiance,
                                         .albedo = question.albedo,
                                         .earth_infrared = question.earth_infrared_W_per_m2};
  const double altitude = question.altitude_km * 1_km, tilt = question.tilt_deg * 1_deg;
  const double view_factor = earth_view_factor(altitude, tilt);
  const double albedo = albedo_irradiance(altitude, tilt, question.azimuth_deg * 1_deg,
                                          question.solar_zenith_deg * 1_deg, environment);
  const double infrared = view_factor * environment.earth_infrared;
  if (output.json) {
    const nlohmann::ordered_json json = {
        {"view_factor", view_factor}, {"albedo_W_per_m2", albedo}, {"earth_infrared_W_per_m2", infrared}};
    fmt::print("{}\n", json.dump(2));
  } else {
    fmt::print(
        "view factor to the Earth  {:.6f}\nalbedo                    {:.4f} W/m2\nEarth infrared            "
        "{:.4f} W/m2\n",
        view_factor, albedo, infrared);
  }
  return 0;
}

}  // namespace sunrack::app
