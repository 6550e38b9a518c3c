#pragma once

namespace sunrack {

/// A rectangular source in the middle of the top of a rectangular plate that is cooled evenly from below.
struct SpreadingPlate {
  double source_width = 0, source_depth = 0;   ///< [m]
  double width = 0, depth = 0, thickness = 0;  ///< [m] of the plate
  double conductivity = 0;                     ///< [W/(m K)]
  double film_coefficient = 0;                 ///< [W/(m^2 K)] below
};

struct SpreadingResistance {
  double one_dimensional = 0;  ///< [K/W] plate and film, as if the source covered the plate
  double spreading_mean = 0;   ///< [K/W] on top of that, to the mean over the source
  double spreading_peak = 0;   ///< [K/W] on top of that, to its centre
};
/// Even flux from the source, sides insulated: Fourier series of Yovanovich, Muzychka and Culham, J.
/// Thermophys. Heat Transfer 13 (1999) 495, eqs 6 to 9 (there for the mean); the centre by the same series.
/// Exact but for the truncation, below 1e-6 of the mean and 1e-4 of the peak.
/// @throws std::invalid_argument unless all are positive and the source is not larger than the plate
SpreadingResistance spreading_resistance(const SpreadingPlate& plate);

}  // namespace sunrack
