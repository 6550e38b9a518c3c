#include "physics/radiation/shielding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

#include "physics/constants.h"
#include "physics/numerics/nearest_word.h"
#include "physics/radiation/data_file.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

/// Where a material's ranges come from: columns of the tables. A neighbour's electrons are carried over by
/// the ratio of the protons' ranges where `scaled`.
struct Entry {
  ShieldMaterial material;
  const char* protons;
  const char* electrons;
  bool scaled = false;
};

constexpr const char* by_ratio =
    "protons NIST PSTAR; electrons those of a neighbour times the ratio of the protons' ranges at 100 MeV";

const std::vector<Entry>& entries() {
  // Densities: NIST PSTAR's own materials but for lead, carbon fibre and polyethylene (recalled).
  static const std::vector<Entry> list = {
      {{"aluminium", 2700, false, "NIST PSTAR, SCREAM"}, "aluminium", "aluminium"},
      {{"silicon", 2330, false, "NIST PSTAR, SCREAM"}, "silicon", "silicon"},
      {{"titanium", 4540, true, by_ratio}, "titanium", "aluminium", true},
      {{"iron", 7874, true, by_ratio}, "iron", "germanium", true},
      {{"copper", 8960, true, by_ratio}, "copper", "germanium", true},
      {{"germanium", 5323, false, "NIST PSTAR, SCREAM"}, "germanium", "germanium"},
      {{"tantalum", 16654, true, "protons as tungsten (the next but one element); electrons SCREAM"},
       "tungsten",
       "tantalum"},
      {{"tungsten", 19300, false, "NIST PSTAR, SCREAM"}, "tungsten", "tungsten"},
      {{"lead", 11350, false, "NIST PSTAR, SCREAM"}, "lead", "lead"},
      {{"alumina", 3970, true, by_ratio}, "alumina", "silica", true},
      {{"silica", 2320, false, "NIST PSTAR, SCREAM"}, "silica", "silica"},
      {{"coverglass", 2600, true, "protons as silica; electrons SCREAM"}, "silica", "coverglass"},
      {{"gallium-arsenide", 5310, true, "protons as germanium; electrons SCREAM"},
       "germanium",
       "gallium-arsenide"},
      {{"polyimide", 1420, false, "NIST PSTAR, SCREAM"}, "polyimide", "polyimide"},
      {{"polyethylene", 940, true, by_ratio}, "polyethylene", "polyimide", true},
      {{"water", 1000, true, by_ratio}, "water", "polyimide", true},
      {{"graphite", 1700, true, by_ratio}, "graphite", "polyimide", true},
      {{"carbon-fibre", 1600, true, "as graphite"}, "graphite", "polyimide", true},
  };
  return list;
}

const Entry& entry(const std::string& name) {
  for (const Entry& one : entries())
    if (one.material.name == name) return one;
  std::vector<std::string> names;
  std::string known;
  for (const Entry& one : entries()) {
    names.push_back(one.material.name);
    known += (known.empty() ? "" : ", ") + one.material.name;
  }
  throw std::invalid_argument(
      fmt::format("shield_material: no material \"{}\"; did you mean \"{}\"? Known: {}", name,
                  nearest_word(name, names), known));
}

/// Straight lines in log-log, so that forward and backward are each other's inverse; from the origin to the
/// first row in proportion.
struct RangeTable {
  std::string name;
  std::vector<double> log_energy, log_range;

  static double line(const std::vector<double>& x, const std::vector<double>& y, double at) {
    const auto above = std::upper_bound(x.begin() + 1, x.end() - 1, at);
    const std::size_t i = std::size_t(above - x.begin()) - 1;
    return y[i] + (y[i + 1] - y[i]) * (at - x[i]) / (x[i + 1] - x[i]);
  }
  double evaluate(const std::vector<double>& x, const std::vector<double>& y, double value,
                  const char* what) const {
    if (value == 0) return 0;
    const double at = std::log(value);
    if (at < x.front()) return std::exp(y.front()) * value / std::exp(x.front());
    if (at > x.back())
      throw ModelError(fmt::format("{}: {} = {:.6g} is beyond the table, which ends at {:.6g}", name, what,
                                   value, std::exp(x.back())));
    return std::exp(line(x, y, at));
  }
  double range(double energy) const { return evaluate(log_energy, log_range, energy, "energy [J]"); }
  double energy(double range) const { return evaluate(log_range, log_energy, range, "range [kg/m^2]"); }
};

RangeTable range_table(const DataColumns& data, const std::string& column, double factor,
                       const std::string& name) {
  RangeTable table{.name = name, .log_energy = {}, .log_range = {}};
  for (double energy : data.column("E_MeV")) table.log_energy.push_back(std::log(energy * 1_MeV));
  for (double range : data.column(column)) table.log_range.push_back(std::log(range * factor * 1_g_per_cm2));
  return table;
}

struct Tables {
  std::map<std::string, RangeTable> protons, electrons;
};

Tables read_tables() {
  const auto protons = parse_data("proton_range.csv", radiation_data_file("proton_range.csv"));
  const auto electrons = parse_data("electron_range.csv", radiation_data_file("electron_range.csv"));
  Tables tables;
  for (const Entry& one : entries()) {
    const std::string& name = one.material.name;
    tables.protons.emplace(name, range_table(protons, one.protons, 1, "protons in " + name));
    double factor = 1;
    if (one.scaled) {
      const auto at_100_MeV = [&](const std::string& material) {
        return range_table(protons, material, 1, material).range(100_MeV);
      };
      factor = at_100_MeV(one.protons) / at_100_MeV(one.electrons);
    }
    tables.electrons.emplace(name, range_table(electrons, one.electrons, factor, "electrons in " + name));
  }
  return tables;
}

const RangeTable& table_of(const std::string& material, Penetrator particle) {
  static const Tables tables = read_tables();
  entry(material);  // the message about unknown names
  if (particle == Penetrator::photon)
    throw std::invalid_argument("shield_range: photons have no range; bremsstrahlung takes mass for mass");
  return (particle == Penetrator::proton ? tables.protons : tables.electrons).at(material);
}

void require_layer(const ShieldLayer& layer) {
  entry(layer.material);
  require(std::isfinite(layer.areal_density) && layer.areal_density >= 0, "ShieldLayer: areal_density",
          layer.areal_density, "must be finite and not negative [kg/m^2]");
}

}  // namespace

const std::vector<ShieldMaterial>& shield_material_catalogue() {
  static const std::vector<ShieldMaterial> catalogue = [] {
    std::vector<ShieldMaterial> materials;
    for (const Entry& one : entries()) materials.push_back(one.material);
    return materials;
  }();
  return catalogue;
}

const ShieldMaterial& shield_material(const std::string& name) { return entry(name).material; }

double shield_range(const std::string& material, Penetrator particle, double energy) {
  require(std::isfinite(energy) && energy >= 0, "shield_range: energy", energy, "must not be negative [J]");
  return table_of(material, particle).range(energy);
}

double energy_of_range(const std::string& material, Penetrator particle, double range) {
  require(std::isfinite(range) && range >= 0, "energy_of_range: range", range,
          "must not be negative [kg/m^2]");
  return table_of(material, particle).energy(range);
}

double equivalent_aluminium(const std::vector<ShieldLayer>& outside_in, Penetrator particle) {
  for (const ShieldLayer& layer : outside_in) require_layer(layer);
  if (particle == Penetrator::photon) {
    double sum = 0;
    for (const ShieldLayer& layer : outside_in) sum += layer.areal_density;
    return sum;
  }
  // From the inside out: the particle that arrives with nothing left.
  double energy = 0;
  for (auto layer = outside_in.rbegin(); layer != outside_in.rend(); ++layer) {
    if (layer->areal_density == 0) continue;
    const RangeTable& table = table_of(layer->material, particle);
    energy = table.energy(table.range(energy) + layer->areal_density);
  }
  return table_of("aluminium", particle).range(energy);
}

void require_sectors(const std::vector<ShieldSector>& sectors) {
  double sum = 0;
  for (const ShieldSector& sector : sectors) {
    require(sector.solid_angle_fraction > 0 && sector.solid_angle_fraction <= 1 + 1e-9,
            ("ShieldSector " + sector.name + ": solid_angle_fraction").c_str(), sector.solid_angle_fraction,
            "must be above 0 and at most 1 [-]");
    for (const ShieldLayer& layer : sector.outside_in) require_layer(layer);
    sum += sector.solid_angle_fraction;
  }
  require(std::abs(sum - 1) < 1e-9, "ShieldSector: sum of the solid angle fractions", sum, "must be 1 [-]");
}

double rectangle_solid_angle_fraction(double width, double height, double distance) {
  require(width > 0, "rectangle_solid_angle_fraction: width", width, "must be positive [m]");
  require(height > 0, "rectangle_solid_angle_fraction: height", height, "must be positive [m]");
  require(distance > 0, "rectangle_solid_angle_fraction: distance", distance, "must be positive [m]");
  // Omega = 4 arctan(w h / (2 d sqrt(4 d^2 + w^2 + h^2))), over 4 pi.
  return std::atan(width * height /
                   (2 * distance * std::sqrt(4 * distance * distance + width * width + height * height))) /
         constants::pi;
}

double rectangle_solid_angle_fraction(double x0, double x1, double y0, double y1, double distance) {
  require(x1 >= x0, "rectangle_solid_angle_fraction: x1", x1, "must be x0 at least [m]");
  require(y1 >= y0, "rectangle_solid_angle_fraction: y1", y1, "must be y0 at least [m]");
  require(distance > 0, "rectangle_solid_angle_fraction: distance", distance, "must be positive [m]");
  const auto corner = [distance](double x, double y) {
    return std::atan(x * y / (distance * std::sqrt(x * x + y * y + distance * distance)));
  };
  return (corner(x1, y1) - corner(x0, y1) - corner(x1, y0) + corner(x0, y0)) / (4 * constants::pi);
}

}  // namespace sunrack
