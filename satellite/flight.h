#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "physics/numerics/stiff_integrator.h"
#include "physics/power/rainflow.h"
#include "satellite/flight_system.h"

namespace sunrack {

/// Things that break, times [s] from the start.
struct FlightFaults {
  std::optional<double> pump_stops, pump_restarts;
  std::optional<double> safe_mode;  ///< from then on chips, pump, avionics and communications are off
};

struct FlightOptions {
  std::string environment = "nominal";  ///< "hot", "nominal", "cold"; nominal follows the Sun's distance
  EarthPattern earth = EarthPattern::uniform;
  std::optional<AttitudeLaw> attitude = {};  ///< in place of the spec's
  bool flattened_earth = false;              ///< shadow of the ellipsoid
  /// The orbit is integrated from the sized one's osculating state with J2 to J4, Sun, Moon and the design's
  /// drag, without thrust, in place of the closed form. Loads come without a table: for days, not years.
  bool integrated_orbit = false;
  FlightNetworkOptions network = {};
  FlightPolicy policy = {};  ///< `eclipse` is taken from the spec
  LoadProfile profile = LoadProfile::constant();
  FlightFaults faults = {};
  std::optional<double> start = {};  ///< [s] TT since J2000.0; else 1 January of the spec's year
  double duration = 86400;           ///< [s]
  int settling_orbits = 3;           ///< flown before and not reported
  double relative_tolerance = 1e-6;
  double temperature_tolerance = 1e-4;                          ///< [K] absolute
  double trace_begin = 0, trace_duration = 0, trace_step = 30;  ///< [s] from the start: samples to keep
  bool battery_ages = true;
  std::filesystem::path checkpoint = {};  ///< written about every two seconds and at the end; empty: none
  bool resume = false;                    ///< go on from it
  const std::atomic<bool>* cancel = nullptr;
  std::function<void(double share)> progress = {};  ///< called each orbit, 0..1
};

struct FlightNodeSummary {
  std::string name;
  double minimum = 0, mean = 0, maximum = 0;  ///< [K]
  double minimum_at = 0, maximum_at = 0;      ///< [s] from the start
  double lowest = 0, highest = 0;             ///< [K] limits; infinite: none
  double margin() const;                      ///< [K] to the nearer limit, infinite without one
};

/// One orbit, from the start or the end of the one before.
struct FlightOrbit {
  double begin = 0;                                 ///< [s] from the start
  double beta = 0;                                  ///< [rad] at its beginning
  double eclipse = 0;                               ///< [s] with any of the Sun covered
  double least_charge = 1;                          ///< [-]
  double coldest_wing = 0, warmest_wing = 0;        ///< [K]
  double coldest_coolant = 0, warmest_coolant = 0;  ///< [K]
  double warmest_die = 0, warmest_memory = 0;       ///< [K]
  double work = 0;                                  ///< [-] done over rated
  double array_power = 0;                           ///< [W] mean drawn
  double residual = 0;                              ///< [-] energy not accounted for, over energy exchanged
};

struct FlightSample {
  double time = 0;                   ///< [s] from the start
  std::vector<double> temperatures;  ///< [K] of all nodes
  double charge = 0, sunlit = 0;     ///< [-]
  FlightPower power;
};

/// Cycles of a temperature [K] or of the state of charge [-].
struct FlightCycles {
  std::string name;
  RainflowHistogram histogram;
};

struct EnergyResidual {
  double thermal = 0;  ///< [-] absorbed + dissipated - array - emitted - stored, over absorbed + dissipated
  double electrical = 0;  ///< [-] array + battery - loads, over array + battery
  double stored = 0;  ///< [-] battery's heat and charge against its closed form, over what went through it
  double total = 0;   ///< [-] absorbed - emitted - all that is stored, over absorbed
  double worst_orbit = 0;  ///< [-] the total of the worst single orbit
};

/// How the satellite's own surfaces see each other in this flight.
struct FlightExchangeUsed {
  FlightViews views = FlightViews::traced;
  double panel_views_array = 0;  ///< [-] mean of both faces of the panel
  double view_error = 0;         ///< [-] largest standard error of a view factor
  double coupling = 0;           ///< [m^2] GR between the panel and the array's back
};

struct FlightResult {
  double start = 0;      ///< [s] TT since J2000.0
  double flown = 0;      ///< [s]
  bool complete = true;  ///< false: interrupted; the checkpoint has the rest
  std::vector<FlightNodeSummary> nodes;
  std::vector<double> sums;  ///< [J] by FlightSum
  double sum(FlightSum which) const { return sums[std::size_t(which)]; }
  EnergyResidual residual;
  FlightExchangeUsed exchange;
  double it_power = 0;           ///< [W] rated
  int eclipses = 0, umbras = 0;  ///< begun
  double longest_eclipse = 0;    ///< [s]
  double in_shadow = 0;          ///< [s]
  int throttlings = 0, sheddings = 0, heater_starts = 0, starts = 0, trips = 0;
  double least_charge = 1;       ///< [-]
  double battery_remaining = 1;  ///< [-] capacity at the end
  double faded_energy = 0;       ///< [J] that went with lost capacity
  std::vector<FlightCycles> cycles;
  std::vector<FlightOrbit> orbits;
  std::vector<FlightSample> trace;
  StiffStatistics statistics;
  std::vector<double> end_state;  ///< temperatures, charge
  FlightModes end_modes;
};

/// Flies a sized satellite: environment, network, cells, battery and loads in one error-controlled
/// integration (CVODES), with every edge of the shadow, thermostat and switch located and restarted at.
/// @throws std::invalid_argument for bad options or a checkpoint of another flight; ModelError where the
/// flight ends: time reached, why, and the node with the largest error
FlightResult fly(const SatelliteSpec& spec, const SatelliteDesign& design, const FlightOptions& options = {});

/// The system that is flown, for those who want to ask it themselves. `frozen`: Sun and node stand still at
/// the start's, and the orbit begins at the ascending node.
FlightSystem flight_system(const SatelliteSpec& spec, const SatelliteDesign& design,
                           const FlightOptions& options = {}, bool frozen = false);
/// Its equations for a StiffIntegrator, which refer to it; without the integrals of FlightSum.
StiffSystem flight_equations(FlightSystem& system);
/// [K], charge last: where a flight starts before its settling orbits.
std::vector<double> flight_start(const FlightSystem& system, const SatelliteDesign& design);

/// What the cold does to a satellite without power: chips, pump and loads off.
struct SafeMode {
  double hours = 0;            ///< [h] watched
  double freezing = 0;         ///< [K] of the coolant
  double coldest_coolant = 0;  ///< [K]
  std::string coldest_node;
  std::optional<double> freezes_after;                          ///< [s]
  double margin() const { return coldest_coolant - freezing; }  ///< [K]
  std::optional<double>
      warm_up;  ///< [s] until all coolant is within 20 K of the design's supply again, pump and
                ///< keep-alive first; nothing if that takes longer than a day or ice is in the way
};
SafeMode fly_safe_mode(const SatelliteSpec& spec, const SatelliteDesign& design, FlightOptions options,
                       double duration = 86400);

/// The periodic state of an orbit whose Sun and node stand still at the start's: found directly, and by
/// flying many orbits.
struct FlightCycle {
  double period = 0;          ///< [s]
  std::vector<double> state;  ///< at the ascending node
  int flown_orbits = 0;       ///< by the direct method
  double mismatch = 0;        ///< [K] or [-], largest change over one more orbit
};
FlightCycle flight_cycle(const SatelliteSpec& spec, const SatelliteDesign& design, FlightOptions options);
std::vector<double> fly_frozen(const SatelliteSpec& spec, const SatelliteDesign& design,
                               FlightOptions options, int orbits);

}  // namespace sunrack
