#pragma once

#include <filesystem>
#include <vector>

#include "satellite/panel_file.h"
#include "satellite/toml_fields.h"

namespace sunrack {

/// The inside of panel_file.h: reads the tables of a panel's file one after the other. Tubes and heat pipes
/// stand in panel_tubes.cpp, faces and failures in panel_faces.cpp, the rest in panel_file.cpp.
class PanelReader : TomlFields {
 public:
  PanelReader(const TomlDocument& document, std::filesystem::path folder)
      : TomlFields(document), folder_(std::move(folder)) {}

  PanelFile read();

 private:
  void read_panel(const TomlNode& t);
  /// One conductivity for all directions, or one each.
  void read_conductivities(const TomlNode& t, PanelLayer& layer, ValueRule in_plane);
  void read_sheets(const TomlNode& t);
  void read_core(const TomlNode& t);
  void read_supply();
  /// Contact and mass where the file leaves them to the tube.
  void finish_tube(double outer, double inner, double density, double content);
  void read_held(const TomlNode& t);
  const Coolant& coolant_of(const TomlNode& node) const;
  /// [K] within what is known of the coolant.
  double need_inlet(const TomlNode& t, const Coolant& coolant);
  void read_coolant(const TomlNode& t);
  Wick read_wick(const TomlNode& t);
  void read_heat_pipes(const TomlNode& t);
  void read_face(const TomlNode& t, PanelFace& face);
  /// Patches and the map, on top of what the face takes up evenly.
  void read_absorbed(const TomlNode& t, PanelFace& face);

  double length() const { return file_.field.build.length; }
  double width() const { return file_.field.build.tubes * file_.field.build.spacing; }

  struct FluxPatch {
    PanelArea area;
    double absorbed;  ///< [W/m^2]
  };
  FluxPatch read_patch(const TomlNode& node);
  std::vector<int> read_numbers(const TomlNode& t, const char* name, int count);
  void read_failures(const TomlNode& t);
  void read_grid(const TomlNode& t);
  void read_probes(const TomlNode& node);
  void read_optimum(const TomlNode& t);
  /// What several keys break together stands at the one that the message begins with.
  void check_relations() const;

  std::filesystem::path folder_;
  PanelFile file_;
};

}  // namespace sunrack
