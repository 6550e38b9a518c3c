#include "fleet/claims/claims_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace sunrack {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

std::string with_unit(const std::string& text, const std::string& unit) {
  return unit.empty() ? text : text + " " + unit;
}

std::string wrapped(const std::string& text, std::size_t width, const std::string& indent) {
  std::string result, line;
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t to = std::min(text.find(' ', from), text.size());
    const std::string word = text.substr(from, to - from);
    if (!line.empty() && line.size() + 1 + word.size() > width) result += indent + line + "\n", line.clear();
    line += (line.empty() ? "" : " ") + word;
    from = to + 1;
  }
  return line.empty() ? result : result + indent + line + "\n";
}

}  // namespace

std::string claims_text(const std::vector<ClaimAnswer>& answers) {
  std::string text, topic;
  for (const ClaimAnswer& a : answers) {
    if (a.claim.topic != topic)
      text += fmt::format("{}{}\n", topic.empty() ? "" : "\n", topic = a.claim.topic);
    const std::string verdict = a.verdict == ClaimVerdict::does_not_hold && a.factor > 1.005
                                    ? fmt::format("does not hold, by a factor of {:.3g}", a.factor)
                                    : claim_verdict_name(a.verdict);
    text += fmt::format("\n  {:<28} {}\n", a.claim.id, verdict);
    text += wrapped("\"" + a.claim.words + "\" (" + a.claim.speaker + ")", 106, "    ");
    text += fmt::format("    {}: said {}, computed {} [{:.4g} to {:.4g}]; true in {:.0f} % of the draws\n",
                        a.claim.quantity, stated_figure(a.claim),
                        a.answered ? with_unit(fmt::format("{:.4g}", a.nominal), a.claim.unit) : "no answer",
                        a.low, a.high, 100 * a.share);
    if (const std::string conditions = a.conditions_text();
        !conditions.empty() && a.verdict != ClaimVerdict::does_not_hold)
      text += wrapped("Holds " + conditions + ".", 106, "    ");
    text += wrapped(a.sentence(), 106, "    ");
  }
  return text + "\n" + verdict_totals(answers) + ".\n";
}

Json claims_json(const std::vector<ClaimAnswer>& answers, const Provenance& provenance) {
  Json list = Json::array();
  for (const ClaimAnswer& a : answers) {
    Json inputs = Json::array(), figures = Json::array(), conditions = Json::array();
    for (const UncertainInput& input : a.claim.inputs) inputs.push_back(input_json(input));
    for (const ClaimFigure& figure : a.figures)
      figures.push_back({{"name", figure.name}, {"value", number(figure.value)}, {"unit", figure.unit}});
    for (const ClaimCondition& c : a.conditions)
      conditions.push_back({{"input", c.key},
                            {"side", c.above ? "above" : "below"},
                            {"limit", c.limit},
                            {"unit", c.unit},
                            {"nominal", c.nominal}});
    list.push_back({{"id", a.claim.id},
                    {"topic", a.claim.topic},
                    {"speaker", a.claim.speaker},
                    {"words", a.claim.words},
                    {"quantity", a.claim.quantity},
                    {"unit", a.claim.unit},
                    {"stated", a.claim.stated},
                    {"stated_text", a.claim.stated_text},
                    {"holds_from", number(a.claim.least)},
                    {"holds_to", number(a.claim.most)},
                    {"band_reason", a.claim.band_reason},
                    {"verdict", claim_verdict_name(a.verdict)},
                    {"computed", a.answered ? number(a.nominal) : Json(nullptr)},
                    {"low", a.low},
                    {"median", a.middle},
                    {"high", a.high},
                    {"share_of_draws_that_hold", a.share},
                    {"share_without_answer", a.unanswered},
                    {"factor_to_stated", a.answered ? Json(a.factor) : Json(nullptr)},
                    {"conditions", conditions},
                    {"conditions_text", a.conditions_text()},
                    {"strongest_inputs", a.strongest},
                    {"sentence", a.sentence()},
                    {"figures", figures},
                    {"inputs", inputs},
                    {"method", a.claim.method}});
  }
  return {{"claims", list}, {"totals", verdict_totals(answers)}, {"provenance", provenance_json(provenance)}};
}

std::string claims_csv(const std::vector<ClaimAnswer>& answers, const Provenance& provenance) {
  std::string text = provenance_comment(provenance, "# ") +
                     "id,verdict,stated,computed,low,median,high,unit,share_that_holds,conditions,words\n";
  for (const ClaimAnswer& a : answers)
    text += fmt::format("{},{},{},{},{:.6g},{:.6g},{:.6g},{},{:.4g},{},{}\n", a.claim.id,
                        claim_verdict_name(a.verdict), csv_cell(a.claim.stated_text),
                        a.answered ? fmt::format("{:.6g}", a.nominal) : "", a.low, a.middle, a.high,
                        a.claim.unit, a.share, csv_cell(a.conditions_text()), csv_cell(a.claim.words));
  return text;
}

HistogramPlot claim_histogram(const ClaimAnswer& answer) {
  HistogramPlot plot{.title = answer.claim.id,
                     .x_label = label_with_unit(answer.claim.quantity, answer.claim.unit),
                     .values = answer.draws};
  const auto [least, most] = std::minmax_element(plot.values.begin(), plot.values.end());
  if (plot.values.empty() || *most - *least < 1e-9 * std::abs(*most))
    throw std::invalid_argument("claim_histogram: nothing varies in " + answer.claim.id);
  // A stated figure far outside would squeeze the draws into one bar.
  const double width = *most - *least;
  if (answer.claim.stated > *least - 2 * width && answer.claim.stated < *most + 2 * width)
    plot.marks.push_back({answer.claim.stated, "said"});
  if (answer.answered && answer.nominal > *least - width && answer.nominal < *most + width)
    plot.marks.push_back({answer.nominal, "computed"});
  return plot;
}

std::string claims_overview_script(const std::vector<ClaimAnswer>& answers) {
  std::string ticks, data[3];
  int row = 0;
  for (const ClaimAnswer& a : answers) {
    if (!(a.claim.stated > 0) || a.draws.empty() || !(a.low > 0)) continue;
    const double said = a.claim.stated;
    ticks += fmt::format("{}\"{}\" {}", row ? ", " : "", a.claim.id, -row);
    data[int(a.verdict)] +=
        fmt::format("{:.6g} {} {:.6g} {:.6g}\n", (a.answered ? a.nominal : a.middle) / said, -row,
                    a.low / said, a.high / said);
    ++row;
  }
  if (row == 0) throw std::invalid_argument("claims overview: there is no claim to draw");
  std::string script = fmt::format(
      "set terminal svg size 1000,{} noenhanced font \"sans-serif,14\" background \"white\"\nset encoding "
      "utf8\n"
      "set title \"Computed over said: nominal, and 5 to 95 % of the draws\" font \",17\"\nset logscale "
      "x\nset format x \"%g\"\n"
      "set xlabel \"computed / said\"\nset ytics ({}) scale 0\nset yrange [{}.6:0.6]\nset border 1 linecolor "
      "\"#444444\"\n"
      "set grid xtics linecolor \"#dddddd\" linetype 1\nset tics nomirror out\n"
      "set arrow from first 1, graph 0 to first 1, graph 1 nohead front dashtype 2 linecolor \"#444444\"\n"
      "set key at screen 0.6, screen 0.015 bottom center horizontal Left reverse samplen 2\nset bmargin 6\n",
      170 + 26 * row, ticks, -(row - 1));
  const char* names[3] = {"holds", "holds under conditions", "does not hold"};
  const char* colours[3] = {"#009E73", "#E69F00", "#D55E00"};
  std::string plot;
  for (int verdict = 0; verdict < 3; ++verdict) {
    if (data[verdict].empty()) continue;
    script += fmt::format("$d{} << EOD\n{}EOD\n", verdict, data[verdict]);
    plot += fmt::format(
        "{}$d{} using 1:2:3:4 with xerrorbars pointtype 7 pointsize 0.8 linewidth 2 linecolor \"{}\" title "
        "\"{}\"",
        plot.empty() ? "" : ", ", verdict, colours[verdict], names[verdict]);
  }
  return script + "plot " + plot + "\n";
}

}  // namespace sunrack
