#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/context.h"
#include "fleet/claims/claims_report.h"
#include "fleet/claims/interview.h"
#include "fleet/everyone.h"
#include "physics/numerics/file_output.h"
#include "physics/numerics/nearest_word.h"
#include "physics/require.h"

namespace sunrack::app {

namespace {

struct ClaimsAsked {
  std::vector<std::string> ids, overrides;
  std::int64_t draws = 1000, seed = 1;
  OutputChoice output;
};

std::vector<StatedClaim> asked_for(const ClaimsAsked& ask) {
  std::vector<StatedClaim> claims = interview_claims();
  for (const std::string& override_text : ask.overrides) set_claim_input(claims, override_text);
  if (ask.ids.empty()) return claims;
  std::vector<StatedClaim> some;
  for (const std::string& id : ask.ids) {
    std::vector<std::string> names;
    const StatedClaim* found = nullptr;
    for (const StatedClaim& claim : claims) {
      names.push_back(claim.id);
      if (claim.id == id) found = &claim;
    }
    if (!found)
      throw std::invalid_argument(
          fmt::format("there is no claim \"{}\"; the nearest is {}", id, nearest_word(id, names)));
    some.push_back(*found);
  }
  return some;
}

void write_files(const ClaimsAsked& ask, const std::vector<ClaimAnswer>& answers,
                 const Provenance& provenance, const nlohmann::ordered_json& json) {
  const std::string& folder = ask.output.folder;
  create_folder(folder);
  write_file_whole(folder + "/claims.csv", claims_csv(answers, provenance));
  write_file_whole(folder + "/claims.json", json.dump(2) + "\n");
  std::string overview, more;
  std::vector<std::string> histograms(answers.size());
  try {
    overview = run_gnuplot(claims_overview_script(answers));
    write_file_whole(folder + "/claims.svg", overview);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      try {
        histograms[i] = run_gnuplot(gnuplot_script(claim_histogram(answers[i])));
      } catch (const std::invalid_argument&) {
        // Nothing varies: no histogram.
      }
    }
    if (ask.ids.empty()) {
      const auto rows = everyone();
      more = everyone_html(rows, svg_element(run_gnuplot(everyone_plot_script(rows))));
    }
  } catch (const PlotError& error) {
    fmt::print(stderr, "note: no plots in the page: {}\n", error.what());
  } catch (const std::invalid_argument& error) {
    fmt::print(stderr, "note: no overview: {}\n", error.what());
  }
  write_file_whole(folder + "/claims.html", claims_page(answers, provenance, overview, histograms, more));
  fmt::print(stderr, "wrote {}/: claims.html, claims.csv, claims.json{}\n", folder,
             overview.empty() ? "" : ", claims.svg");
}

int run_claims(const ClaimsAsked& ask) {
  require(ask.draws >= 20 && ask.draws <= 1'000'000, "--samples", double(ask.draws),
          "accepted are 20 to 1000000");
  require(ask.seed >= 0, "--seed", double(ask.seed), "must not be negative");
  Provenance provenance = bare_provenance();
  provenance.seed = static_cast<std::uint64_t>(ask.seed);
  provenance.overrides = ask.overrides;
  const auto answers = judge_all(asked_for(ask), {.draws = static_cast<std::size_t>(ask.draws),
                                                  .seed = provenance.seed,
                                                  .study = study_options(ask.output)});
  const auto json = claims_json(answers, provenance);
  if (ask.output.json)
    fmt::print("{}\n", json.dump(2));
  else
    say(ask.output, claims_text(answers));
  if (!ask.output.folder.empty()) write_files(ask, answers, provenance, json);
  return 0;
}

}  // namespace

void add_claims(CLI::App& app, Runs& runs) {
  auto ask = std::make_shared<ClaimsAsked>();
  auto* claims =
      app.add_subcommand("claims", "verdicts on the claims of an interview, each computed with its range");
  claims->add_option("ids", ask->ids, "some claims only, by their names");
  claims
      ->add_option("--set", ask->overrides,
                   "claim.input=number, for example solar-five-times.capacity_factor=12")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  claims->add_option("--samples", ask->draws, "draws over the ranges of each claim")->capture_default_str();
  claims->add_option("--seed", ask->seed, "")->capture_default_str();
  claims->add_flag("--json", ask->output.json, "JSON on standard output");
  claims->add_option("--out", ask->output.folder, "folder for the page (HTML), tables and plots");
  claims->add_flag("--quiet", ask->output.quiet, "no tables, no progress");
  claims->add_option("--threads", ask->output.threads,
                     "number of threads; 0 = all cores; results do not depend on it");
  runs["claims"] = [ask] { return run_claims(*ask); };
}

}  // namespace sunrack::app
