#include "satellite/array_effect.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/require.h"
#include "physics/thermal/exchange.h"
#include "satellite/spec_file.h"

namespace sunrack {
namespace {

/// One sized satellite serves all tests.
const SatelliteSpec& spec() {
  static const SatelliteSpec one = preset("reference-2026");
  return one;
}
const SatelliteDesign& design() {
  static const SatelliteDesign one = size_satellite(spec());
  return one;
}

const FlightGeometryOptions quick{.sky_rows = 36, .sky_points = 32, .views = {.rays = 2048}};

TEST(FlightGeometry, SurfacesHaveTheAreasOfTheDesign) {
  const RayScene scene = flight_scene(spec(), design());
  const auto area = [&](const char* name) {
    for (std::size_t i = 0; i < scene.surfaces.size(); ++i)
      if (scene.surfaces[i] == name) return scene.area(int(i));
    return 0.0;
  };
  EXPECT_NEAR(area("array front"), design().solar_array.area, 1e-9 * design().solar_array.area);
  EXPECT_NEAR(area("array back"), area("array front"), 1e-9);
  EXPECT_NEAR(area("radiator Earth side"), design().radiator.area, 1e-9 * design().radiator.area);
  double bus = 0;
  for (const char* side : {"bus -x", "bus +x", "bus -y", "bus +y", "bus -z", "bus +z"}) bus += area(side);
  EXPECT_NEAR(bus, spec().shield.area, 0.01 * spec().shield.area);  // a thousandth of its depth is left free
}

TEST(FlightGeometry, FacesLookAsTheAttitudeTakesThemToLook) {
  const FlightGeometry geometry =
      flight_geometry(spec(), design(), {.sky_maps = false, .views = {.rays = 64}});
  const auto normal = [&](const char* name) {
    return geometry.faces[std::size_t(geometry.surface(name))].normal;
  };
  EXPECT_NEAR(normal("array front").x(), 1, 1e-14);
  EXPECT_NEAR(normal("array back").x(), -1, 1e-14);
  EXPECT_NEAR(normal("radiator Earth side").z(), -1, 1e-14);
  EXPECT_NEAR(normal("radiator far side").z(), 1, 1e-14);
  EXPECT_NEAR(normal("bus -y").y(), -1, 1e-14);
  EXPECT_THROW(geometry.surface("array"), std::invalid_argument);
}

TEST(FlightGeometry, ViewOfTheArrayIsThatOfTwoWings) {
  const FlightGeometry geometry =
      flight_geometry(spec(), design(), {.bus = false, .sky_maps = false, .views = {.rays = 64}});
  const SolarArray& array = design().solar_array;
  const Radiator& panel = design().radiator;
  const double root = array.tip_to_tip / 2 - array.span, near = spec().radiator.standoff;
  const double wing =
      view_factor_perpendicular_rectangles({near, near + panel.height, -panel.width / 2, panel.width / 2},
                                           {0, array.chord / 2, root, root + array.span});
  const int face = geometry.surface("radiator far side"), back = geometry.surface("array back");
  EXPECT_NEAR(geometry.views.views.factors(face, back), 2 * wing, 1e-12);
  EXPECT_EQ(geometry.views.standard_error(face, back), 0);
}

TEST(FlightGeometry, FactorsAreReciprocalAndClosed) {
  const FlightGeometry geometry = flight_geometry(spec(), design(), quick);
  const ViewFactors& views = geometry.views.views;
  const Eigen::MatrixXd exchange = views.areas.asDiagonal() * views.factors;
  EXPECT_NEAR((exchange - exchange.transpose()).cwiseAbs().maxCoeff(), 0, 1e-12 * views.areas.maxCoeff());
  EXPECT_GE(views.to_space().minCoeff(), -1e-12);
  EXPECT_GE(views.factors.minCoeff(), 0);
  // What the bus hides is found by rays: they disagree with reciprocity by a few of their own errors.
  EXPECT_LT(geometry.views.defects.reciprocity_in_errors, 6);
}

TEST(FlightGeometry, TheArrayHidesTheSunFromThePanelAndTheSkyBehindItself) {
  const FlightGeometry geometry = flight_geometry(spec(), design(), quick);
  const SkyMap& sky = *geometry.faces[std::size_t(geometry.surface("radiator far side"))].sky;
  EXPECT_NEAR(sky.open(Eigen::Vector3d::UnitZ()), 1, 1e-12);
  EXPECT_NEAR(sky.open(-Eigen::Vector3d::UnitX()), 1, 1e-12);
  // Grazing, from behind the array: the wings cover all but the gap between them, 4 m of 23 m; the bus a part
  // of that.
  EXPECT_LT(sky.open(Eigen::Vector3d::UnitX()), 4.0 / 23);
  EXPECT_EQ(geometry.faces[std::size_t(geometry.surface("array front"))].sky, nullptr);  // nothing before it
}

TEST(ArrayEffect, SizingTakesAlmostAllOfIt) {
  const ArrayEffect effect = array_effect(spec(), design(), quick);
  // The panel alone absorbs what sizing says less what sizing gives to the array.
  double array = 0;
  for (const FaceEffect& face : effect.faces) array += face.from_array_in_sizing;
  EXPECT_NEAR(effect.absorbed_alone + array, effect.absorbed_in_sizing,
              0.2);  // rings of the albedo: coarse there
  EXPECT_GT(effect.temperature, effect.temperature_alone + 5);
  // Two wings with a gap are nearly the strip of sizing; what they hide of the Earth is on the safe side.
  EXPECT_NEAR(effect.faces[0].view_of_array, effect.faces[0].view_in_sizing,
              0.1 * effect.faces[0].view_in_sizing);
  EXPECT_LT(effect.temperature, effect.temperature_in_sizing);
  EXPECT_GT(effect.faces[0].earth_hidden, 0);
  // Leaning by its pointing error the panel would take S sin(2 deg); the array's shadow covers most of it.
  const double sun = spec().radiator.absorptance.value_or(0.22) *
                     design().environment.radiator_case.solar_flux * std::sin(spec().radiator.pointing_error);
  EXPECT_GT(effect.faces[0].sun_hidden, 0.6 * sun);
  EXPECT_LT(effect.faces[0].sun_hidden, sun);
}

TEST(ArrayEffect, TheFartherTheArrayTheMoreThePanelIsAlone) {
  double before = 1e9;
  for (const double standoff : {0.5, 5.0, 50.0}) {
    SatelliteSpec far = spec();
    far.radiator.standoff = standoff;
    far.radiator.pointing_error = 0;  // else the array keeps the Sun off even from afar
    const ArrayEffect effect = array_effect(far, size_satellite(far), quick);
    const double rise = effect.temperature - effect.temperature_alone;
    EXPECT_LT(rise, before);
    before = rise;
  }
  // A half wing of 5 m seen edge-on from 50 m: a view factor of 0.0012, 1 W/m^2.
  EXPECT_NEAR(before, 0, 0.3);
}

TEST(ArrayEffect, AGivenSinkTemperatureHasNoArray) {
  SatelliteSpec given = spec();
  given.radiator.sink_temperature = 200;
  EXPECT_THROW(array_effect(given, size_satellite(given), quick), ModelError);
}

}  // namespace
}  // namespace sunrack
