// One pitch of the panel resolved in two dimensions: what do the fin, the isothermal strip over the tube and
// the neglect of conduction along the tube cost?
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <Eigen/Sparse>
#include <cmath>
#include <vector>

#include "physics/constants.h"
#include "physics/thermal/radiator_panel.h"

namespace sunrack {
namespace {

struct PanelCase {
  const char* coolant;
  double spacing, thickness, conductivity, inlet, mass_flow, inner_diameter, tube_length;
};

struct Resolution {
  int along = 0, strip = 0, fin = 0;  ///< cells
};

enum class Contact { tube_width, line };

RadiatorFace face() {
  return {.emissivity = 0.9, .absorptance = 0.1, .solar_irradiance = 30, .infrared_irradiance = 60};
}

RadiatorPanelGeometry geometry_of(const PanelCase& c) {
  return {.tube_spacing = c.spacing,
          .tube_inner_diameter = c.inner_diameter,
          .tube_wall = 0.0008,
          .tube_length = c.tube_length,
          .fin_thickness = c.thickness,
          .conductivity = c.conductivity,
          .bond_resistance = 0.02};
}

/// Heat [W] shed by one tube's share of the panel: finite volumes for k t lap T = E sigma T^4 - absorbed over
/// half a pitch, heat entering over the width of the tube (or along a line) through film, wall and bond from
/// coolant that is marched by the midpoint rule; Newton's rule with a sparse factorization. Second order in
/// the size of the cells.
double resolved_heat(const PanelCase& c, Resolution n, Contact contact = Contact::tube_width) {
  const RadiatorPanelGeometry g = geometry_of(c);
  const Coolant& coolant = Coolant::named(c.coolant);
  const double emission = 2 * face().emissivity * constants::stefan_boltzmann;
  const double absorbed = 2 * (0.1 * 30 + 0.9 * 60);
  const double outer = g.tube_inner_diameter + 2 * g.tube_wall;
  const double wall_and_bond =
      std::log(outer / g.tube_inner_diameter) / (2 * constants::pi * g.conductivity) + g.bond_resistance;
  const double kt = g.conductivity * g.fin_thickness;

  std::vector<double> dy;  // across half a pitch
  if (contact == Contact::tube_width) {
    dy.assign(std::size_t(n.strip), outer / 2 / n.strip);
    dy.resize(std::size_t(n.strip + n.fin), (g.tube_spacing - outer) / 2 / n.fin);
  } else {
    dy.assign(std::size_t(n.strip + n.fin), g.tube_spacing / 2 / (n.strip + n.fin));
  }
  const int across = int(dy.size()), per_slab = across + 1, unknowns = n.along * per_slab;
  const double dx = g.tube_length / n.along;
  const auto sheet = [&](int i, int j) { return i * per_slab + j; };
  const auto outlet = [&](int i) { return i * per_slab + across; };  // coolant leaving slab i
  const auto width = [&](int j) { return dy[std::size_t(j)]; };

  Eigen::VectorXd t = Eigen::VectorXd::Constant(unknowns, c.inlet);
  Eigen::SparseLU<Eigen::SparseMatrix<double>> solver;
  for (int round = 0; round < 40; ++round) {
    std::vector<Eigen::Triplet<double>> entries;
    Eigen::VectorXd residual = Eigen::VectorXd::Zero(unknowns);
    const auto exchange = [&](int p, int q, double conductance) {
      residual(p) += conductance * (t(q) - t(p));
      residual(q) += conductance * (t(p) - t(q));
      entries.insert(entries.end(),
                     {{p, p, -conductance}, {p, q, conductance}, {q, q, -conductance}, {q, p, conductance}});
    };
    for (int i = 0; i < n.along; ++i) {
      for (int j = 0; j < across; ++j) {
        const int cell = sheet(i, j);
        if (j + 1 < across) exchange(cell, sheet(i, j + 1), kt * dx * 2 / (width(j) + width(j + 1)));
        if (i + 1 < n.along) exchange(cell, sheet(i + 1, j), kt * width(j) / dx);
        residual(cell) -= (emission * std::pow(t(cell), 4) - absorbed) * dx * width(j);
        entries.emplace_back(cell, cell, -4 * emission * std::pow(t(cell), 3) * dx * width(j));
      }
      const double entering = i == 0 ? c.inlet : t(outlet(i - 1)), middle = (entering + t(outlet(i))) / 2;
      const CoolantState state = coolant.at(middle);
      const TubeFlow flow = tube_flow(state, c.mass_flow, g.tube_inner_diameter);
      const double resistance =
          wall_and_bond + 1 / (flow.film_coefficient * constants::pi * g.tube_inner_diameter);
      const double capacity = c.mass_flow / 2 * state.specific_heat;
      residual(outlet(i)) = capacity * (entering - t(outlet(i)));
      double to_outlet = -capacity, to_entering = capacity;
      for (int j = 0; j < (contact == Contact::tube_width ? n.strip : 1); ++j) {
        const double conductance = contact == Contact::tube_width
                                       ? dx * width(j) / (outer / 2) / (2 * resistance)
                                       : 1 / (2 * resistance / dx + width(0) / 2 / (kt * dx));
        const int cell = sheet(i, j);
        residual(cell) += conductance * (middle - t(cell));
        residual(outlet(i)) -= conductance * (middle - t(cell));
        entries.insert(
            entries.end(),
            {{cell, cell, -conductance}, {cell, outlet(i), conductance / 2}, {outlet(i), cell, conductance}});
        if (i > 0) entries.emplace_back(cell, outlet(i - 1), conductance / 2);
        to_outlet -= conductance / 2;
        to_entering -= conductance / 2;
      }
      entries.emplace_back(outlet(i), outlet(i), to_outlet);
      if (i > 0) entries.emplace_back(outlet(i), outlet(i - 1), to_entering);
    }
    Eigen::SparseMatrix<double> jacobian(unknowns, unknowns);
    jacobian.setFromTriplets(entries.begin(), entries.end());
    if (round == 0) solver.analyzePattern(jacobian);
    solver.factorize(jacobian);
    const Eigen::VectorXd step = solver.solve(residual);
    t -= step;
    if (step.lpNorm<Eigen::Infinity>() < 1e-10) break;
  }
  double heat = 0;
  for (int i = 0; i < n.along; ++i) {
    for (int j = 0; j < across; ++j) {
      heat += 2 * (emission * std::pow(t(sheet(i, j)), 4) - absorbed) * dx * width(j);
    }
  }
  return heat;
}

/// Extrapolated to cells of no size; the second order is a test of its own.
double converged_heat(const PanelCase& c, Contact contact = Contact::tube_width) {
  const double coarse = resolved_heat(c, {10, 2, 12}, contact), fine = resolved_heat(c, {20, 4, 24}, contact);
  return fine + (fine - coarse) / 3;
}

double reduced_heat(const PanelCase& c) {
  return march_radiator_panel(c.mass_flow, c.inlet, c.spacing * c.tube_length, 2, Coolant::named(c.coolant),
                              geometry_of(c), face(), face())
      .back()
      .heat;
}

constexpr PanelCase cases[] = {
    // coolant, pitch, thickness, conductivity, inlet, flow per tube, tube diameter, tube length
    {"ammonia", 0.05, 0.0006, 180, 320, 0.010, 0.006, 3},
    {"ammonia", 0.10, 0.0006, 180, 320, 0.010, 0.008, 3},
    {"ammonia", 0.10, 0.0002, 150, 280, 0.004, 0.008, 3},
    {"ammonia", 0.20, 0.0004, 180, 300, 0.020, 0.010, 3},
    {"ammonia", 0.30, 0.0010, 400, 280, 0.020, 0.010, 3},
    {"water", 0.05, 0.0002, 150, 400, 0.010, 0.006, 3},
    {"water", 0.10, 0.0005, 180, 350, 0.020, 0.010, 5},
    {"water", 0.15, 0.0010, 400, 400, 0.060, 0.010, 5},
    {"water", 0.20, 0.0003, 200, 330, 0.020, 0.012, 3},
    {"water", 0.30, 0.0002, 150, 400, 0.060, 0.012, 3},
    {"water", 0.30, 0.0010, 150, 330, 0.030, 0.012, 3},
    {"water", 0.10, 0.0005, 180, 350, 0.002, 0.010, 0.5},
    {"propylene-glycol-40", 0.12, 0.0006, 180, 320, 0.015, 0.010, 4},
};

TEST(PanelInTwoDimensions, ConvergesWithTheSquareOfTheCell) {
  for (const PanelCase& c : {cases[1], cases[9]}) {
    const double coarse = resolved_heat(c, {10, 2, 12}), middle = resolved_heat(c, {20, 4, 24}),
                 fine = resolved_heat(c, {40, 8, 48});
    EXPECT_NEAR(std::log2((middle - coarse) / (fine - middle)), 2, 0.1);
  }
}

TEST(PanelInTwoDimensions, ReducedPanelKeepsToTheResolvedOne) {
  for (const PanelCase& c : cases) {
    const double error = reduced_heat(c) / converged_heat(c) - 1;
    RecordProperty(fmt::format("{}_{}_{}", c.coolant, c.spacing, c.thickness),
                   fmt::format("{:+.4f} %", 100 * error));
    // Measured: -0.02 to -0.27 %, and -0.78 % for the worst sheet (0.3 m, 0.2 mm, 150 W/(m K), 400 K:
    // efficiency about a half). Always low: the strip over the tube is a little warmer than its edges, at
    // whose temperature it radiates.
    const bool worst = c.spacing == 0.3 && c.thickness == 0.0002;
    EXPECT_LT(error, 0);
    EXPECT_GT(error, worst ? -0.008 : -0.003);
  }
}

TEST(PanelInTwoDimensions, TubeThatTouchesAlongALineShedsLess) {
  for (const PanelCase& c : cases) {
    const double error = reduced_heat(c) / converged_heat(c, Contact::line) - 1;
    EXPECT_GT(error, 0);
    EXPECT_LT(error, 0.11);  // measured: 0.6 to 4.8 %, and 10.6 % for the worst sheet
  }
}

}  // namespace
}  // namespace sunrack
