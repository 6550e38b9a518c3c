#include <fmt/format.h>

#include "fleet/lifetime_report.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

double celsius(double kelvin) { return kelvin - 0_degC; }

}  // namespace

std::string lifetime_curve_csv(const LifetimeReport& report, const Provenance& provenance) {
  std::string csv = provenance_comment(provenance, "# ");
  csv +=
      "chip,junction_degC,status,within_limits,memory_degC,coolant_degC,radiator_degC,specific_mass_kg_per_"
      "kW,"
      "radiator_area_m2,radiator_mass_kg,computers_electrical_power_kW,capacity_at_end,delivered_years,"
      "mass_per_compute_kg_per_kW_year";
  for (const LifetimePrices& set : report.study.question.prices)
    csv += fmt::format(",cost_usd_per_kW_year_{}", set.name);
  csv += ",reason\n";
  for (const ChipLifetime& chip : report.study.chips)
    for (const LifetimePoint& p : chip.points) {
      csv += fmt::format("{},{:.6g},{},", chip.chip, celsius(p.asked), p.answered() ? "ok" : "no-answer");
      if (p.answered()) {
        csv +=
            fmt::format("{},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g}",
                        p.within_limits ? 1 : 0, celsius(p.memory), celsius(p.coolant), celsius(p.radiator),
                        p.specific_mass * 1_kW, p.radiator_area, p.radiator_mass, p.electrical_power / 1_kW,
                        p.capacity_at_end, p.delivered / 1_year, per_kilowatt_year(p.mass_per_compute));
        for (const double cost : p.cost_per_compute) csv += fmt::format(",{:.6g}", per_kilowatt_year(cost));
      } else {
        csv += std::string(10 + report.study.question.prices.size(), ',');
      }
      csv += fmt::format(",{}\n", csv_cell(p.reason));
    }
  return csv;
}

std::string fleet_csv(const FleetOutcome& fleet, const Provenance& provenance) {
  std::string csv = provenance_comment(provenance, "# ");
  csv += "from_year,to_year,capacity_mean,capacity_standard_error,capacity_p05,capacity_p95,launches_mean\n";
  for (const FleetYear& y : fleet.years)
    csv += fmt::format("{:.6g},{:.6g},{:.8g},{:.3g},{:.8g},{:.8g},{:.6g}\n", y.from / 1_year, y.to / 1_year,
                       y.capacity.mean, y.capacity.standard_error, y.capacity.low, y.capacity.high,
                       y.launches.mean);
  return csv;
}

}  // namespace sunrack
