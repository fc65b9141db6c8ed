#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "render/trace.h"

namespace svodka::render {

/// What is said at a value: a line each. The first is the name of its marker.
struct ReviewNote {
  std::vector<std::string> lines;
  std::string href;  ///< of its first source, from the folder of the document; "" when there is none
};

/// The name of the copy for review beside a document: «Отчёт.docx» → «Отчёт (источники).docx».
std::string review_name(const std::string& file);

/// The notes of a document's values, in Russian, as documents are. `to_root` leads from the document's folder
/// to the project: "../../".
std::vector<ReviewNote> review_notes(const DocumentTrace& trace, const std::string& to_root);

/// A copy of a document in which every value says where it came from: Word comments, annotations of
/// OpenDocument, notes at cells, in HTML a link with the source on hover, in text numbers with a list at the
/// end. `bytes` is the document, `made` the same with marks. Nothing for a format that has no way to say it.
std::optional<std::string> review_copy(const std::string& file, const std::string& bytes,
                                       const MarkedDocument& made, const DocumentTrace& trace,
                                       const std::string& to_root);

/// Of WordprocessingML, OpenDocument, HTML and plain text, with marks; `note` gives what is said at a value.
using NoteOf = std::function<const ReviewNote*(int id)>;
std::optional<std::string> review_word(const std::string& marked, const NoteOf& note);
std::optional<std::string> review_odt(const std::string& marked, const NoteOf& note);
std::string review_html(std::string_view marked, const NoteOf& note);
std::string review_text(std::string_view marked, const NoteOf& note);
/// A workbook with notes at its cells, by their places ("Лист1!B7"). Cells that have a note keep it.
std::optional<std::string> review_workbook(const std::string& bytes,
                                           const std::vector<std::pair<std::string, ReviewNote>>& notes);

}  // namespace svodka::render
