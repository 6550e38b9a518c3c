#include "physics/thermal/conduction_steady.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {
namespace {

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// Layers from the bottom up under convection of 1e4 W/(m2 K) to 300 K.
struct Slab {
  std::vector<double> thickness, conductivity;
  double area = 1e-4;

  ConductionProblem problem(int cells_per_layer = 1, int across = 1) const {
    std::vector<double> z = {0};
    std::vector<SolidMaterial> materials;
    for (std::size_t l = 0; l < thickness.size(); ++l) {
      const double bottom = z.back();
      for (int part = 1; part <= cells_per_layer; ++part)
        z.push_back(bottom + thickness[l] * part / cells_per_layer);
      materials.push_back(isotropic_solid("layer", conductivity[l], 1e6));
    }
    const double side = std::sqrt(area);
    ConductionProblem result =
        conduction_box(even_faces(0, side, across), even_faces(0, side, across), z, materials);
    for (int k = 0; k < result.nz(); ++k)
      for (int j = 0; j < across; ++j)
        for (int i = 0; i < across; ++i)
          result.material[result.index(i, j, k)] = std::uint16_t(k / cells_per_layer);
    result.at(BoxFace::z_high).conditions = {{.convection = 1e4, .fluid_temperature = 300}};
    return result;
  }
};

TEST(Conduction, AHeatedSlabIsItsDiscreteExactAnswer) {
  // 100 W into the lowest 50 um: series of half cells up to the film. 1e-6 K is asked. The lines are exact,
  // so one iteration is enough for the default tolerance; what it leaves is single precision's share, 7e-9 K.
  const Slab slab{{50e-6, 700e-6, 100e-6, 2e-3}, {130, 130, 4, 390}};
  ConductionProblem problem = slab.problem(1, 4);
  add_power(problem, {0, 0, 0}, {0.01, 0.01, 50e-6}, 100);
  for (const auto& [tolerance, error] :
       {std::pair{ConductionOptions{}.relative_tolerance, 1e-7}, {1e-12, 1e-9}}) {
    const auto solution = steady_conduction(problem, {.relative_tolerance = tolerance});
    const double flux = 1e6;
    double expected = 300 + flux / 1e4;
    for (int k = 3; k >= 0; --k) {
      const double half = flux * slab.thickness[std::size_t(k)] / (2 * slab.conductivity[std::size_t(k)]);
      expected += half;
      EXPECT_NEAR(solution.temperature[problem.index(2, 1, k)], expected, error) << "layer " << k;
      expected += half;
    }
    // The surface is where the film begins.
    EXPECT_NEAR(solution.at(BoxFace::z_high).temperature[5], 400, error);
    EXPECT_NEAR(solution.at(BoxFace::z_high).total_heat, 100, 1e-9);
  }
}

TEST(Conduction, AContactAddsItsResistanceExactly) {
  Slab slab{{1e-3, 2e-3}, {100, 50}};
  ConductionProblem problem = slab.problem(3, 2);
  add_power(problem, {0, 0, 0}, {0.01, 0.01, 1e-3 / 3}, 20);
  const auto without = steady_conduction(problem).temperature;
  problem.contacts = {{.axis = Axis::z, .plane = 3, .resistance = 2e-5},
                      {.axis = Axis::z, .plane = 3, .resistance = 1e-5}};
  const auto with = steady_conduction(problem).temperature;
  const double jump = 20 / 1e-4 * 3e-5;
  for (int k = 0; k < 6; ++k) {
    const std::size_t c = problem.index(1, 0, k);
    EXPECT_NEAR(with[c] - without[c], k < 3 ? jump : 0, 1e-9) << k;
  }
  // A window over half of the width lies between.
  problem.contacts = {
      {.axis = Axis::z, .plane = 3, .resistance = 3e-5, .window = Contact::Window{0, 1, 0, 2}}};
  const auto half = steady_conduction(problem).temperature;
  EXPECT_GT(half[0], without[0] + 0.01 * jump);
  EXPECT_LT(half[0], without[0] + 0.99 * jump);
}

/// Flux through two half layers held at both ends, conductivities by table, by bisection for the temperatures
/// on both sides of the contact between them.
double flux_by_bisection(const std::function<double(double)>& theta1,
                         const std::function<double(double)>& theta2, double hot, double cold,
                         double thickness, double contact) {
  const auto solve = [](double low, double high, const std::function<double(double)>& rising) {
    for (int i = 0; i < 200; ++i) {
      const double middle = (low + high) / 2;
      (rising(middle) > 0 ? high : low) = middle;
    }
    return (low + high) / 2;
  };
  return solve(0, 1e9, [&](double q) {
    const double below = solve(100, 900, [&](double t) { return theta1(t) - theta1(hot) + q * thickness; });
    const double above = solve(100, 900, [&](double t) { return theta2(t) - theta2(cold) - q * thickness; });
    return above - below + q * contact;  // too much heat: the upper side would be the hotter
  });
}

TEST(Conduction, ConductivityByTableIsExactInOneDimension) {
  // Kirchhoff: what matters is the integral of k dT. k1 = 100 f1(T), k2 = 20 f2(T).
  const auto theta1 = [](double t) { return 100 * (t - 300 - 0.001 * (t - 300) * (t - 300)); };
  const auto theta2 = [](double t) { return 20 * (t - 300 + 0.0005 * (t - 300) * (t - 300)); };
  for (const double contact : {0.0, 1e-4})
    for (const int cells : {1, 5}) {
      ConductionProblem problem = Slab{{1e-3, 1e-3}, {100, 20}}.problem(cells);
      problem.materials[0].factor_temperature = problem.materials[1].factor_temperature = {200, 400, 600};
      problem.materials[0].factor = {1.2, 0.8, 0.4};
      problem.materials[1].factor = {0.9, 1.1, 1.3};
      problem.at(BoxFace::z_high).conditions = {{.fixed = 310}};
      problem.at(BoxFace::z_low).conditions = {{.fixed = 550}};
      problem.contacts = {{.axis = Axis::z, .plane = cells, .resistance = contact}};
      const auto solution = steady_conduction(problem, {.relative_tolerance = 1e-12});
      const double flux = flux_by_bisection(theta1, theta2, 550, 310, 1e-3, contact);
      EXPECT_NEAR(solution.at(BoxFace::z_high).total_heat / 1e-4, flux, 1e-8 * flux);
      EXPECT_NEAR(solution.at(BoxFace::z_low).total_heat / 1e-4, -flux, 1e-8 * flux);
      EXPECT_LE(solution.newton_steps, 8);
    }
}

struct Fin {
  double length, thickness, conductivity, emissivity;
  int sides;
  double base, sink;
  double heat;  ///< [W/m] exact: first integral of k t T'' = n eps sigma (T^4 - Ts^4) and quadrature
};

ConductionSolution solve_fin(const Fin& fin, int n) {
  SolidMaterial sheet = isotropic_solid("sheet", fin.conductivity, 2e6);
  sheet.kz = 1e9;  // the closed form knows no drop across the thickness
  ConductionProblem problem =
      conduction_box(even_faces(0, fin.length, n), {0, 1}, {0, fin.thickness}, {sheet});
  const SurfaceCondition space{.emissivity = fin.emissivity, .sink_temperature = fin.sink};
  problem.at(BoxFace::z_high).conditions = {space};
  if (fin.sides == 2) problem.at(BoxFace::z_low).conditions = {space};
  problem.at(BoxFace::x_low).conditions = {{.fixed = fin.base}};
  return steady_conduction(problem, {.relative_tolerance = 1e-11});
}

TEST(Conduction, RadiatingFinsConvergeToTheExactHeatWithOrderTwo) {
  // Exact heats by quadrature of the first integral, to all digits given.
  for (const Fin& fin : {Fin{1.0, 0.001, 180, 0.85, 2, 330, 230, 113.9422707266189},
                         Fin{1.0, 0.001, 180, 0.85, 2, 330, 3, 163.82585786106247},
                         Fin{0.1, 0.0005, 180, 0.85, 2, 330, 3, 81.14071493069716},
                         Fin{0.15, 0.001, 350, 0.9, 1, 360, 3, 108.70331190012558}}) {
    const auto error_at = [&](int n) {
      const auto solution = solve_fin(fin, n);
      EXPECT_LE(solution.newton_steps, 10);
      EXPECT_LE(solution.relative_energy_residual, 1e-10);
      return std::abs(-solution.at(BoxFace::x_low).total_heat / fin.heat - 1);
    };
    EXPECT_LE(error_at(512), 5e-5);
    EXPECT_GE(std::log2(error_at(256) / error_at(512)), 1.9);
  }
}

TEST(Conduction, EnergyIsJudgedByAllThatPassesNotByItsSmallDifference) {
  // A plate without power in balance with what it absorbs: hardly anything is left of either.
  for (const SurfaceCondition& top :
       {SurfaceCondition{.emissivity = 0.8, .absorbed = 300},
        SurfaceCondition{.emissivity = 0.8, .sink_temperature = 250},
        SurfaceCondition{.convection = 10, .fluid_temperature = 300, .absorbed = 300}}) {
    ConductionProblem plate = conduction_box(even_faces(0, 1, 4), even_faces(0, 1, 3), {0, 1e-3},
                                             {isotropic_solid("plate", 100, 2e6)});
    plate.at(BoxFace::z_high).conditions = {top};
    const ConductionSolution solution = steady_conduction(plate);
    EXPECT_LE(solution.relative_energy_residual, 1e-10);
    double passing = 0;
    for (const double heat : solution.at(BoxFace::z_high).moved) passing += heat;
    EXPECT_NEAR(passing, top.absorbed > 0 ? 2 * top.absorbed : 2 * 0.8 * 5.670374419e-8 * std::pow(250, 4),
                1e-4)
        << "[W] in and out, of a square metre";
  }
}

TEST(Conduction, LimitsOfASurface) {
  const auto heat_of = [](const SurfaceCondition& condition) {
    ConductionProblem problem = Slab{{1e-3}, {20}}.problem(4);
    problem.at(BoxFace::z_low).conditions = {{.fixed = 330}};
    problem.at(BoxFace::z_high).conditions = {condition};
    return steady_conduction(problem, {.relative_tolerance = 1e-12}).at(BoxFace::z_high).total_heat;
  };
  // A perfect film holds the surface.
  EXPECT_NEAR(heat_of({.convection = 1e13, .fluid_temperature = 300}), heat_of({.fixed = 300}), 1e-6);
  EXPECT_NEAR(heat_of({.fixed = 300}), 20 * 1e-4 * 30 / 1e-3, 1e-9);
  // Radiation to a sink of nearly the same temperature is a film of 4 sigma T^3; its curvature is 1.5 dT / T.
  const double film = 4 * constants::stefan_boltzmann * std::pow(330.0, 3);
  EXPECT_NEAR(heat_of({.emissivity = 1, .sink_temperature = 329.99}),
              heat_of({.convection = film, .fluid_temperature = 329.99}), 1e-4 * film * 1e-4 * 0.01);
  // A sink of 3 K is none; absorbed heat comes on top.
  const double black = heat_of({.emissivity = 1});
  EXPECT_NEAR(black, constants::stefan_boltzmann * std::pow(330, 4) * 1e-4, 1e-3 * black);
  EXPECT_NEAR(heat_of({.emissivity = 0.8, .sink_temperature = 3, .absorbed = 100}),
              heat_of({.emissivity = 0.8, .absorbed = 100 + 0.8 * constants::stefan_boltzmann * 81}), 1e-12);
  EXPECT_EQ(heat_of({}), 0);
  EXPECT_NEAR(heat_of({.absorbed = 50}), -50e-4, 1e-12);
}

TEST(Conduction, ARadiatingBlockWithoutASinkFindsItsTemperature) {
  // sigma T^4 A = P whatever the block is made of, from any start.
  ConductionProblem problem = Slab{{1e-3, 1e-3}, {390, 390}}.problem(2, 5);
  problem.at(BoxFace::z_high).conditions = {{.emissivity = 1}};
  add_power(problem, {0, 0, 0}, {0.004, 0.004, 1e-3}, 0.05);
  const auto solution = steady_conduction(problem);
  const double t4 = 0.05 / (constants::stefan_boltzmann * 1e-4);
  EXPECT_NEAR(sum(solution.at(BoxFace::z_high).temperature) / 25, std::pow(t4, 0.25), 0.01);
  EXPECT_NEAR(solution.boundary_heat, 0.05, 1e-11);
  for (const double start : {5.0, 3000.0}) {
    const auto again = steady_conduction(problem, {}, std::vector<double>(problem.cells(), start));
    EXPECT_NEAR(again.temperature[3], solution.temperature[3], 1e-4) << start;
  }
}

TEST(Conduction, AVoidStaysOutOfItAndAnIslandIsNamed) {
  ConductionProblem problem = Slab{{1e-3, 1e-3, 1e-3}, {50, 50, 50}}.problem(1, 3);
  problem.materials.push_back({.name = "vacuum"});
  problem.material[problem.index(1, 1, 1)] = 3;
  add_power(problem, {0, 0, 0}, {0.01, 0.01, 1e-3}, 1);
  const auto with_void = steady_conduction(problem);
  EXPECT_LE(with_void.relative_energy_residual, 1e-12);
  EXPECT_TRUE(std::isfinite(with_void.temperature[problem.index(1, 1, 1)]));
  problem.power[problem.index(1, 1, 1)] = 0.1;
  try {
    steady_conduction(problem);
    FAIL();
  } catch (const ModelError& error) {
    EXPECT_NE(std::string(error.what()).find("0.1 W of cell (1, 1, 1) of vacuum"), std::string::npos)
        << error.what();
  }
  // A whole layer of vacuum cuts the heated one off.
  problem.power[problem.index(1, 1, 1)] = 0;
  fill(problem, {0, 0, 1e-3}, {0.01, 0.01, 2e-3}, 3);
  try {
    steady_conduction(problem);
    FAIL();
  } catch (const ModelError& error) {
    EXPECT_NE(std::string(error.what()).find("no way out for the 1 W of 9 cells around cell (0, 0, 0)"),
              std::string::npos)
        << error.what();
  }
  // Without heat its temperature is undetermined; with neither, everything is.
  problem.power.clear();
  EXPECT_THROW(steady_conduction(problem), ModelError);
  ConductionProblem closed = Slab{{1e-3}, {50}}.problem(1, 3);
  closed.at(BoxFace::z_high).conditions.clear();
  EXPECT_THROW(steady_conduction(closed), ModelError);
}

TEST(Conduction, TheBottomRuleMovesTheNodeByHalfACell) {
  ConductionProblem problem = Slab{{50e-6, 700e-6}, {130, 130}}.problem();
  add_power(problem, {0, 0, 0}, {0.01, 0.01, 50e-6}, 100);
  const auto centred = steady_conduction(problem);
  problem.bottom_node_on_face = true;
  const auto moved = steady_conduction(problem);
  EXPECT_NEAR(moved.temperature[0] - centred.temperature[0], 1e6 * 25e-6 / 130, 1e-9);
  EXPECT_NEAR(moved.temperature[1], centred.temperature[1], 1e-9);
}

TEST(Conduction, TablesAreNotLeft) {
  ConductionProblem problem = Slab{{1e-3}, {10}}.problem(4);
  problem.materials[0].factor_temperature = {250, 400}, problem.materials[0].factor = {1, 0.9};
  add_power(problem, {0, 0, 0}, {0.01, 0.01, 1e-3}, 10);
  EXPECT_NO_THROW(steady_conduction(problem));
  for (double& power : problem.power) power *= 10;
  EXPECT_THROW(steady_conduction(problem), ModelError);
}

TEST(Conduction, IterationsDoNotGrowWithTheNumberOfCells) {
  for (const int n : {16, 32, 64, 96}) {
    const Slab slab{
        {1e-3, 80e-6, 10e-6, 760e-6, 50e-6, 2e-3, 0.1e-3, 3e-3}, {5, 1.5, 2, 0.8, 0.03, 390, 4, 390}, 4e-3};
    ConductionProblem problem = slab.problem(1, n);
    const double side = std::sqrt(4e-3);
    problem.materials.push_back(isotropic_solid("die", 110, 1.6e6));
    fill(problem, {0.3 * side, 0.25 * side, 1.09e-3}, {0.7 * side, 0.75 * side, 1.85e-3}, 8);
    add_power(problem, {0.3 * side, 0.25 * side, 1.08e-3}, {0.7 * side, 0.75 * side, 1.09e-3}, 700);
    EXPECT_LE(steady_conduction(problem).linear_iterations, 20) << n;
  }
}

}  // namespace
}  // namespace sunrack
