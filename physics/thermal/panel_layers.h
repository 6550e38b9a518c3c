#pragma once

#include <optional>
#include <vector>

#include "physics/thermal/panel_field.h"

/// The inside of resolved panels: what lies above what, from face a to face b.
namespace sunrack::panel {

struct Layering {
  std::vector<double> z = {0};  ///< [m] of the cells' faces
  std::vector<SolidMaterial> materials;
  std::vector<std::uint16_t> material;  ///< of each cell through
  std::vector<std::uint16_t> at_tube;   ///< the same under a tube that fills the core
  std::vector<int> touched_a, touched_b;
  /// [m^2 K/W] of a core that has no cells of its own, between the two that there are.
  std::optional<double> core_resistance;
};

Layering lay_layers(const PanelField& field);

}  // namespace sunrack::panel
