#include "physics/thermal/panel_field.h"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "physics/constants.h"
#include "physics/require.h"
#include "physics/thermal/blackbody.h"
#include "physics/thermal/panel_grid.h"
#include "physics/thermal/panel_supplies.h"

namespace sunrack {
namespace {

using panel::Model;
using panel::SheetRound;
using panel::Supply;
using panel::Touch;

/// Anderson's acceleration of u <- g(u) over the last few rounds: the next u is the combination of the last
/// g whose residuals g - u cancel best (Walker & Ni 2011, SIAM J. Numer. Anal. 49, 1715).
class Anderson {
 public:
  Eigen::VectorXd next(const Eigen::VectorXd& u, const Eigen::VectorXd& g) {
    const Eigen::VectorXd f = g - u;
    Eigen::VectorXd mixed = g;
    if (have_ > 0) {
      const Eigen::Index column = (have_ - 1) % depth;
      if (df_.cols() == 0) df_.resize(u.size(), depth), dg_.resize(u.size(), depth);
      df_.col(column) = f - f_;
      dg_.col(column) = g - g_;
      const Eigen::Index used = std::min<Eigen::Index>(have_, depth);
      const Eigen::VectorXd weights = df_.leftCols(used).colPivHouseholderQr().solve(f);
      if (weights.allFinite()) mixed -= dg_.leftCols(used) * weights;
    }
    f_ = f, g_ = g;
    ++have_;
    return mixed;
  }
  void forget() { have_ = 0; }

 private:
  static constexpr Eigen::Index depth = 6;
  Eigen::Index have_ = 0;
  Eigen::VectorXd f_, g_;
  Eigen::MatrixXd df_, dg_;
};

Eigen::Map<const Eigen::VectorXd> as_vector(const std::vector<double>& values) {
  return {values.data(), Eigen::Index(values.size())};
}

class Solver {
 public:
  Solver(const PanelField& field, const PanelFieldOptions& options)
      : field_(field),
        options_(options),
        model_(panel::build_model(field)),
        supply_(panel::make_supply(field, model_.slices)),
        emission_(constants::stefan_boltzmann *
                  (field.face_a.even.emissivity + field.face_b.even.emissivity)) {}

  PanelFieldAnswer solve() {
    const std::size_t slices = model_.slices.size();
    const std::vector<double> further = supply_->further();
    Eigen::VectorXd u = Eigen::VectorXd::Constant(Eigen::Index(slices + further.size()), supply_->hottest());
    u.tail(Eigen::Index(further.size())) = as_vector(further);
    Anderson anderson;
    double mismatch = 1;
    for (int round = 1; round <= options_.maximum_rounds; ++round) {
      supply_->set_further({u.data() + slices, further.size()});
      SheetRound sheet = solve_sheet(u.head(Eigen::Index(slices)), mismatch);
      std::vector<double> marched = supply_->march(sheet);
      // Flows act on heat through temperatures: a hundredth of what they disagree on.
      mismatch = std::max(mismatch_of(sheet, marched), supply_->further_mismatch() / 100);
      if (options_.progress) options_.progress(round, mismatch);
      if (mismatch <= options_.relative_tolerance && tight_) return collect(sheet, round);
      const std::vector<double> asked = supply_->further();
      marched.insert(marched.end(), asked.begin(), asked.end());
      const Eigen::VectorXd g = as_vector(marched);
      const Eigen::VectorXd mixed = anderson.next(u, g);
      if (possible(mixed)) {
        u = mixed;
      } else {
        u = g;
        anderson.forget();
      }
    }
    throw ModelError(fmt::format(
        "panel: coolant and sheet did not settle in {} rounds; they disagree on {:.2g} of the heat",
        options_.maximum_rounds, mismatch));
  }

 private:
  bool possible(const Eigen::VectorXd& u) const {
    for (int tube = 0; tube < model_.slices.tubes; ++tube)
      if (supply_->alive(tube))
        for (int i = 0; i < model_.slices.along; ++i)
          if (!supply_->possible(u[Eigen::Index(model_.slices.at(tube, i))])) return false;
    const std::size_t slices = model_.slices.size();
    return supply_->possible_further({u.data() + slices, std::size_t(u.size()) - slices});
  }

  /// Where a slice of living tube gives heat.
  template <class Use>
  void for_wet(Use use) const {
    for (int tube = 0; tube < model_.slices.tubes; ++tube) {
      if (!supply_->alive(tube)) continue;
      for (int i = 0; i < model_.slices.along; ++i)
        if (model_.slices.wet[model_.slices.at(tube, i)] > 0)
          use(tube, model_.slices.at(tube, i), model_.slices.length(i));
    }
  }

  SheetRound solve_sheet(const Eigen::Ref<const Eigen::VectorXd>& u, double mismatch) {
    ConductionProblem& problem = model_.problem;
    SheetRound round;
    round.fluid.assign(u.data(), u.data() + u.size());
    round.heat.assign(round.fluid.size(), 0);
    round.slope.assign(round.fluid.size(), 0);
    std::vector<double> conductance(round.fluid.size(), 0);
    for_wet([&](int tube, std::size_t s, double length) {
      conductance[s] = length / supply_->resistance(tube, round.fluid[s]);
      for (const Touch& touch : model_.slices.touches[s]) {
        problem.exchange[touch.cell] = conductance[s] * touch.share;
        problem.exchange_temperature[touch.cell] = round.fluid[s];
      }
    });
    // As exact as the march needs it: the sheet's error must stay below the mismatch that is left.
    const double tolerance = std::clamp(1e-3 * mismatch, 1e-11, 1e-5);
    tight_ = tolerance <= std::max(0.1 * options_.relative_tolerance, 1e-11);
    conduction_ = steady_conduction(problem, {.relative_tolerance = tolerance, .threads = options_.threads},
                                    std::move(conduction_.temperature));
    for_wet([&](int, std::size_t s, double length) {
      double sheet = 0;
      for (const Touch& touch : model_.slices.touches[s]) {
        const double t = conduction_.temperature[touch.cell];
        round.heat[s] += problem.exchange[touch.cell] * (round.fluid[s] - t);
        sheet += touch.share * t;
      }
      // As if the pitch alone were fed, its fin being nine tenths efficient: only the speed depends on it.
      const double radiative = 0.9 * 4 * emission_ * sheet * sheet * sheet * field_.build.spacing * length;
      round.slope[s] = 1 / (1 / conductance[s] + 1 / radiative);
    });
    return round;
  }

  /// [-] of heat that the march would change.
  double mismatch_of(const SheetRound& round, const std::vector<double>& marched) const {
    double changed = 0, heat = 0;
    for (std::size_t s = 0; s < marched.size(); ++s) {
      changed += round.slope[s] * std::abs(marched[s] - round.fluid[s]);
      heat += std::abs(round.heat[s]);
    }
    return heat > 0 ? changed / heat : 0;
  }

  PanelFieldAnswer collect(const SheetRound& sheet, int rounds) {
    PanelFieldAnswer answer;
    answer.rounds = rounds;
    answer.fluid = sheet.fluid;
    answer.tube_heat = sheet.heat;
    answer.heat = supply_->heat_given();
    answer.heat_a = conduction_.at(BoxFace::z_low).total_heat;
    answer.heat_b = conduction_.at(BoxFace::z_high).total_heat;
    const double net = answer.heat_a + answer.heat_b;
    answer.energy_residual =
        answer.heat != 0 ? std::abs(answer.heat - net) / std::abs(answer.heat) : std::abs(net);
    add_tubes(answer, sheet);
    supply_->report(answer);
    add_surfaces(answer);
    answer.conduction = std::move(conduction_);
    answer.problem = std::move(model_.problem);
    return answer;
  }

  void add_tubes(PanelFieldAnswer& answer, const SheetRound& sheet) {
    const panel::Slices& slices = model_.slices;
    answer.tubes.resize(std::size_t(slices.tubes));
    for (int tube = 0; tube < slices.tubes; ++tube) {
      PanelTubeAnswer& one = answer.tubes[std::size_t(tube)];
      one.alive = supply_->alive(tube);
      one.coldest_root = 1e300;
      for (int i = 0; i < slices.along; ++i) {
        const std::size_t s = slices.at(tube, i);
        one.heat += sheet.heat[s];
        double mean = 0;
        for (const Touch& touch : slices.touches[s]) {
          const double t = conduction_.temperature[touch.cell];
          one.coldest_root = std::min(one.coldest_root, t);
          mean += t * touch.share;
        }
        if (!one.alive) answer.fluid[s] = mean;
      }
      if (one.alive) continue;
      one.inlet = answer.fluid[slices.at(tube, 0)];
      one.outlet = answer.fluid[slices.at(tube, slices.along - 1)];
    }
  }

  void add_surfaces(PanelFieldAnswer& answer) const {
    answer.hottest = 0, answer.coldest = 1e300;
    double emitted = 0, ideal = 0;
    double hottest_tube = 0;
    for (const PanelTubeAnswer& tube : answer.tubes)
      if (tube.alive) hottest_tube = std::max({hottest_tube, tube.inlet, tube.outlet});
    const ConductionProblem& p = model_.problem;
    for (const auto& [side, face] :
         {std::pair(BoxFace::z_low, &field_.face_a), {BoxFace::z_high, &field_.face_b}}) {
      const FaceAnswer& surface = conduction_.at(side);
      double& absorbed = side == BoxFace::z_low ? answer.absorbed_a : answer.absorbed_b;
      for (int j = 0; j < p.ny(); ++j)
        for (int i = 0; i < p.nx(); ++i) {
          const std::size_t n = p.boundary_index(side, i, j, side == BoxFace::z_low ? 0 : p.nz() - 1);
          const auto width = [](const std::vector<double>& f, int k) {
            return f[std::size_t(k) + 1] - f[std::size_t(k)];
          };
          const double area = width(p.x, i) * width(p.y, j), t = surface.temperature[n];
          answer.hottest = std::max(answer.hottest, t);
          answer.coldest = std::min(answer.coldest, t);
          emitted += grey_body_flux(face->even.emissivity, t) * area;
          const double taken =
              p.at(side).conditions[p.at(side).of_cell.empty() ? 0 : p.at(side).of_cell[n]].absorbed * area;
          absorbed += taken;
          ideal += grey_body_flux(face->even.emissivity, hottest_tube) * area - taken;
        }
    }
    answer.mean_surface_temperature = std::sqrt(std::sqrt(emitted / (emission_ * panel_area(field_.build))));
    answer.efficiency = ideal > 0 ? answer.heat / ideal : 0;
  }

  const PanelField& field_;
  const PanelFieldOptions& options_;
  Model model_;
  std::unique_ptr<Supply> supply_;
  double emission_;  ///< [W/(m^2 K^4)] of both faces
  ConductionSolution conduction_;
  bool tight_ = false;
};

}  // namespace

PanelFieldAnswer solve_panel(const PanelField& field, const PanelFieldOptions& options) {
  require_panel(field);
  require(options.relative_tolerance >= 1e-12 && options.relative_tolerance < 1,
          "solve_panel: relative_tolerance", options.relative_tolerance, "must be from 1e-12 to 1");
  require(options.maximum_rounds > 0, "solve_panel: maximum_rounds", options.maximum_rounds,
          "must be positive");
  PanelField resolved = field;
  resolved.grid.across_fin = panel::fin_cells(field);
  return Solver(resolved, options).solve();
}

}  // namespace sunrack
