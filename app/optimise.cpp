#include "satellite/optimise.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/context.h"
#include "physics/numerics/file_output.h"
#include "physics/units.h"
#include "satellite/margins.h"
#include "satellite/spec_file.h"

namespace sunrack::app {

using namespace units;

int run_optimise(const SpecSource& source, const OutputChoice& output) {
  const LoadedSpec loaded = load(source);
  const Optimum optimum = optimise(loaded.spec, {.study = study_options(output)});
  const auto json = optimum_json(optimum, loaded.provenance);
  if (output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(output, optimum_text(optimum));
  if (!output.folder.empty()) {
    // The curve around the optimum, with the other variables where the optimum has them.
    const JunctionCurve curve = junction_curve(optimum.spec, 40_degC, 160_degC, 61, OtherVariables::fixed,
                                               {.study = study_options(output)});
    create_folder(output.folder);
    write_file_whole(output.folder + "/optimum.json", json.dump(2) + "\n");
    write_file_whole(output.folder + "/optimum.toml", provenance_comment(loaded.provenance, "# ") +
                                                          write_spec(optimum.spec, WrittenFields::all));
    write_file_whole(output.folder + "/junction_curve.csv", junction_curve_csv(curve, loaded.provenance));
    plot_or_note(output.folder + "/junction_curve.svg", junction_curve_plot(curve), loaded.provenance);
    fmt::print(stderr, "wrote {}/: optimum.json, optimum.toml, junction_curve.csv and plot\n", output.folder);
  }
  return 0;
}

int run_margins(const SpecSource& source, const OutputChoice& output) {
  const LoadedSpec loaded = load(source);
  const auto margins = radiator_margins(loaded.spec);
  const auto json = margins_json(margins, loaded.provenance);
  if (output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(output, margins_text(margins, size_satellite(loaded.spec)));
  if (!output.folder.empty()) {
    create_folder(output.folder);
    write_file_whole(output.folder + "/margins.json", json.dump(2) + "\n");
    write_file_whole(output.folder + "/margins.csv", margins_csv(margins, loaded.provenance));
    plot_or_note(output.folder + "/margins.svg", margins_plot(margins), loaded.provenance);
    fmt::print(stderr, "wrote {}/: margins.json, margins.csv and plot\n", output.folder);
  }
  return 0;
}

}  // namespace sunrack::app
