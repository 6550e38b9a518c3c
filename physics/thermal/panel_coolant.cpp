#include "physics/thermal/panel_coolant.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack::panel {
namespace {

constexpr double alike = 1e-6;  // [K] walls that rounding alone tells apart

using constants::pi;

/// [K] at the outlet of coolant that gives `heat` + slope (mean - was) [W] on its way.
double march_step(const Coolant& coolant, double mass_flow, double inlet, double heat, double slope,
                  double was) {
  double outlet = inlet;
  // Newton's rule; the enthalpy is all but linear over a slice.
  for (int i = 0; i < 50; ++i) {
    const double given = mass_flow * coolant.enthalpy_rise(outlet, inlet);
    const double taken = heat + slope * ((inlet + outlet) / 2 - was);
    const double change = (given - taken) / (mass_flow * coolant.at(outlet).specific_heat + slope / 2);
    outlet += change;
    if (std::abs(change) <= 1e-14 * outlet) break;
  }
  return outlet;
}

class CoolantSupply : public Supply {
 public:
  CoolantSupply(const CoolantTubes& tubes, const PanelField& field, const Slices& slices)
      : tubes_(tubes), slices_(slices), alive_(living(field)) {
    lay_paths(field);
    if (paths_.empty()) throw ModelError("panel: no tube is alive");
    const double outer = tubes.inner_diameter + 2 * tubes.wall;
    behind_film_ =
        std::log(outer / tubes.inner_diameter) / (2 * pi * tubes.conductivity) + tubes.bond_resistance;
    flow_.assign(alive_.size(), 0);
    note_flows();
  }

  bool alive(int tube) const override { return alive_[std::size_t(tube)]; }
  double hottest() const override { return tubes_.inlet; }
  double resistance(int tube, double fluid) const override { return film(tube, fluid) + behind_film_; }
  bool possible(double fluid) const override {
    return fluid >= tubes_.coolant->minimum_temperature() && fluid <= tubes_.coolant->maximum_temperature();
  }

  std::vector<double> march(const SheetRound& round) override {
    round_ = round;
    outlet_.resize(round.fluid.size());
    std::vector<double> fluid = round.fluid;
    for (Path& path : paths_) {
      const Marched marched =
          march_path(path, path.mass_flow, [&](std::size_t slice, double inlet, double outlet) {
            fluid[slice] = (inlet + outlet) / 2, outlet_[slice] = outlet;
          });
      path.outlet = marched.outlet, path.pressure_drop = marched.drop;
      path.heat = path.mass_flow * tubes_.coolant->enthalpy_rise(path.outlet, tubes_.inlet);
    }
    return fluid;
  }
  double heat_given() const override {
    double heat = 0;
    for (const Path& path : paths_) heat += path.heat;
    return heat;
  }

  // Tubes between two manifolds: logarithms of their flows over even ones, until all drops of a loop are
  // alike.
  void set_further(std::span<const double> logarithms) override {
    if (!shared()) return;
    for (std::size_t n = 0; n < paths_.size(); ++n) {
      if (logarithms[n] < -furthest)
        throw ModelError(
            fmt::format("panel: tube {} stagnates: cold, it takes less than a hundredth of an even share of "
                        "its loop's flow "
                        "at the drop that it shares",
                        paths_[n].legs.front().tube + 1));
      paths_[n].mass_flow = paths_[n].even_flow * std::exp(logarithms[n] / kelvins);
    }
    keep_flows_of_loops();
    note_flows();
  }
  std::vector<double> further() const override {
    std::vector<double> asked;
    if (!shared()) return asked;
    const std::vector<double> means = mean_drops();
    for (const Path& path : paths_) {
      // A drop goes with the flow at a power from 1, laminar, to 1.75: this settles with all of them. Small
      // steps, for the first rounds know little of the coolant's temperature.
      const double mean = means[std::size_t(path.loop)];
      const double step = mean > 0 ? -std::log(path.pressure_drop / mean) / 1.75 : 0;
      asked.push_back(kelvins * (std::log(path.mass_flow / path.even_flow) + std::clamp(step, -0.5, 0.5)));
    }
    return asked;
  }
  bool possible_further(std::span<const double> logarithms) const override {
    return std::all_of(logarithms.begin(), logarithms.end(),
                       [](double one) { return std::abs(one) < furthest; });
  }
  double further_mismatch() const override {
    double most = 0;
    if (!shared()) return most;
    const std::vector<double> means = mean_drops();
    for (const Path& path : paths_)
      most = std::max(most, std::abs(path.pressure_drop / means[std::size_t(path.loop)] - 1));
    return most;
  }

  void report(PanelFieldAnswer& answer) const override {
    for (const Path& path : paths_) {
      const double reynolds =
          tube_flow(tubes_.coolant->at(tubes_.inlet), path.mass_flow, tubes_.inner_diameter).reynolds;
      PanelPathAnswer one{path.loop, path.mass_flow,     tubes_.inlet, path.outlet,
                          path.heat, path.pressure_drop, reynolds};
      constexpr double more = 1.01;
      one.drop_exponent =
          std::log(march_path(path, more * path.mass_flow, [](std::size_t, double, double) {}).drop /
                   path.pressure_drop) /
          std::log(more);
      for (const Leg& leg : path.legs) one.tubes.push_back(leg.tube);
      answer.paths.push_back(std::move(one));
      report_tubes(path, answer);
    }
    if (const PanelColdWall wall = coldest_wall(answer); wall.x) answer.cold_walls = {wall};
  }

 private:
  struct Leg {
    int tube = 0;
    bool reversed = false;
  };
  struct Path {
    int loop = 0;
    double mass_flow = 0;
    std::vector<Leg> legs = {};
    double even_flow = 0;  ///< [kg/s] if its loop were shared evenly
    double outlet = 0, heat = 0, pressure_drop = 0;
  };
  struct Marched {
    double outlet = 0, drop = 0;
  };

  static constexpr double furthest = 46;  ///< a flow a hundred times less or more
  static constexpr double kelvins = 10;   // of a flow that changes by e: what it does to an outlet

  bool shared() const { return tubes_.flow == PanelFlow::shared_drop; }

  /// [K m/W]
  double film(int tube, double fluid) const {
    const TubeFlow flow = flow_in(tube, flow_[std::size_t(tube)], fluid);
    return 1 / (flow.film_coefficient * pi * tubes_.inner_diameter);
  }

  TubeFlow flow_in(int tube, double mass_flow, double fluid) const {
    return saying_who(tube, mass_flow,
                      [&] { return tube_flow(tubes_.coolant->at(fluid), mass_flow, tubes_.inner_diameter); });
  }

  /// Names the tube whose coolant leaves what is known of it; with a shared drop it is the slowest.
  template <class Do>
  std::invoke_result_t<Do> saying_who(int tube, double mass_flow, Do action) const {
    try {
      return action();
    } catch (const ModelError& error) {
      if (!shared()) throw ModelError(fmt::format("panel: tube {}: {}", tube + 1, error.what()));
      const double even = tubes_.mass_flow / sharing_[std::size_t(loop_of(tube))];
      throw ModelError(fmt::format(
          "panel: tube {}, with {:.3g} of an even share of its loop's flow, is too cold to keep up: {}",
          tube + 1, mass_flow / even, error.what()));
    }
  }

  /// Along a path as the sheet of the last round would take it; says where each slice begins and ends [K].
  template <class Say>
  Marched march_path(const Path& path, double mass_flow, Say say) const {
    Marched marched{.outlet = tubes_.inlet};
    for (const Leg& leg : path.legs)
      for (int n = 0; n < slices_.along; ++n) {
        const int i = leg.reversed ? slices_.along - 1 - n : n;
        const std::size_t s = slices_.at(leg.tube, i);
        const double inlet = marched.outlet;
        marched.outlet = saying_who(leg.tube, mass_flow, [&] {
          return march_step(*tubes_.coolant, mass_flow, inlet, round_.heat[s], round_.slope[s],
                            round_.fluid[s]);
        });
        const double t = (inlet + marched.outlet) / 2;
        say(s, inlet, marched.outlet);
        marched.drop += slices_.length(i) * flow_in(leg.tube, mass_flow, t).pressure_gradient;
      }
    return marched;
  }

  /// [Pa] of each loop.
  std::vector<double> mean_drops() const {
    std::vector<double> mean(std::size_t(tubes_.loops), 0);
    for (const Path& path : paths_)
      mean[std::size_t(path.loop)] += path.pressure_drop / sharing_[std::size_t(path.loop)];
    return mean;
  }
  void keep_flows_of_loops() {
    std::vector<double> flow(std::size_t(tubes_.loops), 0);
    for (const Path& path : paths_) flow[std::size_t(path.loop)] += path.mass_flow;
    for (Path& path : paths_) path.mass_flow *= tubes_.mass_flow / flow[std::size_t(path.loop)];
  }
  void note_flows() {
    for (const Path& path : paths_)
      for (const Leg& leg : path.legs) flow_[std::size_t(leg.tube)] = path.mass_flow;
  }

  void report_tubes(const Path& path, PanelFieldAnswer& answer) const {
    double t = tubes_.inlet;
    for (const Leg& leg : path.legs) {
      PanelTubeAnswer& tube = answer.tubes[std::size_t(leg.tube)];
      tube.inlet = t;
      t = outlet_[slices_.at(leg.tube, leg.reversed ? 0 : slices_.along - 1)];
      tube.outlet = t;
    }
  }

  /// [W/m] that a slice gives where it meets what lies beyond it, by a straight line through its middle and
  /// that of the slice before; of its own sign, so that the line does not run through nothing.
  double heat_at_end(const PanelFieldAnswer& answer, int tube, int i, int before) const {
    const auto mean = [&](int n) { return answer.tube_heat[slices_.at(tube, n)] / slices_.length(n); };
    const double own = mean(i);
    if (before < 0 || before >= slices_.along || slices_.wet[slices_.at(tube, before)] <= 0) return own;
    const double share = slices_.length(i) / (slices_.length(i) + slices_.length(before));
    const double end = own + (own - mean(before)) * share;
    return own > 0 ? std::max(0.0, end) : std::min(0.0, end);
  }

  /// Behind the film, where it is coldest: in the middle and at both ends of every slice, for the coolant is
  /// coldest where it leaves. Without a place if all are dry.
  PanelColdWall coldest_wall(const PanelFieldAnswer& answer) const {
    PanelColdWall wall{.liquid = tubes_.coolant->name(), .freezing = tubes_.coolant->freezing_temperature()};
    wall.temperature = 1e300;
    const auto see = [&](int tube, double fluid, double heat, double x) {
      const double t = fluid - heat * film(tube, fluid);
      if (t < wall.temperature - alike) wall.temperature = t, wall.tube = tube, wall.x = x;
    };
    for (const Path& path : paths_) {
      double inlet = tubes_.inlet;
      for (const Leg& leg : path.legs)
        for (int n = 0; n < slices_.along; ++n) {
          const int i = leg.reversed ? slices_.along - 1 - n : n, on = leg.reversed ? -1 : 1;
          const std::size_t s = slices_.at(leg.tube, i);
          double from = slices_.x[std::size_t(i)], to = from + slices_.length(i);
          if (leg.reversed) std::swap(from, to);
          if (slices_.wet[s] > 0) {
            see(leg.tube, inlet, heat_at_end(answer, leg.tube, i, i + on), from);
            see(leg.tube, answer.fluid[s], answer.tube_heat[s] / slices_.length(i), (from + to) / 2);
            see(leg.tube, outlet_[s], heat_at_end(answer, leg.tube, i, i - on), to);
          }
          inlet = outlet_[s];
        }
    }
    return wall;
  }

  int loop_of(int tube) const {
    return tubes_.interleaved ? tube % tubes_.loops
                              : int(std::int64_t(tube) * tubes_.loops / std::int64_t(alive_.size()));
  }

  void lay_paths(const PanelField& field) {
    const bool serpentine = tubes_.flow == PanelFlow::serpentine;
    std::vector<bool> severed(std::size_t(tubes_.loops), false);
    for (const int loop : field.failures.severed_loops) severed[std::size_t(loop)] = true;
    if (serpentine)
      for (int tube = 0; tube < field.build.tubes; ++tube)
        if (!alive(tube)) severed[std::size_t(loop_of(tube))] = true;
    sharing_.assign(std::size_t(tubes_.loops), 0);
    for (int tube = 0; tube < field.build.tubes; ++tube) {
      const std::size_t loop = std::size_t(loop_of(tube));
      if (severed[loop]) alive_[std::size_t(tube)] = false;
      if (alive(tube)) ++sharing_[loop];
    }
    for (int loop = 0; loop < tubes_.loops; ++loop) {
      Path path{.loop = loop, .mass_flow = tubes_.mass_flow, .even_flow = tubes_.mass_flow};
      for (int tube = 0; tube < field.build.tubes; ++tube) {
        if (loop_of(tube) != loop || !alive(tube)) continue;
        const bool back =
            serpentine ? path.legs.size() % 2 == 1 : tubes_.flow == PanelFlow::counterflow && tube % 2 == 1;
        path.legs.push_back({.tube = tube, .reversed = back});
        if (serpentine) continue;
        path.mass_flow = path.even_flow = tubes_.mass_flow / sharing_[std::size_t(loop)];
        paths_.push_back(path);
        path.legs.clear();
      }
      if (!path.legs.empty()) paths_.push_back(path);
    }
  }

  const CoolantTubes& tubes_;
  const Slices& slices_;
  double behind_film_ = 0;
  std::vector<bool> alive_;
  std::vector<double> flow_;  ///< [kg/s] in each tube
  std::vector<int> sharing_;  ///< living tubes of each loop
  std::vector<Path> paths_;
  SheetRound round_;            ///< the last one
  std::vector<double> outlet_;  ///< [K] of each slice
};

}  // namespace

std::unique_ptr<Supply> coolant_supply(const CoolantTubes& tubes, const PanelField& field,
                                       const Slices& slices) {
  return std::make_unique<CoolantSupply>(tubes, field, slices);
}

}  // namespace sunrack::panel
