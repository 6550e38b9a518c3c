// How CVODES solves its linear systems: dense, KLU, or GMRES.
#include <sunlinsol/sunlinsol_dense.h>
#include <sunlinsol/sunlinsol_klu.h>
#include <sunlinsol/sunlinsol_spgmr.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <sunmatrix/sunmatrix_sparse.h>

#include <Eigen/IterativeLinearSolvers>
#include <Eigen/SparseCore>
#include <algorithm>
#include <new>

#include "physics/numerics/integration.h"

namespace sunrack::integration {

class Preconditioner {
 public:
  explicit Preconditioner(const SparsePattern& pattern) : matrix_(int(pattern.size()), int(pattern.size())) {
    std::vector<Eigen::Triplet<double>> entries;
    for (std::size_t j = 0; j < pattern.size(); ++j)
      for (auto k = pattern.starts[j]; k < pattern.starts[j + 1]; ++k)
        entries.emplace_back(int(pattern.rows[std::size_t(k)]), int(j), 1.0);
    matrix_.setFromTriplets(entries.begin(), entries.end());
    // Measured on radiating panels: four times the entries take most of the work off GMRES.
    factors_.setDroptol(1e-3);
    factors_.setFillfactor(4);
  }
  bool prepare(std::span<const double> jacobian, double gamma) {
    for (int j = 0; j < matrix_.outerSize(); ++j)
      for (int k = matrix_.outerIndexPtr()[j]; k < matrix_.outerIndexPtr()[j + 1]; ++k)
        matrix_.valuePtr()[k] = (matrix_.innerIndexPtr()[k] == j ? 1 : 0) - gamma * jacobian[std::size_t(k)];
    factors_.compute(matrix_);
    return factors_.info() == Eigen::Success;
  }
  void solve(const State& r, State z) const { z = factors_.solve(Eigen::VectorXd(r)); }

 private:
  Eigen::SparseMatrix<double> matrix_;
  Eigen::IncompleteLUT<double> factors_;
};

Integration::Integration(const Rate& rate, const Eigen::VectorXd& start, std::span<const double> times,
                         const IntegrateOptions& options)
    : rate_(rate), options_(options), times_(times), time_(times.front()), crossings_(options.events.size()) {
  const auto size = start.size();
  state_.reset(N_VNew_Serial(size, context_));
  tolerances_.reset(N_VNew_Serial(size, context_));
  if (!state_ || !tolerances_) throw std::bad_alloc();
  cvode_.reset(CVodeCreate(CV_BDF, context_));
  if (!cvode_) throw std::bad_alloc();

  state_of(state_.get()) = start;
  if (options.absolute_tolerances.size() > 0) {
    state_of(tolerances_.get()) = options.absolute_tolerances;
  } else {
    state_of(tolerances_.get()).setConstant(options.absolute_tolerance);
  }
  void* const cvode = cvode_.get();
  check(CVodeInit(cvode, call_rate, time_, state_.get()), "CVodeInit");
  check(CVodeSetErrHandlerFn(cvode, keep_message, this), "CVodeSetErrHandlerFn");
  check(CVodeSetUserData(cvode, this), "CVodeSetUserData");
  check(CVodeSVtolerances(cvode, options.relative_tolerance, tolerances_.get()), "CVodeSVtolerances");
  attach_linear_solver();
  attach_extras();
  check(CVodeSetMaxStep(cvode, options.maximum_step), "CVodeSetMaxStep");  // 0: no limit
  check(CVodeSetMaxHnilWarns(cvode, -1), "CVodeSetMaxHnilWarns");
  if (options.events.empty()) return;
  check(CVodeRootInit(cvode, int(options.events.size()), call_events), "CVodeRootInit");
  for (std::size_t i = 0; i < options.events.size(); ++i) {
    const Crossing crossing = options.events[i].crossing;
    crossings_[i] = crossing == Crossing::rising ? 1 : crossing == Crossing::falling ? -1 : 0;
  }
  check(CVodeSetRootDirection(cvode, crossings_.data()), "CVodeSetRootDirection");
  check(CVodeSetNoInactiveRootWarn(cvode), "CVodeSetNoInactiveRootWarn");
}

Integration::~Integration() = default;

void Integration::attach_linear_solver() {
  const auto size = N_VGetLength(state_.get());
  const SparseJacobian& jacobian = options_.jacobian;
  void* const cvode = cvode_.get();
  if (!jacobian.fill) {
    matrix_.reset(SUNDenseMatrix(size, size, context_));
    if (!matrix_) throw std::bad_alloc();
    solver_.reset(SUNLinSol_Dense(state_.get(), matrix_.get(), context_));
  } else if (jacobian.krylov) {
    preconditioner_ = std::make_unique<Preconditioner>(jacobian.pattern);
    solver_.reset(SUNLinSol_SPGMR(state_.get(), SUN_PREC_LEFT, 0, context_));
  } else {
    matrix_.reset(SUNSparseMatrix(size, size, sunindextype(jacobian.pattern.entries()), CSC_MAT, context_));
    if (!matrix_) throw std::bad_alloc();
    solver_.reset(SUNLinSol_KLU(state_.get(), matrix_.get(), context_));
    constexpr int amd = 0;
    if (solver_) check(SUNLinSol_KLUSetOrdering(solver_.get(), amd), "SUNLinSol_KLUSetOrdering");
  }
  if (!solver_) throw std::bad_alloc();
  jacobian_.resize(jacobian.pattern.entries());
  check(CVodeSetLinearSolver(cvode, solver_.get(), matrix_.get()), "CVodeSetLinearSolver");
  if (jacobian.fill && !jacobian.krylov) check(CVodeSetJacFn(cvode, call_jacobian), "CVodeSetJacFn");
  if (jacobian.krylov && jacobian.fill) {
    check(CVodeSetJacTimes(cvode, call_linearise, call_times), "CVodeSetJacTimes");
    check(CVodeSetPreconditioner(cvode, call_prepare, call_precondition), "CVodeSetPreconditioner");
  }
}

void Integration::fill_jacobian(double time, N_Vector state) {
  options_.jacobian.fill(on_this_side(time), ConstState(N_VGetArrayPointer(state), N_VGetLength(state)),
                         jacobian_);
}

int Integration::call_jacobian(double time, N_Vector state, N_Vector, SUNMatrix jacobian, void* user,
                               N_Vector, N_Vector, N_Vector) {
  auto& self = *static_cast<Integration*>(user);
  return self.guarded(time, [&] {
    self.fill_jacobian(time, state);
    const SparsePattern& pattern = self.options_.jacobian.pattern;
    std::copy(pattern.starts.begin(), pattern.starts.end(), SM_INDEXPTRS_S(jacobian));
    std::copy(pattern.rows.begin(), pattern.rows.end(), SM_INDEXVALS_S(jacobian));
    std::copy(self.jacobian_.begin(), self.jacobian_.end(), SM_DATA_S(jacobian));
  });
}

int Integration::call_linearise(double time, N_Vector state, N_Vector, void* user) {
  auto& self = *static_cast<Integration*>(user);
  return self.guarded(time, [&] { self.fill_jacobian(time, state); });
}

int Integration::call_times(N_Vector v, N_Vector result, double, N_Vector, N_Vector, void* user, N_Vector) {
  auto& self = *static_cast<Integration*>(user);
  const auto size = std::size_t(N_VGetLength(v));
  N_VConst(0, result);
  multiply_add(self.options_.jacobian.pattern, self.jacobian_, {N_VGetArrayPointer(v), size},
               {N_VGetArrayPointer(result), size});
  return 0;
}

int Integration::call_prepare(double time, N_Vector state, N_Vector, booleantype, booleantype* renewed,
                              double gamma, void* user) {
  auto& self = *static_cast<Integration*>(user);
  return self.guarded(time, [&] {
    // The factorisation is made anew in any case, and that is dearer than the Jacobian.
    self.fill_jacobian(time, state);
    *renewed = SUNTRUE;
    if (!self.preconditioner_->prepare(self.jacobian_, gamma))
      throw ModelError("the incomplete factorisation of the Jacobian broke down");
  });
}

int Integration::call_precondition(double, N_Vector, N_Vector, N_Vector r, N_Vector z, double, double, int,
                                   void* user) {
  static_cast<Integration*>(user)->preconditioner_->solve(state_of(r), state_of(z));
  return 0;
}

}  // namespace sunrack::integration
