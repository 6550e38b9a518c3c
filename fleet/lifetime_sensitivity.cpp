#include "fleet/lifetime_sensitivity.h"

#include <fmt/format.h>

#include <cmath>

#include "fleet/lifetime_report.h"
#include "physics/require.h"
#include "physics/units.h"
#include "satellite/spec_fields.h"

namespace sunrack {

using namespace units;

namespace {

double celsius(double kelvin) { return kelvin - 0_degC; }

SensitivityPoint point_of(SatelliteSpec spec, const LifetimeQuestion& question, double energy,
                          double reference) {
  const double before = spec.lifetime.reference_junction;
  set_number(spec, *find_spec_field("lifetime.activation_energy"), energy);
  set_number(spec, *find_spec_field("lifetime.reference_junction"), reference);
  shift_reference_temperatures(spec, before);
  ChipLifetime chip = lifetime_study(spec, question).chips.front();
  SensitivityPoint point{.activation_energy = energy,
                         .reference_junction = reference,
                         .hotter = chip.hotter,
                         .pays_below = chip.pays_below,
                         .pays_everywhere = chip.pays_everywhere,
                         .points = std::move(chip.points)};
  if (chip.least_mass) {
    point.best_junction = chip.least_mass->junction;
    point.least_mass = chip.least_mass->mass_per_compute;
    if (chip.at_limit.answered()) point.over_limit = point.least_mass / chip.at_limit.mass_per_compute;
  }
  return point;
}

std::string pays(const SensitivityPoint& point) {
  if (point.pays_below)
    return fmt::format("{:.0f}", std::round(celsius(*point.pays_below)) + 0.0);  // no "-0"
  if (!point.pays_everywhere) return "no answer";
  return *point.pays_everywhere ? "all" : "nowhere";
}

/// Curves of the assumption and of what stands beside it, one of the two moved at a time.
std::string left_panel(const LifetimeSensitivity& s) {
  struct Curve {
    std::size_t energy, reference;
    const char* colour;
    const char* dash;
  };
  std::vector<Curve> curves;
  const auto nearest = [](const std::vector<double>& values, double value) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < values.size(); ++i)
      if (std::abs(values[i] - value) < std::abs(values[best] - value)) best = i;
    return best;
  };
  const std::size_t e = nearest(s.energies, s.assumed_energy), r = nearest(s.references, s.assumed_reference);
  curves.push_back({e, r, "#000000", ""});
  for (const double energy : {0.5_eV, 0.9_eV})
    curves.push_back({nearest(s.energies, energy), r, energy < 0.7_eV ? "#0072B2" : "#D55E00", ""});
  for (const std::size_t other : {std::size_t(0), s.references.size() - 1})
    if (other != r) curves.push_back({e, other, other == 0 ? "#D55E00" : "#0072B2", "dashtype (6,4)"});
  std::string data, plot = "plot ", least = "$least << EOD\n";
  double floor = INFINITY;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const SensitivityPoint& point = s.at(curves[i].energy, curves[i].reference);
    data += fmt::format("$curve{} << EOD\n", i);
    for (const LifetimePoint& p : point.points)
      data += p.answered()
                  ? fmt::format("{:.6g} {:.6g}\n", celsius(p.junction), per_kilowatt_year(p.mass_per_compute))
                  : "\n";
    data += "EOD\n";
    plot += fmt::format(
        "$curve{} using 1:2 with lines linewidth {} linecolor \"{}\" {} title \"{:.1f} eV, {:.0f} "
        "°C{}\", ",
        i, i == 0 ? 3.2 : 2.2, curves[i].colour, curves[i].dash, point.activation_energy / 1_eV,
        celsius(point.reference_junction), i == 0 ? " (assumed)" : "");
    if (!point.best_junction) continue;
    floor = std::min(floor, per_kilowatt_year(point.least_mass));
    least +=
        fmt::format("{:.6g} {:.6g}\n", celsius(*point.best_junction), per_kilowatt_year(point.least_mass));
  }
  if (!std::isfinite(floor)) throw std::invalid_argument("plot of sensitivity: there is no point to draw");
  return fmt::format(
             "set title \"{}: launched per compute; a point where least\" offset 0,1\nset xlabel \"junction "
             "temperature [°C]\"\nset ylabel \"kg per kW·year\"\nset yrange [{:.4g}:{:.4g}]\nset key left "
             "top Left "
             "reverse samplen 2 title \"energy; ground's junction\"\n",
             s.chip, 0.8 * floor, 2.4 * floor) +
         data + least + "EOD\n" + plot +
         "$least using 1:2 with points pointtype 7 pointsize 1 linecolor \"#000000\" notitle\n";
}

/// [degC] radiator below which hotter pays, against the energy.
std::string right_panel(const LifetimeSensitivity& s) {
  static const char* colours[] = {"#D55E00", "#000000", "#0072B2", "#009E73", "#CC79A7"};
  std::string data, plot;
  for (std::size_t r = 0; r < s.references.size(); ++r) {
    data += fmt::format("$pays{} << EOD\n", r);
    for (std::size_t e = 0; e < s.energies.size(); ++e)
      if (const auto& below = s.at(e, r).pays_below)
        data += fmt::format("{:.4g} {:.6g}\n", s.energies[e] / 1_eV, celsius(*below));
      else
        data += "\n";
    data += "EOD\n";
    plot += fmt::format(
        "{}$pays{} using 1:2 with linespoints pointtype 7 linewidth 2.2 linecolor \"{}\" title "
        "\"ground's junction {:.0f} °C\"",
        r ? ", " : "plot ", r, colours[r % 5], celsius(s.references[r]));
  }
  return fmt::format(
             "set title \"A radiator {:.0f} % hotter pays below this radiator temperature\" offset 0,1\nset "
             "xlabel "
             "\"activation energy of random failures [eV]\"\nset ylabel \"radiator temperature [°C]\"\nset "
             "xrange "
             "[{:.4g}:{:.4g}]\nset yrange [*:*]\nset key right top Left reverse samplen 2 title \"\"\n",
             100 * (s.factor - 1), s.energies.front() / 1_eV - 0.05, s.energies.back() / 1_eV + 0.05) +
         data + plot + "\n";
}

}  // namespace

LifetimeSensitivity lifetime_sensitivity(const SatelliteSpec& spec, const SensitivityQuestion& question) {
  require(!question.energies_eV.empty(), "lifetime_sensitivity: energies", 0, "at least one is needed");
  require(!question.references_degC.empty(), "lifetime_sensitivity: references", 0, "at least one is needed");
  LifetimeQuestion one = question.study;
  one.chips = {question.chip.empty() ? spec.compute.chip : question.chip};
  one.study.progress.quiet = true;
  LifetimeSensitivity result{.chip = one.chips.front(),
                             .factor = one.factor,
                             .assumed_energy = spec.lifetime.activation_energy,
                             .assumed_reference = spec.lifetime.reference_junction};
  for (const double energy : question.energies_eV) result.energies.push_back(energy * 1_eV);
  for (const double reference : question.references_degC) result.references.push_back(reference + 0_degC);
  Progress progress("assumed figures of failures", result.energies.size() * result.references.size(),
                    question.study.study.progress);
  for (const double energy : result.energies)
    for (const double reference : result.references) {
      result.grid.push_back(point_of(spec, one, energy, reference));
      progress.advance();
    }
  return result;
}

std::string sensitivity_text(const LifetimeSensitivity& s) {
  std::string text = fmt::format(
      "\nAssumed, not measured: activation energy {:.2f} eV [0.4 to 0.9] of random failures, counted by the "
      "ground at junctions of {:.0f} degC [60 to 80]\n{}: junction of least kg/kW-year [degC], its "
      "kg/kW-year, "
      "and the radiator [degC] below which x{:g} pays\n{:<22}",
      s.assumed_energy / 1_eV, celsius(s.assumed_reference), s.chip, s.factor, "");
  for (const double reference : s.references)
    text += fmt::format("{:>30}", fmt::format("counted at {:.0f} degC", celsius(reference)));
  text += "\n";
  for (std::size_t e = 0; e < s.energies.size(); ++e) {
    text += fmt::format("{:>19.2f} eV", s.energies[e] / 1_eV);
    for (std::size_t r = 0; r < s.references.size(); ++r) {
      const SensitivityPoint& point = s.at(e, r);
      text += fmt::format("{:>30}",
                          point.best_junction
                              ? fmt::format("{:.0f}, {:.2f}; pays below {}", celsius(*point.best_junction),
                                            per_kilowatt_year(point.least_mass), pays(point))
                              : "no answer");
    }
    text += "\n";
  }
  bool from_limit = false;
  for (const SensitivityPoint& point : s.grid)
    from_limit = from_limit || (point.hotter.mass_ratio && *point.hotter.mass_ratio < 1);
  return text + fmt::format("From the chip's limit x{:g} pays for {} of these assumptions.\n", s.factor,
                            from_limit ? "some" : "none");
}

std::string sensitivity_script(const LifetimeSensitivity& sensitivity) {
  return "set terminal svg size 1240,560 noenhanced font \"sans-serif,14\" background \"white\"\n"
         "set encoding utf8\nset border 3 linecolor \"#444444\"\nset tics nomirror out\n"
         "set grid linecolor \"#dddddd\" linetype 1\nset tmargin 5\nset multiplot layout 1,2\n" +
         left_panel(sensitivity) + right_panel(sensitivity) + "unset multiplot\n";
}

}  // namespace sunrack
