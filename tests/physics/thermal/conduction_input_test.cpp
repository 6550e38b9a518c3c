// What is no conduction problem is refused by name, with the place.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "physics/require.h"
#include "physics/thermal/conduction_oracle.h"
#include "physics/thermal/conduction_steady.h"
#include "physics/thermal/conduction_transient.h"

namespace sunrack {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

/// 3 x 4 x 5 cells of copper under a film, 1 W in each.
ConductionProblem good() {
  ConductionProblem problem =
      conduction_box(even_faces(0, 3e-3, 3), even_faces(0, 4e-3, 4), even_faces(0, 5e-3, 5),
                     {isotropic_solid("copper", 390, 3.45e6), isotropic_solid("silicon", 130, 1.6e6)});
  problem.at(BoxFace::z_high).conditions = {{.convection = 1e4, .fluid_temperature = 300}};
  problem.power.assign(problem.cells(), 1.0);
  return problem;
}

struct BadInput {
  const char* part_of_message;
  std::function<void(ConductionProblem&)> spoil;
};

TEST(ConductionInput, EachMistakeIsNamed) {
  const std::vector<BadInput> cases = {
      {"z[2] = 0.001 m does not lie beyond z[1]", [](auto& p) { p.z[2] = p.z[1]; }},
      {"x[1] = 0.0025 m does not lie",
       [](auto& p) { std::swap(p.x[1], p.x[2]), p.x[1] = 0.0025, p.x[0] = 0.003; }},
      {"y[3] = nan", [](auto& p) { p.y[3] = nan; }},
      {"z[5] = inf", [](auto& p) { p.z[5] = infinite; }},
      {"x has 0 faces", [](auto& p) { p.x.clear(); }},
      {"y has 1 faces", [](auto& p) { p.y = {0.0}; }},
      {"there are no materials", [](auto& p) { p.materials.clear(); }},
      {"material 'silicon': conductivity = -130", [](auto& p) { p.materials[1].kx = -130; }},
      {"material 'copper': conductivity = nan", [](auto& p) { p.materials[0].kz = nan; }},
      {"material 'copper': conductivity = inf", [](auto& p) { p.materials[0].ky = infinite; }},
      {"material 'copper': heat_capacity = -1", [](auto& p) { p.materials[0].heat_capacity = -1; }},
      {"number of factors = 2, must be that",
       [](auto& p) {
         p.materials[0].factor = {1, 2};
       }},
      {"number of factors = 1",
       [](auto& p) { p.materials[0].factor = {1}, p.materials[0].factor_temperature = {300}; }},
      {"factor = 0, must be finite and positive",
       [](auto& p) {
         p.materials[0].factor = {1, 0}, p.materials[0].factor_temperature = {300, 400};
       }},
      {"factor_temperature = 300, must increase",
       [](auto& p) {
         p.materials[0].factor = {1, 2}, p.materials[0].factor_temperature = {300, 300};
       }},
      {"material has 59 values for 60 cells", [](auto& p) { p.material.pop_back(); }},
      {"cell 7 has material 2, which is none of the 2", [](auto& p) { p.material[7] = 2; }},
      {"power has 3 values for 60 cells", [](auto& p) { p.power.resize(3); }},
      {"power = nan, must be finite [W], in cell (1, 0, 2) of copper", [](auto& p) { p.power[7] = nan; }},
      {"exchange has 59 values", [](auto& p) { p.exchange.resize(59); }},
      {"exchange = -1", [](auto& p) { p.exchange.assign(60, -1), p.exchange_temperature.assign(60, 300); }},
      {"exchange and exchange_temperature", [](auto& p) { p.exchange.assign(60, 1.0); }},
      {"exchange_temperature = nan",
       [](auto& p) { p.exchange.assign(60, 1.0), p.exchange_temperature.assign(60, nan); }},
      {"contact across z: plane 0 is not an inner one, 1 to 4", [](auto& p) { p.contacts = {{.plane = 0}}; }},
      {"contact across x: plane 3 is not", [](auto& p) { p.contacts = {{.axis = Axis::x, .plane = 3}}; }},
      {"resistance = -1e-05", [](auto& p) { p.contacts = {{.plane = 1, .resistance = -1e-5}}; }},
      {"resistance = inf", [](auto& p) { p.contacts = {{.plane = 1, .resistance = infinite}}; }},
      {"window [0, 4) x [0, 4) does not lie in 3 x 4",
       [](auto& p) {
         p.contacts = {{.plane = 1, .window = Contact::Window{0, 4, 0, 4}}};
       }},
      {"face z high: convection = -5", [](auto& p) { p.at(BoxFace::z_high).conditions[0].convection = -5; }},
      {"face z high: fluid_temperature = nan",
       [](auto& p) { p.at(BoxFace::z_high).conditions[0].fluid_temperature = nan; }},
      {"face x low: emissivity = 1.5",
       [](auto& p) { p.at(BoxFace::x_low).conditions = {{.emissivity = 1.5}}; }},
      {"face x low: emissivity = nan",
       [](auto& p) { p.at(BoxFace::x_low).conditions = {{.emissivity = nan}}; }},
      {"face y low: sink_temperature = -3",
       [](auto& p) { p.at(BoxFace::y_low).conditions = {{.emissivity = 1, .sink_temperature = -3}}; }},
      {"face y high: absorbed = inf",
       [](auto& p) { p.at(BoxFace::y_high).conditions = {{.absorbed = infinite}}; }},
      {"face z low: fixed = -1", [](auto& p) { p.at(BoxFace::z_low).conditions = {{.fixed = -1}}; }},
      {"goes with no other condition",
       [](auto& p) { p.at(BoxFace::z_low).conditions = {{.convection = 1, .fixed = 300}}; }},
      {"of_cell has 3 values for 12 cells",
       [](auto& p) {
         p.at(BoxFace::z_high).of_cell = {0, 0, 0};
       }},
      {"face z high: condition 1 of 1 at cell (2, 0, 4)",
       [](auto& p) {
         p.at(BoxFace::z_high).of_cell.assign(12, 0);
         p.at(BoxFace::z_high).of_cell[2] = 1;
       }},
      {"does not go with bottom_node_on_face",
       [](auto& p) { p.bottom_node_on_face = true, p.at(BoxFace::z_low).conditions = {{.fixed = 300}}; }},
  };
  EXPECT_GE(cases.size(), 30u);
  for (const BadInput& bad : cases) {
    ConductionProblem problem = good();
    bad.spoil(problem);
    try {
      steady_conduction(problem);
      ADD_FAILURE() << "accepted: " << bad.part_of_message;
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string(error.what()).find(bad.part_of_message), std::string::npos)
          << error.what() << " does not say: " << bad.part_of_message;
    }
  }
}

TEST(ConductionInput, OptionsAndStartsAreChecked) {
  const ConductionProblem problem = good();
  EXPECT_THROW(steady_conduction(problem, {.relative_tolerance = 0}), std::invalid_argument);
  EXPECT_THROW(steady_conduction(problem, {.relative_tolerance = nan}), std::invalid_argument);
  EXPECT_THROW(steady_conduction(problem, {.maximum_newton_steps = 0}), std::invalid_argument);
  EXPECT_THROW(steady_conduction(problem, {}, {300.0}), std::invalid_argument);
  EXPECT_THROW(steady_conduction(problem, {}, std::vector<double>(60, nan)), std::invalid_argument);
  const std::vector<double> start(60, 300.0);
  EXPECT_THROW(transient_conduction(problem, {300.0}, {0, 1}, {}), std::invalid_argument);
  EXPECT_THROW(transient_conduction(problem, start, {0}, {}), std::invalid_argument);
  EXPECT_THROW(transient_conduction(problem, start, {1, 0}, {}), std::invalid_argument);
  EXPECT_THROW(transient_conduction(problem, start, {0, 1}, {}, {.tolerance = -1}), std::invalid_argument);
  EXPECT_THROW(transient_conduction(problem, start, {0, 1}, {}, {.events = {0.5, 0.2}}),
               std::invalid_argument);
  EXPECT_THROW(backward_euler_conduction(problem, start, 0, 3, {}), std::invalid_argument);
  EXPECT_THROW(backward_euler_conduction(problem, start, 1, 0, {}), std::invalid_argument);
  ConductionProblem weightless = problem;
  weightless.materials[0].heat_capacity = 0;
  EXPECT_THROW(transient_conduction(weightless, start, {0, 1}, {}), std::invalid_argument);
  ConductionProblem radiating = problem;
  radiating.at(BoxFace::z_low).conditions = {{.emissivity = 1}};
  EXPECT_THROW(ConductionResponse{radiating}, std::invalid_argument);
}

TEST(ConductionInput, BuildersRefuseWhatLiesOutside) {
  ConductionProblem problem = good();
  EXPECT_THROW(add_power(problem, {0, 0, 0}, {3e-3, 4e-3, 6e-3}, 1), std::invalid_argument);
  EXPECT_THROW(add_power(problem, {-1e-3, 0, 0}, {3e-3, 4e-3, 5e-3}, 1), std::invalid_argument);
  EXPECT_THROW(add_power(problem, {0, 0, 0}, {0, 4e-3, 5e-3}, 1), std::invalid_argument);
  EXPECT_THROW(add_power(problem, {0, 0, 0}, {1e-3, 4e-3, 5e-3}, nan), std::invalid_argument);
  EXPECT_THROW(fill(problem, {0, 0, 0}, {1e-3, 1e-3, 1e-3}, 2), std::invalid_argument);
  EXPECT_THROW(even_faces(0, 0, 4), std::invalid_argument);
  EXPECT_THROW(even_faces(0, 1, 0), std::invalid_argument);
  EXPECT_THROW(conduction_box({0}, {0, 1}, {0, 1}, {}), std::invalid_argument);
}

TEST(ConductionInput, PowerIsSharedByVolume) {
  ConductionProblem problem = good();
  problem.power.clear();
  add_power(problem, {0.5e-3, 0, 0}, {2e-3, 4e-3, 1e-3}, 30);  // half of the first column, the second whole
  EXPECT_NEAR(problem.power[problem.index(0, 1, 0)], 2.5, 1e-12);
  EXPECT_NEAR(problem.power[problem.index(1, 1, 0)], 5, 1e-12);
  EXPECT_EQ(problem.power[problem.index(2, 1, 0)], 0);
  EXPECT_EQ(problem.power[problem.index(0, 1, 1)], 0);
}

}  // namespace
}  // namespace sunrack
