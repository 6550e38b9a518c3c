#include "chips/packages/hotspot_keys.h"

#include <algorithm>

namespace sunrack {

const std::vector<HotSpotKey>& hotspot_keys() {
  using Use = HotSpotKey::Use;
  namespace b = package_bounds;
  // clang-format off
  static const std::vector<HotSpotKey> keys = {
      {"t_chip", Use::number, 0.15e-3, b::length},
      {"k_chip", Use::number, 130, b::conductivity},
      {"p_chip", Use::number, 1.6303e6, b::heat_capacity},
      {"r_convec", Use::number, 0.1, b::resistance},
      {"s_sink", Use::number, 60e-3, b::length},
      {"t_sink", Use::number, 6.9e-3, b::length},
      {"k_sink", Use::number, 400, b::conductivity},
      {"p_sink", Use::number, 3.55e6, b::heat_capacity},
      {"s_spreader", Use::number, 30e-3, b::length},
      {"t_spreader", Use::number, 1e-3, b::length},
      {"k_spreader", Use::number, 400, b::conductivity},
      {"p_spreader", Use::number, 3.55e6, b::heat_capacity},
      {"t_interface", Use::number, 20e-6, b::length},
      {"k_interface", Use::number, 4, b::conductivity},
      {"p_interface", Use::number, 4e6, b::heat_capacity},
      {"ambient", Use::number, 318.15, b::temperature},
      {"sampling_intvl", Use::number, 3.333e-6, b::time},
      {"init_temp", Use::number, 333.15, b::temperature},
      {"f", Use::word}, {"p", Use::word}, {"grid_layer_file", Use::word}, {"materials_file", Use::word},
      {"material_chip", Use::word}, {"material_interface", Use::word}, {"material_spreader", Use::word},
      {"material_sink", Use::word},
      {"model_secondary", Use::only_off}, {"use_microfluidic_cooling", Use::only_off},
      {"use_microchannels", Use::only_off}, {"package_model_used", Use::only_off},
      {"leakage_used", Use::only_off}, {"block_omit_lateral", Use::only_off},
      {"c_convec", Use::noted, 0, b::length, "the heat capacity of the air, is left out"},
      {"init_file", Use::noted, 0, b::length, "is not read: a heating starts from init_temp everywhere"},
      // How HotSpot cuts the package and how it tells of it: cells are cut at the edges of blocks here.
      {"model_type", Use::ignored}, {"grid_rows", Use::ignored}, {"grid_cols", Use::ignored},
      {"grid_map_mode", Use::ignored}, {"detailed_3D", Use::ignored}, {"detailed_3D_used", Use::ignored},
      {"steady_file", Use::ignored}, {"grid_steady_file", Use::ignored}, {"grid_transient_file", Use::ignored},
      {"o", Use::ignored}, {"c", Use::ignored}, {"d", Use::ignored},
      // Of a processor that is throttled by another program.
      {"base_proc_freq", Use::ignored}, {"dtm_used", Use::ignored}, {"thermal_threshold", Use::ignored},
      // Details of models that are switched off.
      {"leakage_mode", Use::ignored}, {"package_config_file", Use::ignored},
      {"r_convec_sec", Use::ignored}, {"c_convec_sec", Use::ignored}, {"n_metal", Use::ignored},
      {"t_metal", Use::ignored}, {"t_c4", Use::ignored}, {"s_c4", Use::ignored}, {"n_c4", Use::ignored},
      {"s_sub", Use::ignored}, {"t_sub", Use::ignored}, {"s_solder", Use::ignored}, {"t_solder", Use::ignored},
      {"s_pcb", Use::ignored}, {"t_pcb", Use::ignored},
      {"pumping_pressure", Use::ignored}, {"pump_internal_res", Use::ignored},
      {"inlet_temperature", Use::ignored}, {"coolant_material", Use::ignored}, {"coolant_capac", Use::ignored},
      {"coolant_res", Use::ignored}, {"coolant_visc", Use::ignored}, {"wall_material", Use::ignored},
      {"wall_capac", Use::ignored}, {"wall_res", Use::ignored}, {"htc", Use::ignored},
      // Of the floorplanner.
      {"wrap_l2", Use::ignored}, {"l2_label", Use::ignored}, {"model_rim", Use::ignored},
      {"rim_thickness", Use::ignored}, {"compact_ratio", Use::ignored}, {"n_orients", Use::ignored},
      {"P0", Use::ignored}, {"Davg", Use::ignored}, {"Kmoves", Use::ignored}, {"Rcool", Use::ignored},
      {"Rreject", Use::ignored}, {"Nmax", Use::ignored}, {"lambdaA", Use::ignored}, {"lambdaT", Use::ignored},
      {"lambdaW", Use::ignored},
  };
  // clang-format on
  return keys;
}

const HotSpotKey* find_hotspot_key(const std::string& name) {
  const auto& keys = hotspot_keys();
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const HotSpotKey& key) { return key.name == name; });
  return found == keys.end() ? nullptr : &*found;
}

}  // namespace sunrack
