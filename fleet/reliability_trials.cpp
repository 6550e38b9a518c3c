#include "fleet/reliability_trials.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "physics/numerics/parallel.h"
#include "physics/numerics/sampling.h"
#include "physics/require.h"
#include "satellite/study.h"

namespace sunrack {

namespace {

constexpr double year = constants::julian_year;

/// Compute lost, year by year, kept as differences: a loss at time t counts to the end of its year, and whole
/// from the next year on until its satellite's place is filled again.
class YearlyCapacity {
 public:
  YearlyCapacity(std::size_t years, double horizon) : part_(years), whole_(years + 1), horizon_(horizon) {}
  /// Adds `change` from `time` on.
  void add(double time, double change) {
    const auto bin = std::min(static_cast<std::size_t>(time / year), part_.size() - 1);
    part_[bin] += change * (std::min(horizon_, double(bin + 1) * year) - time);
    whole_[bin + 1] += change;
  }
  /// [s] integral over each year.
  std::vector<double> integrals() const {
    std::vector<double> result(part_.size());
    double level = 0;
    for (std::size_t i = 0; i < part_.size(); ++i) {
      level += whole_[i];
      result[i] = part_[i] + level * (std::min(horizon_, double(i + 1) * year) - double(i) * year);
    }
    return result;
  }

 private:
  std::vector<double> part_, whole_;
  double horizon_;
};

/// Deaths of n equal parts, one after the other.
class OrderedDeaths {
 public:
  OrderedDeaths(const FailureTimes& times, int count) : times_(&times), parts_(std::size_t(count)) {
    std::iota(parts_.begin(), parts_.end(), 0);
  }
  void begin(RandomStream& random) {
    left_ = int(parts_.size());
    hazard_ = 0;
    advance(random);
  }
  double next() const { return next_; }
  /// The part that dies at next(): any of those left, alike. The order left behind by other satellites is as
  /// good a beginning as any.
  int die(RandomStream& random) {
    const int place = std::min(left_ - 1, int(random.uniform() * left_));
    std::swap(parts_[std::size_t(place)], parts_[std::size_t(left_ - 1)]);
    const int dead = parts_[std::size_t(--left_)];
    advance(random);
    return dead;
  }

 private:
  void advance(RandomStream& random) {
    next_ = std::numeric_limits<double>::infinity();
    if (left_ == 0) return;
    hazard_ += random.exponential() / left_;
    next_ = (*times_)(hazard_);
  }
  const FailureTimes* times_;
  std::vector<int> parts_;
  int left_ = 0;
  double hazard_ = 0, next_ = 0;
};

/// One run's satellites, one after the other with the same scratch.
class FleetRun {
 public:
  FleetRun(const SatelliteReliability& satellite, const FleetQuestion& question, std::uint64_t run)
      : question_(question),
        redundancy_(satellite.redundancy),
        availability_(satellite.availability),
        random_(question.seed, run),
        age_(question.replacement_age.value_or(question.horizon)),
        package_times_(satellite.package, std::min(age_, question.horizon)),
        board_times_(satellite.board, std::min(age_, question.horizon)),
        satellite_times_(satellite.satellite, std::min(age_, question.horizon)),
        boards_((redundancy_.installed + redundancy_.units_per_board - 1) / redundancy_.units_per_board),
        packages_(package_times_, redundancy_.installed),
        board_deaths_(board_times_, boards_),
        alive_on_(std::size_t(boards_)),
        dead_board_(std::size_t(boards_)),
        years_(std::size_t(std::ceil(question.horizon / year - 1e-9))),
        capacity_(years_, question.horizon),
        launches(years_) {
    for (int place = 0; place < question.satellites; ++place) fill_place();
    integrals = capacity_.integrals();
    for (double& integral : integrals) integral *= availability_;
  }
  std::vector<double> integrals;  // [s] by year

 private:
  void fill_place() {
    for (double start = 0; start < question_.horizon;) {
      if (start > 0) launches[std::min(std::size_t(start / year), years_ - 1)] += 1;
      const double lost = follow(start, std::min(age_, question_.horizon - start));
      const bool old = std::isinf(lost);
      if (old && !question_.replacement_age) return;
      if (!old && !question_.replace_lost) {
        if (!question_.replacement_age) return;
        start += age_;  // its place stays empty until its time would have come
      } else {
        start += old ? age_ : lost + question_.replacement_delay;
      }
    }
  }

  /// One satellite over its time; when it was lost, or infinity.
  double follow(double start, double duration) {
    for (int board = 0; board < boards_; ++board) {
      const auto i = std::size_t(board);
      alive_on_[i] =
          std::min(redundancy_.units_per_board, redundancy_.installed - board * redundancy_.units_per_board);
      dead_board_[i] = false;
    }
    int alive = redundancy_.installed;
    double level = capacity(redundancy_, alive);
    capacity_.add(start, level);
    packages_.begin(random_);
    board_deaths_.begin(random_);
    const double lost = satellite_times_(random_.exponential());
    const double end = std::min(lost, duration);
    while (std::min(packages_.next(), board_deaths_.next()) < end) {
      const double now = std::min(packages_.next(), board_deaths_.next());
      if (packages_.next() <= board_deaths_.next()) {
        const auto board = std::size_t(packages_.die(random_) / redundancy_.units_per_board);
        if (dead_board_[board]) continue;
        --alive_on_[board];
        --alive;
      } else {
        const auto board = std::size_t(board_deaths_.die(random_));
        dead_board_[board] = true;
        alive -= alive_on_[board];
      }
      const double after = capacity(redundancy_, alive);
      if (after != level) capacity_.add(start + now, after - level);
      level = after;
    }
    if (start + end < question_.horizon) capacity_.add(start + end, -level);
    return lost < duration ? lost : std::numeric_limits<double>::infinity();
  }

  const FleetQuestion& question_;
  Redundancy redundancy_;
  double availability_;
  RandomStream random_;
  double age_;
  FailureTimes package_times_, board_times_, satellite_times_;
  int boards_;
  OrderedDeaths packages_, board_deaths_;
  std::vector<int> alive_on_;
  std::vector<char> dead_board_;
  std::size_t years_;
  YearlyCapacity capacity_;

 public:
  std::vector<double> launches;  // by year
};

TrialSummary summary(std::vector<double> values) {
  TrialSummary result;
  const double count = double(values.size());
  result.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  for (const double value : values) squares += (value - result.mean) * (value - result.mean);
  result.standard_error = values.size() > 1 ? std::sqrt(squares / (count - 1) / count) : 0;
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double place = share * (count - 1);
    const auto i = std::min(static_cast<std::size_t>(place), values.size() - 1);
    const auto next = std::min(i + 1, values.size() - 1);
    return values[i] + (place - double(i)) * (values[next] - values[i]);
  };
  result.low = at(0.05), result.median = at(0.5), result.high = at(0.95);
  return result;
}

void check(const FleetQuestion& question) {
  require(question.satellites >= 1 && question.satellites <= 10'000'000, "fleet: satellites",
          question.satellites, "must be 1 to 10000000");
  require(question.horizon > 0 && question.horizon <= 100 * year, "fleet: horizon", question.horizon,
          "must be positive and at most 100 years [s]");
  require(!question.replacement_age || *question.replacement_age > 0, "fleet: replacement_age",
          question.replacement_age.value_or(1), "must be positive [s]");
  require(question.replacement_delay >= 0, "fleet: replacement_delay", question.replacement_delay,
          "must be 0 or more [s]");
  require(question.runs >= 1 && question.runs <= 1'000'000, "fleet: runs", question.runs,
          "must be 1 to 1000000");
}

}  // namespace

FleetOutcome fleet_trials(const SatelliteReliability& satellite, const FleetQuestion& question) {
  return fleet_trials([&](std::size_t) { return satellite; }, question);
}

FleetOutcome fleet_trials(const std::function<SatelliteReliability(std::size_t run)>& reliability,
                          const FleetQuestion& question) {
  check(question);
  const auto runs = std::size_t(question.runs);
  std::vector<std::vector<double>> integrals(runs), launches(runs);
  Progress progress("fleet", runs, question.progress);
  const bool all = parallel_for(
      runs, question.threads,
      [&](std::size_t run) {
        const SatelliteReliability satellite = reliability(run);
        FleetRun trial(satellite, question, run);
        integrals[run] = std::move(trial.integrals);
        launches[run] = std::move(trial.launches);
        progress.advance();
      },
      question.cancel);
  if (!all) throw StudyInterrupted("fleet: interrupted; nothing was written");

  FleetOutcome outcome;
  const double places = question.satellites;
  std::vector<double> delivered(runs), launched(runs), values(runs);
  for (std::size_t y = 0; y < integrals.front().size(); ++y) {
    FleetYear one{.from = double(y) * year, .to = std::min(question.horizon, double(y + 1) * year)};
    for (std::size_t run = 0; run < runs; ++run) {
      values[run] = integrals[run][y] / places / (one.to - one.from);
      delivered[run] += integrals[run][y] / places;
      launched[run] += launches[run][y];
    }
    one.capacity = summary(values);
    for (std::size_t run = 0; run < runs; ++run) values[run] = launches[run][y];
    one.launches = summary(values);
    outcome.years.push_back(one);
  }
  outcome.delivered = summary(delivered);
  outcome.launches = summary(launched);
  return outcome;
}

}  // namespace sunrack
