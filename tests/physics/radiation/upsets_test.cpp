#include "physics/radiation/upsets.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "physics/radiation/cosmic_rays.h"
#include "physics/radiation/transport.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {
namespace {

using namespace units;

TEST(LetSpectrum, KeepsTheNumberOfParticles) {
  const auto ions = cosmic_rays(20);
  double expected = 0;
  for (const IonSpectrum& ion : ions)
    if (ion.atomic_number >= 2) expected += integral_flux(ion.spectrum, 1_MeV);
  const LetSpectrum let = let_spectrum(ions);
  EXPECT_NEAR(std::accumulate(let.flux.begin(), let.flux.end(), 0.0) / expected, 1, 1e-9);
  EXPECT_NEAR(integral_let_flux(let, 1.001_MeV_cm2_per_g) / expected, 1, 1e-9);
}

TEST(LetSpectrum, OfOneEnergyStandsAtItsStoppingPower) {
  const double stopping = ion_stopping_power(StoppingMaterial::silicon, 26, 600_MeV);
  const LetSpectrum let = let_spectrum(Spectrum{{599.9_MeV, 600.1_MeV}, {1 / 0.2_MeV, 1 / 0.2_MeV}}, 26);
  EXPECT_NEAR(integral_let_flux(let, stopping * 0.97), 1, 1e-9);
  EXPECT_NEAR(integral_let_flux(let, stopping * 1.03), 0, 1e-9);
}

TEST(LetSpectrum, ProtonsEndAtTheirBraggPeak) {
  const LetSpectrum let = let_spectrum(Spectrum{{0.02_MeV, 1_GeV}, {1, 1}}, 1);
  EXPECT_GT(integral_let_flux(let, 0.5_MeV_cm2_per_mg), 0);
  EXPECT_EQ(integral_let_flux(let, 0.56_MeV_cm2_per_mg), 0);
}

TEST(LetSpectrum, FromAPublishedCurveHasItsIntegral) {
  const double one = 1_MeV_cm2_per_g;
  const LetSpectrum let = let_spectrum_from_differential({2 * one, 4 * one, 100 * one}, {0, 3 / one, 0});
  EXPECT_NEAR(std::accumulate(let.flux.begin(), let.flux.end(), 0.0), 3 + 144, 1e-9);
  EXPECT_THROW(let_spectrum_from_differential({2 * one, one}, {1, 1}), std::invalid_argument);
  EXPECT_THROW(let_spectrum_from_differential({one, 2 * one}, {1, -1}), std::invalid_argument);
}

TEST(Chords, MeanIsFourTimesVolumeOverSurface) {
  for (const SensitiveVolume& box :
       {SensitiveVolume{1, 1, 1}, SensitiveVolume{44.7, 44.7, 1}, SensitiveVolume{1, 3, 20}}) {
    const double longest = std::hypot(box.x, box.y, box.z);
    constexpr int n = 20000;
    double mean = 0;
    for (int i = 0; i < n; ++i) mean += chord_longer_than(box, (i + 0.5) / n * longest) * longest / n;
    // Midpoints over corners at the sides: 1 / n^1.5 at least.
    EXPECT_NEAR(mean / mean_chord(box), 1, 1e-5);
  }
}

TEST(Chords, LawIsADistributionThatEndsAtTheDiagonal) {
  const SensitiveVolume box{3, 2, 1};
  EXPECT_EQ(chord_longer_than(box, 0), 1);
  EXPECT_EQ(chord_longer_than(box, std::sqrt(14.0) * 1.0001), 0);
  EXPECT_GT(chord_longer_than(box, std::sqrt(14.0) * 0.99), 0);
  double before = 1;
  for (double s = 0.01; s < 3.7; s += 0.01) {
    const double now = chord_longer_than(box, s);
    EXPECT_LE(now, before + 1e-9);
    before = now;
  }
}

TEST(Chords, DoNotDependOnTheNamesOfTheSides) {
  for (const double s : {0.3, 1.2, 2.1, 3.0}) {
    const double one = chord_longer_than({3, 2, 1}, s);
    EXPECT_NEAR(chord_longer_than({1, 3, 2}, s), one, 2e-7);
    EXPECT_NEAR(chord_longer_than({2, 1, 3}, s), one, 2e-7);
  }
}

TEST(Chords, OfAWidePlateFollowTheInverseSquare) {
  // Between two planes P(s) = (z/s)^2 for s > z.
  EXPECT_NEAR(chord_longer_than({1e5, 1e5, 1}, 3), 1.0 / 9, 1e-4);
  EXPECT_NEAR(chord_longer_than({1e5, 1e5, 1}, 0.5), 1, 1e-4);
}

/// Rate of a step in a LET spectrum of one point.
TEST(Upsets, LongEnoughParticlesHitTheMeanProjectedArea) {
  const SensitiveVolume box{2_um, 3_um, 1_um};
  LetSpectrum let{std::vector<double>(let_points, 0.0)};
  let.flux[900] = 1;
  // An isotropic flux of 1 enters a convex body S/4 times.
  EXPECT_NEAR(upset_rate(let, step_response(box, let_at(100))) / (surface_area(box) / 4), 1, 1e-3);
  EXPECT_EQ(upset_rate(let, step_response(box, let_at(900) * 10)), 0);
}

TEST(Upsets, ASteepWeibullCurveIsAStep) {
  const double threshold = 5_MeV_cm2_per_mg;
  const WeibullCurve steep{threshold, 0.01_MeV_cm2_per_mg, 1, 4e-12};
  const LetSpectrum let = let_spectrum(cosmic_rays(20));
  const double rate = upset_rate(let, weibull_response(steep, 1_um)),
               step = upset_rate(let, step_response({2_um, 2_um, 1_um}, threshold * 1.002));
  EXPECT_NEAR(rate / step, 1, 0.004);  // an eighth of the grid's step, 0.15 %; the spectrum falls as its cube
}

TEST(Upsets, AResponseIsTheMeanOfItsSteps) {
  const WeibullCurve curve{0.5_MeV_cm2_per_mg, 30_MeV_cm2_per_mg, 1.3, 1e-10};
  const LetSpectrum let = let_spectrum(cosmic_rays(20));
  double mean = 0;
  constexpr int n = 200;
  for (int i = 0; i < n; ++i) {
    const double x = (i + 0.5) / n;  // quantiles x^3, close together where the lowest LETs count most
    mean +=
        upset_rate(let, step_response({1e-5, 1e-5, 1_um}, weibull_let_at(curve, x * x * x))) * 3 * x * x / n;
  }
  EXPECT_NEAR(upset_rate(let, weibull_response(curve, 1_um)) / mean, 1, 2e-3);
}

TEST(Upsets, ManySmallVolumesAnswerAsTheirSum) {
  const WeibullCurve one{1_MeV_cm2_per_mg, 20_MeV_cm2_per_mg, 1, 1e-12};
  WeibullCurve hundred = one;
  hundred.saturation = 1e-10;
  const LetSpectrum let = let_spectrum(cosmic_rays(20));
  EXPECT_NEAR(upset_rate(let, weibull_response(hundred, 1_um, 1_um)) /
                  (100 * upset_rate(let, weibull_response(one, 1_um))),
              1, 1e-9);
}

TEST(Upsets, ProtonRateOfAConstantCrossSectionIsFluxTimesIt) {
  const Spectrum flux{{10_MeV, 50_MeV, 300_MeV}, {9, 4, 1}};
  const ProtonCrossSection flat{.form = ProtonCrossSection::Form::weibull,
                                .weibull = {30_MeV, 1e-4_MeV, 1, 2e-18}};
  EXPECT_NEAR(proton_upset_rate(flux, flat) / (2e-18 * integral_flux(flux, 30_MeV)), 1, 1e-5);
}

TEST(Upsets, BendelsForms) {
  // At saturation (B/A)^14 1e-12 cm2; at Y = 1, (1 - exp(-0.18))^4 of it.
  const ProtonCrossSection one{.form = ProtonCrossSection::Form::bendel_1, .weibull = {}, .bendel_a = 12_MeV};
  EXPECT_NEAR(proton_cross_section(one, 1e9_MeV) / (std::pow(2, 14) * 1e-16), 1, 1e-9);
  const double at = 12_MeV + 1_MeV / std::sqrt(1.5);
  EXPECT_NEAR(proton_cross_section(one, at) / (std::pow(2, 14) * 1e-16), std::pow(1 - std::exp(-0.18), 4),
              1e-9);
  EXPECT_EQ(proton_cross_section(one, 12_MeV), 0);
  const ProtonCrossSection through = bendel_through(5_MeV, 67_MeV, 7.5e-13);
  EXPECT_NEAR(proton_cross_section(through, 67_MeV) / 7.5e-13, 1, 1e-12);
}

TEST(Upsets, FigureOfMeritIsOfTheOrderOfTheRate) {
  // A hard part, for which it was made; geostationary orbit, 2.54 mm of aluminium.
  const WeibullCurve hard{3_MeV_cm2_per_mg, 20_MeV_cm2_per_mg, 1.5, 1e-7_cm2};
  RadiationEnvironment outside;
  outside.cosmic_rays = cosmic_rays(20);
  const auto inside = behind_shield(outside, 0.6858_g_per_cm2);
  const double rate = upset_rate(let_spectrum(inside.cosmic_rays), weibull_response(hard, 2_um));
  EXPECT_LT(std::abs(std::log(rate / petersen_rate(hard))), std::log(3.5));
}

TEST(Upsets, ClustersAddUp) {
  const ClusterDistribution clusters = geometric_clusters(0.9, 4);
  ASSERT_EQ(clusters.probability.size(), 4u);
  EXPECT_NEAR(std::accumulate(clusters.probability.begin(), clusters.probability.end(), 0.0), 1, 1e-12);
  EXPECT_EQ(clusters.probability.front(), 0.9);
  EXPECT_EQ(mean_cluster(geometric_clusters(1, 1)), 1);
  EXPECT_EQ(mean_cluster(geometric_clusters(0.5, 1)), 1);
  // Without a largest cluster the mean is 1 / single_share.
  EXPECT_NEAR(mean_cluster(geometric_clusters(0.8, 200)), 1 / 0.8, 1e-9);
}

TEST(Upsets, RefusesBadCurvesByName) {
  const auto message = [](const WeibullCurve& curve) -> std::string {
    try {
      (void)weibull_response(curve, 1_um);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "nothing";
  };
  EXPECT_NE(message({1, 0, 1, 1e-12}).find("Weibull width"), std::string::npos);
  EXPECT_NE(message({1, 1, 0, 1e-12}).find("Weibull shape"), std::string::npos);
  EXPECT_NE(message({1, 1, 1, -1e-12}).find("saturated cross-section"), std::string::npos);
  EXPECT_NE(message({-1, 1, 1, 1e-12}).find("threshold"), std::string::npos);
  EXPECT_NE(message({1, std::nan(""), 1, 1e-12}).find("Weibull width"), std::string::npos);
  EXPECT_THROW(weibull_response({1, 1, 1, 1e-12}, 0), std::invalid_argument);
  EXPECT_THROW(weibull_response({1, 1, 1, 1e-12}, 1_um, -1), std::invalid_argument);
  EXPECT_THROW(chord_longer_than({1, 0, 1}, 1), std::invalid_argument);
  EXPECT_THROW(step_response({1, 1, 1}, 0), std::invalid_argument);
  EXPECT_THROW(proton_upset_rate({}, {.form = ProtonCrossSection::Form::bendel_1, .weibull = {}}),
               std::invalid_argument);
  EXPECT_THROW(proton_upset_rate({}, {}), std::invalid_argument);
  EXPECT_THROW(bendel_through(50_MeV, 10_MeV, 1), std::invalid_argument);
  EXPECT_THROW(geometric_clusters(0, 3), std::invalid_argument);
  EXPECT_THROW(geometric_clusters(0.5, 0), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
