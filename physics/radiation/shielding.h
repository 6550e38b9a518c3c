#pragma once

#include <string>
#include <vector>

namespace sunrack {

/// Whose slowing down is meant. Protons stand for ions as well; bremsstrahlung takes mass for mass.
enum class Penetrator { proton, electron, photon };

/// What a shield may be made of.
struct ShieldMaterial {
  std::string name;       ///< key, for example "polyethylene"
  double density = 0;     ///< [kg/m^3]
  bool estimate = false;  ///< a range is that of a neighbouring material
  std::string source;
};
const std::vector<ShieldMaterial>& shield_material_catalogue();
/// @throws std::invalid_argument naming the nearest and listing all
const ShieldMaterial& shield_material(const std::string& name);

/// [kg/m^2] range in continuous slowing down of a particle of `energy` [J]; log-log between the rows of NIST
/// PSTAR (protons, 1 keV to 10 GeV) and SCREAM (electrons, 0.04 to 100 MeV).
/// @throws ModelError outside the table
double shield_range(const std::string& material, Penetrator particle, double energy);
/// [J] of the particle whose range is `range` [kg/m^2]: the inverse. 0 for a range of 0.
/// @throws ModelError outside the table
double energy_of_range(const std::string& material, Penetrator particle, double range);

/// One layer that a particle goes through.
struct ShieldLayer {
  std::string material = "aluminium";
  double areal_density = 0;  ///< [kg/m^2]
};
/// [kg/m^2] of aluminium that stops the same particles: of the particle that just comes through all layers
/// (first the outermost) the range in aluminium. Photons: the sum of the areal densities.
/// @throws ModelError where the tables end; std::invalid_argument for a negative areal density
double equivalent_aluminium(const std::vector<ShieldLayer>& outside_in, Penetrator particle);

/// A cone of directions seen from the point that is shielded, with what stands in it.
struct ShieldSector {
  std::string name;
  double solid_angle_fraction = 0;  ///< [-] of 4 pi
  std::vector<ShieldLayer> outside_in;
};
/// @throws std::invalid_argument unless the fractions are positive and add up to 1 (within 1e-9)
void require_sectors(const std::vector<ShieldSector>& sectors);

/// [-] of 4 pi under which a rectangle `width` by `height` is seen from a point on its axis, `distance` [m]
/// away: arctan(w h / (2 d sqrt(4 d^2 + w^2 + h^2))) / pi.
double rectangle_solid_angle_fraction(double width, double height, double distance);
/// [-] of 4 pi of the rectangle between (x0, y0) and (x1, y1) in a plane `distance` [m] away, the foot of the
/// perpendicular being the origin: arctan(x y / (d sqrt(x^2 + y^2 + d^2))) summed over its corners.
double rectangle_solid_angle_fraction(double x0, double x1, double y0, double y1, double distance);

}  // namespace sunrack
