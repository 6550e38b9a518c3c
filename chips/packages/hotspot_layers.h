#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chips/packages/hotspot_config.h"

namespace sunrack {

/// A layer of the chip as a layer file (.lcf) of HotSpot has it.
struct HotSpotLayer {
  std::string name = {};
  bool heated = false;
  std::uint16_t material = 0;  ///< index into the stack's
  double thickness = 0;        ///< [m]
  HotSpotWord floorplan = {};
  SourcePlace place = {};
};

/// Seven lines a layer (number, lateral flow, power, heat capacity, resistivity, thickness, floorplan), or
/// six with the name of a material in place of its two numbers. Adds what the layers are made of to the
/// stack's materials. @throws PackageError
std::vector<HotSpotLayer> read_hotspot_layers(std::string_view text, const std::string& file,
                                              PackageStack& stack);

/// Materials (.materials): name, solid or fluid, conductivity, heat capacity, and for a fluid its viscosity,
/// each on its line. Fluids are left out. @throws PackageError
void read_hotspot_materials(std::string_view text, const std::string& file, PackageStack& stack);

}  // namespace sunrack
