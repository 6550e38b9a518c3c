#include "physics/thermal/panel_field.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/thermal/blackbody.h"
#include "physics/thermal/fin.h"

namespace sunrack {
namespace {

constexpr double sigma = constants::stefan_boltzmann;

PanelBuild sheet(int tubes, double spacing, double thickness = 0.5e-3, double conductivity = 150) {
  return {.tubes = tubes,
          .spacing = spacing,
          .length = 1,
          // The closed fin has one temperature through its thickness.
          .sheet_a = {thickness, conductivity, conductivity, 1e6 * conductivity, 2700},
          .contact_width = 0.01};
}

/// Held tubes with hardly anything between them and the sheet: what remains is the fin.
PanelField fins(int tubes, double spacing, int cells) {
  return {.build = sheet(tubes, spacing),
          .tubes = HeldTubes{300, 1e-9},
          .face_a = {.even = {.emissivity = 0.9}},
          .face_b = {.even = {.emissivity = 0.8, .infrared_irradiance = 200}},
          .grid = {.along = 1, .across_contact = std::max(1, cells / 4), .across_fin = cells}};
}
constexpr double emission = 1.7 * sigma, absorbed = 0.8 * 200;

/// [W/m] of a fin of half-length L on each side of an isothermal strip, and of the strip.
double fin_heat(double half_length) {
  const double n = emission * 27e6 * half_length * half_length / (150 * 0.5e-3);
  return (emission * 81e8 - absorbed) * half_length *
         fin_efficiency_exact(n, std::pow(absorbed / emission, 0.25) / 300);
}
double strip_heat() { return (emission * 81e8 - absorbed) * 0.01; }

PanelField pumped(PanelFlow flow) {
  CoolantTubes c{.coolant = &Coolant::named("ammonia"),
                 .mass_flow = 0.03,
                 .inlet = 315,
                 .inner_diameter = 0.006,
                 .wall = 0.001,
                 .conductivity = 167,
                 .bond_resistance = 0.02,
                 .flow = flow};
  PanelField field{.build = sheet(6, 0.08), .tubes = c};
  field.build.length = 3;
  field.face_a.even = {.emissivity = 0.9, .infrared_irradiance = 60};
  field.face_b.even = {.emissivity = 0.85, .absorptance = 0.1, .solar_irradiance = 300};
  field.grid = {.along = 24, .across_contact = 4, .across_fin = 12};
  return field;
}
CoolantTubes& coolant(PanelField& field) { return std::get<CoolantTubes>(field.tubes); }

TEST(PanelField, TendsToTheExactFin) {
  // All heat enters at the edges of the contact, where the slope jumps: order 2 by the cosine spacing. The
  // 1e-9 K m/W that are left of the contact cost 1e-5, a tenth of the error of the finest grid.
  const double exact = strip_heat() + 2 * fin_heat(0.095);
  double before = 0;
  for (const int cells : {32, 64, 128}) {
    const double error = solve_panel(fins(1, 0.2, cells)).heat / exact - 1;
    if (before != 0) {
      EXPECT_GT(std::log2(before / error), 1.95) << cells;
    }
    before = error;
  }
  EXPECT_NEAR(before, 0, 1.5e-4);
}

TEST(PanelField, ADeadTubeIsAFinOfTwiceTheLength) {
  // Three tubes, the middle one dead: beyond its neighbours' contacts a sheet of 190 mm, half from each.
  PanelField field = fins(3, 0.1, 128);
  field.failures.dead_tubes = {1};
  const PanelFieldAnswer answer = solve_panel(field);
  const double exact = 2 * (strip_heat() + fin_heat(0.045) + fin_heat(0.095));
  EXPECT_NEAR(answer.heat / exact, 1, 2e-4);  // as the fin at this grid
  EXPECT_FALSE(answer.tubes[1].alive);
  EXPECT_EQ(answer.tubes[1].heat, 0);
  EXPECT_NEAR(answer.tubes[0].heat, answer.tubes[2].heat, 1e-6);  // symmetry
  // The sheet under the dead tube is the tip of the long fins, a parabola there: its mean over the contact of
  // half-width a lies a^2/6 T'' above the tip, k t T'' being what the tip sheds (21 mK).
  const double curvature = (emission * std::pow(answer.coldest, 4) - absorbed) / (150 * 0.5e-3);
  EXPECT_NEAR(answer.tubes[1].inlet - answer.coldest, curvature * 25e-6 / 6, 2e-4);
  EXPECT_LT(answer.tubes[1].inlet, 300);
}

TEST(PanelField, ThreeDimensionalWithConductingCoreIsTheTwoDimensional) {
  // One kind of metal through and through, tube on sheet a, thin against the pitch: only the spreading
  // through 1.5 mm near the contact, of the order of the thickness over the fin, distinguishes them.
  PanelField flat = fins(1, 0.1, 32);
  flat.tubes = HeldTubes{300, 0.05};
  flat.build.sheet_a.thickness = 1.5e-3;
  PanelField layered = flat;
  const PanelLayer third{0.5e-3, 150, 150, 150, 2700};
  layered.build.sheet_a = layered.build.sheet_b = layered.build.core = third;
  layered.build.seat = TubeSeat::sheet_a;
  layered.grid.sheet_layers = 2, layered.grid.core_layers = 2;
  const double two = solve_panel(flat).heat, three = solve_panel(layered).heat;
  EXPECT_LT(three, two);
  EXPECT_NEAR(three / two, 1, 5e-4);
}

TEST(PanelField, CoreOnlyInParallelPassesHeatFromFaceToFace) {
  // Contact all over sheet a: heat flows one way. Flux q through film, core and out of face b, which sees a
  // cold sky, while a is insulated by having no emissivity: a scalar equation.
  PanelField field = fins(1, 0.1, 4);
  field.build.contact_width = 0.1;
  field.build.sheet_a = {0.4e-3, 180, 180, 180, 2700};
  field.build.sheet_b = field.build.sheet_a;
  field.build.core = {0.02, 1, 1, 2.5, 40};
  field.build.seat = TubeSeat::sheet_a;
  field.tubes = HeldTubes{320, 0.01};
  field.face_a.even = {};
  field.face_b.even = {.emissivity = 0.9, .infrared_irradiance = 100};
  field.grid.sheet_layers = 1, field.grid.core_layers = 8;
  const double heat = solve_panel(field).heat;
  double t = 300;                                                                   // of face b
  const double resistance = 0.01 * 0.1 + 0.2e-3 / 180 + 0.02 / 2.5 + 0.4e-3 / 180;  // [m^2 K/W]
  for (int i = 0; i < 60; ++i) t = 320 - resistance * 0.9 * (sigma * std::pow(t, 4) - 100);
  EXPECT_NEAR(heat / (0.1 * 0.9 * (sigma * std::pow(t, 4) - 100)), 1, 1e-9);
}

TEST(PanelField, EveryFlowClosesItsEnergy) {
  for (const PanelFlow flow : {PanelFlow::parallel, PanelFlow::counterflow, PanelFlow::serpentine}) {
    PanelField field = pumped(flow);
    if (flow == PanelFlow::serpentine) coolant(field).mass_flow = 0.012;
    const PanelFieldAnswer answer = solve_panel(field);
    EXPECT_LT(answer.energy_residual, 1e-9);
    EXPECT_NEAR(answer.heat_a + answer.heat_b, answer.heat, 1e-9 * answer.heat);
    double tubes = 0, paths = 0;
    for (const PanelTubeAnswer& tube : answer.tubes) tubes += tube.heat;
    for (const PanelPathAnswer& path : answer.paths) paths += path.heat;
    EXPECT_NEAR(tubes / answer.heat, 1, 1e-9);
    EXPECT_NEAR(paths / answer.heat, 1, 1e-12);
    const double enthalpy =
        answer.paths[0].mass_flow * coolant(field).coolant->enthalpy_rise(answer.paths[0].outlet, 315);
    EXPECT_NEAR(answer.paths[0].heat, enthalpy, 1e-9 * enthalpy);
    EXPECT_LT(answer.hottest, 315);
  }
}

TEST(PanelField, ParallelTubesAreAlikeAndEndWhereOneAloneDoes) {
  PanelField six = pumped(PanelFlow::parallel), one = six;
  one.build.tubes = 1;
  coolant(one).mass_flow /= 6;
  const PanelFieldAnswer a = solve_panel(six), b = solve_panel(one);
  for (const PanelPathAnswer& path : a.paths) EXPECT_NEAR(path.outlet, b.paths[0].outlet, 1e-6);
  EXPECT_NEAR(a.heat / (6 * b.heat), 1, 1e-9);
}

TEST(PanelField, MarchedAlongIsSecondOrder) {
  PanelField field = pumped(PanelFlow::parallel);
  field.build.tubes = 1;
  // Without conduction along, whose boundary layers at both ends, 5 mm over the tube and 80 mm in the fin,
  // these slices of 60 to 500 mm do not resolve: the march alone.
  field.build.sheet_a.along = 1e-9;
  coolant(field).mass_flow = 0.003;
  field.grid.across_contact = 2, field.grid.across_fin = 6;
  std::array<double, 4> heat{};
  for (std::size_t i = 0; i < heat.size(); ++i) {
    field.grid.along = 6 << i;
    heat[i] = solve_panel(field).heat;
  }
  for (std::size_t i = 0; i + 2 < heat.size(); ++i)
    EXPECT_NEAR(std::log2((heat[i] - heat[i + 1]) / (heat[i + 1] - heat[i + 2])), 2, 0.05);
}

TEST(PanelField, ConductionAlongIsSecondOrderOnceItsLayersAreResolved) {
  PanelField field = pumped(PanelFlow::parallel);
  field.build.tubes = 1;
  field.build.length = 0.2;
  coolant(field).mass_flow = 0.003;
  // A patch of sunlight that ends in the middle, on a face of every grid: the sheet conducts heat along.
  field.face_a.absorbed = [](const PanelArea& area) { return 400 * share_within(area, {0, 0.1, 0, 1}); };
  field.grid.across_contact = 2, field.grid.across_fin = 6;
  std::array<double, 4> heat{};
  for (std::size_t i = 0; i < heat.size(); ++i) {
    field.grid.along = 32 << i;
    heat[i] = solve_panel(field).heat;
  }
  for (std::size_t i = 0; i + 2 < heat.size(); ++i)
    EXPECT_NEAR(std::log2((heat[i] - heat[i + 1]) / (heat[i + 1] - heat[i + 2])), 2, 0.05);
}

TEST(PanelField, AcrossIsSecondOrderWithAContactOfItsOwn) {
  // The heat crowds into the edges of the contact, 5 mm: from a millimetre a cell on it is resolved (8 on the
  // contact; 2 and 4, with 8 and 16 on the fins, still lose order: 1.66).
  PanelField field = pumped(PanelFlow::parallel);
  field.build.tubes = 1;
  coolant(field).mass_flow = 0.005;
  field.grid.along = 4;
  std::array<double, 4> heat{};
  for (std::size_t i = 0; i < heat.size(); ++i) {
    field.grid.across_contact = 8 << i, field.grid.across_fin = 32 << i;
    heat[i] = solve_panel(field).heat;
  }
  for (std::size_t i = 0; i + 2 < heat.size(); ++i)
    EXPECT_NEAR(std::log2((heat[i] - heat[i + 1]) / (heat[i + 1] - heat[i + 2])), 2, 0.05);
}

TEST(PanelField, CounterflowMirrorsItself) {
  // Two tubes from opposite ends: turning the panel half round swaps them.
  PanelField field = pumped(PanelFlow::counterflow);
  field.build.tubes = 2;
  coolant(field).mass_flow = 0.01;
  const PanelFieldAnswer a = solve_panel(field);
  EXPECT_NEAR(a.paths[0].outlet, a.paths[1].outlet, 1e-6);
  const std::size_t n = std::size_t(field.grid.along);
  for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(a.fluid[i], a.fluid[2 * n - 1 - i], 1e-6);
}

TEST(PanelField, SerpentineWithTightNeighboursStillSettles) {
  // Little flow, thick sheet, narrow pitch: what one pass loses the next one takes up. The plain march of
  // each round would overshoot.
  PanelField field = pumped(PanelFlow::serpentine);
  field.build.spacing = 0.03, field.build.sheet_a.thickness = 2e-3;
  field.build.tubes = 8;
  coolant(field).mass_flow = 0.004;
  const PanelFieldAnswer answer = solve_panel(field);
  EXPECT_LT(answer.energy_residual, 1e-9);
  // A neighbour's heat does not warm coolant above the inlet, nor does any sheet lie above it.
  for (const double t : answer.fluid) EXPECT_LT(t, 315);
}

TEST(PanelField, ASeveredLoopBetweenOthersCostsLessThanABlock) {
  PanelField field = pumped(PanelFlow::parallel);
  coolant(field).loops = 2;
  coolant(field).mass_flow = 0.015;
  const double whole = solve_panel(field).heat;
  field.failures.severed_loops = {1};
  const PanelFieldAnswer block = solve_panel(field);
  coolant(field).interleaved = true;
  const PanelFieldAnswer between = solve_panel(field);
  // A block keeps its own half, and beyond its last tube a fin of 275 mm instead of 35 that reaches as far as
  // conduction goes. By the exact fin at the mean temperature of that root; the root itself cools a little
  // under the load, 1 % of heat.
  const double root = block.tubes[2].coldest_root, rate = 1.75 * sigma, load = 0.9 * 60 + 0.1 * 300;
  const auto fin = [&](double length) {
    const double n = rate * std::pow(root, 3) * length * length / (150 * 0.5e-3);
    return (rate * std::pow(root, 4) - load) * length *
           fin_efficiency_exact(n, std::pow(load / rate, 0.25) / root);
  };
  EXPECT_NEAR(block.heat / whole, 0.5 + 3 * (fin(0.275) - fin(0.035)) / whole, 0.01);
  EXPECT_GT(between.heat, block.heat * 1.2);
  EXPECT_LT(between.heat, whole);
  EXPECT_EQ(block.paths.size(), 3u);
  for (int tube = 0; tube < 6; ++tube) {
    EXPECT_EQ(block.tubes[std::size_t(tube)].alive, tube < 3);
    EXPECT_EQ(between.tubes[std::size_t(tube)].alive, tube % 2 == 0);
  }
}

TEST(PanelField, ADeadTubeEndsItsSerpentineAndHandsItsFlowToParallelOnes) {
  PanelField field = pumped(PanelFlow::serpentine);
  coolant(field).loops = 2;
  field.failures.dead_tubes = {4};
  const PanelFieldAnswer serpentine = solve_panel(field);
  ASSERT_EQ(serpentine.paths.size(), 1u);
  EXPECT_EQ(serpentine.paths[0].loop, 0);
  EXPECT_FALSE(serpentine.tubes[3].alive || serpentine.tubes[5].alive);
  coolant(field).flow = PanelFlow::parallel;
  const PanelFieldAnswer parallel = solve_panel(field);
  ASSERT_EQ(parallel.paths.size(), 5u);
  EXPECT_DOUBLE_EQ(parallel.paths[0].mass_flow, 0.01);
  EXPECT_DOUBLE_EQ(parallel.paths[4].mass_flow, 0.015);
}

TEST(PanelField, ADryStretchGivesNothingAndTheRestIsWarmer) {
  PanelField field = pumped(PanelFlow::parallel);
  const PanelFieldAnswer whole = solve_panel(field);
  field.failures.dry = {{2, 1.0, 2.0}};
  const PanelFieldAnswer dry = solve_panel(field);
  EXPECT_LT(dry.heat, whole.heat);
  EXPECT_GT(dry.heat, whole.heat * (1 - 1.0 / 18));  // the neighbours feed some of it
  // By place: cells along are finer where the stretch ends.
  const auto slice = [](const PanelFieldAnswer& answer, double x) {
    const auto& faces = answer.problem.x;
    return 2 * (faces.size() - 1) +
           std::size_t(std::upper_bound(faces.begin(), faces.end(), x) - faces.begin()) - 1;
  };
  EXPECT_EQ(dry.tube_heat[slice(dry, 1.55)], 0);
  EXPECT_GT(dry.fluid[slice(dry, 1.98)], whole.fluid[slice(whole, 1.98)]);
  EXPECT_LT(dry.energy_residual, 1e-9);
}

TEST(PanelField, LoadsOfFacesAddUpAndAMapOfTheMeanIsColderAtBest) {
  // What both faces take up leaves them again: net heat is emission less loads, wherever these are.
  PanelField even = pumped(PanelFlow::parallel), mapped = even;
  const double width = 6 * 0.08;
  mapped.face_b.even.solar_irradiance = 0;
  mapped.face_b.absorbed = [width](const PanelArea& area) {
    return 60 * share_within(area, {0, 3, 0, width / 2});
  };
  const PanelFieldAnswer a = solve_panel(even), b = solve_panel(mapped);
  EXPECT_LT(b.energy_residual, 1e-9);
  EXPECT_NEAR(b.heat / a.heat, 1, 2e-3);  // the same 30 W/m2 in the mean
  EXPECT_LT(b.tubes[0].heat, b.tubes[5].heat);
  EXPECT_GT(b.tubes[0].outlet, b.tubes[5].outlet);
}

TEST(PanelField, ThreadsDoNotChangeTheAnswer) {
  const PanelField field = pumped(PanelFlow::parallel);
  EXPECT_NEAR(solve_panel(field, {.threads = 2}).heat / solve_panel(field, {.threads = 1}).heat, 1, 1e-12);
}

TEST(PanelField, SaysWhereThereIsNoAnswer) {
  PanelField field = pumped(PanelFlow::parallel);
  field.failures.dead_tubes = {0, 1, 2, 3, 4, 5};
  EXPECT_THROW(solve_panel(field), ModelError);
  field.failures = {};
  coolant(field).coolant = &Coolant::named("water");
  coolant(field).mass_flow = 0.002;  // would freeze
  EXPECT_THROW(solve_panel(field), ModelError);
}

TEST(PanelField, RefusesBadInputByName) {
  const auto refused = [](auto change) {
    PanelField field = pumped(PanelFlow::parallel);
    change(field);
    EXPECT_THROW(solve_panel(field), std::invalid_argument);
  };
  refused([](PanelField& f) { f.build.tubes = 0; });
  refused([](PanelField& f) { f.build.spacing = 0.005; });
  refused([](PanelField& f) { f.build.contact_width = 0; });
  refused([](PanelField& f) { f.build.length = -1; });
  refused([](PanelField& f) { f.build.sheet_a.thickness = 0; });
  refused([](PanelField& f) { f.build.sheet_a.across = 0; });
  refused([](PanelField& f) { f.build.core = {0.01, 1, 1, 1, 40}; });
  refused([](PanelField& f) { f.build.seat = TubeSeat::sheet_b; });
  refused([](PanelField& f) { f.face_a.even.emissivity = 1.1; });
  refused([](PanelField& f) { f.face_a.even = f.face_b.even = {}; });
  refused([](PanelField& f) { f.face_a.absorbed = [](const PanelArea&) { return -1.0; }; });
  refused([](PanelField& f) { f.failures.dead_tubes = {6}; });
  refused([](PanelField& f) { f.failures.severed_loops = {1}; });
  refused([](PanelField& f) { f.failures.dry = {{0, 1, 4}}; });
  refused([](PanelField& f) { f.grid.across_fin = 5; });
  refused([](PanelField& f) { f.grid.core_layers = 3; });
  refused([](PanelField& f) { coolant(f).coolant = nullptr; });
  refused([](PanelField& f) { coolant(f).mass_flow = 0; });
  refused([](PanelField& f) { coolant(f).loops = 7; });
  refused([](PanelField& f) { f.tubes = HeldTubes{300, 0}; });
}

}  // namespace
}  // namespace sunrack
