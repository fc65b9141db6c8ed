#include "publish/pdf/stamp.h"

#include <cairo/cairo-pdf.h>
#include <dlfcn.h>

#include <algorithm>

#include "base/files.h"

namespace svodka::publish {
namespace {

// libcairo is loaded when something is signed.
template <typename Function>
Function* cairo_function(const char* name) {
  static void* const library = dlopen("libcairo.so.2", RTLD_NOW | RTLD_LOCAL);
  void* found = library == nullptr ? nullptr : dlsym(library, name);
  if (found == nullptr)
    throw EnvironmentError(text("отметку об электронной подписи рисует библиотека libcairo2",
                                "the mark of a signature is drawn by the library libcairo2"));
  return reinterpret_cast<Function*>(found);
}

#define SVODKA_CAIRO(name) (cairo_function<decltype(name)>(#name))

cairo_status_t append(void* to, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

// "2020-12-01T09:15:02Z" as people read it.
std::string day_of(const std::string& time) {
  constexpr std::size_t kDay = 10;
  if (time.size() < kDay) return time;
  return time.substr(8, 2) + "." + time.substr(5, 2) + "." + time.substr(0, 4);
}

void draw_frame(cairo_t* context) {
  constexpr double kLine = 1, kRadius = 7, kTurn = 3.14159265358979 / 2;
  const double left = kLine, top = kLine, right = kStampWidth - kLine, bottom = kStampHeight - kLine;
  auto* const arc = SVODKA_CAIRO(cairo_arc);
  arc(context, right - kRadius, top + kRadius, kRadius, -kTurn, 0);
  arc(context, right - kRadius, bottom - kRadius, kRadius, 0, kTurn);
  arc(context, left + kRadius, bottom - kRadius, kRadius, kTurn, 2 * kTurn);
  arc(context, left + kRadius, top + kRadius, kRadius, 2 * kTurn, 3 * kTurn);
  SVODKA_CAIRO(cairo_close_path)(context);
  SVODKA_CAIRO(cairo_set_line_width)(context, kLine);
  SVODKA_CAIRO(cairo_stroke)(context);
}

// A line of text, made smaller where it would not go in.
void draw_line(cairo_t* context, const std::string& words, double baseline, double size, bool bold) {
  constexpr double kMargin = 8;
  SVODKA_CAIRO(cairo_select_font_face)
  (context, "Liberation Sans", CAIRO_FONT_SLANT_NORMAL,
   bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  SVODKA_CAIRO(cairo_set_font_size)(context, size);
  cairo_text_extents_t extents{};
  SVODKA_CAIRO(cairo_text_extents)(context, words.c_str(), &extents);
  const double room = kStampWidth - 2 * kMargin;
  if (extents.x_advance > room) {
    SVODKA_CAIRO(cairo_set_font_size)(context, size * room / extents.x_advance);
    extents.x_advance = room;
  }
  const double at = bold ? (kStampWidth - extents.x_advance) / 2 : kMargin;
  SVODKA_CAIRO(cairo_move_to)(context, at, baseline);
  SVODKA_CAIRO(cairo_show_text)(context, words.c_str());
}

}  // namespace

StampWords stamp_words(const CertificateFacts& certificate) {
  return {certificate.recorded.serial, certificate.owner, day_of(certificate.recorded.valid_from),
          day_of(certificate.recorded.valid_to)};
}

std::string draw_stamp(const StampWords& words) {
  std::string pdf;
  auto* surface = SVODKA_CAIRO(cairo_pdf_surface_create_for_stream)(append, &pdf, kStampWidth, kStampHeight);
  auto* context = SVODKA_CAIRO(cairo_create)(surface);
  SVODKA_CAIRO(cairo_set_source_rgb)(context, 0.05, 0.2, 0.55);
  draw_frame(context);
  constexpr double kBaselines[] = {16, 27, 42, 53, 64};
  const auto lines = render::stamp_lines(words);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool title = i < render::kStampTitleLines;
    draw_line(context, lines[i], kBaselines[i], title ? 9 : 7.5, title);
  }
  SVODKA_CAIRO(cairo_destroy)(context);
  SVODKA_CAIRO(cairo_surface_finish)(surface);
  const auto status = SVODKA_CAIRO(cairo_surface_status)(surface);
  SVODKA_CAIRO(cairo_surface_destroy)(surface);
  if (status != CAIRO_STATUS_SUCCESS)
    throw EnvironmentError(text("отметку об электронной подписи нарисовать не удалось",
                                "the mark of a signature could not be drawn"));
  return pdf;
}

}  // namespace svodka::publish
