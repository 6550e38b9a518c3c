#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chips/networks/matrix.h"

namespace sunrack {

/// Images with what they show; a row per image, pixels 0 to 1.
struct LabelledImages {
  Matrix images;
  std::vector<int> labels;
};

/// Handwriting that the project draws itself: the strokes of ten digits with bent, turned, sheared, scaled
/// and shifted pens of different width, on 32 x 32 dots of which each 4 x 4 are counted into a pixel of 0 to
/// 16 sixteenths, 8 x 8 pixels in all, as the optical digits of Alpaydin & Kaynak (UCI repository) were made
/// from real hands. Image n of a seed is the same on every machine that rounds as IEEE 754 says.
LabelledImages digit_images(std::uint64_t seed, int count);

/// Images that no training recipe of this house has seen.
inline constexpr std::uint64_t digits_test_seed = 1000003;

/// Images from a table without a head, one image per line: pixels 0 to 16 separated by commas, the label
/// last, as in the files of the UCI repository.
/// @throws std::invalid_argument with the line where it is not so
LabelledImages read_labelled_images(const std::string& path);

}  // namespace sunrack
