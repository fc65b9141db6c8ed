#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace svodka::render {

/// The mark of an electronic signature (GOST R 7.0.97-2025, requisite 23): what it says.
struct StampWords {
  std::string serial;                ///< of the certificate
  std::string owner;                 ///< surname, name, patronymic
  std::string valid_from, valid_to;  ///< "01.12.2020"
};

/// The lines of the mark; the first kStampTitleLines of them are its title.
inline constexpr std::size_t kStampTitleLines = 2;
std::array<std::string, 5> stamp_lines(const StampWords& words);

/// Names of the bookmark, or the content control (by its title or tag), that marks the place of the stamp in
/// a document; «-», «_» and spaces are the same in them, case does not count.
inline constexpr std::string_view kStampPlaces[] = {"отметка_подписи", "svodka_stamp"};
bool marks_stamp_place(std::string_view name);

/// Whether these words are the line of a signature: the surname, the post and little else.
bool is_signature_line(std::string_view words, std::string_view surname);

/// A copy of a document with the mark of each signature as a block: a framed table of one column that never
/// splits over pages, 75 mm wide or as wide as the cell that it stands in. What stands above it is kept on
/// its page, too. All else stays as it is.
///
/// The block stands after the paragraph that marks the place (see kStampPlaces), or before it when that is
/// empty; of several places the first counts. Without one it stands below the line of the signature: the last
/// paragraph or table that names `surname` and little else; without that too it ends the document. Headers
/// and footers hold no place. .docx: in the font of the text at the place; .odt: of the default paragraph
/// style. The same bytes give the same bytes. Nothing for other formats, without stamps, or when the file is
/// not what its name says.
std::optional<std::string> with_stamps(std::string_view file, std::string_view bytes,
                                       const std::vector<StampWords>& stamps, std::string_view surname = {});

/// The formats one by one; as with_stamps().
std::optional<std::string> docx_with_stamps(std::string_view bytes, const std::vector<StampWords>& stamps,
                                            std::string_view surname = {});
std::optional<std::string> odt_with_stamps(std::string_view bytes, const std::vector<StampWords>& stamps,
                                           std::string_view surname = {});

}  // namespace svodka::render
