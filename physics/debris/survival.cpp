#include "physics/debris/survival.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr double most_expected = 1e7;  // [-] beyond it nothing is a design
constexpr std::int64_t most_segments = 2'000'000;

void require_probability(const char* name, double value) {
  require(value >= 0 && value <= 1, name, value, "must be a probability, 0 to 1");
}

void require_radiator(const SegmentedRadiator& radiator) {
  require(radiator.segments >= 1 && radiator.segments <= most_segments, "survival: segments",
          double(radiator.segments), "must be 1 to 2000000");
  require(radiator.expected_penetrations >= 0 && radiator.expected_penetrations <= most_expected,
          "survival: expected_penetrations", radiator.expected_penetrations, "must be 0 to 1e7");
  require_probability("survival: valve_reliability", radiator.valve_reliability);
  require(radiator.spurious_closures >= 0 && radiator.spurious_closures <= most_expected,
          "survival: spurious_closures", radiator.spurious_closures, "must be 0 to 1e7 in the life");
  require(radiator.common_mode_penetrations >= 0 && radiator.common_mode_penetrations <= most_expected,
          "survival: common_mode_penetrations", radiator.common_mode_penetrations, "must be 0 to 1e7");
  require(radiator.reserve >= 0 && std::isfinite(radiator.reserve), "survival: reserve", radiator.reserve,
          "must not be negative [kg]");
  require(radiator.loss_per_isolation >= 0 && std::isfinite(radiator.loss_per_isolation),
          "survival: loss_per_isolation", radiator.loss_per_isolation, "must not be negative [kg]");
  require(radiator.neighbour_fin_ratio >= 0.5 && radiator.neighbour_fin_ratio <= 1,
          "survival: neighbour_fin_ratio", radiator.neighbour_fin_ratio,
          "must be 0.5 (a fin twice as long sheds no more) to 1 (perfect fins)");
}

/// Leaks that the reserve covers.
std::int64_t leaks_covered(const SegmentedRadiator& radiator) {
  if (radiator.loss_per_isolation <= 0) return radiator.segments;
  // A reserve of exactly j losses covers j: the quotient may round to just below.
  const double covered = std::floor(radiator.reserve / radiator.loss_per_isolation * (1 + 1e-12));
  return covered >= double(radiator.segments) ? radiator.segments : std::int64_t(covered);
}

/// The fate of one segment: the first of two exponential risks. An isolated segment asks its valves no more.
struct SegmentFate {
  double leaked = 0;  // [-] punctured first
  double shut = 0;    // [-] shut by itself first
  double live = 1;    // [-] neither
};
SegmentFate fate_of(const SegmentedRadiator& radiator) {
  const double holes = radiator.expected_penetrations / double(radiator.segments);
  const double both = holes + radiator.spurious_closures;
  if (both == 0) return {};
  const double either = -std::expm1(-both);
  return {.leaked = either * holes / both,
          .shut = either * radiator.spurious_closures / both,
          .live = std::exp(-both)};
}

/// [-] C(n, k) p^k r^(n-k).
double binomial_term(std::int64_t count, std::int64_t chosen, double p, double rest) {
  if (p == 0) return chosen == 0 ? std::pow(rest, double(count)) : 0;
  if (rest == 0) return chosen == count ? std::pow(p, double(count)) : 0;
  const double n = double(count), k = double(chosen);
  return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(p) +
                  (n - k) * std::log(rest));
}

/// [-] every leak isolated by working valves, at most `most_leaks` of them and at most `most_lost` segments
/// lost in all. Sum over leaks of C(n,l) (p_leak p_valve)^l (1 - p_leak)^(n-l), the others being shut or not.
double probability_of_loss(const SegmentedRadiator& radiator, std::int64_t most_leaks,
                           std::int64_t most_lost) {
  const std::int64_t n = radiator.segments;
  const SegmentFate fate = fate_of(radiator);
  const double isolated = fate.leaked * radiator.valve_reliability, held = fate.shut + fate.live;
  most_leaks = std::min(most_leaks, most_lost);
  if (fate.shut == 0) {  // one tail: (1 - u)^n times a binomial of the isolated among those that did not fail
    const double all_valves = isolated + held;
    if (all_valves == 0) return 0;
    return std::pow(all_valves, double(n)) * binomial_at_most(most_leaks, n, isolated / all_valves);
  }
  if (most_leaks >= n) return std::pow(isolated + held, double(n));
  double sum = 0;
  for (std::int64_t leaks = 0; leaks <= most_leaks; ++leaks) {
    const double term = binomial_term(n, leaks, isolated, held);
    sum += term * binomial_at_most(most_lost - leaks, n - leaks, held > 0 ? fate.shut / held : 0);
    if (double(leaks) > double(n) * isolated && term < 1e-18) break;  // the rest falls faster still
  }
  return std::min(sum, 1.0);
}

/// Mean and mean square of the heat left where each of n segments is lost with probability q.
struct HeatMoments {
  double mean = 0, square = 0;
};
HeatMoments heat_moments(std::int64_t segments, double q, double fin_ratio) {
  const double n = double(segments);
  if (segments == 1) return {.mean = 1 - q, .square = 1 - q};
  // heat(k) = (1 - k/n)(1 + c k): a parabola in k; factorial moments of the binomial are n(n-1)..q^m.
  const double c = (2 * fin_ratio - 1) / (n - 1), b = c - 1 / n, a = -c / n;
  const double f1 = n * q, f2 = f1 * (n - 1) * q, f3 = f2 * (n - 2) * q, f4 = f3 * (n - 3) * q;
  const double m1 = f1, m2 = f2 + f1, m3 = f3 + 3 * f2 + f1, m4 = f4 + 6 * f3 + 7 * f2 + f1;
  return {.mean = 1 + b * m1 + a * m2,
          .square = 1 + 2 * b * m1 + (b * b + 2 * a) * m2 + 2 * a * b * m3 + a * a * m4};
}

/// The same given that all valves worked and at most `most_leaks` segments leaked, by the sum over leaks and
/// shut segments.
HeatMoments limited_heat_moments(const SegmentedRadiator& radiator, std::int64_t most_leaks,
                                 double probability) {
  const std::int64_t n = radiator.segments;
  const SegmentFate fate = fate_of(radiator);
  const double isolated = fate.leaked * radiator.valve_reliability, held = fate.shut + fate.live;
  HeatMoments sum;
  for (std::int64_t leaks = 0; leaks <= most_leaks; ++leaks) {
    const double term = binomial_term(n, leaks, isolated, held);
    if (double(leaks) > double(n) * isolated && term < 1e-18) break;
    const std::int64_t most_shut = fate.shut > 0 ? n - leaks : 0;
    for (std::int64_t shut = 0; shut <= most_shut; ++shut) {
      const double weight = term * binomial_term(n - leaks, shut, fate.shut / held, fate.live / held);
      if (double(shut) > double(n) * fate.shut && weight < 1e-18) break;
      const double heat = heat_left(leaks + shut, n, radiator.neighbour_fin_ratio);
      sum.mean += weight * heat;
      sum.square += weight * heat * heat;
    }
  }
  return {.mean = sum.mean / probability, .square = sum.square / probability};
}

/// The most segments that may be lost with `share` of the heat left; -1 if none may.
std::int64_t losses_allowed(std::int64_t segments, double share, double fin_ratio) {
  std::int64_t low = -1, high = segments;     // heat_left falls with every loss
  const double needed = share * (1 - 1e-12);  // 19 of 20 are 95 %
  if (heat_left(segments, segments, fin_ratio) >= needed) return segments;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (heat_left(middle, segments, fin_ratio) >= needed ? low : high) = middle;
  }
  return low;
}

}  // namespace

double expected_penetrations(double rate, double area, double time) {
  require(rate >= 0 && std::isfinite(rate), "expected_penetrations: rate", rate,
          "must not be negative [m^-2 s^-1]");
  require(area >= 0 && std::isfinite(area), "expected_penetrations: area", area,
          "must not be negative [m^2]");
  require(time >= 0 && std::isfinite(time), "expected_penetrations: time", time, "must not be negative [s]");
  return rate * area * time;
}

double probability_no_penetration(double expected) {
  require(expected >= 0, "probability_no_penetration: expected", expected, "must not be negative");
  return std::exp(-expected);
}

double poisson_at_most(std::int64_t most, double expected) {
  require(expected >= 0 && std::isfinite(expected), "poisson_at_most: expected", expected,
          "must not be negative");
  if (most < 0) return 0;
  return expected == 0 ? 1 : boost::math::gamma_q(double(most) + 1, expected);
}

double binomial_at_most(std::int64_t most, std::int64_t count, double loss) {
  require(count >= 0, "binomial_at_most: count", double(count), "must not be negative");
  require_probability("binomial_at_most: loss", loss);
  if (most < 0) return 0;
  if (most >= count || loss == 0) return 1;
  if (loss == 1) return 0;
  if (most == 0) return std::exp(double(count) * std::log1p(-loss));
  return boost::math::ibetac(double(most) + 1, double(count - most), loss);
}

double loops_survive(int loops, double expected) {
  require(loops >= 1, "loops_survive: loops", loops, "must be at least 1");
  require(expected >= 0, "loops_survive: expected", expected, "must not be negative");
  return 1 - std::pow(-std::expm1(-expected / loops), loops);
}

double standby_loops_survive(int spares, double expected) {
  require(spares >= 0, "standby_loops_survive: spares", spares, "must not be negative");
  return poisson_at_most(spares, expected);
}

double leak_rate(double hole_diameter, double density, double pressure, double discharge_coefficient) {
  require(hole_diameter >= 0, "leak_rate: hole_diameter", hole_diameter, "must not be negative [m]");
  require(density > 0, "leak_rate: density", density, "must be positive [kg/m^3]");
  require(pressure >= 0, "leak_rate: pressure", pressure, "must not be negative [Pa]");
  require(discharge_coefficient > 0 && discharge_coefficient <= 1, "leak_rate: discharge_coefficient",
          discharge_coefficient, "must be above 0, at most 1");
  return discharge_coefficient * constants::pi / 4 * hole_diameter * hole_diameter *
         std::sqrt(2 * density * pressure);
}

double heat_left(std::int64_t lost, std::int64_t segments, double neighbour_fin_ratio) {
  require(segments >= 1 && lost >= 0 && lost <= segments, "heat_left: lost", double(lost),
          "must be 0 to the number of segments");
  const double n = double(segments), k = double(lost);
  if (segments == 1) return 1 - k;
  // Each live tube's next neighbour is live with probability (n-1-k)/(n-1): one pitch between them sheds
  // eta(p) p. Else a gap of two pitches or more, which sheds at least 2p eta(2p).
  return (1 - k / n) * (1 + k / (n - 1) * (2 * neighbour_fin_ratio - 1));
}

RadiatorSurvival survival(const SegmentedRadiator& radiator, double confidence) {
  require_radiator(radiator);
  require(confidence > 0 && confidence < 1, "survival: confidence", confidence, "must be between 0 and 1");
  const std::int64_t n = radiator.segments, covered = leaks_covered(radiator);
  const SegmentFate fate = fate_of(radiator);
  RadiatorSurvival result;
  result.probability_no_penetration =
      std::exp(-radiator.expected_penetrations - radiator.common_mode_penetrations);
  result.segment_loss = fate.leaked + fate.shut;
  const double failed = fate.leaked * (1 - radiator.valve_reliability);
  result.probability_valves = std::pow(1 - failed, double(n));
  const double contained = probability_of_loss(radiator, covered, n);
  result.probability_coolant = result.probability_valves > 0 ? contained / result.probability_valves : 0;
  result.probability_common_mode = std::exp(-radiator.common_mode_penetrations);
  result.probability_alive = contained * result.probability_common_mode;
  if (result.probability_alive <= 0) {
    result.mean_heat = result.heat_at_confidence = 0;
    return result;
  }
  const bool unlimited = covered >= n;
  const double lost_if_valves_work = (result.segment_loss - failed) / (1 - failed);
  const HeatMoments heat = unlimited ? heat_moments(n, lost_if_valves_work, radiator.neighbour_fin_ratio)
                                     : limited_heat_moments(radiator, covered, contained);
  result.mean_heat = heat.mean;
  result.heat_deviation = std::sqrt(std::max(0.0, heat.square - heat.mean * heat.mean));
  // The fewest losses that are not exceeded with the confidence, by bisection.
  result.heat_at_confidence = 0;
  if (result.probability_alive < confidence) return result;
  std::int64_t low = -1, high = n;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    const bool enough =
        probability_of_loss(radiator, covered, middle) * result.probability_common_mode >= confidence;
    (enough ? high : low) = middle;
  }
  result.heat_at_confidence = heat_left(high, n, radiator.neighbour_fin_ratio);
  return result;
}

double probability_of_heat(const SegmentedRadiator& radiator, double share) {
  require_radiator(radiator);
  require_probability("probability_of_heat: share", share);
  const std::int64_t allowed = losses_allowed(radiator.segments, share, radiator.neighbour_fin_ratio);
  if (allowed < 0) return 0;
  return probability_of_loss(radiator, leaks_covered(radiator), allowed) *
         std::exp(-radiator.common_mode_penetrations);
}

std::int64_t segments_for(double share, double confidence, const SegmentedRadiator& radiator) {
  require(share > 0 && share < 1, "segments_for: share", share, "must be between 0 and 1");
  require(confidence > 0 && confidence < 1, "segments_for: confidence", confidence,
          "must be between 0 and 1");
  SegmentedRadiator trial = radiator;
  trial.segments = 1;
  require_radiator(trial);
  const auto refuse = [&](const std::string& why) {
    throw ModelError(
        fmt::format("segments_for: no number of segments leaves {:.3g} of the heat with {:.3g} "
                    "confidence and {:.4g} punctures expected: {}",
                    share, confidence, radiator.expected_penetrations, why));
  };
  if (std::exp(-radiator.common_mode_penetrations) < confidence)
    refuse(fmt::format("common parts alone are holed {:.3g} times", radiator.common_mode_penetrations));
  // For a number of losses allowed, the fewest segments that allow it are the best: more of them are asked
  // for more valves and more closures. So only these numbers are tried.
  const double fin = radiator.neighbour_fin_ratio;
  std::int64_t segments = 1;
  while (segments <= most_segments) {
    trial.segments = segments;
    const std::int64_t allowed = losses_allowed(segments, share, fin);
    const SegmentFate fate = fate_of(trial);
    const double mean_lost = double(segments) * (fate.leaked + fate.shut);
    // A binomial's median is within one of its mean: no confidence above one half is had below it.
    // Valves and coolant only get worse with more segments.
    if (probability_of_loss(trial, leaks_covered(trial), segments) *
            std::exp(-radiator.common_mode_penetrations) <
        confidence)
      break;
    const bool hopeful = confidence <= 0.5 || double(allowed) + 1 >= mean_lost;
    if (hopeful && probability_of_heat(trial, share) >= confidence) return segments;
    // The first number of segments that allows one loss more (several more where far from the mean).
    const std::int64_t aim = hopeful ? allowed + 1 : std::max(allowed + 1, std::int64_t(mean_lost) - 2);
    std::int64_t low = segments, high = segments;
    do high *= 2;
    while (high < 2 * most_segments && losses_allowed(high, share, fin) < aim);
    while (high - low > 1) {
      const std::int64_t middle = low + (high - low) / 2;
      (losses_allowed(middle, share, fin) >= aim ? high : low) = middle;
    }
    segments = high;
  }
  refuse(radiator.valve_reliability < 1 || radiator.spurious_closures > 0 || radiator.loss_per_isolation > 0
             ? "valves that fail, closures that nobody asked for, or the coolant's reserve forbid it"
             : "more than 2000000 would be needed");
  return 0;
}

std::int64_t segments_for_mean(double share, double expected) {
  require(share > 0 && share < 1, "segments_for_mean: share", share, "must be between 0 and 1");
  require(expected >= 0 && expected <= most_expected, "segments_for_mean: expected", expected,
          "must be 0 to 1e7");
  return std::max<std::int64_t>(1, std::int64_t(std::ceil(expected / -std::log(share) * (1 - 1e-12))));
}

StringLosses string_losses(double rate, double string_area, std::int64_t strings, double time,
                           double confidence) {
  require(strings >= 1, "string_losses: strings", double(strings), "must be at least 1");
  require(confidence > 0 && confidence < 1, "string_losses: confidence", confidence,
          "must be between 0 and 1");
  const double loss = -std::expm1(-expected_penetrations(rate, string_area, time));
  std::int64_t low = -1, high = strings;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (binomial_at_most(middle, strings, loss) >= confidence ? high : low) = middle;
  }
  return {.expected_share = loss, .share_at_confidence = double(high) / double(strings)};
}

}  // namespace sunrack
