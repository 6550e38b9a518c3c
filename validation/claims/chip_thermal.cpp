#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>

#include "chips/reference_packages.h"
#include "physics/embedded.h"
#include "physics/radiation/data_file.h"
#include "physics/thermal/conduction_steady.h"
#include "physics/thermal/conduction_transient.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

namespace embedded {
std::span<const EmbeddedFile> validation_data();
}

namespace {

DataColumns input(std::string_view name) {
  for (const EmbeddedFile& file : embedded::validation_data())
    if (file.name == name) return parse_data(name, file.text);
  throw std::logic_error("chip_thermal: no such input");
}

struct Solved {
  ConductionProblem problem;
  ConductionSolution solution;

  double at(int i, int j, int k) const { return solution.temperature[problem.index(i, j, k)]; }
  double hottest() const { return solution.temperature[solution.hottest]; }
  double mean(int k, const ReferencePackage::Rectangle& where) const {
    return mean_over(problem, solution.temperature, k, where);
  }
};

Solved solved(const ReferencePackage& package, int n, int cells_per_layer = 1, bool bottom_rule = false) {
  Solved result{.problem = conduction_of(package, n, n, cells_per_layer), .solution = {}};
  result.problem.bottom_node_on_face = bottom_rule;
  result.solution = steady_conduction(result.problem, {.relative_tolerance = 1e-10});
  return result;
}

/// Largest difference of a layer's lowest, highest and mean temperature to those of the file.
double layers_apart(const Solved& mine, double number) {
  const DataColumns data = input("chip_thermal_layers.csv");
  const auto& problem = mine.problem;
  double apart = 0;
  for (std::size_t row = 0; row < data.values.front().size(); ++row) {
    if (data.column("problem")[row] != number) continue;
    const int k = int(data.column("layer")[row]);
    double lowest = mine.at(0, 0, k), highest = lowest, sum = 0;
    for (int j = 0; j < problem.ny(); ++j)
      for (int i = 0; i < problem.nx(); ++i) {
        const double t = mine.at(i, j, k);
        lowest = std::min(lowest, t), highest = std::max(highest, t), sum += t;
      }
    apart = std::max({apart, std::abs(lowest - data.column("lowest")[row]),
                      std::abs(highest - data.column("highest")[row]),
                      std::abs(sum / (problem.nx() * problem.ny()) - data.column("mean")[row])});
  }
  return apart;
}

double cells_apart(const Solved& mine, double number) {
  const DataColumns data = input("chip_thermal_cells.csv");
  double apart = 0;
  for (std::size_t row = 0; row < data.values.front().size(); ++row) {
    if (data.column("problem")[row] != number) continue;
    const double t =
        mine.at(int(data.column("x")[row]), int(data.column("y")[row]), int(data.column("layer")[row]));
    apart = std::max(apart, std::abs(t - data.column("temperature")[row]));
  }
  return apart;
}

const char* const probe_names[] = {"interface_wiring", "lowest_die", "highest_die", "copper"};

/// P4's four cells, in the order of probe_names.
std::array<std::size_t, 4> probes(const ConductionProblem& p) {
  return {p.index(8, 4, 2), p.index(16, 16, 5), p.index(16, 16, 38), p.index(16, 16, 44)};
}

double heating_apart(double step) {
  ConductionProblem problem = conduction_of(memory_stack_package(), 32, 32);
  problem.bottom_node_on_face = true;
  const DataColumns data = input("chip_thermal_step.csv");
  double apart = 0;
  const auto compare = [&](double time, const std::vector<double>& t) {
    for (std::size_t row = 0; row < data.values.front().size(); ++row) {
      if (data.column("step")[row] != step || std::abs(data.column("time")[row] - time) > step / 2) continue;
      for (std::size_t probe = 0; probe < 4; ++probe)
        apart = std::max(apart, std::abs(t[probes(problem)[probe]] - data.column(probe_names[probe])[row]));
    }
  };
  backward_euler_conduction(problem, std::vector<double>(problem.cells(), 313.15), step, 100, compare);
  return apart;
}

void slab(Published& figures) {
  const Solved centred = solved(slab_package(), 32);
  figures.computed("CHT-01 surface", centred.solution.at(BoxFace::z_high).temperature[100]);
  for (const char* id : {"CHT-01 heated cell", "CHT-01 CalculiX", "CHT-01 3D-ICE", "CHT-01 HotSpot"})
    figures.computed(id, centred.at(7, 9, 0));
}

void same_as_3d_ice(Published& figures) {
  figures.computed("CHT-02 P1", layers_apart(solved(slab_package(), 32, 1, true), 1));
  const Solved processor = solved(processor_package(), 128, 1, true);
  figures.computed("CHT-02 P2 layers", layers_apart(processor, 2));
  figures.computed("CHT-02 P2 cells", cells_apart(processor, 2));
  const Solved stack = solved(memory_stack_package(), 32, 1, true);
  figures.computed("CHT-02 P3 layers", layers_apart(stack, 3));
  figures.computed("CHT-02 P3 cells", cells_apart(stack, 3));
  figures.computed("CHT-02 P4 1 ms", heating_apart(1e-3));
  figures.computed("CHT-02 P4 10 ms", heating_apart(1e-2));
}

const ReferencePackage::Source& source(const ReferencePackage& package, const std::string& name) {
  for (const auto& layer : package.layers)
    for (const auto& one : layer.sources)
      if (one.name == name) return one;
  throw std::logic_error("chip_thermal: no source " + name);
}

void processor(Published& figures) {
  const ReferencePackage package = processor_package();
  const auto whole = ReferencePackage::Rectangle{0, 0, package.width, package.depth};
  const auto& die = package.layers[3].regions.front().where;
  const auto& first = source(package, "HS0").where;
  const auto& second = source(package, "HS1").where;
  const Solved coarse = solved(package, 128);
  figures.computed("CHT-03 P2 hottest", coarse.hottest());
  figures.computed("CHT-03 P2 HS0", coarse.mean(2, first));
  figures.computed("CHT-03 P2 HS1", coarse.mean(2, second));
  figures.computed("CHT-03 P2 wiring", coarse.mean(2, die));
  figures.computed("CHT-03 P2 L2", coarse.mean(2, source(package, "L2").where));
  figures.computed("CHT-03 P2 die top", coarse.mean(6, die));
  figures.computed("CHT-03 P2 lid", coarse.mean(8, whole));
  figures.computed("CHT-03 P2 cold plate", coarse.mean(13, whole));
  figures.computed("CHT-03 P2 coldest", coarse.solution.temperature[coarse.solution.coldest]);
  const Solved fine = solved(package, 128, 2);
  figures.computed("CHT-03 P2 fine HS1", (fine.mean(4, second) + fine.mean(5, second)) / 2);
  figures.computed("CHT-03 P2 fine hottest", fine.hottest());
}

void memory_stack(Published& figures) {
  const ReferencePackage package = memory_stack_package();
  const Solved coarse = solved(package, 32), fine = solved(package, 64);
  figures.computed("CHT-03 P3 hottest", coarse.hottest());
  figures.computed("CHT-03 P3 CalculiX", coarse.hottest());
  figures.computed("CHT-03 P3 64 hottest", fine.hottest());
  figures.computed("CHT-03 P3 64 PHY", fine.mean(2, source(package, "PHY").where));
  figures.computed("CHT-03 P3 64 D11A", fine.mean(38, source(package, "D11A").where));
}

void heating(Published& figures) {
  const ConductionProblem problem = conduction_of(memory_stack_package(), 32, 32);
  const DataColumns data = input("chip_thermal_time.csv");
  std::vector<double> times = {0};
  times.insert(times.end(), data.column("time").begin(), data.column("time").end());
  double hottest = 0, cells = 0, early = 0;
  std::size_t row = 0;
  const auto compare = [&](double time, const std::vector<double>& t) {
    if (time == 0) return;
    hottest =
        std::max(hottest, std::abs(*std::max_element(t.begin(), t.end()) - data.column("hottest")[row]));
    for (std::size_t probe = 0; probe < 4; ++probe)
      cells = std::max(cells, std::abs(t[probes(problem)[probe]] - data.column(probe_names[probe])[row]));
    if (row == 0) early = t[probes(problem)[0]];
    ++row;
  };
  transient_conduction(problem, std::vector<double>(problem.cells(), 313.15), times, compare);
  figures.computed("CHT-04 hottest", hottest);
  figures.computed("CHT-04 cells", cells);
  figures.computed("CHT-04 3D-ICE", early);
}

/// [W/m] from the base, 512 cells.
double fin_heat(double length, double thickness, double conductivity, SurfaceCondition space, int faces,
                double base) {
  SolidMaterial sheet = isotropic_solid("sheet", conductivity, 0);
  sheet.kz = 1e9;  // the closed form knows no drop across the thickness
  ConductionProblem problem = conduction_box(even_faces(0, length, 512), {0, 1}, {0, thickness}, {sheet});
  problem.at(BoxFace::z_high).conditions = {space};
  if (faces == 2) problem.at(BoxFace::z_low).conditions = {space};
  problem.at(BoxFace::x_low).conditions = {{.fixed = base}};
  return -steady_conduction(problem, {.relative_tolerance = 1e-11}).at(BoxFace::x_low).total_heat;
}

}  // namespace

std::vector<Claim> chip_thermal_claims() {
  Published figures("chip_thermal.csv");
  slab(figures);
  same_as_3d_ice(figures);
  processor(figures);
  memory_stack(figures);
  heating(figures);
  const SurfaceCondition to_230{.emissivity = 0.85, .sink_temperature = 230},
      to_space{.emissivity = 0.85, .sink_temperature = 3}, carbon{.emissivity = 0.9, .sink_temperature = 3};
  figures.computed("CHT-05 panel", fin_heat(1, 1e-3, 180, to_230, 2, 330));
  figures.computed("CHT-05 panel to space", fin_heat(1, 1e-3, 180, to_space, 2, 330));
  figures.computed("CHT-05 short fin", fin_heat(0.1, 5e-4, 180, to_space, 2, 330));
  figures.computed("CHT-05 carbon fin", fin_heat(0.15, 1e-3, 350, carbon, 1, 360));
  return figures.claims();
}

}  // namespace sunrack
