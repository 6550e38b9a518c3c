#include <cmath>
#include <limits>
#include <memory>

#include "fleet/claims/interview.h"
#include "fleet/uncertain_satellite.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/spec_file.h"
#include "satellite/twenty_percent.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr const char* topic = "The satellite";

StatedClaim specific_power() {
  const UncertainSatellite satellite("aggressive-2030");
  StatedClaim claim{.id = "hundred-kilowatts-per-ton",
                    .topic = topic,
                    .speaker = "Musk",
                    .words =
                        "let's say, I don't know, three or four years from now, something like that, and "
                        "we're doing 100 kilowatts per ton",
                    .quantity = "IT power per mass of a satellite on assumptions of 2030",
                    .unit = "kW/t",
                    .stated = 100,
                    .stated_text = "100",
                    .least = 90,
                    .most = infinite,
                    .band_reason = "100, rounded: at least 90"};
  satellite.add_inputs(claim.inputs);
  claim.compute = [satellite](const InputValues& v) {
    const SatelliteDesign design = satellite.size(v);
    return design.compute.it_power / design.mass;
  };
  claim.figures = [satellite](const InputValues& v) {
    const SatelliteDesign design = satellite.size(v);
    const auto power = [](const SatelliteDesign& d) { return d.compute.it_power / d.mass; };
    return std::vector<ClaimFigure>{
        {"with parts of 2026", power(size_satellite(preset("reference-2026"))), "kW/t"},
        {"AI1 as reconstructed, per peak kW", power(size_satellite(preset("spacex-ai1"))), "kW/t"},
        {"array power per mass", design.solar_array.power_bol / design.mass, "kW/t"}};
  };
  claim.sentence =
      "{0:.0f} kW/t ({1:.0f} to {2:.0f}) if most things go well by 2030, {4:.0f} with parts of 2026: {3:.1f} "
      "times short. It takes every part at its optimistic end at once.";
  claim.method = "size_satellite of aggressive-2030 over its ranges";
  return claim;
}

StatedClaim array_share() {
  const UncertainSatellite satellite("aggressive-2030");
  StatedClaim claim{.id = "array-most-of-mass",
                    .topic = topic,
                    .speaker = "Patel",
                    .words = "the solar array is most of the weight on the satellite",
                    .quantity = "solar array's share of the satellite's mass",
                    .unit = "%",
                    .stated = 50,
                    .stated_text = "most",
                    .least = 50,
                    .most = 100,
                    .band_reason = "most: more than half"};
  satellite.add_inputs(claim.inputs);
  claim.compute = [satellite](const InputValues& v) {
    const SatelliteDesign design = satellite.size(v);
    return mass_of(design.budget, "solar array") / design.mass / 1_percent;
  };
  claim.figures = [satellite](const InputValues& v) {
    const SatelliteDesign design = satellite.size(v);
    const auto share = [&](std::initializer_list<const char*> items) {
      double mass = 0;
      for (const char* item : items) mass += mass_of(design.budget, item);
      return mass / design.mass / 1_percent;
    };
    const SatelliteDesign today = size_satellite(preset("reference-2026"));
    return std::vector<ClaimFigure>{
        {"with conversion, cabling and battery",
         share({"solar array", "power conversion", "cabling", "battery"}), "%"},
        {"radiator and loop", share({"radiator", "coolant loop"}), "%"},
        {"computers", share({"computers"}), "%"},
        {"array with parts of 2026", mass_of(today.budget, "solar array") / today.mass / 1_percent, "%"}};
  };
  claim.sentence =
      "It is the largest single item at {0:.0f} % ({1:.0f} to {2:.0f}), not most: radiator and loop are "
      "{5:.0f} %, computers {6:.0f} %.";
  claim.method = "size_satellite of aggressive-2030 over its ranges";
  return claim;
}

StatedClaim hotter_radiator() {
  const auto base = std::make_shared<const SatelliteSpec>(preset("hand-calculation-2026"));
  StatedClaim claim{
      .id = "twenty-percent-hotter",
      .topic = topic,
      .speaker = "Musk",
      .words =
          "roughly if you increase the operating temperature by 20% in degrees Kelvin, you can cut your "
          "radiator mass in half",
      .quantity = "radiator area after over before, full sizing with leakage",
      .unit = "",
      .stated = 0.5,
      .stated_text = "half",
      .least = 0,
      .most = 0.55,
      .band_reason = "roughly: a tenth above half",
      .inputs = {
          uncertain_input("leakage_share", "leakage's share of IT power at 85 degC", "%", 2, 10, 30,
                          "about 10..20 % of the dies today, 5 if redesigned (recalled)"),
          uncertain_input("doubling", "rise that doubles leakage", "K", 15, 35, 45, "15..40 K (recalled)")}};
  const auto layer = [base](const InputValues& v) {
    const LeakageLayer found = leakage_layer(*base, {"claim", v["leakage_share"] / 100, v["doubling"]});
    if (!found.sized.area_ratio) throw ModelError(found.sized.no_answer);
    return found;
  };
  claim.compute = [layer](const InputValues& v) { return *layer(v).sized.area_ratio; };
  claim.figures = [base, layer](const InputValues& v) {
    const HotterLayer bare = hotter_satellite(*base);
    const auto layers = twenty_percent_layers(*base);
    std::vector<ClaimFigure> figures = {
        {"ideal, no sink, area alone", ideal_area_ratio(1.2), ""},
        {"with the sink", *layers[1].area_ratio, ""},
        {"junction that it needs", layers[2].junction_temperature - 0_degC, "degC"},
        {"satellite's mass, no leakage", *bare.satellite_ratio, ""}};
    try {
      const LeakageLayer found = layer(v);
      figures.push_back({"satellite's mass with this leakage", *found.sized.satellite_ratio, ""});
      figures.push_back({"satellite's mass, all of the drop growing with power",
                         found.feedback.satellite_ratio.value_or(NAN), ""});
    } catch (const ModelError&) {
      figures.push_back({"satellite's mass with this leakage", NAN, ""});
      figures.push_back({"satellite's mass, all of the drop growing with power", NAN, ""});
    }
    return figures;
  };
  claim.sentence =
      "The panel shrinks to {4:.2f} without a sink, {5:.2f} with one and {0:.2f} with leakage; but the "
      "junction must reach {6:.0f} degC, and the satellite becomes {7:.2f} times as heavy at best, {8:.2f} "
      "times with this leakage.";
  claim.sentence_without =
      "Area alone shrinks to {4:.2f} without a sink and {5:.2f} with one; but the junction must reach "
      "{6:.0f} degC, "
      "where today's leakage leaves the design no steady state (thermal runaway). With silicon that hardly "
      "leaks the "
      "whole satellite becomes {7:.2f} times as heavy: a tenth, not half.";
  claim.method = "twenty_percent_layers, hotter_satellite, leakage_layer on hand-calculation-2026";
  return claim;
}

}  // namespace

std::vector<StatedClaim> interview_satellite_claims() {
  return {specific_power(), array_share(), hotter_radiator()};
}

}  // namespace sunrack
