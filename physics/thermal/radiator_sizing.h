#pragma once

#include <vector>

#include "physics/thermal/radiator_sheet.h"

namespace sunrack::radiator {

/// One point of the quadrature over the coolant's temperature, and what the panel does there.
struct Node {
  CoolantState coolant;
  double heat = 0;  ///< [W] given up in this node's share of the temperatures: m cp dT
  PanelPoint point;
  double pressure_gradient = 0;  ///< [Pa/m]
};

/// How many tubes cool a mass flow from inlet to outlet (radiator_panel.h says by which equations).
class Sizing {
 public:
  /// `drop` [K] from coolant to root where it is given, else negative. Refers to all of them.
  Sizing(double mass_flow, double inlet, double outlet, const Coolant& coolant,
         const RadiatorPanelGeometry& geometry, const Sheet& sheet, double drop);

  /// The number of tubes at which the panel sheds the heat, and the nodes of the fine quadrature there.
  double settle();

  const std::vector<Node>& nodes() const { return nodes_; }
  double area_of_tube() const { return geometry_.tube_spacing * geometry_.tube_length; }

 private:
  template <class TubesNeeded>
  void iterate(double& tubes, double tolerance, TubesNeeded&& needed);
  double tubes_needed(double tubes);
  /// A straight line through the coarse nodes' drops: a near start for the fine ones.
  void remember_drops();
  /// Gauss points in pieces between the kinks of the integrand, each at most half as long as its distance
  /// from the sink, where the integrand has its pole. n points err by (2 distance/half-length)^(-2n): six
  /// leave less than 1e-11, and so do four far from the sink. The steep rise of heat transfer between laminar
  /// and turbulent flow takes ten.
  void fine_nodes(double tubes);
  double reynolds(double tubes, double temperature) const;
  /// Where the Reynolds number passes a value: liquids grow thinner as they warm. The error of a quadrature
  /// grows with the square of the distance between a kink and the break meant for it.
  double temperature_at(double tubes, double wanted) const;
  template <unsigned points>
  void add_piece(double low, double high);

  double mass_flow_, inlet_, outlet_;
  double margin_;  ///< [K] coolant temperature at which nothing is shed
  const Coolant& coolant_;
  const RadiatorPanelGeometry& geometry_;
  const Sheet& sheet_;
  std::vector<Node> nodes_;
  std::vector<double> breaks_;
  bool in_transition_ = false;
  double tubes_of_nodes_ = 0;
  double drop_at_zero_ = 0, drop_slope_ = 0;  ///< [K], [-] first guess of the drop from coolant to root
  bool has_previous_ = false;
  double previous_tubes_ = 0, previous_needed_ = 0, slope_ = 0;
};

}  // namespace sunrack::radiator
