#include "satellite/flight.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

#include "physics/constants.h"
#include "physics/numerics/file_output.h"
#include "physics/orbit/ephemeris.h"
#include "physics/require.h"
#include "satellite/flight_numbers.h"
#include "satellite/flight_run.h"
#include "satellite/spec_file.h"

namespace sunrack {

namespace flights {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();
constexpr double steps_per_orbit = 48;  // at least

std::vector<Signal> signals_of(const FlightSystem& system) {
  const FlightNetwork& n = system.network();
  std::vector<Signal> signals = {
      {"dies", n.dies, 0.5, 5, 40},
      {"left wing cells", n.wing_fronts[0], 0.5, 5, 40},
      {"panel Earth side, last segment", n.panel_faces[n.panel_faces.size() - 2], 0.5, 5, 40}};
  if (n.has_battery) signals.push_back({"battery charge", system.charge(), 0.005, 0.05, 20});
  return signals;
}

}  // namespace

Flight::Flight(const SatelliteSpec& spec, const SatelliteDesign& design, const FlightOptions& options)
    : options_(options),
      system_(flight_system(spec, design, options)),
      signals_(signals_of(system_)),
      orbit_(design.environment.orbit),
      fingerprint_(fingerprint(spec)) {
  require(options.duration > 0 && std::isfinite(options.duration), "fly: duration", options.duration,
          "must be positive [s]");
  require(options.settling_orbits >= 0 && options.settling_orbits <= 1000, "fly: settling_orbits",
          options.settling_orbits, "must be from 0 to 1000");
  require(options.trace_step > 0, "fly: trace_step", options.trace_step, "must be positive [s]");
  start_ = options.start.value_or(orbit_.epoch);
  end_ = start_ + options.duration;
  period_ = 2 * constants::pi / argument_of_latitude_rate(orbit_.altitude, orbit_.inclination);
  if (options.resume) {
    resume();
  } else {
    settle(design);
  }
}

/// FNV-1a over what decides the flight's numbers.
std::string Flight::fingerprint(const SatelliteSpec& spec) const {
  const FlightOptions& o = options_;
  std::string text = write_spec(spec, WrittenFields::all);
  text += fmt::format(
      "{} {} {} {} {} {} {:a} {:a} {:a} {:a} {:a} {:a} {:a} {:a} {:a} {:a} {} {:a} {:a} {:a} {:a} {:a} {:a} "
      "{:a} {:a} "
      "{:a}",
      o.environment, int(o.earth), o.attitude ? int(*o.attitude) : -1, o.flattened_earth,
      o.network.panel_segments, o.network.end_of_life, o.policy.wake_time, o.policy.idle_share,
      o.policy.throttle_band, o.policy.lowest_throttle, o.policy.charge_floor, o.policy.charge_recover,
      o.policy.trip_excess, o.policy.trip_recover, o.network.panel_scale, o.start.value_or(0),
      o.settling_orbits, o.relative_tolerance, o.temperature_tolerance, o.trace_begin, o.trace_duration,
      o.trace_step, o.faults.pump_stops.value_or(-1), o.faults.pump_restarts.value_or(-1),
      o.faults.safe_mode.value_or(-1), o.battery_ages ? 1.0 : 0.0);
  text += fmt::format(" {:a} {:a} {}", o.profile.period(), o.profile.mean(),
                      10 * int(o.network.views) + (o.integrated_orbit ? 1 : 0));
  text += fmt::format(" {:a}", o.duration);  // its last block is cut there
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ std::uint8_t(c)) * 1099511628211u;
  return fmt::format("flight {:016x}", hash);
}

void Flight::make_integrator() {
  StiffSystem equations = flight_equations(system_);
  equations.quadratures = flight_sums + system_.unknowns();
  equations.quadrature = [this](double t, std::span<const double> y, std::span<double> q) {
    system_.sums(t, y, q);
  };
  StiffOptions options;
  options.relative_tolerance = options_.relative_tolerance;
  options.absolute_tolerances.assign(system_.unknowns(), options_.temperature_tolerance);
  options.absolute_tolerances.back() = 1e-7;
  options.maximum_step = period_ / steps_per_orbit;
  options.first_step = 0.05;
  options.newton_tolerance = 0.02;  // energy is kept to what Newton leaves
  integrator_.emplace(std::move(equations), std::move(options));
}

void Flight::initial_modes(double time, std::span<const double> y) {
  FlightModes& m = system_.modes;
  m = {};
  m.share = options_.profile.at(0);
  if (system_.policy().eclipse == EclipseStrategy::hibernate &&
      system_.environment().edges(time).penumbra < 0)
    m.compute = ComputeMode::hibernating;
  m.heater = system_.network().has_battery && y[system_.network().battery] < system_.network().heater_on;
  shed_if_overloaded(time, y);
}

/// Some orbits until what is fast is periodic; nothing of it is reported.
void Flight::settle(const SatelliteDesign& design) {
  const double begin = start_ - options_.settling_orbits * period_;
  record_.state = flight_start(system_, design);
  record_.sums.assign(flight_sums + system_.unknowns(), 0.0);
  record_.counts.assign(counted, 0.0);
  make_integrator();
  initial_modes(begin, record_.state);
  integrator_->start(begin, record_.state, record_.sums);
  if (begin < start_) fly_to(start_, false);
  begin_reporting();
}

void Flight::begin_reporting() {
  const auto y = integrator_->state();
  record_.state.assign(y.begin(), y.end());
  std::fill(record_.sums.begin(), record_.sums.end(), 0.0);
  std::fill(record_.counts.begin(), record_.counts.end(), 0.0);
  record_.minimum = record_.maximum = record_.state;
  record_.minimum_at.assign(record_.state.size(), 0.0);
  record_.maximum_at = record_.minimum_at;
  record_.thermal_start = {system_.thermal_energy(y), system_.stored_energy(y)};
  record_.least_charge = record_.state.back();
  record_.life_time = start_;
  record_.life = numbers_of(life_.state());
  for (const Signal& signal : signals_) {
    counters_.emplace_back(signal.threshold);
    histograms_.push_back({.width = signal.width, .counts = std::vector<double>(signal.classes, 0.0)});
  }
  // The profile's clock starts here.
  system_.modes.share = options_.profile.at(0);
  if (system_.environment().edges(start_).penumbra < 0) {
    record_.shadow_begin = start_;
    record_.counts[eclipses] = 1;
  }
  record_.modes = numbers_of(system_.modes);
}

void Flight::resume() {
  std::ifstream file(options_.checkpoint, std::ios::binary);
  if (!file)
    throw std::invalid_argument(
        fmt::format("fly: --resume: no checkpoint {}", one_line(options_.checkpoint.string())));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  record_ = read_record(text, fingerprint_, one_line(options_.checkpoint.string()));
  for (std::size_t i = 0; i < signals_.size(); ++i) {
    const auto& r = record_.rainflow.at(i);
    counters_.emplace_back(signals_[i].threshold);
    counters_.back().restore(
        {.points = {r.begin() + 3, r.end()}, .last = r.at(1), .direction = r.at(2), .started = r.at(0) != 0});
    const auto& h = record_.histogram.at(i);
    histograms_.push_back({.width = signals_[i].width,
                           .counts = {h.begin() + 2, h.end()},
                           .total = h.at(0),
                           .largest = h.at(1)});
  }
  life_ = BatteryLife(life_of(record_.life));
  if (options_.battery_ages && system_.network().has_battery) system_.set_battery_capacity(life_.remaining());
  system_.modes = modes_of(record_.modes);
}

/// Puts what the flight knows into the record, and the record into the file.
void Flight::save(bool now_at_all_costs) {
  record_.modes = numbers_of(system_.modes);
  record_.life = numbers_of(life_.state());
  record_.rainflow.clear(), record_.histogram.clear();
  for (std::size_t i = 0; i < signals_.size(); ++i) {
    const Rainflow::State& s = counters_[i].state();
    std::vector<double> r = {double(s.started), s.last, s.direction};
    r.insert(r.end(), s.points.begin(), s.points.end());
    record_.rainflow.push_back(std::move(r));
    std::vector<double> h = {histograms_[i].total, histograms_[i].largest};
    h.insert(h.end(), histograms_[i].counts.begin(), histograms_[i].counts.end());
    record_.histogram.push_back(std::move(h));
  }
  if (options_.checkpoint.empty()) return;
  const auto clock = std::chrono::steady_clock::now();
  if (!now_at_all_costs && clock - saved_ < std::chrono::seconds(2)) return;
  write_file_whole(options_.checkpoint, write_record(record_, fingerprint_));
  saved_ = clock;
}

/// For messages.
std::string Flight::moment() const {
  const double since = now() - start_;
  return since < 0 ? fmt::format("{:.0f} s before the start, in the orbits flown to settle", -since)
                   : fmt::format("{:.0f} s after the start", since);
}

void Flight::fly_to(double end, bool recording) {
  recording_ = recording;
  while (now() < end) {
    const double from = now(), stop = next_stop(end);
    const auto reached = integrator_->step(stop);
    if (recording) {
      const double flown = record_.orbit;
      record_step(from);
      if (options_.progress && record_.orbit > flown)
        options_.progress(std::min(1.0, record_.orbit * period_ / options_.duration));
    }
    if (system_.network().has_battery && integrator_->state()[system_.charge()] < 0.01)
      throw ModelError(
          fmt::format("blackout {}: the battery is empty and what must stay on draws {:.5g} W; a larger "
                      "battery, less keep-alive power, another attitude or another orbit would do",
                      moment(), system_.power(now(), integrator_->state()).demand));
    if (system_.network().has_battery && system_.modes.compute != ComputeMode::running &&
        system_.power(now(), integrator_->state()).battery_reserve < 0)
      throw ModelError(fmt::format(
          "blackout {}: without computing the satellite still draws {:.5g} W, {:.5g} W more than array and "
          "battery give",
          moment(), system_.power(now(), integrator_->state()).demand,
          system_.power(now(), integrator_->state()).unserved));
    if (reached == StiffIntegrator::Reached::event) {
      on_event();
    } else if (now() >= stop) {
      timed_changes();
    }
  }
}

FlightResult Flight::run() {
  for (;;) {
    const double begin = std::min(end_, start_ + record_.block * orbits_in_block * period_);
    if (begin >= end_) break;
    make_integrator();
    deepest_ = -1e300;  // found anew, so that a resumed flight has the very same stop
    system_.settle(begin, record_.state);
    integrator_->start(begin, record_.state, record_.sums);
    next_sample_ = std::size_t(
        std::max(0.0, std::ceil((begin - start_ - options_.trace_begin) / options_.trace_step - 1e-9)));
    if (begin > start_ &&
        options_.trace_begin + double(next_sample_) * options_.trace_step <= begin - start_ + 1e-6)
      ++next_sample_;  // the block before has this one
    const double block_end = std::min(end_, start_ + (record_.block + 1) * orbits_in_block * period_);
    begin_orbit(begin, record_.state, record_.sums);
    fly_to(block_end, true);
    // The rest, but for what rounding leaves of an orbit that has just been closed.
    if (now() - start_ - at_.begin > 1e-6 * period_)
      close_orbit(now(), integrator_->state(), integrator_->quadratures());
    close_block();
    interrupted_ = options_.cancel && *options_.cancel && block_end < end_;
    save(interrupted_ || block_end >= end_);
    if (interrupted_) break;
  }
  return result();
}

}  // namespace flights

double FlightNodeSummary::margin() const { return std::min(highest - maximum, minimum - lowest); }

FlightResult fly(const SatelliteSpec& spec, const SatelliteDesign& design, const FlightOptions& options) {
  return flights::Flight(spec, design, options).run();
}

}  // namespace sunrack
