#include "physics/debris/ballistic_limit.h"

#include <cmath>
#include <limits>

#include "physics/debris/ballistic_forms.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

void positive(double value, const char* name, const char* rule = "must be positive [m]") {
  require(value > 0 && std::isfinite(value), name, value, rule);
}
void in_range(double value, double low, double high, const char* name, const char* rule) {
  require(value >= low && value <= high, name, value, rule);
}
void material(double density, const char* name) {
  in_range(density, 100, 25000, name, "must be 100 to 25000 [kg/m^3]");
}
void insulation(double areal_mass, const char* name) {
  require(areal_mass >= 0 && std::isfinite(areal_mass), name, areal_mass, "must not be negative [kg/m^2]");
}
void yield(double stress, const char* name) {
  in_range(stress, 1e6, 5e9, name, "must be 1 to 5000 MPa [Pa]");
}

void check(const SingleWall& wall) {
  positive(wall.thickness, "SingleWall: thickness");
  material(wall.density, "SingleWall: density");
  in_range(wall.brinell, 10, 1000, "SingleWall: brinell", "must be 10 to 1000");
  in_range(wall.sound_speed, 500, 20000, "SingleWall: sound speed", "must be 500 to 20000 [m/s]");
  in_range(wall.failure_factor, 1, 10, "SingleWall: failure factor", "must be 1 to 10");
  insulation(wall.insulation, "SingleWall: insulation");
}
void check(const LaminateWall& wall) {
  positive(wall.thickness, "LaminateWall: thickness");
  material(wall.density, "LaminateWall: density");
  in_range(wall.failure_factor, 1, 10, "LaminateWall: failure factor", "must be 1 to 10");
  insulation(wall.insulation, "LaminateWall: insulation");
}
void check(const WhippleShield& shield) {
  positive(shield.bumper, "WhippleShield: bumper");
  positive(shield.wall, "WhippleShield: wall");
  positive(shield.standoff, "WhippleShield: standoff");
  material(shield.bumper_density, "WhippleShield: bumper density");
  material(shield.wall_density, "WhippleShield: wall density");
  yield(shield.wall_yield_stress, "WhippleShield: wall yield stress");
  insulation(shield.insulation, "WhippleShield: insulation");
}
void check(const HoneycombPanel& panel) {
  positive(panel.front_sheet, "HoneycombPanel: front sheet");
  positive(panel.back_sheet, "HoneycombPanel: back sheet");
  positive(panel.core, "HoneycombPanel: core");
  positive(panel.cell, "HoneycombPanel: cell");
  material(panel.density, "HoneycombPanel: density");
  yield(panel.yield_stress, "HoneycombPanel: yield stress");
  require(panel.form == HoneycombPanel::Form::srl || panel.sheets == HoneycombPanel::Sheets::aluminium,
          "HoneycombPanel: sheets", 1, "CFRP sheets need the form srl: the Whipple form is for aluminium");
}
void check(const TripleWall& wall) {
  positive(wall.front_sheet, "TripleWall: front sheet");
  positive(wall.back_sheet, "TripleWall: back sheet");
  positive(wall.wall, "TripleWall: wall");
  positive(wall.sheet_gap, "TripleWall: sheet gap");
  positive(wall.wall_gap, "TripleWall: wall gap");
  material(wall.density, "TripleWall: density");
  material(wall.wall_density, "TripleWall: wall density");
  yield(wall.yield_stress, "TripleWall: yield stress");
}
void check(const FoamPanel& panel) {
  positive(panel.front_sheet, "FoamPanel: front sheet");
  positive(panel.back_sheet, "FoamPanel: back sheet");
  positive(panel.core, "FoamPanel: core");
  positive(panel.foam_areal_mass, "FoamPanel: foam areal mass", "must be positive [kg/m^2]");
  material(panel.density, "FoamPanel: density");
  require(panel.foam_areal_mass < panel.core * panel.density, "FoamPanel: foam areal mass",
          panel.foam_areal_mass, "must be less than of the solid metal [kg/m^2]");
  yield(panel.back_yield_stress, "FoamPanel: back yield stress");
}
void check(const GlassPlate& plate) {
  positive(plate.thickness, "GlassPlate: thickness");
  material(plate.density, "GlassPlate: density");
  in_range(plate.failure_factor, 1, 10, "GlassPlate: failure factor", "must be 1 to 10");
}

ballistic::Shot shot_of(const Impact& impact) {
  require(impact.speed > 0, "critical_diameter: speed", impact.speed, "must be positive [m/s]");
  if (!(impact.speed <= 80_km))
    throw ModelError(fmt::format("critical_diameter: speed = {:.4g} km/s, meteoroids end at 80 km/s",
                                 impact.speed / 1_km));
  require(impact.cos_incidence >= 0 && impact.cos_incidence <= 1, "critical_diameter: cosine of incidence",
          impact.cos_incidence, "must be 0 to 1");
  in_range(impact.density, 100, 10000, "critical_diameter: density of the particle",
           "must be 100 to 10000 [kg/m^3]");
  return {
      .v = impact.speed / 1_km, .cosine = impact.cos_incidence, .density = ballistic::g_cm3(impact.density)};
}

}  // namespace

SingleWall aluminium_wall(double thickness) { return {.thickness = thickness}; }
SingleWall titanium_wall(double thickness) {
  // Ti-6Al-4V: density, hardness and bulk sound speed as handbooks have them (recalled).
  return {.metal = WallMetal::titanium,
          .thickness = thickness,
          .density = 4430,
          .brinell = 334,
          .sound_speed = 4990};
}
SingleWall steel_wall(double thickness) {
  // The form knows neither hardness nor sound speed; HB's 1.57 is for stainless steel.
  return {.metal = WallMetal::steel, .thickness = thickness, .density = 7850};
}

double critical_diameter(const Wall& wall, const Impact& impact) {
  const ballistic::Shot shot = shot_of(impact);
  std::visit([](const auto& kind) { check(kind); }, wall);
  const double diameter =
      std::visit(Overloaded{[&](const SingleWall& w) { return ballistic::single_wall(w, shot); },
                            [&](const LaminateWall& w) { return ballistic::laminate(w, shot); },
                            [&](const WhippleShield& w) { return ballistic::whipple(w, shot); },
                            [&](const HoneycombPanel& w) { return ballistic::honeycomb(w, shot); },
                            [&](const TripleWall& w) { return ballistic::triple(w, shot); },
                            [&](const FoamPanel& w) { return ballistic::foam(w, shot); },
                            [&](const GlassPlate& w) { return ballistic::glass(w, shot); }},
                 wall);
  return diameter * 1_cm;
}

double crater_depth(const SingleWall& target, double diameter, const Impact& impact) {
  positive(diameter, "crater_depth: diameter");
  SingleWall one = target;
  one.failure_factor = 1;
  one.insulation = 0;
  one.thickness = 1_cm;
  // Depth is a power of the diameter, whose exponent is 1 for titanium and 19/18 otherwise.
  const double exponent = target.metal == WallMetal::titanium ? 1.0 : 19.0 / 18;
  return 1_cm * std::pow(diameter / critical_diameter(one, impact), exponent);
}

double crater_depth(const GlassPlate& target, double diameter, const Impact& impact) {
  positive(diameter, "crater_depth: diameter");
  GlassPlate one = target;
  one.failure_factor = 1;
  one.thickness = 1_cm;
  return 1_cm * std::pow(diameter / critical_diameter(one, impact), 1 / 0.94);
}

double areal_mass(const Wall& wall) {
  std::visit([](const auto& kind) { check(kind); }, wall);
  return std::visit(
      Overloaded{
          [](const SingleWall& w) { return w.thickness * w.density + w.insulation; },
          [](const LaminateWall& w) { return w.thickness * w.density + w.insulation; },
          [](const WhippleShield& w) {
            return w.bumper * w.bumper_density + w.wall * w.wall_density + w.insulation;
          },
          [](const HoneycombPanel& w) { return (w.front_sheet + w.back_sheet) * w.density; },
          [](const TripleWall& w) {
            return (w.front_sheet + w.back_sheet) * w.density + w.wall * w.wall_density;
          },
          [](const FoamPanel& w) { return (w.front_sheet + w.back_sheet) * w.density + w.foam_areal_mass; },
          [](const GlassPlate& w) { return w.thickness * w.density; }},
      wall);
}

BallisticValidity validity(const Wall& wall) {
  return std::visit(
      Overloaded{
          [](const SingleWall& w) {
            const char* name = w.metal == WallMetal::aluminium ? "Cour-Palais, NASA/TM-2009-214785 4-1 to 4-6"
                               : w.metal == WallMetal::titanium ? "titanium, NASA/TM-2009-214785 4-7 to 4-9"
                                                                : "steel, NASA/TM-2009-214785 4-10 to 4-12";
            return BallisticValidity{name, 1_km, 8_km, "none known"};
          },
          [](const LaminateWall&) {
            return BallisticValidity{"CFRP, NASA/TM-2009-214789 (0.62)", 5.8_km, 6.6_km,
                                     "one 3.8 mm laminate, normal incidence"};
          },
          [](const WhippleShield& w) {
            const bool nno = w.form == WhippleShield::Form::nno;
            return BallisticValidity{
                nno ? "Whipple NNO, NASA/TM-2009-214785 4-22 to 4-24" : "Whipple JSC, NASA/TM-2009-214789",
                1_km, 8_km,
                nno ? "73.5 % of 1081 shots; 165 misses on the safe side, 121 unsafe" : "not scored here"};
          },
          [](const HoneycombPanel& w) {
            const bool srl = w.form == HoneycombPanel::Form::srl;
            return BallisticValidity{
                srl ? "SRL double wall (Ryan et al. 2007)"
                    : "Whipple with min(2 cells, core), NASA/TM-2009-214785 6-1",
                1_km, 8_km, srl ? "68 % of about 125 shots, 2 unsafe" : "70 % of about 125 shots, 3 unsafe"};
          },
          [](const TripleWall&) {
            return BallisticValidity{"SRL triple wall (Schaefer et al. 2008)", 1_km, 8_km, "none known"};
          },
          [](const FoamPanel&) {
            return BallisticValidity{"foam core (Ryan et al. 2009, NASA/TM-2015-218593)", 2_km, 8_km,
                                     "not scored here (111 public shots)"};
          },
          [](const GlassPlate&) {
            return BallisticValidity{"fused silica, NASA/TM-2009-214785 6-8 to 6-13", 1_km, 8_km,
                                     "none known"};
          }},
      wall);
}

}  // namespace sunrack
