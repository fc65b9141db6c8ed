#include "base/version.h"

namespace svodka {

std::string_view version() { return SVODKA_VERSION; }

}  // namespace svodka
