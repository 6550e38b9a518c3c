#include "physics/radiation/trapped.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>

#include "physics/numerics/parallel.h"
#include "physics/radiation/data_file.h"
#include "physics/require.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

struct Source {
  const char* name;
  const char* file;
  bool protons;
};

constexpr std::array sources = {
    Source{"AP8 MIN", "ap8_min.csv", true}, Source{"AP8 MAX", "ap8_max.csv", true},
    Source{"AE8 MIN", "ae8_min.csv", false}, Source{"AE8 MAX", "ae8_max.csv", false}};

// Between the native energies the models' own law is exponential in energy; power laws through these points
// are within some per cent of it.
constexpr std::array protons_between = {0.15, 0.3,  0.5,  0.7,  1.5,  3.0,   5.0,  7.0,
                                        12.5, 17.5, 25.0, 40.0, 70.0, 150.0, 300.0};
constexpr std::array electrons_between = {0.07, 0.15, 0.2,  0.3,  0.4,  0.6,  0.7,  0.8,  1.25, 1.75,
                                          2.25, 2.75, 3.25, 3.75, 4.25, 4.75, 5.25, 5.75, 6.25, 6.75};

std::string_view cut(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const auto piece = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return piece;
}

/// Reads the lines of a table one by one.
class Lines {
 public:
  Lines(std::string_view name, std::string_view text) : name_(name), text_(text) {}
  bool more() const { return !text_.empty(); }
  std::string_view next(const char* wanted) {
    while (!text_.empty()) {
      const auto line = cut(text_, '\n');
      ++number_;
      if (!line.empty() && line.front() != '#') return line;
    }
    refuse(fmt::format("cut short: {} is missing", wanted));
  }
  template <typename Number>
  Number number(std::string_view& line) const {
    const auto field = cut(line, ',');
    Number value{};
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (error != std::errc{} || end != field.data() + field.size())
      refuse(fmt::format("'{}' is no number", field));
    return value;
  }
  [[noreturn]] void refuse(const std::string& what) const {
    throw std::invalid_argument(fmt::format("{}, line {}: {}", name_, number_, what));
  }

 private:
  std::string_view name_, text_;
  int number_ = 0;
};

std::vector<double> native_energies(Lines& lines) {
  std::string_view line = lines.next("the line of energies");
  if (cut(line, ',') != "E") lines.refuse("the line of energies must begin with E");
  std::vector<double> result;
  while (!line.empty()) {
    result.push_back(lines.number<double>(line));
    if (result.size() > 1 && result.back() <= result[result.size() - 2]) lines.refuse("energies must ascend");
  }
  if (result.size() < 3) lines.refuse("fewer than three energies");
  return result;
}

/// One row: the first value in thousandths, then the drops to the next.
void read_row(Lines& lines, std::size_t width, std::vector<float>& out) {
  std::string_view line = lines.next("a row of fluxes");
  const std::size_t start = out.size();
  out.resize(start + width, 0);
  if (line == "-") return;
  int value = 0;
  for (std::size_t i = 0; !line.empty(); ++i) {
    if (i == width) lines.refuse("more fluxes than energies");
    const int read = lines.number<int>(line);
    value = i == 0 ? read : value - read;
    if (value < 0) lines.refuse("a flux below the model's floor");
    out[start + i] = float(value) / 1000;
  }
}

struct AtomicTable {
  std::once_flag once;
  std::optional<TrappedTable> table;
};

}  // namespace

const char* trapped_model_name(TrappedModel model) { return sources[std::size_t(model)].name; }
TrappedModel proton_belt(SolarCycle solar) {
  return solar == SolarCycle::minimum ? TrappedModel::ap8_min : TrappedModel::ap8_max;
}
TrappedModel electron_belt(SolarCycle solar) {
  return solar == SolarCycle::minimum ? TrappedModel::ae8_min : TrappedModel::ae8_max;
}

TrappedTable parse_trapped_table(std::string_view name, std::string_view text) {
  Lines lines(name, text);
  TrappedTable table{.name = name, .energies_MeV = native_energies(lines)};
  for (const double energy : table.energies_MeV) table.energies.push_back(energy * 1_MeV);
  while (lines.more()) {
    std::string_view line = lines.next("a block");
    if (cut(line, ',') != "L") lines.refuse("a block must begin with L after its 61 rows");
    table.l.push_back(lines.number<double>(line));
    if (table.l.size() > 1 && table.l.back() <= table.l[table.l.size() - 2]) lines.refuse("L must ascend");
    const double ratio = lines.number<double>(line);
    if (!(ratio > 1)) lines.refuse("the largest B/B0 must be above 1");
    table.log_ratio.push_back(std::log(ratio));
    for (std::size_t k = 0; k < TrappedTable::steps; ++k)
      read_row(lines, table.energies.size(), table.log_flux);
  }
  if (table.l.size() < 2) lines.refuse("cut short: fewer than two L");
  return table;
}

const TrappedTable& trapped_table(TrappedModel model) {
  static std::array<AtomicTable, sources.size()> tables;
  AtomicTable& entry = tables[std::size_t(model)];
  const char* const file = sources[std::size_t(model)].file;
  std::call_once(entry.once, [&] { entry.table = parse_trapped_table(file, radiation_data_file(file)); });
  return *entry.table;
}

TrappedEnergies::TrappedEnergies(TrappedModel model, std::vector<double> energies)
    : model_(model), table_(&trapped_table(model)), energies_(std::move(energies)) {
  const auto& native = table_->energies;
  require(!energies_.empty() && energies_.size() <= capacity, "trapped belts: number of energies",
          double(energies_.size()), "must be 1 to 64");
  for (std::size_t i = 0; i < energies_.size(); ++i) {
    const double energy = energies_[i];
    // Sums of units round: an energy that is meant to be a native one is one.
    constexpr double slack = 1e-12;
    require(energy >= native.front() * (1 - slack) && energy <= native.back() * (1 + slack),
            "trapped belts: energy", energy,
            sources[std::size_t(model)].protons ? "must be 0.1 to 400 MeV of protons [J]"
                                                : "must be 0.04 to 7 MeV of electrons [J]");
    require(i == 0 || energy > energies_[i - 1], "trapped belts: energy", energy, "must ascend [J]");
    const auto above = std::upper_bound(native.begin() + 1, native.end() - 1, energy * (1 + slack));
    const auto lower = std::size_t(above - native.begin()) - 1;
    double share = (energy - native[lower]) / (native[lower + 1] - native[lower]);
    if (std::abs(share) < 1e-9) share = 0;
    if (std::abs(share - 1) < 1e-9) share = 1;
    const double beyond = lower == 0 ? 0 : (energy - native[lower - 1]) / (native[lower] - native[lower - 1]);
    places_.push_back({lower, share, beyond});
  }
}

const TrappedEnergies& TrappedEnergies::standard(TrappedModel model) {
  const auto make = [](TrappedModel which) {
    std::vector<double> energies = trapped_table(which).energies;
    const auto add = [&](double energy) { energies.push_back(energy * 1_MeV); };
    if (sources[std::size_t(which)].protons)
      std::ranges::for_each(protons_between, add);
    else
      std::ranges::for_each(electrons_between, add);
    std::ranges::sort(energies);
    return TrappedEnergies(which, std::move(energies));
  };
  static std::array<std::once_flag, sources.size()> once;
  static std::array<std::optional<TrappedEnergies>, sources.size()> made;
  const auto index = std::size_t(model);
  std::call_once(once[index], [&] { made[index] = make(model); });
  return *made[index];
}

void trapped_flux(const TrappedEnergies& energies, double l, double field_ratio, std::span<double> flux) {
  const TrappedTable& table = *energies.table_;
  if (flux.size() != energies.places_.size())
    throw std::invalid_argument(
        fmt::format("trapped_flux: {} fluxes for {} energies", flux.size(), energies.places_.size()));
  if (std::isnan(l) || !(field_ratio > 0)) {
    require(!std::isnan(l), "trapped_flux: L", l, "must be a number");
    require(false, "trapped_flux: B/B0", field_ratio, "must be positive");
  }
  std::ranges::fill(flux, 0.0);
  if (l < table.l.front() || l > table.l.back()) return;
  const auto above = std::upper_bound(table.l.begin() + 1, table.l.end() - 1, l);
  const auto block = std::size_t(above - table.l.begin()) - 1;
  const double l_share = (l - table.l[block]) / (table.l[block + 1] - table.l[block]);
  const double largest =
      table.log_ratio[block] + l_share * (table.log_ratio[block + 1] - table.log_ratio[block]);
  // B may fall below B0 = M/L^3 by the difference of the real field from a dipole; such a point is at the
  // equator.
  double x = std::max(0.0, std::log(field_ratio)) / largest;
  if (x > 1 + 1e-12) return;
  x = std::min(x, 1.0);
  constexpr double intervals = double(TrappedTable::steps - 1);
  const auto u_at = [](double k) { return 1 - (1 - k / intervals) * (1 - k / intervals); };
  const double step = std::min(std::floor(intervals * (1 - std::sqrt(1 - x)) + 1e-12), intervals - 1);
  const double x_share = std::clamp((x - u_at(step)) / (u_at(step + 1) - u_at(step)), 0.0, 1.0);

  const std::size_t width = table.energies.size();
  const float* const here = &table.log_flux[(block * TrappedTable::steps + std::size_t(step)) * width];
  const float* const next = here + TrappedTable::steps * width;
  const double weights[] = {(1 - l_share) * (1 - x_share), (1 - l_share) * x_share, l_share * (1 - x_share),
                            l_share * x_share};
  std::array<double, TrappedEnergies::capacity> log_flux;
  for (std::size_t i = 0; i < width; ++i)
    log_flux[i] = weights[0] * double(here[i]) + weights[1] * double(here[i + width]) +
                  weights[2] * double(next[i]) + weights[3] * double(next[i + width]);
  for (std::size_t i = 0; i < flux.size(); ++i) {
    const auto& [lower, share, beyond] = energies.places_[i];
    const double at_lower = log_flux[lower], at_upper = log_flux[lower + 1];
    double value = at_lower + (at_upper - at_lower) * share;
    if (at_upper <= 0 && lower > 0 && share > 0)
      value = std::min(value, log_flux[lower - 1] + (at_lower - log_flux[lower - 1]) * beyond);
    constexpr double ln10 = 2.302585092994045684;
    if (value > 0) flux[i] = 1_per_cm2 * std::exp(ln10 * value);
  }
}

const GeomagneticField& belt_field(TrappedModel model) {
  return model == TrappedModel::ap8_max ? gsfc_12_66_1970() : jensen_cain_1960();
}

void require_belt_field(TrappedModel model, const GeomagneticField& field, FieldEpochRule rule) {
  const GeomagneticField& own = belt_field(model);
  if (rule == FieldEpochRule::expert || field.model == own.model) return;
  throw std::invalid_argument(fmt::format(
      "{} goes with the field {}, not with {}: in another field the drifted South Atlantic Anomaly "
      "gives up to 13 times too many protons in low orbits. Who compares with such a calculation "
      "asks for it as an expert",
      trapped_model_name(model), own.name, field.name));
}

namespace {

const GeomagneticField& field_of(TrappedModel model, const TrappedOptions& options) {
  if (!options.field) return belt_field(model);
  require_belt_field(model, *options.field, options.rule);
  return *options.field;
}

void flux_at(const TrappedEnergies& energies, const std::optional<MagneticCoordinates>& place,
             std::span<double> flux) {
  if (place)
    trapped_flux(energies, place->l, place->field / place->equatorial_field, flux);
  else
    std::ranges::fill(flux, 0.0);
}

}  // namespace

std::vector<std::vector<double>> trapped_series(const TrappedEnergies& energies,
                                                std::span<const OrbitSample> samples,
                                                const TrappedOptions& options) {
  const GeomagneticField& field = field_of(energies.model(), options);
  std::vector<std::vector<double>> result(samples.size());
  parallel_for(samples.size(), options.threads, [&](std::size_t i) {
    result[i].resize(energies.energies().size());
    flux_at(energies, magnetic_coordinates(field, samples[i].position, belt_dipole_field, options.line),
            result[i]);
  });
  return result;
}

std::vector<std::vector<double>> trapped_orbit_average(std::span<const TrappedEnergies* const> belts,
                                                       const OrbitSamples& orbit,
                                                       const TrappedOptions& options) {
  if (orbit.samples.empty()) throw std::invalid_argument("trapped_orbit_average: no samples");
  std::vector<const GeomagneticField*> fields;
  for (const TrappedEnergies* belt : belts) fields.push_back(&field_of(belt->model(), options));
  std::vector<std::vector<double>> zero;
  for (const TrappedEnergies* belt : belts) zero.emplace_back(belt->energies().size(), 0.0);
  // Sums over blocks of fixed size, then over the blocks in order: the same for any number of threads.
  constexpr std::size_t block = 128;
  const std::size_t blocks = (orbit.samples.size() + block - 1) / block;
  std::vector<std::vector<std::vector<double>>> sums(blocks, zero);
  parallel_for(blocks, options.threads, [&](std::size_t b) {
    std::array<double, TrappedEnergies::capacity> flux;
    for (std::size_t i = b * block; i < std::min((b + 1) * block, orbit.samples.size()); ++i) {
      const GeomagneticField* field = nullptr;
      std::optional<MagneticCoordinates> place;
      for (std::size_t k = 0; k < belts.size(); ++k) {
        if (fields[k] != field) {
          field = fields[k];
          place = magnetic_coordinates(*field, orbit.samples[i].position, belt_dipole_field, options.line);
        }
        const std::span<double> out(flux.data(), sums[b][k].size());
        flux_at(*belts[k], place, out);
        for (std::size_t j = 0; j < out.size(); ++j) sums[b][k][j] += out[j];
      }
    }
  });
  for (const auto& part : sums)
    for (std::size_t k = 0; k < belts.size(); ++k)
      for (std::size_t j = 0; j < part[k].size(); ++j) zero[k][j] += part[k][j];
  for (auto& belt : zero)
    for (double& flux : belt) flux /= double(orbit.samples.size());
  return zero;
}

Spectrum trapped_spectrum(const TrappedEnergies& energies, std::span<const double> integral) {
  std::vector<double> energy(energies.energies().begin(), energies.energies().end());
  std::vector<double> above(integral.begin(), integral.end());
  if (above.size() != energy.size())
    throw std::invalid_argument(
        fmt::format("trapped_spectrum: {} fluxes for {} energies", above.size(), energy.size()));
  for (std::size_t i = above.size(); i-- > 1;) above[i - 1] = std::max(above[i - 1], above[i]);
  if (!above.empty() && above.back() > 0) {
    energy.push_back(2 * energy.back());
    above.push_back(0);
  }
  return from_integral_flux(energy, above);
}

}  // namespace sunrack
