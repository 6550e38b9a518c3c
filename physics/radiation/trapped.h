#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "physics/radiation/environment.h"
#include "physics/radiation/field_line.h"
#include "physics/radiation/orbit_samples.h"

namespace sunrack {

/// Belts of Sawyer & Vette (1976, protons) and Vette (1991, electrons), NASA.
enum class TrappedModel { ap8_min, ap8_max, ae8_min, ae8_max };
const char* trapped_model_name(TrappedModel model);  ///< "AP8 MIN"
TrappedModel proton_belt(SolarCycle solar);
TrappedModel electron_belt(SolarCycle solar);

/// One belt on a grid of L and B/B0: log10 of the integral omnidirectional flux above each native energy. At
/// each L 61 values of B/B0 crowd towards the largest at which there is any flux, where low orbits fly.
struct TrappedTable {
  static constexpr std::size_t steps = 61;
  std::string_view name;
  std::vector<double> energies;      ///< [J] native
  std::vector<double> energies_MeV;  ///< as the file has them
  std::vector<double> l;             ///< [-] ascending
  std::vector<double> log_ratio;     ///< ln of the largest B/B0 at each L
  /// log10 of cm^-2 s^-1, at ((l index) * steps + step) * energies.size() + energy index; 0 where there is
  /// none
  std::vector<float> log_flux;
};
/// Parsed once, when first asked for.
const TrappedTable& trapped_table(TrappedModel model);
/// @throws std::invalid_argument naming `name` where rows are missing or are no numbers
TrappedTable parse_trapped_table(std::string_view name, std::string_view text);

/// Energies at which a belt is asked, with their places in the native grid.
class TrappedEnergies {
 public:
  static constexpr std::size_t capacity = 64;  ///< energies at most
  /// @throws std::invalid_argument for energies [J] outside the model's or that do not ascend
  TrappedEnergies(TrappedModel model, std::vector<double> energies);
  /// The native energies and some between them, where the model's own law is no power law.
  static const TrappedEnergies& standard(TrappedModel model);

  TrappedModel model() const { return model_; }
  std::span<const double> energies() const { return energies_; }  ///< [J]

 private:
  friend void trapped_flux(const TrappedEnergies&, double, double, std::span<double>);
  struct Place {
    std::size_t lower;  ///< native energy at or below
    double share;       ///< [-] of the way to the next, linear in energy
    double beyond;      ///< [-] the same seen from the two native energies below
  };
  TrappedModel model_;
  const TrappedTable* table_;
  std::vector<double> energies_;
  std::vector<Place> places_;
};

/// Integral omnidirectional flux [m^-2 s^-1] above each energy, at L and B/B0: linear in L and ln B/B0 (as a
/// share of its largest) on log10 flux, then linear in energy on log10 flux, with the model's own rule where
/// the next energy has no flux. Node values are exact. Zero below 1 cm^-2 s^-1 (the models' floor) and
/// outside the table: below its first L there is no belt, above its last the models end.
/// @throws std::invalid_argument unless `flux` is as long as the energies; NaN coordinates
void trapped_flux(const TrappedEnergies& energies, double l, double field_ratio, std::span<double> flux);

/// What to do when a belt is asked in a field that is not its own.
enum class FieldEpochRule { enforce, expert };

/// The field that a belt was made with: Jensen & Cain 1960, of AP8 MAX GSFC(12/66) 1970. A modern field puts
/// the drifted South Atlantic Anomaly into belts that know nothing of it: 6 to 13 times too many protons at
/// 400 km, the commonest error with these models.
const GeomagneticField& belt_field(TrappedModel model);
/// @throws std::invalid_argument when `field` is not the belt's own, unless `rule` is `expert`
void require_belt_field(TrappedModel model, const GeomagneticField& field, FieldEpochRule rule);

struct TrappedOptions {
  const GeomagneticField* field = nullptr;  ///< of all belts; none: each its own
  FieldEpochRule rule = FieldEpochRule::enforce;
  FieldLineOptions line;
  unsigned threads = 0;  ///< 0: all cores; results do not depend on it
};

/// Integral fluxes [m^-2 s^-1] at each sample (one vector per entry), zero on open lines. Lines are traced
/// once per field and sample. @throws std::invalid_argument as `require_belt_field`
std::vector<std::vector<double>> trapped_series(const TrappedEnergies& energies,
                                                std::span<const OrbitSample> samples,
                                                const TrappedOptions& options = {});

/// Mean integral fluxes [m^-2 s^-1] over the samples of an orbit, of several belts (one vector per entry).
/// Belts with one field share its lines; on several cores, and the outcome does not depend on their number.
std::vector<std::vector<double>> trapped_orbit_average(std::span<const TrappedEnergies* const> belts,
                                                       const OrbitSamples& orbit,
                                                       const TrappedOptions& options = {});

/// Differential spectrum from integral fluxes at `energies`. Particles above the last energy, of which the
/// models say only how many there are, go between it and twice it. At the inner edge AE8's map has places
/// where more particles lie above a higher energy than above a lower one; there the larger number counts for
/// both.
Spectrum trapped_spectrum(const TrappedEnergies& energies, std::span<const double> integral);

}  // namespace sunrack
