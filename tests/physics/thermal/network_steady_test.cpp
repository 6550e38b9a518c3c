#include "physics/thermal/network_steady.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {
namespace {

constexpr double sigma = constants::stefan_boltzmann;

TEST(NetworkSteady, TwoNodesAgreeWithTheClosedForm) {
  ThermalNetwork n;
  const auto box = n.diffusive("box", 1000), plate = n.diffusive("plate", 500),
             space = n.boundary("space", 3);
  n.heat(box, 500);
  n.conduct(box, plate, 5);
  n.radiate(plate, space, 1.8);
  const auto steady = network_steady(n);
  const double exact = std::pow(500 / (sigma * 1.8) + 81, 0.25);
  EXPECT_NEAR(steady.temperatures[plate.index], exact, 1e-9);  // the tolerance of a step
  EXPECT_NEAR(steady.temperatures[box.index], exact + 100, 1e-9);
  EXPECT_NEAR(steady.heat_in, steady.heat_out, 1e-7);
}

TEST(NetworkSteady, ArithmeticNodesHaveTheTemperaturesOfDiffusiveOnes) {
  const auto solve = [](bool with_capacity) {
    ThermalNetwork n;
    const auto a = n.diffusive("a", 1);
    const auto b = with_capacity ? n.diffusive("b", 1) : n.arithmetic("b");
    const auto c = with_capacity ? n.diffusive("c", 1) : n.arithmetic("c");
    const auto space = n.boundary("space", 3);
    n.heat(a, 40), n.heat(c, 5);
    n.conduct(a, b, 0.5), n.radiate(b, c, 0.3), n.radiate(c, space, 0.4);
    return network_steady(n).temperatures;
  };
  const auto with = solve(true), without = solve(false);
  for (std::size_t i = 0; i < with.size(); ++i) EXPECT_NEAR(with[i], without[i], 1e-8);
}

/// A tree of nodes that see each other and space by radiation alone; `linear` of the pairs also conduct.
ThermalNetwork random_network(unsigned seed, std::size_t count, bool linear) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> share(0, 1);
  const auto spread = [&](double least, double most) {
    return least * std::pow(most / least, share(random));
  };
  ThermalNetwork n;
  const auto space = n.boundary("space", 3);
  std::vector<NodeId> all;
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back(share(random) < 0.7 ? n.diffusive("d" + std::to_string(i), spread(1, 1e5))
                                      : n.arithmetic("a" + std::to_string(i)));
    if (i > 0) n.radiate(all[i], all[std::size_t(share(random) * double(i))], spread(1e-4, 10));
    if (linear && i > 0 && share(random) < 0.5) n.conduct(all[i], all[i - 1], spread(1e-3, 1e3));
    if (i == 0 || share(random) < 0.2) n.radiate(all[i], space, spread(1e-3, 10));
    if (share(random) < 0.3) n.heat(all[i], spread(0.1, 1000));
  }
  return n;
}

TEST(NetworkSteady, RadiationAloneIsSolvedFromAnyStart) {
  for (const bool linear : {false, true})
    for (unsigned seed = 0; seed < 20; ++seed) {
      const auto network = random_network(seed, 60, linear);
      NetworkSystem system(network);
      const auto reference = network_steady(system);
      for (const double start : {1e-3, 3.0, 40.0, 1500.0, 1e5}) {
        const std::vector<double> guess(network.nodes().size(), start);
        const auto steady = network_steady(system, {.start = guess});
        for (std::size_t i = 0; i < guess.size(); ++i)
          // Rounding of the balance over the weakest coupling.
          EXPECT_NEAR(steady.temperatures[i], reference.temperatures[i], 1e-5)
              << seed << " from " << start << " K";
      }
      EXPECT_NEAR(reference.heat_in, reference.heat_out, 1e-8 * reference.heat_in);
    }
}

}  // namespace
}  // namespace sunrack
