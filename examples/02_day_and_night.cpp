// How cold does a solar wing get in the eclipses of a dawn-dusk orbit?
//
// The wing is one thin plate: areal heat capacity * dT/dt = absorbed - emitted - electrical power. CVODES
// integrates two orbits at the worst day of the season and restarts at each edge of the shadow. Read first:
// 01.

#include <cmath>
#include <cstdio>
#include <vector>

#include "physics/numerics/integrate.h"
#include "physics/orbit/eclipse.h"
#include "physics/orbit/ephemeris.h"
#include "physics/power/solar_cell.h"
#include "physics/thermal/blackbody.h"
#include "physics/units.h"

using namespace sunrack;
using namespace sunrack::units;

int main() {
  // 1. The orbit and the day with the longest eclipse.
  const double new_year = time_of_date(2026, 1, 1);
  const Orbit orbit = sun_synchronous_orbit(600_km, 18, new_year);
  const EclipseYear year = eclipse_year(orbit, 2026);
  std::size_t worst = 0;
  for (std::size_t day = 0; day < year.duration.size(); ++day)
    if (year.duration[day] > year.duration[worst]) worst = day;
  const double period = orbital_period(orbit.altitude), start = year.times[worst], end = start + 3 * period;
  std::vector<double> edges;
  for (const EclipseEvent& event : eclipse_events(orbit, start, end))
    for (double edge : {event.penumbra_entry, event.umbra_entry, event.umbra_exit, event.penumbra_exit})
      edges.push_back(edge);

  // 2. The wing: silicon cells on a blanket of 1.5 kg/m2 and 900 J/kg/K, Earth's infrared on both faces.
  const SolarCell& cell = solar_cell("silicon-heterojunction");
  const WingSurface surface{
      .packing = 0.9, .emissivity_back = 0.85, .absorptance_back = 0.93, .absorptance_gaps = 0.93};
  const double areal_capacity = 1.5 * 900;  // [J/(m2 K)]
  const double infrared = 60;               // [W/m2] on each face
  const double emissivity = cell.emissivity_front + surface.emissivity_back;
  const OcculterShape earth{.radius = constants::earth_radius};
  const Rate rate = [&](double time, const auto& state, auto&& change) {
    const SunPosition sun = interpolated_sun(time);
    const double lit = sunlit_fraction(satellite_position(orbit, time), sun.direction * sun.distance, earth,
                                       constants::sun_radius);
    const double flux = lit * solar_flux(sun.distance), temperature = state[0];
    const double absorptance =
        surface.packing * cell.absorptance + (1 - surface.packing) * surface.absorptance_gaps;
    const double efficiency =
        cell.efficiency * (1 + cell.temperature_coefficient * (temperature - cell.reference_temperature));
    const double absorbed = absorptance * flux + emissivity * infrared;
    change[0] = (absorbed - grey_body_flux(emissivity, temperature) - surface.packing * efficiency * flux) /
                areal_capacity;
  };

  // 3. Three orbits from a warm start; the last two are periodic.
  std::vector<double> times;
  for (int minute = 0; start + 60.0 * minute < end; ++minute) times.push_back(start + 60.0 * minute);
  const History history =
      integrate(rate, Eigen::VectorXd::Constant(1, 320_K), times,
                {.relative_tolerance = 1e-8, .breakpoints = edges, .names = {"wing temperature"}});
  double coldest = 1e9, warmest = 0;
  for (std::size_t i = 0; i < history.times.size(); ++i) {
    const double temperature = history.states(0, Eigen::Index(i)), minutes = (history.times[i] - start) / 60;
    if (i % 10 == 0) std::printf("%5.0f min  %7.2f degC\n", minutes, temperature - 273.15);
    if (history.times[i] < start + period) continue;
    coldest = std::fmin(coldest, temperature), warmest = std::fmax(warmest, temperature);
  }
  std::printf("The longest eclipse of 2026 is %.1f min; the wing swings between %.0f and %.0f degC.\n",
              year.longest / 60, coldest - 273.15, warmest - 273.15);
}
