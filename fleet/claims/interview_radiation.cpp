#include <cmath>
#include <limits>
#include <memory>

#include "chips/bit_flips/protection.h"
#include "fleet/claims/interview.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/bit_flip_report.h"
#include "satellite/shield.h"
#include "satellite/sizing.h"
#include "satellite/spec_file.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr const char* topic = "Radiation";

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
          uncertain_input("shield", "aluminium about the computers", "mm", 1, 3, 10, "2..10 mm (assumption)"),
          uncertain_input("chip_limit", "dose of first irregularities", "krad", 1, 2, 15,
                          "2 krad a TPU's memory, no lasting failure up to 15 (second-hand)"),
          uncertain_input("model_factor", "factor on the belts and protons", "", 0.5, 1, 2,
                          "models known to a factor of two (read)")}};
  const auto radiation = std::make_shared<const MissionRadiation>(
      mission_radiation(*spec, sun_synchronous_inclination(spec->orbit.altitude)));
  const auto dose = [radiation](double millimetres) {
    return radiation->dose(millimetres * 1_mm * 2700).total() / 1_krad;
  };
  claim.compute = [dose](const InputValues& v) {
    return dose(v["shield"]) * v["model_factor"] / v["chip_limit"];
  };
  claim.figures = [dose](const InputValues& v) {
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
                 uncertain_input("shield", "aluminium about the memory", "mm", 1, 3, 10, "assumption"),
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
  claim.compute = [days](const InputValues& v) {
    const double share = v["symbols"] / 100;
    return 1 / ((1 - share) / days(v["rate_factor"], v["shield"], v["scrub"], "secded") +
                share / days(v["rate_factor"], v["shield"], v["scrub"], "chipkill"));
  };
  claim.figures = [days, shared](const InputValues& v) {
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

std::vector<StatedClaim> interview_radiation_claims() { return {radiation_tolerant(), bit_flips()}; }

}  // namespace sunrack
