#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "satellite/plot.h"
#include "satellite/spec_fields.h"
#include "satellite/study.h"

namespace sunrack {

struct MonteCarloOptions {
  std::size_t samples = 2000;
  std::uint64_t seed = 1;
  bool latin_hypercube = true;  ///< else plain random numbers
  StudyOptions study = {};
};

/// A field that varies, and what it does to the specific mass.
struct MonteCarloInput {
  const SpecField* field = nullptr;
  Distribution distribution;
  StudyPoint at_low, at_high;   ///< designs with this field at that end, all others nominal
  double rank_correlation = 0;  ///< [-] Spearman's, with the specific mass, over the designs with an answer;
                                ///< 0 where one of the two does not vary
};

/// How an output is spread over the designs with an answer.
struct OutputStatistics {
  double mean = 0, standard_deviation = 0;
  /// Of the mean if the samples were independent; Latin hypercube samples do better.
  double standard_error = 0;
  double q05 = 0, q25 = 0, q50 = 0, q75 = 0, q95 = 0;  ///< quantiles
  double least = 0, most = 0;
};

/// Designs without an answer, by cause.
struct NoAnswerCause {
  std::string cause;  ///< numbers replaced by "#"
  std::size_t count = 0;
  double share = 0;     ///< [-] of all samples
  std::string example;  ///< the first such reason, in full
};

struct MonteCarloResult {
  MonteCarloOptions options;
  StudyPoint nominal;                        ///< every field at its own value
  std::vector<MonteCarloInput> inputs;       ///< the widest swing of the specific mass first
  std::vector<std::vector<double>> values;   ///< [SI] of each sample's inputs, in the order of `inputs`
  std::vector<StudyPoint> points;            ///< of each sample
  std::vector<OutputStatistics> statistics;  ///< as study_outputs(); empty if there is no answer at all
  std::vector<NoAnswerCause> causes;         ///< the most frequent first
  double answered_share = 0;                 ///< [-]
};

/// Draws designs from the distributions in spec.uncertainty, independent of each other. Sample i depends on
/// the seed, i and (Latin hypercube) the number of samples only; sums run in the order of the samples: the
/// result is the same to the last bit for any number of threads.
/// @throws std::invalid_argument if no field has a distribution, for fewer than 2 samples, or if a
/// distribution reaches beyond what its field accepts; StudyInterrupted
MonteCarloResult run_monte_carlo(const SatelliteSpec& spec, const MonteCarloOptions& options = {});

/// Width of the specific mass between the ends of an input [kg/kW]; infinite if an end has no answer.
double swing(const MonteCarloInput& input);

/// Statistics of finite values in any order: quantiles by linear interpolation between order statistics (type
/// 7 of Hyndman & Fan 1996). @throws std::invalid_argument for fewer than one value
OutputStatistics output_statistics(std::vector<double> values);

/// [-] Spearman's rank correlation, ties at their mean rank; 0 if one of the two is constant.
double rank_correlation(const std::vector<double>& a, const std::vector<double>& b);

/// A row for each design: inputs in the fields' units, status, outputs, reason.
std::string monte_carlo_csv(const MonteCarloResult& result, const Provenance& provenance);
/// Statistics, inputs with their swings, and causes, without the single designs.
nlohmann::ordered_json monte_carlo_json(const MonteCarloResult& result, const Provenance& provenance);
/// Tables for people.
std::string monte_carlo_text(const MonteCarloResult& result);

TornadoPlot tornado_plot(const MonteCarloResult& result, std::size_t most_bars = 12);
HistogramPlot histogram_plot(const MonteCarloResult& result,
                             std::string_view output_key = "specific_mass_kg_per_kW");

}  // namespace sunrack
