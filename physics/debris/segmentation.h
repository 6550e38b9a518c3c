#pragma once

#include <functional>
#include <optional>

namespace sunrack {

/// What may be chosen against punctures: thicker tubes, more isolable segments, more panel. Numbers of
/// segments are real here, as those of tubes are; who builds rounds up.
struct SegmentationProblem {
  std::function<double(double)> penetrations;  ///< [-] expected in the life, of a wall [m]; falls with it
  std::function<double(double)> armour_mass;   ///< [kg] of a wall [m]; rises with it
  double thinnest_wall = 0.1e-3;               ///< [m]
  double thickest_wall = 20e-3;                ///< [m]
  double segment_mass = 1;                     ///< [kg] valves, sensors and plumbing of one segment
  double panel_mass = 0;                       ///< [kg] sigma A: what the whole panel weighs without armour
  std::optional<double> segments;              ///< [-] given, as by the number of heat pipes
};

/// A choice of them.
struct Segmentation {
  double wall = 0;                   ///< [m]
  double segments = 1;               ///< [-] real
  double expected_penetrations = 0;  ///< [-] of all segments in the life
  double losses_covered = 0;         ///< [-] segments that may be lost; of the optimum with a confidence
  double oversize = 1;               ///< [-] panel flown over panel needed on the first day
  double armour_mass = 0;            ///< [kg] with the oversize's
  double valve_mass = 0;             ///< [kg]
  double oversize_mass = 0;          ///< [kg]
  double reserve = 0;                ///< [-] coolant in reserve; of the optimum with a confidence
  double reserve_mass = 0;           ///< [kg] of reserve beyond the goal's
  double mass = 0;                   ///< [kg] of all four
};

/// Rate as a power law of the wall around a reference: rate(t) = rate (t/wall)^-exponent.
struct PunctureLaw {
  double wall = 1e-3;       ///< [m]
  double penetrations = 1;  ///< [-] expected in the life with that wall
  double exponent = 2;      ///< [-] beta: 1.8 behind a face sheet, 2.6 bare, 3 to 3.5 of meteoroids alone
};

/// The least of r t + n m_v + sigma A (e^(N/n) - 1) with N = c t^-beta and N << n, in closed form:
/// n = sqrt(sigma A N / m_v), armour : valves : oversize = beta : 1 : 1. `armour_slope` r [kg/m] of all tubes
/// per metre of wall, `panel_mass` sigma A [kg], `segment_mass` m_v [kg]. The oversize makes up for the mean
/// loss, e^(N/n).
/// @throws std::invalid_argument unless all are positive
Segmentation closed_form_segmentation(const PunctureLaw& law, double armour_slope, double panel_mass,
                                      double segment_mass);

/// The same without N << n and for any penetration law: at each wall N/n = 2 W(sqrt(m_v N/(sigma A))/2)
/// (Lambert's W) is exact, then Brent's search over the logarithm of the wall. The law must leave one
/// minimum, as power laws do.
/// @throws std::invalid_argument on a bad problem
Segmentation least_mass_segmentation(const SegmentationProblem& problem);

/// What the end of life must look like.
struct SegmentationGoal {
  double share = 1;                     ///< [-] of the first day's heat to be rejected at the end
  double confidence = 0.95;             ///< [-] with which it must be
  double valve_reliability = 1;         ///< [-] of a pair when asked
  double common_mode_penetrations = 0;  ///< [-] expected, in series
  double neighbour_fin_ratio = 0.5;     ///< [-] see SegmentedRadiator
  double leak_share = 0;                ///< [-] lost through a hole until the valves close, over the coolant
                                        ///< of all segments; the segment's own comes on top
  double reserve_share = 1;             ///< [-] coolant in reserve over the coolant of all segments
  /// [kg] of reserve, with its tank, as large as the coolant of all segments, where more than
  /// `reserve_share` may be carried; empty: no more may be.
  std::optional<double> reserve_mass = std::nullopt;
  double spurious_closures = 0;  ///< [-] expected in the life of one pair that nobody asked
};

/// The least of o (sigma A + armour) + n m_v + reserve - sigma A, where the panel is larger by
/// o = max(1, share/heat(K, n)), so that the share can be rejected with K segments lost, and the wall is so
/// thick that with the confidence no more than K holes and closures come and all valves asked have closed:
///   exp(-N (1 - p_v)) P(Poisson(N p_v + n s) <= K) exp(-N_common) >= confidence,
/// s spurious closures of a pair. Events bound lost segments (two may hit one), so that any number of
/// segments keeps the promise. Coolant for K holes, K (leak + 1/n), is in reserve. K is chosen for the least
/// mass; with `given_losses` it is held. Continuous in all its inputs. `oversize_mass` is that of the panel
/// with its armour.
/// @throws ModelError where no wall up to the thickest does it
Segmentation confident_segmentation(const SegmentationProblem& problem, const SegmentationGoal& goal,
                                    std::optional<int> given_losses = std::nullopt);

/// [-] the most holes expected for which at most `losses` segments are lost with the goal's confidence and
/// all valves work, `closures` expected of all pairs that nobody asked; empty if closures or common parts
/// forbid it even without holes.
std::optional<double> penetrations_allowed(int losses, const SegmentationGoal& goal, double closures = 0);

}  // namespace sunrack
