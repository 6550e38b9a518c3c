#pragma once

#include <cstdint>

#include "physics/debris/survival.h"

namespace sunrack {

/// A mean over trials and its standard error.
struct TrialMean {
  double value = 0;
  double error = 0;  ///< one standard deviation of the mean
};

/// What played-out lives say; the same quantities as survival() computes in closed form.
struct PunctureTrials {
  TrialMean alive;               ///< [-] share of trials in which the loop is alive at the end
  TrialMean heat;                ///< [-] mean heat left of those
  TrialMean enough;              ///< [-] share of trials alive with at least the asked heat
  TrialMean no_penetration;      ///< [-] share of trials without any hole
  double penetrations_mean = 0;  ///< [-] holes per trial, in tubes
};

/// Plays lives out: holes at exponential intervals in segments drawn at random, valve pairs that close or do
/// not, closures that nobody asked, coolant lost, common parts holed. Segments stand in a ring, and a fin
/// between two live tubes with m - 1 dead ones between sheds m pitches' worth where `neighbour_fin_ratio` is
/// 0.5 or 1 and, as the closed form has it, at least two pitches' at eta(2p) between.
/// Trial i draws from its own counter-based stream (seed, i): the answer depends on neither order nor
/// threads.
/// @throws std::invalid_argument as survival() does
PunctureTrials puncture_trials(const SegmentedRadiator& radiator, double share, std::int64_t trials,
                               std::uint64_t seed);

}  // namespace sunrack
