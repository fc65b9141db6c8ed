#pragma once

#include <string>
#include <string_view>

namespace svodka::language {

struct TypesetOptions {
  bool short_words = false;  ///< «в», «к», «о», «с», «у», «и», «а», «я» are not left at the end of a line
};

/// Sets a text right for official Russian print: quotes «» with inner „“; a dash between words with a
/// non-breaking space before it; en dashes in ranges of numbers, years, dates and times, minus before a
/// number; non-breaking spaces after №, § and abbreviations like «г.», «ул.», «им.», between initials and
/// surname, between a number and its unit, month or «год». Quotes are made pairs within a paragraph; one
/// without its pair stays as it is. What is already right stays, so that applying it twice changes nothing.
/// Addresses (with @, :// or www.), names of files, and numbers of documents («01-21/744») are passed over.
/// `text` is valid UTF-8.
std::string typeset(std::string_view text, const TypesetOptions& options = {});

/// The text in «ёлочки», quotes inside it in „лапки“. A text that is one quotation already gets no second
/// quotes.
std::string quoted(std::string_view text);

/// Every space non-breaking.
std::string unbreakable(std::string_view text);

}  // namespace svodka::language
