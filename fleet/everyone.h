#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "satellite/design_report.h"

namespace sunrack {

/// Everyone's kilograms per kilowatt: published satellites and calculators under their own assumptions and
/// accounting, then their technology under ours.

struct PublishedItem {
  std::string name;
  double specific_mass = 0;  ///< [kg/W] of the peer's kind of kilowatt
  MassGroup group = MassGroup::bus;
};

struct PublishedSatellite {
  std::string name;
  double published = 0;  ///< [kg/W]
  std::string per;       ///< what is counted, per which kilowatt
  /// What is added up under the peer's own assumptions, then multiplied; none where the assumptions are not
  /// known.
  std::vector<PublishedItem> items;
  double factor = 1;                   ///< [-] structure, spares, ageing, as the peer multiplies
  bool division = false;               ///< published mass over published power: nothing to be rebuilt
  bool partial = false;                ///< items are known in part only: their sum must fall short
  std::vector<std::string> overrides;  ///< its technology in the words of our specification
  std::string explanation;             ///< of what differs
  std::string assumed = "";            ///< by us, where the rebuild needs it
  std::string not_told = "";           ///< what exactly is not public, or was not read
  std::string needed = "";             ///< to do without
  std::string source;
};

/// Heat shed by two faces of a panel [W/m^2]: 2 emissivity efficiency sigma (T^4 - Ts^4), as calculators do.
double simple_panel_flux(double temperature, double sink, double emissivity, double efficiency);
/// [kg/W] of a battery that carries 1 W through an eclipse [s]; specific energy [J/kg].
double simple_battery(double eclipse, double specific_energy, double depth_of_discharge);

const std::vector<PublishedSatellite>& published_satellites();

struct EveryoneRow {
  PublishedSatellite peer;
  std::optional<double> reproduced;  ///< [kg/W] under the peer's own assumptions
  bool within = false;               ///< reproduced within 5 %
  double ours = 0;        ///< [kg/W] of the whole satellite, its technology in reference-2026, per peak kW
  std::string no_answer;  ///< why there is none
  /// [kg/W] ours less theirs by group, what multiplies theirs in "bus"; they sum to ours - reproduced. Empty
  /// where theirs are not known.
  std::vector<PublishedItem> differences;
  std::vector<PublishedItem> our_items;  ///< by group: radiator, loop, power, bus, computers
};
inline constexpr double reproduction_tolerance = 0.05;

std::vector<EveryoneRow> everyone();

std::string everyone_text(const std::vector<EveryoneRow>& rows);
nlohmann::ordered_json everyone_json(const std::vector<EveryoneRow>& rows, const Provenance& provenance);
std::string everyone_csv(const std::vector<EveryoneRow>& rows, const Provenance& provenance);
std::string everyone_html(const std::vector<EveryoneRow>& rows,
                          const std::string& svg);                       ///< a section of a page
std::string everyone_plot_script(const std::vector<EveryoneRow>& rows);  ///< for gnuplot

}  // namespace sunrack
