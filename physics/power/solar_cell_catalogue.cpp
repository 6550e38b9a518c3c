#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "physics/constants.h"
#include "physics/numerics/nearest_word.h"
#include "physics/power/solar_cell.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

// Areal masses [kg/m^2]: thickness times density; coverglass 2.6 g/cm^3 (derived), silicon 2.33 g/cm^3,
// silicone adhesive 50 um at 1.1 g/cm^3 (recalled).
constexpr double coverglass_100um = 2600 * 100e-6;
constexpr double coverglass_50um = 2600 * 50e-6;
constexpr double adhesive = 1100 * 50e-6;

SolarCell triple_junction() {
  SolarCell cell;
  cell.name = "triple-junction";
  // 29.8 %: Fetzer et al., "Production ready 30 % efficient triple junction space solar cells", IEEE PVSC,
  // XTJ (read); the AZUR SPACE 3G30C-Advanced data sheet gives the same (recalled): 2.411 V x 0.5044 A /
  // (30.18 cm^2 x 1353 W/m^2) = 0.2978 (voltage, current, area read second-hand). XTJ Prime 30.7 % (read
  // second-hand) is the upper end of the class.
  cell.efficiency = 0.298;
  cell.reference_temperature = 28_degC;  // both data sheets
  // 3G30C-Advanced: dVmp/dT / Vmp + dImp/dT / Imp (temperature rows recalled, 20..80 degC)
  cell.temperature_coefficient = -6.7e-3 / 2.411 + 0.24e-3 / 0.5044;  // -0.00230
  cell.absorptance = 0.91;       // 3G30C-Advanced, with coverglass, at most (read second-hand)
  cell.emissivity_front = 0.85;  // ceria-doped coverglass, antireflection coated (recalled)
  // 3G30C-Advanced bare cell 86 mg/cm^2 at most, 150 um (read second-hand), and cover and adhesive: 1.175
  // kg/m^2
  cell.areal_mass = 0.86 + coverglass_100um + adhesive;
  cell.cover_areal_mass = coverglass_100um + adhesive;
  // 12.5 [10..15] % in 10 years of low orbit (CEA, via solarpanelnews 2023-03-29, read)
  cell.degradation_per_year = 1 - std::pow(1 - 0.125, 1.0 / 10);  // 0.0133
  cell.minimum_temperature = 200_K;  // low-temperature current limits below (recalled)
  cell.maximum_temperature =
      100_degC;  // data-sheet range ends at 80; linear to a few per cent at 100 (recalled)
  cell.source =
      "Spectrolab XTJ (PVSC abstract, read) and AZUR SPACE 3G30C-Advanced data sheet (second-hand, recalled)";
  return cell;
}

SolarCell silicon_heterojunction() {
  SolarCell cell;
  cell.name = "silicon-heterojunction";
  // Record cell, AM1.5G: 26.81 % (LONGi, Nature Energy 2023, read) = 0.7514 V x 414.5 A/m^2 x 0.8607 / 1000
  // W/m^2 (voltage, current, fill factor recalled). AM0 has 1.21 [1.18..1.25] times the current (spectral
  // integral, recalled):
  //   0.7514 x 414.5 x 1.21 x 0.8607 / 1361 = 0.2383, that is 0.889 of the AM1.5G efficiency.
  // A bought cell is not the record: 24.75 % AM1.5G (mass production 24.5..25.5 %, recalled) x 0.889 = 0.220.
  constexpr double record_am0 = 0.7514 * 414.5 * 1.21 * 0.8607 / constants::solar_irradiance;
  cell.efficiency = 0.2475 * record_am0 / 0.2681;
  cell.reference_temperature = 25_degC;
  cell.temperature_coefficient =
      -0.0032;  // silicon heterojunction -0.322 %/K: EPJ-PV 2025 pv20240072 Table 5 (read)
  cell.absorptance =
      0.90;  // textured, with coverglass (recalled); older cells 0.75 (Fortescue Table 11.3, read)
  cell.emissivity_front = 0.86;                                   // textured, with coverglass (recalled)
  cell.areal_mass = 2330 * 160e-6 + coverglass_100um + adhesive;  // 0.37 + 0.26 + 0.055 = 0.688
  cell.cover_areal_mass = coverglass_100um + adhesive;
  // 2.5 [1..4] %/year: McCalip's model of silicon in low orbit (read). Terrestrial silicon without annealing
  // loses 35..40 % in 10 years (CEA, via solarpanelnews, read): 4.6 %/year. The sources do not agree; a cover
  // is assumed.
  cell.degradation_per_year = 0.025;
  cell.minimum_temperature = 200_K;     // carrier freeze-out and contact barriers below (recalled)
  cell.maximum_temperature = 100_degC;  // linear in module data to 85 (recalled); 90 is used to anneal
  cell.source = "AM0 efficiency derived from LONGi 26.81 % AM1.5G (read) and current ratio 1.21 (recalled)";
  return cell;
}

SolarCell thin_silicon() {
  SolarCell cell;
  cell.name = "thin-silicon";
  cell.efficiency =
      0.20;  // 20 um, "more than 20 %": Solestial via solarpanelnews 2023-03-29 (read, second-hand)
  cell.reference_temperature = 25_degC;
  cell.temperature_coefficient =
      -0.0032;              // that of heterojunction cells (EPJ-PV 2025, read); none published for this cell
  cell.absorptance = 0.90;  // that of thick silicon (recalled), conservative: a thin wafer passes infrared
  cell.emissivity_front = 0.86;  // as thick silicon (recalled)
  cell.areal_mass =
      2330 * 20e-6 + coverglass_50um + adhesive;  // 0.047 + 0.13 + 0.055 = 0.232; cover is an estimate
  cell.cover_areal_mass = coverglass_50um + adhesive;
  // Keeps 96 % of its voltage after the equivalent of 10 years with annealing at 90 degC (read, second-hand).
  // Current and fill factor are assumed to lose as much: 0.96^3 in 10 years (estimate)
  cell.degradation_per_year = 1 - std::pow(0.96, 3.0 / 10);  // 0.0122
  cell.minimum_temperature = 200_K;
  cell.maximum_temperature = 100_degC;
  cell.source =
      "Solestial class via solarpanelnews 2023-03-29 (second-hand); thermal figures of thick silicon";
  return cell;
}

SolarCell perovskite_tandem() {
  SolarCell cell;
  cell.name = "perovskite-tandem";
  cell.estimate = true;
  // Perovskite on CIGS, not on silicon: after 2e12 cm^-2 of 68 MeV protons the first kept 85 %, the second 1
  // % (Joule 2020, PMC7238692, read). 24.2 % AM1.5G (recalled) x 0.9 (AM0 over AM1.5G, as silicon) = 0.22
  cell.efficiency = 0.22;
  cell.reference_temperature = 25_degC;
  cell.temperature_coefficient =
      -0.0025;              // between perovskite -0.174 %/K (EPJ-PV 2025, read) and CIGS -0.35 (recalled)
  cell.absorptance = 0.90;  // estimate
  cell.emissivity_front = 0.85;  // estimate, glass cover
  cell.areal_mass =
      1420 * 25e-6 + coverglass_50um + adhesive;  // polyimide foil, cover, adhesive: 0.22 (estimate)
  cell.cover_areal_mass = coverglass_50um + adhesive;
  cell.degradation_per_year =
      0.04;  // upper end of 2.5 [1..4] %/year; chemical stability is not shown (estimate)
  cell.minimum_temperature = 200_K;
  cell.maximum_temperature =
      85_degC;  // damp-heat qualification temperature; beyond, the absorber decomposes (recalled)
  cell.source = "estimate: perovskite/CIGS class; radiation response Joule 2020 PMC7238692 (read)";
  return cell;
}

}  // namespace

const std::vector<SolarCell>& solar_cell_catalogue() {
  static const std::vector<SolarCell> catalogue = {triple_junction(), silicon_heterojunction(),
                                                   thin_silicon(), perovskite_tandem()};
  return catalogue;
}

const SolarCell& solar_cell(const std::string& name) {
  const auto& catalogue = solar_cell_catalogue();
  for (const SolarCell& cell : catalogue) {
    if (cell.name == name) return cell;
  }
  std::vector<std::string> names;
  std::string known;
  for (const SolarCell& cell : catalogue) {
    names.push_back(cell.name);
    known += (known.empty() ? "" : ", ") + cell.name;
  }
  throw std::invalid_argument(fmt::format("solar_cell: no cell \"{}\"; did you mean \"{}\"? Known: {}", name,
                                          nearest_word(name, names), known));
}

}  // namespace sunrack
