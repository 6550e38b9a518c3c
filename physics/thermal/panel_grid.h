#pragma once

#include <vector>

#include "physics/thermal/panel_field.h"

/// The inside of resolved panels: grid, materials, faces, and which cells a tube touches.
namespace sunrack::panel {

/// A cell that a slice of a tube feeds.
struct Touch {
  std::size_t cell = 0;
  double share = 0;  ///< [-] of the slice's conductance
};

/// A tube cut into the grid's cells along x.
struct Slices {
  int tubes = 0, along = 0;
  std::vector<std::vector<Touch>> touches;  ///< of each slice
  std::vector<double> wet;                  ///< [-] 1, or 0 where the slice is dry
  std::vector<double> x;                    ///< [m] faces along
  double length(int i) const { return x[std::size_t(i) + 1] - x[std::size_t(i)]; }  ///< [m]
  std::size_t at(int tube, int i) const { return std::size_t(tube) * std::size_t(along) + std::size_t(i); }
  std::size_t size() const { return touches.size(); }
};

struct Model {
  ConductionProblem problem;
  Slices slices;
};

Model build_model(const PanelField& field);

/// Cells along: as asked for, or more where dry stretches end.
int cells_along(const PanelField& field);
/// Cells between two tubes: as asked for, or as the fin needs.
int fin_cells(const PanelField& field);

PanelArea cell_area(const ConductionProblem& problem, int i, int j);

/// [W/m^2] that a face takes up in the mean over an area.
double absorbed_over(const PanelFace& face, const PanelArea& area);

}  // namespace sunrack::panel
