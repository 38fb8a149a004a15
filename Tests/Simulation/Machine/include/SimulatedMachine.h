#ifndef SIMULATED_MACHINE_H
#define SIMULATED_MACHINE_H

/* A machine inside this process: a disk, clocks, threads and processes that one seed decides. What is below /sim is on its
   disk. Functions of the C library that the program calls are defined here, and ask the machine while one of its processes runs. */

#include <stddef.h>
#include <stdint.h>

/* Once, before anything else. */
void sim_prepare(void);

/* A new world: an empty disk and no process. */
void sim_begin(uint64_t seed);
void sim_end(void);

/* The seed's next number. */
uint64_t sim_random(void);

/* ---- Processes ---- */

typedef void (*sim_function)(void *context);

/* Starts a process, whose first function is called at once. Processes of one container see each other. */
int sim_start(const char *host, int container, sim_function body, void *context);
/* The process that runs now; 0 if none does. */
int sim_current(void);
/* Ends the current process when its job returns. */
void sim_exit(int status);

enum sim_state { SIM_RUNS, SIM_EXITED, SIM_KILLED };
int sim_state(int process);
int sim_status(int process);
/* How many calls of the machine a process has made. */
uint64_t sim_calls(int process);

/* Kills a process as it makes its call with this number: before the call, or half-way through a write. */
void sim_kill_at(int process, uint64_t call);
/* The same for a failure of power, which ends all processes. */
void sim_cut_power_at(int process, uint64_t call);
/* Lets a call fail with an error of errno. */
void sim_fail_at(int process, uint64_t call, int error);
/* Stops a process for a time as it makes a call, as SIGSTOP does. */
void sim_stop_at(int process, uint64_t call, uint64_t nanoseconds);
/* Sends a signal that the process watches for. */
void sim_signal(int process, int number);
void sim_kill(int process);
void sim_cut_power(void);
/* How often the power has failed. */
int sim_power_failures(void);
/* Whether a process was ever stopped, or one of its calls failed by `sim_fail_at`. */
int sim_was_stopped(int process);
int sim_had_failure(int process);

/* ---- Time ---- */

/* Nanoseconds since the world began. */
uint64_t sim_now(void);
/* Milliseconds since 1970, by the world's clock. */
int64_t sim_wall(void);
void sim_jump_clock(int64_t milliseconds);
/* Calls a function later: as the process, if it still lives then, or as nobody if `process` is 0. */
void sim_after(uint64_t nanoseconds, int process, sim_function function, void *context);

enum sim_end_reason { SIM_IDLE, SIM_TOO_LONG };
/* Runs the world until nothing is left to do. */
int sim_run(uint64_t maximum_steps, uint64_t maximum_nanoseconds);

/* ---- Disk ---- */

void sim_put(const char *path, const void *bytes, size_t count);
/* Whether files without a name can be made. */
void sim_allow_unnamed(int is_allowed);
/* The content of a file as processes see it; null if there is none. Valid until the disk changes. */
const unsigned char *sim_file(const char *path, size_t *count);
/* Whether a file has this text. */
int sim_file_has(const char *path, const char *text);
/* The path of a file by its number; null after the last. */
const char *sim_path(int index);
/* Each byte that is written is searched for this text. */
void sim_set_canary(const char *text);
/* Where it was written; null if nowhere. */
const char *sim_canary_place(void);
void sim_look_for_canary(const char *place, const void *bytes, size_t count);

/* Asks a database on the disk, when nothing runs. Calls a function for each row, as SQLite does. Returns SQLite's result. */
int sim_query(const char *path, const char *text, int (*row)(void *, int, char **, char **), void *context);

/* ---- Trace ---- */

void sim_note(const char *text);
uint64_t sim_trace_hash(void);
/* Keeps the lines of the trace. */
void sim_keep_trace(int is_kept);
const char *sim_trace(void);

#endif
