#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sunrack {

/// A data file compiled into the program (cmake/SunrackEmbed.cmake).
struct EmbeddedFile {
  std::string_view name;  ///< without its folder, for example "ammonia.csv"
  std::string_view text;
};

/// The same for a file that is no text.
struct EmbeddedBinary {
  std::string_view name;
  std::span<const std::uint8_t> bytes;
};

}  // namespace sunrack
