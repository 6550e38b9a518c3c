#include <fmt/format.h>

#include "app/context.h"
#include "satellite/spec_fields.h"
#include "satellite/spec_file.h"

namespace sunrack::app {

int run_presets(const std::string& name, bool reference) {
  if (reference) {
    fmt::print("{}", spec_reference_page());
  } else if (!name.empty()) {
    fmt::print("{}", preset_text(name));
  } else {
    for (const std::string& known : preset_names()) fmt::print("{}\n", known);
  }
  return 0;
}

}  // namespace sunrack::app
