// Manufactured solutions: how the error falls when the cells are halved.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "physics/constants.h"
#include "physics/thermal/conduction_steady.h"
#include "physics/thermal/conduction_transient.h"

namespace sunrack {
namespace {

using Position = std::array<double, 3>;
using Field = std::function<double(const Position&)>;

/// Integral over a cell by three Gauss points along each axis: its error is far below that of the cells.
double cell_integral(const Position& low, const Position& high, const Field& field) {
  const double points[] = {-std::sqrt(0.6), 0, std::sqrt(0.6)}, weights[] = {5.0 / 18, 8.0 / 18, 5.0 / 18};
  double sum = 0;
  for (int a = 0; a < 27; ++a) {
    const int at[3] = {a % 3, a / 3 % 3, a / 9};
    Position p{};
    double weight = 1;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double width = high[axis] - low[axis];
      p[axis] = low[axis] + width * (1 + points[at[axis]]) / 2;
      weight *= width * weights[at[axis]];
    }
    sum += weight * field(p);
  }
  return sum;
}

void for_cells(const ConductionProblem& problem,
               const std::function<void(std::size_t, const Position&, const Position&)>& use) {
  for (int j = 0; j < problem.ny(); ++j)
    for (int k = 0; k < problem.nz(); ++k)
      for (int i = 0; i < problem.nx(); ++i) {
        const auto x = std::size_t(i), y = std::size_t(j), z = std::size_t(k);
        use(problem.index(i, j, k), {problem.x[x], problem.y[y], problem.z[z]},
            {problem.x[x + 1], problem.y[y + 1], problem.z[z + 1]});
      }
}

void heat_by(ConductionProblem& problem, const Field& source) {
  problem.power.resize(problem.cells());
  for_cells(problem, [&](std::size_t c, const Position& low, const Position& high) {
    problem.power[c] = cell_integral(low, high, source);
  });
}

/// Root of the mean square, weighted with volume, of the difference to the exact field at the centres.
double error_of(const ConductionProblem& problem, const std::vector<double>& t, const Field& exact) {
  double squares = 0, volumes = 0;
  for_cells(problem, [&](std::size_t c, const Position& low, const Position& high) {
    Position centre{};
    double volume = 1;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      centre[axis] = (low[axis] + high[axis]) / 2;
      volume *= high[axis] - low[axis];
    }
    const double difference = t[c] - exact(centre);
    squares += volume * difference * difference, volumes += volume;
  });
  return std::sqrt(squares / volumes);
}

constexpr double a = 0.03, b = 0.02, h = 0.004, pi = constants::pi;

/// Insulated on the sides and on top, held at 300 K below; 40 K high.
double shape(const Position& p) {
  return 40 * std::cos(pi * p[0] / a) * std::cos(pi * p[1] / b) * std::sin(pi * p[2] / (2 * h));
}
/// - div (k grad shape)
double source_of_shape(const Position& p, double kx, double ky, double kz) {
  return (kx * pi * pi / (a * a) + ky * pi * pi / (b * b) + kz * pi * pi / (4 * h * h)) * shape(p);
}

using Faces = std::function<std::vector<double>(double length, int cells)>;
std::vector<double> even(double length, int cells) { return even_faces(0, length, cells); }
/// Smoothly stretched: the smallest cell is a quarter of the largest.
std::vector<double> stretched(double length, int cells) {
  std::vector<double> faces = even_faces(0, 1, cells);
  for (double& s : faces) s = length * (s + 0.6 * s * s) / 1.6 * (1 + 0.1 * (1 - s));
  faces.back() = length;
  return faces;
}

ConductionProblem box(const SolidMaterial& material, const Faces& faces, int n) {
  ConductionProblem problem = conduction_box(faces(a, n), faces(b, n), faces(h, n), {material});
  problem.at(BoxFace::z_low).conditions = {{.fixed = 300}};
  return problem;
}

/// Observed order between grids of 12 and 24 cells along each axis.
template <class Error>
double order_of(Error error_at) {
  return std::log2(error_at(12) / error_at(24));
}

TEST(ConductionOrder, IsTwoForConstantConductivity) {
  const double order = order_of([](int n) {
    ConductionProblem problem = box(isotropic_solid("silicon", 130, 1.6e6), even, n);
    heat_by(problem, [](const Position& p) { return source_of_shape(p, 130, 130, 130); });
    const auto solution = steady_conduction(problem, {.relative_tolerance = 1e-11});
    return error_of(problem, solution.temperature, [](const Position& p) { return 300 + shape(p); });
  });
  EXPECT_GE(order, 1.95);
  EXPECT_LE(order, 2.1);
}

TEST(ConductionOrder, IsTwoForAnisotropicConductivity) {
  const double order = order_of([](int n) {
    ConductionProblem problem = box({.name = "laminate", .kx = 300, .ky = 40, .kz = 1.5}, even, n);
    heat_by(problem, [](const Position& p) { return source_of_shape(p, 300, 40, 1.5); });
    const auto solution = steady_conduction(problem, {.relative_tolerance = 1e-11});
    return error_of(problem, solution.temperature, [](const Position& p) { return 300 + shape(p); });
  });
  EXPECT_GE(order, 1.95);
}

TEST(ConductionOrder, IsTwoOnAStretchedGrid) {
  const double order = order_of([](int n) {
    ConductionProblem problem = box(isotropic_solid("silicon", 130, 1.6e6), stretched, n);
    heat_by(problem, [](const Position& p) { return source_of_shape(p, 130, 130, 130); });
    const auto solution = steady_conduction(problem, {.relative_tolerance = 1e-11});
    return error_of(problem, solution.temperature, [](const Position& p) { return 300 + shape(p); });
  });
  EXPECT_GE(order, 1.95);
}

/// k = 130 f(T) with f falling from 1.4 at 250 K to 0.6 at 350 K: the Kirchhoff transform obeys the linear
/// equation.
TEST(ConductionOrder, IsTwoForConductivityThatFollowsTemperature) {
  const auto temperature_of = [](double theta) {
    // theta = (T - 300) - 0.004 (T - 300)^2
    return 300 + 2 * theta / (1 + std::sqrt(1 - 4 * 0.004 * theta));
  };
  int steps = 0;
  const double order = order_of([&](int n) {
    SolidMaterial material = isotropic_solid("silicon", 130, 1.6e6);
    material.factor_temperature = {250, 350}, material.factor = {1.4, 0.6};
    ConductionProblem problem = box(material, even, n);
    heat_by(problem, [](const Position& p) { return source_of_shape(p, 130, 130, 130); });
    const auto solution = steady_conduction(problem, {.relative_tolerance = 1e-10});
    steps = solution.newton_steps;
    return error_of(problem, solution.temperature,
                    [&](const Position& p) { return temperature_of(shape(p)); });
  });
  EXPECT_GE(order, 1.95);
  EXPECT_LE(steps, 6) << "Newton's method with the true derivative converges quadratically";
}

TEST(ConductionOrder, IsTwoInSpaceForATransient) {
  // The first mode decays by itself; 1e-7 K in time leaves only the error in space.
  const double k = 130, capacity = 1.6e6;
  const double rate = k / capacity * pi * pi * (1 / (a * a) + 1 / (b * b) + 1 / (4 * h * h));
  const double end = 0.5 / rate;
  const double order = order_of([&](int n) {
    const ConductionProblem problem = box(isotropic_solid("silicon", k, capacity), even, n);
    std::vector<double> start(problem.cells());
    for_cells(problem, [&](std::size_t c, const Position& low, const Position& high) {
      start[c] = 300 + shape({(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2});
    });
    const auto answer = transient_conduction(problem, start, {0, end}, {}, {.tolerance = 1e-7});
    return error_of(problem, answer.temperature,
                    [&](const Position& p) { return 300 + std::exp(-0.5) * shape(p); });
  });
  EXPECT_GE(order, 1.95);
  EXPECT_LE(order, 2.1);
}

TEST(ConductionOrder, IsOneInTimeForBackwardEuler) {
  // One cell that cools through its top: T' = -(T - 300) / tau; half cell and film in series.
  ConductionProblem problem =
      conduction_box({0, 0.01}, {0, 0.01}, {0, 0.002}, {isotropic_solid("copper", 390, 3.45e6)});
  problem.at(BoxFace::z_high).conditions = {{.convection = 1000, .fluid_temperature = 300}};
  const double tau = 3.45e6 * 0.002 * (0.001 / 390 + 1.0 / 1000);
  const auto error_at = [&](int steps) {
    const auto answer = backward_euler_conduction(problem, {400}, tau / steps, steps, {});
    return std::abs(answer.temperature.front() - (300 + 100 * std::exp(-1.0)));
  };
  EXPECT_NEAR(std::log2(error_at(64) / error_at(128)), 1, 0.02);
}

}  // namespace
}  // namespace sunrack
