#include "physics/debris/direction.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "physics/debris/geometry.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr Direction zenith = {0, 0, 1};

double dot(const Direction& a, const Direction& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

/// The attitudes that a face takes in turn, all equally long.
std::vector<Direction> normals(const Face& face) {
  // The factors of a turning face then err by less than 0.1 %: the integrand is smooth but for two kinks.
  constexpr int turns = 24;
  if (face.kind == Face::Kind::turning) {
    std::vector<Direction> result;
    for (int i = 0; i < turns; ++i) {
      const double angle = 2 * constants::pi * (i + 0.5) / turns;
      result.push_back({std::cos(angle), 0, std::sin(angle)});
    }
    return result;
  }
  const double length = std::sqrt(dot(face.normal, face.normal));
  require(length > 0 && std::isfinite(length), "exposure: length of the face's normal", length,
          "must be positive and finite");
  return {{face.normal[0] / length, face.normal[1] / length, face.normal[2] / length}};
}

/// Gathers rays in classes of speed and of the cosine's square, each at the root of its mean squares: holes
/// go about as the square of the normal speed, so that few classes do.
class Gathering {
 public:
  Gathering(std::size_t speeds, std::size_t incidences)
      : incidences_(incidences),
        classes_(speeds * incidences, {.speed = 0, .cos_incidence = 0, .weight = 0}) {}

  void add(std::size_t speed_class, double speed, double cosine, double weight) {
    const auto class_of = std::min(incidences_ - 1, std::size_t(cosine * cosine * double(incidences_)));
    ImpactBin& bin = classes_[speed_class * incidences_ + class_of];
    bin.speed += weight * speed * speed;
    bin.cos_incidence += weight * cosine * cosine;
    bin.weight += weight;
  }

  std::vector<ImpactBin> bins() const {
    std::vector<ImpactBin> result;
    for (const ImpactBin& sum : classes_)
      if (sum.weight > 0)
        result.push_back({.speed = std::sqrt(sum.speed / sum.weight),
                          .cos_incidence = std::min(1.0, std::sqrt(sum.cos_incidence / sum.weight)),
                          .weight = sum.weight});
    return result;
  }

 private:
  std::size_t incidences_;
  std::vector<ImpactBin> classes_{};
};

/// All attitudes alike: the square of the cosine is spread evenly.
std::vector<ImpactBin> tumbling(const std::vector<Ray>& rays, std::size_t speeds, std::size_t incidences) {
  std::vector<SpeedBin> classes(speeds);
  for (const Ray& ray : rays) {
    classes[ray.speed_class].speed += ray.weight * ray.speed * ray.speed;
    classes[ray.speed_class].weight += ray.weight;
  }
  std::vector<ImpactBin> result;
  for (const SpeedBin& one : classes)
    for (std::size_t i = 0; i < incidences && one.weight > 0; ++i)
      result.push_back({.speed = std::sqrt(one.speed / one.weight),
                        .cos_incidence = std::sqrt((double(i) + 0.5) / double(incidences)),
                        .weight = one.weight / double(incidences)});
  return result;
}

std::vector<ImpactBin> on_face(const std::vector<Ray>& rays, const std::vector<Direction>& attitudes,
                               std::size_t speeds, std::size_t incidences) {
  Gathering gathering(speeds, incidences);
  for (const Direction& normal : attitudes)
    for (const Ray& ray : rays)
      // A tumbling plate of unit area shows a quarter of it to each ray.
      if (const double cosine = dot(normal, ray.from); cosine > 0)
        gathering.add(ray.speed_class, ray.speed, cosine, 4 * ray.weight * cosine / double(attitudes.size()));
  return gathering.bins();
}

double sum_of_weights(const std::vector<ImpactBin>& bins) {
  double sum = 0;
  for (const ImpactBin& bin : bins) sum += bin.weight;
  return sum;
}

}  // namespace

Face tumbling_face() { return {.kind = Face::Kind::tumbling}; }
Face fixed_face(double ahead, double orbit_normal, double to_zenith) {
  return {.kind = Face::Kind::fixed, .normal = {ahead, orbit_normal, to_zenith}};
}
Face zenith_face() { return {.kind = Face::Kind::fixed, .normal = zenith}; }
Face nadir_face() { return fixed_face(0, 0, -1); }
Face ram_face() { return fixed_face(1, 0, 0); }
Face wake_face() { return fixed_face(-1, 0, 0); }
Face side_face() { return fixed_face(0, 1, 0); }
Face turning_face() { return {.kind = Face::Kind::turning}; }

std::array<Face, 2> panel_faces(PanelAttitude attitude) {
  switch (attitude) {
    case PanelAttitude::normal_to_zenith:
      return {zenith_face(), nadir_face()};
    case PanelAttitude::normal_to_velocity:
      return {ram_face(), wake_face()};
    case PanelAttitude::normal_to_orbit_plane:
      return {side_face(), fixed_face(0, -1, 0)};
    case PanelAttitude::turning:
      return {turning_face(), turning_face()};
    case PanelAttitude::tumbling:
      break;
  }
  return {tumbling_face(), tumbling_face()};
}

Exposure exposure(const DebrisEnvironment& environment, const Face& face, const ExposureOptions& options) {
  require_environment(environment, "exposure");
  require(options.speeds >= 1 && options.speeds <= 1000, "exposure: speeds", options.speeds,
          "must be 1 to 1000");
  require(options.incidences >= 1 && options.incidences <= 1000, "exposure: incidences", options.incidences,
          "must be 1 to 1000");
  const auto speeds = std::size_t(options.speeds), incidences = std::size_t(options.incidences);
  Exposure result{.environment = environment, .face = face, .meteoroids = {}, .debris = {}};
  const auto gathered = [&](const std::vector<Ray>& rays) {
    return face.kind == Face::Kind::tumbling ? tumbling(rays, speeds, incidences)
                                             : on_face(rays, normals(face), speeds, incidences);
  };
  if (environment.meteoroids) {
    SkyOptions sky{.speeds = options.speeds, .own_motion = options.own_motion};
    // A tumbling plate asks only for mean speeds, which are smooth over the sky.
    if (face.kind == Face::Kind::tumbling) sky.heights = sky.azimuths = 8;
    result.meteoroids = gathered(meteoroid_rays(environment.altitude, sky));
  }
  if (environment.debris) result.debris = gathered(debris_rays(environment.inclination, options.speeds));
  return result;
}

double meteoroid_factor(const Exposure& exposure) { return sum_of_weights(exposure.meteoroids); }
double debris_factor(const Exposure& exposure) { return sum_of_weights(exposure.debris); }

}  // namespace sunrack
