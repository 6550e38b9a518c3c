#pragma once

#include <array>
#include <vector>

#include "physics/thermal/conduction.h"

namespace sunrack {

struct ConductionOptions {
  /// [-] 2-norm of the heat that is unaccounted for in each cell, over that of the heat which the start has.
  double relative_tolerance = 1e-8;
  int maximum_newton_steps = 40;
  unsigned threads = 0;  ///< 0: all cores where the box is large enough to gain; the answer does not change
  /// With a PowerLaw: also find how much of its own heat the leakage brings back (see leakage_gain below).
  bool find_leakage_gain = false;
};

/// What one outer face does, one value for each of its cells in the order of
/// ConductionProblem::boundary_index.
struct FaceAnswer {
  std::vector<double> temperature = {};  ///< [K] of the surface
  std::vector<double> heat = {};         ///< [W] leaving through it, net of what it absorbs
  std::vector<double> moved = {};  ///< [W] passing there in either direction, absorbed and emitted apart
  double total_heat = 0;           ///< [W]
};

struct ConductionSolution {
  std::vector<double> temperature = {};  ///< [K] of each cell
  std::array<FaceAnswer, 6> faces = {};  ///< by BoxFace
  double power = 0;                      ///< [W] of the sources, leakage included
  double leakage = 0;                    ///< [W] of the PowerLaw
  double exchanged = 0;                  ///< [W] to the fluids within
  double boundary_heat = 0;              ///< [W] leaving through the faces, net
  double energy_residual = 0;            ///< [W] power - exchanged - boundary_heat
  double relative_energy_residual = 0;   ///< [-] over all heat that moves in and out
  double relative_residual = 0;          ///< [-] as ConductionOptions::relative_tolerance counts it
  int newton_steps = 0;
  int linear_iterations = 0;             ///< of all Newton steps
  std::size_t hottest = 0, coldest = 0;  ///< cells
  /// [-] d(leakage) that a watt of leakage brings about by warming the cells: below 1, or there is no steady
  /// state. Only with ConductionOptions::find_leakage_gain.
  double leakage_gain = 0;

  const FaceAnswer& at(BoxFace face) const { return faces[std::size_t(face)]; }
};

/// The steady temperatures of a block of cells, by cell-centred finite volumes and Newton's method.
/// The flow between two cells is exact for steady conduction in one dimension between their centres: half
/// cells and the contact in series, with conductivities integrated over temperature (Kirchhoff). The
/// temperature of an outer surface is eliminated by its own heat balance. Second order on uniform grids and
/// on smoothly stretched ones (Patankar, Numerical Heat Transfer and Fluid Flow (1980), ch. 4).
/// @param start [K] of each cell; empty: the coldest fluid, sink or fixed surface everywhere
/// @throws std::invalid_argument for bad input; ModelError when there is no steady answer: a region without a
/// way out for its heat, thermal runaway (says where and at which temperature), a material beyond the range
/// of its table
ConductionSolution steady_conduction(const ConductionProblem& problem, const ConductionOptions& options = {},
                                     std::vector<double> start = {}, const PowerLaw& leakage = {});

}  // namespace sunrack
