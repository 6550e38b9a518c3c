#pragma once

#include <array>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/context.h"
#include "physics/debris/penetration.h"
#include "physics/debris/survival.h"

namespace sunrack::app {

/// What `sunrack punctures` is asked; in the units of the options' names.
struct PuncturesAsked {
  std::string spec;
  std::vector<std::string> overrides;
  OutputChoice output;
  double area_m2 = 110, tube_fraction = 0.1, wall_mm = 1, altitude_km = 600, inclination_deg = 97.8,
         years = 5;
  double face_sheet_mm = 0, core_mm = 10, back_sheet_mm = 0.25, wall_gap_mm = 5;
  double insulation_kg_per_m2 = 0;
  double year = 2028, solar_flux = 140, meteoroid_density = 1000, debris_density = 2800, shell_multiplier = 1;
  double share = 0.95, confidence = 0.95, segment_mass_kg = 1, panel_kg_per_m2 = 5;
  double segments = 0;  ///< given; 0: as many as are needed
  double heat_pipes = 0;
  double valve_reliability = 1, spurious_closure_years = 0, common_area_m2 = 0, common_wall_mm = 4;
  double coolant_kg = 0, reserve_kg = 0, isolation_s = 10, hole_mm = 1, coolant_kg_per_m3 = 600,
         pressure_kpa = 1000;
  double fin_ratio = 0.5;
  bool no_debris = false;
  double strings = 0, string_area_m2 = 0.5, string_cut_mm = 1;
  std::string material = "aluminium", attitude = "tumbling", form = "nno", flux_table;
};

inline constexpr double puncture_year = 3.15576e7;  ///< [s] of --years

/// @throws std::invalid_argument naming the option, its value and what is accepted
void require_asked(const PuncturesAsked& ask);

/// The sky of both faces.
std::array<Exposure, 2> exposures_of(const PuncturesAsked& ask);

struct PunctureAnswer {
  std::array<PenetrationRate, 2> faces;  ///< [m^-2 s^-1]
  PenetrationRate expected;              ///< [-] holes of the tubes on both faces
};
/// `wall` [m] of the tubes.
PunctureAnswer answer_of(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures, double wall);

nlohmann::ordered_json punctures_json(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures,
                                      const PunctureAnswer& answer);
/// The same as lines of a name and a figure.
std::string punctures_text(const nlohmann::ordered_json& json);

/// JSON, table and plot over the wall, panel for ParaView, in the folder asked for.
void write_puncture_files(const PuncturesAsked& ask, const std::array<Exposure, 2>& exposures,
                          const PunctureAnswer& answer, const nlohmann::ordered_json& json,
                          const Provenance& provenance);

}  // namespace sunrack::app
