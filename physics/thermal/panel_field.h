#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "physics/thermal/conduction_steady.h"
#include "physics/thermal/heat_pipe.h"
#include "physics/thermal/radiator_panel.h"

/// A radiator panel resolved by finite volumes: x along the tubes, y across them, z through the thickness,
/// from face a (z low) to face b. See docs/models/panel_field.md.
namespace sunrack {

/// A sheet, or the honeycomb between two.
struct PanelLayer {
  double thickness = 0;  ///< [m]; 0: there is none
  double along = 0;      ///< [W/(m K)] along the tubes
  double across = 0;     ///< [W/(m K)] in the sheet, across the tubes
  double through = 0;    ///< [W/(m K)]
  double density = 0;    ///< [kg/m^3]; only the mass needs it
};

/// Which sheets a tube touches, over its contact width, on each of them. On both it fills the core there, and
/// each sheet has half of its circumference.
enum class TubeSeat { both, sheet_a, sheet_b };

struct PanelBuild {
  int tubes = 0;
  double spacing = 0;  ///< [m] pitch; the panel is tubes x spacing wide, half a pitch beyond the outer ones
  double length = 0;   ///< [m] along the tubes
  PanelLayer sheet_a = {};  ///< the only one where sheet_b has no thickness
  PanelLayer core = {};     ///< needs both sheets
  PanelLayer sheet_b = {};
  double contact_width = 0;  ///< [m] over which the heat enters evenly: tube, saddle or flange
  TubeSeat seat = TubeSeat::both;
  double tube_mass = 0;    ///< [kg/m] of each tube with what is in it
  double other_areal = 0;  ///< [kg/m^2] coating, adhesive
};
double panel_area(const PanelBuild& build);        ///< [m^2] planform
double panel_areal_mass(const PanelBuild& build);  ///< [kg/m^2] planform

/// A rectangle of a face, from x = y = 0 at the corner of the first tube's inlet.
struct PanelArea {
  double from_x = 0, to_x = 0, from_y = 0, to_y = 0;  ///< [m]
};
/// [-] how much of an area lies within another; exactly 1 where all of it does.
double share_within(const PanelArea& area, const PanelArea& other);

/// One face: what it emits and takes up evenly, and more of it in places.
struct PanelFace {
  RadiatorFace even = {};
  /// [W/m^2] mean over an area, on top of it; empty: none. Means and not values at places: cells that lie
  /// partly in a patch take up their part of it, so that no watt is lost or won.
  std::function<double(const PanelArea& area)> absorbed = {};
};

enum class PanelFlow { parallel, counterflow, serpentine, shared_drop };

/// Pumped liquid. Parallel: every tube from x = 0; counterflow: every second one from the other end; in both
/// the living tubes of a loop have equal flows. Shared drop: parallel, but with the flows at which all drops
/// of a loop are alike, as between two wide manifolds. Serpentine: a loop's tubes one after the other, to and
/// fro, from x = 0 of the first.
struct CoolantTubes {
  const Coolant* coolant = nullptr;
  double mass_flow = 0;        ///< [kg/s] of each loop; its living tubes share it
  double inlet = 0;            ///< [K]
  double inner_diameter = 0;   ///< [m]
  double wall = 0;             ///< [m]
  double conductivity = 0;     ///< [W/(m K)] of the wall
  double bond_resistance = 0;  ///< [K m/W] per length of tube
  PanelFlow flow = PanelFlow::parallel;
  int loops = 1;
  bool interleaved = false;  ///< tube t belongs to loop t mod loops; else loops are blocks side by side
};

/// Heat pipes, each at one temperature of its vapour; their condensers are as long as the panel. They are fed
/// by `heat_each`, or by a header in which coolant passes one after the other.
struct HeatPipeTubes {
  HeatPipe pipe = {};
  const HeatPipeFluid* fluid = nullptr;
  double bond_resistance = 0;       ///< [K m/W] wall to sheet
  std::optional<double> heat_each;  ///< [W]
  const Coolant* header = nullptr;
  double mass_flow = 0;          ///< [kg/s] of the header
  double inlet = 0;              ///< [K] of the header
  double header_resistance = 0;  ///< [K/W] coolant to the outside of one evaporator
};

/// Tubes held at a temperature: checks, and pitches looked at alone.
struct HeldTubes {
  double temperature = 0;  ///< [K]
  double resistance = 0;   ///< [K m/W] to the sheet; must be positive
};
using PanelTubes = std::variant<CoolantTubes, HeatPipeTubes, HeldTubes>;

/// A stretch of a tube that gives no heat to the sheet.
struct DryStretch {
  int tube = 0;
  double from = 0, to = 0;  ///< [m]
};
/// A dead tube among parallel ones is shut off and its share of the flow goes to the others of its loop; in a
/// serpentine it ends its loop. A severed loop is empty.
struct PanelFailures {
  std::vector<int> dead_tubes = {};     ///< counted from 0, from y = 0
  std::vector<int> severed_loops = {};  ///< counted from 0
  std::vector<DryStretch> dry = {};
};

struct PanelGrid {
  /// At least: cells end where a dry stretch does and are finer there, 8 (m L)^(1/2) from one end to the next
  /// (0.1 % of the heat).
  int along = 40;
  int across_contact = 8;  ///< cells of each contact width
  /// Cells between two tubes, even. 0: as many as the fin asks for, 32 (m L)^(1/2) with its decay length 1/m
  /// at the warmest and half its length L, which errs by 0.1 to 0.2 % (docs/models/panel_field.md).
  int across_fin = 0;
  /// Cells through each sheet and the core. 0 and 0: two-dimensional, one cell through each sheet; the core
  /// conducts with the sheets, half with either, and its resistance through stands between them.
  int sheet_layers = 0, core_layers = 0;
};

struct PanelField {
  PanelBuild build = {};
  PanelTubes tubes = {};
  PanelFace face_a = {}, face_b = {};
  PanelFailures failures = {};
  PanelGrid grid = {};
};

struct PanelTubeAnswer {
  bool alive = true;
  double heat = 0;               ///< [W] to the sheet
  double inlet = 0, outlet = 0;  ///< [K] of the coolant, or of the vapour; of a dead tube: of the sheet there
  double coldest_root = 0;       ///< [K] of the sheet under it
  /// Heat pipes: the least limit, and the share of it that is asked for.
  double limit = 0, share_of_limit = 0;
  HeatPipeLimit governing = HeatPipeLimit::capillary;
  /// [W] where boiling begins in a heat pipe, whether or not it is a limit; none: above the fluid's table
  std::optional<double> first_bubbles = 0;
};

/// Coolant from its inlet to its outlet: a tube, a serpentine or a header.
struct PanelPathAnswer {
  int loop = 0;
  double mass_flow = 0;          ///< [kg/s]
  double inlet = 0, outlet = 0;  ///< [K]
  double heat = 0;               ///< [W]
  double pressure_drop = 0;      ///< [Pa] of straight tubes; 0 for a header
  double reynolds_inlet = 0;     ///< [-]
  /// [-] d ln(pressure drop)/d ln(flow), the sheet following as its own pitch would: 1 laminar, 1.75
  /// turbulent, less where slower coolant is colder and thicker. Below 0 no shared drop holds the flow where
  /// it is.
  double drop_exponent = 0;
  std::vector<int> tubes = {};  ///< that it passes, in order, counted from 0; empty: all, as a header does
};

/// The coldest wall that a liquid touches.
struct PanelColdWall {
  std::string liquid;
  double temperature = 0;  ///< [K]
  double freezing = 0;     ///< [K] of the liquid; 0: its source has none
  int tube = 0;
  std::optional<double> x = {};  ///< [m]; none: outside of the panel, at an evaporator
};

struct PanelFieldAnswer {
  ConductionProblem problem;      ///< as last solved, with its grid
  ConductionSolution conduction;  ///< temperatures and heat of faces
  std::vector<double>
      fluid;  ///< [K] by tube, then along the problem's cells: coolant, vapour, or sheet of a dead tube
  std::vector<double> tube_heat;  ///< [W] to the sheet, likewise
  std::vector<PanelTubeAnswer> tubes;
  std::vector<PanelPathAnswer> paths;
  std::vector<PanelColdWall> cold_walls;  ///< of coolant, of heat pipes and their header; none for held tubes
  double heat = 0;                        ///< [W] that coolant or pipes give
  double heat_a = 0;                      ///< [W] net through face a
  double heat_b = 0;                      ///< [W] net through face b
  double absorbed_a = 0, absorbed_b = 0;  ///< [W] that the faces take up, whatever their temperature
  double energy_residual = 0;             ///< [-] |heat given - net heat of both faces| over heat
  int rounds = 0;                         ///< of conduction and march
  double hottest = 0, coldest = 0;        ///< [K] of both surfaces
  double mean_surface_temperature = 0;    ///< [K] (mean of T^4)^(1/4) weighted with emissivity
  /// [-] heat over that of a panel all at the hottest tube's temperature, less what is absorbed alike.
  double efficiency = 0;
};

struct PanelFieldOptions {
  double relative_tolerance = 1e-10;  ///< [-] of heat that march and sheet disagree on
  int maximum_rounds = 200;
  unsigned threads = 1;
  std::function<void(int round, double mismatch)> progress = {};
};

/// Sheet and coolant to convergence: each round solves the sheet with the coolant's temperatures, then
/// marches the coolant with that heat and an estimate of how it follows the temperature; Anderson's
/// acceleration (Walker & Ni 2011) takes care of coolants that feel each other through the sheet.
/// @throws std::invalid_argument for bad input, by name; ModelError where the coolant leaves its table
/// (freezes), the flow its correlations, no tube is alive, or the rounds do not settle
PanelFieldAnswer solve_panel(const PanelField& field, const PanelFieldOptions& options = {});

/// @throws std::invalid_argument by name
void require_panel(const PanelField& field);

}  // namespace sunrack
