#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chips/bit_flips/flip_enumeration.h"
#include "chips/bit_flips/scale_evidence.h"
#include "chips/bit_flips/scrubbing.h"

namespace sunrack {

/// A network as memory sees it.
struct NetworkScale {
  double parameters = 2e12;
  WeightDistribution weights;  ///< of one matrix; sigma 0.02 is usual for large language models
  double largest = 4.5;        ///< [sigma] the weight that a tensor's scale maps to the largest element
  double expert_share = 0;     ///< [-] of the parameters that belong to experts
  double experts = 1;          ///< of a layer
  double experts_per_token = 1;
  double embedding_share = 0;  ///< [-] of the parameters that only one token each reads
  double vocabulary = 1e5;     ///< tokens
};

/// What the upsets of a memory are to a network that only answers: its weights do not change.
struct InferenceQuestion {
  NetworkScale network;
  WeightFormat format;
  MemoryCode code;
  Scrubbing scrubbing;
  Clusters clusters;
  double rate = 0;                       ///< [1/s] flips per bit
  double exposure = 5 * 365.25 * 86400;  ///< [s] until the weights are loaded afresh
};

struct InferenceAnswer {
  UpsetRates upsets;           ///< [1/s]
  double catastrophic = 0;     ///< [-] share of random flips that leave a weight not finite or beyond
  Band fatal_per_flip;         ///< [-] chance that a flip which reaches the program ruins the network
  Band fatal_flips;            ///< [1/s]
  Band mean_time_to_fatal;     ///< [s] infinite where nothing is fatal
  double tokens_touched = 1;   ///< [-] mean share of tokens that read a random weight
  double fatal_to_all = 0;     ///< [1/s] fatal flips (mid) outside experts and embeddings
  double bit_error_rate = 0;   ///< [-] silent flips per data bit at the end of the exposure
  double noise_to_signal = 0;  ///< [-] of a layer's output from bounded flips, at that time
  Band loss_rise;              ///< [nat] from it: low follows the measured fall with size, high is flat
  bool measured_at_this_scale = false;
  std::string note;  ///< what the band rests on
};

/// Two populations of flips: catastrophic ones, whose chance per flip does not fall with size (Poisson), and
/// bounded ones, which add noise. @throws std::invalid_argument for bad input, ModelError where scrubs are
/// needed and absent
InferenceAnswer answer_inference(const InferenceQuestion& question,
                                 const ScaleEvidence& evidence = small_model_evidence());
/// The same with the enumeration of the format already made, with options from `flip_options`.
InferenceAnswer answer_inference(const InferenceQuestion& question, const FlipTable& flips,
                                 const ScaleEvidence& evidence);
FlipOptions flip_options(const NetworkScale& network, const ScaleEvidence& evidence);

/// [-] P(at least one fatal flip) when each of `bits` flips with probability `bit_error_rate`: the Poisson
/// law 1 - exp(-bits rate fatal_per_flip).
double collapse_probability(double bits, double bit_error_rate, double fatal_per_flip);

/// Keys and values of a conversation.
struct CacheQuestion {
  double layers = 0, key_value_width = 0;  ///< width of keys, and of values, per layer
  double bytes = 2;                        ///< per number
  double tokens = 0;                       ///< held
  double residence = 0;                    ///< [s]
  double rate = 0;                         ///< [1/s] flips per bit that reach the program
};
double cache_bits(const CacheQuestion& question);  ///< 2 layers width bytes 8 per token, times tokens
/// Expected flips while it lives; each touches one sequence, or all that share the block.
double cache_hits(const CacheQuestion& question);

/// A network that learns: flips stay in weights and moments, and a bad state is undone from a checkpoint.
struct TrainingQuestion {
  double parameters = 2e12;
  double bits_per_parameter = 128;  ///< weights, gradients, master copy and two moments: 16 bytes
  double fatal_per_flip = 0;        ///< [-] of a flip that reaches the program
  double spike_per_flip = 0;        ///< [-] chance of a loss spike that must be rolled back, bounded flips
  double silent_flips_per_bit = 0;  ///< [1/s] after correction
  double detected_words = 0;        ///< [1/s] over the memory: each stops the job
  double accelerators = 0;
  double logic_errors =
      2.8e-7 / 3600;            ///< [1/s] per accelerator, silent: 6 in 54 days of 16,384 (Llama 3, read)
  double checkpoint_time = 60;  ///< [s] to write one
  double restart_time = 600;    ///< [s] to load one and start
};
struct TrainingAnswer {
  double rollbacks = 0;          ///< [1/s] from all causes
  double mean_time_between = 0;  ///< [s]
  double interval_young = 0;     ///< [s] sqrt(2 C M); Young, Comm. ACM 17 (1974) 530
  double interval_daly = 0;      ///< [s] third order; Daly, Future Gener. Comput. Syst. 22 (2006) 303
  double lost_share = 0;         ///< [-] of the time: C / tau + rate (tau / 2 + restart), at Daly's interval
};
/// @throws ModelError if more time is lost than there is
TrainingAnswer answer_training(const TrainingQuestion& question);

}  // namespace sunrack
