#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "fleet/claims/stated_claim.h"
#include "satellite/plot.h"

namespace sunrack {

/// A table for people: each claim with its words, the figure, its range, the verdict and one sentence.
std::string claims_text(const std::vector<ClaimAnswer>& answers);
/// All of it with inputs, sources and figures; units in their own fields.
nlohmann::ordered_json claims_json(const std::vector<ClaimAnswer>& answers, const Provenance& provenance);
/// One line a claim.
std::string claims_csv(const std::vector<ClaimAnswer>& answers, const Provenance& provenance);

/// Computed over stated with the range of the draws, one line a claim, logarithmic: gnuplot's script. Claims
/// whose stated figure is zero, or whose answer is, are left out.
std::string claims_overview_script(const std::vector<ClaimAnswer>& answers);
/// How the draws of one claim are spread, with the stated figure. @throws std::invalid_argument where all
/// draws are the same
HistogramPlot claim_histogram(const ClaimAnswer& answer);

/// A page that stands alone: totals, overview, a table, then each claim with inputs and figures. `overview`
/// and `histograms` are SVG texts, by the claims' order, empty where there is none; `more` is put at the end.
std::string claims_page(const std::vector<ClaimAnswer>& answers, const Provenance& provenance,
                        const std::string& overview, const std::vector<std::string>& histograms,
                        const std::string& more = "");

std::string html_text(std::string_view text);     ///< & < > " replaced
std::string svg_element(const std::string& svg);  ///< without the XML head, to stand inside a page

}  // namespace sunrack
