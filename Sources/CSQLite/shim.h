#pragma once
#include <sqlite3.h>

/// `sqlite3_config` and `sqlite3_db_config` take a variable number of arguments, which Swift does not call.
static inline int udkast_sqlite3_db_config_flag(sqlite3 *connection, int option, int value) {
    return sqlite3_db_config(connection, option, value, (int *)0);
}

/// The value that asks SQLite to copy the bytes it is given: a cast of -1 that Swift does not import.
static inline sqlite3_destructor_type udkast_sqlite3_transient(void) {
    return SQLITE_TRANSIENT;
}
