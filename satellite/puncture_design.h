#pragma once

#include <optional>

#include "physics/debris/segmentation.h"
#include "physics/debris/survival.h"
#include "satellite/puncture_rates.h"

namespace sunrack {

/// What punctures make of a radiator: armour, valves, oversize.
struct PunctureDesign {
  double needed_area = 0;     ///< [m^2] planform without oversize
  double wall = 0;            ///< [m] of the tubes with armour
  double segments = 1;        ///< [-] isolable; real, the masses go with it
  double segments_built = 1;  ///< [-] rounded up
  double losses_covered = 0;  ///< [-] segments that may be lost with all heat still rejected
  double oversize = 1;        ///< [-] area flown over area needed
  double reserve = 0;         ///< [-] coolant in reserve over coolant in the panel
  PenetrationRate expected;   ///< [-] holes in the life with this wall: meteoroids, debris between two bounds
  double design_penetrations = 0;   ///< [-] of the growth and the factor that the spec designs for
  double common_penetrations = 0;   ///< [-] likewise, of the parts that no segment holds
  double probability_of_heat = 1;   ///< [-] that the share of heat asked for can be rejected at the end
  double mean_heat = 1;             ///< [-] share of the heat needed, mean of loops that are alive
  double single_loop_survives = 1;  ///< [-] the same tubes as one loop, bare of armour: no hole in the life
  double armour_areal_mass = 0;     ///< [kg/m^2] of the area needed, as are the next two
  double valve_areal_mass = 0;
  double reserve_areal_mass = 0;   ///< coolant and tank beyond punctures.reserve
  double oversize_areal_mass = 0;  ///< of the whole panel
  double areal_mass = 0;           ///< sum
};

/// What the panel's own sizing hands over.
struct PuncturedPanel {
  double needed_area = 0;            ///< [m^2]
  double flown_area = 0;             ///< [m^2] of the round before
  double tubes = 0;                  ///< [-] side by side in the needed area: real
  double areal_mass = 0;             ///< [kg/m^2] without armour and valves
  double coolant_areal_mass = 0;     ///< [kg/m^2]
  double coolant_density = 0;        ///< [kg/m^3]
  double coolant_pressure = 0;       ///< [Pa]
  double neighbour_fin_ratio = 0.5;  ///< [-] see SegmentedRadiator
};

/// Whether the spec leaves the allowance to the computation.
bool punctures_computed(const RadiatorSpec& spec);

/// The lightest armour, segments and oversize for one panel; `losses` holds the number of segments that may
/// be lost, so that a fixed point over the area closes.
PunctureDesign design_against_punctures(const SatelliteSpec& spec, const PunctureRates& rates,
                                        const PuncturedPanel& panel,
                                        std::optional<int> losses = std::nullopt);

/// Adds what the closed forms say of the segments as built.
void add_survival(const SatelliteSpec& spec, const PunctureRates& rates, const PuncturedPanel& panel,
                  PunctureDesign& design);

}  // namespace sunrack
