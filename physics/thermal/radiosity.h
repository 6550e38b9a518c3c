#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

namespace sunrack {

/// View factors between the surfaces of an open or closed enclosure; what is missing in a row goes to space.
struct ViewFactors {
  std::vector<std::string> names;
  Eigen::VectorXd areas;    ///< [m^2]
  Eigen::MatrixXd factors;  ///< [-] from row to column

  Eigen::VectorXd to_space() const;  ///< [-] 1 - sum of the row
};

/// The equation of a grey-diffuse enclosure: radiosity J = emission + (1 - emissivity) F J, every surface at
/// one temperature and one radiosity (Siegel & Howell). `property` is the emissivity in the infrared, or the
/// absorptance of sunlight; each 0..1, those of the factors `views`.
/// Each @throws std::invalid_argument for sizes that do not match, properties outside 0..1, rows that sum to
/// more than 1 or factors below 0 (both beyond 1e-9); ModelError for an enclosure that absorbs nothing.

/// [-] Gebhart factors: of what row emits (or diffusely releases), the share that column absorbs, over all
/// reflections. (I - F diag(1 - e))^-1 F diag(e).
Eigen::MatrixXd gebhart_factors(const ViewFactors& views, const Eigen::VectorXd& property);

/// Couplings for a thermal network: heat from i to j is sigma GR_ij (T_i^4 - T_j^4).
struct RadiativeCouplings {
  Eigen::MatrixXd between;   ///< [m^2] e_i A_i B_ij, symmetric as far as the factors are reciprocal
  Eigen::VectorXd to_space;  ///< [m^2]
};
RadiativeCouplings radiative_couplings(const ViewFactors& views, const Eigen::VectorXd& emissivity);

/// [W/m^2] absorbed by each surface when `incident` [W/m^2] falls on it from outside, reflections between the
/// surfaces included. With separate absorptance of sunlight and emissivity of infrared it is called once for
/// each.
Eigen::VectorXd absorbed_flux(const ViewFactors& views, const Eigen::VectorXd& property,
                              const Eigen::VectorXd& incident);

/// One surface in a steady enclosure: its temperature is given, or it only passes on what it receives.
struct EnclosureSurface {
  double emissivity = 0;
  double temperature = 0;  ///< [K]; found, if adiabatic
  bool adiabatic = false;  ///< re-radiating: no net heat
};
struct EnclosureBalance {
  Eigen::VectorXd heat;         ///< [W] that each surface must be supplied with
  Eigen::VectorXd temperature;  ///< [K] given or found
};
/// Space is at 0 K. @throws ModelError if an adiabatic surface sees nothing
EnclosureBalance enclosure_balance(const ViewFactors& views, const std::vector<EnclosureSurface>& surfaces);

}  // namespace sunrack
