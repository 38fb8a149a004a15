/* What happened, in order: always as a hash, and as lines if somebody wants to read them. */
#include "machine.h"

static uint64_t hash;
static int is_kept;
static char *lines;
static size_t length, capacity;

void trace_begin(void) {
    hash = 0xCBF29CE484222325u;
    length = 0;
    if (lines)
        lines[0] = 0;
}

void sim_keep_trace(int keep) { is_kept = keep; }
uint64_t sim_trace_hash(void) { return hash; }
const char *sim_trace(void) { return lines ? lines : ""; }

void trace_bytes(const void *bytes, size_t count) {
    const unsigned char *place = bytes;
    uint64_t value = hash;
    for (; count >= 8; count -= 8, place += 8) {
        uint64_t word;
        memcpy(&word, place, 8);
        value = (value ^ word) * 0x9FB21C651E98DF25u;
        value ^= value >> 28;
    }
    for (; count; count--)
        value = (value ^ *place++) * 0x100000001B3u;
    hash = value;
}

static void keep(const char *text, size_t count) {
    if (length + count + 2 > capacity) {
        capacity = 2 * (length + count + 2) + 4096;
        lines = realloc(lines, capacity);
    }
    memcpy(lines + length, text, count);
    length += count;
    lines[length++] = '\n';
    lines[length] = 0;
}

void trace(const char *format, ...) {
    char line[512];
    int start = 0;
    if (is_kept)
        start = snprintf(line, sizeof line, "%4llu.%06llu %c%d ", (unsigned long long)(now / 1000000000),
                         (unsigned long long)(now / 1000 % 1000000), current ? 'p' : '-', current ? current->id : 0);
    else
        trace_bytes(&now, sizeof now);
    va_list arguments;
    va_start(arguments, format);
    int count = vsnprintf(line + start, sizeof line - (size_t)start, format, arguments);
    va_end(arguments);
    if (count > (int)sizeof line - start - 1)
        count = (int)sizeof line - start - 1;
    if (is_kept) {
        trace_bytes(&now, sizeof now);
        keep(line, (size_t)(start + count));
    }
    trace_bytes(line + start, (size_t)count);
}

void sim_note(const char *text) { trace("%s", text); }

void machine_fault(const char *format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    fprintf(stderr, "the simulated machine cannot go on: %s\n", line);
    abort();
}
