#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "satellite/plot.h"
#include "satellite/study.h"

namespace sunrack {

/// What one effect costs: the design as it is, less the design without that effect. The costs do not add up
/// to that of all effects together: each is taken from a design that has all the others.
struct RadiatorMargin {
  std::string effect;        ///< "coating ageing"
  std::string without;       ///< what stands in its place: "emissivity 0.91, absorptance 0.15"
  double area = 0;           ///< [m^2] of panel, with area margin
  double radiator_mass = 0;  ///< [kg]
  double mass = 0;           ///< [kg] of the satellite: structure and margins follow
  double specific_mass = 0;  ///< [kg/W] of the spec's boundary and basis
  double mean_net_flux = 0;  ///< [W/m^2] of the design without the effect
  std::string reason;        ///< where there is no such design; the numbers are then 0
};

/// What eats the margin: the satellite sized again with one effect removed at a time, the costliest first.
///
/// The temperature gradient is removed at the panel: as much heat at the flux of the inlet's coolant
/// temperature; pump and array stay. All others are changes of the spec.
/// @throws ModelError, std::invalid_argument if the spec itself has no answer
std::vector<RadiatorMargin> radiator_margins(const SatelliteSpec& spec);

std::string margins_text(const std::vector<RadiatorMargin>& margins, const SatelliteDesign& design);
std::string margins_csv(const std::vector<RadiatorMargin>& margins, const Provenance& provenance);
nlohmann::ordered_json margins_json(const std::vector<RadiatorMargin>& margins, const Provenance& provenance);
BarPlot margins_plot(const std::vector<RadiatorMargin>& margins);

}  // namespace sunrack
