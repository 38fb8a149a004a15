/* Counts the calls that the program makes of the system and of its libraries, and lets one of them fail. To be preloaded.

   A kind of call is its name and what it is about: `write/journal`, `connect/api`, `malloc/curl`. The variables are

   TORTURE_ROOT    the folder of the trial: a file elsewhere is not the program's
   TORTURE_COUNTS  a file of zeros, in which each kind is counted
   TORTURE_RUNTIME a file with the addresses of the runtime's code: START END, in hexadecimal digits, sorted
   TORTURE_FAIL    KIND:NUMBER:VALUE, the call that fails; NUMBER+ for all from there on. VALUE is the errno, or the code
                   that the library returns, or one of `enum special`

   Never failed: what the Swift runtime and libdispatch call for themselves, because they end the process then; memory of
   Swift, for the same reason; and OpenSSL, because the program ends itself before it signs with a digest that was not
   computed (Requirement.swift). To end there is what `kill -9` does, which Tests/Faults tries. */
#define _GNU_SOURCE
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#define CALLS(CALL)                                                                                                    \
    CALL(accept) CALL(access) CALL(bind) CALL(chmod) CALL(clock) CALL(connect) CALL(division) CALL(dlopen)             \
    CALL(dlsym) CALL(epoll)                                                                                            \
    CALL(epoll_wait) CALL(eventfd) CALL(exec) CALL(fcntl) CALL(flock) CALL(fork) CALL(fsync) CALL(ftruncate)           \
    CALL(getaddrinfo) CALL(gethostname) CALL(getrandom) CALL(getsockopt) CALL(link) CALL(listen) CALL(lock)            \
    CALL(lseek) CALL(malloc) CALL(mkdir) CALL(mknod) CALL(mkstemp) CALL(mmap) CALL(open) CALL(opendir) CALL(pidfd)     \
    CALL(pipe) CALL(poll) CALL(pread) CALL(pwrite) CALL(read) CALL(readdir) CALL(realpath) CALL(recv) CALL(rename)     \
    CALL(send) CALL(setsockopt) CALL(socket) CALL(sockname) CALL(stat) CALL(statfs) CALL(thread) CALL(unlink)          \
    CALL(write)                                                                                                        \
    CALL(curl_easy_getinfo) CALL(curl_easy_init) CALL(curl_easy_setopt) CALL(curl_global_init)                         \
    CALL(curl_multi_add_handle) CALL(curl_multi_init) CALL(curl_multi_setopt) CALL(curl_multi_socket_action)           \
    CALL(curl_slist_append) CALL(curl_body_callback) CALL(curl_prereq_callback)                                        \
    CALL(sqlite3_bind) CALL(sqlite3_exec) CALL(sqlite3_initialize) CALL(sqlite3_open) CALL(sqlite3_prepare)            \
    CALL(sqlite3_step)                                                                                                 \
    CALL(PQconninfoParse) CALL(PQconndefaults) CALL(PQconnectStart) CALL(PQconnectPoll) CALL(PQconsumeInput)           \
    CALL(PQflush) CALL(PQsendPrepare) CALL(PQsendQuery) CALL(PQsendQueryPrepared) CALL(PQsetnonblocking)

/* What a call is about. `none` is nothing of the program's. */
#define TARGETS(TARGET)                                                                                                \
    TARGET(none) TARGET(journal) TARGET(report) TARGET(ledger) TARGET(wal) TARGET(shm) TARGET(queue) TARGET(input)     \
    TARGET(folder) TARGET(temporary) TARGET(input_stream) TARGET(output) TARGET(errors) TARGET(pipe) TARGET(api)       \
    TARGET(database) TARGET(sandbox) TARGET(program) TARGET(curl) TARGET(yaml) TARGET(sqlite) TARGET(pq)

#define CALL_ENUM(NAME) CALL_##NAME,
#define TARGET_ENUM(NAME) TARGET_##NAME,
#define NAME_TEXT(NAME) #NAME,
enum call { CALLS(CALL_ENUM) CALL_COUNT };
enum target { TARGETS(TARGET_ENUM) TARGET_COUNT };
static const char *const call_names[] = { CALLS(NAME_TEXT) };
static const char *const target_names[] = { TARGETS(NAME_TEXT) };

/* Values of a fault that are no errno. */
enum special { SHORT = -1, CLOSED = -2, DIE = -3, LATER = -4 };

/* The first record is about the fault: how often it happened, and from where it was called the first time. */
struct record {
    char name[56];
    uint64_t count;
};

static struct record *records;
static char root[512];
static pid_t process;
static struct {
    int call, target, is_lasting, value;
    uint64_t number;
} chosen = { -1, 0, 0, 0, 0 };

#define EXPORTED __attribute__((visibility("default")))
#define CALLER __builtin_return_address(0)
/* Another name of a function, as a program calls it that was compiled for large files. */
#define ALSO(OTHER, NAME) __asm__(".globl " #OTHER "\n.type " #OTHER ", @function\n.set " #OTHER ", " #NAME)

static void *(*real_dlsym)(void *, const char *);

static void *next(const char *name) {
    if (!real_dlsym) {
        static const char *const versions[] = { "GLIBC_2.34", "GLIBC_2.2.5", "GLIBC_2.17" };
        for (size_t i = 0; !real_dlsym && i < sizeof versions / sizeof *versions; i++)
            *(void **)&real_dlsym = dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    }
    return real_dlsym(RTLD_NEXT, name);
}

#define REAL(NAME)                                                                                                     \
    ({                                                                                                                 \
        static __typeof__(&NAME) real_##NAME;                                                                          \
        if (!real_##NAME)                                                                                              \
            real_##NAME = (__typeof__(&NAME))next(#NAME);                                                              \
        real_##NAME;                                                                                                   \
    })

/* Who calls */

static struct range {
    uintptr_t start, end;
    enum target owner;
} objects[16], *runtime;
static size_t object_count, runtime_count;

static int add_object(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    (void)context;
    static const struct {
        const char *name;
        enum target owner;
    } known[] = {
        { "/libcurl.so", TARGET_curl }, { "/libyaml-", TARGET_yaml }, { "/libsqlite3.so", TARGET_sqlite },
        { "/libpq.so", TARGET_pq },
    };
    enum target owner = info->dlpi_name[0] ? TARGET_none : object_count ? TARGET_none : TARGET_program;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strstr(info->dlpi_name, known[i].name))
            owner = known[i].owner;
    for (int i = 0; owner != TARGET_none && i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X) || object_count == sizeof objects / sizeof *objects)
            continue;
        uintptr_t start = info->dlpi_addr + part->p_vaddr;
        size_t old = 0;
        while (old < object_count && objects[old].start != start)
            old++;
        if (old == object_count) {
            objects[object_count] = (struct range){ start, start + part->p_memsz, owner };
            __atomic_add_fetch(&object_count, 1, __ATOMIC_RELEASE);
        }
    }
    return 0;
}

static int is_runtime(uintptr_t address) {
    size_t low = 0, high = runtime_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (runtime[middle].end <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low < runtime_count && runtime[low].start <= address;
}

/* The program or a library; `none` for the runtime, and for all other libraries. */
static enum target owner_of(const void *caller) {
    uintptr_t address = (uintptr_t)caller;
    for (size_t i = 0; i < __atomic_load_n(&object_count, __ATOMIC_ACQUIRE); i++)
        if (objects[i].start <= address && address < objects[i].end)
            return objects[i].owner == TARGET_program && is_runtime(address) ? TARGET_none : objects[i].owner;
    return TARGET_none;
}

/* The fault */

/* 0 if the call is not to fail. */
static int fault(enum call call, enum target target, const void *caller) {
    if (!records || target == TARGET_none || (call != CALL_exec && getpid() != process))
        return 0;
    struct record *record = &records[1 + call * TARGET_COUNT + target];
    if (!record->name[0])
        snprintf(record->name, sizeof record->name, "%s/%s", call_names[call], target_names[target]);
    uint64_t number = __atomic_add_fetch(&record->count, 1, __ATOMIC_RELAXED);
    if ((int)call != chosen.call || (int)target != chosen.target ||
        (chosen.is_lasting ? number < chosen.number : number != chosen.number))
        return 0;
    if (__atomic_add_fetch(&records[0].count, 1, __ATOMIC_RELAXED) == 1) {
        Dl_info place;
        if (dladdr(caller, &place))
            snprintf(records[0].name, sizeof records[0].name, "%.30s+%lx", strrchr(place.dli_fname, '/') + 1,
                     (unsigned long)((uintptr_t)caller - (uintptr_t)place.dli_fbase));
    }
    if (chosen.value == DIE)
        kill(getpid(), SIGKILL);
    return chosen.value;
}

/* A division by zero: in which library it was is kept, and the process ends as it would have. */
static void divided(int number, siginfo_t *info, void *context) {
    (void)context;
    enum target owner = owner_of(info->si_addr);
    struct record *record = &records[1 + CALL_division * TARGET_COUNT + owner];
    snprintf(record->name, sizeof record->name, "%s/%s", call_names[CALL_division], target_names[owner]);
    record->count = 1;
    signal(number, SIG_DFL);
}

static int failed(int value) {
    errno = value;
    return -1;
}

__attribute__((constructor)) static void prepare(void) {
    const char *counts = getenv("TORTURE_COUNTS"), *addresses = getenv("TORTURE_RUNTIME");
    const char *failing = getenv("TORTURE_FAIL"), *folder = getenv("TORTURE_ROOT");
    if (!counts || !folder)
        return;
    snprintf(root, sizeof root, "%s/", folder);
    process = getpid();
    dl_iterate_phdr(add_object, NULL);
    FILE *file = addresses ? fopen(addresses, "re") : NULL;
    if (file) {
        uintptr_t start, end;
        runtime = calloc(1 << 16, sizeof *runtime);
        uintptr_t base = (uintptr_t)getauxval(AT_PHDR) & ~(uintptr_t)0xfff;
        while (runtime_count < 1 << 16 && fscanf(file, "%lx %lx", &start, &end) == 2)
            runtime[runtime_count++] = (struct range){ base + start, base + end, TARGET_none };
        fclose(file);
    }
    if (failing) {
        char kind[64], later;
        unsigned long number;
        int parts = sscanf(failing, "%63[^:]:%lu%c", kind, &number, &later);
        const char *value = strrchr(failing, ':');
        for (int call = 0; parts == 3 && call < CALL_COUNT; call++)
            for (int target = 0; target < TARGET_COUNT; target++) {
                char name[64];
                snprintf(name, sizeof name, "%s/%s", call_names[call], target_names[target]);
                if (strcmp(name, kind) == 0) {
                    chosen.call = call;
                    chosen.target = target;
                }
            }
        chosen.number = number;
        chosen.is_lasting = later == '+';
        chosen.value = atoi(value + 1);
    }
    size_t size = (1 + CALL_COUNT * TARGET_COUNT) * sizeof(struct record);
    int descriptor = REAL(open)(counts, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor >= 0 && REAL(ftruncate)(descriptor, (off_t)size) == 0) {
        void *memory = REAL(mmap)(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
        REAL(close)(descriptor);
        /* Programs that this one starts are no part of the trial. */
        unsetenv("LD_PRELOAD");
        if (memory == MAP_FAILED)
            return;
        records = memory;
        struct sigaction action = { .sa_sigaction = divided, .sa_flags = SA_SIGINFO };
        sigaction(SIGFPE, &action, NULL);
    }
}

/* What a path and a descriptor lead to */

enum { DESCRIPTORS = 4096 };
static unsigned char targets[DESCRIPTORS] = { TARGET_input_stream, TARGET_output, TARGET_errors };

static void set_target(int descriptor, enum target target) {
    if (descriptor >= 0 && descriptor < DESCRIPTORS)
        __atomic_store_n(&targets[descriptor], target, __ATOMIC_RELAXED);
}

static enum target target_of(int descriptor, const void *caller) {
    if (descriptor < 0 || descriptor >= DESCRIPTORS || owner_of(caller) == TARGET_none)
        return TARGET_none;
    return __atomic_load_n(&targets[descriptor], __ATOMIC_RELAXED);
}

static int ends(const char *text, const char *end) {
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

static enum target target_of_path(const char *path, int is_unnamed, const void *caller) {
    static const struct {
        const char *end;
        enum target target;
    } known[] = {
        { "ledger.db", TARGET_ledger }, { "ledger.db-wal", TARGET_wal }, { "ledger.db-shm", TARGET_shm },
        { "ledger.db-journal", TARGET_ledger }, { "ledger.db-lock", TARGET_queue },
        { ".yml", TARGET_input }, { ".csv", TARGET_input },
        { ".txt", TARGET_input }, { ".key", TARGET_input }, { ".png", TARGET_input }, { ".json", TARGET_input },
    };
    if (!path || !root[0] || owner_of(caller) == TARGET_none)
        return TARGET_none;
    if (path[0] == '/' && strncmp(path, root, strlen(root)) != 0)
        return TARGET_none;
    const char *inner = path[0] == '/' ? path + strlen(root) : path;
    for (size_t i = 0; i < sizeof known / sizeof *known && !strstr(inner, "reports/"); i++)
        if (ends(inner, known[i].end))
            return known[i].target;
    if (strstr(inner, "tmp/") || ends(inner, "tmp"))
        return TARGET_temporary;
    if (is_unnamed)
        return TARGET_report;
    if (strstr(inner, "journal"))
        return TARGET_journal;
    if (strstr(inner, "reports/"))
        return TARGET_report;
    return TARGET_folder;
}

static enum target target_of_socket(const void *caller) {
    switch (owner_of(caller)) {
    case TARGET_curl: return TARGET_api;
    case TARGET_pq: return TARGET_database;
    case TARGET_program: return TARGET_sandbox;
    default: return TARGET_none;
    }
}

/* Files */

EXPORTED int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    int mode = va_arg(more, int);
    va_end(more);
    enum target target = target_of_path(path, (flags & O_TMPFILE) == O_TMPFILE, CALLER);
    int value = fault(CALL_open, target, CALLER);
    if (value)
        return failed(value);
    int descriptor = REAL(open)(path, flags, mode);
    set_target(descriptor, target);
    return descriptor;
}
ALSO(open64, open);

EXPORTED int mkstemp(char *template) {
    enum target target = target_of_path(template, 0, CALLER);
    int value = fault(CALL_mkstemp, target, CALLER);
    if (value)
        return failed(value);
    int descriptor = REAL(mkstemp)(template);
    set_target(descriptor, target);
    return descriptor;
}
ALSO(mkstemp64, mkstemp);

EXPORTED int close(int descriptor) {
    if (descriptor > 2)
        set_target(descriptor, TARGET_none);
    return REAL(close)(descriptor);
}

static size_t shortened(int value, size_t count) { return value == SHORT && count > 1 ? count / 2 : count; }

EXPORTED ssize_t read(int descriptor, void *bytes, size_t count) {
    int value = fault(CALL_read, target_of(descriptor, CALLER), CALLER);
    return value > 0 ? failed(value) : value == CLOSED ? 0 : REAL(read)(descriptor, bytes, shortened(value, count));
}

EXPORTED ssize_t write(int descriptor, const void *bytes, size_t count) {
    int value = fault(CALL_write, target_of(descriptor, CALLER), CALLER);
    return value > 0 ? failed(value) : REAL(write)(descriptor, bytes, shortened(value, count));
}

EXPORTED ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
    int value = fault(CALL_pread, target_of(descriptor, CALLER), CALLER);
    return value > 0 ? failed(value) : REAL(pread)(descriptor, bytes, shortened(value, count), offset);
}
ALSO(pread64, pread);

EXPORTED ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    int value = fault(CALL_pwrite, target_of(descriptor, CALLER), CALLER);
    return value > 0 ? failed(value) : REAL(pwrite)(descriptor, bytes, shortened(value, count), offset);
}
ALSO(pwrite64, pwrite);

/* A function that returns -1 and an errno, about a descriptor or a path. */
#define OF_DESCRIPTOR(CALL, NAME, PARAMETERS, ARGUMENTS)                                                               \
    EXPORTED int NAME PARAMETERS {                                                                                     \
        int value = fault(CALL_##CALL, target_of(descriptor, CALLER), CALLER);                                         \
        return value ? failed(value) : REAL(NAME) ARGUMENTS;                                                           \
    }
#define OF_PATH(CALL, NAME, PARAMETERS, ARGUMENTS)                                                                     \
    EXPORTED int NAME PARAMETERS {                                                                                     \
        int value = fault(CALL_##CALL, target_of_path(path, 0, CALLER), CALLER);                                       \
        return value ? failed(value) : REAL(NAME) ARGUMENTS;                                                           \
    }

OF_DESCRIPTOR(fsync, fsync, (int descriptor), (descriptor))
OF_DESCRIPTOR(fsync, fdatasync, (int descriptor), (descriptor))
OF_DESCRIPTOR(ftruncate, ftruncate, (int descriptor, off_t size), (descriptor, size))
ALSO(ftruncate64, ftruncate);
OF_DESCRIPTOR(flock, flock, (int descriptor, int operation), (descriptor, operation))
OF_DESCRIPTOR(chmod, fchmod, (int descriptor, mode_t mode), (descriptor, mode))
OF_DESCRIPTOR(stat, fstat, (int descriptor, struct stat *status), (descriptor, status))
ALSO(fstat64, fstat);
OF_PATH(stat, stat, (const char *path, struct stat *status), (path, status))
ALSO(stat64, stat);
OF_PATH(stat, lstat, (const char *path, struct stat *status), (path, status))
ALSO(lstat64, lstat);
OF_PATH(stat, fstatat, (int folder, const char *path, struct stat *status, int flags), (folder, path, status, flags))
OF_PATH(statfs, statfs, (const char *path, struct statfs *status), (path, status))
OF_PATH(access, access, (const char *path, int mode), (path, mode))
OF_PATH(chmod, chmod, (const char *path, mode_t mode), (path, mode))
OF_PATH(mkdir, mkdir, (const char *path, mode_t mode), (path, mode))
OF_PATH(mknod, mknod, (const char *path, mode_t mode, dev_t device), (path, mode, device))
OF_PATH(unlink, unlink, (const char *path), (path))
OF_PATH(rename, rename, (const char *old, const char *path), (old, path))
OF_PATH(link, link, (const char *old, const char *path), (old, path))
OF_PATH(link, linkat, (int from, const char *old, int to, const char *path, int flags), (from, old, to, path, flags))

EXPORTED off_t lseek(int descriptor, off_t offset, int whence) {
    int value = fault(CALL_lseek, target_of(descriptor, CALLER), CALLER);
    return value ? failed(value) : REAL(lseek)(descriptor, offset, whence);
}
ALSO(lseek64, lseek);

EXPORTED char *realpath(const char *path, char *resolved) {
    int value = fault(CALL_realpath, target_of_path(path, 0, CALLER), CALLER);
    if (value) {
        errno = value;
        return NULL;
    }
    return REAL(realpath)(path, resolved);
}

EXPORTED DIR *opendir(const char *path) {
    int value = fault(CALL_opendir, target_of_path(path, 0, CALLER), CALLER);
    if (value) {
        errno = value;
        return NULL;
    }
    return REAL(opendir)(path);
}

EXPORTED struct dirent *readdir(DIR *folder) {
    int value = fault(CALL_readdir, owner_of(CALLER), CALLER);
    if (value) {
        errno = value;
        return NULL;
    }
    return REAL(readdir)(folder);
}

EXPORTED int fcntl(int descriptor, int command, ...) {
    va_list more;
    va_start(more, command);
    void *argument = va_arg(more, void *);
    va_end(more);
    int is_lock = command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK || command == F_GETLK;
    int value = fault(is_lock ? CALL_lock : CALL_fcntl, target_of(descriptor, CALLER), CALLER);
    if (value)
        return failed(value);
    int result = REAL(fcntl)(descriptor, command, argument);
    if (command == F_DUPFD || command == F_DUPFD_CLOEXEC)
        set_target(result, target_of(descriptor, CALLER));
    return result;
}
ALSO(fcntl64, fcntl);

EXPORTED void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
    int value = fault(CALL_mmap, descriptor < 0 ? TARGET_none : target_of(descriptor, CALLER), CALLER);
    if (value) {
        errno = value;
        return MAP_FAILED;
    }
    return REAL(mmap)(address, length, protection, flags, descriptor, offset);
}
ALSO(mmap64, mmap);

/* Pipes, sockets */

static void set_pair(const int ends[2], enum target target) {
    set_target(ends[0], target);
    set_target(ends[1], target);
}

#define PAIR(NAME, PARAMETERS, ARGUMENTS, TARGET)                                                                      \
    EXPORTED int NAME PARAMETERS {                                                                                     \
        enum target target = TARGET;                                                                                   \
        int value = fault(CALL_pipe, target, CALLER);                                                                  \
        if (value)                                                                                                     \
            return failed(value);                                                                                      \
        int result = REAL(NAME) ARGUMENTS;                                                                             \
        if (result == 0)                                                                                               \
            set_pair(ends, target);                                                                                    \
        return result;                                                                                                 \
    }

static enum target target_of_pipe(const void *caller) {
    enum target owner = owner_of(caller);
    return owner == TARGET_program ? TARGET_pipe : owner;
}

PAIR(pipe, (int ends[2]), (ends), target_of_pipe(CALLER))
PAIR(pipe2, (int ends[2], int flags), (ends, flags), target_of_pipe(CALLER))
PAIR(socketpair, (int domain, int type, int protocol, int ends[2]), (domain, type, protocol, ends),
     target_of_pipe(CALLER))

EXPORTED int socket(int domain, int type, int protocol) {
    enum target target = target_of_socket(CALLER);
    int value = fault(CALL_socket, target, CALLER);
    if (value)
        return failed(value);
    int descriptor = REAL(socket)(domain, type, protocol);
    set_target(descriptor, target);
    return descriptor;
}

OF_DESCRIPTOR(connect, connect, (int descriptor, const struct sockaddr *address, socklen_t length),
              (descriptor, address, length))
OF_DESCRIPTOR(bind, bind, (int descriptor, const struct sockaddr *address, socklen_t length),
              (descriptor, address, length))
OF_DESCRIPTOR(listen, listen, (int descriptor, int length), (descriptor, length))
OF_DESCRIPTOR(sockname, getsockname, (int descriptor, struct sockaddr *address, socklen_t *length),
              (descriptor, address, length))
OF_DESCRIPTOR(sockname, getpeername, (int descriptor, struct sockaddr *address, socklen_t *length),
              (descriptor, address, length))
OF_DESCRIPTOR(getsockopt, getsockopt, (int descriptor, int level, int name, void *value_of, socklen_t *length),
              (descriptor, level, name, value_of, length))
OF_DESCRIPTOR(setsockopt, setsockopt, (int descriptor, int level, int name, const void *value_of, socklen_t length),
              (descriptor, level, name, value_of, length))

EXPORTED int accept(int descriptor, struct sockaddr *address, socklen_t *length) {
    int value = fault(CALL_accept, target_of(descriptor, CALLER), CALLER);
    if (value)
        return failed(value);
    int accepted = REAL(accept)(descriptor, address, length);
    set_target(accepted, target_of(descriptor, CALLER));
    return accepted;
}

EXPORTED ssize_t send(int descriptor, const void *bytes, size_t count, int flags) {
    int value = fault(CALL_send, target_of(descriptor, CALLER), CALLER);
    return value > 0 ? failed(value) : REAL(send)(descriptor, bytes, shortened(value, count), flags);
}

EXPORTED ssize_t recv(int descriptor, void *bytes, size_t count, int flags) {
    int value = fault(CALL_recv, target_of(descriptor, CALLER), CALLER);
    if (value > 0)
        return failed(value);
    return value == CLOSED ? 0 : REAL(recv)(descriptor, bytes, shortened(value, count), flags);
}

EXPORTED int poll(struct pollfd *waited, nfds_t count, int milliseconds) {
    enum target target = TARGET_none;
    for (nfds_t i = 0; i < count; i++) {
        enum target other = target_of(waited[i].fd, CALLER);
        if (target == TARGET_none || target == TARGET_pipe)
            target = other != TARGET_none ? other : target;
    }
    int value = fault(CALL_poll, target, CALLER);
    return value ? failed(value) : REAL(poll)(waited, count, milliseconds);
}

#define OF_SANDBOX(CALL, NAME, PARAMETERS, ARGUMENTS)                                                                  \
    EXPORTED int NAME PARAMETERS {                                                                                     \
        int value = fault(CALL_##CALL, target_of_socket(CALLER), CALLER);                                              \
        return value ? failed(value) : REAL(NAME) ARGUMENTS;                                                           \
    }
OF_SANDBOX(epoll, epoll_create1, (int flags), (flags))
OF_SANDBOX(epoll, epoll_ctl, (int set, int operation, int descriptor, struct epoll_event *event),
           (set, operation, descriptor, event))
OF_SANDBOX(epoll_wait, epoll_wait, (int set, struct epoll_event *events, int count, int milliseconds),
           (set, events, count, milliseconds))
OF_SANDBOX(eventfd, eventfd, (unsigned int count, int flags), (count, flags))

EXPORTED int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    int value = fault(CALL_getaddrinfo, target_of_socket(CALLER), CALLER);
    return value ? -value : REAL(getaddrinfo)(host, service, hints, found);
}

/* Processes, threads, memory, the clock */

EXPORTED int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*run)(void *), void *context) {
    int value = fault(CALL_thread, owner_of(CALLER), CALLER);
    return value ? value : REAL(pthread_create)(thread, how, run, context);
}

EXPORTED pid_t fork(void) {
    int value = fault(CALL_fork, owner_of(CALLER), CALLER);
    return value ? failed(value) : REAL(fork)();
}

EXPORTED int posix_spawn(pid_t *child, const char *path, const posix_spawn_file_actions_t *actions,
                         const posix_spawnattr_t *how, char *const arguments[], char *const variables[]) {
    int value = fault(CALL_fork, owner_of(CALLER), CALLER);
    return value ? value : REAL(posix_spawn)(child, path, actions, how, arguments, variables);
}

EXPORTED int execve(const char *path, char *const arguments[], char *const variables[]) {
    int value = fault(CALL_exec, owner_of(CALLER), CALLER);
    return value ? failed(value) : REAL(execve)(path, arguments, variables);
}

/* Processes are started by `clone3`, which copies the memory, so that two may return from here. */
EXPORTED long syscall(long number, ...) {
    va_list more;
    va_start(more, number);
    long a = va_arg(more, long), b = va_arg(more, long), c = va_arg(more, long);
    long d = va_arg(more, long), e = va_arg(more, long), f = va_arg(more, long);
    va_end(more);
    int value = 0;
    if (number == SYS_getrandom)
        value = fault(CALL_getrandom, TARGET_program, CALLER);
    if (number == SYS_clone3)
        value = fault(CALL_fork, owner_of(CALLER), CALLER);
    if (number == SYS_pidfd_open)
        value = fault(CALL_pidfd, owner_of(CALLER), CALLER);
    return value ? failed(value) : REAL(syscall)(number, a, b, c, d, e, f);
}

EXPORTED int gethostname(char *name, size_t length) {
    int value = fault(CALL_gethostname, owner_of(CALLER), CALLER);
    return value ? failed(value) : REAL(gethostname)(name, length);
}

EXPORTED int clock_gettime(clockid_t clock, struct timespec *time) {
    enum target owner = clock == CLOCK_REALTIME ? owner_of(CALLER) : TARGET_none;
    int value = fault(CALL_clock, owner == TARGET_program ? owner : TARGET_none, CALLER);
    int result = REAL(clock_gettime)(clock, time);
    /* The call cannot fail, but somebody can set the clock. */
    if (value == LATER)
        time->tv_sec += 2 * 24 * 60 * 60;
    return result;
}

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

/* Memory of a library in C, which says so if there is none. */
static int lacks_memory(const void *caller) {
    if (!records)
        return 0;
    enum target owner = owner_of(caller);
    int value = fault(CALL_malloc, owner == TARGET_program ? TARGET_none : owner, caller);
    if (value)
        errno = value;
    return value;
}

EXPORTED void *malloc(size_t size) { return lacks_memory(CALLER) ? NULL : __libc_malloc(size); }
EXPORTED void *calloc(size_t count, size_t size) { return lacks_memory(CALLER) ? NULL : __libc_calloc(count, size); }
EXPORTED void *realloc(void *old, size_t size) { return lacks_memory(CALLER) ? NULL : __libc_realloc(old, size); }

#undef strdup
EXPORTED char *strdup(const char *text) {
    if (lacks_memory(CALLER))
        return NULL;
    size_t size = strlen(text) + 1;
    char *copy = __libc_malloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

/* libcurl */

static int curl_fault(enum call call, const void *caller) { return fault(call, owner_of(caller), caller); }

EXPORTED CURLcode curl_global_init(long flags) {
    int value = curl_fault(CALL_curl_global_init, CALLER);
    return value ? (CURLcode)value : REAL(curl_global_init)(flags);
}

EXPORTED CURL *curl_easy_init(void) {
    return curl_fault(CALL_curl_easy_init, CALLER) ? NULL : REAL(curl_easy_init)();
}

EXPORTED CURLM *curl_multi_init(void) {
    return curl_fault(CALL_curl_multi_init, CALLER) ? NULL : REAL(curl_multi_init)();
}

static curl_write_callback body_callback;
static curl_prereq_callback prereq_callback;

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    int value = fault(CALL_curl_body_callback, TARGET_program, (void *)body_callback);
    return value ? 0 : body_callback(bytes, size, count, context);
}

static int before_request(void *context, char *to, char *from, int to_port, int from_port) {
    int value = fault(CALL_curl_prereq_callback, TARGET_program, (void *)prereq_callback);
    return value ? CURL_PREREQFUNC_ABORT : prereq_callback(context, to, from, to_port, from_port);
}

EXPORTED CURLcode curl_easy_setopt(CURL *handle, CURLoption option, ...) {
    va_list more;
    va_start(more, option);
    void *argument = va_arg(more, void *);
    va_end(more);
    int value = curl_fault(CALL_curl_easy_setopt, CALLER);
    if (value)
        return (CURLcode)value;
    if (option == CURLOPT_WRITEFUNCTION) {
        *(void **)&body_callback = argument;
        argument = (void *)take_body;
    }
    if (option == CURLOPT_PREREQFUNCTION) {
        *(void **)&prereq_callback = argument;
        argument = (void *)before_request;
    }
    return REAL(curl_easy_setopt)(handle, option, argument);
}

EXPORTED CURLcode curl_easy_getinfo(CURL *handle, CURLINFO info, ...) {
    va_list more;
    va_start(more, info);
    void *argument = va_arg(more, void *);
    va_end(more);
    int value = curl_fault(CALL_curl_easy_getinfo, CALLER);
    return value ? (CURLcode)value : REAL(curl_easy_getinfo)(handle, info, argument);
}

EXPORTED CURLMcode curl_multi_setopt(CURLM *multi, CURLMoption option, ...) {
    va_list more;
    va_start(more, option);
    void *argument = va_arg(more, void *);
    va_end(more);
    int value = curl_fault(CALL_curl_multi_setopt, CALLER);
    return value ? (CURLMcode)value : REAL(curl_multi_setopt)(multi, option, argument);
}

EXPORTED CURLMcode curl_multi_add_handle(CURLM *multi, CURL *handle) {
    int value = curl_fault(CALL_curl_multi_add_handle, CALLER);
    return value ? (CURLMcode)value : REAL(curl_multi_add_handle)(multi, handle);
}

EXPORTED CURLMcode curl_multi_socket_action(CURLM *multi, curl_socket_t ready, int flags, int *running) {
    int value = curl_fault(CALL_curl_multi_socket_action, CALLER);
    return value ? (CURLMcode)value : REAL(curl_multi_socket_action)(multi, ready, flags, running);
}

EXPORTED struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text) {
    return curl_fault(CALL_curl_slist_append, CALLER) ? NULL : REAL(curl_slist_append)(list, text);
}

/* SQLite and libpq, which the program finds by `dlsym` */

/* What SQLite would say of the call that failed. */
static __thread int sqlite_code;
static const char *(*real_errstr)(int);

#define IN_LIBRARY(RESULT, CALL, NAME, PARAMETERS, ARGUMENTS, FAILURE)                                                 \
    static RESULT(*real_##NAME) PARAMETERS;                                                                            \
    static RESULT my_##NAME PARAMETERS {                                                                               \
        int value = fault(CALL_##CALL, TARGET_program, CALLER);                                                        \
        sqlite_code = value;                                                                                           \
        return value ? (RESULT)(FAILURE) : real_##NAME ARGUMENTS;                                                      \
    }

IN_LIBRARY(int, sqlite3_initialize, sqlite3_initialize, (void), (), value)
IN_LIBRARY(int, sqlite3_open, sqlite3_open_v2, (const char *p, sqlite3 **d, int f, const char *v), (p, d, f, v), value)
IN_LIBRARY(int, sqlite3_prepare, sqlite3_prepare_v3,
           (sqlite3 * d, const char *t, int n, unsigned int f, sqlite3_stmt **s, const char **r), (d, t, n, f, s, r),
           value)
IN_LIBRARY(int, sqlite3_step, sqlite3_step, (sqlite3_stmt * s), (s), value)
IN_LIBRARY(int, sqlite3_exec, sqlite3_exec,
           (sqlite3 * d, const char *t, int (*h)(void *, int, char **, char **), void *c, char **e), (d, t, h, c, e),
           value)
IN_LIBRARY(int, sqlite3_bind, sqlite3_bind_int64, (sqlite3_stmt * s, int i, sqlite3_int64 v), (s, i, v), value)
IN_LIBRARY(int, sqlite3_bind, sqlite3_bind_text,
           (sqlite3_stmt * s, int i, const char *b, int n, void (*d)(void *)), (s, i, b, n, d), value)
IN_LIBRARY(void *, PQconninfoParse, PQconninfoParse, (const char *t, char **e), (t, e), NULL)
IN_LIBRARY(void *, PQconndefaults, PQconndefaults, (void), (), NULL)
IN_LIBRARY(void *, PQconnectStart, PQconnectStartParams, (const char *const *k, const char *const *v, int e), (k, v, e),
           NULL)
IN_LIBRARY(int, PQconnectPoll, PQconnectPoll, (void *c), (c), 0)
IN_LIBRARY(int, PQconsumeInput, PQconsumeInput, (void *c), (c), 0)
IN_LIBRARY(int, PQflush, PQflush, (void *c), (c), -1)
IN_LIBRARY(int, PQsendQuery, PQsendQuery, (void *c, const char *t), (c, t), 0)
IN_LIBRARY(int, PQsendPrepare, PQsendPrepare, (void *c, const char *n, const char *t, int k, const unsigned *o),
           (c, n, t, k, o), 0)
IN_LIBRARY(int, PQsendQueryPrepared, PQsendQueryPrepared,
           (void *c, const char *n, int k, const char *const *v, const int *l, const int *f, int r),
           (c, n, k, v, l, f, r), 0)
IN_LIBRARY(int, PQsetnonblocking, PQsetnonblocking, (void *c, int b), (c, b), -1)

static int (*real_extended_errcode)(sqlite3 *), (*real_system_errno)(sqlite3 *);
static const char *(*real_errmsg)(sqlite3 *);
static int my_extended_errcode(sqlite3 *database) { return sqlite_code ? sqlite_code : real_extended_errcode(database); }
static int my_system_errno(sqlite3 *database) { return sqlite_code ? 0 : real_system_errno(database); }
static const char *my_errmsg(sqlite3 *database) {
    return sqlite_code ? real_errstr(sqlite_code) : real_errmsg(database);
}

#define REPLACED(NAME) { #NAME, (void *)my_##NAME, (void **)&real_##NAME }
static const struct {
    const char *name;
    void *mine, **real;
} replaced[] = {
    REPLACED(sqlite3_initialize), REPLACED(sqlite3_open_v2), REPLACED(sqlite3_prepare_v3), REPLACED(sqlite3_step),
    REPLACED(sqlite3_exec), REPLACED(sqlite3_bind_int64), REPLACED(sqlite3_bind_text), REPLACED(PQconninfoParse),
    REPLACED(PQconndefaults), REPLACED(PQconnectStartParams), REPLACED(PQconnectPoll), REPLACED(PQconsumeInput),
    REPLACED(PQflush), REPLACED(PQsendQuery), REPLACED(PQsendPrepare), REPLACED(PQsendQueryPrepared),
    REPLACED(PQsetnonblocking),
    { "sqlite3_extended_errcode", (void *)my_extended_errcode, (void **)&real_extended_errcode },
    { "sqlite3_system_errno", (void *)my_system_errno, (void **)&real_system_errno },
    { "sqlite3_errmsg", (void *)my_errmsg, (void **)&real_errmsg },
};

EXPORTED void *dlsym(void *library, const char *name) {
    if (owner_of(CALLER) != TARGET_program || library == RTLD_DEFAULT || library == RTLD_NEXT) {
        next("dlsym");
        return real_dlsym(library, name);
    }
    if (fault(CALL_dlsym, TARGET_program, CALLER))
        return NULL;
    next("dlsym");
    void *found = real_dlsym(library, name);
    if (found && strcmp(name, "sqlite3_errstr") == 0)
        *(void **)&real_errstr = found;
    for (size_t i = 0; found && i < sizeof replaced / sizeof *replaced; i++)
        if (strcmp(replaced[i].name, name) == 0) {
            *replaced[i].real = found;
            return replaced[i].mine;
        }
    return found;
}

EXPORTED void *dlopen(const char *path, int flags) {
    if (fault(CALL_dlopen, owner_of(CALLER), CALLER))
        return NULL;
    void *library = REAL(dlopen)(path, flags);
    dl_iterate_phdr(add_object, NULL);
    return library;
}
