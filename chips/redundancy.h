#pragma once

#include <cstddef>
#include <vector>

namespace sunrack {

/// Many equal units, none of them repaired. `alive` [-] is the chance that one unit works.

/// [-] that all units in a row work: the product.
double series_survival(const std::vector<double>& survivals);

/// [-] that at least `needed` of `installed` independent units work: the regularised incomplete beta function
/// I_alive(needed, installed - needed + 1). @throws std::invalid_argument unless 0 <= needed <= installed
double k_out_of_n(int needed, int installed, double alive);

/// [-] that at most `spares` of `needed` running units with random failures [1/s] fail within `time` [s]; a
/// spare does not age until it takes over, and takes over without fail: a Poisson count.
double cold_standby(int needed, int spares, double failure_rate, double time);

/// Units on boards that fail as a whole: a dead board takes its units with it.
struct Redundancy {
  int installed = 1;        ///< [-] units
  int needed = 1;           ///< [-] units whose compute is the rated one; the rest are spares
  int units_per_board = 1;  ///< [-] the last board may hold fewer
  enum class Policy {
    graceful,       ///< each unit that works adds its share, up to the rated compute
    all_or_nothing  ///< no compute below `needed`: one job that fills the machine
  } policy = Policy::graceful;
};

/// [-] chances that 0, 1, ... `installed` units work, given that a unit and a board do with chances `unit`
/// and `board`: the boards' distributions folded with each other.
std::vector<double> units_alive(const Redundancy& redundancy, double unit, double board);

/// [-] expected compute over rated compute.
double expected_capacity(const Redundancy& redundancy, double unit, double board);

/// [-] compute over rated compute with `alive` units at work.
double capacity(const Redundancy& redundancy, int alive);

}  // namespace sunrack
