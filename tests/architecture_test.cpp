// Reads every source of the project and keeps the arrows of docs/architecture.md: what nothing checks grows
// cycles.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace sunrack {
namespace {

/// What each folder may include besides itself. A folder that is not listed may include nothing and fails.
const std::map<std::string, std::set<std::string>> folder_may_see = [] {
  const std::set<std::string> laws = {"physics",         "physics/numerics", "physics/orbit",
                                      "physics/thermal", "physics/power",    "physics/radiation",
                                      "physics/debris"};
  const auto with = [](std::set<std::string> folders, std::initializer_list<std::string> more) {
    folders.insert(more);
    return folders;
  };
  const auto satellite = with(
      laws, {"chips", "chips/networks", "chips/bit_flips", "chips/packages", "physics/vtk", "physics/rays"});
  const auto fleet = with(satellite, {"satellite"});
  const auto program = with(fleet, {"fleet", "fleet/claims"});
  return std::map<std::string, std::set<std::string>>{
      {"physics", {}},
      {"physics/numerics", {"physics"}},
      {"physics/orbit", {"physics", "physics/numerics"}},
      // Heat loads are numbers handed to it: thermal does not know orbits.
      {"physics/thermal", {"physics", "physics/numerics"}},
      {"physics/power", {"physics", "physics/numerics"}},
      {"physics/radiation", {"physics", "physics/numerics", "physics/orbit"}},
      {"physics/debris", {"physics", "physics/numerics", "physics/orbit"}},
      {"physics/rays", {"physics", "physics/numerics", "physics/thermal"}},
      {"physics/vtk", {"physics", "physics/numerics", "physics/thermal"}},
      {"physics/mpi", {"physics", "physics/numerics", "physics/thermal"}},
      {"chips", laws},
      // A network knows nothing of what may hit it.
      {"chips/networks", {"physics", "physics/numerics"}},
      {"chips/bit_flips", with(laws, {"chips", "chips/networks"})},
      {"chips/packages", with(laws, {"chips"})},
      {"satellite", satellite},
      {"fleet", fleet},
      {"fleet/claims", with(fleet, {"fleet"})},
      {"validation", program},
      {"validation/claims", with(program, {"validation"})},
      {"examples", program},
      {"bench", with(program, {"physics/mpi"})},  // compares with hypre where that is built
      {"app", with(program, {"validation"})},     // `sunrack ledger` prints the claims
  };
}();

/// The order inside satellite/, lowest first; a file sees its own step and the lower ones. Every file has a
/// place.
const std::vector<std::pair<std::string, std::set<std::string>>> satellite_steps = {
    {"technology",
     {"solar_array",    "battery_pack", "power_conversion", "radiator_technology", "mass_budget",
      "quantity",       "text_file",    "toml_document",    "toml_fields",         "flux_map",
      "panel_file",     "panel_reader", "panel_tubes",      "panel_faces",         "package_fields",
      "package_layers", "package_toml", "package_file",     "package_resistances", "network_trace",
      "network_file"}},
    {"spec", {"spec", "spec_fields", "spec_field_list", "spec_file", "spec_toml", "spec_writer"}},
    {"parts",
     {"mission_environment", "mission_radiation", "own_mass", "shield", "coolant_system", "puncture_rates",
      "puncture_design", "radiator", "propulsion"}},
    {"sizing", {"sizing", "mass_roll_up", "design_checks"}},
    {"flight", {"flight_geometry", "flight_outside", "array_effect"}},
    {"reports",
     {"design_report",
      "design_text",
      "bit_flip_report",
      "satellite_picture",
      "plot",
      "gnuplot",
      "radiation_cells",
      "radiation_report",
      "radiation_pictures",
      "panel_report",
      "panel_json",
      "panel_notes",
      "panel_text",
      "panel_plots",
      "package_report",
      "package_report_parts",
      "package_json",
      "package_text",
      "package_tables",
      "package_plots",
      "network_report",
      "surfaces_report"}},
    {"simulation and study", {"simulation",     "flight",          "flight_setup",
                              "flight_network", "flight_events",   "flight_jacobian",
                              "flight_run",     "flight_numbers",  "flight_account",
                              "flight_system",  "flight_record",   "flight_safe_mode",
                              "flight_cycle",   "flight_report",   "flight_plots",
                              "flight_picture", "study",           "sweep",
                              "sweep_report",   "monte_carlo",     "monte_carlo_report",
                              "optimise",       "optimise_report", "margins",
                              "margins_report", "twenty_percent"}},
};

/// Libraries that one folder hides from all others, by the start of their headers' names.
const std::vector<std::pair<std::string, std::vector<std::string>>> library_stays_in = {
    {"physics/vtk", {"vtk"}},
    {"physics/numerics",
     {"cvode", "kinsol/", "ida/", "nvector/", "sunlinsol/", "sunmatrix/", "sundials/", "sunnonlinsol/",
      "cholmod", "klu"}},
    {"physics/mpi", {"mpi.h", "HYPRE"}},
    {"physics/orbit", {"erfa"}},
    {"physics/rays", {"embree"}},
    {"satellite", {"toml++/", "nlopt"}},
    {"app", {"CLI/"}},
};

/// Headers that take seconds to compile: in a .cpp they are paid for once.
const std::vector<std::string> not_in_a_header = {
    "vtk",  "toml++/", "CLI/",  "nlohmann/json.hpp", "boost/numeric/odeint", "boost/math/quadrature",
    "erfa", "nlopt",   "embree"};

struct Include {
  int line = 0;
  std::string name;
  bool quoted = false;
};

struct Source {
  std::string path;  ///< from the repository root, for example "physics/thermal/fin.cpp"
  std::string text;
};

std::vector<Include> includes_of(const std::string& text) {
  std::vector<Include> result;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::erase_if(line, [](unsigned char character) { return std::isspace(character) != 0; });
    if (!line.starts_with("#include")) continue;
    const auto open = line.find_first_of("\"<");
    if (open == std::string::npos) continue;
    const auto close = line.find_first_of("\">", open + 1);
    if (close == std::string::npos) continue;
    result.push_back({number, line.substr(open + 1, close - open - 1), line[open] == '"'});
  }
  return result;
}

std::string folder_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().generic_string();
}
std::string stem_of(const std::string& path) { return std::filesystem::path(path).stem().string(); }
bool is_header(const std::string& path) { return path.ends_with(".h"); }
bool starts_with_any(std::string_view name, const std::vector<std::string>& starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](const std::string& start) { return name.starts_with(start); });
}

int satellite_step(const std::string& path) {
  for (std::size_t step = 0; step < satellite_steps.size(); ++step)
    if (satellite_steps[step].second.contains(stem_of(path))) return static_cast<int>(step);
  return -1;
}

/// "" where the arrow from `path` to `included` is allowed, else why not.
std::string why_forbidden(const std::string& path, const std::string& included) {
  const std::string from = folder_of(path), to = folder_of(included);
  if (from != to) {
    const auto allowed = folder_may_see.find(from);
    if (allowed == folder_may_see.end()) return from + "/ has no place in the order of folders";
    return allowed->second.contains(to) ? "" : from + "/ may not see " + to + "/";
  }
  if (from != "satellite" || stem_of(path) == stem_of(included)) return "";
  const int mine = satellite_step(path), other = satellite_step(included);
  if (mine < 0 || other < 0)
    return "satellite/" + stem_of(mine < 0 ? path : included) +
           " has no place in the order; add it to satellite_steps";
  const auto name = [](int step) { return satellite_steps[static_cast<std::size_t>(step)].first; };
  return other <= mine ? "" : "in satellite/, " + name(mine) + " may not see " + name(other);
}

/// Every broken rule about includes, one "file:line: ..." each. `exists` says whether a path is in the
/// repository.
std::vector<std::string> broken_arrows(const Source& source,
                                       const std::function<bool(const std::string&)>& exists) {
  std::vector<std::string> result;
  for (const Include& include : includes_of(source.text)) {
    const auto complain = [&](const std::string& why) {
      result.push_back(source.path + ":" + std::to_string(include.line) + ": includes " + include.name +
                       ": " + why);
    };
    if (include.quoted) {
      if (include.name == "sunrack_revision.h") continue;  // made by the build
      if (!exists(include.name)) {
        complain("there is no such file under the repository root");
      } else if (const auto why = why_forbidden(source.path, include.name); !why.empty()) {
        complain(why);
      }
      continue;
    }
    for (const auto& [folder, starts] : library_stays_in)
      if (folder_of(source.path) != folder && starts_with_any(include.name, starts))
        complain("belongs to " + folder + "/ alone");
    if (is_header(source.path) && starts_with_any(include.name, not_in_a_header))
      complain("belongs in a .cpp file");
  }
  return result;
}

/// One cycle of includes as "a.h -> b.h -> a.h", or "".
std::string include_cycle(const std::vector<Source>& sources) {
  std::map<std::string, std::vector<std::string>> graph;
  for (const Source& source : sources)
    for (const Include& include : includes_of(source.text))
      if (include.quoted) graph[source.path].push_back(include.name);
  std::vector<std::string> trail;
  std::set<std::string> done;
  const std::function<std::string(const std::string&)> visit = [&](const std::string& path) -> std::string {
    if (const auto seen = std::find(trail.begin(), trail.end(), path); seen != trail.end()) {
      std::string cycle;
      for (auto step = seen; step != trail.end(); ++step) cycle += *step + " -> ";
      return cycle + path;
    }
    if (!done.insert(path).second) return "";
    trail.push_back(path);
    for (const std::string& next : graph[path])
      if (auto cycle = visit(next); !cycle.empty()) return cycle;
    trail.pop_back();
    return "";
  };
  for (const Source& source : sources)
    if (auto cycle = visit(source.path); !cycle.empty()) return cycle;
  return "";
}

/// Paths in `backticks` of a page that look like files of this repository.
std::vector<std::string> files_named_in(const std::string& page) {
  static const std::vector<std::string> starts = {"physics/",    "chips/", "satellite/", "fleet/",
                                                  "validation/", "app/",   "bench/",     "examples/",
                                                  "tests/",      "cmake/", "docs/"};
  std::vector<std::string> result;
  for (std::size_t open = page.find('`'); open != std::string::npos;) {
    const auto close = page.find('`', open + 1);
    if (close == std::string::npos) break;
    const std::string name = page.substr(open + 1, close - open - 1);
    const bool plain = name.find_first_of(" *{}<>\n,()") == std::string::npos;
    const auto dot = name.rfind('.');
    if (plain && starts_with_any(name, starts) && dot != std::string::npos && dot + 1 < name.size() &&
        dot > name.rfind('/'))
      result.push_back(name);
    open = page.find('`', close + 1);
  }
  return result;
}

const std::filesystem::path root = SUNRACK_SOURCE_DIR;

std::string read(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  EXPECT_TRUE(stream) << "cannot read " << path;
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<Source> files_under(const std::vector<std::string>& folders,
                                const std::set<std::string>& extensions) {
  std::vector<Source> result;
  for (const std::string& folder : folders) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder))
      if (extensions.contains(entry.path().extension().string()))
        result.push_back({entry.path().lexically_relative(root).generic_string(), read(entry.path())});
  }
  std::sort(result.begin(), result.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  return result;
}

const std::vector<Source>& project() {
  static const auto sources = files_under(
      {"physics", "chips", "satellite", "fleet", "validation", "examples", "app", "bench"}, {".h", ".cpp"});
  return sources;
}

bool exists_in_repository(const std::string& path) { return std::filesystem::exists(root / path); }

TEST(Architecture, ArrowsRunOneWay) {
  EXPECT_GE(project().size(), 20u) << "the sources were not found under " << root;
  for (const Source& source : project())
    for (const std::string& broken : broken_arrows(source, exists_in_repository)) ADD_FAILURE() << broken;
}

TEST(Architecture, EveryFileOfTheSatelliteHasItsPlaceInTheOrder) {
  for (const Source& source : project()) {
    if (folder_of(source.path) != "satellite") continue;
    EXPECT_GE(satellite_step(source.path), 0) << source.path << ": add it to satellite_steps";
  }
}

TEST(Architecture, NoHeaderIncludesItselfInTheEnd) { EXPECT_EQ(include_cycle(project()), ""); }

TEST(Architecture, HeadersAreReadOnceAndOpenNoNamespaceForTheirReaders) {
  for (const Source& source : project()) {
    if (!is_header(source.path)) continue;
    EXPECT_TRUE(source.text.starts_with("#pragma once")) << source.path << ":1: must begin with #pragma once";
    // This also keeps the unit literals out of headers: they need `using namespace sunrack::units`.
    EXPECT_EQ(source.text.find("using namespace"), std::string::npos)
        << source.path << ": using namespace in a header";
  }
}

TEST(Architecture, ASourceIncludesItsOwnHeaderFirst) {
  for (const Source& source : project()) {
    const auto header = source.path.substr(0, source.path.rfind('.')) + ".h";
    if (is_header(source.path) || !exists_in_repository(header)) continue;
    const auto includes = includes_of(source.text);
    ASSERT_FALSE(includes.empty()) << source.path;
    EXPECT_EQ(includes.front().name, header)
        << source.path << ": its own header first shows that the header stands alone";
  }
}

TEST(Architecture, PagesNameFilesThatExist) {
  for (const Source& page : files_under({"docs"}, {".md"}))
    for (const std::string& name : files_named_in(page.text))
      EXPECT_TRUE(exists_in_repository(name)) << page.path << " names " << name << ", which does not exist";
}

// The checker itself, on made-up text.
std::vector<std::string> complaints(const std::string& path, const std::string& text) {
  return broken_arrows({path, text}, [](const std::string& name) { return !name.starts_with("nowhere"); });
}

TEST(ArchitectureChecker, FindsTheForbiddenIncludeAndNamesFileLineAndReason) {
  EXPECT_EQ(complaints("physics/thermal/fin.cpp", "#include <cmath>\n#include \"physics/orbit/orbit.h\"\n"),
            std::vector<std::string>{"physics/thermal/fin.cpp:2: includes physics/orbit/orbit.h: "
                                     "physics/thermal/ may not see physics/orbit/"});
  EXPECT_EQ(complaints("physics/orbit/orbit.h", "  #  include \"chips/package.h\"").size(), 1u);
  EXPECT_EQ(complaints("chips/package.h", "#include \"satellite/spec.h\"").size(), 1u);
  EXPECT_EQ(complaints("satellite/solar_array.h", "#include \"satellite/spec.h\"").size(), 1u);
  EXPECT_EQ(complaints("satellite/sizing.cpp", "#include \"satellite/simulation.h\"").size(), 1u);
  EXPECT_EQ(complaints("satellite/sizing.cpp", "#include \"satellite/new_idea.h\"").size(), 1u);
  EXPECT_EQ(complaints("newfolder/a.cpp", "#include \"physics/units.h\"").size(), 1u);
  EXPECT_EQ(complaints("app/main.cpp", "#include \"nowhere.h\"").size(), 1u);
  EXPECT_EQ(complaints("satellite/spec.cpp", "#include <vtkPoints.h>").size(), 1u);
  EXPECT_EQ(complaints("satellite/spec_file.h", "#include <toml++/toml.h>").size(), 1u);
}

TEST(ArchitectureChecker, AllowsWhatThePageAllows) {
  EXPECT_TRUE(complaints("physics/radiation/dose.cpp", "#include \"physics/orbit/orbit.h\"").empty());
  EXPECT_TRUE(complaints("satellite/spec.h", "#include \"satellite/solar_array.h\"").empty());
  EXPECT_TRUE(
      complaints("satellite/sizing.cpp", "#include \"satellite/spec.h\"\n#include \"chips/package.h\"")
          .empty());
  EXPECT_TRUE(complaints("app/ledger.cpp", "#include \"validation/claim.h\"\n#include \"sunrack_revision.h\"")
                  .empty());
  EXPECT_TRUE(complaints("physics/vtk/writer.cpp", "#include <vtkPoints.h>").empty());
}

TEST(ArchitectureChecker, FindsACycleAndFilesNamedInAPage) {
  EXPECT_EQ(
      include_cycle({{"a.h", "#include \"b.h\""}, {"b.h", "#include \"c.h\""}, {"c.h", "#include \"b.h\""}}),
      "b.h -> c.h -> b.h");
  EXPECT_EQ(include_cycle(
                {{"a.h", "#include \"b.h\"\n#include \"c.h\""}, {"b.h", "#include \"c.h\""}, {"c.h", ""}}),
            "");
  EXPECT_EQ(files_named_in("see `physics/a.h`, `physics/`, `x.h`, `docs/models/*.md` and `chips/b.cpp`"),
            (std::vector<std::string>{"physics/a.h", "chips/b.cpp"}));
}

}  // namespace
}  // namespace sunrack
