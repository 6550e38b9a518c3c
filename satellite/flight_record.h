#pragma once

#include <string>
#include <vector>

#include "physics/power/battery_life.h"
#include "satellite/flight.h"

namespace sunrack {

/// All that a flight knows between two blocks of orbits: what a checkpoint holds. Everything is a list of
/// numbers.
struct FlightRecord {
  double block = 0;           ///< blocks of orbits done
  double orbit = 0;           ///< orbits done
  std::vector<double> state;  ///< temperatures, charge
  std::vector<double> sums;   ///< [J], then [K s]
  std::vector<double> modes;  ///< FlightModes as numbers
  double wake = -1;           ///< [s] since J2000.0 of a waking under way, or none
  std::vector<double> minimum, maximum, minimum_at, maximum_at;
  std::vector<double> counts;  ///< eclipses, umbras, throttlings, sheddings, heater starts, starts, trips
  double shadow_begin = -1, longest_eclipse = 0, in_shadow = 0, least_charge = 1, faded = 0, worst_orbit = 0;
  std::vector<double> life;                    ///< BatteryLife::State
  double life_time = 0;                        ///< [s] up to which it has been told
  std::vector<std::vector<double>> rainflow;   ///< of each signal: started, last, direction, points
  std::vector<std::vector<double>> histogram;  ///< of each signal: total, largest, counts
  double cycles_today = 0, full_cycles_today = 0;
  std::vector<double> orbits;         ///< FlightOrbit, one after the other
  std::vector<double> trace;          ///< samples: time, charge, sunlit, temperatures, powers
  std::vector<double> thermal_start;  ///< [J] thermal and stored energy when reporting began
  std::vector<double> statistics;
};

/// A text that reads back to the last bit. `fingerprint` names the flight.
std::string write_record(const FlightRecord& record, const std::string& fingerprint);
/// @throws std::invalid_argument for a text that is no checkpoint, not whole, or of another flight
FlightRecord read_record(const std::string& text, const std::string& fingerprint,
                         const std::string& source_name);

}  // namespace sunrack
