#pragma once

#include <string>
#include <variant>

namespace sunrack {

/// A sphere that hits a wall.
struct Impact {
  double speed = 0;          ///< [m/s]
  double cos_incidence = 1;  ///< [-] against the normal, 0 < cos <= 1
  double density = 2800;     ///< [kg/m^3] of the sphere
};

enum class WallMetal { aluminium, titanium, steel };

/// One sheet of metal, bare. Defaults: aluminium 6061-T6.
struct SingleWall {
  WallMetal metal = WallMetal::aluminium;
  double thickness = 0;       ///< [m]
  double density = 2710;      ///< [kg/m^3]
  double brinell = 95;        ///< [-] hardness
  double sound_speed = 5100;  ///< [m/s]
  double failure_factor =
      1.8;  ///< [-] thickness over the crater's depth: 1.8 hole, 2.2 detached, 3 incipient spall
  double insulation = 0;  ///< [kg/m^2] of multilayer insulation in front
};
SingleWall aluminium_wall(double thickness);
SingleWall titanium_wall(double thickness);  ///< Ti-6Al-4V
SingleWall steel_wall(double thickness);     ///< stainless 304

/// One laminate of carbon fibre.
struct LaminateWall {
  double thickness = 0;         ///< [m]
  double density = 1600;        ///< [kg/m^3]
  double failure_factor = 1.8;  ///< [-]
  double insulation = 0;        ///< [kg/m^2] of multilayer insulation in front
};

/// Two aluminium sheets apart: a bumper and a wall.
struct WhippleShield {
  enum class Form { nno, jsc };
  Form form = Form::nno;                  ///< jsc derates bumpers too thin for the particle
  double bumper = 0;                      ///< [m]
  double wall = 0;                        ///< [m]
  double standoff = 0;                    ///< [m] between them
  double bumper_density = 2710;           ///< [kg/m^3]
  double wall_density = 2710;             ///< [kg/m^3]
  double wall_yield_stress = 275.7903e6;  ///< [Pa] 40 ksi
  double insulation = 0;                  ///< [kg/m^2] of multilayer insulation in front
};

/// Two face sheets on a honeycomb core.
struct HoneycombPanel {
  enum class Form { whipple, srl };
  enum class Sheets { aluminium, cfrp };
  Form form = Form::whipple;
  Sheets sheets = Sheets::aluminium;
  double front_sheet = 0;          ///< [m]
  double back_sheet = 0;           ///< [m]
  double core = 0;                 ///< [m] depth
  double cell = 4.76e-3;           ///< [m] width of a cell: channelling counts two of them
  double density = 2710;           ///< [kg/m^3] of the sheets
  double yield_stress = 410.24e6;  ///< [Pa] of the back sheet; 59.5 ksi
};

/// A sandwich (or a face sheet with a doubler) and behind it what is to survive: a tube behind a panel's
/// skin. With `back_sheet` = 0 it is one sheet and the tube's wall.
struct TripleWall {
  HoneycombPanel::Sheets sheets = HoneycombPanel::Sheets::aluminium;
  double front_sheet = 0;            ///< [m]
  double back_sheet = 0;             ///< [m]
  double wall = 0;                   ///< [m] of the equipment
  double sheet_gap = 0;              ///< [m] front to back sheet
  double wall_gap = 0;               ///< [m] back sheet to wall
  double density = 2710;             ///< [kg/m^3] of the sheets
  double wall_density = 2710;        ///< [kg/m^3]
  double yield_stress = 275.7903e6;  ///< [Pa] of the wall
};

/// Two aluminium sheets on open-cell aluminium foam.
struct FoamPanel {
  double front_sheet = 0;                 ///< [m]
  double back_sheet = 0;                  ///< [m]
  double core = 0;                        ///< [m]
  double foam_areal_mass = 0;             ///< [kg/m^2]
  double density = 2710;                  ///< [kg/m^3] of the sheets
  double back_yield_stress = 275.7903e6;  ///< [Pa]
};

/// Fused silica: a window, a cover glass, the stack of a solar cell.
struct GlassPlate {
  double thickness = 0;       ///< [m]
  double density = 2200;      ///< [kg/m^3]
  double failure_factor = 2;  ///< [-] thickness over depth: 2 perforates, 3 spalls, 7 cracks the rear
};

using Wall =
    std::variant<SingleWall, LaminateWall, WhippleShield, HoneycombPanel, TripleWall, FoamPanel, GlassPlate>;

/// [m] diameter of the smallest sphere that perforates the wall (fails it, as its `failure_factor` says).
/// Infinite at grazing incidence on one wall.
/// @throws std::invalid_argument on a bad wall or impact; ModelError outside the validity of the equation
double critical_diameter(const Wall& wall, const Impact& impact);

/// [m] depth of the crater that a sphere makes in a thick target of the wall's material.
double crater_depth(const SingleWall& target, double diameter, const Impact& impact);
double crater_depth(const GlassPlate& target, double diameter, const Impact& impact);

/// [kg/m^2] of all sheets (no core: its mass is not part of any of these equations), with insulation and
/// foam.
double areal_mass(const Wall& wall);

/// What the equation was tested on.
struct BallisticValidity {
  std::string equation;    ///< name and source
  double tested_low = 0;   ///< [m/s] slowest tested shot
  double tested_high = 0;  ///< [m/s] fastest; above it the form is extrapolated, as everyone does
  std::string score;       ///< on public shots, or "none known"
};
BallisticValidity validity(const Wall& wall);

}  // namespace sunrack
