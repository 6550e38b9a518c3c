#include "satellite/flight_numbers.h"

namespace sunrack::flights {

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

}  // namespace sunrack::flights
