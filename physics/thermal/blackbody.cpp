#include "physics/thermal/blackbody.h"

#include <cmath>

#include "physics/require.h"

namespace sunrack {

double grey_body_temperature(double emissivity, double flux) {
  require(emissivity > 0 && emissivity <= 1, "grey_body_temperature: emissivity", emissivity,
          "must be in (0, 1] [-]");
  require(flux >= 0 && std::isfinite(flux), "grey_body_temperature: flux", flux,
          "must be finite and not negative [W/m^2]");
  return std::sqrt(std::sqrt(flux / (emissivity * constants::stefan_boltzmann)));
}

}  // namespace sunrack
