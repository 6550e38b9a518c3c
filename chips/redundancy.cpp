#include "chips/redundancy.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "physics/require.h"

namespace sunrack {

namespace {

void check(const Redundancy& redundancy) {
  require(redundancy.installed >= 1 && redundancy.installed <= 100000, "redundancy: installed",
          redundancy.installed, "must be 1 to 100000");
  require(redundancy.needed >= 1 && redundancy.needed <= redundancy.installed, "redundancy: needed",
          redundancy.needed, "must be 1 to the number installed");
  require(redundancy.units_per_board >= 1, "redundancy: units_per_board", redundancy.units_per_board,
          "must be 1 or more");
}

void check_chance(const char* name, double chance) {
  require(chance >= 0 && chance <= 1, name, chance, "must be a probability");
}

/// Chances of 0 ... count working units on one board.
std::vector<double> board_alive(int count, double unit, double board) {
  std::vector<double> chances(std::size_t(count) + 1);
  // The binomial by its recursion, from whichever end does not start at 0^n.
  const bool from_all = unit > 0.5;
  const double p = from_all ? 1 - unit : unit;
  double chance = std::pow(1 - p, count);
  for (int i = 0; i <= count; ++i) {
    chances[std::size_t(from_all ? count - i : i)] = board * chance;
    chance *= p / (1 - p) * double(count - i) / double(i + 1);
  }
  chances[0] += 1 - board;
  return chances;
}

}  // namespace

double series_survival(const std::vector<double>& survivals) {
  double product = 1;
  for (const double survival : survivals) {
    check_chance("series_survival: survival", survival);
    product *= survival;
  }
  return product;
}

double k_out_of_n(int needed, int installed, double alive) {
  require(installed >= 1, "k_out_of_n: installed", installed, "must be 1 or more");
  require(needed >= 0 && needed <= installed, "k_out_of_n: needed", needed,
          "must be 0 to the number installed");
  check_chance("k_out_of_n: alive", alive);
  if (needed == 0) return 1;
  return boost::math::ibeta(needed, installed - needed + 1, alive);
}

double cold_standby(int needed, int spares, double failure_rate, double time) {
  require(needed >= 1, "cold_standby: needed", needed, "must be 1 or more");
  require(spares >= 0, "cold_standby: spares", spares, "must be 0 or more");
  require(failure_rate >= 0, "cold_standby: failure_rate", failure_rate, "must be 0 or more [1/s]");
  require(time >= 0, "cold_standby: time", time, "must be 0 or more [s]");
  const double mean = needed * failure_rate * time;
  return mean > 0 ? boost::math::gamma_q(spares + 1, mean) : 1;
}

std::vector<double> units_alive(const Redundancy& redundancy, double unit, double board) {
  check(redundancy);
  check_chance("units_alive: unit", unit);
  check_chance("units_alive: board", board);
  std::vector<double> sum = {1};
  for (int left = redundancy.installed; left > 0; left -= redundancy.units_per_board) {
    const auto one = board_alive(std::min(left, redundancy.units_per_board), unit, board);
    std::vector<double> next(sum.size() + one.size() - 1);
    for (std::size_t i = 0; i < sum.size(); ++i)
      for (std::size_t j = 0; j < one.size(); ++j) next[i + j] += sum[i] * one[j];
    sum = std::move(next);
  }
  return sum;
}

double capacity(const Redundancy& redundancy, int alive) {
  if (redundancy.policy == Redundancy::Policy::all_or_nothing) return alive >= redundancy.needed ? 1 : 0;
  return double(std::min(alive, redundancy.needed)) / redundancy.needed;
}

double expected_capacity(const Redundancy& redundancy, double unit, double board) {
  check(redundancy);
  // Without spares every unit that works counts: the mean needs no distribution.
  if (redundancy.policy == Redundancy::Policy::graceful && redundancy.needed == redundancy.installed) {
    check_chance("expected_capacity: unit", unit);
    check_chance("expected_capacity: board", board);
    return unit * board;
  }
  const auto chances = units_alive(redundancy, unit, board);
  double sum = 0;
  for (std::size_t alive = 0; alive < chances.size(); ++alive)
    sum += chances[alive] * capacity(redundancy, int(alive));
  return sum;
}

}  // namespace sunrack
