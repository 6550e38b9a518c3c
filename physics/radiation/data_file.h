#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sunrack {

/// The text of a table compiled into the program from physics/radiation/data.
/// @throws std::logic_error when there is none of that name
std::string_view radiation_data_file(std::string_view name);

/// Numbers under named columns.
struct DataColumns {
  std::vector<std::string> names;
  std::vector<std::vector<double>> values;  ///< one vector per name, all as long
  /// @throws std::invalid_argument naming the column when it is missing
  const std::vector<double>& column(std::string_view name) const;
};

/// Reads comment lines (#), one line of column names and rows of numbers, separated by commas.
/// @throws std::invalid_argument naming `name` and the line where a row is short, long or holds no number
DataColumns parse_data(std::string_view name, std::string_view text);

}  // namespace sunrack
