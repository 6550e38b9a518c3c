#pragma once

#include <Eigen/Core>
#include <memory>
#include <string>

#include "physics/rays/scene.h"

namespace sunrack {

enum class RayEngine {
  best,    ///< Embree where it was built in, else our own
  embree,  ///< Intel's ray tracer, single precision, a tree of boxes
  plain    ///< our own: every plate for every ray, double precision; for scenes of up to some hundred plates
};

/// What a ray met first.
struct RayHit {
  int plate = -1;       ///< -1: nothing
  int surface = -1;     ///< the side that it met; -1: nothing, or a side that belongs to no surface
  double distance = 0;  ///< [m]
};

/// Finds what rays meet. May be asked from several threads at once.
class RayTracer {
 public:
  /// @throws std::invalid_argument for an engine that was not built in, or a scene without plates
  explicit RayTracer(const RayScene& scene, RayEngine engine = RayEngine::best);
  ~RayTracer();
  RayTracer(RayTracer&&) noexcept;

  /// `direction` is a unit vector; `from_plate` is not met (a ray begins on it), -1: none.
  RayHit trace(const Eigen::Vector3d& origin, const Eigen::Vector3d& direction, int from_plate) const;
  const RayScene& scene() const;
  std::string engine() const;  ///< "Embree 3" or "plain"

  class Finder;  ///< one engine

 private:
  std::unique_ptr<const RayScene> scene_;
  std::unique_ptr<const Finder> finder_;
};

bool embree_available();

}  // namespace sunrack
