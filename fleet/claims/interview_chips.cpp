#include <cmath>
#include <limits>

#include "chips/catalogue.h"
#include "fleet/claims/interview.h"
#include "fleet/wafers.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr const char* topic = "Chips";

StatedClaim reticles() {
  StatedClaim claim{
      .id = "hundred-million-reticles",
      .topic = topic,
      .speaker = "Musk",
      .words =
          "if you can do about a kilowatt per reticle and then you'd need 100 million full reticle chips to "
          "do 100 gigawatts",
      .quantity = "full reticles for 100 GW",
      .unit = "million",
      .stated = 100,
      .stated_text = "100 million",
      .least = 80,
      .most = 125,
      .band_reason = "about: within a quarter",
      .inputs = {uncertain_input("reticle_power", "power of a full reticle with its memory and board", "W",
                                 700, 1000, 1200,
                                 "1000 as said; a present accelerator has 2 reticles in 1400 W (read)")}};
  const auto chips = [](double power, bool with_memory) {
    const ChipSpec& model = chip("reticle-1kw");
    // Memory and board follow the die's power.
    const double package = with_memory ? package_power(model) / model.die_power * power : power;
    return 100e9 / package / 1e6;
  };
  claim.compute = [chips](const InputValues& v) { return chips(v["reticle_power"], false); };
  claim.figures = [chips](const InputValues& v) {
    return std::vector<ClaimFigure>{
        {"if memory and board come on top", chips(v["reticle_power"], true), "million"},
        {"heat flux if all of it is the die's", v["reticle_power"] / (2.6 * 3.3), "W/cm2"},
        {"of a present accelerator", 1400 / 16.0, "W/cm2"}};
  };
  claim.sentence =
      "{0:.0f} million: the arithmetic is right; {4:.0f} million if memory and board come on top of the "
      "kilowatt. The die's heat flux would be {5:.0f} W/cm2, against {6:.0f} in a present accelerator.";
  claim.method = "chip catalogue, reticle-1kw";
  return claim;
}

StatedClaim wafers() {
  StatedClaim claim{
      .id = "million-wafers-a-month",
      .topic = topic,
      .speaker = "Patel; Musk: \"some number north of a million\"",
      .words = "if we're putting that out every single year, you're producing millions of wafers a month",
      .quantity = "wafers a month for 100 GW of logic and memory a year",
      .unit = "thousand",
      .stated = 1000,
      .stated_text = "north of a million",
      .least = 800,
      .most = std::numeric_limits<double>::infinity(),
      .band_reason = "a million to one digit: at least 0.8",
      .inputs = {uncertain_input("die_power", "power of a full reticle's package", "W", 700, 1000, 1200,
                                 "1000 as said"),
                 uncertain_input("defect_density", "defects per area", "1/cm2", 0.05, 0.1, 0.3,
                                 "mature and new leading process (recalled)"),
                 uncertain_input("usable", "dies with a defect that are sold cut down", "%", 0, 60, 80,
                                 "accelerators have spare cores (recalled)"),
                 uncertain_input("memory_wafers", "wafers of memory per wafer of logic", "", 1, 3, 6,
                                 "8 stacks of 12 dies of 1.1 cm2 for two reticles (recalled)")}};
  const auto process = [](const InputValues& v) {
    return WaferProcess{.defect_density = v["defect_density"] * 1e4,
                        .usable_with_defects = v["usable"] / 100};
  };
  const auto logic = [process](const InputValues& v) {
    return wafers_per_year(100e9, v["die_power"], process(v)) / 12 / 1e3;
  };
  claim.compute = [logic](const InputValues& v) { return logic(v) * (1 + v["memory_wafers"]); };
  claim.figures = [process, logic](const InputValues& v) {
    WaferProcess perfect = process(v);
    perfect.defect_density = 0;
    return std::vector<ClaimFigure>{
        {"dies on a wafer", double(dies_per_wafer(process(v))), ""},
        {"usable of them", die_yield(process(v)) / 1_percent, "%"},
        {"logic alone", logic(v), "thousand"},
        {"logic without defects", wafers_per_year(100e9, v["die_power"], perfect) / 12 / 1e3, "thousand"}};
  };
  claim.sentence =
      "{6:.0f} thousand wafers of logic a month ({7:.0f} without defects) and {0:.0f} thousand with memory "
      "({1:.0f} to {2:.0f}): a million a month is more than 100 GW a year asks for, enough for some {3:.1f} "
      "times that.";
  claim.method = "dies_per_wafer, negative binomial yield";
  return claim;
}

}  // namespace

std::vector<StatedClaim> interview_chip_claims() { return {reticles(), wafers()}; }

}  // namespace sunrack
