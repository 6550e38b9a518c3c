#pragma once

#include <vector>

#include "physics/radiation/trapped.h"

namespace sunrack {

/// Flux of a belt over the Earth at one altitude: low orbits meet protons in the South Atlantic Anomaly only.
struct AnomalyMap {
  std::vector<double> latitude;   ///< [rad] geodetic, from south to north
  std::vector<double> longitude;  ///< [rad] from -pi to pi
  std::vector<double> flux;       ///< [m^-2 s^-1] at latitude index * longitudes + longitude index
};

/// Integral flux above `energy` [J] at a geodetic altitude [m], on a grid that holds both poles and both ends
/// of the longitudes. The anomaly stands where the belt's own field has it, 1960 or 1970; it drifts some 0.3
/// degrees west each year.
/// @throws std::invalid_argument for an altitude below 150 km, fewer than two rows or columns, a bad energy
AnomalyMap anomaly_map(TrappedModel model, double energy, double altitude, int latitudes = 61,
                       int longitudes = 121, const TrappedOptions& options = {});

}  // namespace sunrack
