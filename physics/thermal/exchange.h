#pragma once

namespace sunrack {

/// Closed-form view factors between rectangles and discs; Howell, A Catalog of Radiation Heat Transfer Configuration
/// Factors. All lengths [m], result [-] from the first surface to the second.

/// Equal, directly opposed rectangles a x b at a distance c (C-11).
double view_factor_parallel_rectangles(double a, double b, double distance);
/// Perpendicular rectangles with a common edge of this length (C-14): from the one of width `from` to the one of
/// width `to`, both measured away from the edge.
double view_factor_perpendicular_rectangles(double edge, double from, double to);
/// As above, but the first rectangle begins at a gap from the common edge (view-factor algebra).
double view_factor_perpendicular_with_gap(double edge, double gap, double from, double to);
/// Coaxial discs (C-41).
double view_factor_coaxial_discs(double radius_from, double radius_to, double distance);

}  // namespace sunrack
