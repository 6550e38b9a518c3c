#include "physics/debris/penetration.h"

#include <cmath>

#include "physics/debris/flux_evaluation.h"
#include "physics/require.h"

namespace sunrack {

PenetrationRate penetration_rate(const Wall& wall, const Exposure& exposure) {
  const FluxEvaluation flux(exposure.environment);
  PenetrationRate rate = flux.no_rate();
  for (const MeteoroidDensity& kind : flux.densities())
    for (const ImpactBin& bin : exposure.meteoroids) {
      const double diameter = critical_diameter(
          wall, {.speed = bin.speed, .cos_incidence = bin.cos_incidence, .density = kind.density});
      require_meteoroid_size(kind, diameter, "penetration_rate");
      rate.meteoroid += bin.weight * flux.meteoroids(kind, diameter);
    }
  for (const ImpactBin& bin : exposure.debris) {
    const double diameter = critical_diameter(wall, {.speed = bin.speed,
                                                     .cos_incidence = bin.cos_incidence,
                                                     .density = exposure.environment.debris_density});
    if (diameter > largest_debris) continue;
    const DebrisBounds debris = flux.debris(diameter);
    rate.debris_low += bin.weight * debris.low;
    rate.debris_high += bin.weight * debris.high;
  }
  return rate;
}

PenetrationRate penetration_rate(const Wall& wall, const DebrisEnvironment& environment, const Face& face) {
  return penetration_rate(wall, exposure(environment, face));
}

PenetrationRate penetration_rate(const Wall& wall, const DebrisEnvironment& environment,
                                 PanelAttitude attitude) {
  const auto [front, back] = panel_faces(attitude);
  return 0.5 * (penetration_rate(wall, environment, front) + penetration_rate(wall, environment, back));
}

PenetrationRate impact_rate(const Exposure& exposure, double diameter) {
  PenetrationRate rate = flux_above(exposure.environment, diameter);
  const double debris = debris_factor(exposure);
  rate.meteoroid *= meteoroid_factor(exposure);
  rate.debris_low *= debris;
  rate.debris_high *= debris;
  return rate;
}

PenetrationRate crater_rate(const SingleWall& target, const Exposure& exposure, double depth) {
  SingleWall one = target;
  one.thickness = depth;
  one.failure_factor = 1;
  one.insulation = 0;
  return penetration_rate(one, exposure);
}

PenetrationRate crater_rate(const GlassPlate& target, const Exposure& exposure, double depth) {
  GlassPlate one = target;
  one.thickness = depth;
  one.failure_factor = 1;
  return penetration_rate(one, exposure);
}

}  // namespace sunrack
