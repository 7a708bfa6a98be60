// Preloaded into a program, spoils what it gets from the system:
//   TROUBLE_LOSS   a file: while it says a number, so many percent of the UDP packets are lost, both ways
//   TROUBLE_CLOCK  seconds by which the clock is wrong
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

static int loss(void) {
  static const char* file;
  static time_t read_at = -1;
  static int percent;
  struct timespec now;
  if (!file && !(file = getenv("TROUBLE_LOSS"))) return 0;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  if (now.tv_sec == read_at) return percent;
  read_at = now.tv_sec;
  int said = 0;
  FILE* in = fopen(file, "r");
  if (in) {
    if (fscanf(in, "%d", &said) != 1) said = 0;
    fclose(in);
  }
  return percent = said;
}

static int is_lost(int fd) {
  const int percent = loss();
  int type = 0;
  socklen_t size = sizeof type;
  return percent && getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_DGRAM && rand() % 100 < percent;
}

#define REAL(name) ({ static typeof(&name) real; if (!real) *(void**)&real = dlsym(RTLD_NEXT, #name); real; })

static long nothing(void) {
  errno = EAGAIN;
  return -1;
}

ssize_t recvmsg(int fd, struct msghdr* message, int flags) {
  const ssize_t size = REAL(recvmsg)(fd, message, flags);
  return size > 0 && is_lost(fd) ? nothing() : size;
}

int recvmmsg(int fd, struct mmsghdr* messages, unsigned count, int flags, struct timespec* limit) {
  // One at a time, for the rest would be lost with it.
  const int got = REAL(recvmmsg)(fd, messages, count ? 1 : 0, flags, limit);
  return got > 0 && is_lost(fd) ? (int)nothing() : got;
}

static size_t size_of(const struct msghdr* message) {
  size_t size = 0;
  for (size_t i = 0; i < message->msg_iovlen; ++i) size += message->msg_iov[i].iov_len;
  return size;
}

ssize_t sendmsg(int fd, const struct msghdr* message, int flags) {
  return is_lost(fd) ? (ssize_t)size_of(message) : REAL(sendmsg)(fd, message, flags);
}

int sendmmsg(int fd, struct mmsghdr* messages, unsigned count, int flags) {
  if (!is_lost(fd)) return REAL(sendmmsg)(fd, messages, count ? 1 : 0, flags);
  messages->msg_len = (unsigned)size_of(&messages->msg_hdr);
  return 1;
}

int clock_gettime(clockid_t which, struct timespec* at) {
  const int failed = REAL(clock_gettime)(which, at);
  const char* seconds = which == CLOCK_REALTIME ? getenv("TROUBLE_CLOCK") : NULL;
  if (!failed && seconds) at->tv_sec += atol(seconds);
  return failed;
}
