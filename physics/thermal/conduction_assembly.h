#pragma once

#include <array>
#include <vector>

#include "physics/numerics/box_operator.h"
#include "physics/numerics/threads.h"
#include "physics/thermal/conduction.h"
#include "physics/thermal/conduction_flow.h"
#include "physics/thermal/conduction_steady.h"

/// The inside of conduction by finite volumes: heat balances of all cells and their derivative.
namespace sunrack::conduction {

/// Sums over all cells that judge a balance.
struct BalanceSums {
  double norm = 0;   ///< [W] 2-norm of the heat unaccounted for
  double loads = 0;  ///< [W] 2-norm of sources, leakage, exchange and boundary heat, cell by cell
  double total = 0;  ///< [W] sum of the heat unaccounted for
};

/// The balance F_c(T) = heat leaving cell c - heat arriving in it [W] of a problem, and its derivative.
/// Keeps a reference to the problem, which must be a valid one.
class System {
 public:
  System(const ConductionProblem& problem, unsigned threads);

  bool linear() const { return linear_cells_ && linear_surfaces_; }
  /// The derivative is symmetric unless conductivity depends on temperature.
  bool symmetric() const { return linear_cells_; }
  int threads() const { return threads_now(threads_); }  ///< just now
  const ConductionProblem& problem() const { return problem_; }

  /// After power, exchange or conditions of the problem changed.
  void surroundings_changed();
  /// `leakage`: [W] of each cell, or empty.
  BalanceSums balance(const std::vector<double>& temperature, const std::vector<double>& leakage,
                      std::vector<double>& f) const;
  /// Takes the derivative at these temperatures, without that of leakage.
  void linearise(const std::vector<double>& temperature);
  /// The derivative where it is symmetric, else a symmetric and positive definite neighbour of it.
  const BoxOperator& derivative() const { return operator_; }
  BoxOperator& derivative() { return operator_; }
  /// result = (true derivative) v.
  void apply_derivative(const std::vector<double>& v, std::vector<double>& result) const;
  /// [W/K] heat that leaves each cell to the next one along an axis, per kelvin of the cell (`up`) and per
  /// kelvin less of the next one (`down`).
  const Field<double>& up(Axis axis) const {
    return symmetric() ? conductance(axis) : up_[std::size_t(axis)];
  }
  const Field<double>& down(Axis axis) const {
    return symmetric() ? conductance(axis) : down_[std::size_t(axis)];
  }
  /// [W] 2-norm of what rounding leaves in the balance at these temperatures. After linearise().
  double rounding_noise(const std::vector<double>& temperature) const;

  std::array<FaceAnswer, 6> faces(const std::vector<double>& temperature) const;
  /// With every cell at `temperature`: [W] leaving less the power, and its derivative [W/K] as `up`.
  Flow uniform(double temperature) const;
  /// @throws ModelError when a cell's temperature lies beyond its material's table or is not above zero
  void require_within_tables(const std::vector<double>& temperature) const;

 private:
  double resistivity(Axis axis, std::size_t cell) const {
    return resistivity_[std::size_t(axis)][problem_.material[cell]];
  }
  const ConductivityFactor& factor(std::size_t cell) const { return factors_[problem_.material[cell]]; }
  const Field<double>& conductance(Axis axis) const {
    return axis == Axis::x ? operator_.gx : axis == Axis::y ? operator_.gy : operator_.gz;
  }
  double contact(std::size_t axis, std::size_t cell) const {
    return contact_[axis].empty() ? 0.0 : contact_[axis][cell];
  }
  template <class Use>
  void for_faces_of_plane(int j, Use use) const;
  template <class Sum, class Use>
  Sum sum_over_boundary(Use use) const;
  void add_contacts();
  void assemble_linear_cells();
  void linearise_cells(const std::vector<double>& temperature);
  void flows_of_plane(int j, const std::vector<double>& t, double* f) const;

  const ConductionProblem& problem_;
  std::array<std::vector<double>, 3> width_;        // [m] of the cells along each axis
  std::vector<double> reach_up_;                    // [m] 2 x centre to upper face, along z
  std::array<std::vector<double>, 3> resistivity_;  // [m K/W] of each material: 1 / (2 k)
  std::vector<ConductivityFactor> factors_;
  bool linear_cells_ = true, linear_surfaces_ = true, linearised_ = false;
  int threads_ = 1;
  BoxOperator operator_;
  std::array<Field<double>, 3> contact_;    // [m^2 K/W] behind each cell along an axis; empty: none
  std::array<Field<double>, 3> up_, down_;  // [W/K] of the unsymmetric derivative
  mutable Field<double> flow_y_;            // [W]
};

}  // namespace sunrack::conduction
