#pragma once
#include <valgrind/callgrind.h>

/* Requests to callgrind are macros. Outside of valgrind they do nothing. */
static inline void cvalgrind_begin(void) {
    CALLGRIND_START_INSTRUMENTATION;
    CALLGRIND_ZERO_STATS;
}
static inline void cvalgrind_end(const char *name) {
    CALLGRIND_DUMP_STATS_AT(name);
    CALLGRIND_STOP_INSTRUMENTATION;
}
