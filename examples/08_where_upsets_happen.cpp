// Where along its orbit does a satellite lose its bits?
//
// Two days at 650 km, sun-synchronous, behind 10 mm of aluminium: at each place the protons of the belts and
// the cosmic rays that the magnetic field lets through, and the upsets of one memory. Read first: 03 and
// docs/models/single_events.md.

#include <cmath>
#include <cstdio>
#include <map>

#include "chips/memory.h"
#include "physics/radiation/cosmic_rays.h"
#include "physics/radiation/cutoff.h"
#include "physics/radiation/trapped.h"
#include "physics/units.h"

using namespace sunrack;
using namespace units;

namespace {

const double shield = 10_mm * 2700;

/// Upsets by cosmic rays depend on the place through its cutoff only: one calculation per GV.
double cosmic_rate(const MemoryDevice& memory, const Eigen::Vector3d& place, std::map<int, double>& known) {
  const int bin = int(vertical_cutoff_rigidity(place) / 1_GV);
  if (!known.contains(bin)) {
    RadiationEnvironment here;
    here.cosmic_rays = cosmic_rays(20, geomagnetic_transmission(std::span(&place, 1)));
    known[bin] = device_upsets(memory, single_event_environment(here, shield)).per_bit.total();
  }
  return known[bin];
}

}  // namespace

int main() {
  const MemoryDevice& memory = memory_device("kintex7-cram");
  const auto track = orbit_track(circular_orbit(650_km, 98_deg), 2_day, 1440);
  const TrappedEnergies& energies = TrappedEnergies::standard(TrappedModel::ap8_min);
  const auto protons = trapped_series(energies, track);
  constexpr int bands = 6;
  double belt[bands] = {}, cosmic[bands] = {}, all = 0, in_anomaly = 0;
  int places_in_anomaly = 0;
  std::map<int, double> known;
  for (std::size_t i = 0; i < track.size(); ++i) {
    const Eigen::Vector3d& place = track[i].position;
    const int band = std::min(bands - 1, int((std::asin(place.z() / place.norm()) / 1_deg + 90) / 30));
    double from_belt = 0;
    if (protons[i].front() > 0) {
      const Spectrum behind = slowed_down(trapped_spectrum(energies, protons[i]), 1, 1, shield);
      from_belt = proton_upset_rate(behind, *memory.per_bit.protons);
    }
    const double from_cosmic = cosmic_rate(memory, place, known);
    belt[band] += from_belt, cosmic[band] += from_cosmic, all += from_belt + from_cosmic;
    // The anomaly: the protons that come through the shield outdo the cosmic rays.
    if (from_belt > from_cosmic) ++places_in_anomaly, in_anomaly += from_belt + from_cosmic;
  }
  std::printf("%14s %12s %12s   of all upsets of %s\n", "latitude", "belts", "cosmic rays",
              memory.name.c_str());
  for (int band = bands - 1; band >= 0; --band)
    std::printf("%5d to %3d deg %10.1f %% %10.1f %%\n", band * 30 - 90, band * 30 - 60,
                100 * belt[band] / all, 100 * cosmic[band] / all);
  std::printf(
      "%.2g upsets per bit and day; %.0f %% of them in the South Atlantic Anomaly, %.1f %% of the time.\n"
      "Satellites report 80 to 97 %%: parts with a higher threshold for ions than this one, or at solar "
      "maximum,\nwhen fewer cosmic rays come (docs/models/single_events.md).\n",
      all / double(track.size()) * 1_day, 100 * in_anomaly / all,
      100.0 * places_in_anomaly / double(track.size()));
}
