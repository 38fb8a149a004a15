#ifndef EKOFLOW_CLINUX_SHIM_H
#define EKOFLOW_CLINUX_SHIM_H

#include <sys/prctl.h>

/* Swift cannot call C functions with variable arguments. */

static inline int ekoflow_set_dumpable(int value) {
    return prctl(PR_SET_DUMPABLE, value, 0, 0, 0);
}

#endif
