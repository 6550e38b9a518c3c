#pragma once

#include "physics/constants.h"

namespace sunrack {

/// [W/m^2] emitted by a grey surface at a temperature [K]; Stefan-Boltzmann law.
constexpr double grey_body_flux(double emissivity, double temperature) {
  return emissivity * constants::stefan_boltzmann * temperature * temperature * temperature * temperature;
}
/// [K] at which a grey surface emits a flux [W/m^2].
/// @throws std::invalid_argument for a negative or infinite flux, or an emissivity outside (0, 1]
double grey_body_temperature(double emissivity, double flux);

}  // namespace sunrack
