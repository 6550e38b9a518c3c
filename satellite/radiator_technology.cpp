#include "satellite/radiator_technology.h"

#include <fmt/format.h>

#include <stdexcept>

#include "physics/units.h"

namespace sunrack {

using namespace units;

const std::vector<Coating>& coating_catalogue() {
  static const std::vector<Coating> catalogue = {
      {"z93", 0.15, 0.22, 0.91, 0.91,
       "Z-93P zinc-oxide silicate white: 0.15 and 0.91 specified; 0.22 after 10..15 years in low orbit with "
       "contamination; recalled"},
      {"osr", 0.08, 0.12, 0.80, 0.80,
       "silvered-glass mirror (OSR), low orbit 10 years; Gilmore ch. 4 range, recalled"},
      {"silver-fep", 0.09, 0.16, 0.87, 0.86,
       "silvered FEP 10 mil, low orbit 5..10 years; Gilmore ch. 4, recalled"},
      {"white-silicone", 0.20, 0.35, 0.90, 0.90,
       "S13GP/LO-1: 0.20, 0.35 in low orbit; Gilmore ch. 4, recalled"},
      {"black", 0.95, 0.95, 0.90, 0.90,
       "black polyurethane paint 0.95/0.90: Fortescue et al., Table 11.3, read"},
  };
  return catalogue;
}

// Allowables are half of the yield strength (factor of safety 2); for the laminate they are those of a liner
// tube.
const std::vector<RadiatorMaterial>& radiator_material_catalogue() {
  static const std::vector<RadiatorMaterial> catalogue = {
      {"aluminium-6061", 2700, 167, 138_MPa, "6061-T6: density, conductivity, yield 276 MPa; ASM, recalled"},
      {"titanium", 4430, 6.7, 440_MPa, "Ti-6Al-4V: yield 880 MPa; ASM, recalled"},
      {"carbon-fibre", 1800, 185, 138_MPa,
       "pitch K13C2U quasi-isotropic 185 [150..200] W/m/K, 1800 kg/m3: supplier fibre values, recalled; "
       "tubes taken as aluminium for strength"},
  };
  return catalogue;
}

namespace {

template <typename Entry>
const Entry& named(const std::vector<Entry>& catalogue, const std::string& name, const char* what) {
  std::string known;
  for (const Entry& entry : catalogue) {
    if (entry.name == name) return entry;
    known += (known.empty() ? "" : ", ") + entry.name;
  }
  throw std::invalid_argument(fmt::format("{} \"{}\" is not in the catalogue; known: {}", what, name, known));
}

}  // namespace

const Coating& coating(const std::string& name) { return named(coating_catalogue(), name, "coating"); }
const RadiatorMaterial& radiator_material(const std::string& name) {
  return named(radiator_material_catalogue(), name, "radiator material");
}

}  // namespace sunrack
