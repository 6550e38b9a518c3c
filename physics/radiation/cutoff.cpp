#include "physics/radiation/cutoff.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "physics/radiation/cosmic_rays.h"
#include "physics/radiation/data_file.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double pi = constants::pi;
// Stormer's vertical cutoff on the equator at one Earth radius: M c / (4 a^2) of the dipole of 1955..2015,
// falling with the field; recalled. It only shapes the dependence on direction.
const double equatorial_cutoff = 14.9_GV;
const double table_altitude = 450_km;

/// Geodetic latitude, longitude [rad] and altitude [m]; Bowring (1976), a step is exact to 1e-9 rad near the
/// Earth.
struct Place {
  double latitude, longitude, altitude;
};
Place place(const Eigen::Vector3d& position) {
  constexpr double a = constants::earth_radius, f = constants::earth_flattening, b = a * (1 - f);
  constexpr double e2 = f * (2 - f);
  const double p = std::hypot(position.x(), position.y());
  const double parametric = std::atan2(position.z() * a, p * b);
  const double s = std::sin(parametric), c = std::cos(parametric);
  const double latitude = std::atan2(position.z() + e2 / (1 - e2) * b * s * s * s, p - e2 * a * c * c * c);
  const double sine = std::sin(latitude), cosine = std::cos(latitude);
  const double altitude = p * cosine + position.z() * sine - a * std::sqrt(1 - e2 * sine * sine);
  return {latitude, std::atan2(position.y(), position.x()), altitude};
}

/// Rows of latitude -90..90 by 5 deg, columns of longitude 0..350 by 10 deg, in V.
struct CutoffTable {
  static constexpr int rows = 37, columns = 36;
  std::vector<double> value;  ///< [V] row by row

  CutoffTable() {
    const DataColumns data = parse_data("cutoff_rigidity.csv", radiation_data_file("cutoff_rigidity.csv"));
    if (data.names.size() != columns + 1 || data.values.front().size() != rows)
      throw std::invalid_argument("cutoff_rigidity.csv: cut short");
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t column = 0; column < columns; ++column)
        value.push_back(data.values[column + 1][row] * 1_GV);
  }
  double operator()(double latitude, double longitude) const {
    const double y = std::clamp((latitude / 1_deg + 90) / 5, 0.0, rows - 1.0);
    const double turns = longitude / (2 * pi), x = (turns - std::floor(turns)) * columns;
    const int row = std::min(int(y), rows - 2), column = std::min(int(x), columns - 1);
    const auto at = [&](int i, int j) { return value[std::size_t(i * columns + j % columns)]; };
    const double v = y - row, u = x - column;
    return (1 - v) * ((1 - u) * at(row, column) + u * at(row, column + 1)) +
           v * ((1 - u) * at(row + 1, column) + u * at(row + 1, column + 1));
  }
};

/// The Earth's disc as seen from a distance, about the nadir, which is square to the direction of east.
struct EarthDisc {
  double cosine, sine;  ///< of its angular radius

  explicit EarthDisc(double distance)
      : cosine(std::sqrt(std::max(0.0, 1 - std::pow(constants::earth_radius / distance, 2)))),
        sine(std::min(1.0, constants::earth_radius / distance)) {}

  /// [sr] of the disc under an angle to the east whose cosine is below x. On the circle of that cosine the
  /// disc covers 2 arccos(cosine / sqrt(1 - x^2)) of azimuth; by parts over x.
  double covered_below(double x) const {
    const double half = half_covered(std::clamp(x, -sine, sine));
    return 2 * (half + half_covered(sine));
  }

 private:
  double half_covered(double x) const {
    const double rest = std::sqrt(std::max(0.0, sine * sine - x * x));
    return x * std::acos(std::min(1.0, cosine / std::sqrt(1 - x * x * (1 - 1e-15)))) -
           cosine * std::asin(std::clamp(x / sine, -1.0, 1.0)) + std::atan2(x * cosine, rest);
  }
};

double open_sky_beside(const EarthDisc& disc, double vertical_cutoff, double distance, double rigidity) {
  const double whole = (1 + disc.cosine) / 2;
  if (vertical_cutoff < open_cutoff) return whole;
  const double radii = distance / constants::earth_radius;
  const double cosine3 = std::pow(std::min(1.0, vertical_cutoff * radii * radii / equatorial_cutoff), 0.75);
  const double root = 2 * std::sqrt(vertical_cutoff / rigidity) - 1;  // sqrt(1 - cos^3 x) must exceed it
  const double x = root <= 0 ? 1 : (1 - root * root) / cosine3;
  if (x >= 1) return whole;
  if (x <= -1) return 0;
  return std::max(0.0, (1 + x) / 2 - disc.covered_below(x) / (4 * pi));
}

}  // namespace

double vertical_cutoff_rigidity(const Eigen::Vector3d& position) {
  static const CutoffTable table;
  const double distance = position.norm();
  require(std::isfinite(distance) && distance > 0, "vertical_cutoff_rigidity: distance", distance,
          "must be finite and positive [m]");
  const Place at = place(position);
  // A place "on the ground" may come out a hair below it.
  if (at.altitude < -1.0)
    throw ModelError(fmt::format("vertical_cutoff_rigidity: the place is {:.3g} km below the ground",
                                 -at.altitude / 1_km));
  const double ratio = (distance - at.altitude + table_altitude) / distance;
  return table(at.latitude, at.longitude) * ratio * ratio;
}

double unshadowed_sky(double distance) {
  require(std::isfinite(distance) && distance >= 0.99 * constants::earth_radius, "unshadowed_sky: distance",
          distance, "must be outside the Earth [m]");
  return (1 + EarthDisc(distance).cosine) / 2;
}

double open_sky(double vertical_cutoff, double distance, double rigidity) {
  require(std::isfinite(vertical_cutoff) && vertical_cutoff >= 0, "open_sky: vertical_cutoff",
          vertical_cutoff, "must be finite and not negative [V]");
  require(std::isfinite(rigidity) && rigidity > 0, "open_sky: rigidity", rigidity,
          "must be finite and positive [V]");
  require(std::isfinite(distance) && distance >= 0.99 * constants::earth_radius, "open_sky: distance",
          distance, "must be outside the Earth [m]");
  return open_sky_beside(EarthDisc(distance), vertical_cutoff, distance, rigidity);
}

double GeomagneticTransmission::operator()(double value) const {
  if (value <= rigidity.front()) return share.front();
  if (value >= rigidity.back()) return share.back();
  const auto above = std::upper_bound(rigidity.begin(), rigidity.end(), value);
  const auto i = std::size_t(above - rigidity.begin());
  const double part = std::log(value / rigidity[i - 1]) / std::log(rigidity[i] / rigidity[i - 1]);
  return share[i - 1] + part * (share[i] - share[i - 1]);
}

GeomagneticTransmission interplanetary_transmission() { return {{1_GV, 10_GV}, {1, 1}}; }

GeomagneticTransmission geomagnetic_transmission(std::span<const Eigen::Vector3d> positions) {
  require(!positions.empty(), "geomagnetic_transmission: number of places", 0, "must be positive");
  GeomagneticTransmission result;
  // From below the lowest cutoff that is not open (0.53 GV from the west) to above the highest (from the
  // east at the equator, 4 times 17.6 GV).
  constexpr int points = 121;
  for (int i = 0; i < points; ++i)
    result.rigidity.push_back(0.36_GV * std::pow(75.0 / 0.36, double(i) / (points - 1)));
  result.share.assign(points, 0.0);
  for (const Eigen::Vector3d& position : positions) {
    const double cutoff = vertical_cutoff_rigidity(position), distance = position.norm();
    const EarthDisc disc(distance);
    const double whole = (1 + disc.cosine) / 2;
    for (std::size_t i = points; i-- > 0;) {
      // Most of the way down nothing, or everything, comes through.
      const double share = cutoff < open_cutoff || result.rigidity[i] > 4 * cutoff
                               ? whole
                               : open_sky_beside(disc, cutoff, distance, result.rigidity[i]);
      if (share <= 0) break;
      result.share[i] += share;
    }
  }
  for (double& share : result.share) share /= double(positions.size());
  return result;
}

Spectrum transmitted(const Spectrum& spectrum, int atomic_number, double mass_number,
                     const GeomagneticTransmission& transmission) {
  require_spectrum(spectrum, "transmitted: spectrum");
  // Points so near that a cutoff between two of them moves by less than 3 % in energy.
  constexpr double step = 0.06;
  Spectrum result;
  const auto add = [&](double energy) {
    result.energy.push_back(energy);
    result.differential_flux.push_back(differential_flux(spectrum, energy) *
                                       transmission(rigidity(energy, atomic_number, mass_number)));
  };
  for (std::size_t i = 0; i + 1 < spectrum.energy.size(); ++i) {
    const double from = spectrum.energy[i], width = std::log(spectrum.energy[i + 1] / from);
    const int parts = std::max(1, int(std::ceil(width / step - 1e-9)));
    for (int part = 0; part < parts; ++part) add(from * std::exp(width * part / parts));
  }
  if (!spectrum.energy.empty()) add(spectrum.energy.back());
  return result;
}

}  // namespace sunrack
