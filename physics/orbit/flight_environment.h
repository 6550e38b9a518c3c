#pragma once

#include <Eigen/Core>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "physics/orbit/attitude.h"
#include "physics/orbit/earth_radiation.h"
#include "physics/orbit/eclipse.h"
#include "physics/orbit/irradiance.h"

namespace sunrack {

struct FlightEnvironmentOptions {
  EarthPattern earth = EarthPattern::uniform;
  /// The case's solar flux is that at 1 au and follows the Sun's distance of the date. False for design cases
  /// that already stand for perihelion or aphelion.
  bool solar_flux_follows_date = true;
  OcculterShape shadow{.radius = constants::earth_radius};  ///< flattening 0: a sphere
  int rings = 6;  ///< [-] of the integrals over the Earth, per smooth piece
  /// [-] of an orbit, at which the Earth's loads are computed; between them a cubic. 0: no table, every call
  /// integrates over the Earth.
  int positions = 72;
  double refresh = 86400;  ///< [s] between tables; between them a cubic in time
  /// [s] Sun and node stand still at this time and the argument of latitude runs on from zero: everything
  /// repeats after one revolution. For closed-form orbits.
  std::optional<double> frozen_at = {};
};

/// What the faces of a satellite receive along its flight: direct Sun, albedo, Earth infrared. The direct Sun
/// is exact at every call; what the Earth sends comes from a table around the orbit (docs/models/
/// flight_environment.md has its error), unless the options say otherwise. Objects may be copied; one object
/// is not for several threads at once, because it keeps its latest tables.
class FlightEnvironment {
 public:
  /// On a closed-form circular orbit.
  /// @throws std::invalid_argument for bad faces or options, ModelError outside 1900..2100
  FlightEnvironment(const Orbit& orbit, const Attitude& attitude, std::vector<FlightFace> faces,
                    const RadiativeEnvironment& environment, const FlightEnvironmentOptions& options = {});
  /// Along any path, as from propagate_orbit; without tables.
  FlightEnvironment(std::function<OrbitPoint(double time)> path, const Attitude& attitude,
                    std::vector<FlightFace> faces, const RadiativeEnvironment& environment,
                    const FlightEnvironmentOptions& options = {});

  const std::vector<FlightFace>& faces() const { return faces_; }
  std::size_t face_count() const { return faces_.size(); }

  OrbitPoint point(double time) const { return path_(time); }
  /// [-] uncovered fraction of the Sun's disc
  double sunlit(double time) const;
  /// [rad] zero at the edges of penumbra and umbra, negative inside
  ShadowEdges edges(double time) const;
  /// [W/m^2] at the satellite, shadow not counted
  double solar_flux(double time) const;

  /// One for each face, in their order. @throws std::invalid_argument unless the span has that length
  void irradiance(double time, std::span<PlateIrradiance> loads) const;
  /// The same without the table, and at any point.
  void exact_irradiance(const OrbitPoint& point, std::span<PlateIrradiance> loads) const;

 private:
  /// Values and slopes around the orbit at one time, per position and face: albedo over solar flux, infrared.
  struct Table {
    long number = 0;
    std::vector<double> values;
  };
  const Table& table(long number) const;
  Table make_table(long number) const;
  RadiativeEnvironment environment_at(const OrbitPoint& point) const;
  void earth_loads(const OrbitPoint& point, const RadiativeEnvironment& environment,
                   std::span<PlateIrradiance> loads) const;
  void add_sun(const OrbitPoint& point, double flux, std::span<PlateIrradiance> loads) const;
  void tabulated_loads(const OrbitPoint& point, double time, double flux,
                       std::span<PlateIrradiance> loads) const;
  double latitude_argument(double time) const;  ///< [rad]

  Orbit orbit_;
  bool tabulated_ = false;
  std::function<OrbitPoint(double)> path_;
  Attitude attitude_;
  std::vector<FlightFace> faces_;
  RadiativeEnvironment environment_;
  FlightEnvironmentOptions options_;
  mutable std::vector<Table> tables_;  ///< the latest eight, by number modulo eight
};

}  // namespace sunrack
