#pragma once

#include <functional>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "package/zip.h"

namespace svodka::render {

/// Changes the XML of a file of a package. False, and nothing is changed, when there is none, it is no XML,
/// or `change`, which gets its root, says so.
bool change_odf_part(std::vector<package::ZipEntry>& entries, const std::string& name,
                     const std::function<bool(pugi::xml_node root)>& change);

/// Declares a namespace prefix ("xmlns:fo") at the root, unless it is there.
void declare_odf(pugi::xml_node root, const char* prefix, const char* name);

}  // namespace svodka::render
