#include "chips/packages/coolant_march.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "physics/constants.h"
#include "physics/numerics/anderson.h"
#include "physics/require.h"
#include "physics/thermal/coolant.h"
#include "physics/thermal/coolant_loop.h"

namespace sunrack {

namespace {

double polynomial(double a, std::initializer_list<double> coefficients) {
  double sum = 0, power = 1;
  for (const double c : coefficients) sum += c * power, power *= a;
  return sum;
}

/// [-] of a rectangular duct whose short side is `a` times the long one.
double laminar_nusselt(double a) {
  return 8.235 * polynomial(a, {1, -2.0421, 3.0853, -2.4765, 1.0578, -0.1861});
}
/// [-] Darcy friction factor times Reynolds number.
double laminar_friction(double a) {
  return 96 * polynomial(a, {1, -1.3553, 1.9467, -1.7012, 0.9564, -0.2537});
}

constexpr double laminar_end = 2300, turbulent_start = 4000;

}  // namespace

ChannelFlow channel_flow(const CoolantChannels& c, double height, double width, double length) {
  const CoolantState state = Coolant::named(c.coolant).at(c.inlet_temperature);
  ChannelFlow flow{.pitch = c.channel_width + c.wall_width};
  const double open = width * height * c.channel_width / flow.pitch;  // [m^2]
  const double diameter = 2 * c.channel_width * height / (c.channel_width + height);
  const double velocity = c.mass_flow / (state.density * open);
  flow.reynolds = state.density * velocity * diameter / state.viscosity;
  const double aspect = std::min(c.channel_width, height) / std::max(c.channel_width, height);
  // A round tube of the hydraulic diameter with the same Reynolds number.
  const auto tube = [&](double reynolds) {
    return tube_flow(state, reynolds * constants::pi / 4 * state.viscosity * diameter, diameter);
  };
  double nusselt = laminar_nusselt(aspect),
         friction = laminar_friction(aspect) / std::min(flow.reynolds, laminar_end);
  if (flow.reynolds > laminar_end) {
    const TubeFlow turbulent = tube(std::max(flow.reynolds, turbulent_start));
    const double part = std::min(1.0, (flow.reynolds - laminar_end) / (turbulent_start - laminar_end));
    nusselt = std::lerp(nusselt, turbulent.nusselt, part);
    friction = std::lerp(friction, turbulent.friction_factor, part);
  }
  flow.film_coefficient =
      c.film_coefficient > 0 ? c.film_coefficient : nusselt * state.conductivity / diameter;
  flow.pressure_drop = friction * length / diameter * state.density * velocity * velocity / 2;
  return flow;
}

SolidMaterial channelled_material(const SolidMaterial& wall, const CoolantChannels& channels) {
  const double solid = channels.wall_width / (channels.channel_width + channels.wall_width);
  SolidMaterial result = wall;
  result.name += ", walls of channels";
  (channels.along_x ? result.kx : result.ky) *= solid;
  (channels.along_x ? result.ky : result.kx) = 0;
  result.kz *= solid;
  result.heat_capacity *= solid;
  return result;
}

CoolantMarch::CoolantMarch(const PackageStack& stack, const PackageModel& model) : stack_(stack) {
  for (std::size_t l = 0; l < stack.layers.size(); ++l)
    if (stack.layers[l].channels) add_layer(stack, model, l);
}

void CoolantMarch::add_layer(const PackageStack& stack, const PackageModel& model, std::size_t l) {
  const CoolantChannels& channels = *stack.layers[l].channels;
  const ConductionProblem& p = model.problem;
  const bool x = channels.along_x;
  const double across = x ? stack.depth : stack.width, length = x ? stack.width : stack.depth;
  const ChannelFlow flow = channel_flow(channels, stack.layers[l].thickness, across, length);
  channels_.push_back({.layer = stack.layers[l].name,
                       .reynolds = flow.reynolds,
                       .film_coefficient = flow.film_coefficient,
                       .pressure_drop = flow.pressure_drop,
                       .outlet_temperature = channels.inlet_temperature});
  if (exchange_.empty()) exchange_.assign(p.cells(), 0), fluid_.assign(p.cells(), 0);
  const std::vector<double>&side = x ? p.y : p.x, &along = x ? p.x : p.y;
  const int first = model.layer_begin[l], end = model.layer_begin[l + 1];
  for (std::size_t b = 0; b + 1 < side.size(); ++b) {
    const double breadth = side[b + 1] - side[b];
    Lane lane{.layer = l,
              .state = channels_.size() - 1,
              .mass_flow = channels.mass_flow * breadth / across,
              .stations = {}};
    for (std::size_t a = 0; a + 1 < along.size(); ++a) {
      const double plan = breadth * (along[a + 1] - along[a]);
      auto& station = lane.stations.emplace_back();
      for (int k = first; k < end; ++k) {
        const std::size_t cell = x ? p.index(int(a), int(b), k) : p.index(int(b), int(a), k);
        const double height = p.z[std::size_t(k) + 1] - p.z[std::size_t(k)];
        double wetted = 2 * height / flow.pitch;  // [-] of the plan: both sides of a channel
        if (k == first) wetted += channels.channel_width / flow.pitch;
        if (k == end - 1) wetted += channels.channel_width / flow.pitch;
        exchange_[cell] = flow.film_coefficient * wetted * plan;
        fluid_[cell] = channels.inlet_temperature;
        station.push_back(cell);
      }
    }
    if (channels.reversed) std::reverse(lane.stations.begin(), lane.stations.end());
    lanes_.push_back(std::move(lane));
  }
}

std::vector<double> CoolantMarch::at_inlet() const {
  std::vector<double> result;
  for (const Lane& lane : lanes_)
    result.insert(result.end(), lane.stations.size(), stack_.layers[lane.layer].channels->inlet_temperature);
  return result;
}

void CoolantMarch::set_fluid(const std::vector<double>& of_station) {
  std::size_t n = 0;
  for (const Lane& lane : lanes_)
    for (const auto& station : lane.stations) {
      for (const std::size_t cell : station) fluid_[cell] = of_station[n];
      ++n;
    }
}

/// The mean temperature of the coolant at each station for these temperatures of the solid.
std::vector<double> CoolantMarch::march(const std::vector<double>& temperature) {
  std::vector<double> means;
  heat_ = unsettled_ = rounding_ = 0;
  std::vector<std::pair<double, double>> outlets(channels_.size());  // sum of m T, sum of m
  for (const Lane& lane : lanes_) {
    const CoolantChannels& channels = *stack_.layers[lane.layer].channels;
    const Coolant& coolant = Coolant::named(channels.coolant);
    const bool first_of_its_layer = outlets[lane.state].second == 0;
    double t = channels.inlet_temperature;
    for (const auto& station : lane.stations) {
      double sum = 0, weighted = 0;
      for (const std::size_t cell : station)
        sum += exchange_[cell], weighted += exchange_[cell] * temperature[cell];
      // Along a station's even wall the coolant comes closer to it exponentially: never beyond it, however
      // long the station. The walls give the same heat to the mean of the coolant.
      const double rate = lane.mass_flow * coolant.at(t).specific_heat, wall = weighted / sum;
      const double heat = rate * -std::expm1(-sum / rate) * (wall - t), mean = wall - heat / sum;
      unsettled_ += sum * std::abs(mean - fluid_[station.front()]);
      rounding_ += sum * std::abs(mean) * std::numeric_limits<double>::epsilon();
      means.push_back(mean);
      heat_ += heat;
      t += heat / rate;
    }
    outlets[lane.state].first += lane.mass_flow * t;
    outlets[lane.state].second += lane.mass_flow;
    double& pressure = channels_[lane.state].saturation_pressure;
    pressure = std::max(first_of_its_layer ? 0.0 : pressure, coolant.at(t).saturation_pressure);
  }
  for (std::size_t n = 0; n < channels_.size(); ++n)
    channels_[n].outlet_temperature = outlets[n].first / outlets[n].second;
  return means;
}

double CoolantMarch::outlet_temperature() const {
  double warmest = 0;
  for (const ChannelState& one : channels_) warmest = std::max(warmest, one.outlet_temperature);
  return warmest;
}

ConductionSolution CoolantMarch::steady(ConductionProblem problem, const ConductionOptions& options,
                                        const PowerLaw& leakage) {
  constexpr int most_rounds = 300;
  constexpr double settled = 1e-8;  // [-] of the heat that moves, as the solid's own balance is solved
  problem.exchange = exchange_;
  ConductionOptions rough = options;
  rough.find_leakage_gain = false;
  // Errors of the solid's own balance would look like changes of the coolant to the acceleration.
  rough.relative_tolerance = std::min(rough.relative_tolerance, settled / 100);
  std::vector<double> start, fluid = at_inlet(), plain;
  Anderson anderson(40);  // stations far apart talk in many slow modes
  for (rounds_ = 1; rounds_ <= most_rounds; ++rounds_) {
    set_fluid(fluid);
    problem.exchange_temperature = fluid_;
    try {
      // Power that grows with temperature starts from below, where Newton's method climbs to the stable
      // state.
      ConductionSolution solution =
          steady_conduction(problem, rough, leakage ? std::vector<double>{} : start, leakage);
      const std::vector<double> image = march(solution.temperature);
      double moved = std::abs(solution.power);
      for (const FaceAnswer& face : solution.faces) moved += std::abs(face.total_heat);
      if (unsettled_ <= settled * moved + 16 * rounding_)
        return options.find_leakage_gain ? steady_conduction(problem, options, {}, leakage) : solution;
      start = std::move(solution.temperature);
      plain = image;
      fluid = anderson.next(fluid, image);
    } catch (const ModelError&) {
      // A guess may lead where there is no answer; what the coolant itself has come to may not.
      if (plain.empty() || fluid == plain) throw;
      fluid = plain, start.clear();
      anderson.begin_anew();
    }
  }
  throw ModelError(
      fmt::format("the coolant's temperatures do not come to rest in {} rounds: {:.3g} W of {:.3g} W hang "
                  "between walls and coolant",
                  most_rounds, unsettled_, heat_));
}

}  // namespace sunrack
