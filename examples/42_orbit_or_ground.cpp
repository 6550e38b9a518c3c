// Is computing cheaper in orbit or on the ground, and how sure is that?
//
// The same servers, bought at the same price, with power from the grid, from gas, from the Sun with storage,
// or in orbit. Every price and every figure of the satellite and of its failures has a range; the answer is
// the 10, 50 and 90 % of draws over all of them. Read first: 41. In full: `sunrack orbit-or-ground`.

#include <cmath>
#include <cstdio>

#include "fleet/orbit_or_ground_report.h"
#include "fleet/price.h"
#include "satellite/spec_file.h"

using namespace sunrack;

namespace {

OrbitOrGroundStudy print(const OrbitOrGround& model) {
  const OrbitOrGroundStudy study = orbit_or_ground_study(model, {.draws = 300});
  std::printf("\n%s, launch at %.0f $/kg\n%-58s%10s%10s%10s%10s\n", study.satellite.c_str(),
              study.nominal ? study.nominal->launch : NAN, "", "nominal", "10 %", "50 %", "90 %");
  for (std::size_t i = 0; i < study.ranges.size(); ++i) {
    const CostQuantity& quantity = cost_quantities()[i];
    const CostRange& range = study.ranges[i];
    std::printf("%-58s%10.4g%10.4g%10.4g%10.4g\n", (quantity.name + " " + quantity.unit).c_str(),
                range.nominal.value_or(NAN), range.p10, range.p50, range.p90);
  }
  for (std::size_t i = 0; i < 5; ++i) {
    const CostInfluence& most = study.influences[i];
    std::printf("  %-54s%10.3g to %.3g: orbit over ground %.2f to %.2f\n", most.input.name.c_str(),
                most.input.range.low, most.input.range.high, most.at_low.value_or(NAN),
                most.at_high.value_or(NAN));
  }
  return study;
}

}  // namespace

int main() {
  // 1. What flies today, at today's prices.
  print(OrbitOrGround(preset("reference-2026"), prices_of_2026()));

  // 2. What might fly in 2030, at prices hoped for, as hot as it was meant to be.
  LifetimePrices hoped = prices_of_2030();
  print(OrbitOrGround(preset("aggressive-2030"), hoped));

  // 3. The same as cold as its failures want it, and nearly free to launch.
  hoped.launch = price("launch-goal");
  const OrbitOrGroundStudy best =
      print(OrbitOrGround(at_least_cost(preset("aggressive-2030"), hoped, "aggressive-2030, cooler"), hoped));

  // 4. The pictures.
  const Provenance provenance{.version = "example", .revision = "42_orbit_or_ground", .spec = best.satellite};
  try {
    write_plot("orbit_over_ground.svg", orbit_or_ground_tornado(best), provenance);
    write_plot("break_even.svg", break_even_plot(best), provenance);
  } catch (const PlotError& error) {
    std::printf("no plot: %s\n", error.what());
  }
  std::printf(
      "\nServers are %.0f %% of the bill in orbit and %.0f %% on the ground. Launched at %.0f $/kg and kept "
      "cool, orbit costs %.2f "
      "times the ground [%.2f to %.2f]; it is the cheaper in %.0f %% of the draws, and in %.0f %% not even a "
      "free launch is enough.\n",
      best.nominal ? 100 * best.nominal->orbit.servers / best.nominal->orbit.all() : NAN,
      best.nominal ? 100 * best.nominal->ground().servers / best.nominal->ground().all() : NAN,
      hoped.launch.nominal, best.nominal ? best.nominal->ratio() : NAN, best.ranges[9].p10,
      best.ranges[9].p90, 100 * best.orbit_cheaper, 100 * best.never_cheaper);
}
