// What holds of a block in which everything differs: balance, symmetry, superposition, the direct solver.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "physics/thermal/conduction_oracle.h"
#include "physics/thermal/conduction_steady.h"

namespace sunrack {
namespace {

/// A block in which everything differs, with conditions of all kinds on all faces. `n` cells along the axes.
ConductionProblem motley(std::array<int, 3> n, unsigned seed, bool nonlinear) {
  std::mt19937 random(seed);
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  std::array<std::vector<double>, 3> faces;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    faces[axis] = {0};
    for (int i = 0; i < n[axis]; ++i) faces[axis].push_back(faces[axis].back() + uniform(0.5e-3, 2e-3));
  }
  std::vector<SolidMaterial> materials;
  for (int m = 0; m < 5; ++m)
    materials.push_back({.name = "solid " + std::to_string(m),
                         .kx = std::pow(10, uniform(-1, 2.5)),
                         .ky = std::pow(10, uniform(-1, 2.5)),
                         .kz = std::pow(10, uniform(-1, 2.5)),
                         .heat_capacity = 2e6});
  if (nonlinear) {
    materials[1].factor_temperature = {100, 300, 1500}, materials[1].factor = {1.5, 1, 0.5};
    materials[3].factor_temperature = {100, 1500}, materials[3].factor = {0.8, 1.6};
  }
  ConductionProblem problem = conduction_box(faces[0], faces[1], faces[2], materials);
  problem.power.resize(problem.cells());
  problem.exchange.resize(problem.cells()), problem.exchange_temperature.assign(problem.cells(), 290);
  for (std::size_t c = 0; c < problem.cells(); ++c) {
    problem.material[c] = std::uint16_t(random() % 5);
    problem.power[c] = uniform(-0.002, 0.02);
    if (random() % 10 == 0) problem.exchange[c] = uniform(0, 1e-4);
  }
  for (const BoxFace face : box_faces) {
    auto& boundary = problem.at(face);
    boundary.conditions = {{},
                           {.convection = uniform(10, 1000), .fluid_temperature = uniform(280, 320)},
                           {.absorbed = uniform(0, 500)}};
    if (nonlinear)
      boundary.conditions.push_back(
          {.emissivity = 0.8, .sink_temperature = uniform(3, 280), .absorbed = 100});
    if (face == BoxFace::y_high) boundary.conditions.push_back({.fixed = 305});
    for (std::size_t place = 0; place < problem.boundary_cells(face); ++place)
      boundary.of_cell.push_back(std::uint16_t(random() % boundary.conditions.size()));
  }
  for (const Axis axis : {Axis::x, Axis::y, Axis::z})
    if (n[std::size_t(axis)] > 2) problem.contacts.push_back({.axis = axis, .plane = 2, .resistance = 1e-5});
  return problem;
}

/// The same block with the axes x, y, z renamed to y, z, x.
ConductionProblem turned(const ConductionProblem& p) {
  ConductionProblem q{.x = p.z, .y = p.x, .z = p.y, .materials = p.materials};
  for (std::size_t m = 0; m < q.materials.size(); ++m)
    q.materials[m].kx = p.materials[m].kz, q.materials[m].ky = p.materials[m].kx,
    q.materials[m].kz = p.materials[m].ky;
  q.material.resize(p.cells());
  q.power = q.exchange = q.exchange_temperature = std::vector<double>(p.cells());
  for (int j = 0; j < p.ny(); ++j)
    for (int k = 0; k < p.nz(); ++k)
      for (int i = 0; i < p.nx(); ++i) {
        const std::size_t from = p.index(i, j, k), to = q.index(k, i, j);
        q.material[to] = p.material[from], q.power[to] = p.power[from];
        q.exchange[to] = p.exchange[from], q.exchange_temperature[to] = p.exchange_temperature[from];
      }
  for (const BoxFace face : box_faces) {
    const auto other = BoxFace((int(face) + 2) % 6);
    q.at(other).conditions = p.at(face).conditions;
    q.at(other).of_cell.resize(p.boundary_cells(face));
    for (std::size_t place = 0; place < p.boundary_cells(face); ++place) {
      const std::size_t cell = p.cell_behind(face, place), row = std::size_t(p.nx()),
                        plane = row * std::size_t(p.nz());
      const int i = int(cell % row), j = int(cell / plane), k = int(cell % plane / row);
      EXPECT_EQ(p.boundary_index(face, i, j, k), place);
      q.at(other).of_cell[q.boundary_index(other, k, i, j)] = p.at(face).of_cell[place];
    }
  }
  for (const Contact& contact : p.contacts) {
    q.contacts.push_back(contact);
    q.contacts.back().axis = Axis((int(contact.axis) + 1) % 3);
  }
  return q;
}

TEST(Conduction, TheAnswerDoesNotDependOnTheNamesOfTheAxes) {
  for (const bool nonlinear : {false, true}) {
    const ConductionProblem p = motley({5, 4, 3}, 11, nonlinear);
    const ConductionProblem q = turned(p), r = turned(q);
    const auto a = steady_conduction(p, {.relative_tolerance = 1e-12});
    const auto b = steady_conduction(q, {.relative_tolerance = 1e-12});
    const auto c = steady_conduction(r, {.relative_tolerance = 1e-12});
    for (int j = 0; j < p.ny(); ++j)
      for (int k = 0; k < p.nz(); ++k)
        for (int i = 0; i < p.nx(); ++i) {
          const double t = a.temperature[p.index(i, j, k)];
          EXPECT_NEAR(b.temperature[q.index(k, i, j)], t, 1e-7);
          EXPECT_NEAR(c.temperature[r.index(j, k, i)], t, 1e-7);
        }
    for (const BoxFace face : box_faces)
      EXPECT_NEAR(a.at(face).total_heat, b.at(BoxFace((int(face) + 2) % 6)).total_heat, 1e-8)
          << name_of(face);
  }
}

TEST(Conduction, TheHeatThatEntersLeaves) {
  // Asked: 1e-10 of the power, also with the default tolerance of single cells.
  for (const unsigned seed : {1u, 2u, 3u})
    for (const bool nonlinear : {false, true}) {
      const auto solution = steady_conduction(motley({13, 7, 9}, seed, nonlinear));
      EXPECT_LE(solution.relative_energy_residual, 1e-10) << seed << nonlinear;
      EXPECT_LE(solution.relative_residual, 1e-8);
    }
}

TEST(Conduction, AgreesWithTheDirectSolverOnOddSizesAndJumpsOfConductivity) {
  for (const auto& n : std::vector<std::array<int, 3>>{
           {1, 1, 1}, {1, 1, 7}, {7, 1, 1}, {1, 11, 2}, {13, 11, 5}, {17, 2, 23}, {16, 16, 8}}) {
    ConductionProblem problem = motley(n, 5, false);
    std::fill(problem.at(BoxFace::y_low).of_cell.begin(), problem.at(BoxFace::y_low).of_cell.end(), 1);
    problem.materials[2].kx = problem.materials[2].ky = problem.materials[2].kz =
        4e-6;  // 1e8 to the best one
    // What is cut off by such cells gets as hot as it must, but not colder than nothing.
    for (double& power : problem.power) power = std::abs(power);
    for (const bool radiates : {false, true}) {
      if (radiates)
        problem.at(BoxFace::x_high).conditions.push_back({.emissivity = 0.9, .sink_temperature = 200});
      if (radiates)
        std::fill(problem.at(BoxFace::x_high).of_cell.begin(), problem.at(BoxFace::x_high).of_cell.end(), 3);
      const auto exact = steady_conduction_direct(problem);
      const auto solution = steady_conduction(problem, {.relative_tolerance = 1e-12});
      const double span = *std::max_element(exact.begin(), exact.end()) - 280;
      // Cells in 4e-6 W/(m K) hang on conductances 1e-8 of the others: what the residual leaves is magnified.
      for (std::size_t c = 0; c < exact.size(); ++c)
        EXPECT_NEAR(solution.temperature[c], exact[c], 1e-6 * span) << n[0] << " " << n[1] << " " << n[2];
    }
  }
}

TEST(Conduction, HeatsAddWhereNothingDependsOnTemperature) {
  ConductionProblem problem = motley({8, 7, 6}, 9, false);
  std::vector<std::vector<double>> powers(3, std::vector<double>(problem.cells()));
  powers[0][5] = 1, powers[1][100] = 2;
  for (std::size_t c = 0; c < problem.cells(); ++c) powers[2][c] = powers[0][c] + powers[1][c];
  const ConductionResponse response(problem);
  const auto t = response.temperatures(powers), rise = response.rises(powers);
  problem.power = powers[2];
  const auto iterative = steady_conduction(problem, {.relative_tolerance = 1e-12}).temperature;
  for (std::size_t c = 0; c < problem.cells(); ++c) {
    EXPECT_NEAR(t[2][c], t[0][c] + rise[1][c], 1e-8);
    EXPECT_NEAR(t[2][c], iterative[c], 1e-7);
  }
  // A watt here warms there as a watt there warms here.
  EXPECT_NEAR(rise[0][100] / 1, rise[1][5] / 2, 1e-10);
}

TEST(Conduction, AnsweringAgainFromTheAnswerIsFree) {
  const ConductionProblem problem = motley({9, 8, 7}, 4, true);
  const auto first = steady_conduction(problem, {.relative_tolerance = 1e-9});
  const auto again = steady_conduction(problem, {.relative_tolerance = 1e-8}, first.temperature);
  EXPECT_EQ(again.newton_steps, 0);
}

}  // namespace
}  // namespace sunrack
