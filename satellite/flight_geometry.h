#pragma once

#include <vector>

#include "physics/orbit/attitude.h"
#include "physics/rays/surface_views.h"
#include "satellite/sizing.h"

namespace sunrack {

struct FlightGeometryOptions {
  int radiator_strips = 1;  ///< [-] of each face, across the flow, strip 1 nearest the array
  /// [-] outside of the bus: aluminised Kapton, Kapton outside; Fortescue, Swinerd & Stark, Spacecraft
  /// Systems Engineering, Table 11.3 (read second-hand)
  double bus_absorptance = 0.40, bus_emissivity = 0.63;
  bool end_of_life = true;  ///< coating of the radiator; false: on the first day
  bool bus = true;          ///< false: array and radiator alone
  bool sky_maps = true;     ///< let the faces shade each other from Sun and Earth
  int sky_rows = 72;        ///< [-] of a sky map, twice as many columns: cells of 2.5 degrees
  int sky_points = 64;      ///< [-] per plate and direction
  SurfaceViewOptions views{.rays = 16384};
};

/// The outside of a sized satellite as flat surfaces: "array front" and "array back" of both wings,
/// "radiator Earth side" and "radiator far side" (with " 1", " 2" ... if in strips), six sides of the bus.
/// Body axes as in physics/orbit/attitude.h; the vectors follow the order of scene.surfaces.
///
/// The wings stand in the plane x = 0, `root_offset` apart from the middle; the panel stands in the plane z =
/// 0 from x = -standoff backwards. The bus is a box of the shield's area behind the array; where it would
/// reach past the panel's near edge it is made flatter and wider.
struct FlightGeometry {
  RayScene scene;
  std::vector<FlightFace> faces;  ///< for a FlightEnvironment; with a sky map where something hides the sky
  SurfaceViews views;
  Eigen::VectorXd absorptance;  ///< [-] solar; of the array as heat and power together
  Eigen::VectorXd emissivity;   ///< [-]

  /// @throws std::invalid_argument for a name that is not there
  int surface(const std::string& name) const;
};

/// The scene alone. @throws std::invalid_argument for fewer than one strip or a wing that would touch the
/// other one
RayScene flight_scene(const SatelliteSpec& spec, const SatelliteDesign& design,
                      const FlightGeometryOptions& options = {});

/// Absorptance and emissivity of every surface by its name.
void set_surface_properties(FlightGeometry& geometry, const SatelliteSpec& spec,
                            const FlightGeometryOptions& options);

FlightGeometry flight_geometry(const SatelliteSpec& spec, const SatelliteDesign& design,
                               const FlightGeometryOptions& options = {});

}  // namespace sunrack
