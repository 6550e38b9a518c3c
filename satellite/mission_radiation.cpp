#include "satellite/mission_radiation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <tuple>
#include <vector>

#include "chips/memory.h"
#include "physics/constants.h"
#include "physics/radiation/circular_orbits.h"
#include "physics/radiation/solar_particles.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double active_part = 7;  // years of a cycle: the longest span of the model of solar protons
constexpr double aluminium_density = 2700;

/// Rates of one memory against the depth of aluminium.
struct UpsetCurve {
  std::vector<double> depth;                           ///< [kg/m^2]
  std::vector<double> steady, solar_one, solar_seven;  ///< [1/s]; the solar ones as a number over the mission
};

double power_mean(double low, double high, double share) {
  return low > 0 && high > 0 ? low * std::pow(high / low, share) : low + (high - low) * share;
}

}  // namespace

/// Belts and cosmic rays for one year, solar protons for 1 and for 7 active years.
struct OrbitRadiation {
  RadiationEnvironment year, one, seven;
  DoseDepth dose, dose_one, dose_seven;
  const DamageCurve& damage(const std::string& cell, int which) const;
  const UpsetCurve& upsets(const std::string& memory) const;

 private:
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::array<DamageCurve, 3>> damage_;
  mutable std::map<std::string, UpsetCurve> upsets_;
};

namespace {

std::shared_ptr<const OrbitRadiation> make_node(double altitude, double inclination, SolarCycle solar) {
  auto node = std::make_shared<OrbitRadiation>();
  const CircularOrbitRadiation row = tabulated_circular_orbit(altitude, inclination, solar);
  node->year = circular_orbit_environment(row, {.solar = solar, .duration = 1_year});
  node->year.solar_protons = node->year.worst_day_protons = {};  // sizing does not ask for the worst day
  node->year.worst_day_ions.clear();
  const auto solar_only = [&](double years) {
    // A mission at maximum begins with active years: so long is it active throughout.
    RadiationEnvironment environment =
        circular_orbit_environment(row, {.solar = SolarCycle::maximum, .duration = years * 1_year});
    environment.trapped_protons = environment.trapped_electrons = environment.worst_day_protons = {};
    environment.cosmic_rays.clear();
    environment.worst_day_ions.clear();
    return environment;
  };
  node->one = solar_only(1);
  node->seven = solar_only(active_part);
  node->dose = dose_depth(node->year);
  node->dose_one = dose_depth(node->one);
  node->dose_seven = dose_depth(node->seven);
  return node;
}

std::shared_ptr<const OrbitRadiation> node_at(std::size_t altitude, std::size_t inclination,
                                              SolarCycle solar) {
  static std::mutex mutex;
  static std::map<std::tuple<std::size_t, std::size_t, SolarCycle>, std::shared_ptr<const OrbitRadiation>>
      nodes;
  const std::lock_guard lock(mutex);
  auto& node = nodes[{altitude, inclination, solar}];
  if (!node) node = make_node(tabulated_altitudes()[altitude], tabulated_inclinations()[inclination], solar);
  return node;
}

std::size_t interval(const std::vector<double>& nodes, double at) {
  return std::size_t(std::upper_bound(nodes.begin() + 1, nodes.end() - 1, at) - nodes.begin()) - 1;
}

/// What `years` active years make of the figures of 1 and 7: between them the power of time through both, as
/// the model has it of each energy.
struct SolarSpan {
  double cycles, years;
  double operator()(double one, double seven) const {
    double sum = cycles * seven;
    if (years > 0) sum += power_mean(one, seven, std::log(std::max(1.0, years)) / std::log(active_part));
    return sum;
  }
};

/// Equivalent aluminium; `most` where more stands in the sector than the longest tabulated range.
double aluminium_of(const ShieldSector& sector, Penetrator particle, double most) {
  try {
    return equivalent_aluminium(sector.outside_in, particle);
  } catch (const ModelError&) {
    return most;
  }
}

UpsetCurve make_upsets(const OrbitRadiation& node, const std::string& memory) {
  const MemoryDevice& device = memory_device(memory);
  UpsetCurve curve;
  for (double millimetres : {0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0}) {
    const double depth = millimetres * 1_mm * aluminium_density;
    curve.depth.push_back(depth);
    const auto rate = [&](const RadiationEnvironment& environment) {
      return upset_shares(device.per_bit, single_event_environment(environment, depth));
    };
    curve.steady.push_back(rate(node.year).total());
    curve.solar_one.push_back(rate(node.one).solar_protons * node.one.duration);
    curve.solar_seven.push_back(rate(node.seven).solar_protons * node.seven.duration);
  }
  return curve;
}

DoseComponents combined(const std::array<DoseComponents, 4>& parts, const std::array<double, 4>& weights) {
  const auto one = [&](double DoseComponents::*member) {
    double logarithm = 0, mean = 0;
    bool all = true;
    for (std::size_t i = 0; i < 4; ++i) {
      if (weights[i] == 0) continue;
      const double value = parts[i].*member;
      mean += weights[i] * value;
      if (value > 0)
        logarithm += weights[i] * std::log(value);
      else
        all = false;
    }
    return all ? std::exp(logarithm) : mean;
  };
  return {.trapped_protons = one(&DoseComponents::trapped_protons),
          .trapped_electrons = one(&DoseComponents::trapped_electrons),
          .bremsstrahlung = one(&DoseComponents::bremsstrahlung),
          .solar_protons = one(&DoseComponents::solar_protons),
          .cosmic_rays = one(&DoseComponents::cosmic_rays)};
}

}  // namespace

const DamageCurve& OrbitRadiation::damage(const std::string& cell, int which) const {
  const std::lock_guard lock(mutex_);
  auto found = damage_.find(cell);
  if (found == damage_.end()) {
    const CellDamageLaw& law = cell_damage_law(cell);
    found = damage_
                .emplace(cell, std::array{damage_curve(year, law), damage_curve(one, law),
                                          damage_curve(seven, law)})
                .first;
  }
  return found->second[std::size_t(which)];
}

const UpsetCurve& OrbitRadiation::upsets(const std::string& memory) const {
  const std::lock_guard lock(mutex_);
  auto found = upsets_.find(memory);
  if (found == upsets_.end()) found = upsets_.emplace(memory, make_upsets(*this, memory)).first;
  return found->second;
}

MissionRadiation::MissionRadiation(double altitude, double inclination, SolarCycle solar, double life,
                                   const std::string& cell, double factor)
    : years_(life / 1_year), factor_(factor), cell_(cell) {
  require(std::isfinite(factor) && factor > 0, "MissionRadiation: factor", factor, "must be positive [-]");
  require(inclination >= 0 && inclination <= constants::pi, "MissionRadiation: inclination", inclination,
          "must be from 0 to pi [rad]");
  cell_damage_law(cell);  // the message about unknown names
  const auto &altitudes = tabulated_altitudes(), &inclinations = tabulated_inclinations();
  if (!(altitude >= altitudes.front() && altitude <= altitudes.back()))
    throw ModelError(
        fmt::format("MissionRadiation: altitude {:.6g} km is outside the table of circular orbits, "
                    "{:.0f} to {:.0f} km",
                    altitude / 1_km, altitudes.front() / 1_km, altitudes.back() / 1_km));
  const double active = active_years(solar, life);
  solar_cycles_ = std::floor(active / active_part);
  solar_years_ = active - solar_cycles_ * active_part;
  const double tilt = std::clamp(std::min(inclination, constants::pi - inclination), inclinations.front(),
                                 inclinations.back());
  const std::size_t a = interval(altitudes, altitude), b = interval(inclinations, tilt);
  const double u = (altitude - altitudes[a]) / (altitudes[a + 1] - altitudes[a]),
               v = (tilt - inclinations[b]) / (inclinations[b + 1] - inclinations[b]);
  weights_ = {(1 - u) * (1 - v), (1 - u) * v, u * (1 - v), u * v};
  for (std::size_t i = 0; i < 4; ++i)
    if (weights_[i] > 0) nodes_[i] = node_at(a + i / 2, b + i % 2, solar);
}

DoseComponents MissionRadiation::dose(double aluminium) const {
  const SolarSpan span{solar_cycles_, solar_years_};
  std::array<DoseComponents, 4> parts{};
  for (std::size_t i = 0; i < 4; ++i) {
    if (!nodes_[i]) continue;
    parts[i] = dose_at(nodes_[i]->dose, aluminium);
    for (double DoseComponents::*part : {&DoseComponents::trapped_protons, &DoseComponents::trapped_electrons,
                                         &DoseComponents::bremsstrahlung, &DoseComponents::cosmic_rays})
      parts[i].*part *= years_ * factor_;
    parts[i].solar_protons = factor_ * span(dose_at(nodes_[i]->dose_one, aluminium).solar_protons,
                                            dose_at(nodes_[i]->dose_seven, aluminium).solar_protons);
  }
  return combined(parts, weights_);
}

DoseComponents MissionRadiation::dose_behind(const std::vector<ShieldSector>& sectors) const {
  require_sectors(sectors);
  const double least = 0.02_mm * aluminium_density, most = 50_mm * aluminium_density;
  DoseComponents sum;
  for (const ShieldSector& sector : sectors) {
    const auto through = [&](Penetrator particle) {
      return dose(std::clamp(aluminium_of(sector, particle, most), least, most));
    };
    const DoseComponents protons = through(Penetrator::proton), electrons = through(Penetrator::electron),
                         photons = through(Penetrator::photon);
    const double share = sector.solid_angle_fraction;
    sum.trapped_protons += share * protons.trapped_protons;
    sum.solar_protons += share * protons.solar_protons;
    sum.cosmic_rays += share * protons.cosmic_rays;
    sum.trapped_electrons += share * electrons.trapped_electrons;
    sum.bremsstrahlung += share * photons.bremsstrahlung;
  }
  return sum;
}

double MissionRadiation::aluminium_for_dose(double limit) const {
  require(std::isfinite(limit) && limit > 0, "aluminium_for_dose: limit", limit, "must be positive [Gy]");
  const double least = 0.02_mm * aluminium_density, most = 50_mm * aluminium_density;
  if (dose(least).total() <= limit) return least;
  if (const double left = dose(most).total(); left > limit)
    throw ModelError(
        fmt::format("aluminium_for_dose: even 50 mm of aluminium leave {:.4g} krad, above the limit "
                    "of {:.4g} krad",
                    left / 1_krad, limit / 1_krad));
  double low = std::log(least), high = std::log(most);
  while (high - low > 1e-10) {
    const double half = (low + high) / 2;
    (dose(std::exp(half)).total() > limit ? low : high) = half;
  }
  return std::exp(high);
}

DamageDose MissionRadiation::damage(const CellShield& shield) const {
  const SolarSpan span{solar_cycles_, solar_years_};
  DamageDose sum;
  for (std::size_t i = 0; i < 4; ++i) {
    if (!nodes_[i]) continue;
    const DamageDose year = damage_at(nodes_[i]->damage(cell_, 0), shield);
    sum.trapped_protons += weights_[i] * year.trapped_protons * years_ * factor_;
    sum.trapped_electrons += weights_[i] * year.trapped_electrons * years_ * factor_;
    sum.solar_protons += weights_[i] * factor_ *
                         span(damage_at(nodes_[i]->damage(cell_, 1), shield).solar_protons,
                              damage_at(nodes_[i]->damage(cell_, 2), shield).solar_protons);
  }
  return sum;
}

double MissionRadiation::remaining_power(const CellShield& shield) const {
  return sunrack::remaining_power(cell_damage_law(cell_), damage(shield).total());
}

double MissionRadiation::upsets_per_bit(const std::string& memory, double aluminium) const {
  const SolarSpan span{solar_cycles_, solar_years_};
  double sum = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    if (!nodes_[i]) continue;
    const UpsetCurve& curve = nodes_[i]->upsets(memory);
    if (!(aluminium >= curve.depth.front() && aluminium <= curve.depth.back()))
      throw ModelError(fmt::format("upsets_per_bit: {:.4g} mm of aluminium is outside 0.1 to 50 mm",
                                   aluminium / aluminium_density * 1e3));
    const std::size_t k = interval(curve.depth, aluminium);
    const double share = std::log(aluminium / curve.depth[k]) / std::log(curve.depth[k + 1] / curve.depth[k]);
    const auto at = [&](const std::vector<double>& rate) { return power_mean(rate[k], rate[k + 1], share); };
    sum += weights_[i] * factor_ *
           (at(curve.steady) + span(at(curve.solar_one), at(curve.solar_seven)) / (years_ * 1_year));
  }
  return sum;
}

}  // namespace sunrack
