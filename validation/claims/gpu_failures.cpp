#include <cmath>

#include "chips/lifetime.h"
#include "fleet/reliability.h"
#include "physics/units.h"
#include "satellite/spec_file.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double percent = 100, processors = 16384, interruptions = 419, memory = 72;
constexpr double printed_faulty = 148, likely_faulty = 126;
const double run = 54 * 1_day;

/// [%] per processor and year, simple: the run is short against a year.
double yearly(double count) { return percent * count / processors * 1_year / run; }

/// [%] lost in five years at a yearly share.
double lost_in_five_years(double share) {
  const std::vector<FailureCause> causes = {{"random", random_failures(-std::log1p(-share) / 1_year), 0}};
  return percent * (1 - survival(causes, 5_year));
}

double ratio(double energy, double rise) { return arrhenius_acceleration(energy, 85_degC, 85_degC + rise); }

}  // namespace

std::vector<Claim> gpu_failure_claims() {
  Published figures("gpu_failures.csv");
  figures.computed("GPU-01 faulty processors", percent * printed_faulty / interruptions);
  figures.computed("GPU-01 faulty processors, 126", percent * likely_faulty / interruptions);
  figures.computed("GPU-01 memory", percent * memory / interruptions);
  figures.computed("GPU-01 all processor causes",
                   percent * (likely_faulty + memory + 19 + 17 + 6 + 6) / interruptions);
  figures.computed("GPU-02 faults, 148", yearly(printed_faulty + memory));
  figures.computed("GPU-02 faults, 126", yearly(likely_faulty + memory));
  figures.computed("GPU-02 all interruptions", yearly(interruptions));

  const LifeModel model;
  const auto ground = package_causes(model, {.junction = model.reference_junction,
                                             .memory = model.reference_memory,
                                             .board = model.reference_board,
                                             .junction_limit = 85_degC,
                                             .memory_limit = 95_degC});
  figures.computed("GPU-03 first year on the ground", percent * (1 - survival(ground, 1_year)));
  const SatelliteSpec spec = preset("reference-2026");
  const SatelliteReliability orbit = satellite_reliability(spec, size_satellite(spec), 0);
  figures.computed("GPU-03 reference satellite",
                   percent * (1 - std::pow(expected_capacity(orbit, 5_year), 0.2)));
  figures.computed("GPU-03 five years at 4 %", lost_in_five_years(0.04));
  figures.computed("GPU-03 five years at 6.8 %", lost_in_five_years(0.068));

  figures.computed("ARR-01 10 K, 0.7 eV", ratio(0.7_eV, 10));
  figures.computed("ARR-01 10 K, 0.9 eV", ratio(0.9_eV, 10));
  figures.computed("ARR-01 20 K, 0.7 eV", ratio(0.7_eV, 20));
  figures.computed("ARR-01 20 K, 0.9 eV", ratio(0.9_eV, 20));
  figures.computed("ARR-01 63 K, 0.5 eV", ratio(0.5_eV, 63));
  figures.computed("ARR-01 63 K, 0.7 eV", ratio(0.7_eV, 63));
  figures.computed("ARR-01 63 K, 0.9 eV", ratio(0.9_eV, 63));
  return figures.claims();
}

}  // namespace sunrack
