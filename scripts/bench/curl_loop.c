/* The limit that the runner is measured against: one libcurl easy handle that sends the same requests one after another,
   and throws the responses away. Usage: curl_loop URL COUNT */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

static size_t discard(char *data, size_t size, size_t count, void *context) {
    (void)data;
    (void)context;
    return size * count;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    static const char body[] =
        "{\"initiator_id\":\"9962981729\",\"client_ref_id\":\"MWTNCY7GF3QI4119N1YQ\",\"csp_id\":\"9002336768\","
        "\"mobile\":\"9002336768\"}";
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURL *handle = curl_easy_init();
    struct curl_slist *headers = NULL;
    headers = curl_slist_append(headers, "developer_key: benchmark-developer-key");
    headers = curl_slist_append(headers, "secret-key: u30ak/iOGwKCaspqCeiYng8fd98QDx7kF3DBBOadQHk=");
    headers = curl_slist_append(headers, "secret-key-timestamp: 1700000000000");
    headers = curl_slist_append(headers, "content-type: application/json");
    curl_easy_setopt(handle, CURLOPT_URL, argv[1]);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, discard);
    int failures = 0;
    for (int i = atoi(argv[2]); i > 0; i--) {
        long status = 0;
        if (curl_easy_perform(handle) != CURLE_OK) failures++;
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
        if (status != 200) failures++;
    }
    curl_slist_free_all(headers);
    curl_easy_cleanup(handle);
    curl_global_cleanup();
    return failures == 0 ? 0 : 1;
}
