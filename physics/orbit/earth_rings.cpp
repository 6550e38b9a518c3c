#include "physics/orbit/earth_rings.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "physics/constants.h"

namespace sunrack::earth_rings {
namespace {

using constants::pi;

Rule make_rule(int points) {
  Rule rule;
  for (int i = 0; i < points; ++i) {
    double z = std::cos(pi * (i + 0.75) / (points + 0.5));  // Tricomi's first guess, then Newton
    double slope = 1;
    for (int round = 0; round < 8; ++round) {
      double p = 1, previous = 0;
      for (int n = 1; n <= points; ++n) {
        const double next = ((2 * n - 1) * z * p - (n - 1) * previous) / n;
        previous = p;
        p = next;
      }
      slope = points * (z * p - previous) / (z * z - 1);
      z -= p / slope;
    }
    rule.position[std::size_t(i)] = (1 + z) / 2;
    rule.weight[std::size_t(i)] = 1 / ((1 - z * z) * slope * slope);
  }
  return rule;
}

/// Where a node of the rule stands in a piece, and the slope of that map.
struct Node {
  double position, slope;
};

/// Beyond a cut an arc opens as the square root of the distance from it. Nodes that approach a cut
/// quadratically see a smooth function; the rule then keeps its full order.
Node node_between(double t, bool after_cut, bool before_cut) {
  if (after_cut && before_cut) return {t * t * (3 - 2 * t), 6 * t * (1 - t)};
  if (after_cut) return {t * t, 2 * t};
  if (before_cut) return {t * (2 - t), 2 - 2 * t};
  return {t, 1};
}

/// Half of the arc on which a lobe is positive: the whole ring, none of it, or between.
End half_arc(const Lobe& lobe) {
  if (lobe.mean >= lobe.swing) return {pi, -1, 0};
  if (lobe.mean <= -lobe.swing) return {0, 1, 0};
  const double cosine = -lobe.mean / lobe.swing;
  return {std::acos(cosine), cosine, std::sqrt((1 - cosine) * (1 + cosine))};
}

/// The rings of the visible cap, named by the distance from the satellite on a stretched scale: distance =
/// altitude (limb / altitude)^(x^2), x = 0 at nadir and 1 at the limb. All that is integrated is smooth in x.
struct Rings {
  explicit Rings(double altitude)
      : nearest(altitude),
        radius(constants::earth_radius),
        orbit_radius(radius + altitude),
        limb_squared(altitude * (2 * radius + altitude)),
        stretch(0.5 * std::log(limb_squared / (altitude * altitude))) {}

  double nearest, radius, orbit_radius, limb_squared, stretch;

  /// x of the ring at this distance from the satellite
  double at_distance(double distance) const {
    return std::sqrt(std::clamp(std::log(distance / nearest) / stretch, 0.0, 1.0));
  }
  /// x of the ring whose central angle from nadir has this cosine
  double at_central_cosine(double cosine) const {
    return at_distance(std::sqrt(nearest * nearest + 2 * radius * orbit_radius * std::max(0.0, 1 - cosine)));
  }
};

/// Ends of the smooth pieces in x, in order.
struct Pieces {
  std::array<double, 6> at{0, 1};
  std::size_t count = 2;
  void cut(double x) {
    if (x < 1e-6 || x > 1 - 1e-6)
      return;  // so little lies beyond (1e-12 of the whole) that one piece serves better
    std::size_t place = count++;
    for (; place > 0 && at[place - 1] > x; --place) at[place] = at[place - 1];
    at[place] = x;
  }
};

Pieces smooth_pieces(const AlbedoGeometry& g, const Rings& rings, bool terminator) {
  const double ratio = rings.orbit_radius / rings.radius;
  Pieces pieces;
  // The plate's horizon touches the ring with nadir angle |pi/2 - tilt|.
  if (ratio * std::abs(g.tilt_cosine) < 1)
    pieces.cut(
        rings.at_distance(rings.orbit_radius * g.tilt_sine -
                          std::sqrt(rings.radius * rings.radius - rings.orbit_radius * rings.orbit_radius *
                                                                      g.tilt_cosine * g.tilt_cosine)));
  if (!terminator) return pieces;
  // The terminator touches the ring with central angle |pi/2 - zenith|.
  if (ratio * g.sun_zenith_sine > 1) pieces.cut(rings.at_central_cosine(g.sun_zenith_sine));
  // Horizon and terminator cross: points p of the unit sphere with p.sun = 0 and (p - ratio zenith).normal =
  // 0.
  const double along =
      -g.sun_zenith_cosine * g.tilt_sine * g.azimuth_cosine - g.sun_zenith_sine * g.tilt_cosine;
  const double across = g.tilt_sine * g.azimuth_sine;
  const double offset = -ratio * g.tilt_cosine;
  const double length_squared = along * along + across * across;
  if (offset * offset < length_squared) {
    const double half_chord = std::sqrt(length_squared - offset * offset);
    for (const double side : {-half_chord, half_chord}) {
      const double cosine = (offset * along + side * across) / length_squared * g.sun_zenith_sine;
      if (ratio * cosine > 1) pieces.cut(rings.at_central_cosine(cosine));
    }
  }
  return pieces;
}

}  // namespace

const Rule& rule_of(int points) {
  static std::array<Rule, 65> rules;
  static std::array<std::once_flag, 65> made;
  const auto n = std::size_t(points);
  std::call_once(made[n], [&] { rules[n] = make_rule(points); });
  return rules[n];
}

Arcs common_arcs(const Lobe& plate, const Lobe& sun, const End& azimuth) {
  Arcs arcs;
  const End seen = half_arc(plate), lit = half_arc(sun);
  if (seen.angle <= 0 || lit.angle <= 0) return arcs;
  const double ca = azimuth.cosine, sa = azimuth.sine;
  const End seen_from{azimuth.angle - seen.angle, ca * seen.cosine + sa * seen.sine,
                      sa * seen.cosine - ca * seen.sine};
  End seen_to{azimuth.angle + seen.angle, ca * seen.cosine - sa * seen.sine,
              sa * seen.cosine + ca * seen.sine};
  const End lit_from{-lit.angle, lit.cosine, -lit.sine};
  const auto earlier = [](const End& a, const End& b) { return a.angle < b.angle ? a : b; };
  const End from = seen_from.angle > lit_from.angle ? seen_from : lit_from;
  const End to = earlier(seen_to, lit);
  if (from.angle < to.angle) arcs.arc[arcs.count++] = {from, to};
  seen_to.angle -= 2 * pi;  // the plate's arc may come round to the other side of the lit arc
  if (seen_to.angle > lit_from.angle) arcs.arc[arcs.count++] = {lit_from, earlier(seen_to, lit)};
  return arcs;
}

void fill_rings(const AlbedoGeometry& g, int points, bool terminator, RingSet& set) {
  const Rings rings(g.altitude);
  const Rule& rule = rule_of(points);
  const Pieces pieces = smooth_pieces(g, rings, terminator);
  set.count = 0;
  for (std::size_t piece = 0; piece + 1 < pieces.count; ++piece) {
    const double start = pieces.at[piece], width = pieces.at[piece + 1] - start;
    if (width <= 0) continue;
    const bool after_cut = piece > 0, before_cut = piece + 2 < pieces.count;
    for (std::size_t i = 0; i < std::size_t(points); ++i) {
      const Node node = node_between(rule.position[i], after_cut, before_cut);
      const double x = start + width * node.position;
      const double beyond = rings.nearest * std::expm1(rings.stretch * x * x);  // distance less altitude
      const double distance = rings.nearest + beyond;
      const double half_versine =
          beyond * (distance + rings.nearest) / (4 * rings.radius * rings.orbit_radius);
      const double central_sine = 2 * std::sqrt(half_versine * (1 - half_versine));
      // Solid angle per azimuth: (limb^2 - d^2) / (2 r d) d(ln d), and d(ln d) = 2 stretch x dx.
      const double solid_angle =
          (rings.limb_squared - distance * distance) / (rings.orbit_radius * distance) * rings.stretch * x;
      set.ring[set.count++] = {
          .nadir_cosine = (rings.limb_squared + distance * distance) / (2 * rings.orbit_radius * distance),
          .nadir_sine = rings.radius * central_sine / distance,
          .central_cosine = 1 - 2 * half_versine,
          .central_sine = central_sine,
          .weight = width * rule.weight[i] * node.slope * solid_angle};
    }
  }
}

}  // namespace sunrack::earth_rings
