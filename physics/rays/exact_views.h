#pragma once

#include <optional>

#include "physics/rays/scene.h"

namespace sunrack {

/// [-] exact view factor from one side of a plate to one side of another, if both are rectangles with all
/// sides parallel or perpendicular to each other's; with `whole` false the pair is not of that kind. Blocking
/// is not looked at. `front` of each says which side.
std::optional<double> exact_view_factor(const RayPlate& from, bool from_front, const RayPlate& to,
                                        bool to_front);

/// Whether no other plate of the scene reaches into the box around both. Conservative: true means nothing can
/// stand between them.
bool nothing_between(const RayScene& scene, std::size_t a, std::size_t b);

}  // namespace sunrack
