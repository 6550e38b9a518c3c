#include "physics/numerics/stiff_integrator.h"

#include <cvodes/cvodes.h>
#include <fmt/format.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_klu.h>
#include <sunmatrix/sunmatrix_sparse.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <sundials/sundials_context.hpp>
#include <utility>

#include "physics/numerics/quick_vector.h"
#include "physics/numerics/sundials_handles.h"
#include "physics/require.h"

namespace sunrack {

namespace {

using integration::Cvode, integration::LinearSolver, integration::Matrix, integration::quick_sparse_matrix,
    integration::quick_vector, integration::values_of, integration::Vector;

bool all_finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

}  // namespace

struct StiffIntegrator::Parts {
  StiffSystem system;
  StiffOptions options;
  sundials::Context context;
  Vector state, tolerances, integrals, scratch;
  std::vector<double> dense;  // the Jacobian as the system gives it, by columns
  std::vector<bool> pattern;  // entries that were ever other than zero, and the diagonal
  Matrix matrix;
  LinearSolver solver;
  Cvode cvode;
  double time = 0, begin = 0, stop = std::numeric_limits<double>::quiet_NaN();
  std::vector<int> crossings;
  bool started = false;
  StiffStatistics before;  // counts of earlier starts
  std::exception_ptr exception;
  std::string trouble, message;
  double trouble_time = std::numeric_limits<double>::quiet_NaN();
  int troubles_there = 0;

  /// A call of the system's with exceptions kept out of the C code.
  template <typename Call>
  int guarded(double t, std::span<const double> out, const Call& call) {
    try {
      call();
      if (all_finite(out)) {
        trouble.clear();
        return 0;
      }
      const auto bad = std::find_if(out.begin(), out.end(), [](double v) { return !std::isfinite(v); });
      return retry(t, fmt::format("rate {} is not finite", bad - out.begin()));
    } catch (const ModelError& error) {
      return retry(t, error.what());
    } catch (...) {
      exception = std::current_exception();
      return -1;
    }
  }
  int retry(double t, std::string what) {
    const bool same = std::abs(t - trouble_time) <= 1e-9 * (1 + std::abs(t));
    troubles_there = same ? troubles_there + 1 : 0;
    trouble_time = t;
    trouble = std::move(what);
    return troubles_there < 20 ? 1 : -1;
  }

  static int call_rate(double t, N_Vector y, N_Vector rate, void* user) {
    auto& p = *static_cast<Parts*>(user);
    return p.guarded(t, values_of(rate), [&] { p.system.rate(t, values_of(y), values_of(rate)); });
  }
  static int call_jacobian(double t, N_Vector y, N_Vector, SUNMatrix j, void* user, N_Vector, N_Vector,
                           N_Vector) {
    auto& p = *static_cast<Parts*>(user);
    std::fill(p.dense.begin(), p.dense.end(), 0.0);
    const int flag = p.guarded(t, p.dense, [&] { p.system.jacobian(t, values_of(y), p.dense); });
    if (flag == 0) p.compress(j);
    return flag;
  }
  /// Keeps what is not zero. The pattern only grows, so that KLU orders the unknowns but a few times.
  void compress(SUNMatrix j) {
    const std::size_t n = system.unknowns;
    bool grown = false;
    for (std::size_t i = 0; i < dense.size(); ++i)
      if (dense[i] != 0 && !pattern[i]) pattern[i] = grown = true;
    if (grown) SUNLinSol_KLUReInit(solver.get(), j, 0, SUNKLU_REINIT_PARTIAL);
    sunindextype entry = 0;
    sunindextype* const starts = SUNSparseMatrix_IndexPointers(j);
    sunindextype* const rows = SUNSparseMatrix_IndexValues(j);
    double* const values = SUNSparseMatrix_Data(j);
    for (std::size_t column = 0; column < n; ++column) {
      starts[column] = entry;
      for (std::size_t row = 0; row < n; ++row)
        if (pattern[row + n * column]) {
          rows[entry] = sunindextype(row);
          values[entry++] = dense[row + n * column];
        }
    }
    starts[n] = entry;
  }
  static int call_quadrature(double t, N_Vector y, N_Vector out, void* user) {
    auto& p = *static_cast<Parts*>(user);
    return p.guarded(t, values_of(out), [&] { p.system.quadrature(t, values_of(y), values_of(out)); });
  }
  static int call_events(double t, N_Vector y, double* values, void* user) {
    auto& p = *static_cast<Parts*>(user);
    const std::span<double> out(values, p.system.events);
    return p.guarded(t, out, [&] { p.system.event_values(t, values_of(y), out); }) == 0 ? 0 : -1;
  }
  static void keep_message(int, const char*, const char*, char* text, void* user) {
    static_cast<Parts*>(user)->message = text;
  }

  StiffStatistics since_start() const {
    StiffStatistics s;
    CVodeGetNumSteps(cvode.get(), &s.steps);
    CVodeGetNumRhsEvals(cvode.get(), &s.rates);
    CVodeGetNumJacEvals(cvode.get(), &s.jacobians);
    CVodeGetNumLinSolvSetups(cvode.get(), &s.factorisations);
    CVodeGetNumErrTestFails(cvode.get(), &s.error_failures);
    CVodeGetNumNonlinSolvConvFails(cvode.get(), &s.newton_failures);
    return s;
  }
  void add_statistics() {
    const StiffStatistics s = since_start();
    before.steps += s.steps, before.rates += s.rates, before.jacobians += s.jacobians;
    before.factorisations += s.factorisations, before.error_failures += s.error_failures;
    before.newton_failures += s.newton_failures;
  }
  void check(int flag, const char* function) {
    if (exception) std::rethrow_exception(std::exchange(exception, nullptr));
    if (flag >= 0) return;
    throw ModelError(fmt::format("integration stopped at t = {:.10g} s ({}): {}{}", time, function,
                                 trouble.empty() ? message : trouble, worst()));
  }
  std::string worst() {
    Vector errors(N_VClone(state.get()));
    if (!started || CVodeGetErrWeights(cvode.get(), scratch.get()) < 0 ||
        CVodeGetEstLocalErrors(cvode.get(), errors.get()) < 0)
      return "";
    std::size_t at = 0;
    double most = -1;
    for (std::size_t i = 0; i < system.unknowns; ++i) {
      const double e = std::abs(values_of(scratch.get())[i] * values_of(errors.get())[i]);
      if (std::isfinite(e) && e > most) most = e, at = i;
    }
    if (most <= 0) return "";
    return fmt::format("; largest weighted error {:.3g} in {}, whose value is {:.8g}", most,
                       system.describe ? system.describe(at) : std::to_string(at),
                       values_of(state.get())[at]);
  }
};

StiffIntegrator::StiffIntegrator(StiffSystem system, StiffOptions options)
    : parts_(std::make_unique<Parts>()) {
  Parts& p = *parts_;
  const auto n = sunindextype(system.unknowns);
  require(n > 0, "StiffIntegrator: unknowns", double(n), "must be positive");
  require(options.absolute_tolerances.size() == system.unknowns, "StiffIntegrator: absolute_tolerances",
          double(options.absolute_tolerances.size()), "must be one for each unknown");
  require(options.relative_tolerance > 0 && options.relative_tolerance < 1,
          "StiffIntegrator: relative_tolerance", options.relative_tolerance, "must be between 0 and 1 [-]");
  if (!system.rate || !system.jacobian || (system.quadratures > 0 && !system.quadrature) ||
      (system.events > 0 && !system.event_values))
    throw std::invalid_argument("StiffIntegrator: a function of the system is missing");
  p.system = std::move(system), p.options = std::move(options);
  p.state.reset(quick_vector(p.system.unknowns, p.context));
  p.tolerances.reset(quick_vector(p.system.unknowns, p.context));
  p.scratch.reset(quick_vector(p.system.unknowns, p.context));
  p.integrals.reset(quick_vector(std::max<std::size_t>(1, p.system.quadratures), p.context));
  p.dense.assign(p.system.unknowns * p.system.unknowns, 0.0);
  p.pattern.assign(p.dense.size(), false);
  for (std::size_t i = 0; i < p.system.unknowns; ++i) p.pattern[i + p.system.unknowns * i] = true;
  // Room for a full matrix: the pattern is known only as the flight goes on.
  p.matrix.reset(quick_sparse_matrix(p.system.unknowns, p.dense.size(), p.context));
  p.solver.reset(SUNLinSol_KLU(p.state.get(), p.matrix.get(), p.context));
  p.cvode.reset(CVodeCreate(CV_BDF, p.context));
  if (!p.solver || !p.cvode) throw std::bad_alloc();
  for (std::size_t i = 0; i < p.system.unknowns; ++i) {
    require(p.options.absolute_tolerances[i] > 0, "StiffIntegrator: absolute_tolerances",
            p.options.absolute_tolerances[i], "must be positive");
    values_of(p.tolerances.get())[i] = p.options.absolute_tolerances[i];
  }
  p.crossings.assign(p.system.events, 0);
}

StiffIntegrator::~StiffIntegrator() = default;
StiffIntegrator::StiffIntegrator(StiffIntegrator&&) noexcept = default;

void StiffIntegrator::start(double time, std::span<const double> y, std::span<const double> quadratures) {
  Parts& p = *parts_;
  require(y.size() == p.system.unknowns, "StiffIntegrator: start", double(y.size()),
          "must have all unknowns");
  for (const double value : y) require_finite("StiffIntegrator: start", value);
  std::copy(y.begin(), y.end(), values_of(p.state.get()).begin());
  std::copy(quadratures.begin(), quadratures.end(), values_of(p.integrals.get()).begin());
  void* const cvode = p.cvode.get();
  p.time = p.begin = time;
  if (p.started) {
    p.add_statistics();
    p.check(CVodeReInit(cvode, time, p.state.get()), "CVodeReInit");
    if (p.system.quadratures > 0) p.check(CVodeQuadReInit(cvode, p.integrals.get()), "CVodeQuadReInit");
  } else {
    p.check(CVodeInit(cvode, Parts::call_rate, time, p.state.get()), "CVodeInit");
    p.check(CVodeSetErrHandlerFn(cvode, Parts::keep_message, &p), "CVodeSetErrHandlerFn");
    p.check(CVodeSetUserData(cvode, &p), "CVodeSetUserData");
    p.check(CVodeSVtolerances(cvode, p.options.relative_tolerance, p.tolerances.get()), "CVodeSVtolerances");
    p.check(CVodeSetLinearSolver(cvode, p.solver.get(), p.matrix.get()), "CVodeSetLinearSolver");
    p.check(CVodeSetJacFn(cvode, Parts::call_jacobian), "CVodeSetJacFn");
    p.check(CVodeSetMaxStep(cvode, p.options.maximum_step), "CVodeSetMaxStep");
    p.check(CVodeSetNonlinConvCoef(cvode, p.options.newton_tolerance), "CVodeSetNonlinConvCoef");
    p.check(CVodeSetMaxNumSteps(cvode, p.options.steps_between_starts), "CVodeSetMaxNumSteps");
    p.check(CVodeSetMaxHnilWarns(cvode, -1), "CVodeSetMaxHnilWarns");
    if (p.system.quadratures > 0)
      p.check(CVodeQuadInit(cvode, Parts::call_quadrature, p.integrals.get()), "CVodeQuadInit");
    if (p.system.events > 0) {
      p.check(CVodeRootInit(cvode, int(p.system.events), Parts::call_events), "CVodeRootInit");
      p.check(CVodeSetNoInactiveRootWarn(cvode), "CVodeSetNoInactiveRootWarn");
    }
    p.started = true;
  }
  p.stop = std::numeric_limits<double>::quiet_NaN();
  p.check(CVodeSetInitStep(cvode, p.options.first_step), "CVodeSetInitStep");
  ++p.before.starts;
}

StiffIntegrator::Reached StiffIntegrator::step(double end) {
  Parts& p = *parts_;
  void* const cvode = p.cvode.get();
  require(end > p.time, "StiffIntegrator: end", end, "must be later than where the integration stands [s]");
  if (!(p.stop == end)) {
    p.check(CVodeSetStopTime(cvode, end), "CVodeSetStopTime");
    p.stop = end;
    if (p.options.first_step > 0) {  // a first step beyond the end would be refused
      long steps = 0;
      CVodeGetNumSteps(cvode, &steps);
      if (steps == 0)
        p.check(CVodeSetInitStep(cvode, std::min(p.options.first_step, end - p.time)), "CVodeSetInitStep");
    }
  }
  p.begin = p.time;
  const int flag = CVode(cvode, end, p.state.get(), &p.time, CV_ONE_STEP);
  p.check(flag, "CVode");
  if (p.system.quadratures > 0) {
    double at = 0;
    p.check(CVodeGetQuad(cvode, &at, p.integrals.get()), "CVodeGetQuad");
  }
  if (flag == CV_ROOT_RETURN) {
    p.check(CVodeGetRootInfo(cvode, p.crossings.data()), "CVodeGetRootInfo");
    return Reached::event;
  }
  return flag == CV_TSTOP_RETURN || p.time >= end ? Reached::end : Reached::step;
}

double StiffIntegrator::time() const { return parts_->time; }
std::span<const double> StiffIntegrator::state() const { return values_of(parts_->state.get()); }
std::span<const double> StiffIntegrator::quadratures() const {
  return values_of(parts_->integrals.get()).first(parts_->system.quadratures);
}
const std::vector<int>& StiffIntegrator::crossings() const { return parts_->crossings; }
double StiffIntegrator::last_step_begin() const { return parts_->begin; }

void StiffIntegrator::interpolate(double time, std::span<double> y) const {
  Parts& p = *parts_;
  if (CVodeGetDky(p.cvode.get(), time, 0, p.scratch.get()) < 0)
    throw std::invalid_argument(fmt::format("StiffIntegrator: {:.10g} s is not in the last step", time));
  const auto values = values_of(p.scratch.get());
  std::copy(values.begin(), values.end(), y.begin());
}

void StiffIntegrator::interpolate_quadratures(double time, std::span<double> quadratures) const {
  Parts& p = *parts_;
  if (p.system.quadratures == 0) return;
  const integration::Vector at(N_VClone(p.integrals.get()));
  if (CVodeGetQuadDky(p.cvode.get(), time, 0, at.get()) < 0)
    throw std::invalid_argument(fmt::format("StiffIntegrator: {:.10g} s is not in the last step", time));
  const auto values = values_of(at.get());
  std::copy(values.begin(), values.end(), quadratures.begin());
}

StiffStatistics StiffIntegrator::statistics() const {
  StiffStatistics sum = parts_->before;
  if (!parts_->started) return sum;
  const StiffStatistics s = parts_->since_start();
  sum.steps += s.steps, sum.rates += s.rates, sum.jacobians += s.jacobians;
  sum.factorisations += s.factorisations, sum.error_failures += s.error_failures;
  sum.newton_failures += s.newton_failures;
  return sum;
}

}  // namespace sunrack
