#include "chips/networks/language.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <span>
#include <stdexcept>
#include <vector>

#include "physics/numerics/sampling.h"
#include "physics/require.h"

namespace sunrack {

namespace {

/// Words of one kind with their probabilities.
struct WordList {
  std::vector<std::string> words;
  std::vector<double> probability, cumulative;
  double entropy = 0;      ///< [nat]
  double mean_length = 0;  ///< [characters]
};

WordList finish(std::vector<std::string> words, std::vector<double> weights) {
  WordList list{.words = std::move(words), .probability = std::move(weights)};
  const double sum = std::accumulate(list.probability.begin(), list.probability.end(), 0.0);
  double below = 0;
  for (std::size_t n = 0; n < list.words.size(); ++n) {
    double& p = list.probability[n];
    p /= sum;
    list.cumulative.push_back(below += p);
    list.entropy -= p * std::log(p);
    list.mean_length += p * double(list.words[n].size());
  }
  list.cumulative.back() = 1;
  return list;
}

WordList equally_likely(std::vector<std::string> words) {
  std::vector<double> weights(words.size(), 1);
  return finish(std::move(words), std::move(weights));
}

constexpr std::string_view onsets[] = {"b", "d", "f", "g", "h", "j",  "k",  "l",  "m",  "n",  "p",
                                       "r", "t", "v", "w", "z", "st", "tr", "pl", "gr", "sk", "kn"};
constexpr std::string_view vowels[] = {"a", "e", "i", "o", "u", "ai", "ea", "oo"};
constexpr std::string_view codas[] = {"", "", "", "n", "r", "l", "t", "m", "k", "nd", "rt"};

/// Made-up words, the frequent ones short as in all languages: p ~ 1 / (rank + 2.7) (Zipf and Mandelbrot).
/// None ends in s, which is the ending of the plural and of the verb, and none comes twice, whatever its
/// kind.
WordList invent(int count, std::uint64_t index, std::set<std::string>& taken) {
  RandomStream random(20261123, index);
  const auto pick = [&](std::span<const std::string_view> parts) {
    return parts[std::size_t(random.uniform() * double(parts.size()))];
  };
  std::vector<std::string> words;
  std::vector<double> weights;
  while (int(words.size()) < count) {
    const int syllables = 1 + int(words.size() > 25) + int(words.size() > 200);
    std::string word;
    for (int n = 0; n < syllables; ++n) word.append(pick(onsets)).append(pick(vowels));
    word += pick(codas);
    if (word.size() < 3 || !taken.insert(word).second) continue;
    words.push_back(word);
    weights.push_back(1 / (double(words.size()) + 2.7));
  }
  return finish(std::move(words), std::move(weights));
}

struct Language {
  WordList singular_articles, plural_articles, nouns, verbs, adjectives, adverbs, prepositions, letters;
};

constexpr double plural = 0.4, described = 0.4, placed = 0.5, modified = 0.25, call = 0.2;

const Language& language() {
  static const Language made = [] {
    // What the function words are spelled like is taken, so that every text has one derivation only.
    std::set<std::string> taken = {"the",   "a",     "every", "this",   "some",  "these", "two",
                                   "many",  "near",  "under", "behind", "above", "with",  "unit",
                                   "calls", "hears", "from",  "into",   "after", "along"};
    Language l;
    l.singular_articles = equally_likely({"the", "a", "every", "this"});
    l.plural_articles = equally_likely({"the", "some", "two", "these", "many"});
    l.prepositions =
        equally_likely({"near", "under", "behind", "above", "with", "from", "into", "after", "along"});
    l.nouns = invent(300, 1, taken);
    l.verbs = invent(160, 2, taken);
    l.adjectives = invent(150, 3, taken);
    l.adverbs = invent(60, 4, taken);
    std::vector<std::string> letters;
    for (char letter = 'a'; letter <= 'z'; ++letter) letters.emplace_back(1, letter);
    l.letters = equally_likely(std::move(letters));
    return l;
  }();
  return made;
}

/// Writes a text and adds up how surprising its choices were.
class Writer {
 public:
  Writer(std::uint64_t seed, LanguageText& out) : random_(seed, 0), out_(out) {}

  void sentence() {
    const Language& l = language();
    if (happens(call)) {
      const std::string caller = name(), called = name();
      out_.text += "unit " + caller + " calls unit " + called + ": " + called + " hears " + caller + ". ";
      return;
    }
    const bool many = noun_phrase();
    if (happens(modified)) word(l.adverbs, " ");
    word(l.verbs, many ? " " : "s ");
    noun_phrase();
    if (happens(placed)) {
      word(l.prepositions, " ");
      noun_phrase();
    }
    out_.text.back() = '.';
    out_.text += ' ';
  }

 private:
  bool happens(double probability) {
    const bool yes = random_.uniform() < probability;
    out_.surprisal -= std::log(yes ? probability : 1 - probability);
    return yes;
  }

  std::size_t choose(const WordList& list) {
    const auto at = std::lower_bound(list.cumulative.begin(), list.cumulative.end(), random_.uniform());
    const auto n = std::size_t(at - list.cumulative.begin());
    out_.surprisal -= std::log(list.probability[n]);
    return n;
  }

  void word(const WordList& list, std::string_view ending) {
    out_.text += list.words[choose(list)];
    out_.text += ending;
  }

  /// Returns whether it is a plural.
  bool noun_phrase() {
    const Language& l = language();
    const bool many = happens(plural);
    word(many ? l.plural_articles : l.singular_articles, " ");
    if (happens(described)) word(l.adjectives, " ");
    word(l.nouns, many ? "s " : " ");
    return many;
  }

  std::string name() {
    std::string letters;
    for (int n = 0; n < 3; ++n) letters += language().letters.words[choose(language().letters)];
    return letters;
  }

  RandomStream random_;
  LanguageText& out_;
};

double entropy_of_chance(double p) { return -p * std::log(p) - (1 - p) * std::log(1 - p); }

}  // namespace

LanguageText language_text(std::uint64_t seed, std::size_t characters) {
  LanguageText out;
  out.text.reserve(characters + 128);
  Writer writer(seed, out);
  while (out.text.size() < characters) writer.sentence();
  return out;
}

double language_entropy() {
  const Language& l = language();
  const double phrase_entropy = entropy_of_chance(plural) + plural * l.plural_articles.entropy +
                                (1 - plural) * l.singular_articles.entropy + entropy_of_chance(described) +
                                described * l.adjectives.entropy + l.nouns.entropy;
  const double phrase_length = plural * (l.plural_articles.mean_length + 1) +
                               (1 - plural) * l.singular_articles.mean_length +
                               described * (l.adjectives.mean_length + 1) + l.nouns.mean_length + 2;
  const double sentence_entropy = (2 + placed) * phrase_entropy + entropy_of_chance(modified) +
                                  modified * l.adverbs.entropy + l.verbs.entropy + entropy_of_chance(placed) +
                                  placed * l.prepositions.entropy;
  const double sentence_length = (2 + placed) * phrase_length + modified * (l.adverbs.mean_length + 1) +
                                 l.verbs.mean_length + 1 + (1 - plural) +
                                 placed * (l.prepositions.mean_length + 1) + 1;
  const double call_entropy = 6 * l.letters.entropy;
  const auto call_length = double(std::string_view("unit abc calls unit xyz: xyz hears abc. ").size());
  return (entropy_of_chance(call) + call * call_entropy + (1 - call) * sentence_entropy) /
         (call * call_length + (1 - call) * sentence_length);
}

std::string_view language_alphabet() { return " .:abcdefghijklmnopqrstuvwxyz"; }

std::vector<int> tokens_of(std::string_view text, std::string_view alphabet) {
  std::vector<int> place(256, -1);
  for (std::size_t n = 0; n < alphabet.size(); ++n) place[static_cast<unsigned char>(alphabet[n])] = int(n);
  std::vector<int> tokens;
  tokens.reserve(text.size());
  for (const char character : text) {
    const int token = place[static_cast<unsigned char>(character)];
    if (token < 0)
      throw std::invalid_argument(
          fmt::format("the character with code {} is not in the alphabet of the model",
                      int(static_cast<unsigned char>(character))));
    tokens.push_back(token);
  }
  return tokens;
}

std::string text_of(const std::vector<int>& tokens, std::string_view alphabet) {
  std::string text;
  for (const int token : tokens) {
    require(token >= 0 && token < int(alphabet.size()), "text_of: token", token, "must be in the alphabet");
    text += alphabet[std::size_t(token)];
  }
  return text;
}

std::string alphabet_of(std::string_view text) {
  const std::set<char> characters(text.begin(), text.end());
  return {characters.begin(), characters.end()};
}

TokenSequences text_sequences(std::string_view text, std::string_view alphabet, int count, int length) {
  require(count > 0 && length > 0, "text_sequences: count and length", std::min(count, length),
          "must be positive");
  const std::size_t total = std::size_t(count) * std::size_t(length);
  require(text.size() > total, "text_sequences: characters", double(text.size()),
          "must be more than count times length");
  TokenSequences sequences{.length = length, .tokens = tokens_of(text.substr(0, total), alphabet)};
  sequences.targets = tokens_of(text.substr(1, total), alphabet);
  return sequences;
}

TokenSequences language_test_sequences(int count, int length) {
  require(count > 0 && length > 0, "language_test_sequences: count and length", std::min(count, length),
          "must be positive");
  const std::size_t total = std::size_t(count) * std::size_t(length);
  return text_sequences(language_text(language_test_seed, total + 1).text, language_alphabet(), count,
                        length);
}

}  // namespace sunrack
