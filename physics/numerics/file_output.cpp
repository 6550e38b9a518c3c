#include "physics/numerics/file_output.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <system_error>

namespace sunrack {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot(const char* what, const fs::path& path, const std::error_code& why) {
  throw std::runtime_error(fmt::format("cannot {} '{}': {}", what, path.string(), why.message()));
}

std::error_code last_error() { return {errno, std::generic_category()}; }

std::error_code write_text(const fs::path& path, std::string_view text) {
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  if (!file) return last_error();
  std::error_code failed;
  if (std::fwrite(text.data(), 1, text.size(), file) != text.size()) failed = last_error();
  if (std::fclose(file) != 0 && !failed) failed = last_error();  // a full disk may show only here
  return failed;
}

/// Processes and threads that write the same file at the same time each have a name of their own.
fs::path temporary_beside(const fs::path& path) {
  static std::atomic<unsigned> serial{0};
  fs::path temporary = path;
  temporary += fmt::format(".{}-{}.partial", ::getpid(), serial++);
  return temporary;
}

}  // namespace

void write_file_whole(const fs::path& path, std::string_view text) {
  std::error_code failed;
  fs::path target = path;
  const fs::file_status status = fs::status(path, failed);
  if (fs::is_directory(status)) cannot("write", path, std::make_error_code(std::errc::is_a_directory));
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    failed = write_text(path, text);
    if (failed) cannot("write", path, failed);
    return;
  }
  if (fs::is_regular_file(status)) {
    target = fs::canonical(path, failed);
    if (failed) cannot("write", path, failed);
  }
  const fs::path temporary = temporary_beside(target);
  failed = write_text(temporary, text);
  if (!failed) fs::rename(temporary, target, failed);
  if (!failed) return;
  std::error_code ignored;
  fs::remove(temporary, ignored);
  cannot("write", path, failed);
}

void create_folder(const fs::path& path) {
  std::error_code failed;
  fs::create_directories(path, failed);
  if (!failed && !fs::is_directory(path, failed) && !failed)
    failed = std::make_error_code(std::errc::not_a_directory);
  if (failed) cannot("make the folder", path, failed);
}

}  // namespace sunrack
