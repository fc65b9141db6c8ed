#pragma once

#include <string>
#include <vector>

namespace svodka::test {

/// A minimal OpenDocument text package round the given content of office:text (its namespaces are declared),
/// with further entries as {name, bytes}; one named "styles.xml" holds the content of office:master-styles,
/// "meta.xml" that of office:meta, "automatic-styles" goes into content.xml, "office:styles" into styles.xml.
struct Entry {
  std::string name, bytes;
};
std::string odt(const std::string& text, const std::vector<Entry>& more = {});

/// What a reader would read: each paragraph's text on a line; cells joined by " | ", rows on a line; items
/// of lists with "- " before them, notes and frames in brackets.
std::string odt_text(const std::string& package, const std::string& name = "content.xml");

/// What would be repaired or shown wrong: text outside of paragraphs, elements that may not be empty, names
/// that stand twice, bookmarks without their other end, rows of different width, a wrong package. "" when
/// nothing is.
std::string odt_faults(const std::string& package, const std::string& name = "content.xml");

}  // namespace svodka::test
