/* One thread runs everything: the jobs of Swift's tasks, the threads of the program, and what happens later. The seed decides what
   is next. A fiber is a thread of a process with its own stack and its own thread-local variables. */
#include "machine.h"

#include <link.h>
#include <sys/mman.h>

enum { STACK = 1 << 20, MAXIMUM_FIBERS = 512, LOCAL = 4096 };

/* Where a stack goes on. `swapcontext` asks the kernel for its mask of signals each time, which takes longer than anything else here. */
#ifdef __x86_64__

struct place {
    void *stack;
};

void machine_switch(struct place *from, const struct place *to);
__asm__(".text\n.globl machine_switch\n.type machine_switch, @function\nmachine_switch:\n"
        "pushq %rbp\npushq %rbx\npushq %r12\npushq %r13\npushq %r14\npushq %r15\n"
        "movq %rsp, (%rdi)\nmovq (%rsi), %rsp\n"
        "popq %r15\npopq %r14\npopq %r13\npopq %r12\npopq %rbx\npopq %rbp\nret\n"
        ".size machine_switch, . - machine_switch\n");

static void begin(struct place *place, char *stack, void (*body)(void)) {
    /* Six registers, where to go, and where that would return to. */
    void **top = (void **)(stack + STACK) - 10;
    memset(top, 0, 10 * sizeof *top);
    *(void (**)(void))(top + 6) = body;
    place->stack = top;
}

#else

struct place {
    ucontext_t context;
};

static void machine_switch(struct place *from, const struct place *to) { swapcontext(&from->context, &to->context); }

static void begin(struct place *place, char *stack, void (*body)(void)) {
    getcontext(&place->context);
    place->context.uc_stack.ss_sp = stack;
    place->context.uc_stack.ss_size = STACK;
    place->context.uc_link = 0;
    makecontext(&place->context, body, 0);
}

#endif

enum fiber_state { FREE, READY, BLOCKED, BLOCKED_ON_LOCK };

struct fiber {
    struct place place;
    void *stack;
    struct process *process;
    enum fiber_state state;
    const void *key;
    volatile uint32_t *lock;
    uint64_t until; /* 0 is never */
    int was_woken, is_worker, error;
    uint32_t thread;
    void *job;
    void *(*body)(void *);
    void *argument;
    unsigned char local[LOCAL];
};

struct timer {
    uint64_t time, order;
    struct process *process; /* null for the world */
    void *job;
    sim_function function;
    void *context;
};

struct process processes[MAXIMUM_PROCESSES];
int process_count;
struct process *current;
struct fiber *running;
uint64_t now;

static struct fiber *fibers[MAXIMUM_FIBERS];
static int fiber_count;
static struct timer *timers;
static int timer_count, timer_capacity;
static uint64_t timer_order;
static struct place loop;
static int loop_error;
static unsigned char loop_local[LOCAL], fresh_local[LOCAL];
static unsigned char *local;
static size_t local_size;
static uint32_t next_thread;
static uint64_t devices;
static int preemption, power_failures;

/* ---- Swift's jobs ---- */

typedef struct {
    void *identity;
    uintptr_t implementation;
} executor;

#define SWIFT __attribute__((swiftcall))
extern SWIFT void swift_job_run(void *job, executor on);
extern void *swift_task_enqueueGlobal_hook, *swift_task_enqueueGlobalWithDelay_hook,
    *swift_task_enqueueGlobalWithDeadline_hook, *swift_task_enqueueMainExecutor_hook;

static void add_timer(uint64_t time, struct process *process, void *job, sim_function function, void *context) {
    if (timer_count == timer_capacity) {
        timer_capacity = 2 * timer_capacity + 64;
        timers = realloc(timers, sizeof *timers * (size_t)timer_capacity);
    }
    timers[timer_count++] = (struct timer){time, timer_order++, process, job, function, context};
}

static void add_job(struct process *process, void *job) {
    if (process->state != SIM_RUNS)
        return;
    if (process->job_count == process->job_capacity) {
        process->job_capacity = 2 * process->job_capacity + 32;
        process->jobs = realloc(process->jobs, sizeof *process->jobs * (size_t)process->job_capacity);
    }
    process->jobs[process->job_count++] = job;
}

static SWIFT void enqueue(void *job, void *original) {
    (void)original;
    if (!current)
        machine_fault("a job of no process");
    add_job(current, job);
}

static SWIFT void enqueue_after(unsigned long long delay, void *job, void *original) {
    (void)original;
    if (!current)
        machine_fault("a job of no process");
    add_timer(now + delay, current, job, 0, 0);
}

static SWIFT void enqueue_at(long long seconds, long long nanoseconds, long long tolerance, long long tolerance_ns,
                             int clock, void *job, void *original) {
    (void)tolerance, (void)tolerance_ns, (void)clock, (void)original;
    if (!current)
        machine_fault("a job of no process");
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    long long delay = (seconds - time.tv_sec) * 1000000000ll + nanoseconds - time.tv_nsec;
    add_timer(now + (uint64_t)(delay > 0 ? delay : 0), current, job, 0, 0);
}

/* Swift's own executor goes past the hooks in two places. The linker puts these functions in theirs. */
SWIFT void __wrap_swift_dispatchEnqueueGlobal(void *job) { enqueue(job, 0); }

SWIFT void __wrap_swift_dispatchEnqueueWithDeadline(_Bool is_global, long long seconds, long long nanoseconds,
                                                    long long tolerance, long long tolerance_ns, int clock,
                                                    void *job) {
    (void)is_global;
    enqueue_at(seconds, nanoseconds, tolerance, tolerance_ns, clock, job, 0);
}

/* ---- Thread-local variables of the program ---- */

static int find_local(struct dl_phdr_info *info, size_t size, void *found) {
    (void)size, (void)found;
    for (int index = 0; index < info->dlpi_phnum; index++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[index];
        if (header->p_type != PT_TLS || !info->dlpi_tls_data)
            continue;
        local = info->dlpi_tls_data;
        local_size = header->p_memsz;
        if (local_size > LOCAL)
            machine_fault("%zu bytes of thread-local variables", local_size);
        memcpy(fresh_local, (const void *)(info->dlpi_addr + header->p_vaddr), header->p_filesz);
    }
    /* The program itself comes first. */
    return 1;
}

void scheduler_prepare(void) {
    dl_iterate_phdr(find_local, 0);
    swift_task_enqueueGlobal_hook = (void *)enqueue;
    swift_task_enqueueGlobalWithDelay_hook = (void *)enqueue_after;
    swift_task_enqueueGlobalWithDeadline_hook = (void *)enqueue_at;
    swift_task_enqueueMainExecutor_hook = (void *)enqueue;
}

/* ---- Fibers ---- */

static void to_loop(void) {
    struct fiber *fiber = running;
    fiber->error = errno;
    memcpy(fiber->local, local, local_size);
    memcpy(local, loop_local, local_size);
    machine_switch(&fiber->place, &loop);
}

static void to_fiber(struct fiber *fiber) {
    running = fiber;
    current = fiber->process;
    loop_error = errno;
    memcpy(loop_local, local, local_size);
    memcpy(local, fiber->local, local_size);
    errno = fiber->error;
    machine_switch(&loop, &fiber->place);
    errno = loop_error;
    running = 0;
    current = 0;
}

static void forget(struct process *process) {
    for (int index = 0; index < fiber_count; index++)
        if (fibers[index]->process == process)
            fibers[index]->state = FREE, fibers[index]->process = 0;
    for (int index = 0; index < timer_count;)
        if (timers[index].process == process)
            timers[index] = timers[--timer_count];
        else
            index++;
    process->job_count = 0;
    process->workers = 0;
    files_close_all_of(process);
}

static void end_process(struct process *process, int state) {
    if (process->state != SIM_RUNS)
        return;
    process->state = state;
    trace("process %d %s", process->id, state == SIM_EXITED ? "exits" : "is killed");
    forget(process);
}

static void fiber_main(void) {
    while (1) {
        struct fiber *fiber = running;
        if (fiber->is_worker) {
            swift_job_run(fiber->job, (executor){0, 0});
            fiber->process->workers--;
        } else
            fiber->body(fiber->argument);
        struct process *process = fiber->process;
        fiber->state = FREE;
        fiber->process = 0;
        if (process->is_exiting)
            end_process(process, SIM_EXITED);
        to_loop();
    }
}

static struct fiber *new_fiber(struct process *process) {
    struct fiber *fiber = 0;
    for (int index = 0; index < fiber_count && !fiber; index++)
        if (fibers[index]->state == FREE && fibers[index] != running)
            fiber = fibers[index];
    if (!fiber) {
        if (fiber_count == MAXIMUM_FIBERS)
            machine_fault("too many threads");
        fiber = calloc(1, sizeof *fiber);
        fiber->stack = mmap(0, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        mprotect(fiber->stack, 4096, PROT_NONE);
        fibers[fiber_count++] = fiber;
    }
    begin(&fiber->place, fiber->stack, fiber_main);
    memcpy(fiber->local, fresh_local, local_size);
    fiber->process = process;
    fiber->state = READY;
    fiber->until = 0;
    fiber->key = 0;
    fiber->is_worker = 0;
    fiber->thread = ++next_thread;
    fiber->error = 0;
    return fiber;
}

int start_fiber(void *(*body)(void *), void *argument) {
    struct fiber *fiber = new_fiber(current);
    fiber->body = body;
    fiber->argument = argument;
    return 0;
}

uint32_t current_thread(void) { return running ? running->thread : 1; }

int block(const void *key, uint64_t until) {
    if (!running)
        machine_fault("the world itself waits");
    running->state = BLOCKED;
    running->key = key;
    running->until = until;
    running->was_woken = 0;
    struct fiber *fiber = running;
    to_loop();
    return fiber->was_woken;
}

void block_on_lock(volatile uint32_t *lock) {
    if (!running)
        machine_fault("the world itself waits for a lock");
    running->state = BLOCKED_ON_LOCK;
    running->lock = lock;
    to_loop();
}

void wake(const void *key) {
    for (int index = 0; index < fiber_count; index++) {
        struct fiber *fiber = fibers[index];
        if (fiber->state == BLOCKED && fiber->key == key)
            fiber->state = READY, fiber->was_woken = 1;
    }
}

/* ---- Processes ---- */

int sim_start(const char *host, int container, sim_function body, void *context) {
    if (process_count == MAXIMUM_PROCESSES)
        machine_fault("too many processes");
    struct process *process = &processes[process_count++];
    void **jobs = process->jobs;
    int capacity = process->job_capacity;
    *process = (struct process){.id = process_count, .pid = 4000 + 7 * process_count, .container = container,
                                .state = SIM_RUNS, .jobs = jobs, .job_capacity = capacity, .last_pipe = -1};
    process->started = now / 10000000 + 100;
    process->device = ++devices;
    snprintf(process->host, sizeof process->host, "%s", host);
    struct process *before = current;
    current = process;
    trace("process %d starts on %s in container %d", process->id, host, container);
    body(context);
    current = before;
    return process->id;
}

static struct process *numbered(int id) { return &processes[id - 1]; }

int sim_current(void) { return current ? current->id : 0; }
int sim_state(int id) { return numbered(id)->state; }
int sim_status(int id) { return numbered(id)->status; }
uint64_t sim_calls(int id) { return numbered(id)->calls; }
int sim_was_stopped(int id) { return numbered(id)->was_stopped; }
int sim_had_failure(int id) { return numbered(id)->had_failure; }
int sim_power_failures(void) { return power_failures; }
void sim_kill_at(int id, uint64_t call) { numbered(id)->kill_at = call; }
void sim_cut_power_at(int id, uint64_t call) { numbered(id)->power_at = call; }
void sim_fail_at(int id, uint64_t call, int error) { numbered(id)->fail_at = call, numbered(id)->fail_error = error; }
void sim_stop_at(int id, uint64_t call, uint64_t time) { numbered(id)->stop_at = call, numbered(id)->stop_for = time; }

void sim_exit(int status) {
    trace("exit status %d", status);
    current->status = status;
    current->is_exiting = 1;
}

void sim_kill(int id) {
    if (running)
        machine_fault("a process ends another one");
    end_process(numbered(id), SIM_KILLED);
}

void sim_cut_power(void) {
    power_failures++;
    for (int index = 0; index < process_count; index++)
        end_process(&processes[index], SIM_KILLED);
    disk_lose_power();
    clocks_lose_power();
}

struct process *process_of_pid(int pid, int container) {
    for (int index = 0; index < process_count; index++)
        if (processes[index].pid == pid && processes[index].container == container &&
            processes[index].state == SIM_RUNS)
            return &processes[index];
    return 0;
}

/* ---- Calls ---- */

static int power_is_cut;

static _Noreturn void end_current(int is_power) {
    struct process *process = current;
    struct fiber *fiber = running;
    if (is_power) {
        power_is_cut = 1;
        trace("the power fails");
    } else
        end_process(process, SIM_KILLED);
    fiber->state = FREE;
    fiber->process = 0;
    to_loop();
    machine_fault("a killed thread goes on");
}

int is_cut_in_call(void) {
    return running && (current->calls == current->kill_at || current->calls == current->power_at);
}

void end_in_call(void) { end_current(current->calls == current->power_at); }

int call_point(const char *name, const char *what) {
    if (!running)
        return 0;
    struct process *process = current;
    process->calls++;
    if (strcmp(name, "lock") != 0 && strcmp(name, "usleep") != 0)
        process->sleeps = 0;
    now += 1000 + sim_below(4000);
    trace("%s %s", name, what);
    if (process->calls == process->stop_at) {
        trace("stopped for %llu ms", (unsigned long long)(process->stop_for / 1000000));
        process->stopped_until = now + process->stop_for;
        process->was_stopped = 1;
        running->state = READY;
        to_loop();
    } else if ((int)sim_below(100) < preemption) {
        running->state = READY;
        to_loop();
    }
    if (process->calls == process->kill_at || process->calls == process->power_at) {
        int is_write = strstr(name, "write") != 0;
        if (!is_write || sim_chance(50))
            end_current(process->calls == process->power_at);
    }
    if (process->calls == process->fail_at && process->fail_error) {
        trace("fails with %d", process->fail_error);
        process->had_failure = 1;
        return process->fail_error;
    }
    return 0;
}

/* ---- The loop ---- */

void sim_after(uint64_t delay, int process, sim_function function, void *context) {
    add_timer(now + delay, process ? numbered(process) : 0, 0, function, context);
}

static void run_timer(int index) {
    struct timer timer = timers[index];
    timers[index] = timers[--timer_count];
    if (timer.job) {
        add_job(timer.process, timer.job);
        return;
    }
    current = timer.process;
    timer.function(timer.context);
    current = 0;
}

static int may_run(const struct process *process) {
    return !process || (process->state == SIM_RUNS && process->stopped_until <= now);
}

static uint64_t due(const struct process *process, uint64_t time) {
    return process && process->stopped_until > time ? process->stopped_until : time;
}

int sim_run(uint64_t maximum_steps, uint64_t maximum_time) {
    for (uint64_t step = 0; step < maximum_steps; step++) {
        if (power_is_cut) {
            power_is_cut = 0;
            sim_cut_power();
        }
        /* What has its time. */
        uint64_t next = UINT64_MAX;
        int first = -1;
        for (int index = 0; index < timer_count; index++) {
            uint64_t time = due(timers[index].process, timers[index].time);
            if (time < next || (time == next && timers[index].order < timers[first].order))
                next = time, first = index;
        }
        if (first >= 0 && next <= now) {
            run_timer(first);
            continue;
        }
        /* What can run now. */
        struct fiber *ready[MAXIMUM_FIBERS];
        int ready_count = 0, job_count = 0;
        for (int index = 0; index < fiber_count; index++) {
            struct fiber *fiber = fibers[index];
            if (fiber->state == FREE)
                continue;
            if (fiber->state == BLOCKED && fiber->until) {
                uint64_t time = due(fiber->process, fiber->until);
                if (time <= now)
                    fiber->state = READY;
                else if (time < next)
                    next = time, first = -1;
            }
            if (fiber->state == BLOCKED_ON_LOCK && *fiber->lock == 0)
                fiber->state = READY;
            if (fiber->state != READY)
                continue;
            if (may_run(fiber->process))
                ready[ready_count++] = fiber;
            else if (fiber->process->stopped_until < next)
                next = fiber->process->stopped_until, first = -1;
        }
        struct process *starting[MAXIMUM_PROCESSES];
        for (int index = 0; index < process_count; index++) {
            struct process *process = &processes[index];
            if (process->state != SIM_RUNS || !process->job_count || process->workers >= WORKERS)
                continue;
            if (may_run(process))
                starting[job_count++] = process;
            else if (process->stopped_until < next)
                next = process->stopped_until, first = -1;
        }
        if (ready_count + job_count > 0) {
            int choice = (int)sim_below((uint64_t)(ready_count + job_count));
            struct fiber *fiber;
            if (choice < ready_count) {
                fiber = ready[choice];
                if (fiber->state == BLOCKED_ON_LOCK)
                    fiber->state = READY;
            } else {
                struct process *process = starting[choice - ready_count];
                int place = (int)sim_below((uint64_t)(process->job_count < 3 ? process->job_count : 3));
                fiber = new_fiber(process);
                fiber->is_worker = 1;
                fiber->job = process->jobs[place];
                memmove(process->jobs + place, process->jobs + place + 1,
                        sizeof *process->jobs * (size_t)(--process->job_count - place));
                process->workers++;
            }
            now += 200 + sim_below(2000);
            to_fiber(fiber);
            continue;
        }
        if (next == UINT64_MAX)
            return SIM_IDLE;
        if (next > maximum_time)
            return SIM_TOO_LONG;
        if (next > now)
            now = next;
    }
    return SIM_TOO_LONG;
}

void scheduler_begin(void) {
    process_count = 0;
    timer_count = 0;
    timer_order = 0;
    now = 0;
    next_thread = 100;
    power_is_cut = 0;
    power_failures = 0;
    current = 0;
    static const int preemptions[] = {0, 2, 10, 30};
    preemption = preemptions[sim_below(4)];
}

void scheduler_end(void) {
    for (int index = 0; index < process_count; index++)
        if (processes[index].state == SIM_RUNS)
            end_process(&processes[index], SIM_KILLED);
    timer_count = 0;
}
