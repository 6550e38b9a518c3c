#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunrack {

/// Number formats that a safetensors file may hold, little endian.
enum class TensorFormat { BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, F16, BF16, I32, U32, F32, F64, I64, U64 };
std::string_view name_of(TensorFormat format);  ///< "BF16"
std::size_t byte_size(TensorFormat format);

struct FileTensor {
  std::string name;
  TensorFormat format = TensorFormat::F32;
  std::vector<std::int64_t> shape;  ///< empty: one number
  std::vector<std::uint8_t> bytes;  ///< as in the file, little endian
};

/// What a .safetensors file holds (huggingface.co/docs/safetensors: 8 bytes header length, header in JSON,
/// data).
struct SafetensorsFile {
  std::vector<FileTensor> tensors;              ///< in the order of their bytes
  std::map<std::string, std::string> metadata;  ///< the "__metadata__" of the header
};

/// @throws std::invalid_argument, saying what is wrong and of which tensor, for anything but a whole and
/// valid file: truncated, header too long or no JSON object, name twice, format not known, shape negative or
/// too large, bytes that do not fit the shape, overlap, leave a hole or reach beyond the end
SafetensorsFile read_safetensors(std::span<const std::uint8_t> bytes);
/// @throws std::invalid_argument if the file cannot be read, too
SafetensorsFile read_safetensors_file(const std::string& path);

/// @throws std::invalid_argument if a tensor's bytes do not fit its shape or a name comes twice
std::vector<std::uint8_t> write_safetensors(const SafetensorsFile& file);
void write_safetensors_file(const std::string& path, const SafetensorsFile& file);

/// The tensor of this name. @throws std::invalid_argument if there is none
const FileTensor& tensor_named(const SafetensorsFile& file, std::string_view name);

std::int64_t element_count(const FileTensor& tensor);

/// The numbers of an F32, F16, BF16 or F64 tensor in single precision.
/// @throws std::invalid_argument for other formats
std::vector<float> to_floats(const FileTensor& tensor);

/// Numbers rounded to the nearest (ties to even) of F32, F16 or BF16.
/// @throws std::invalid_argument for other formats, or if the shape does not hold so many
FileTensor from_floats(std::string name, std::vector<std::int64_t> shape, std::span<const float> values,
                       TensorFormat format = TensorFormat::F32);

}  // namespace sunrack
