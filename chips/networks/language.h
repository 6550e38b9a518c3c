#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "chips/networks/token_sequences.h"

namespace sunrack {

/// An invented language: sentences of English function words and some 670 made-up words whose frequencies
/// follow Zipf's law, with agreement in number between subject and verb, and radio calls whose names return
/// in the answer
/// ("unit abc calls unit xyz: xyz hears abc."), so that a reader must look back. Every text has exactly one
/// derivation. Its probability, and with it the entropy that no model can beat, are known exactly, and there
/// is as much fresh text as wanted on every machine.
struct LanguageText {
  std::string text;      ///< whole sentences
  double surprisal = 0;  ///< [nat] -ln of its probability
};

/// At least `characters` characters, to the end of a sentence. The same seed gives the same text everywhere.
LanguageText language_text(std::uint64_t seed, std::size_t characters);

/// [nat per character] entropy of the language: mean surprisal of a sentence over its mean length, both
/// summed over all choices.
double language_entropy();

/// All characters of the language, in the order of their tokens.
std::string_view language_alphabet();

/// The tokens of a text: the place of each character in the alphabet.
/// @throws std::invalid_argument if one is not in it
std::vector<int> tokens_of(std::string_view text, std::string_view alphabet);
std::string text_of(const std::vector<int>& tokens, std::string_view alphabet);

/// The different characters of a text, sorted: an alphabet for it.
std::string alphabet_of(std::string_view text);

/// The first `count` pieces of `length` characters of a text, one after another, each character's target
/// being the next one.
/// @throws std::invalid_argument if the text is shorter than count * length + 1
TokenSequences text_sequences(std::string_view text, std::string_view alphabet, int count, int length);

/// Fresh text that no training recipe of this house has seen.
inline constexpr std::uint64_t language_test_seed = 1000003;
TokenSequences language_test_sequences(int count, int length);

}  // namespace sunrack
