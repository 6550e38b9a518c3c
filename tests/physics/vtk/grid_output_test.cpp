#include "physics/vtk/grid_output.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

#include "physics/require.h"

namespace sunrack {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A folder of its own for each test, removed at the end.
class GridOutput : public testing::Test {
 protected:
  void SetUp() override {
    if (!vtk_available()) GTEST_SKIP() << "built without VTK";
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_ =
      fs::path(testing::TempDir()) /
      (std::string("grid_output_") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

StructuredVolume shell() {
  StructuredVolume volume{.counts = {2, 3, 4}, .points = {}, .fields = {{"flux [1/cm2/s]", {}}}};
  for (int k = 0; k < 4; ++k)
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 2; ++i) {
        volume.points.emplace_back(1e7 * (i + 1) * std::cos(k), 1e7 * (i + 1) * std::sin(k), 1e6 * j);
        volume.fields[0].values.push_back(1 / 3.0 + i + 10 * j + 100 * k);
      }
  return volume;
}

Polyline track() {
  Polyline line{.points = {}, .fields = {{"time [h]", {}}}};
  for (int i = 0; i < 5; ++i) {
    line.points.emplace_back(7e6 * std::cos(i), 7e6 * std::sin(i), 0);
    line.fields[0].values.push_back(i / 7.0);
  }
  return line;
}

TEST_F(GridOutput, AVolumeSaysItsExtentItsFieldsAndWhereItComesFrom) {
  const fs::path file = folder_ / "belts.vts";
  write_structured_volume(file, shell(), {{"Version", "1.2.3"}});
  const std::string text = text_of(file);
  EXPECT_TRUE(contains(text, "type=\"StructuredGrid\"")) << text.substr(0, 200);
  EXPECT_TRUE(contains(text, "WholeExtent=\"0 1 0 2 0 3\""));  // the first index runs fastest
  EXPECT_TRUE(contains(text, "Name=\"flux [1/cm2/s]\""));
  EXPECT_TRUE(contains(text, "Version"));
  EXPECT_TRUE(contains(text, "format=\"binary\""));  // inline: one file that no other must accompany
}

TEST_F(GridOutput, ALineIsOneCellThroughAllItsPoints) {
  const fs::path file = folder_ / "orbit.vtp";
  write_polyline(file, track());
  const std::string text = text_of(file);
  EXPECT_TRUE(contains(text, "type=\"PolyData\"")) << text.substr(0, 200);
  EXPECT_TRUE(contains(text, "NumberOfPoints=\"5\""));
  EXPECT_TRUE(contains(text, "NumberOfLines=\"1\""));
  EXPECT_TRUE(contains(text, "Name=\"time [h]\""));
}

TEST_F(GridOutput, TheSameTwiceIsTheSameFile) {
  write_structured_volume(folder_ / "a.vts", shell());
  write_structured_volume(folder_ / "b.vts", shell());
  EXPECT_EQ(text_of(folder_ / "a.vts"), text_of(folder_ / "b.vts"));
}

TEST_F(GridOutput, RefusesWhatDoesNotFitAndWritesNothing) {
  const fs::path file = folder_ / "bad.vts";
  StructuredVolume volume = shell();
  volume.counts[2] = 5;
  EXPECT_THROW(write_structured_volume(file, volume), std::invalid_argument);
  volume = shell();
  volume.fields[0].values.pop_back();
  EXPECT_THROW(write_structured_volume(file, volume), std::invalid_argument);
  volume = shell();
  volume.points[3].x() = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(write_structured_volume(file, volume), std::invalid_argument);
  volume = shell();
  volume.fields[0].values[3] = std::numeric_limits<double>::infinity();
  EXPECT_THROW(write_structured_volume(file, volume), std::invalid_argument);
  Polyline line = track();
  line.fields[0].values.push_back(0);
  EXPECT_THROW(write_polyline(file, line), std::invalid_argument);
  line = track();
  line.points[2].z() = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(write_polyline(file, line), std::invalid_argument);
  EXPECT_FALSE(fs::exists(file));
  EXPECT_THROW(write_polyline(folder_ / "nowhere" / "x.vtp", track()), std::runtime_error);
}

}  // namespace
}  // namespace sunrack
