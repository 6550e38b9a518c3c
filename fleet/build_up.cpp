#include "fleet/build_up.h"

#include <algorithm>
#include <cmath>

#include "physics/require.h"

namespace sunrack {

namespace {

/// [years] integral of survival over ages from `young` to `old`, both cut at retirement.
double served(double young, double old, const BuildUp& plan) {
  young = std::clamp(young, 0.0, plan.life), old = std::clamp(old, 0.0, plan.life);
  if (plan.loss_rate == 0) return old - young;
  return (std::exp(-plan.loss_rate * young) - std::exp(-plan.loss_rate * old)) / plan.loss_rate;
}

/// Alive at time t [years]: every year's launches are spread evenly over it.
double alive_at(double t, const BuildUp& plan) {
  double alive = 0;
  for (std::size_t i = 0; i < plan.launched_per_year.size() && double(i) < t; ++i)
    alive += plan.launched_per_year[i] * served(t - std::min(t, double(i) + 1), t - double(i), plan);
  return alive;
}

/// Those that reach the age of retirement between t - 1 and t.
double retired_until(double t, const BuildUp& plan) {
  const double survivors = std::exp(-plan.loss_rate * plan.life);
  double retired = 0;
  for (std::size_t i = 0; i < plan.launched_per_year.size(); ++i) {
    const double from = double(i) + plan.life, to = from + 1;  // when this year's launches come of age
    retired += plan.launched_per_year[i] * survivors * std::clamp(t - from, 0.0, to - from);
  }
  return retired;
}

}  // namespace

std::vector<BuildUpYear> build_up(const BuildUp& plan) {
  require(!plan.launched_per_year.empty(), "build_up: launched_per_year", 0, "must have a year");
  for (const double launched : plan.launched_per_year)
    require(launched >= 0 && std::isfinite(launched), "build_up: launched_per_year", launched,
            "must not be negative");
  require(plan.life > 0, "build_up: life", plan.life, "must be positive [years]");
  require(plan.loss_rate >= 0, "build_up: loss_rate", plan.loss_rate, "must not be negative [1/year]");
  require(plan.it_power > 0, "build_up: it_power", plan.it_power, "must be positive [W]");
  require(plan.availability > 0 && plan.availability <= 1, "build_up: availability", plan.availability,
          "must be above 0 and at most 1");
  std::vector<BuildUpYear> years;
  double before = 0;
  for (std::size_t i = 0; i < plan.launched_per_year.size(); ++i) {
    const double t = double(i) + 1;
    BuildUpYear year{
        .year = int(i) + 1, .launched = plan.launched_per_year[i], .operating = alive_at(t, plan)};
    year.retired = retired_until(t, plan) - retired_until(t - 1, plan);
    year.lost = before + year.launched - year.retired - year.operating;
    year.it_power = year.operating * plan.it_power;
    // Between the kinks (whole years, and whole years past retirement) the count is smooth: Simpson's rule on
    // a hundred parts errs below 1e-6.
    double sum = 0;
    for (int k = 0; k <= 200; ++k)
      sum += alive_at(t - 1 + k / 200.0, plan) * (k == 0 || k == 200 ? 1 : k % 2 ? 4 : 2);
    year.power_years = sum / 600 * plan.it_power * plan.availability;
    before = year.operating;
    years.push_back(year);
  }
  return years;
}

double steady_fleet(double launched_per_year, double life, double loss_rate) {
  require(launched_per_year >= 0, "steady_fleet: launched_per_year", launched_per_year,
          "must not be negative");
  require(life > 0, "steady_fleet: life", life, "must be positive [years]");
  require(loss_rate >= 0, "steady_fleet: loss_rate", loss_rate, "must not be negative [1/year]");
  return launched_per_year * (loss_rate == 0 ? life : -std::expm1(-loss_rate * life) / loss_rate);
}

std::vector<double> launch_ramp(double first, double growth, double most, int years) {
  require(first >= 0, "launch_ramp: first", first, "must not be negative [1/year]");
  require(growth > 0, "launch_ramp: growth", growth, "must be positive");
  require(most >= first, "launch_ramp: most", most, "must be at least the first year's");
  require(years >= 1, "launch_ramp: years", years, "must be at least 1");
  std::vector<double> ramp;
  for (double rate = first; int(ramp.size()) < years; rate = std::min(rate * growth, most))
    ramp.push_back(rate);
  return ramp;
}

}  // namespace sunrack
