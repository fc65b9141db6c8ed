#include "render/word/chart_marks.h"

#include <algorithm>
#include <charconv>
#include <pugixml.hpp>

namespace svodka::render {
namespace {

constexpr std::string_view kSign = "&#31;";  // kChartSign as it is written

// The words of an attribute as it is written.
std::string unescaped(std::string_view words) {
  pugi::xml_document document;
  document.load_string(("<a v=\"" + std::string(words) + "\"/>").c_str(), pugi::parse_escapes);
  return document.document_element().attribute("v").value();
}

// "c0&#31;first&#31;second&#31;" in its parts.
std::vector<std::string> parts_of(std::string_view words) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from < words.size();) {
    const auto end = std::min(words.find(kSign, from), words.size());
    parts.push_back(unescaped(words.substr(from, end - from)));
    from = end + kSign.size();
  }
  return parts;
}

std::optional<std::size_t> number_in(std::string_view part, std::size_t count) {
  std::size_t number = count;
  const auto [end, error] = std::from_chars(part.data() + 1, part.data() + part.size(), number);
  const bool whole = error == std::errc() && end == part.data() + part.size();
  return whole && number < count ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string chart_mark(std::size_t place, const std::vector<std::string>& values) {
  std::string words = kChartSign + ("c" + std::to_string(place));
  for (const auto& value : values) words += kChartSign + value;
  return words + kChartSign;
}

std::string ChartMarks::put_in(const EmbedRequest& request) {
  const auto options = read_chart_options(request.marker, out_);
  if (!options || request.rows == nullptr) return {};
  auto data = chart_data(*options, *request.rows, request.marker, out_);
  if (!data) return {};
  filled_.push_back({&request.marker, std::move(*data), options->drawn_names});
  return std::string(kSign) + "d" + std::to_string(filled_.size() - 1) + std::string(kSign);
}

std::string ChartMarks::without_marks(const std::string& xml, std::size_t places) {
  std::string out;
  std::size_t done = 0;
  for (auto at = xml.find(kSign); at != std::string::npos; at = xml.find(kSign, done)) {
    out.append(xml, done, at - done);
    const bool data = xml.compare(at + kSign.size(), 1, "d") == 0;
    auto end = data ? xml.find(kSign, at + kSign.size()) : xml.find('"', at);
    if (end != std::string::npos && data) end += kSign.size();
    const auto words =
        end == std::string::npos ? std::nullopt : instead(std::string_view(xml).substr(at, end - at), places);
    done = words ? end : at + kSign.size();
    if (words && data && xml.compare(done, 1, " ") == 0 && out.ends_with('"')) ++done;
    if (words && data && xml.compare(done, 1, "\"") == 0 && out.ends_with(' ')) out.pop_back();
    out += words.value_or(std::string(kSign));
  }
  return out.append(xml, done, std::string::npos);
}

// What stands for a mark; nothing when it is none of ours.
std::optional<std::string> ChartMarks::instead(std::string_view mark, std::size_t places) {
  auto parts = parts_of(mark.substr(kSign.size()));
  if (parts.empty() || parts.front().empty()) return std::nullopt;
  const auto kind = parts.front().front();
  const auto number = number_in(parts.front(), kind == 'd' ? filled_.size() : places);
  if (!number) return std::nullopt;
  if (kind == 'd') {
    pending_ = number;
    return "";
  }
  parts.erase(parts.begin());
  auto words = reference(*number, std::move(parts), pending_ ? &filled_[*pending_] : nullptr);
  pending_.reset();
  return words;
}

void ChartMarks::warn_left_out(const Filled& filled, std::size_t shown, const std::string& first) const {
  if (shown >= filled.data.series.size()) return;
  out_.warning(filled.marker->at, "chart-series-left-out",
               text("`{}`: диаграмма этого вида показывает рядов: {}, в данных их {}, остальные не показаны",
                    "`{}`: a chart of this kind shows {} series, the data have {}, the others are left out",
                    filled.marker->name, shown, filled.data.series.size()),
               text("выберите столбец: `series={}`", "choose a column: `series={}`", first));
}

}  // namespace svodka::render
