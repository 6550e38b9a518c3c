#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sunrack {

/// Fewest insertions, deletions and replacements of letters that turn one word into the other (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The word that is fewest edits away; the first of several. @throws std::invalid_argument for no words
std::string nearest_word(std::string_view word, const std::vector<std::string>& words);

}  // namespace sunrack
