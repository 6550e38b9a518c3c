#include "physics/thermal/panel_optimum.h"

#include <boost/math/tools/minima.hpp>
#include <cmath>

#include "physics/require.h"

namespace sunrack {
namespace {

constexpr int bits = 20;  // the maximum is flat: half of a double's digits is all that it has

struct Found {
  double at = 0;  ///< logarithm
  double value = 0;
};
/// The greatest value of f over logarithms. Brent's method never looks at the ends themselves.
template <class Function>
Found greatest(double least, double most, Function f) {
  std::uintmax_t iterations = 60;
  const auto [at, value] = boost::math::tools::brent_find_minima(
      [&](double x) { return -f(x); }, std::log(least), std::log(most), bits, iterations);
  return {at, -value};
}

bool at_end(double value, double least, double most) {
  constexpr double near = 1e-3;  // the maximum of a smooth function is found to about that
  return value < least * (1 + near) || value > most * (1 - near);
}

void check(const PanelPitchQuestion& q, const PanelPitchRange& r) {
  const auto range = [](const char* name, double least, double most) {
    require(least > 0 && std::isfinite(most) && least < most, name, least,
            "must be positive and below the most [m]");
  };
  range("optimise_pitch: least spacing", r.least_spacing, r.most_spacing);
  range("optimise_pitch: least thickness", r.least_thickness, r.most_thickness);
  require(r.least_spacing >= q.build.contact_width, "optimise_pitch: least spacing", r.least_spacing,
          "must be at least the contact width [m]");
  if (q.face_a.absorbed || q.face_b.absorbed)
    throw std::invalid_argument("optimise_pitch: a pitch has no map of absorbed flux");
  require(panel_areal_mass(q.build) > 0, "optimise_pitch: areal mass", panel_areal_mass(q.build),
          "must be positive: densities are needed");
}

}  // namespace

PanelPitch panel_pitch(const PanelPitchQuestion& question, double spacing, double thickness) {
  PanelField field{.build = question.build,
                   .tubes = HeldTubes{question.fluid_temperature, question.resistance},
                   .face_a = question.face_a,
                   .face_b = question.face_b,
                   .failures = {},
                   .grid = question.grid};
  PanelBuild& build = field.build;
  require(build.sheet_a.thickness > 0, "panel_pitch: thickness of sheet a", build.sheet_a.thickness,
          "must be positive [m]");
  build.sheet_b.thickness *= thickness / build.sheet_a.thickness;
  build.sheet_a.thickness = thickness;
  build.spacing = spacing;
  build.tubes = 1;
  build.length = 1;
  const PanelFieldAnswer answer = solve_panel(field);
  const double flux = answer.heat / spacing, mass = panel_areal_mass(build);
  return {spacing, thickness, flux, mass, mass > 0 ? flux / mass : 0, answer.efficiency};
}

PanelOptimum optimise_pitch(const PanelPitchQuestion& question, const PanelPitchRange& range) {
  check(question, range);
  const auto best_thickness = [&](double log_spacing) {
    return greatest(range.least_thickness, range.most_thickness, [&](double log_thickness) {
      return panel_pitch(question, std::exp(log_spacing), std::exp(log_thickness)).specific_power;
    });
  };
  const Found spacing = greatest(range.least_spacing, range.most_spacing,
                                 [&](double log_spacing) { return best_thickness(log_spacing).value; });
  const Found thickness = best_thickness(spacing.at);
  PanelOptimum optimum{.best = panel_pitch(question, std::exp(spacing.at), std::exp(thickness.at))};
  if (!(optimum.best.specific_power > 0))
    throw ModelError(
        fmt::format("optimise_pitch: the panel sheds nothing at {:.5g} K", question.fluid_temperature));
  optimum.at_end_of_spacing = at_end(optimum.best.spacing, range.least_spacing, range.most_spacing);
  optimum.at_end_of_thickness = at_end(optimum.best.thickness, range.least_thickness, range.most_thickness);
  return optimum;
}

}  // namespace sunrack
