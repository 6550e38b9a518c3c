#include <cmath>
#include <limits>

#include "fleet/claims/interview.h"
#include "fleet/lunar.h"
#include "fleet/uncertain_satellite.h"
#include "physics/units.h"
#include "satellite/spec_file.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr const char* topic = "The Moon and the Sun";

UncertainInput electricity_input() {
  return uncertain_input("world_electricity", "electricity of the world", "TWh/year", 30500, 31300, 32300,
                         "30,850 in 2024 (Ember, recalled), up 3.3 % in 2025 (IEA, read)", 2025);
}

StatedClaim half_billionth() {
  StatedClaim claim{.id = "half-a-billionth",
                    .topic = topic,
                    .speaker = "Musk",
                    .words = "Earth only receives about half a billionth of the sun's energy",
                    .quantity = "share of the Sun's output that meets the Earth",
                    .unit = "1e-9",
                    .stated = 0.5,
                    .stated_text = "about half",
                    .least = 0.4,
                    .most = 0.625,
                    .band_reason = "about: within a quarter"};
  claim.compute = [](const InputValues&) { return share_of_sun_on_earth() * 1e9; };
  claim.sentence = "{0:.3f} billionths.";
  claim.method = "(R / au)^2 / 4";
  return claim;
}

StatedClaim millionth() {
  StatedClaim claim{.id = "a-millionth",
                    .topic = topic,
                    .speaker = "Musk",
                    .words =
                        "let's say you wanted to harness a millionth of the sun's energy [...] roughly "
                        "100,000 times more electricity than we currently generate on Earth for all of "
                        "civilization, give or take an order of magnitude",
                    .quantity = "a millionth of the Sun's output over the world's electricity",
                    .unit = "",
                    .stated = 1e5,
                    .stated_text = "100,000, give or take an order of magnitude",
                    .least = 1e4,
                    .most = 1e6,
                    .band_reason = "an order of magnitude either way, as said",
                    .inputs = {electricity_input()}};
  const auto world = [](const InputValues& v) { return v["world_electricity"] * 1e12 * 3600 / 1_year; };
  claim.compute = [world](const InputValues& v) { return 1e-6 * sun_luminosity() / world(v); };
  claim.figures = [world](const InputValues& v) {
    return std::vector<ClaimFigure>{{"world's mean electricity", world(v) / 1e12, "TW"},
                                    {"a billionth instead", 1e-9 * sun_luminosity() / world(v), ""}};
  };
  claim.sentence =
      "{0:.3g} times, {3:.0f} times more than was said: 100,000 belongs to a billionth ({5:.3g}). The slip "
      "weakens no conclusion.";
  claim.method = "4 pi au^2 1361 W/m2 over world electricity";
  return claim;
}

StatedClaim driver_speed() {
  StatedClaim claim{
      .id = "mass-driver-speed",
      .topic = topic,
      .speaker = "Musk",
      .words = "at 2 and a half kilometers per second [...] just shooting them into deep space",
      .quantity = "speed left far from the Earth, thrown along the Moon's orbit",
      .unit = "km/s",
      .stated = 1,
      .stated_text = "into deep space",
      .least = 1e-9,
      .most = infinite,
      .band_reason = "deep space: the Earth does not hold it",
      .inputs = {
          uncertain_input("speed", "speed at the muzzle", "km/s", 2.4, 2.5, 2.6, "2.5 as said"),
          uncertain_input("acceleration", "acceleration of the load", "g", 10, 100, 1000,
                          "500 g shown in 1980 (read); satellites bear some ten, computers more if potted "
                          "(assumption)")}};
  const auto answer = [](const InputValues& v) {
    return mass_driver(
        {.speed = v["speed"] * 1_km, .acceleration = v["acceleration"] * constants::standard_gravity}, 1);
  };
  claim.compute = [answer](const InputValues& v) { return answer(v).speed_beyond_earth / 1_km; };
  claim.figures = [answer](const InputValues& v) {
    return std::vector<ClaimFigure>{
        {"lunar escape", lunar_escape_speed() / 1_km, "km/s"},
        {"track", answer(v).length / 1_km, "km"},
        {"kinetic energy", v["speed"] * v["speed"] * 1e6 / 2 / 3.6e6, "kWh/kg"},
        {"electricity at 60 %, bucket and losses", answer(v).energy_per_mass / 3.6e6, "kWh/kg"}};
  };
  claim.sentence =
      "2.5 km/s leaves the Moon ({4:.2f} km/s) and, thrown forward, the Earth with {0:.2f} km/s to spare; "
      "the track is {5:.1f} km, each kilogram takes {7:.2f} kWh.";
  claim.method = "mass_driver: energy in the Moon's and the Earth's pull";
  return claim;
}

StatedClaim petawatt() {
  const UncertainSatellite satellite(deep_space_spec(preset("aggressive-2030")));
  StatedClaim claim{.id = "petawatt-a-year",
                    .topic = topic,
                    .speaker = "Musk",
                    .words =
                        "that mass driver on the moon you could do probably a petawatt per year [...] a "
                        "billion or 10 billion tons a year",
                    .quantity = "IT power thrown a year",
                    .unit = "TW",
                    .stated = 1000,
                    .stated_text = "a petawatt; 500 to 1,000 terawatts",
                    .least = 500,
                    .most = infinite,
                    .band_reason = "500 to 1,000 TW as said elsewhere in the talk",
                    .inputs = {uncertain_input("throughput", "mass thrown a year", "Gt", 1, 5, 10,
                                               "a billion or 10 billion tons, as said")}};
  satellite.add_inputs(claim.inputs);
  claim.compute = [satellite](const InputValues& v) {
    const SatelliteDesign design = satellite.size(v);
    return v["throughput"] * 1e12 / design.mass * design.compute.it_power / 1e12;
  };
  claim.figures = [satellite](const InputValues& v) {
    const SatelliteDesign design = satellite.size(v);
    const MassDriverAnswer driver = mass_driver({}, v["throughput"] * 1e12 / 1_year);
    const LunarSatellite parts = lunar_satellite(design, {}, {});
    return std::vector<ClaimFigure>{
        {"specific mass at 1 au without Earth", design.mass / design.compute.it_power * 1e3, "kg/kW"},
        {"power of the drivers", driver.power / 1e12, "TW"},
        {"shots a second of 1 t", driver.shots, ""},
        {"tracks that fire all the time", driver.drivers, ""},
        {"soil dug", v["throughput"] * 1e12 / parts.mass * parts.soil / 1e12, "Gt"},
        {"share from the Earth", 100 * parts.from_earth / parts.mass, "%"},
        {"energy of making and throwing made up after", parts.payback / 1_day, "days"}};
  };
  claim.sentence =
      "{0:.0f} TW a year ({1:.0f} to {2:.0f}) at {4:.1f} kg/kW: a petawatt needs the upper end of the "
      "tonnage or half the mass per kilowatt. The drivers draw {5:.2f} TW, fire {6:.0f} t a second on "
      "{7:.0f} tracks; {8:.0f} Gt of soil are dug, {9:.0f} % comes from Earth.";
  claim.method = "size_satellite far from the Earth, mass_driver, lunar_satellite";
  return claim;
}

StatedClaim silicon() {
  StatedClaim claim{.id = "twenty-percent-silicon",
                    .topic = topic,
                    .speaker = "Musk",
                    .words = "lunar soil is, I think it's like [...] 20% silicon or something like that",
                    .quantity = "silicon in lunar soil by mass",
                    .unit = "%",
                    .stated = 20,
                    .stated_text = "like 20",
                    .least = 16,
                    .most = 24,
                    .band_reason = "like: within a fifth",
                    .inputs = {uncertain_input("silicon", "silicon in lunar soil", "%", 19, 20.5, 22,
                                               "Lunar Sourcebook 1991 (recalled); 20 (read)")}};
  claim.compute = [](const InputValues& v) { return v["silicon"]; };
  claim.sentence = "{0:.1f} %.";
  claim.method = "published assays; nothing is modelled";
  return claim;
}

StatedClaim light_chips() {
  const UncertainSatellite satellite(deep_space_spec(preset("aggressive-2030")));
  StatedClaim claim{.id = "chips-from-earth-are-light",
                    .topic = topic,
                    .speaker = "Musk",
                    .words =
                        "there's plenty of silicon and aluminum on the moon to make the cells and the "
                        "radiators, the chips you could send from Earth because they're pretty light",
                    .quantity = "computers' share of the satellite's mass",
                    .unit = "%",
                    .stated = 10,
                    .stated_text = "pretty light",
                    .least = 0,
                    .most = 10,
                    .band_reason = "pretty light: a tenth at most (our reading)"};
  satellite.add_inputs(claim.inputs);
  claim.compute = [satellite](const InputValues& v) {
    const SatelliteDesign design = satellite.size(v);
    return mass_of(design.budget, "computers") / design.mass / 1_percent;
  };
  claim.figures = [satellite](const InputValues& v) {
    const SatelliteDesign design = satellite.size(v);
    const LunarSatellite parts = lunar_satellite(design, {}, {});
    const double bare =
        2 * 26e-3 * 33e-3 * 0.775e-3 * 2330;  // [kg] two reticles of silicon of full thickness
    return std::vector<ClaimFigure>{
        {"all that comes from Earth", 100 * parts.from_earth / parts.mass, "%"},
        {"dies alone", 100 * bare * design.compute.packages / design.mass, "%"},
        {"from Earth for a petawatt a year", parts.from_earth / parts.it_power * 1e15 / 1e9, "Mt"}};
  };
  claim.sentence =
      "Bare dies are {5:.2f} % of the mass, computers as built {0:.0f} %, and all that the Moon does not "
      "make {4:.0f} %: {6:.0f} Mt a year from Earth for a petawatt.";
  claim.method = "size_satellite far from the Earth, lunar_satellite";
  return claim;
}

}  // namespace

std::vector<StatedClaim> interview_moon_claims() {
  return {half_billionth(), millionth(), driver_speed(), petawatt(), silicon(), light_chips()};
}

}  // namespace sunrack
