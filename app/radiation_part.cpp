#include "app/radiation_part.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <stdexcept>
#include <string>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack::app {

using namespace units;

namespace {

/// @throws std::invalid_argument in the units of the option
WeibullCurve weibull_of(const std::vector<double>& given, const char* option, double unit) {
  const std::string name = option;
  const auto positive = [&](const char* what, double value) {
    require(std::isfinite(value) && value > 0, (name + ": " + what).c_str(), value,
            "must be finite and positive");
  };
  require(std::isfinite(given[0]) && given[0] >= 0, (name + ": threshold").c_str(), given[0],
          "must be finite and not negative");
  positive("Weibull width", given[1]);
  positive("Weibull shape", given[2]);
  positive("saturated cross-section", given[3]);
  return {.threshold = given[0] * unit,
          .width = given[1] * unit,
          .shape = given[2],
          .saturation = given[3] * 1_cm2};
}

ProtonCrossSection bendel_of(const std::vector<double>& given) {
  for (const double value : given)
    require(std::isfinite(value) && value > 0, "--part-bendel", value, "must be finite and positive [MeV]");
  const bool two = given.size() == 2;
  return {.form = two ? ProtonCrossSection::Form::bendel_2 : ProtonCrossSection::Form::bendel_1,
          .weibull = {},
          .bendel_a = given[0] * 1_MeV,
          .bendel_b = two ? given[1] * 1_MeV : 0};
}

}  // namespace

void add_part_options(CLI::App& command, PartAsked& ask) {
  command
      .add_option("--part-heavy-ions", ask.heavy_ions,
                  "of a part of your own, per bit: threshold,width [MeV cm2/mg],shape,saturation [cm2]")
      ->delimiter(',')
      ->expected(4);
  command.add_option("--part-depth-um", ask.depth_um, "of its sensitive volume [1]");
  command
      .add_option("--part-protons", ask.protons,
                  "of it, per bit: threshold,width [MeV],shape,saturation [cm2]")
      ->delimiter(',')
      ->expected(4);
  command.add_option("--part-bendel", ask.bendel, "the same by Bendel: A or A,B [MeV]")
      ->delimiter(',')
      ->expected(1, 2);
}

std::optional<MemoryDevice> part_asked_for(const PartAsked& ask) {
  if (ask.depth_um && ask.heavy_ions.empty())
    throw std::invalid_argument("--part-depth-um goes with --part-heavy-ions");
  if (!ask.protons.empty() && !ask.bendel.empty())
    throw std::invalid_argument("--part-protons and --part-bendel exclude each other");
  if (ask.heavy_ions.empty() && ask.protons.empty() && ask.bendel.empty()) return std::nullopt;
  MemoryDevice part{.name = "own-part", .description = "given on the command line", .source = "given"};
  if (!ask.heavy_ions.empty()) {
    const double depth = ask.depth_um.value_or(1);
    require(std::isfinite(depth) && depth > 0, "--part-depth-um", depth, "must be finite and positive");
    part.per_bit.heavy_ions = weibull_of(ask.heavy_ions, "--part-heavy-ions", 1_MeV_cm2_per_mg);
    part.per_bit.depth = depth * 1_um;
  }
  if (!ask.protons.empty())
    part.per_bit.protons = {.form = ProtonCrossSection::Form::weibull,
                            .weibull = weibull_of(ask.protons, "--part-protons", 1_MeV)};
  if (!ask.bendel.empty()) part.per_bit.protons = bendel_of(ask.bendel);
  return part;
}

}  // namespace sunrack::app
