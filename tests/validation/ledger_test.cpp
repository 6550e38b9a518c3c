#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "validation/claim.h"
#include "validation/published.h"

namespace sunrack {
namespace {

const std::vector<Claim>& claims() {
  static const std::vector<Claim> all = all_claims();
  return all;
}

// What should hold holds, and what is known to miss does miss (else the ledger would go on apologising for
// something that was mended).
TEST(Ledger, ClaimsHoldAndKnownMissesMiss) {
  EXPECT_GT(claims().size(), 300u);
  for (const Claim& claim : claims())
    EXPECT_TRUE(as_expected(claim)) << claim.group << ", " << claim.id << ": published " << claim.published
                                    << ", computed " << claim.computed << " " << claim.unit
                                    << ", allowed deviation " << allowed_deviation(claim) << ": "
                                    << verdict(claim);
}

TEST(Ledger, IdsAreUnique) {
  std::map<std::string, int> seen;
  for (const Claim& claim : claims()) EXPECT_EQ(++seen[claim.id], 1) << claim.id;
}

TEST(Ledger, CommittedFileIsWhatTheModelsSayToday) {
  std::ifstream file(SUNRACK_LEDGER_FILE);
  ASSERT_TRUE(file) << SUNRACK_LEDGER_FILE;
  std::stringstream committed;
  committed << file.rdbuf();
  std::istringstream today(ledger_markdown(claims()));
  for (std::string is, should; std::getline(today, should);) {
    std::getline(committed, is);
    ASSERT_EQ(is, should) << "validation/ledger.md is stale: run `sunrack ledger`";
  }
  std::string rest;
  EXPECT_FALSE(std::getline(committed, rest))
      << "validation/ledger.md has lines that the models do not: " << rest;
}

TEST(Claim, HoldsWithinItsToleranceOnly) {
  Claim claim{.published = 100, .computed = 101, .tolerance = 1};
  EXPECT_TRUE(holds(claim));
  claim.tolerance = 0.99;
  EXPECT_FALSE(holds(claim));
  EXPECT_EQ(verdict(claim), "MISS, unexplained");
  claim.tolerance_kind = ToleranceKind::relative;
  claim.tolerance = 0.01;
  EXPECT_TRUE(holds(claim));
  claim.published = -100;
  claim.computed = -101;
  EXPECT_TRUE(holds(claim));  // a part of a negative figure is positive
}

TEST(Claim, NotANumberNeverHolds) {
  Claim claim{.published = 1, .computed = NAN, .tolerance = 1e9};
  EXPECT_FALSE(holds(claim));
  for (const auto expectation : {Expectation::holds, Expectation::known_miss, Expectation::information}) {
    claim.expectation = expectation;
    EXPECT_FALSE(as_expected(claim));
  }
}

TEST(Claim, AMissThatIsMendedIsNotAsExpected) {
  const Claim claim{.published = 1, .computed = 1, .tolerance = 0.1, .expectation = Expectation::known_miss};
  EXPECT_FALSE(as_expected(claim));
}

TEST(LedgerMarkdown, TinyDeviationsDoNotShowNoise) {
  const Claim claim{.id = "a", .group = "g", .published = 1, .computed = 1 + 1e-14, .tolerance = 1e-12};
  EXPECT_NE(ledger_markdown({claim}).find("| <1e-9 |"), std::string::npos);
}

TEST(LedgerMarkdown, DeviationsAreRoundedToAThousandthOfTheTolerance) {
  Claim claim{.id = "a", .group = "g", .published = 10, .computed = 10.012345, .tolerance = 0.1};
  EXPECT_NE(ledger_markdown({claim}).find("| +0.0123 |"), std::string::npos);
  claim.computed = 10.00001;
  EXPECT_NE(ledger_markdown({claim}).find("| <1e-04 |"), std::string::npos);
}

constexpr const char* head =
    "# group: g\n# what: w\n# source: s\n# how read: r\n# units: u\n# licence: l\n# date: d\n";

TEST(PublishedFigures, AreReadWithTheirToleranceAndExpectation) {
  Published figures("test.csv", std::string(head) + "a; length; 2; m; 5 %; why; holds; ; book\n");
  EXPECT_EQ(figures.published("a"), 2);
  figures.computed("a", 2.05);
  const Claim claim = figures.claims().at(0);
  EXPECT_TRUE(holds(claim));
  EXPECT_EQ(claim.group, "g");
  EXPECT_DOUBLE_EQ(allowed_deviation(claim), 0.1);
}

TEST(PublishedFigures, RefuseWhatIsNotComputedOrComputedTwiceOrUnknown) {
  Published figures("test.csv", std::string(head) + "a; length; 2; m; 1; why; holds; ; book\n");
  EXPECT_THROW(figures.claims(), std::invalid_argument);
  EXPECT_THROW(figures.computed("b", 1), std::invalid_argument);
  figures.computed("a", 2);
  EXPECT_THROW(figures.computed("a", 2), std::invalid_argument);
}

TEST(PublishedFigures, RefuseBadFiles) {
  for (const std::string line :
       {"a; length; 2; m; 1; why; holds; book",           // a field too few
        "a; length; two; m; 1; why; holds; ; book",       // no number
        "a; length; 2; m; -1; why; holds; ; book",        // negative tolerance
        "a; length; 2; m; 1; ; holds; ; book",            // no reason
        "a; length; 2; m; 1; why; known miss; ; book",    // a miss without a sentence
        "a; length; 2; m; 1; why; information; n; book",  // information is not judged
        "a; length; 2; m; 1; why; perhaps; ; book"})
    EXPECT_THROW(Published("test.csv", head + line + "\n"), std::invalid_argument) << line;
  EXPECT_THROW(Published("test.csv", "a; length; 2; m; 1; why; holds; ; book\n"),
               std::invalid_argument);  // no head
  EXPECT_THROW(Published("no-such-file.csv"), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
