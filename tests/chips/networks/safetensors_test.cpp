#include "chips/networks/safetensors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace sunrack {
namespace {

/// A file with this header and so many bytes of data.
std::vector<std::uint8_t> file_with(const std::string& header, std::size_t data) {
  std::vector<std::uint8_t> bytes(8 + header.size() + data);
  const std::uint64_t size = header.size();
  std::memcpy(bytes.data(), &size, 8);
  std::memcpy(bytes.data() + 8, header.data(), header.size());
  return bytes;
}

std::string refusal(const std::vector<std::uint8_t>& bytes) {
  try {
    read_safetensors(bytes);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

SafetensorsFile some_file() {
  const std::vector<float> values = {1, -2.5F, 0.1F, 3e-5F, 65504, 0};
  return {.tensors = {from_floats("single", {2, 3}, values),
                      from_floats("half", {6}, values, TensorFormat::F16),
                      from_floats("brain", {3, 2}, values, TensorFormat::BF16),
                      {.name = "bytes", .format = TensorFormat::U8, .shape = {}, .bytes = {7}},
                      {.name = "none", .format = TensorFormat::I64, .shape = {0, 5}, .bytes = {}}},
          .metadata = {{"made by", "test"}}};
}

TEST(Safetensors, ComesBackAsItWentIn) {
  const SafetensorsFile file = some_file(), again = read_safetensors(write_safetensors(file));
  EXPECT_EQ(again.metadata, file.metadata);
  ASSERT_EQ(again.tensors.size(), file.tensors.size());
  for (std::size_t n = 0; n < file.tensors.size(); ++n) {
    const FileTensor& there = tensor_named(again, file.tensors[n].name);
    EXPECT_EQ(there.format, file.tensors[n].format);
    EXPECT_EQ(there.shape, file.tensors[n].shape);
    EXPECT_EQ(there.bytes, file.tensors[n].bytes);
  }
}

TEST(Safetensors, IsLaidOutAsTheFormatSays) {
  const SafetensorsFile file{.tensors = {from_floats("w", {1}, std::vector<float>{1})}};
  const std::vector<std::uint8_t> bytes = write_safetensors(file);
  const std::string header(bytes.begin() + 8, bytes.end() - 4);
  EXPECT_EQ(bytes[0], header.size());
  EXPECT_EQ(header.size() % 8, 0U);
  EXPECT_EQ(header.substr(0, 54), R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})");
  EXPECT_EQ(bytes.back(), 0x3F);
}

TEST(Safetensors, RoundsToTheNearestAndTiesToEven) {
  const std::vector<float> values = {1 + 1 / 256.0F, 1 + 3 / 256.0F, std::numeric_limits<float>::infinity(),
                                     0.1F};
  const std::vector<float> brain = to_floats(from_floats("b", {4}, values, TensorFormat::BF16));
  EXPECT_EQ(brain[0], 1);
  EXPECT_EQ(brain[1], 1 + 1 / 64.0F);
  EXPECT_TRUE(std::isinf(brain[2]));
  EXPECT_EQ(brain[3], 0.10009765625F);
  const std::vector<float> small = {std::ldexp(1.0F, -24), std::ldexp(1.5F, -24), 65520, 1 + 1 / 2048.0F};
  const std::vector<float> half = to_floats(from_floats("h", {4}, small, TensorFormat::F16));
  EXPECT_EQ(half[0], std::ldexp(1.0F, -24));  // the smallest subnormal
  EXPECT_EQ(half[1], std::ldexp(1.0F, -23));
  EXPECT_TRUE(std::isinf(half[2]));
  EXPECT_EQ(half[3], 1);
}

TEST(Safetensors, RefusesEveryTruncation) {
  const std::vector<std::uint8_t> whole = write_safetensors(some_file());
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(refusal({whole.begin(), whole.begin() + std::ptrdiff_t(size)}), "accepted") << size;
  std::vector<std::uint8_t> longer = whole;
  longer.push_back(0);
  EXPECT_NE(refusal(longer).find("belong to no tensor"), std::string::npos);
}

TEST(Safetensors, RefusesWhatLies) {
  const auto expect = [](const std::string& header, std::size_t data, const std::string& why) {
    EXPECT_NE(refusal(file_with(header, data)).find(why), std::string::npos)
        << header << " -> " << refusal(file_with(header, data));
  };
  const std::string ok = R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]})";
  EXPECT_EQ(refusal(file_with("{" + ok + "}   ", 8)), "accepted");
  expect("{" + ok + "," + ok + "}", 8, "twice");
  expect(R"({"a":{"dtype":"F32","dtype":"I8","shape":[2],"data_offsets":[0,8]}})", 8, "twice");
  expect("{" + ok + R"(,"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})", 12, "overlaps");
  expect("{" + ok + R"(,"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}})", 16, "hole");
  expect(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8, "its shape needs");
  expect(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 4, "reaches");
  expect(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", 8, "reaches");
  expect(R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", 8, "whole numbers");
  expect(R"({"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}})", 8, "whole numbers");
  expect(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,8]}})", 8,
         "any machine");
  expect(R"({"a":{"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,8]}})", 8, "absurd");
  expect(R"({"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}})", 8, "not known");
  expect(R"({"a":{"dtype":3,"shape":[2],"data_offsets":[0,8]}})", 8, "not known");
  expect(R"({"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}})", 8, "shape");
  expect(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}})", 8, "two numbers");
  expect(R"({"a":{"dtype":"F32","shape":[2]}})", 8, "must have");
  expect(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}})", 8, "nothing else");
  expect(R"({"a":7})", 0, "must have");
  expect(R"({"__metadata__":[]})", 0, "object");
  expect(R"({"__metadata__":{"a":1}})", 0, "text");
  expect("[]", 0, "begin");
  expect(" {}", 0, "begin");
  expect("{", 0, "JSON");
  expect("{} x", 0, "JSON");
  expect("{\"\xff\":1}", 0, "JSON");
  expect("{\"a\":" + std::string(100000, '[') + "}", 0, "deep");
  std::vector<std::uint8_t> endless = file_with("{}", 0);
  endless[7] = 0xFF;
  EXPECT_NE(refusal(endless).find("too long"), std::string::npos);
}

TEST(Safetensors, RefusesToWriteNonsense) {
  const std::vector<float> two = {1, 2};
  EXPECT_THROW(from_floats("a", {3}, two), std::invalid_argument);
  EXPECT_THROW(from_floats("a", {-1, -2}, two), std::invalid_argument);
  EXPECT_THROW(from_floats("a", {2}, two, TensorFormat::I8), std::invalid_argument);
  const FileTensor tensor = from_floats("a", {2}, two);
  EXPECT_THROW(write_safetensors({.tensors = {tensor, tensor}}), std::invalid_argument);
  FileTensor cut = tensor;
  cut.bytes.pop_back();
  EXPECT_THROW(write_safetensors({.tensors = {cut}}), std::invalid_argument);
  EXPECT_THROW(to_floats(cut), std::invalid_argument);
  FileTensor strange = tensor;
  strange.name = "\xff";
  EXPECT_THROW(write_safetensors({.tensors = {strange}}), std::invalid_argument);
  EXPECT_THROW(read_safetensors_file("nowhere.safetensors"), std::invalid_argument);
  EXPECT_THROW(read_safetensors_file("/"), std::invalid_argument);
}

}  // namespace
}  // namespace sunrack
