#include "physics/orbit/environment.h"

#include <algorithm>
#include <stdexcept>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

/// Earth's distance from the Sun over the year [au]: 1 -+ eccentricity 0.01671 (recalled).
constexpr double perihelion = 0.98329;
constexpr double aphelion = 1.01671;

/// Earth's mean albedo and infrared emission: ECSS-E-ST-10-04C and CERES global means (recalled).
constexpr double mean_albedo = 0.30;
constexpr double mean_infrared = 239;  // [W/m^2]

/// 90-min averages at the top of the atmosphere: NASA/TM-2001-211221 (Anderson, Justus, Batts 2001), Tables
/// 4.2.3-1..3, combined hot and combined cold case (read second-hand). The albedo is that of a high Sun.
struct InclinationClass {
  double upper_inclination;  // [rad]
  double hot_albedo;         // [-]
  double hot_infrared;       // [W/m^2] at the same time as the albedo
  double cold_infrared;      // [W/m^2]
};
constexpr InclinationClass inclination_classes[] = {
    {30_deg, 0.24, 275, 228},
    {60_deg, 0.26, 257, 218},
    {90_deg, 0.26, 244, 218},
};
/// Orbit-average addition for the Sun's zenith angle at beta = 0: same report, Table 4.2.1-1 (read
/// second-hand).
constexpr double solar_zenith_correction = 0.04;
/// Cold design albedo of the ISS: SSP 41000 (read second-hand).
constexpr double cold_albedo = 0.20;

const InclinationClass& class_of(double inclination) {
  const double folded = std::min(inclination, constants::pi - inclination);
  for (const auto& row : inclination_classes)
    if (folded <= row.upper_inclination) return row;
  return inclination_classes[2];  // pi/2 exceeded in the last digit only
}

}  // namespace

EnvironmentCase environment_case(const std::string& name) {
  if (name == "cold") return EnvironmentCase::cold;
  if (name == "nominal") return EnvironmentCase::nominal;
  if (name == "hot") return EnvironmentCase::hot;
  throw std::invalid_argument("environment case = \"" + name + "\", must be cold, nominal or hot");
}

RadiativeEnvironment design_environment(EnvironmentCase which, double inclination) {
  require(inclination >= 0 && inclination <= constants::pi, "design_environment: inclination", inclination,
          "must be from 0 to pi [rad]");
  const InclinationClass& row = class_of(inclination);
  switch (which) {
    case EnvironmentCase::hot:
      return {.solar_flux = constants::solar_irradiance / (perihelion * perihelion),
              .albedo = row.hot_albedo + solar_zenith_correction,
              .earth_infrared = row.hot_infrared};
    case EnvironmentCase::cold:
      return {.solar_flux = constants::solar_irradiance / (aphelion * aphelion),
              .albedo = cold_albedo,
              .earth_infrared = row.cold_infrared};
    case EnvironmentCase::nominal:
      return {
          .solar_flux = constants::solar_irradiance, .albedo = mean_albedo, .earth_infrared = mean_infrared};
  }
  throw std::invalid_argument("design_environment: which, must be cold, nominal or hot");
}

}  // namespace sunrack
