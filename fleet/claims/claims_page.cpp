#include <fmt/format.h>

#include <cmath>

#include "fleet/claims/claims_report.h"

namespace sunrack {

namespace {

constexpr const char* style = R"(<style>
body{font:16px/1.5 sans-serif;color:#222;max-width:1060px;margin:2em auto;padding:0 1em}
h1{font-size:1.7em}h2{margin-top:2em;border-bottom:2px solid #ddd}h3{margin:1.6em 0 .3em}
table{border-collapse:collapse;width:100%;font-size:.9em}td,th{border-bottom:1px solid #ddd;padding:.3em .6em;text-align:left;vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap}
blockquote{margin:.4em 0;padding:.2em 1em;border-left:4px solid #bbb;color:#444}
.v{display:inline-block;padding:0 .5em;border-radius:.3em;color:#fff;font-size:.9em;white-space:nowrap}
.v0{background:#007a5a}.v1{background:#9a6700}.v2{background:#b34700}
svg{max-width:100%;height:auto}details{margin:.5em 0}summary{cursor:pointer;color:#0059a8}
</style>)";

std::string badge(const ClaimAnswer& a) {
  return fmt::format("<span class=\"v v{}\">{}</span>", int(a.verdict), claim_verdict_name(a.verdict));
}

std::string figure_text(double value, const std::string& unit) {
  return std::isfinite(value) ? html_text(fmt::format("{:.4g}{}{}", value, unit.empty() ? "" : " ", unit))
                              : "no answer";
}

std::string claim_section(const ClaimAnswer& a, const std::string& histogram) {
  const StatedClaim& c = a.claim;
  std::string text = fmt::format(
      "<h3 id=\"{0}\">{0} {1}</h3>\n<blockquote>\u201c{2}\u201d \u2014 {3}</blockquote>\n<p><b>{4}</b></p>\n",
      html_text(c.id), badge(a), html_text(c.words), html_text(c.speaker), html_text(a.sentence()));
  text += fmt::format(
      "<p>{}: said {}; computed {}, 5 to 95 % of the draws {} to {}. The words count as true {} ({}); so "
      "they are in {:.0f} % of the draws.",
      html_text(c.quantity), html_text(stated_figure(c)),
      a.answered ? figure_text(a.nominal, c.unit) : "no answer", figure_text(a.low, ""),
      figure_text(a.high, c.unit),
      std::isfinite(c.most) ? fmt::format("from {:.4g} to {:.4g}", c.least, c.most)
                            : fmt::format("from {:.4g} up", c.least),
      html_text(c.band_reason), 100 * a.share);
  if (a.verdict == ClaimVerdict::does_not_hold && a.factor > 1.005)
    text += fmt::format(" It misses by a factor of {:.3g}.", a.factor);
  if (const std::string conditions = a.conditions_text(); !conditions.empty())
    text += " Holds " + html_text(conditions) + ".";
  text += "</p>\n" + histogram + "<details><summary>Figures, inputs and method</summary><table>";
  for (const ClaimFigure& figure : a.figures)
    text += fmt::format("<tr><td>{}</td><td class=\"n\">{}</td></tr>", html_text(figure.name),
                        figure_text(figure.value, figure.unit));
  text +=
      "</table><table><tr><th>input</th><th class=\"n\">low</th><th class=\"n\">nominal</th><th "
      "class=\"n\">high</th><th>unit</th><th>year</th><th>source</th></tr>";
  for (const UncertainInput& input : c.inputs)
    text += fmt::format(
        "<tr><td>{}</td><td class=\"n\">{:.4g}</td><td class=\"n\">{:.4g}</td><td "
        "class=\"n\">{:.4g}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        html_text(input.name), input.range.low, input.range.nominal, input.range.high, html_text(input.unit),
        input.year ? std::to_string(input.year) : "", html_text(input.source));
  return text + fmt::format("</table><p>Method: {}.</p></details>\n", html_text(c.method));
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '"')
      result += "&quot;";
    else
      result += c;
  }
  return result;
}

std::string svg_element(const std::string& svg) {
  const auto start = svg.find("<svg");
  return start == std::string::npos ? "" : svg.substr(start);
}

std::string claims_page(const std::vector<ClaimAnswer>& answers, const Provenance& provenance,
                        const std::string& overview, const std::vector<std::string>& histograms,
                        const std::string& more) {
  std::string text = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\">"
      "<title>Orbital data centers: claims and verdicts</title>{}</head><body>\n<h1>Orbital data centers: "
      "claims and verdicts</h1>\n"
      "<p>What was said in an interview of 5 February 2026, and what the models compute. {}. Each verdict "
      "comes from the nominal inputs and from draws over their ranges; "
      "a changed input changes it.</p>\n{}\n<table><tr><th>claim</th><th class=\"n\">said</th><th "
      "class=\"n\">computed</th><th class=\"n\">5 to 95 %</th><th>verdict</th></tr>\n",
      style, html_text(verdict_totals(answers)), svg_element(overview));
  for (const ClaimAnswer& a : answers)
    text += fmt::format(
        "<tr><td><a href=\"#{0}\">{0}</a></td><td class=\"n\">{1}</td><td class=\"n\">{2}</td><td "
        "class=\"n\">{3:.3g} to {4:.3g}</td><td>{5}</td></tr>\n",
        html_text(a.claim.id), html_text(stated_figure(a.claim)),
        a.answered ? figure_text(a.nominal, a.claim.unit) : "no answer", a.low, a.high, badge(a));
  text += "</table>\n";
  std::string topic;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].claim.topic != topic)
      text += fmt::format("<h2>{}</h2>\n", html_text(topic = answers[i].claim.topic));
    text += claim_section(answers[i], i < histograms.size() ? svg_element(histograms[i]) : "");
  }
  return text + more +
         fmt::format("<hr><p>sunrack {} ({}), seed {}</p></body></html>\n", html_text(provenance.version),
                     html_text(provenance.revision), provenance.seed);
}

}  // namespace sunrack
