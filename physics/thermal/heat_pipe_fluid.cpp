#include "physics/thermal/heat_pipe_fluid.h"

#include <array>
#include <cmath>
#include <mutex>
#include <optional>
#include <string_view>

#include "physics/numerics/nearest_word.h"
#include "physics/numerics/table.h"
#include "physics/require.h"
#include "physics/thermal/fluid_table.h"

namespace sunrack {

struct HeatPipeFluid::Table {
  std::string name;
  double freezing, critical, minimum, maximum;  ///< [K]
  double open_groove_flux;                      ///< [W/m^2]
  /// ln pressure, liquid density, ln vapour density, latent heat, liquid conductivity, ln liquid viscosity,
  /// ln vapour viscosity, surface tension, cp and cv of the vapour
  MonotoneTable properties;
};

namespace {

// Latent heat and surface tension vanish and specific heats grow without bound towards the critical point.
constexpr double distance_to_critical = 20;  // [K]

struct Source {
  const char* name;
  const char* file;         // states its equations at its head
  double freezing;          // [K] triple point, as stated there
  double critical;          // [K] likewise
  double first_row;         // [K] from here on every property has a value
  double open_groove_flux;  // [W/m^2] of heater; 0: none found
};
constexpr std::array sources = {
    // Ababneh, Tarau & Anderson (2015), ICES-2015-50, abstract, read: 53 W/cm2, three times the usual
    // grooves.
    Source{"ammonia", "ammonia.csv", 195.495, 405.56, 195.4, 17.7e4},
    // Its model of transport has no vapour viscosity from 115 to 160 K.
    Source{"propylene", "propylene.csv", 87.953, 364.211, 165, 0},
    // Khrustalev & Faghri (1995), J. Heat Transfer 117, 1048, abstract, read: 40 W/cm2, flat and miniature; a
    // maker of grooved copper pipes gives the same (Columbia-Staver, read).
    Source{"water", "water.csv", 273.16, 647.096, 273.1, 40e4},
};

constexpr std::array<std::string_view, 11> columns_wanted = {
    "T_K",         "p_sat_Pa",    "rho_liq_kg_m3", "rho_vap_kg_m3", "h_fg_J_kg",   "k_liq_W_mK",
    "mu_liq_Pa_s", "mu_vap_Pa_s", "sigma_N_m",     "cp_vap_J_kgK",  "cv_vap_J_kgK"};
constexpr std::array<std::size_t, 4> logarithmic = {0, 2, 5, 6};  // of the columns without the temperature

HeatPipeFluid::Table read_table(const Source& source) {
  auto columns = fluid_table::read_columns(source.file, columns_wanted, source.first_row);
  auto temperatures = std::move(columns.front());
  columns.erase(columns.begin());
  for (const std::size_t c : logarithmic)
    for (double& value : columns[c]) value = std::log(value);
  const double first = temperatures.front();
  return {.name = source.name,
          .freezing = source.freezing,
          .critical = source.critical,
          .minimum = std::max(first, source.freezing),
          .maximum = source.critical - distance_to_critical,
          .open_groove_flux = source.open_groove_flux,
          .properties = MonotoneTable(fmt::format("heat pipe fluid {}", source.name), std::move(temperatures),
                                      columns)};
}

}  // namespace

double figure_of_merit(const HeatPipeFluidState& state) {
  return state.liquid_density * state.surface_tension * state.latent_heat / state.liquid_viscosity;
}

const HeatPipeFluid& HeatPipeFluid::named(const std::string& name) {
  static std::array<std::once_flag, sources.size()> once;
  static std::array<std::optional<Table>, sources.size()> tables;
  static std::array<std::optional<HeatPipeFluid>, sources.size()> fluids;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (name != sources[i].name) continue;
    std::call_once(once[i], [&] { fluids[i].emplace(tables[i].emplace(read_table(sources[i]))); });
    return *fluids[i];
  }
  const auto names = heat_pipe_fluid_names();
  throw std::invalid_argument(
      fmt::format("heat pipe fluid = \"{}\" is not known; the nearest is \"{}\"; known are {}, {}, {}", name,
                  nearest_word(name, names), names[0], names[1], names[2]));
}

HeatPipeFluidState HeatPipeFluid::at(double temperature) const {
  const Table& table = *table_;
  if (!(temperature >= table.minimum && temperature <= table.maximum)) {
    const bool frozen = temperature < table.freezing;
    throw ModelError(
        fmt::format("heat pipe fluid {}: {:.6g} K is outside {:.6g} to {:.6g} K{}", table.name, temperature,
                    table.minimum, table.maximum,
                    frozen ? fmt::format(": it is frozen below {:.6g} K", table.freezing)
                           : (temperature > table.maximum
                                  ? fmt::format(", {:g} K below its critical point", distance_to_critical)
                                  : std::string(", where its properties are known"))));
  }
  std::array<double, columns_wanted.size() - 1> c{};
  table.properties.evaluate(temperature, c);
  return {.temperature = temperature,
          .pressure = std::exp(c[0]),
          .liquid_density = c[1],
          .vapour_density = std::exp(c[2]),
          .latent_heat = c[3],
          .liquid_conductivity = c[4],
          .liquid_viscosity = std::exp(c[5]),
          .vapour_viscosity = std::exp(c[6]),
          .surface_tension = c[7],
          .heat_capacity_ratio = c[8] / c[9],
          .open_groove_flux = table.open_groove_flux,
          .fluid = this};
}

std::optional<double> HeatPipeFluid::nucleation_temperature(const HeatPipeFluidState& vapour, double radius,
                                                            double tension) const {
  // [Pa] more than the embryo needs; it grows with temperature, for surface tension falls.
  const auto spare = [&](double temperature) {
    const HeatPipeFluidState wall = at(temperature);
    return wall.pressure - vapour.pressure + tension - 2 * wall.surface_tension / radius;
  };
  double low = vapour.temperature, high = maximum_temperature();
  if (spare(low) >= 0) return low;
  if (spare(high) < 0) return std::nullopt;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (spare(middle) < 0 ? low : high) = middle;
  }
  return high;
}

const std::string& HeatPipeFluid::name() const { return table_->name; }
double HeatPipeFluid::freezing_temperature() const { return table_->freezing; }
double HeatPipeFluid::critical_temperature() const { return table_->critical; }
double HeatPipeFluid::minimum_temperature() const { return table_->minimum; }
double HeatPipeFluid::maximum_temperature() const { return table_->maximum; }

std::vector<std::string> heat_pipe_fluid_names() {
  std::vector<std::string> names;
  for (const Source& source : sources) names.emplace_back(source.name);
  return names;
}

}  // namespace sunrack
