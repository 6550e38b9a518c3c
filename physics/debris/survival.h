#pragma once

#include <cstdint>

namespace sunrack {

/// [-] mean number of holes of a Poisson process: rate [m^-2 s^-1] times area [m^2] times time [s].
/// @throws std::invalid_argument on a negative or infinite one
double expected_penetrations(double rate, double area, double time);

/// [-] exp(-expected): no hole at all.
double probability_no_penetration(double expected);

/// [-] at most `most` events where `expected` is the Poisson mean; regularised incomplete gamma function.
double poisson_at_most(std::int64_t most, double expected);
/// [-] at most `most` of `count` independent parts lost, each with probability `loss`; incomplete beta.
double binomial_at_most(std::int64_t most, std::int64_t count, double loss);

/// [-] Several equal loops, each able to carry all heat, sharing the holes evenly: at least one is alive.
/// One loop gives exp(-N), two give 1 - (1 - e^(-N/2))^2.
double loops_survive(int loops, double expected);
/// [-] `spares` more loops than are needed, the next one filled when one is holed: at most that many holes.
double standby_loops_survive(int spares, double expected);

/// [kg/s] liquid through a sharp hole: C_d (pi d^2/4) sqrt(2 rho dp). Single-phase: a coolant that flashes in
/// the hole leaves more slowly, so that this is an upper bound.
double leak_rate(double hole_diameter, double density, double pressure, double discharge_coefficient = 0.6);

/// A radiator of equal segments, each with its own pair of isolation valves. Punctures come as a Poisson
/// process; each asks its segment's valves to close; a pair that does not drains the loop.
struct SegmentedRadiator {
  std::int64_t segments = 1;
  double expected_penetrations = 0;  ///< [-] holes of all segments' tubes in the life, at most 1e7
  double valve_reliability = 1;      ///< [-] a pair closes when it is asked
  double spurious_closures = 0;      ///< [-] expected in the life of one pair that nobody asked
  double common_mode_penetrations =
      0;               ///< [-] expected of manifolds, pumps, rotary joints, valve blocks: in series
  double reserve = 0;  ///< [kg] coolant in the accumulator beyond what the loop needs
  double loss_per_isolation = 0;  ///< [kg] through the hole until the valves close, and the segment's own
  /// [-] eta(2p)/eta(p): fin efficiency at twice the tubes' pitch over that at the pitch, where neighbouring
  /// tubes belong to different segments and live ones warm the fins of a dead one. 0.5: no help.
  double neighbour_fin_ratio = 0.5;
};

/// How a SegmentedRadiator stands at the end of its life.
struct RadiatorSurvival {
  double probability_no_penetration = 1;  ///< [-] of tubes and common parts together
  double segment_loss = 0;                ///< [-] probability that one segment is shut at the end
  double probability_valves = 1;          ///< [-] every pair that was asked has closed
  double probability_coolant = 1;         ///< [-] the reserve covered the leaks, all valves having closed
  double probability_common_mode = 1;     ///< [-] no common part holed
  double probability_alive = 1;           ///< [-] of the loop: all three
  double mean_heat = 1;                   ///< [-] share of the first day's heat left, of loops that are alive
  double heat_deviation = 0;              ///< [-] standard deviation of it
  double heat_at_confidence = 1;  ///< [-] rejected at least, with the confidence; 0 if the loop itself is
                                  ///< alive with less
};

/// Closed forms: competing risks of puncture and spurious closure in each segment, binomial and trinomial
/// sums over segments. Exact but for the fins beside two dead neighbours, which count as beside one (heat is
/// underestimated at second order of the share lost). With one segment left to fail there is no partial heat.
/// @param confidence [-] in (0, 1)
/// @throws std::invalid_argument on a bad field
RadiatorSurvival survival(const SegmentedRadiator& radiator, double confidence = 0.95);

/// [-] heat left with `lost` segments shut, mean over where they are.
double heat_left(std::int64_t lost, std::int64_t segments, double neighbour_fin_ratio = 0.5);

/// [-] probability that the loop is alive and at least `share` of the heat can be rejected at the end.
double probability_of_heat(const SegmentedRadiator& radiator, double share);

/// The smallest number of segments with which at least `share` of the heat can be rejected with the
/// confidence; `radiator.segments` is not looked at. Below 1/(1 - share) segments the first loss is too much,
/// so that numbers jump from 1 to there, and then by that step.
/// @throws ModelError where no number does: valves, coolant, common parts or spurious closures forbid it
std::int64_t segments_for(double share, double confidence, const SegmentedRadiator& radiator);

/// The smallest number of segments whose mean heat left is at least `share`, punctures alone:
/// N / ln(1/share), rounded up.
std::int64_t segments_for_mean(double share, double expected);

/// Strings of solar cells, each lost by one hit; hits are Poisson.
struct StringLosses {
  double expected_share = 0;       ///< [-] of power lost, mean
  double share_at_confidence = 0;  ///< [-] lost at most, with the confidence
};
/// `rate` [m^-2 s^-1] of hits that cut a string, `string_area` [m^2] exposed, over `time` [s].
StringLosses string_losses(double rate, double string_area, std::int64_t strings, double time,
                           double confidence = 0.95);

}  // namespace sunrack
