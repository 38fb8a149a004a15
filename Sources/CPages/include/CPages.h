#ifndef EKOFLOW_CPAGES_H
#define EKOFLOW_CPAGES_H

#include <stddef.h>

/// A page of HTML that is a part of the program, in UTF-8.
struct ekoflow_page {
    const unsigned char *bytes;
    size_t count;
};

/// The page of the HTML report, before anything is inserted.
extern const struct ekoflow_page ekoflow_report_page;

/// The page that shows the sandbox in a browser.
extern const struct ekoflow_page ekoflow_sandbox_page;

#endif
