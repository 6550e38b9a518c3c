#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "satellite/flight_run.h"

namespace sunrack::flights {

namespace {

// [rad] of the Sun's rim below the limb: a shadow that is deeper lasts longer than any step.
constexpr double grazing = 0.02;

}  // namespace

/// Settles the battery; where it cannot give what computing asks, computing is shed at once.
void Flight::shed_if_overloaded(double time, std::span<const double> y) {
  system_.settle(time, y);
  if (system_.modes.compute != ComputeMode::running || !system_.network().has_battery) return;
  if (system_.power(time, y).battery_reserve >= 0) return;
  system_.modes.compute = ComputeMode::shed;
  ++record_.counts[sheddings];
  system_.settle(time, y);
}

void Flight::restart() {
  const std::vector<double> y(integrator_->state().begin(), integrator_->state().end());
  const std::vector<double> q(integrator_->quadratures().begin(), integrator_->quadratures().end());
  shed_if_overloaded(now(), y);
  // What may come back already will not cross its threshold again.
  if (system_.network().has_battery && system_.modes.compute == ComputeMode::shed &&
      system_.recovery(now(), y) > 0) {
    wake();
    system_.settle(now(), y);
  }
  integrator_->start(now(), y, q);
  ++record_.counts[starts];
}

/// [s] the next time at which the satellite passes nearest the middle of the shadow.
double Flight::deepest_shadow(double after) const {
  const double rate = 2 * constants::pi / period_;
  double time = after;
  for (int i = 0; i < 4; ++i) {
    const OrbitPoint here = system_.environment().point(time);
    const Eigen::Vector3d away = -here.sun_direction;
    double ahead = std::atan2(away.dot(here.forward), away.dot(here.vertical)) / rate;
    if (i == 0 && ahead <= 1) ahead += period_;  // at least a second after
    time += ahead;
  }
  return time;
}

/// The next time at which something is planned.
double Flight::next_stop(double end) {
  double stop = end;
  const auto consider = [&](double time) {
    if (time > now() + 1e-6 && time < stop) stop = time;
  };
  if (system_.modes.compute == ComputeMode::waking) consider(record_.wake);
  // A grazing passage may begin and end inside one step: a step ends in its middle, so that both edges are
  // seen.
  if (deepest_ <= now() + 1e-6) {
    deepest_ = deepest_shadow(now());
    const double depth = system_.environment().edges(deepest_).penumbra;
    deepest_grazes_ = depth < 0 && depth > -grazing;
  }
  if (deepest_grazes_) consider(deepest_);
  if (recording_) {
    const double change = options_.profile.next_change(now() - start_ + 1e-6);
    if (std::isfinite(change)) consider(start_ + change);
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
    if (f.pump_restarts && std::abs(t - *f.pump_restarts) < same) {
      m.pump = true;
      if (m.compute == ComputeMode::tripped &&
          system_.over_limit(integrator_->state()) <= -system_.policy().trip_recover)
        cooled_down();
    }
    if (f.safe_mode && std::abs(t - *f.safe_mode) < same) {
      m.compute = ComputeMode::off;
      m.pump = m.loads = false;
    }
  }
  if (m.compute != before.compute || m.share != before.share || m.pump != before.pump ||
      m.loads != before.loads)
    restart();
}

/// After a trip.
void Flight::cooled_down() {
  if (sleeps_in_shadow() && record_.shadow_begin >= 0) {
    system_.modes.compute = ComputeMode::hibernating;
  } else {
    wake();
  }
}

void Flight::on_event() {
  FlightModes& m = system_.modes;
  const auto& crossed = integrator_->crossings();
  const auto of = [&](FlightEvent event) { return crossed[std::size_t(event)]; };
  if (of(FlightEvent::penumbra) < 0) {
    record_.shadow_begin = now();
    ++record_.counts[eclipses];
    if (sleeps_in_shadow() && m.compute != ComputeMode::off && m.compute != ComputeMode::tripped)
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
  if ((of(FlightEvent::charge_floor) < 0 || of(FlightEvent::overload) < 0) && running_or_waking()) {
    m.compute = ComputeMode::shed;
    ++record_.counts[sheddings];
  }
  if (of(FlightEvent::charge_recover) > 0 && m.compute == ComputeMode::shed) wake();
  if (of(FlightEvent::throttle) > 0) ++record_.counts[throttlings];
  if (of(FlightEvent::trip) > 0) {
    m.compute = ComputeMode::tripped;
    ++record_.counts[trips];
  }
  if (of(FlightEvent::trip_end) < 0) cooled_down();
  if (of(FlightEvent::heater) != 0) {
    m.heater = !m.heater;
    if (m.heater) ++record_.counts[heater_starts];
  }
  restart();
}

}  // namespace sunrack::flights
