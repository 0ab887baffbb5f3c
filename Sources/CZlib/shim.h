#pragma once
#include <zlib.h>

/* deflateInit2 is a macro. 16 more bits of window mean: with the head and the end of gzip. */
static inline int czlib_begin_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
}

/* inflateInit2 is a macro, too. 32 more: gzip or deflate, whichever it is. */
static inline int czlib_begin_unpacking(z_stream *stream) {
    return inflateInit2(stream, MAX_WBITS + 32);
}
