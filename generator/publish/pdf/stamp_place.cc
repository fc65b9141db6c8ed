#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/process.h"
#include "base/utf8.h"
#include "publish/pdf/stamp.h"

namespace svodka::publish {
namespace {

// A rectangle in points; y grows downwards, as pdftotext has it.
struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
  bool meets(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

struct Word {
  Box box;
  std::string text;
};

struct Page {
  double width = 595, height = 842;
  std::vector<Word> words;
};

double number(std::string_view xml, std::string_view key) {
  const auto start = xml.find(std::string(key) + "=\"");
  return start == std::string_view::npos
             ? 0
             : std::atof(std::string(xml.substr(start + key.size() + 2, 24)).c_str());
}

// The words of each page as `pdftotext -bbox` writes them, a line each; no pages without it.
std::vector<Page> words_of(const std::string& pdf) {
  const auto program = find_program({"pdftotext"});
  if (!program) return {};
  const ScratchFolder scratch;
  write_file_in_place(scratch.path() / "in.pdf", pdf);
  const auto end = run_process(
      {.program = *program, .arguments = {"-bbox", "in.pdf", "out.html"}, .folder = scratch.path()});
  std::error_code error;
  if (!end.succeeded() || !std::filesystem::exists(scratch.path() / "out.html", error)) return {};
  const auto html = read_file(scratch.path() / "out.html");
  std::vector<Page> found;
  for (std::size_t at = html.find('<'); at < html.size(); at = html.find('<', at + 1)) {
    const std::string_view tag = std::string_view(html).substr(at, html.find('>', at) - at);
    if (tag.starts_with("<page ")) {
      found.push_back({number(tag, "width"), number(tag, "height"), {}});
    } else if (tag.starts_with("<word ") && !found.empty()) {
      const auto start = at + tag.size() + 1;
      found.back().words.push_back(
          {{number(tag, "xMin"), number(tag, "yMin"), number(tag, "xMax"), number(tag, "yMax")},
           html.substr(start, html.find('<', start) - start)});
    }
  }
  return found;
}

class Search {
 public:
  explicit Search(const Page& page) : page_(page) {}

  // Between the post and the name, where a hand would sign. `ends_line`: nothing may follow the name, as in a
  // line of a signature.
  std::optional<StampPlace> at_name(const std::string& surname, bool ends_line) const {
    if (surname.empty()) return std::nullopt;
    const auto mine = utf8::lower(surname);
    const auto name = std::find_if(page_.words.rbegin(), page_.words.rend(), [&](const Word& word) {
      return utf8::lower(word.text).find(mine) != std::string::npos;
    });
    if (name == page_.words.rend()) return std::nullopt;
    const double middle = (name->box.top + name->box.bottom) / 2;
    if (ends_line && std::any_of(page_.words.begin(), page_.words.end(), [&](const Word& word) {
          return word.box.left > name->box.right && word.box.top < middle && middle < word.box.bottom;
        }))
      return std::nullopt;
    for (const double scale : {1.0, 0.85, 0.7}) {
      const double half = kStampHeight * scale / 2;
      double left = kEdge, right = name->box.left;
      for (const auto& word : page_.words) {
        if (word.box.bottom < middle - half || word.box.top > middle + half) continue;
        if (word.box.right < name->box.left && name->box.left - word.box.right < kInitials)
          right = std::min(right, word.box.left);  // the initials before the name
        else if (word.box.right <= right)
          left = std::max(left, word.box.right);
      }
      const double at = (left + right - kStampWidth * scale) / 2;
      if (const auto place = free(at, middle - half, scale)) return place;
    }
    return std::nullopt;
  }

  // Below the text, at the right.
  std::optional<StampPlace> below() const {
    double last = kEdge;
    for (const auto& word : page_.words) {
      if (word.box.bottom < page_.height - kMargin) last = std::max(last, word.box.bottom);
    }
    return free(page_.width - kMargin - kStampWidth, last + kGap, 1);
  }

  // Anywhere, from the bottom up.
  std::optional<StampPlace> anywhere() const {
    for (double top = page_.height - kEdge - kStampHeight; top > kEdge; top -= 4) {
      for (const double at :
           {page_.width - kMargin - kStampWidth, (page_.width - kStampWidth) / 2, kMargin}) {
        if (const auto place = free(at, top, 1)) return place;
      }
    }
    return std::nullopt;
  }

  StampPlace in_margin() const {
    constexpr double kScale = 0.6;
    const double top = page_.height - 6 - kStampHeight * kScale;
    for (const double at : {page_.width - kMargin - kStampWidth * kScale, kMargin}) {
      if (const auto place = free(at, top, kScale, 4)) return *place;
    }
    return {page_.width - kMargin - kStampWidth * kScale, 6, kScale};
  }

 private:
  static constexpr double kEdge = 22, kMargin = 42, kGap = 10, kInitials = 24, kAir = 3;

  std::optional<StampPlace> free(double left, double top, double scale, double edge = kEdge) const {
    const Box stamp{left, top, left + kStampWidth * scale, top + kStampHeight * scale};
    if (left < edge || top < edge || stamp.right > page_.width - edge || stamp.bottom > page_.height - edge)
      return std::nullopt;
    const Box air{stamp.left - kAir, stamp.top - kAir, stamp.right + kAir, stamp.bottom + kAir};
    for (const auto& word : page_.words) {
      if (air.meets(word.box)) return std::nullopt;
    }
    return StampPlace{left, page_.height - stamp.bottom, scale};
  }

  const Page& page_;
};

}  // namespace

StampPlace stamp_place(const std::string& pdf, int pages, const std::string& surname) {
  const auto words = words_of(pdf);
  const auto on = [](StampPlace place, std::size_t page) {
    place.page = static_cast<int>(page);
    return place;
  };
  const auto last = static_cast<std::size_t>(pages - 1);
  if (words.size() != last + 1) return on(Search(Page{}).in_margin(), last);
  for (std::size_t page = words.size(); page-- > 0;) {
    if (const auto place = Search(words[page]).at_name(surname, page != last)) return on(*place, page);
  }
  const Search search(words[last]);
  if (const auto place = search.below()) return on(*place, last);
  if (const auto place = search.anywhere()) return on(*place, last);
  return on(search.in_margin(), last);
}

}  // namespace svodka::publish
