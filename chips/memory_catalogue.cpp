#include <cmath>
#include <stdexcept>

#include "chips/memory.h"
#include "physics/numerics/nearest_word.h"
#include "physics/units.h"

namespace sunrack {

using namespace units;

namespace {

/// Heavy-ion curve as published: LETs in MeV cm2/mg, saturation in cm2.
WeibullCurve curve(double threshold, double width, double shape, double saturation) {
  return {threshold * 1_MeV_cm2_per_mg, width * 1_MeV_cm2_per_mg, shape, saturation * 1_cm2};
}

// Where one energy was measured, the rest of the curve is Bendel's shape from this onset on. 3 or 10 MeV in
// its place change a rate behind 10 mm of aluminium by less than 10 %: few protons are below 20 MeV there.
const double onset = 5_MeV;

/// Protons measured at one energy [MeV], cross-section in cm2.
ProtonCrossSection protons(double energy, double cross_section) {
  return bendel_through(onset, energy * 1_MeV, cross_section * 1_cm2);
}

// Kintex-7's configuration memory, 28 nm, is the part in this list of which both curves are known: its
// protons at 180 MeV have 2.5e-7 of the saturated cross-section of heavy ions (2.1e-7 in its block memory).
const double kintex_saturation = 3.34e-8, kintex_proton = 8.29e-15;  // [cm2]
const double film = 0.2_um;  // depth that brings Kintex-7 nearest to its published rates

/// What is known of protons only, with heavy ions in Kintex-7's proportion.
SingleEventResponse from_protons(double energy, double cross_section) {
  return {.heavy_ions = curve(0.4, 338.5, 0.852, cross_section * kintex_saturation / kintex_proton),
          .depth = film,
          .side = std::sqrt(kintex_saturation * 1_cm2),
          .protons = protons(energy, cross_section)};
}

/// What is known of heavy ions only, with protons in Kintex-7's proportion.
SingleEventResponse from_heavy_ions(const WeibullCurve& heavy_ions, double depth) {
  return {.heavy_ions = heavy_ions,
          .depth = depth,
          .side = 0,
          .protons = protons(180, heavy_ions.saturation / 1_cm2 * kintex_proton / kintex_saturation)};
}

using Kind = DeviceEvent::Kind;

DeviceEvent event(Kind kind, const char* name, double energy, double cross_section) {
  return {kind, name, from_protons(energy, cross_section)};
}

const ClusterDistribution planar = geometric_clusters(0.986, 7);
// Single share of FinFET memory: an estimate; its largest cluster at normal incidence is published.
const ClusterDistribution finfet = geometric_clusters(0.95, 3);

std::vector<MemoryDevice> published() {
  constexpr const char* kintex_source =
      "Lee et al. REDW 2014 (heavy ions; read second-hand, the saturated cross-sections with the power of "
      "ten "
      "that gives the published rates), Wirthlin, JINST 9 C01025 (protons; read second-hand)";
  return {
      {.name = "creme-soft",
       .description = "CREME96's soft demonstration part",
       .per_bit = {.heavy_ions = curve(0.5, 30, 1, 2000e-8),
                   .depth = 1_um,
                   .side = 0,
                   .protons = ProtonCrossSection{.form = ProtonCrossSection::Form::weibull,
                                                 .weibull = {30_MeV, 10_MeV, 1, 1e-11_cm2}}},
       .events = {},
       .clusters = geometric_clusters(1, 1),
       .source = "CREME96 HUP and PUP outputs in PRBEM/IRBEM-extras csda_rpp, read"},
      {.name = "creme-hard",
       .description = "CREME96's harder demonstration part; heavy ions only",
       .per_bit = {.heavy_ions = curve(10, 120, 1.5, 5000e-8), .depth = 1_um, .side = 0, .protons = {}},
       .events = {},
       .clusters = geometric_clusters(1, 1),
       .source = "CREME96 HUP output in PRBEM/IRBEM-extras csda_rpp, read"},
      {.name = "kintex7-cram",
       .description = "28 nm planar FPGA XC7K325T, configuration memory",
       .bits = 91548896,
       .per_bit = {.heavy_ions = curve(0.4, 338.5, 0.852, kintex_saturation),
                   .depth = film,
                   .side = 0,
                   .protons = protons(180, kintex_proton)},
       .events = {},
       .clusters = planar,
       .source = kintex_source},
      {.name = "kintex7-bram",
       .description = "28 nm planar FPGA XC7K325T, block memory",
       .bits = 445 * 36864,
       .per_bit = {.heavy_ions = curve(0.1, 87.5, 0.893, 3.82e-8),
                   .depth = film,
                   .side = 0,
                   .protons = protons(180, 8.19e-15)},
       .events = {},
       .clusters = planar,
       .source = kintex_source},
      {.name = "kintex7-flip-flop",
       .description = "28 nm planar FPGA XC7K325T, user flip-flops; protons in proportion to its memory",
       .bits = 407600,
       .per_bit = from_heavy_ions(curve(1.1, 271.3, 1.09, 1.47e-7), film),
       .events = {},
       .clusters = geometric_clusters(1, 1),
       .estimate = true,
       .source = kintex_source},
      {.name = "kintex-ultrascale-cram",
       .description = "20 nm planar FPGA, configuration memory; protons in proportion to Kintex-7",
       .per_bit = from_heavy_ions(curve(0.8, 27, 0.88, 2.0e-9), film),
       .events = {},
       .clusters = planar,
       .low = 1.0 / 3,
       .high = 3,
       .estimate = true,
       .source = "Lee 2015, heavy ions (read second-hand)"},
      {.name = "kintex-ultrascale-bram",
       .description = "20 nm planar FPGA, block memory; protons in proportion to Kintex-7",
       .per_bit = from_heavy_ions(curve(0.9, 53, 1.0, 1.0e-8), film),
       .events = {},
       .clusters = planar,
       .low = 1.0 / 3,
       .high = 3,
       .estimate = true,
       .source = "Lee 2015, heavy ions (read second-hand)"},
      {.name = "versal-cram",
       .description = "7 nm FinFET FPGA, configuration memory after its own correction",
       .per_bit = from_protons(180, 3.5e-16),
       .events = {},
       .clusters = finfet,
       .low = 0.1,
       .high = 3,
       .estimate = true,
       .source =
           "DS946 (read second-hand) gives 3.5e-9 per bit and day in a low orbit that it does not name: "
           "protons of 1e7 /cm2 and day taken for it. Its 6.5e-12 in geostationary orbit does not agree "
           "with the same cross-section"},
  };
}

std::vector<MemoryDevice> processors() {
  return {
      {.name = "trillium-tpu",
       .description = "TPU v6e with its HBM and host, one chip",
       .per_bit = {},
       .events = {event(Kind::silent_corruption, "silent corruption", 67, 7.5e-9),
                  event(Kind::uncorrectable_memory, "HBM uncorrectable", 67, 3e-9),
                  event(Kind::functional_interrupt, "chip stops", 67, 2e-11),
                  event(Kind::functional_interrupt, "host processor stops", 67, 1 / (450 * 7.9e6)),
                  event(Kind::functional_interrupt, "host memory stops", 67, 1 / (400 * 7.9e6))},
       .clusters = {},
       .irregularities_dose = 2_krad,
       .survived_dose = 15_krad,
       .low = 0.8,
       .high = 1.2,
       .source = "arXiv 2511.19468v2, 67 MeV protons, 7.9e6 /cm2 per rad (read second-hand): corruption 6 to "
                 "9e-9 cm2, 450 and 400 rad per event of the host; heavy ions in Kintex-7's proportion"},
      {.name = "xavier-industrial",
       .description = "12 nm FinFET system on chip",
       .per_bit = {},
       .events = {event(Kind::upset, "upset seen by programs", 200, 3.61e-8),
                  event(Kind::functional_interrupt, "chip stops", 200, 1.52e-8)},
       .clusters = {},
       .source =
           "IOLTS 2022, 10.1109/IOLTS56730.2022.9897236, 200 MeV protons (read second-hand); heavy ions "
           "in Kintex-7's proportion"},
      {.name = "xavier-nx",
       .description = "12 nm FinFET system on chip",
       .per_bit = {},
       .events = {event(Kind::upset, "upset seen by programs", 200, 2.91e-8),
                  event(Kind::functional_interrupt, "chip stops", 200, 1.30e-8)},
       .clusters = {},
       .source = "as xavier-industrial"},
      {.name = "orin-nx",
       .description = "7 nm system on chip with LPDDR5, 15 W mode",
       .per_bit = {},
       .events = {event(Kind::upset, "upset of the chip", 480, 3.90e-9),
                  event(Kind::functional_interrupt, "chip stops", 480, 1.59e-9),
                  event(Kind::upset, "upset of the GPU", 480, 3.52e-10),
                  event(Kind::functional_interrupt, "GPU stops", 480, 6.54e-10)},
       .clusters = {},
       .low = 0.4,
       .high = 2.1,
       .source =
           "IOLTS 2024, 10.1109/IOLTS60994.2024.10616076, 480 MeV protons (read second-hand; the band is "
           "that of the GPU's upsets); heavy ions in Kintex-7's proportion"},
      {.name = "untested-cmos",
       .description = "a commercial CMOS part of which nothing is known, for its latch-up by heavy ions",
       .per_bit = {},
       .events = {{Kind::latch_up,
                   "latch-up",
                   {.heavy_ions = curve(15, 1, 1, 1e-6), .depth = 2_um, .side = 0, .protons = {}}}},
       .clusters = {},
       .low = 0.1,
       .high = 100,
       .estimate = true,
       .source = "radconsult.eu, Single Event Latch-Up for New Space (read): saturated cross-sections are "
                 "1e-7 to 1e-4 "
                 "cm2, the usual case 1e-6; a part with a threshold below 15 MeV cm2/mg, which protons latch "
                 "up too, is "
                 "not to be flown. Depth of bulk CMOS, 2 um (read second-hand)"},
      {.name = "jetson-tx2",
       .description = "16 nm system on chip",
       .per_bit = {},
       .events = {event(Kind::functional_interrupt, "chip stops", 200, 1.02e-9)},
       .clusters = {},
       .low = 0.25,
       .high = 4.1,
       .source = "NTRS 20190031856, 200 MeV protons (read second-hand); heavy ions in Kintex-7's proportion"},
      {.name = "jetson-tx1",
       .description = "20 nm system on chip",
       .per_bit = {},
       .events = {event(Kind::functional_interrupt, "chip stops", 200, 6.22e-8)},
       .clusters = {},
       .source = "as jetson-tx2"},
  };
}

std::vector<MemoryDevice> memories_and_estimates() {
  return {
      {.name = "ddr4-micron-8gb",
       .description =
           "DDR4, static; width 20 MeV cm2/mg and shape 1 assumed, protons in Kintex-7's proportion",
       .bits = 8589934592,
       .per_bit = from_heavy_ions(curve(0.5, 20, 1, 1.14e-10), 1_um),
       .events = {},
       .clusters = planar,
       .low = 0.1,
       .high = 3,
       .estimate = true,
       .source = "Dufour RADECS 2022: threshold and saturation (read second-hand)"},
      {.name = "ddr4-hynix-8gb",
       .description =
           "DDR4, static; width 20 MeV cm2/mg and shape 1 assumed, protons in Kintex-7's proportion",
       .bits = 8589934592,
       .per_bit = from_heavy_ions(curve(0.5, 20, 1, 8.5e-11), 1_um),
       .events = {},
       .clusters = planar,
       .low = 0.1,
       .high = 3,
       .estimate = true,
       .source = "Dufour RADECS 2022: threshold and saturation (read second-hand)"},
      {.name = "iss-dram",
       .description = "TMS44400 1M x 4 dynamic memory; protons fitted to its own rate on the station",
       .bits = 4194304,
       .per_bit = from_protons(180, 7.9e-14),
       .events = {},
       .clusters = planar,
       .low = 0.5,
       .high = 2,
       .estimate = true,
       .source = "8.5e-8 upsets per bit and day behind 10 g/cm2, Koontz 2020 (read second-hand)"},
      {.name = "gpu-sram",
       .description = "SRAM of a 4 to 5 nm GPU, per raw bit, before correction",
       .per_bit = from_protons(180, 3e-16),
       .events = {},
       .clusters = finfet,
       .low = 0.1,
       .high = 5,
       .estimate = true,
       .source = "no beam figure is public. Kintex-7 (28 nm) 8e-15 cm2, FinFET 10 times below planar (TSMC, "
                 "abstract read), two to three times again to 5 nm: nominal; the band is an outsider's"},
      {.name = "hbm",
       .description = "stacked DRAM of an accelerator, per raw bit, before correction",
       .per_bit = from_protons(67, 3e-19),
       .events = {},
       .clusters = geometric_clusters(0.9, 64),
       .irregularities_dose = 2_krad,
       .survived_dose = 15_krad,
       .low = 0.04,
       .high = 10,
       .estimate = true,
       .source =
           "no beam figure per raw bit is public. Lower end: Trillium's uncorrectable errors, 3e-9 cm2 "
           "over 32 GB (capacity recalled); upper end: the less soft DDR4 in Kintex-7's proportion; dose: "
           "arXiv 2511.19468v2, read second-hand"},
  };
}

}  // namespace

const std::vector<MemoryDevice>& memory_catalogue() {
  static const std::vector<MemoryDevice> catalogue = [] {
    std::vector<MemoryDevice> all = published();
    for (const auto& more : {processors(), memories_and_estimates()})
      all.insert(all.end(), more.begin(), more.end());
    return all;
  }();
  return catalogue;
}

const MemoryDevice& memory_device(const std::string& name) {
  std::vector<std::string> names;
  std::string list;
  for (const MemoryDevice& device : memory_catalogue()) {
    if (device.name == name) return device;
    names.push_back(device.name);
    list += (list.empty() ? "" : ", ") + device.name;
  }
  throw std::invalid_argument("memory device \"" + name + "\" is not known; the nearest is \"" +
                              nearest_word(name, names) + "\"; known are " + list);
}

}  // namespace sunrack
