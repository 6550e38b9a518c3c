#include "physics/thermal/conduction_flow.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "physics/constants.h"

namespace sunrack::conduction {

ConductivityFactor::ConductivityFactor(const SolidMaterial& material)
    : temperature_(material.factor_temperature), factor_(material.factor) {
  if (temperature_.empty()) return;
  transformed_.assign(temperature_.size(), 0.0);
  for (std::size_t i = 1; i < temperature_.size(); ++i)
    transformed_[i] =
        transformed_[i - 1] + (temperature_[i] - temperature_[i - 1]) * (factor_[i] + factor_[i - 1]) / 2;
}

/// The segment that holds `value`; the first or last one for values beyond.
std::size_t ConductivityFactor::segment(double value, const std::vector<double>& knots) const {
  const auto after = std::upper_bound(knots.begin() + 1, knots.end() - 1, value);
  return std::size_t(after - knots.begin()) - 1;
}

double ConductivityFactor::factor(double t) const {
  if (constant()) return 1;
  if (t <= temperature_.front()) return factor_.front();
  if (t >= temperature_.back()) return factor_.back();
  const std::size_t i = segment(t, temperature_);
  const double part = (t - temperature_[i]) / (temperature_[i + 1] - temperature_[i]);
  return factor_[i] + part * (factor_[i + 1] - factor_[i]);
}

double ConductivityFactor::transform(double t) const {
  if (constant()) return t;
  if (t <= temperature_.front()) return factor_.front() * (t - temperature_.front());
  if (t >= temperature_.back()) return transformed_.back() + factor_.back() * (t - temperature_.back());
  const std::size_t i = segment(t, temperature_);
  return transformed_[i] + (t - temperature_[i]) * (factor_[i] + factor(t)) / 2;
}

double ConductivityFactor::inverse(double theta) const {
  if (constant()) return theta;
  if (theta <= 0) return temperature_.front() + theta / factor_.front();
  if (theta >= transformed_.back())
    return temperature_.back() + (theta - transformed_.back()) / factor_.back();
  const std::size_t i = segment(theta, transformed_);
  const double slope = (factor_[i + 1] - factor_[i]) / (temperature_[i + 1] - temperature_[i]);
  const double rest = theta - transformed_[i];
  // rest = f dT + slope dT^2 / 2, solved in the form that loses no digits where the slope is small.
  return temperature_[i] + 2 * rest / (factor_[i] + std::sqrt(factor_[i] * factor_[i] + 2 * slope * rest));
}

Flow flow_between(const ConductivityFactor& f1, double a1, double t1, const ConductivityFactor& f2, double a2,
                  double t2, double contact) {
  if (!(a1 > 0) || !(a2 > 0)) return {};
  if (f1.constant() && f2.constant()) {
    const double g = 1 / (1 / a1 + 1 / a2 + contact);
    return {g * (t1 - t2), g, g};
  }
  if (&f1 == &f2 && contact == 0) {
    const double g = 1 / (1 / a1 + 1 / a2);
    return {g * (f1.transform(t1) - f1.transform(t2)), g * f1.factor(t1), g * f1.factor(t2)};
  }
  // The heat q for which the temperatures on the two sides of the contact differ by contact * q. Their
  // difference falls with q; the root lies between no heat and all of the drop in one of the parts.
  const double theta1 = f1.transform(t1), theta2 = f2.transform(t2);
  double low = 0, high = 0;
  const double whole1 = a1 * (theta1 - f1.transform(t2)), whole2 = a2 * (f2.transform(t1) - theta2);
  high = std::abs(whole1) < std::abs(whole2) ? whole1 : whole2;
  if (low > high) std::swap(low, high);
  double q = 0, s1 = t1, s2 = t2, g = 0;
  const double enough = 4 * std::numeric_limits<double>::epsilon() * (std::abs(t1) + std::abs(t2));
  for (int step = 0; step < 100; ++step) {
    s1 = f1.inverse(theta1 - q / a1), s2 = f2.inverse(theta2 + q / a2);
    g = 1 / (1 / (a1 * f1.factor(s1)) + 1 / (a2 * f2.factor(s2)) + contact);
    const double gap = s1 - s2 - contact * q;
    if (std::abs(gap) <= enough) break;
    (gap > 0 ? low : high) = q;
    const double newton = q + gap * g;
    const double next = newton >= low && newton <= high ? newton : (low + high) / 2;
    if (next == q) break;
    q = next;
  }
  return {q, g * f1.factor(t1) / f1.factor(s1), g * f2.factor(t2) / f2.factor(s2)};
}

bool leads_out(const SurfaceCondition& c) { return c.fixed || c.convection > 0 || c.emissivity > 0; }
bool adiabatic(const SurfaceCondition& c) { return !leads_out(c) && c.absorbed == 0; }

namespace {

struct Outside {
  double heat = 0, slope = 0;  // [W], [W/K]
};

/// Leaving a surface of temperature `t`; odd in t, so that trial steps below zero find back.
Outside leaving(const SurfaceCondition& c, double area, double t) {
  const double sink = c.sink_temperature * c.sink_temperature;
  const double radiated = c.emissivity * constants::stefan_boltzmann * area;
  const double cubed = std::abs(t) * t * t;
  return {
      area * (c.convection * (t - c.fluid_temperature) - c.absorbed) + radiated * (cubed * t - sink * sink),
      area * c.convection + 4 * radiated * cubed};
}

}  // namespace

SurfaceFlow surface_flow(const SurfaceCondition& c, double area, const ConductivityFactor& f, double half,
                         double temperature) {
  if (!(half > 0)) return {.temperature = temperature};  // a void: nothing gets to its surface
  if (adiabatic(c)) return {.temperature = temperature};
  const double own = f.factor(temperature);
  if (c.fixed) {
    const double drop =
        f.constant() ? temperature - *c.fixed : f.transform(temperature) - f.transform(*c.fixed);
    return {half * drop, half * own, *c.fixed};
  }
  if (std::isinf(half)) {
    const Outside outside = leaving(c, area, temperature);
    return {outside.heat, outside.slope, temperature};
  }
  if (f.constant() && c.emissivity == 0) {
    const double film = c.convection * area, series = half * film / (half + film);
    const double heat =
        series * (temperature - c.fluid_temperature) - c.absorbed * area * half / (half + film);
    return {heat, series, temperature - heat / half};
  }
  // What arrives less what leaves falls with the surface's temperature: Newton's method between bounds.
  const double theta = f.transform(temperature);
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  double surface = temperature;
  Outside outside;
  for (int step = 0; step < 200; ++step) {
    outside = leaving(c, area, surface);
    const double surplus = half * (theta - f.transform(surface)) - outside.heat;
    (surplus > 0 ? low : high) = surface;
    double next = surface + surplus / (half * f.factor(surface) + outside.slope);
    if (!(next >= low && next <= high)) next = (low + high) / 2;
    const double change = std::abs(next - surface);
    surface = next;
    if (change <= 2 * std::numeric_limits<double>::epsilon() * std::abs(surface)) break;
  }
  outside = leaving(c, area, surface);
  const double inner = half * f.factor(surface);
  return {outside.heat, half * own * outside.slope / (inner + outside.slope), surface};
}

double surface_traffic(const SurfaceCondition& c, double area, const SurfaceFlow& flow) {
  if (c.fixed) return std::abs(flow.heat);
  const double t = flow.temperature * flow.temperature, sink = c.sink_temperature * c.sink_temperature;
  return area * (c.convection * std::abs(flow.temperature - c.fluid_temperature) + std::abs(c.absorbed) +
                 c.emissivity * constants::stefan_boltzmann * (t * t + sink * sink));
}

}  // namespace sunrack::conduction
