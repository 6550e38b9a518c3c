#pragma once

#include <span>
#include <vector>

#include "chips/networks/transformer_block.h"

/// A pass with one changed weight from a pass without it, of which everything is kept.
///
/// The change is a column u times a row v, added to the residual stream: of rank one. It stays so through
/// a norm, n' = (s' / s) n + s' u (v gain), with s the norm's scale; what reads the norm then costs one
/// product of a vector instead of one of all tokens. The half block after that computes in full, and what
/// follows, as neither softmax nor gate leave the rank one.
namespace sunrack {

/// A text's pass without a fault.
struct CleanPass {
  CleanPass(const Transformer& model, std::span<const int> tokens, int length);
  CleanPass(const CleanPass&) = delete;  // refers into itself
  CleanPass& operator=(const CleanPass&) = delete;

  const Transformer& model;
  std::vector<int> tokens;
  int length = 0;
  TransformerActivations clean;
  PackedTransformer packed;
  RotaryTable table;
  /// What reads the norm after attention, as a matrix from the mixed values of one head: weight * gain *
  /// attention_output of the head. One per block and head.
  struct HeadReaders {
    PackedMatrix gate, up, output;
  };
  std::vector<HeadReaders> readers;

  const Matrix& entering(int block) const;  ///< the stream that enters it; blocks: what leaves the last
  const HeadReaders& readers_of(int block, int head) const;
  BlockPass pass() const;
};

/// One weight of a matrix, or of the embedding, that differs by `change`.
struct WeightChange {
  WeightKind kind = WeightKind::query;  ///< no norm and no position
  int block = -1;
  Eigen::Index row = 0, column = 0;
  float change = 0;
};

/// Runs one change after another, some whole sequences at a time. Worth keeping, for the memory that it
/// holds.
class ChangedPass {
 public:
  /// The change that run() is about. `clean` must be there as long as it is run.
  void set(const CleanPass& clean, const WeightChange& change);
  /// The logits of rows first ... first + rows - 1; false if they are those without the change, since it does
  /// not reach these rows or is lost in rounding.
  bool run(Eigen::Index first, Eigen::Index rows, Matrix& logits);
  /// The same from a stream that left the attention of `block` differently, whatever the change.
  bool run_from_middle(const CleanPass& clean, int block, Eigen::Index first, const Matrix& middle,
                       Matrix& logits);

 private:
  bool set_column(Eigen::Index first, Eigen::Index rows);
  void change_attention(Eigen::Index first, Eigen::Index rows);
  bool find_norm(const Matrix& stream, const Vector& clean_scale, Eigen::Index first);
  void update(const Matrix& clean, const Matrix& direction, Eigen::Index first, Matrix& result) const;
  bool run_after_middle(Eigen::Index first, Matrix& logits);
  bool run_after_block(int block, Eigen::Index first, Matrix& logits);
  bool finish(int block, Eigen::Index first, Matrix& logits);

  const CleanPass* of_ = nullptr;
  WeightChange change_;
  bool is_middle_ = false;  // the change is of the stream between attention and gate
  Vector row_;              // v
  // What the readers of the norm after the change make of v, per position of a sequence (one row if the
  // same).
  Matrix query_direction_, key_direction_, value_direction_, gate_direction_, up_direction_;
  Vector column_;                  // u of the rows that run
  Vector scale_, ratio_, weight_;  // s', s' / s and s' u
  Matrix stream_, head_change_;
  Matrix own_, other_, values_, attention_, mixed_;
  BlockActivations scratch_;
};

}  // namespace sunrack
