// Conduction in packages: CPU time and memory of whole processes. Each case runs in a process of its own, so
// that its peak of memory is its own too; the time shown is the process' CPU time (user and system), or wall
// time where threads are compared. Counters: MB peak, iterations, cells.
//   SUNRACK_BENCH_GIANT=1 sunrack_bench --benchmark_filter=giant     16.7 million cells, 2.5 GB
#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <vector>

#include "chips/reference_packages.h"
#include "physics/numerics/multigrid.h"
#include "physics/thermal/conduction_assembly.h"
#include "physics/thermal/conduction_steady.h"
#include "physics/thermal/conduction_transient.h"
#ifdef SUNRACK_HAS_HYPRE
#include "physics/mpi/hypre_solver.h"
#endif

namespace {

using namespace sunrack;

/// What a child process says of its work.
struct Report {
  double seconds = 0;  ///< of the part that counts: CPU, or wall where asked
  double iterations = 0;
  double error = 0;  ///< [K]
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return double(t.tv_sec) + 1e-6 * double(t.tv_usec); };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}
double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Runs `work` in a child; its peak of memory [MB] goes to `peak`.
Report in_child(const std::function<Report()>& work, double& peak) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  const pid_t child = fork();
  if (child == 0) {
    const Report report = work();
    const bool told = write(ends[1], &report, sizeof report) == ssize_t(sizeof report);
    _exit(told ? 0 : 1);
  }
  close(ends[1]);
  Report report;
  const bool heard = read(ends[0], &report, sizeof report) == ssize_t(sizeof report);
  close(ends[0]);
  rusage usage{};
  int status = 0;
  wait4(child, &status, 0, &usage);
  if (!heard || status != 0) std::abort();
  peak = double(usage.ru_maxrss) / 1024;
  return report;
}

void run(benchmark::State& state, double cells, const std::function<Report()>& work) {
  double peak = 0;
  Report report;
  for (auto _ : state) {
    report = in_child(work, peak);
    state.SetIterationTime(report.seconds);
  }
  state.counters["MB"] = peak;
  state.counters["iterations"] = report.iterations;
  state.counters["cells"] = cells;
  if (report.error > 0) state.counters["error_mK"] = 1e3 * report.error;
}

double cells_of(const ReferencePackage& package, int n, int cut) {
  return double(n) * n * double(package.layers.size()) * cut;
}

/// From the layers to the temperatures and heats, everything counted.
Report whole_solution(const ReferencePackage& package, int n, int cut, unsigned threads, bool wall) {
  const double before = wall ? wall_seconds() : 0;  // the child begins with nothing used
  const ConductionProblem problem = conduction_of(package, n, n, cut);
  const ConductionSolution solution = steady_conduction(problem, {.threads = threads});
  return {.seconds = wall ? wall_seconds() - before : cpu_seconds(),
          .iterations = double(solution.linear_iterations)};
}

void processor(benchmark::State& state) {  // cells across, cells per layer
  const int n = int(state.range(0)), cut = int(state.range(1));
  run(state, cells_of(stressed_processor_package(), n, cut),
      [=] { return whole_solution(stressed_processor_package(), n, cut, 1, false); });
}
BENCHMARK(processor)
    ->Args({32, 1})
    ->Args({64, 1})
    ->Args({64, 2})
    ->Args({128, 1})
    ->Args({256, 1})
    ->Args({512, 1})
    ->UseManualTime()
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);

void memory_stack(benchmark::State& state) {
  const int n = int(state.range(0));
  run(state, cells_of(memory_stack_package(), n, 1),
      [=] { return whole_solution(memory_stack_package(), n, 1, 1, false); });
}
BENCHMARK(memory_stack)->Arg(32)->Arg(64)->UseManualTime()->Iterations(3)->Unit(benchmark::kMillisecond);

double median(std::vector<double> values) {
  const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Wall time of the whole with two threads, in turn with one; medians, after a round that is not counted: a
/// virtual machine may get its memory only then. For a quiet machine.
void two_threads(benchmark::State& state) {  // cells across
  const int n = int(state.range(0));
  double peak = 0;
  std::vector<double> one, two;
  const auto round = [&](unsigned threads) {
    return in_child([=] { return whole_solution(stressed_processor_package(), n, 1, threads, true); }, peak)
        .seconds;
  };
  round(1), round(2);
  for (auto _ : state) {
    one.push_back(round(1)), two.push_back(round(2));
    state.SetIterationTime(two.back());
  }
  state.counters["one_ms"] = 1e3 * median(one);
  state.counters["two_ms"] = 1e3 * median(two);
  state.counters["gain"] = median(one) / median(two);
  state.counters["MB"] = peak;
  state.counters["cells"] = cells_of(stressed_processor_package(), n, 1);
}
BENCHMARK(two_threads)
    ->Arg(100)
    ->Arg(128)
    ->Arg(256)
    ->Arg(512)
    ->UseManualTime()
    ->Iterations(9)
    ->Unit(benchmark::kMillisecond);

/// Heating of the memory stack to 1 s with ten snapshots; error of the worst cell against a run of tolerance
/// 1e-8 K.
void heating(benchmark::State& state) {
  const ConductionProblem problem = conduction_of(memory_stack_package(), 32, 32);
  const std::vector<double> start(problem.cells(), 313.15);
  std::vector<double> times = {0};
  for (int i = 1; i <= 10; ++i) times.push_back(0.1 * i);
  const auto record = [&](double tolerance) {
    std::vector<double> all;
    transient_conduction(
        problem, start, times,
        [&](double, const std::vector<double>& t) { all.insert(all.end(), t.begin(), t.end()); },
        {.tolerance = tolerance, .threads = 1});
    return all;
  };
  static const std::vector<double> exact = record(1e-8);
  run(state, double(problem.cells()), [&] {
    const double before = cpu_seconds();
    const auto mine = record(ConductionTransientOptions{}.tolerance);
    Report report{.seconds = cpu_seconds() - before};
    for (std::size_t c = 0; c < mine.size(); ++c)
      report.error = std::max(report.error, std::abs(mine[c] - exact[c]));
    return report;
  });
}
BENCHMARK(heating)->UseManualTime()->Iterations(3)->Unit(benchmark::kMillisecond);

/// The matrix alone: hierarchy and solution to a relative residual of 1e-8, and the memory of the process.
Report matrix_only(int n, bool by_hypre) {
  const ConductionProblem problem = conduction_of(stressed_processor_package(), n, n);
  conduction::System system(problem, 1);
  system.linearise(std::vector<double>(problem.cells(), 313.15));
  const BoxOperator& a = system.derivative();
  std::vector<double> u(a.size());
  if (!by_hypre) {
    const double before = cpu_seconds();
    const auto statistics = solve(a, problem.power, u, {.relative_tolerance = 1e-8, .threads = 1});
    return {.seconds = cpu_seconds() - before, .iterations = double(statistics.iterations)};
  }
#ifdef SUNRACK_HAS_HYPRE
  MPI_Init(nullptr, nullptr);
  MatrixRows rows;
  rows.begin.reserve(a.size() + 1), rows.column.reserve(7 * a.size()), rows.value.reserve(7 * a.size());
  const std::size_t row = std::size_t(a.nx), plane = row * std::size_t(a.nz);
  for (std::size_t c = 0; c < a.size(); ++c) {
    const std::size_t diagonal = rows.value.size();
    rows.column.push_back((long long)c), rows.value.push_back(a.diagonal[c]);
    const auto add = [&](double g, std::size_t column) {
      if (g == 0) return;
      rows.value[diagonal] += g;
      rows.column.push_back((long long)column), rows.value.push_back(-g);
    };
    add(a.gx[c], c + 1), add(a.gz[c], c + row), add(a.gy[c], c + plane);
    if (c >= 1) add(a.gx[c - 1], c - 1);
    if (c >= row) add(a.gz[c - row], c - row);
    if (c >= plane) add(a.gy[c - plane], c - plane);
    rows.begin.push_back(rows.value.size());
  }
  const double before = cpu_seconds();
  HypreSolver solver(MPI_COMM_SELF, 0, std::move(rows), true);
  Report report{.iterations = double(solver.solve(problem.power, u, 1e-8))};
  report.seconds = cpu_seconds() - before;
  return report;
#else
  return {};
#endif
}

void matrix_by_multigrid(benchmark::State& state) {
  const int n = int(state.range(0));
  run(state, cells_of(processor_package(), n, 1), [=] { return matrix_only(n, false); });
}
#ifdef SUNRACK_HAS_HYPRE
void matrix_by_hypre(benchmark::State& state) {
  const int n = int(state.range(0));
  run(state, cells_of(processor_package(), n, 1), [=] { return matrix_only(n, true); });
}
BENCHMARK(matrix_by_hypre)
    ->Arg(128)
    ->Arg(256)
    ->Arg(512)
    ->UseManualTime()
    ->Iterations(2)
    ->Unit(benchmark::kMillisecond);
#endif
BENCHMARK(matrix_by_multigrid)
    ->Arg(128)
    ->Arg(256)
    ->Arg(512)
    ->UseManualTime()
    ->Iterations(2)
    ->Unit(benchmark::kMillisecond);

/// a = b + s c on arrays beyond the caches: the bandwidth that bounds the solver, in the same minute.
void triad(benchmark::State& state) {
  const std::size_t n = 30'000'000;
  std::vector<double> a(n), b(n, 1.0), c(n, 2.0);
  for (auto _ : state) {
    for (std::size_t i = 0; i < n; ++i) a[i] = b[i] + 3.0 * c[i];
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(int64_t(state.iterations()) * int64_t(3 * sizeof(double) * n));
}
BENCHMARK(triad)->Unit(benchmark::kMillisecond);

void giant(benchmark::State& state) {
  run(state, cells_of(stressed_processor_package(), 1093, 1),
      [] { return whole_solution(stressed_processor_package(), 1093, 1, 1, false); });
}
[[maybe_unused]] const auto registered = [] {
  if (std::getenv("SUNRACK_BENCH_GIANT"))
    benchmark::RegisterBenchmark("giant", giant)
        ->UseManualTime()
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
  return 0;
}();

}  // namespace
