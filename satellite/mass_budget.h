#pragma once

#include <string>
#include <vector>

namespace sunrack {

/// Who a mass belongs to, in the order in which accounting boundaries take it in.
enum class MassGroup { radiator, coolant_loop, power, bus, computers };

struct MassItem {
  std::string name;
  MassGroup group = MassGroup::bus;
  double mass = 0;    ///< [kg]
  std::string basis;  ///< where it comes from, with numbers
};

/// What a published kg/kW counts; the main reason why published figures differ.
enum class AccountingBoundary {
  panel,              ///< radiator panels
  thermal_loop,       ///< and the coolant loop
  thermal_and_power,  ///< and array, conversion, cabling, battery
  bus,                ///< and structure, attitude control, propulsion, communications, shield, margin
  satellite           ///< and the computers
};
AccountingBoundary accounting_boundary(const std::string& name);
std::string accounting_boundary_name(AccountingBoundary boundary);
const std::vector<AccountingBoundary>& accounting_boundary_list();

struct MassBudget {
  std::vector<MassItem> items;
};

double total_mass(const MassBudget& budget);                                ///< [kg]
double mass_inside(const MassBudget& budget, AccountingBoundary boundary);  ///< [kg]
double mass_of(const MassBudget& budget, const std::string& name);  ///< [kg] of an item; 0 if there is none

}  // namespace sunrack
