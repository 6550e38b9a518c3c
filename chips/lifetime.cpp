#include "chips/lifetime.h"

#include <fmt/format.h>

#include <cmath>

#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double reference_time = constants::julian_year;  // of the infants' share

Distribution between(double low, double nominal, double high) {
  return {DistributionKind::triangular, low * 1_eV, nominal * 1_eV, high * 1_eV};
}

void check_temperature(const char* name, double temperature) {
  require(temperature > 0 && std::isfinite(temperature), name, temperature, "must be positive [K]");
}

void check(const LifeModel& model, const LifeConditions& use, const BurnIn& burn_in) {
  require(model.infant_failures >= 0 && model.infant_failures < 1, "lifetime: infant_failures",
          model.infant_failures, "must be 0 or more and below 1");
  require(model.infant_shape > 0 && model.infant_shape < 1, "lifetime: infant_shape", model.infant_shape,
          "must be between 0 and 1: a falling hazard");
  require(model.random_rate >= 0, "lifetime: random_rate", model.random_rate, "must be 0 or more [1/s]");
  require(model.board_rate >= 0, "lifetime: board_rate", model.board_rate, "must be 0 or more [1/s]");
  require(model.memory_share >= 0 && model.memory_share <= 1, "lifetime: memory_share", model.memory_share,
          "must be 0 to 1");
  require(model.qualified_failures >= 0 && model.qualified_failures < 1, "lifetime: qualified_failures",
          model.qualified_failures, "must be 0 or more and below 1");
  require(use.duty >= 0 && use.duty <= 1, "lifetime: duty", use.duty, "must be 0 to 1");
  require(use.current_ratio > 0, "lifetime: current_ratio", use.current_ratio, "must be positive");
  require(use.voltage_ratio > 0, "lifetime: voltage_ratio", use.voltage_ratio, "must be positive");
  require(use.dose_rate >= 0, "lifetime: dose_rate", use.dose_rate, "must be 0 or more [Gy/s]");
  require(burn_in.time >= 0, "lifetime: burn_in.time", burn_in.time, "must be 0 or more [s]");
  check_temperature("lifetime: junction", use.junction);
  check_temperature("lifetime: memory", use.memory);
  check_temperature("lifetime: board", use.board);
  check_temperature("lifetime: junction_limit", use.junction_limit);
  check_temperature("lifetime: memory_limit", use.memory_limit);
  check_temperature("lifetime: burn_in.temperature", burn_in.temperature);
}

/// A life at the reference, in use this many times faster.
LifeDistribution accelerated(LifeDistribution life, double factor) {
  life.scale = factor > 0 ? life.scale / factor : std::numeric_limits<double>::infinity();
  return life;
}

class Causes {
 public:
  Causes(const LifeModel& model, const LifeConditions& use, const BurnIn& burn_in)
      : model_(model), use_(use), burn_in_(burn_in) {}

  /// Infants and random failures of dies or memory: Arrhenius from the ground's temperature.
  void add_early(const char* part, double share, double temperature, double reference) {
    const double in_use = arrhenius_acceleration(model_.activation_energy, reference, temperature);
    if (model_.infant_failures > 0 && share > 0) {
      // Shares of hazard, so that dies and memory together reach the share given.
      const double failed = -std::expm1(share * std::log1p(-model_.infant_failures));
      add(fmt::format("infants, {}", part),
          life_through(LifeDistribution::Law::weibull, model_.infant_shape, reference_time, failed), in_use,
          model_.activation_energy, temperature);
    }
    add(fmt::format("random, {}", part), random_failures(share * model_.random_rate), in_use,
        model_.activation_energy, temperature);
  }

  void add_wear(const WearMechanism& wear) {
    if (model_.qualified_failures == 0) return;
    const bool memory = wear.part == PackagePart::memory;
    const double limit = memory ? use_.memory_limit : use_.junction_limit;
    const double temperature = memory ? use_.memory : use_.junction;
    const double energy = wear.activation_energy.nominal;
    const bool current = wear.name == "electromigration";
    const double stress = memory ? 1.0 : (current ? use_.current_ratio : use_.voltage_ratio);
    add(wear.name, life_through(wear.law, wear.shape, model_.qualified_life, model_.qualified_failures),
        black_acceleration(energy, limit, temperature, stress, wear.stress_exponent), energy, temperature);
  }

  void add_dose() {
    if (use_.dose_rate > 0 && model_.lethal_dose > 0)
      result.push_back(
          {"ionising dose",
           {LifeDistribution::Law::lognormal, model_.lethal_dose / use_.dose_rate, model_.lethal_dose_spread},
           0});
  }

  // Boards stay at room temperature while packages are burnt in: no age.
  void add_board() {
    const double faster =
        arrhenius_acceleration(model_.activation_energy, model_.reference_board, use_.board);
    result.push_back({"random, board", random_failures(model_.board_rate * faster * use_.duty), 0});
    const double damage = fatigue_damage_rate(model_.fatigue, use_.board_cycles);
    if (damage > 0)
      result.push_back(
          {"thermal cycling, board", {LifeDistribution::Law::weibull, 1 / damage, model_.fatigue_shape}, 0});
  }

  std::vector<FailureCause> result;

 private:
  /// Wear rests while the part does: its own time runs at the duty.
  void add(std::string name, const LifeDistribution& at_reference, double in_use, double energy,
           double temperature) {
    const LifeDistribution life = accelerated(at_reference, in_use * use_.duty);
    // Hours of burn-in, as hours in service that use up the same; a part that never works does not age.
    const double faster = arrhenius_acceleration(energy, temperature, burn_in_.temperature);
    const double age = use_.duty > 0 ? burn_in_.time * faster / use_.duty : 0;
    result.push_back({std::move(name), life, age});
  }

  const LifeModel& model_;
  const LifeConditions& use_;
  const BurnIn burn_in_;
};

}  // namespace

double arrhenius_acceleration(double activation_energy, double reference, double use) {
  check_temperature("arrhenius_acceleration: reference", reference);
  check_temperature("arrhenius_acceleration: use", use);
  return std::exp(activation_energy / constants::boltzmann * (1 / reference - 1 / use));
}

double black_acceleration(double activation_energy, double reference, double use, double current_ratio,
                          double exponent) {
  require(current_ratio > 0, "black_acceleration: current_ratio", current_ratio, "must be positive");
  return std::pow(current_ratio, exponent) * arrhenius_acceleration(activation_energy, reference, use);
}

double fatigue_life_ratio(const FatigueLaw& law, const TemperatureCycle& cycle) {
  require(cycle.range > 0, "fatigue_life_ratio: range", cycle.range, "must be positive [K]");
  require(cycle.rate > 0, "fatigue_life_ratio: rate", cycle.rate, "must be positive [1/s]");
  check_temperature("fatigue_life_ratio: maximum", cycle.maximum);
  return std::pow(law.reference.range / cycle.range, law.range_exponent) *
         std::pow(cycle.rate / law.reference.rate, law.frequency_exponent) /
         arrhenius_acceleration(law.activation_energy, law.reference.maximum, cycle.maximum);
}

double fatigue_damage_rate(const FatigueLaw& law, const std::vector<TemperatureCycle>& cycles) {
  require(law.cycles > 0, "fatigue_damage_rate: cycles", law.cycles, "must be positive");
  double rate = 0;
  for (const TemperatureCycle& cycle : cycles)
    if (cycle.range != 0 && cycle.rate != 0)
      rate += cycle.rate / (law.cycles * fatigue_life_ratio(law, cycle));
  return rate;
}

// All recalled from JEDEC JEP122 and the literature it collects. Energies are of the time to failure. Shapes:
// lognormal 0.5 for electromigration; Weibull 1.5 for thin gate oxides (1 to 2). Exponents: current density 2
// (Black; 1 to 2), voltage 40 for thin oxides (power law; 35 to 45), 15 for instability (drift ~ V^3 t^0.2).
const std::vector<WearMechanism>& wear_mechanisms() {
  using Law = LifeDistribution::Law;
  static const std::vector<WearMechanism> mechanisms = {
      {"electromigration", PackagePart::dies, Law::lognormal, 0.5, between(0.8, 0.9, 1.0), 2,
       "copper, JEP122, recalled; Black (1969)"},
      {"dielectric breakdown", PackagePart::dies, Law::weibull, 1.5, between(0.6, 0.7, 0.9), 40,
       "JEP122, recalled"},
      {"bias-temperature instability", PackagePart::dies, Law::lognormal, 0.5, between(0.1, 0.5, 0.6), 15,
       "JEP122, recalled"},
      {"dielectric breakdown, memory", PackagePart::memory, Law::weibull, 1.5, between(0.6, 0.7, 0.9), 0,
       "as in the dies; assumption"},
  };
  return mechanisms;
}

std::vector<FailureCause> package_causes(const LifeModel& model, const LifeConditions& use,
                                         const BurnIn& burn_in) {
  check(model, use, burn_in);
  Causes causes(model, use, burn_in);
  causes.add_early("dies", 1 - model.memory_share, use.junction, model.reference_junction);
  causes.add_early("memory", model.memory_share, use.memory, model.reference_memory);
  for (const WearMechanism& wear : model.wear.empty() ? wear_mechanisms() : model.wear) causes.add_wear(wear);
  causes.add_dose();
  return causes.result;
}

std::vector<FailureCause> board_causes(const LifeModel& model, const LifeConditions& use) {
  check(model, use, {});
  Causes causes(model, use, {});
  causes.add_board();
  return causes.result;
}

double burn_in_loss(const LifeModel& model, const LifeConditions& use, const BurnIn& burn_in) {
  double hazard = 0;
  for (const FailureCause& cause : package_causes(model, use, burn_in))
    hazard += cumulative_hazard(cause.life, cause.age);
  return -std::expm1(-hazard);
}

double interrupt_unavailability(double rate, double recovery) {
  require(rate >= 0, "interrupt_unavailability: rate", rate, "must be 0 or more [1/s]");
  require(recovery >= 0, "interrupt_unavailability: recovery", recovery, "must be 0 or more [s]");
  return rate * recovery / (1 + rate * recovery);
}

}  // namespace sunrack
