#include "CPages.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// As an array literal of Swift, these bytes cost 14 s of each release build.
static const unsigned char report[] = {
#embed "report.html"
};

static const unsigned char sandbox[] = {
#embed "sandbox.html"
};

const struct ekoflow_page ekoflow_report_page = {report, sizeof report};
const struct ekoflow_page ekoflow_sandbox_page = {sandbox, sizeof sandbox};
