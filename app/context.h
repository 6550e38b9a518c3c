#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "app/commands.h"
#include "satellite/design_report.h"
#include "satellite/plot.h"
#include "satellite/spec.h"
#include "satellite/study.h"

namespace sunrack::app {

/// A specification that was read, and where from.
struct LoadedSpec {
  SatelliteSpec spec;
  Provenance provenance;
};

/// Reads a preset or a file and applies the overrides. @throws SpecError
LoadedSpec load(const SpecSource& source);

Provenance bare_provenance();  ///< version and revision only

/// Threads, progress and Ctrl-C of a study.
StudyOptions study_options(const OutputChoice& output);

/// Draws a plot; without gnuplot says so, since the figures are written all the same.
template <typename Plot>
bool plot_or_note(const std::string& file, const Plot& plot, const Provenance& provenance) {
  try {
    write_plot(file, plot, provenance);
    return true;
  } catch (const PlotError& error) {
    fmt::print(stderr, "note: no {}: {}\n", file, error.what());
    return false;
  }
}

/// Prints a text on standard output unless quiet.
void say(const OutputChoice& output, const std::string& text);

}  // namespace sunrack::app
