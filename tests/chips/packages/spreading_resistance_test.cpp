#include "chips/packages/spreading_resistance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "physics/thermal/conduction_steady.h"

namespace sunrack {
namespace {

const SpreadingPlate lid{.source_width = 8e-3,
                         .source_depth = 12e-3,
                         .width = 32e-3,
                         .depth = 36e-3,
                         .thickness = 3e-3,
                         .conductivity = 390,
                         .film_coefficient = 2e4};

TEST(SpreadingResistance, ASourceOverTheWholePlateDoesNotSpread) {
  SpreadingPlate plate = lid;
  plate.source_width = plate.width, plate.source_depth = plate.depth;
  const SpreadingResistance r = spreading_resistance(plate);
  EXPECT_NEAR(r.one_dimensional, (3e-3 / 390 + 1 / 2e4) / (32e-3 * 36e-3), 1e-12);
  EXPECT_NEAR(r.spreading_mean / r.one_dimensional, 0, 1e-12);  // sines of whole turns, to rounding
  EXPECT_NEAR(r.spreading_peak / r.one_dimensional, 0, 1e-12);
}

TEST(SpreadingResistance, ASmallSquareOnAThickPlateIsThatOnHalfSpace) {
  // Even flux over a square of side L on half-space, by Green's function 1 / (2 pi k r):
  // centre 4 ln(1 + sqrt 2) / (2 pi k L), mean (4 ln(1 + sqrt 2) + 4 (1 - sqrt 2) / 3) / (2 pi k L).
  const double side = 1e-3, k = 100, pi = std::acos(-1.0);
  const SpreadingResistance r = spreading_resistance({.source_width = side,
                                                      .source_depth = side,
                                                      .width = 0.1,
                                                      .depth = 0.1,
                                                      .thickness = 0.1,
                                                      .conductivity = k,
                                                      .film_coefficient = 1e5});
  const double logarithm = 4 * std::log(1 + std::sqrt(2.0));
  // The sides are 50 L away: their images are worth about L over the plate's width, 1 % of the side.
  EXPECT_NEAR(r.spreading_peak, logarithm / (2 * pi * k * side), 0.015 * r.spreading_peak);
  EXPECT_NEAR(r.spreading_mean, (logarithm + 4 * (1 - std::sqrt(2.0)) / 3) / (2 * pi * k * side),
              0.015 * r.spreading_mean);
}

TEST(SpreadingResistance, IsThatOfTheResolvedPlate) {
  const double watts = 50;
  const int n = 64, nz = 24;
  ConductionProblem problem =
      conduction_box(even_faces(0, lid.width, n), even_faces(0, lid.depth, n + 8),
                     even_faces(0, lid.thickness, nz), {isotropic_solid("copper", lid.conductivity, 3.45e6)});
  problem.at(BoxFace::z_low).conditions = {{.convection = lid.film_coefficient, .fluid_temperature = 300}};
  FaceBoundary& top = problem.at(BoxFace::z_high);
  top.conditions = {{}, {.absorbed = watts / (lid.source_width * lid.source_depth)}};
  top.of_cell.assign(problem.boundary_cells(BoxFace::z_high), 0);
  std::vector<std::size_t> heated;
  for (int j = 0; j < problem.ny(); ++j)
    for (int i = 0; i < problem.nx(); ++i) {
      const double x = (i + 0.5) * lid.width / n - lid.width / 2;
      const double y = (j + 0.5) * lid.depth / (n + 8) - lid.depth / 2;
      if (std::abs(x) > lid.source_width / 2 || std::abs(y) > lid.source_depth / 2) continue;
      heated.push_back(problem.boundary_index(BoxFace::z_high, i, j, nz - 1));
      top.of_cell[heated.back()] = 1;
    }
  const ConductionSolution solution = steady_conduction(problem);
  double mean = 0, peak = 0;
  for (const std::size_t cell : heated) {
    const double rise = solution.at(BoxFace::z_high).temperature[cell] - 300;
    mean += rise / double(heated.size()), peak = std::max(peak, rise);
  }
  const SpreadingResistance r = spreading_resistance(lid);
  // Cells of 0.5 mm: second order, with a flux that jumps at the edge of the source.
  EXPECT_NEAR(mean / watts, r.one_dimensional + r.spreading_mean, 0.005 * mean / watts);
  EXPECT_NEAR(peak / watts, r.one_dimensional + r.spreading_peak, 0.005 * peak / watts);
  EXPECT_GT(r.spreading_mean, 0.3 * r.one_dimensional);  // worth the name
}

TEST(SpreadingResistance, RefusesWhatIsNoPlate) {
  SpreadingPlate plate = lid;
  plate.source_width = 40e-3;
  EXPECT_THROW(spreading_resistance(plate), std::invalid_argument);
  plate = lid;
  plate.film_coefficient = 0;
  EXPECT_THROW(spreading_resistance(plate), std::invalid_argument);
  plate = lid;
  plate.thickness = std::nan("");
  EXPECT_THROW(spreading_resistance(plate), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
