/* The limit that many jobs are measured against: libcurl's multi interface with so many transfers under way, each of the same
   signed request. Usage: curl_multi URL COUNT PARALLEL */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

static size_t discard(char *data, size_t size, size_t count, void *context) {
    (void)data;
    (void)context;
    return size * count;
}

static const char body[] =
    "{\"initiator_id\":\"9962981729\",\"client_ref_id\":\"MWTNCY7GF3QI4119N1YQ\",\"csp_id\":\"9002336768\","
    "\"mobile\":\"9002336768\"}";

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    int left = atoi(argv[2]), parallel = atoi(argv[3]), failures = 0, running = 0;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    struct curl_slist *headers = NULL;
    headers = curl_slist_append(headers, "developer_key: benchmark-developer-key");
    headers = curl_slist_append(headers, "secret-key: u30ak/iOGwKCaspqCeiYng8fd98QDx7kF3DBBOadQHk=");
    headers = curl_slist_append(headers, "secret-key-timestamp: 1700000000000");
    headers = curl_slist_append(headers, "content-type: application/json");
    for (int i = 0; i < parallel && left > 0; i++, left--) {
        CURL *handle = curl_easy_init();
        curl_easy_setopt(handle, CURLOPT_URL, argv[1]);
        curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
        curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, discard);
        curl_multi_add_handle(multi, handle);
    }
    do {
        curl_multi_perform(multi, &running);
        CURLMsg *message;
        int queued;
        while ((message = curl_multi_info_read(multi, &queued))) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL *handle = message->easy_handle;
            long status = 0;
            curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
            if (message->data.result != CURLE_OK || status != 200) failures++;
            curl_multi_remove_handle(multi, handle);
            if (left-- > 0) {
                curl_multi_add_handle(multi, handle);
                running++;
            } else {
                curl_easy_cleanup(handle);
            }
        }
        if (running) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    } while (running || left > 0);
    curl_slist_free_all(headers);
    curl_multi_cleanup(multi);
    curl_global_cleanup();
    return failures == 0 ? 0 : 1;
}
