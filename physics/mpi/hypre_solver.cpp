#include "physics/mpi/hypre_solver.h"

#include <HYPRE.h>
#include <HYPRE_IJ_mv.h>
#include <HYPRE_krylov.h>
#include <HYPRE_parcsr_ls.h>
#include <fmt/format.h>

#include <limits>
#include <numeric>

#include "physics/require.h"

namespace sunrack {

struct HypreSolver::Implementation {
  HYPRE_IJMatrix matrix = nullptr;
  HYPRE_IJVector b = nullptr, x = nullptr;
  HYPRE_Solver amg = nullptr, krylov = nullptr;
  HYPRE_ParCSRMatrix a = nullptr;
  HYPRE_ParVector b_par = nullptr, x_par = nullptr;
  std::vector<HYPRE_BigInt> rows;
  bool symmetric = true;

  ~Implementation() {
    if (krylov) symmetric ? HYPRE_ParCSRPCGDestroy(krylov) : HYPRE_ParCSRBiCGSTABDestroy(krylov);
    if (amg) HYPRE_BoomerAMGDestroy(amg);
    if (matrix) HYPRE_IJMatrixDestroy(matrix);
    if (b) HYPRE_IJVectorDestroy(b);
    if (x) HYPRE_IJVectorDestroy(x);
  }
};

namespace {

/// hypre is initialised once for the process and left so: other users of it may follow.
void initialise() {
  static const bool done = [] {
    HYPRE_Init();
    return true;
  }();
  (void)done;
}

HYPRE_BigInt narrow(long long row) {
  if (row > std::numeric_limits<HYPRE_BigInt>::max())
    throw ModelError(fmt::format("hypre: row {} is more than this build of hypre counts", row));
  return HYPRE_BigInt(row);
}

void make_vector(MPI_Comm machines, const std::vector<HYPRE_BigInt>& rows, HYPRE_IJVector& vector,
                 HYPRE_ParVector& parallel) {
  HYPRE_IJVectorCreate(machines, rows.front(), rows.back(), &vector);
  HYPRE_IJVectorSetObjectType(vector, HYPRE_PARCSR);
  HYPRE_IJVectorInitialize(vector);
  HYPRE_IJVectorAssemble(vector);
  HYPRE_IJVectorGetObject(vector, reinterpret_cast<void**>(&parallel));
}

/// One V-cycle as preconditioner.
HYPRE_Solver make_amg() {
  HYPRE_Solver amg = nullptr;
  HYPRE_BoomerAMGCreate(&amg);
  HYPRE_BoomerAMGSetPrintLevel(amg, 0);
  HYPRE_BoomerAMGSetCoarsenType(amg, 10);  // HMIS
  HYPRE_BoomerAMGSetInterpType(amg, 6);    // extended + i
  HYPRE_BoomerAMGSetPMaxElmts(amg, 4);
  HYPRE_BoomerAMGSetAggNumLevels(amg, 1);
  HYPRE_BoomerAMGSetStrongThreshold(amg, 0.25);
  HYPRE_BoomerAMGSetRelaxType(amg, 8);  // l1-scaled symmetric Gauss-Seidel
  HYPRE_BoomerAMGSetNumSweeps(amg, 1);
  HYPRE_BoomerAMGSetMaxIter(amg, 1);
  HYPRE_BoomerAMGSetTol(amg, 0);
  return amg;
}

}  // namespace

HypreSolver::HypreSolver(MPI_Comm machines, long long first, MatrixRows rows, bool symmetric)
    : implementation_(new Implementation) {
  initialise();
  auto& mine = *implementation_;
  mine.symmetric = symmetric;
  const std::size_t count = rows.begin.size() - 1;
  require(count > 0, "hypre: rows", double(count), "must be positive on each machine");
  mine.rows.resize(count);
  std::iota(mine.rows.begin(), mine.rows.end(), narrow(first));
  narrow(first + (long long)count);
  std::vector<HYPRE_Int> sizes(count);
  for (std::size_t r = 0; r < count; ++r) sizes[r] = HYPRE_Int(rows.begin[r + 1] - rows.begin[r]);
  HYPRE_IJMatrixCreate(machines, mine.rows.front(), mine.rows.back(), mine.rows.front(), mine.rows.back(),
                       &mine.matrix);
  HYPRE_IJMatrixSetObjectType(mine.matrix, HYPRE_PARCSR);
  HYPRE_IJMatrixSetRowSizes(mine.matrix, sizes.data());
  HYPRE_IJMatrixInitialize(mine.matrix);
  std::vector<HYPRE_BigInt> columns;
  for (std::size_t r = 0; r < count; ++r) {
    const std::size_t begin = rows.begin[r], end = rows.begin[r + 1];
    columns.assign(rows.column.begin() + std::ptrdiff_t(begin), rows.column.begin() + std::ptrdiff_t(end));
    HYPRE_IJMatrixSetValues(mine.matrix, 1, &sizes[r], &mine.rows[r], columns.data(), &rows.value[begin]);
  }
  rows = {};  // hypre has its own
  HYPRE_IJMatrixAssemble(mine.matrix);
  HYPRE_IJMatrixGetObject(mine.matrix, reinterpret_cast<void**>(&mine.a));
  make_vector(machines, mine.rows, mine.b, mine.b_par);
  make_vector(machines, mine.rows, mine.x, mine.x_par);
  mine.amg = make_amg();
  if (symmetric) {
    HYPRE_ParCSRPCGCreate(machines, &mine.krylov);
    HYPRE_PCGSetMaxIter(mine.krylov, 200);
    HYPRE_PCGSetTwoNorm(mine.krylov, 1);
    HYPRE_PCGSetPrecond(mine.krylov, HYPRE_PtrToSolverFcn(HYPRE_BoomerAMGSolve),
                        HYPRE_PtrToSolverFcn(HYPRE_BoomerAMGSetup), mine.amg);
    HYPRE_ParCSRPCGSetup(mine.krylov, mine.a, mine.b_par, mine.x_par);
  } else {
    HYPRE_ParCSRBiCGSTABCreate(machines, &mine.krylov);
    HYPRE_BiCGSTABSetMaxIter(mine.krylov, 200);
    HYPRE_BiCGSTABSetPrecond(mine.krylov, HYPRE_PtrToSolverFcn(HYPRE_BoomerAMGSolve),
                             HYPRE_PtrToSolverFcn(HYPRE_BoomerAMGSetup), mine.amg);
    HYPRE_ParCSRBiCGSTABSetup(mine.krylov, mine.a, mine.b_par, mine.x_par);
  }
  if (HYPRE_GetError() != 0) {
    HYPRE_ClearAllErrors();
    throw ModelError("hypre: the hierarchy could not be made");
  }
}
HypreSolver::~HypreSolver() = default;

int HypreSolver::solve(const std::vector<double>& b, std::vector<double>& x, double relative_tolerance) {
  auto& mine = *implementation_;
  const HYPRE_Int count = HYPRE_Int(mine.rows.size());
  require(b.size() == mine.rows.size(), "hypre: size of b", double(b.size()), "must be the number of rows");
  x.assign(b.size(), 0.0);
  HYPRE_IJVectorSetValues(mine.b, count, mine.rows.data(), b.data());
  HYPRE_IJVectorSetValues(mine.x, count, mine.rows.data(), x.data());
  HYPRE_IJVectorAssemble(mine.b), HYPRE_IJVectorAssemble(mine.x);
  HYPRE_Int iterations = 0;
  double residual = 0;
  if (mine.symmetric) {
    HYPRE_PCGSetTol(mine.krylov, relative_tolerance);
    HYPRE_ParCSRPCGSolve(mine.krylov, mine.a, mine.b_par, mine.x_par);
    HYPRE_PCGGetNumIterations(mine.krylov, &iterations);
    HYPRE_PCGGetFinalRelativeResidualNorm(mine.krylov, &residual);
  } else {
    HYPRE_BiCGSTABSetTol(mine.krylov, relative_tolerance);
    HYPRE_ParCSRBiCGSTABSolve(mine.krylov, mine.a, mine.b_par, mine.x_par);
    HYPRE_BiCGSTABGetNumIterations(mine.krylov, &iterations);
    HYPRE_BiCGSTABGetFinalRelativeResidualNorm(mine.krylov, &residual);
  }
  HYPRE_ClearAllErrors();  // what counts is the residual
  if (!(residual <= relative_tolerance))
    throw ModelError(
        fmt::format("hypre: after {} iterations the relative residual is {:.2e}, asked for {:.0e}",
                    iterations, residual, relative_tolerance));
  HYPRE_IJVectorGetValues(mine.x, count, mine.rows.data(), x.data());
  return int(iterations);
}

}  // namespace sunrack
