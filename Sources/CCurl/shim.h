/* libcurl without its headers and without linking it: linked, it and the thirty libraries it brings
   cost every filter 7 ms of start-up, so the program opens it at first use (dlopen) and hands the
   functions' addresses to these helpers. curl_easy_setopt and curl_easy_getinfo are variadic, which
   Swift cannot call. The numbers are libcurl's stable ABI (https://curl.se/libcurl/abi.html,
   include/curl/curl.h). */
#ifndef CX_CURL_H
#define CX_CURL_H

#include <stddef.h>
#include <stdint.h>

enum {
  CX_CURL_GLOBAL_DEFAULT = 3,

  CX_CURLE_OK = 0,
  CX_CURLE_COULDNT_RESOLVE_HOST = 6,
  CX_CURLE_WRITE_ERROR = 23,
  CX_CURLE_OPERATION_TIMEDOUT = 28,
  CX_CURLE_ABORTED_BY_CALLBACK = 42,
  CX_CURLE_AGAIN = 81,
  CX_CURLE_PEER_FAILED_VERIFICATION = 60,
  CX_CURLE_SSL_CACERT_BADFILE = 77,
  CX_CURLE_USE_SSL_FAILED = 64,
  CX_CURLE_LOGIN_DENIED = 67,
  CX_CURLE_UNSUPPORTED_PROTOCOL = 1,
  CX_CURLE_URL_MALFORMAT = 3,

  CX_CURLOPT_WRITEDATA = 10001,
  CX_CURLOPT_URL = 10002,
  CX_CURLOPT_ERRORBUFFER = 10010,
  CX_CURLOPT_POSTFIELDS = 10015,
  CX_CURLOPT_CUSTOMREQUEST = 10036,
  CX_CURLOPT_COPYPOSTFIELDS = 10165,
  CX_CURLOPT_POSTFIELDSIZE = 60,
  CX_CURLOPT_OPENSOCKETFUNCTION = 20163,
  CX_CURLOPT_OPENSOCKETDATA = 10164,
  CX_CURLOPT_NOPROXY = 10177,
  CX_CURLOPT_WRITEFUNCTION = 20011,
  CX_CURLOPT_USERAGENT = 10018,
  CX_CURLOPT_LOW_SPEED_LIMIT = 19,
  CX_CURLOPT_LOW_SPEED_TIME = 20,
  CX_CURLOPT_HTTPHEADER = 10023,
  CX_CURLOPT_HTTPPROXYTUNNEL = 61,
  CX_CURLOPT_HTTP_VERSION = 84,
  CX_CURLOPT_CONNECT_ONLY = 141,
  CX_CURLOPT_HEADERDATA = 10029,
  CX_CURLOPT_NOPROGRESS = 43,
  CX_CURLOPT_NOBODY = 44,
  CX_CURLOPT_XFERINFODATA = 10057,
  CX_CURLOPT_CAINFO = 10065,
  CX_CURLOPT_CONNECTTIMEOUT_MS = 156,
  CX_CURLOPT_HEADERFUNCTION = 20079,
  CX_CURLOPT_NOSIGNAL = 99,
  CX_CURLOPT_ACCEPT_ENCODING = 10102,
  CX_CURLOPT_TIMEOUT_MS = 155,
  CX_CURLOPT_XFERINFOFUNCTION = 20219,
  CX_CURLOPT_PROTOCOLS_STR = 10318,
  CX_CURLOPT_UPLOAD = 46,
  CX_CURLOPT_USE_SSL = 119,
  CX_CURLOPT_READDATA = 10009,
  CX_CURLOPT_READFUNCTION = 20012,
  CX_CURLOPT_USERNAME = 10173,
  CX_CURLOPT_PASSWORD = 10174,
  CX_CURLOPT_MAIL_FROM = 10186,
  CX_CURLOPT_MAIL_RCPT = 10187,

  CX_CURLUSESSL_ALL = 3,

  CX_CURL_HTTP_VERSION_1_1 = 2,

  CX_CURLINFO_RESPONSE_CODE = 0x200002,
  CX_CURLINFO_ACTIVESOCKET = 0x50002C
};

/* Bytes of a body or one line of a header, and returns how many were taken; or memory for bytes to
   be sent, and returns how many there are. */
typedef size_t (*cx_curl_take)(char *bytes, size_t size, size_t count, void *context);
/* How far the transfer is; anything but zero ends it. */
typedef int (*cx_curl_progress)(
    void *context, int64_t total, int64_t now, int64_t upload_total, int64_t upload_now);

/* A resolved address, about to be connected to; struct curl_sockaddr, its sockaddr as bytes. */
struct cx_curl_address {
  int family;
  int type;
  int protocol;
  unsigned int length;
  unsigned char address[28];
};
/* Opens the socket for an address; -1 refuses it. */
typedef int (*cx_curl_open)(void *context, int purpose, struct cx_curl_address *address);

static inline int cx_curl_global_init(void *function, long flags) {
  return ((int (*)(long))function)(flags);
}
static inline void *cx_curl_easy_init(void *function) {
  return ((void *(*)(void))function)();
}
static inline void cx_curl_easy_reset(void *function, void *handle) {
  ((void (*)(void *))function)(handle);
}
static inline void cx_curl_easy_cleanup(void *function, void *handle) {
  ((void (*)(void *))function)(handle);
}
static inline int cx_curl_easy_perform(void *function, void *handle) {
  return ((int (*)(void *))function)(handle);
}
static inline int cx_curl_easy_recv(
    void *function, void *handle, void *memory, size_t size, size_t *received) {
  return ((int (*)(void *, void *, size_t, size_t *))function)(handle, memory, size, received);
}
static inline int cx_curl_easy_send(
    void *function, void *handle, const void *bytes, size_t size, size_t *sent) {
  return ((int (*)(void *, const void *, size_t, size_t *))function)(handle, bytes, size, sent);
}
static inline const char *cx_curl_easy_strerror(void *function, int code) {
  return ((const char *(*)(int))function)(code);
}
static inline void *cx_curl_slist_append(void *function, void *list, const char *text) {
  return ((void *(*)(void *, const char *))function)(list, text);
}
static inline void cx_curl_slist_free_all(void *function, void *list) {
  ((void (*)(void *))function)(list);
}

static inline int cx_curl_set_long(void *setopt, void *handle, int option, long value) {
  return ((int (*)(void *, int, ...))setopt)(handle, option, value);
}
static inline int cx_curl_set_text(void *setopt, void *handle, int option, const char *value) {
  return ((int (*)(void *, int, ...))setopt)(handle, option, value);
}
static inline int cx_curl_set_pointer(void *setopt, void *handle, int option, void *value) {
  return ((int (*)(void *, int, ...))setopt)(handle, option, value);
}
static inline int cx_curl_set_take(void *setopt, void *handle, int option, cx_curl_take value) {
  return ((int (*)(void *, int, ...))setopt)(handle, option, value);
}
static inline int cx_curl_set_progress(
    void *setopt, void *handle, int option, cx_curl_progress value) {
  return ((int (*)(void *, int, ...))setopt)(handle, option, value);
}
static inline int cx_curl_set_open(void *setopt, void *handle, int option, cx_curl_open value) {
  return ((int (*)(void *, int, ...))setopt)(handle, option, value);
}
static inline int cx_curl_get_long(void *getinfo, void *handle, int what, long *value) {
  return ((int (*)(void *, int, ...))getinfo)(handle, what, value);
}
static inline int cx_curl_get_socket(void *getinfo, void *handle, int what, int *value) {
  return ((int (*)(void *, int, ...))getinfo)(handle, what, value);
}

#endif
