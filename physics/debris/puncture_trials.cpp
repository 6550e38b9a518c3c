#include "physics/debris/puncture_trials.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "physics/numerics/sampling.h"
#include "physics/require.h"

namespace sunrack {

namespace {

struct Life {
  bool alive = true;
  int holes = 0;
  double heat = 1;
};

/// [-] heat of a ring of tubes, one per segment: between two live neighbours one pitch, over a gap two at
/// eta(2p).
double ring_heat(const std::vector<char>& dead, double fin_ratio) {
  const std::size_t n = dead.size();
  if (n == 1) return dead[0] ? 0 : 1;
  double pitches = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (dead[i]) continue;
    pitches += dead[(i + 1) % n] ? 2 * fin_ratio : 1;
  }
  return pitches / double(n);
}

/// One life, its time running from 0 to 1.
Life play(const SegmentedRadiator& radiator, RandomStream& random, std::vector<char>& dead,
          std::vector<double>& closes_at) {
  const std::size_t n = std::size_t(radiator.segments);
  dead.assign(n, 0);
  closes_at.assign(n, 2);
  if (radiator.spurious_closures > 0)
    for (double& time : closes_at) time = random.exponential() / radiator.spurious_closures;
  Life life;
  if (radiator.common_mode_penetrations > 0 && random.exponential() < radiator.common_mode_penetrations)
    life.alive = false;
  double coolant = radiator.reserve * (1 + 1e-12);
  if (radiator.expected_penetrations > 0)
    for (double time = random.exponential() / radiator.expected_penetrations; time < 1;
         time += random.exponential() / radiator.expected_penetrations) {
      ++life.holes;
      const std::size_t hit = std::min(n - 1, std::size_t(random.uniform() * double(n)));
      if (dead[hit] || closes_at[hit] < time) continue;
      dead[hit] = 1;
      if (random.uniform() > radiator.valve_reliability) life.alive = false;
      coolant -= radiator.loss_per_isolation;
      if (coolant < 0) life.alive = false;
    }
  for (std::size_t i = 0; i < n; ++i)
    if (closes_at[i] < 1) dead[i] = 1;
  life.heat = ring_heat(dead, radiator.neighbour_fin_ratio);
  return life;
}

TrialMean share_of(std::int64_t successes, std::int64_t trials) {
  const double p = double(successes) / double(trials);
  return {.value = p, .error = std::sqrt(p * (1 - p) / double(trials))};
}

}  // namespace

PunctureTrials puncture_trials(const SegmentedRadiator& radiator, double share, std::int64_t trials,
                               std::uint64_t seed) {
  require(trials >= 2, "puncture_trials: trials", double(trials), "must be at least 2");
  require(share >= 0 && share <= 1, "puncture_trials: share", share, "must be 0 to 1");
  survival(radiator);  // refuses what is bad, by name
  std::vector<char> dead;
  std::vector<double> closes_at;
  std::int64_t alive = 0, enough = 0, whole = 0, holes = 0;
  double sum = 0, squares = 0;
  for (std::int64_t trial = 0; trial < trials; ++trial) {
    RandomStream random(seed, std::uint64_t(trial));
    const Life life = play(radiator, random, dead, closes_at);
    holes += life.holes;
    whole += life.holes == 0 && life.alive;  // without a hole only a common part ends the loop
    if (!life.alive) continue;
    ++alive;
    enough += life.heat >= share * (1 - 1e-12);
    sum += life.heat;
    squares += life.heat * life.heat;
  }
  PunctureTrials result{.alive = share_of(alive, trials),
                        .heat = {},
                        .enough = share_of(enough, trials),
                        .no_penetration = share_of(whole, trials),
                        .penetrations_mean = double(holes) / double(trials)};
  if (alive > 0) {
    const double mean = sum / double(alive);
    result.heat = {.value = mean,
                   .error = std::sqrt(std::max(0.0, squares / double(alive) - mean * mean) / double(alive))};
  }
  return result;
}

}  // namespace sunrack
