#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fleet/everyone.h"
#include "satellite/study.h"

namespace sunrack {

namespace {

std::string figure(std::optional<double> value) { return value ? fmt::format("{:.1f}", *value * 1e3) : "-"; }
std::string deviation(const EveryoneRow& row) {
  return row.reproduced ? fmt::format("{:+.1f} %", 100 * (*row.reproduced / row.peer.published - 1)) : "-";
}
const char* state(const EveryoneRow& row) {
  return !row.reproduced             ? "not told"
         : row.peer.partial          ? "partly told"
         : !row.within               ? "differs"
         : row.peer.division         ? "a division"
         : !row.peer.assumed.empty() ? "assumption"
                                     : "rebuilt";
}

/// "ours - theirs +17.9: power +6.1, radiator and loop ..."; empty where their items are not known.
std::string difference_text(const EveryoneRow& row) {
  if (row.differences.empty()) return "";
  double sum = 0, cooling = 0;
  std::string parts;
  for (const PublishedItem& item : row.differences) {
    sum += item.specific_mass;
    if (item.group == MassGroup::radiator || item.group == MassGroup::coolant_loop)
      cooling += item.specific_mass;
    else
      parts +=
          fmt::format(", {} {:+.1f}", item.group == MassGroup::bus ? "bus, structure, margins" : item.name,
                      1e3 * item.specific_mass);
  }
  return fmt::format("ours - theirs {:+.1f}: radiator and loop {:+.1f}{}", 1e3 * sum, 1e3 * cooling, parts);
}

/// What is behind a row, as sentences.
std::vector<std::string> remarks(const EveryoneRow& row) {
  std::vector<std::string> all = {row.peer.per + ". " + row.peer.explanation};
  if (!row.peer.assumed.empty()) all.push_back("Assumed: " + row.peer.assumed);
  if (!row.peer.not_told.empty())
    all.push_back("Not told: " + row.peer.not_told + ". Needed: " + row.peer.needed + ".");
  if (const std::string difference = difference_text(row); !difference.empty()) all.push_back(difference);
  return all;
}
std::optional<double> ours(const EveryoneRow& row) {
  return row.no_answer.empty() ? std::optional(row.ours) : std::nullopt;
}

}  // namespace

std::string everyone_text(const std::vector<EveryoneRow>& rows) {
  std::string text =
      fmt::format("{:<30}{:>11}{:>12}{:>10}  {:<11}{:>10}\n{:<30}{:>11}{:>12}{:>10}  {:<11}{:>10}\n", "kg/kW",
                  "published", "theirs", "", "", "ours", "", "", "rebuilt", "deviation", "", "satellite");
  std::size_t within = 0, divisions = 0, assumed = 0;
  for (const EveryoneRow& row : rows) {
    within += row.within;
    text += fmt::format("{:<30}{:>11}{:>12}{:>10}  {:<11}{:>10}\n", row.peer.name, figure(row.peer.published),
                        figure(row.reproduced), deviation(row), state(row), figure(ours(row)));
    for (const std::string& remark : remarks(row)) text += "    " + remark + "\n";
    divisions += row.within && row.peer.division;
    assumed += row.within && !row.peer.division && !row.peer.assumed.empty();
  }
  return text + fmt::format(
                    "\n{} of {} within 5 % under their own assumptions: {} rebuilt, {} with an assumption of "
                    "ours, {} mere divisions of a mass by a power.\n",
                    within, rows.size(), within - divisions - assumed, assumed, divisions);
}

nlohmann::ordered_json everyone_json(const std::vector<EveryoneRow>& rows, const Provenance& provenance) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  const auto items = [](const std::vector<PublishedItem>& from) {
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const PublishedItem& item : from) json[item.name] = item.specific_mass * 1e3;
    return json;
  };
  for (const EveryoneRow& row : rows)
    list.push_back(
        {{"name", row.peer.name},
         {"published_kg_per_kW", row.peer.published * 1e3},
         {"per", row.peer.per},
         {"reproduced_kg_per_kW", row.reproduced ? nlohmann::ordered_json(*row.reproduced * 1e3) : nullptr},
         {"within_5_percent", row.within},
         {"state", state(row)},
         {"their_items_kg_per_kW", items(row.peer.items)},
         {"their_factor", row.peer.factor},
         {"overrides", row.peer.overrides},
         {"ours_kg_per_kW", row.no_answer.empty() ? nlohmann::ordered_json(row.ours * 1e3) : nullptr},
         {"no_answer", row.no_answer},
         {"our_groups_kg_per_kW", items(row.our_items)},
         {"explanation", row.peer.explanation},
         {"assumed", row.peer.assumed},
         {"not_told", row.peer.not_told},
         {"needed", row.peer.needed},
         {"ours_less_theirs_kg_per_kW", items(row.differences)},
         {"source", row.peer.source}});
  return {{"satellites", list}, {"provenance", provenance_json(provenance)}};
}

std::string everyone_csv(const std::vector<EveryoneRow>& rows, const Provenance& provenance) {
  std::string text = provenance_comment(provenance, "# ") +
                     "name,published_kg_per_kW,reproduced_kg_per_kW,state,ours_kg_per_kW,per,explanation,"
                     "assumed,not_told,needed,difference\n";
  for (const EveryoneRow& row : rows)
    text += fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{}\n", csv_cell(row.peer.name), figure(row.peer.published),
        row.reproduced ? figure(row.reproduced) : "", state(row), ours(row) ? figure(ours(row)) : "",
        csv_cell(row.peer.per), csv_cell(row.peer.explanation), csv_cell(row.peer.assumed),
        csv_cell(row.peer.not_told), csv_cell(row.peer.needed), csv_cell(difference_text(row)));
  return text;
}

std::string everyone_html(const std::vector<EveryoneRow>& rows, const std::string& svg) {
  std::string text =
      "<h2 id=\"everyone\">Everyone's kilograms per kilowatt</h2>\n<p>Published figures, the same rebuilt "
      "under their own assumptions and accounting, and their technology in our "
      "reference satellite with everything counted.</p>\n" +
      svg +
      "<table><tr><th>satellite or calculator</th><th class=\"n\">published</th><th "
      "class=\"n\">rebuilt</th><th>how</th><th class=\"n\">ours</th><th>what is counted, what "
      "differs</th></tr>\n";
  for (const EveryoneRow& row : rows) {
    std::string words;
    for (const std::string& remark : remarks(row)) words += (words.empty() ? "" : "<br>") + remark;
    text += fmt::format(
        "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td><td "
        "class=\"n\">{}</td><td>{}</td></tr>\n",
        row.peer.name, figure(row.peer.published), figure(row.reproduced), state(row), figure(ours(row)),
        words);
  }
  return text + "</table>\n";
}

std::string everyone_plot_script(const std::vector<EveryoneRow>& rows) {
  std::string ticks, published, rebuilt, own;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ticks += fmt::format("{}\"{}\" -{}", i ? ", " : "", rows[i].peer.name, i);
    published += fmt::format("{:.4g} -{}\n", rows[i].peer.published * 1e3, i);
    if (rows[i].reproduced) rebuilt += fmt::format("{:.4g} -{}\n", *rows[i].reproduced * 1e3, i);
    if (ours(rows[i])) own += fmt::format("{:.4g} -{}\n", rows[i].ours * 1e3, i);
  }
  return fmt::format(
      "set terminal svg size 1000,{} noenhanced font \"sans-serif,14\" background \"white\"\nset encoding "
      "utf8\n"
      "set title \"Everyone's kg/kW: theirs, and their technology counted our way\" font \",17\"\nset "
      "logscale x\nset xrange [2:150]\nset format x \"%g\"\nset xtics (2, 5, 10, 20, 50, 100)\n"
      "set xlabel \"specific mass [kg/kW]\"\nset ytics ({}) scale 0\nset yrange [-{}.6:0.6]\nset border 1 "
      "linecolor \"#444444\"\nset grid xtics linecolor \"#dddddd\" linetype 1\n"
      "set tics nomirror out\nset key at screen 0.6, screen 0.015 bottom center horizontal Left reverse "
      "samplen 2\nset bmargin 6\n"
      "$p << EOD\n{}EOD\n$r << EOD\n{}EOD\n$o << EOD\n{}EOD\n"
      "plot $p with points pointtype 7 pointsize 1.1 linecolor \"#0072B2\" title \"published\", $r with "
      "points pointtype 6 pointsize 1.7 linewidth 2 linecolor \"#D55E00\" title \"rebuilt, their "
      "assumptions\", $o with points pointtype 9 pointsize 1.2 linecolor \"#009E73\" title \"ours, all "
      "counted\"\n",
      170 + 26 * rows.size(), ticks, rows.size() - 1, published, rebuilt, own);
}

}  // namespace sunrack
