#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace svodka::render {

/// The word that a document bears until it is approved.
inline constexpr std::string_view kDraftWord = "ПРОЕКТ";

/// The bytes of a document with the mark of a draft; all else stays as it is, and no line moves.
///
/// .docx: a watermark in the header of every page, as Word itself puts one. .xlsx: the word over each sheet
/// on the screen and in its printed header. .odt: behind the text of every page. .ods: there, and over each
/// sheet. .html: across the window and every printed page. .txt and other text: a line at the top. The same
/// bytes give the same bytes. Nothing when the file is not what its name says.
std::optional<std::string> as_draft(std::string_view file, std::string bytes);

/// The formats one by one; as as_draft().
std::optional<std::string> docx_as_draft(std::string_view bytes);
std::optional<std::string> xlsx_as_draft(std::string_view bytes);
std::optional<std::string> odt_as_draft(std::string_view bytes);
std::optional<std::string> ods_as_draft(std::string_view bytes);

}  // namespace svodka::render
