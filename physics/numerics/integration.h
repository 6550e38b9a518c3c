#pragma once

// What integrate() is made of; for its own .cpp files.

#include <cvodes/cvodes.h>
#include <nvector/nvector_serial.h>

#include <Eigen/Core>
#include <algorithm>
#include <exception>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <sundials/sundials_context.hpp>
#include <type_traits>
#include <vector>

#include "physics/numerics/integrate.h"
#include "physics/numerics/sundials_handles.h"
#include "physics/require.h"

namespace sunrack::integration {

using State = Eigen::Map<Eigen::VectorXd>;
using ConstState = Eigen::Map<const Eigen::VectorXd>;

inline State state_of(N_Vector vector) { return {N_VGetArrayPointer(vector), N_VGetLength(vector)}; }

/// [s] within which two times are the same but for rounding.
double rounding(double a, double b);

/// An incomplete factorisation of 1 - gamma J.
class Preconditioner;

/// One integration: owns what CVODES needs, and is what its callbacks are given.
class Integration {
 public:
  Integration(const Rate& rate, const Eigen::VectorXd& start, std::span<const double> times,
              const IntegrateOptions& options);
  ~Integration();
  History run();

 private:
  template <class Body>
  int guarded(double time, Body body);
  int retry(double time, std::string trouble);
  static int call_rate(double time, N_Vector state, N_Vector rate, void* self);
  static int call_events(double time, N_Vector state, double* values, void* self);
  static int call_jacobian(double time, N_Vector state, N_Vector rate, SUNMatrix jacobian, void* self,
                           N_Vector, N_Vector, N_Vector);
  static int call_linearise(double time, N_Vector state, N_Vector rate, void* self);
  static int call_times(N_Vector v, N_Vector result, double time, N_Vector state, N_Vector rate, void* self,
                        N_Vector);
  static int call_prepare(double time, N_Vector state, N_Vector rate, booleantype keep, booleantype* renewed,
                          double gamma, void* self);
  static int call_precondition(double time, N_Vector state, N_Vector rate, N_Vector r, N_Vector z,
                               double gamma, double, int, void* self);
  static int call_quadratures(double time, N_Vector state, N_Vector rates, void* self);
  static int call_sensitivities(int count, double time, N_Vector state, N_Vector rate, N_Vector* s,
                                N_Vector* s_rate, void* self, N_Vector, N_Vector);
  static void keep_message(int, const char*, const char*, char* message, void* self);

  void attach_linear_solver();
  void attach_extras();
  void fill_jacobian(double time, N_Vector state);
  void restart(double time);
  void begin_segment(double time, double end);
  bool advance(double target);
  bool record_events();
  void read_extras();
  Eigen::VectorXd moment_slopes(const Event& event, const Eigen::VectorXd& state);
  Eigen::VectorXd rate_now(const Eigen::VectorXd& state);
  void record_state(double time);
  void add_statistics();
  double on_this_side(double time) const { return std::clamp(time, earliest_, latest_); }
  void check(int flag, const char* function);
  [[noreturn]] void fail(int flag, const char* function);
  std::string component(Eigen::Index index) const;
  std::string worst_component();

  const Rate& rate_;
  const IntegrateOptions& options_;
  std::span<const double> times_;
  sundials::Context context_;
  Vector state_, tolerances_, quadratures_;
  Matrix matrix_;
  LinearSolver solver_;
  std::unique_ptr<Preconditioner> preconditioner_;
  std::vector<double> jacobian_;  // values
  std::vector<Vector> sensitivities_;
  std::vector<N_Vector> sensitivity_handles_;
  Eigen::MatrixXd slopes_;
  Cvode cvode_;  // freed first: it uses the others
  double time_ = 0;
  double earliest_ = 0, latest_ = 0;  // [s] what the rate may be asked for in this segment
  History history_;
  std::vector<int> crossings_;

  // What went wrong in a callback, carried past the C code.
  std::exception_ptr exception_;
  std::string trouble_;  // of the last call of the rate, if it can be tried again
  double trouble_time_ = std::numeric_limits<double>::quiet_NaN();
  int troubles_there_ = 0;
  std::string message_;  // of CVODES
};

/// What a callback returns to CVODES: 0, or to try a smaller step, or to give up.
template <class Body>
int Integration::guarded(double time, Body body) {
  try {
    body();
    return 0;
  } catch (const ModelError& error) {
    return retry(time, error.what());
  } catch (...) {
    exception_ = std::current_exception();
    return -1;
  }
}

}  // namespace sunrack::integration
