#pragma once

#include <vector>

#include "physics/thermal/conduction.h"

/// The inside of conduction by finite volumes: laws of one face.
namespace sunrack::conduction {

/// A material's factor f(T) of conductivity and its integral, the Kirchhoff transform
/// theta(T) = integral of f dT. Beyond the table f stays at its end value, for trial steps on the way; an
/// answer there is refused by its reader.
class ConductivityFactor {
 public:
  ConductivityFactor() = default;
  explicit ConductivityFactor(const SolidMaterial& material);

  bool constant() const { return temperature_.empty(); }
  double factor(double temperature) const;
  double transform(double temperature) const;  ///< [K]
  double inverse(double transformed) const;    ///< [K]
  double lowest() const { return temperature_.front(); }
  double highest() const { return temperature_.back(); }

 private:
  std::size_t segment(double value, const std::vector<double>& knots) const;
  std::vector<double> temperature_, factor_, transformed_;
};

/// Heat through a face and how it follows the temperatures.
struct Flow {
  double heat = 0;  ///< [W] from the first to the second
  double up = 0;    ///< [W/K] d heat / d first temperature
  double down = 0;  ///< [W/K] -d heat / d second temperature

  Flow& operator+=(const Flow& other) {
    heat += other.heat, up += other.up, down += other.down;
    return *this;
  }
};

/// Between two cells' centres: half cells of conductance `a1`, `a2` [W/K] at factor 1 and `contact` [K/W]
/// between them, in series. Steady one-dimensional flow with these materials is met exactly.
Flow flow_between(const ConductivityFactor& f1, double a1, double t1, const ConductivityFactor& f2, double a2,
                  double t2, double contact);

/// From a cell's centre through the outer surface.
struct SurfaceFlow {
  double heat = 0;         ///< [W] leaving
  double slope = 0;        ///< [W/K] d heat / d cell temperature, never negative
  double temperature = 0;  ///< [K] of the surface
};
/// `half` [W/K] conducts between centre and surface at factor 1 (infinite: the centre lies on the surface).
/// The surface's temperature solves its balance to rounding.
SurfaceFlow surface_flow(const SurfaceCondition& condition, double area, const ConductivityFactor& f,
                         double half, double temperature);
/// [W] that passes a surface of this temperature in either direction: convection, what it absorbs, emits and
/// takes up from the sink, each counted by itself; `heat` where it is held at its temperature.
double surface_traffic(const SurfaceCondition& condition, double area, const SurfaceFlow& flow);
bool leads_out(const SurfaceCondition& condition);  ///< heat can leave, more of it when it is hotter
bool adiabatic(const SurfaceCondition& condition);

}  // namespace sunrack::conduction
