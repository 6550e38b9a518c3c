// One wall. HB is NASA/TM-2009-214785, BLAP is NASA/TM-2009-214789.
#include <cmath>

#include "physics/debris/ballistic_forms.h"

namespace sunrack::ballistic {

namespace {

// HB prints 0.434 in 4-10, but its own 4-12 follows only from this (0.434 is fibreglass); BLAP has it too.
constexpr double steel_depth = 0.345;
constexpr double cour_palais_depth = 5.24;

// HB 4-1 to 4-6: the exponent of the densities' ratio grows for dense particles. (A public code has 3/2,
// which is taken for an inverted 2/3.) The published form jumps by 7 % there.
double density_exponent(WallMetal metal, double ratio) {
  return metal == WallMetal::aluminium && ratio >= 1.5 ? 2.0 / 3 : 0.5;
}

/// Depth of crater = factor d^(19/18), of titanium factor d (HB 4-7).
double depth_factor(const SingleWall& wall, const Shot& shot) {
  const double ratio = shot.density / g_cm3(wall.density), normal = shot.v * shot.cosine;
  const double densities = std::pow(ratio, density_exponent(wall.metal, ratio));
  if (wall.metal == WallMetal::steel) return steel_depth * densities * std::pow(normal, 2.0 / 3);
  return cour_palais_depth * std::pow(wall.brinell, -0.25) * densities *
         std::pow(normal / (wall.sound_speed * 1e-3), 2.0 / 3);
}

double depth_exponent(WallMetal metal) { return metal == WallMetal::titanium ? 1.0 : 19.0 / 18; }

double diameter_of_depth(const SingleWall& wall, double depth, const Shot& shot) {
  return std::pow(depth / depth_factor(wall, shot), 1 / depth_exponent(wall.metal));
}

}  // namespace

double single_wall(const SingleWall& wall, const Shot& shot) {
  const double bare = diameter_of_depth(wall, cm(wall.thickness) / wall.failure_factor, shot);
  if (wall.insulation == 0) return bare;
  return bare + 2.2 * g_cm2(wall.insulation) * std::pow(shot.density, -0.47) *
                    std::pow(shot.v * shot.cosine, -0.63);  // HB 4-20
}

double laminate(const LaminateWall& wall, const Shot& shot) {
  // BLAP's form with the ratio of densities. HB 4-13 prints 0.52 without the laminate's density: the same at
  // 1.42 g/cm^3, 0.62 = 0.52 sqrt(1.42).
  const double density = g_cm3(wall.density);
  const double thickness = cm(wall.thickness) + 4.5 * g_cm2(wall.insulation) / density;
  return thickness / wall.failure_factor / 0.62 * std::sqrt(density / shot.density) *
         std::pow(shot.v * shot.cosine, -2.0 / 3);
}

double glass(const GlassPlate& plate, const Shot& shot) {
  // HB 6-8 to 6-13, in the rounded form of its perforation limit (failure factor 2).
  const double thickness = cm(plate.thickness) * 2 / plate.failure_factor;
  return 0.95 * std::pow(thickness, 0.94) * std::pow(shot.density, -0.47) *
         std::pow(shot.v * shot.cosine, -0.63);
}

}  // namespace sunrack::ballistic
