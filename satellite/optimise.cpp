#include "satellite/optimise.h"

#include <fmt/format.h>
#include <nlopt.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <memory>

#include "physics/numerics/parallel.h"
#include "physics/numerics/sampling.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/quantity.h"

namespace sunrack {

using namespace units;

std::vector<DesignVariable> default_design_variables(const SatelliteSpec& spec) {
  std::vector<DesignVariable> variables = {{"compute.junction_temperature", 20_degC, 160_degC}};
  if (!spec.coolant.pump_fraction) variables.push_back({"coolant.rise", 2_K, 40_K});
  if (!spec.radiator.areal_mass && !spec.radiator.fin_efficiency) {
    variables.push_back({"radiator.tube_spacing", 30_mm, 400_mm});
    variables.push_back({"radiator.face_sheet_thickness", 0.1_mm, 1.5_mm});
  }
  return variables;
}

DesignVariable parse_design_variable(std::string_view text) {
  const auto refuse = [&](const std::string& why) {
    throw std::invalid_argument(fmt::format("variable \"{}\": {}", text, why));
  };
  const auto equals = text.find('='), colon = text.find(':');
  if (equals == std::string_view::npos || colon == std::string_view::npos || colon < equals)
    refuse("a key with its bounds is needed: radiator.tube_length=2:20");
  const std::string_view key = text.substr(0, equals);
  const SpecField* field = find_spec_field(key);
  if (!field) refuse(fmt::format("unknown key {}; the nearest known key is {}", key, nearest_spec_key(key)));
  if (field->choices) refuse("a field of names cannot be optimised; sweep it");
  DesignVariable variable{.key = std::string(key)};
  try {
    variable.lower = parse_quantity(text.substr(equals + 1, colon - equals - 1), field->unit);
    variable.upper = parse_quantity(text.substr(colon + 1), field->unit);
  } catch (const std::invalid_argument& error) {
    refuse(error.what());
  }
  return variable;
}

namespace {

constexpr int most_restarts = 20;
constexpr int start_count = 40;
constexpr double no_answer_penalty = 1e6;  // [kg/W]: a thousand tonnes per watt is heavier than any design

/// Checks the variables and finds their fields.
std::vector<OptimisedVariable> resolved(const SatelliteSpec& spec,
                                        const std::vector<DesignVariable>& wanted) {
  std::vector<OptimisedVariable> variables;
  for (const DesignVariable& variable : wanted) {
    const SpecField* field = find_spec_field(variable.key);
    if (!field)
      throw std::invalid_argument(fmt::format("optimise: unknown key {}; the nearest known key is {}",
                                              variable.key, nearest_spec_key(variable.key)));
    if (field->choices || std::holds_alternative<SpecField::Integer>(field->access))
      throw std::invalid_argument(fmt::format("optimise: {} is not a real number; sweep it", variable.key));
    require(variable.lower < variable.upper, (variable.key + ": lower bound").c_str(), variable.lower,
            "must be below the upper bound");
    SatelliteSpec trial = spec;
    set_number(trial, *field, variable.lower);
    set_number(trial, *field, variable.upper);
    variables.push_back({.field = field,
                         .lower = variable.lower,
                         .upper = variable.upper,
                         .before = get_number(spec, *field)});
  }
  return variables;
}

using Place = std::vector<double>;  // each variable as a share of the way from its lower to its upper bound

/// The mass as a function of the variables, with what the search has learnt.
struct Search {
  const StudySizer& sizer;
  const SatelliteSpec& base;
  const std::vector<OptimisedVariable>& variables;
  const std::atomic<bool>* cancel = nullptr;
  Place best{};
  double least = std::numeric_limits<double>::infinity();
  int evaluations = 0, no_answers = 0;
  std::string reason{};          // of the last design without an answer
  std::exception_ptr failure{};  // carried past NLopt, which is C

  SatelliteSpec spec_at(const Place& place) const {
    SatelliteSpec spec = base;
    for (std::size_t i = 0; i < variables.size(); ++i)
      set_number(spec, *variables[i].field, value_at(place, i));
    return spec;
  }
  double value_at(const Place& place, std::size_t i) const {
    const OptimisedVariable& variable = variables[i];
    return std::clamp(variable.lower + place[i] * (variable.upper - variable.lower), variable.lower,
                      variable.upper);
  }

  double mass_at(const Place& place) {
    ++evaluations;
    try {
      const double mass = sizer.size(spec_at(place)).specific_mass;
      if (mass < least) {
        least = mass;
        best = place;
      }
      return mass;
    } catch (const ModelError& error) {
      reason = error.what();
    } catch (const std::invalid_argument& error) {  // tubes wider than their spacing, for instance
      reason = error.what();
    }
    ++no_answers;
    double distance = 0;
    for (std::size_t i = 0; i < best.size(); ++i) distance += std::abs(place[i] - best[i]);
    return no_answer_penalty * (1 + distance);
  }
};

double nlopt_mass(unsigned count, const double* place, double*, void* data) {
  Search& search = *static_cast<Search*>(data);
  if (search.failure || (search.cancel && search.cancel->load()))
    return no_answer_penalty;  // the search is on its way out
  try {
    return search.mass_at(Place(place, place + count));
  } catch (...) {
    search.failure = std::current_exception();
    return no_answer_penalty;
  }
}

struct NloptDelete {
  void operator()(nlopt_opt opt) const { nlopt_destroy(opt); }
};

/// One run of the subspace simplex from the best place so far. @return whether it ended by its tolerances
bool run_simplex(Search& search, double first_step, const OptimiseOptions& options) {
  const unsigned count = static_cast<unsigned>(search.variables.size());
  const std::unique_ptr<std::remove_pointer_t<nlopt_opt>, NloptDelete> opt(
      nlopt_create(NLOPT_LN_SBPLX, count));
  if (!opt) throw std::runtime_error("optimise: NLopt did not start");
  nlopt_set_lower_bounds1(opt.get(), 0);
  nlopt_set_upper_bounds1(opt.get(), 1);
  nlopt_set_min_objective(opt.get(), nlopt_mass, &search);
  nlopt_set_initial_step1(opt.get(), first_step);
  nlopt_set_xtol_abs1(opt.get(), 1e-6);
  nlopt_set_ftol_rel(opt.get(), options.relative_tolerance / 100);
  nlopt_set_maxeval(opt.get(), options.most_evaluations);
  Place place = search.best;
  double mass = 0;
  const nlopt_result ended = nlopt_optimize(opt.get(), place.data(), &mass);
  if (search.failure) std::rethrow_exception(search.failure);
  if (search.cancel && search.cancel->load())
    throw StudyInterrupted("optimise: interrupted; nothing was written");
  // Its bookkeeping at rounding level is no failure: the best place is kept by us.
  if (ended < 0 && ended != NLOPT_ROUNDOFF_LIMITED)
    throw ModelError(fmt::format("optimise: NLopt stopped: {}", nlopt_result_to_string(ended)));
  return ended != NLOPT_MAXEVAL_REACHED;
}

/// The spec itself, then places spread over the box (the same ones every time).
void find_start(Search& search) {
  Place own;
  bool inside = true;
  for (const OptimisedVariable& variable : search.variables) {
    const double before = variable.before.value_or((variable.lower + variable.upper) / 2);
    inside = inside && before >= variable.lower && before <= variable.upper;
    own.push_back(std::clamp((before - variable.lower) / (variable.upper - variable.lower), 0.0, 1.0));
  }
  search.mass_at(own);
  const std::string first_reason = search.reason;
  for (std::uint64_t i = 0; i < start_count; ++i) {
    Place place;
    for (std::uint32_t j = 0; j < search.variables.size(); ++j)
      place.push_back(latin_hypercube(1, i, start_count, j));
    search.mass_at(place);
  }
  if (search.best.empty())
    throw ModelError(
        fmt::format("optimise: none of {} designs between the bounds has an answer; {}: {}", start_count + 1,
                    inside ? "the one given" : "the one nearest to the one given", first_reason));
}

struct SearchResult {
  Place best;
  int evaluations = 0, no_answers = 0, restarts = 0;
  bool converged = false;
};

SearchResult search_minimum(const StudySizer& sizer, const SatelliteSpec& base,
                            const std::vector<OptimisedVariable>& variables, const OptimiseOptions& options) {
  Search search{.sizer = sizer, .base = base, .variables = variables, .cancel = options.study.cancel};
  find_start(search);
  SearchResult result;
  double first_step = 0.1;
  bool ended = run_simplex(search, first_step, options);
  while (result.restarts < most_restarts) {
    const double before = search.least;
    // Wide and narrow in turn: out of a kink's valley, and down to its floor.
    first_step = result.restarts % 2 ? 0.1 : 0.01;
    ended = run_simplex(search, first_step, options) && ended;
    ++result.restarts;
    result.converged = ended && before - search.least <= options.relative_tolerance * before;
    if (result.converged && result.restarts >= 2) break;
  }
  result.best = search.best;
  result.evaluations = search.evaluations;
  result.no_answers = search.no_answers;
  return result;
}

SatelliteSpec spec_without_ranges(const SatelliteSpec& spec) {
  SatelliteSpec base = spec;
  base.uncertainty.clear();
  return base;
}

std::vector<OptimisedVariable> chosen_variables(const SatelliteSpec& spec, const OptimiseOptions& options) {
  return resolved(spec, options.variables.empty() ? default_design_variables(spec) : options.variables);
}

}  // namespace

Optimum optimise(const SatelliteSpec& spec, const OptimiseOptions& options) {
  const SatelliteSpec base = spec_without_ranges(spec);
  std::vector<OptimisedVariable> variables = chosen_variables(base, options);
  // Where the junction is not given, it is the chip's limit: that is where the search begins.
  for (OptimisedVariable& variable : variables)
    if (variable.field->key == "compute.junction_temperature" && !variable.before)
      variable.before = resolved_chip(base).maximum_junction_temperature;
  const StudySizer sizer(base);
  const SearchResult found = search_minimum(sizer, base, variables, options);
  Optimum optimum{.spec = spec,
                  .evaluations = found.evaluations,
                  .no_answers = found.no_answers,
                  .restarts = found.restarts,
                  .converged = found.converged};
  const SpecField* const junction = find_spec_field("compute.junction_temperature");
  for (std::size_t i = 0; i < variables.size(); ++i) {
    OptimisedVariable& variable = variables[i];
    const double share = found.best[i];
    variable.value = std::clamp(variable.lower + share * (variable.upper - variable.lower), variable.lower,
                                variable.upper);
    variable.at_lower = share < 1e-4;
    variable.at_upper = share > 1 - 1e-4;
    set_number(optimum.spec, *variable.field, variable.value);
    optimum.spec.uncertainty.erase(std::string(variable.field->key));
  }
  optimum.design = sizer.size(spec_without_ranges(optimum.spec));
  optimum.specific_mass = optimum.design.specific_mass;
  optimum.memory_limited = optimum.design.compute.package.limit == PackageLimit::memory;
  // Above the junction that the memory allows the limit means nothing; the lowest that does it is the answer.
  const double held = optimum.design.compute.package.state.junction_temperature;
  for (OptimisedVariable& variable : variables) {
    if (variable.field != junction || !optimum.memory_limited || held < variable.lower) continue;
    variable.value = held;
    variable.at_upper = false;
    set_number(optimum.spec, *junction, held);
  }
  optimum.variables = std::move(variables);
  if (const StudyPoint before = sizer.evaluate(base); before.answered())
    optimum.specific_mass_before = before.outputs[0] / 1_kW;
  return optimum;
}

namespace {

constexpr double flat_within = 0.01;  // [-] of the least mass

/// Walks from the lowest point in one direction up to where the curve is 1 % above it.
double flat_end(const JunctionCurve& curve, int step, bool& open) {
  const auto& points = curve.points;
  const double ceiling = points[*curve.lowest].point.outputs[0] * (1 + flat_within);
  std::size_t here = *curve.lowest;
  for (;;) {
    const bool at_end = step > 0 ? here + 1 == points.size() : here == 0;
    if (at_end || !points[step > 0 ? here + 1 : here - 1].point.answered()) {
      open = true;
      return points[here].junction;
    }
    const std::size_t next = step > 0 ? here + 1 : here - 1;
    const double mass = points[here].point.outputs[0], next_mass = points[next].point.outputs[0];
    if (next_mass > ceiling)
      return points[here].junction +
             (ceiling - mass) / (next_mass - mass) * (points[next].junction - points[here].junction);
    here = next;
  }
}

void find_lowest(JunctionCurve& curve) {
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    if (!curve.points[i].point.answered()) continue;
    if (!curve.lowest || curve.points[i].point.outputs[0] < curve.points[*curve.lowest].point.outputs[0])
      curve.lowest = i;
  }
  if (!curve.lowest) return;
  FlatRange flat;
  flat.from = flat_end(curve, -1, flat.open_below);
  flat.to = flat_end(curve, +1, flat.open_above);
  curve.flat = flat;
}

}  // namespace

JunctionCurve junction_curve(const SatelliteSpec& spec, double from, double to, int points,
                             OtherVariables others, const OptimiseOptions& options) {
  require(from < to, "junction_curve: from", from, "must be below the other end [K]");
  require(points >= 2 && points <= 10'000, "junction_curve: points", points, "must be 2 to 10000");
  const SatelliteSpec base = spec_without_ranges(spec);
  const SpecField& junction = *find_spec_field("compute.junction_temperature");
  SatelliteSpec trial = base;
  for (const double end : {from, to}) set_number(trial, junction, end);
  std::vector<OptimisedVariable> variables;
  for (const OptimisedVariable& variable : chosen_variables(base, options))
    if (others == OtherVariables::reoptimised && variable.field != &junction) variables.push_back(variable);
  const StudySizer sizer(base);
  JunctionCurve curve{.points = std::vector<JunctionPoint>(std::size_t(points)), .others = others};
  const auto size_one = [&](std::size_t index) {
    JunctionPoint& point = curve.points[index];
    point.asked = from + (to - from) * double(index) / (points - 1);
    SatelliteSpec own = base;
    set_number(own, junction, point.asked);
    try {
      if (!variables.empty()) {
        const Place best = search_minimum(sizer, own, variables, options).best;
        for (std::size_t i = 0; i < variables.size(); ++i)
          set_number(own, *variables[i].field,
                     std::clamp(variables[i].lower + best[i] * (variables[i].upper - variables[i].lower),
                                variables[i].lower, variables[i].upper));
      }
      const SatelliteDesign design = sizer.size(own);
      for (const StudyOutput& output : study_outputs()) point.point.outputs.push_back(output.value(design));
      point.junction = design.compute.package.state.junction_temperature;
      point.memory_limited = design.compute.package.limit == PackageLimit::memory;
    } catch (const ModelError& error) {
      point.point.reason = error.what();
    } catch (const std::invalid_argument& error) {
      point.point.reason = error.what();
    }
  };
  Progress progress("junction temperatures", std::size_t(points), options.study.progress);
  const bool all = parallel_for(
      std::size_t(points), options.study.threads,
      [&](std::size_t index) {
        size_one(index);
        progress.advance();
      },
      options.study.cancel);
  if (!all) throw StudyInterrupted("junction curve: interrupted; nothing was written");
  find_lowest(curve);
  return curve;
}

}  // namespace sunrack
