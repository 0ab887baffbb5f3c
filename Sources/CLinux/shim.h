#pragma once
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* Declared only under _GNU_SOURCE, which would make this module's types differ from Glibc's. */
extern int accept4(int listener, struct sockaddr *address, socklen_t *length, int flags);
static inline int clinux_accept(int listener, struct sockaddr *address, socklen_t *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

/* Variadic in C. */
static inline void clinux_name_thread(const char *name) {
    prctl(PR_SET_NAME, name);
}
