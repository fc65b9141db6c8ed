#include "render/word/docx_comments.h"

namespace svodka::render {
namespace {

constexpr char kRelation[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
constexpr char kType[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

}  // namespace

void put_comments(DocxPackage& package, const std::string& main, const std::string& xml) {
  if (const auto part = package.related(main, "/comments"); !part.empty()) return package.replace(part, xml);
  package.relate(main, kRelation, package.add("word/comments", "xml", kType, xml));
}

}  // namespace svodka::render
