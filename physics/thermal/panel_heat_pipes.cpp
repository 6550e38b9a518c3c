#include "physics/thermal/panel_heat_pipes.h"

#include <algorithm>
#include <cmath>

#include "physics/require.h"

namespace sunrack::panel {
namespace {

constexpr double alike = 1e-6;  // [K] walls that rounding alone tells apart

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
      // A long way down the sheet's slope falls with the cube of temperature: by half at most.
      const double vapour = tubes_.header
                                ? saying_where(sum, was, tube)
                                : std::max(was + (*tubes_.heat_each - sum.heat) / sum.slope, was / 2);
      if (!(vapour > 0))
        throw ModelError(fmt::format("panel: the temperature of heat pipe {} did not settle", tube + 1));
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
      const HeatPipeFluidState inside = answered_state(tube, one);
      const HeatPipeLimits limits = heat_pipe_limits(pipe_, inside);
      one.limit = limits.least(), one.governing = limits.governing;
      one.first_bubbles = limits.first_bubbles;
      if (!(one.limit > 0))
        throw ModelError(fmt::format("panel: heat pipe {} carries nothing at {:.5g} K: {} limit", tube + 1,
                                     one.inlet, name_of(one.governing)));
      one.share_of_limit = one.heat / one.limit;
    }
    report_cold_walls(answer);
  }

 private:
  HeatPipeFluidState answered_state(int tube, const PanelTubeAnswer& one) const {
    try {
      return tubes_.fluid->at(one.inlet);
    } catch (const ModelError& error) {
      throw ModelError(
          fmt::format("panel: heat pipe {}, which gives {:.4g} W: {}", tube + 1, one.heat, error.what()));
    }
  }

  void report_cold_walls(PanelFieldAnswer& answer) const {
    PanelColdWall inside{.liquid = tubes_.fluid->name(), .freezing = tubes_.fluid->freezing_temperature()};
    inside.temperature = 1e300;
    PanelColdWall evaporator = inside;
    for (int tube = 0; tube < slices_.tubes; ++tube) {
      if (!alive(tube)) continue;
      const PanelTubeAnswer& one = answer.tubes[std::size_t(tube)];
      const HeatPipeResistance r = heat_pipe_resistance(pipe_, state(one.inlet), std::max(one.heat, 1e-6));
      // Under the wick of the condenser, slice by slice; outside of the evaporator, which has one
      // temperature.
      for (int i = 0; i < slices_.along; ++i) {
        const double flux = answer.tube_heat[slices_.at(tube, i)] / slices_.length(i);
        const double t = one.inlet - flux * r.condenser_wick * pipe_.condenser;
        if (t < inside.temperature - alike)
          inside.temperature = t, inside.tube = tube,
          inside.x = slices_.x[std::size_t(i)] + slices_.length(i) / 2;
      }
      const double outside = one.inlet + one.heat * (r.evaporator_wall + r.evaporator_wick + r.vapour);
      if (outside < evaporator.temperature - alike) evaporator.temperature = outside, evaporator.tube = tube;
    }
    answer.cold_walls = {inside};
    if (!tubes_.header) return;
    evaporator.liquid = tubes_.header->name(), evaporator.freezing = tubes_.header->freezing_temperature();
    answer.cold_walls.push_back(evaporator);
  }

  /// The rounds may pass through temperatures where the fluid is none; the answer may not (report).
  HeatPipeFluidState state(double vapour) const {
    return tubes_.fluid->at(
        std::clamp(vapour, tubes_.fluid->minimum_temperature(), tubes_.fluid->maximum_temperature()));
  }

  double saying_where(const Sum& sum, double was, int tube) {
    try {
      return fed_by_header(sum, was, tube);
    } catch (const ModelError& error) {
      throw ModelError(fmt::format("panel: header at heat pipe {}: {}", tube + 1, error.what()));
    }
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

}  // namespace

std::unique_ptr<Supply> heat_pipe_supply(const HeatPipeTubes& tubes, const PanelField& field,
                                         const Slices& slices) {
  return std::make_unique<HeatPipeSupply>(tubes, field, slices);
}

}  // namespace sunrack::panel
