#include "chips/bit_flips/safe_changes.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "physics/require.h"

namespace sunrack {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

int first_of_the_largest(const double* scores, Eigen::Index count) {
  for (Eigen::Index k = 0; k < count; ++k)
    if (!std::isfinite(scores[k])) return -1;
  return int(std::max_element(scores, scores + count) - scores);
}

}  // namespace

DoubleNetwork::DoubleNetwork(const DenseNetwork& network, const Matrix& images) {
  require_consistent(network);
  require(images.rows() > 0, "vulnerability: images", double(images.rows()), "there must be one");
  require(images.cols() == network.layers.front().weight.cols(), "vulnerability: numbers per image",
          double(images.cols()), "must be as many as the first layer reads");
  require(images.allFinite(), "vulnerability: images", std::nan(""), "must be finite numbers");
  MatrixD stream = images.cast<double>();
  for (const DenseLayer& layer : network.layers) {
    require(layer.weight.allFinite() && layer.bias.allFinite(), "vulnerability: weights", std::nan(""),
            "must be finite numbers");
    weight.push_back(layer.weight.cast<double>());
    transposed.push_back(weight.back().transpose());
    bias.push_back(layer.bias.cast<double>());
    inputs.push_back(stream);
    sums.push_back((stream * transposed.back()).rowwise() + bias.back());
    stream = sums.back().cwiseMax(0);
  }
  for (Eigen::Index n = 0; n < images.rows(); ++n)
    answers.push_back(first_of_the_largest(sums.back().row(n).data(), sums.back().cols()));
}

const std::vector<ChangeInterval>& SafeChanges::of(int layer, int neuron, Eigen::Index image) {
  found_.clear();
  answer_ = network_.answers[std::size_t(image)];
  if (layer == network_.last()) {
    walk_output_layer(neuron, image);
    return intervals_;
  }
  // The output of the neuron, h = max(0, sum), goes from 0 to infinity; x is its change.
  const double sum = network_.sums[std::size_t(layer)](image, neuron), output = std::max(sum, 0.0);
  if (layer + 1 == network_.last())
    walk_direct(layer, neuron, image, -output, infinity);
  else if (layer + 2 == network_.last())
    walk_one_hidden(layer, neuron, image, -output, infinity);
  else {
    if (output > 0) walk_deep(layer, neuron, image, -output);
    walk_deep(layer, neuron, image, infinity);
  }
  finish(sum);
  return intervals_;
}

void SafeChanges::walk_output_layer(int neuron, Eigen::Index image) {
  const auto scores = network_.sums.back().row(image);
  home_ = 0;
  if (neuron != answer_) {
    intervals_ = {{-infinity, scores[answer_] - scores[neuron]}};
    return;
  }
  double next = -infinity;
  for (Eigen::Index k = 0; k < scores.size(); ++k)
    if (k != answer_) next = std::max(next, scores[k]);
  intervals_ = {{next - scores[answer_], infinity}};
}

/// The scores are linear in x all the way.
void SafeChanges::walk_direct(int layer, int neuron, Eigen::Index image, double down, double up) {
  const auto scores = network_.sums.back().row(image);
  const auto into = network_.transposed[std::size_t(layer) + 1].row(neuron);
  base_.resize(std::size_t(scores.size())), slope_.resize(base_.size());
  for (Eigen::Index k = 0; k < scores.size(); ++k) {
    base_[std::size_t(k)] = scores[answer_] - scores[k];
    slope_[std::size_t(k)] = into[answer_] - into[k];
  }
  add_piece(down, up);
}

/// One layer of rectifiers lies between: each switches at most once on the line, so that all switching points
/// are known at the start.
void SafeChanges::walk_one_hidden(int layer, int neuron, Eigen::Index image, double down, double up) {
  const auto sums = network_.sums[std::size_t(layer) + 1].row(image);
  const auto into = network_.transposed[std::size_t(layer) + 1].row(neuron);
  const MatrixD& out = network_.transposed[std::size_t(layer) + 2];
  const auto scores = network_.sums.back().row(image);
  const std::size_t classes = std::size_t(scores.size());
  base_.resize(classes), slope_.resize(classes);
  const auto turn = [&](Eigen::Index unit, double sign, bool with_base) {
    const double* column = out.row(unit).data();
    const double by_slope = sign * into[unit], by_base = with_base ? sign * sums[unit] : 0;
    const double of_answer = column[answer_];
    for (std::size_t k = 0; k < classes; ++k) {
      const double difference = of_answer - column[k];
      base_[k] += by_base * difference, slope_[k] += by_slope * difference;
    }
  };
  for (const double end : {down, up}) {
    if (end == 0) continue;
    for (std::size_t k = 0; k < classes; ++k)
      base_[k] = scores[answer_] - scores[Eigen::Index(k)], slope_[k] = 0;
    events_.clear();
    for (Eigen::Index unit = 0; unit < sums.size(); ++unit) {
      if (sums[unit] > 0) turn(unit, 1, false);
      if (into[unit] == 0) continue;
      // A unit at exactly zero counts as off: it switches on at once in the direction that raises it.
      const double x = -sums[unit] / into[unit];
      const bool ahead = sums[unit] == 0 ? into[unit] * end > 0 : x * end > 0 && std::abs(x) < std::abs(end);
      if (ahead) events_.push_back({std::abs(x), int(unit)});
    }
    std::sort(events_.begin(), events_.end(),
              [](const Event& a, const Event& b) { return a.x < b.x || (a.x == b.x && a.unit < b.unit); });
    const double direction = end > 0 ? 1 : -1;
    double at = 0;
    for (const Event& event : events_) {
      const double next = direction * event.x;
      add_piece(std::min(at, next), std::max(at, next));
      turn(event.unit, sums[event.unit] > 0 ? -1 : 1, true);
      at = next;
    }
    // Towards infinity every unit is on or off for good. Afresh, since rounding left in a slope that is zero
    // would grow with x without bound.
    if (std::isinf(end)) {
      for (std::size_t k = 0; k < classes; ++k)
        base_[k] = network_.bias.back()[answer_] - network_.bias.back()[Eigen::Index(k)], slope_[k] = 0;
      for (Eigen::Index unit = 0; unit < sums.size(); ++unit)
        if (into[unit] != 0 ? into[unit] * direction > 0 : sums[unit] > 0) turn(unit, 1, true);
    }
    add_piece(std::min(at, end), std::max(at, end));
  }
}

/// Any number of layers between: from one switching to the next, with sums and slopes of all layers afresh in
/// each piece.
void SafeChanges::walk_deep(int layer, int neuron, Eigen::Index image, double end) {
  const int last = network_.last();
  const double direction = end > 0 ? 1 : -1;
  std::vector<std::vector<char>> on(std::size_t(last) + 1);
  for (int l = layer + 1; l < last; ++l)
    for (const double sum : network_.sums[std::size_t(l)].row(image)) on[std::size_t(l)].push_back(sum > 0);
  const double output = std::max(network_.sums[std::size_t(layer)](image, neuron), 0.0);
  double at = 0;
  while (true) {
    Eigen::RowVectorXd stream = network_.sums[std::size_t(layer)].row(image).cwiseMax(0);
    Eigen::RowVectorXd change = Eigen::RowVectorXd::Zero(stream.size());
    stream[neuron] = output, change[neuron] = 1;
    double next = std::abs(end);
    int next_layer = -1, next_unit = -1;
    for (int l = layer + 1; l <= last; ++l) {
      const auto index = std::size_t(l);
      stream = (stream * network_.transposed[index] + network_.bias[index]).eval();
      change = (change * network_.transposed[index]).eval();
      if (l == last) break;
      for (Eigen::Index unit = 0; unit < stream.size(); ++unit) {
        const bool is_on = on[index][std::size_t(unit)];
        if (is_on ? change[unit] * direction < 0 : change[unit] * direction > 0) {
          // Rounding may put the switching a digit behind us: it is then due now.
          const double x = std::max(-stream[unit] / change[unit] * direction, std::abs(at));
          if (x < next) next = x, next_layer = l, next_unit = int(unit);
        }
        if (!is_on) stream[unit] = change[unit] = 0;
      }
    }
    base_.resize(std::size_t(stream.size())), slope_.resize(base_.size());
    for (Eigen::Index k = 0; k < stream.size(); ++k) {
      base_[std::size_t(k)] = stream[answer_] - stream[k];
      slope_[std::size_t(k)] = change[answer_] - change[k];
    }
    add_piece(std::min(at, direction * next), std::max(at, direction * next));
    if (next_layer < 0) return;
    char& unit = on[std::size_t(next_layer)][std::size_t(next_unit)];
    unit = !unit, at = direction * next;
  }
}

bool SafeChanges::margins_hold(double x) const {
  double least = infinity;
  for (std::size_t k = 0; k < base_.size(); ++k) {
    const double margin = int(k) == answer_ ? infinity : base_[k] + slope_[k] * x;
    least = std::min(least, margin);
  }
  return least > 0;
}

/// Adds the part of from ... to in which the answer's score is above all others; margins are linear there.
void SafeChanges::add_piece(double from, double to) {
  if (std::isfinite(from) && std::isfinite(to) && margins_hold(from) && margins_hold(to)) {
    add_safe(from, to);
    return;
  }
  for (std::size_t k = 0; k < base_.size(); ++k) {
    if (int(k) == answer_) continue;
    if (slope_[k] > 0)
      from = std::max(from, -base_[k] / slope_[k]);
    else if (slope_[k] < 0)
      to = std::min(to, -base_[k] / slope_[k]);
    else if (base_[k] < 0 || (base_[k] == 0 && int(k) < answer_))
      return;
  }
  if (from <= to) add_safe(from, to);
}

void SafeChanges::add_safe(double from, double to) { found_.push_back({from, to}); }

/// Joins the pieces and turns changes of the output into changes of the sum.
void SafeChanges::finish(double sum) {
  const double output = std::max(sum, 0.0);
  found_.push_back({0, 0});  // no change is safe, whatever rounding made of a tie
  std::sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) { return a.low < b.low; });
  intervals_.clear();
  for (const ChangeInterval& piece : found_) {
    if (!intervals_.empty() && piece.low <= intervals_.back().high)
      intervals_.back().high = std::max(intervals_.back().high, piece.high);
    else
      intervals_.push_back(piece);
  }
  home_ = 0;
  for (std::size_t n = 0; n < intervals_.size(); ++n)
    if (intervals_[n].low <= 0 && intervals_[n].high >= 0) home_ = n;
  // output + x = max(0, sum + t): an output of zero is any sum below; otherwise t = x + (output - sum).
  for (ChangeInterval& interval : intervals_) {
    const bool holds_zero_output = interval.low <= -output;
    interval.low = holds_zero_output ? -infinity : interval.low + (output - sum);
    interval.high += output - sum;
  }
}

}  // namespace sunrack
