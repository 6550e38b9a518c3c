#include <algorithm>
#include <cmath>
#include <utility>

#include "physics/orbit/ephemeris.h"
#include "satellite/flight_numbers.h"
#include "satellite/flight_run.h"

namespace sunrack::flights {

namespace {

constexpr double life_step = 60;  // [s] between what the battery's aging is told

}  // namespace

void Flight::record_step(double from) {
  close_orbits_in_step();
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

/// [s] with any of the Sun covered, the eclipse under way included.
double Flight::shadow_until(double time) const {
  return record_.in_shadow - (record_.shadow_begin >= 0 ? std::max(record_.shadow_begin, start_) - time : 0);
}

/// Orbits end inside steps: a step cut short there would have to grow again, and the integrals, which no
/// error test guards, lose digits on the way.
void Flight::close_orbits_in_step() {
  while (now() > orbit_end_) {
    between_.resize(system_.unknowns());
    sums_between_.resize(record_.sums.size());
    integrator_->interpolate(orbit_end_, between_);
    integrator_->interpolate_quadratures(orbit_end_, sums_between_);
    close_orbit(orbit_end_, between_, sums_between_);
    begin_orbit(orbit_end_, between_, sums_between_);
  }
}

void Flight::begin_orbit(double time, std::span<const double> y, std::span<const double> sums) {
  const FlightNetwork& n = system_.network();
  orbit_end_ = time + period_;
  at_ = {.begin = time - start_, .beta = beta_angle(orbit_, time), .least_charge = y[system_.charge()]};
  at_.coldest_wing = at_.warmest_wing = y[n.wing_fronts[0]];
  at_.coldest_coolant = y[n.panel_coolant.back()];
  at_.warmest_coolant = y[n.cold_plates];
  at_.warmest_die = y[n.dies], at_.warmest_memory = y[n.memory];
  at_sums_.assign(sums.begin(), sums.end());
  at_thermal_ = system_.thermal_energy(y), at_stored_ = system_.stored_energy(y);
  at_shadow_ = shadow_until(time);
}

void Flight::close_orbit(double time, std::span<const double> y, std::span<const double> sums) {
  const auto gained = [&](FlightSum which) {
    return sums[std::size_t(which)] - at_sums_[std::size_t(which)];
  };
  const double lasted = time - start_ - at_.begin;
  at_.eclipse = shadow_until(time) - at_shadow_;
  at_.work = gained(FlightSum::done) / (system_.network().it_power * lasted);
  at_.array_power = gained(FlightSum::array) / lasted;
  const double stored = system_.thermal_energy(y) - at_thermal_ + system_.stored_energy(y) - at_stored_;
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

FlightResult Flight::result() const {
  FlightResult r;
  const FlightNetwork& n = system_.network();
  r.start = start_;
  r.flown = std::min(options_.duration, record_.block * orbits_in_block * period_);
  r.complete = !interrupted_;
  r.it_power = n.it_power;
  const FlightOutside& outside = n.outside;
  r.exchange = {options_.network.views, outside.panel_views_array, outside.view_error, 0};
  for (const auto& strips : outside.panel)
    for (const std::size_t face : strips)
      r.exchange.coupling += outside.between(Eigen::Index(face), Eigen::Index(outside.array_back));
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
  r.trips = int(count(trips));
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

}  // namespace sunrack::flights
