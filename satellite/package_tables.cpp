#include <fmt/format.h>

#include <stdexcept>

#include "satellite/package_report_parts.h"
#include "satellite/text_file.h"

namespace sunrack {

using namespace package_report_parts;

std::string package_blocks_csv(const PackageFile& file, const PackageReport& report) {
  std::string csv = "layer,block,group,power_W,leakage_W,hottest_K,mean_K\n";
  for (const BlockState& b : shown_blocks(file, report))
    csv += fmt::format("{},{},{},{:.8g},{:.8g},{:.10g},{:.10g}\n", csv_field(b.layer), csv_field(b.name),
                       b.group, b.power, b.leakage, b.temperature.hottest, b.temperature.mean);
  return csv;
}

std::string package_layers_csv(const PackageFile& file, const PackageReport& report) {
  std::string csv = "layer,bottom_m,thickness_m,hottest_K,coldest_K,mean_K\n";
  double bottom = 0;
  for (std::size_t l = 0; l < file.stack.layers.size(); ++l) {
    const LayerState s = layer_state(report.model, shown_temperature(report), l);
    csv += fmt::format("{},{:.8g},{:.8g},{:.10g},{:.10g},{:.10g}\n", csv_field(file.stack.layers[l].name),
                       bottom, file.stack.layers[l].thickness, s.hottest, s.coldest, s.mean);
    bottom += file.stack.layers[l].thickness;
  }
  return csv;
}

std::string package_probes_csv(const PackageFile& file, const PackageReport& report) {
  std::string csv = "probe,x_m,y_m,z_m,temperature_K\n";
  for (std::size_t n = 0; n < file.probes.size(); ++n)
    csv += fmt::format("{},{:.8g},{:.8g},{:.8g},{:.10g}\n", csv_field(file.probes[n].name), file.probes[n].x,
                       file.probes[n].y, file.probes[n].z, report.probes[n]);
  return csv;
}

std::string package_history_csv(const PackageFile& file, const PackageReport& report) {
  if (!report.heating) throw std::invalid_argument("package_history_csv: there is no heating");
  const PackageHeating& h = *report.heating;
  std::string csv = "time_s,hottest_K";
  for (const BlockCells& cells : report.model.blocks) {
    const std::string name = block_name(file, cells);
    for (const char* what : {" power_W", " hottest_K", " mean_K"}) csv += "," + csv_field(name + what);
  }
  for (const PackageProbe& probe : file.probes) csv += "," + csv_field("probe " + probe.name + "_K");
  csv += '\n';
  for (std::size_t n = 0; n < h.times.size(); ++n) {
    csv += fmt::format("{:.8g},{:.10g}", h.times[n], h.hottest[n]);
    for (const BlockHistory& b : h.blocks)
      csv += fmt::format(",{:.8g},{:.10g},{:.10g}", b.power[n], b.hottest[n], b.mean[n]);
    for (const std::vector<double>& probe : report.probe_history) csv += fmt::format(",{:.10g}", probe[n]);
    csv += '\n';
  }
  return csv;
}

}  // namespace sunrack
