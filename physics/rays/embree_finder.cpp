#include "physics/rays/finder.h"

#ifdef SUNRACK_HAS_EMBREE
#include <embree3/rtcore.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#endif

namespace sunrack {

#ifdef SUNRACK_HAS_EMBREE

namespace {

using Eigen::Vector3d;

/// What a ray carries to the filter: the plate that it starts on.
struct Context {
  RTCIntersectContext embree;
  unsigned from_plate;
};

/// A plate cannot meet itself, and single precision must not decide that by a distance.
void leave_out_start(const RTCFilterFunctionNArguments* arguments) {
  const auto* context = reinterpret_cast<const Context*>(arguments->context);
  for (unsigned i = 0; i < arguments->N; ++i)
    if (arguments->valid[i] == -1 && RTCHitN_primID(arguments->hit, arguments->N, i) == context->from_plate)
      arguments->valid[i] = 0;
}

class EmbreeFinder final : public RayTracer::Finder {
 public:
  explicit EmbreeFinder(const RayScene& scene)
      : device_(rtcNewDevice("threads=1")), scene_(device_ != nullptr ? rtcNewScene(device_) : nullptr) {
    if (scene_ == nullptr) {
      if (device_ != nullptr) rtcReleaseDevice(device_);
      throw std::runtime_error("RayTracer: Embree did not start");
    }
    rtcSetSceneFlags(scene_, RTC_SCENE_FLAG_ROBUST);
    RTCGeometry quads = rtcNewGeometry(device_, RTC_GEOMETRY_TYPE_QUAD);
    const std::size_t count = scene.plates.size();
    auto* points = static_cast<float*>(rtcSetNewGeometryBuffer(
        quads, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3, 3 * sizeof(float), 4 * count));
    auto* corners = static_cast<unsigned*>(rtcSetNewGeometryBuffer(
        quads, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT4, 4 * sizeof(unsigned), count));
    double largest = 0;  // [m] coordinate
    for (std::size_t i = 0; i < count; ++i) {
      const RayPlate& plate = scene.plates[i];
      const Vector3d at[4] = {plate.corner, plate.corner + plate.along,
                              plate.corner + plate.along + plate.across, plate.corner + plate.across};
      for (std::size_t c = 0; c < 4; ++c) {
        corners[4 * i + c] = unsigned(4 * i + c);
        largest = std::max(largest, at[c].cwiseAbs().maxCoeff());
        for (int axis = 0; axis < 3; ++axis) points[3 * (4 * i + c) + std::size_t(axis)] = float(at[c][axis]);
      }
    }
    // At a common edge rounding may put the start of a ray behind the neighbour.
    nearest_ = float(2e-6 * largest);
    rtcSetGeometryIntersectFilterFunction(quads, leave_out_start);
    rtcCommitGeometry(quads);
    rtcAttachGeometry(scene_, quads);
    rtcReleaseGeometry(quads);
    rtcCommitScene(scene_);
  }
  ~EmbreeFinder() override {
    rtcReleaseScene(scene_);
    rtcReleaseDevice(device_);
  }
  EmbreeFinder(const EmbreeFinder&) = delete;
  EmbreeFinder& operator=(const EmbreeFinder&) = delete;

  RayHit find(const Vector3d& origin, const Vector3d& direction, int from_plate) const override {
    Context context;
    rtcInitIntersectContext(&context.embree);
    context.from_plate = from_plate < 0 ? RTC_INVALID_GEOMETRY_ID : unsigned(from_plate);
    RTCRayHit ray;
    ray.ray.org_x = float(origin.x());
    ray.ray.org_y = float(origin.y());
    ray.ray.org_z = float(origin.z());
    ray.ray.dir_x = float(direction.x());
    ray.ray.dir_y = float(direction.y());
    ray.ray.dir_z = float(direction.z());
    ray.ray.tnear = nearest_;
    ray.ray.tfar = std::numeric_limits<float>::infinity();
    ray.ray.time = 0;
    ray.ray.mask = unsigned(-1);
    ray.ray.id = 0;
    ray.ray.flags = 0;
    ray.hit.geomID = RTC_INVALID_GEOMETRY_ID;
    ray.hit.instID[0] = RTC_INVALID_GEOMETRY_ID;
    rtcIntersect1(scene_, &context.embree, &ray);
    if (ray.hit.geomID == RTC_INVALID_GEOMETRY_ID) return {};
    return {.plate = int(ray.hit.primID), .distance = double(ray.ray.tfar)};
  }
  const char* name() const override { return "Embree 3"; }

 private:
  float nearest_ = 0;  // [m] hits closer than this are rounding
  RTCDevice device_;
  RTCScene scene_;
};

}  // namespace

bool embree_available() { return true; }

std::unique_ptr<const RayTracer::Finder> make_embree_finder(const RayScene& scene) {
  return std::make_unique<const EmbreeFinder>(scene);
}

#else

bool embree_available() { return false; }

std::unique_ptr<const RayTracer::Finder> make_embree_finder(const RayScene&) { return nullptr; }

#endif

}  // namespace sunrack
