#include "satellite/puncture_rates.h"

#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <tuple>

#include "physics/constants.h"
#include "physics/debris/penetration.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr std::size_t wall_count = 13;
const std::array<double, wall_count> walls = {0.05_mm, 0.12_mm, 0.25_mm, 0.4_mm, 0.6_mm, 0.85_mm, 1.2_mm,
                                              1.7_mm,  2.5_mm,  4_mm,    6_mm,   10_mm,  20_mm};
const double sheet_first = 0.005_mm, sheet_ratio = 1.25;
constexpr double aluminium_density = 2710;
const double particle = 1_mm;  // whose flux scales the rows
const double inclination_step = 5_deg;
constexpr int last_inclination = 24;       // NASA90 ends at 120 degrees
constexpr int meteoroids = -1;             // in the place of a row of inclination
constexpr int speeds = 8, incidences = 8;  // within 1 % of 60 x 60 in all, 2 % for meteoroids alone

using Row = std::array<double, wall_count>;        // ln of holes per particle
using RowKey = std::tuple<int, int, int, double>;  // inclination, attitude, sheet, standoff

double sheet_of_row(int row) { return sheet_first * std::pow(sheet_ratio, row); }

DebrisEnvironment row_environment(int inclination_row) {
  DebrisEnvironment environment;  // 600 km: the mean over a panel's faces hardly changes with altitude
  if (inclination_row == meteoroids) {
    environment.debris = false;
  } else {
    environment.meteoroids = false;
    environment.inclination = inclination_row * inclination_step;
  }
  return environment;
}

/// The rate behind a sheet, or of the wall alone where the sheet breaks nothing that the wall would stop.
double shielded_rate(double sheet, double wall, double standoff, const Exposure& exposure) {
  const auto value = [](const PenetrationRate& rate) { return rate.meteoroid + rate.debris_high; };
  const double bare = value(penetration_rate(aluminium_wall(wall), exposure));
  try {
    const WhippleShield shield{
        .form = WhippleShield::Form::jsc, .bumper = sheet, .wall = wall, .standoff = standoff};
    return std::min(bare, value(penetration_rate(shield, exposure)));
  } catch (const ModelError&) {
    return bare;
  }
}

Row computed_row(const RowKey& key) {
  const auto [inclination_row, attitude, sheet_row, standoff] = key;
  const DebrisEnvironment environment = row_environment(inclination_row);
  const auto faces = panel_faces(PanelAttitude(attitude));
  // Both faces as one exposure of half weight each.
  Exposure both = exposure(environment, faces[0], {.speeds = speeds, .incidences = incidences});
  const Exposure other = exposure(environment, faces[1], {.speeds = speeds, .incidences = incidences});
  both.meteoroids.insert(both.meteoroids.end(), other.meteoroids.begin(), other.meteoroids.end());
  both.debris.insert(both.debris.end(), other.debris.begin(), other.debris.end());
  const PenetrationRate of_one = flux_above(environment, particle);
  const double scale = 2 * (of_one.meteoroid + of_one.debris_high);
  Row row;
  for (std::size_t i = 0; i < wall_count; ++i)
    row[i] = std::log(shielded_rate(sheet_of_row(sheet_row), walls[i], standoff, both) / scale);
  return row;
}

/// Computed at most once in a process (twice if two threads ask at the same moment, with the same answer).
Row kept_row(const RowKey& key) {
  static std::shared_mutex mutex;
  static std::map<RowKey, Row> rows;
  {
    const std::shared_lock lock(mutex);
    if (const auto found = rows.find(key); found != rows.end()) return found->second;
  }
  const Row row = computed_row(key);
  const std::unique_lock lock(mutex);
  constexpr std::size_t most_rows = 20'000;  // a study of the standoff fills it: begin again
  if (rows.size() >= most_rows) rows.clear();
  return rows.emplace(key, row).first->second;
}

/// Cubic through the four sheets around the one asked for.
Row row_of_sheet(int inclination_row, PanelAttitude attitude, double sheet, double standoff) {
  const double place = std::log(sheet / sheet_first) / std::log(sheet_ratio);
  const int before = int(std::floor(place));
  if (before < 1)
    throw ModelError("punctures: a face sheet of less than 0.0063 mm of aluminium is outside the tables");
  const double x = place - before;
  const std::array<double, 4> weight = {-x * (x - 1) * (x - 2) / 6, (x + 1) * (x - 1) * (x - 2) / 2,
                                        -(x + 1) * x * (x - 2) / 2, (x + 1) * x * (x - 1) / 6};
  Row row{};
  for (int j = 0; j < 4; ++j) {
    const Row one = kept_row({inclination_row, int(attitude), before - 1 + j, standoff});
    for (std::size_t i = 0; i < wall_count; ++i) row[i] += weight[std::size_t(j)] * one[i];
  }
  return row;
}

MonotoneTable curve_of(const SatelliteSpec& spec, double inclination) {
  const RadiatorMaterial& material = radiator_material(spec.radiator.material);
  const double sheet = as_aluminium(spec.radiator.face_sheet_thickness, material);
  const PanelAttitude attitude = panel_attitude(spec.radiator);
  const double standoff = spec.punctures.standoff;
  const double place = inclination / inclination_step;
  const int before = std::min(int(place), last_inclination - 1);
  const double share = place - before;
  const Row meteoroid = row_of_sheet(meteoroids, attitude, sheet, standoff);
  const Row low = row_of_sheet(before, attitude, sheet, standoff),
            high = row_of_sheet(before + 1, attitude, sheet, standoff);
  std::vector<double> logarithms(wall_count), of_meteoroids(wall_count), of_debris(wall_count);
  for (std::size_t i = 0; i < wall_count; ++i) {
    logarithms[i] = std::log(walls[i]);
    of_meteoroids[i] = meteoroid[i];
    of_debris[i] = (1 - share) * low[i] + share * high[i];
  }
  return MonotoneTable("punctures: ln of the tube wall [m]", logarithms,
                       std::vector<std::vector<double>>{of_meteoroids, of_debris});
}

PenetrationRate particles_at(const SatelliteSpec& spec, double inclination) {
  try {
    return flux_above(debris_environment(spec, inclination), particle);
  } catch (const ModelError& error) {
    throw ModelError(std::string(error.what()) +
                     "; radiator.meteoroid_allowance may be given in place of the computed one");
  }
}

}  // namespace

DebrisEnvironment debris_environment(const SatelliteSpec& spec, double inclination) {
  const std::string& activity = spec.propulsion.solar_activity;
  return {.altitude = spec.orbit.altitude,
          .inclination = inclination,
          .year = spec.orbit.year + spec.mission.life / constants::julian_year / 2,
          .solar_flux = activity == "low"    ? 70.0
                        : activity == "high" ? 200.0
                                             : 140.0};
}

PanelAttitude panel_attitude(const RadiatorSpec& spec) {
  return spec.attitude == "edge-on-zenith" ? PanelAttitude::normal_to_zenith
                                           : PanelAttitude::normal_to_velocity;
}

double as_aluminium(double thickness, const RadiatorMaterial& material) {
  return thickness * material.density / aluminium_density;
}

PunctureRates::PunctureRates(const SatelliteSpec& spec, double inclination)
    : particles_(particles_at(spec, inclination)), curve_(curve_of(spec, inclination)) {
  wall_factor_ = as_aluminium(1, radiator_material(spec.radiator.material));
  thickest_wall_ = walls.back() / wall_factor_ * (1 - 1e-12);
}

PenetrationRate PunctureRates::operator()(double wall) const {
  std::array<double, 2> holes;
  curve_.evaluate(std::log(wall * wall_factor_), holes);
  const double debris = std::exp(holes[1]);
  return {.meteoroid = particles_.meteoroid * std::exp(holes[0]),
          .debris_low = particles_.debris_low * debris,
          .debris_high = particles_.debris_high * debris,
          .uncertainty = particles_.uncertainty};
}

}  // namespace sunrack
