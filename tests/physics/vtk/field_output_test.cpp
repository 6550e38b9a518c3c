#include "physics/vtk/field_output.h"

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

/// A folder of its own for each test, removed at the end.
class FieldOutput : public testing::Test {
 protected:
  void SetUp() override {
    if (!vtk_available()) GTEST_SKIP() << "built without VTK";
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_ =
      fs::path(testing::TempDir()) /
      (std::string("field_output_") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

/// A plate of n by n cells at a height, with two fields that no short decimal number can hold.
SurfaceBlock plate(const std::string& name, int n, double height) {
  SurfaceBlock block{
      .name = name, .points = {}, .quads = {}, .fields = {{"Temperature [K]", {}}, {"Flux [W/m2]", {}}}};
  for (int j = 0; j <= n; ++j)
    for (int i = 0; i <= n; ++i) block.points.emplace_back(i / double(n), j / double(n), height);
  for (int j = 0; j < n; ++j) {
    for (int i = 0; i < n; ++i) {
      const int first = j * (n + 1) + i;
      block.quads.push_back({first, first + 1, first + n + 2, first + n + 1});
      block.fields[0].values.push_back(300 + std::sqrt(i + 10.0 * j + height));
      block.fields[1].values.push_back(1361.0 / (1 + i + j));
    }
  }
  return block;
}

TEST_F(FieldOutput, ReadsBackWhatWasWrittenToTheLastBit) {
  const std::vector<SurfaceBlock> blocks{plate("panel, front", 7, 0),
                                         plate("panel <back> & \"edge\"", 12, 0.125)};
  const FileMetadata metadata{{"Version", "1.2.3"}, {"Spec", "altitude = 550 km; name = \"a < b & c\""}};
  const fs::path file = write_surfaces(folder_, "panel", blocks, metadata);
  EXPECT_EQ(file, folder_ / "panel.vtm");

  const SurfaceFile read = read_surfaces(file);
  EXPECT_EQ(read.metadata, metadata);
  ASSERT_EQ(read.blocks.size(), blocks.size());
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    EXPECT_EQ(read.blocks[b].name, blocks[b].name);
    EXPECT_EQ(read.blocks[b].points, blocks[b].points);
    EXPECT_EQ(read.blocks[b].quads, blocks[b].quads);
    ASSERT_EQ(read.blocks[b].fields.size(), blocks[b].fields.size());
    for (std::size_t f = 0; f < blocks[b].fields.size(); ++f) {
      EXPECT_EQ(read.blocks[b].fields[f].name, blocks[b].fields[f].name);
      EXPECT_EQ(read.blocks[b].fields[f].values, blocks[b].fields[f].values);
    }
  }
}

// ParaView 5.11 of Debian 12 fails on appended data, which is VTK's default.
TEST_F(FieldOutput, DataAreInlineBinaryNeverAppended) {
  write_surfaces(folder_, "panel", {plate("front", 20, 0), plate("back", 20, 1)});
  int grids = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    const std::string text = text_of(entry.path());
    EXPECT_EQ(text.find("<AppendedData"), std::string::npos) << entry.path();
    if (entry.path().extension() != ".vtu") continue;
    ++grids;
    EXPECT_NE(text.find("format=\"binary\""), std::string::npos) << entry.path();
    EXPECT_NE(text.find("compressor=\"vtkZLibDataCompressor\""), std::string::npos) << entry.path();
  }
  EXPECT_EQ(grids, 2);
}

TEST_F(FieldOutput, BlocksOfTheSameNameKeepTheirOwnFiles) {
  const fs::path file = write_surfaces(folder_, "panel", {plate("side", 1, 0), plate("side", 2, 0)});
  const SurfaceFile read = read_surfaces(file);
  ASSERT_EQ(read.blocks.size(), 2u);
  EXPECT_EQ(read.blocks[0].quads.size(), 1u);
  EXPECT_EQ(read.blocks[1].quads.size(), 4u);
}

TEST_F(FieldOutput, WritingAgainReplacesAndLeavesNothingElse) {
  write_surfaces(folder_, "panel", {plate("front", 3, 0)});
  const fs::path file = write_surfaces(folder_, "panel", {plate("front", 5, 0)});
  EXPECT_EQ(read_surfaces(file).blocks.at(0).quads.size(), 25u);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 2);
}

TEST_F(FieldOutput, MakesTheFolder) {
  const fs::path file = write_surfaces(folder_ / "run" / "fields", "panel", {plate("front", 1, 0)});
  EXPECT_TRUE(fs::exists(file));
}

TEST_F(FieldOutput, AFolderThatCannotBeMadeIsNamed) {
  std::ofstream(folder_ / "taken") << "a file";
  try {
    write_surfaces(folder_ / "taken", "panel", {plate("front", 1, 0)});
    FAIL() << "nothing thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("taken"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("irectory"), std::string::npos) << error.what();
  }
}

TEST_F(FieldOutput, SeriesCarriesPhysicalTime) {
  const std::vector<TimedFile> states{{0, "a.vtm"}, {0.1, "sub/b & c.vtm"}};
  write_series(folder_ / "run.pvd", states);
  const std::string text = text_of(folder_ / "run.pvd");
  EXPECT_NE(text.find("timestep=\"0.1\" file=\"sub/b &amp; c.vtm\""), std::string::npos) << text;
}

TEST_F(FieldOutput, RefusesBlocksThatAreNotWellFormed) {
  const auto refused = [&](auto change) {
    SurfaceBlock block = plate("front", 2, 0);
    change(block);
    EXPECT_THROW(write_surfaces(folder_, "panel", {block}), std::invalid_argument);
  };
  refused([](SurfaceBlock& b) { b.name.clear(); });
  refused([](SurfaceBlock& b) { b.quads[1][2] = 9; });
  refused([](SurfaceBlock& b) { b.quads[1][2] = -1; });
  refused([](SurfaceBlock& b) { b.fields[0].values.pop_back(); });
  refused([](SurfaceBlock& b) { b.fields[0].name = b.fields[1].name; });
  refused([](SurfaceBlock& b) { b.fields[1].values[3] = std::numeric_limits<double>::quiet_NaN(); });
  refused([](SurfaceBlock& b) { b.points[0].x() = std::numeric_limits<double>::infinity(); });
  EXPECT_THROW(write_surfaces(folder_, "a/b", {plate("front", 1, 0)}), std::invalid_argument);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(FieldOutput, AFileThatIsNotThereIsNamed) {
  try {
    read_surfaces(folder_ / "nowhere.vtm");
    FAIL() << "nothing thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("nowhere.vtm"), std::string::npos) << error.what();
  }
}

TEST_F(FieldOutput, AMissingBlockIsAnError) {
  const fs::path file = write_surfaces(folder_, "panel", {plate("front", 2, 0), plate("back", 2, 1)});
  fs::remove(folder_ / "panel_1_back.vtu");
  EXPECT_THROW(read_surfaces(file), std::runtime_error);
}

TEST_F(FieldOutput, ATruncatedBlockIsAnError) {
  const fs::path file = write_surfaces(folder_, "panel", {plate("front", 20, 0)});
  const fs::path block = folder_ / "panel_0_front.vtu";
  const auto whole = fs::file_size(block);
  for (const auto part : {0ul, 1ul, 2ul, 5ul, 8ul, 9ul}) {
    write_surfaces(folder_, "panel", {plate("front", 20, 0)});
    fs::resize_file(block, whole * part / 10);
    EXPECT_THROW(read_surfaces(file), std::runtime_error) << part << " tenths";
  }
}

TEST(FieldOutputWithoutVtk, SaysWhatIsMissing) {
  if (vtk_available()) GTEST_SKIP() << "built with VTK";
  const fs::path folder = fs::path(testing::TempDir()) / "field_output_without_vtk";
  EXPECT_THROW(write_surfaces(folder, "panel", {plate("front", 1, 0)}), ModelError);
  EXPECT_THROW(read_surfaces(folder / "panel.vtm"), ModelError);
  EXPECT_FALSE(fs::exists(folder));
}

}  // namespace
}  // namespace sunrack
