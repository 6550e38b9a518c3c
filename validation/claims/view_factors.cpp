#include <fmt/format.h>

#include <cmath>

#include "physics/orbit/irradiance.h"
#include "physics/thermal/exchange.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

std::vector<Claim> view_factor_claims() {
  Published figures("view_factors.csv");
  const auto tilts = [&](const char* id, double altitude) {
    for (const int tilt : {0, 30, 60, 75, 90, 105, 120, 135, 150})
      figures.computed(fmt::format("{} tilt {}", id, tilt), earth_view_factor(altitude, tilt * 1_deg));
  };
  tilts("VF-01", 550_km);
  tilts("VF-02", 650_km);
  tilts("VF-03", 1400_km);
  // A convex body's mean view factor is the mean over its surface; on a sphere it is the mean over all tilts
  // with weight sin(tilt) / 2. Midpoints in the cosine of the tilt.
  for (const int altitude : {400, 550, 650, 800, 1400, 35786}) {
    constexpr int rings = 20000;
    double sum = 0;
    for (int ring = 0; ring < rings; ++ring)
      sum += earth_view_factor(altitude * 1_km, std::acos(1 - (2 * ring + 1.0) / rings));
    figures.computed(fmt::format("VF-04 {} km", altitude), sum / rings);
  }
  figures.computed("VF-05 parallel 1 1", view_factor_parallel_rectangles(1, 1, 1));
  figures.computed("VF-05 parallel 2 2", view_factor_parallel_rectangles(2, 2, 1));
  figures.computed("VF-05 perp 1 1", view_factor_perpendicular_rectangles(1, 1, 1));
  figures.computed("VF-05 perp H2 W1", view_factor_perpendicular_rectangles(1, 1, 2));
  figures.computed("VF-05 coaxial discs", view_factor_coaxial_discs(1, 1, 1));

  for (const int altitude : {500, 2000})
    figures.computed(fmt::format("PEER edge-on {} km", altitude), earth_view_factor(altitude * 1_km, 90_deg));
  for (const int altitude : {550, 1000, 2000})
    figures.computed(fmt::format("FORUM edge-on {} km", altitude),
                     earth_view_factor(altitude * 1_km, 90_deg));
  figures.computed("PEER floor at beta 90", earth_view_factor(550_km, 90_deg));
  return figures.claims();
}

}  // namespace sunrack
