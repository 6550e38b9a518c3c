#include "satellite/monte_carlo.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "physics/numerics/sampling.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr std::size_t specific_mass_output = 0;

std::vector<MonteCarloInput> inputs_of(const SatelliteSpec& spec) {
  std::vector<MonteCarloInput> inputs;
  for (const auto& [key, distribution] : spec.uncertainty) {
    const SpecField* field = find_spec_field(key);
    if (!field)
      throw std::invalid_argument(fmt::format("monte carlo: unknown key {}; the nearest known key is {}", key,
                                              nearest_spec_key(key)));
    if (std::holds_alternative<SpecField::Integer>(field->access))
      throw std::invalid_argument(fmt::format("monte carlo: {} takes whole numbers and cannot vary", key));
    SatelliteSpec trial = spec;
    for (const double end : {distribution.low, distribution.high}) set_number(trial, *field, end);
    quantile(distribution, 0.5);  // refuses a distribution in disorder before any design is sized
    inputs.push_back({.field = field, .distribution = distribution, .at_low = {}, .at_high = {}});
  }
  if (inputs.empty())
    throw std::invalid_argument(
        "monte carlo: no field of the specification has a range: areal_mass = { low = 3, nominal = 5, high = "
        "8 }");
  return inputs;
}

/// The stream of a field's random numbers goes by its key: another field's range, added or dropped, does not
/// shift it. FNV-1a.
std::uint32_t dimension_of(std::string_view key) {
  std::uint32_t hash = 2166136261u;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

std::vector<std::vector<double>> drawn_values(const std::vector<MonteCarloInput>& inputs,
                                              const MonteCarloOptions& options) {
  std::vector<std::vector<double>> values(options.samples);
  for (std::size_t i = 0; i < options.samples; ++i)
    for (const MonteCarloInput& input : inputs) {
      const std::uint32_t dimension = dimension_of(input.field->key);
      const double u = options.latin_hypercube ? latin_hypercube(options.seed, i, options.samples, dimension)
                                               : uniform_random(options.seed, i, dimension);
      values[i].push_back(quantile(input.distribution, u));
    }
  return values;
}

void find_ends(const StudySizer& sizer, const SatelliteSpec& base, std::vector<MonteCarloInput>& inputs,
               const StudyOptions& options) {
  const auto spec_of = [&](std::size_t index) {
    const MonteCarloInput& input = inputs[index / 2];
    SatelliteSpec spec = base;
    set_number(spec, *input.field, index % 2 ? input.distribution.high : input.distribution.low);
    return spec;
  };
  const auto points = evaluate_all(sizer, 2 * inputs.size(), "tornado", spec_of, options);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    inputs[i].at_low = points[2 * i];
    inputs[i].at_high = points[2 * i + 1];
  }
}

std::vector<NoAnswerCause> causes_of(const std::vector<StudyPoint>& points) {
  std::vector<NoAnswerCause> causes;
  for (const StudyPoint& point : points) {
    if (point.answered()) continue;
    const std::string cause = cause_of(point.reason);
    auto found =
        std::find_if(causes.begin(), causes.end(), [&](const auto& one) { return one.cause == cause; });
    if (found == causes.end())
      found = causes.insert(causes.end(), {.cause = cause, .count = 0, .share = 0, .example = point.reason});
    ++found->count;
  }
  for (NoAnswerCause& cause : causes) cause.share = double(cause.count) / double(points.size());
  std::stable_sort(causes.begin(), causes.end(),
                   [](const auto& a, const auto& b) { return a.count > b.count; });
  return causes;
}

std::vector<double> answered_outputs(const std::vector<StudyPoint>& points, std::size_t output) {
  std::vector<double> values;
  for (const StudyPoint& point : points)
    if (point.answered()) values.push_back(point.outputs[output]);
  return values;
}

void correlate(MonteCarloResult& result) {
  const auto outcome = answered_outputs(result.points, specific_mass_output);
  for (std::size_t j = 0; j < result.inputs.size(); ++j) {
    std::vector<double> input;
    for (std::size_t i = 0; i < result.points.size(); ++i)
      if (result.points[i].answered()) input.push_back(result.values[i][j]);
    result.inputs[j].rank_correlation = input.size() > 1 ? rank_correlation(input, outcome) : 0;
  }
}

/// Ranks from 1; equal values share their mean rank.
std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> rank(values.size());
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t i = begin; i < end; ++i) rank[order[i]] = (double(begin + 1) + double(end)) / 2;
  }
  return rank;
}

}  // namespace

double rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size() || a.size() < 2)
    throw std::invalid_argument("rank_correlation: two lists of one length, at least 2, are needed");
  const auto ranks_a = ranks(a), ranks_b = ranks(b);
  const double mean = (double(a.size()) + 1) / 2;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double x = ranks_a[i] - mean, y = ranks_b[i] - mean;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

OutputStatistics output_statistics(std::vector<double> values) {
  if (values.empty()) throw std::invalid_argument("output_statistics: at least one value is needed");
  const double n = double(values.size());
  OutputStatistics result;
  result.mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0;
  for (const double value : values) squares += (value - result.mean) * (value - result.mean);
  result.standard_deviation = values.size() > 1 ? std::sqrt(squares / (n - 1)) : 0;
  result.standard_error = result.standard_deviation / std::sqrt(n);
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double place = share * (n - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (place - double(below)) * (values[above] - values[below]);
  };
  result.q05 = at(0.05);
  result.q25 = at(0.25);
  result.q50 = at(0.5);
  result.q75 = at(0.75);
  result.q95 = at(0.95);
  result.least = values.front();
  result.most = values.back();
  return result;
}

double swing(const MonteCarloInput& input) {
  if (!input.at_low.answered() || !input.at_high.answered()) return std::numeric_limits<double>::infinity();
  return std::abs(input.at_high.outputs[specific_mass_output] - input.at_low.outputs[specific_mass_output]);
}

MonteCarloResult run_monte_carlo(const SatelliteSpec& spec, const MonteCarloOptions& options) {
  require(options.samples >= 2, "monte carlo: samples", double(options.samples), "at least 2 are needed");
  MonteCarloResult result{.options = options, .inputs = inputs_of(spec)};
  SatelliteSpec base = spec;
  base.uncertainty.clear();  // the designs are certain of themselves
  const StudySizer sizer(base);
  result.nominal = sizer.evaluate(base);
  find_ends(sizer, base, result.inputs, options.study);
  std::stable_sort(result.inputs.begin(), result.inputs.end(),
                   [](const auto& a, const auto& b) { return swing(a) > swing(b); });
  result.values = drawn_values(result.inputs, options);
  const auto spec_of = [&](std::size_t index) {
    SatelliteSpec sample = base;
    for (std::size_t j = 0; j < result.inputs.size(); ++j)
      set_number(sample, *result.inputs[j].field, result.values[index][j]);
    return sample;
  };
  result.points = evaluate_all(sizer, options.samples, "Monte Carlo", spec_of, options.study);
  result.causes = causes_of(result.points);
  const auto answered = answered_outputs(result.points, specific_mass_output).size();
  result.answered_share = double(answered) / double(options.samples);
  if (answered == 0) return result;
  for (std::size_t output = 0; output < study_outputs().size(); ++output)
    result.statistics.push_back(output_statistics(answered_outputs(result.points, output)));
  correlate(result);
  return result;
}

}  // namespace sunrack
