#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "physics/numerics/multigrid.h"
#include "physics/thermal/conduction_assembly.h"

/// The inside of conduction by finite volumes: Newton's method on the balance of all cells, with heat stored
/// over a time step where there is one.
namespace sunrack::conduction {

struct NewtonOptions {
  double relative_tolerance = 1e-9;  ///< [-] 2-norm of the balance over that of the heat in and out of cells
  int maximum_steps = 40;
  const char* name = "steady_conduction";  ///< in messages
};

struct NewtonAnswer {
  int steps = 0;
  int linear_iterations = 0;
  BalanceSums sums = {};
  std::vector<double> leakage = {};        ///< [W]
  std::vector<double> leakage_slope = {};  ///< [W/K]
};

/// Newton's method for F(T) - leakage(T) + stored (T - T_before) = 0, with step halving on the 2-norm. Keeps
/// the multigrid as long as the derivative does not change.
class Newton {
 public:
  /// Keeps references to all it is given.
  Newton(System& system, const PowerLaw& leakage, unsigned threads);

  /// From now on heat is stored over a time step: capacity / step [W/K] of each cell.
  void store(const std::vector<double>& capacity, double step);
  /// `t` is the start and becomes the answer; `before` is that of the time step before.
  /// @throws ModelError when it does not converge, or heat feeds on itself: says where and how hot
  NewtonAnswer solve(std::vector<double>& t, const NewtonOptions& options,
                     const std::vector<double>* before = nullptr);
  /// After System::surroundings_changed().
  void surroundings_changed() { multigrid_.reset(); }

  struct Gain {
    double value = 0;      ///< [-] leakage that one watt of leakage brings about by warming the cells
    std::size_t cell = 0;  ///< where most of it is
  };
  /// At the temperatures of the last solve.
  Gain leakage_gain(const std::vector<double>& slope);

 private:
  void evaluate(const std::vector<double>& t, const std::vector<double>* before, NewtonAnswer& answer,
                std::vector<double>& f) const;
  void linearise(const std::vector<double>& t);
  int correct(const std::vector<double>& b, const std::vector<double>& slope, double tolerance,
              std::vector<double>& step);
  void line_search(std::vector<double>& t, const std::vector<double>& step, const std::vector<double>* before,
                   const NewtonOptions& options, NewtonAnswer& answer, std::vector<double>& f);
  void close_total(std::vector<double>& t, const NewtonAnswer& answer) const;
  std::optional<Gain> gain_of_failure(const NewtonAnswer& answer);
  [[noreturn]] void fail(const std::vector<double>& t, const NewtonAnswer& answer,
                         const NewtonOptions& options, const std::string& why);

  System& system_;
  const PowerLaw& leakage_;
  unsigned threads_;
  std::vector<double> stored_;  // [W/K]
  std::unique_ptr<Multigrid> multigrid_;
};

}  // namespace sunrack::conduction
