/* The newest function that Swift's module of the C library names, and that ekoflow does not call. Here is one that needs no newer
 * C library than everything else does: a double holds the square of every float. */
#include <math.h>

__attribute__((visibility("hidden"))) float hypotf(float x, float y) {
    if (isinf(x) || isinf(y)) return INFINITY;
    return (float)sqrt((double)x * x + (double)y * y);
}
