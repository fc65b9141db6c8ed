#include "render/text/html_picture.h"

#include "base/utf8.h"
#include "render/picture/picture_value.h"
#include "render/word/drawing.h"

namespace svodka::render {
namespace {

constexpr double kEmuPerMillimetre = 36'000;

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve(bytes.size() / 3 * 4 + 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto rest = std::min<std::size_t>(3, bytes.size() - at);
    unsigned group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (i < rest ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i) out.push_back(i <= rest ? kDigits[group >> (18 - 6 * i) & 63u] : '=');
  }
  return out;
}

std::string address_of(const Picture& picture) {
  const std::string_view type = picture.kind == PictureKind::kPng    ? "image/png"
                                : picture.kind == PictureKind::kJpeg ? "image/jpeg"
                                                                     : "image/svg+xml";
  return fmt::format("data:{};base64,{}", type, base64(picture.bytes));
}

std::string escaped(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out.push_back(c);
  }
  return out;
}

std::string css(const char* name, const Length& length) {
  return length.part > 0 ? fmt::format("{}:{:g}%;", name, length.part * 100)
                         : fmt::format("{}:{:.2f}mm;", name, double(length.emu) / kEmuPerMillimetre);
}

std::string_view object_fit(Fit fit) {
  return fit == Fit::kCover ? "cover" : fit == Fit::kStretch ? "fill" : "contain";
}

std::string style_of(const Picture& picture, const PictureOptions& options) {
  if (!options.width && !options.height) {
    const auto natural = natural_extent(picture);
    return css("width", {natural.width, 0}) + "max-width:100%;height:auto";
  }
  std::string style;
  if (options.width) style += css("width", *options.width);
  if (options.height) style += css("height", *options.height);
  if (options.width && options.height)
    style += fmt::format("object-fit:{};", object_fit(options.fit.value_or(Fit::kContain)));
  style.pop_back();
  return style;
}

}  // namespace

std::optional<HtmlPlace> html_place(std::string_view before, std::string_view after) {
  const auto tag = before.rfind('<'), end = before.rfind('>');
  if (tag == std::string_view::npos || (end != std::string_view::npos && end > tag)) return HtmlPlace::kText;
  if (before.empty() || after.empty() || before.back() != after.front()) return std::nullopt;
  const char quote = before.back();
  before.remove_suffix(1);
  if ((quote != '"' && quote != '\'') || !utf8::lower(before).ends_with("src=")) return std::nullopt;
  return HtmlPlace::kSource;
}

void check_html_picture(const bind::ValueSlot& slot, std::optional<HtmlPlace> place, Diagnostics& out) {
  const auto options = read_picture_options(slot.embed, slot.at, out);
  if (!place) {
    out.error(slot.at, "embed-place", text("рисунок здесь не вставить", "no picture can be put in here"),
              text("поставьте метку в текст или в `src=\"…\"`, больше ничего в кавычках не оставив",
                   "put the marker into text, or into `src=\"…\"` with nothing else between the quotes"));
  } else if (*place == HtmlPlace::kSource && options && (options->width || options->height || options->alt)) {
    out.error(slot.at, "bad-picture-option",
              text("размер и описание рисунка задаёт сам тег `img`",
                   "size and description are told by the `img` itself"),
              text("оставьте в метке только `image` или `qr`", "leave only `image` or `qr` in the marker"));
  }
}

std::string HtmlPictures::embed(const EmbedRequest& request) {
  const auto made = picture_of_value(request, folder_, out_);
  if (!made.picture) return {};
  const auto address = address_of(*made.picture);
  if (places_.at(request.slot) == HtmlPlace::kSource) return address;
  return fmt::format("<img src=\"{}\" alt=\"{}\" style=\"{}\">", address,
                     escaped(made.options.alt.value_or(made.name)), style_of(*made.picture, made.options));
}

}  // namespace svodka::render
