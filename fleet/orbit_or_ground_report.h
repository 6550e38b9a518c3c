#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "fleet/orbit_or_ground_study.h"
#include "satellite/plot.h"

namespace sunrack {

/// Tables for people: 10, 50 and 90 % of the draws of each cost, the break-even price, what matters most.
std::string orbit_or_ground_text(const std::vector<OrbitOrGroundStudy>& studies);
/// All of it with every input's range, unit, year and source.
nlohmann::ordered_json orbit_or_ground_json(const std::vector<OrbitOrGroundStudy>& studies,
                                            const Provenance& provenance);
/// A row for each draw.
std::string orbit_or_ground_csv(const OrbitOrGroundStudy& study, const Provenance& provenance);

/// Costs per kW-year with 10 to 90 % of the draws, one line an alternative: gnuplot's script.
std::string orbit_or_ground_script(const std::vector<OrbitOrGroundStudy>& studies);
/// What each input does to orbit over the cheapest ground, the widest first.
TornadoPlot orbit_or_ground_tornado(const OrbitOrGroundStudy& study, std::size_t most_bars = 14);
/// The launch price at which both cost the same.
HistogramPlot break_even_plot(const OrbitOrGroundStudy& study);

}  // namespace sunrack
