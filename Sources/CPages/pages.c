#include "CPages.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// As an array literal of Swift, these bytes cost 14 s of each release build.
static const unsigned char reportBytes[] = {
#embed "report.html"
};

static const unsigned char sandboxBytes[] = {
#embed "sandbox.html"
};

const struct Page reportPage = {reportBytes, sizeof reportBytes};
const struct Page sandboxPage = {sandboxBytes, sizeof sandboxBytes};
