#include "chips/packages/package_plausibility.h"

#include <fmt/format.h>

namespace sunrack {

namespace {

void note_below(PackageStack& stack, const SourcePlace& place, const std::string& what, double kelvin,
                double least) {
  if (kelvin < least)
    stack.notes.push_back(fmt::format("{}{} = {:g} K: is it in degC?", shown_place(place), what, kelvin));
}

}  // namespace

void note_cold(PackageStack& stack, const SourcePlace& place, const std::string& what, double kelvin) {
  note_below(stack, place, what, kelvin, 150);
}

void note_cold_limit(PackageStack& stack, const SourcePlace& place, const std::string& what, double kelvin) {
  note_below(stack, place, what, kelvin, 200);
}

void note_no_power(PackageStack& stack) {
  if (total_power(stack) == 0) stack.notes.push_back(shown_place(stack.place) + "no block has power");
}

}  // namespace sunrack
