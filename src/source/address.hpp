// Turns what people type as an address into one that protocols take, and into one that may be shown. Pure.
#pragma once

#include <string>
#include <string_view>

namespace np {

// An address with every character that no address may hold (spaces, letters with accents,
// and the like) written as %XX. Existing escapes stay.
std::string escaped_address(std::string_view address);
// The same address, or a path of one, without what stands after "password=" and the like. Cameras want such things in
// the path, too: "/user=admin_password=secret_channel=1".
std::string without_secrets(std::string_view address);
// Whether a user name stands in it.
bool has_credentials(std::string_view address);
// The target of `reference` in the document at `base`; user and password of the base go along on the same host and
// port. Both are escaped if needed. Empty if it is no http(s) address.
std::string web_address(const std::string& base, std::string_view reference);

}  // namespace np
