#pragma once
#include <valgrind/callgrind.h>

/* Requests to callgrind are macros. Outside of valgrind they do nothing. Instrumentation stays on: whenever it is switched, valgrind
   forgets all code that it has translated. */
static inline void cvalgrind_begin(void) { CALLGRIND_ZERO_STATS; }
static inline void cvalgrind_end(const char *name) { CALLGRIND_DUMP_STATS_AT(name); }
