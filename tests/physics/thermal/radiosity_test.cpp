#include "physics/thermal/radiosity.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/thermal/exchange.h"
#include "physics/thermal/view_factor_closure.h"

namespace sunrack {
namespace {

using constants::stefan_boltzmann;
using Eigen::MatrixXd;
using Eigen::VectorXd;

ViewFactors parallel_plates() {
  return {
      .names = {"a", "b"}, .areas = VectorXd::Ones(2), .factors = (MatrixXd(2, 2) << 0, 1, 1, 0).finished()};
}

/// Six faces of a unit cube, opposite ones next to each other.
ViewFactors cube() {
  const double opposite = view_factor_parallel_rectangles(1, 1, 1);
  MatrixXd factors = MatrixXd::Constant(6, 6, view_factor_perpendicular_rectangles(1, 1, 1));
  for (int i = 0; i < 6; ++i) {
    factors(i, i) = 0;
    factors(i, i ^ 1) = opposite;
  }
  return {.areas = VectorXd::Ones(6), .factors = factors};
}

double emitted(double temperature) { return stefan_boltzmann * std::pow(temperature, 4); }

TEST(Radiosity, InfiniteParallelPlates) {
  const RadiativeCouplings gr = radiative_couplings(parallel_plates(), (VectorXd(2) << 0.8, 0.3).finished());
  EXPECT_NEAR(gr.between(0, 1), 1 / (1 / 0.8 + 1 / 0.3 - 1), 1e-15);
  EXPECT_NEAR(gr.between(0, 1), gr.between(1, 0), 1e-15);
  EXPECT_NEAR(gr.to_space.norm(), 0, 1e-15);
}

TEST(Radiosity, NetworkOfCouplingsIsTheEnclosureBalance) {
  ViewFactors views = cube();
  views.factors.row(5).setZero();  // one face open to space
  views.factors.col(5).setZero();
  const VectorXd emissivity = (VectorXd(6) << 0.9, 0.2, 0.5, 0.7, 0.3, 1).finished();
  const double temperature[] = {300, 350, 280, 310, 290, 0};
  std::vector<EnclosureSurface> surfaces;
  for (int i = 0; i < 6; ++i) surfaces.push_back({emissivity[i], temperature[i]});
  const EnclosureBalance balance = enclosure_balance(views, surfaces);
  const RadiativeCouplings gr = radiative_couplings(views, emissivity);
  for (int i = 0; i < 5; ++i) {
    double heat = gr.to_space[i] * emitted(temperature[i]);
    for (int j = 0; j < 6; ++j)
      heat += gr.between(i, j) * (emitted(temperature[i]) - emitted(temperature[j]));
    EXPECT_NEAR(heat, balance.heat[i], 1e-11 * emitted(300));
    // Reciprocity of the view factors makes the couplings symmetric.
    for (int j = 0; j < 5; ++j) EXPECT_NEAR(gr.between(i, j), gr.between(j, i), 1e-15);
  }
}

TEST(Radiosity, AtOneTemperatureAClosedEnclosureExchangesNothing) {
  std::vector<EnclosureSurface> surfaces(6, {0.4, 300});
  const EnclosureBalance balance = enclosure_balance(cube(), surfaces);
  EXPECT_NEAR(balance.heat.norm(), 0, 1e-9);  // of 459 W/m^2; the cube's factors close to 1e-16
}

TEST(Radiosity, ReRadiatingSidesTakeATemperatureBetween) {
  std::vector<EnclosureSurface> surfaces(6, {.emissivity = 0.5, .adiabatic = true});
  surfaces[0] = {.emissivity = 0.8, .temperature = 500};
  surfaces[1] = {.emissivity = 0.6, .temperature = 300};
  const EnclosureBalance balance = enclosure_balance(cube(), surfaces);
  EXPECT_NEAR(balance.heat[0], 1193.959, 0.01);  // SS-05
  EXPECT_NEAR(balance.heat[0] + balance.heat[1], 0, 1e-9);
  for (int i = 2; i < 6; ++i) {
    EXPECT_GT(balance.temperature[i], 300);
    EXPECT_LT(balance.temperature[i], 500);
    EXPECT_EQ(balance.heat[i], 0);
  }
}

TEST(Radiosity, ReflectedSunlightIsAbsorbedOnceAndOnlyOnce) {
  // Closed: whatever arrives is absorbed somewhere.
  const VectorXd absorptance = (VectorXd(6) << 0.1, 0.9, 0.2, 0.3, 0.05, 0.5).finished();
  VectorXd incident = VectorXd::Zero(6);
  incident[0] = 1361;
  const VectorXd absorbed = absorbed_flux(cube(), absorptance, incident);
  EXPECT_NEAR(absorbed.sum(), 1361, 1e-9);
  EXPECT_GT(absorbed[1], absorbed[4]);
  // Black surfaces pass nothing on.
  const VectorXd black = absorbed_flux(cube(), VectorXd::Ones(6), incident);
  EXPECT_NEAR(black[0], 1361, 1e-9);
  EXPECT_NEAR(black.sum(), 1361, 1e-9);
}

TEST(Radiosity, SunlightAndInfraredHaveTheirOwnProperties) {
  // A published panel (20 degC, alpha 0.09, epsilon 0.92) absorbed the Earth's infrared with alpha: 633 W/m^2
  // net where it is 585.
  ViewFactors alone{.areas = VectorXd::Ones(1), .factors = MatrixXd::Zero(1, 1)};
  const VectorXd albedo = VectorXd::Constant(1, 100), infrared = VectorXd::Constant(1, 60);
  const double right = absorbed_flux(alone, VectorXd::Constant(1, 0.09), albedo)[0] +
                       absorbed_flux(alone, VectorXd::Constant(1, 0.92), infrared)[0];
  EXPECT_NEAR(right, 0.09 * 100 + 0.92 * 60, 1e-12);
}

TEST(Radiosity, BadInputsAreRefusedByName) {
  ViewFactors views = parallel_plates();
  EXPECT_THROW(gebhart_factors(views, VectorXd::Constant(2, 1.1)), std::invalid_argument);
  EXPECT_THROW(gebhart_factors(views, VectorXd::Ones(3)), std::invalid_argument);
  views.factors(0, 1) = 1.2;
  try {
    gebhart_factors(views, VectorXd::Ones(2));
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("of a"), std::string::npos) << error.what();
  }
  // Two mirrors facing each other absorb nothing.
  EXPECT_THROW(gebhart_factors(parallel_plates(), VectorXd::Zero(2)), ModelError);
}

MeasuredViewFactors noisy_cube(double noise) {
  const ViewFactors exact = cube();
  MeasuredViewFactors measured{.views = exact,
                               .variance = MatrixXd::Constant(6, 6, noise * noise),
                               .space = VectorXd::Zero(6),
                               .space_variance = VectorXd::Zero(6)};
  for (int i = 0; i < 6; ++i) {
    measured.variance(i, i) = 0;
    for (int j = 0; j < 6; ++j)
      if (i != j) measured.views.factors(i, j) += noise * std::sin(7.0 * i + 3.0 * j);
  }
  return measured;
}

TEST(ViewFactorClosure, ReciprocityAndClosureHoldToRoundingAndNothingMovesFar) {
  const MeasuredViewFactors measured = noisy_cube(1e-3);
  EXPECT_GT(view_factor_defects(measured).reciprocity, 1e-4);
  EXPECT_GT(view_factor_defects(measured).closure, 1e-5);
  const ViewFactors closed = closed_view_factors(measured);
  EXPECT_NEAR((closed.factors - closed.factors.transpose()).norm(), 0, 1e-15);
  EXPECT_NEAR(closed.to_space().norm(), 0, 1e-14);
  // Nearer to the exact factors than the measurement was.
  EXPECT_LT((closed.factors - cube().factors).norm(), (measured.views.factors - cube().factors).norm());
}

TEST(ViewFactorClosure, ExactFactorsStay) {
  MeasuredViewFactors measured = noisy_cube(1e-3);
  const double exact = cube().factors(0, 1);
  measured.views.factors(0, 1) = measured.views.factors(1, 0) = exact;
  measured.variance(0, 1) = measured.variance(1, 0) = 0;
  EXPECT_EQ(closed_view_factors(measured).factors(0, 1), exact);
}

TEST(ViewFactorClosure, ContradictingExactFactorsAreRefused) {
  MeasuredViewFactors measured = noisy_cube(1e-3);
  measured.variance.setZero();
  EXPECT_THROW(closed_view_factors(measured), ModelError);
}

}  // namespace
}  // namespace sunrack
