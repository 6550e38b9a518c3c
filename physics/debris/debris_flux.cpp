#include "physics/debris/debris_flux.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

// psi(i), recalled.
constexpr std::array<std::array<double, 2>, 10> inclination_rows = {{{28.5, 0.91},
                                                                     {30, 0.92},
                                                                     {40, 0.96},
                                                                     {50, 1.02},
                                                                     {60, 1.09},
                                                                     {70, 1.26},
                                                                     {80, 1.71},
                                                                     {90, 1.37},
                                                                     {100, 1.78},
                                                                     {120, 1.18}}};

double degrees_of(double inclination, const char* name) {
  require(inclination >= 0 && inclination <= constants::pi, name, inclination, "must be 0 to pi [rad]");
  const double degrees = inclination / 1_deg;
  if (degrees > 120 + 1e-9)
    throw ModelError(fmt::format("{} = {:.4g} degrees, NASA90 ends at 120 degrees", name, degrees));
  return degrees;
}

double fragments_growth(double year) {
  constexpr double before = 1.02, after = 1.04;  // q, q'
  return year < 2011 ? std::pow(before, year - 1988) : std::pow(before, 23) * std::pow(after, year - 2011);
}

void require_model(const Nasa90& model) {
  require(std::isfinite(model.altitude) && model.altitude > 0, "nasa90_flux: altitude", model.altitude,
          "must be positive [m]");
  if (model.altitude < 300_km * (1 - 1e-9) || model.altitude > 2250_km * (1 + 1e-9))
    throw ModelError(
        fmt::format("nasa90_flux: altitude = {:.6g} km, NASA90 holds from 300 to 2250 km; outside it "
                    "give a table, or leave debris out",
                    model.altitude / 1_km));
  require(model.year >= 1970 && model.year <= 2100, "nasa90_flux: year", model.year, "must be 1970 to 2100");
  require(model.solar_flux >= 50 && model.solar_flux <= 400, "nasa90_flux: solar flux", model.solar_flux,
          "must be 50 to 400 [sfu]");
  require(model.shell_multiplier >= 0 && std::isfinite(model.shell_multiplier),
          "nasa90_flux: shell multiplier", model.shell_multiplier, "must not be negative");
}

/// The coefficients of the speed form depend on inclination piece by piece.
struct SpeedForm {
  double b, c, d, e, f, g, h, v0;  // v0 in km/s
};

SpeedForm speed_form(double i) {
  const double steep = i - 60;
  return {
      .b = i < 60   ? 0.5
           : i < 80 ? 0.5 - 0.01 * steep
                    : 0.3,
      .c = i < 100 ? 0.0125 : 0.0125 + 0.00125 * (i - 100),
      .d = 1.3 - 0.01 * (i - 30),
      .e = 0.55 + 0.005 * (i - 30),
      .f = i < 50   ? 0.3 + 0.0008 * (i - 50) * (i - 50)
           : i < 80 ? 0.3 - 0.01 * (i - 50)
                    : 0.0,
      .g = i < 60   ? 18.7
           : i < 80 ? 18.7 + 0.0289 * steep * steep * steep
                    : 250.0,
      .h = 1 - 0.0000757 * steep * steep,
      .v0 = i < 60 ? 7.25 + 0.015 * (i - 30) : 7.7,
  };
}

double speed_form_value(const SpeedForm& form, double v) {
  constexpr double a = 2.5;
  const double v0 = form.v0;
  if (v <= 0 || v >= 2 * v0) return 0;
  const double fast = (v - a * v0) / (form.b * v0), slow = (v - form.d * v0) / (form.e * v0);
  const double value =
      (2 * v * v0 - v * v) * (form.g * std::exp(-fast * fast) + form.f * std::exp(-slow * slow)) +
      form.h * form.c * (4 * v * v0 - v * v);
  return std::max(0.0, value);
}

}  // namespace

double nasa90_inclination_factor(double inclination) {
  const double degrees = degrees_of(inclination, "nasa90_inclination_factor: inclination");
  if (degrees <= inclination_rows.front()[0]) return inclination_rows.front()[1];
  std::size_t i = 1;
  while (i + 1 < inclination_rows.size() && degrees > inclination_rows[i][0]) ++i;
  const auto &low = inclination_rows[i - 1], &high = inclination_rows[i];
  return std::lerp(low[1], high[1], (degrees - low[0]) / (high[0] - low[0]));
}

Nasa90Factors nasa90_factors(const Nasa90& model) {
  require_model(model);
  const double activity = std::pow(10.0, model.altitude / 1_km / 200 - model.solar_flux / 140 - 1.5);
  const double here = activity / (activity + 1) * nasa90_inclination_factor(model.inclination);
  const double intact_growth = std::max(0.0, 1 + 0.05 * (model.year - 1988));
  return {.fragments = here * fragments_growth(model.year) * model.shell_multiplier,
          .intact = here * intact_growth};
}

double nasa90_flux(double diameter, const Nasa90Factors& factors) {
  if (!(diameter >= 1e-6 * (1 - 1e-9) && diameter <= 5 * (1 + 1e-9)))
    throw ModelError(
        fmt::format("nasa90_flux: diameter = {:.4g} m, NASA90 holds from 1e-6 to 5 m", diameter));
  const double d = diameter / 1_cm;
  const double bump = (std::log10(d) - 0.78) / 0.637;
  const double size = std::sqrt(std::pow(10.0, std::exp(-bump * bump)));
  const double tail = d + 700;
  const double fragments = 1.22e-5 / (d * d * std::sqrt(d));
  const double intact = 8.1e10 / (tail * tail * tail * tail * tail * tail);
  return size * (fragments * factors.fragments + intact * factors.intact) / 1_year;
}

double nasa90_flux(double diameter, const Nasa90& model) {
  require(diameter > 0, "nasa90_flux: diameter", diameter, "must be positive [m]");
  return nasa90_flux(diameter, nasa90_factors(model));
}

double debris_orbital_speed(double inclination) {
  return speed_form(degrees_of(inclination, "debris_orbital_speed: inclination")).v0 * 1_km;
}

double debris_speed_density(double speed, double inclination) {
  require_finite("debris_speed_density: speed", speed);
  const SpeedForm form = speed_form(degrees_of(inclination, "debris_speed_density: inclination"));
  constexpr int steps = 2000;
  const double step = 2 * form.v0 / steps;
  double norm = 0;
  for (int i = 0; i < steps; ++i) norm += speed_form_value(form, (i + 0.5) * step) * step;
  return speed_form_value(form, speed / 1_km) / norm / 1_km;
}

std::vector<SpeedBin> debris_speed_bins(double inclination, int count) {
  const SpeedForm form = speed_form(degrees_of(inclination, "debris_speed_bins: inclination"));
  return equal_weight_bins([&](double speed) { return speed_form_value(form, speed / 1_km); }, 0,
                           2 * form.v0 * 1_km, count);
}

}  // namespace sunrack
