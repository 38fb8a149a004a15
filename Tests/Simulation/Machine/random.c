/* The seed's numbers, which decide everything that happens: splitmix64. */
#include "machine.h"

static uint64_t state;

void random_begin(uint64_t seed) { state = seed * 0x9E3779B97F4A7C15u + 0x1234567; }

uint64_t sim_random(void) {
    uint64_t value = state += 0x9E3779B97F4A7C15u;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
    return value ^ (value >> 31);
}

uint64_t sim_below(uint64_t bound) { return bound ? sim_random() % bound : 0; }

int sim_chance(int percent) { return (int)(sim_random() % 100) < percent; }

void random_fill(void *bytes, size_t count) {
    unsigned char *place = bytes;
    while (count) {
        uint64_t value = sim_random();
        size_t part = count < sizeof value ? count : sizeof value;
        memcpy(place, &value, part);
        place += part;
        count -= part;
    }
}
