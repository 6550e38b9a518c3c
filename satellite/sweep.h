#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "satellite/plot.h"
#include "satellite/spec_fields.h"
#include "satellite/study.h"

namespace sunrack {

/// A field and the values that it takes.
struct SweepAxis {
  const SpecField* field = nullptr;
  std::vector<double> numbers;     ///< [field's unit]; empty for an axis of names
  std::vector<std::string> texts;  ///< each value as typed or shown: "5 kg/m2", "ammonia"
  bool of_names() const { return numbers.empty(); }
  std::size_t size() const { return texts.size(); }
};

/// Reads "key=from:to:count", equally spaced and both ends included, or "key=value,value,...":
///   radiator.areal_mass=2:8:13        bare numbers are in the field's unit
///   orbit.altitude="500 km:1400 km:10"
///   coolant.fluid=ammonia,water
/// @throws std::invalid_argument naming what is wrong and what is accepted, also for a value that the field
/// does not take
SweepAxis parse_axis(std::string_view text);

/// One combination of values, the last axis running fastest.
struct SweepRow {
  std::vector<std::size_t> place;  ///< on each axis
  StudyPoint point;
};

struct SweepResult {
  std::vector<SweepAxis> axes;
  std::vector<SweepRow> rows;  ///< every combination, answered or not
};

inline constexpr std::size_t most_sweep_points = 1'000'000;

/// Sizes every combination of the axes' values. Names are set before numbers, so that a number that goes with
/// one axis is not dropped by the new name on another.
/// @throws std::invalid_argument for no axis, the same field twice, or too many points; StudyInterrupted
SweepResult run_sweep(const SatelliteSpec& spec, const std::vector<SweepAxis>& axes,
                      const StudyOptions& options = {});

/// A row for each point: the axes' values, status ("ok" or "no-answer"), outputs, reason.
std::string sweep_csv(const SweepResult& result, const Provenance& provenance);
nlohmann::ordered_json sweep_json(const SweepResult& result, const Provenance& provenance);

/// An output against the first axis of numbers; a line for each combination of the others.
/// @throws std::invalid_argument if all axes are of names, or there would be more than ten lines
LinePlot sweep_plot(const SweepResult& result, std::string_view output_key = "specific_mass_kg_per_kW");

}  // namespace sunrack
