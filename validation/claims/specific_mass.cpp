#include <fmt/format.h>

#include "satellite/sizing.h"
#include "satellite/spec_file.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

namespace {

/// [kg/kW] of IT power, of the items that are named.
double per_kilowatt(const SatelliteDesign& design, std::initializer_list<const char*> items) {
  double mass = 0;
  for (const char* item : items) mass += mass_of(design.budget, item);
  return mass / (design.compute.it_power / 1e3);
}

void shared_items(Published& figures, const std::string& id, const SatelliteDesign& design) {
  figures.computed(id, design.specific_mass * 1e3);
  figures.computed(id + " solar array", per_kilowatt(design, {"solar array"}));
  figures.computed(id + " power conversion and cabling",
                   per_kilowatt(design, {"power conversion", "cabling"}));
  figures.computed(id + " battery", per_kilowatt(design, {"battery"}));
  figures.computed(id + " radiator and loop", per_kilowatt(design, {"radiator", "coolant loop"}));
  figures.computed(id + " structure", per_kilowatt(design, {"structure"}));
  figures.computed(id + " margin", per_kilowatt(design, {"margin"}));
}

}  // namespace

std::vector<Claim> specific_mass_claims() {
  Published figures("specific_mass.csv");
  for (const std::string year : {"2026", "2030"}) {
    const std::string id = "HAND " + year;
    const SatelliteDesign design = size_satellite(preset("hand-calculation-" + year));
    shared_items(figures, id, design);
    figures.computed(id + " computers", per_kilowatt(design, {"computers"}));
    figures.computed(id + " shield", per_kilowatt(design, {"radiation shield"}));
    figures.computed(id + " communications, avionics, attitude control, propulsion",
                     per_kilowatt(design, {"communications", "avionics", "attitude control", "propulsion"}));
    figures.computed(id + " flux", design.radiator.panel.mean_net_flux);
    figures.computed(id + " area", design.radiator.area);
  }
  for (const auto& [year, name] : {std::pair{"2026", "reference-2026"}, {"2030", "aggressive-2030"}}) {
    const SatelliteDesign design = size_satellite(preset(name));
    const std::string id = fmt::format("FULL {}", year);
    shared_items(figures, id, design);
    figures.computed(id + " propulsion", per_kilowatt(design, {"propulsion", "propellant"}));
  }
  const SatelliteSpec ai1 = preset("spacex-ai1");
  const SatelliteDesign design = size_satellite(ai1);
  figures.computed("AI1 peak", specific_mass(design, ai1, AccountingBoundary::satellite, "peak") * 1e3);
  figures.computed("AI1 average", specific_mass(design, ai1, AccountingBoundary::satellite, "average") * 1e3);
  return figures.claims();
}

}  // namespace sunrack
