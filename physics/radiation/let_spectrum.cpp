#include "physics/radiation/let_spectrum.h"

#include <algorithm>
#include <cmath>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

const double lowest_let = 1_MeV_cm2_per_g;
const double log_step = std::log(1.1e5) / (let_points - 1);

/// Place on the grid, in steps from its first point.
double position(double let) { return std::log(let / lowest_let) / log_step; }

void require_let(double let) {
  require(std::isfinite(let) && let > 0, "LET", let, "must be finite and positive [J m^2/kg]");
}

/// Spreads a number of particles evenly between two places of the grid; each point owns half a step to both
/// sides.
void spread(std::vector<double>& flux, double number, double from, double to) {
  if (from > to) std::swap(from, to);
  from += 0.5, to += 0.5;
  const auto clamp = [](double x) { return std::size_t(std::clamp(x, 0.0, let_points - 1.0)); };
  const std::size_t first = clamp(from), last = clamp(to);
  if (first == last) {
    flux[first] += number;
    return;
  }
  const double density = number / (to - from);
  flux[first] += density * (double(first + 1) - from);
  for (std::size_t i = first + 1; i < last; ++i) flux[i] += density;
  flux[last] += density * (to - double(last));
}

/// [m^-2 s^-1] between two energies of a power law.
double number_between(double from, double to, double at_from, double at_to) {
  if (at_from <= 0 || at_to <= 0) return (at_from + at_to) / 2 * (to - from);
  const double width = std::log(to / from), power = std::log(at_to / at_from) + width;
  return at_from * from * width * (std::abs(power) < 1e-8 ? 1 + power / 2 : std::expm1(power) / power);
}

void add(std::vector<double>& flux, const Spectrum& spectrum, int atomic_number, StoppingMaterial material) {
  require_spectrum(spectrum, "let_spectrum: spectrum");
  // Within such a step of energy LET moves by about a step of its own.
  constexpr double energy_step = 0.024;
  for (std::size_t i = 0; i + 1 < spectrum.energy.size(); ++i) {
    const double lower = spectrum.energy[i], upper = spectrum.energy[i + 1];
    const double at_lower = spectrum.differential_flux[i], at_upper = spectrum.differential_flux[i + 1];
    if (at_lower <= 0 && at_upper <= 0) continue;
    const int parts = std::max(1, int(std::ceil(std::log(upper / lower) / energy_step)));
    const double whole = integral_flux({{lower, upper}, {at_lower, at_upper}}, lower);
    double from = lower, flux_from = at_lower, counted = 0,
           place_from = position(ion_stopping_power(material, atomic_number, lower));
    for (int part = 1; part <= parts; ++part) {
      const double share = double(part) / parts;
      const double to = part == parts ? upper : lower * std::pow(upper / lower, share);
      const double flux_to = at_lower > 0 && at_upper > 0 ? at_lower * std::pow(at_upper / at_lower, share)
                                                          : at_lower + (at_upper - at_lower) * share;
      const double place_to = position(ion_stopping_power(material, atomic_number, to));
      const double number =
          part == parts ? std::max(0.0, whole - counted) : number_between(from, to, flux_from, flux_to);
      spread(flux, number, place_from, place_to);
      counted += number;
      from = to, flux_from = flux_to, place_from = place_to;
    }
  }
}

}  // namespace

double let_at(int point) { return lowest_let * std::exp(log_step * point); }

LetSpectrum let_spectrum(const std::vector<IonSpectrum>& ions, int lowest_atomic_number,
                         StoppingMaterial material) {
  LetSpectrum result{std::vector<double>(let_points, 0.0)};
  for (const IonSpectrum& ion : ions)
    if (ion.atomic_number >= lowest_atomic_number)
      add(result.flux, ion.spectrum, ion.atomic_number, material);
  return result;
}

LetSpectrum let_spectrum(const Spectrum& spectrum, int atomic_number, StoppingMaterial material) {
  LetSpectrum result{std::vector<double>(let_points, 0.0)};
  add(result.flux, spectrum, atomic_number, material);
  return result;
}

LetSpectrum let_spectrum_from_differential(const std::vector<double>& let, const std::vector<double>& flux) {
  require(let.size() == flux.size() && let.size() >= 2, "let_spectrum_from_differential: points",
          double(let.size()), "must be two at least, and as many as fluxes");
  for (std::size_t i = 0; i < let.size(); ++i) {
    require(std::isfinite(let[i]) && let[i] > (i == 0 ? 0 : let[i - 1]),
            "let_spectrum_from_differential: LET", let[i], "must be positive and ascend [J m^2/kg]");
    require(std::isfinite(flux[i]) && flux[i] >= 0, "let_spectrum_from_differential: flux", flux[i],
            "must be finite and not negative");
  }
  // Integral of the broken line up to each end of a bin.
  std::size_t i = 0;
  double before = 0;  // up to let[i]
  const auto up_to = [&](double x) {
    if (x <= let.front()) return 0.0;
    while (i + 1 < let.size() && let[i + 1] <= x) {
      before += (flux[i] + flux[i + 1]) / 2 * (let[i + 1] - let[i]);
      ++i;
    }
    if (i + 1 == let.size()) return before;
    const double at = flux[i] + (flux[i + 1] - flux[i]) * (x - let[i]) / (let[i + 1] - let[i]);
    return before + (flux[i] + at) / 2 * (x - let[i]);
  };
  LetSpectrum result;
  double below = up_to(let_at(0) * std::exp(-log_step / 2));
  for (int point = 0; point < let_points; ++point) {
    const double above = up_to(let_at(point) * std::exp(log_step / 2));
    result.flux.push_back(above - below);
    below = above;
  }
  return result;
}

LetSpectrum sum(const LetSpectrum& a, const LetSpectrum& b) {
  if (a.flux.empty()) return b;
  LetSpectrum result = a;
  for (std::size_t i = 0; i < b.flux.size(); ++i) result.flux[i] += b.flux[i];
  return result;
}

double integral_let_flux(const LetSpectrum& spectrum, double let) {
  require_let(let);
  if (spectrum.flux.empty()) return 0;
  const double place = position(let) + 0.5;
  double result = 0;
  for (int point = let_points; point-- > 0;) {
    if (place >= point + 1) return result;
    if (place > point) return result + spectrum.flux[std::size_t(point)] * (point + 1 - place);
    result += spectrum.flux[std::size_t(point)];
  }
  return result;
}

double differential_let_flux(const LetSpectrum& spectrum, double let) {
  require_let(let);
  const double place = std::floor(position(let) + 0.5);
  if (spectrum.flux.empty() || place < 0 || place >= let_points) return 0;
  const int point = int(place);
  return spectrum.flux[std::size_t(point)] / (let_at(point) * 2 * std::sinh(log_step / 2));
}

}  // namespace sunrack
