#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "physics/thermal/conduction.h"

namespace sunrack {

/// A package that is described badly: "file:line:column: what is wrong".
class PackageError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// Where something was read, for messages.
struct SourcePlace {
  std::string file = {};  ///< empty: made by a program
  int line = 0, column = 0;
};
/// "die.flp:3:1: ", as far as it is known.
std::string shown_place(const SourcePlace& place);
[[noreturn]] void refuse_package(const SourcePlace& place, const std::string& what);

struct FloorRectangle {
  double x = 0, y = 0;          ///< [m] of the south-west corner
  double width = 0, depth = 0;  ///< [m] along x and y
};

/// A named part of a layer: other material, heat, or only a place to look at.
struct PackageBlock {
  std::string name;
  std::vector<FloorRectangle> where = {};
  std::optional<std::uint16_t> material = {};  ///< in place of the layer's
  double power = 0;                            ///< [W] spread evenly, leakage at its reference included
  std::vector<double> trace = {};              ///< [W] in each interval of a transient; empty: `power`
  double leakage_share = 0;                    ///< [-] of the power at the leakage reference temperature
  std::string group = {};                      ///< "die" and "memory" have limits and resistances
  bool on_top = false;  ///< may lie over earlier blocks: adds its power, replaces their material
  SourcePlace place = {};
};

/// Straight rectangular channels in a solid layer, with coolant flowing along x or y and warming on its way.
struct CoolantChannels {
  bool along_x = false;          ///< else along y
  bool reversed = false;         ///< enters at the high end
  double channel_width = 0;      ///< [m] across the flow
  double wall_width = 0;         ///< [m] of the solid between two channels
  std::string coolant = {};      ///< physics/thermal/coolant.h
  double mass_flow = 0;          ///< [kg/s] of all channels together
  double inlet_temperature = 0;  ///< [K]
  double film_coefficient = 0;   ///< [W/(m^2 K)]; 0: from the flow (physics/thermal/coolant_loop.h)
  bool operator==(const CoolantChannels&) const = default;
};

struct PackageLayer {
  std::string name;
  double thickness = 0;                        ///< [m]
  std::optional<std::uint16_t> material = {};  ///< none: the blocks cover the layer without a gap
  std::vector<PackageBlock> blocks = {};
  int cells = 0;             ///< through the thickness; 0: chosen (PackageGrid)
  double contact_above = 0;  ///< [m^2 K/W] between this layer and the next one up
  std::optional<CoolantChannels> channels = {};
  SourcePlace place = {};
};

/// What the sides of a package are called, by BoxFace.
inline constexpr std::array<const char*, 6> package_sides = {"west",  "east",   "south",
                                                             "north", "bottom", "top"};

/// Layers on one rectangle, from the bottom up.
struct PackageStack {
  std::string name = "package";
  double width = 0, depth = 0;  ///< [m] along x and y
  std::vector<SolidMaterial> materials = {};
  std::vector<SourcePlace> material_places = {};  ///< of `materials`; fewer where they are not known
  std::vector<PackageLayer> layers = {};
  std::array<SurfaceCondition, 6> boundary = {};  ///< by BoxFace; all zero: adiabatic
  /// [K] and [K]: leakage doubles over the interval and is as given at the reference.
  double leakage_doubling_interval = 0, leakage_reference_temperature = 0;
  std::optional<double> die_limit = {}, memory_limit = {};  ///< [K] hottest place of the blocks of that group
  double start_temperature = 0;           ///< [K] of a transient; 0: the coldest fluid around
  double trace_interval = 0;              ///< [s] of one value of the blocks' traces; 0: no traces
  double cell_width = 0, cell_depth = 0;  ///< [m] the file's own even cells; 0: it has none
  bool snap_outward = false;              ///< blocks grow to whole cells, as 3D-ICE has it
  bool bottom_node_on_face = false;       ///< as ConductionProblem::bottom_node_on_face
  bool top_node_on_face = false;          ///< the same of the topmost cells, which have no way out upwards
  double capacity_factor = 1;             ///< [-] on all heat capacities (HotSpot's C_FACTOR)
  std::vector<std::string> notes = {};    ///< what a reader of the answer should know about the file
  SourcePlace place = {};
};

/// Number of a material. @throws PackageError naming the nearest
std::uint16_t material_named(const PackageStack& stack, const std::string& name, const SourcePlace& place);

/// @throws PackageError: sizes that are not positive, blocks outside the die or over one another or smaller
/// than 1e-7 of it, gaps, materials that do not exist, powers below zero, traces of different length, two
/// layers or two blocks of a layer with one name or without
void require_package(const PackageStack& stack);

/// Of all materials that conduct and are used: a heating stores heat in them. @throws PackageError
void require_heat_capacities(const PackageStack& stack);

/// [W] of all blocks, leakage at its reference temperature.
double total_power(const PackageStack& stack);

}  // namespace sunrack
