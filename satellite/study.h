#pragma once

#include <atomic>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "physics/numerics/progress.h"
#include "satellite/design_report.h"
#include "satellite/sizing.h"

namespace sunrack {

/// A number of a design that studies write down.
struct StudyOutput {
  std::string_view key;                            ///< column name with the unit: "specific_mass_kg_per_kW"
  std::string_view name;                           ///< "specific mass"
  std::string_view unit;                           ///< of the number: "kg/kW"
  double (*value)(const SatelliteDesign& design);  ///< in `unit`
};

/// All of them; the first is the specific mass, for which the studies are made.
const std::vector<StudyOutput>& study_outputs();
/// Its place in study_outputs(). @throws std::invalid_argument naming the nearest
std::size_t study_output_index(std::string_view key);

/// One design of a study: numbers, or the reason why there are none.
struct StudyPoint {
  std::vector<double> outputs;  ///< as study_outputs(); empty where there is no answer
  std::string reason;           ///< why there is no answer; empty where there is one
  bool answered() const { return !outputs.empty(); }
};

/// Sizes the many specs of one study. The environment of the first spec is kept and used again wherever no
/// field differs that it depends on; elsewhere it is computed.
class StudySizer {
 public:
  explicit StudySizer(const SatelliteSpec& base);

  /// @throws ModelError, std::invalid_argument as size_satellite does
  SatelliteDesign size(const SatelliteSpec& spec) const;
  /// ModelError and a spec that contradicts itself become the reason. May be called from several threads.
  StudyPoint evaluate(const SatelliteSpec& spec) const;

 private:
  SatelliteSpec base_;
  std::optional<MissionEnvironment> environment_;  // nothing where the first spec has none
};

/// Whether mission_environment() gives the same for both.
bool same_environment(const SatelliteSpec& a, const SatelliteSpec& b);

/// Messages that differ in their numbers only have the same cause: each number becomes "#", and what comes
/// after a semicolon is left away.
std::string cause_of(std::string_view reason);

/// How a study is run.
struct StudyOptions {
  unsigned threads = 0;  ///< 0: as many as the machine has; the numbers do not depend on it
  const std::atomic<bool>* cancel = nullptr;  ///< interrupt_flag() in programs
  ProgressOptions progress{.quiet = true};
};

/// A study was stopped before its end; it has no result.
class StudyInterrupted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Points 0 ... count - 1, each of `spec_of(index)`, on several threads. @throws StudyInterrupted
std::vector<StudyPoint> evaluate_all(const StudySizer& sizer, std::size_t count, const std::string& label,
                                     const std::function<SatelliteSpec(std::size_t)>& spec_of,
                                     const StudyOptions& options);

/// A text as a cell of comma-separated values: in quotes, where it has to be.
std::string csv_cell(std::string_view text);
/// "specific_mass_kg_per_kW,mass_kg,...": the columns of csv_outputs().
std::string csv_output_names();
/// "9.5,...": empty cells where there is no answer. Six digits.
std::string csv_outputs(const StudyPoint& point);
/// {"specific_mass_kg_per_kW": 30.1, ...}, or null where there is no answer.
nlohmann::ordered_json outputs_json(const StudyPoint& point);

}  // namespace sunrack
