#pragma once

#include <vector>

namespace sunrack {

/// Sequences for a transformer, one after another, each `length` tokens long.
struct TokenSequences {
  int length = 0;
  std::vector<int> tokens;
  std::vector<int> targets;  ///< the token that follows each; below zero: does not count
};

}  // namespace sunrack
