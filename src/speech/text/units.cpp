#include "speech/text/units.hpp"

#include <array>

#include "base/text.hpp"

namespace np::text {
namespace {

struct Unit {
  std::string_view written, one, many;
  bool only_attached = false;  // apart from its number it is a word or a letter
};
constexpr std::array<Unit, 47> kUnits{{
    {"km/h", "kilometer per hour", "kilometers per hour"},
    {"kph", "kilometer per hour", "kilometers per hour"},
    {"mph", "mile per hour", "miles per hour"},
    {"m/s", "meter per second", "meters per second"},
    {"km", "kilometer", "kilometers"},
    {"m", "meter", "meters"},
    {"cm", "centimeter", "centimeters"},
    {"mm", "millimeter", "millimeters"},
    {"mi", "mile", "miles"},
    {"yd", "yard", "yards"},
    {"yds", "yard", "yards"},
    {"ft", "foot", "feet"},
    {"in", "inch", "inches", true},
    {"kg", "kilogram", "kilograms"},
    {"g", "gram", "grams"},
    {"mg", "milligram", "milligrams"},
    {"lb", "pound", "pounds"},
    {"lbs", "pound", "pounds"},
    {"oz", "ounce", "ounces"},
    {"l", "liter", "liters"},
    {"ml", "milliliter", "milliliters"},
    {"s", "second", "seconds"},
    {"sec", "second", "seconds"},
    {"secs", "second", "seconds"},
    {"ms", "millisecond", "milliseconds"},
    {"min", "minute", "minutes"},
    {"mins", "minute", "minutes"},
    {"h", "hour", "hours"},
    {"hr", "hour", "hours"},
    {"hrs", "hour", "hours"},
    {"Hz", "hertz", "hertz"},
    {"kHz", "kilohertz", "kilohertz"},
    {"MHz", "megahertz", "megahertz"},
    {"GHz", "gigahertz", "gigahertz"},
    {"W", "watt", "watts"},
    {"kW", "kilowatt", "kilowatts"},
    {"V", "volt", "volts"},
    {"kB", "kilobyte", "kilobytes"},
    {"MB", "megabyte", "megabytes"},
    {"GB", "gigabyte", "gigabytes"},
    {"TB", "terabyte", "terabytes"},
    {"fps", "frame per second", "frames per second"},
    {"m2", "square meter", "square meters"},
    {"km2", "square kilometer", "square kilometers"},
    {"cm2", "square centimeter", "square centimeters"},
    {"m3", "cubic meter", "cubic meters"},
    {"cm3", "cubic centimeter", "cubic centimeters"},
}};

constexpr std::array<Currency, 6> kCurrencies{{
    {"US$", "dollar", "dollars", "cent", "cents"},
    {"$", "dollar", "dollars", "cent", "cents"},
    {"USD", "dollar", "dollars", "cent", "cents"},
    {"EUR", "euro", "euros", "cent", "cents"},
    {"GBP", "pound", "pounds", "penny", "pence"},
    {"JPY", "yen", "yen", "", ""},
}};

}  // namespace

std::string unit(std::string_view written, bool one, bool alone) {
  for (const Unit& known : kUnits)
    if (known.written == written && !(alone && known.only_attached)) return std::string(one ? known.one : known.many);
  return {};
}

const Currency* currency(std::string_view mark) {
  for (const Currency& known : kCurrencies)
    if (known.mark == mark) return &known;
  return nullptr;
}

const Currency* currency_in_front(std::string_view text) {
  for (const Currency& known : kCurrencies)
    if (text.starts_with(known.mark) && text.size() > known.mark.size() && is_digit(text[known.mark.size()]))
      return &known;
  return nullptr;
}

const Currency* currency_behind(std::string_view text) {
  for (const Currency& known : kCurrencies)
    if (text.ends_with(known.mark) && text.size() > known.mark.size() &&
        is_digit(text[text.size() - known.mark.size() - 1]))
      return &known;
  return nullptr;
}

}  // namespace np::text
