#pragma once

#include <string>

#include "app/commands.h"
#include "satellite/design_report.h"
#include "satellite/spec.h"

namespace sunrack::app {

/// A specification that was read, and where from.
struct LoadedSpec {
  SatelliteSpec spec;
  Provenance provenance;
};

/// Reads a preset or a file and applies the overrides. @throws SpecError
LoadedSpec load(const SpecSource& source);

Provenance bare_provenance();  ///< version and revision only

/// Opens a summary line on standard output unless quiet.
void say(const OutputChoice& output, const std::string& text);

}  // namespace sunrack::app
