/* SQLite: outbox, hot store and SQL. SQLITE_TRANSIENT is a cast, which Swift cannot import. */
#include <sqlite3.h>

static inline int cx_sqlite_bind_text(
    sqlite3_stmt *statement, int index, const char *text, int length) {
  return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}

static inline void cx_sqlite_result_text(sqlite3_context *context, const void *text, int length) {
  sqlite3_result_text(context, (const char *)text, length, SQLITE_TRANSIENT);
}
