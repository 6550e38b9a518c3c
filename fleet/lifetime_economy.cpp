#include "fleet/lifetime_economy.h"

#include <algorithm>
#include <cmath>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

/// A price of the catalogue in units of this page.
Price scaled(const std::string& name, double factor, const std::string& unit) {
  Price price = sunrack::price(name);
  price.low *= factor, price.nominal *= factor, price.high *= factor;
  price.unit = unit;
  return price;
}

/// Of a function with one minimum between a and b.
template <typename Function>
double golden_section(double a, double b, const Function& f) {
  const double ratio = (std::sqrt(5.0) - 1) / 2;
  double c = b - ratio * (b - a), d = a + ratio * (b - a), fc = f(c), fd = f(d);
  for (int round = 0; round < 40; ++round) {
    if (fc < fd) {
      b = d, d = c, fd = fc;
      c = b - ratio * (b - a), fc = f(c);
    } else {
      a = c, c = d, fc = fd;
      d = a + ratio * (b - a), fd = f(d);
    }
  }
  return (a + b) / 2;
}

BurnInPoint burn_in_point(SatelliteSpec spec, const SatelliteDesign& design, const LifetimePrices& prices,
                          double time) {
  spec.lifetime.burn_in_time = time;
  const SatelliteReliability satellite = satellite_reliability(spec, design, 0);
  const LifetimeBill bill = lifetime_bill(spec, design, delivered_compute(satellite, spec.mission.life));
  return {.time = time,
          .loss = bill.burn_in_loss,
          .first_year = 1 - survival(satellite.package, std::min(1_year, spec.mission.life)),
          .mass_per_compute = mass_per_compute(bill),
          .cost_per_compute = cost_per_compute(bill, prices)};
}

}  // namespace

const LifetimePrices& prices_of_2026() {
  static const LifetimePrices prices = {
      .name = "2026",
      .launch = price("launch-2026"),
      .computers = scaled("servers", 1 / 1_kW, "$/W"),
      .array = {"array-2026", 5, 20, 50, "$/W", 2026, "silicon space panels; recalled"},
      .hardware = {"hardware-2026", 500, 1000, 2000, "$/kg", 2026, "satellites in series; assumption"},
      .burn_in = {"burn-in", 0.3 / 1_kWh, 1 / 1_kWh, 3 / 1_kWh, "$/J", 2026,
                  "ovens and sockets, ten times electricity; assumption"},
      .operations = {"operations-2026", 0.5e5 / 1_year, 1e5 / 1_year, 3e5 / 1_year, "$/s", 2026,
                     "of one satellite; assumption"},
  };
  return prices;
}

const LifetimePrices& prices_of_2030() {
  static const LifetimePrices prices = [] {
    LifetimePrices later = prices_of_2026();
    later.name = "2030";
    later.launch = price("launch-2030");
    later.array = {"array-2030", 2, 5, 20, "$/W", 2030, "low end of 2026's; assumption"};
    later.hardware = price("satellite-hardware");
    later.operations = {"operations-2030",
                        1e4 / 1_year,
                        3e4 / 1_year,
                        1e5 / 1_year,
                        "$/s",
                        2030,
                        "of one satellite; assumption"};
    return later;
  }();
  return prices;
}

LifetimeBill lifetime_bill(const SatelliteSpec& spec, const SatelliteDesign& design, double delivered) {
  LifetimeBill bill{.mass = design.mass,
                    .array_mass = design.solar_array.mass,
                    .array_power = design.solar_array.power_bol,
                    .it_power = spec.compute.it_power,
                    .spares = spec.lifetime.spares,
                    .life = spec.mission.life,
                    .delivered = delivered};
  for (const MassItem& item : design.budget.items)
    if (item.group == MassGroup::computers) bill.computers_mass += item.mass;
  const BurnIn burn_in{.time = spec.lifetime.burn_in_time, .temperature = spec.lifetime.burn_in_temperature};
  bill.burn_in_loss = burn_in_loss(life_model(spec), life_conditions(spec, design), burn_in);
  bill.burn_in_energy = burn_in.time * spec.compute.it_power * (1 + spec.lifetime.spares);
  return bill;
}

double mass_per_compute(const LifetimeBill& bill) { return bill.mass / (bill.it_power * bill.delivered); }

double satellite_cost(const LifetimeBill& bill, const LifetimePrices& prices) {
  const double flown = 1 - bill.burn_in_loss;  // what dies on the ground is bought too
  const double rest = bill.mass - bill.computers_mass - bill.array_mass;
  return prices.launch.nominal * bill.mass +
         (prices.computers.nominal * bill.it_power * (1 + bill.spares) +
          prices.burn_in.nominal * bill.burn_in_energy) /
             flown +
         prices.array.nominal * bill.array_power + prices.hardware.nominal * rest +
         prices.operations.nominal * bill.life;
}

double cost_per_compute(const LifetimeBill& bill, const LifetimePrices& prices) {
  return satellite_cost(bill, prices) / (bill.it_power * bill.delivered);
}

BurnInCurve burn_in_curve(const SatelliteSpec& spec, const SatelliteDesign& design,
                          const LifetimePrices& prices, double longest, int points) {
  require(longest > 1_h, "burn_in_curve: longest", longest, "must be more than an hour [s]");
  require(points >= 3 && points <= 10000, "burn_in_curve: points", points, "must be 3 to 10000");
  BurnInCurve curve;
  const double first = std::log(1_h), step = (std::log(longest) - first) / (points - 1);
  curve.points.push_back(burn_in_point(spec, design, prices, 0));
  for (int i = 0; i < points; ++i)
    curve.points.push_back(burn_in_point(spec, design, prices, std::exp(first + i * step)));
  const auto refined = [&](double BurnInPoint::*value) {
    const auto best = std::min_element(curve.points.begin(), curve.points.end(),
                                       [&](const auto& a, const auto& b) { return a.*value < b.*value; });
    if (best == curve.points.begin() || best + 1 == curve.points.end()) return *best;
    const double time = golden_section((best - 1)->time, (best + 1)->time, [&](double t) {
      return burn_in_point(spec, design, prices, t).*value;
    });
    return burn_in_point(spec, design, prices, time);
  };
  curve.least_mass = refined(&BurnInPoint::mass_per_compute);
  curve.least_cost = refined(&BurnInPoint::cost_per_compute);
  return curve;
}

namespace {

/// Sizes and bills one choice. @throws ModelError
LifetimeChoice sized_choice(SatelliteSpec spec, const LifetimePrices& prices, double progress) {
  const double spares = spec.lifetime.spares, age = spec.mission.life;
  SatelliteSpec carried = spec;
  carried.compute.server_mass *= 1 + spares;
  const SatelliteDesign design = size_satellite(carried);
  const double interrupts = interrupt_rate(spec, design.shield.aluminium);
  const SatelliteReliability satellite = satellite_reliability(spec, design, interrupts);
  const LifetimeBill bill = lifetime_bill(spec, design, delivered_compute(satellite, age, progress));
  return {.age = age,
          .spares = spares,
          .mass = design.mass,
          .capacity_at_end = expected_capacity(satellite, age),
          .mass_per_compute = mass_per_compute(bill),
          .cost_per_compute = cost_per_compute(bill, prices),
          .reason = {}};
}

void add_choice(LifetimeChoices& choices, const SatelliteSpec& spec, const LifetimePrices& prices,
                double progress) {
  const std::size_t here = choices.points.size();
  try {
    choices.points.push_back(sized_choice(spec, prices, progress));
  } catch (const ModelError& error) {
    choices.points.push_back(
        {.age = spec.mission.life, .spares = spec.lifetime.spares, .reason = error.what()});
    return;
  }
  const auto take = [&](std::optional<std::size_t>& best, double LifetimeChoice::*value) {
    if (!best || choices.points[here].*value < choices.points[*best].*value) best = here;
  };
  take(choices.least_mass, &LifetimeChoice::mass_per_compute);
  take(choices.least_cost, &LifetimeChoice::cost_per_compute);
}

}  // namespace

LifetimeChoices replacement_curve(const SatelliteSpec& spec, const LifetimePrices& prices,
                                  const std::vector<double>& ages, double progress) {
  require(!ages.empty(), "replacement_curve: ages", 0, "at least one is needed");
  require(progress >= 0, "replacement_curve: progress", progress, "must be 0 or more [1/s]");
  LifetimeChoices choices;
  SatelliteSpec own = spec;
  for (const double age : ages) {
    own.mission.life = age;
    add_choice(choices, own, prices, progress);
  }
  return choices;
}

LifetimeChoices spares_curve(const SatelliteSpec& spec, const LifetimePrices& prices,
                             const std::vector<double>& spares) {
  require(!spares.empty(), "spares_curve: spares", 0, "at least one share is needed");
  LifetimeChoices choices;
  SatelliteSpec own = spec;
  for (const double share : spares) {
    require(share >= 0, "spares_curve: spares", share, "must be 0 or more");
    own.lifetime.spares = share;
    add_choice(choices, own, prices, 0);
  }
  return choices;
}

}  // namespace sunrack
