#include "physics/vtk/rectilinear_output.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

namespace sunrack {
namespace {

namespace fs = std::filesystem;

class RectilinearOutput : public testing::Test {
 protected:
  void SetUp() override {
    if (!vtk_available()) GTEST_SKIP() << "built without VTK";
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path folder_ =
      fs::path(testing::TempDir()) /
      (std::string("rectilinear_") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

RectilinearVolume block() {
  RectilinearVolume volume{
      .x = {0, 0.1, 0.35}, .y = {-1, 2, 2.5, 7}, .z = {0, 1e-6}, .fields = {{"Temperature [K]", {}}}};
  for (int i = 0; i < 6; ++i) volume.fields[0].values.push_back(300 + i / 3.0);
  return volume;
}

TEST_F(RectilinearOutput, ComesBackToTheLastBit) {
  const RectilinearVolume written = block();
  write_rectilinear_volume(folder_ / "block.vtr", written, {{"asked", "a test"}});
  const RectilinearVolume read = read_rectilinear_volume(folder_ / "block.vtr");
  EXPECT_EQ(read.x, written.x);
  EXPECT_EQ(read.y, written.y);
  EXPECT_EQ(read.z, written.z);
  ASSERT_EQ(read.fields.size(), 1u);
  EXPECT_EQ(read.fields[0].name, "Temperature [K]");
  EXPECT_EQ(read.fields[0].values, written.fields[0].values);
  std::ifstream file(folder_ / "block.vtr", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(text.find("format=\"binary\""), std::string::npos);  // ParaView 5.11 cannot read "appended"
  EXPECT_EQ(text.find("format=\"appended\""), std::string::npos);
  EXPECT_NE(text.find("asked"), std::string::npos);
}

TEST_F(RectilinearOutput, RefusesWhatDoesNotFit) {
  const auto refused = [&](auto change) {
    RectilinearVolume volume = block();
    change(volume);
    EXPECT_THROW(write_rectilinear_volume(folder_ / "bad.vtr", volume), std::invalid_argument);
    EXPECT_FALSE(fs::exists(folder_ / "bad.vtr"));
  };
  refused([](RectilinearVolume& v) { v.fields[0].values.pop_back(); });
  refused([](RectilinearVolume& v) { v.fields[0].values[2] = std::numeric_limits<double>::quiet_NaN(); });
  refused([](RectilinearVolume& v) { v.fields[0].name.clear(); });
  refused([](RectilinearVolume& v) { v.x[1] = v.x[0]; });
  refused([](RectilinearVolume& v) { v.z = {0}; });
  EXPECT_THROW(read_rectilinear_volume(folder_ / "absent.vtr"), std::runtime_error);
}

}  // namespace
}  // namespace sunrack
