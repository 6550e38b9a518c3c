#pragma once

#include <string>
#include <variant>
#include <vector>

#include "chips/networks/dense_network.h"
#include "chips/networks/digits.h"
#include "chips/networks/token_sequences.h"
#include "chips/networks/transformer.h"

namespace sunrack::app {

/// A classifier and the images that it is judged by.
struct ImageSubject {
  DenseNetwork network;
  LabelledImages data;
};

/// A decoder and the text that it is judged by.
struct TextSubject {
  Transformer model;
  TokenSequences text;
};

/// Reads a model (a file, or one that the program carries) and what to judge it by: `data` is a table of
/// images or a text; "" takes test data of the model's own task. `count` images, or tokens rounded down to
/// whole sequences.
/// @throws std::invalid_argument for a file that cannot be read, does not fit the model or holds too little
std::variant<ImageSubject, TextSubject> read_subject(const std::string& model, const std::string& data,
                                                     int count);

}  // namespace sunrack::app
