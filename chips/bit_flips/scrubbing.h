#pragma once

#include <vector>

#include "chips/bit_flips/error_correction.h"

namespace sunrack {

/// How often memory is read through its code and put right. Zero = never.
struct Scrubbing {
  double patrol = 86400;     ///< [s] between two passes of the patrol over the whole memory
  double demand = 0;         ///< [s] between two reads of the same word by the program
  bool writes_back = false;  ///< whether what a read mended is written back; else demand does not count
};
/// [s] the time that errors gather in a word: the patrol's, or the reads' where these write back.
/// @throws std::invalid_argument for a negative time; ModelError if nothing ever mends
double gathering_time(const Scrubbing& scrubbing);

/// How many neighbouring bits one particle turns over, and how neighbours are spread over words.
struct Clusters {
  std::vector<double> sizes = {1};  ///< [-] share of events that turn over 1, 2, 3, ... bits in a row
  int interleaving = 1;             ///< neighbours belong to this many words in turn
  bool aligned = false;             ///< a cluster starts at the edge of a symbol (byte, pin): whole symbols
};
/// [-] mean bits per event. @throws std::invalid_argument unless shares are >= 0 with sum 1, interleaving >=
/// 1
double mean_cluster(const Clusters& clusters);

/// Words per event that one particle alone puts beyond repair, whatever the scrubbing.
struct ClusterOutcome {
  double detected = 0, silent = 0;  ///< [-] words per event
  double silent_flips = 0;          ///< [-] wrong bits in them, per event
};
ClusterOutcome cluster_outcome(const MemoryCode& code, const Clusters& clusters);

struct MemoryUpsets {
  double rate = 0;       ///< [1/s] flips per bit, those in clusters included
  double data_bits = 0;  ///< [-] protected data
};

/// Per second, over the whole memory.
struct UpsetRates {
  double flips = 0;           ///< [1/s] in data bits
  double check_flips = 0;     ///< [1/s] in check bits
  double detected_words = 0;  ///< [1/s] beyond repair and seen
  double silent_words = 0;    ///< [1/s] wrong and not seen
  double silent_flips = 0;    ///< [1/s] wrong bits that reach the program
  double floor_words = 0;     ///< [1/s] of both, those that single particles make: no scrubbing removes them
  double uncorrected_words() const { return detected_words + silent_words; }
};
/// Independent upsets that gather between two scrubs, and clusters. Without check bits every flip is silent
/// at once. First order in both: a cluster that meets an older single upset counts among the independent
/// ones.
/// @throws std::invalid_argument for bad input, ModelError for a code that nothing scrubs
UpsetRates upset_rates(const MemoryUpsets& memory, const MemoryCode& code, const Scrubbing& scrubbing,
                       const Clusters& clusters = {});

// Mean times to the first word beyond repair, `words` of them, `rate` [1/s] per bit. Saleh, Serrano & Patel,
// IEEE Trans. Reliability 39 (1990) 114.

/// [s] scrubbed every `interval` [s]: the integral of P(all words good) over one interval, divided by
/// the chance that it ends badly.
double mean_time_scrubbed(const MemoryCode& code, double words, double rate, double interval);
/// [s] never scrubbed: the integral of P(all words good at t), by the double exponential rule.
double mean_time_unscrubbed(const MemoryCode& code, double words, double rate);
/// [s] one word of `bits` with one correctable, scrubbed at random times of mean rate `scrub_rate` [1/s]:
/// ((2 n - 1) rate + scrub_rate) / (n (n - 1) rate^2), exact.
double mean_time_random_scrub(int bits, double rate, double scrub_rate);

/// [-] P(any of `words` words of `bits` bits holds two of `upsets` random ones), 1 - exp(-m^2 (n-1) / (2 W
/// n)): the birthday form, for upsets much fewer than words.
double birthday_probability(double upsets, double words, int bits);

/// [-] mean share of wrong bits in read-only weights that are checked by a sum and loaded again every
/// `interval` [s]: rate interval / 2, and no correction is needed to find them.
double reload_bit_error_rate(double rate, double interval);

}  // namespace sunrack
