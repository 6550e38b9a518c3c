#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/context.h"
#include "physics/numerics/file_output.h"
#include "validation/claim.h"

namespace sunrack::app {

int run_ledger(const std::string& file, bool check) {
  const std::string page = ledger_markdown(all_claims());
  if (check) {
    std::ifstream stream(file);
    const std::string committed((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    fmt::print("{} is {}\n", file, committed == page ? "current" : "stale: run sunrack ledger");
    return committed == page ? 0 : 1;
  }
  const auto folder = std::filesystem::path(file).parent_path();
  if (!folder.empty()) create_folder(folder);
  write_file_whole(file, page);
  fmt::print("wrote {}\n", file);
  return 0;
}

}  // namespace sunrack::app
