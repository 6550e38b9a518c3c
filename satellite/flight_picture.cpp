#include "satellite/flight_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "physics/numerics/file_output.h"
#include "satellite/satellite_picture.h"

namespace sunrack {

namespace {

/// What a cell of a block shows.
struct Shown {
  std::size_t node = 0, face = 0;
};

/// Blocks of satellite_surfaces, and for each cell its node and face. Wings show their cells; a copy 10 cm
/// behind shows their backs.
struct Picture {
  std::vector<SurfaceBlock> blocks;
  std::vector<std::vector<Shown>> cells;
};

Picture picture_of(const SatelliteSpec& spec, const SatelliteDesign& design, const FlightNetwork& n) {
  Picture picture;
  const std::size_t segments = n.panel_coolant.size();
  constexpr std::size_t panel_columns = 40;  // of satellite_surfaces, along the tubes
  for (SurfaceBlock& block : satellite_surfaces(spec, design)) {
    const std::size_t count = block.quads.size();
    std::vector<Shown> shown(count);
    const bool left = block.name == "array wing left", right = block.name == "array wing right";
    const bool earth = block.name == "radiator Earth side", far = block.name == "radiator far side";
    for (std::size_t i = 0; i < count; ++i) {
      if (left || right) {
        shown[i] = {n.wing_fronts[left ? 0 : 1], n.outside.array_front};
      } else if (earth || far) {
        const std::size_t segment = i % panel_columns * segments / panel_columns;
        const auto& strips = n.outside.panel[earth ? 0 : 1];
        shown[i] = {n.panel_faces[2 * segment + (far ? 1 : 0)], strips[strips.size() > 1 ? segment : 0]};
      } else
        shown[i] = {n.skin, n.outside.bus[std::min<std::size_t>(5, i * 6 / count)]};
    }
    if (left || right) {
      SurfaceBlock back = block;
      back.name += " back";
      for (Eigen::Vector3d& point : back.points) point.x() -= 0.1;
      std::vector<Shown> behind(count, {n.wing_backs[left ? 0 : 1], n.outside.array_back});
      picture.blocks.push_back(std::move(back));
      picture.cells.push_back(std::move(behind));
    }
    picture.blocks.push_back(std::move(block));
    picture.cells.push_back(std::move(shown));
  }
  return picture;
}

}  // namespace

std::string flight_picture_script(double coldest, double warmest) {
  return fmt::format(
      R"py(# Opens flight.pvd beside this file in ParaView: temperature of all surfaces, a view of the
# whole satellite, time in the title bar. Run `paraview --script=open_flight.py`, or
# `pvbatch open_flight.py picture.png [time in s]` for a picture (on a machine without a screen
# behind `xvfb-run -a -s "-screen 0 1280x1024x24"`).
import os
import sys
from paraview.simple import *

here = os.path.dirname(os.path.abspath(sys.argv[0] if sys.argv and sys.argv[0].endswith(".py") else "open_flight.py"))
flight = PVDReader(FileName=os.path.join(here, "flight.pvd"))
view = GetActiveViewOrCreate("RenderView")
view.ViewSize = [1280, 800]
view.Background = [1.0, 1.0, 1.0]
view.UseColorPaletteForBackground = 0
shown = Show(flight, view)
ColorBy(shown, ("CELLS", "Temperature [K]"))
colours = GetColorTransferFunction("Temperature [K]")
colours.ApplyPreset("Inferno (matplotlib)", True)
colours.RescaleTransferFunction({:.1f}, {:.1f})
bar = GetScalarBar(colours, view)
bar.Title = "Temperature [K]"
bar.ComponentTitle = ""
bar.LabelFormat = bar.RangeLabelFormat = "%.0f"
bar.ScalarBarLength = 0.6
bar.TitleColor = bar.LabelColor = [0.1, 0.1, 0.1]
shown.SetScalarBarVisibility(view, True)
time = AnnotateTimeFilter(flight)
for property in ("Format",):
    setattr(time, property, "time {{time:.0f}} s" if GetParaViewVersion() >= 5.10 else "time %.0f s")
label = Show(time, view)
label.Color = [0.1, 0.1, 0.1]
scene = GetAnimationScene()
scene.UpdateAnimationUsingDataTimeSteps()
steps = flight.TimestepValues
scene.AnimationTime = float(sys.argv[2]) if len(sys.argv) > 2 else steps[0]
Render()
#From the shaded side, above the panel : array 's back, both faces' edge, bus.
view.CameraPosition = [-60.0, -45.0, 40.0]
view.CameraFocalPoint = [0.0, 0.0, 0.0]
view.CameraViewUp = [0.0, 0.0, 1.0]
ResetCamera()
GetActiveCamera().Zoom(1.7)
Render()
if len(sys.argv) > 1:
    SaveScreenshot(sys.argv[1], view, ImageResolution=[1280, 800])
)py",
      coldest, warmest);
}

void write_flight_pictures(const std::filesystem::path& folder, const SatelliteSpec& spec,
                           const SatelliteDesign& design, const FlightOptions& options,
                           const FlightResult& flight, int frames, const FileMetadata& metadata) {
  if (flight.trace.empty()) throw std::invalid_argument("write_flight_pictures: the flight kept no samples");
  FlightSystem system = flight_system(spec, design, options);
  const FlightNetwork& n = system.network();
  Picture picture = picture_of(spec, design, n);
  const std::size_t count = std::min(flight.trace.size(), std::size_t(std::max(1, frames)));
  std::vector<TimedFile> states;
  double coldest = 1e9, warmest = 0;
  for (std::size_t f = 0; f < count; ++f) {
    const std::size_t at = count == 1 ? 0 : f * (flight.trace.size() - 1) / (count - 1);
    const FlightSample& sample = flight.trace[at];
    const auto loads = system.loads(flight.start + sample.time);
    for (std::size_t b = 0; b < picture.blocks.size(); ++b) {
      std::vector<double> temperature, irradiance, shadow;
      for (const Shown& cell : picture.cells[b]) {
        const PlateIrradiance& in = loads[cell.face];
        temperature.push_back(sample.temperatures[cell.node]);
        irradiance.push_back(in.sun + in.albedo + in.earth_infrared);
        shadow.push_back(1 - sample.sunlit);
        coldest = std::min(coldest, temperature.back());
        warmest = std::max(warmest, temperature.back());
      }
      picture.blocks[b].fields = {{"Temperature [K]", std::move(temperature)},
                                  {"Irradiance [W/m2]", std::move(irradiance)},
                                  {"Shadow [-]", std::move(shadow)}};
    }
    const auto file =
        write_surfaces(folder / "flight", fmt::format("flight_{:04}", f), picture.blocks, metadata);
    states.push_back({sample.time, std::filesystem::path("flight") / file.filename()});
  }
  write_series(folder / "flight.pvd", states);
  write_file_whole(folder / "open_flight.py", flight_picture_script(coldest, warmest));
}

}  // namespace sunrack
