#include "satellite/satellite_picture.h"

#include <gtest/gtest.h>

#include <numeric>

#include "satellite/spec_file.h"

namespace sunrack {
namespace {

const CellField& field(const SurfaceBlock& block, const std::string& name) {
  for (const CellField& candidate : block.fields)
    if (candidate.name == name) return candidate;
  throw std::runtime_error("no field " + name);
}

double sum(const CellField& values) {
  return std::accumulate(values.values.begin(), values.values.end(), 0.0);
}

TEST(SatellitePicture, EveryBlockCarriesTheSameFieldsForEachCell) {
  const SatelliteSpec spec = preset("reference-2026");
  for (const SurfaceBlock& block : satellite_surfaces(spec, size_satellite(spec))) {
    SCOPED_TRACE(block.name);
    for (const char* name : {"Temperature [K]", "Absorbed irradiance [W/m2]", "Net flux [W/m2]", "Area [m2]"})
      EXPECT_EQ(field(block, name).values.size(), block.quads.size());
  }
}

TEST(SatellitePicture, AreasAreThoseOfTheDesign) {
  const SatelliteSpec spec = preset("reference-2026");
  const SatelliteDesign design = size_satellite(spec);
  const auto blocks = satellite_surfaces(spec, design);
  EXPECT_NEAR(sum(field(blocks[0], "Area [m2]")) + sum(field(blocks[1], "Area [m2]")),
              design.solar_array.area, 1e-9);
  EXPECT_NEAR(sum(field(blocks[2], "Area [m2]")), design.radiator.area, 1e-9);
  EXPECT_NEAR(sum(field(blocks[3], "Area [m2]")), design.radiator.area, 1e-9);
}

TEST(SatellitePicture, ThePanelsCellsRejectTheHeatOfTheDesign) {
  const SatelliteSpec spec = preset("reference-2026");
  const SatelliteDesign design = size_satellite(spec);
  const auto blocks = satellite_surfaces(spec, design);
  double heat = 0;
  for (const SurfaceBlock& face : {blocks[2], blocks[3]})
    for (std::size_t i = 0; i < face.quads.size(); ++i)
      heat += field(face, "Net flux [W/m2]").values[i] * field(face, "Area [m2]").values[i];
  // 40 cells at their midpoints along the panel, whose area carries the margin and what punctures may take:
  // the midpoint rule errs by 1e-4.
  EXPECT_NEAR(heat * design.radiator.panel.area / design.radiator.area / design.power.heat, 1, 3e-4);
}

TEST(SatellitePicture, ThePanelCoolsAwayFromTheBus) {
  const SatelliteSpec spec = preset("reference-2026");
  const SurfaceBlock panel = satellite_surfaces(spec, size_satellite(spec))[2];
  const auto& temperature = field(panel, "Temperature [K]").values;
  for (std::size_t i = 1; i < 40; ++i) EXPECT_LT(temperature[i], temperature[i - 1]);
}

}  // namespace
}  // namespace sunrack
