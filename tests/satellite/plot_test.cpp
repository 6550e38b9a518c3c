#include "satellite/plot.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace sunrack {
namespace {

bool has_gnuplot() { return std::system("command -v gnuplot > /dev/null 2>&1") == 0; }

const LinePlot line = {.title = "mass of \"panels\" & <tubes>",
                       .x_label = "altitude [km]",
                       .y_label = "mass [kg]",
                       .series = {{.name = "ammonia", .points = {{1, 2.0}, {2, std::nullopt}, {3, 4.0}}},
                                  {.name = "water", .points = {{1, 3.0}, {3, 5.0}}}},
                       .marks = {{2, "here"}},
                       .bands = {{1.5, 2.5, "no answer"}}};

TEST(Plot, UnitsAreBesideTheNames) {
  EXPECT_EQ(label_with_unit("area", "m2"), "area [m²]");
  EXPECT_EQ(label_with_unit("flux", "W/m2"), "flux [W/m²]");
  EXPECT_EQ(label_with_unit("junction", "degC"), "junction [°C]");
  EXPECT_EQ(label_with_unit("gain", ""), "gain");
}

TEST(Plot, AMissingValueIsAGapAndNotANumber) {
  EXPECT_NE(gnuplot_script(line).find("1 2\n\n3 4\n"), std::string::npos);
}

TEST(Plot, ValuesThatDifferByRoundingHaveARangeAroundThem) {
  // gnuplot refuses "[300:300]".
  const LinePlot even{.title = "even",
                      .x_label = "x",
                      .y_label = "y",
                      .series = {{.name = "", .points = {{0, 300.0}, {1, 300 + 1e-11}}}}};
  EXPECT_NE(gnuplot_script(even).find("set yrange [282:318]"), std::string::npos) << gnuplot_script(even);
}

TEST(Plot, OneLineNeedsNoLegend) {
  LinePlot alone = line;
  alone.series.pop_back();
  EXPECT_NE(gnuplot_script(alone).find("unset key"), std::string::npos);
  EXPECT_EQ(gnuplot_script(line).find("unset key"), std::string::npos);
}

TEST(Plot, NothingToDrawIsRefused) {
  EXPECT_THROW(gnuplot_script(LinePlot{.title = "t", .x_label = "x", .y_label = "y"}), std::invalid_argument);
  EXPECT_THROW(gnuplot_script(BarPlot{}), std::invalid_argument);
  EXPECT_THROW(gnuplot_script(TornadoPlot{}), std::invalid_argument);
  EXPECT_THROW(gnuplot_script(HistogramPlot{}), std::invalid_argument);
}

TEST(Plot, BarsThatAreAllZeroAreDrawnWithTheirIntervals) {
  BarPlot zeros{.title = "none of 45", .x_label = "share [-]", .bars = {{"bit 7", 0}, {"bit 6", 0}}};
  if (has_gnuplot()) {
    EXPECT_NE(run_gnuplot(gnuplot_script(zeros)).find("</svg>"), std::string::npos);
  }
  zeros.intervals = {{0, 0.08}, {0, 0.06}};
  EXPECT_NE(gnuplot_script(zeros).find("xerrorbars"), std::string::npos);
  if (has_gnuplot()) {
    EXPECT_NE(run_gnuplot(gnuplot_script(zeros)).find("</svg>"), std::string::npos);
  }
  zeros.intervals.pop_back();
  EXPECT_THROW(gnuplot_script(zeros), std::invalid_argument);
}

TEST(Plot, AMissingGnuplotIsNamedWithWhatToInstall) {
  try {
    run_gnuplot("", "a-gnuplot-that-is-not-installed");
    FAIL();
  } catch (const PlotError& error) {
    EXPECT_NE(std::string(error.what()).find("gnuplot-nox"), std::string::npos);
  }
}

TEST(Plot, GnuplotsOwnComplaintIsPassedOn) {
  if (!has_gnuplot()) GTEST_SKIP() << "gnuplot is not installed";
  try {
    run_gnuplot("set nonsense\n");
    FAIL();
  } catch (const PlotError& error) {
    EXPECT_NE(std::string(error.what()).find("nonsense"), std::string::npos);
  }
}

TEST(Plot, EveryKindIsDrawnTwiceTheSame) {
  if (!has_gnuplot()) GTEST_SKIP() << "gnuplot is not installed";
  const std::vector<std::string> scripts = {
      gnuplot_script(line),
      gnuplot_script(
          BarPlot{.title = "bars", .x_label = "area [m²]", .bars = {{"a", 2}, {"b", -1}, {"c", 0}}}),
      gnuplot_script(
          TornadoPlot{.title = "tornado",
                      .x_label = "kg",
                      .nominal = 5,
                      .bars = {{"one", 4.0, 7.0, "3 m", "4 m"}, {"two", std::nullopt, 6.0, "1", "2"}}}),
      gnuplot_script(
          HistogramPlot{.title = "h", .x_label = "kg", .values = {1, 2, 2, 3}, .marks = {{2, "median"}}}),
      gnuplot_script(HistogramPlot{.title = "all the same", .x_label = "kg", .values = {2, 2}})};
  for (const std::string& script : scripts) {
    const std::string svg = run_gnuplot(script);
    EXPECT_NE(svg.find("<svg"), std::string::npos);
    EXPECT_EQ(svg, run_gnuplot(script));
  }
}

TEST(Plot, ATitleThatIsTooLongIsBrokenIntoLinesThatFit) {
  LinePlot long_title = line;
  long_title.title.clear();
  for (int word = 0; word < 40; ++word) long_title.title += "radiátor ";
  long_title.title += std::string(200, 'x');
  const std::string script = gnuplot_script(long_title);
  const auto from = script.find("set title \"") + 11, to = script.find("\" font", from);
  const std::string title = script.substr(from, to - from);
  std::size_t lines = 0;
  for (std::size_t at = 0; at < title.size(); ++lines) {
    const std::size_t end = std::min(title.find("\\n", at), title.size());
    const std::string one = title.substr(at, end - at);
    EXPECT_LE(std::count_if(one.begin(), one.end(), [](char c) { return (c & 0xC0) != 0x80; }), 84) << one;
    EXPECT_FALSE(one.starts_with(" ")) << one;
    at = end + 2;
  }
  EXPECT_GE(lines, 7u);
  EXPECT_EQ(std::count(title.begin(), title.end(), 'x'), 200);
  EXPECT_EQ(gnuplot_script(line).find("\\n\" font"), std::string::npos);
  if (has_gnuplot()) {
    EXPECT_NE(run_gnuplot(script).find("radiátor"), std::string::npos);
  }
}

TEST(Plot, APercentSignInAnItemsNameIsNoFormat) {
  const BarPlot bars{
      .title = "20 % hotter", .x_label = "ratio", .bars = {{"5 % per 40 K", 1.0}, {"none", 2.0}}};
  EXPECT_NE(gnuplot_script(bars).find("\"5 %% per 40 K\""), std::string::npos);
  if (has_gnuplot()) {
    EXPECT_NE(run_gnuplot(gnuplot_script(bars)).find("5 % per 40 K"), std::string::npos);
  }
}

TEST(Plot, TheFileSaysWhereItComesFrom) {
  if (!has_gnuplot()) GTEST_SKIP() << "gnuplot is not installed";
  const auto file =
      std::filesystem::temp_directory_path() / ("sunrack_plot_" + std::to_string(getpid()) + ".svg");
  write_plot(file, line,
             {.version = "1.2.3", .revision = "abc", .spec = "mine", .overrides = {"a=<5 & b>"}, .seed = 9});
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  std::filesystem::remove(file);
  EXPECT_NE(text.str().find("sunrack 1.2.3, revision abc"), std::string::npos);
  EXPECT_NE(text.str().find("override: a=&lt;5 &amp; b&gt;"), std::string::npos);
  EXPECT_NE(text.str().find("seed: 9"), std::string::npos);
}

}  // namespace
}  // namespace sunrack
