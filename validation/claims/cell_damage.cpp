#include <fmt/format.h>

#include <utility>
#include <vector>

#include "physics/radiation/circular_orbits.h"
#include "physics/radiation/displacement_damage.h"
#include "physics/radiation/orbit_samples.h"
#include "physics/radiation/trapped.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

const CellDamageLaw& gallium_arsenide() { return cell_damage_law("gallium-arsenide"); }

/// [-] P/P0 after a beam.
double kept(const CellDamageLaw& law, bool protons, double energy_MeV, double fluence_per_cm2) {
  return remaining_power(law,
                         beam_damage_dose(law, protons, energy_MeV * 1_MeV, fluence_per_cm2 * 1_per_cm2));
}

struct Point {
  double energy_MeV, fluence_per_cm2;
};

void beams(Published& figures) {
  const std::vector<Point> protons = {{0.05, 3e10},  {0.1, 1e11}, {0.2, 2e11}, {0.5, 1e10}, {0.5, 1e11},
                                      {0.5, 9.5e11}, {1, 1e10},   {1, 1e11},   {1, 9.5e11}, {3, 5e10},
                                      {3, 5e11},     {3, 2.9e12}, {9.5, 1e11}, {9.5, 5e11}, {9.5, 2.6e12}};
  const std::vector<Point> electrons = {{0.6, 2e14},   {0.6, 1e15}, {0.6, 1e16}, {1, 1e14},
                                        {1, 1e15},     {1, 1e16},   {2.4, 5e13}, {2.4, 5e14},
                                        {2.4, 3.5e15}, {12, 1e13},  {12, 1e14},  {12, 1.2e15}};
  for (const bool of_protons : {true, false})
    for (const auto& [energy, fluence] : of_protons ? protons : electrons)
      figures.computed(fmt::format("CELL-01 {} {:g} {:g}", of_protons ? 'p' : 'e', energy, fluence),
                       kept(gallium_arsenide(), of_protons, energy, fluence));
}

void energy_losses(Published& figures) {
  const auto proton = [&](const char* material, DamageMaterial of, double energy) {
    figures.computed(fmt::format("CELL-02 {} p {:g}", material, energy),
                     proton_niel(of, energy * 1_MeV) / 1_MeV_cm2_per_g);
  };
  for (const double energy : {1, 10, 50, 200}) proton("Si", DamageMaterial::silicon, energy);
  for (const double energy : {1, 10, 50}) proton("GaAs", DamageMaterial::gallium_arsenide, energy);
  figures.computed("CELL-02 Si e 1", electron_niel(DamageMaterial::silicon, 1_MeV) / 1_MeV_cm2_per_g);
}

/// Station of SPENVIS' run: belts at solar maximum, next to no solar protons.
void equivalent_fluences(Published& figures) {
  const OrbitSamples samples = orbit_samples(circular_orbit(410_km, 51.6_deg), 60, 120);
  const auto belt = [&](TrappedModel model) {
    const TrappedEnergies& energies = TrappedEnergies::standard(model);
    const TrappedEnergies* const belts[] = {&energies};
    return trapped_spectrum(energies, trapped_orbit_average(belts, samples).front());
  };
  RadiationEnvironment station;
  station.duration = 180_day;
  station.trapped_protons = belt(TrappedModel::ap8_max);
  station.trapped_electrons = belt(TrappedModel::ae8_max);
  const auto fluence = [&](const char* cell, const char* name, double micrometres, double density) {
    const CellDamageLaw& law = cell_damage_law(cell);
    const DamageDose dose = damage_dose(station, law, {.front = micrometres * 1_um * density});
    const auto put = [&](const char* part, double value) {
      figures.computed(fmt::format("CELL-03 {} {:g} {}", name, micrometres, part),
                       equivalent_electron_fluence(law, value) / 1_per_cm2);
    };
    put("total", dose.total());
    put("electrons", dose.trapped_electrons);
    put("protons", dose.trapped_protons);
  };
  for (const double micrometres : {25.4, 100.0, 304.8, 762.0, 1524.0})
    fluence("triple-junction", "triple-junction", micrometres, 2320);
  for (const double micrometres : {100.0, 304.8, 762.0})
    fluence("silicon-heterojunction", "silicon", micrometres, 2200);
}

/// Isotropic particles of one energy through glass, in particles at normal incidence that do as much.
void relative_damage(Published& figures) {
  constexpr double glass = 2200;  // [kg/m^3] fused silica, in which the handbook counts covers
  const auto relative = [&](bool protons, double energy, int mil) {
    constexpr double fluence = 1e14, width = 1e-3;
    const double joule = energy * 1_MeV;
    RadiationEnvironment environment;
    environment.duration = 1;
    (protons ? environment.trapped_protons : environment.trapped_electrons) = {
        {joule * (1 - width / 2), joule * (1 + width / 2)},
        {fluence / (joule * width), fluence / (joule * width)}};
    const double dose = damage_dose(environment, gallium_arsenide(), {.front = mil * 1_mil * glass}).total();
    figures.computed(fmt::format("CELL-04 {} {:g} {}", protons ? 'p' : 'e', energy, mil),
                     dose / beam_damage_dose(gallium_arsenide(), protons, protons ? 10_MeV : 1_MeV, fluence));
  };
  for (const auto& [energy, mil] :
       {std::pair{10.0, 0}, {10.0, 1}, {10.0, 6}, {10.0, 20}, {30.0, 6}, {30.0, 30}, {100.0, 6}, {3.0, 1}})
    relative(true, energy, mil);
  for (const auto& [energy, mil] :
       {std::pair{1.0, 0}, {1.0, 6}, {1.0, 20}, {3.0, 6}, {3.0, 20}, {5.0, 6}, {0.6, 3}})
    relative(false, energy, mil);
}

void data_sheets(Published& figures) {
  const CellDamageLaw& triple = cell_damage_law("triple-junction");
  figures.computed("CELL-05 XTJ 5e14", kept(triple, false, 1, 5e14));
  figures.computed("CELL-05 XTJ 1e15", kept(triple, false, 1, 1e15));
  figures.computed("CELL-05 Z4J 1e15", kept(triple, false, 1, 1e15));
  figures.computed("CELL-05 perovskite 2e12", kept(cell_damage_law("perovskite-tandem"), true, 68, 2e12));
}

/// [%/year] mean over the environment's time, of radiation alone.
double yearly_loss(const RadiationEnvironment& environment, const char* cell, const CellShield& shield) {
  const CellDamageLaw& law = cell_damage_law(cell);
  return 100 * (1 - remaining_power(law, damage_dose(environment, law, shield).total())) /
         (environment.duration / 1_year);
}

void arrays_in_orbit(Published& figures) {
  const RadiationEnvironment geostationary =
      radiation_environment(circular_orbit(35786.03_km, 0), {.duration = 15_year});
  const CellShield glass{.front = 100_um * 2500};
  RadiationEnvironment belts = geostationary;
  belts.solar_protons = {};
  for (const auto& [name, cell] : {std::pair{"GaAs", "gallium-arsenide"},
                                   {"triple-junction", "triple-junction"},
                                   {"silicon", "silicon-heterojunction"}}) {
    figures.computed(fmt::format("CELL-06 GEO {} all", name), yearly_loss(geostationary, cell, glass));
    figures.computed(fmt::format("CELL-06 GEO {} belts", name), yearly_loss(belts, cell, glass));
  }
  const RadiationEnvironment station = radiation_environment(
      circular_orbit(400_km, 51.6_deg), {.solar = SolarCycle::maximum, .duration = 2_year});
  figures.computed("CELL-06 station maximum", yearly_loss(station, "silicon-heterojunction",
                                                          {.front = 125_um * 2500, .back = 125_um * 2500}));
}

}  // namespace

std::vector<Claim> cell_damage_claims() {
  Published figures("cell_damage.csv");
  beams(figures);
  energy_losses(figures);
  equivalent_fluences(figures);
  relative_damage(figures);
  data_sheets(figures);
  arrays_in_orbit(figures);
  return figures.claims();
}

}  // namespace sunrack
