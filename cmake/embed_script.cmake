set(body "")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  string(LENGTH "${text}" length)
  # C++ compilers must accept literals of 64 KiB only; adjacent raw literals are joined.
  set(literals "")
  set(start 0)
  while(start LESS length)
    string(SUBSTRING "${text}" ${start} 12000 part)
    string(APPEND literals "R\"~~~~(${part})~~~~\"\n")
    math(EXPR start "${start} + 12000")
  endwhile()
  string(APPEND body "    {\"${name}\", ${literals}},\n")
endforeach()
file(WRITE ${output} "#include \"physics/embedded.h\"
namespace sunrack::embedded {
std::span<const EmbeddedFile> ${symbol}();
std::span<const EmbeddedFile> ${symbol}() {
  static constexpr EmbeddedFile files[] = {
${body}  };
  return files;
}
}  // namespace sunrack::embedded
")
