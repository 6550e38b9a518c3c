#include "physics/rays/surface_views.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>

#include "physics/require.h"
#include "physics/thermal/exchange.h"

namespace sunrack {
namespace {

using Eigen::Vector3d;

const Vector3d x = Vector3d::UnitX(), y = Vector3d::UnitY(), z = Vector3d::UnitZ();

std::vector<RayEngine> engines() {
  std::vector<RayEngine> list{RayEngine::plain};
  if (embree_available()) list.push_back(RayEngine::embree);
  return list;
}

/// The inside of a unit cube, six surfaces.
RayScene cube_inside() {
  RayScene scene;
  add_plate(scene, Vector3d::Zero(), x, y, "bottom", "");
  add_plate(scene, z, y, x, "top", "");
  add_plate(scene, Vector3d::Zero(), y, z, "left", "");
  add_plate(scene, x, z, y, "right", "");
  add_plate(scene, Vector3d::Zero(), z, x, "front", "");
  add_plate(scene, y, x, z, "rear", "");
  return scene;
}

TEST(RayTracer, EnginesMeetTheSamePlateAtTheSameDistance) {
  RayScene scene = cube_inside();
  add_plate(scene, Vector3d(0.2, 0.3, 0.4), 0.3 * x, 0.2 * y + 0.1 * z, "shelf", "under");
  for (const RayEngine engine : engines()) {
    const RayTracer tracer(scene, engine);
    const RayHit down = tracer.trace(Vector3d(0.3, 0.35, 0.9), -z, -1);
    EXPECT_EQ(scene.surfaces[std::size_t(down.surface)], "shelf");
    EXPECT_NEAR(down.distance, 0.9 - 0.425, 1e-6);  // single precision
    const RayHit up = tracer.trace(Vector3d(0.3, 0.35, 0), z, 0);
    EXPECT_EQ(scene.surfaces[std::size_t(up.surface)], "under");
    EXPECT_EQ(tracer.trace(Vector3d(0.9, 0.9, 0.5), z, -1).surface, scene.surface("top"));
    EXPECT_EQ(tracer.trace(Vector3d(0.5, 0.5, 2), z, -1).plate, -1);
  }
}

TEST(SurfaceViews, TracedCubeAgreesWithTheClosedFormsWithinItsStandardError) {
  for (const RayEngine engine : engines()) {
    const RayTracer tracer(cube_inside(), engine);
    const SurfaceViews views = surface_views(tracer, {.rays = 4096, .batches = 16, .closed_forms = false});
    EXPECT_EQ(views.exact_pairs, 0);
    const double opposite = view_factor_parallel_rectangles(1, 1, 1);
    const double beside = view_factor_perpendicular_rectangles(1, 1, 1);
    for (int i = 0; i < 6; ++i)
      for (int j = 0; j < 6; ++j) {
        const double exact = i == j ? 0 : i / 2 == j / 2 ? opposite : beside;
        // 30 factors: five standard errors once in a million runs, and the error itself is known to a fifth.
        EXPECT_NEAR(views.measured.views.factors(i, j), exact, 5 * views.standard_error(i, j) + 1e-12);
        EXPECT_LT(views.standard_error(i, j), 1e-3);  // 65,536 rays; plain Monte Carlo would give 1.6e-3
        EXPECT_NEAR(views.views.factors(i, j), exact, 3e-3);
      }
    EXPECT_NEAR((views.views.factors - views.views.factors.transpose()).norm(), 0, 1e-14);
    // No ray escapes: what single precision loses at the seams is one in a hundred thousand.
    EXPECT_LT(views.measured.space.maxCoeff(), 1e-4);
    EXPECT_GT(views.defects.reciprocity, 0);
  }
}

TEST(SurfaceViews, ClosedFormsAreTakenWhereNothingStandsBetween) {
  const SurfaceViews views = surface_views(RayTracer(cube_inside()), {.rays = 256});
  EXPECT_EQ(views.exact_pairs, 36);
  EXPECT_NEAR(views.views.factors(0, 1), view_factor_parallel_rectangles(1, 1, 1), 1e-13);
  EXPECT_NEAR(views.views.factors(0, 2), view_factor_perpendicular_rectangles(1, 1, 1), 1e-13);
  EXPECT_NEAR(views.views.to_space().maxCoeff(), 0, 1e-12);
}

TEST(SurfaceViews, AScreenHidesWhatIsBehindIt) {
  // Two squares at distance 2, a screen of the same size half way: nothing passes but around its edges.
  RayScene scene;
  add_plate(scene, Vector3d::Zero(), x, y, "low", "");
  add_plate(scene, 2 * z, y, x, "high", "");
  add_plate(scene, z - 10 * x - 10 * y, 21 * x, 21 * y, "screen above", "screen below");
  const SurfaceViews views = surface_views(RayTracer(scene), {.rays = 1024});
  const int low = scene.surface("low"), high = scene.surface("high");
  EXPECT_EQ(views.views.factors(low, high), 0);
  EXPECT_NEAR(views.views.factors(low, scene.surface("screen below")),
              view_factor_parallel_rectangles({0, 1, 0, 1}, {-10, 11, -10, 11}, 1), 1e-12);
  EXPECT_EQ(views.views.factors(low, scene.surface("screen above")), 0);
}

TEST(SurfaceViews, TwoHalvesOfASurfaceSeeWhatTheWholeSees) {
  RayScene scene;
  add_plate(scene, Vector3d::Zero(), 0.3 * x, y, "low", "");
  add_plate(scene, 0.3 * x, 0.7 * x, y, "low", "");
  add_plate(scene, z, y, x, "high", "");
  for (const bool closed_forms : {true, false}) {
    const SurfaceViews views = surface_views(RayTracer(scene), {.closed_forms = closed_forms});
    EXPECT_NEAR(views.views.factors(0, 1), view_factor_parallel_rectangles(1, 1, 1),
                closed_forms ? 1e-13 : 5 * views.standard_error(0, 1) + 1e-3);
  }
}

TEST(SurfaceViews, TheAnswerDoesNotDependOnThreads) {
  const RayTracer tracer(cube_inside());
  SurfaceViewOptions options{.rays = 512, .threads = 1, .closed_forms = false};
  const SurfaceViews one = surface_views(tracer, options);
  options.threads = 3;
  EXPECT_EQ(surface_views(tracer, options).views.factors, one.views.factors);
  options.seed = 2;
  EXPECT_NE(surface_views(tracer, options).views.factors, one.views.factors);
}

TEST(SurfaceViews, ErrorFallsFasterThanWithPlainMonteCarlo) {
  const RayTracer tracer(cube_inside());
  const auto error = [&](int rays) {
    return surface_views(tracer, {.rays = rays, .batches = 32, .closed_forms = false}).standard_error.mean();
  };
  // Sixteen times the rays: a quarter of the error by plain Monte Carlo; this lattice does 5.5 (as measured).
  EXPECT_LT(error(8192), error(512) / 5);
}

TEST(OpenShare, AnEdgeOnScreenHidesWhatItsShadowCovers) {
  // A wall of height 1 along the left edge of a unit square: at 45 degrees its shadow covers all of it, at
  // tan = 2 half.
  RayScene scene;
  add_plate(scene, Vector3d::Zero(), x, y, "floor", "");
  add_plate(scene, Vector3d(0, -5, 0), z, 11 * y, "wall", "wall");
  for (const RayEngine engine : engines()) {
    const RayTracer tracer(scene, engine);
    const auto share = open_share(tracer, 0,
                                  {z, Vector3d(-1, 0, 2).normalized(), Vector3d(-1, 0, 0.99).normalized(),
                                   Vector3d(1, 0, 1).normalized(), -z},
                                  1024);
    EXPECT_EQ(share[0], 1);
    EXPECT_NEAR(share[1], 0.5, 2e-3);  // a lattice of 1024 points splits an interval to a few parts in 1024
    EXPECT_EQ(share[2], 0);
    EXPECT_EQ(share[3], 1);
    EXPECT_EQ(share[4], 0);
  }
}

TEST(RayScene, BadScenesAreRefused) {
  RayScene scene;
  EXPECT_THROW(add_plate(scene, Vector3d::Zero(), x, 2 * x, "a", ""), std::invalid_argument);
  EXPECT_THROW(add_box(scene, Vector3d::Zero(), x, "box"), std::invalid_argument);
  EXPECT_THROW(RayTracer{scene}, std::invalid_argument);
  // A plate that looks at a side without surface: the exchange would be unknown.
  add_plate(scene, Vector3d::Zero(), x, y, "low", "");
  add_plate(scene, z, x, y, "outside", "");
  EXPECT_THROW(surface_views(RayTracer(scene)), ModelError);
  EXPECT_THROW(surface_views(RayTracer(cube_inside()), {.batches = 1}), std::invalid_argument);
  if (!embree_available()) {
    EXPECT_THROW(RayTracer(cube_inside(), RayEngine::embree), std::invalid_argument);
  }
}

TEST(RayScene, ABoxLooksOutwards) {
  RayScene scene;
  add_box(scene, Vector3d::Zero(), Vector3d(1, 2, 3), "box");
  EXPECT_NEAR(scene.area(0), 22, 1e-12);
  for (const RayPlate& plate : scene.plates) {
    const Vector3d middle = plate.corner + (plate.along + plate.across) / 2;
    EXPECT_GT(plate.normal().dot(middle - Vector3d(0.5, 1, 1.5)), 0);
  }
  EXPECT_NEAR(surface_views(RayTracer(scene), {.rays = 64}).views.to_space()[0], 1, 1e-12);
}

}  // namespace
}  // namespace sunrack
