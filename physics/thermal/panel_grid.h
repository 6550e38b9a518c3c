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
  std::vector<double> wet;                  ///< [-] share of each slice that is not dry
  std::size_t at(int tube, int i) const { return std::size_t(tube) * std::size_t(along) + std::size_t(i); }
  std::size_t size() const { return touches.size(); }
};

struct Model {
  ConductionProblem problem;
  Slices slices;
  double step = 0;  ///< [m] of a slice
};

Model build_model(const PanelField& field);

/// Cells between two tubes: as asked for, or as the fin needs.
int fin_cells(const PanelField& field);

PanelArea cell_area(const ConductionProblem& problem, int i, int j);

/// [W/m^2] that a face takes up in the mean over an area.
double absorbed_over(const PanelFace& face, const PanelArea& area);

}  // namespace sunrack::panel
