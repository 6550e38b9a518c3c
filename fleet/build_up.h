#pragma once

#include <vector>

namespace sunrack {

/// How a fleet grows: so many satellites a year, year by year; each serves until it is lost (at a constant
/// rate) or reaches its age of retirement.
struct BuildUp {
  std::vector<double> launched_per_year;  ///< [-] satellites, evenly through each year
  double life = 5;                        ///< [years] age at which a satellite is retired
  double loss_rate = 0;                   ///< [1/year] of satellites that die before
  double it_power = 100e3;                ///< [W] of one
  double availability = 1;                ///< [-] of its time that it computes
};

struct BuildUpYear {
  int year = 0;  ///< 1 is the first
  double launched = 0, lost = 0, retired = 0;
  double operating = 0;    ///< [-] at the end of the year
  double it_power = 0;     ///< [W] at the end of the year
  double power_years = 0;  ///< [W year] of IT power delivered within the year
};

/// Exact for even launches: operating = integral of rate times survival exp(-loss_rate age) up to the age of
/// retirement. @throws std::invalid_argument by name
std::vector<BuildUpYear> build_up(const BuildUp& plan);

/// [-] satellites at which a steady launch rate [1/year] levels off: rate (1 - exp(-loss life)) / loss.
double steady_fleet(double launched_per_year, double life, double loss_rate);

/// Launches that start at `first` [1/year] and grow by a factor each year up to `most`.
std::vector<double> launch_ramp(double first, double growth, double most, int years);

}  // namespace sunrack
