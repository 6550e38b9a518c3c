#pragma once

namespace sunrack {

enum class StoppingMaterial { aluminium, silicon };

/// [J m^2/kg] mass stopping power (electronic and nuclear) for an ion of Z 1..28, 0.0126 MeV to 100 GeV per
/// nucleon. SRIM figures at ten energies a decade (eight above 10 MeV) up to 7.5 GeV per nucleon, monotone
/// cubic in logarithms between them, within 0.05 % of the source's table of SRIM; above them the Bethe
/// formula with the density effect joins on. Scandium, which the source lacks, is the mean of calcium and
/// titanium scaled by Z^2 (SRIM's ions scatter by 4 % about that scaling).
/// @throws std::invalid_argument for another ion; ModelError outside the energies
double ion_stopping_power(StoppingMaterial material, int atomic_number, double energy_per_nucleon);

/// [kg/m^2] range in continuous slowing down down to rest: A times the integral of dE/S, so that range and
/// stopping power agree exactly. Below the first energy SRIM's projected range.
double ion_range(StoppingMaterial material, int atomic_number, double mass_number, double energy_per_nucleon);
/// [J per nucleon] of the ion of this range [kg/m^2]; 0 for a range below that at the lowest energy.
/// @throws ModelError above the range at the highest energy
double ion_energy_of_range(StoppingMaterial material, int atomic_number, double mass_number, double range);

/// [J per nucleon] ends of the table.
double lowest_stopping_energy();
double highest_stopping_energy();

}  // namespace sunrack
