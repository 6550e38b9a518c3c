#include "satellite/network_file.h"

#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "satellite/network_trace.h"
#include "satellite/toml_document.h"

namespace sunrack {

namespace {

class Reader {
 public:
  Reader(const TomlDocument& document, std::filesystem::path folder)
      : document_(document), folder_(std::move(folder)) {}

  NetworkFile read() {
    const TomlNode& root = document_.root();
    document_.require_known(root, {"name", "nodes", "conductors", "flows", "loads", "heaters", "steady",
                                   "transient", "cycle", "sensitivities", "plot"});
    std::string name = std::filesystem::path(document_.source_name()).stem().string();
    if (const TomlNode* given = root.find("name")) name = document_.text(*given);
    file_.network = ThermalNetwork(name);
    if (const TomlNode* steady = root.find("steady")) file_.steady = document_.boolean(*steady);
    if (const TomlNode* transient = root.find("transient")) read_transient(document_.table(*transient));
    if (const TomlNode* cycle = root.find("cycle")) read_cycle(document_.table(*cycle));
    if (!root.find("nodes")) throw SpecError(document_.source_name() + ": holds no [[nodes]]");
    each("nodes", [this](const TomlNode& t) { read_node(t); });
    each("conductors", [this](const TomlNode& t) { read_conductor(t); });
    each("flows", [this](const TomlNode& t) { read_flow(t); });
    each("loads", [this](const TomlNode& t) { read_load(t); });
    each("heaters", [this](const TomlNode& t) { read_heater(t); });
    each("sensitivities", [this](const TomlNode& t) { read_sensitivity(t); });
    if (const TomlNode* plot = root.find("plot"))
      for (const TomlNode& node : document_.array(*plot)) file_.plotted.push_back(node_named(node));
    try {
      file_.network.breakpoints(breakpoints_);
      file_.network.require_solvable(file_.steady || file_.cycle_period > 0);
    } catch (const std::invalid_argument& error) {
      throw SpecError(document_.source_name() + ": " + error.what());
    }
    return std::move(file_);
  }

 private:
  template <class Body>
  void each(const char* name, Body body) {
    if (const TomlNode* list = document_.root().find(name))
      for (const TomlNode& t : document_.array(*list)) body(document_.table(t));
  }
  const TomlNode& need(const TomlNode& from, const char* name) const {
    if (const TomlNode* node = from.find(name)) return *node;
    document_.refuse_key(from, fmt::format("{} is missing", name));
  }
  double number(const TomlNode& from, const char* name, const char* unit) const {
    return document_.quantity(need(from, name), unit);
  }
  double number_or(const TomlNode& from, const char* name, const char* unit, double other) const {
    const TomlNode* node = from.find(name);
    return node ? document_.quantity(*node, unit) : other;
  }
  double positive(const TomlNode& from, const char* name, const char* unit) const {
    const double value = number(from, name, unit);
    if (!(value > 0)) document_.refuse(need(from, name), "must be positive");
    return value;
  }
  double positive_or(const TomlNode& from, const char* name, const char* unit, double other) const {
    return from.find(name) ? positive(from, name, unit) : other;
  }

  /// What the network itself refuses gets the place in the file.
  template <class Body>
  auto placed(const TomlNode& at, Body body) const {
    try {
      return body();
    } catch (const SpecError&) {
      throw;
    } catch (const std::invalid_argument& error) {
      document_.refuse_key(at, error.what());
    }
  }
  NodeId node_named(const TomlNode& value) const {
    const std::string name = document_.text(value);
    try {
      return file_.network.node(name);
    } catch (const std::invalid_argument& error) {
      document_.refuse(value, error.what());
    }
  }
  std::pair<NodeId, NodeId> pair_of(const TomlNode& value) const {
    const auto& both = document_.array(value);
    if (both.size() != 2) document_.refuse(value, "must name two nodes");
    return {node_named(both[0]), node_named(both[1])};
  }

  double begin() const { return file_.times.empty() ? 0 : file_.times.front(); }
  double end() const {
    const double transient = file_.times.empty() ? 0 : file_.times.back();
    return std::max(transient, begin() + file_.cycle_period);
  }

  /// A value, or a trace of it in the file or in a file of its own. Nothing where the table has none of them.
  std::optional<NetworkTrace> trace_of(const TomlNode& t, const char* value, const char* unit) {
    const TomlNode *points = t.find("trace"), *name = t.find("trace_file");
    const int given = (points != nullptr) + (name != nullptr) + (t.find(value) != nullptr);
    if (given != 1)
      document_.refuse_key(t, fmt::format("needs one of {}, trace, trace_file; {} are there", value, given));
    if (!points && !name) {
      for (const char* key : {"interpolation", "period"})
        if (const TomlNode* node = t.find(key)) document_.refuse_key(*node, "goes with a trace only");
      return std::nullopt;
    }
    const TomlNode& at = points ? *points : *name;
    NetworkTrace trace;
    if (points) {
      for (const TomlNode& point : document_.array(*points)) {
        const auto& both = document_.array(point);
        if (both.size() != 2) document_.refuse(point, "must be a time [s] and a value");
        trace.times.push_back(document_.quantity(both[0], "s"));
        trace.values.push_back(document_.quantity(both[1], unit));
      }
    } else {
      try {
        trace = read_trace(folder_ / document_.text(*name));
      } catch (const SpecError& error) {
        document_.refuse(*name, error.what());
      }
    }
    if (const TomlNode* how = t.find("interpolation"))
      trace.steps = document_.choice(*how, {"lines", "steps"}) == "steps";
    trace.period = positive_or(t, "period", "s", 0);
    placed(at, [&] {
      require_trace(trace);
      require_covered(trace, begin(), end());
      const auto more = trace.breakpoints(begin(), end());
      breakpoints_.insert(breakpoints_.end(), more.begin(), more.end());
      return 0;
    });
    return trace;
  }
  static TimeFunction function_of(NetworkTrace trace) {
    return
        [shared = std::make_shared<const NetworkTrace>(std::move(trace))](double t) { return shared->at(t); };
  }

  void read_node(const TomlNode& t) {
    const std::string name = document_.text(need(t, "name"));
    std::string kind = "diffusive";
    if (const TomlNode* given = t.find("kind"))
      kind = document_.choice(*given, {"diffusive", "arithmetic", "boundary", "phase_change"});
    const auto known = [&](std::vector<std::string> keys) {
      keys.insert(keys.end(), {"name", "kind", "temperature", "lowest", "highest"});
      document_.require_known(t, keys);
    };
    ThermalNetwork& network = file_.network;
    const NodeId id = placed(t, [&] {
      if (kind == "boundary") {
        known({"trace", "trace_file", "interpolation", "period"});
        if (auto trace = trace_of(t, "temperature", "K")) {
          for (std::size_t i = 0; i < trace->values.size(); ++i)
            if (trace->values[i] < 0)
              throw std::invalid_argument(fmt::format("point {} of the trace is {:.10g} K, must be 0 or more",
                                                      i + 1, trace->values[i]));
          return network.boundary(name, function_of(std::move(*trace)));
        }
        return network.boundary(name, number(t, "temperature", "K"));
      }
      const double temperature = number_or(t, "temperature", "K", 293.15);
      if (kind == "arithmetic") {
        known({});
        return network.arithmetic(name, temperature);
      }
      if (kind == "phase_change") {
        known({"solid_capacity", "liquid_capacity", "melting_temperature", "latent_heat", "melted"});
        return network.phase_change(name,
                                    {.solid_capacity = number(t, "solid_capacity", "J/K"),
                                     .liquid_capacity = number(t, "liquid_capacity", "J/K"),
                                     .melting_temperature = number(t, "melting_temperature", "K"),
                                     .latent_heat = number(t, "latent_heat", "J")},
                                    temperature, number_or(t, "melted", "", 0));
      }
      known({"capacity"});
      return network.diffusive(name, number(t, "capacity", "J/K"), temperature);
    });
    NetworkLimit limit{.node = id, .lowest = {}, .highest = {}};
    if (t.find("lowest")) limit.lowest = number(t, "lowest", "K");
    if (t.find("highest")) limit.highest = number(t, "highest", "K");
    if (limit.lowest && limit.highest && *limit.highest <= *limit.lowest)
      document_.refuse(need(t, "highest"), "must be above lowest");
    if (limit.lowest || limit.highest) file_.limits.push_back(limit);
  }

  void read_conductor(const TomlNode& t) {
    document_.require_known(t, {"between", "GL", "GR"});
    const std::pair<NodeId, NodeId> ends = pair_of(need(t, "between"));
    const NodeId a = ends.first, b = ends.second;
    const TomlNode *linear = t.find("GL"), *radiative = t.find("GR");
    if (!linear && !radiative) document_.refuse_key(t, "GL [W/K] or GR [m2] is missing");
    if (linear)
      placed(*linear, [&] { return file_.network.conduct(a, b, document_.quantity(*linear, "W/K")); });
    if (radiative)
      placed(*radiative, [&] { return file_.network.radiate(a, b, document_.quantity(*radiative, "m2")); });
  }

  void read_flow(const TomlNode& t) {
    document_.require_known(t, {"path", "capacity_flow", "mass_flow", "specific_heat", "trace", "trace_file",
                                "interpolation", "period", "factor"});
    const auto& path = document_.array(need(t, "path"));
    if (path.size() < 2) document_.refuse(need(t, "path"), "must name at least two nodes, downstream");
    const bool whole = t.find("capacity_flow") != nullptr;
    if (whole && (t.find("mass_flow") || t.find("specific_heat")))
      document_.refuse_key(need(t, "capacity_flow"), "goes without mass_flow and specific_heat");
    const double flow = whole ? positive(t, "capacity_flow", "W/K")
                              : positive(t, "mass_flow", "kg/s") * positive(t, "specific_heat", "J/kg/K");
    TimeFunction factor;
    if (t.find("trace") || t.find("trace_file") || t.find("factor")) {
      if (auto trace = trace_of(t, "factor", "")) {
        for (const double value : trace->values)
          if (value < 0) document_.refuse_key(t, "a factor of the trace is negative: a flow is one-way");
        factor = function_of(std::move(*trace));
      } else {
        const double value = number(t, "factor", "");
        if (value < 0) document_.refuse(need(t, "factor"), "must be 0 or more");
        factor = [value](double) { return value; };
      }
    }
    for (std::size_t i = 1; i < path.size(); ++i)
      placed(path[i], [&] {
        return file_.network.advect(node_named(path[i - 1]), node_named(path[i]), flow, factor);
      });
  }

  void read_load(const TomlNode& t) {
    document_.require_known(t, {"name", "node", "power", "trace", "trace_file", "interpolation", "period"});
    const NodeId node = node_named(need(t, "node"));
    const std::string name = t.find("name") ? document_.text(need(t, "name")) : "";
    placed(t, [&] {
      if (auto trace = trace_of(t, "power", "W"))
        return file_.network.heat(node, function_of(std::move(*trace)), name);
      return file_.network.heat(node, number(t, "power", "W"), name);
    });
  }

  void read_heater(const TomlNode& t) {
    document_.require_known(t, {"name", "node", "sensor", "power", "on_below", "off_above", "on"});
    Heater heater;
    heater.node = node_named(need(t, "node"));
    heater.sensor = t.find("sensor") ? node_named(need(t, "sensor")) : heater.node;
    heater.name = t.find("name") ? document_.text(need(t, "name")) : document_.text(need(t, "node"));
    heater.power = number(t, "power", "W");
    heater.on_below = number(t, "on_below", "K");
    heater.off_above = number(t, "off_above", "K");
    if (const TomlNode* on = t.find("on")) heater.on = document_.boolean(*on);
    placed(t, [&] { return file_.network.heater(heater); });
  }

  void read_transient(const TomlNode& t) {
    document_.require_known(
        t, {"begin", "end", "step", "relative_tolerance", "absolute_tolerance", "maximum_step", "solver"});
    const double from = number_or(t, "begin", "s", 0), to = number(t, "end", "s");
    if (!(to > from)) document_.refuse(need(t, "end"), "must be after the begin");
    const double step = positive_or(t, "step", "s", (to - from) / 100);
    if ((to - from) / step > 1e6) document_.refuse(need(t, "step"), "gives more than a million outputs");
    for (std::size_t i = 0; from + double(i) * step < to - 1e-9 * step; ++i)
      file_.times.push_back(from + double(i) * step);
    file_.times.push_back(to);
    NetworkTransientOptions& options = file_.transient;
    options.relative_tolerance = positive_or(t, "relative_tolerance", "", options.relative_tolerance);
    if (options.relative_tolerance >= 0.1)
      document_.refuse(need(t, "relative_tolerance"), "must be below 0.1");
    options.absolute_tolerance = positive_or(t, "absolute_tolerance", "delta_K", options.absolute_tolerance);
    options.maximum_step = positive_or(t, "maximum_step", "s", 0);
    if (const TomlNode* solver = t.find("solver")) {
      const std::string how = document_.choice(*solver, {"automatic", "direct", "krylov"});
      options.solver = how == "direct"   ? NetworkSolver::direct
                       : how == "krylov" ? NetworkSolver::krylov
                                         : NetworkSolver::automatic;
    }
  }

  void read_cycle(const TomlNode& t) {
    document_.require_known(t, {"period", "samples"});
    file_.cycle_period = positive(t, "period", "s");
    if (const TomlNode* samples = t.find("samples"))
      file_.cycle_samples = std::size_t(document_.integer(*samples, 1, 100000));
  }

  void read_sensitivity(const TomlNode& t) {
    document_.require_known(t, {"GL", "GR", "flow", "load", "heater", "capacity", "boundary", "start"});
    if (t.children.size() != 1)
      document_.refuse_key(t, "names one parameter: GL, GR, flow, load, heater, capacity, boundary or start");
    const TomlNode& value = t.children.front();
    const std::string kind(value.name());
    const ThermalNetwork& n = file_.network;
    std::vector<NetworkParameter> found;
    if (kind == "GL" || kind == "GR" || kind == "flow") {
      const auto [a, b] = pair_of(value);
      const ConductorKind wanted = kind == "GL"   ? ConductorKind::linear
                                   : kind == "GR" ? ConductorKind::radiative
                                                  : ConductorKind::advective;
      for (std::size_t i = 0; i < n.conductors().size(); ++i) {
        const Conductor& c = n.conductors()[i];
        const bool same =
            (c.a == a && c.b == b) || (wanted != ConductorKind::advective && c.a == b && c.b == a);
        if (c.kind == wanted && same) found.push_back({ParameterKind::conductor, i});
      }
    } else if (kind == "load" || kind == "heater") {
      const std::string name = document_.text(value);
      if (kind == "load")
        for (std::size_t i = 0; i < n.loads().size(); ++i)
          if (n.loads()[i].name == name) found.push_back({ParameterKind::load, i});
      if (kind == "heater")
        for (std::size_t i = 0; i < n.heaters().size(); ++i)
          if (n.heaters()[i].name == name) found.push_back({ParameterKind::heater_power, i});
    } else {
      const ParameterKind what = kind == "capacity"   ? ParameterKind::capacity
                                 : kind == "boundary" ? ParameterKind::boundary
                                                      : ParameterKind::start_temperature;
      found.push_back({what, node_named(value).index});
    }
    if (found.size() != 1)
      document_.refuse(value,
                       found.empty() ? "there is none of this name" : "there are several of this name");
    placed(value, [&] {
      require_parameter(n, found.front());
      return 0;
    });
    file_.transient.parameters.push_back(found.front());
  }

  const TomlDocument& document_;
  std::filesystem::path folder_;
  NetworkFile file_;
  std::vector<double> breakpoints_;
};

}  // namespace

NetworkFile read_network_file(const std::filesystem::path& file) {
  const TomlDocument document = TomlDocument::read(file.string());
  return Reader(document, file.parent_path()).read();
}

NetworkFile read_network_text(std::string_view text, const std::string& source_name,
                              const std::filesystem::path& folder) {
  const TomlDocument document(text, source_name);
  return Reader(document, folder).read();
}

}  // namespace sunrack
