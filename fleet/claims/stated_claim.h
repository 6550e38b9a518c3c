#pragma once

#include <functional>
#include <string>
#include <vector>

#include "fleet/uncertain_input.h"
#include "satellite/study.h"

namespace sunrack {

/// A sentence that somebody said about the world, and what the models say to it. Numbers are in the unit that
/// stands beside them; the models behind are in SI.

/// A number beside the answer that explains it.
struct ClaimFigure {
  std::string name;
  double value = 0;
  std::string unit;
};

struct StatedClaim {
  std::string id;        ///< "solar-five-times"; unique
  std::string topic;     ///< heading
  std::string speaker;   ///< "Musk"
  std::string words;     ///< as said
  std::string quantity;  ///< what is computed, in words
  std::string unit;
  double stated = 0;           ///< the figure that was said
  std::string stated_text;     ///< "about 5"
  double least = 0, most = 0;  ///< computed figures for which the words hold; infinite where open
  std::string band_reason;     ///< why that band
  std::vector<UncertainInput> inputs;
  /// The computed quantity. @throws ModelError where there is no answer
  std::function<double(const InputValues&)> compute;
  std::function<std::vector<ClaimFigure>(const InputValues&)> figures = {};
  std::string
      sentence;  ///< plain; {0} computed, {1} low, {2} high, {3} factor to the stated figure, {4}... figures
  std::string sentence_without = "";  ///< where the nominal inputs have no answer
  std::string method;                 ///< which models, in words
};

/// The figure as it was said, with the unit where that is a number: "0.25 to 0.30 $/W", "pretty light".
std::string stated_figure(const StatedClaim& claim);

enum class ClaimVerdict { holds, holds_under_conditions, does_not_hold };
const char* claim_verdict_name(ClaimVerdict verdict);

/// What one input does on its own.
struct ClaimCondition {
  std::string key, name, unit;
  bool above = false;  ///< the claim holds above the limit; else below it
  double limit = 0;
  double nominal = 0;
};

struct ClaimAnswer {
  StatedClaim claim;
  ClaimVerdict verdict = ClaimVerdict::does_not_hold;
  bool answered = false;                   ///< the nominal inputs have an answer
  std::string no_answer;                   ///< else why not; or why the figures beside it have none
  double nominal = 0;                      ///< computed
  double low = 0, middle = 0, high = 0;    ///< 5 %, 50 %, 95 % of the draws with an answer
  double share = 0;                        ///< [-] of all draws in which the words hold
  double unanswered = 0;                   ///< [-] of all draws
  double factor = 1;                       ///< [-] at least 1, between computed and stated
  std::vector<ClaimCondition> conditions;  ///< of single inputs that turn the answer, others nominal
  std::vector<std::string> strongest;      ///< inputs by rank correlation with the answer, strongest first
  std::vector<ClaimFigure> figures;
  std::vector<double> draws;  ///< computed, with an answer
  std::string conditions_text() const;
  std::string sentence() const;
};

struct ClaimOptions {
  std::size_t draws = 1000;
  std::uint64_t seed = 1;
  StudyOptions study = {};
};

/// Whether a figure is what the words say.
bool words_hold(const StatedClaim& claim, double figure);

/// Computes a claim at its nominal inputs and over Latin hypercube draws of their ranges. It holds where the
/// nominal answer does and at least three draws in four. It does not where the nominal answer does not, fewer
/// than one draw in twenty does, and no single input within its range would turn it. Between these, it holds
/// under conditions.
/// @throws std::invalid_argument for fewer than 20 draws; StudyInterrupted
ClaimAnswer judge(const StatedClaim& claim, const ClaimOptions& options = {});
std::vector<ClaimAnswer> judge_all(const std::vector<StatedClaim>& claims, const ClaimOptions& options = {});

/// Fixes an input of one claim: "solar-five-times.capacity_factor=12". The number is in the input's unit.
/// @throws std::invalid_argument naming the nearest claim or input, or for a text that is no number
void set_claim_input(std::vector<StatedClaim>& claims, const std::string& key_and_value);

/// Number of claims by verdict: "N claims: n hold, ..."
std::string verdict_totals(const std::vector<ClaimAnswer>& answers);

}  // namespace sunrack
