#ifndef MACHINE_H
#define MACHINE_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "SimulatedMachine.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

/* ---- random.c ---- */
uint64_t sim_below(uint64_t bound);
int sim_chance(int percent);
void random_begin(uint64_t seed);
void random_fill(void *bytes, size_t count);

/* ---- trace.c ---- */
void trace_begin(void);
void trace(const char *format, ...) __attribute__((format(printf, 1, 2)));
void trace_bytes(const void *bytes, size_t count);
_Noreturn void machine_fault(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* ---- scheduler.c ---- */
enum { MAXIMUM_PROCESSES = 64, WORKERS = 2 };

struct fiber;

struct process {
    int id, pid, container;
    char host[32];
    int state, status, is_exiting;
    int workers;
    void **jobs;
    int job_count, job_capacity;
    uint64_t calls, kill_at, power_at, fail_at, stop_at, stop_for, stopped_until, started;
    int fail_error, was_stopped, had_failure, last_pipe, is_watching;
    uint64_t sleeps; /* in a row, with nothing but tries of a lock between */
    uint64_t device;
};

extern struct process processes[MAXIMUM_PROCESSES];
extern int process_count;
extern struct process *current;
extern struct fiber *running;
extern uint64_t now;

/* A point at which a process can be interrupted: before a call of the machine. Returns an errno if the call must fail. */
int call_point(const char *name, const char *what);
/* Whether the process must be killed half-way through this call. */
int is_cut_in_call(void);
void end_in_call(void);
/* Blocks until `wake`, or until a time; 0 is never. Returns 0 after the time. */
int block(const void *key, uint64_t until);
void block_on_lock(volatile uint32_t *lock);
void wake(const void *key);
uint32_t current_thread(void);
int start_fiber(void *(*body)(void *), void *argument);
void scheduler_begin(void);
void scheduler_end(void);
void scheduler_prepare(void);
struct process *process_of_pid(int pid, int container);

/* ---- disk.c ---- */
struct write_operation {
    int64_t offset; /* of a write; the new size of a truncation */
    size_t count;
    unsigned char *bytes; /* null for a truncation */
};

struct lock {
    int64_t start, end; /* without the end */
    int is_write;
    const void *owner;
};

struct inode {
    int number, mode, links, opens, is_folder, is_pinned;
    unsigned char *bytes, *durable;
    size_t size, capacity, durable_size;
    struct write_operation *pending;
    int pending_count, pending_capacity;
    struct lock *locks, *whole_locks; /* of fcntl, and of flock */
    int lock_count, lock_capacity, whole_count, whole_capacity;
    char name[256]; /* its last path, for the trace */
};

struct inode *disk_find(const char *path);
struct inode *disk_new(int mode, int is_folder);
void disk_link(const char *path, struct inode *inode);
int disk_unlink(const char *path);
int disk_rename(const char *from, const char *to);
void disk_release(struct inode *inode);
void disk_write(struct inode *inode, int64_t offset, const void *bytes, size_t count);
void disk_truncate(struct inode *inode, size_t size);
void disk_sync(struct inode *inode);
void disk_pin(struct inode *inode, size_t capacity);
int disk_is_pinned(const void *address);
void disk_lose_power(void);
int disk_child(const char *folder, int index, char name[256]);
int disk_allows_unnamed(void);
void disk_begin(void);
void disk_end(void);

/* ---- files.c ---- */
void files_begin(void);
void files_close_all_of(struct process *process);

/* ---- clocks.c ---- */
void clocks_begin(void);
void clocks_lose_power(void);
const char *boot_id(void);

#endif
