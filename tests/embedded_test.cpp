#include "physics/embedded.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace sunrack::embedded {
std::span<const EmbeddedFile> embedded_test_files();
}

namespace sunrack {
namespace {

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  EXPECT_TRUE(stream) << path;
  return {std::istreambuf_iterator<char>(stream), {}};
}

// SUNRACK_EMBEDDED_TEST_FILES is the list, separated by '|', that tests/CMakeLists.txt gave to sunrack_embed.
TEST(Embedded, TextEqualsTheFileByteForByteAndNamesComeWithoutFolder) {
  const auto files = embedded::embedded_test_files();
  std::istringstream paths(SUNRACK_EMBEDDED_TEST_FILES);
  std::string path;
  std::size_t count = 0;
  for (; std::getline(paths, path, '|'); ++count) {
    ASSERT_LT(count, files.size());
    EXPECT_EQ(files[count].name, std::filesystem::path(path).filename().string());
    EXPECT_TRUE(files[count].text == bytes_of(path)) << path << " was changed on its way into the program";
  }
  EXPECT_EQ(count, files.size());
  EXPECT_GE(count, 2u);
}

TEST(Embedded, TheAwkwardFileHoldsWhatCouldGoWrong) {
  const auto files = embedded::embedded_test_files();
  const auto awkward =
      std::find_if(files.begin(), files.end(), [](const auto& file) { return file.name == "awkward.txt"; });
  ASSERT_NE(awkward, files.end());
  for (const char* part : {";;", "[[", "]]", "${", "\"", "\\\n", "\xc2\xb0", "?\?="})
    EXPECT_NE(awkward->text.find(part), std::string_view::npos) << part;
  EXPECT_NE(awkward->text.back(), '\n');
}

}  // namespace
}  // namespace sunrack
