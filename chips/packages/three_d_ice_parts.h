#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chips/packages/package_bounds.h"
#include "chips/packages/token_reader.h"

namespace sunrack {

/// A unit of 3D-ICE, which counts in micrometres.
struct IceUnit {
  const char* name;
  int power_of_um;  ///< 1: um, -3: per um^3
  PackageBound bound;
};
namespace ice_units {
inline constexpr IceUnit thickness{"um", 1, package_bounds::length};
inline constexpr IceUnit side{"um", 1, package_bounds::side};
inline constexpr IceUnit position{"um", 1, package_bounds::position};
inline constexpr IceUnit conductivity{"W/(um K)", -1, package_bounds::conductivity};
inline constexpr IceUnit heat_capacity{"J/(um3 K)", -3, package_bounds::heat_capacity};
inline constexpr IceUnit coefficient{"W/(um2 K)", -2, package_bounds::convection};
inline constexpr IceUnit temperature{"K", 0, package_bounds::temperature};
inline constexpr IceUnit power{"W", 0, package_bounds::power};
inline constexpr IceUnit time{"s", 0, package_bounds::time};
}  // namespace ice_units

/// The next number, in SI. @throws PackageError where it is none, or beyond what it may be
double ice_number(TokenReader& in, const std::string& what, const IceUnit& unit);

/// "position x, y ; dimension l, w ;" or several "rectangle (x, y, l, w) ;".
std::vector<FloorRectangle> ice_rectangles(TokenReader& in);

/// "NAME : thermal conductivity K ; volumetric heat capacity C ;", with three conductivities or one.
SolidMaterial ice_material(TokenReader& in);

struct IceMaterialName {
  std::string name;
  SourcePlace place;
};

/// A layer as the file has it; its material is looked up when all are known.
struct IceLayer {
  std::string name = {};  ///< of one that is described by itself
  double thickness = 0;   ///< [m]
  IceMaterialName material = {};
  std::string layout = {};
  bool source = false;
  SourcePlace place = {};
};

struct IceDie {
  std::string name;
  std::vector<IceLayer> layers;  ///< from the top down
};

struct IceElement {
  enum class Kind { die, layer } kind = Kind::layer;
  std::string name, of, floorplan;
  std::optional<IceLayer> own;  ///< of a layer that is described where it is used
  SourcePlace place;
};

/// A stack description before its parts are put together.
struct IceDescription {
  PackageStack stack;  ///< without layers
  std::vector<IceLayer> layers;
  std::vector<IceDie> dies;
  std::vector<IceElement> elements;  ///< from the top down
};

/// Reads the .stk alone. @throws PackageError
IceDescription read_ice_description(std::string_view text, const std::string& file);

}  // namespace sunrack
