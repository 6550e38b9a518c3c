#include "physics/rays/surface_views.h"

#include <fmt/format.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>

#include "physics/constants.h"
#include "physics/numerics/parallel.h"
#include "physics/numerics/sampling.h"
#include "physics/rays/exact_views.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using constants::pi;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::Vector3d;

/// One side of a plate that belongs to a surface.
struct Side {
  int plate = 0;
  bool front = true;
  double area_before = 0;  ///< [m^2] of the surface's sides up to here
  double area = 0;
};

std::vector<std::vector<Side>> sides_of(const RayScene& scene) {
  std::vector<std::vector<Side>> sides(scene.surfaces.size());
  for (std::size_t i = 0; i < scene.plates.size(); ++i)
    for (const bool front : {true, false}) {
      const int surface = front ? scene.plates[i].front : scene.plates[i].back;
      if (surface < 0) continue;
      auto& list = sides[std::size_t(surface)];
      const double before = list.empty() ? 0 : list.back().area_before + list.back().area;
      list.push_back({int(i), front, before, scene.plates[i].area()});
    }
  return sides;
}

/// Powers of the inverse of the root of x^5 = x + 1.
constexpr double golden = 1.1673039782614187;
constexpr std::array<double, 4> lattice = {1 / golden, 1 / (golden * golden), 1 / (golden * golden * golden),
                                           1 / (golden * golden * golden * golden)};

double fraction(double x) { return x - std::floor(x); }

struct Start {
  Vector3d origin, direction;
  int plate = 0;
};

/// A ray of the surface for four numbers in 0..1.
Start start_of(const RayScene& scene, const std::vector<Side>& sides, const std::array<double, 4>& u) {
  const double area = u[0] * (sides.back().area_before + sides.back().area);
  std::size_t i = 0;
  while (i + 1 < sides.size() && area >= sides[i + 1].area_before) ++i;
  const RayPlate& plate = scene.plates[std::size_t(sides[i].plate)];
  const double along = std::clamp((area - sides[i].area_before) / sides[i].area, 0.0, 1.0);
  const Vector3d normal = sides[i].front ? plate.normal() : Vector3d(-plate.normal());
  const Vector3d level = plate.along.normalized(), aside = normal.cross(level);
  const double sine = std::sqrt(u[2]), angle = 2 * pi * u[3];
  return {plate.corner + along * plate.along + u[1] * plate.across,
          std::sqrt(1 - u[2]) * normal + sine * (std::cos(angle) * level + std::sin(angle) * aside),
          sides[i].plate};
}

/// Shares of a batch's rays by what they met: surfaces, then space, then sides of no surface.
std::vector<double> trace_batch(const RayTracer& tracer, const std::vector<Side>& sides, std::uint64_t stream,
                                const SurfaceViewOptions& options) {
  const std::size_t surfaces = tracer.scene().surfaces.size();
  std::vector<long> hits(surfaces + 2);
  std::array<double, 4> shift{};
  for (std::uint32_t d = 0; d < 4; ++d) shift[d] = uniform_random(options.seed, stream, d);
  for (int ray = 0; ray < options.rays; ++ray) {
    std::array<double, 4> u{};
    for (std::size_t d = 0; d < 4; ++d) u[d] = fraction(shift[d] + ray * lattice[d]);
    const Start start = start_of(tracer.scene(), sides, u);
    const RayHit hit = tracer.trace(start.origin, start.direction, start.plate);
    const std::size_t place = hit.plate < 0     ? surfaces
                              : hit.surface < 0 ? surfaces + 1
                                                : std::size_t(hit.surface);
    ++hits[place];
  }
  std::vector<double> shares(hits.size());
  for (std::size_t i = 0; i < hits.size(); ++i) shares[i] = double(hits[i]) / options.rays;
  return shares;
}

void require_options(const SurfaceViewOptions& options) {
  require(options.rays >= 16, "SurfaceViewOptions.rays", options.rays, "must be 16 or more");
  require(options.batches >= 4, "SurfaceViewOptions.batches", options.batches,
          "must be 4 or more, to know the error");
}

MeasuredViewFactors measure(const RayTracer& tracer, const std::vector<std::vector<Side>>& sides,
                            const SurfaceViewOptions& options) {
  const RayScene& scene = tracer.scene();
  const std::size_t count = scene.surfaces.size(), batches = std::size_t(options.batches);
  std::vector<std::vector<double>> shares(count * batches);
  parallel_for(shares.size(), options.threads,
               [&](std::size_t i) { shares[i] = trace_batch(tracer, sides[i / batches], i, options); });
  const auto n = Index(count);
  MeasuredViewFactors m{
      .views = {.names = scene.surfaces, .areas = Eigen::VectorXd::Zero(n), .factors = MatrixXd::Zero(n, n)},
      .variance = MatrixXd::Zero(n, n),
      .space = Eigen::VectorXd::Zero(n),
      .space_variance = Eigen::VectorXd::Zero(n)};
  for (std::size_t i = 0; i < count; ++i) {
    m.views.areas[Index(i)] = scene.area(int(i));
    for (std::size_t j = 0; j < count + 2; ++j) {
      double mean = 0, squares = 0;
      for (std::size_t b = 0; b < batches; ++b) mean += shares[i * batches + b][j] / double(batches);
      for (std::size_t b = 0; b < batches; ++b) squares += std::pow(shares[i * batches + b][j] - mean, 2);
      const double variance = squares / double(batches * (batches - 1));
      if (j == count + 1 && mean > 0)
        throw ModelError(
            fmt::format("surface_views: {} sees a side that belongs to no surface in {:.3g} of its rays",
                        scene.surfaces[i], mean));
      if (j < count) {
        m.views.factors(Index(i), Index(j)) = mean;
        m.variance(Index(i), Index(j)) = variance;
      } else if (j == count) {
        // What no ray or every ray took is still known to one ray only.
        m.space[Index(i)] = mean;
        m.space_variance[Index(i)] = std::max(variance, std::pow(double(options.rays) * double(batches), -2));
      }
    }
  }
  return m;
}

/// The exact factor between two surfaces, if each pair of their sides has one.
std::optional<double> exact_between(const RayScene& scene, const std::vector<Side>& from,
                                    const std::vector<Side>& to) {
  double sum = 0, area = 0;
  for (const Side& a : from) {
    area += a.area;
    for (const Side& b : to) {
      if (a.plate == b.plate) continue;
      const auto view = exact_view_factor(scene.plates[std::size_t(a.plate)], a.front,
                                          scene.plates[std::size_t(b.plate)], b.front);
      if (!view) return std::nullopt;
      // Sides that do not face each other need no clear space between them.
      if (*view > 0 && !nothing_between(scene, std::size_t(a.plate), std::size_t(b.plate)))
        return std::nullopt;
      sum += a.area * *view;
    }
  }
  return sum / area;
}

}  // namespace

SurfaceViews surface_views(const RayTracer& tracer, const SurfaceViewOptions& options) {
  require_options(options);
  const RayScene& scene = tracer.scene();
  const auto sides = sides_of(scene);
  for (std::size_t i = 0; i < sides.size(); ++i)
    require(!sides[i].empty(), ("surface_views: plates of " + scene.surfaces[i]).c_str(), 0,
            "must be at least one");
  SurfaceViews result{.measured = measure(tracer, sides, options), .engine = tracer.engine()};
  MeasuredViewFactors& m = result.measured;
  if (options.closed_forms)
    for (std::size_t i = 0; i < sides.size(); ++i)
      for (std::size_t j = 0; j < sides.size(); ++j)
        if (const auto exact = exact_between(scene, sides[i], sides[j])) {
          m.views.factors(Index(i), Index(j)) = *exact;
          m.variance(Index(i), Index(j)) = 0;
          ++result.exact_pairs;
        }
  // The rays kept their own account of space; with exact factors beside them the rows no longer close.
  result.standard_error = m.variance.cwiseSqrt();
  result.defects = view_factor_defects(m);
  result.views = closed_view_factors(m);
  return result;
}

std::vector<double> open_share(const RayTracer& tracer, int surface, const std::vector<Vector3d>& directions,
                               int points, unsigned threads) {
  const RayScene& scene = tracer.scene();
  require(surface >= 0 && std::size_t(surface) < scene.surfaces.size(), "open_share: surface", surface,
          "must be an index of a surface");
  require(points >= 1, "open_share: points", points, "must be 1 or more");
  const std::vector<Side> sides = sides_of(scene)[std::size_t(surface)];
  std::vector<double> shares(directions.size());
  parallel_for(directions.size(), threads, [&](std::size_t i) {
    const Vector3d& direction = directions[i];
    require(std::abs(direction.squaredNorm() - 1) < 1e-9, "open_share: length of a direction",
            direction.norm(), "must be 1");
    double open = 0, all = 0;
    for (const Side& side : sides) {
      const RayPlate& plate = scene.plates[std::size_t(side.plate)];
      const double cosine = plate.normal().dot(direction) * (side.front ? 1 : -1);
      if (cosine <= 0) continue;
      // Kronecker's sequence in the plane (plastic number).
      for (int k = 0; k < points; ++k) {
        const Vector3d origin = plate.corner + fraction(0.5 + k * 0.7548776662466927) * plate.along +
                                fraction(0.5 + k * 0.5698402909980532) * plate.across;
        if (tracer.trace(origin, direction, side.plate).plate < 0) open += cosine * side.area / points;
      }
      all += cosine * side.area;
    }
    shares[i] = all > 0 ? std::min(1.0, open / all) : 0;
  });
  return shares;
}

}  // namespace sunrack
