#include "language/period.h"
#include "load/convert.h"
#include "load/scalars.h"

// The forms that days are written in.
namespace svodka::load {

void Converter::saw_day(const Node& node) {
  const auto written = trimmed(node.scalar);
  const auto day = language::parse_day(written);
  if (!day) return;
  if (written[2] == '.')
    dotted_days_.emplace_back(node.mark, language::iso(*day));
  else
    saw_iso_day_ = true;
}

void Converter::report_mixed_days() {
  if (!saw_iso_day_) return;
  for (const auto& [mark, day] : dotted_days_) {
    out_.info(origin_.at(mark), kMixedDays,
              text("даты в файле записаны по-разному: эта — днём вперёд, другие — годом вперёд",
                   "the file has dates in two forms: this one day first, others year first"),
              text("запишите `{}`", "write `{}`", day));
  }
}

}  // namespace svodka::load
