// What each command does. All block until done and throw Error.
#pragma once

#include <string>

#include "config/settings.hpp"

namespace np::command {

void serve(Loaded loaded);
void probe(const Settings& settings, const std::string& source);
void describe(const Settings& settings, const std::string& clip);
// To `out`; empty: to standard output unless that is a terminal.
void say(const std::string& text, const std::string& out);
void check(const Loaded& loaded);
void list_settings(bool names_only);

}  // namespace np::command
