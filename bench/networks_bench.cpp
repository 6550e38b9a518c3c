#include <benchmark/benchmark.h>

#include "chips/networks/language.h"
#include "chips/networks/model_file.h"
#include "chips/networks/packed_matrix.h"
#include "chips/networks/recipes.h"
#include "chips/networks/transformer_forward.h"

namespace {

using namespace sunrack;

constexpr int tokens = 1024, length = 64;

/// One matrix of the language model: the argument is the number of outputs of 96 inputs.
void product_laid_out_once(benchmark::State& state) {
  const Matrix input = Matrix::Random(256, 96), weight = Matrix::Random(state.range(0), 96);
  const PackedMatrix packed = PackedMatrix::transposed(weight);
  Matrix output;
  for (auto _ : state) {
    multiply(input, packed, output);
    benchmark::DoNotOptimize(output.data());
  }
  state.counters["flop/s"] = benchmark::Counter(2.0 * 256 * 96 * double(state.range(0)),
                                                benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(product_laid_out_once)->Arg(96)->Arg(208)->Unit(benchmark::kMicrosecond);

void product_by_eigen(benchmark::State& state) {
  const Matrix input = Matrix::Random(256, 96), weight = Matrix::Random(state.range(0), 96);
  Matrix output(256, state.range(0));
  for (auto _ : state) {
    output.noalias() = input * weight.transpose();
    benchmark::DoNotOptimize(output.data());
  }
  state.counters["flop/s"] = benchmark::Counter(2.0 * 256 * 96 * double(state.range(0)),
                                                benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(product_by_eigen)->Arg(96)->Arg(208)->Unit(benchmark::kMicrosecond);

void forward_of_1024_tokens(benchmark::State& state, const char* name) {
  const auto model = std::get<Transformer>(load_model(name).network);
  const TokenSequences text = language_test_sequences(tokens / length, length);
  for (auto _ : state) benchmark::DoNotOptimize(transformer_forward(model, text.tokens, length).sum());
}
BENCHMARK_CAPTURE(forward_of_1024_tokens, width_96, "language")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(forward_of_1024_tokens, width_48, "language-48")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(forward_of_1024_tokens, width_24, "language-24")->Unit(benchmark::kMillisecond);

void training_of_digits(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(train({.task = "digits"}, {.threads = 1}).score.loss);
}
BENCHMARK(training_of_digits)->Iterations(1)->Unit(benchmark::kSecond);  // bar: below 3 s

/// A hundredth of the steps of the language model, the data for them included; bar: below 3 s on two cores.
void hundredth_of_training_of_language(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(
        train({.task = "language"}, {.after_step = [](long step, long, double) { return step < 24; }}).steps);
}
BENCHMARK(hundredth_of_training_of_language)
    ->Iterations(1)
    ->Unit(benchmark::kSecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace
