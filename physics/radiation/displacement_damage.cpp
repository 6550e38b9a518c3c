#include "physics/radiation/displacement_damage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "physics/numerics/nearest_word.h"
#include "physics/radiation/data_file.h"
#include "physics/radiation/shielding.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

/// Straight lines in log-log.
struct NielTable {
  std::string name;
  std::vector<double> log_energy, log_loss;

  double operator()(double energy) const {
    require(std::isfinite(energy) && energy >= 0, (name + ": energy").c_str(), energy,
            "must not be negative [J]");
    if (energy == 0) return 0;
    const double at = std::log(energy);
    if (at < log_energy.front()) return 0;  // too little to displace an atom
    if (at > log_energy.back())
      throw ModelError(fmt::format("{}: {:.6g} MeV is above the table, which ends at {:.6g} MeV", name,
                                   energy / 1_MeV, std::exp(log_energy.back()) / 1_MeV));
    const auto above = std::upper_bound(log_energy.begin() + 1, log_energy.end() - 1, at);
    const std::size_t i = std::size_t(above - log_energy.begin()) - 1;
    return std::exp(log_loss[i] + (log_loss[i + 1] - log_loss[i]) * (at - log_energy[i]) /
                                      (log_energy[i + 1] - log_energy[i]));
  }
  double highest() const { return std::exp(log_energy.back()); }
};

NielTable read_niel(const std::string& name) {
  const std::string file = "niel_" + name + ".csv";
  const DataColumns data = parse_data(file, radiation_data_file(file));
  NielTable table{.name = "non-ionising energy loss, " + name, .log_energy = {}, .log_loss = {}};
  for (double energy : data.column("E_MeV")) table.log_energy.push_back(std::log(energy * 1_MeV));
  for (double loss : data.column("niel")) table.log_loss.push_back(std::log(loss * 1_MeV_cm2_per_g));
  return table;
}

const NielTable& niel_table(DamageMaterial material, bool protons) {
  static const std::array tables = {read_niel("silicon_protons"), read_niel("silicon_electrons"),
                                    read_niel("gallium_arsenide_protons"),
                                    read_niel("gallium_arsenide_electrons")};
  return tables[(material == DamageMaterial::silicon ? 0u : 2u) + (protons ? 0u : 1u)];
}

/// Proton-equivalent loss per particle.
double effective_loss(const CellDamageLaw& law, bool protons, double energy) {
  const NielTable& table = niel_table(law.material, protons);
  const double loss = table(std::min(energy, table.highest()));
  if (protons || loss == 0) return loss;
  return loss * std::pow(loss / table(1_MeV), law.electron_exponent - 1) / law.electron_dose_per_proton_dose;
}

/// Isotropic particles of one energy through a plane of `cover`: the loss behind it over the half of the
/// directions that come from this side, per omnidirectional fluence,
///   1/2 Int_0^1 loss(E'(R(E) - cover/mu)) dmu.
/// x = cover/(mu R) is the share of the range that the cover takes. Up to a half of it the loss is smooth in
/// mu; beyond, what is left, y = 1 - x, decides: the loss goes about as y^-0.6, by Gauss in decades of y.
double half_space_loss(const CellDamageLaw& law, bool protons, double energy, double cover) {
  if (cover == 0) return effective_loss(law, protons, energy) / 2;
  if (std::isinf(cover)) return 0;
  const Penetrator particle = protons ? Penetrator::proton : Penetrator::electron;
  const double range = shield_range("silica", particle, energy);
  const double least = cover / range;  // at normal incidence
  if (least >= 1) return 0;
  constexpr std::array abscissa = {-0.8611363115940526, -0.3399810435848563, 0.3399810435848563,
                                   0.8611363115940526};
  constexpr std::array weight = {0.3478548451374538, 0.6521451548625461, 0.6521451548625461,
                                 0.3478548451374538};
  const auto gauss = [&](double low, double high, const auto& integrand) {
    double sum = 0;
    for (std::size_t k = 0; k < abscissa.size(); ++k)
      sum += weight[k] * integrand((low + high) / 2 + abscissa[k] * (high - low) / 2);
    return sum * (high - low) / 2;
  };
  const auto loss_left = [&](double left) {
    return effective_loss(law, protons, energy_of_range("silica", particle, left * range));
  };
  double sum = 0;
  if (least < 0.5) sum += gauss(2 * least, 1, [&](double mu) { return loss_left(1 - least / mu); });
  double high = std::min(0.5, 1 - least);
  constexpr int decades = 5;  // of the range that is left; nine change a mission's dose by less than 1e-6
  for (int piece = 0; piece <= decades; ++piece) {
    const double low = piece < decades ? high / 10 : 0;
    sum += gauss(low, high, [&](double left) { return loss_left(left) * least / ((1 - left) * (1 - left)); });
    high = low;
  }
  return sum / 2;
}

/// [J/kg] of an omnidirectional spectrum; integrated between its points, each divided so that no step is
/// longer than a seventh of a decade.
double spectrum_dose(const Spectrum& spectrum, const CellDamageLaw& law, bool protons,
                     const CellShield& shield) {
  constexpr std::array abscissa = {-0.7745966692414834, 0.0, 0.7745966692414834};
  constexpr std::array weight = {5.0 / 18, 8.0 / 18, 5.0 / 18};
  double sum = 0;
  for (std::size_t i = 0; i + 1 < spectrum.energy.size(); ++i) {
    const double low = std::log(spectrum.energy[i]), high = std::log(spectrum.energy[i + 1]);
    const int steps = std::max(1, int(std::ceil((high - low) / 0.33)));
    for (int step = 0; step < steps; ++step) {
      const double from = low + (high - low) * step / steps, width = (high - low) / steps;
      for (std::size_t k = 0; k < abscissa.size(); ++k) {
        const double energy = std::exp(from + width * (1 + abscissa[k]) / 2);
        const double flux = differential_flux(spectrum, energy);
        if (flux == 0) continue;
        const double loss = half_space_loss(law, protons, energy, shield.front) +
                            half_space_loss(law, protons, energy, shield.back);
        sum += flux * loss * energy * width * weight[k];
      }
    }
  }
  return sum;
}

std::vector<double> covers_of_curve() {
  std::vector<double> cover;
  for (double areal = 0.05; areal < 12.01; areal *= 1.3) cover.push_back(areal);
  return cover;
}

/// [J/kg] of a spectrum at each cover: the loss tabulated on a fine grid of energies, 40 to a decade, times
/// the spectrum, by the trapezoidal rule in ln E.
std::vector<double> doses_of(const Spectrum& spectrum, const CellDamageLaw& law, bool protons,
                             const std::vector<double>& cover) {
  std::vector<double> dose(cover.size(), 0.0);
  if (spectrum.energy.empty()) return dose;
  const double low = std::log(spectrum.energy.front()), high = std::log(spectrum.energy.back());
  const int steps = std::max(40, int(std::ceil((high - low) / std::log(10.0) * 40)));
  for (int i = 0; i <= steps; ++i) {
    const double energy = i == 0       ? spectrum.energy.front()
                          : i == steps ? spectrum.energy.back()
                                       : std::exp(low + (high - low) * i / steps);
    const double share = (i == 0 || i == steps ? 0.5 : 1.0) * (high - low) / steps;
    const double fluence = differential_flux(spectrum, energy) * energy * share;
    if (fluence == 0) continue;
    for (std::size_t k = 0; k < cover.size(); ++k)
      dose[k] += fluence * half_space_loss(law, protons, energy, cover[k]);
  }
  return dose;
}

DamageDose between(const DamageDose& low, const DamageDose& high, double share) {
  const auto one = [&](double a, double b) {
    return a > 0 && b > 0 ? a * std::pow(b / a, share) : a + (b - a) * share;
  };
  return {.trapped_protons = one(low.trapped_protons, high.trapped_protons),
          .trapped_electrons = one(low.trapped_electrons, high.trapped_electrons),
          .solar_protons = one(low.solar_protons, high.solar_protons)};
}

DamageDose one_face(const DamageCurve& curve, double cover) {
  if (std::isinf(cover) && cover > 0) return {};
  const auto& nodes = curve.cover;
  if (nodes.size() < 2 || !(cover >= nodes.front() && cover <= nodes.back()))
    throw ModelError(
        fmt::format("damage_at: a cover of {:.4g} kg/m2 is outside the curve, {:.4g} to {:.4g} kg/m2", cover,
                    nodes.empty() ? 0 : nodes.front(), nodes.empty() ? 0 : nodes.back()));
  const auto above = std::upper_bound(nodes.begin() + 1, nodes.end() - 1, cover);
  const std::size_t i = std::size_t(above - nodes.begin()) - 1;
  return between(curve.one_face[i], curve.one_face[i + 1],
                 std::log(cover / nodes[i]) / std::log(nodes[i + 1] / nodes[i]));
}

std::vector<CellDamageLaw> damage_laws() {
  const auto per_g = [](double MeV) { return MeV * 1_MeV / 1e-3; };
  CellDamageLaw gallium_arsenide{
      .name = "gallium-arsenide",
      .material = DamageMaterial::gallium_arsenide,
      .loss_per_decade = 0.292,
      .characteristic_dose = per_g(1.19e9),
      // With protons' C the electrons of 0.6 to 12 MeV fit best with 9.1 times the protons' dose: rms 2.5 %.
      .electron_exponent = 1.7,
      .electron_dose_per_proton_dose = 9.1,
      .estimate = false,
      .source =
          "fitted to maximum power of GaAs/Ge cells (Anspaugh 1991, digitised), protons of 0.5 to 9.5 "
          "MeV rms 1.3 %, electrons of 0.6 to 12 MeV rms 2.5 %; NRL energy loss"};

  // XTJ keeps 0.89 after 5e14 and 0.84 after 1e15 electrons/cm2 of 1 MeV (data sheet, read): with
  // 1 - C log10(1 + F/Fx) that is C = 0.2219, Fx = 2.347e14. One proton of 10 MeV harms as 1134.8 electrons
  // of 1 MeV (maximum power of 3G30, SPENVIS 4.6.14, read).
  CellDamageLaw triple_junction = gallium_arsenide;
  triple_junction.name = "triple-junction";
  constexpr double electrons = 2.347e14, protons_per_electron = 1 / 1134.8;
  constexpr double loss_10_MeV = 0.00742, loss_electron = 2.66e-5;  // NRL [MeV cm2/g]
  triple_junction.loss_per_decade = 0.2219;
  triple_junction.characteristic_dose = per_g(electrons * protons_per_electron * loss_10_MeV);
  triple_junction.electron_dose_per_proton_dose = loss_electron / (loss_10_MeV * protons_per_electron);
  triple_junction.source =
      "the GaAs/Ge law scaled to XTJ's remaining power of 0.89 and 0.84 after 5e14 and 1e15 electrons/cm2 of "
      "1 "
      "MeV (data sheet) and 1134.8 electrons per proton of 10 MeV (3G30, SPENVIS)";

  // Silicon with a back-surface field keeps some 0.93, 0.77 and 0.58 after 1e14, 1e15 and 1e16 electrons/cm2
  // of 1 MeV (recalled): C = 0.2, Fx = 7.6e13. 3000 electrons per proton of 10 MeV (JPL, recalled). Exponent:
  // the JPL coefficients of electrons (0.40 at 0.6 MeV, 16.6 at 10 MeV, of 1 MeV) on SR-NIEL.
  CellDamageLaw silicon{.name = "silicon-heterojunction",
                        .material = DamageMaterial::silicon,
                        .loss_per_decade = 0.2,
                        .characteristic_dose = per_g(7.6e13 / 3000 * 0.0094037),
                        .electron_exponent = 2.2,
                        .electron_dose_per_proton_dose = 2.80e-5 * 3000 / 0.0094037,
                        .estimate = true,
                        .source =
                            "estimate: diffused silicon with a back-surface field (recalled); of "
                            "heterojunction cells no electron series was found"};

  // A wafer 8 times as thin: carriers need only reach across it. The damage dose that shortens the diffusion
  // length to the thickness goes with 1/thickness^2; taken is 1/thickness, no annealing.
  CellDamageLaw thin = silicon;
  thin.name = "thin-silicon";
  thin.characteristic_dose *= 160.0 / 20;
  thin.source =
      "estimate: silicon's dose times the ratio of thicknesses, 160 um / 20 um; annealing not counted";

  // Perovskite on CIGS kept 0.85 after 2e12 protons/cm2 of 68 MeV (Joule 2020, PMC7238692, read); C of GaAs.
  CellDamageLaw perovskite = gallium_arsenide;
  perovskite.name = "perovskite-tandem";
  perovskite.estimate = true;
  perovskite.characteristic_dose = per_g(2e12 * 0.003826 / (std::pow(10, 0.15 / 0.292) - 1));
  perovskite.source =
      "estimate: one point, 0.85 after 2e12 protons/cm2 of 68 MeV (perovskite on CIGS, Joule 2020), with the "
      "slope and the energy loss of GaAs";
  return {gallium_arsenide, triple_junction, silicon, thin, perovskite};
}

void require_law(const CellDamageLaw& law) {
  require(law.loss_per_decade > 0 && law.loss_per_decade < 1, "CellDamageLaw: loss_per_decade",
          law.loss_per_decade, "must be between 0 and 1 [-]");
  require(std::isfinite(law.characteristic_dose) && law.characteristic_dose > 0,
          "CellDamageLaw: characteristic_dose", law.characteristic_dose, "must be positive [J/kg]");
  require(law.electron_exponent >= 0.5 && law.electron_exponent <= 3, "CellDamageLaw: electron_exponent",
          law.electron_exponent, "must be from 0.5 to 3 [-]");
  require(law.electron_dose_per_proton_dose > 0, "CellDamageLaw: electron_dose_per_proton_dose",
          law.electron_dose_per_proton_dose, "must be positive [-]");
}

}  // namespace

double proton_niel(DamageMaterial material, double energy) { return niel_table(material, true)(energy); }
double electron_niel(DamageMaterial material, double energy) { return niel_table(material, false)(energy); }

const std::vector<CellDamageLaw>& cell_damage_law_catalogue() {
  static const std::vector<CellDamageLaw> catalogue = damage_laws();
  return catalogue;
}

const CellDamageLaw& cell_damage_law(const std::string& cell) {
  std::vector<std::string> names;
  std::string known;
  for (const CellDamageLaw& law : cell_damage_law_catalogue()) {
    if (law.name == cell) return law;
    names.push_back(law.name);
    known += (known.empty() ? "" : ", ") + law.name;
  }
  throw std::invalid_argument(fmt::format("cell_damage_law: no cell \"{}\"; did you mean \"{}\"? Known: {}",
                                          cell, nearest_word(cell, names), known));
}

DamageDose damage_dose(const RadiationEnvironment& environment, const CellDamageLaw& law,
                       const CellShield& shield) {
  require_law(law);
  require_spectrum(environment.trapped_protons, "damage_dose: trapped_protons");
  require_spectrum(environment.trapped_electrons, "damage_dose: trapped_electrons");
  require_spectrum(environment.solar_protons, "damage_dose: solar_protons");
  require(std::isfinite(environment.duration) && environment.duration > 0, "damage_dose: duration",
          environment.duration, "must be positive [s]");
  require(shield.front >= 0, "CellShield: front", shield.front, "must not be negative [kg/m^2]");
  require(shield.back >= 0, "CellShield: back", shield.back, "must not be negative [kg/m^2]");
  return {
      .trapped_protons = environment.duration * spectrum_dose(environment.trapped_protons, law, true, shield),
      .trapped_electrons =
          environment.duration * spectrum_dose(environment.trapped_electrons, law, false, shield),
      .solar_protons = spectrum_dose(environment.solar_protons, law, true, shield)};
}

DamageCurve damage_curve(const RadiationEnvironment& environment, const CellDamageLaw& law) {
  damage_dose(environment, law, {.front = std::numeric_limits<double>::infinity()});  // the checks
  DamageCurve curve{.cover = covers_of_curve(), .one_face = {}};
  const auto protons = doses_of(environment.trapped_protons, law, true, curve.cover),
             electrons = doses_of(environment.trapped_electrons, law, false, curve.cover),
             solar = doses_of(environment.solar_protons, law, true, curve.cover);
  for (std::size_t i = 0; i < curve.cover.size(); ++i)
    curve.one_face.push_back({.trapped_protons = protons[i] * environment.duration,
                              .trapped_electrons = electrons[i] * environment.duration,
                              .solar_protons = solar[i]});
  return curve;
}

DamageDose damage_at(const DamageCurve& curve, const CellShield& shield) {
  const DamageDose front = one_face(curve, shield.front), back = one_face(curve, shield.back);
  return {.trapped_protons = front.trapped_protons + back.trapped_protons,
          .trapped_electrons = front.trapped_electrons + back.trapped_electrons,
          .solar_protons = front.solar_protons + back.solar_protons};
}

double remaining_power(const CellDamageLaw& law, double dose) {
  require_law(law);
  require(std::isfinite(dose) && dose >= 0, "remaining_power: dose", dose, "must not be negative [J/kg]");
  const double remaining = 1 - law.loss_per_decade * std::log10(1 + dose / law.characteristic_dose);
  constexpr double least = 0.2;  // measurements end at 0.4; the law has no floor of its own
  if (remaining < least)
    throw ModelError(
        fmt::format("remaining_power: after a damage dose of {:.4g} MeV/g the law of {} leaves {:.2f} of the "
                    "power, below "
                    "{:.1f} where it means nothing; a thicker cover, another cell or orbit would do",
                    dose / 1_MeV * 1e-3, law.name, remaining, least));
  return remaining;
}

double beam_damage_dose(const CellDamageLaw& law, bool protons, double energy, double fluence) {
  require_law(law);
  require(std::isfinite(energy) && energy > 0, "beam_damage_dose: energy", energy, "must be positive [J]");
  require(std::isfinite(fluence) && fluence >= 0, "beam_damage_dose: fluence", fluence,
          "must not be negative [1/m^2]");
  return fluence * effective_loss(law, protons, energy);
}

double equivalent_electron_fluence(const CellDamageLaw& law, double dose) {
  require(std::isfinite(dose) && dose >= 0, "equivalent_electron_fluence: dose", dose,
          "must not be negative [J/kg]");
  return dose / beam_damage_dose(law, false, 1_MeV, 1);
}

}  // namespace sunrack
