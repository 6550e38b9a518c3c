#include "chips/packages/token_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <system_error>

namespace sunrack {

namespace {

bool is_word_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '+' || c == '-' || c == '.';
}

/// Without the mark that some editors put before a text in UTF-8. No text holds a byte 0; one in UTF-16 does.
std::string_view plain_text(std::string_view text, const std::string& file) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto zero = text.find('\0');
  if (zero == std::string_view::npos) return text;
  const std::string_view before = text.substr(0, zero);
  const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  refuse_package({file, int(std::count(before.begin(), before.end(), '\n')) + 1, int(zero - line_start) + 1},
                 "byte 0x00 is no text; a text in UTF-8 is read");
}

class Lexer {
 public:
  Lexer(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    while (skip_blanks_and_comments()) tokens.push_back(one());
    tokens.push_back({.place = place()});
    return tokens;
  }

 private:
  SourcePlace place() const { return {file_, line_, int(at_ - line_start_) + 1}; }
  bool has(std::string_view start) const { return text_.substr(at_).starts_with(start); }

  void step(std::size_t count = 1) {
    for (; count > 0 && at_ < text_.size(); --count, ++at_)
      if (text_[at_] == '\n') ++line_, line_start_ = at_ + 1;
  }

  bool skip_blanks_and_comments() {
    while (at_ < text_.size()) {
      if (std::isspace(static_cast<unsigned char>(text_[at_]))) {
        step();
      } else if (has("//")) {
        while (at_ < text_.size() && text_[at_] != '\n') step();
      } else if (has("/*")) {
        const SourcePlace begin = place();
        const auto end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) refuse_package(begin, "a comment begins here and does not end");
        step(end + 2 - at_);
      } else {
        return true;
      }
    }
    return false;
  }

  Token one() {
    Token token{.place = place()};
    const std::size_t begin = at_;
    if (text_[at_] == '"') {
      const auto end = text_.find_first_of("\"\n", at_ + 1);
      if (end == std::string_view::npos || text_[end] == '\n')
        refuse_package(token.place, "a quote begins here and does not end on its line");
      token.kind = Token::Kind::text;
      token.text = std::string(text_.substr(begin + 1, end - begin - 1));
      step(end + 1 - at_);
      return token;
    }
    if (is_word_character(text_[at_])) {
      while (at_ < text_.size() && is_word_character(text_[at_])) step();
      token.text = std::string(text_.substr(begin, at_ - begin));
      token.kind = read_number(token.text, token.number) ? Token::Kind::number : Token::Kind::word;
      return token;
    }
    if (!std::isprint(static_cast<unsigned char>(text_[at_])))
      refuse_package(token.place, fmt::format("byte 0x{:02x} is no text",
                                              static_cast<unsigned>(static_cast<unsigned char>(text_[at_]))));
    token.kind = Token::Kind::sign;
    token.text = std::string(1, text_[at_]);
    step();
    return token;
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0, line_start_ = 0;
  int line_ = 1;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text, const std::string& file) {
  return Lexer(plain_text(text, file), file).run();
}

const Token& TokenReader::after(std::size_t steps) const {
  return tokens_[std::min(at_ + steps, tokens_.size() - 1)];
}

bool TokenReader::is(std::string_view word) const {
  return (next().kind == Token::Kind::word || next().kind == Token::Kind::sign) && next().text == word;
}

bool TokenReader::take_if(std::string_view word) {
  if (!is(word)) return false;
  ++at_;
  return true;
}

Token TokenReader::take() {
  const Token token = next();
  if (!at_end()) ++at_;
  return token;
}

void TokenReader::refuse(const std::string& expected) const {
  const Token& found = next();
  refuse_package(found.place, fmt::format("expected {}, but {}", expected,
                                          found.kind == Token::Kind::end
                                              ? std::string("the file ends")
                                              : fmt::format("found \"{}\"", found.text.substr(0, 60))));
}

void TokenReader::expect(std::string_view words) {
  for (std::size_t at = 0; at < words.size();) {
    const auto end = std::min(words.find(' ', at), words.size());
    const std::string_view word = words.substr(at, end - at);
    if (!take_if(word)) refuse(fmt::format("\"{}\"", word));
    at = end + 1;
  }
}

double TokenReader::number(std::string_view what) {
  if (next().kind != Token::Kind::number) refuse(fmt::format("a number ({})", what));
  return take().number;
}

std::string TokenReader::word(std::string_view what) {
  if (next().kind != Token::Kind::word && next().kind != Token::Kind::number) refuse(std::string(what));
  return take().text;
}

std::string TokenReader::quoted(std::string_view what) {
  if (next().kind != Token::Kind::text) refuse(fmt::format("{} in quotes", what));
  return take().text;
}

std::string read_package_text(const std::filesystem::path& file, const SourcePlace& named_at) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error))
    refuse_package(named_at, fmt::format("cannot read {}: it is a folder", file.string()));
  if (!std::filesystem::is_regular_file(file, error))
    refuse_package(named_at, fmt::format("cannot read {}: no such file", file.string()));
  if (std::filesystem::file_size(file, error) > 100'000'000 || error)
    refuse_package(named_at, fmt::format("cannot read {}: larger than 100 MB", file.string()));
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) refuse_package(named_at, fmt::format("cannot read {}", file.string()));
  return text;
}

std::string named_beside(const std::string& file, const std::string& name) {
  return (std::filesystem::path(file).parent_path() / name).string();  // an absolute name stands as it is
}

bool read_number(std::string_view text, double& value) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return !text.empty() && error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

SourcePlace SplitLine::place_of(std::size_t word) const {
  return {place.file, place.line, word < columns.size() ? columns[word] : 0};
}

std::vector<SplitLine> split_lines(std::string_view text, const std::string& file, char comment) {
  text = plain_text(text, file);
  std::vector<SplitLine> lines;
  int number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    const bool ended = end < text.size();
    at = end + 1;
    ++number;
    line = line.substr(0, std::min(line.find(comment), line.size()));
    SplitLine split{.place = {file, number, 0}, .ended = ended};
    for (std::size_t from = 0;
         (from = line.find_first_not_of(" \t\r\v\f", from)) != std::string_view::npos;) {
      const auto to = std::min(line.find_first_of(" \t\r\v\f", from), line.size());
      split.words.emplace_back(line.substr(from, to - from));
      split.columns.push_back(int(from) + 1);
      from = to;
    }
    if (split.words.empty()) continue;
    split.place.column = split.columns.front();
    lines.push_back(std::move(split));
  }
  return lines;
}

}  // namespace sunrack
