/* Time, sleep, threads, locks, randomness and the identity of processes, while a process of the world runs. */
#include "machine.h"

#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define REAL(RESULT, NAME, ...)                                                                                        \
    static RESULT (*real)(__VA_ARGS__);                                                                                \
    if (!real)                                                                                                         \
    *(void **)&real = dlsym(RTLD_NEXT, #NAME)

static int is_world, boots;
static int64_t jump;
static uint64_t boot;

/* 2026-03-10, 06:30 UTC. */
static const int64_t START = 1773124200000;

void clocks_begin(void) {
    is_world = 1;
    boots = 1;
    jump = 0;
    boot = 0;
}

void clocks_lose_power(void) {
    boots++;
    boot = now;
}

static void clocks_end(void) { is_world = 0; }

uint64_t sim_now(void) { return now; }
int64_t sim_wall(void) { return START + jump + (int64_t)(now / 1000000); }

void sim_jump_clock(int64_t milliseconds) {
    trace("the clock jumps by %lld ms", (long long)milliseconds);
    jump += milliseconds;
}

const char *boot_id(void) {
    static char text[64];
    snprintf(text, sizeof text, "b0075a7e-0000-4000-8000-%012d\n", boots);
    return text;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    REAL(int, clock_gettime, clockid_t, struct timespec *);
    if (!is_world)
        return real(clock, time);
    uint64_t value = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE
                         ? (uint64_t)(START + jump) * 1000000 + now
                         : 1000000000000u + now;
    time->tv_sec = (time_t)(value / 1000000000);
    time->tv_nsec = (long)(value % 1000000000);
    return 0;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    struct timespec precise;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &precise);
    time->tv_sec = precise.tv_sec;
    time->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *result) {
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    if (result)
        *result = precise.tv_sec;
    return precise.tv_sec;
}

int usleep(useconds_t microseconds) {
    REAL(int, usleep, useconds_t);
    if (!current)
        return real(microseconds);
    call_point("usleep", "");
    /* Who polls for a lock that a stopped process holds is woken ever later, as on a busy machine: that takes fewer steps. */
    block(running, now + (uint64_t)microseconds * 1000 * (1 + current->sleeps++ / 64));
    return 0;
}

int nanosleep(const struct timespec *wanted, struct timespec *rest) {
    REAL(int, nanosleep, const struct timespec *, struct timespec *);
    if (!current)
        return real(wanted, rest);
    block(running, now + (uint64_t)wanted->tv_sec * 1000000000 + (uint64_t)wanted->tv_nsec);
    return 0;
}

/* ---- Threads ---- */

int pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict attributes, void *(*body)(void *),
                   void *restrict argument) {
    REAL(int, pthread_create, pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    if (!current)
        return real(thread, attributes, body, argument);
    *thread = 1;
    return start_fiber(body, argument);
}

int pthread_detach(pthread_t thread) {
    REAL(int, pthread_detach, pthread_t);
    return current ? 0 : real(thread);
}

int sem_wait(sem_t *semaphore) {
    REAL(int, sem_wait, sem_t *);
    if (current)
        machine_fault("a thread waits for a semaphore");
    return real(semaphore);
}

/* Swift's mutexes are futexes that know their owner's thread. */
static long futex(volatile uint32_t *word, int operation) {
    switch (operation & 127) {
    case 6: /* FUTEX_LOCK_PI */
        while (*word)
            block_on_lock(word);
        *word = current_thread();
        return 0;
    case 7: /* FUTEX_UNLOCK_PI */ *word = 0; return 0;
    default: machine_fault("futex operation %d", operation);
    }
}

long syscall(long number, ...) {
    REAL(long, syscall, long, ...);
    va_list list;
    va_start(list, number);
    long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long), d = va_arg(list, long),
         e = va_arg(list, long), f = va_arg(list, long);
    va_end(list);
    if (current && number == SYS_futex)
        return futex((volatile uint32_t *)a, (int)b);
    if (is_world && number == SYS_gettid)
        return current_thread();
    if (is_world && number == SYS_getrandom) {
        random_fill((void *)a, (size_t)b);
        return b;
    }
    return real(number, a, b, c, d, e, f);
}

/* ---- Randomness ---- */

ssize_t getrandom(void *bytes, size_t count, unsigned flags) {
    REAL(ssize_t, getrandom, void *, size_t, unsigned);
    if (!is_world)
        return real(bytes, count, flags);
    random_fill(bytes, count);
    return (ssize_t)count;
}

int getentropy(void *bytes, size_t count) { return getrandom(bytes, count, 0) == (ssize_t)count ? 0 : -1; }
void arc4random_buf(void *bytes, size_t count) { getentropy(bytes, count); }

uint32_t arc4random(void) {
    uint32_t value;
    getentropy(&value, sizeof value);
    return value;
}

/* ---- Processes ---- */

pid_t getpid(void) {
    REAL(pid_t, getpid, void);
    return current ? current->pid : real();
}

/* Only asked with 0, whether a process exists. */
int kill(pid_t pid, int number) {
    REAL(int, kill, pid_t, int);
    if (!current)
        return real(pid, number);
    if (process_of_pid(pid, current->container))
        return 0;
    errno = ESRCH;
    return -1;
}

int gethostname(char *name, size_t size) {
    REAL(int, gethostname, char *, size_t);
    if (!current)
        return real(name, size);
    snprintf(name, size, "%s", current->host);
    return 0;
}

sighandler_t signal(int number, sighandler_t handler) {
    REAL(sighandler_t, signal, int, sighandler_t);
    if (!current)
        return real(number, handler);
    current->is_watching = 1;
    return SIG_DFL;
}

/* ---- Beginning and end ---- */

static void (*forget_random_state)(int, void *);

void sim_prepare(void) {
    scheduler_prepare();
    void *library = dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        machine_fault("libsqlite3.so.0 is missing");
    int (*configure)(int, ...);
    *(void **)&configure = dlsym(library, "sqlite3_config");
    *(void **)&forget_random_state = dlsym(library, "sqlite3_randomness");
    /* SQLITE_CONFIG_SINGLETHREAD: a process that is interrupted within a call keeps no lock of all processes. */
    configure(1);
}

void sim_begin(uint64_t seed) {
    random_begin(seed);
    trace_begin();
    scheduler_begin();
    disk_begin();
    files_begin();
    clocks_begin();
    forget_random_state(0, 0);
}

void sim_end(void) {
    scheduler_end();
    clocks_end();
    disk_end();
}
