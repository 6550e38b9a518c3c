#include <cmath>
#include <memory>

#include "fleet/claims/interview.h"
#include "fleet/uncertain_satellite.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {

using namespace units;

namespace {

constexpr const char* topic = "Chips that nobody repairs";
constexpr double percent = 100;

/// [%] of packages that are dead after `time`, by their own end or their board's.
double lost(const SatelliteReliability& satellite, double time) {
  return percent * (1 - survival(satellite.package, time) * survival(satellite.board, time));
}

StatedClaim reliable() {
  SatelliteSpec reference = preset("reference-2026");
  reference.uncertainty.clear();  // kilograms do not ask; temperature and failures do
  const UncertainSatellite satellite(reference);
  StatedClaim claim{
      .id = "gpus-reliable",
      .topic = topic,
      .speaker = "Musk",
      .words =
          "the reliability is actually quite reliable past a certain point. So I don't think the servicing "
          "thing is an issue.",
      .quantity = "accelerators lost in five years when none is replaced, infants burnt out before",
      .unit = "%",
      .stated = 10,
      .stated_text = "not an issue",
      .least = 0,
      .most = 10,
      .band_reason = "no issue: a tenth of the fleet at most is gone at the end of life (our reading)",
      .inputs = {uncertain_input("compute.junction_temperature", "junction temperature", "degC", 60, 85, 95,
                                 "85 typical, throttling at 84..95 (read); 60 where mass is given for life"),
                 uncertain_input("lifetime.burn_in_time", "burn-in on the ground, 125 degC", "h", 48, 96, 168,
                                 "48..168 h (read)")}};
  satellite.add_lifetime_inputs(claim.inputs);
  const auto reliability = [satellite](const InputValues& v) {
    const SatelliteSpec spec = satellite.spec_with(v);
    return satellite_reliability(spec, satellite.size(spec), 0);
  };
  claim.compute = [reliability](const InputValues& v) { return lost(reliability(v), 5_year); };
  claim.figures = [satellite, reliability](const InputValues& v) {
    const SatelliteSpec spec = satellite.spec_with(v);
    const SatelliteReliability orbit = reliability(v);
    double infants = 0, wear = 0;
    for (const FailureShare& share : failure_shares(orbit, 5_year)) {
      if (share.cause.starts_with("infants")) infants += share.share;
      if (share.cause.starts_with("electromigration") || share.cause.starts_with("dielectric") ||
          share.cause.starts_with("bias"))
        wear += share.share;
    }
    return std::vector<ClaimFigure>{
        {"at the temperatures of the ground's failures", lost(ground_reliability(spec), 5_year), "%"},
        {"computing lost over life",
         percent * (1 - delivered_compute(orbit, 5_year) / (5_year * orbit.availability)), "%"},
        {"ended as infants after burn-in", percent * infants, "%"},
        {"worn out", percent * wear, "%"},
        {"in the first year", lost(orbit, 1_year), "%"}};
  };
  claim.sentence =
      "{0:.0f} % are dead after five years ({1:.0f} to {2:.0f}; {4:.0f} % at the temperatures of the "
      "ground): "
      "past burn-in only {6:.1f} % end as infants and {7:.1f} % by wear, but random failures go on and heat "
      "speeds them up; {5:.0f} % of the computing over life is lost. It is a cost, not an obstacle.";
  claim.method =
      "chips/lifetime (infants of a Weibull law with the age that burn-in gave them, random failures, wear "
      "by "
      "mechanism, dose, board) at the temperatures of reference-2026 sized anew for each draw";
  return claim;
}

StatedClaim run_hot() {
  SatelliteSpec reference = preset("reference-2026");
  reference.uncertainty.clear();
  const UncertainSatellite satellite(reference);
  StatedClaim claim{
      .id = "just-run-hot",
      .topic = topic,
      .speaker = "Musk",
      .words =
          "So I just designed it run hot and I think you pretty much do it the same way that "
          "you do things on Earth, apart from make it run hotter.",
      .quantity = "failures in five years (hazard) at a junction 20 % hotter over those at 85 degC",
      .unit = "",
      .stated = 1,
      .stated_text = "the same",
      .least = 0,
      .most = 2,
      .band_reason = "the same way: at most twice the failures (our reading)",
      .inputs = {uncertain_input(
          "rise", "rise of junction, memory and board", "K", 55, 63, 72,
          "63 K: radiator from 315 K up 20 % through the same drop; 72: the junction up 20 %")}};
  claim.inputs[0].most = 150;  // beyond 235 degC no silicon of this kind works
  satellite.add_lifetime_inputs(claim.inputs);
  // One design at 85 degC gives the temperatures to start from; where it would end there is no steady state
  // to be sized (thermal runaway), so that the rise is put upon them.
  const auto design = std::make_shared<const SatelliteDesign>(size_satellite(reference));
  struct Lives {
    std::vector<FailureCause> package, board;
    double hazard(double time) const {
      return cumulative_hazard(package, time) + cumulative_hazard(board, time);
    }
  };
  const auto lives = [satellite, design](const InputValues& v, double rise) {
    const SatelliteSpec spec = satellite.spec_with(v);
    LifeConditions use = life_conditions(spec, *design);
    use.junction += rise, use.memory += rise, use.board += rise;
    for (TemperatureCycle& cycle : use.board_cycles) cycle.maximum += rise;
    return Lives{package_causes(life_model(spec), use), board_causes(life_model(spec), use)};
  };
  const auto times_more = [lives](const InputValues& v, double rise) {
    return lives(v, rise).hazard(5_year) / lives(v, 0).hazard(5_year);
  };
  claim.compute = [times_more](const InputValues& v) { return times_more(v, v["rise"]); };
  claim.figures = [times_more, lives](const InputValues& v) {
    const auto dead = [&](double rise, double time) {
      return -percent * std::expm1(-lives(v, rise).hazard(time));
    };
    const Lives hot = lives(v, v["rise"]);
    double wear = 0;
    for (const FailureCause& cause : hot.package)
      if (cause.name == "electromigration" || cause.name.starts_with("dielectric") ||
          cause.name.starts_with("bias"))
        wear += cumulative_hazard(cause.life, 5_year);
    return std::vector<ClaimFigure>{
        {"for 10 K", times_more(v, 10), ""},
        {"for 20 K", times_more(v, 20), ""},
        {"dead after a year, 85 degC", dead(0, 1_year), "%"},
        {"dead after a year, hotter", dead(v["rise"], 1_year), "%"},
        {"of the hotter failures, wear", percent * wear / hot.hazard(5_year), "%"}};
  };
  claim.sentence =
      "{0:.0f} times the failures ({1:.0f} to {2:.0f}) where nothing can be repaired: {7:.0f} % are dead "
      "within a year, not {6:.0f} %; 10 K cost {4:.1f} times, 20 K {5:.1f} times.";
  claim.method =
      "chips/lifetime: infants, random failures, wear by mechanism (each with its own activation energy), "
      "dose and board, hazards summed over five years from the temperatures of reference-2026";
  return claim;
}

}  // namespace

std::vector<StatedClaim> interview_failure_claims() { return {reliable(), run_hot()}; }

}  // namespace sunrack
