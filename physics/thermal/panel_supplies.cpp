#include "physics/thermal/panel_supplies.h"

#include <algorithm>

#include "physics/require.h"
#include "physics/thermal/panel_coolant.h"
#include "physics/thermal/panel_heat_pipes.h"

namespace sunrack::panel {
namespace {

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

std::unique_ptr<Supply> make_supply(const PanelField& field, const Slices& slices) {
  if (const auto* coolant = std::get_if<CoolantTubes>(&field.tubes))
    return coolant_supply(*coolant, field, slices);
  if (const auto* pipes = std::get_if<HeatPipeTubes>(&field.tubes))
    return heat_pipe_supply(*pipes, field, slices);
  return std::make_unique<HeldSupply>(std::get<HeldTubes>(field.tubes), field, slices);
}

}  // namespace sunrack::panel
