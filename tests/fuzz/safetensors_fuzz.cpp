// Feeds bytes to the readers of model files: whatever they are, the answer is a model or
// std::invalid_argument, never a crash. Built with -fsanitize=fuzzer it is driven by libFuzzer; built plainly
// it reads the files and folders named on its command line, which is how the tests run the corpus:
//
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -DSUNRACK_LIBFUZZER
//   -DEIGEN_MAX_ALIGN_BYTES=64
//     -I. -I/usr/include/eigen3 tests/fuzz/safetensors_fuzz.cpp chips/networks/{safetensors,model_file}.cpp
//     chips/networks/{dense_network,transformer}.cpp physics/numerics/{sampling,file_output}.cpp
//     BUILD/chips/networks/embedded_network_models.cpp -lfmt -o fuzz && ./fuzz -max_len=4096
//     tests/fuzz/corpus
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include "chips/networks/model_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sunrack;
  try {
    const SafetensorsFile file = read_safetensors({data, size});
    // What was accepted can be written, and reads as the same.
    const SafetensorsFile again = read_safetensors(write_safetensors(file));
    if (again.tensors.size() != file.tensors.size() || again.metadata != file.metadata) std::abort();
    const StoredModel model = model_from(file);
    model_from(file_of(model, TensorFormat::F32));
  } catch (const std::invalid_argument&) {
    // The one way to refuse a file.
  }
  return 0;
}

#ifndef SUNRACK_LIBFUZZER
int main(int argc, char** argv) {
  int files = 0;
  const auto feed = [&](const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    const std::vector<char> bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    ++files;
  };
  for (int n = 1; n < argc; ++n) {
    if (!std::filesystem::is_directory(argv[n])) {
      feed(argv[n]);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(argv[n])) feed(entry.path());
  }
  std::printf("%d files read without a crash\n", files);
  return files > 0 ? 0 : 1;
}
#endif
