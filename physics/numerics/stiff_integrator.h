#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace sunrack {

/// A stiff system of some tens of unknowns dy/dt = rate(t, y), with its Jacobian, integrals along the way and
/// moments to be found. A ModelError or a value that is not finite from `rate` asks for a smaller step, any
/// other exception ends the integration and reaches the caller.
struct StiffSystem {
  std::size_t unknowns = 0, quadratures = 0, events = 0;
  std::function<void(double time, std::span<const double> y, std::span<double> rate)> rate;
  /// d rate_i / d y_j at [i + unknowns * j]; all entries are zero on entry.
  std::function<void(double time, std::span<const double> y, std::span<double> jacobian)> jacobian;
  /// Integrands of what is summed up beside the solution, by the same formula and steps.
  std::function<void(double time, std::span<const double> y, std::span<double> integrand)> quadrature;
  /// An event is where its value changes sign.
  std::function<void(double time, std::span<const double> y, std::span<double> values)> event_values;
  std::function<std::string(std::size_t unknown)> describe;  ///< for messages
};

struct StiffOptions {
  double relative_tolerance = 1e-6;
  std::vector<double> absolute_tolerances = {};  ///< [unit of y] one each
  double first_step = 0;                         ///< [s] after each start; 0: chosen by the integrator
  double maximum_step = 0;                       ///< [s] 0: no limit
  /// [-] of the error of a step, left by Newton. Linear invariants (energy) are kept to that, not to the
  /// step's error.
  double newton_tolerance = 0.1;
  long steps_between_starts = 200'000;  ///< a guard
};

struct StiffStatistics {
  long steps = 0, rates = 0, jacobians = 0, factorisations = 0, error_failures = 0, newton_failures = 0,
       starts = 0;
};

/// Steps of CVODES' backward differentiation formulas; of the Jacobian's entries KLU gets those that
/// were ever other than zero. Restarts allocate nothing.
class StiffIntegrator {
 public:
  StiffIntegrator(StiffSystem system, StiffOptions options);
  ~StiffIntegrator();
  StiffIntegrator(StiffIntegrator&&) noexcept;

  /// From here with no memory of what was before; integrals go on from `quadratures`.
  void start(double time, std::span<const double> y, std::span<const double> quadratures);

  enum class Reached { step, event, end };
  /// One step, at most to `end` [s], which it hits exactly. @throws ModelError: time reached, why, worst
  /// unknown
  Reached step(double end);

  double time() const;  ///< [s]
  std::span<const double> state() const;
  std::span<const double> quadratures() const;  ///< at time()
  const std::vector<int>& crossings() const;    ///< of the last event: +1 rising, -1 falling, 0 not this one
  /// The solution inside the last step. @throws std::invalid_argument for a time outside of it
  void interpolate(double time, std::span<double> y) const;
  void interpolate_quadratures(double time, std::span<double> quadratures) const;
  double last_step_begin() const;  ///< [s]
  StiffStatistics statistics() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sunrack
