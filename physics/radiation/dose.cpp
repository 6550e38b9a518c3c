#include "physics/radiation/dose.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <string>

#include "physics/radiation/cosmic_ray_dose.h"
#include "physics/radiation/data_file.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double aluminium_density = 2700;  // [kg/m^3], that of the kernels

/// Dose per omnidirectional fluence [Gy m^2]: energies by depths.
struct Kernel {
  std::vector<double> energy;               ///< [J]
  std::vector<double> depth;                ///< [kg/m^2]
  std::vector<std::vector<double>> column;  ///< [depth][energy]
};

Kernel read_kernel(const std::string& name) {
  const DataColumns data = parse_data(name, radiation_data_file(name));
  Kernel kernel;
  for (double energy : data.column("E_MeV")) kernel.energy.push_back(energy * 1_MeV);
  for (std::size_t i = 1; i < data.names.size(); ++i) {
    // A column is named by its depth, "0.05mm". The first, 0.01 mm, is left out: there softer particles than
    // the kernels hold would count as well.
    const double depth = std::stod(data.names[i]) * 1_mm;
    if (depth < 0.015_mm) continue;
    kernel.depth.push_back(depth * aluminium_density);
    kernel.column.push_back(data.values[i]);
    for (double& dose : kernel.column.back()) dose *= 1_rad_dose / 1_per_cm2;
  }
  return kernel;
}

struct Kernels {
  Kernel protons = read_kernel("shieldose2_protons.csv");
  Kernel electrons = read_kernel("shieldose2_electrons_semi_infinite.csv");
  Kernel electrons_slab = read_kernel("shieldose2_electrons_slab.csv");
  Kernel bremsstrahlung = read_kernel("shieldose2_bremsstrahlung_semi_infinite.csv");
  Kernel bremsstrahlung_slab = read_kernel("shieldose2_bremsstrahlung_slab.csv");
};
const Kernels& kernels() {
  static const Kernels all;
  return all;
}

/// How much fluence each node of a kernel stands for: the integral of the spectrum times the hat function in
/// ln E. What is above the last node counts there (1 GeV protons, 10 MeV electrons: the dose hardly changes
/// with energy); what is below the first does not reach the smallest depth.
std::vector<double> node_fluence(const Spectrum& spectrum, const std::vector<double>& nodes) {
  std::vector<double> weight(nodes.size(), 0.0);
  if (spectrum.energy.empty()) return weight;
  // Between the points of both grids the spectrum is a power law: three points of Gauss are exact to 1e-6.
  std::vector<double> edges;
  std::merge(nodes.begin(), nodes.end(), spectrum.energy.begin(), spectrum.energy.end(),
             std::back_inserter(edges));
  constexpr std::array abscissa = {-0.7745966692414834, 0.0, 0.7745966692414834};
  constexpr std::array share = {5.0 / 18, 8.0 / 18, 5.0 / 18};
  std::size_t node = 0;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    const double low = std::log(edges[i]), high = std::log(edges[i + 1]);
    if (!(high > low) || edges[i] < nodes.front()) continue;
    while (node + 2 < nodes.size() && edges[i] >= nodes[node + 1]) ++node;
    const double from = std::log(nodes[node]), to = std::log(nodes[node + 1]);
    for (std::size_t k = 0; k < abscissa.size(); ++k) {
      const double at = (low + high) / 2 + abscissa[k] * (high - low) / 2;
      const double energy = std::exp(at);
      const double fluence = differential_flux(spectrum, energy) * energy * share[k] * (high - low);
      const double up = std::clamp((at - from) / (to - from), 0.0, 1.0);
      weight[node] += fluence * (1 - up);
      weight[node + 1] += fluence * up;
    }
  }
  return weight;
}

std::vector<double> folded(const Kernel& kernel, const std::vector<double>& weight) {
  std::vector<double> dose(kernel.depth.size(), 0.0);
  for (std::size_t z = 0; z < dose.size(); ++z)
    for (std::size_t e = 0; e < weight.size(); ++e) dose[z] += kernel.column[z][e] * weight[e];
  return dose;
}

/// 2 D (1 - dlnD/dlnz) with the slope of the parabola through three neighbours in log-log; of two where one
/// is missing or nothing is left there.
std::vector<double> sphere_of(const std::vector<double>& depth, const std::vector<double>& dose) {
  std::vector<double> sphere(dose.size(), 0.0);
  const auto secant = [&](std::size_t i) {
    return std::log(dose[i + 1] / dose[i]) / std::log(depth[i + 1] / depth[i]);
  };
  for (std::size_t i = 0; i < dose.size(); ++i) {
    if (dose[i] <= 0) continue;
    const bool before = i > 0 && dose[i - 1] > 0, after = i + 1 < dose.size() && dose[i + 1] > 0;
    if (!before && !after) continue;
    double slope = before ? secant(i - 1) : secant(i);
    if (before && after) {
      const double h0 = std::log(depth[i] / depth[i - 1]), h1 = std::log(depth[i + 1] / depth[i]);
      slope = (h1 * secant(i - 1) + h0 * secant(i)) / (h0 + h1);
    }
    sphere[i] = 2 * dose[i] * std::max(0.0, 1 - slope);
  }
  return sphere;
}

double interpolated(double low, double high, double share) {
  if (low > 0 && high > 0) return low * std::pow(high / low, share);
  return low + (high - low) * share;
}

DoseComponents mixed(const DoseComponents& a, const DoseComponents& b, double share) {
  return {.trapped_protons = interpolated(a.trapped_protons, b.trapped_protons, share),
          .trapped_electrons = interpolated(a.trapped_electrons, b.trapped_electrons, share),
          .bremsstrahlung = interpolated(a.bremsstrahlung, b.bremsstrahlung, share),
          .solar_protons = interpolated(a.solar_protons, b.solar_protons, share),
          .cosmic_rays = interpolated(a.cosmic_rays, b.cosmic_rays, share)};
}

/// Equivalent aluminium; `most` where more stands in the sector than the longest tabulated range.
double aluminium_of(const ShieldSector& sector, Penetrator particle, double most) {
  try {
    return equivalent_aluminium(sector.outside_in, particle);
  } catch (const ModelError&) {
    return most;
  }
}

/// Cosmic rays change slowly with depth: at every fourth depth, log-log between, within 0.3 % (measured 0.25
/// %).
std::vector<double> cosmic_ray_curve(const RadiationEnvironment& environment,
                                     const std::vector<double>& depth) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < depth.size(); i += 4) chosen.push_back(i);
  if (chosen.back() + 1 != depth.size()) chosen.push_back(depth.size() - 1);
  std::vector<double> depths;
  for (std::size_t i : chosen) depths.push_back(depth[i]);
  const auto doses = cosmic_ray_dose(environment, depths);
  std::vector<double> result(depth.size(), doses.back());
  for (std::size_t piece = 0; piece + 1 < chosen.size(); ++piece)
    for (std::size_t i = chosen[piece]; i < chosen[piece + 1]; ++i)
      result[i] =
          interpolated(doses[piece], doses[piece + 1],
                       std::log(depth[i] / depths[piece]) / std::log(depths[piece + 1] / depths[piece]));
  return result;
}

void require_curve(const DoseDepth& curve) {
  if (curve.depth.size() < 2 || curve.sphere.size() != curve.depth.size() ||
      curve.slab.size() != curve.depth.size())
    throw std::invalid_argument(
        fmt::format("DoseDepth: {} depths, {} doses of spheres and {} of slabs; make it with dose_depth",
                    curve.depth.size(), curve.sphere.size(), curve.slab.size()));
}

}  // namespace

DoseDepth dose_depth(const RadiationEnvironment& environment) {
  require_spectrum(environment.trapped_protons, "dose_depth: trapped_protons");
  require_spectrum(environment.trapped_electrons, "dose_depth: trapped_electrons");
  require_spectrum(environment.solar_protons, "dose_depth: solar_protons");
  require(std::isfinite(environment.duration) && environment.duration > 0, "dose_depth: duration",
          environment.duration, "must be positive [s]");
  const Kernels& all = kernels();
  const auto protons =
      folded(all.protons,
             node_fluence(scaled(environment.trapped_protons, environment.duration), all.protons.energy));
  const auto solar = folded(all.protons, node_fluence(environment.solar_protons, all.protons.energy));
  const auto electron_fluence =
      node_fluence(scaled(environment.trapped_electrons, environment.duration), all.electrons.energy);
  const auto electrons = folded(all.electrons, electron_fluence);
  const auto electrons_slab = folded(all.electrons_slab, electron_fluence);
  const auto photons = folded(all.bremsstrahlung, electron_fluence);
  const auto photons_slab = folded(all.bremsstrahlung_slab, electron_fluence);

  DoseDepth curve{.depth = all.protons.depth, .sphere = {}, .slab = {}};
  const auto cosmic = cosmic_ray_curve(environment, curve.depth);
  const auto protons_sphere = sphere_of(curve.depth, protons), solar_sphere = sphere_of(curve.depth, solar);
  const auto electrons_sphere = sphere_of(curve.depth, electrons),
             photons_sphere = sphere_of(curve.depth, photons);
  for (std::size_t i = 0; i < curve.depth.size(); ++i) {
    curve.sphere.push_back({.trapped_protons = protons_sphere[i],
                            .trapped_electrons = electrons_sphere[i],
                            .bremsstrahlung = photons_sphere[i],
                            .solar_protons = solar_sphere[i],
                            .cosmic_rays = cosmic[i]});
    curve.slab.push_back({.trapped_protons = protons[i],
                          .trapped_electrons = electrons_slab[i],
                          .bremsstrahlung = photons_slab[i],
                          .solar_protons = solar[i],
                          .cosmic_rays = cosmic[i] / 2});
  }
  return curve;
}

DoseComponents dose_at(const DoseDepth& curve, double aluminium, ShieldGeometry geometry) {
  require_curve(curve);
  require(std::isfinite(aluminium) && aluminium > 0, "dose_at: aluminium", aluminium,
          "must be positive [kg/m^2]");
  // A depth that is a node but for rounding is that node.
  constexpr double rounding = 1e-9;
  if (aluminium < curve.depth.front() * (1 - rounding) || aluminium > curve.depth.back() * (1 + rounding))
    throw ModelError(
        fmt::format("dose_at: {:.4g} mm of aluminium is outside the kernels' {:.3g} to {:.3g} mm",
                    aluminium / aluminium_density * 1e3, curve.depth.front() / aluminium_density * 1e3,
                    curve.depth.back() / aluminium_density * 1e3));
  const double depth = std::clamp(aluminium, curve.depth.front(), curve.depth.back());
  const auto above = std::upper_bound(curve.depth.begin() + 1, curve.depth.end() - 1, depth);
  const std::size_t i = std::size_t(above - curve.depth.begin()) - 1;
  const double share = std::log(depth / curve.depth[i]) / std::log(curve.depth[i + 1] / curve.depth[i]);
  const auto& doses = geometry == ShieldGeometry::sphere ? curve.sphere : curve.slab;
  return mixed(doses[i], doses[i + 1], share);
}

DoseComponents dose_behind(const DoseDepth& curve, const std::vector<ShieldSector>& sectors) {
  require_curve(curve);
  require_sectors(sectors);
  DoseComponents sum;
  for (const ShieldSector& sector : sectors) {
    const auto through = [&](Penetrator particle) {
      return dose_at(curve, std::clamp(aluminium_of(sector, particle, curve.depth.back()),
                                       curve.depth.front(), curve.depth.back()));
    };
    const DoseComponents protons = through(Penetrator::proton), electrons = through(Penetrator::electron),
                         photons = through(Penetrator::photon);
    const double share = sector.solid_angle_fraction;
    sum.trapped_protons += share * protons.trapped_protons;
    sum.solar_protons += share * protons.solar_protons;
    sum.cosmic_rays += share * protons.cosmic_rays;
    sum.trapped_electrons += share * electrons.trapped_electrons;
    sum.bremsstrahlung += share * photons.bremsstrahlung;
  }
  return sum;
}

double aluminium_for_dose(const DoseDepth& curve, double limit) {
  require_curve(curve);
  require(std::isfinite(limit) && limit > 0, "aluminium_for_dose: limit", limit, "must be positive [Gy]");
  const double least = curve.depth.front(), most = curve.depth.back();
  if (dose_at(curve, least).total() <= limit) return least;
  if (const double left = dose_at(curve, most).total(); left > limit)
    throw ModelError(
        fmt::format("aluminium_for_dose: even {:.0f} mm of aluminium leave {:.4g} krad, above "
                    "the limit of {:.4g} krad",
                    most / aluminium_density * 1e3, left / 1_krad, limit / 1_krad));
  double low = std::log(least), high = std::log(most);
  for (int i = 0; i < 60; ++i) {
    const double half = (low + high) / 2;
    (dose_at(curve, std::exp(half)).total() > limit ? low : high) = half;
  }
  return std::exp(high);
}

}  // namespace sunrack
