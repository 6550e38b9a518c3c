#include "physics/radiation/spectrum.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

#include "physics/require.h"

namespace sunrack {
namespace {

/// (exp(x) - 1) / x
double relative_growth(double x) { return std::abs(x) < 1e-8 ? 1 + x / 2 : std::expm1(x) / x; }

/// One interval of a spectrum: end energies and fluxes.
struct Piece {
  double lower, upper, at_lower, at_upper;

  double flux(double energy) const {
    const double share = std::log(energy / lower) / std::log(upper / lower);
    if (at_lower > 0 && at_upper > 0) return at_lower * std::pow(at_upper / at_lower, share);
    return at_lower + (at_upper - at_lower) * share;
  }

  /// Over the whole interval.
  double integral() const {
    const double width = std::log(upper / lower);
    if (at_lower > 0 && at_upper > 0)
      return at_lower * lower * width * relative_growth(std::log(at_upper / at_lower) + width);
    // The antiderivative of (a + b t) e^t is (a + b (t - 1)) e^t.
    const double slope = (at_upper - at_lower) / width;
    return upper * (at_upper - slope) - lower * (at_lower - slope);
  }
};

Piece piece(const Spectrum& spectrum, std::size_t i) {
  return {spectrum.energy[i], spectrum.energy[i + 1], spectrum.differential_flux[i],
          spectrum.differential_flux[i + 1]};
}

/// Index of the interval that holds `energy`, which is inside the points.
std::size_t interval(const Spectrum& spectrum, double energy) {
  const auto above = std::upper_bound(spectrum.energy.begin(), spectrum.energy.end() - 1, energy);
  return std::size_t(above - spectrum.energy.begin()) - 1;
}

bool outside(const Spectrum& spectrum, double energy) {
  return spectrum.energy.empty() || !(energy >= spectrum.energy.front() && energy <= spectrum.energy.back());
}

/// Flux in the middle of an interval that gives it this integral. The integral rises with the flux there,
/// from nothing on; the root is found in its logarithm.
double middle_flux(double lower, double upper, double at_lower, double at_upper, double integral) {
  if (integral <= 0) return 0;
  const double middle = std::sqrt(lower * upper);
  const auto excess = [&](double log_flux) {
    const double flux = std::exp(log_flux);
    return Piece{lower, middle, at_lower, flux}.integral() + Piece{middle, upper, flux, at_upper}.integral() -
           integral;
  };
  double high = std::log(4 * integral / (upper - lower)), low = high - 5;
  while (excess(high) < 0) high += 5;
  while (excess(low) > 0) {
    low -= 20;
    if (low < -650)
      throw ModelError("from_integral_flux: an interval's flux falls too steeply for a power law");
  }
  while (high - low > 1e-13 * (1 + std::abs(high))) {
    const double half = (low + high) / 2;
    if (half == low || half == high) break;
    (excess(half) > 0 ? high : low) = half;
  }
  return std::exp((low + high) / 2);
}

/// Slopes -dI/dE at both ends of an interval in which the integral flux is a power law.
struct EndSlopes {
  double lower, upper;
};

EndSlopes end_slopes(double lower, double upper, double above_lower, double above_upper) {
  if (above_lower <= above_upper) return {0, 0};
  if (above_upper <= 0) return {2 * above_lower / (upper - lower), 0};
  const double exponent = std::log(above_lower / above_upper) / std::log(upper / lower);
  return {exponent * above_lower / lower, exponent * above_upper / upper};
}

}  // namespace

void require_spectrum(const Spectrum& spectrum, const char* name) {
  const std::string text = name;
  const auto& [energy, flux] = spectrum;
  if (energy.size() != flux.size())
    throw std::invalid_argument(
        fmt::format("{}: {} energies but {} fluxes", name, energy.size(), flux.size()));
  require(energy.size() != 1, (text + ": number of energies").c_str(), 1, "must be none or at least two");
  for (std::size_t i = 0; i < energy.size(); ++i) {
    require(std::isfinite(energy[i]) && energy[i] > (i == 0 ? 0 : energy[i - 1]), (text + ": energy").c_str(),
            energy[i], "must be positive and ascend [J]");
    require(std::isfinite(flux[i]) && flux[i] >= 0, (text + ": differential flux").c_str(), flux[i],
            "must be finite and not negative [m^-2 s^-1 J^-1]");
  }
}

double differential_flux(const Spectrum& spectrum, double energy) {
  require_finite("differential_flux: energy", energy);
  if (outside(spectrum, energy)) return 0;
  const Piece within = piece(spectrum, interval(spectrum, energy));
  if (energy == within.lower) return within.at_lower;  // exact at the points
  if (energy == within.upper) return within.at_upper;
  return within.flux(energy);
}

double integral_flux(const Spectrum& spectrum, double energy) {
  require_finite("integral_flux: energy", energy);
  if (spectrum.energy.empty() || energy >= spectrum.energy.back()) return 0;
  std::size_t first = 0;
  double result = 0;
  if (energy > spectrum.energy.front()) {
    first = interval(spectrum, energy);
    Piece cut = piece(spectrum, first);
    cut.at_lower = cut.flux(energy);
    cut.lower = energy;
    result = cut.integral();
    ++first;
  }
  for (std::size_t i = first; i + 1 < spectrum.energy.size(); ++i) result += piece(spectrum, i).integral();
  return result;
}

Spectrum from_integral_flux(const std::vector<double>& energy, const std::vector<double>& integral) {
  if (energy.size() != integral.size() || energy.size() < 2)
    throw std::invalid_argument(
        fmt::format("from_integral_flux: {} energies and {} fluxes, must be as many and "
                    "two at least",
                    energy.size(), integral.size()));
  for (std::size_t i = 0; i < energy.size(); ++i) {
    require(std::isfinite(energy[i]) && energy[i] > (i == 0 ? 0 : energy[i - 1]),
            "from_integral_flux: energy", energy[i], "must be positive and ascend [J]");
    require(std::isfinite(integral[i]) && integral[i] >= 0 && (i == 0 || integral[i] <= integral[i - 1]),
            "from_integral_flux: integral flux", integral[i], "must be finite, not negative and not rise");
  }
  const std::size_t intervals = energy.size() - 1;
  std::vector<EndSlopes> slopes;
  for (std::size_t i = 0; i < intervals; ++i)
    slopes.push_back(end_slopes(energy[i], energy[i + 1], integral[i], integral[i + 1]));
  std::vector<double> node(energy.size());
  node.front() = slopes.front().lower, node.back() = slopes.back().upper;
  // Between both sides, but never far above the smaller: the middle point must be able to make up for it.
  for (std::size_t i = 1; i < intervals; ++i) {
    const double below = slopes[i - 1].upper, above = slopes[i].lower;
    node[i] = std::min(std::sqrt(below * above), 4 * std::min(below, above));
  }
  Spectrum result;
  for (std::size_t i = 0; i < intervals; ++i) {
    result.energy.insert(result.energy.end(), {energy[i], std::sqrt(energy[i] * energy[i + 1])});
    result.differential_flux.insert(result.differential_flux.end(),
                                    {node[i], middle_flux(energy[i], energy[i + 1], node[i], node[i + 1],
                                                          integral[i] - integral[i + 1])});
  }
  result.energy.push_back(energy.back());
  result.differential_flux.push_back(node.back());
  return result;
}

Spectrum scaled(Spectrum spectrum, double factor) {
  require(std::isfinite(factor) && factor >= 0, "scaled: factor", factor, "must be finite and not negative");
  for (double& flux : spectrum.differential_flux) flux *= factor;
  return spectrum;
}

Spectrum sum(const Spectrum& a, const Spectrum& b) {
  if (a.energy.empty()) return b;
  if (b.energy.empty()) return a;
  constexpr double beside = 1e-9;
  Spectrum result;
  std::merge(a.energy.begin(), a.energy.end(), b.energy.begin(), b.energy.end(),
             std::back_inserter(result.energy));
  for (const auto& [one, other] : {std::pair{&a, &b}, std::pair{&b, &a}}) {
    if (one->energy.front() > other->energy.front())
      result.energy.push_back(one->energy.front() * (1 - beside));
    if (one->energy.back() < other->energy.back()) result.energy.push_back(one->energy.back() * (1 + beside));
  }
  std::sort(result.energy.begin(), result.energy.end());
  result.energy.erase(std::unique(result.energy.begin(), result.energy.end()), result.energy.end());
  for (const double energy : result.energy)
    result.differential_flux.push_back(differential_flux(a, energy) + differential_flux(b, energy));
  return result;
}

}  // namespace sunrack
