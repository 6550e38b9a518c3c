#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "physics/thermal/panel_field.h"
#include "satellite/text_file.h"

namespace sunrack {

/// Absorbed flux over a face, bilinear between the points of a rectangular grid.
class FluxMap {
 public:
  FluxMap(std::vector<double> x, std::vector<double> y, std::vector<double> flux);

  /// [W/m^2] at a place [m] within the grid.
  double at(double x, double y) const;
  double mean(const PanelArea& area) const;        ///< [W/m^2] exact, over an area within the grid
  bool covers(double length, double width) const;  ///< from (0, 0) to there

 private:
  std::vector<double> x_, y_, flux_;  ///< flux by y, then x
};

/// A CSV file: `x_m,y_m,absorbed_W_per_m2` in its first line, then one point a line, in any order, which
/// together make a rectangular grid of at least 2 x 2. Lines that begin with # are comments.
/// @throws SpecError with file and line
FluxMap read_flux_map(const std::filesystem::path& file);
FluxMap read_flux_map_text(std::string_view text, const std::string& source_name);

}  // namespace sunrack
