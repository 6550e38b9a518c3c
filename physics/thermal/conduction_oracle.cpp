#include "physics/thermal/conduction_oracle.h"

#include <algorithm>

#include "physics/numerics/box_cholesky.h"
#include "physics/require.h"
#include "physics/thermal/conduction_assembly.h"
#include "physics/thermal/conduction_regions.h"

namespace sunrack {
namespace {

const ConductionProblem& checked(const ConductionProblem& problem) {
  require_conduction_problem(problem);
  conduction::require_ways_out(problem);
  return problem;
}

/// Voids have no equation: they stay where they are.
BoxOperator without_voids(BoxOperator a) {
  const std::size_t row = std::size_t(a.nx), plane = row * std::size_t(a.nz);
  for (std::size_t c = 0; c < a.size(); ++c) {
    const bool alone = a.diagonal[c] + a.gx[c] + a.gy[c] + a.gz[c] == 0 && (c < 1 || a.gx[c - 1] == 0) &&
                       (c < row || a.gz[c - row] == 0) && (c < plane || a.gy[c - plane] == 0);
    if (alone) a.diagonal[c] = 1;
  }
  return a;
}

BoxCholesky factors(conduction::System& system) {
  system.linearise(std::vector<double>(system.problem().cells(), 300.0));
  return BoxCholesky(without_voids(system.derivative()));
}

ConductionProblem without_power(ConductionProblem problem) {
  problem.power.clear();
  return problem;
}

}  // namespace

struct ConductionResponse::Implementation {
  ConductionProblem problem;
  conduction::System system;
  BoxCholesky cholesky;
  std::vector<double> without_heat;  // [K]

  explicit Implementation(const ConductionProblem& given)
      : problem(without_power(given)), system(problem, 1), cholesky(factors(system)) {
    // From any temperature: one correction is exact.
    std::vector<double> t(problem.cells(), 300.0), f;
    system.balance(t, {}, f);
    const std::vector<double> step = cholesky.solve(f);
    for (std::size_t c = 0; c < t.size(); ++c) t[c] -= step[c];
    without_heat = std::move(t);
  }
};

ConductionResponse::ConductionResponse(const ConductionProblem& problem) {
  checked(problem);
  if (!conduction::System(problem, 1).linear())
    throw std::invalid_argument(
        "ConductionResponse: conductivity that depends on temperature or radiation: answers do not add");
  implementation_ = std::make_unique<Implementation>(problem);
}
ConductionResponse::~ConductionResponse() = default;

std::vector<std::vector<double>> ConductionResponse::rises(
    const std::vector<std::vector<double>>& powers) const {
  return implementation_->cholesky.solve(powers);
}

std::vector<std::vector<double>> ConductionResponse::temperatures(
    const std::vector<std::vector<double>>& powers) const {
  auto result = rises(powers);
  for (auto& t : result)
    for (std::size_t c = 0; c < t.size(); ++c) t[c] += implementation_->without_heat[c];
  return result;
}

std::vector<double> steady_conduction_direct(const ConductionProblem& problem, double relative_tolerance) {
  conduction::System system(checked(problem), 1);
  if (!system.symmetric())
    throw std::invalid_argument("steady_conduction_direct: conductivity may not depend on temperature");
  double start = 300;
  for (const FaceBoundary& face : problem.boundary)
    for (const SurfaceCondition& c : face.conditions)
      start = std::max({start, c.fluid_temperature, c.sink_temperature, c.fixed.value_or(0)});
  std::vector<double> t(problem.cells(), start), f;
  for (int step = 0; step < 100; ++step) {
    const conduction::BalanceSums sums = system.balance(t, {}, f);
    system.linearise(t);
    if (sums.norm <= std::max(relative_tolerance * sums.loads, 8 * system.rounding_noise(t))) return t;
    const std::vector<double> correction = BoxCholesky(without_voids(system.derivative())).solve(f);
    for (std::size_t c = 0; c < t.size(); ++c) t[c] -= correction[c];
  }
  throw ModelError("steady_conduction_direct: 100 Newton steps were not enough");
}

}  // namespace sunrack
