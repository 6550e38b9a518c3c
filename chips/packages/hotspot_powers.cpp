#include "chips/packages/hotspot_powers.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "chips/packages/hotspot_config.h"
#include "physics/numerics/nearest_word.h"

namespace sunrack {

namespace {

[[noreturn]] void refuse_column(const SourcePlace& place, const std::string& name,
                                const std::vector<PackageBlock>& blocks) {
  std::vector<std::string> known;
  for (std::size_t b = 1; b < blocks.size(); ++b) known.push_back(blocks[b].name);
  refuse_package(
      place, fmt::format("no block {} in the floorplan; the nearest is {}", name, nearest_word(name, known)));
}

std::vector<PackageBlock*> blocks_of(const SplitLine& header, const std::vector<std::size_t>& heated,
                                     PackageStack& stack) {
  std::vector<PackageBlock*> columns;
  std::size_t first = 0;
  for (const std::size_t l : heated) {
    std::vector<PackageBlock>& blocks = stack.layers[l].blocks;
    const std::size_t count = blocks.size() - 1;  // the first one is the body
    if (first + count > header.words.size())
      refuse_package(header.place,
                     fmt::format("{} columns, but {} has {} blocks more to feed", header.words.size(),
                                 stack.layers[l].name, first + count - header.words.size()));
    std::set<std::string> seen;
    for (std::size_t c = first; c < first + count; ++c) {
      const std::string& name = header.words[c];
      const auto found = std::find_if(blocks.begin() + 1, blocks.end(),
                                      [&](const PackageBlock& block) { return block.name == name; });
      if (found == blocks.end()) refuse_column(header.place_of(c), name, blocks);
      if (!seen.insert(name).second)
        refuse_package(header.place_of(c),
                       fmt::format("block {} stands twice for {}", name, stack.layers[l].name));
      columns.push_back(&*found);
    }
    first += count;
  }
  if (first != header.words.size())
    refuse_package(header.place, fmt::format("{} columns for {} blocks", header.words.size(), first));
  return columns;
}

double power_of(const SplitLine& line, std::size_t word, const std::string& block) {
  double power = 0;
  if (!read_number(line.words[word], power) || power < 0)
    refuse_package(line.place_of(word),
                   fmt::format("block {}: \"{}\" is no power [W]", block, line.words[word].substr(0, 60)));
  if (const std::string rule = beyond(package_bounds::power, power); !rule.empty())
    refuse_package(line.place_of(word), fmt::format("block {}: power = {} W: {}", block, power, rule));
  return power;
}

}  // namespace

void read_hotspot_powers(std::string_view text, const std::string& file,
                         const std::vector<std::size_t>& heated, PackageStack& stack) {
  const auto lines = hotspot_lines(text, file);
  if (lines.empty()) refuse_package({file, 0, 0}, "holds no header of block names");
  const std::vector<PackageBlock*> columns = blocks_of(lines[0], heated, stack);
  if (lines.size() < 2) refuse_package(lines[0].place, "no row of powers follows the header");
  for (std::size_t row = 1; row < lines.size(); ++row) {
    const SplitLine& line = lines[row];
    if (line.words.size() != columns.size())
      refuse_package(line.place, fmt::format("{} values for {} blocks", line.words.size(), columns.size()));
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const double power = power_of(line, c, columns[c]->name);
      columns[c]->trace.push_back(power);
      columns[c]->power += power / double(lines.size() - 1);
    }
  }
  if (lines.size() == 2)
    for (PackageBlock* block : columns) block->trace.clear();
}

}  // namespace sunrack
