# Run by sunrack_embed_binary at build time: names the files to the assembler.
set(assembly "")
set(declarations "")
set(entries "")
set(n 0)
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME)
  file(SIZE "${file}" size)
  set(label "sunrack_binary_${symbol}_${n}")
  string(APPEND assembly "    \".balign 64\\n\"\n    \".globl ${label}\\n\"\n    \".hidden ${label}\\n\"\n"
                         "    \"${label}:\\n\"\n    \".incbin \\\"${file}\\\"\\n\"\n    \".byte 0\\n\"\n")
  string(APPEND declarations "extern \"C\" __attribute__((visibility(\"hidden\"))) const std::uint8_t ${label}[];\n")
  string(APPEND entries "      {\"${name}\", {${label}, ${size}}},\n")
  math(EXPR n "${n} + 1")
endforeach()
set(text "#include \"physics/embedded.h\"\n\n")
if(n GREATER 0)
  string(APPEND text "asm(\n    \".pushsection .rodata\\n\"\n${assembly}    \".popsection\\n\");\n\n${declarations}\n")
endif()
string(APPEND text "namespace sunrack::embedded {
std::span<const EmbeddedBinary> ${symbol}();
std::span<const EmbeddedBinary> ${symbol}() {
")
# C++ has no array of no elements.
if(n EQUAL 0)
  string(APPEND text "  return {};\n")
else()
  string(APPEND text "  static const EmbeddedBinary files[] = {\n${entries}  };\n  return files;\n")
endif()
string(APPEND text "}\n}  // namespace sunrack::embedded\n")
file(WRITE "${output}" "${text}")
