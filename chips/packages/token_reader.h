#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "chips/packages/package_stack.h"

namespace sunrack {

/// One word of a text file and where it stands.
struct Token {
  enum class Kind { word, number, text, sign, end };
  Kind kind = Kind::end;
  std::string text = {};  ///< without the quotes
  double number = 0;
  SourcePlace place = {};
};

/// Words, numbers, "quoted texts" and single signs; // and /* */ are comments.
/// A mark of UTF-8 at the start is skipped.
/// @throws PackageError for a quote or comment that does not end, or a byte that is no text
std::vector<Token> tokens_of(std::string_view text, const std::string& file);

/// Reads tokens one by one, and says what was expected where it is not there.
class TokenReader {
 public:
  TokenReader(std::string_view text, const std::string& file) : tokens_(tokens_of(text, file)) {}

  const Token& next() const { return tokens_[at_]; }
  const Token& after(std::size_t steps) const;
  bool at_end() const { return next().kind == Token::Kind::end; }
  bool is(std::string_view word) const;  ///< the next one is this word or sign
  bool take_if(std::string_view word);
  Token take();
  void expect(std::string_view words);  ///< each of them, separated by blanks, in this order
  double number(std::string_view what);
  std::string word(std::string_view what);
  std::string quoted(std::string_view what);
  [[noreturn]] void refuse(const std::string& expected) const;

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

/// @throws PackageError when it cannot be read or is larger than 100 MB
std::string read_package_text(const std::filesystem::path& file, const SourcePlace& named_at = {});

/// What a file names inside itself, as messages show it: in that file's folder.
std::string named_beside(const std::string& file, const std::string& name);

/// The whole text as one finite number, or false.
bool read_number(std::string_view text, double& value);

/// Lines without what follows `comment`, cut at blanks; empty ones left out.
struct SplitLine {
  std::vector<std::string> words = {};
  SourcePlace place = {};         ///< of the first word
  std::vector<int> columns = {};  ///< of each word
  bool ended = true;              ///< by a newline, or else by the end of the file

  SourcePlace place_of(std::size_t word) const;
};
/// @throws PackageError for a byte 0
std::vector<SplitLine> split_lines(std::string_view text, const std::string& file, char comment = '#');

}  // namespace sunrack
