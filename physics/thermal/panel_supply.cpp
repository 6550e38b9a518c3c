#include "physics/thermal/panel_supply.h"

namespace sunrack::panel {

std::vector<bool> living(const PanelField& field) {
  std::vector<bool> alive(std::size_t(field.build.tubes), true);
  for (const int tube : field.failures.dead_tubes) alive[std::size_t(tube)] = false;
  return alive;
}

}  // namespace sunrack::panel
