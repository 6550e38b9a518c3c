#pragma once

#include <span>
#include <string_view>
#include <vector>

/// The inside of coolants and working fluids: the tables compiled into the library.
namespace sunrack::fluid_table {

/// The named columns of a file of physics/thermal/data: comment lines (#), one line of column names, and
/// numbers separated by commas. Rows whose first wanted column is below `from` are left out.
/// @throws std::logic_error for a file or a number that there is not
std::vector<std::vector<double>> read_columns(std::string_view file, std::span<const std::string_view> wanted,
                                              double from = 0);

}  // namespace sunrack::fluid_table
