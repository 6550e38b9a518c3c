#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <memory>

#include "chips/bit_flips/protection.h"
#include "fleet/claims/claim_satellite.h"
#include "fleet/claims/interview.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/bit_flip_report.h"
#include "satellite/shield.h"
#include "satellite/spec_file.h"
#include "satellite/twenty_percent.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr const char* topic = "The satellite";

StatedClaim specific_power() {
  const ClaimSatellite satellite("aggressive-2030");
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
  claim.compute = [satellite](const ClaimValues& v) {
    const SatelliteDesign design = satellite.size(v);
    return design.compute.it_power / design.mass;
  };
  claim.figures = [satellite](const ClaimValues& v) {
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
  const ClaimSatellite satellite("aggressive-2030");
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
  claim.compute = [satellite](const ClaimValues& v) {
    const SatelliteDesign design = satellite.size(v);
    return mass_of(design.budget, "solar array") / design.mass / 1_percent;
  };
  claim.figures = [satellite](const ClaimValues& v) {
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
          claim_input("leakage_share", "leakage's share of IT power at 85 degC", "%", 2, 10, 30,
                      "about 10..20 % of the dies today, 5 if redesigned (recalled)"),
          claim_input("doubling", "rise that doubles leakage", "K", 15, 35, 45, "15..40 K (recalled)")}};
  const auto layer = [base](const ClaimValues& v) {
    const LeakageLayer found = leakage_layer(*base, {"claim", v["leakage_share"] / 100, v["doubling"]});
    if (!found.sized.area_ratio) throw ModelError(found.sized.no_answer);
    return found;
  };
  claim.compute = [layer](const ClaimValues& v) { return *layer(v).sized.area_ratio; };
  claim.figures = [base, layer](const ClaimValues& v) {
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

StatedClaim run_hot() {
  StatedClaim claim{
      .id = "just-run-hot",
      .topic = topic,
      .speaker = "Musk",
      .words =
          "So I just designed it run hot and I think you pretty much do it the same way that "
          "you do things on Earth, apart from make it run hotter.",
      .quantity = "failures of chips at a junction 20 % hotter over those at 85 degC",
      .unit = "",
      .stated = 1,
      .stated_text = "the same",
      .least = 0,
      .most = 2,
      .band_reason = "the same way: at most twice the failures (our reading)",
      .inputs = {
          claim_input("activation_energy", "activation energy of failures", "eV", 0.4, 0.7, 0.9,
                      "0.7 usual, 0.9 electromigration (JEP122, recalled)"),
          claim_input("rise", "rise of the junction", "K", 55, 63, 72,
                      "63 K: radiator from 315 K up 20 % through the same drop; 72: the junction up 20 %")}};
  const auto factor = [](double energy, double rise) {
    const double from = 85_degC;
    return std::exp(energy * 1_eV / constants::boltzmann * (1 / from - 1 / (from + rise)));
  };
  claim.compute = [factor](const ClaimValues& v) { return factor(v["activation_energy"], v["rise"]); };
  claim.figures = [factor](const ClaimValues& v) {
    return std::vector<ClaimFigure>{{"for 10 K", factor(v["activation_energy"], 10), ""},
                                    {"for 20 K", factor(v["activation_energy"], 20), ""}};
  };
  claim.sentence =
      "{0:.0f} times the failures ({1:.0f} to {2:.0f}) where nothing can be repaired; 10 K cost {4:.1f} "
      "times, 20 K {5:.1f} times.";
  claim.method = "Arrhenius";
  return claim;
}

StatedClaim radiation_tolerant() {
  const auto spec = std::make_shared<const SatelliteSpec>(preset("aggressive-2030"));
  StatedClaim claim{
      .id = "more-radiation-tolerant",
      .topic = topic,
      .speaker = "Musk",
      .words = "you want to design it to be more radiation tolerant and run at a higher temperature",
      .quantity = "five years' dose over the dose at which a present chip's memory first misbehaved",
      .unit = "",
      .stated = 1,
      .stated_text = "more is wanted",
      .least = 1,
      .most = infinite,
      .band_reason = "more tolerance is wanted where the dose exceeds what present chips bear",
      .inputs = {
          claim_input("shield", "aluminium about the computers", "mm", 1, 3, 10, "2..10 mm (assumption)"),
          claim_input("chip_limit", "dose of first irregularities", "krad", 1, 2, 15,
                      "2 krad a TPU's memory, no lasting failure up to 15 (second-hand)"),
          claim_input("model_factor", "factor on the belts and protons", "", 0.5, 1, 2,
                      "models known to a factor of two (read)")}};
  const auto radiation = std::make_shared<const MissionRadiation>(
      mission_radiation(*spec, sun_synchronous_inclination(spec->orbit.altitude)));
  const auto dose = [radiation](double millimetres) {
    return radiation->dose(millimetres * 1_mm * 2700).total() / 1_krad;
  };
  claim.compute = [dose](const ClaimValues& v) {
    return dose(v["shield"]) * v["model_factor"] / v["chip_limit"];
  };
  claim.figures = [dose](const ClaimValues& v) {
    double low = 0.5, high = 40;
    while (high - low > 0.01)
      (dose((low + high) / 2) * v["model_factor"] > v["chip_limit"] ? low : high) = (low + high) / 2;
    return std::vector<ClaimFigure>{
        {"dose behind this shield", dose(v["shield"]) * v["model_factor"], "krad"},
        {"shield that leaves the limit", high, "mm"}};
  };
  claim.sentence =
      "Behind the shield at 600 km five years bring {4:.1f} krad, {0:.1f} times what a present chip was seen "
      "to bear ({1:.1f} to {2:.1f}): tolerance or {5:.0f} mm of aluminium; heat does nothing for it.";
  claim.method =
      "mission_radiation: dose at the centre of a sphere of aluminium, dawn-dusk orbit at 600 km, solar "
      "maximum";
  return claim;
}

StatedClaim bit_flips() {
  struct Shared {
    MissionRadiation radiation;
    FlipTable flips;
    NetworkScale network;
    Clusters clusters;
  };
  const SatelliteSpec spec = preset("aggressive-2030");
  const NetworkScale network{.parameters = 2e12};
  const auto shared = std::make_shared<const Shared>(Shared{
      mission_radiation(spec, sun_synchronous_inclination(spec.orbit.altitude)),
      enumerate_flips(weight_format("bf16"), network.weights, flip_options(network, small_model_evidence())),
      network, upsets_in_orbit(spec, 3_mm * 2700, "hbm").clusters});
  StatedClaim claim{
      .id = "bit-flips-do-not-matter",
      .topic = topic,
      .speaker = "Musk",
      .words =
          "if you've got a multi trillion parameter model and you get a few bit flips, it doesn't matter",
      .quantity = "mean time until a flip ruins a model of 2e12 weights (bf16) that only answers",
      .unit = "days",
      .stated = 365,
      .stated_text = "does not matter",
      .least = 365,
      .most = infinite,
      .band_reason = "does not matter: ruined less than once a year (our reading)",
      .inputs = {// Fixed, so that the draws vary what is not known; the share at which the verdict turns is
                 // looked for.
                 {"symbols",
                  "weights under symbol correction (chipkill class), the rest under SECDED",
                  "%",
                  {DistributionKind::fixed, 0, 0, 100},
                  0,
                  "what stacked memories of 2026 correct within is not published"},
                 {"rate_factor",
                  "factor on the upset rate of stacked memory",
                  "",
                  {DistributionKind::lognormal, 0.1, 1, 10},
                  0,
                  "an estimate from beams on other memories, a factor of ten each way"},
                 claim_input("shield", "aluminium about the memory", "mm", 1, 3, 10, "assumption"),
                 {"scrub",
                  "hours between scrubs",
                  "h",
                  {DistributionKind::lognormal, 1, 24, 240},
                  0,
                  "assumption"}}};
  const auto days = [shared](double rate_factor, double shield, double scrub, const char* code) {
    const InferenceQuestion question{
        .network = shared->network,
        .format = shared->flips.format,
        .code = memory_code(code),
        .scrubbing = {.patrol = scrub * 1_h},
        .clusters = shared->clusters,
        .rate = shared->radiation.upsets_per_bit("hbm", shield * 1_mm * 2700) * rate_factor};
    return answer_inference(question, shared->flips, small_model_evidence()).mean_time_to_fatal.mid / 1_day;
  };
  claim.compute = [days](const ClaimValues& v) {
    const double share = v["symbols"] / 100;
    return 1 / ((1 - share) / days(v["rate_factor"], v["shield"], v["scrub"], "secded") +
                share / days(v["rate_factor"], v["shield"], v["scrub"], "chipkill"));
  };
  claim.figures = [days, shared](const ClaimValues& v) {
    const double rate = shared->radiation.upsets_per_bit("hbm", v["shield"] * 1_mm * 2700) * v["rate_factor"];
    return std::vector<ClaimFigure>{
        {"upsets a day in the weights", rate * 16 * 2e12 * 1_day, ""},
        {"without correction", days(v["rate_factor"], v["shield"], v["scrub"], "none") * 24, "h"},
        {"with symbol correction everywhere (chipkill)",
         days(v["rate_factor"], v["shield"], v["scrub"], "chipkill"), "days"}};
  };
  claim.sentence =
      "{4:.0f} upsets a day fall on the weights. Without correction the first that ruins the model comes "
      "after "
      "{5:.1f} h, with SECDED after {0:.0f} days ({1:.0f} to {2:.0f}: one particle turns over several bits), "
      "with "
      "symbol correction after {6:.0f}. Nearly every flip is shrugged off, a flip of a top exponent bit is "
      "not: "
      "error correction, not the size of the model, makes the words true.";
  claim.method =
      "upset rates of the orbit behind the shield, codes and scrubs, flips enumerated over bf16, ruin per "
      "catastrophic flip measured on small language models";
  return claim;
}

}  // namespace

std::vector<StatedClaim> interview_satellite_claims() {
  return {specific_power(), array_share(), hotter_radiator(), radiation_tolerant(), run_hot(), bit_flips()};
}

}  // namespace sunrack
