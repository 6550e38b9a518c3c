#include "satellite/flight_system.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {

namespace {

constexpr double sigma = constants::stefan_boltzmann;
constexpr double hibernating_memory_share = 0.4;  // of the keep-alive power; the rest is the boards'

double fourth(double t) { return t * t * t * t; }

}  // namespace

FlightSystem::FlightSystem(FlightNetwork network, FlightEnvironment environment, FlightPolicy policy)
    : network_(std::move(network)),
      environment_(std::move(environment)),
      policy_(policy),
      first_capacity_(network_.battery_model.capacity),
      heat_(network_.nodes.size()),
      loads_(environment_.face_count()),
      sunlight_(Eigen::Index(loads_.size())),
      infrared_(Eigen::Index(loads_.size())),
      uptake_(Eigen::Index(loads_.size())),
      wing_power_(network_.wing_fronts.size()),
      wing_slope_(network_.wing_fronts.size()) {
  const auto share = [](const char* name, double value) {
    require(value >= 0 && value <= 1, name, value, "must be between 0 and 1 [-]");
  };
  share("FlightPolicy: idle_share", policy.idle_share);
  share("FlightPolicy: lowest_throttle", policy.lowest_throttle);
  share("FlightPolicy: charge_floor", policy.charge_floor);
  require(policy.charge_recover > policy.charge_floor && policy.charge_recover <= 1,
          "FlightPolicy: charge_recover", policy.charge_recover, "must be above the floor and at most 1 [-]");
  require(policy.throttle_band > 0, "FlightPolicy: throttle_band", policy.throttle_band,
          "must be positive [K]");
  require(policy.trip_excess > 0, "FlightPolicy: trip_excess", policy.trip_excess, "must be positive [K]");
  require(policy.trip_recover >= 0, "FlightPolicy: trip_recover", policy.trip_recover,
          "must not be negative [K]");
  require(policy.wake_time >= 0, "FlightPolicy: wake_time", policy.wake_time, "must not be negative [s]");
}

std::string FlightSystem::name(std::size_t unknown) const {
  return unknown < network_.nodes.size() ? network_.nodes[unknown].name : "state of charge";
}

void FlightSystem::set_battery_capacity(double remaining) {
  network_.battery_model.capacity = first_capacity_ * remaining;
  forget();
}

double FlightSystem::full_demand() const {
  const FlightNetwork& n = network_;
  const double leaking = n.packages * n.chip.die_power * n.chip.leakage_share;
  const double working = policy_.idle_share + (1 - policy_.idle_share) * modes.share;
  return (working * (n.it_power - leaking) + leaking + n.pump_power + n.avionics_power +
          n.communications_power) /
         n.conversion_efficiency;
}

double FlightSystem::recovery(double time, std::span<const double> y) {
  const FlightPower& p = power(time, y);
  const double could_give = 0.9 * (p.battery_reserve + p.demand - p.array_maximum);
  const double spare = (p.array_maximum + could_give) / full_demand() - 1;
  return std::min(y[charge()] - policy_.charge_recover, spare);
}

double FlightSystem::over_limit(std::span<const double> y) const {
  return std::max(y[network_.dies] - network_.junction_limit, y[network_.memory] - network_.memory_limit);
}

double FlightSystem::leakage(double temperature) const {
  const ChipSpec& chip = network_.chip;
  if (temperature > 453.15)
    throw ModelError(
        fmt::format("dies at {:.5g} K: leakage is known up to 453 K; the satellite burns", temperature));
  return network_.packages * chip.die_power * chip.leakage_share *
         std::exp2((temperature - chip.leakage_reference_temperature) / chip.leakage_doubling_interval);
}

std::span<const PlateIrradiance> FlightSystem::loads(double time) {
  if (!loads_cached_ || time != loads_time_) {
    environment_.irradiance(time, loads_);
    for (std::size_t i = 0; i < loads_.size(); ++i) {
      sunlight_[Eigen::Index(i)] = loads_[i].sun + loads_[i].albedo;
      infrared_[Eigen::Index(i)] = loads_[i].earth_infrared;
    }
    uptake_.noalias() = network_.outside.solar_uptake * sunlight_;
    uptake_.noalias() += network_.outside.infrared_uptake * infrared_;
    loads_time_ = time;
    loads_cached_ = true;
  }
  return loads_;
}

const FlightPower& FlightSystem::power(double time, std::span<const double> y) {
  if (!cached_ || time != cached_time_ || !std::equal(y.begin(), y.end(), cached_y_.begin(), cached_y_.end()))
    evaluate(time, y);
  return power_;
}

/// Loads, array and battery; heat into the nodes that they warm.
void FlightSystem::electrics(double time, std::span<const double> y) {
  const FlightNetwork& n = network_;
  FlightPower& p = power_;
  const ChipSpec& chip = n.chip;
  const double junction = y[n.dies];
  double dies = 0, stacks = 0, boards = 0;
  leak_ = dynamic_ = 0;
  p.throttle_excess = over_limit(y) / policy_.throttle_band;
  p.throttle = 1;
  p.pump = modes.pump ? n.pump_power : 0;
  p.avionics = modes.loads ? n.avionics_power + n.communications_power : 0;
  p.work_asked = modes.share * n.it_power;
  if (modes.compute == ComputeMode::running) {
    p.throttle = std::clamp(1 - p.throttle_excess, policy_.lowest_throttle, 1.0);
    dynamic_ = policy_.idle_share + (1 - policy_.idle_share) * modes.share * p.throttle;
    leak_ = leakage(junction);
    dies = n.packages * chip.die_power * (1 - chip.leakage_share) * dynamic_ + leak_;
    stacks = n.packages * chip.memory_power * dynamic_;
    boards = n.packages * chip.board_power * dynamic_;
  } else if (modes.compute != ComputeMode::off && modes.compute != ComputeMode::tripped) {
    const double kept = std::max(0.0, n.hibernation_power * n.conversion_efficiency - p.pump - p.avionics);
    stacks = hibernating_memory_share * kept;
    boards = kept - stacks;
  }
  p.computers = dies + stacks + boards;
  const double output = p.computers + p.pump + p.avionics, input = output / n.conversion_efficiency;
  p.conversion_loss = input - output;
  p.heater = modes.heater ? n.heater_power : 0;
  p.demand = input + p.heater;

  // The array at its maximum-power point.
  p.direct_sun = loads_[n.outside.array_front].sun;
  const double cells = n.wing_area * n.packing * n.remaining * n.delivery;
  p.array_maximum = 0;
  CellPower at;
  for (std::size_t w = 0; w < n.wing_fronts.size(); ++w) {
    // Wings in the same light are mostly at the same temperature, to the last bit.
    if (w == 0 || y[n.wing_fronts[w]] != y[n.wing_fronts[w - 1]])
      at = cell_maximum_power(n.cells, p.direct_sun, y[n.wing_fronts[w]]);
    wing_power_[w] = cells * at.power;
    wing_slope_[w] = cells * at.slope;
    p.array_maximum += wing_power_[w];
  }

  // Battery, and what of the array is drawn.
  double served = 1;
  p.unserved = p.battery = p.battery_heat = p.battery_stored = p.charge_rate = p.battery_limit = 0;
  p.battery_reserve = 0;
  if (n.has_battery && modes.battery) {
    const double charge = y[this->charge()], t = y[n.battery];
    p.battery_limit = battery_charge_power_limit(n.battery_model, charge, t);
    p.battery_reserve =
        battery_discharge_power_limit(n.battery_model, charge, t) - (p.demand - p.array_maximum);
    p.battery = modes.limited && !modes.discharging ? -p.battery_limit : p.demand - p.array_maximum;
    if (p.battery_reserve < 0) {  // more than the pack gives: the rest goes without
      p.battery += p.battery_reserve;
      p.unserved = -p.battery_reserve;
      served = 1 - p.unserved / p.demand;
    }
    const BatteryFlow flow = battery_flow(n.battery_model, charge, t, p.battery);
    p.battery_heat = flow.heat, p.battery_stored = flow.stored, p.charge_rate = flow.charge_rate;
    p.array = p.demand - p.unserved - p.battery;
  } else {
    p.array = std::min(p.demand, p.array_maximum);
    p.unserved = p.demand - p.array;
    served = p.demand > 0 ? p.array / p.demand : 1;
  }
  p.work_done = modes.compute == ComputeMode::running ? p.work_asked * p.throttle * served : 0;

  heat_[n.dies] += served * dies;
  heat_[n.memory] += served * stacks;
  heat_[n.boards] += served * boards;
  heat_[n.pump] += served * p.pump;
  heat_[n.avionics] += served * p.avionics;
  heat_[n.conversion] += served * p.conversion_loss;
  heat_[n.battery] += served * p.heater + p.battery_heat;
  const double drawn = p.array_maximum > 0 ? p.array / p.array_maximum : 0;
  for (std::size_t w = 0; w < n.wing_fronts.size(); ++w) heat_[n.wing_fronts[w]] -= drawn * wing_power_[w];
  (void)time;
}

void FlightSystem::evaluate(double time, std::span<const double> y) {
  const FlightNetwork& n = network_;
  loads(time);
  std::fill(heat_.begin(), heat_.end(), 0.0);
  power_.absorbed = power_.emitted = 0;
  for (const FlightSurface& s : n.surfaces) {
    const double absorbed = s.share * uptake_[Eigen::Index(s.face)];
    const double emitted = sigma * s.emission_area * fourth(y[s.node]);
    power_.absorbed += absorbed;
    power_.emitted += emitted;
    heat_[s.node] += absorbed - emitted;
  }
  for (const FlightExchange& e : n.exchanges) {
    const double heat = sigma * e.area * (fourth(y[e.a]) - fourth(y[e.b]));
    heat_[e.a] -= heat;
    heat_[e.b] += heat;
  }
  for (const FlightLink& l : n.links) {
    const double heat = (modes.pump ? l.conductance : l.without_flow) * (y[l.a] - y[l.b]);
    heat_[l.a] -= heat;
    heat_[l.b] += heat;
  }
  if (modes.pump) {
    std::size_t before = n.coolant.back();
    for (const std::size_t node : n.coolant) {
      heat_[node] += n.capacity_flow * (y[before] - y[node]);
      before = node;
    }
  }
  electrics(time, y);
  cached_time_ = time;
  cached_y_.assign(y.begin(), y.end());
  cached_ = true;
}

void FlightSystem::settle(double time, std::span<const double> y) {
  forget();
  if (!network_.has_battery || !modes.battery) return;
  modes.discharging = modes.limited = false;
  const FlightPower& p = power(time, y);
  const double surplus = p.array_maximum - p.demand;
  modes.discharging = surplus < 0;
  modes.limited = surplus > p.battery_limit;
  forget();
}

double FlightSystem::thermal_energy(std::span<const double> y) const {
  double sum = 0;
  for (std::size_t i = 0; i < network_.nodes.size(); ++i) sum += network_.nodes[i].capacity * y[i];
  return sum;
}

double FlightSystem::stored_energy(std::span<const double> y) const {
  return network_.has_battery ? battery_stored_energy(network_.battery_model, y[charge()]) : 0;
}

void FlightSystem::rate(double time, std::span<const double> y, std::span<double> rate) {
  power(time, y);
  for (std::size_t i = 0; i < heat_.size(); ++i) rate[i] = heat_[i] / network_.nodes[i].capacity;
  rate[charge()] = power_.charge_rate;
}

void FlightSystem::sums(double time, std::span<const double> y, std::span<double> out) {
  const FlightPower& p = power(time, y);
  const auto set = [&](FlightSum which, double value) { out[std::size_t(which)] = value; };
  set(FlightSum::absorbed, p.absorbed);
  set(FlightSum::emitted, p.emitted);
  set(FlightSum::array, p.array);
  set(FlightSum::array_maximum, p.array_maximum);
  set(FlightSum::computers, p.computers);
  set(FlightSum::pump, p.pump);
  set(FlightSum::avionics, p.avionics);
  set(FlightSum::conversion_loss, p.conversion_loss);
  set(FlightSum::heater, p.heater);
  set(FlightSum::battery_out, std::max(0.0, p.battery));
  set(FlightSum::battery_in, std::max(0.0, -p.battery));
  set(FlightSum::battery_heat, p.battery_heat);
  set(FlightSum::battery_stored, p.battery_stored);
  set(FlightSum::unserved, p.unserved);
  set(FlightSum::dissipated, p.demand - p.unserved + p.battery_heat);
  set(FlightSum::asked, p.work_asked);
  set(FlightSum::done, p.work_done);
  const double lost = p.work_asked - p.work_done;
  const ComputeMode mode = modes.compute;
  const bool running = mode == ComputeMode::running;
  const double throttled = running ? p.work_asked * (1 - p.throttle) : 0;
  set(FlightSum::lost_eclipse, mode == ComputeMode::hibernating || mode == ComputeMode::waking ? lost : 0);
  set(FlightSum::lost_throttle, throttled);
  set(FlightSum::lost_shed, mode == ComputeMode::shed ? lost : running ? lost - throttled : 0);
  set(FlightSum::lost_off, mode == ComputeMode::off ? lost : 0);
  set(FlightSum::lost_trip, mode == ComputeMode::tripped ? lost : 0);
  std::copy(y.begin(), y.end(), out.begin() + flight_sums);
}

void FlightSystem::event_values(double time, std::span<const double> y, std::span<double> values) {
  constexpr double never = 1;
  std::fill(values.begin(), values.end(), never);
  const FlightPower& p = power(time, y);
  const auto set = [&](FlightEvent which, double value) { values[std::size_t(which)] = value; };
  const ShadowEdges edges = environment_.edges(time);
  set(FlightEvent::penumbra, edges.penumbra);
  set(FlightEvent::umbra, edges.umbra);
  const FlightNetwork& n = network_;
  if (n.has_battery) {
    const double surplus = p.array_maximum - p.demand;
    set(FlightEvent::balance, surplus);
    if (!modes.discharging) set(FlightEvent::charge_limit, surplus - p.battery_limit);
    if (modes.compute == ComputeMode::running || modes.compute == ComputeMode::waking)
      set(FlightEvent::charge_floor, y[charge()] - policy_.charge_floor);
    if (modes.compute == ComputeMode::running) set(FlightEvent::overload, p.battery_reserve);
    if (modes.compute == ComputeMode::shed) set(FlightEvent::charge_recover, recovery(time, y));
  } else if (modes.compute == ComputeMode::running || modes.compute == ComputeMode::shed) {
    set(FlightEvent::balance, p.array_maximum - p.demand);
  }
  if (modes.compute == ComputeMode::running) {
    set(FlightEvent::throttle, p.throttle_excess);
    set(FlightEvent::throttle_end, 1 - policy_.lowest_throttle - p.throttle_excess);
    set(FlightEvent::trip, over_limit(y) - policy_.trip_excess);
  }
  if (modes.compute == ComputeMode::tripped && modes.pump)
    set(FlightEvent::trip_end, over_limit(y) + policy_.trip_recover);
  if (n.has_battery) set(FlightEvent::heater, y[n.battery] - (modes.heater ? n.heater_off : n.heater_on));
}

}  // namespace sunrack
