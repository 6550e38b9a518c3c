#pragma once

#include <Eigen/Core>
#include <array>
#include <string>
#include <vector>

#include "satellite/flight_geometry.h"

namespace sunrack {

/// Where the view factors between a satellite's own surfaces come from.
enum class FlightViews {
  traced,  ///< rays and closed forms on the outside of the design, with sky maps: shadows and hidden Earth
  strips,  ///< as traced, but every segment of the panel's faces by itself: nearer to the array or further
  sizing   ///< sizing's one factor between panel and wings; nothing hides the Sun or the Earth
};
/// "traced", "strips" or "sizing". @throws std::invalid_argument
FlightViews flight_views(const std::string& name);
const char* name_of(FlightViews views);

/// The outside of a satellite in flight: what its faces take up, pass to each other and lose to space. Every
/// matrix has a row and a column for each face.
struct FlightOutside {
  std::vector<FlightFace> faces;  ///< of the environment, with sky maps where something hides the sky
  Eigen::VectorXd areas;          ///< [m^2]
  Eigen::VectorXd absorptance;    ///< [-] solar
  Eigen::VectorXd emissivity;     ///< [-]
  /// [m^2] heat into row per W/m^2 of sunlight (Sun and albedo) or of Earth infrared that falls on column;
  /// reflections between the faces included.
  Eigen::MatrixXd solar_uptake, infrared_uptake;
  Eigen::MatrixXd between;       ///< [m^2] GR: heat sigma GR (T_row^4 - T_column^4)
  Eigen::VectorXd to_space;      ///< [m^2]
  double view_error = 0;         ///< [-] largest standard error of a view factor; 0: all in closed form
  double panel_views_array = 0;  ///< [-] mean view factor from both faces of the panel to the array

  std::size_t array_front = 0, array_back = 0;
  /// Earth side, far side: one face each, or one for each strip along the flow, from the array outwards.
  std::array<std::vector<std::size_t>, 2> panel;
  std::size_t bus[6] = {};  ///< looking along -x, -y, -z, +x, +y, +z

  /// One more face with a free view; returns its number.
  std::size_t add_open_face(const std::string& name, const Eigen::Vector3d& normal, double area,
                            double absorptance, double emissivity);
};

/// The panel's area is the design's times `panel_scale`, longer away from the array; `segments` are the
/// strips, if each is to be seen by itself.
/// @throws what flight_geometry throws; ModelError where wings and panel would see more than there is
FlightOutside flight_outside(const SatelliteSpec& spec, const SatelliteDesign& design, FlightViews views,
                             bool end_of_life = true, double panel_scale = 1, int segments = 1);

}  // namespace sunrack
