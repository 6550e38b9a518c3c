#include "physics/radiation/stopping.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "physics/numerics/table.h"
#include "physics/radiation/data_file.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr std::size_t ions = 28;
constexpr int cells_per_decade = 40;

/// One ion in one material on a grid that is uniform in ln E; a power law within a cell, so that the integral
/// of 1/S has a closed form.
struct Curve {
  std::vector<double> log_stopping;  ///< ln of [J m^2/kg] at the nodes
  std::vector<double> range_over_a;  ///< [kg/m^2] over the mass number
};

struct Tables {
  double lowest = 0, highest = 0, cell = 0;  ///< [J], [J], [-] of ln E
  std::size_t nodes = 0;
  std::array<std::array<Curve, ions>, 2> curve;

  Tables() {
    const DataColumns start = parse_data("ion_range_start.csv", radiation_data_file("ion_range_start.csv"));
    read(StoppingMaterial::aluminium, "ion_stopping_aluminium.csv", start, "aluminium_um", 2.702);
    read(StoppingMaterial::silicon, "ion_stopping_silicon.csv", start, "silicon_um", 2.3212);
  }

  /// `density` in g/cm3: that of the source, whose ranges are lengths.
  void read(StoppingMaterial material, const char* file, const DataColumns& start, const char* column,
            double density) {
    DataColumns data = parse_data(file, radiation_data_file(file));
    if (data.names.size() != ions + 1 || start.values.front().size() != ions)
      throw std::invalid_argument(std::string(file) + ": cut short, must have 28 ions");
    for (auto& values : data.values)
      for (double& value : values) value = std::log(value);
    const std::vector<double>& log_energy = data.values.front();
    lowest = std::exp(log_energy.front()) * 1_MeV, highest = std::exp(log_energy.back()) * 1_MeV;
    nodes = std::size_t(std::ceil(cells_per_decade * std::log10(highest / lowest))) + 1;
    cell = std::log(highest / lowest) / double(nodes - 1);
    for (std::size_t ion = 0; ion < ions; ++ion) {
      const MonotoneTable table(file, log_energy, data.values[ion + 1]);
      Curve& out = curve[std::size_t(material)][ion];
      for (std::size_t i = 0; i < nodes; ++i)
        out.log_stopping.push_back(
            table(std::clamp(log_energy.front() + double(i) * cell, log_energy.front(), log_energy.back())) +
            std::log(1_MeV_cm2_per_mg));
      const double range_at_start = start.column(column)[ion] * 1_um * density * 1000;
      out.range_over_a.push_back(range_at_start / start.column("mass_number")[ion]);
      for (std::size_t i = 0; i + 1 < nodes; ++i)
        out.range_over_a.push_back(out.range_over_a.back() + within(out, i, energy(i), cell));
    }
  }

  double energy(std::size_t node) const { return lowest * std::exp(double(node) * cell); }
  double slope(const Curve& ion, std::size_t i) const {
    return (ion.log_stopping[i + 1] - ion.log_stopping[i]) / cell;
  }
  /// Integral of dE/S from node i (of energy `from`) over `step` of ln E.
  double within(const Curve& ion, std::size_t i, double from, double step) const {
    const double power = 1 - slope(ion, i);
    const double growth = std::abs(power * step) < 1e-8 ? step : std::expm1(power * step) / power;
    return from / std::exp(ion.log_stopping[i]) * growth;
  }
};

const Tables& tables() {
  static const Tables all;
  return all;
}

const Curve& curve(StoppingMaterial material, int atomic_number) {
  require(atomic_number >= 1 && atomic_number <= int(ions), "ion stopping: atomic number", atomic_number,
          "must be 1 to 28");
  return tables().curve[std::size_t(material)][std::size_t(atomic_number - 1)];
}

struct Location {
  std::size_t cell;
  double step;  ///< of ln E above the node
};

Location locate(double energy) {
  const Tables& all = tables();
  constexpr double rounding = 1e-9;
  if (!(energy >= all.lowest * (1 - rounding) && energy <= all.highest * (1 + rounding)))
    throw ModelError(fmt::format("ion stopping: energy {:.6g} MeV per nucleon is outside {:.6g} to {:.6g}",
                                 energy / 1_MeV, all.lowest / 1_MeV, all.highest / 1_MeV));
  const double above = std::max(0.0, std::log(energy / all.lowest));
  const std::size_t i = std::min(std::size_t(above / all.cell), all.nodes - 2);
  return {i, above - double(i) * all.cell};
}

void require_mass(double mass_number) {
  require(std::isfinite(mass_number) && mass_number > 0, "ion range: mass number", mass_number,
          "must be finite and positive");
}

}  // namespace

double lowest_stopping_energy() { return tables().lowest; }
double highest_stopping_energy() { return tables().highest; }

double ion_stopping_power(StoppingMaterial material, int atomic_number, double energy_per_nucleon) {
  const Curve& ion = curve(material, atomic_number);
  const auto [i, step] = locate(energy_per_nucleon);
  return std::exp(ion.log_stopping[i] + tables().slope(ion, i) * step);
}

double ion_range(StoppingMaterial material, int atomic_number, double mass_number,
                 double energy_per_nucleon) {
  require_mass(mass_number);
  const Curve& ion = curve(material, atomic_number);
  const auto [i, step] = locate(energy_per_nucleon);
  return mass_number * (ion.range_over_a[i] + tables().within(ion, i, tables().energy(i), step));
}

double ion_energy_of_range(StoppingMaterial material, int atomic_number, double mass_number, double range) {
  require_mass(mass_number);
  require(std::isfinite(range) && range >= 0, "ion_energy_of_range: range", range,
          "must be finite and not negative [kg/m^2]");
  const Tables& all = tables();
  const Curve& ion = curve(material, atomic_number);
  const double wanted = range / mass_number;
  const auto& ranges = ion.range_over_a;
  if (wanted < ranges.front()) return 0;
  if (wanted > ranges.back() * (1 + 1e-9))
    throw ModelError(
        fmt::format("ion_energy_of_range: {:.6g} g/cm2 is beyond the range at the highest energy of "
                    "the table",
                    range / 1_g_per_cm2));
  const auto above = std::upper_bound(ranges.begin(), ranges.end() - 1, wanted);
  const auto i = std::size_t(above - ranges.begin()) - 1;
  const double from = all.energy(i), power = 1 - all.slope(ion, i);
  const double part = (wanted - ranges[i]) * std::exp(ion.log_stopping[i]) / from;
  const double step = std::abs(power) < 1e-9 ? part : std::log1p(power * part) / power;
  return std::min(from * std::exp(step), all.highest);
}

}  // namespace sunrack
