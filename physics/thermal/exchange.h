#pragma once

namespace sunrack {

// Closed-form view factors between diffuse rectangles and discs; Howell, A Catalog of Radiation Heat Transfer
// Configuration Factors (formulas recalled; checked by quadrature in the tests). All lengths [m], positive;
// result [-], 0..1, from the first surface to the second. Each @throws std::invalid_argument

/// Equal, directly opposed rectangles a x b at a distance (C-11). Keeps its digits at every proportion.
double view_factor_parallel_rectangles(double a, double b, double distance);

/// Perpendicular rectangles with a common edge of this length (C-14): from the one of width `from` to the one
/// of width `to`, both measured away from the edge. Absolute error below 1e-14 for widths from 1e-2 to 1e2
/// edges.
double view_factor_perpendicular_rectangles(double edge, double from, double to);

/// As above, but the first rectangle begins at a gap (>= 0) from the common edge (view-factor algebra). A
/// difference: its absolute error is that of the one above times (gap + from) / from.
double view_factor_perpendicular_with_gap(double edge, double gap, double from, double to);

/// Extent of a rectangle along the two axes of its plane [m]; low < high.
struct FlatRectangle {
  double x_low = 0, x_high = 0, y_low = 0, y_high = 0;
};

/// Parallel rectangles with parallel sides, anywhere in two planes with a common x and y (C-13 in general
/// position; Ehlert & Smith, J. Thermophys. Heat Transfer 7 (1993) 173, recalled). A sum of 16 terms that
/// cancel: absolute error about 1e-15 times (extent / side)^2.
double view_factor_parallel_rectangles(const FlatRectangle& from, const FlatRectangle& to, double distance);

/// Rectangles in two perpendicular planes, sides along and across the line where the planes meet (C-15 in
/// general position, as above): x >= 0 is the distance from that line, y runs along it in both.
double view_factor_perpendicular_rectangles(const FlatRectangle& from, const FlatRectangle& to);

/// Coaxial, parallel discs (C-41).
double view_factor_coaxial_discs(double radius_from, double radius_to, double distance);

}  // namespace sunrack
