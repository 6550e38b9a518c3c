# Run by sunrack_embed at build time: writes the files, byte for byte, as raw string literals.
set(body "")
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" text)
  # CMake reads text: it would drop a carriage return or a zero byte in silence.
  file(SIZE "${file}" size)
  string(LENGTH "${text}" length)
  if(NOT size EQUAL length)
    message(FATAL_ERROR "${file}: only text with plain newlines can be embedded")
  endif()
  string(FIND "${text}" ")~~~~\"" delimiter)
  if(NOT delimiter EQUAL -1)
    message(FATAL_ERROR "${file}: holds the delimiter of the raw string that should carry it")
  endif()
  # With its length: to count it, a constant expression would take more steps than a compiler allows.
  string(APPEND body "    {\"${name}\", {R\"~~~~(${text})~~~~\", ${size}}},\n")
endforeach()
file(WRITE "${output}" "#include \"physics/embedded.h\"

#pragma GCC diagnostic ignored \"-Woverlength-strings\"  // a long table is meant

namespace sunrack::embedded {
std::span<const EmbeddedFile> ${symbol}();
std::span<const EmbeddedFile> ${symbol}() {
")
# C++ has no array of no elements.
if(body STREQUAL "")
  file(APPEND "${output}" "  return {};\n")
else()
  file(APPEND "${output}" "  static constexpr EmbeddedFile files[] = {\n${body}  };\n  return files;\n")
endif()
file(APPEND "${output}" "}\n}  // namespace sunrack::embedded\n")
