#include "render/word/column_sections.h"

#include <algorithm>

namespace svodka::render {

void say_partial_columns(const ColumnSection& section, Text message, Diagnostics& out) {
  out.error(
      section.at, "section-scope", std::move(message),
      text("пусть в каждой строке таблицы раздел `columns` занимает ячейки одной ширины, одну под другой",
           "let the section with `columns` take cells of the same width in each row, one below "
           "the other"));
}

void say_inner_columns(const ColumnSection& section, Diagnostics& out) {
  say_partial_columns(
      section,
      text("раздел колонок в разделе `{}` охватывает не все его ячейки",
           "a section of columns inside `{}` does not take in all of its cells", section.name),
      out);
}

void check_column_sections(const std::vector<ColumnSection>& sections, std::size_t first, Diagnostics& out) {
  for (auto i = first; i < sections.size(); ++i) {
    for (auto j = first; j < i; ++j) {
      const auto &a = sections[j], &b = sections[i];
      const bool same = a.from == b.from && a.to == b.to, apart = a.to <= b.from || b.to <= a.from;
      if (same || apart) continue;
      return say_partial_columns(
          b,
          text("разделы `{}` и `{}` повторяют колонки таблицы, которые лишь отчасти те же",
               "the sections `{}` and `{}` repeat columns of the table that are the same only in part",
               a.name, b.name),
          out);
    }
  }
}

void say_damaged_table(const ColumnSection& section, const std::string& program, Diagnostics& out) {
  out.error(section.at, "damaged-table",
            text("таблица построена не по правилам {}, её колонки не повторить",
                 "the table is not built as {} builds them, its columns cannot be repeated", program),
            text("вставьте в {} новую таблицу и перенесите в неё содержимое",
                 "insert a new table in {} and move the content to it", program));
}

std::vector<RepeatedColumns> repeated_columns(const std::vector<ColumnSection>& sections,
                                              const std::vector<int>& numbers,
                                              const std::vector<ColumnCount>& counts) {
  const auto section = [&](int number) -> const ColumnSection& {
    return sections[static_cast<std::size_t>(number)];
  };
  std::vector<RepeatedColumns> ranges;
  for (const int number : numbers) {
    const auto& s = section(number);
    const bool known =
        std::any_of(ranges.begin(), ranges.end(), [&](const auto& r) { return r.from == s.from; });
    if (!known) ranges.push_back({s.from, s.to, -1});
  }
  for (const auto& count : counts) {
    for (auto& range : ranges) {
      if (range.from != section(count.section).from) continue;
      range.count = std::max(range.count, (count.columns + range.width() - 1) / range.width());
    }
  }
  for (auto& range : ranges) range.count = range.count < 0 ? 1 : range.count;
  std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
  return ranges;
}

const RepeatedColumns& range_of(const ColumnSection& section, const std::vector<RepeatedColumns>& ranges) {
  return *std::find_if(ranges.begin(), ranges.end(), [&](const auto& r) { return r.from == section.from; });
}

void say_missing_columns(const ColumnSection& section, std::ptrdiff_t row, int count, int wanted,
                         Diagnostics& out) {
  out.error(section.at, "columns-differ",
            text("раздел `{}` дал в строке {} таблицы меньше колонок, чем в других: {} вместо {}",
                 "the section `{}` gave row {} of the table fewer columns than others have: {} instead of {}",
                 section.name, row, count, wanted),
            text("пусть запрос даёт каждой строке столько же значений, сколько их в заголовке таблицы; "
                 "недостающие ячейки оставлены пустыми",
                 "let the query give each row as many values as the header of the table has; the missing "
                 "cells were left empty"));
}

}  // namespace svodka::render
