#include "physics/thermal/coolant.h"

#include <algorithm>
#include <array>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <mutex>
#include <numeric>
#include <optional>
#include <span>
#include <string_view>

#include "physics/numerics/nearest_word.h"
#include "physics/numerics/table.h"
#include "physics/require.h"
#include "physics/thermal/fluid_table.h"

namespace sunrack {

struct Coolant::Table {
  std::string name;
  double freezing;  ///< [K]; 0 = the source has none
  double critical;  ///< [K]; 0 = the source has none
  double minimum;   ///< [K]
  double maximum;   ///< [K]
  bool has_pressure;
  /// density, specific heat, conductivity, ln viscosity and, if there is one, ln saturation pressure
  MonotoneTable properties;
};

namespace {

// Specific heat grows without bound towards the critical point, and a pumped loop needs a liquid.
constexpr double distance_to_critical = 20;  // [K]
// The first row of a saturation table stands this little above the triple point.
constexpr double triple_point_step = 1e-3;  // [K]

struct Source {
  const char* name;
  const char* file;
  double freezing;  // [K] as stated at the head of the file; 0 = not stated
  double critical;  // [K] likewise
  std::span<const std::string_view> columns;
  const char* about;
};

constexpr std::string_view saturated[] = {"rho_liq_kg_m3", "cp_liq_J_kgK", "k_liq_W_mK", "mu_liq_Pa_s",
                                          "p_sat_Pa"};
constexpr std::string_view incompressible[] = {"rho_kg_m3", "cp_J_kgK", "k_W_mK", "mu_Pa_s"};
constexpr std::string_view hydrofluoroether[] = {"rho_kg_m3", "cp_J_kgK", "k_W_mK", "mu_corrected_Pa_s"};

constexpr const char* glycol_about =
    "propylene glycol in water, per cent by volume; incompressible, no saturation pressure; ASHRAE "
    "Fundamentals 2001";

constexpr std::array sources = {
    Source{"ammonia", "ammonia.csv", 195.495, 405.56, saturated,
           "saturated liquid; Gao et al. 2020, viscosity Fenghour 1995, conductivity Tufeu 1984; toxic, 1.06 "
           "MPa at 300 K"},
    Source{"water", "water.csv", 273.16, 647.096, saturated,
           "saturated liquid; IAPWS-95, viscosity and conductivity Huber 2009, 2012; expands on freezing"},
    Source{"propylene-glycol-25", "propylene-glycol-water-ashrae-25.csv", 263.185, 0, incompressible,
           glycol_about},
    Source{"propylene-glycol-40", "propylene-glycol-water-ashrae-40.csv", 251.641, 0, incompressible,
           glycol_about},
    Source{"propylene-glycol-50", "propylene-glycol-water-ashrae-50.csv", 239.489, 0, incompressible,
           glycol_about},
    Source{"hfe-7100", "hfe7100-3m.csv", 0, 0, hydrofluoroether,
           "dielectric; supplier data 2007 with viscosity corrected; no saturation pressure: boils at "
           "61 degC under 1 atm (recalled); density 1.9 % below the supplier's rounded figure"},
    Source{
        "toluene", "toluene.csv", 178, 591.749, saturated,
        "saturated liquid; Lemmon & Span 2006, viscosity Avgeri 2015, conductivity Assael 2012; flammable"},
};

Coolant::Table read_table(const Source& source) {
  std::vector<std::string_view> wanted = {"T_K"};
  wanted.insert(wanted.end(), source.columns.begin(), source.columns.end());
  auto columns = fluid_table::read_columns(source.file, wanted);
  auto temperatures = std::move(columns.front());
  columns.erase(columns.begin());
  for (std::size_t c = 3; c < columns.size(); ++c)
    for (double& value : columns[c]) value = std::log(value);

  const double first = temperatures.front(), last = temperatures.back();
  return {
      .name = source.name,
      .freezing = source.freezing,
      .critical = source.critical,
      .minimum = std::max(first, source.freezing),
      .maximum = source.critical > 0 ? std::min(last, source.critical - distance_to_critical) : last,
      .has_pressure = columns.size() > 4,
      .properties = MonotoneTable(fmt::format("coolant {}", source.name), std::move(temperatures), columns)};
}

std::string kelvin_and_celsius(double temperature) {
  return fmt::format("{:.2f} K ({:.2f} degC)", temperature, temperature - 273.15);
}

}  // namespace

const Coolant& Coolant::named(const std::string& name) {
  // Each fluid is read when first asked for: all of them would cost as much as sizing a satellite.
  static std::array<std::once_flag, sources.size()> once;
  static std::array<std::optional<Table>, sources.size()> tables;
  static std::array<std::optional<Coolant>, sources.size()> coolants;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (name != sources[i].name) continue;
    std::call_once(once[i], [&] { coolants[i].emplace(tables[i].emplace(read_table(sources[i]))); });
    return *coolants[i];
  }
  std::string known;
  for (const std::string& one : coolant_names()) known += (known.empty() ? "" : ", ") + one;
  throw std::invalid_argument("coolant = \"" + name + "\" is not known; the nearest is \"" +
                              nearest_word(name, coolant_names()) + "\"; known are " + known);
}

std::span<const double> Coolant::table_temperatures() const { return table_->properties.abscissae(); }

CoolantState Coolant::at(double temperature) const {
  if (!(temperature >= table_->minimum && temperature <= table_->maximum)) refuse(temperature);
  std::array<double, 5> column{};
  table_->properties.evaluate(temperature, std::span(column).first(table_->properties.columns()));
  return {.density = column[0],
          .specific_heat = column[1],
          .conductivity = column[2],
          .viscosity = std::exp(column[3]),
          .saturation_pressure = table_->has_pressure ? std::exp(column[4]) : 0.0};
}

double Coolant::enthalpy_rise(double from, double to) const {
  for (double temperature : {from, to})
    if (!(temperature >= table_->minimum && temperature <= table_->maximum)) refuse(temperature);
  return table_->properties.integral(1, from, to);
}

void Coolant::refuse(double temperature) const {
  if (std::isnan(temperature))
    throw ModelError(fmt::format("coolant {}: temperature is not a number", name()));
  const bool cold = temperature < minimum_temperature();
  double limit = cold ? minimum_temperature() : maximum_temperature();
  std::string which = cold ? "where its table of properties begins" : "where its table of properties ends";
  if (cold && (temperature < table_->freezing || limit < table_->freezing + triple_point_step)) {
    limit = table_->freezing;
    which = "its freezing point";
  }
  if (!cold && limit < table_->properties.upper())
    which = fmt::format("{} K below its critical point", distance_to_critical);
  throw ModelError(fmt::format("coolant {}: temperature {} is {} {}, {}", name(),
                               kelvin_and_celsius(temperature), cold ? "below" : "above",
                               kelvin_and_celsius(limit), which));
}

double Coolant::saturation_temperature(double pressure) const {
  require(pressure > 0 && std::isfinite(pressure), "saturation_temperature: pressure", pressure,
          "must be positive [Pa]");
  if (!table_->has_pressure)
    throw ModelError(fmt::format("coolant {}: its source has no saturation pressure", name()));
  const double lowest = at(minimum_temperature()).saturation_pressure, highest = maximum_pressure();
  if (!(pressure >= lowest && pressure <= highest))
    throw ModelError(
        fmt::format("coolant {}: saturation temperature is known from {:.6g} to {:.6g} Pa, not at {:.6g} Pa",
                    name(), lowest, highest, pressure));
  if (pressure == lowest) return minimum_temperature();
  if (pressure == highest) return maximum_temperature();
  const auto excess = [&](double temperature) {
    return std::log(at(temperature).saturation_pressure / pressure);
  };
  std::uintmax_t iterations = 100;
  const auto bracket =
      boost::math::tools::toms748_solve(excess, minimum_temperature(), maximum_temperature(),
                                        boost::math::tools::eps_tolerance<double>(50), iterations);
  return std::midpoint(bracket.first, bracket.second);
}

const std::string& Coolant::name() const { return table_->name; }
double Coolant::freezing_temperature() const { return table_->freezing; }
double Coolant::critical_temperature() const { return table_->critical; }
double Coolant::minimum_temperature() const { return table_->minimum; }
double Coolant::maximum_temperature() const { return table_->maximum; }
double Coolant::maximum_pressure() const { return at(table_->maximum).saturation_pressure; }

std::vector<std::string> coolant_names() {
  std::vector<std::string> names;
  for (const Source& source : sources) names.emplace_back(source.name);
  return names;
}

std::vector<CoolantDescription> coolant_catalogue() {
  std::vector<CoolantDescription> catalogue;
  for (const Source& source : sources) {
    const Coolant& coolant = Coolant::named(source.name);
    catalogue.push_back(
        {source.name, fmt::format("{} to {}: {}", kelvin_and_celsius(coolant.minimum_temperature()),
                                  kelvin_and_celsius(coolant.maximum_temperature()), source.about)});
  }
  return catalogue;
}

}  // namespace sunrack
