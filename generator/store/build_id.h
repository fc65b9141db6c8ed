#pragma once

#include <string>

namespace svodka::store {

/// What tells one build of the program from another: the linker's build id (a hash of the program, the same
/// for the same sources and compiler), in hexadecimal; "" where the linker made none. Keeps a cache from
/// outliving a repaired reader.
std::string build_id();

}  // namespace svodka::store
