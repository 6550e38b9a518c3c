#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "physics/orbit/flight_environment.h"
#include "physics/power/load_profile.h"
#include "satellite/flight_network.h"

namespace sunrack {

/// What is done when power or cooling runs short.
struct FlightPolicy {
  EclipseStrategy eclipse = EclipseStrategy::hibernate;
  double wake_time = 60;      ///< [s] from the end of an eclipse to work: power on, weights loaded
  double idle_share = 0.15;   ///< [-] of dynamic power that a running package without work draws (assumption)
  double throttle_band = 10;  ///< [K] above a limit over which work falls from all to nothing
  double lowest_throttle = 0.2;  ///< [-] of work that throttling leaves
  double charge_floor = 0.15;    ///< [-] state of charge at which computing is shed
  double charge_recover = 0.5;   ///< [-] at which it comes back, if array and battery can feed it
  double trip_excess = 20;       ///< [K] of dies or memory over their limit at which computers cut out
  double trip_recover = 10;      ///< [K] below both limits at which they come back, if the pump runs
};

enum class ComputeMode {
  running,
  hibernating,  ///< through an eclipse
  waking,       ///< after one
  shed,         ///< the battery is low, or cannot give what is asked: brown-out
  off,          ///< safe mode
  tripped       ///< too hot: cut out, without any power
};

/// What stands between events.
struct FlightModes {
  ComputeMode compute = ComputeMode::running;
  bool discharging = false;  ///< the array gives less than is drawn
  bool limited = false;      ///< the battery takes no more: the array is held back
  bool heater = false;
  bool pump = true;
  bool loads = true;    ///< avionics and communications
  bool battery = true;  ///< connected
  double share = 1;     ///< [-] of full work asked for
};

/// Powers and flows at one moment. [W] unless said otherwise.
struct FlightPower {
  double absorbed = 0, emitted = 0;  ///< sunlight, albedo, Earth infrared taken up; radiation to space
  double array_maximum = 0;          ///< at the bus, were it all drawn
  double array = 0;                  ///< drawn
  double computers = 0, pump = 0, avionics = 0, conversion_loss = 0, heater = 0;
  double demand = 0;           ///< of the bus
  double battery = 0;          ///< out of its terminals, negative when charging
  double battery_limit = 0;    ///< that it would take
  double battery_reserve = 0;  ///< what it could give at most, less what it gives; without a battery 0
  double battery_heat = 0, battery_stored = 0;
  double charge_rate = 0;                ///< [1/s]
  double unserved = 0;                   ///< demand that nothing gave: no battery, or more than it can give
  double throttle = 1;                   ///< [-] of work left by throttling
  double throttle_excess = 0;            ///< [-] over the limit, in bands; negative below it
  double work_asked = 0, work_done = 0;  ///< rated IT power
  double direct_sun = 0;                 ///< [W/m^2] on the cells
};

/// What is summed up along a flight, in this order; all [J].
enum class FlightSum : std::size_t {
  absorbed,
  emitted,
  array,
  computers,
  pump,
  avionics,
  conversion_loss,
  heater,
  battery_out,
  battery_in,
  battery_heat,
  battery_stored,
  unserved,
  dissipated,
  asked,
  done,
  lost_eclipse,
  lost_shed,
  lost_throttle,
  lost_off,
  lost_trip,
  array_maximum,
  count
};
inline constexpr std::size_t flight_sums = std::size_t(FlightSum::count);

/// Events in the order of event_values.
enum class FlightEvent : std::size_t {
  penumbra,
  umbra,
  balance,
  charge_limit,
  charge_floor,
  charge_recover,
  overload,
  throttle,
  throttle_end,
  heater,
  trip,
  trip_end,
  count
};
inline constexpr std::size_t flight_events = std::size_t(FlightEvent::count);

/// The satellite in flight as a system of equations: temperatures of all nodes [K], then the battery's state
/// of charge [-]. Keeps its latest evaluation; one object per thread.
class FlightSystem {
 public:
  FlightSystem(FlightNetwork network, FlightEnvironment environment, FlightPolicy policy);

  FlightModes modes;

  const FlightNetwork& network() const { return network_; }
  const FlightEnvironment& environment() const { return environment_; }
  const FlightPolicy& policy() const { return policy_; }
  std::size_t unknowns() const { return network_.nodes.size() + 1; }
  std::size_t charge() const { return network_.nodes.size(); }  ///< where the state of charge stands
  std::string name(std::size_t unknown) const;

  /// Capacity factor of the battery after fade: scales capacity, divides into resistance nothing.
  void set_battery_capacity(double remaining);
  void set_array_remaining(double remaining) { network_.remaining = remaining, forget(); }
  /// [K] by which dies or memory are over their limit, whichever is further; negative below both.
  double over_limit(std::span<const double> y) const;
  /// [W] of the bus with all asked work done, dies at the leakage's reference temperature.
  double full_demand() const;
  /// [-] above zero where computing that was shed may come back: charge, and power with a tenth of the
  /// battery's kept back, so that it does not flutter.
  double recovery(double time, std::span<const double> y);
  /// Battery modes that fit the moment. Call after anything jumped.
  void settle(double time, std::span<const double> y);
  void forget() { cached_ = false; }  ///< after a change of modes

  const FlightPower& power(double time, std::span<const double> y);
  std::span<const PlateIrradiance> loads(double time);
  double thermal_energy(std::span<const double> y) const;  ///< [J] sum of capacity x temperature
  double stored_energy(std::span<const double> y) const;   ///< [J] in the battery

  void rate(double time, std::span<const double> y, std::span<double> rate);
  void jacobian(double time, std::span<const double> y, std::span<double> j);
  void sums(double time, std::span<const double> y,
            std::span<double> integrand);  ///< flight_sums, then temperatures
  void event_values(double time, std::span<const double> y, std::span<double> values);

 private:
  void evaluate(double time, std::span<const double> y);
  void electrics(double time, std::span<const double> y);
  double leakage(double temperature) const;

  FlightNetwork network_;
  FlightEnvironment environment_;
  FlightPolicy policy_;
  double first_capacity_ = 0;  // [A s] of the new battery

  bool cached_ = false, loads_cached_ = false;
  double cached_time_ = 0, loads_time_ = 0;
  std::vector<double> cached_y_, heat_;
  std::vector<PlateIrradiance> loads_;
  Eigen::VectorXd sunlight_, infrared_, uptake_;  // [W/m^2], [W/m^2], [W] by face of the outside
  std::vector<double> wing_power_, wing_slope_;
  double leak_ = 0, dynamic_ = 0;  // [W], [-] of the dynamic power that is drawn
  FlightPower power_;
};

}  // namespace sunrack
