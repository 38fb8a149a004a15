#ifndef EKOFLOW_CSQLITE_H
#define EKOFLOW_CSQLITE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#ifndef EKOFLOW_STATIC
/* The functions are those of loading.c, which no other library may find. */
#define SQLITE_API __attribute__((visibility("hidden")))
#endif
#include <sqlite3.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

/* Loads SQLite at its first call. Returns 0 if it is not installed, or too old. No other function of SQLite may be called
   before it has returned 1. */
int ekoflow_sqlite_load(void);

/* Swift cannot call C functions with variable arguments, nor read macros that cast. */

#if defined(__linux__) && !defined(F_OFD_SETLK)
#define F_OFD_SETLK 37
#endif

/* A database that was made by others can then do nothing but be read. */
int ekoflow_sqlite_harden(sqlite3 *database);

static inline int ekoflow_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *bytes, int count) {
    return sqlite3_bind_text(statement, index, bytes, count, SQLITE_TRANSIENT);
}

/* Locks one byte for the open file description, or unlocks it. Never waits. */
static inline int ekoflow_lock_byte(int file, long long byte, int is_locked) {
    struct flock lock = {0};
    lock.l_type = is_locked ? F_WRLCK : F_UNLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = byte;
    lock.l_len = 1;
    return fcntl(file, F_OFD_SETLK, &lock);
}

#ifdef __linux__
/* The magic number of the file system; -1 if it is unknown. */
static inline long ekoflow_file_system(const char *path) {
    struct statfs status;
    return statfs(path, &status) == 0 ? (long)status.f_type : -1;
}
#endif

#endif
