#pragma once

#include <filesystem>
#include <string_view>

namespace sunrack {

/// Writes a file so that it is there whole or not at all: into a temporary file in the same folder, which
/// then takes the name. A reader never sees half of it, and a failure leaves an older file as it was and
/// nothing else behind. A link is followed; what is no regular file (a terminal, a pipe) is written to
/// directly.
/// @throws std::runtime_error that names the file and says why
void write_file_whole(const std::filesystem::path& path, std::string_view text);

/// Makes sure that a folder is there, and those above it.
/// @throws std::runtime_error that names the folder and says why
void create_folder(const std::filesystem::path& path);

}  // namespace sunrack
