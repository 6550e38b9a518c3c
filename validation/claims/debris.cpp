#include <fmt/format.h>

#include <cmath>

#include "physics/debris/debris_flux.h"
#include "physics/debris/flux.h"
#include "physics/units.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

double mean_speed(double inclination) {
  double mean = 0;
  for (const SpeedBin& bin : debris_speed_bins(inclination, 40)) mean += bin.weight * bin.speed;
  return mean;
}

/// The handbook's case: 3 mm, per year.
double three_millimetres(const Nasa90& model) { return nasa90_flux(3_mm, model) * 1_year; }

constexpr Nasa90 handbook{
    .altitude = 400e3, .inclination = 51.6 * constants::pi / 180, .year = 2010, .solar_flux = 80};

void handbook_tables(Published& figures) {
  for (const double km : {300., 400., 500., 800., 1000., 1500.}) {
    Nasa90 model = handbook;
    model.altitude = km * 1_km;
    const double flux = three_millimetres(model),
                 ordem = figures.published(fmt::format("DEB-01 {:g} km", km));
    figures.computed(fmt::format("DEB-01 {:g} km", km), flux);
    figures.computed(fmt::format("DEB-01 {:g} km ratio", km), flux / ordem);
    figures.computed(fmt::format("DEB-01 {:g} km factor", km), std::log10(flux / ordem));
  }
  for (const double degrees : {0., 28.5, 66., 90., 98.})
    figures.computed(fmt::format("DEB-02 {:g} deg", degrees),
                     nasa90_inclination_factor(degrees * 1_deg) / nasa90_inclination_factor(51.6_deg));
  const auto in_year = [](double year) {
    Nasa90 model = handbook;
    model.year = year;
    return three_millimetres(model);
  };
  for (const int year : {2002, 2017, 2023})
    figures.computed(fmt::format("DEB-03 {} over 2008", year), in_year(year) / in_year(2008));
  const auto frozen = [](double year) {
    return flux_above({.altitude = 400_km, .inclination = 51.6_deg, .year = year, .solar_flux = 80}, 3_mm)
        .debris_low;
  };
  figures.computed("DEB-03 2023 frozen", frozen(2023) / frozen(2008));
}

}  // namespace

std::vector<Claim> debris_claims() {
  Published figures("debris.csv");
  handbook_tables(figures);
  figures.computed("DEB-04 mean speed 28.5", mean_speed(28.5_deg) / 1_km);
  figures.computed("DEB-04 mean speed 98", mean_speed(98_deg) / 1_km);
  figures.computed("DEB-04 mean speed 30", mean_speed(30_deg) / 1_km);

  // 600 km, sun-synchronous, 3 mm: the handbook's tables scaled there, against both bounds.
  const PenetrationRate bounds = flux_above({.altitude = 600_km, .inclination = 98_deg, .year = 2028}, 3_mm);
  figures.computed("DEB-05 600 km low", bounds.debris_low * 1_year);
  figures.computed("DEB-05 600 km high", bounds.debris_high * 1_year);

  // Sentinel-1A: a particle below 5 mm on one wing; 15 m2, five years.
  const PenetrationRate sentinel =
      flux_above({.altitude = 693_km, .inclination = 98.18_deg, .year = 2016}, 5_mm);
  const double area_time = 15_m2 * 5_year, stated = figures.published("DEB-06 Sentinel-1A");
  figures.computed("DEB-06 Sentinel-1A", total_high(sentinel) * area_time);
  figures.computed("DEB-06 Sentinel-1A low", std::log10(total_low(sentinel) * area_time / stated));
  figures.computed("DEB-06 Sentinel-1A high", std::log10(total_high(sentinel) * area_time / stated));
  return figures.claims();
}

}  // namespace sunrack
