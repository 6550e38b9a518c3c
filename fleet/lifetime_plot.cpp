#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "fleet/lifetime_report.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

/// Colours that people with any colour vision tell apart (Okabe & Ito 2008), and black.
constexpr std::array colours = {"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#000000"};

double celsius(double kelvin) { return kelvin - 0_degC; }

/// Two blocks of gnuplot data: as far as the chip may go as bought, and beyond; both hold its limit. A gap
/// where there is no answer.
template <typename Value>
std::string data_blocks(const std::string& name, const ChipLifetime& chip, const Value& value) {
  std::string within = fmt::format("${}a << EOD\n", name), beyond = fmt::format("${}b << EOD\n", name);
  const auto line = [&](const LifetimePoint& point) {
    return fmt::format("{:.8g} {:.8g}\n", celsius(point.junction), value(point));
  };
  bool passed = false;
  for (const LifetimePoint& point : chip.points) {
    if (!passed && chip.at_limit.answered() && point.asked > chip.at_limit.junction) {
      passed = true;
      within += line(chip.at_limit), beyond += line(chip.at_limit);
    }
    std::string& block = passed ? beyond : within;
    block += point.answered() ? line(point) : "\n";
  }
  return within + "EOD\n" + beyond + "EOD\n";
}

std::string solid_and_dashed(const std::string& name, const char* colour, const std::string& title,
                             double width) {
  return fmt::format(
      "${0}a using 1:2 with lines linewidth {3} linecolor \"{1}\" {2}, ${0}b using 1:2 with lines linewidth "
      "{3} "
      "dashtype (6,4) linecolor \"{1}\" notitle",
      name, colour, title.empty() ? "notitle" : "title \"" + title + "\"", width);
}

/// Of one chip against its own limit; each line has its words at its end.
std::string left_panel(const ChipLifetime& chip, const LifetimeStudy& study,
                       const std::vector<OptimumRange>& ranges) {
  const LifetimePoint& base = chip.at_limit;
  struct Line {
    const char* title;
    double (*value)(const LifetimePoint&);
    const char* colour;
    double above;  // of the words over the line's end
  };
  static constexpr std::array<Line, 4> lines = {{
      {"radiator area", +[](const LifetimePoint& p) { return p.radiator_area; }, "#56B4E9", -0.08},
      {"satellite, kg per kW", +[](const LifetimePoint& p) { return p.specific_mass; }, "#009E73", 0.06},
      {"compute delivered in its life", +[](const LifetimePoint& p) { return p.delivered; }, "#D55E00",
       -0.06},
      {"kg per compute delivered", +[](const LifetimePoint& p) { return p.mass_per_compute; }, "#000000", 0},
  }};
  constexpr double top = 2;
  std::string script, plot = "plot ";
  double last = celsius(study.question.from);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto ratio = [&](const LifetimePoint& p) { return lines[i].value(p) / lines[i].value(base); };
    script += data_blocks(fmt::format("own{}", i), chip, ratio);
    plot +=
        (i ? ", " : "") + solid_and_dashed(fmt::format("own{}", i), lines[i].colour, "", i == 3 ? 3.5 : 2.2);
    const LifetimePoint* end = nullptr;
    for (const LifetimePoint& point : chip.points)
      if (point.answered() && (ratio(point) < 0.93 * top || point.junction < base.junction)) end = &point;
    if (!end) continue;
    last = std::max(last, celsius(end->junction));
    // A line that leaves the picture or falls to nothing has its words beside it, the others above or below.
    const bool rising = i == 3, falling = i == 2;
    if (falling)
      for (const LifetimePoint& point : chip.points)
        if (point.answered() && ratio(point) > 0.4) end = &point;
    script += fmt::format("set label {} \"{}\" at {:.6g}, {:.6g} {} font \",13\" textcolor \"{}\"\n", 10 + i,
                          lines[i].title,
                          celsius(end->junction) + (rising    ? 2
                                                    : falling ? -2
                                                              : 0),
                          ratio(*end) + lines[i].above, rising ? "left" : "right", lines[i].colour);
  }
  const double limit = celsius(base.junction), to = celsius(study.question.to);
  script += fmt::format(
      "set title \"{}, over its values at {:.0f} °C; {:g} years without repair\" offset 0,1\n"
      "set ylabel \"ratio [-]\"\nset yrange [0:{:g}]\nunset key\n"
      "set arrow 1 from {:.6g}, graph 0 to {:.6g}, graph 1 nohead dashtype 2 linecolor \"#888888\"\n"
      "set label 1 \"limit as bought\" at {:.6g}, graph 1.025 center font \",12\" textcolor \"#666666\"\n",
      chip.chip, limit, study.life / 1_year, top, limit, limit, limit);
  if (last + 3 < to)
    script += fmt::format(
        "set object 1 rectangle from {0:.6g}, graph 0 to {1:.6g}, graph 1 behind fillcolor \"#eeeeee\" "
        "fillstyle "
        "solid noborder\nset label 3 \"no answer\" at {2:.6g}, graph 0.5 center rotate by 90 font \",12\" "
        "textcolor \"#777777\"\n",
        last, to, (last + to) / 2);
  if (chip.hotter.hotter) {
    const double hot = celsius(chip.hotter.hotter->junction);
    script += fmt::format(
        "set arrow 2 from {0:.6g}, graph 0 to {0:.6g}, graph 1 nohead dashtype 2 linecolor \"#D55E00\"\n"
        "set label 2 \"radiator {1:.0f} % hotter\" at {0:.6g}, graph 1.025 center font \",12\" textcolor "
        "\"#D55E00\"\n",
        hot, 100 * (study.question.factor - 1));
  }
  if (!chip.least_mass) return script + plot + "\n";
  const double best = celsius(chip.least_mass->junction),
               at = chip.least_mass->mass_per_compute / base.mass_per_compute;
  script += fmt::format("$least << EOD\n{:.8g} {:.8g}\nEOD\n", best, at);
  script +=
      fmt::format("set label 4 \"{:.0f} °C\" at {:.6g}, {:.6g} center font \",13\"\n", best, best, at - 0.09);
  plot += ", $least using 1:2 with points pointtype 7 pointsize 1.1 linecolor \"#000000\" notitle";
  for (const OptimumRange& range : ranges) {
    if (range.chip != chip.chip) continue;
    script += fmt::format(
        "set arrow 3 from {0:.6g}, {2:.6g} to {1:.6g}, {2:.6g} heads size 0.8,90 linewidth 1.5\n"
        "set label 4 \"least: {3:.0f} °C [{0:.0f} to {1:.0f}]\"\n",
        celsius(range.low), celsius(range.high), at, best);
  }
  return script + plot + "\n";
}

/// All chips.
std::string right_panel(const LifetimeStudy& study) {
  std::string script =
      "unset arrow\nunset label\nunset object\nset title \"All chips; a point where least, dashed beyond the "
      "limits as "
      "bought\" offset 0,1\n"
      "set ylabel \"launched per compute delivered [kg per kW·year]\"\n"
      "set key at graph 0.14, graph 0.99 left top Left reverse samplen 2 spacing 1.05\n";
  double least = INFINITY;
  std::string points = "$leasts << EOD\n", plot = "plot ";
  for (std::size_t i = 0; i < study.chips.size(); ++i) {
    const ChipLifetime& chip = study.chips[i];
    if (!chip.least_mass) continue;
    const auto value = [](const LifetimePoint& p) { return per_kilowatt_year(p.mass_per_compute); };
    script += data_blocks(fmt::format("chip{}", i), chip, value);
    plot += solid_and_dashed(fmt::format("chip{}", i), colours[i % colours.size()],
                             chip.chip + (chip.estimate ? " (estimate)" : ""), 2.2) +
            ", ";
    points += fmt::format("{:.8g} {:.8g}\n", celsius(chip.least_mass->junction), value(*chip.least_mass));
    least = std::min(least, value(*chip.least_mass));
  }
  if (!std::isfinite(least)) throw std::invalid_argument("plot of lifetimes: there is no point to draw");
  // Runaway and death go to any height: the floor of the curves is what matters.
  script += fmt::format("set yrange [{:.6g}:{:.6g}]\n", 0.8 * least, 2.4 * least);
  return script + points + "EOD\n" + plot +
         "$leasts using 1:2 with points pointtype 7 pointsize 0.9 linecolor \"#000000\" notitle\n";
}

}  // namespace

std::string hotter_or_longer_script(const LifetimeStudy& study, const std::string& name,
                                    const std::vector<OptimumRange>& ranges) {
  const auto chip = std::find_if(study.chips.begin(), study.chips.end(),
                                 [&](const ChipLifetime& c) { return c.chip == name; });
  if (chip == study.chips.end())
    throw std::invalid_argument(fmt::format("plot of lifetimes: chip \"{}\" is not in the study", name));
  std::string script = fmt::format(
      "set terminal svg size 1240,560 noenhanced font \"sans-serif,14\" background \"white\"\n"
      "set encoding utf8\nset border 3 linecolor \"#444444\"\nset tics nomirror out\n"
      "set grid linecolor \"#dddddd\" linetype 1\n"
      "set xlabel \"junction temperature [°C]\"\nset xrange [{:.6g}:{:.6g}]\nset tmargin 5\n"
      "set multiplot layout 1,2\n",
      celsius(study.question.from), celsius(study.question.to));
  if (chip->at_limit.answered()) script += left_panel(*chip, study, ranges);
  return script + right_panel(study) + "unset multiplot\n";
}

}  // namespace sunrack
