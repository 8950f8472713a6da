/* SQLite: outbox and hot store. SQLITE_TRANSIENT is a cast, which Swift cannot import. */
#include <sqlite3.h>

static inline int cx_sqlite_bind_text(
    sqlite3_stmt *statement, int index, const char *text, int length) {
  return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}
