#ifndef EKOFLOW_CLIBCURL_SHIM_H
#define EKOFLOW_CLIBCURL_SHIM_H

#include <curl/curl.h>

/* Swift cannot call C functions with variable arguments. Each of these fixes the type of the one that varies. */

static inline CURLcode ekoflow_setopt_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ekoflow_setopt_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ekoflow_setopt_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/* A copy of the bytes is kept. */
static inline CURLcode ekoflow_setopt_blob(CURL *handle, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob = { (void *)bytes, count, CURL_BLOB_COPY };
    return curl_easy_setopt(handle, option, &blob);
}

typedef size_t (*ekoflow_data_callback)(char *, size_t, size_t, void *);

static inline CURLcode ekoflow_setopt_data_callback(CURL *handle, CURLoption option, ekoflow_data_callback value) {
    return curl_easy_setopt(handle, option, value);
}

typedef int (*ekoflow_prereq_callback)(void *, char *, char *, int, int);

static inline CURLcode ekoflow_setopt_prereq_callback(CURL *handle, ekoflow_prereq_callback value) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}

static inline CURLcode ekoflow_getinfo_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ekoflow_getinfo_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ekoflow_getinfo_pointer(CURL *handle, CURLINFO info, char **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode ekoflow_multi_setopt_pointer(CURLM *multi, CURLMoption option, void *value) {
    return curl_multi_setopt(multi, option, value);
}

typedef int (*ekoflow_socket_callback)(CURL *, curl_socket_t, int, void *, void *);
typedef int (*ekoflow_timer_callback)(CURLM *, long, void *);

static inline CURLMcode ekoflow_multi_set_callbacks(
    CURLM *multi, ekoflow_socket_callback socket_callback, ekoflow_timer_callback timer_callback) {
    CURLMcode code = curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket_callback);
    return code == CURLM_OK ? curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer_callback) : code;
}

/* The result of a finished transfer sits in a union, which Swift sees as one anonymous field. */
static inline CURLcode ekoflow_message_result(const CURLMsg *message) {
    return message->data.result;
}

#endif
