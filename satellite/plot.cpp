#include "satellite/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sunrack {

namespace {

/// Eight colours that people with any colour vision tell apart (Okabe & Ito 2008), black and grey.
constexpr const char* colours[most_plot_series] = {"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00",
                                                   "#56B4E9", "#000000", "#888888", "#7A5C00", "#5D3FD3"};
constexpr const char* low_colour = "#56B4E9";
constexpr const char* high_colour = "#D55E00";

/// In double quotes, as gnuplot reads them.
std::string in_quotes(std::string_view text, const char* line_end = " ") {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '\n') {
      result += line_end;
      continue;
    }
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

/// Below the label of the x axis, with room for its lines: three names fit side by side.
std::string legend_script(std::size_t series) {
  return fmt::format(
      "set bmargin {}\n"
      "set key at screen 0.53, screen 0.015 bottom center horizontal Left reverse samplen 2 maxcols 3\n",
      std::max<std::size_t>(6, 5 + (series + 2) / 3));
}

/// Characters of a title that fit side by side over a plot, and over a map with its colours beside it.
constexpr std::size_t title_width = 84, map_title_width = 70;

/// A title in quotes, broken at spaces into lines that fit; words that are longer are broken too.
std::string title_in_quotes(const std::string& title, std::size_t width) {
  std::string lines;
  std::string text = title;
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::size_t column = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find(' ', at + 1), text.size());
    std::size_t shown = 0, i = at;
    // Bytes that continue a character of UTF-8 take no room and are not torn from it.
    const auto begins = [&](std::size_t n) { return (static_cast<unsigned char>(text[n]) & 0xC0) != 0x80; };
    for (; i < end; ++i) {
      if (begins(i) && shown == width) break;
      shown += begins(i);
    }
    if (column > 0 && column + shown > width) {
      lines += '\n', column = 0;
      if (text[at] == ' ') ++at, --shown;
    }
    lines += text.substr(at, i - at);
    column += shown, at = i;
  }
  return in_quotes(lines, "\\n");
}

std::string number(double value) { return fmt::format("{:.10g}", value); }

std::string head(const std::string& title, int height, const std::string& x_label) {
  return fmt::format(
      "set terminal svg size 900,{} noenhanced font \"sans-serif,15\" background \"white\"\n"
      "set encoding utf8\n"
      "set title {} font \",17\"\n"
      "set xlabel {}\n"
      "set border 3 linecolor \"#444444\"\n"
      "set tics nomirror out\n"
      "set grid linecolor \"#dddddd\" linetype 1\n",
      height, title_in_quotes(title, title_width), in_quotes(x_label));
}

/// Between the axes' upper edge and the title, which may have several lines.
std::string room_for_marks(const std::string& title) {
  const std::string lines = title_in_quotes(title, title_width);
  std::size_t more = 0;
  for (std::size_t at = lines.find("\\n"); at != std::string::npos; at = lines.find("\\n", at + 2)) ++more;
  return fmt::format("set title offset 0,1\nset tmargin {}\n", 5 + more);
}

void refuse_empty(bool empty, const std::string& title) {
  if (empty) throw std::invalid_argument("plot \"" + title + "\": there is no point to draw");
}

/// Dashed lines and their words above the axes' upper edge, where no curve passes.
std::string marks_script(const std::vector<PlotMark>& marks) {
  std::string script;
  for (const PlotMark& mark : marks)
    script += fmt::format(
        "set arrow from first {0}, graph 0 to first {0}, graph 1 nohead front dashtype 2 linecolor "
        "\"#444444\"\n"
        "set label {1} at first {0}, graph 1.025 center front font \",13\" textcolor \"#444444\"\n",
        number(mark.x), in_quotes(mark.label));
  return script;
}

struct Range {
  double low = INFINITY, high = -INFINITY;
  void include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  /// Room at both ends, also where all values are the same, or would be printed so.
  Range widened(double share) const {
    const bool differ = high - low > 1e-6 * std::max(std::abs(high), std::abs(low));
    const double room = differ ? (high - low) * share : std::max(std::abs(high), 1.0) * share;
    return {low - room, high + room};
  }
};

std::string range_script(const char* axis, const Range& range) {
  return fmt::format("set {}range [{}:{}]\n", axis, number(range.low), number(range.high));
}

/// Gnuplot reads the words of ticks as formats.
std::string without_formats(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '%' ? "%%" : std::string(1, c);
  return result;
}

/// Names of items at y = 0, -1, ..., as the ticks of the y axis.
template <typename Items, typename Name>
std::string item_ticks(const Items& items, const Name& name) {
  std::string ticks;
  for (std::size_t i = 0; i < items.size(); ++i)
    ticks += fmt::format("{}{} -{}", i ? ", " : "", in_quotes(without_formats(name(items[i]))), i);
  return fmt::format("set ytics ({}) scale 0\nset yrange [-{}.6:0.6]\nset grid noytics\n", ticks,
                     items.size() - 1);
}

int item_height(std::size_t items) { return 150 + 34 * static_cast<int>(items); }

}  // namespace

std::string label_with_unit(std::string_view name, std::string_view unit) {
  if (unit.empty()) return std::string(name);
  std::string shown(unit);
  for (const auto& [plain, printed] : {std::pair{"degC", "°C"}, {"delta_K", "K"}, {"m2", "m²"}, {"m3", "m³"}})
    if (const auto at = shown.find(plain); at != std::string::npos)
      shown.replace(at, std::string_view(plain).size(), printed);
  return fmt::format("{} [{}]", name, shown);
}

std::string gnuplot_script(const LinePlot& plot) {
  Range x, y;
  for (const LineSeries& series : plot.series)
    for (const auto& [at, value] : series.points) {
      x.include(at);
      if (value) y.include(*value);
    }
  refuse_empty(y.low > y.high, plot.title);
  const bool legend = plot.series.size() > 1;
  std::string script = head(plot.title, 560, plot.x_label);
  script += fmt::format("set ylabel {}\n", in_quotes(plot.y_label));
  if (!plot.marks.empty() || !plot.bands.empty()) script += room_for_marks(plot.title);
  script += legend ? legend_script(plot.series.size()) : "unset key\n";
  script += range_script("x", x.high > x.low ? x : x.widened(0.05));
  Range y_shown = y.widened(0.06);
  if (plot.y_from_zero && y.low >= 0) y_shown = {0, y.high * 1.06};
  script += range_script("y", y_shown);
  for (const PlotBand& band : plot.bands)
    script += fmt::format(
        "set object rectangle from first {}, graph 0 to first {}, graph 1 behind fillcolor \"#eeeeee\" "
        "fillstyle solid noborder\n"
        "set label {} at first {}, graph 0.5 center rotate by 90 font \",13\" textcolor \"#777777\"\n",
        number(band.from), number(band.to), in_quotes(band.label), number((band.from + band.to) / 2));
  script += marks_script(plot.marks);
  for (std::size_t i = 0; i < plot.series.size(); ++i) {
    script += fmt::format("$data{} << EOD\n", i);
    for (const auto& [at, value] : plot.series[i].points)
      script += value ? fmt::format("{} {}\n", number(at), number(*value)) : "\n";
    script += "EOD\n";
  }
  script += "plot ";
  for (std::size_t i = 0; i < plot.series.size(); ++i) {
    // Points as well, where they are few enough to be seen one by one.
    const char* style =
        plot.series[i].points.size() <= 30 ? "linespoints pointtype 7 pointsize 0.5" : "lines";
    script += fmt::format("{}$data{} using 1:2 with {}{} linewidth 2 linecolor \"{}\" title {}",
                          i ? ", " : "", i, style, plot.series[i].dashed ? " dashtype 2" : "",
                          colours[i % most_plot_series], in_quotes(plot.series[i].name));
  }
  return script + "\n";
}

std::string gnuplot_script(const BarPlot& plot) {
  refuse_empty(plot.bars.empty(), plot.title);
  if (!plot.intervals.empty() && plot.intervals.size() != plot.bars.size())
    throw std::invalid_argument("BarPlot: as many intervals as bars, or none");
  Range range;
  range.include(0);
  for (const auto& [name, value] : plot.bars) range.include(value);
  for (const auto& [low, high] : plot.intervals) range.include(low), range.include(high);
  if (range.low == 0 && range.high == 0) range.include(1);  // nothing but zeros: gnuplot wants a range
  Range shown = range.widened(0.12);                        // room for the figures at the ends
  if (range.low == 0) shown.low = 0;
  if (range.high == 0) shown.high = 0;
  std::string script = head(plot.title, item_height(plot.bars.size()), plot.x_label);
  script += item_ticks(plot.bars, [](const auto& bar) { return bar.first; });
  script += "unset key\nset style fill solid noborder\nset boxwidth 0.6\n" + range_script("x", shown);
  script += "set arrow from 0, graph 0 to 0, graph 1 nohead linecolor \"#444444\"\n";
  for (std::size_t i = 0; i < plot.bars.size(); ++i) {
    const double value = plot.bars[i].second;
    double end = value;
    if (!plot.intervals.empty()) end = value < 0 ? plot.intervals[i].first : plot.intervals[i].second;
    script += fmt::format("set label \"{:.3g}\" at {}, -{} {} offset character {},0 font \",13\"\n", value,
                          number(end), i, value < 0 ? "right" : "left", value < 0 ? -0.6 : 0.6);
  }
  script += "$data << EOD\n";
  for (std::size_t i = 0; i < plot.bars.size(); ++i) {
    const auto [low, high] =
        plot.intervals.empty() ? std::pair{plot.bars[i].second, plot.bars[i].second} : plot.intervals[i];
    script += fmt::format("{} -{} {} {}\n", number(plot.bars[i].second), i, number(low), number(high));
  }
  script += fmt::format(
      "EOD\nplot $data using (0):2:(0):1:($2-0.3):($2+0.3) with boxxyerror linecolor \"{}\"", colours[0]);
  if (!plot.intervals.empty())
    script += ", $data using 1:2:3:4 with xerrorbars pointtype 0 linewidth 1.5 linecolor \"#444444\"";
  return script + "\n";
}

std::string gnuplot_script(const TornadoPlot& plot) {
  refuse_empty(plot.bars.empty(), plot.title);
  Range range;
  range.include(plot.nominal);
  for (const TornadoBar& bar : plot.bars)
    for (const auto& end : {bar.low, bar.high})
      if (end) range.include(*end);
  std::string script = head(plot.title, item_height(plot.bars.size()) + 30, plot.x_label);
  script += item_ticks(plot.bars, [](const TornadoBar& bar) { return bar.name; });
  script += "set style fill solid noborder\n" + legend_script(2);
  script += range_script("x", range.widened(0.25));  // room for the labels at the ends
  script += fmt::format("set arrow from {0}, graph 0 to {0}, graph 1 nohead front linecolor \"#444444\"\n",
                        number(plot.nominal));
  std::string data[2];
  for (std::size_t i = 0; i < plot.bars.size(); ++i) {
    const TornadoBar& bar = plot.bars[i];
    for (const bool high : {false, true}) {
      const auto& end = high ? bar.high : bar.low;
      const auto& other = high ? bar.low : bar.high;
      const std::string& label = high ? bar.high_label : bar.low_label;
      const double at = end.value_or(plot.nominal);
      // To the left of the nominal line if the answer falls; without an answer, opposite to the other end.
      const bool left = end ? at < plot.nominal : other.value_or(plot.nominal) > plot.nominal;
      script += fmt::format("set label {} at {}, -{} {} offset character {},0 front font \",12\"\n",
                            in_quotes(end ? label : label + ": no answer"), number(at), i,
                            left ? "right" : "left", left ? -0.6 : 0.6);
      if (end) data[high] += fmt::format("{} {} -{}\n", number(plot.nominal), number(at), i);
    }
  }
  std::string drawn;
  for (const bool high : {false, true}) {
    if (data[high].empty()) continue;
    script += fmt::format("$data{} << EOD\n{}EOD\n", int(high), data[high]);
    drawn += fmt::format(
        "{}$data{} using 1:3:1:2:($3-0.3):($3+0.3) with boxxyerror linecolor \"{}\" title \"input at its {} "
        "end\"",
        drawn.empty() ? "plot " : ", ", int(high), high ? high_colour : low_colour, high ? "high" : "low");
  }
  refuse_empty(drawn.empty(), plot.title);
  return script + drawn + "\n";
}

std::string gnuplot_script(const HistogramPlot& plot) {
  refuse_empty(plot.values.empty(), plot.title);
  // Width after Freedman & Diaconis (1981): 2 interquartile ranges / n^(1/3), between 10 and 60 bars.
  std::vector<double> sorted = plot.values;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t n = sorted.size();
  const double spread = sorted.back() - sorted.front();
  const double quartiles = sorted[3 * n / 4] - sorted[n / 4];
  const double wanted = quartiles > 0 ? spread * std::cbrt(double(n)) / (2 * quartiles) : 10;
  const auto bars = static_cast<std::size_t>(std::clamp(std::ceil(wanted), 10.0, 60.0));
  const double width = spread > 0 ? spread / double(bars) : std::max(std::abs(sorted.front()), 1.0) * 0.01;
  std::vector<std::size_t> counts(bars);
  for (const double value : sorted)
    ++counts[std::min(bars - 1, static_cast<std::size_t>((value - sorted.front()) / width))];

  std::string script = head(plot.title, 560, plot.x_label);
  script +=
      "set ylabel \"share of designs [%]\"\nunset key\nset style fill solid border linecolor rgb "
      "\"#ffffff\"\n";
  script += fmt::format("set boxwidth {}\nset yrange [0:*]\nset grid noxtics\n", number(width));
  if (!plot.marks.empty()) script += room_for_marks(plot.title) + marks_script(plot.marks);
  script += "$data << EOD\n";
  for (std::size_t i = 0; i < bars; ++i)
    script += fmt::format("{} {}\n", number(sorted.front() + (double(i) + 0.5) * width),
                          number(100.0 * double(counts[i]) / double(n)));
  return script + fmt::format("EOD\nplot $data using 1:2 with boxes linecolor \"{}\"\n", colours[0]);
}

std::string gnuplot_script(const MapPlot& plot) {
  refuse_empty(!plot.value || plot.columns < 1 || plot.rows < 1, plot.title);
  std::string script = fmt::format(
      "set terminal svg size 900,600 noenhanced font \"sans-serif,15\" background \"white\"\n"
      "set encoding utf8\nset title {} font \",17\"\nset xlabel {}\nset ylabel {}\nset cblabel {}\n"
      "set xrange [0:{}]\nset yrange [0:{}]\nunset key\nset tics out\nset rmargin at screen 0.79\n"
      "set palette defined (0 \"#10243f\", 1 \"#3d6ea5\", 2 \"#f3e9d2\", 3 \"#e08e45\", 4 \"#8c2f1b\")\n",
      title_in_quotes(plot.title, map_title_width), in_quotes(plot.x_label), in_quotes(plot.y_label),
      in_quotes(plot.value_label), number(plot.width), number(plot.height));
  if (plot.true_to_scale) script += fmt::format("set size ratio {}\n", number(plot.height / plot.width));
  script += "$map << EOD\n";
  for (int row = 0; row < plot.rows; ++row) {
    const double y = plot.height * (row + 0.5) / plot.rows;
    for (int column = 0; column < plot.columns; ++column) {
      const double x = plot.width * (column + 0.5) / plot.columns;
      script += fmt::format("{:.5g} {:.5g} {:.6g}\n", x, y, plot.value(x, y));
    }
    script += "\n";
  }
  return script + "EOD\nplot $map using 1:2:3 with image\n";
}

}  // namespace sunrack
