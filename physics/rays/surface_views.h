#pragma once

#include <cstdint>
#include <vector>

#include "physics/rays/tracer.h"
#include "physics/thermal/view_factor_closure.h"

namespace sunrack {

struct SurfaceViewOptions {
  std::uint64_t seed = 1;
  int rays = 4096;   ///< [-] of one batch of one surface
  int batches = 16;  ///< [-] independent repetitions, from whose spread the standard error follows; 4 or more
  unsigned threads = 0;      ///< 0: as many as the machine has; the answer does not depend on it
  bool closed_forms = true;  ///< take exact rectangles where nothing stands between two plates
};

/// How the surfaces of a scene see each other.
struct SurfaceViews {
  ViewFactors views;               ///< reciprocal and closed: for couplings
  MeasuredViewFactors measured;    ///< as traced, with closed forms put in; variances of each factor
  Eigen::MatrixXd standard_error;  ///< [-] of the traced factors; 0 where a closed form stands
  ViewFactorDefects defects;       ///< of `measured`
  int exact_pairs = 0;             ///< ordered pairs of surfaces taken from closed forms
  std::string engine;              ///< that traced the rays
};

/// View factors of all surfaces. Each surface sends rays from points spread over its plates, with the cosine
/// law: a rank-1 lattice in four dimensions (Kronecker's sequence of the generalised golden ratio, Roberts
/// 2018, recalled), shifted at random once per batch; the shift depends on seed, surface and batch alone.
/// Pairs of plates that are rectangles with parallel or perpendicular sides and nothing between them are
/// computed exactly instead. Then reciprocity and closure are enforced (closed_view_factors).
/// A side that belongs to no surface absorbs rays as space does not: they count as lost to nobody, and a
/// scene in which a surface sees such a side is refused.
/// @throws std::invalid_argument for bad options; ModelError for a surface that sees a side without surface
SurfaceViews surface_views(const RayTracer& tracer, const SurfaceViewOptions& options = {});

/// [-] for each direction (unit vectors, pointing away from the surface), the share of the surface's
/// projected area from which one can see out along it: 1 nothing in the way, 0 all hidden. Sides that look
/// away from the direction do not count; 0 where all do. `points` per plate, on a fixed lattice: the step of
/// a shadow's edge is 1/sqrt(points) of a side.
std::vector<double> open_share(const RayTracer& tracer, int surface,
                               const std::vector<Eigen::Vector3d>& directions, int points = 256,
                               unsigned threads = 0);

}  // namespace sunrack
