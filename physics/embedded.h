#pragma once

#include <span>
#include <string_view>

namespace sunrack {

/// A data file compiled into the program (cmake/SunrackEmbed.cmake).
struct EmbeddedFile {
  std::string_view name;  ///< without its folder, for example "ammonia.csv"
  std::string_view text;
};

}  // namespace sunrack
