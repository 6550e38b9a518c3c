#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sunrack {

/// A flux against size, as ORDEM and MASTER export it: two columns, cumulative, on a randomly tumbling plate.
struct FluxTable {
  std::vector<double> diameter;  ///< [m] ascending
  std::vector<double> flux;      ///< [m^-2 s^-1] larger than the diameter, falling
  double uncertainty = 3;        ///< [-] factor each way; the exporter's own if it says better
  std::string source = "";       ///< the file
};

/// Reads "diameter_m,flux_per_m2_year" lines (comma, semicolon or blanks between; # opens a comment). One
/// heading line may name other units (diameter_mm, size [cm], flux_per_m2_s) and, of more than two columns,
/// the flux: one called flux or total. Without it the columns are two, in m and per m^2 and year, as ORDEM
/// (SIZEFLUX) and MASTER (reverse cumulative) say them. Comments "# uncertainty_factor = 2" and
/// "# flux_area = cross_section" say a better factor, and that the flux is per cross-section of a tumbling
/// body, as for ORDEM's spacecraft and MASTER's sphere: four times that of its surface.
/// @throws std::invalid_argument naming file, line and what is wrong
FluxTable read_flux_table(const std::filesystem::path& file);
FluxTable parse_flux_table(std::string_view text, const std::string& name);

/// [m^-2 s^-1] log-log between the rows. Below the smallest size is refused; above the largest it is zero
/// (nothing is extrapolated upwards).
/// @throws ModelError below the smallest diameter
double table_flux(const FluxTable& table, double diameter);

}  // namespace sunrack
