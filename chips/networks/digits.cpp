#include "chips/networks/digits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <numbers>
#include <stdexcept>

#include "physics/numerics/sampling.h"
#include "physics/require.h"

namespace sunrack {

namespace {

struct Point {
  double x, y;
};
using Stroke = std::vector<Point>;

/// Points of an ellipse from one angle to another [deg], counted from the right, downwards first (y grows
/// down).
Stroke arc(double x, double y, double radius_x, double radius_y, double from, double to) {
  Stroke stroke;
  constexpr int parts = 10;
  for (int n = 0; n <= parts; ++n) {
    const double angle = (from + (to - from) * n / parts) * std::numbers::pi / 180;
    stroke.push_back({x + radius_x * std::cos(angle), y + radius_y * std::sin(angle)});
  }
  return stroke;
}

Stroke joined(Stroke first, const Stroke& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

/// The pen strokes of each digit in a box from -1 to 1; y grows downwards.
const std::array<std::vector<Stroke>, 10>& glyphs() {
  static const std::array<std::vector<Stroke>, 10> all = {{
      {arc(0, 0, 0.62, 0.95, 0, 360)},
      {{{-0.35, -0.55}, {0.05, -0.95}, {0.05, 0.95}}},
      {joined(arc(0, -0.45, 0.58, 0.5, -170, 30), {{-0.6, 0.95}, {0.65, 0.95}})},
      {joined(arc(-0.05, -0.47, 0.55, 0.48, -150, 90), arc(-0.05, 0.47, 0.62, 0.48, -90, 150))},
      {{{0.3, 0.95}, {0.3, -0.95}, {-0.65, 0.35}, {0.7, 0.35}}},
      {joined({{0.55, -0.95}, {-0.45, -0.95}, {-0.5, -0.1}}, arc(-0.05, 0.38, 0.6, 0.56, -130, 140))},
      {joined({{0.35, -0.95}, {-0.3, -0.3}}, arc(0, 0.4, 0.55, 0.53, -160, 200))},
      {{{-0.6, -0.95}, {0.6, -0.95}, {-0.15, 0.95}}, {{-0.3, 0.05}, {0.45, 0.05}}},
      {arc(0, -0.47, 0.48, 0.46, 90, 450), arc(0, 0.47, 0.58, 0.48, -90, 270)},
      {arc(0, -0.42, 0.55, 0.5, 0, 360), {{0.55, -0.42}, {0.4, 0.95}}},
  }};
  return all;
}

double squared_distance(double x, double y, const Point& a, const Point& b) {
  const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
  const double along = length > 0 ? std::clamp(((x - a.x) * dx + (y - a.y) * dy) / length, 0.0, 1.0) : 0.0;
  const double px = x - a.x - along * dx, py = y - a.y - along * dy;
  return px * px + py * py;
}

/// A digit in somebody's hand, in units of dots, 0 to 32.
std::vector<Stroke> handwritten(int digit, RandomStream& random) {
  const double turn = 0.16 * random.normal(), shear = 0.2 * random.normal();
  const double wide = 9.5 * std::exp(0.16 * random.normal()), high = 13 * std::exp(0.09 * random.normal());
  const double x = 16 + 1.3 * random.normal(), y = 16 + 1.1 * random.normal();
  // A smooth bend of the whole sheet, different for each image.
  const double bend_x = 0.13 * random.normal(), bend_y = 0.13 * random.normal(),
               phase = 2 * std::numbers::pi * random.uniform();
  std::vector<Stroke> strokes = glyphs()[std::size_t(digit)];
  for (Stroke& stroke : strokes)
    for (Point& point : stroke) {
      const double u = point.x + bend_x * std::sin(2.2 * point.y + phase) + 0.035 * random.normal();
      const double v = point.y + bend_y * std::sin(2.2 * point.x + phase) + 0.035 * random.normal();
      const double sheared = u - shear * v;
      point = {x + wide * (sheared * std::cos(turn) - v * std::sin(turn)),
               y + high * (sheared * std::sin(turn) + v * std::cos(turn))};
    }
  return strokes;
}

}  // namespace

LabelledImages digit_images(std::uint64_t seed, int count) {
  require(count > 0, "digit_images: count", count, "must be positive");
  LabelledImages out{.images = Matrix::Zero(count, 64), .labels = std::vector<int>(std::size_t(count))};
  for (int n = 0; n < count; ++n) {
    RandomStream random(seed, std::uint64_t(n));
    const int digit = int(random.uniform() * 10);
    out.labels[std::size_t(n)] = digit;
    const std::vector<Stroke> strokes = handwritten(digit, random);
    const double pen = 1.35 + 0.9 * random.uniform();  // half its width, in dots
    std::array<bool, 1024> dots{};
    for (const Stroke& stroke : strokes)
      for (std::size_t p = 0; p + 1 < stroke.size(); ++p) {
        const Point &a = stroke[p], &b = stroke[p + 1];
        const auto from = [&](double low) { return std::clamp(int(low - pen), 0, 32); };
        const auto to = [&](double high) { return std::clamp(int(high + pen) + 1, 0, 32); };
        for (int row = from(std::min(a.y, b.y)); row < to(std::max(a.y, b.y)); ++row)
          for (int column = from(std::min(a.x, b.x)); column < to(std::max(a.x, b.x)); ++column)
            if (squared_distance(column + 0.5, row + 0.5, a, b) < pen * pen)
              dots[std::size_t(row * 32 + column)] = true;
      }
    for (int row = 0; row < 32; ++row)
      for (int column = 0; column < 32; ++column)
        if (dots[std::size_t(row * 32 + column)]) out.images(n, row / 4 * 8 + column / 4) += 1 / 16.0F;
  }
  return out;
}

LabelledImages read_labelled_images(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::invalid_argument(path + ": cannot be read");
  std::vector<std::vector<int>> rows;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line[0] == '#') continue;
    std::vector<int> row;
    const char *at = line.data(), *end = at + line.size();
    while (true) {
      int value = 0;
      const auto [next, error] = std::from_chars(at, end, value);
      if (error != std::errc() || value < 0 || value > 16 || (next != end && *next != ','))
        throw std::invalid_argument(
            fmt::format("{}:{}: expected whole numbers 0 to 16 separated by commas", path, number));
      row.push_back(value);
      if (next == end) break;
      at = next + 1;
    }
    if (row.size() < 2 || (!rows.empty() && row.size() != rows[0].size()))
      throw std::invalid_argument(fmt::format("{}:{}: {} numbers, expected {}", path, number, row.size(),
                                              rows.empty() ? "pixels and a label" : "as many as before"));
    rows.push_back(std::move(row));
  }
  if (rows.empty()) throw std::invalid_argument(path + ": holds no image");
  LabelledImages out{.images = Matrix(Eigen::Index(rows.size()), Eigen::Index(rows[0].size() - 1))};
  for (std::size_t n = 0; n < rows.size(); ++n) {
    for (std::size_t p = 0; p + 1 < rows[n].size(); ++p)
      out.images(Eigen::Index(n), Eigen::Index(p)) = float(rows[n][p]) / 16;
    out.labels.push_back(rows[n].back());
  }
  return out;
}

}  // namespace sunrack
