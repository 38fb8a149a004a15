#pragma once

#include <stddef.h>

/// A page of HTML that is a part of the program, in UTF-8.
struct Page {
    const unsigned char *bytes;
    size_t count;
};

/// The page of the HTML report, before anything is inserted.
extern const struct Page reportPage;

/// The page that shows the sandbox in a browser.
extern const struct Page sandboxPage;
