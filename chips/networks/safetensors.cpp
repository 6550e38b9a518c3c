#include "chips/networks/safetensors.h"

#include <fmt/format.h>

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "physics/numerics/file_output.h"

static_assert(std::endian::native == std::endian::little, "safetensors files are little endian");

namespace sunrack {

namespace {

using Json = nlohmann::ordered_json;

struct FormatEntry {
  std::string_view name;
  std::size_t bytes;
};
/// In the order of TensorFormat.
constexpr std::array<FormatEntry, 15> formats = {{{"BOOL", 1},
                                                  {"U8", 1},
                                                  {"I8", 1},
                                                  {"F8_E5M2", 1},
                                                  {"F8_E4M3", 1},
                                                  {"I16", 2},
                                                  {"U16", 2},
                                                  {"F16", 2},
                                                  {"BF16", 2},
                                                  {"I32", 4},
                                                  {"U32", 4},
                                                  {"F32", 4},
                                                  {"F64", 8},
                                                  {"I64", 8},
                                                  {"U64", 8}}};

// The limit of the format's own reader.
constexpr std::uint64_t largest_header = 100'000'000;
constexpr std::size_t most_dimensions = 16;

template <typename... Arguments>
[[noreturn]] void refuse(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
  throw std::invalid_argument("safetensors: " + fmt::format(text, std::forward<Arguments>(arguments)...));
}

/// What a message may carry of a name that came from a file.
std::string shown(std::string_view name) {
  std::string out;
  for (const char letter : name.substr(0, 60)) out += letter >= 32 && letter < 127 ? letter : '?';
  return "'" + out + (name.size() > 60 ? "...'" : "'");
}

/// Numbers of a shape multiplied. @throws std::invalid_argument beyond 2^48
std::uint64_t product(const std::string& name, std::span<const std::int64_t> shape) {
  std::uint64_t count = 1;
  for (const std::int64_t size : shape) {
    if (size < 0) refuse("tensor {} has a negative size", shown(name));
    if (__builtin_mul_overflow(count, std::uint64_t(size), &count) || count > (std::uint64_t(1) << 48))
      refuse("tensor {} has more numbers than any machine holds", shown(name));
  }
  return count;
}

/// Parses the header and refuses a name that comes twice in the same object: a JSON reader would keep one of
/// them in silence.
Json parse_header(std::string_view text) {
  std::vector<std::set<std::string>> names;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
    if (depth > 3) refuse("the header is nested too deep");
    if (event == Json::parse_event_t::object_start) names.emplace_back();
    if (event == Json::parse_event_t::object_end) names.pop_back();
    if (event == Json::parse_event_t::key && !names.back().insert(value.get<std::string>()).second)
      refuse("{} comes twice", shown(value.get<std::string>()));
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Json::exception& error) {
    refuse("the header is no valid JSON: {}", shown(error.what()));
  }
}

std::uint64_t whole_number(const Json& value, const std::string& name, const char* what) {
  if (!value.is_number_unsigned())
    refuse("tensor {}: {} must be whole numbers from zero on", shown(name), what);
  return value.get<std::uint64_t>();
}

struct Place {
  std::uint64_t begin = 0, end = 0;
};

/// One entry of the header; the bytes are filled in later.
FileTensor read_entry(const std::string& name, const Json& entry, std::uint64_t data_size, Place& place) {
  if (!entry.is_object() || entry.size() != 3 || !entry.contains("dtype") || !entry.contains("shape") ||
      !entry.contains("data_offsets"))
    refuse("tensor {} must have dtype, shape and data_offsets and nothing else", shown(name));
  FileTensor tensor{.name = name};
  const Json &format = entry["dtype"], &shape = entry["shape"], &offsets = entry["data_offsets"];
  const auto known = format.is_string()
                         ? std::find_if(formats.begin(), formats.end(),
                                        [&](const FormatEntry& candidate) {
                                          return candidate.name == format.get_ref<const std::string&>();
                                        })
                         : formats.end();
  if (known == formats.end()) refuse("tensor {} has a number format that is not known", shown(name));
  tensor.format = TensorFormat(known - formats.begin());

  if (!shape.is_array() || shape.size() > most_dimensions)
    refuse("tensor {}: shape must be a list of at most {} sizes", shown(name), most_dimensions);
  for (const Json& size : shape) {
    const std::uint64_t number = whole_number(size, name, "shape");
    if (number > (std::uint64_t(1) << 48)) refuse("tensor {} has an absurd size", shown(name));
    tensor.shape.push_back(std::int64_t(number));
  }
  if (!offsets.is_array() || offsets.size() != 2)
    refuse("tensor {}: data_offsets must be two numbers", shown(name));
  place = {.begin = whole_number(offsets[0], name, "data_offsets"),
           .end = whole_number(offsets[1], name, "data_offsets")};
  if (place.begin > place.end || place.end > data_size)
    refuse("tensor {} reaches from byte {} to {} of {}", shown(name), place.begin, place.end, data_size);
  const std::uint64_t needed = product(name, tensor.shape) * known->bytes;
  if (place.end - place.begin != needed)
    refuse("tensor {} has {} bytes, its shape needs {}", shown(name), place.end - place.begin, needed);
  return tensor;
}

void require_fits(const FileTensor& tensor) {
  if (product(tensor.name, tensor.shape) * byte_size(tensor.format) != tensor.bytes.size())
    refuse("tensor {} has {} bytes, which does not fit its shape", shown(tensor.name), tensor.bytes.size());
}

template <typename Stored>
std::vector<float> widen(const FileTensor& tensor) {
  std::vector<float> values(tensor.bytes.size() / sizeof(Stored));
  for (std::size_t n = 0; n < values.size(); ++n) {
    Stored stored;
    std::memcpy(&stored, tensor.bytes.data() + n * sizeof(Stored), sizeof(Stored));
    values[n] = static_cast<float>(stored);
  }
  return values;
}

template <typename Stored>
void narrow(std::span<const float> values, std::vector<std::uint8_t>& bytes) {
  bytes.resize(values.size() * sizeof(Stored));
  for (std::size_t n = 0; n < values.size(); ++n) {
    const auto stored = static_cast<Stored>(values[n]);
    std::memcpy(bytes.data() + n * sizeof(Stored), &stored, sizeof(Stored));
  }
}

}  // namespace

std::string_view name_of(TensorFormat format) { return formats[std::size_t(format)].name; }
std::size_t byte_size(TensorFormat format) { return formats[std::size_t(format)].bytes; }

SafetensorsFile read_safetensors(std::span<const std::uint8_t> bytes) {
  std::uint64_t header_size = 0;
  if (bytes.size() < sizeof header_size) refuse("{} bytes are too few for a file", bytes.size());
  std::memcpy(&header_size, bytes.data(), sizeof header_size);
  if (header_size > largest_header) refuse("a header of {} bytes is too long", header_size);
  if (header_size > bytes.size() - sizeof header_size)
    refuse("the file ends within its header of {} bytes", header_size);
  const auto data = bytes.subspan(sizeof header_size + header_size);
  const std::string_view text(reinterpret_cast<const char*>(bytes.data() + sizeof header_size), header_size);
  if (text.empty() || text[0] != '{') refuse("the header does not begin with {{");
  const Json header = parse_header(text);

  SafetensorsFile file;
  std::vector<std::pair<Place, FileTensor>> found;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      if (!entry.is_object()) refuse("__metadata__ must be an object");
      for (const auto& [key, value] : entry.items()) {
        if (!value.is_string()) refuse("__metadata__ {} must be text", shown(key));
        file.metadata[key] = value.get<std::string>();
      }
      continue;
    }
    Place place;
    FileTensor tensor = read_entry(name, entry, data.size(), place);
    found.emplace_back(place, std::move(tensor));
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first.begin, a.first.end) < std::pair(b.first.begin, b.first.end);
  });
  std::uint64_t end = 0;
  for (auto& [place, tensor] : found) {
    if (place.begin < end) refuse("tensor {} overlaps the one before", shown(tensor.name));
    if (place.begin > end) refuse("there is a hole before tensor {}", shown(tensor.name));
    end = place.end;
    const auto own = data.subspan(place.begin, place.end - place.begin);
    tensor.bytes.assign(own.begin(), own.end());
    file.tensors.push_back(std::move(tensor));
  }
  if (end != data.size()) refuse("{} bytes at the end belong to no tensor", data.size() - end);
  return file;
}

SafetensorsFile read_safetensors_file(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) throw std::invalid_argument(path + ": no such file");
  std::ifstream stream(path, std::ios::binary);
  std::vector<std::uint8_t> bytes;
  bytes.resize(std::filesystem::file_size(path, error));
  stream.read(reinterpret_cast<char*>(bytes.data()), std::streamsize(bytes.size()));
  if (!stream || error) throw std::invalid_argument(path + ": cannot be read");
  try {
    return read_safetensors(bytes);
  } catch (const std::invalid_argument& reason) {
    throw std::invalid_argument(path + ": " + reason.what());
  }
}

std::vector<std::uint8_t> write_safetensors(const SafetensorsFile& file) {
  Json header = Json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::uint64_t end = 0;
  for (const FileTensor& tensor : file.tensors) {
    require_fits(tensor);
    if (tensor.name == "__metadata__" || header.contains(tensor.name))
      refuse("the name {} comes twice", shown(tensor.name));
    if (tensor.shape.size() > most_dimensions)
      refuse("tensor {} has too many dimensions", shown(tensor.name));
    header[tensor.name] = {{"dtype", name_of(tensor.format)},
                           {"shape", tensor.shape},
                           {"data_offsets", {end, end + tensor.bytes.size()}}};
    end += tensor.bytes.size();
  }
  std::string text;
  try {
    text = header.dump();
  } catch (const Json::exception& error) {
    refuse("a name or a text is no valid UTF-8: {}", shown(error.what()));
  }
  text.resize((text.size() + 7) / 8 * 8, ' ');  // the numbers begin at a multiple of eight
  const std::uint64_t header_size = text.size();
  std::vector<std::uint8_t> bytes(sizeof header_size + text.size() + end);
  std::memcpy(bytes.data(), &header_size, sizeof header_size);
  auto place = std::copy(text.begin(), text.end(), bytes.begin() + sizeof header_size);
  for (const FileTensor& tensor : file.tensors)
    place = std::copy(tensor.bytes.begin(), tensor.bytes.end(), place);
  return bytes;
}

void write_safetensors_file(const std::string& path, const SafetensorsFile& file) {
  const std::vector<std::uint8_t> bytes = write_safetensors(file);
  write_file_whole(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

const FileTensor& tensor_named(const SafetensorsFile& file, std::string_view name) {
  for (const FileTensor& tensor : file.tensors)
    if (tensor.name == name) return tensor;
  refuse("there is no tensor {}", shown(name));
}

std::int64_t element_count(const FileTensor& tensor) {
  return std::int64_t(product(tensor.name, tensor.shape));
}

std::vector<float> to_floats(const FileTensor& tensor) {
  require_fits(tensor);
  if (tensor.format == TensorFormat::F32) return widen<float>(tensor);
  if (tensor.format == TensorFormat::F16) return widen<Eigen::half>(tensor);
  if (tensor.format == TensorFormat::BF16) return widen<Eigen::bfloat16>(tensor);
  if (tensor.format == TensorFormat::F64) return widen<double>(tensor);
  refuse("tensor {} is {}, not F32, F16, BF16 or F64", shown(tensor.name), name_of(tensor.format));
}

FileTensor from_floats(std::string name, std::vector<std::int64_t> shape, std::span<const float> values,
                       TensorFormat format) {
  FileTensor tensor{.name = std::move(name), .format = format, .shape = std::move(shape)};
  if (product(tensor.name, tensor.shape) != values.size())
    refuse("tensor {}: {} numbers do not fit the shape", shown(tensor.name), values.size());
  if (format == TensorFormat::F32)
    narrow<float>(values, tensor.bytes);
  else if (format == TensorFormat::F16)
    narrow<Eigen::half>(values, tensor.bytes);
  else if (format == TensorFormat::BF16)
    narrow<Eigen::bfloat16>(values, tensor.bytes);
  else
    refuse("numbers can be written as F32, F16 or BF16, not {}", name_of(format));
  return tensor;
}

}  // namespace sunrack
