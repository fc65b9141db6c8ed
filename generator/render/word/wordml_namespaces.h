#pragma once

#include <pugixml.hpp>
#include <vector>

namespace svodka::render {

/// Makes prefixes of the element `from`, a part's root, mean the same below `root`, another part's, that
/// takes in `nodes`: what is not declared there is, and what mc:Ignorable names (ECMA-376 part 3, 7.2) is
/// ignorable there too. A prefix that `root` uses for something else is declared on each of the nodes.
void adopt_namespaces(pugi::xml_node root, const pugi::xml_node& from,
                      const std::vector<pugi::xml_node>& nodes);

}  // namespace svodka::render
