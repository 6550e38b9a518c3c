#pragma once

#include <cstddef>
#include <vector>

#include "physics/power/battery_life.h"
#include "satellite/flight_system.h"

/// States and powers as the plain numbers of a record, and back.
namespace sunrack::flights {

inline constexpr std::size_t orbit_numbers = 13, power_numbers = 19;

std::vector<double> numbers_of(const FlightModes& modes);
FlightModes modes_of(const std::vector<double>& numbers);
std::vector<double> numbers_of(const BatteryLife::State& state);
BatteryLife::State life_of(const std::vector<double>& numbers);
std::vector<double> numbers_of(const FlightPower& power);
FlightPower power_of(const double* numbers);  ///< power_numbers of them

}  // namespace sunrack::flights
