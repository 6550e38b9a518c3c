#pragma once

#include <map>
#include <optional>
#include <string>

#include "chips/catalogue.h"
#include "physics/constants.h"
#include "physics/numerics/sampling.h"
#include "physics/thermal/radiator_panel.h"
#include "satellite/battery_pack.h"
#include "satellite/power_conversion.h"
#include "satellite/solar_array.h"

namespace sunrack {

/// All inputs of a satellite. Plain values in SI; the defaults are the reference satellite of 2026. Each
/// field's unit, range, meaning and source stand in satellite/spec_fields.cpp, from which docs/spec.md is
/// made.

struct MissionSpec {
  double life = 5 * constants::julian_year;  ///< [s]
};

struct OrbitSpec {
  std::string kind = "sun-synchronous";          ///< or "inclined"
  double altitude = 600e3;                       ///< [m]
  double local_time_ascending_node = 18 * 3600;  ///< [s] after midnight; sun-synchronous only
  double inclination = 0;                        ///< [rad]; inclined only
  double right_ascension_ascending_node = 0;     ///< [rad] at the start of the year; inclined only
  int year = 2026;                               ///< calendar year of the beta angles
};

struct EnvironmentSpec {
  std::string radiator_case = "hot";     ///< environment that sizes the radiator
  std::string array_case = "cold";       ///< environment that sizes the array: least sunlight
  std::optional<double> solar_flux;      ///< [W/m^2] in place of the case's, for both
  std::optional<double> albedo;          ///< [-]
  std::optional<double> earth_infrared;  ///< [W/m^2]
};

struct ComputeSpec {
  std::string chip = "gb300";
  double it_power = 100e3;    ///< [W] at the boards' input, all packages at full load, at the chip's
                              ///< leakage reference temperature
  double average_load = 1;    ///< [-] mean over peak; counts in kg per average kW only
  double server_mass = 6e-3;  ///< [kg/W] boards, cold plates, chassis, switches
  std::optional<double> junction_temperature;       ///< [K] of design; else the chip's limit
  std::optional<double> memory_limit;               ///< [K] in place of the chip's
  std::optional<double> leakage_share;              ///< [-]
  std::optional<double> leakage_doubling_interval;  ///< [K]
  std::string package = "catalogue";                ///< or a resolved package whose resistances count
  std::optional<double> die_resistance;             ///< [K/W] in place of either
  std::optional<double> memory_resistance;          ///< [K/W]
  std::optional<double> coupling_resistance;        ///< [K/W]
  std::optional<double>
      junction_to_coolant_drop;  ///< [K] at the reference temperature: scales the chip's resistances
};

struct CoolantSpec {
  std::string fluid = "ammonia";
  double rise = 10;                        ///< [K] from supply to return
  double pump_efficiency = 0.3;            ///< [-] wire to hydraulic
  double cold_plate_pressure_drop = 60e3;  ///< [Pa] cold plates, manifolds and filters at the design flow
  double line_length = 20;                 ///< [m] to the panels and back
  double line_velocity = 2;                ///< [m/s] in the lines
  double loop_mass =
      1.5e-3;  ///< [kg/W] pumps, accumulators, valves, lines, coolant outside the panel; of heat
  std::optional<double> pump_fraction;  ///< [-] pump power over heat, in place of the computed one
};

struct RadiatorSpec {
  std::string coating = "z93";
  std::optional<double> emissivity;                 ///< [-] end of life, in place of the coating's
  std::optional<double> absorptance;                ///< [-] solar, end of life
  std::string attitude = "edge-on-zenith";          ///< or "edge-on-velocity"
  std::string sizing_point = "worst";               ///< of the orbit: "worst" position or orbit "mean"
  double pointing_error = 2 * constants::pi / 180;  ///< [rad] off the edge-on attitude, in the bad sense
  std::string material = "aluminium-6061";
  double face_sheet_thickness = 0.254e-3;  ///< [m] each of two
  double core_areal_mass = 0.8;            ///< [kg/m^2] honeycomb, adhesive, inserts
  double coating_areal_mass = 0.25;        ///< [kg/m^2] both faces
  double tube_spacing = 0.10;              ///< [m]
  double tube_inner_diameter = 6e-3;       ///< [m]
  double tube_wall = 1.0e-3;               ///< [m]
  double tube_length = 8;                  ///< [m] along the flow, panels in series
  double bond_resistance = 0.02;           ///< [K m/W] tube to sheets
  double deployment_areal_mass = 1.0;      ///< [kg/m^2] hinges, booms, drives, flexible lines
  double area_margin = 0.05;               ///< [-] of area
  double standoff = 1.0;                   ///< [m] from the array's plane to the panel's near edge
  std::optional<double>
      array_view_factor;  ///< [-] from each face to the array's back, in place of the computed one
  std::optional<double>
      meteoroid_allowance;           ///< [kg/m^2] armour, valves, oversize, in place of the computed ones
  std::optional<double> areal_mass;  ///< [kg/m^2] planform, all included, in place of the computed one
  std::optional<double> sink_temperature;      ///< [K] in place of the environment
  std::optional<double> fin_efficiency;        ///< [-] in place of the computed one
  std::optional<double> coolant_to_root_drop;  ///< [K] film, wall and bond, in place of the computed one
};

/// What meteoroids and debris may do to the radiator; the armour, valves and oversize follow from it.
struct PunctureSpec {
  double confidence = 0.95;          ///< [-] with which the heat can be rejected at the end of life
  double heat_at_end = 1;            ///< [-] share of the design's heat to be rejected then
  double valve_mass = 1;             ///< [kg] valves, sensors, plumbing of one isolable segment
  double valve_reliability = 0.999;  ///< [-] a segment's valves close when they are asked
  double isolation_time = 10;        ///< [s] from the hole to closed valves
  double hole_diameter = 1e-3;       ///< [m] through which coolant leaves until then
  double reserve = 0.25;  ///< [-] coolant in the accumulators over coolant in the panel; more if need be
  std::optional<double> spurious_closure_interval;  ///< [s] mean, of one pair closing unasked; empty: never
  double common_area = 0.2;   ///< [m^2] of manifolds, pumps, joints and valve blocks: no segment holds them
  double common_wall = 4e-3;  ///< [m] of them, behind the same face sheet
  double standoff = 10e-3;    ///< [m] from face sheet to tube: room for what the sheet breaks up
  double rate_factor = 1;     ///< [-] on the rate of holes: its uncertainty
  std::string debris_growth = "high";  ///< bound of debris growth: "low", "mean" (geometric), "high"
  /// "blocks", "interleaved": live tubes warm a dead one's fins, "heat-pipes": so, each tube its own segment
  /// without valves.
  std::string segment_layout = "blocks";
};

/// What the belts, cosmic rays and the Sun are taken to be, and what the chips bear.
struct RadiationSpec {
  std::string solar_cycle = "maximum";  ///< "minimum" or "maximum" at launch: belts, and solar protons
  double factor = 1;                    ///< [-] on every flux: the models' uncertainty
  double chip_dose_limit = 20;          ///< [Gy] ionising dose at which the first part of a chip misbehaves
  std::string memory = "gpu-sram";      ///< device whose upsets are told
  double memory_bits = 2e11;            ///< [-] of that device aboard
};

/// What ends computers before the mission does; nobody repairs them. Figures and ranges: chips/lifetime.h.
struct LifetimeSpec {
  double infant_failures = 0.01;  ///< [-] dies and memory of packages dead in their first year, reference
  double infant_shape = 0.5;      ///< [-] Weibull shape of infants
  double random_rate = 0.03;  ///< [-] per year, dies and memory of a package at the reference temperatures
  double memory_share = 72.0 / 198;  ///< [-] of both, in the memory
  double board_rate = 0.01;          ///< [-] per year, a package's share of its board
  double activation_energy = 0.7 * constants::elementary_charge;  ///< [J] of infants and random failures
  double reference_junction = 343.15;  ///< [K] at which the failures were counted, on the ground
  double reference_memory = 348.15;    ///< [K]
  double reference_board = 333.15;     ///< [K]
  double electromigration_energy = 0.9 * constants::elementary_charge;  ///< [J]
  double dielectric_energy = 0.7 * constants::elementary_charge;        ///< [J]
  double instability_energy = 0.5 * constants::elementary_charge;       ///< [J]
  double qualified_life = 10 * constants::julian_year;                  ///< [s] at the limits of the chip ...
  double qualified_failures = 1e-3;       ///< [-] dead by then of each mechanism of wear
  double fatigue_cycles = 3000;           ///< [-] characteristic life of a board's solder, 0 to 100 degC
  double board_rise = 20;                 ///< [K] of the board over the coolant
  std::string eclipse_loop = "bypassed";  ///< or "through-panel": how cold boards get while they hibernate
  double lethal_dose = 200;               ///< [Gy] median dose that ends a package
  /// [-] per year, stops of a package by particles, from which it recovers; in place of the computed ones
  std::optional<double> interrupt_rate;
  double interrupt_recovery = 600;      ///< [s]
  double satellite_loss = 0.01;         ///< [-] per year, of all aboard at once
  double burn_in_time = 96 * 3600;      ///< [s] on the ground
  double burn_in_temperature = 398.15;  ///< [K]
  double spares = 0;           ///< [-] packages carried beyond those that the power serves, over them
  int packages_per_board = 4;  ///< [-] that a dead board takes with it
};

struct ShieldSpec {
  double thickness = 5e-3;  ///< [m]
  double area = 10;         ///< [m^2] of the box around the computers
  std::string material = "aluminium";
  std::optional<double> density;     ///< [kg/m^3] in place of the material's
  std::optional<double> dose_limit;  ///< [Gy] over the mission, from which the thickness follows
};

struct BusSpec {
  double avionics_mass = 30;          ///< [kg]
  double avionics_power = 1e3;        ///< [W]
  double communications_mass = 60;    ///< [kg] lasers and radio
  double communications_power = 2e3;  ///< [W]
  double attitude_control_mass = 90;  ///< [kg] wheels, torquers, sensors
  double structure_fraction = 0.15;   ///< [-] of dry mass before margin
  double margin = 0.15;               ///< [-] of mass before margin
};

struct PropulsionSpec {
  double dry_mass = 70;                 ///< [kg] thrusters, power unit, tank
  double specific_impulse = 2000;       ///< [s]
  double manoeuvre_speed = 100;         ///< [m/s] raising, avoidance, disposal
  double drag_coefficient = 2.2;        ///< [-]
  std::string solar_activity = "mean";  ///< "low", "mean", "high": density of the upper atmosphere
  std::optional<double> total_mass;     ///< [kg] hardware and propellant, in place of the computed one
};

struct AccountingSpec {
  std::string boundary =
      "satellite";             ///< what is counted: panel, thermal-loop, thermal-and-power, bus, satellite
  std::string basis = "peak";  ///< per kW of IT power: "peak" or "average"
};

struct SatelliteSpec {
  std::string name = "reference-2026";
  MissionSpec mission;
  OrbitSpec orbit;
  EnvironmentSpec environment;
  ComputeSpec compute;
  CoolantSpec coolant;
  RadiatorSpec radiator;
  SolarArrayTechnology solar_array;
  PowerConversionTechnology power;
  BatteryTechnology battery;
  std::string battery_strategy = "hibernate";  ///< through eclipses: "ride-through", "hibernate", "none"
  double hibernation_load = 0.1;               ///< [-] of the satellite's electrical load that stays on
  PunctureSpec punctures;
  RadiationSpec radiation;
  LifetimeSpec lifetime;
  ShieldSpec shield;
  BusSpec bus;
  PropulsionSpec propulsion;
  AccountingSpec accounting;

  /// Fields that a study may vary, by key ("radiator.areal_mass"); the nominal value is the field's own.
  std::map<std::string, Distribution> uncertainty;
};

}  // namespace sunrack
