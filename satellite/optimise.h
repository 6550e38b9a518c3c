#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "satellite/plot.h"
#include "satellite/spec_fields.h"
#include "satellite/study.h"

namespace sunrack {

/// A number of the specification that the optimiser may choose.
struct DesignVariable {
  std::string key;
  double lower = 0, upper = 0;  ///< [SI]
};

/// Junction temperature 20 to 160 degC, coolant rise 2 to 40 K, tube spacing 30 to 400 mm, face sheet
/// 0.1 to 1.5 mm. Left out is what costs nothing in a spec that gives a number in place of the model: spacing
/// and sheet where the panel's areal mass or fin efficiency is given, the rise where the pump's share is.
std::vector<DesignVariable> default_design_variables(const SatelliteSpec& spec);
/// "radiator.tube_length=2:20": a field and its bounds. @throws std::invalid_argument
DesignVariable parse_design_variable(std::string_view text);

struct OptimiseOptions {
  std::vector<DesignVariable> variables = {};  ///< empty: default_design_variables()
  double relative_tolerance = 1e-7;            ///< [-] of kg/kW between restarts
  int most_evaluations = 5000;                 ///< of one search
  StudyOptions study = {};
};

struct OptimisedVariable {
  const SpecField* field = nullptr;
  double lower = 0, upper = 0;              ///< [SI]
  double value = 0;                         ///< [SI]
  std::optional<double> before;             ///< [SI] in the spec; nothing where the model chose it
  bool at_lower = false, at_upper = false;  ///< the bound, not the physics, set it
};

struct Optimum {
  SatelliteSpec spec;  ///< with the variables set
  SatelliteDesign design;
  std::vector<OptimisedVariable> variables;
  double specific_mass = 0;                    ///< [kg/W] of the spec's boundary and basis
  std::optional<double> specific_mass_before;  ///< [kg/W] of the spec as given, where it has an answer
  bool memory_limited = false;  ///< the memory's limit sets the coolant; a hotter junction changes nothing
  int evaluations = 0;          ///< designs sized
  int no_answers = 0;           ///< of these, without an answer
  int restarts = 0;             ///< until a further search gained less than the tolerance
  bool converged = false;
};

/// The least kilograms per useful kW. NLopt's subspace simplex (Rowan 1990) is restarted where it ended until
/// it gains nothing: the mass has kinks where the memory takes over from the junction and where the flow in
/// the tubes turns turbulent, so that no derivative is used. A design without an answer counts as heavier
/// than all others, the more so the further it is from one that has an answer.
/// @throws ModelError if no design with an answer is found among the starts; std::invalid_argument;
/// StudyInterrupted
Optimum optimise(const SatelliteSpec& spec, const OptimiseOptions& options = {});

enum class OtherVariables {
  fixed,       ///< as in the spec
  reoptimised  ///< anew at each junction temperature
};

struct JunctionPoint {
  double asked = 0;     ///< [K] limit set on the junction
  double junction = 0;  ///< [K] of the design: lower where the memory sets the coolant
  bool memory_limited = false;
  StudyPoint point;  ///< outputs or the reason
};

/// Junction temperatures of the designs within 1 % of the lowest point.
struct FlatRange {
  double from = 0, to = 0;                      ///< [K]
  bool open_below = false, open_above = false;  ///< the curve, or its answers, end there
};

struct JunctionCurve {
  std::vector<JunctionPoint> points;  ///< in rising order; those without an answer too
  OtherVariables others = OtherVariables::fixed;
  std::optional<std::size_t> lowest;  ///< place of the least specific mass; nothing without any answer
  std::optional<FlatRange> flat;      ///< linear between the points
};

/// Specific mass against junction temperature, `from` and `to` [K] included.
/// @throws std::invalid_argument; StudyInterrupted
JunctionCurve junction_curve(const SatelliteSpec& spec, double from, double to, int points,
                             OtherVariables others = OtherVariables::fixed,
                             const OptimiseOptions& options = {});

std::string optimum_text(const Optimum& optimum);
nlohmann::ordered_json optimum_json(const Optimum& optimum, const Provenance& provenance);
std::string junction_curve_csv(const JunctionCurve& curve, const Provenance& provenance);
nlohmann::ordered_json junction_curve_json(const JunctionCurve& curve, const Provenance& provenance);
LinePlot junction_curve_plot(const JunctionCurve& curve);

}  // namespace sunrack
