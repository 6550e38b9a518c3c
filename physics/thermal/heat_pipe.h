#pragma once

#include <array>
#include <optional>
#include <string>
#include <variant>

#include "physics/thermal/heat_pipe_fluid.h"

namespace sunrack {

/// Rectangular grooves along the inside of the wall, open to the vapour; extruded aluminium.
struct AxialGrooves {
  int count = 0;
  double width = 0;  ///< [m]
  double depth = 0;  ///< [m]
};
/// Layers of woven wire against the wall, tightly wrapped.
struct ScreenWick {
  double mesh = 0;           ///< [1/m] wires per length
  double wire_diameter = 0;  ///< [m]
  double thickness = 0;      ///< [m] of all layers; two wire diameters a layer
};
/// A sleeve of sintered spheres.
struct SinteredWick {
  double particle_diameter = 0;  ///< [m]
  double porosity = 0;           ///< [-] 0.35 to 0.55
  double thickness = 0;          ///< [m]
};
using Wick = std::variant<AxialGrooves, ScreenWick, SinteredWick>;

/// A round tube with a wick at its inner wall; heat goes in over the evaporator and out over the condenser,
/// evenly.
struct HeatPipe {
  double outer_diameter = 0;     ///< [m]
  double wall = 0;               ///< [m] outside of grooves or wick
  double wall_conductivity = 0;  ///< [W/(m K)] of wall and wick's solid
  Wick wick;
  double evaporator = 0, adiabatic = 0, condenser = 0;  ///< [m] lengths
  double evaporator_height = 0;                         ///< [m] of its far end above that of the condenser
  double gravity = 0;                                   ///< [m/s^2]; 0 in orbit, 9.81 on a test bench
  /// [m] radius of vapour embryos at the wall. A pipe that was filled free of gas has 0.0254 to 0.254 um (Chi
  /// 1976, Faghri 1995; recalled), and the largest of these is the usual choice; metal that was not degassed
  /// up to 25.4 um (Peterson 1994, recalled).
  double nucleation_radius = 2.54e-7;
  /// [W/(m^2 K)] from the wall under the wick to the vapour, over the vapour's bore, where they were
  /// measured; 0: from the wick's conductivity. Extruded grooves are measured well above Chi's formula.
  double evaporator_coefficient = 0, condenser_coefficient = 0;
  /// [W/m^2] of outer diameter times length that the evaporator was measured to take before it dries out; 0:
  /// in axial grooves what is known of the fluid, else Chi's limit.
  double evaporator_flux = 0;

  double effective_length() const { return evaporator / 2 + adiabatic + condenser / 2; }
};

/// A wick filled with liquid. Formulas of Chi, Heat Pipe Theory and Practice (1976), as tabulated in
/// Mechanical Engineers' Handbook, 3rd ed., vol. 4 (2006), p. 204-205, tables 26 and 27 (read), and Peterson
/// (1994), Faghri (1995).
struct WickProperties {
  double pore_radius = 0;              ///< [m] that bounds the capillary pressure, 2 sigma / r
  double surface_radius = 0;           ///< [m] hydraulic radius of the pores that face the vapour
  double permeability = 0;             ///< [m^2] of Darcy's law over `area`, mean along the pipe
  double area = 0;                     ///< [m^2] cross-section of the wick; grooves: of the liquid
  double vapour_radius = 0;            ///< [m]
  double inner_radius = 0;             ///< [m] of the wall, under the wick
  double evaporator_conductivity = 0;  ///< [W/(m K)] across the wick
  double condenser_conductivity = 0;   ///< [W/(m K)]
  double evaporator_resistance = 0;    ///< [K m/W] per length, from these or from a measured coefficient
  double condenser_resistance = 0;     ///< [K m/W] per length
};
/// @throws std::invalid_argument for a geometry that cannot be
WickProperties wick_properties(const HeatPipe& pipe, double liquid_conductivity);

/// [-] of a groove's permeability that is left in the mean when the meniscus sinks from flat at the
/// condenser's end to a half circle at the evaporator's, evenly in pressure: permeability times area goes as
/// the cube of the liquid's area. @throws std::invalid_argument for a groove less deep than half its width
double groove_recession(double width_over_depth);

/// [-] f Re of a rectangular groove of this width over depth, full of liquid with a free surface: half of the
/// closed duct of twice the depth. Shah & London (1978), within 0.05 %.
double groove_friction(double width_over_depth);

enum class HeatPipeLimit { capillary, sonic, entrainment, boiling, viscous };
inline constexpr std::array heat_pipe_limit_list = {HeatPipeLimit::capillary, HeatPipeLimit::sonic,
                                                    HeatPipeLimit::entrainment, HeatPipeLimit::boiling,
                                                    HeatPipeLimit::viscous};
const char* name_of(HeatPipeLimit limit);

/// [W] heat that each limit leaves to the pipe, and the least of them.
struct HeatPipeLimits {
  std::array<double, heat_pipe_limit_list.size()> heat{};
  /// [W] where boiling begins; grooves open to the vapour let bubbles go. None: not up to the hottest wall
  /// that the fluid's table knows, and where bubbles are the boiling limit, it is the heat with that wall.
  std::optional<double> first_bubbles = 0;
  HeatPipeLimit governing = HeatPipeLimit::capillary;

  double at(HeatPipeLimit limit) const { return heat[std::size_t(limit)]; }
  double least() const { return at(governing); }
};

/// Capillary: 2 sigma/r = liquid + vapour pressure drop + gravity; vapour laminar, or turbulent above Re 2300
/// (Blasius), with Chi's factor of compressibility above Mach 0.2. Sonic: Levy, A rho h sqrt(gamma p/rho /
/// (2 (gamma + 1))). Entrainment: Cotter, Weber number 1, A h sqrt(sigma rho/(2 r)). Bubbles begin
/// where the wall under the wick, ln(r_i/r_v)/(2 pi L k) from the vapour, is as hot as an embryo needs:
/// p_sat(T_w) = p + 2 sigma(T_w)/r_n - 2 sigma/r on the fluid's saturation line. Chi's superheat T/(h rho)
/// (2 sigma/r_n - 2 sigma/r) is its tangent, good to a few kelvins, and used where no line is known. That is
/// the boiling limit of wicks that trap bubbles; of axial grooves only where no measured flux is known.
/// Viscous: Busse, A r^2 h rho p/(16 mu L).
/// @throws std::invalid_argument for a pipe that cannot be; ModelError outside the fluid's table
HeatPipeLimits heat_pipe_limits(const HeatPipe& pipe, const HeatPipeFluidState& fluid);

/// [Pa] at a heat [W].
struct HeatPipePressures {
  double capillary = 0;  ///< that the wick can give
  double liquid = 0, vapour = 0, gravity = 0;
};
HeatPipePressures heat_pipe_pressures(const HeatPipe& pipe, const HeatPipeFluidState& fluid, double heat);

/// [K/W] in series from the outside of the evaporator to that of the condenser. The vapour's is
/// T (vapour pressure drop)/(rho h Q) (Clausius-Clapeyron), at the heat asked for.
struct HeatPipeResistance {
  double evaporator_wall = 0, evaporator_wick = 0, vapour = 0, condenser_wick = 0, condenser_wall = 0;
  double total() const {
    return evaporator_wall + evaporator_wick + vapour + condenser_wick + condenser_wall;
  }
};
HeatPipeResistance heat_pipe_resistance(const HeatPipe& pipe, const HeatPipeFluidState& fluid, double heat);

/// Between which temperatures [K] of the vapour the pipe carries a heat [W].
struct HeatPipeRange {
  double coldest = 0, hottest = 0;  ///< [K]
  HeatPipeLimit cold_limit = HeatPipeLimit::viscous, hot_limit = HeatPipeLimit::boiling;
  bool cold_is_table = false, hot_is_table = false;  ///< the fluid's own range ends there, not a limit
};
/// @throws ModelError where no temperature does: names the best one and what it carries
HeatPipeRange heat_pipe_range(const HeatPipe& pipe, const HeatPipeFluid& fluid, double heat);

}  // namespace sunrack
