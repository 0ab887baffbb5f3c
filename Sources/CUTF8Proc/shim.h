#pragma once
#include <utf8proc.h>

/* An enumeration in C, whose values Swift cannot join: compatibility forms are unfolded, cases folded, and what nobody sees is dropped. */
static inline utf8proc_ssize_t cutf8proc_unfold(
    const utf8proc_uint8_t *text, utf8proc_ssize_t length, utf8proc_int32_t *scalars, utf8proc_ssize_t room) {
    return utf8proc_decompose(
        text, length, scalars, room,
        (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE));
}

/* In place; gives the new length. */
static inline utf8proc_ssize_t cutf8proc_compose(utf8proc_int32_t *scalars, utf8proc_ssize_t length) {
    return utf8proc_normalize_utf32(scalars, length, (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
}

/* Canonical_Combining_Class; 0 is a scalar that stands by itself. */
static inline int cutf8proc_combining_class(utf8proc_int32_t scalar) {
    return utf8proc_get_property(scalar)->combining_class;
}
