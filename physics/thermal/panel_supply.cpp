#include "physics/thermal/panel_supply.h"

#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack::panel {
namespace {

using constants::pi;

std::vector<bool> living(const PanelField& field) {
  std::vector<bool> alive(std::size_t(field.build.tubes), true);
  for (const int tube : field.failures.dead_tubes) alive[std::size_t(tube)] = false;
  return alive;
}

/// [K] at the outlet of coolant that gives `heat` + slope (mean - was) [W] on its way.
struct Step {
  double outlet = 0, heat = 0;
};
Step march_step(const Coolant& coolant, double mass_flow, double inlet, double heat, double slope,
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
  return {outlet, heat + slope * ((inlet + outlet) / 2 - was)};
}

class CoolantSupply : public Supply {
 public:
  CoolantSupply(const CoolantTubes& tubes, const PanelField& field, const Slices& slices, double step)
      : tubes_(tubes), slices_(slices), step_(step), alive_(living(field)) {
    lay_paths(field);
    if (paths_.empty()) throw ModelError("panel: no tube is alive");
    const double outer = tubes.inner_diameter + 2 * tubes.wall;
    behind_film_ =
        std::log(outer / tubes.inner_diameter) / (2 * pi * tubes.conductivity) + tubes.bond_resistance;
    flow_.assign(alive_.size(), 0);
    for (const Path& path : paths_)
      for (const Leg& leg : path.legs) flow_[std::size_t(leg.tube)] = path.mass_flow;
  }

  bool alive(int tube) const override { return alive_[std::size_t(tube)]; }
  double hottest() const override { return tubes_.inlet; }
  double resistance(int tube, double fluid) const override {
    const TubeFlow flow =
        tube_flow(tubes_.coolant->at(fluid), flow_[std::size_t(tube)], tubes_.inner_diameter);
    return 1 / (flow.film_coefficient * pi * tubes_.inner_diameter) + behind_film_;
  }
  bool possible(double fluid) const override {
    return fluid >= tubes_.coolant->minimum_temperature() && fluid <= tubes_.coolant->maximum_temperature();
  }

  std::vector<double> march(const SheetRound& round) override {
    std::vector<double> fluid = round.fluid;
    for (Path& path : paths_) {
      double t = tubes_.inlet;
      path.pressure_drop = 0;
      for (Leg& leg : path.legs) {
        leg.inlet = t;
        for (int n = 0; n < slices_.along; ++n) {
          const std::size_t s = slices_.at(leg.tube, leg.reversed ? slices_.along - 1 - n : n);
          const Step step =
              march_step(*tubes_.coolant, path.mass_flow, t, round.heat[s], round.slope[s], round.fluid[s]);
          fluid[s] = (t + step.outlet) / 2;
          t = step.outlet;
          path.pressure_drop +=
              step_ * tube_flow(tubes_.coolant->at(fluid[s]), path.mass_flow, tubes_.inner_diameter)
                          .pressure_gradient;
        }
        leg.outlet = t;
      }
      path.outlet = t;
      path.heat = path.mass_flow * tubes_.coolant->enthalpy_rise(t, tubes_.inlet);
    }
    return fluid;
  }
  double heat_given() const override {
    double heat = 0;
    for (const Path& path : paths_) heat += path.heat;
    return heat;
  }

  void report(PanelFieldAnswer& answer) const override {
    for (const Path& path : paths_) {
      const double reynolds =
          tube_flow(tubes_.coolant->at(tubes_.inlet), path.mass_flow, tubes_.inner_diameter).reynolds;
      answer.paths.push_back(
          {path.loop, path.mass_flow, tubes_.inlet, path.outlet, path.heat, path.pressure_drop, reynolds});
      for (const Leg& leg : path.legs) answer.paths.back().tubes.push_back(leg.tube);
      for (const Leg& leg : path.legs) {
        answer.tubes[std::size_t(leg.tube)].inlet = leg.inlet;
        answer.tubes[std::size_t(leg.tube)].outlet = leg.outlet;
      }
    }
  }

 private:
  struct Leg {
    int tube = 0;
    bool reversed = false;
    double inlet = 0, outlet = 0;
  };
  struct Path {
    int loop = 0;
    double mass_flow = 0;
    std::vector<Leg> legs = {};
    double outlet = 0, heat = 0, pressure_drop = 0;
  };

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
    std::vector<int> sharing(std::size_t(tubes_.loops), 0);
    for (int tube = 0; tube < field.build.tubes; ++tube) {
      const std::size_t loop = std::size_t(loop_of(tube));
      if (severed[loop]) alive_[std::size_t(tube)] = false;
      if (alive(tube)) ++sharing[loop];
    }
    for (int loop = 0; loop < tubes_.loops; ++loop) {
      Path path{.loop = loop, .mass_flow = tubes_.mass_flow};
      for (int tube = 0; tube < field.build.tubes; ++tube) {
        if (loop_of(tube) != loop || !alive(tube)) continue;
        const bool back =
            serpentine ? path.legs.size() % 2 == 1 : tubes_.flow == PanelFlow::counterflow && tube % 2 == 1;
        path.legs.push_back({.tube = tube, .reversed = back});
        if (serpentine) continue;
        path.mass_flow = tubes_.mass_flow / sharing[std::size_t(loop)];
        paths_.push_back(path);
        path.legs.clear();
      }
      if (!path.legs.empty()) paths_.push_back(path);
    }
  }

  const CoolantTubes& tubes_;
  const Slices& slices_;
  double step_, behind_film_ = 0;
  std::vector<bool> alive_;
  std::vector<double> flow_;  ///< [kg/s] in each tube
  std::vector<Path> paths_;
};

/// What the slices of one tube did together.
struct Sum {
  double heat = 0, slope = 0;
};
Sum sum_of(const SheetRound& round, const Slices& slices, int tube) {
  Sum sum;
  for (int i = 0; i < slices.along; ++i) {
    sum.heat += round.heat[slices.at(tube, i)];
    sum.slope += round.slope[slices.at(tube, i)];
  }
  return sum;
}

class HeatPipeSupply : public Supply {
 public:
  HeatPipeSupply(const HeatPipeTubes& tubes, const PanelField& field, const Slices& slices)
      : tubes_(tubes), slices_(slices), pipe_(tubes.pipe), alive_(living(field)), given_(alive_.size(), 0) {
    pipe_.condenser = field.build.length;
    if (std::find(alive_.begin(), alive_.end(), true) == alive_.end())
      throw ModelError("panel: no heat pipe is alive");
  }

  bool alive(int tube) const override { return alive_[std::size_t(tube)]; }
  double hottest() const override {
    const double middle = (tubes_.fluid->minimum_temperature() + tubes_.fluid->maximum_temperature()) / 2;
    return tubes_.header ? tubes_.inlet : middle;
  }
  double resistance(int, double vapour) const override {
    const HeatPipeResistance r = heat_pipe_resistance(pipe_, state(vapour), 1);
    return (r.condenser_wick + r.condenser_wall) * pipe_.condenser + tubes_.bond_resistance;
  }
  bool possible(double vapour) const override {
    return vapour > 0 && (!tubes_.header || vapour <= tubes_.inlet);
  }

  std::vector<double> march(const SheetRound& round) override {
    std::vector<double> fluid = round.fluid;
    header_outlet_ = tubes_.inlet;
    for (int tube = 0; tube < slices_.tubes; ++tube) {
      if (!alive(tube)) continue;
      const Sum sum = sum_of(round, slices_, tube);
      const double was = round.fluid[slices_.at(tube, 0)];
      const double vapour =
          tubes_.header ? fed_by_header(sum, was, tube) : was + (*tubes_.heat_each - sum.heat) / sum.slope;
      if (!(vapour > 0)) throw ModelError("panel: a heat pipe's temperature did not settle");
      if (!tubes_.header) given_[std::size_t(tube)] = *tubes_.heat_each;
      for (int i = 0; i < slices_.along; ++i) fluid[slices_.at(tube, i)] = vapour;
    }
    return fluid;
  }
  double heat_given() const override {
    double heat = 0;
    for (const double one : given_) heat += one;
    return heat;
  }

  void report(PanelFieldAnswer& answer) const override {
    if (tubes_.header)
      answer.paths.push_back({0, tubes_.mass_flow, tubes_.inlet, header_outlet_, heat_given(), 0, 0});
    for (int tube = 0; tube < slices_.tubes; ++tube) {
      if (!alive(tube)) continue;
      PanelTubeAnswer& one = answer.tubes[std::size_t(tube)];
      one.inlet = one.outlet = answer.fluid[slices_.at(tube, 0)];
      const HeatPipeLimits limits = heat_pipe_limits(pipe_, tubes_.fluid->at(one.inlet));
      one.limit = limits.least(), one.governing = limits.governing;
      one.first_bubbles = limits.first_bubbles;
      if (!(one.limit > 0))
        throw ModelError(fmt::format("panel: heat pipe {} carries nothing at {:.5g} K: {} limit", tube + 1,
                                     one.inlet, name_of(one.governing)));
      one.share_of_limit = one.heat / one.limit;
    }
  }

 private:
  /// The rounds may pass through temperatures where the fluid is none; the answer may not (report).
  HeatPipeFluidState state(double vapour) const {
    return tubes_.fluid->at(
        std::clamp(vapour, tubes_.fluid->minimum_temperature(), tubes_.fluid->maximum_temperature()));
  }

  /// The vapour at which what the header gives is what the sheet takes. The header's coolant passes an
  /// isothermal evaporator: T_out = T_v + (T_in - T_v) exp(-1/(R m cp)).
  double fed_by_header(const Sum& sum, double was, int tube) {
    const Coolant& coolant = *tubes_.header;
    const HeatPipeResistance inside = heat_pipe_resistance(pipe_, state(was), std::max(sum.heat, 1e-6));
    const double resistance =
        tubes_.header_resistance + inside.evaporator_wall + inside.evaporator_wick + inside.vapour;
    const double inlet = header_outlet_;
    double vapour = std::min(was, inlet), outlet = inlet;
    for (int i = 0; i < 100; ++i) {
      const double capacity = tubes_.mass_flow * coolant.at(inlet).specific_heat;
      const double approach = std::exp(-1 / (resistance * capacity));
      outlet = vapour + (inlet - vapour) * approach;
      const double given = tubes_.mass_flow * coolant.enthalpy_rise(outlet, inlet);
      const double change =
          (given - sum.heat - sum.slope * (vapour - was)) / (capacity * (1 - approach) + sum.slope);
      vapour = std::min(vapour + change, inlet);
      if (std::abs(change) <= 1e-14 * vapour) break;
    }
    given_[std::size_t(tube)] = tubes_.mass_flow * coolant.enthalpy_rise(outlet, inlet);
    header_outlet_ = outlet;
    return vapour;
  }

  const HeatPipeTubes& tubes_;
  const Slices& slices_;
  HeatPipe pipe_;
  std::vector<bool> alive_;
  std::vector<double> given_;  ///< [W] of each pipe
  double header_outlet_ = 0;
};

class HeldSupply : public Supply {
 public:
  HeldSupply(const HeldTubes& tubes, const PanelField& field, const Slices& slices)
      : tubes_(tubes), slices_(slices), alive_(living(field)) {
    if (std::find(alive_.begin(), alive_.end(), true) == alive_.end())
      throw ModelError("panel: no tube is alive");
  }
  bool alive(int tube) const override { return alive_[std::size_t(tube)]; }
  double hottest() const override { return tubes_.temperature; }
  double resistance(int, double) const override { return tubes_.resistance; }
  bool possible(double) const override { return true; }
  std::vector<double> march(const SheetRound& round) override {
    heat_ = 0;
    for (const double heat : round.heat) heat_ += heat;
    return round.fluid;
  }
  double heat_given() const override { return heat_; }
  void report(PanelFieldAnswer& answer) const override {
    for (int tube = 0; tube < slices_.tubes; ++tube)
      if (alive(tube))
        answer.tubes[std::size_t(tube)].inlet = answer.tubes[std::size_t(tube)].outlet = tubes_.temperature;
  }

 private:
  const HeldTubes& tubes_;
  const Slices& slices_;
  std::vector<bool> alive_;
  double heat_ = 0;
};

}  // namespace

std::unique_ptr<Supply> make_supply(const PanelField& field, const Slices& slices, double step) {
  if (const auto* coolant = std::get_if<CoolantTubes>(&field.tubes))
    return std::make_unique<CoolantSupply>(*coolant, field, slices, step);
  if (const auto* pipes = std::get_if<HeatPipeTubes>(&field.tubes))
    return std::make_unique<HeatPipeSupply>(*pipes, field, slices);
  return std::make_unique<HeldSupply>(std::get<HeldTubes>(field.tubes), field, slices);
}

}  // namespace sunrack::panel
