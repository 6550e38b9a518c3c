#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "physics/numerics/file_output.h"
#include "satellite/plot.h"

extern char** environ;

namespace sunrack {

namespace {

/// A file without a name, gone when it is closed.
class Scratch {
 public:
  Scratch() : file_(std::tmpfile()) {
    if (!file_) throw PlotError(fmt::format("plot: no temporary file: {}", std::strerror(errno)));
  }
  void write(const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size() || std::fflush(file_.get()) != 0)
      throw PlotError(fmt::format("plot: temporary file: {}", std::strerror(errno)));
    std::rewind(file_.get());
  }
  std::string read() {
    std::rewind(file_.get());
    std::string text;
    std::array<char, 4096> buffer;
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file_.get()))
      text.append(buffer.data(), count);
    return text;
  }
  int descriptor() const { return fileno(file_.get()); }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

/// Exit status of a program with its three streams in files: no pipe can fill up and wait.
int run(const std::string& program, const Scratch& input, const Scratch& output, const Scratch& errors) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input.descriptor(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output.descriptor(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.descriptor(), STDERR_FILENO);
  std::string name = program;
  std::array<char*, 2> arguments = {name.data(), nullptr};
  pid_t child = 0;
  const int error = posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error == ENOENT)
    throw PlotError(fmt::format(
        "no plot was drawn: the program \"{}\" is not installed (Debian: apt install gnuplot-nox); "
        "tables and JSON do not need it",
        program));
  if (error)
    throw PlotError(fmt::format("no plot was drawn: {} does not start: {}", program, std::strerror(error)));
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      throw PlotError(fmt::format("plot: waiting for {}: {}", program, std::strerror(errno)));
  return status;
}

std::string xml_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '&')
      result += "&amp;";
    else
      result += c;
  }
  return result;
}

}  // namespace

std::string run_gnuplot(const std::string& script, const std::string& program) {
  Scratch input, output, errors;
  input.write(script);
  const int status = run(program, input, output, errors);
  const std::string svg = output.read();
  if (status != 0 || svg.find("</svg>") == std::string::npos)
    throw PlotError(fmt::format("no plot was drawn: {} said: {}", program, errors.read()));
  return svg;
}

void write_plot_script(const std::filesystem::path& file, const std::string& script,
                       const Provenance& provenance) {
  std::string svg = run_gnuplot(script);
  const auto drawing = svg.find("<svg");
  const auto inside = drawing == std::string::npos ? drawing : svg.find('>', drawing);
  if (inside == std::string::npos) throw PlotError("no plot was drawn: gnuplot wrote no SVG");
  svg.insert(inside + 1, "\n<metadata>\n" + xml_text(provenance_comment(provenance, "")) + "</metadata>\n");
  write_file_whole(file, svg);
}

}  // namespace sunrack
