// Run by mpiexec with several numbers of ranks: the answer is that of one machine.
#include "physics/mpi/conduction_mpi.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/require.h"
#include "physics/thermal/conduction_steady.h"

namespace sunrack {
namespace {

int ranks() {
  int result = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &result);
  return result;
}
int rank() {
  int result = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &result);
  return result;
}

/// A die in mould under a lid, with contacts, a channel, patches, and conditions on all faces.
ConductionProblem package() {
  ConductionProblem p = conduction_box(even_faces(0, 0.02, 14), even_faces(0, 0.03, 23),
                                       {0, 1e-3, 1.01e-3, 1.4e-3, 1.8e-3, 1.85e-3, 3e-3, 5e-3},
                                       {isotropic_solid("mould", 0.8, 1.7e6),
                                        isotropic_solid("silicon", 110, 1.63e6),
                                        isotropic_solid("copper", 390, 3.45e6),
                                        {.name = "vacuum"}});
  fill(p, {0, 0, 1.85e-3}, {0.02, 0.03, 5e-3}, 2);
  fill(p, {5e-3, 6e-3, 1e-3}, {15e-3, 24e-3, 1.8e-3}, 1);
  p.material[p.index(1, 11, 3)] = 3;
  add_power(p, {5e-3, 6e-3, 1e-3}, {15e-3, 24e-3, 1.01e-3}, 80);
  p.contacts = {{.axis = Axis::z, .plane = 5, .resistance = 1e-5, .window = Contact::Window{3, 11, 4, 19}},
                {.axis = Axis::y, .plane = 12, .resistance = 1e-4},
                {.axis = Axis::x, .plane = 7, .resistance = 1e-4, .window = Contact::Window{0, 12, 0, 7}}};
  p.exchange.assign(p.cells(), 0.0), p.exchange_temperature.assign(p.cells(), 305);
  for (int j = 0; j < p.ny(); ++j) p.exchange[p.index(4, j, 6)] = 0.01;
  p.at(BoxFace::z_high).conditions = {{.convection = 3000, .fluid_temperature = 310}, {.absorbed = 1000}};
  p.at(BoxFace::z_high).of_cell.assign(p.boundary_cells(BoxFace::z_high), 0);
  for (int j = 10; j < 15; ++j) p.at(BoxFace::z_high).of_cell[p.boundary_index(BoxFace::z_high, 2, j, 0)] = 1;
  p.at(BoxFace::y_low).conditions = {{.fixed = 315}};
  p.at(BoxFace::y_high).conditions = {{.convection = 20, .fluid_temperature = 300}};
  return p;
}

void expect_serial_answer(const ConductionProblem& problem, int steps_more) {
  const auto serial = steady_conduction(problem, {.relative_tolerance = 1e-11});
  const auto mine =
      steady_conduction(MPI_COMM_WORLD, slab_of(problem, rank(), ranks()), {.relative_tolerance = 1e-11});
  EXPECT_LE(mine.relative_energy_residual, 1e-10);
  EXPECT_NEAR(mine.power, serial.power, 1e-9);
  EXPECT_NEAR(mine.boundary_heat, serial.boundary_heat, 1e-7);
  EXPECT_NEAR(mine.exchanged, serial.exchanged, 1e-7);
  EXPECT_NEAR(mine.hottest, serial.temperature[serial.hottest], 1e-7);
  EXPECT_LE(mine.newton_steps, serial.newton_steps + steps_more);
  const auto all = gather(MPI_COMM_WORLD, mine.temperature);
  if (rank() != 0) return;
  ASSERT_EQ(all.size(), problem.cells());
  for (std::size_t c = 0; c < all.size(); ++c) {
    if (problem.materials[problem.material[c]].name == "vacuum") continue;
    EXPECT_NEAR(all[c], serial.temperature[c], 1e-6) << describe_cell(problem, c);
  }
}

TEST(ConductionMpi, LinearProblemsAreThoseOfOneMachine) { expect_serial_answer(package(), 1); }

TEST(ConductionMpi, RadiationAndConductivityByTableToo) {
  ConductionProblem problem = package();
  problem.at(BoxFace::x_low).conditions = {{.emissivity = 0.9, .sink_temperature = 200, .absorbed = 50}};
  problem.at(BoxFace::z_low).conditions = {{.emissivity = 0.8}};
  expect_serial_answer(problem, 2);
  problem.materials[1].factor_temperature = {250, 500}, problem.materials[1].factor = {1.2, 0.5};
  problem.materials[0].factor_temperature = {250, 500}, problem.materials[0].factor = {0.8, 1.5};
  expect_serial_answer(problem, 3);
}

TEST(ConductionMpi, ABlockWithoutAWayOutIsRefusedEverywhere) {
  ConductionProblem problem = package();
  problem.exchange.clear(), problem.exchange_temperature.clear();
  for (const BoxFace face : box_faces) problem.at(face) = {};
  EXPECT_THROW(steady_conduction(MPI_COMM_WORLD, slab_of(problem, rank(), ranks())), ModelError);
}

TEST(ConductionMpi, SlabsTakeEveryPlaneOnce) {
  const ConductionProblem problem = package();
  int planes = 0;
  for (int part = 0; part < 5; ++part) planes += slab_of(problem, part, 5).own_planes();
  EXPECT_EQ(planes, problem.ny());
  EXPECT_THROW(slab_of(problem, 0, 24), std::invalid_argument);
  EXPECT_THROW(slab_of(problem, 3, 3), std::invalid_argument);
  EXPECT_THROW(slab_of(problem, 0, 0), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  testing::InitGoogleTest(&argc, argv);
  int failed = RUN_ALL_TESTS();
  MPI_Allreduce(MPI_IN_PLACE, &failed, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  MPI_Finalize();
  return failed;
}
