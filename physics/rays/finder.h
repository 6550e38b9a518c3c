#pragma once

#include <memory>

#include "physics/rays/tracer.h"

namespace sunrack {

/// What an engine can do.
class RayTracer::Finder {
 public:
  virtual ~Finder() = default;
  /// The first plate; its side is not known yet.
  virtual RayHit find(const Eigen::Vector3d& origin, const Eigen::Vector3d& direction,
                      int from_plate) const = 0;
  virtual const char* name() const = 0;
};

std::unique_ptr<const RayTracer::Finder> make_plain_finder(const RayScene& scene);
/// nullptr where Embree was not built in.
std::unique_ptr<const RayTracer::Finder> make_embree_finder(const RayScene& scene);

}  // namespace sunrack
