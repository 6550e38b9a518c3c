#include "chips/bit_flips/campaign.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "physics/numerics/file_output.h"
#include "physics/numerics/parallel.h"
#include "physics/require.h"

namespace sunrack {
namespace {

void add(StratumResult& sum, const FaultEffect& effect, const OutcomeLimits& limits) {
  const Outcome outcome = outcome_of(effect, limits);
  ++sum.trials, ++sum.outcomes[int(outcome)];
  sum.changed_answers += effect.changed_answers;
  sum.changing_faults += effect.changed_answers > 0 || !effect.finite;
  if (effect.finite) sum.accuracy_sum += effect.accuracy_change;
  if (outcome == Outcome::masked || outcome == Outcome::bounded) {
    sum.loss_sum += effect.loss_change;
    sum.loss_square_sum += effect.loss_change * effect.loss_change;
    sum.first_sum += effect.first_order;
    sum.first_square_sum += effect.first_order * effect.first_order;
    sum.product_sum += effect.first_order * effect.loss_change;
  }
}

std::vector<StratumCount> counts(const std::vector<StratumResult>& strata, bool failures) {
  std::vector<StratumCount> result;
  for (const StratumResult& stratum : strata)
    result.push_back(
        {stratum.population, stratum.trials, failures ? stratum.failures() : stratum.changing_faults});
  return result;
}

/// All that decides which faults are drawn and how they are counted.
nlohmann::json identity_of(const std::vector<CampaignStratum>& strata, const CampaignOptions& options) {
  nlohmann::json list = nlohmann::json::array();
  for (const CampaignStratum& stratum : strata) list.push_back({stratum.name, stratum.population});
  return {{"identity", options.identity},
          {"seed", options.seed},
          {"pilot", options.pilot},
          {"round", options.round},
          {"negligible_loss_nat", options.limits.negligible_loss},
          {"collapse_loss_nat", options.limits.collapse_loss},
          {"strata", list}};
}

void write_checkpoint(const std::vector<StratumResult>& strata, const nlohmann::json& identity,
                      const std::string& file) {
  nlohmann::json list = nlohmann::json::array();
  for (const StratumResult& s : strata)
    list.push_back({{"trials", s.trials},
                    {"outcomes", s.outcomes},
                    {"changed_answers", s.changed_answers},
                    {"changing_faults", s.changing_faults},
                    {"loss_sum", s.loss_sum},
                    {"loss_square_sum", s.loss_square_sum},
                    {"first_sum", s.first_sum},
                    {"first_square_sum", s.first_square_sum},
                    {"product_sum", s.product_sum},
                    {"accuracy_sum", s.accuracy_sum}});
  write_file_whole(file, nlohmann::json{{"campaign", identity}, {"counts", list}}.dump(1) + "\n");
}

void read_checkpoint(std::vector<StratumResult>& strata, const nlohmann::json& identity,
                     const std::string& file) {
  if (!std::filesystem::exists(file)) return;
  std::ifstream stream(file);
  try {
    const nlohmann::json all = nlohmann::json::parse(stream);
    if (all.at("campaign") != identity)
      throw std::invalid_argument("checkpoint " + file + " is of another campaign");
    const nlohmann::json& list = all.at("counts");
    if (list.size() != strata.size()) throw std::invalid_argument("checkpoint " + file + " lacks strata");
    for (std::size_t h = 0; h < strata.size(); ++h) {
      StratumResult& s = strata[h];
      list[h].at("trials").get_to(s.trials);
      list[h].at("outcomes").get_to(s.outcomes);
      list[h].at("changed_answers").get_to(s.changed_answers);
      list[h].at("changing_faults").get_to(s.changing_faults);
      list[h].at("loss_sum").get_to(s.loss_sum);
      list[h].at("loss_square_sum").get_to(s.loss_square_sum);
      list[h].at("first_sum").get_to(s.first_sum);
      list[h].at("first_square_sum").get_to(s.first_square_sum);
      list[h].at("product_sum").get_to(s.product_sum);
      list[h].at("accuracy_sum").get_to(s.accuracy_sum);
      std::uint64_t sum = 0;
      for (const std::uint64_t count : s.outcomes) sum += count;
      if (sum != s.trials || s.trials > s.population)
        throw std::invalid_argument("checkpoint " + file + ": the counts do not add up");
    }
  } catch (const nlohmann::json::exception& error) {
    throw std::invalid_argument("checkpoint " + file + ": " + error.what());
  }
}

class Campaign {
 public:
  Campaign(const std::vector<CampaignStratum>& strata, const RunFault& run, const CampaignOptions& options)
      : run_(run), options_(options), identity_(identity_of(strata, options)) {
    for (const CampaignStratum& stratum : strata)
      strata_.push_back({.name = stratum.name, .population = stratum.population});
    if (!options.checkpoint.empty()) read_checkpoint(strata_, identity_, options.checkpoint);
  }

  CampaignResult run() {
    CampaignResult result;
    while (true) {
      const bool is_piloted =
          std::all_of(strata_.begin(), strata_.end(), [](const auto& stratum) { return stratum.trials > 0; });
      result.trials = 0;
      for (const StratumResult& stratum : strata_) result.trials += stratum.trials;
      if (is_piloted) {
        result.failures = stratified_share(counts(strata_, true), options_.confidence);
        result.changing = stratified_share(counts(strata_, false), options_.confidence);
        result.reached = result.failures.interval.half_width() <= options_.half_width;
        if (options_.progress) options_.progress(result.trials, result.failures.interval.half_width());
      }
      if (result.reached || (is_piloted && result.trials >= options_.most_trials)) break;
      const std::vector<std::uint64_t> draws = is_piloted ? next_draws(result.trials) : pilot_draws();
      if (std::all_of(draws.begin(), draws.end(), [](std::uint64_t n) { return n == 0; })) break;
      if (!run_round(draws)) {
        result.cancelled = true;
        break;
      }
      if (!options_.checkpoint.empty()) write_checkpoint(strata_, identity_, options_.checkpoint);
    }
    result.strata = strata_;
    return result;
  }

 private:
  std::vector<std::uint64_t> pilot_draws() const {
    std::vector<std::uint64_t> draws;
    for (const StratumResult& stratum : strata_)
      draws.push_back(std::min(options_.pilot, stratum.population));
    return draws;
  }
  std::vector<std::uint64_t> next_draws(std::uint64_t trials) const {
    return neyman_allocation(counts(strata_, true), std::min(options_.round, options_.most_trials - trials));
  }

  /// Adds a round, in the order of strata and indices; nothing of it when cancelled within.
  bool run_round(const std::vector<std::uint64_t>& draws) {
    std::vector<std::pair<std::size_t, std::uint64_t>> list;
    for (std::size_t h = 0; h < draws.size(); ++h)
      for (std::uint64_t n = 0; n < draws[h]; ++n) list.emplace_back(h, strata_[h].trials + n);
    std::vector<FaultEffect> effects(list.size());
    const bool whole = parallel_for(
        list.size(), options_.threads,
        [&](std::size_t n) { effects[n] = run_(list[n].first, list[n].second); }, options_.cancel);
    if (!whole) return false;
    for (std::size_t n = 0; n < list.size(); ++n) add(strata_[list[n].first], effects[n], options_.limits);
    return true;
  }

  const RunFault& run_;
  const CampaignOptions& options_;
  nlohmann::json identity_;
  std::vector<StratumResult> strata_;
};

}  // namespace

const char* name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::masked:
      return "masked";
    case Outcome::bounded:
      return "bounded";
    case Outcome::collapse:
      return "collapse";
    case Outcome::non_finite:
      return "non_finite";
  }
  return "";
}

Outcome outcome_of(const FaultEffect& effect, const OutcomeLimits& limits) {
  if (!effect.finite || !std::isfinite(effect.loss_change)) return Outcome::non_finite;
  if (effect.loss_change >= limits.collapse_loss) return Outcome::collapse;
  const bool is_masked =
      effect.changed_answers == 0 && std::abs(effect.loss_change) <= limits.negligible_loss;
  return is_masked ? Outcome::masked : Outcome::bounded;
}

std::uint64_t StratumResult::failures() const {
  return outcomes[int(Outcome::collapse)] + outcomes[int(Outcome::non_finite)];
}

double StratumResult::mean_loss_change() const { return bounded() > 0 ? loss_sum / double(bounded()) : 0; }

double StratumResult::loss_deviation() const {
  if (bounded() < 2) return 0;
  const double n = double(bounded());
  return std::sqrt(std::max(0.0, (loss_square_sum - loss_sum * loss_sum / n) / (n - 1)));
}

double StratumResult::first_order_correlation() const {
  const double n = double(bounded());
  if (n < 2) return 0;
  const double spread = loss_square_sum - loss_sum * loss_sum / n;
  const double first_spread = first_square_sum - first_sum * first_sum / n;
  if (!(spread > 0) || !(first_spread > 0)) return 0;
  return (product_sum - first_sum * loss_sum / n) / std::sqrt(spread * first_spread);
}

CampaignResult run_campaign(const std::vector<CampaignStratum>& strata, const RunFault& run,
                            const CampaignOptions& options) {
  require(!strata.empty(), "run_campaign: strata", 0, "there must be one");
  for (const CampaignStratum& stratum : strata)
    require(stratum.population > 0, "run_campaign: population", 0, "must be positive");
  require(options.half_width > 0, "run_campaign: half-width", options.half_width, "must be positive");
  require(options.confidence > 0 && options.confidence < 1, "run_campaign: confidence", options.confidence,
          "must be between 0 and 1");
  require(options.pilot > 0, "run_campaign: pilot", 0, "must be positive");
  require(options.round > 0, "run_campaign: round", 0, "must be positive");
  return Campaign(strata, run, options).run();
}

}  // namespace sunrack
