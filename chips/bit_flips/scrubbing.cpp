#include "chips/bit_flips/scrubbing.h"

#include <algorithm>
#include <cmath>

#include "physics/require.h"

namespace sunrack {

namespace {

double symbol_wrong(const MemoryCode& code, double rate, double time) {
  return upset_probability(rate, time, code.symbol_bits);
}

/// Probability that a word is beyond repair after `time`.
double word_beyond(const MemoryCode& code, double rate, double time) {
  return binomial_tail(code.symbols, code.correctable, symbol_wrong(code, rate, time));
}

void require_rate_and_words(double words, double rate) {
  require(rate > 0 && std::isfinite(rate), "mean time: rate", rate, "must be positive [1/s]");
  require(words >= 1 && std::isfinite(words), "mean time: words", words, "must be at least 1");
}

void add(ClusterOutcome& outcome, const MemoryCode& code, double chance, int symbols, int bits) {
  if (symbols <= code.correctable || bits == 0) return;
  const double share = silent_share(code, std::min(symbols, code.symbols));
  outcome.detected += chance * (1 - share);
  outcome.silent += chance * share;
  outcome.silent_flips += chance * share * bits;
}

/// One word of which `bits` neighbours are wrong; the first may stand anywhere in a symbol.
void add_word(ClusterOutcome& outcome, const MemoryCode& code, double chance, int bits, bool aligned) {
  const int width = code.symbol_bits;
  const int starts = aligned ? 1 : width;
  for (int start = 0; start < starts; ++start)
    add(outcome, code, chance / starts, (start + bits + width - 1) / width, bits);
}

}  // namespace

double gathering_time(const Scrubbing& scrubbing) {
  require(scrubbing.patrol >= 0, "scrubbing: patrol", scrubbing.patrol, "must not be negative [s]");
  require(scrubbing.demand >= 0, "scrubbing: demand", scrubbing.demand, "must not be negative [s]");
  const bool demand_counts = scrubbing.writes_back && scrubbing.demand > 0;
  if (scrubbing.patrol > 0)
    return demand_counts ? std::min(scrubbing.patrol, scrubbing.demand) : scrubbing.patrol;
  if (demand_counts) return scrubbing.demand;
  throw ModelError(
      "nothing ever mends: no patrol, and reads do not write back; ask for the mean time instead");
}

double mean_cluster(const Clusters& clusters) {
  double sum = 0, mean = 0;
  for (std::size_t i = 0; i < clusters.sizes.size(); ++i) {
    require(clusters.sizes[i] >= 0, "clusters: share", clusters.sizes[i], "must not be negative");
    sum += clusters.sizes[i];
    mean += static_cast<double>(i + 1) * clusters.sizes[i];
  }
  require(std::abs(sum - 1) < 1e-9, "clusters: sum of the shares", sum, "must be 1");
  require(clusters.interleaving >= 1, "clusters: interleaving", clusters.interleaving, "must be at least 1");
  return mean;
}

ClusterOutcome cluster_outcome(const MemoryCode& code, const Clusters& clusters) {
  mean_cluster(clusters);
  ClusterOutcome outcome;
  for (std::size_t i = 0; i < clusters.sizes.size(); ++i) {
    const int size = static_cast<int>(i) + 1, ways = clusters.interleaving;
    // Dealt out in turn: `size % ways` words get one more than the others.
    const int each = size / ways, with_one_more = size % ways;
    add_word(outcome, code, clusters.sizes[i] * with_one_more, each + 1, clusters.aligned);
    if (each > 0) add_word(outcome, code, clusters.sizes[i] * (ways - with_one_more), each, clusters.aligned);
  }
  return outcome;
}

UpsetRates upset_rates(const MemoryUpsets& memory, const MemoryCode& code, const Scrubbing& scrubbing,
                       const Clusters& clusters) {
  require(memory.rate >= 0 && std::isfinite(memory.rate), "upset rates: rate", memory.rate,
          "must not be negative [1/s]");
  require(memory.data_bits > 0 && std::isfinite(memory.data_bits), "upset rates: data_bits", memory.data_bits,
          "must be positive");
  UpsetRates rates{.flips = memory.rate * memory.data_bits};
  rates.check_flips = rates.flips * check_overhead(code);
  if (memory.rate == 0) return rates;
  const double stored = memory.data_bits * (1 + check_overhead(code));
  const double events = memory.rate * stored / mean_cluster(clusters);
  const ClusterOutcome floor = cluster_outcome(code, clusters);
  rates.detected_words = events * floor.detected;
  rates.silent_words = events * floor.silent;
  rates.silent_flips = events * floor.silent_flips;
  rates.floor_words = rates.detected_words + rates.silent_words;
  // Without a repair every event shows at once, and all of them are in the clusters (of one, mostly).
  if (code.correctable == 0) return rates;
  const double time = gathering_time(scrubbing), words = memory.data_bits / data_bits(code);
  const WordOutcome word = word_outcome(code, symbol_wrong(code, memory.rate, time));
  rates.detected_words += words * word.detected / time;
  rates.silent_words += words * word.silent / time;
  rates.silent_flips += words * word.silent_flips / time;
  return rates;
}

double mean_time_scrubbed(const MemoryCode& code, double words, double rate, double interval) {
  require_rate_and_words(words, rate);
  require(interval > 0, "mean time: interval", interval, "must be positive [s]");
  const double good = words * std::log1p(-std::min(word_beyond(code, rate, interval), 1.0));
  const double bad = -std::expm1(good);
  if (bad <= 0) throw ModelError("the mean time to the first bad word is beyond the range of numbers");
  // Intervals until the bad one are geometric; inside it the time is the integral of P(still good).
  double inside = 0;
  const int steps = 200;
  for (int i = 0; i <= steps; ++i) {
    const double survives =
        std::exp(words * std::log1p(-std::min(word_beyond(code, rate, interval * i / steps), 1.0)));
    inside += survives * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
  }
  return inside * interval / (3 * steps) / bad;
}

double mean_time_unscrubbed(const MemoryCode& code, double words, double rate) {
  require_rate_and_words(words, rate);
  // Time at which one word is expected to be beyond repair, from below.
  double scale = 1 / (rate * word_bits(code));
  while (words * word_beyond(code, rate, scale) > 1) scale /= 2;
  // t = scale exp(u - exp(-u)): the trapezium rule then converges faster than any power of the step.
  const double step = 1.0 / 64;
  double sum = 0;
  for (double u = -5; u < 12; u += step) {
    const double time = scale * std::exp(u - std::exp(-u));
    const double beyond = word_beyond(code, rate, time);
    if (beyond >= 1) break;
    sum += std::exp(words * std::log1p(-beyond)) * time * (1 + std::exp(-u));
  }
  return sum * step;
}

double mean_time_random_scrub(int bits, double rate, double scrub_rate) {
  require(bits >= 2, "mean time: bits", bits, "must be at least 2");
  require_rate_and_words(1, rate);
  require(scrub_rate >= 0, "mean time: scrub_rate", scrub_rate, "must not be negative [1/s]");
  return ((2 * bits - 1) * rate + scrub_rate) / (static_cast<double>(bits) * (bits - 1) * rate * rate);
}

double birthday_probability(double upsets, double words, int bits) {
  require(upsets >= 0, "birthday: upsets", upsets, "must not be negative");
  require(words >= 1 && bits >= 2, "birthday: words", words, "must be at least 1, of at least 2 bits");
  return -std::expm1(-upsets * upsets * (bits - 1) / (2 * words * bits));
}

double reload_bit_error_rate(double rate, double interval) {
  require(rate >= 0, "reload: rate", rate, "must not be negative [1/s]");
  require(interval >= 0, "reload: interval", interval, "must not be negative [s]");
  return rate * interval / 2;
}

}  // namespace sunrack
