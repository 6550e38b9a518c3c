#pragma once

#include <cstddef>
#include <deque>
#include <vector>

namespace sunrack {

/// Acceleration of a fixed-point iteration x = g(x): the next point is the combination of the last ones whose
/// changes g(x) - x, combined alike, are least in the 2-norm (D. G. Anderson (1965), J. ACM 12, 547; H. F.
/// Walker and P. Ni (2011), SIAM J. Numer. Anal. 49, 1715, eq. 2.3: for a linear map as good as GMRES). Where
/// plain iteration takes hundreds of rounds because one slow mode is left, it takes some ten.
class Anderson {
 public:
  /// @param memory how many earlier points have their say
  explicit Anderson(std::size_t memory = 12) : memory_(memory) {}

  /// The next x after `x`, whose image is `image`. @throws std::invalid_argument when sizes differ
  std::vector<double> next(const std::vector<double>& x, const std::vector<double>& image);
  /// Forgets all earlier points.
  void begin_anew();

 private:
  std::size_t memory_;
  std::vector<double> x_before_, change_before_;
  std::deque<std::vector<double>> x_steps_, change_steps_;
};

}  // namespace sunrack
