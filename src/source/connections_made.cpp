#include "source/connections_made.hpp"

#include <gio/gio.h>
#include <sys/socket.h>

#include <deque>
#include <limits>
#include <memory>
#include <mutex>

#include "base/gst_ptr.hpp"

namespace np {
namespace {

constexpr std::size_t kMaxKnown = 64;

struct Known {
  explicit Known(std::uint64_t n, GSocket* socket) : number(n) { g_weak_ref_init(&ref, socket); }
  ~Known() { g_weak_ref_clear(&ref); }
  Known(const Known&) = delete;
  std::uint64_t number;
  GWeakRef ref;
};

struct Registry {
  std::mutex mutex;
  std::uint64_t count = 0;
  std::deque<std::unique_ptr<Known>> known;  // the newest; the oldest give way

  Registry() {
    g_type_ensure(G_TYPE_SOCKET_CLIENT);
    const gpointer type = g_type_class_ref(G_TYPE_SOCKET_CLIENT);
    g_signal_add_emission_hook(g_signal_lookup("event", G_TYPE_SOCKET_CLIENT), 0, on_event, this, nullptr);
    g_type_class_unref(type);
  }

  // GSocketClient::event: (client, event, connectable, connection).
  static gboolean on_event(GSignalInvocationHint*, guint n, const GValue* values, gpointer p) {
    if (n < 4 || g_value_get_enum(&values[1]) != G_SOCKET_CLIENT_CONNECTED) return TRUE;
    const gpointer stream = g_value_get_object(&values[3]);
    if (!G_IS_SOCKET_CONNECTION(stream)) return TRUE;
    auto& self = *static_cast<Registry*>(p);
    std::lock_guard lock(self.mutex);
    self.known.push_back(
        std::make_unique<Known>(++self.count, g_socket_connection_get_socket(G_SOCKET_CONNECTION(stream))));
    if (self.known.size() > kMaxKnown) self.known.pop_front();
    return TRUE;
  }
};

// For as long as GIO may call.
Registry& registry() {
  static Registry& one = *new Registry;
  return one;
}

std::uint64_t count_now() {
  std::lock_guard lock(registry().mutex);
  return registry().count;
}

}  // namespace

ConnectionsMade::ConnectionsMade() : from_(count_now()), to_(std::numeric_limits<std::uint64_t>::max()) {}

void ConnectionsMade::stop() { to_ = count_now(); }

void ConnectionsMade::reset_on_close() const {
  std::lock_guard lock(registry().mutex);
  for (const auto& known : registry().known) {
    if (known->number <= from_ || known->number > to_) continue;
    const std::unique_ptr<GSocket, GstFree<g_object_unref>> socket(
        static_cast<GSocket*>(g_weak_ref_get(&known->ref)));
    if (!socket || g_socket_is_closed(socket.get())) continue;
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(g_socket_get_fd(socket.get()), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
}

}  // namespace np
