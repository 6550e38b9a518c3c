#include "chips/packages/three_d_ice_parts.h"

#include <fmt/format.h>

namespace sunrack {

namespace {

double in_si(double value, int power_of_um) {
  constexpr double um = 1e-6;
  switch (power_of_um) {
    case 1:
      return value * um;
    case -1:
      return value / um;
    case -2:
      return value / (um * um);
    case -3:
      return value / (um * um * um);
    default:
      return value;
  }
}

}  // namespace

double ice_number(TokenReader& in, const std::string& what, const IceUnit& unit) {
  const SourcePlace place = in.next().place;
  const double given = in.number(unit.name);
  const double value = in_si(given, unit.power_of_um);
  const std::string rule = beyond(unit.bound, value);
  if (rule.empty()) return value;
  std::string message = fmt::format("{} = {:.6g} {}", what, given, unit.name);
  if (unit.power_of_um != 0 && value > 0) {
    message += fmt::format(" is {:.6g} {}", value, unit.bound.unit);
    if (beyond(unit.bound, given).empty())
      message += fmt::format(" (3D-ICE counts in {}: is the number in {}?)", unit.name, unit.bound.unit);
  }
  refuse_package(place, message + ": " + rule);
}

std::vector<FloorRectangle> ice_rectangles(TokenReader& in) {
  const auto x = [&] { return ice_number(in, "position", ice_units::position); };
  const auto size = [&] { return ice_number(in, "dimension", ice_units::side); };
  std::vector<FloorRectangle> where;
  if (in.take_if("position")) {
    FloorRectangle r;
    r.x = x();
    in.expect(",");
    r.y = x();
    in.expect("; dimension");
    r.width = size();
    in.expect(",");
    r.depth = size();
    in.expect(";");
    return {r};
  }
  while (in.take_if("rectangle")) {
    FloorRectangle r;
    in.expect("(");
    r.x = x();
    in.expect(",");
    r.y = x();
    in.expect(",");
    r.width = size();
    in.expect(",");
    r.depth = size();
    in.expect(")");
    in.take_if(";");
    where.push_back(r);
  }
  if (where.empty()) in.refuse("\"position\" or \"rectangle\"");
  return where;
}

SolidMaterial ice_material(TokenReader& in) {
  const auto conductivity = [&] { return ice_number(in, "conductivity", ice_units::conductivity); };
  SolidMaterial result;
  result.name = in.word("the name of a material");
  in.expect(": thermal conductivity");
  result.kx = result.ky = result.kz = conductivity();
  if (in.take_if(",")) {
    result.ky = conductivity();
    in.expect(",");
    result.kz = conductivity();
  }
  in.expect("; volumetric heat capacity");
  result.heat_capacity = ice_number(in, "heat capacity", ice_units::heat_capacity);
  in.expect(";");
  return result;
}

}  // namespace sunrack
