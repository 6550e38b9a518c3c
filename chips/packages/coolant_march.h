#pragma once

#include <cstddef>
#include <vector>

#include "chips/packages/electro_thermal.h"

namespace sunrack {

/// Flow in straight rectangular channels.
struct ChannelFlow {
  double film_coefficient = 0;  ///< [W/(m^2 K)]
  double reynolds = 0;          ///< [-] of the hydraulic diameter
  double pressure_drop = 0;     ///< [Pa] along the channels
  double pitch = 0;             ///< [m]
};
/// Laminar up to Re 2300: fully developed, uniform heat along the flow (Shah and London, Laminar Flow Forced
/// Convection in Ducts (1978), eqs 338 and 341). Turbulent from Re 4000: physics/thermal/coolant_loop.h with
/// the hydraulic diameter. Between, linear in Re. Properties at the inlet.
/// @param height [m] of the channels @param width [m] of the whole field of channels across the flow
/// @param length [m] along the flow @throws ModelError outside the validity of the coolant or the flow
ChannelFlow channel_flow(const CoolantChannels& channels, double height, double width, double length);

/// The solid of a layer with channels, averaged over walls and channels: it conducts along the flow and
/// upwards by the share of the walls, not across them.
SolidMaterial channelled_material(const SolidMaterial& wall, const CoolantChannels& channels);

/// Coolant that warms along the channels of a package. Walls and channels are averaged; the walls' sides take
/// part along their whole height, so that the temperature drop along a fin is resolved; floor and roof of the
/// channels take part in the lowest and highest cells of the layer.
class CoolantMarch {
 public:
  /// @throws as channel_flow()
  CoolantMarch(const PackageStack& stack, const PackageModel& model);
  bool empty() const { return lanes_.empty(); }

  /// Solid and coolant in turn, accelerated (physics/numerics/anderson.h), until what the walls give at each
  /// station is what the coolant takes, within 1e-8 of all heat. `problem` is the model's, with other powers.
  /// @throws ModelError where they do not come to rest, or the coolant leaves its range
  ConductionSolution steady(ConductionProblem problem, const ConductionOptions& options,
                            const PowerLaw& leakage);

  int rounds() const { return rounds_; }
  double heat() const { return heat_; }                                    ///< [W] taken up
  double outlet_temperature() const;                                       ///< [K] mixed; warmest layer
  const std::vector<ChannelState>& channels() const { return channels_; }  ///< of each layer with channels
  const std::vector<double>& fluid_temperature() const { return fluid_; }  ///< [K] of each cell; 0: none

 private:
  /// One strip of channels: stations along the flow, each with the cells above one another.
  struct Lane {
    std::size_t layer = 0;  // of the stack
    std::size_t state = 0;  // of channels_
    double mass_flow = 0;   // [kg/s]
    std::vector<std::vector<std::size_t>> stations;
  };
  void add_layer(const PackageStack& stack, const PackageModel& model, std::size_t l);
  std::vector<double> at_inlet() const;  // [K] for each station, lane after lane
  void set_fluid(const std::vector<double>& of_station);
  std::vector<double> march(const std::vector<double>& temperature);

  const PackageStack& stack_;
  std::vector<Lane> lanes_;
  std::vector<ChannelState> channels_;
  std::vector<double> exchange_, fluid_;
  int rounds_ = 0;
  double heat_ = 0;       // [W] taken up
  double unsettled_ = 0;  // [W] between walls and coolant
  double rounding_ = 0;   // [W] that the last digits of the temperatures make of it
};

}  // namespace sunrack
