// Shields of several sheets. HB is NASA/TM-2009-214785, BLAP is NASA/TM-2009-214789.
#include <algorithm>
#include <cmath>

#include "physics/debris/ballistic_forms.h"
#include "physics/require.h"

namespace sunrack::ballistic {

namespace {

constexpr double reference_density = 2.78;  // g/cm^3, aluminium 2024 that other sheets are counted as
constexpr double reference_yield = 59.5;    // ksi
constexpr double insulation_as_bumper = 3;  // BLAP: areal masses of insulation that count as bumper
const double cosine_of_65 = std::cos(65 * 3.141592653589793238 / 180);

/// Slower than `low` the sphere stays whole, faster than `high` it melts; between, the line in speed.
template <class Slow, class Fast>
double three_regimes(double v, double low, double high, Slow slow, Fast fast) {
  if (v <= low) return slow(v);
  if (v >= high) return fast(v);
  const double at_low = slow(low), at_high = fast(high);
  return at_low + (at_high - at_low) * (v - low) / (high - low);
}

/// Two aluminium sheets in published units.
struct Sheets {
  double bumper, wall, standoff, bumper_density, yield;
};

double whipple_slow(const Sheets& s, double cosine, double density, double v) {
  return std::pow((s.wall * std::sqrt(s.yield / 40) + s.bumper) /
                      (0.6 * std::pow(cosine, 5.0 / 3) * std::sqrt(density) * std::pow(v, 2.0 / 3)),
                  18.0 / 19);
}

double whipple_fast(const Sheets& s, double cosine, double density, double v) {
  return 3.918 * std::cbrt(s.wall * s.wall * s.standoff * s.yield / (70 * density)) /
         (std::pow(s.bumper_density, 1.0 / 9) * std::pow(v * cosine, 2.0 / 3));
}

/// JSC: how much thicker a wall must be behind a bumper that is too thin for the particle, at the speed where
/// the sphere melts.
double derating(const Sheets& s, double cosine, double density, double d, double v_melt) {
  const double enough = s.standoff / d < 30 ? 0.25 : 0.20;
  const double part = s.bumper / d / enough;
  if (part >= 1) return 1;
  const double alone = 0.6 * std::pow(d, 19.0 / 18) * std::pow(cosine, 5.0 / 3) * std::sqrt(density) *
                       std::pow(v_melt, 2.0 / 3) / std::sqrt(s.yield / 40);
  constexpr double sphere = 3.141592653589793238 / 6;
  const double designed = 0.16 * std::sqrt(d) * std::pow(density * s.bumper_density, 1.0 / 6) *
                          std::cbrt(sphere * density) * d * v_melt * cosine / std::sqrt(s.standoff) *
                          std::sqrt(70 / s.yield);
  const double ratio = std::max(1.0, alone / designed);
  return 1 + (ratio - 1) * (1 - part) * (1 - part);
}

/// The diameter that equals what the derated wall stops; derating grows with it, so there is one.
double derated_fast(const Sheets& s, double cosine, double density, double v, double v_melt) {
  const double full = whipple_fast(s, cosine, density, v);
  const auto allowed = [&](double d) {
    return full * std::pow(derating(s, cosine, density, d, v_melt), -2.0 / 3);
  };
  double high = full, low = allowed(full);
  if (low >= high) return full;
  while (allowed(low) < low) {  // where `enough` jumps at a standoff of 30 diameters the bracket may be short
    high = low;
    low *= 0.5;
  }
  double at_low = std::log(allowed(low) / low), at_high = std::log(allowed(high) / high);
  // Illinois: false position that never lets one end stand still.
  for (int i = 0; i < 60 && high / low - 1 > 1e-9; ++i) {
    double d = low * std::pow(high / low, at_low / (at_low - at_high));
    if (!(d > low && d < high)) d = std::sqrt(low * high);
    const double f = std::log(allowed(d) / d);
    if (std::abs(f) < 1e-10) return d;
    if (f > 0) {
      low = d;
      at_low = f;
      at_high *= 0.5;
    } else {
      high = d;
      at_high = f;
      at_low *= 0.5;
    }
  }
  return std::sqrt(low * high);
}

/// [km/s] normal speed at which a sphere begins to break on the bumper: 1.436 (d / t_b)^(1/3), 2.60 where the
/// bumper is 0.16 d or more. With the slow form's d at that speed it is a power law.
double break_up_speed(const Sheets& s, double cosine, double density) {
  // The slow form at v / cos: a v^(-12/19).
  const double a = whipple_slow(s, cosine, density, 1 / cosine);
  const double v = std::pow(a * 1.436 * 1.436 * 1.436 / s.bumper, 19.0 / 69);
  // 1.436 / 0.16^(1/3) = 2.645 is published as 2.60.
  return v <= 1.436 / std::cbrt(0.16) ? 2.60 : v;
}

double nno(const Sheets& s, const Shot& shot) {
  const double c = std::max(shot.cosine, cosine_of_65);
  return three_regimes(
      shot.v, 3 / c, 7 / c, [&](double v) { return whipple_slow(s, c, shot.density, v); },
      [&](double v) { return whipple_fast(s, c, shot.density, v); });
}

double jsc(const Sheets& s, const Shot& shot) {
  const double c = std::max(shot.cosine, cosine_of_65), melt = 7 / c;
  const double break_up = break_up_speed(s, c, shot.density);
  if (break_up >= 7)
    throw ModelError(
        fmt::format("critical_diameter: a bumper of {:.3g} mm breaks no sphere that a wall of {:.3g} mm "
                    "stops; take the wall alone",
                    s.bumper * 10, s.wall * 10));
  return three_regimes(
      shot.v, break_up / c, melt, [&](double v) { return whipple_slow(s, c, shot.density, v); },
      [&](double v) { return derated_fast(s, c, shot.density, v, melt); });
}

/// SRL (Ryan, Schaefer, Lambert): exponents of the cosine, by incidence.
struct Obliquity {
  double cosine, delta, epsilon;
};
Obliquity obliquity(double cosine, HoneycombPanel::Sheets sheets) {
  const double c = std::max(cosine, cosine_of_65);
  if (sheets == HoneycombPanel::Sheets::cfrp) return {c, 4.0 / 3, 0};
  const bool steep = c * c >= 0.5 - 1e-12;  // up to 45 degrees
  return {c, steep ? 4.0 / 3 : 5.0 / 4, steep ? 8.0 / 3 : 10.0 / 4};
}

double srl_double(const HoneycombPanel& panel, const Shot& shot) {
  const bool cfrp = panel.sheets == HoneycombPanel::Sheets::cfrp;
  const double counted = cfrp ? g_cm3(panel.density) / reference_density : 1;
  const double yield = cfrp ? reference_yield : ksi(panel.yield_stress);
  const double bumper_density = cfrp ? reference_density : g_cm3(panel.density);
  const double front = cm(panel.front_sheet) * counted, back = cm(panel.back_sheet) * counted;
  const auto [c, delta, epsilon] = obliquity(shot.cosine, panel.sheets);
  const double oblique = std::pow(c, delta);
  return three_regimes(
      shot.v, (cfrp ? 4.2 : 3.0) / c, (cfrp ? 8.4 : 7.0) / c,
      [&](double v) {
        const double sheets = back / (cfrp ? 1.1 : 1.4) * std::sqrt(yield / 40) + front;
        return std::pow(sheets / (0.6 * oblique * std::sqrt(shot.density) * std::pow(v, 2.0 / 3)), 18.0 / 19);
      },
      [&](double v) {
        return 1.155 * std::cbrt(cm(panel.core) * back * back * yield / 70) /
               (std::pow(0.4 * v, 2.0 / 3) * std::cbrt(shot.density) * std::pow(bumper_density, 1.0 / 9) *
                oblique);
      });
}

}  // namespace

double whipple(const WhippleShield& shield, const Shot& shot) {
  const Sheets sheets{
      .bumper = cm(shield.bumper) + insulation_as_bumper * g_cm2(shield.insulation) / reference_density,
      .wall = cm(shield.wall),
      .standoff = cm(shield.standoff),
      .bumper_density = g_cm3(shield.bumper_density),
      .yield = ksi(shield.wall_yield_stress)};
  return shield.form == WhippleShield::Form::jsc ? jsc(sheets, shot) : nno(sheets, shot);
}

double honeycomb(const HoneycombPanel& panel, const Shot& shot) {
  if (panel.form == HoneycombPanel::Form::srl) return srl_double(panel, shot);
  // HB 6-1: the core channels the cloud, which spreads over no more than two cells.
  return nno({.bumper = cm(panel.front_sheet),
              .wall = cm(panel.back_sheet),
              .standoff = cm(std::min(2 * panel.cell, panel.core)),
              .bumper_density = g_cm3(panel.density),
              .yield = ksi(panel.yield_stress)},
             shot);
}

double triple(const TripleWall& wall, const Shot& shot) {
  const bool cfrp = wall.sheets == HoneycombPanel::Sheets::cfrp;
  const double counted = cfrp ? g_cm3(wall.density) / reference_density : 1;
  const double density = cfrp ? reference_density : g_cm3(wall.density);
  const double front = cm(wall.front_sheet) * counted, back = cm(wall.back_sheet) * counted,
               last = cm(wall.wall);
  const double yield = ksi(wall.yield_stress);
  const auto [c, delta, epsilon] = obliquity(shot.cosine, wall.sheets);
  const double oblique = std::pow(c, delta), second = std::pow(c, -epsilon);
  return three_regimes(
      shot.v, (cfrp ? 4.2 : 3.0) / c, (cfrp ? 8.4 : 7.0) / c,
      [&](double v) {
        // A public code has the square root of the last wall here, which has not the unit of a thickness.
        const double sheets = (last + back) / (cfrp ? 1.1 : 1.4) * std::sqrt(yield / 40) + front;
        return std::pow(sheets / (0.6 * oblique * std::sqrt(shot.density) * std::pow(v, 2.0 / 3)), 18.0 / 19);
      },
      [&](double v) {
        const double near =
            std::cbrt(cm(wall.sheet_gap)) * std::pow(back + (cfrp ? 1.0 : 1.5) * last, 2.0 / 3);
        const double s2 = cm(wall.wall_gap);
        const double far = cfrp ? std::cbrt(s2) * std::pow(last, 2.0 / 3)
                                : 0.1 * std::pow(s2, 2.0 / 3) * std::cbrt(last) * second;
        return 1.155 * (near + far) * std::cbrt(yield / 70) /
               (std::pow(0.4 * v, 2.0 / 3) * std::cbrt(shot.density) * std::pow(density, 1.0 / 9) * oblique);
      });
}

double foam(const FoamPanel& panel, const Shot& shot) {
  const double front = cm(panel.front_sheet), back = cm(panel.back_sheet), core = cm(panel.core);
  const double density = g_cm3(panel.density), foam_mass = g_cm2(panel.foam_areal_mass);
  const double yield = ksi(panel.back_yield_stress);
  const double oblique = std::pow(shot.cosine, 0.8), knee = std::cbrt(shot.cosine);
  return three_regimes(
      shot.v, 2.25 / knee, 4 / knee,
      [&](double v) {
        const double sheets =
            front + back * std::sqrt(yield / 40) + std::pow(core, 1.1) * foam_mass / core / density;
        return 1.83 * sheets / std::pow(std::sqrt(shot.density) * std::pow(v, 2.0 / 3) * oblique, 18.0 / 19);
      },
      [&](double v) {
        return 2.152 * 0.89 * std::pow(back + 0.5 * foam_mass / density, 2.0 / 3) * std::pow(core, 0.45) *
               std::cbrt(yield / (70 * shot.density)) /
               (std::pow(density, 1.0 / 9) * std::pow(v, 0.4) * oblique);
      });
}

}  // namespace sunrack::ballistic
