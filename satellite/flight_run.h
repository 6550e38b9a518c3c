#pragma once

// One flight under way; for flight.cpp, flight_events.cpp and flight_account.cpp.

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "satellite/flight.h"
#include "satellite/flight_record.h"

namespace sunrack::flights {

inline constexpr int orbits_in_block = 15;  // about a day: the battery ages and a checkpoint may be written

/// What rainflow counting follows.
struct Signal {
  std::string name;
  std::size_t unknown;
  double threshold, width;
  std::size_t classes;
};

enum Count { eclipses, umbras, throttlings, sheddings, heater_starts, starts, trips, counted };

/// Steps from event to event, books what happens, and begins the integrator anew about once a day.
class Flight {
 public:
  Flight(const SatelliteSpec& spec, const SatelliteDesign& design, const FlightOptions& options);

  FlightResult run();

 private:
  std::string fingerprint(const SatelliteSpec& spec) const;
  void settle(const SatelliteDesign& design);
  void resume();
  void save(bool now);
  void make_integrator();
  void restart();
  void shed_if_overloaded(double time, std::span<const double> y);
  std::string moment() const;
  void fly_to(double end, bool recording);
  double next_stop(double end);
  double deepest_shadow(double after) const;
  void timed_changes();
  void on_event();
  void record_step(double from);
  void begin_orbit(double time, std::span<const double> y, std::span<const double> sums);
  void close_orbit(double time, std::span<const double> y, std::span<const double> sums);
  void close_orbits_in_step();
  void close_block();
  void initial_modes(double time, std::span<const double> y);
  void begin_reporting();
  FlightResult result() const;
  double shadow_until(double time) const;
  double count(Count which) const { return record_.counts[which]; }
  void wake() {
    record_.wake = now() + system_.policy().wake_time;
    system_.modes.compute = ComputeMode::waking;
  }
  bool sleeps_in_shadow() const { return system_.policy().eclipse == EclipseStrategy::hibernate; }
  void cooled_down();
  double now() const { return integrator_->time(); }
  bool running_or_waking() const {
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
  double orbit_end_ = 0;         // [s] of the orbit under way
  std::vector<double> between_;  // state at an orbit's end inside a step
  std::vector<double> sums_between_;
  std::vector<RainflowCycle> closed_;
  std::vector<double> sample_;
  double deepest_ = -1e300;  // [s] the next time at which the shadow is nearest
  bool deepest_grazes_ = false;
  bool recording_ = false, interrupted_ = false;
  std::size_t next_sample_ = 0;
  std::chrono::steady_clock::time_point saved_ = std::chrono::steady_clock::now();
};

}  // namespace sunrack::flights
