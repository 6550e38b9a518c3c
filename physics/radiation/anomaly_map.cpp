#include "physics/radiation/anomaly_map.h"

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

AnomalyMap anomaly_map(TrappedModel model, double energy, double altitude, int latitudes, int longitudes,
                       const TrappedOptions& options) {
  using constants::pi;
  require(altitude >= 150_km && altitude <= 100000_km, "anomaly_map: altitude", altitude,
          "must be 150 to 100,000 km [m]");
  require(latitudes >= 2 && latitudes <= 2000, "anomaly_map: latitudes", latitudes, "must be 2 to 2000");
  require(longitudes >= 2 && longitudes <= 2000, "anomaly_map: longitudes", longitudes, "must be 2 to 2000");
  const TrappedEnergies energies(model, {energy});
  AnomalyMap map;
  for (int i = 0; i < latitudes; ++i) map.latitude.push_back(pi * (double(i) / (latitudes - 1) - 0.5));
  for (int i = 0; i < longitudes; ++i) map.longitude.push_back(2 * pi * (double(i) / (longitudes - 1) - 0.5));
  std::vector<OrbitSample> places;
  for (const double latitude : map.latitude)
    for (const double longitude : map.longitude)
      places.push_back({0, geodetic_position(latitude, longitude, altitude)});
  for (const auto& flux : trapped_series(energies, places, options)) map.flux.push_back(flux.front());
  return map;
}

}  // namespace sunrack
