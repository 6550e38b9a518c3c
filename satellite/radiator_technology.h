#pragma once

#include <string>
#include <vector>

namespace sunrack {

/// A radiator coating: solar absorptance and infrared emissivity at beginning and end of life.
struct Coating {
  std::string name;
  double absorptance_beginning = 0;  ///< [-]
  double absorptance_end = 0;        ///< [-]
  double emissivity_beginning = 0;   ///< [-]
  double emissivity_end = 0;         ///< [-]
  std::string source;
};
const std::vector<Coating>& coating_catalogue();
const Coating& coating(const std::string& name);  ///< @throws std::invalid_argument listing the catalogue

/// A material of face sheets and tubes.
struct RadiatorMaterial {
  std::string name;
  double density = 0;           ///< [kg/m^3]
  double conductivity = 0;      ///< [W/(m K)] in the plane, near 300 K
  double allowable_stress = 0;  ///< [Pa] of a pressurised tube: yield over a factor of safety of 2
  std::string source;
};
const std::vector<RadiatorMaterial>& radiator_material_catalogue();
const RadiatorMaterial& radiator_material(const std::string& name);  ///< @throws std::invalid_argument

}  // namespace sunrack
