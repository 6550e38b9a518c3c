#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "fleet/claims/claims_report.h"
#include "fleet/claims/interview.h"
#include "physics/require.h"

namespace sunrack {
namespace {

StatedClaim line() {
  StatedClaim claim{.id = "line",
                    .topic = "t",
                    .speaker = "s",
                    .words = "w",
                    .quantity = "q",
                    .unit = "kg",
                    .stated = 2,
                    .stated_text = "2",
                    .least = 1.5,
                    .most = 2.5,
                    .inputs = {uncertain_input("x", "the input", "m", 0, 2, 4, "test")}};
  claim.compute = [](const InputValues& v) { return v["x"]; };
  claim.sentence = "{0:.1f} and {3:.1f}";
  return claim;
}

ClaimOptions few() { return {.draws = 100}; }

StatedClaim interview(const std::string& id) {
  for (StatedClaim& claim : interview_claims())
    if (claim.id == id) return claim;
  throw std::invalid_argument(id);
}

/// With inputs set by hand.
ClaimAnswer with(const std::string& id, const std::vector<std::string>& overrides) {
  std::vector<StatedClaim> one = {interview(id)};
  for (const std::string& text : overrides) set_claim_input(one, id + "." + text);
  return judge(one[0], few());
}

TEST(Claims, ThreeVerdictsByTheirRule) {
  StatedClaim claim = line();
  EXPECT_EQ(judge(claim, few()).verdict,
            ClaimVerdict::holds_under_conditions);  // true for x in 1.5..2.5 of 0..4
  claim.least = 0.2, claim.most = 3.8;
  EXPECT_EQ(judge(claim, few()).verdict, ClaimVerdict::holds);
  claim.least = 5, claim.most = 6;
  const ClaimAnswer no = judge(claim, few());
  EXPECT_EQ(no.verdict, ClaimVerdict::does_not_hold);
  EXPECT_TRUE(no.conditions.empty());
}

TEST(Claims, ConditionsAreWhereTheAnswerTurns) {
  StatedClaim claim = line();
  claim.least = 3, claim.most = 10;
  const ClaimAnswer answer = judge(claim, few());
  ASSERT_EQ(answer.conditions.size(), 1u);
  EXPECT_TRUE(answer.conditions[0].above);
  EXPECT_NEAR(answer.conditions[0].limit, 3, 1e-6);
  EXPECT_EQ(answer.conditions_text(), "if the input above 3 m");
  EXPECT_EQ(answer.sentence(), "2.0 and 1.0");
}

// Triangular on 0, 2, 4: 5 % of the draws lie below 4 sqrt(0.05 / 2) = 0.632; strata are a hundredth wide.
TEST(Claims, TheRangeIsTheQuantilesOfTheInputs) {
  const ClaimAnswer answer = judge(line(), few());
  EXPECT_NEAR(answer.low, 4 * std::sqrt(0.05 / 2), 0.08);
  EXPECT_NEAR(answer.high, 4 - 4 * std::sqrt(0.05 / 2), 0.08);
}

TEST(Claims, DrawsWithoutAnAnswerCountAgainstTheWords) {
  StatedClaim claim = line();
  claim.least = 0, claim.most = 4;
  claim.compute = [](const InputValues& v) -> double {
    if (v["x"] > 2) throw ModelError("beyond");
    return v["x"];
  };
  const ClaimAnswer answer = judge(claim, few());
  EXPECT_NEAR(answer.share, 0.5, 0.02);
  EXPECT_NEAR(answer.unanswered, 0.5, 0.02);
  EXPECT_EQ(answer.verdict, ClaimVerdict::holds_under_conditions);
}

TEST(Claims, FiguresWithoutAnAnswerLeaveTheVerdict) {
  StatedClaim claim = line();
  claim.figures = [](const InputValues&) -> std::vector<ClaimFigure> { throw ModelError("no such figure"); };
  claim.compute = [](const InputValues&) -> double { throw ModelError("beyond"); };
  claim.sentence_without = "{4:.1f}";
  const ClaimAnswer answer = judge(claim, few());
  EXPECT_TRUE(answer.figures.empty());
  EXPECT_NE(answer.sentence().find("beyond"), std::string::npos);
}

TEST(Claims, DoNotDependOnThreads) {
  const StatedClaim claim = interview("solar-five-times");
  ClaimOptions one = few(), four = few();
  one.study.threads = 1, four.study.threads = 4;
  EXPECT_EQ(judge(claim, one).draws, judge(claim, four).draws);
}

TEST(Claims, BadInputIsRefusedByName) {
  std::vector<StatedClaim> claims = {line()};
  for (const auto& [text, expected] : {std::pair{"lime.x=1", "the nearest is line"},
                                       {"line.y=1", "the nearest is x"},
                                       {"line.x=one", "must be a number"},
                                       {"line.x=1e999", "must be a number"},
                                       {"x", "claim.input=number"}})
    try {
      set_claim_input(claims, text);
      FAIL() << text;
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string(error.what()).find(expected), std::string::npos) << error.what();
    }
  EXPECT_THROW(judge(line(), {.draws = 3}), std::invalid_argument);
  for (const auto& [id, text] : {std::pair{"a-millionth", "world_electricity=-5"},
                                 {"a-millionth", "world_electricity=0"},
                                 {"bit-flips-do-not-matter", "symbols=300"},
                                 {"hundred-million-reticles", "reticle_power=-20"},
                                 {"solar-five-times", "capacity_factor=0"},
                                 {"no-batteries", "altitude=50"},
                                 {"twenty-percent-silicon", "silicon=140"},
                                 {"cells-25-to-30-cents", "cell_price=-1"},
                                 {"just-run-hot", "rise=-300"},
                                 {"just-run-hot", "rise=500"}}) {
    std::vector<StatedClaim> one = {interview(id)};
    try {
      set_claim_input(one, std::string(id) + "." + text);
      ADD_FAILURE() << text;
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string(error.what()).find(std::string(text).substr(0, std::string(text).find('='))),
                std::string::npos)
          << error.what();
    }
  }
  // What a satellite's field does not accept is refused before any design is sized.
  std::vector<StatedClaim> hot = {interview("hundred-kilowatts-per-ton")};
  try {
    set_claim_input(hot, "hundred-kilowatts-per-ton.compute.junction_temperature=500");
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("compute.junction_temperature = 500"), std::string::npos)
        << error.what();
  }
}

TEST(Interview, EveryClaimIsWholeAndHasItsOwnName) {
  std::set<std::string> names;
  for (const StatedClaim& claim : interview_claims()) {
    EXPECT_TRUE(names.insert(claim.id).second) << claim.id;
    for (const std::string* text : {&claim.words, &claim.speaker, &claim.quantity, &claim.stated_text,
                                    &claim.band_reason, &claim.sentence, &claim.method})
      EXPECT_FALSE(text->empty()) << claim.id;
    EXPECT_LE(claim.least, claim.most) << claim.id;
    for (const UncertainInput& input : claim.inputs) {
      EXPECT_LE(input.range.low, input.range.nominal) << claim.id << "." << input.key;
      EXPECT_LE(input.range.nominal, input.range.high) << claim.id << "." << input.key;
      EXPECT_FALSE(input.source.empty()) << claim.id << "." << input.key;
    }
  }
  EXPECT_GE(names.size(), 30u);
}

double nominal(const std::string& id) { return judge(interview(id), {.draws = 20}).nominal; }

// Figures of the technology survey, to the digits it gives.
TEST(Interview, ArithmeticIsThatOfTheTechnologySurvey) {
  EXPECT_NEAR(nominal("solar-five-times"), 5.4, 0.05);
  EXPECT_NEAR(nominal("a-millionth"), 1.07e8, 0.01e8);
  EXPECT_NEAR(nominal("half-a-billionth"), 0.453, 0.001);
  EXPECT_NEAR(nominal("atmosphere-thirty-percent"), 26.5, 0.1);
  EXPECT_NEAR(judge(interview("twenty-to-thirty-ships"), {.draws = 20}).figures[0].value, 34.2, 0.05);
  EXPECT_NEAR(judge(interview("no-batteries"), {.draws = 20}).figures[0].value, 20.7, 0.05);
  EXPECT_NEAR(judge(interview("twenty-percent-hotter"), {.draws = 20}).figures[0].value, 0.482, 0.0005);
}

TEST(Interview, AChangedInputChangesTheVerdict) {
  EXPECT_EQ(with("solar-five-times", {"capacity_factor=24"}).verdict, ClaimVerdict::holds);
  EXPECT_EQ(with("solar-five-times", {"capacity_factor=35", "altitude=600"}).verdict,
            ClaimVerdict::does_not_hold);
  EXPECT_EQ(with("no-batteries", {"altitude=1500"}).verdict, ClaimVerdict::holds);
  EXPECT_EQ(with("no-batteries", {"altitude=600"}).verdict, ClaimVerdict::does_not_hold);
  EXPECT_EQ(with("twenty-to-thirty-ships", {"turnaround=20", "launches=10000"}).verdict, ClaimVerdict::holds);
  EXPECT_EQ(with("gpus-reliable", {"lifetime.random_rate=0.002", "lifetime.board_rate=0.001",
                                   "compute.junction_temperature=60"})
                .verdict,
            ClaimVerdict::holds);
  EXPECT_EQ(with("just-run-hot", {"rise=5"}).verdict, ClaimVerdict::holds);
  EXPECT_EQ(with("cells-25-to-30-cents", {"cell_price=0.28"}).verdict, ClaimVerdict::holds);
  EXPECT_EQ(with("a-millionth", {"world_electricity=4e6"}).verdict, ClaimVerdict::holds);
}

// exp(0.7 eV / k (1 / 358.15 K - 1 / 421.15 K)) = 29.8 where random failures and boards alone end parts; wear
// of 0.9 eV adds to it.
TEST(Interview, HotterChipsFollowArrheniusWhereNothingElseEndsThem) {
  std::vector<StatedClaim> one = {interview("just-run-hot")};
  for (const char* fixed : {"rise=63", "lifetime.lethal_dose=0", "lifetime.infant_failures=0",
                            "lifetime.fatigue_cycles=1e9", "lifetime.qualified_life=100"})
    set_claim_input(one, std::string("just-run-hot.") + fixed);
  const double alone = judge(one[0], few()).nominal;
  // Boards start 10 K colder than dies and gain a little more by the same rise; parts qualified for a hundred
  // years still wear a little.
  EXPECT_NEAR(alone, 29.8, 3.5);
  EXPECT_GT(nominal("just-run-hot"), 1.3 * alone);
  EXPECT_EQ(with("just-run-hot", {"rise=0"}).nominal, 1);
}

TEST(Interview, ReliabilityIsThatOfTheLifetimeModel) {
  // No failures of any kind: all live.
  EXPECT_NEAR(with("gpus-reliable",
                   {"lifetime.random_rate=0", "lifetime.board_rate=0", "lifetime.infant_failures=0",
                    "lifetime.lethal_dose=0", "lifetime.qualified_life=100", "lifetime.fatigue_cycles=1e9"})
                  .nominal,
              0, 0.01);  // wear of parts qualified for a hundred years
  // Longer burn-in leaves fewer infants; hotter junctions lose more.
  EXPECT_LT(with("gpus-reliable", {"lifetime.burn_in_time=168"}).nominal,
            with("gpus-reliable", {"lifetime.burn_in_time=48"}).nominal);
  EXPECT_LT(with("gpus-reliable", {"compute.junction_temperature=60"}).nominal,
            with("gpus-reliable", {"compute.junction_temperature=90"}).nominal);
}

TEST(ClaimsReport, SaysAllOfItAndEscapesWhatItQuotes) {
  StatedClaim claim = line();
  claim.words = "a < b & \"c\"";
  const std::vector<ClaimAnswer> answers = {judge(claim, few())};
  const Provenance provenance{.version = "v", .revision = "r"};
  const std::string page = claims_page(answers, provenance, "<?xml?><svg>o</svg>", {"<svg>h</svg>"});
  EXPECT_NE(page.find("a &lt; b &amp; &quot;c&quot;"), std::string::npos);
  EXPECT_EQ(page.find("<?xml"), std::string::npos);
  EXPECT_NE(page.find("<svg>h</svg>"), std::string::npos);
  EXPECT_EQ(claims_json(answers, provenance)["claims"][0]["verdict"], "holds under conditions");
  EXPECT_NE(claims_text(answers).find("1 claims: 0 hold, 1 hold under conditions"), std::string::npos);
  EXPECT_NE(claims_csv(answers, provenance).find("line,holds under conditions,2,2,"), std::string::npos);
}

TEST(StatedClaims, AUnitFollowsNumbersAndNotWords) {
  EXPECT_EQ(stated_figure({.unit = "%", .stated_text = "20 to 25"}), "20 to 25 %");
  EXPECT_EQ(stated_figure({.unit = "%", .stated_text = "pretty light"}), "pretty light");
  EXPECT_EQ(stated_figure({.unit = "", .stated_text = "about 5"}), "about 5");
}

}  // namespace
}  // namespace sunrack
