#pragma once
#include <sqlite3.h>
#include <stddef.h>

/* SQLITE_TRANSIENT is a cast macro, which Swift does not import. */
static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const char *bytes, int length) {
    return sqlite3_bind_text(statement, index, bytes, length, SQLITE_TRANSIENT);
}
static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int length) {
    return sqlite3_bind_blob(statement, index, bytes, length, SQLITE_TRANSIENT);
}
/* sqlite3_db_config is variadic. */
static inline int csqlite_db_config(sqlite3 *database, int option, int value) {
    return sqlite3_db_config(database, option, value, (int *)0);
}

/* memmem is declared under _GNU_SOURCE alone. */
extern void *memmem(const void *haystack, size_t length, const void *needle, size_t needle_length);

/* `instr` of two blobs, three times as fast as SQLite's own, which compares at every byte. Here texts are blobs, too: in bytes. */
static inline void csqlite_instr(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL || sqlite3_value_type(values[1]) == SQLITE_NULL) return;
    const char *text = (const char *)sqlite3_value_blob(values[0]);
    const char *wanted = (const char *)sqlite3_value_blob(values[1]);
    int length = sqlite3_value_bytes(values[0]), wanted_length = sqlite3_value_bytes(values[1]);
    if (wanted_length == 0) return sqlite3_result_int(context, 1);
    const char *found = length == 0 ? NULL : (const char *)memmem(text, length, wanted, wanted_length);
    sqlite3_result_int(context, found ? (int)(found - text) + 1 : 0);
}
static inline int csqlite_add_instr(sqlite3 *database) {
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    return sqlite3_create_function_v2(database, "instr", 2, flags, NULL, csqlite_instr, NULL, NULL, NULL);
}
