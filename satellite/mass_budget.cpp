#include "satellite/mass_budget.h"

#include <fmt/format.h>

#include <stdexcept>

namespace sunrack {

const std::vector<AccountingBoundary>& accounting_boundary_list() {
  static const std::vector<AccountingBoundary> all = {
      AccountingBoundary::panel, AccountingBoundary::thermal_loop, AccountingBoundary::thermal_and_power,
      AccountingBoundary::bus, AccountingBoundary::satellite};
  return all;
}

std::string accounting_boundary_name(AccountingBoundary boundary) {
  switch (boundary) {
    case AccountingBoundary::panel:
      return "panel";
    case AccountingBoundary::thermal_loop:
      return "thermal-loop";
    case AccountingBoundary::thermal_and_power:
      return "thermal-and-power";
    case AccountingBoundary::bus:
      return "bus";
    case AccountingBoundary::satellite:
      return "satellite";
  }
  throw std::logic_error("accounting boundary without a name");
}

AccountingBoundary accounting_boundary(const std::string& name) {
  for (AccountingBoundary boundary : accounting_boundary_list())
    if (accounting_boundary_name(boundary) == name) return boundary;
  throw std::invalid_argument(fmt::format("accounting boundary \"{}\" is not known", name));
}

double mass_inside(const MassBudget& budget, AccountingBoundary boundary) {
  double mass = 0;
  for (const MassItem& item : budget.items)
    if (static_cast<int>(item.group) <= static_cast<int>(boundary)) mass += item.mass;
  return mass;
}

double total_mass(const MassBudget& budget) { return mass_inside(budget, AccountingBoundary::satellite); }

double mass_of(const MassBudget& budget, const std::string& name) {
  double mass = 0;
  for (const MassItem& item : budget.items)
    if (item.name == name) mass += item.mass;
  return mass;
}

}  // namespace sunrack
