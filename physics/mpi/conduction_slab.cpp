#include "physics/mpi/conduction_slab.h"

#include <algorithm>

#include "physics/require.h"

namespace sunrack {
namespace {

template <class T>
std::vector<T> part_of(const std::vector<T>& values, std::size_t first, std::size_t count) {
  if (values.empty()) return {};
  const auto begin = values.begin() + std::ptrdiff_t(first);
  return {begin, begin + std::ptrdiff_t(count)};
}

/// The contacts that planes [first, end) see.
std::vector<Contact> contacts_of(const ConductionProblem& whole, int first, int end) {
  std::vector<Contact> result;
  for (Contact contact : whole.contacts) {
    if (contact.axis == Axis::y) {
      contact.plane -= first;
      if (contact.plane < 1 || contact.plane >= end - first) continue;
    } else if (contact.window) {
      // y is the first of the other axes across x, the second across z.
      auto& w = *contact.window;
      int& low = contact.axis == Axis::x ? w.first_a : w.first_b;
      int& high = contact.axis == Axis::x ? w.end_a : w.end_b;
      low = std::max(low - first, 0), high = std::min(high - first, end - first);
      if (low >= high) continue;
    }
    result.push_back(contact);
  }
  return result;
}

}  // namespace

ConductionSlab slab_of(const ConductionProblem& whole, int part, int parts) {
  require_conduction_problem(whole);
  require(parts > 0 && parts <= whole.ny(), "slab_of: parts", parts,
          "must be positive and at most the number of planes along y");
  require(part >= 0 && part < parts, "slab_of: part", part, "must be one of the parts");
  const auto border = [&](int p) { return int((long long)whole.ny() * p / parts); };
  ConductionSlab slab{.halo_below = part > 0, .halo_above = part + 1 < parts};
  const int first = border(part) - int(slab.halo_below), end = border(part + 1) + int(slab.halo_above);
  const std::size_t nx = std::size_t(whole.nx()), nz = std::size_t(whole.nz()), plane = nx * nz;
  const std::size_t begin = std::size_t(first), planes = std::size_t(end - first);
  ConductionProblem& mine = slab.problem;
  mine.x = whole.x, mine.z = whole.z, mine.y = part_of(whole.y, begin, planes + 1);
  mine.materials = whole.materials;
  mine.material = part_of(whole.material, begin * plane, planes * plane);
  mine.power = part_of(whole.power, begin * plane, planes * plane);
  mine.exchange = part_of(whole.exchange, begin * plane, planes * plane);
  mine.exchange_temperature = part_of(whole.exchange_temperature, begin * plane, planes * plane);
  mine.contacts = contacts_of(whole, first, end);
  mine.bottom_node_on_face = whole.bottom_node_on_face;
  for (const BoxFace face : box_faces) {
    if (face == BoxFace::y_low && slab.halo_below) continue;
    if (face == BoxFace::y_high && slab.halo_above) continue;
    mine.at(face) = whole.at(face);
    // Faces across x and z run along y slowest: their rows are cut like the planes.
    const std::size_t row = axis_of(face) == Axis::x ? nz : nx;
    if (axis_of(face) != Axis::y)
      mine.at(face).of_cell = part_of(whole.at(face).of_cell, begin * row, planes * row);
  }
  return slab;
}

}  // namespace sunrack
