#include "physics/rays/tracer.h"

#include <Eigen/Geometry>
#include <limits>
#include <stdexcept>

#include "physics/rays/finder.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using Eigen::Vector3d;

/// Moller and Trumbore's test for a parallelogram, one plate after another.
class PlainFinder final : public RayTracer::Finder {
 public:
  explicit PlainFinder(const RayScene& scene) : plates_(scene.plates) {}

  RayHit find(const Vector3d& origin, const Vector3d& direction, int from_plate) const override {
    RayHit hit{.distance = std::numeric_limits<double>::infinity()};
    for (std::size_t i = 0; i < plates_.size(); ++i) {
      if (int(i) == from_plate) continue;
      const RayPlate& plate = plates_[i];
      const Vector3d p = direction.cross(plate.across);
      const double determinant = plate.along.dot(p);
      if (determinant == 0) continue;
      const Vector3d offset = origin - plate.corner;
      const double u = offset.dot(p) / determinant;
      if (u < 0 || u > 1) continue;
      const Vector3d q = offset.cross(plate.along);
      const double v = direction.dot(q) / determinant;
      if (v < 0 || v > 1) continue;
      const double distance = plate.across.dot(q) / determinant;
      if (distance > 0 && distance < hit.distance) hit = {.plate = int(i), .distance = distance};
    }
    return hit;
  }
  const char* name() const override { return "plain"; }

 private:
  std::vector<RayPlate> plates_;
};

std::unique_ptr<const RayTracer::Finder> make_finder(const RayScene& scene, RayEngine engine) {
  if (engine == RayEngine::plain) return make_plain_finder(scene);
  auto finder = make_embree_finder(scene);
  if (finder == nullptr && engine == RayEngine::embree)
    throw std::invalid_argument("RayTracer: Embree was not built in (SUNRACK_WITH_EMBREE, libembree-dev)");
  return finder != nullptr ? std::move(finder) : make_plain_finder(scene);
}

}  // namespace

std::unique_ptr<const RayTracer::Finder> make_plain_finder(const RayScene& scene) {
  return std::make_unique<const PlainFinder>(scene);
}

RayTracer::RayTracer(const RayScene& scene, RayEngine engine)
    : scene_(std::make_unique<const RayScene>(scene)) {
  require(!scene.plates.empty(), "RayTracer: plates", double(scene.plates.size()), "must be at least one");
  finder_ = make_finder(scene, engine);
}
RayTracer::~RayTracer() = default;
RayTracer::RayTracer(RayTracer&&) noexcept = default;

RayHit RayTracer::trace(const Vector3d& origin, const Vector3d& direction, int from_plate) const {
  RayHit hit = finder_->find(origin, direction, from_plate);
  if (hit.plate < 0) return {};
  const RayPlate& plate = scene_->plates[std::size_t(hit.plate)];
  hit.surface = plate.along.cross(plate.across).dot(direction) < 0 ? plate.front : plate.back;
  return hit;
}

const RayScene& RayTracer::scene() const { return *scene_; }
std::string RayTracer::engine() const { return finder_->name(); }

}  // namespace sunrack
