#include "physics/debris/segmentation.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/special_functions/lambert_w.hpp>
#include <boost/math/tools/minima.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

#include "physics/debris/survival.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr int most_losses = 400;  // held by the search over K: beyond it the panel would be shut for the most
constexpr int enough_bits =
    26;  // of the wall's logarithm: a minimum is flat, half the digits are all there are
constexpr double infinity = std::numeric_limits<double>::infinity();

void require_problem(const SegmentationProblem& problem) {
  if (!problem.penetrations || !problem.armour_mass)
    throw std::invalid_argument("segmentation: penetrations and armour_mass of a wall are needed");
  require(problem.thinnest_wall > 0, "segmentation: thinnest_wall", problem.thinnest_wall,
          "must be positive [m]");
  require(problem.thickest_wall > problem.thinnest_wall, "segmentation: thickest_wall", problem.thickest_wall,
          "must be above the thinnest [m]");
  require(problem.panel_mass > 0 && std::isfinite(problem.panel_mass), "segmentation: panel_mass",
          problem.panel_mass, "must be positive [kg]");
  require(problem.segment_mass >= 0 && std::isfinite(problem.segment_mass), "segmentation: segment_mass",
          problem.segment_mass, "must not be negative [kg]");
  require(problem.segment_mass > 0 || problem.segments, "segmentation: segment_mass", problem.segment_mass,
          "must be positive where the number of segments is free: it would be infinite");
  if (problem.segments)
    require(*problem.segments >= 1 && std::isfinite(*problem.segments), "segmentation: segments",
            *problem.segments, "must be at least 1");
}

void require_goal(const SegmentationGoal& goal) {
  require(goal.share > 0 && goal.share <= 1, "segmentation: share", goal.share, "must be above 0, at most 1");
  require(goal.confidence > 0 && goal.confidence < 1, "segmentation: confidence", goal.confidence,
          "must be between 0 and 1");
  require(goal.valve_reliability >= 0 && goal.valve_reliability <= 1, "segmentation: valve_reliability",
          goal.valve_reliability, "must be 0 to 1");
  require(goal.common_mode_penetrations >= 0, "segmentation: common_mode_penetrations",
          goal.common_mode_penetrations, "must not be negative");
  require(goal.neighbour_fin_ratio >= 0.5 && goal.neighbour_fin_ratio <= 1,
          "segmentation: neighbour_fin_ratio", goal.neighbour_fin_ratio, "must be 0.5 to 1");
  require(goal.leak_share >= 0, "segmentation: leak_share", goal.leak_share, "must not be negative");
  require(goal.reserve_share >= 0, "segmentation: reserve_share", goal.reserve_share, "must not be negative");
  if (goal.reserve_mass)
    require(*goal.reserve_mass >= 0 && std::isfinite(*goal.reserve_mass), "segmentation: reserve_mass",
            *goal.reserve_mass, "must not be negative [kg]");
  require(goal.spurious_closures >= 0 && std::isfinite(goal.spurious_closures),
          "segmentation: spurious_closures", goal.spurious_closures, "must not be negative");
}

/// One wall with its best number of segments, made up for in the mean.
Segmentation at_wall(const SegmentationProblem& problem, double wall) {
  Segmentation choice{.wall = wall, .expected_penetrations = problem.penetrations(wall)};
  const double holes = choice.expected_penetrations;
  require(holes >= 0 && std::isfinite(holes), "segmentation: penetrations", holes, "must not be negative");
  if (problem.segments) {
    choice.segments = *problem.segments;
  } else {
    // d/dn: x^2 e^x = m_v N/(sigma A), x = N/n.
    const double x =
        2 * boost::math::lambert_w0(0.5 * std::sqrt(problem.segment_mass * holes / problem.panel_mass));
    choice.segments = x > 0 ? std::max(1.0, holes / x) : 1;
  }
  choice.oversize = std::exp(holes / choice.segments);
  choice.armour_mass = problem.armour_mass(wall);
  choice.valve_mass = choice.segments * problem.segment_mass;
  choice.oversize_mass = problem.panel_mass * std::expm1(holes / choice.segments);
  choice.mass = choice.armour_mass + choice.valve_mass + choice.oversize_mass;
  return choice;
}

/// The wall that holds holes to `allowed`; the thinnest if that does, none if the thickest does not.
std::optional<double> wall_for(const SegmentationProblem& problem, double allowed) {
  if (problem.penetrations(problem.thinnest_wall) <= allowed) return problem.thinnest_wall;
  if (problem.penetrations(problem.thickest_wall) > allowed) return std::nullopt;
  // Secant in the logarithms, kept between its brackets: penetrations are nearly a power of the wall.
  double low = std::log(problem.thinnest_wall), high = std::log(problem.thickest_wall);
  const double aim = std::log(allowed);
  const auto excess = [&](double log_wall) {
    const double holes = problem.penetrations(std::exp(log_wall));
    return holes > 0 ? std::log(holes) - aim : -infinity;
  };
  double above = excess(low), below = excess(high);
  for (int step = 0; step < 200 && high - low > 1e-14 * std::abs(low); ++step) {
    double middle = low + (high - low) * above / (above - below);
    if (!(middle > low && middle < high) || step % 3 == 2) middle = low + (high - low) / 2;
    const double value = excess(middle);
    if (value == 0) return std::exp(middle);
    (value > 0 ? low : high) = middle;
    (value > 0 ? above : below) = value;
  }
  return std::exp(high);  // the side that keeps the promise
}

/// [-] heat with `lost` of a real number of segments.
double heat_of(double lost, double segments, double fin_ratio) {
  if (lost == 0) return 1;
  return (1 - lost / segments) * (1 + lost / (segments - 1) * (2 * fin_ratio - 1));
}

/// Where a rising function passes zero, at `low` if it has; `high` is about where or beyond.
template <typename Function>
double root_above(const Function& function, double low, double high) {
  if (function(low) >= 0) return low;
  high = std::max(high, low) * (1 + 1e-9);
  while (function(high) < 0) high *= 2;
  std::uintmax_t steps = 100;
  const auto bracket = boost::math::tools::toms748_solve(
      function, low, high, boost::math::tools::eps_tolerance<double>(52), steps);
  return (bracket.first + bracket.second) / 2;
}

/// The best number of segments where `lost` may fail, with the valves, the reserve, the oversize and the
/// mass.
void choose_segments(Segmentation& choice, const SegmentationProblem& problem, const SegmentationGoal& goal) {
  const double lost = choice.losses_covered, flown = problem.panel_mass + choice.armour_mass;
  const double reserve_mass = goal.reserve_mass.value_or(0);
  const auto set = [&](double segments) {
    choice.segments = segments;
    choice.oversize = std::max(1.0, goal.share / heat_of(lost, segments, goal.neighbour_fin_ratio));
    choice.valve_mass = segments > 1 ? segments * problem.segment_mass : 0;
    choice.reserve = std::max(goal.reserve_share, lost * (goal.leak_share + 1 / segments));
    choice.reserve_mass = goal.reserve_mass ? reserve_mass * (choice.reserve - goal.reserve_share) : 0;
    choice.mass = choice.oversize * flown + choice.valve_mass + choice.reserve_mass - problem.panel_mass;
  };
  // From this number on the goal's own reserve suffices: lost (leak + 1/n) <= reserve.
  const double left = goal.reserve_share - lost * goal.leak_share;
  const double enough = lost == 0 ? 1 : left > 0 ? lost / left : infinity;
  const double fewest = lost == 0 ? 1 : goal.reserve_mass ? lost + 1 : std::max(lost + 1, enough);
  if (!std::isfinite(fewest) || (problem.segments && *problem.segments < fewest)) {
    choice.mass = infinity;
    return;
  }
  if (problem.segments || lost == 0) {
    set(problem.segments.value_or(1));
    return;
  }
  // Without help from the fins n = K + sqrt(flown K share/m_v), and n = K/(1 - share) leaves the share; help
  // asks for fewer. Roots, not searches for a minimum: a fixed point over the area needs all their digits.
  const double fins = 2 * goal.neighbour_fin_ratio - 1;
  const auto slope = [&](double n, double of_reserve) {
    const double blocks = 1 - lost / n, help = 1 + lost * fins / (n - 1), heat = blocks * help;
    const double change = lost / (n * n) * help - blocks * lost * fins / ((n - 1) * (n - 1));
    const double oversize = heat < goal.share ? goal.share * flown * change / (heat * heat) : 0;
    return problem.segment_mass - oversize - of_reserve * lost / (n * n);
  };
  const auto best_with = [&](double of_reserve) {
    const double guess = lost + std::sqrt((flown * goal.share + of_reserve) * lost / problem.segment_mass);
    return root_above([&](double n) { return slope(n, of_reserve); }, fewest, guess);
  };
  double best = best_with(0);
  // Fewer segments take more coolant with them each: where that is paid for, more of them are the best, up to
  // where the goal's own reserve suffices.
  if (goal.reserve_mass && best < enough) best = std::min(enough, best_with(reserve_mass));
  set(best);
}

/// The wall, the segments and the masses where `losses` may be lost and `closures` come that nobody asked.
Segmentation with_losses_and_closures(const SegmentationProblem& problem, const SegmentationGoal& goal,
                                      int losses, double closures) {
  Segmentation choice{.losses_covered = double(losses), .mass = infinity};
  const auto allowed = penetrations_allowed(losses, goal, closures);
  if (!allowed) return choice;
  const auto wall = wall_for(problem, *allowed);
  if (!wall) return choice;
  choice.wall = *wall;
  choice.expected_penetrations = problem.penetrations(*wall);
  choice.armour_mass = problem.armour_mass(*wall);
  choose_segments(choice, problem, goal);
  return choice;
}

Segmentation with_losses(const SegmentationProblem& problem, const SegmentationGoal& goal, int losses) {
  Segmentation choice = with_losses_and_closures(problem, goal, losses, 0);
  if (goal.spurious_closures == 0) return choice;
  // More segments close by themselves more often, which asks for a thicker wall, which hardly moves their
  // number: a fixed point that closes fast.
  for (int round = 0; round < 100 && std::isfinite(choice.mass); ++round) {
    const double before = choice.segments;
    choice = with_losses_and_closures(problem, goal, losses, before * goal.spurious_closures);
    if (std::abs(choice.segments - before) <= 1e-13 * before) break;
  }
  return choice;
}

/// ln P and its slope in N, P = e^-(N + S) sum over j <= K of x^j/j!, x = N p + S: summed from its largest
/// side.
struct LogTail {
  double value = 0, slope = -1;
};
LogTail log_tail(double holes, int losses, double p, double closures) {
  const double x = holes * p + closures, all = holes + closures;
  if (x == 0 || losses == 0) return {.value = -all, .slope = -1};
  double term = 1, sum = 1;
  if (x < 1) {
    double last = 1;
    for (int j = 1; j <= losses; ++j) sum += last = term *= x / j;
    return {.value = std::log(sum) - all, .slope = p * (sum - last) / sum - 1};
  }
  for (int j = losses; j >= 1; --j) sum += term *= j / x;
  return {.value = losses * std::log(x) - std::lgamma(losses + 1.0) + std::log(sum) - all,
          .slope = p * (sum - 1) / sum - 1};
}

}  // namespace

Segmentation closed_form_segmentation(const PunctureLaw& law, double armour_slope, double panel_mass,
                                      double segment_mass) {
  require(law.wall > 0, "closed_form_segmentation: wall", law.wall, "must be positive [m]");
  require(law.penetrations > 0, "closed_form_segmentation: penetrations", law.penetrations,
          "must be positive");
  require(law.exponent > 0, "closed_form_segmentation: exponent", law.exponent, "must be positive");
  require(armour_slope > 0, "closed_form_segmentation: armour_slope", armour_slope,
          "must be positive [kg/m]");
  require(panel_mass > 0, "closed_form_segmentation: panel_mass", panel_mass, "must be positive [kg]");
  require(segment_mass > 0, "closed_form_segmentation: segment_mass", segment_mass, "must be positive [kg]");
  // M = r t + 2 sqrt(sigma A m_v N): r t = (beta/2) times the second term.
  const double beta = law.exponent;
  const double at_reference = std::sqrt(panel_mass * segment_mass * law.penetrations);
  const double ratio =
      std::pow(beta * at_reference / (armour_slope * law.wall), 1 / (1 + beta / 2));  // wall over reference
  Segmentation choice{.wall = law.wall * ratio,
                      .expected_penetrations = law.penetrations * std::pow(ratio, -beta)};
  choice.segments = std::sqrt(panel_mass * choice.expected_penetrations / segment_mass);
  choice.oversize = 1 + choice.expected_penetrations / choice.segments;
  choice.armour_mass = armour_slope * choice.wall;
  choice.valve_mass = choice.segments * segment_mass;
  choice.oversize_mass = panel_mass * choice.expected_penetrations / choice.segments;
  choice.mass = choice.armour_mass + choice.valve_mass + choice.oversize_mass;
  return choice;
}

Segmentation least_mass_segmentation(const SegmentationProblem& problem) {
  require_problem(problem);
  const auto best = boost::math::tools::brent_find_minima(
      [&](double log_wall) { return at_wall(problem, std::exp(log_wall)).mass; },
      std::log(problem.thinnest_wall), std::log(problem.thickest_wall), enough_bits);
  Segmentation choice = at_wall(problem, std::exp(best.first));
  for (const double wall : {problem.thinnest_wall, problem.thickest_wall}) {
    const Segmentation end = at_wall(problem, wall);
    if (end.mass < choice.mass) choice = end;
  }
  return choice;
}

std::optional<double> penetrations_allowed(int losses, const SegmentationGoal& goal, double closures) {
  require(losses >= 0, "penetrations_allowed: losses", losses, "must not be negative");
  require(closures >= 0 && std::isfinite(closures), "penetrations_allowed: closures", closures,
          "must not be negative");
  require_goal(goal);
  const double p = goal.valve_reliability;
  const double wanted = std::log(goal.confidence) + goal.common_mode_penetrations;
  if (log_tail(0, losses, p, closures).value <= wanted) return std::nullopt;
  // ln P is concave in N: from where P is too small Newton's steps come down to the root without crossing it.
  double holes = losses + 1.0;
  LogTail tail = log_tail(holes, losses, p, closures);
  for (; tail.value >= wanted; tail = log_tail(holes, losses, p, closures)) holes *= 2;
  for (int step = 0; step < 100; ++step) {
    const double change = (wanted - tail.value) / tail.slope;
    holes += change;
    tail = log_tail(holes, losses, p, closures);
    if (std::abs(change) <= 1e-14 * holes) break;
  }
  return holes > 0 ? std::optional(holes) : std::nullopt;
}

Segmentation confident_segmentation(const SegmentationProblem& problem, const SegmentationGoal& goal,
                                    std::optional<int> given_losses) {
  require_problem(problem);
  require_goal(goal);
  if (given_losses)
    require(*given_losses >= 0 && *given_losses <= most_losses, "confident_segmentation: given_losses",
            *given_losses, "must be 0 to 400");
  Segmentation best{.mass = infinity};
  int worse = 0;
  for (int losses = given_losses.value_or(0); losses <= given_losses.value_or(most_losses); ++losses) {
    const Segmentation choice = with_losses(problem, goal, losses);
    worse = choice.mass < best.mass ? 0 : worse + 1;
    if (choice.mass < best.mass) best = choice;
    // Past the minimum, or the thinnest wall does and more losses would buy nothing.
    if (std::isfinite(best.mass) && (worse >= 3 || choice.wall == problem.thinnest_wall)) break;
  }
  if (!std::isfinite(best.mass))
    throw ModelError(fmt::format(
        "segmentation: no tube wall up to {:.3g} mm holds {:.3g} of the heat with {:.3g} confidence "
        "({:.4g} punctures expected of the thickest); more reliable valves, fewer closures that "
        "nobody asks, more reserve, a thicker face sheet or less confidence would do",
        problem.thickest_wall * 1e3, goal.share, goal.confidence,
        problem.penetrations(problem.thickest_wall)));
  best.oversize_mass = (best.oversize - 1) * (problem.panel_mass + best.armour_mass);
  return best;
}

}  // namespace sunrack
