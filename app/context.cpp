#include "app/context.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "physics/numerics/interrupt.h"
#include "satellite/spec_file.h"
#include "sunrack_revision.h"

namespace sunrack::app {

Provenance bare_provenance() { return {.version = SUNRACK_VERSION, .revision = SUNRACK_REVISION}; }

LoadedSpec load(const SpecSource& source) {
  const auto presets = preset_names();
  const bool is_preset = std::find(presets.begin(), presets.end(), source.spec) != presets.end();
  // A word that is neither a preset nor a path is more likely a misspelt preset than a missing file.
  const bool looks_like_path =
      source.spec.find_first_of("/.") != std::string::npos || std::filesystem::exists(source.spec);
  LoadedSpec loaded{.provenance = bare_provenance()};
  loaded.spec = is_preset || !looks_like_path ? preset(source.spec) : read_spec_file(source.spec);
  apply_overrides(loaded.spec, source.overrides);
  loaded.provenance.spec = source.spec;
  loaded.provenance.overrides = source.overrides;
  loaded.provenance.resolved_spec = write_spec(loaded.spec, WrittenFields::all);
  return loaded;
}

StudyOptions study_options(const OutputChoice& output) {
  return {.threads = output.threads, .cancel = &interrupt_flag(), .progress = {.quiet = output.quiet}};
}

void say(const OutputChoice& output, const std::string& text) {
  if (!output.quiet) fmt::print("{}", text);
}

}  // namespace sunrack::app
