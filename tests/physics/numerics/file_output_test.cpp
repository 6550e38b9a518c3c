#include "physics/numerics/file_output.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "physics/numerics/parallel.h"

namespace sunrack {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "nothing thrown";
}

class FileOutput : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  auto files() const { return std::distance(fs::directory_iterator(folder_), {}); }

  fs::path folder_ =
      fs::path(testing::TempDir()) /
      (std::string("file_output_") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(FileOutput, WritesTheTextByteForByte) {
  const std::string text("line\r\n\0\xff end", 12);
  write_file_whole(folder_ / "a.bin", text);
  EXPECT_EQ(text_of(folder_ / "a.bin"), text);
  write_file_whole(folder_ / "empty", "");
  EXPECT_EQ(text_of(folder_ / "empty"), "");
}

TEST_F(FileOutput, ReplacesAndLeavesNothingElseBehind) {
  write_file_whole(folder_ / "a.txt", "a long first text");
  write_file_whole(folder_ / "a.txt", "second");
  EXPECT_EQ(text_of(folder_ / "a.txt"), "second");
  EXPECT_EQ(files(), 1);
}

TEST_F(FileOutput, WritesWhereALinkPoints) {
  fs::create_directories(folder_ / "target");
  write_file_whole(folder_ / "target" / "a.txt", "first");
  fs::create_symlink(folder_ / "target" / "a.txt", folder_ / "link");
  write_file_whole(folder_ / "link", "second");
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(text_of(folder_ / "target" / "a.txt"), "second");
}

TEST_F(FileOutput, WritesIntoADeviceWithoutReplacingIt) {
  write_file_whole("/dev/null", "text");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(FileOutput, AMissingFolderIsNamedWithTheReason) {
  const std::string message = message_of([&] { write_file_whole(folder_ / "nowhere" / "a.txt", "text"); });
  EXPECT_NE(message.find("nowhere/a.txt"), std::string::npos) << message;
  EXPECT_NE(message.find("No such file or directory"), std::string::npos) << message;
}

TEST_F(FileOutput, AFolderInTheWayIsKept) {
  fs::create_directories(folder_ / "taken");
  const std::string message = message_of([&] { write_file_whole(folder_ / "taken", "text"); });
  EXPECT_NE(message.find("Is a directory"), std::string::npos) << message;
  EXPECT_TRUE(fs::is_directory(folder_ / "taken"));
  EXPECT_EQ(files(), 1);
}

TEST_F(FileOutput, AFullDiskIsReported) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no device that is always full";
  const std::string message = message_of([] { write_file_whole("/dev/full", "text"); });
  EXPECT_NE(message.find("No space left"), std::string::npos) << message;
}

TEST_F(FileOutput, WritersAtTheSameTimeNeverMixTheirTexts) {
  const fs::path path = folder_ / "a.txt";
  const auto text = [](std::size_t i) { return std::string(20'000, char('a' + i % 26)); };
  parallel_for(200, 4, [&](std::size_t i) {
    write_file_whole(path, text(i));
    const std::string seen = text_of(path);
    ASSERT_EQ(seen, std::string(20'000, seen.at(0)));
  });
  EXPECT_EQ(files(), 1);
}

TEST_F(FileOutput, CreatesFoldersAndAcceptsThoseThatAreThere) {
  create_folder(folder_ / "a" / "b");
  create_folder(folder_ / "a" / "b");
  create_folder(folder_ / "c/");
  EXPECT_TRUE(fs::is_directory(folder_ / "a" / "b"));
  EXPECT_TRUE(fs::is_directory(folder_ / "c"));
}

TEST_F(FileOutput, AFileInTheWayOfAFolderIsNamed) {
  write_file_whole(folder_ / "taken", "text");
  for (const fs::path& path : {folder_ / "taken", folder_ / "taken" / "below"}) {
    const std::string message = message_of([&] { create_folder(path); });
    EXPECT_NE(message.find(path.string()), std::string::npos) << message;
    EXPECT_NE(message.find("Not a directory"), std::string::npos) << message;
  }
  EXPECT_EQ(text_of(folder_ / "taken"), "text");
}

}  // namespace
}  // namespace sunrack
