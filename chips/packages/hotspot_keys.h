#pragma once

#include <string>
#include <vector>

#include "chips/packages/package_bounds.h"

namespace sunrack {

/// What is done with a key of a HotSpot configuration.
struct HotSpotKey {
  enum class Use {
    number,    ///< shapes the package
    word,      ///< names a file or a material
    only_off,  ///< asks for a model that is not here: read as 0, else refused
    ignored,   ///< of HotSpot, without a say in the temperatures that are asked for here
    noted      ///< as ignored, but a reader of the answer should know
  };
  const char* name;
  Use use;
  double otherwise = 0;                         ///< [SI] of a number that a file leaves out, as HotSpot 7
  PackageBound bound = package_bounds::length;  ///< of a number
  const char* why = "";                         ///< of a noted key
};

/// All keys of hotspot, hotfloorplan and their configuration files, versions 5 to 7.
const std::vector<HotSpotKey>& hotspot_keys();
const HotSpotKey* find_hotspot_key(const std::string& name);  ///< nullptr: not one

}  // namespace sunrack
