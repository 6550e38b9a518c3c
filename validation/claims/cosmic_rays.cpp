#include "physics/radiation/cosmic_rays.h"

#include "physics/radiation/cutoff.h"
#include "physics/radiation/geomagnetic.h"
#include "physics/radiation/orbit_samples.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

GeomagneticTransmission transmission_of(const RadiationOrbit& orbit) {
  std::vector<Eigen::Vector3d> places;
  for (const OrbitSample& sample : orbit_samples(orbit, 40, 90).samples) places.push_back(sample.position);
  return geomagnetic_transmission(places);
}

void stations(Published& figures) {
  struct Station {
    const char* name;
    double latitude, longitude;  // [deg]
  };
  // Places of the monitors, to a hundredth of a degree.
  for (const Station& at : {Station{"Oulu", 65.05, 25.47},
                            {"Rome", 41.86, 12.47},
                            {"Haleakala", 20.71, -156.28},
                            {"Doi Inthanon", 18.59, 98.49},
                            {"Jungfraujoch", 46.55, 7.98},
                            {"Kiel", 54.34, 10.12},
                            {"Lomnicky", 49.20, 20.22},
                            {"Hermanus", -34.42, 19.23},
                            {"Tsumeb", -19.20, 17.58},
                            {"Newark", 39.68, -75.75},
                            {"Fort Smith", 60.02, -111.93},
                            {"Potchefstroom", -26.68, 27.10},
                            {"Athens", 37.97, 23.78}})
    figures.computed(
        std::string("CUT-01 ") + at.name,
        vertical_cutoff_rigidity(geodetic_position(at.latitude * 1_deg, at.longitude * 1_deg, 20_km)) / 1_GV);
}

/// Per m2, sr, s and MeV per nucleon.
double arriving(const GeomagneticTransmission& transmission, int z, double mev) {
  const double mass = cosmic_ray_elements()[std::size_t(z - 1)].mass_number;
  return cosmic_ray_flux(z, mev * 1_MeV, 20) / (4 * constants::pi) * 1_MeV *
         transmission(rigidity(mev * 1_MeV, z, mass));
}

}  // namespace

std::vector<Claim> cosmic_ray_claims() {
  Published figures("cosmic_rays.csv");
  stations(figures);
  const auto polar = transmission_of(circular_orbit(825_km, 98.8_deg));
  const auto low = transmission_of(circular_orbit(530_km, 53_deg));
  const auto high =
      transmission_of({.perigee_altitude = 2500_km, .apogee_altitude = 70000_km, .inclination = 28_deg});
  figures.computed("CUT-02 polar 10 MeV", polar(rigidity(10_MeV, 1, 1)));
  figures.computed("CUT-02 polar 500 MeV", polar(rigidity(500_MeV, 1, 1)));
  figures.computed("CUT-02 high 10 MeV", high(rigidity(10_MeV, 1, 1)));
  figures.computed("CUT-02 high 500 MeV", high(rigidity(500_MeV, 1, 1)));
  figures.computed("CUT-02 530 km 53 deg", low(rigidity(10_MeV, 1, 1)));
  for (const int mev : {100, 500, 1000, 5000, 10000, 50000}) {
    figures.computed("GCR-01 polar " + std::to_string(mev) + " MeV", arriving(polar, 1, mev));
    figures.computed("GCR-01 high " + std::to_string(mev) + " MeV", arriving(high, 1, mev));
  }
  const auto reference = transmission_of(circular_orbit(800_km, 90_deg));
  const std::pair<const char*, int> ions[] = {{"H", 1}, {"He", 2}, {"O", 8}, {"Si", 14}, {"Fe", 26}};
  for (const auto& [symbol, z] : ions)
    for (const auto& [label, mev] : {std::pair{"1 GeV", 1009.24}, {"5 GeV", 5003.81}, {"20 GeV", 19893.0}})
      figures.computed(std::string("GCR-02 ") + symbol + " " + label, arriving(reference, z, mev));
  return figures.claims();
}

}  // namespace sunrack
