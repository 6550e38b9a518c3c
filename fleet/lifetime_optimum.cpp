#include "fleet/lifetime_optimum.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "physics/numerics/parallel.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/shield.h"

namespace sunrack {

using namespace units;

namespace {

const double lifted_limit = 180_degC;  // the highest that a spec may have; leakage's law ends there too

using Prices = std::vector<LifetimePrices>;
using Value = std::function<double(const LifetimePoint&)>;

/// A point or the reason why there is none.
LifetimePoint point_or_reason(const SatelliteSpec& spec, const StudySizer& sizer, double interrupts,
                              const Prices& prices, double asked) {
  try {
    LifetimePoint point = lifetime_point(spec, sizer, interrupts, prices);
    point.asked = asked;
    return point;
  } catch (const ModelError& error) {
    return {.asked = asked, .reason = error.what()};
  } catch (const std::invalid_argument& error) {
    return {.asked = asked, .reason = error.what()};
  }
}

/// One chip in one satellite.
class ChipStudy {
 public:
  ChipStudy(const SatelliteSpec& spec, const StudySizer& sizer, const ChipSpec& part, double interrupts,
            const LifetimeQuestion& question)
      : spec_(spec), sizer_(sizer), interrupts_(interrupts), question_(question) {
    result_.chip = part.name;
    result_.estimate = part.estimate;
    result_.points.resize(std::size_t(question.points));
  }

  void size_point(std::size_t index) {
    const double step = (question_.to - question_.from) / (question_.points - 1);
    result_.points[index] = at(question_.from + step * double(index));
  }

  ChipLifetime finish() {
    SatelliteSpec bought = spec_;
    bought.compute.chip = result_.chip;
    bought.compute.junction_temperature.reset();
    bought.compute.memory_limit.reset();
    result_.at_limit = point_or_reason(bought, sizer_, interrupts_, question_.prices,
                                       chip(result_.chip).maximum_junction_temperature);
    result_.least_specific_mass = least([](const LifetimePoint& p) { return p.specific_mass; });
    result_.least_mass = least([](const LifetimePoint& p) { return p.mass_per_compute; });
    for (std::size_t set = 0; set < question_.prices.size(); ++set)
      result_.least_cost.push_back(least([set](const LifetimePoint& p) { return p.cost_per_compute[set]; }));
    if (result_.at_limit.answered())
      result_.hotter = verdict(result_.at_limit);
    else
      result_.hotter.no_answer = result_.at_limit.reason;
    for (const double base : question_.bases) {
      const auto from = at_radiator(base);
      result_.hotter_from.push_back(from ? verdict(*from) : HotterVerdict{.no_answer = "no such radiator"});
    }
    find_crossing();
    return std::move(result_);
  }

  /// Between which two points the radiator reaches a temperature, and how far from the first to the second.
  struct Place {
    const LifetimePoint *below, *above;
    double part;  // [-]
    double between(double LifetimePoint::*value) const {
      return below->*value + part * (above->*value - below->*value);
    }
  };
  std::optional<Place> place_of_radiator(double temperature) const {
    const LifetimePoint* below = nullptr;
    for (const LifetimePoint& point : result_.points) {
      if (!point.answered()) continue;
      if (point.radiator >= temperature) {
        if (!below) return std::nullopt;
        return Place{below, &point, (temperature - below->radiator) / (point.radiator - below->radiator)};
      }
      below = &point;
    }
    return std::nullopt;
  }

  /// The junction at which the radiator is at `temperature`, by secant on the points' own relation.
  std::optional<LifetimePoint> at_radiator(double temperature) const {
    const auto place = place_of_radiator(temperature);
    if (!place) return std::nullopt;
    const LifetimePoint found = at(place->between(&LifetimePoint::asked));
    if (!found.answered()) return std::nullopt;
    return found;
  }

 private:
  LifetimePoint at(double junction) const {
    return point_or_reason(with_junction(spec_, result_.chip, junction), sizer_, interrupts_,
                           question_.prices, junction);
  }

  /// The best of the points, then golden section between its neighbours.
  std::optional<LifetimePoint> least(const Value& value) const {
    const auto& points = result_.points;
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < points.size(); ++i)
      if (points[i].answered() && (!best || value(points[i]) < value(points[*best]))) best = i;
    if (!best) return std::nullopt;
    if (*best == 0 || *best + 1 == points.size()) return points[*best];
    const double ratio = (std::sqrt(5.0) - 1) / 2, infinity = std::numeric_limits<double>::infinity();
    const auto cost = [&](const LifetimePoint& p) { return p.answered() ? value(p) : infinity; };
    double a = points[*best - 1].asked, b = points[*best + 1].asked;
    LifetimePoint c = at(b - ratio * (b - a)), d = at(a + ratio * (b - a));
    while (b - a > 0.05_K) {
      if (cost(c) < cost(d)) {
        b = d.asked, d = c;
        c = at(b - ratio * (b - a));
      } else {
        a = c.asked, c = d;
        d = at(a + ratio * (b - a));
      }
    }
    const LifetimePoint& found = cost(c) < cost(d) ? c : d;
    return cost(found) < value(points[*best]) ? found : points[*best];
  }

  HotterVerdict verdict(const LifetimePoint& base) const {
    HotterVerdict verdict{.base = base, .hotter = at_radiator(question_.factor * base.radiator)};
    if (!verdict.hotter) {
      verdict.no_answer = fmt::format("no design with its radiator at {:.0f} degC",
                                      question_.factor * base.radiator - 273.15);
      for (const LifetimePoint& point : result_.points)
        if (!point.answered() && point.asked > base.junction) {
          verdict.no_answer += ": " + point.reason;
          break;
        }
      return verdict;
    }
    verdict.area_ratio = verdict.hotter->radiator_area / base.radiator_area;
    verdict.specific_mass_ratio = verdict.hotter->specific_mass / base.specific_mass;
    verdict.mass_ratio = verdict.hotter->mass_per_compute / base.mass_per_compute;
    for (std::size_t set = 0; set < base.cost_per_compute.size(); ++set)
      verdict.cost_ratios.push_back(verdict.hotter->cost_per_compute[set] / base.cost_per_compute[set]);
    return verdict;
  }

  /// Mass per compute, linear between the points, at `factor` times each point's radiator over its own.
  void find_crossing() {
    std::optional<double> last_radiator, last_gain;
    for (const LifetimePoint& base : result_.points) {
      if (!base.answered()) continue;
      const auto hotter = mass_at_radiator(question_.factor * base.radiator);
      if (!hotter) continue;
      const double gain = std::log(*hotter / base.mass_per_compute);
      if (last_gain && *last_gain < 0 && gain >= 0) {
        result_.pays_below =
            *last_radiator + (base.radiator - *last_radiator) * -*last_gain / (gain - *last_gain);
        result_.pays_everywhere.reset();
        return;
      }
      if (!last_gain) result_.pays_everywhere = gain < 0;
      last_gain = gain, last_radiator = base.radiator;
    }
  }

  std::optional<double> mass_at_radiator(double temperature) const {
    const auto place = place_of_radiator(temperature);
    if (!place) return std::nullopt;
    return place->between(&LifetimePoint::mass_per_compute);
  }

  const SatelliteSpec& spec_;
  const StudySizer& sizer_;
  double interrupts_;
  const LifetimeQuestion& question_;
  ChipLifetime result_;
};

LifetimeQuestion checked(LifetimeQuestion question) {
  require(question.from > 0, "lifetime: from", question.from, "must be positive [K]");
  require(question.to > question.from && question.to <= lifted_limit, "lifetime: to", question.to,
          "must be above the beginning and at most 453.15 [K]");
  require(question.points >= 3 && question.points <= 10000, "lifetime: points", question.points,
          "must be 3 to 10000");
  require(question.factor > 1 && question.factor < 3, "lifetime: factor", question.factor,
          "must be above 1 and below 3");
  if (question.chips.empty())
    for (const ChipSpec& part : chip_catalogue()) question.chips.push_back(part.name);
  for (const std::string& name : question.chips) chip(name);  // refuses unknown ones by name
  if (question.prices.empty()) question.prices = {prices_of_2026(), prices_of_2030()};
  return question;
}

}  // namespace

SatelliteSpec with_junction(const SatelliteSpec& spec, const std::string& chip, double junction) {
  SatelliteSpec own = spec;
  own.compute.chip = chip;
  own.compute.junction_temperature = junction;
  own.compute.memory_limit = lifted_limit;
  return own;
}

LifetimePoint lifetime_point(const SatelliteSpec& spec, const StudySizer& sizer, double interrupts,
                             const Prices& prices) {
  SatelliteSpec carried = spec;
  carried.compute.server_mass *= 1 + spec.lifetime.spares;
  const SatelliteDesign design = sizer.size(carried);
  const SatelliteReliability satellite = satellite_reliability(spec, design, interrupts);
  const LifetimeBill bill = lifetime_bill(spec, design, delivered_compute(satellite, spec.mission.life));
  const PackageState& package = design.compute.package.state;
  const ChipSpec& bought = chip(spec.compute.chip);
  constexpr double rounding = 1e-6;  // [K]
  LifetimePoint point{.asked = package.junction_temperature,
                      .junction = package.junction_temperature,
                      .memory = package.memory_temperature,
                      .coolant = package.coolant_temperature,
                      .radiator = design.radiator.panel.mean_surface_temperature,
                      .mass = design.mass,
                      .specific_mass = design.mass / spec.compute.it_power,
                      .radiator_area = design.radiator.area,
                      .radiator_mass = design.radiator.mass,
                      .electrical_power = design.compute.electrical_power,
                      .capacity_at_end = expected_capacity(satellite, spec.mission.life),
                      .delivered = bill.delivered,
                      .mass_per_compute = mass_per_compute(bill)};
  for (const LifetimePrices& set : prices) point.cost_per_compute.push_back(cost_per_compute(bill, set));
  point.within_limits = point.junction <= bought.maximum_junction_temperature + rounding &&
                        point.memory <= bought.maximum_memory_temperature + rounding;
  return point;
}

LifetimeStudy lifetime_study(const SatelliteSpec& spec, const LifetimeQuestion& asked) {
  LifetimeStudy study{.question = checked(asked), .life = spec.mission.life};
  const LifetimeQuestion& question = study.question;
  const StudySizer sizer(spec);
  // The shield is the same at all temperatures, and so are the interrupts behind it.
  study.interrupts =
      interrupt_rate(spec, size_shield(spec, mission_radiation(spec, inclination_of(spec))).aluminium);
  std::vector<ChipStudy> chips;
  for (const std::string& name : question.chips)
    chips.emplace_back(spec, sizer, chip(name), study.interrupts, question);
  study.chips.resize(chips.size());
  const auto points = std::size_t(question.points);
  Progress progress("junction temperatures", chips.size() * points, question.study.progress);
  const auto size_one = [&](std::size_t index) {
    chips[index / points].size_point(index % points);
    progress.advance();
  };
  const bool sized =
      parallel_for(chips.size() * points, question.study.threads, size_one, question.study.cancel);
  const bool finished =
      sized && parallel_for(
                   chips.size(), question.study.threads,
                   [&](std::size_t i) { study.chips[i] = chips[i].finish(); }, question.study.cancel);
  if (!finished) throw StudyInterrupted("lifetime: interrupted; nothing was written");
  return study;
}

}  // namespace sunrack
