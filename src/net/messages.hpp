// This folder's sentences for people. Tests know them by name, so you may polish them freely. In an exchange's errors,
// the first {} is host and port, and a `;` ends the fact, because other folders put it into sentences of their own.
#pragma once

namespace np::messages {

inline constexpr char kNoHttpAddress[] =
    "This is no address of a server; give one that begins with http:// or https://.";
inline constexpr char kHeaderOfTwoLines[] =
    "What is to be sent as the header {} is more than one line; check the key or token that was given.";
inline constexpr char kPeerNameNotKnown[] =
    "The name in {} is not known to any name server; check its spelling and the network.";
inline constexpr char kPeerCannotBeReached[] = "{} cannot be reached from here; check the network and the address.";
inline constexpr char kPeerRefusesConnection[] =
    "{} refuses the connection: check that it is on, and that the port is right.";
inline constexpr char kPeerTakesNoConnection[] =
    "{} did not take the connection within {}; check the address and whether a firewall is in the way.";
inline constexpr char kPeerNotTrusted[] =
    "{} shows a certificate that is not trusted here; use the name that is in it, or add its authority to the "
    "system's certificates.";
inline constexpr char kPeerNotEncrypted[] =
    "{} does not take an encrypted connection; check the address, or try http:// there.";
inline constexpr char kRedirectNotFollowed[] =
    "{} sends on to an address that is not followed; give the final https:// address.";
inline constexpr char kLeadsToLocalAddress[] =
    "{} leads on to an address of this machine or of its own link, which only an address that you name yourself may; "
    "name that one.";
inline constexpr char kPeerSpeaksNoHttp[] = "{} does not answer in HTTP; check the address and the port.";
inline constexpr char kPeerCompresses[] =
    "{} sends an answer that is compressed in a way that cannot be undone here; turn compression off there.";
inline constexpr char kRedirectsInCircles[] = "{} sends the request round in circles; check the address.";
inline constexpr char kAnswerBrokeOff[] = "{} broke off in the middle of its answer; try again.";
inline constexpr char kClosedWithoutAnswer[] = "{} closed the connection without an answer; try again.";
inline constexpr char kExchangeCancelled[] = "The exchange with {} was cancelled.";
inline constexpr char kHeadersTooLong[] =
    "{} begins its answer with more than {} bytes of headers, which makes no sense here; check the address.";
inline constexpr char kAnswerTooLong[] =
    "{} answers with more than {} bytes, which makes no sense here; check the address.";

inline constexpr char kAnswerNotBegun[] =
    "{} did not begin to answer within {}; see whether it is busy or stuck, and try again.";
inline constexpr char kFellSilent[] = "{} fell silent for {} in the middle of its answer; try again.";
inline constexpr char kAnswerNotFinished[] = "{} did not finish its answer within {}; try again.";

inline constexpr char kAsksForKey[] = "{} asks for a key ({}); set {}.";
inline constexpr char kKeyNotAccepted[] = "{} does not accept the key ({}); check {}.";
inline constexpr char kUnknownAddressOrModel[] = "{} does not know this address or model ({}{}); check {} and {}.";
inline constexpr char kAsksToBeLeftAlone[] = "{} asks to be left alone for {} s (429); it is asked again then.";
inline constexpr char kTooMuchToDo[] = "{} has too much to do (429{}); it is asked again soon.";
inline constexpr char kAsksForPassword[] =
    "{} is behind a login with user name and password ({}); put them into {}, as http://user:password@host.";
inline constexpr char kForbidsRequest[] =
    "{} forbids the request ({}{}); see whether a gateway is in the way, and check {} and what {} may do there.";
inline constexpr char kWantsPayment[] = "{} wants to be paid ({}{}); see to the account there.";
inline constexpr char kRequestTooLarge[] =
    "{} does not take so large a request ({}{}); take fewer frames or a smaller MAX_SLICE_NUMS, or raise the limit "
    "at {}.";
inline constexpr char kServerNotReady[] = "{} is not ready (503{}); it is asked again soon.";
inline constexpr char kServerFailed[] = "{} failed ({}{}); its own log says more.";
inline constexpr char kSendsElsewhere[] = "{} sends us elsewhere ({}), perhaps to a login page; check {}.";
inline constexpr char kRefusesRequest[] = "{} refuses the request ({}{}); check {} and {}.";
inline constexpr char kNoApi[] = "{} answers {} where its API should be; check {}.";
inline constexpr char kAWebPage[] = "a web page, perhaps of a login,";
inline constexpr char kSomethingElse[] = "something else";

}  // namespace np::messages
