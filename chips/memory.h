#pragma once

#include <optional>
#include <string>
#include <vector>

#include "physics/radiation/transport.h"
#include "physics/radiation/upsets.h"

namespace sunrack {

/// What particles do to one sensitive thing, per bit or per device.
struct SingleEventResponse {
  std::optional<WeibullCurve> heavy_ions;  ///< against LET in silicon
  double depth = 0;  ///< [m] of the sensitive volume (rates of soft parts depend on it by some 20 %)
  double side = 0;   ///< [m] of one volume; 0: the root of the saturated cross-section
  std::optional<ProtonCrossSection> protons;
};

/// An event of the whole device: it stops, or must be power cycled, or returns a wrong result.
struct DeviceEvent {
  enum class Kind { functional_interrupt, latch_up, silent_corruption, uncorrectable_memory, upset };
  Kind kind = Kind::functional_interrupt;
  std::string name;
  SingleEventResponse response;  ///< per device
};

/// A memory or a chip as beams and orbits have shown it.
struct MemoryDevice {
  std::string name;  ///< key, for example "kintex7-cram"
  std::string description;
  double bits = 0;              ///< per device; 0: not told
  SingleEventResponse per_bit;  ///< empty: no figures per bit
  std::vector<DeviceEvent> events;
  ClusterDistribution clusters;    ///< bits per upset
  double irregularities_dose = 0;  ///< [Gy] first irregularities seen; 0: no figure
  double survived_dose = 0;        ///< [Gy] no lasting failure up to here; 0: no figure
  double low = 1, high = 1;        ///< [-] band of the rates, times nominal
  bool estimate = false;           ///< true: not from a beam on this part alone; the source says how
  std::string source;
};
const std::vector<MemoryDevice>& memory_catalogue();
const MemoryDevice& memory_device(const std::string& name);  ///< @throws std::invalid_argument, with the list
const char* event_kind_name(DeviceEvent::Kind kind);         ///< for example "functional interrupt"

/// What reaches a chip, sorted for single events. Made once per environment and shield, some milliseconds.
struct SingleEventEnvironment {
  LetSpectrum ions;          ///< cosmic rays of Z >= 2
  Spectrum trapped_protons;  ///< [m^-2 s^-1 J^-1]
  Spectrum solar_protons;    ///< mean over the mission
  Spectrum cosmic_ray_protons;
  Spectrum worst_day_protons;
  LetSpectrum worst_day_ions;  ///< of Z >= 2, the Sun's alone
};
/// Of particles behind the shield (physics/radiation/transport.h).
/// @throws std::invalid_argument for a duration that is not positive while there are solar protons
SingleEventEnvironment single_event_environment(const RadiationEnvironment& behind_shield);
SingleEventEnvironment single_event_environment(const RadiationEnvironment& outside, double areal_density,
                                                ShieldGeometry geometry = ShieldGeometry::sphere);

/// [1/s] per bit or per device, nominal.
struct UpsetShares {
  double heavy_ions = 0;
  double trapped_protons = 0;
  double solar_protons = 0;  ///< mean over the mission
  double cosmic_ray_protons = 0;
  // Of the Sun on the worst day, in place of the mean; not in the total.
  double worst_day_protons = 0;
  double worst_day_ions = 0;
  /// With what arrives every day besides.
  double worst_day() const {
    return heavy_ions + trapped_protons + cosmic_ray_protons + worst_day_protons + worst_day_ions;
  }
  double total() const { return heavy_ions + trapped_protons + solar_protons + cosmic_ray_protons; }
};
UpsetShares upset_shares(const SingleEventResponse& response, const SingleEventEnvironment& environment);

struct DeviceUpsets {
  UpsetShares per_bit;  ///< upsets (one cluster is one upset)
  struct Event {
    DeviceEvent::Kind kind;
    std::string name;
    UpsetShares rate;  ///< per device
  };
  std::vector<Event> events;
};
/// Rates of one device: a millisecond or two per response to heavy ions.
DeviceUpsets device_upsets(const MemoryDevice& device, const SingleEventEnvironment& environment);

}  // namespace sunrack
