#include "satellite/radiation_pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "physics/radiation/anomaly_map.h"
#include "physics/radiation/trapped.h"
#include "physics/units.h"
#include "physics/vtk/grid_output.h"
#include "satellite/plot.h"

namespace sunrack {

using namespace units;

namespace {

constexpr double proton_energy = 10_MeV, electron_energy = 1_MeV;
constexpr const char* proton_label = "protons above 10 MeV [1/cm2/s]";
constexpr const char* electron_label = "electrons above 1 MeV [1/cm2/s]";

double decades_only(double value) { return value > 0 ? value : 0; }

LineSeries series(const char* name, const std::vector<std::pair<double, double>>& points) {
  LineSeries result{.name = name, .points = {}};
  double largest = 0;
  for (const auto& point : points) largest = std::max(largest, point.second);
  for (const auto& [x, y] : points)
    // Nine decades are enough to see; a logarithm has no zero.
    result.points.emplace_back(x, y > 1e-9 * largest ? std::optional(y) : std::nullopt);
  return result;
}

LineSeries integral_series(const char* name, const Spectrum& spectrum, double divisor = 1) {
  std::vector<std::pair<double, double>> points;
  for (const double energy : spectrum.energy)
    points.emplace_back(energy / 1_MeV, integral_flux(spectrum, energy) / divisor / 1_per_cm2);
  return series(name, points);
}

bool empty(const LineSeries& one) {
  return std::none_of(one.points.begin(), one.points.end(),
                      [](const auto& p) { return p.second.has_value(); });
}

void add(LinePlot& plot, LineSeries&& one) {
  if (!empty(one)) plot.series.push_back(std::move(one));
}

std::string spectra_script(const RadiationReport& report) {
  LinePlot plot{.title = "Particles outside the shield",
                .x_label = "energy [MeV, ions per nucleon]",
                .y_label = "flux above energy [1/cm2/s]",
                .series = {}};
  add(plot, integral_series("trapped protons", report.outside.trapped_protons));
  add(plot, integral_series("trapped electrons", report.outside.trapped_electrons));
  add(plot, integral_series("Sun, mean", report.outside.solar_protons, report.outside.duration));
  add(plot, integral_series("Sun, worst day", report.outside.worst_day_protons));
  for (const IonSpectrum& ion : report.outside.cosmic_rays)
    if (ion.atomic_number == 1 || ion.atomic_number == 26)
      add(plot, integral_series(ion.atomic_number == 1 ? "cosmic protons" : "cosmic iron", ion.spectrum));
  return with_log_axes(gnuplot_script(plot), true, true);
}

std::string dose_script(const RadiationReport& report) {
  LinePlot plot{.title = fmt::format("Dose in silicon, {:.3g} years, centre of a sphere",
                                     report.outside.duration / 1_year),
                .x_label = "aluminium [mm]",
                .y_label = "dose [krad]",
                .series = {}};
  const std::pair<const char*, double DoseComponents::*> parts[] = {
      {"trapped protons", &DoseComponents::trapped_protons},
      {"trapped electrons", &DoseComponents::trapped_electrons},
      {"bremsstrahlung", &DoseComponents::bremsstrahlung},
      {"solar protons", &DoseComponents::solar_protons},
      {"cosmic rays", &DoseComponents::cosmic_rays}};
  std::vector<std::pair<double, double>> total;
  const auto& curve = report.dose_depth;
  const auto depth = [&](std::size_t i) { return curve.depth[i] / 2700 / 1_mm; };
  for (std::size_t i = 0; i < curve.depth.size(); ++i)
    total.emplace_back(depth(i), curve.sphere[i].total() / 1_krad);
  add(plot, series("total", total));
  for (const auto& [name, part] : parts) {
    std::vector<std::pair<double, double>> points;
    for (std::size_t i = 0; i < curve.depth.size(); ++i)
      points.emplace_back(depth(i), decades_only(curve.sphere[i].*part / 1_krad));
    add(plot, series(name, points));
  }
  return with_log_axes(gnuplot_script(plot), true, true);
}

std::string let_script(const RadiationReport& report) {
  LinePlot plot{.title = "LET in silicon behind the shield",
                .x_label = "LET [MeV cm2/mg]",
                .y_label = "flux above LET [1/cm2/s]",
                .series = {}};
  std::vector<std::pair<double, double>> all, ions, worst;
  for (int i = 0; i < let_points; i += 4) {
    all.emplace_back(let_at(i) / 1_MeV_cm2_per_mg,
                     integral_let_flux(report.let_with_protons, let_at(i)) / 1_per_cm2);
    ions.emplace_back(let_at(i) / 1_MeV_cm2_per_mg,
                      integral_let_flux(report.let_ions, let_at(i)) / 1_per_cm2);
    worst.emplace_back(let_at(i) / 1_MeV_cm2_per_mg,
                       integral_let_flux(report.let_worst_day, let_at(i)) / 1_per_cm2);
  }
  add(plot, series("with protons", all));
  add(plot, series("Z 2 to 28", ions));
  add(plot, series("Sun, worst day", worst));
  return with_log_axes(gnuplot_script(plot), true, true);
}

std::string map_script(const RadiationQuestion& question) {
  const TrappedModel model = proton_belt(question.options.solar);
  const AnomalyMap map = anomaly_map(model, proton_energy, question.orbit.perigee_altitude);
  std::string script = fmt::format(
      "set terminal svg size 900,520 font \"sans,14\" background \"#ffffff\"\n"
      "set title \"{}, protons above 10 MeV at {:.0f} km\"\nset xlabel \"longitude [deg]\"\n"
      "set ylabel \"latitude [deg]\"\nset cblabel \"1/cm2/s\"\nset logscale cb\nset format cb \"10^{{%T}}\"\n"
      "set xrange [-180:180]\nset yrange [-90:90]\nset cbrange [1:*]\nset xtics 60\nset ytics 30\nunset key\n"
      "set palette defined (0 \"#fff7d6\", 1 \"#f4b942\", 2 \"#c8503c\", 3 \"#4b1d52\")\nset grid front\n"
      "$map << EOD\n",
      trapped_model_name(model), question.orbit.perigee_altitude / 1_km);
  for (std::size_t i = 0; i < map.latitude.size(); ++i) {
    for (std::size_t j = 0; j < map.longitude.size(); ++j) {
      const double flux = map.flux[i * map.longitude.size() + j] / 1_per_cm2;
      script += fmt::format("{:.4g} {:.4g} {}\n", map.longitude[j] / 1_deg, map.latitude[i] / 1_deg,
                            flux >= 1 ? fmt::format("{:.5g}", flux) : "NaN");
    }
    script += "\n";
  }
  return script + "EOD\nplot $map using 1:2:3 with image\n";
}

/// A day of the orbit, or a revolution if that takes longer, with the fluxes along it.
struct OrbitFlux {
  std::vector<OrbitSample> track;
  std::vector<double> protons, electrons;  ///< [m^-2 s^-1]
};

OrbitFlux orbit_flux(const RadiationQuestion& question) {
  OrbitFlux result{.track = orbit_track(question.orbit, 1_day, 1441), .protons = {}, .electrons = {}};
  const TrappedEnergies protons(proton_belt(question.options.solar), {proton_energy}),
      electrons(electron_belt(question.options.solar), {electron_energy});
  for (const auto& flux : trapped_series(protons, result.track)) result.protons.push_back(flux.front());
  for (const auto& flux : trapped_series(electrons, result.track)) result.electrons.push_back(flux.front());
  return result;
}

std::string orbit_script(const RadiationQuestion& question) {
  const OrbitFlux flux = orbit_flux(question);
  LinePlot plot{
      .title = "Belts along the orbit, one day",
      .x_label = "time [h]",
      .y_label = "flux [1/cm2/s]",
      .series = {{.name = "protons > 10 MeV", .points = {}}, {.name = "electrons > 1 MeV", .points = {}}}};
  for (std::size_t i = 0; i < flux.track.size(); ++i) {
    const auto point = [&](double value) {
      return std::pair(flux.track[i].time / 1_h, value > 0 ? std::optional(value / 1_per_cm2) : std::nullopt);
    };
    plot.series[0].points.push_back(point(flux.protons[i]));
    plot.series[1].points.push_back(point(flux.electrons[i]));
  }
  std::erase_if(plot.series, [](const LineSeries& one) { return empty(one); });
  return plot.series.empty() ? "" : with_log_axes(gnuplot_script(plot), false, true);
}

/// Shells of a grid about the Earth: radius (fastest), latitude, longitude, these half a step from the axes
/// so that a cut through an axis finds both halves.
StructuredVolume belts_volume(SolarCycle solar) {
  StructuredVolume volume{.counts = {48, 49, 73}, .points = {}, .fields = {}};
  std::vector<OrbitSample> places;
  for (int k = 0; k < volume.counts[2]; ++k)
    for (int j = 0; j < volume.counts[1]; ++j)
      for (int i = 0; i < volume.counts[0]; ++i) {
        const double radius =
                         geomagnetic_radius * 1.05 * std::pow(8 / 1.05, double(i) / (volume.counts[0] - 1)),
                     latitude = constants::pi * (double(j) / (volume.counts[1] - 1) - 0.5),
                     longitude = 2 * constants::pi * (k + 0.5) / (volume.counts[2] - 1);
        const Eigen::Vector3d place(radius * std::cos(latitude) * std::cos(longitude),
                                    radius * std::cos(latitude) * std::sin(longitude),
                                    radius * std::sin(latitude));
        volume.points.push_back(place);
        places.push_back({0, place});
      }
  const auto add_field = [&](const char* name, const TrappedEnergies& energies) {
    CellField field{name, {}};
    for (const auto& flux : trapped_series(energies, places))
      field.values.push_back(flux.front() / 1_per_cm2);
    volume.fields.push_back(std::move(field));
  };
  add_field(proton_label, TrappedEnergies(proton_belt(solar), {proton_energy}));
  add_field(electron_label, TrappedEnergies(electron_belt(solar), {electron_energy}));
  return volume;
}

}  // namespace

std::string with_log_axes(const std::string& script, bool x, bool y) {
  const auto plot = script.rfind("\nplot ");
  std::string axes;
  if (x) axes += "set logscale x\nset format x \"%g\"\nset autoscale x\n";
  if (y) axes += "set logscale y\nset format y \"%g\"\nset autoscale y\n";
  return script.substr(0, plot + 1) + axes + script.substr(plot + 1);
}

std::vector<std::pair<std::string, std::string>> radiation_plots(const RadiationQuestion& question,
                                                                 const RadiationReport& report) {
  std::vector<std::pair<std::string, std::string>> result = {{"spectra.svg", spectra_script(report)},
                                                             {"dose_depth.svg", dose_script(report)},
                                                             {"let.svg", let_script(report)}};
  if (question.orbit.kind != RadiationOrbit::Kind::earth) return result;
  result.emplace_back("anomaly_map.svg", map_script(question));
  if (auto script = orbit_script(question); !script.empty())
    result.emplace_back("orbit_flux.svg", std::move(script));
  return result;
}

std::string orbit_flux_csv(const RadiationQuestion& question) {
  const OrbitFlux flux = orbit_flux(question);
  std::string text = "time_h,x_km,y_km,z_km,protons_above_10_MeV_per_cm2_s,electrons_above_1_MeV_per_cm2_s\n";
  for (std::size_t i = 0; i < flux.track.size(); ++i) {
    const Eigen::Vector3d place = flux.track[i].position / 1_km;
    text += fmt::format("{:.5f},{:.2f},{:.2f},{:.2f},{:.6g},{:.6g}\n", flux.track[i].time / 1_h, place.x(),
                        place.y(), place.z(), flux.protons[i] / 1_per_cm2, flux.electrons[i] / 1_per_cm2);
  }
  return text;
}

std::vector<std::string> write_belts(const std::filesystem::path& folder, const RadiationQuestion& question,
                                     const FileMetadata& metadata) {
  write_structured_volume(folder / "belts.vts", belts_volume(question.options.solar), metadata);
  const OrbitFlux flux = orbit_flux(question);
  Polyline line;
  CellField protons{proton_label, {}}, electrons{electron_label, {}}, time{"time [h]", {}};
  for (std::size_t i = 0; i < flux.track.size(); ++i) {
    line.points.push_back(flux.track[i].position);
    protons.values.push_back(flux.protons[i] / 1_per_cm2);
    electrons.values.push_back(flux.electrons[i] / 1_per_cm2);
    time.values.push_back(flux.track[i].time / 1_h);
  }
  line.fields = {protons, electrons, time};
  write_polyline(folder / "orbit.vtp", line, metadata);
  return {"belts.vts", "orbit.vtp (ParaView)"};
}

}  // namespace sunrack
