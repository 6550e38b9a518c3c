#include <benchmark/benchmark.h>

#include "chips/bit_flips/scale.h"
#include "chips/bit_flips/transformer_campaign.h"
#include "chips/bit_flips/vulnerability.h"
#include "chips/networks/digits.h"
#include "chips/networks/language.h"
#include "chips/networks/model_file.h"

namespace {

using namespace sunrack;

/// Every flip of every bit of the digits classifier, 500 images, one core; bar for fp32: below 1 s.
void exhaustive_campaign_on_digits(benchmark::State& state, const char* format) {
  const auto network = std::get<DenseNetwork>(load_model("digits").network);
  const Matrix images = digit_images(digits_test_seed, 500).images;
  double faults = 0;
  for (auto _ : state) {
    const auto campaign = exhaustive_campaign(network, weight_format(format), images, {.threads = 1});
    faults = double(campaign.total.faults);
    benchmark::DoNotOptimize(campaign.total.any);
  }
  state.counters["faults/s"] = benchmark::Counter(faults, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK_CAPTURE(exhaustive_campaign_on_digits, fp32, "fp32")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(exhaustive_campaign_on_digits, bf16, "bf16")->Unit(benchmark::kMillisecond);

/// One fault at a time by a plain pass, in double precision: what the campaign above is held against.
void brute_force_on_digits(benchmark::State& state) {
  const auto network = std::get<DenseNetwork>(load_model("digits").network);
  const Matrix images = digit_images(digits_test_seed, 500).images;
  for (auto _ : state) benchmark::DoNotOptimize(answers_by_running(network, images, 1, 3, 4, 1.5).size());
}
BENCHMARK(brute_force_on_digits)->Unit(benchmark::kMillisecond);

FaultText text_of_1024_tokens() {
  const TokenSequences text = language_test_sequences(16, 64);
  return {text.tokens, text.targets, 64};
}

/// Single random flips of 393,504 weights, 1,024 tokens, one core; bar: below 8.7 ms (230/s on two cores).
void injection_into_language(benchmark::State& state, const char* format, bool in_full) {
  const auto model = std::get<Transformer>(load_model("language").network);
  const TransformerFaults faults(model, weight_format(format), text_of_1024_tokens());
  std::uint64_t n = 0;
  for (auto _ : state) {
    const FaultSite site = faults.weights().draw(1, n++);
    benchmark::DoNotOptimize(in_full ? faults.run_cluster({&site, 1}) : faults.run_weight(site));
  }
}
BENCHMARK_CAPTURE(injection_into_language, bf16, "bf16", false)
    ->Iterations(300)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(injection_into_language, fp32, "fp32", false)
    ->Iterations(300)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(injection_into_language, int8, "int8", false)
    ->Iterations(300)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(injection_into_language, bf16_from_the_block_hit_on, "bf16", true)
    ->Iterations(100)
    ->Unit(benchmark::kMillisecond);

/// A campaign on all cores, by the clock: the faults per second that a user sees.
void campaign_on_language(benchmark::State& state) {
  const auto model = std::get<Transformer>(load_model("language").network);
  const TransformerFaults faults(model, weight_format("bf16"), text_of_1024_tokens());
  CampaignOptions options;
  options.half_width = 1e-9, options.pilot = 30, options.most_trials = 1;
  for (auto _ : state) benchmark::DoNotOptimize(run_weight_campaign(faults, options).trials);
  state.counters["faults/s"] = benchmark::Counter(16 * 30, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(campaign_on_language)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

/// Backward pass and estimates of all faults, on one and on two cores; bar: 5e7 faults/s.
void first_order_screen_of_language(benchmark::State& state, const char* format) {
  const auto threads = static_cast<unsigned>(state.range(0));
  const auto model = std::get<Transformer>(load_model("language").network);
  const TransformerFaults faults(model, weight_format(format), text_of_1024_tokens());
  for (auto _ : state) {
    const FirstOrder estimate(faults, 1, threads);
    benchmark::DoNotOptimize(estimate.screen(threads).front().mean);
  }
  state.counters["faults/s"] =
      benchmark::Counter(double(faults.weights().bits()), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK_CAPTURE(first_order_screen_of_language, bf16, "bf16")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(first_order_screen_of_language, int8, "int8")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(first_order_screen_of_language, fp32, "fp32")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// From the rate in orbit to the effect on 2e12 parameters: six formats, five corrections; bar: below 100 ms.
void orbit_to_effect(benchmark::State& state) {
  for (auto _ : state)
    for (const char* format : {"fp32", "bf16", "fp16", "fp8_e4m3", "int8", "int4"})
      for (const char* code : {"none", "parity", "secded", "on-die-sec", "chipkill"})
        benchmark::DoNotOptimize(
            answer_inference(
                {.format = weight_format(format), .code = memory_code(code), .rate = 1e-10 / 86400})
                .fatal_flips.mid);
}
BENCHMARK(orbit_to_effect)->Unit(benchmark::kMillisecond);

}  // namespace
