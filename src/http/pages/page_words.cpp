#include "http/pages/page_words.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "base/text.hpp"
#include "http/messages.hpp"

namespace np::http {
namespace {

constexpr PageWords kWords[] = {
    {
        .language = "en",
        .sign_in = "Sign in",
        .not_from_here = "Not from here",
        .nothing_here = "There is nothing here",
        .busy = "Busy at the moment",
        .failed = "That did not work",
        .token = "Access token",
        .where = "Where is it?",
        .where_text =
            "NerdPudding prints a link when it starts. The token is what follows <code>token=</code> there; you "
            "may paste the whole link. Look for it",
        .in_terminal = "in the terminal that runs NerdPudding;",
        .in_service = "in the log of the service: <code>journalctl -u nerdpudding</code>",
        .in_container = "in the log of the container: <code>docker compose logs</code>",
        .in_file = "in the file <code>token</code> in the folder <code>STATE_DIR</code>.",
        .own_tokens =
            "If you set <code>API_TOKEN</code> yourself, it is that one; <code>WATCH_TOKEN</code> lets you watch. "
            "On a device that is signed in already, <em>Share</em> shows a link and a QR code for this one.",
        .to_page = "Go to the page",
    },
    {
        .language = "de",
        .sign_in = "Anmelden",
        .not_from_here = "Nicht von hier aus",
        .nothing_here = "Hier ist nichts",
        .busy = "Gerade ist zu viel los",
        .failed = "Das hat nicht geklappt",
        .token = "Zugangsschlüssel",
        .where = "Wo finde ich ihn?",
        .where_text =
            "NerdPudding gibt beim Start einen Link aus. Der Schlüssel ist das, was darin auf <code>token=</code> "
            "folgt; du kannst auch den ganzen Link einfügen. Du findest ihn",
        .in_terminal = "im Terminal, in dem NerdPudding läuft;",
        .in_service = "im Protokoll des Dienstes: <code>journalctl -u nerdpudding</code>",
        .in_container = "im Protokoll des Containers: <code>docker compose logs</code>",
        .in_file = "in der Datei <code>token</code> im Ordner <code>STATE_DIR</code>.",
        .own_tokens =
            "Wenn du <code>API_TOKEN</code> selbst gesetzt hast, ist es dieser; mit <code>WATCH_TOKEN</code> kannst "
            "du zusehen. Auf einem Gerät, das schon angemeldet ist, zeigt <em>Teilen</em> einen Link und einen "
            "QR-Code für dieses hier.",
        .to_page = "Zur Seite",
    },
    {
        .language = "es",
        .sign_in = "Iniciar sesión",
        .not_from_here = "Desde aquí no",
        .nothing_here = "Aquí no hay nada",
        .busy = "Demasiada gente ahora mismo",
        .failed = "Eso no ha funcionado",
        .token = "Clave de acceso",
        .where = "¿Dónde está?",
        .where_text =
            "NerdPudding muestra un enlace al iniciarse. La clave es lo que sigue allí a <code>token=</code>; "
            "también puedes pegar el enlace entero. Búscala",
        .in_terminal = "en la terminal en la que funciona NerdPudding;",
        .in_service = "en el registro del servicio: <code>journalctl -u nerdpudding</code>",
        .in_container = "en el registro del contenedor: <code>docker compose logs</code>",
        .in_file = "en el archivo <code>token</code> de la carpeta <code>STATE_DIR</code>.",
        .own_tokens =
            "Si has puesto tú <code>API_TOKEN</code>, es esa; con <code>WATCH_TOKEN</code> puedes mirar. En un "
            "dispositivo que ya tiene la sesión iniciada, <em>Compartir</em> muestra un enlace y un código QR para "
            "este.",
        .to_page = "Ir a la página",
    },
};

struct Translation {
  std::string_view english;
  std::string_view german;
  std::string_view spanish;
};
// The sentences that a person meets through a browser's address bar; the others are for programs.
constexpr Translation kSentences[] = {
    {messages::kTokenWrong, "Das ist nicht der richtige Schlüssel.", "Esa no es la clave correcta."},
    {messages::kTokenOutdated, "Der Schlüssel, den sich dieser Browser gemerkt hat, gilt nicht mehr.",
     "La clave que recuerda este navegador ya no es válida."},
    {messages::kWatchOnly, "Dieser Schlüssel ist zum Zusehen: Melde dich zum Steuern mit dem anderen an.",
     "Esta clave es para mirar: para dirigir, inicia sesión con la otra."},
    {messages::kForControllers, "Das ist für alle, die steuern: Melde dich mit ihrem Schlüssel an.",
     "Esto es para quienes dirigen: inicia sesión con su clave."},
    {messages::kUnknownHost,
     "Dieser Rechnername ist hier nicht bekannt: Nimm localhost, oder nimm den Namen in ALLOWED_HOSTS auf.",
     "Este nombre de equipo no se conoce aquí: usa localhost o añade el nombre a ALLOWED_HOSTS."},
    {messages::kForeignPage,
     "Seiten von anderswo dürfen diesen Server nicht benutzen: Nimm ihren Rechnernamen in ALLOWED_HOSTS auf, wenn sie "
     "es "
     "sollen.",
     "Las páginas de otros sitios no pueden usar este servidor: añade su nombre a ALLOWED_HOSTS si deben hacerlo."},
    {messages::kNoSuchAddress, "Diese Adresse gibt es hier nicht; /openapi.json nennt, was es gibt.",
     "Esa dirección no existe aquí; /openapi.json dice lo que hay."},
    {messages::kNoPictureYet, "Es gibt noch kein Bild: Starte zuerst eine Quelle.",
     "Todavía no hay imagen: inicia antes una fuente."},
    {messages::kTooManyConnections,
     "Zu viele Verbindungen sind offen: Schließe einige Seiten und versuche es noch einmal.",
     "Hay demasiadas conexiones abiertas: cierra algunas páginas y vuelve a intentarlo."},
};

const PageWords* known(std::string_view language) {
  const auto* const found = std::ranges::find(kWords, language, &PageWords::language);
  return found == std::end(kWords) ? nullptr : found;
}

// "de-AT;q=0.8": how much it is wished for, and what we call it.
struct Wish {
  std::string language;
  double weight = 1;
};

Wish wish_of(std::string_view range) {
  const std::size_t end = std::min(range.find(';'), range.size());
  const std::string_view tag = trim(range.substr(0, end));
  Wish wish{lower(tag.substr(0, tag.find('-')))};
  const std::size_t q = range.find("q=", end);
  if (q != range.npos) wish.weight = std::strtod(std::string(range.substr(q + 2)).c_str(), nullptr);
  return wish;
}

}  // namespace

const PageWords& words_in(std::string_view language) {
  const PageWords* const found = known(language);
  return found ? *found : kWords[0];
}

const PageWords& words_for(const Request& request) {
  for (const std::string& chosen : request.cookies(kLanguageCookie))
    if (const PageWords* const words = known(chosen)) return *words;
  const PageWords* best = nullptr;
  double most = 0;
  for (std::string_view rest = request.header("Accept-Language"); !rest.empty();) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const Wish wish = wish_of(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const PageWords* const words = known(wish.language);
    if (!words || !(wish.weight > most)) continue;
    best = words;
    most = wish.weight;
  }
  return best ? *best : kWords[0];
}

std::optional<std::string_view> translated(std::string_view sentence, std::string_view language) {
  const auto* const found = std::ranges::find(kSentences, sentence, &Translation::english);
  if (language == "en" || found == std::end(kSentences)) return std::nullopt;
  return language == "de" ? found->german : found->spanish;
}

}  // namespace np::http
