#include "physics/thermal/radiosity.h"

#include <fmt/format.h>

#include <Eigen/LU>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"

namespace sunrack {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double slack = 1e-9;  // [-] more than rounding, less than anything that matters

std::string name_of(const ViewFactors& views, Eigen::Index i) {
  return std::size_t(i) < views.names.size() ? views.names[std::size_t(i)] : fmt::format("surface {}", i);
}

void require_views(const ViewFactors& views) {
  const Eigen::Index count = views.areas.size();
  require(views.factors.rows() == count && views.factors.cols() == count, "ViewFactors: rows",
          double(views.factors.rows()), "must be one row and column for each area");
  for (Eigen::Index i = 0; i < count; ++i) {
    const auto row = views.factors.row(i);
    require(views.areas[i] > 0 && std::isfinite(views.areas[i]),
            ("ViewFactors: area of " + name_of(views, i)).c_str(), views.areas[i], "must be positive [m^2]");
    require(row.allFinite() && row.minCoeff() >= -slack,
            ("ViewFactors: smallest factor of " + name_of(views, i)).c_str(), row.minCoeff(),
            "must not be negative");
    require(row.sum() <= 1 + slack, ("ViewFactors: sum of factors of " + name_of(views, i)).c_str(),
            row.sum(), "must not be more than 1");
  }
}

void require_property(const ViewFactors& views, const VectorXd& property) {
  require_views(views);
  require(property.size() == views.areas.size(), "radiosity: properties", double(property.size()),
          "must be one for each surface");
  for (Eigen::Index i = 0; i < property.size(); ++i)
    require(property[i] >= 0 && property[i] <= 1,
            ("radiosity: emissivity or absorptance of " + name_of(views, i)).c_str(), property[i],
            "must be from 0 to 1");
}

MatrixXd solved(const MatrixXd& matrix, const MatrixXd& right) {
  const Eigen::FullPivLU<MatrixXd> factors(matrix);
  if (!factors.isInvertible())
    throw ModelError("radiosity: some surfaces see only each other and none of them absorbs");
  return factors.solve(right);
}

}  // namespace

VectorXd ViewFactors::to_space() const { return VectorXd::Ones(factors.rows()) - factors.rowwise().sum(); }

MatrixXd gebhart_factors(const ViewFactors& views, const VectorXd& property) {
  require_property(views, property);
  const Eigen::Index count = property.size();
  const VectorXd reflected = VectorXd::Ones(count) - property;
  return solved(MatrixXd::Identity(count, count) - views.factors * reflected.asDiagonal(),
                views.factors * property.asDiagonal());
}

RadiativeCouplings radiative_couplings(const ViewFactors& views, const VectorXd& emissivity) {
  const MatrixXd shares = gebhart_factors(views, emissivity);
  const VectorXd emitting = emissivity.cwiseProduct(views.areas);
  // What no surface absorbs has gone to space. Computed as what leaves, which keeps small values.
  const Eigen::Index count = emissivity.size();
  const VectorXd reflected = VectorXd::Ones(count) - emissivity;
  const VectorXd leaves =
      solved(MatrixXd::Identity(count, count) - views.factors * reflected.asDiagonal(), views.to_space());
  return {.between = emitting.asDiagonal() * shares, .to_space = emitting.cwiseProduct(leaves)};
}

VectorXd absorbed_flux(const ViewFactors& views, const VectorXd& property, const VectorXd& incident) {
  require_property(views, property);
  require(incident.size() == property.size(), "absorbed_flux: incident", double(incident.size()),
          "must be one for each surface");
  require(incident.allFinite() && (incident.size() == 0 || incident.minCoeff() >= 0),
          "absorbed_flux: smallest incident flux", incident.size() == 0 ? 0 : incident.minCoeff(),
          "must be finite and not negative [W/m^2]");
  const Eigen::Index count = property.size();
  const VectorXd reflected = VectorXd::Ones(count) - property;
  // Radiosity J = reflected (incident + F J); a surface absorbs its property of what arrives.
  const VectorXd arriving =
      solved(MatrixXd::Identity(count, count) - views.factors * reflected.asDiagonal(), incident);
  return property.cwiseProduct(arriving);
}

EnclosureBalance enclosure_balance(const ViewFactors& views, const std::vector<EnclosureSurface>& surfaces) {
  const auto count = Eigen::Index(surfaces.size());
  VectorXd emissivity(count), emission(count), temperature(count);
  for (Eigen::Index i = 0; i < count; ++i) {
    const EnclosureSurface& surface = surfaces[std::size_t(i)];
    emissivity[i] = surface.emissivity;
    require(surface.adiabatic || surface.temperature >= 0,
            ("enclosure_balance: temperature of " + name_of(views, i)).c_str(), surface.temperature,
            "must not be negative [K]");
    temperature[i] = surface.adiabatic ? 0 : surface.temperature;
    emission[i] = constants::stefan_boltzmann * std::pow(temperature[i], 4);
  }
  require_property(views, emissivity);
  // J = e E + (1 - e) F J for a given temperature; J = F J for an adiabatic one, whatever its emissivity.
  MatrixXd matrix = MatrixXd::Identity(count, count);
  VectorXd right = VectorXd::Zero(count);
  for (Eigen::Index i = 0; i < count; ++i) {
    const double reflected = surfaces[std::size_t(i)].adiabatic ? 1 : 1 - emissivity[i];
    matrix.row(i) -= reflected * views.factors.row(i);
    right[i] = (1 - reflected) * emission[i];
  }
  const VectorXd radiosity = solved(matrix, right);
  const VectorXd arriving = views.factors * radiosity;
  EnclosureBalance balance{.heat = VectorXd::Zero(count), .temperature = temperature};
  for (Eigen::Index i = 0; i < count; ++i) {
    if (surfaces[std::size_t(i)].adiabatic)
      balance.temperature[i] = std::pow(radiosity[i] / constants::stefan_boltzmann, 0.25);
    else
      balance.heat[i] = views.areas[i] * emissivity[i] * (emission[i] - arriving[i]);
  }
  return balance;
}

}  // namespace sunrack
