#include "fleet/claims/stated_claim.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "physics/numerics/nearest_word.h"
#include "physics/numerics/parallel.h"
#include "physics/require.h"
#include "satellite/monte_carlo.h"

namespace sunrack {

namespace {

constexpr double enough = 0.75, too_few = 0.05;

/// The figure, or nothing with the reason.
std::optional<double> evaluate(const StatedClaim& claim, const std::vector<double>& values,
                               std::string* reason = nullptr) {
  try {
    const double figure = claim.compute(InputValues(claim.inputs, values));
    if (std::isfinite(figure)) return figure;
    if (reason) *reason = "the figure is not finite";
  } catch (const ModelError& error) {
    if (reason) *reason = error.what();
  }
  return std::nullopt;
}

bool holds_at(const StatedClaim& claim, const std::vector<double>& values) {
  const auto figure = evaluate(claim, values);
  return figure && words_hold(claim, *figure);
}

/// Where one input alone turns the answer, others nominal: the first change from the nominal value outwards.
std::optional<ClaimCondition> condition_of(const StatedClaim& claim, std::size_t index,
                                           const std::vector<double>& nominal, bool at_nominal) {
  const UncertainInput& input = claim.inputs[index];
  const auto holds = [&](double value) {
    std::vector<double> values = nominal;
    values[index] = value;
    return holds_at(claim, values);
  };
  for (const double end : {input.range.low, input.range.high}) {
    constexpr int steps = 8;
    double last = input.range.nominal;
    if (end == last) continue;
    for (int step = 1; step <= steps; ++step) {
      const double value = input.range.nominal + (end - input.range.nominal) * step / steps;
      if (holds(value) == at_nominal) {
        last = value;
        continue;
      }
      double same = last, other = value;
      for (int round = 0; round < 30; ++round) {
        const double middle = (same + other) / 2;
        (holds(middle) == at_nominal ? same : other) = middle;
      }
      const bool turns_above = other > same;
      return ClaimCondition{.key = input.key,
                            .name = input.name,
                            .unit = input.unit,
                            .above = turns_above != at_nominal,
                            .limit = (same + other) / 2,
                            .nominal = input.range.nominal};
    }
  }
  return std::nullopt;
}

double factor_between(double a, double b) {
  if (!(a > 0) || !(b > 0)) return 1;
  return std::max(a / b, b / a);
}

}  // namespace

std::string stated_figure(const StatedClaim& claim) {
  const std::string& text = claim.stated_text;
  const bool number = !text.empty() && text.back() >= '0' && text.back() <= '9';
  return number && !claim.unit.empty() ? text + " " + claim.unit : text;
}

const char* claim_verdict_name(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::holds:
      return "holds";
    case ClaimVerdict::holds_under_conditions:
      return "holds under conditions";
    default:
      return "does not hold";
  }
}

bool words_hold(const StatedClaim& claim, double figure) {
  return figure >= claim.least && figure <= claim.most;
}

ClaimAnswer judge(const StatedClaim& claim, const ClaimOptions& options) {
  require(options.draws >= 20, "judge: draws", double(options.draws), "must be at least 20");
  ClaimAnswer answer{.claim = claim};
  const std::vector<double> nominal = nominal_values(claim.inputs);
  const auto figure = evaluate(claim, nominal, &answer.no_answer);
  answer.answered = figure.has_value();
  answer.nominal = figure.value_or(0);
  try {
    if (claim.figures) answer.figures = claim.figures(InputValues(claim.inputs, nominal));
  } catch (const ModelError& error) {
    if (answer.answered) answer.no_answer = error.what();  // of the figures beside it
  }
  const bool at_nominal = figure && words_hold(claim, *figure);

  std::vector<std::vector<double>> inputs(options.draws);
  std::vector<std::optional<double>> figures(options.draws);
  const bool finished = parallel_for(
      options.draws, options.study.threads,
      [&](std::size_t i) {
        inputs[i] = drawn_values(claim.inputs, options.seed, i, options.draws);
        figures[i] = evaluate(claim, inputs[i]);
      },
      options.study.cancel);
  if (!finished) throw StudyInterrupted("claims: interrupted, nothing written");

  std::size_t fulfilled = 0;
  std::vector<std::size_t> answered;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if (!figures[i]) continue;
    answered.push_back(i);
    answer.draws.push_back(*figures[i]);
    fulfilled += words_hold(claim, *figures[i]);
  }
  answer.share = double(fulfilled) / double(options.draws);
  answer.unanswered = 1 - double(answered.size()) / double(options.draws);
  if (!answer.draws.empty()) {
    std::vector<double> sorted = answer.draws;
    std::sort(sorted.begin(), sorted.end());
    const auto at = [&](double share) {
      return sorted[std::min(sorted.size() - 1, std::size_t(share * double(sorted.size())))];
    };
    answer.low = at(0.05), answer.middle = at(0.5), answer.high = at(0.95);
    std::vector<std::pair<double, std::string>> influence;
    for (std::size_t d = 0; d < claim.inputs.size(); ++d) {
      std::vector<double> column;
      for (const std::size_t i : answered) column.push_back(inputs[i][d]);
      influence.emplace_back(-std::abs(rank_correlation(column, answer.draws)), claim.inputs[d].name);
    }
    std::stable_sort(influence.begin(), influence.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [strength, name] : influence)
      if (strength < -0.15) answer.strongest.push_back(name);
  }
  answer.factor = figure ? factor_between(*figure, claim.stated) : 1;
  for (std::size_t d = 0; d < claim.inputs.size(); ++d)
    if (auto condition = condition_of(claim, d, nominal, at_nominal)) answer.conditions.push_back(*condition);
  if (at_nominal && answer.share >= enough)
    answer.verdict = ClaimVerdict::holds;
  else if (!at_nominal && answer.share < too_few && answer.conditions.empty())
    answer.verdict = ClaimVerdict::does_not_hold;
  else
    answer.verdict = ClaimVerdict::holds_under_conditions;
  return answer;
}

std::vector<ClaimAnswer> judge_all(const std::vector<StatedClaim>& claims, const ClaimOptions& options) {
  std::vector<ClaimAnswer> answers;
  Progress progress("claims", claims.size(), options.study.progress);
  for (const StatedClaim& claim : claims) {
    answers.push_back(judge(claim, options));
    progress.advance();
  }
  return answers;
}

std::string ClaimAnswer::conditions_text() const {
  constexpr std::size_t most = 4;
  if (!conditions.empty()) {
    const bool at_nominal = answered && words_hold(claim, nominal);
    std::string text = at_nominal ? "as long as " : "if ";
    for (std::size_t i = 0; i < std::min(most, conditions.size()); ++i)
      text += fmt::format("{}{} {} {:.3g}{}{}",
                          i == 0       ? ""
                          : at_nominal ? ", and "
                                       : ", or ",
                          conditions[i].name, conditions[i].above ? "above" : "below", conditions[i].limit,
                          conditions[i].unit.empty() ? "" : " ", conditions[i].unit);
    if (conditions.size() > most) text += fmt::format(", and {} more", conditions.size() - most);
    return text;
  }
  if (verdict != ClaimVerdict::holds_under_conditions) return "";
  std::string text = "no single input turns it; several at once do";
  for (std::size_t i = 0; i < std::min<std::size_t>(3, strongest.size()); ++i)
    text += (i ? ", " : ", most of all: ") + strongest[i];
  return text;
}

std::string ClaimAnswer::sentence() const {
  fmt::dynamic_format_arg_store<fmt::format_context> arguments;
  for (const double number : {nominal, low, high, factor}) arguments.push_back(number);
  for (const ClaimFigure& figure : figures) arguments.push_back(figure.value);
  if (claim.figures && figures.empty()) {  // the sentence would need them
    if (!answered) return "There is no answer at the nominal inputs: " + no_answer + ".";
    return fmt::format("{:.4g}{}{} ({:.4g} to {:.4g}); the figures beside it have no answer: {}.", nominal,
                       claim.unit.empty() ? "" : " ", claim.unit, low, high, no_answer);
  }
  if (answered) return fmt::vformat(claim.sentence, arguments);
  return claim.sentence_without.empty() ? "There is no answer at the nominal inputs: " + no_answer + "."
                                        : fmt::vformat(claim.sentence_without, arguments);
}

void set_claim_input(std::vector<StatedClaim>& claims, const std::string& text) {
  const auto equals = text.find('='), dot = text.find('.');
  if (equals == std::string::npos || dot == std::string::npos || dot > equals)
    throw std::invalid_argument(
        "--set " + text + ": write claim.input=number, for example solar-five-times.capacity_factor=12");
  const std::string id = text.substr(0, dot), key = text.substr(dot + 1, equals - dot - 1),
                    number = text.substr(equals + 1);
  std::vector<std::string> names;
  for (StatedClaim& claim : claims) {
    names.push_back(claim.id);
    if (claim.id != id) continue;
    fix_input(claim.inputs, "claim " + id, key, number);
    return;
  }
  throw std::invalid_argument(
      fmt::format("there is no claim \"{}\"; the nearest is {}", id, nearest_word(id, names)));
}

std::string verdict_totals(const std::vector<ClaimAnswer>& answers) {
  const auto count = [&](ClaimVerdict verdict) {
    return std::count_if(answers.begin(), answers.end(),
                         [&](const ClaimAnswer& answer) { return answer.verdict == verdict; });
  };
  return fmt::format("{} claims: {} hold, {} hold under conditions, {} do not hold", answers.size(),
                     count(ClaimVerdict::holds), count(ClaimVerdict::holds_under_conditions),
                     count(ClaimVerdict::does_not_hold));
}

}  // namespace sunrack
