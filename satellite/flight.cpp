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
#include "satellite/flight_record.h"
#include "satellite/spec_file.h"

namespace sunrack {

namespace {

constexpr int orbits_in_block = 15;  // about a day: the battery ages and a checkpoint may be written
constexpr double life_step = 60;     // [s] between what the battery's aging is told
constexpr double never = std::numeric_limits<double>::infinity();
constexpr double steps_per_orbit = 48;  // at least: no grazing eclipse of two minutes is stepped over

/// What rainflow counting follows.
struct Signal {
  std::string name;
  std::size_t unknown;
  double threshold, width;
  std::size_t classes;
};

std::vector<Signal> signals_of(const FlightSystem& system) {
  const FlightNetwork& n = system.network();
  std::vector<Signal> signals = {
      {"dies", n.dies, 0.5, 5, 40},
      {"left wing cells", n.wing_fronts[0], 0.5, 5, 40},
      {"panel Earth side, last segment", n.panel_faces[n.panel_faces.size() - 2], 0.5, 5, 40}};
  if (n.has_battery) signals.push_back({"battery charge", system.charge(), 0.005, 0.05, 20});
  return signals;
}

std::vector<double> numbers_of(const FlightModes& m) {
  return {double(m.compute), double(m.discharging), double(m.limited), double(m.heater),
          double(m.pump),    double(m.loads),       double(m.battery), m.share};
}
FlightModes modes_of(const std::vector<double>& v) {
  return {ComputeMode(int(v.at(0))),
          v.at(1) != 0,
          v.at(2) != 0,
          v.at(3) != 0,
          v.at(4) != 0,
          v.at(5) != 0,
          v.at(6) != 0,
          v.at(7)};
}

std::vector<double> numbers_of(const BatteryLife::State& s) {
  return {s.day, s.lithium_loss, s.negative_loss, s.cycles,  s.b1,      s.b2,      s.b3,
          s.c0,  s.c2,           s.elapsed,       s.deepest, s.lithium, s.negative};
}
BatteryLife::State life_of(const std::vector<double>& v) {
  return {v.at(0), v.at(1), v.at(2), v.at(3),  v.at(4),  v.at(5), v.at(6),
          v.at(7), v.at(8), v.at(9), v.at(10), v.at(11), v.at(12)};
}

constexpr std::size_t orbit_numbers = 13, power_numbers = 19;
std::vector<double> numbers_of(const FlightPower& p) {
  return {p.absorbed, p.emitted,       p.array_maximum,   p.array,          p.computers,
          p.pump,     p.avionics,      p.conversion_loss, p.heater,         p.demand,
          p.battery,  p.battery_limit, p.battery_heat,    p.battery_stored, p.charge_rate,
          p.unserved, p.throttle,      p.work_asked,      p.work_done};
}
FlightPower power_of(const double* v) {
  FlightPower p;
  for (double* field :
       {&p.absorbed, &p.emitted, &p.array_maximum, &p.array, &p.computers, &p.pump, &p.avionics,
        &p.conversion_loss, &p.heater, &p.demand, &p.battery, &p.battery_limit, &p.battery_heat,
        &p.battery_stored, &p.charge_rate, &p.unserved, &p.throttle, &p.work_asked, &p.work_done})
    *field = *v++;
  return p;
}

enum Count { eclipses, umbras, throttlings, sheddings, heater_starts, starts, counted };

/// One flight under way.
class Flight {
 public:
  Flight(const SatelliteSpec& spec, const SatelliteDesign& design, const FlightOptions& options)
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

  FlightResult run();

 private:
  std::string fingerprint(const SatelliteSpec& spec) const;
  void settle(const SatelliteDesign& design);
  void resume();
  void save(bool now);
  void make_integrator();
  void restart();
  void fly_to(double end, bool recording);
  double next_stop(double end) const;
  void timed_changes();
  void on_event();
  void record_step(double from);
  void begin_orbit();
  void close_orbit();
  void close_block();
  void initial_modes(double time, std::span<const double> y);
  void begin_reporting();
  FlightResult result() const;
  double count(Count which) const { return record_.counts[which]; }
  void wake() {
    record_.wake = now() + system_.policy().wake_time;
    system_.modes.compute = ComputeMode::waking;
  }
  double now() const { return integrator_->time(); }
  bool running_or_shed() const {
    return system_.modes.compute == ComputeMode::running || system_.modes.compute == ComputeMode::waking;
  }

  FlightOptions options_;
  FlightSystem system_;
  std::vector<Signal> signals_;
  Orbit orbit_;
  std::string fingerprint_;
  double start_ = 0, end_ = 0, period_ = 0;
  std::optional<StiffIntegrator> integrator_;
  FlightRecord record_;
  std::vector<Rainflow> counters_;
  std::vector<RainflowHistogram> histograms_;
  BatteryLife life_;
  FlightOrbit at_;               // the orbit under way
  std::vector<double> at_sums_;  // where it began
  double at_thermal_ = 0, at_stored_ = 0, at_shadow_ = 0;
  std::vector<RainflowCycle> closed_;
  std::vector<double> sample_;
  bool recording_ = false, interrupted_ = false;
  std::size_t next_sample_ = 0;
  std::chrono::steady_clock::time_point saved_ = std::chrono::steady_clock::now();
};

/// FNV-1a over what decides the flight's numbers.
std::string Flight::fingerprint(const SatelliteSpec& spec) const {
  const FlightOptions& o = options_;
  std::string text = write_spec(spec, WrittenFields::all);
  text += fmt::format(
      "{} {} {} {} {} {} {:a} {:a} {:a} {:a} {:a} {:a} {:a} {:a} {} {:a} {:a} {:a} {:a} {:a} {:a} {:a} {:a} "
      "{:a}",
      o.environment, int(o.earth), o.attitude ? int(*o.attitude) : -1, o.flattened_earth,
      o.network.panel_segments, o.network.end_of_life, o.policy.wake_time, o.policy.idle_share,
      o.policy.throttle_band, o.policy.lowest_throttle, o.policy.charge_floor, o.policy.charge_recover,
      o.panel_scale, o.start.value_or(0), o.settling_orbits, o.relative_tolerance, o.temperature_tolerance,
      o.trace_begin, o.trace_duration, o.trace_step, o.faults.pump_stops.value_or(-1),
      o.faults.pump_restarts.value_or(-1), o.faults.safe_mode.value_or(-1), o.battery_ages ? 1.0 : 0.0);
  text += fmt::format(" {:a} {:a}", o.profile.period(), o.profile.mean());
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
  system_.settle(time, y);
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

void Flight::restart() {
  const std::vector<double> y(integrator_->state().begin(), integrator_->state().end());
  const std::vector<double> q(integrator_->quadratures().begin(), integrator_->quadratures().end());
  system_.settle(now(), y);
  integrator_->start(now(), y, q);
  ++record_.counts[starts];
}

/// The next time at which something is planned.
double Flight::next_stop(double end) const {
  double stop = end;
  const auto consider = [&](double time) {
    if (time > now() + 1e-6 && time < stop) stop = time;
  };
  if (system_.modes.compute == ComputeMode::waking) consider(record_.wake);
  if (recording_) {
    const double change = options_.profile.next_change(now() - start_ + 1e-6);
    if (change < never) consider(start_ + change);
    for (const auto& fault :
         {options_.faults.pump_stops, options_.faults.pump_restarts, options_.faults.safe_mode})
      if (fault) consider(start_ + *fault);
  }
  return stop;
}

/// What is planned for this very moment.
void Flight::timed_changes() {
  constexpr double same = 1e-5;  // [s]
  FlightModes& m = system_.modes;
  const FlightModes before = m;
  if (m.compute == ComputeMode::waking && now() >= record_.wake - same) m.compute = ComputeMode::running;
  if (recording_) {
    m.share = options_.profile.at(now() - start_ + same);
    const FlightFaults& f = options_.faults;
    const double t = now() - start_;
    if (f.pump_stops && std::abs(t - *f.pump_stops) < same) m.pump = false;
    if (f.pump_restarts && std::abs(t - *f.pump_restarts) < same) m.pump = true;
    if (f.safe_mode && std::abs(t - *f.safe_mode) < same) {
      m.compute = ComputeMode::off;
      m.pump = m.loads = false;
    }
  }
  if (m.compute != before.compute || m.share != before.share || m.pump != before.pump ||
      m.loads != before.loads)
    restart();
}

void Flight::on_event() {
  FlightModes& m = system_.modes;
  const auto& crossed = integrator_->crossings();
  const auto of = [&](FlightEvent event) { return crossed[std::size_t(event)]; };
  const FlightPolicy& policy = system_.policy();
  if (of(FlightEvent::penumbra) < 0) {
    record_.shadow_begin = now();
    ++record_.counts[eclipses];
    if (policy.eclipse == EclipseStrategy::hibernate && m.compute != ComputeMode::off)
      m.compute = ComputeMode::hibernating;
  } else if (of(FlightEvent::penumbra) > 0) {
    if (record_.shadow_begin >= 0) {
      const double lasted = now() - record_.shadow_begin;
      if (recording_)
        record_.longest_eclipse = std::max(record_.longest_eclipse, lasted), record_.in_shadow += lasted;
      record_.shadow_begin = -1;
    }
    const bool no_battery = !system_.network().has_battery && m.compute == ComputeMode::shed;
    if (m.compute == ComputeMode::hibernating || no_battery) wake();
  }
  if (of(FlightEvent::umbra) < 0) ++record_.counts[umbras];
  if (of(FlightEvent::balance) < 0 && !system_.network().has_battery && m.compute == ComputeMode::running) {
    m.compute = ComputeMode::shed;
    ++record_.counts[sheddings];
  }
  if (of(FlightEvent::charge_floor) < 0 && running_or_shed()) {
    m.compute = ComputeMode::shed;
    ++record_.counts[sheddings];
  }
  if (of(FlightEvent::charge_recover) > 0 && m.compute == ComputeMode::shed) wake();
  if (of(FlightEvent::throttle) > 0) ++record_.counts[throttlings];
  if (of(FlightEvent::heater) != 0) {
    m.heater = !m.heater;
    if (m.heater) ++record_.counts[heater_starts];
  }
  restart();
}

/// Extremes, cycles, aging and samples of the step that ended now.
void Flight::record_step(double from) {
  const auto y = integrator_->state();
  const double time = now();
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (y[i] < record_.minimum[i]) record_.minimum[i] = y[i], record_.minimum_at[i] = time - start_;
    if (y[i] > record_.maximum[i]) record_.maximum[i] = y[i], record_.maximum_at[i] = time - start_;
  }
  const FlightNetwork& n = system_.network();
  const double charge = y[system_.charge()];
  record_.least_charge = std::min(record_.least_charge, charge);
  at_.least_charge = std::min(at_.least_charge, charge);
  at_.coldest_wing = std::min(at_.coldest_wing, y[n.wing_fronts[0]]);
  at_.warmest_wing = std::max(at_.warmest_wing, y[n.wing_fronts[0]]);
  at_.coldest_coolant = std::min(at_.coldest_coolant, y[n.panel_coolant.back()]);
  at_.warmest_coolant = std::max(at_.warmest_coolant, y[n.cold_plates]);
  at_.warmest_die = std::max(at_.warmest_die, y[n.dies]);
  at_.warmest_memory = std::max(at_.warmest_memory, y[n.memory]);
  for (std::size_t i = 0; i < signals_.size(); ++i) {
    closed_.clear();
    counters_[i].add(y[signals_[i].unknown], closed_);
    for (const RainflowCycle& cycle : closed_) {
      histograms_[i].add(cycle);
      if (signals_[i].unknown == system_.charge()) {
        record_.cycles_today += cycle.count;
        record_.full_cycles_today += cycle.count * cycle.range;
      }
    }
  }
  if (options_.battery_ages && n.has_battery && time - record_.life_time >= life_step) {
    life_.stay((time - record_.life_time) / 86400, 1 - charge, y[n.battery]);
    record_.life_time = time;
  }
  for (;;) {
    const double at = start_ + options_.trace_begin + double(next_sample_) * options_.trace_step;
    if (at > start_ + options_.trace_begin + options_.trace_duration || at > time) break;
    ++next_sample_;
    if (at < from) continue;
    sample_.resize(y.size());
    integrator_->interpolate(at, sample_);
    const FlightPower p = system_.power(at, sample_);
    record_.trace.push_back(at - start_);
    record_.trace.push_back(system_.environment().sunlit(at));
    record_.trace.insert(record_.trace.end(), sample_.begin(), sample_.end());
    const auto numbers = numbers_of(p);
    record_.trace.insert(record_.trace.end(), numbers.begin(), numbers.end());
  }
}

void Flight::fly_to(double end, bool recording) {
  recording_ = recording;
  while (now() < end) {
    const double from = now(), stop = next_stop(end);
    const auto reached = integrator_->step(stop);
    if (recording) record_step(from);
    if (system_.network().has_battery && integrator_->state()[system_.charge()] < 0.01)
      throw ModelError(
          fmt::format("blackout {:.0f} s after the start: the battery is empty and what must stay on draws "
                      "{:.5g} W; a larger "
                      "battery, less keep-alive power or another orbit would do",
                      now() - start_, system_.power(now(), integrator_->state()).demand));
    if (reached == StiffIntegrator::Reached::event) {
      on_event();
    } else if (now() >= stop) {
      timed_changes();
    }
  }
}

void Flight::begin_orbit() {
  const auto y = integrator_->state();
  const FlightNetwork& n = system_.network();
  at_ = {.begin = now() - start_, .beta = beta_angle(orbit_, now()), .least_charge = y[system_.charge()]};
  at_.coldest_wing = at_.warmest_wing = y[n.wing_fronts[0]];
  at_.coldest_coolant = y[n.panel_coolant.back()];
  at_.warmest_coolant = y[n.cold_plates];
  at_.warmest_die = y[n.dies], at_.warmest_memory = y[n.memory];
  at_sums_.assign(integrator_->quadratures().begin(), integrator_->quadratures().end());
  at_thermal_ = system_.thermal_energy(y), at_stored_ = system_.stored_energy(y);
  at_shadow_ =
      record_.in_shadow - (record_.shadow_begin >= 0 ? std::max(record_.shadow_begin, start_) - now() : 0);
}

void Flight::close_orbit() {
  const auto q = integrator_->quadratures();
  const auto gained = [&](FlightSum which) { return q[std::size_t(which)] - at_sums_[std::size_t(which)]; };
  const double lasted = now() - start_ - at_.begin;
  const double shadow =
      record_.in_shadow - (record_.shadow_begin >= 0 ? std::max(record_.shadow_begin, start_) - now() : 0);
  at_.eclipse = shadow - at_shadow_;
  at_.work = gained(FlightSum::done) / (system_.network().it_power * lasted);
  at_.array_power = gained(FlightSum::array) / lasted;
  const double stored = system_.thermal_energy(integrator_->state()) - at_thermal_ +
                        system_.stored_energy(integrator_->state()) - at_stored_;
  at_.residual =
      (gained(FlightSum::absorbed) - gained(FlightSum::emitted) - stored) / gained(FlightSum::absorbed);
  // The flight's end may leave a sliver of an orbit, in which nothing is exchanged to compare with.
  if (lasted > period_ / 2) record_.worst_orbit = std::max(record_.worst_orbit, std::abs(at_.residual));
  for (const double value : {at_.begin, at_.beta, at_.eclipse, at_.least_charge, at_.coldest_wing,
                             at_.warmest_wing, at_.coldest_coolant, at_.warmest_coolant, at_.warmest_die,
                             at_.warmest_memory, at_.work, at_.array_power, at_.residual})
    record_.orbits.push_back(value);
  record_.orbit += 1;
}

/// The battery ages; the integrator begins anew, so that a flight resumed here takes the very same steps.
void Flight::close_block() {
  const auto y = integrator_->state();
  record_.state.assign(y.begin(), y.end());
  record_.sums.assign(integrator_->quadratures().begin(), integrator_->quadratures().end());
  if (options_.battery_ages && system_.network().has_battery) {
    if (now() > record_.life_time) {
      life_.stay((now() - record_.life_time) / 86400, 1 - y[system_.charge()], y[system_.network().battery]);
      record_.life_time = now();
    }
    life_.end_day(record_.cycles_today, record_.full_cycles_today, y[system_.network().battery]);
    record_.cycles_today = record_.full_cycles_today = 0;
    const double before = system_.stored_energy(record_.state);
    system_.set_battery_capacity(life_.remaining());
    record_.faded += before - system_.stored_energy(record_.state);
  }
  record_.block += 1;
  const StiffStatistics s = integrator_->statistics();
  if (record_.statistics.empty()) record_.statistics.assign(7, 0.0);
  const double numbers[] = {double(s.steps),          double(s.rates),          double(s.jacobians),
                            double(s.factorisations), double(s.error_failures), double(s.newton_failures),
                            double(s.starts)};
  for (std::size_t i = 0; i < 7; ++i) record_.statistics[i] += numbers[i];
}

FlightResult Flight::run() {
  const double orbits = options_.duration / period_;
  for (;;) {
    const double begin = std::min(end_, start_ + record_.block * orbits_in_block * period_);
    if (begin >= end_) break;
    make_integrator();
    system_.settle(begin, record_.state);
    integrator_->start(begin, record_.state, record_.sums);
    next_sample_ = std::size_t(
        std::max(0.0, std::ceil((begin - start_ - options_.trace_begin) / options_.trace_step - 1e-9)));
    if (begin > start_ &&
        options_.trace_begin + double(next_sample_) * options_.trace_step <= begin - start_ + 1e-6)
      ++next_sample_;  // the block before has this one
    const double block_end = std::min(end_, start_ + (record_.block + 1) * orbits_in_block * period_);
    for (int i = 1; i <= orbits_in_block && now() < block_end; ++i) {
      begin_orbit();
      fly_to(std::min(block_end, begin + i * period_), true);
      close_orbit();
      if (options_.progress) options_.progress(std::min(1.0, record_.orbit / orbits));
    }
    close_block();
    interrupted_ = options_.cancel && *options_.cancel && block_end < end_;
    save(interrupted_ || block_end >= end_);
    if (interrupted_) break;
  }
  return result();
}

FlightResult Flight::result() const {
  FlightResult r;
  const FlightNetwork& n = system_.network();
  r.start = start_;
  r.flown = std::min(options_.duration, record_.block * orbits_in_block * period_);
  r.complete = !interrupted_;
  r.it_power = n.it_power;
  r.sums.assign(record_.sums.begin(), record_.sums.begin() + flight_sums);
  for (std::size_t i = 0; i < n.nodes.size(); ++i)
    r.nodes.push_back({n.nodes[i].name, record_.minimum[i], record_.sums[flight_sums + i] / r.flown,
                       record_.maximum[i], record_.minimum_at[i], record_.maximum_at[i], n.nodes[i].lowest,
                       n.nodes[i].highest});
  const double thermal = system_.thermal_energy(record_.state) - record_.thermal_start[0];
  const double stored = system_.stored_energy(record_.state) + record_.faded - record_.thermal_start[1];
  const auto sum = [&](FlightSum which) { return r.sum(which); };
  const double in = sum(FlightSum::absorbed) + sum(FlightSum::dissipated);
  r.residual.thermal = (in - sum(FlightSum::array) - sum(FlightSum::emitted) - thermal) / in;
  const double loads = sum(FlightSum::computers) + sum(FlightSum::pump) + sum(FlightSum::avionics) +
                       sum(FlightSum::conversion_loss) + sum(FlightSum::heater);
  const double sources = sum(FlightSum::array) + sum(FlightSum::battery_out);
  r.residual.electrical = (sources + sum(FlightSum::unserved) - sum(FlightSum::battery_in) - loads) / sources;
  const double through = sum(FlightSum::battery_in) + sum(FlightSum::battery_out);
  if (through > 0)
    r.residual.stored =
        (sum(FlightSum::battery_in) - sum(FlightSum::battery_out) - sum(FlightSum::battery_heat) - stored) /
        through;
  r.residual.total =
      (sum(FlightSum::absorbed) - sum(FlightSum::emitted) - thermal - stored) / sum(FlightSum::absorbed);
  r.residual.worst_orbit = record_.worst_orbit;
  r.eclipses = int(count(eclipses)), r.umbras = int(count(umbras));
  r.longest_eclipse = record_.longest_eclipse, r.in_shadow = record_.in_shadow;
  r.throttlings = int(count(throttlings)), r.sheddings = int(count(sheddings));
  r.heater_starts = int(count(heater_starts)), r.starts = int(count(starts));
  r.least_charge = record_.least_charge, r.faded_energy = record_.faded;
  r.battery_remaining = options_.battery_ages && n.has_battery ? life_.remaining() : 1;
  for (std::size_t i = 0; i < signals_.size(); ++i) {
    r.cycles.push_back({signals_[i].name, histograms_[i]});
    for (const RainflowCycle& cycle : counters_[i].remaining()) r.cycles.back().histogram.add(cycle);
  }
  for (std::size_t i = 0; i + orbit_numbers <= record_.orbits.size(); i += orbit_numbers) {
    const double* v = &record_.orbits[i];
    r.orbits.push_back({v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12]});
  }
  const std::size_t width = 2 + n.nodes.size() + 1 + power_numbers;
  for (std::size_t i = 0; i + width <= record_.trace.size(); i += width) {
    const double* v = &record_.trace[i];
    FlightSample s{.time = v[0],
                   .temperatures = {v + 2, v + 2 + n.nodes.size()},
                   .charge = v[2 + n.nodes.size()],
                   .sunlit = v[1]};
    s.power = power_of(v + 3 + n.nodes.size());
    r.trace.push_back(std::move(s));
  }
  if (!record_.statistics.empty()) {
    const auto& s = record_.statistics;
    r.statistics = {long(s[0]), long(s[1]), long(s[2]), long(s[3]), long(s[4]), long(s[5]), long(s[6])};
  }
  r.end_state = record_.state;
  r.end_modes = system_.modes;
  return r;
}

}  // namespace

double FlightNodeSummary::margin() const { return std::min(highest - maximum, minimum - lowest); }

FlightResult fly(const SatelliteSpec& spec, const SatelliteDesign& design, const FlightOptions& options) {
  return Flight(spec, design, options).run();
}

}  // namespace sunrack
