#include "physics/radiation/upsets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double pi = constants::pi;

/// Nodes on 0..1 and weights of Gauss-Legendre quadrature, 12 points (half; the rest by symmetry).
constexpr std::array<double, 6> half_nodes = {0.1252334085114689, 0.3678314989981802, 0.5873179542866175,
                                              0.7699026741943047, 0.9041172563704749, 0.9815606342467192};
constexpr std::array<double, 6> half_weights = {0.2491470458134028, 0.2334925365383548, 0.2031674267230659,
                                                0.1600783285433462, 0.1069393259953184, 0.0471753363865118};

void require_volume(const SensitiveVolume& volume) {
  for (const double side : {volume.x, volume.y, volume.z})
    require(std::isfinite(side) && side > 0, "sensitive volume: side", side,
            "must be finite and positive [m]");
}

/// The projected area of chords longer than s, integrated over azimuth at elevation sine w; [m^2 rad].
double azimuth_integral(const SensitiveVolume& volume, double s, double w) {
  const auto& [x, y, z] = volume;
  const double rho = std::sqrt(std::max(0.0, 1 - w * w));
  // Between these azimuths both brackets X - u s and Y - v s are positive.
  const double cosine = rho * s > x ? x / (rho * s) : 1, sine = rho * s > y ? y / (rho * s) : 1;
  const double sine_from = std::sqrt(std::max(0.0, 1 - cosine * cosine)),
               cosine_to = std::sqrt(std::max(0.0, 1 - sine * sine));
  const double angle = std::asin(sine) - std::acos(cosine);
  if (angle <= 0 || w * s >= z) return 0;
  const double u = rho * (sine - sine_from), v = rho * (cosine - cosine_to);
  const double two_uv = rho * rho * (sine * sine - sine_from * sine_from);
  return (z - w * s) * (u * y + v * x - s * two_uv) +
         w * (x * y * angle - s * (x * v + y * u) + s * s * two_uv / 2);
}

/// Over w from `from` to `to`; smooth inside, square roots at the ends, which the substitution takes.
double elevation_integral(const SensitiveVolume& volume, double s, double from, double to) {
  double result = 0;
  for (std::size_t i = 0; i < half_nodes.size(); ++i)
    for (const double node : {-half_nodes[i], half_nodes[i]}) {
      const double t = (1 + node) / 2;
      const double w = from + (to - from) * t * t * (3 - 2 * t);
      result += half_weights[i] / 2 * (to - from) * 6 * t * (1 - t) * azimuth_integral(volume, s, w);
    }
  return result;
}

/// Step of the grid of LETs, of its logarithm.
double grid_step() { return std::log(let_at(1) / let_at(0)); }

/// P(chord > z exp(d step)) for d = first, first + 1, ...; 1 below and 0 behind.
struct ChordTable {
  int first = 0;
  std::vector<double> longer;

  explicit ChordTable(const SensitiveVolume& volume) {
    const double step = grid_step();
    const double longest = std::hypot(volume.x, volume.y, volume.z);
    // Chords shorter than this are so few that P is straight: 1 - P is 1.7 % at them in a cube, less in a
    // flat box.
    const double straight = 0.02 * std::min({volume.x, volume.y, volume.z});
    const int last = int(std::floor(std::log(longest / volume.z) / step));
    const int exact = int(std::floor(std::log(straight / volume.z) / step));
    first = exact - int(std::ceil(std::log(1000) / step));
    const double start = volume.z * std::exp(step * exact), lost = 1 - chord_longer_than(volume, start);
    for (int d = first; d <= last; ++d) {
      const double length = volume.z * std::exp(step * d);
      longer.push_back(d <= exact ? 1 - lost * length / start : chord_longer_than(volume, length));
    }
  }
  int end() const { return first + int(longer.size()); }
};

double bendel_factor(const ProtonCrossSection& cross_section) {
  const double b = cross_section.form == ProtonCrossSection::Form::bendel_1 ? 24_MeV : cross_section.bendel_b;
  return std::pow(b / cross_section.bendel_a, 14) * 1e-12_cm2;
}

double bendel_shape(double onset, double energy) {
  if (energy <= onset) return 0;
  const double y = std::sqrt(18_MeV / onset) * (energy - onset) / 1_MeV;
  return std::pow(-std::expm1(-0.18 * std::sqrt(y)), 4);
}

}  // namespace

void require_weibull(const WeibullCurve& curve, const char* name) {
  const std::string text = name;
  const auto positive = [&](const char* field, double value) {
    require(std::isfinite(value) && value > 0, (text + field).c_str(), value, "must be finite and positive");
  };
  positive(": Weibull width", curve.width);
  positive(": Weibull shape", curve.shape);
  positive(": saturated cross-section", curve.saturation);
  require(std::isfinite(curve.threshold) && curve.threshold >= 0, (text + ": threshold").c_str(),
          curve.threshold, "must be finite and not negative");
}

double weibull_cross_section(const WeibullCurve& curve, double x) {
  if (x <= curve.threshold) return 0;
  return -curve.saturation * std::expm1(-std::pow((x - curve.threshold) / curve.width, curve.shape));
}

double surface_area(const SensitiveVolume& volume) {
  require_volume(volume);
  return 2 * (volume.x * volume.y + volume.y * volume.z + volume.z * volume.x);
}

double mean_chord(const SensitiveVolume& volume) {
  return 4 * volume.x * volume.y * volume.z / surface_area(volume);
}

double chord_longer_than(const SensitiveVolume& volume, double length) {
  require_volume(volume);
  require(std::isfinite(length) && length >= 0, "chord_longer_than: length", length,
          "must be finite and not negative [m]");
  if (length == 0) return 1;
  const double a = volume.x / length, b = volume.y / length, c = volume.z / length;
  const double lowest = std::sqrt(std::max(0.0, 1 - a * a - b * b)), highest = std::min(1.0, c);
  if (lowest >= highest) return 0;
  // Where a bracket begins to cut the azimuth the integrand has a corner.
  std::array<double, 4> corner = {lowest, a < 1 ? std::sqrt(1 - a * a) : lowest,
                                  b < 1 ? std::sqrt(1 - b * b) : lowest, highest};
  for (double& w : corner) w = std::clamp(w, lowest, highest);
  std::sort(corner.begin(), corner.end());
  double result = 0;
  for (std::size_t i = 0; i + 1 < corner.size(); ++i)
    if (corner[i + 1] > corner[i]) result += elevation_integral(volume, length, corner[i], corner[i + 1]);
  return std::clamp(4 * result * (2 / pi) / surface_area(volume), 0.0, 1.0);
}

LetResponse step_response(const SensitiveVolume& volume, double critical_let) {
  require(std::isfinite(critical_let) && critical_let > 0, "step_response: critical_let", critical_let,
          "must be finite and positive [J m^2/kg]");
  const double quarter = surface_area(volume) / 4;
  LetResponse result;
  for (int point = 0; point < let_points; ++point)
    result.area.push_back(quarter * chord_longer_than(volume, volume.z * critical_let / let_at(point)));
  return result;
}

LetResponse weibull_response(const WeibullCurve& curve, double depth, double side) {
  require_weibull(curve, "heavy-ion cross-section");
  require(std::isfinite(depth) && depth > 0, "weibull_response: depth", depth,
          "must be finite and positive [m]");
  require(std::isfinite(side) && side >= 0, "weibull_response: side", side,
          "must be finite and not negative [m]");
  const double edge = side > 0 ? side : std::sqrt(curve.saturation);
  const SensitiveVolume volume{edge, edge, depth};
  const ChordTable chords(volume);
  const double step = grid_step();
  // Critical LETs stand on the grid of LETs, carried on at both ends: then only their distance on it counts.
  // What lies between two of its points is shared by them so that the mean of ln L stays.
  constexpr int below_grid = 400;  // to a hundredth of the lowest LET that is counted
  const int last_critical = let_points + chords.end() + below_grid;
  std::vector<double> share(std::size_t(last_critical + 1));
  double below = 0;
  for (int j = 0; j <= last_critical; ++j) {
    constexpr int parts = 8;
    double beyond = 0;  // mean of the curve from this point to the next
    for (int part = 0; part < parts; ++part)
      beyond +=
          weibull_cross_section(curve, let_at(0) * std::exp(step * (j - below_grid + (part + 0.5) / parts)));
    beyond /= parts * curve.saturation;
    share[std::size_t(j)] = beyond - below;
    below = beyond;
  }
  const double quarter = surface_area(volume) / 4 * curve.saturation / (edge * edge);
  LetResponse result{std::vector<double>(let_points, 0.0)};
  std::vector<double> sum_below(share.size() + 1, 0.0);
  std::partial_sum(share.begin(), share.end(), sum_below.begin() + 1);
  for (int k = 0; k < let_points; ++k) {
    // Below here + first every chord is long enough.
    const int here = k + below_grid;
    const int from = std::clamp(here + chords.first, 0, last_critical + 1);
    const int to = std::min(here + chords.end(), last_critical + 1);
    double part = sum_below[std::size_t(from)];
    for (int j = from; j < to; ++j)
      part += share[std::size_t(j)] * chords.longer[std::size_t(j - here - chords.first)];
    result.area[std::size_t(k)] = quarter * part;
  }
  return result;
}

double upset_rate(const LetSpectrum& spectrum, const LetResponse& response) {
  if (spectrum.flux.empty()) return 0;
  require(spectrum.flux.size() == response.area.size(), "upset_rate: points of the spectrum",
          double(spectrum.flux.size()), "must be those of the response");
  return std::inner_product(spectrum.flux.begin(), spectrum.flux.end(), response.area.begin(), 0.0);
}

void require_proton_cross_section(const ProtonCrossSection& cross_section) {
  if (cross_section.form == ProtonCrossSection::Form::weibull)
    return require_weibull(cross_section.weibull, "proton cross-section");
  require(std::isfinite(cross_section.bendel_a) && cross_section.bendel_a > 0,
          "proton cross-section: Bendel A", cross_section.bendel_a, "must be finite and positive [J]");
  if (cross_section.form == ProtonCrossSection::Form::bendel_2)
    require(std::isfinite(cross_section.bendel_b) && cross_section.bendel_b > 0,
            "proton cross-section: Bendel B", cross_section.bendel_b, "must be finite and positive [J]");
}

double proton_cross_section(const ProtonCrossSection& cross_section, double energy) {
  require_proton_cross_section(cross_section);
  require(std::isfinite(energy) && energy >= 0, "proton_cross_section: energy", energy,
          "must be finite and not negative [J]");
  if (cross_section.form == ProtonCrossSection::Form::weibull)
    return weibull_cross_section(cross_section.weibull, energy);
  return bendel_factor(cross_section) * bendel_shape(cross_section.bendel_a, energy);
}

ProtonCrossSection bendel_through(double onset, double energy, double cross_section) {
  require(onset > 0 && energy > onset, "bendel_through: energy", energy, "must be above the onset [J]");
  require(std::isfinite(cross_section) && cross_section > 0, "bendel_through: cross_section", cross_section,
          "must be finite and positive [m^2]");
  const double factor = cross_section / bendel_shape(onset, energy);
  return {.form = ProtonCrossSection::Form::bendel_2,
          .weibull = {},
          .bendel_a = onset,
          .bendel_b = onset * std::pow(factor / 1e-12_cm2, 1.0 / 14)};
}

double proton_upset_rate(const Spectrum& spectrum, const ProtonCrossSection& cross_section) {
  require_spectrum(spectrum, "proton_upset_rate: spectrum");
  require_proton_cross_section(cross_section);
  const bool weibull = cross_section.form == ProtonCrossSection::Form::weibull;
  const double onset = weibull ? cross_section.weibull.threshold : cross_section.bendel_a;
  const double factor = weibull ? 1 : bendel_factor(cross_section);
  const auto sigma = [&](double energy) {
    return weibull ? weibull_cross_section(cross_section.weibull, energy)
                   : factor * bendel_shape(cross_section.bendel_a, energy);
  };
  // Between points the flux is a power law; ln E in short steps, three Gauss points in each.
  constexpr double longest_step = 0.05;
  constexpr std::array<std::pair<double, double>, 3> gauss = {
      {{0.1127016653792583, 5.0 / 18}, {0.5, 8.0 / 18}, {0.8872983346207417, 5.0 / 18}}};
  double rate = 0;
  for (std::size_t i = 0; i + 1 < spectrum.energy.size(); ++i) {
    const double lower = std::max(spectrum.energy[i], onset), upper = spectrum.energy[i + 1];
    const double at_lower = spectrum.differential_flux[i], at_upper = spectrum.differential_flux[i + 1];
    if (lower >= upper || (at_lower <= 0 && at_upper <= 0)) continue;
    const double whole = std::log(upper / spectrum.energy[i]), width = std::log(upper / lower);
    const int parts = std::max(1, int(std::ceil(width / longest_step)));
    for (int part = 0; part < parts; ++part)
      for (const auto& [node, weight] : gauss) {
        const double behind = width * (1 - (part + node) / parts);  // of ln E below the upper end
        const double energy = upper * std::exp(-behind), share = 1 - behind / whole;
        const double flux = at_lower > 0 && at_upper > 0 ? at_lower * std::pow(at_upper / at_lower, share)
                                                         : at_lower + (at_upper - at_lower) * share;
        rate += weight * width / parts * energy * flux * sigma(energy);
      }
  }
  return rate;
}

double weibull_let_at(const WeibullCurve& curve, double part) {
  require_weibull(curve, "weibull_let_at");
  require(part > 0 && part < 1, "weibull_let_at: part", part, "must be between 0 and 1");
  return curve.threshold + curve.width * std::pow(-std::log1p(-part), 1 / curve.shape);
}

double petersen_rate(const WeibullCurve& heavy_ions) {
  const double let = weibull_let_at(heavy_ions, 0.25) / 1_MeV_cm2_per_mg;
  return 200 * heavy_ions.saturation / 1_cm2 / (let * let) / 1_day;
}

ClusterDistribution geometric_clusters(double single_share, int largest) {
  require(single_share > 0 && single_share <= 1, "geometric_clusters: single_share", single_share,
          "must be above 0 and at most 1");
  require(largest >= 1 && largest <= 1000, "geometric_clusters: largest", largest, "must be 1 to 1000");
  // The share of single bits is kept, and what a ratio r = 1 - single_share gives beyond the largest cluster
  // is spread over the others.
  ClusterDistribution result;
  double weight = 1, total = 0;
  for (int bits = 2; bits <= largest; ++bits) {
    result.probability.push_back(weight);
    total += weight;
    weight *= 1 - single_share;
  }
  for (double& probability : result.probability) probability *= (1 - single_share) / total;
  result.probability.insert(result.probability.begin(), largest == 1 ? 1 : single_share);
  return result;
}

double mean_cluster(const ClusterDistribution& clusters) {
  double mean = 0;
  for (std::size_t i = 0; i < clusters.probability.size(); ++i)
    mean += double(i + 1) * clusters.probability[i];
  return mean;
}

}  // namespace sunrack
