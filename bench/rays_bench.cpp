#include <benchmark/benchmark.h>

#include <Eigen/Geometry>

#include "physics/rays/surface_views.h"

namespace {

using namespace sunrack;
using Eigen::Vector3d;

/// A box in a box: twelve surfaces, nothing in closed form.
RayScene scene_of_boxes() {
  RayScene scene;
  for (int axis = 0; axis < 3; ++axis) {
    const Vector3d first = Vector3d::Unit((axis + 1) % 3), second = Vector3d::Unit((axis + 2) % 3);
    add_plate(scene, Vector3d::Constant(-0.5), 2 * first, 2 * second, "wall " + std::to_string(2 * axis), "");
    add_plate(scene, Vector3d::Constant(1.5), -2 * second, -2 * first, "wall " + std::to_string(2 * axis + 1),
              "");
  }
  add_box(scene, Vector3d::Constant(0.2), Vector3d::Constant(0.8), "inside");
  return scene;
}

void views_by_rays(benchmark::State& state) {
  const RayEngine engine = state.range(0) == 0 ? RayEngine::plain : RayEngine::best;
  const RayTracer tracer(scene_of_boxes(), engine);
  for (auto _ : state)
    benchmark::DoNotOptimize(
        surface_views(tracer, {.rays = 4096, .threads = 1, .closed_forms = false}).views.factors(0, 1));
  state.SetItemsProcessed(state.iterations() * 7 * 16 * 4096);  // rays
  state.SetLabel(tracer.engine());
}
BENCHMARK(views_by_rays)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
