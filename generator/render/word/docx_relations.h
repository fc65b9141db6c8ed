#pragma once

#include <map>
#include <string>

#include "base/finding.h"

namespace svodka::render {

/// The relations of one part (ECMA-376 part 2, clause 9.3) that concern a template.
struct Relations {
  std::map<std::string, std::string> links;  ///< id → address, of the hyperlinks whose address has markers
  std::string rest;  ///< the part without those and without the template the file was made from; "" when
                     ///< nothing changed
};

/// The name of the part that holds the relations of `part`: "word/document.xml" →
/// "word/_rels/document.xml.rels".
std::string relations_name(const std::string& part);

/// Reads a part of relations. Addresses that Word has percent-encoded ("%7B%7Burl%7D%7D") are markers too.
/// Whatever else a document would fetch from outside is a warning. `file` and `part` name the place.
Relations read_relations(const std::string& file, const std::string& part, const std::string& xml,
                         Diagnostics& out);

/// word/settings.xml without the name of the template the file was made from, which read_relations() has
/// taken away.
std::string without_attached_template(std::string settings);

}  // namespace svodka::render
