#include "satellite/package_resistances.h"

#include <map>
#include <mutex>
#include <span>
#include <stdexcept>

#include "physics/embedded.h"
#include "satellite/package_file.h"

namespace sunrack {

namespace embedded {
std::span<const EmbeddedFile> satellite_packages();
}

namespace {

std::string stem(std::string_view file) { return std::string(file.substr(0, file.rfind('.'))); }

}  // namespace

std::vector<std::string> package_names() {
  std::vector<std::string> names = {"catalogue"};
  for (const EmbeddedFile& file : embedded::satellite_packages()) names.push_back(stem(file.name));
  return names;
}

std::string package_source(const std::string& name) {
  for (const EmbeddedFile& file : embedded::satellite_packages())
    if (stem(file.name) == name) return std::string(file.text);
  throw std::invalid_argument("package_resistances: no resolved package " + name);
}

LumpedResistances package_resistances(const std::string& name) {
  static std::mutex mutex;
  static std::map<std::string, LumpedResistances> known;
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(name); found != known.end()) return found->second;
  const PackageFile file = read_package_text(package_source(name), name + ".toml");
  const LumpedResistances resistances =
      lumped_resistances(package_response(file.stack, package_model(file.stack, file.grid)));
  known.emplace(name, resistances);
  return resistances;
}

}  // namespace sunrack
