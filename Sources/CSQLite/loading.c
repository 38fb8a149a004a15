#include "CSQLite.h"

#include <pthread.h>

/* RETURNING needs 3.35. */
enum { OLDEST = 3035000 };

#ifdef EKOFLOW_STATIC

static int (*const config)(int, ...) = sqlite3_config;
static int (*const db_config)(sqlite3 *, int, ...) = sqlite3_db_config;

static int is_complete(void) { return 1; }

#else

#include <dlfcn.h>

#ifdef __APPLE__
/* By its path, because the loader would look in the current folder too. */
#define LIBRARY "/usr/lib/libsqlite3.dylib"
#else
#define LIBRARY "libsqlite3.so.0"
#endif

/* Each function that is used, with its parameters and how they are passed on. */
#define FUNCTIONS(F)                                                                                                   \
    F(int, bind_int64, (sqlite3_stmt * s, int i, sqlite3_int64 v), (s, i, v))                                          \
    F(int, bind_null, (sqlite3_stmt * s, int i), (s, i))                                                               \
    F(int, bind_parameter_count, (sqlite3_stmt * s), (s))                                                              \
    F(const char *, bind_parameter_name, (sqlite3_stmt * s, int i), (s, i))                                            \
    F(int, bind_text, (sqlite3_stmt * s, int i, const char *b, int n, void (*d)(void *)), (s, i, b, n, d))             \
    F(int, busy_handler, (sqlite3 * d, int (*h)(void *, int), void *c), (d, h, c))                                     \
    F(int, changes, (sqlite3 * d), (d))                                                                                \
    F(int, clear_bindings, (sqlite3_stmt * s), (s))                                                                    \
    F(int, close_v2, (sqlite3 * d), (d))                                                                               \
    F(int, column_bytes, (sqlite3_stmt * s, int i), (s, i))                                                            \
    F(int, column_count, (sqlite3_stmt * s), (s))                                                                      \
    F(sqlite3_int64, column_int64, (sqlite3_stmt * s, int i), (s, i))                                                  \
    F(const unsigned char *, column_text, (sqlite3_stmt * s, int i), (s, i))                                           \
    F(int, column_type, (sqlite3_stmt * s, int i), (s, i))                                                             \
    F(int, db_readonly, (sqlite3 * d, const char *n), (d, n))                                                          \
    F(const char *, errmsg, (sqlite3 * d), (d))                                                                        \
    F(const char *, errstr, (int c), (c))                                                                              \
    F(int, exec,                                                                                                       \
      (sqlite3 * d, const char *t, int (*h)(void *, int, char **, char **), void *c, char **e), (d, t, h, c, e))       \
    F(int, extended_errcode, (sqlite3 * d), (d))                                                                       \
    F(int, extended_result_codes, (sqlite3 * d, int b), (d, b))                                                        \
    F(int, finalize, (sqlite3_stmt * s), (s))                                                                          \
    F(int, get_autocommit, (sqlite3 * d), (d))                                                                         \
    F(int, initialize, (void), ())                                                                                     \
    F(sqlite3_int64, last_insert_rowid, (sqlite3 * d), (d))                                                            \
    F(int, libversion_number, (void), ())                                                                              \
    F(int, open_v2, (const char *p, sqlite3 **d, int f, const char *v), (p, d, f, v))                                  \
    F(int, prepare_v3,                                                                                                 \
      (sqlite3 * d, const char *t, int n, unsigned int f, sqlite3_stmt **s, const char **r), (d, t, n, f, s, r))       \
    F(int, reset, (sqlite3_stmt * s), (s))                                                                             \
    F(int, step, (sqlite3_stmt * s), (s))                                                                              \
    F(int, system_errno, (sqlite3 * d), (d))

#define DEFINE(RESULT, NAME, PARAMETERS, ARGUMENTS)                                                                    \
    static RESULT(*NAME) PARAMETERS;                                                                                   \
    RESULT sqlite3_##NAME PARAMETERS { return NAME ARGUMENTS; }
FUNCTIONS(DEFINE)

static int (*config)(int, ...);
static int (*db_config)(sqlite3 *, int, ...);

static int find(void *library, const char *name, void *function) {
    void *symbol = dlsym(library, name);
    *(void **)function = symbol;
    return symbol != 0;
}

static int is_complete(void) {
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return 0;
    int is_complete = find(library, "sqlite3_config", &config) & find(library, "sqlite3_db_config", &db_config);
#define FIND(RESULT, NAME, PARAMETERS, ARGUMENTS) is_complete &= find(library, "sqlite3_" #NAME, &NAME);
    FUNCTIONS(FIND)
    return is_complete;
}

#endif

static int is_loaded;

static void load(void) {
    if (!is_complete() || sqlite3_libversion_number() < OLDEST)
        return;
    /* Nobody asks how much memory is in use, and counting it takes a lock for each piece. */
    config(SQLITE_CONFIG_MEMSTATUS, 0);
    is_loaded = sqlite3_initialize() == SQLITE_OK;
}

int ekoflow_sqlite_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return is_loaded;
}

int ekoflow_sqlite_harden(sqlite3 *database) {
    int result = db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
    if (result == SQLITE_OK)
        result = db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
    return result;
}
