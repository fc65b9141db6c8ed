#pragma once

#include <string>
#include <vector>

namespace svodka::test {

/// A minimal Word package round the given w:body content (its namespaces are declared), with further parts as
/// {name, content type, xml}.
struct Part {
  std::string name, type, xml;
};
std::string docx(const std::string& body, const std::vector<Part>& more = {});

/// A paragraph of runs: "w:r" with one w:t for each text.
std::string paragraph(const std::vector<std::string>& runs);
std::string cell(const std::string& content);
std::string row(const std::vector<std::string>& cells);
std::string table(const std::vector<std::string>& rows);

/// The XML of a part of a package; "" when there is none.
std::string part_of(const std::string& package, const std::string& name = "word/document.xml");

/// What a reader would read: each paragraph's text on a line; cells joined by " | ", rows on a line.
std::string text_of(const std::string& package, const std::string& name = "word/document.xml");

/// What Word would refuse or repair: a cell without a last paragraph, a table without rows, text outside of
/// runs, ids that stand twice, bookmarks without their other end. "" when nothing is wrong.
std::string faults_of(const std::string& package, const std::string& name = "word/document.xml");

}  // namespace svodka::test
