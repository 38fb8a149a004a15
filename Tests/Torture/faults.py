"""Which faults each kind of call can have. To be imported."""
import dataclasses
import errno
import os

SHORT, CLOSED, DIE, LATER = -1, -2, -3, -4
SPECIAL = {SHORT: "short", CLOSED: "closed", DIE: "killed", LATER: "later"}
# The result codes of libcurl and SQLite.
CURLE_FAILED_INIT, CURLE_OUT_OF_MEMORY, CURLM_OUT_OF_MEMORY, CURLM_INTERNAL_ERROR = 2, 27, 3, 4
BUSY, NOMEM, IOERR, CORRUPT, FULL = 5, 7, 10, 11, 13

# By the name of the call, or by the name and what it is about. What a `+` marks also fails in all later calls. What a
# `*` marks does so only from the first call on: each such trial waits as long as for another process, 20 or 45 s.
VALUES = {
    "open": "EACCES+ EMFILE ENOSPC+ EIO", "mkstemp": "ENOSPC", "opendir": "EACCES EMFILE", "readdir": "EIO",
    "read": "EIO+ EINTR short", "pread": "EIO+ short", "write": "ENOSPC+ EIO EINTR short", "pwrite": "ENOSPC+ EIO",
    "write/output": "ENOSPC+ EPIPE EINTR short", "write/errors": "EPIPE+ EINTR short",
    "fsync": "EIO+ ENOSPC", "ftruncate": "EIO+", "rename": "EACCES+ ENOSPC EIO", "link": "EPERM+ ENOSPC EEXIST",
    "unlink": "EACCES+ ENOENT", "mkdir": "EACCES+ ENOSPC", "mknod": "EACCES ENOSPC", "chmod": "EPERM+",
    # Without a right to look into a folder, no workflow in it could be read.
    "stat/folder": "EIO+ ESTALE", "stat": "EACCES EIO+", "statfs": "EIO", "access": "EACCES",
    "realpath": "EACCES+", "lseek": "EIO", "flock": "ENOLCK+ EWOULDBLOCK EINTR",
    "lock": "ENOLCK* EAGAIN EINTR", "fcntl": "EBADF", "mmap": "ENOMEM+",
    "pipe": "EMFILE+", "socket": "EMFILE+ ENOBUFS", "connect": "ECONNREFUSED+ ETIMEDOUT ENETUNREACH EINTR",
    "send": "ECONNRESET+ EPIPE ENOBUFS EINTR short", "recv": "ECONNRESET+ ETIMEDOUT EINTR closed short",
    "read/sandbox": "ECONNRESET EINTR", "write/sandbox": "ECONNRESET EPIPE",
    # A pipe in this process cannot fail otherwise.
    "read/pipe": "EINTR", "write/pipe": "EINTR",
    "poll": "EINTR ENOMEM", "getsockopt": "ENOBUFS", "setsockopt": "ENOBUFS+", "sockname": "ENOBUFS",
    "bind": "EADDRINUSE", "listen": "EADDRINUSE", "accept": "EMFILE ECONNABORTED", "epoll": "ENOSPC ENOMEM",
    "epoll_wait": "EINTR", "eventfd": "EMFILE", "getaddrinfo": "3",
    "thread": "EAGAIN+", "fork": "EAGAIN+ ENOMEM", "exec": "EACCES E2BIG", "pidfd": "EMFILE", "dlopen": "1+",
    "dlsym": "1", "getrandom": "EINTR ENOSYS+", "clock": "later+", "gethostname": "ENAMETOOLONG",
    # A ledger without memory is opened again and again, for 20 s.
    "malloc/sqlite": "ENOMEM*", "malloc/pq": "ENOMEM*", "malloc": "ENOMEM+",
    "curl_easy_getinfo": f"{CURLE_FAILED_INIT}+", "curl_easy_init": "1+",
    "curl_easy_setopt": f"{CURLE_OUT_OF_MEMORY}+", "curl_global_init": f"{CURLE_FAILED_INIT}",
    "curl_multi_init": "1+", "curl_multi_add_handle": f"{CURLM_OUT_OF_MEMORY}+ {CURLM_INTERNAL_ERROR}",
    "curl_multi_setopt": f"{CURLM_OUT_OF_MEMORY}",
    "curl_multi_socket_action": f"{CURLM_OUT_OF_MEMORY} {CURLM_INTERNAL_ERROR}",
    "curl_slist_append": "1+", "curl_body_callback": "1", "curl_prereq_callback": "1",
    "sqlite3_bind": f"{NOMEM}", "sqlite3_exec": f"{IOERR}+ {FULL} {BUSY}", "sqlite3_initialize": f"{NOMEM}+",
    "sqlite3_open": f"{NOMEM}", "sqlite3_prepare": f"{NOMEM} {CORRUPT}",
    "sqlite3_step": f"{IOERR}+ {FULL} {BUSY} {CORRUPT}",
    "PQconninfoParse": "1", "PQconndefaults": "1", "PQconnectStart": "1", "PQconnectPoll": "1", "PQconsumeInput": "1*",
    "PQflush": "1*", "PQsendPrepare": "1*", "PQsendQuery": "1*", "PQsendQueryPrepared": "1*", "PQsetnonblocking": "1",
}


@dataclasses.dataclass(frozen=True)
class Fault:
    """The `number`-th call of a kind fails with `value`, and all later ones too if it is lasting."""

    kind: str
    number: int
    value: int
    is_lasting: bool = False

    def __str__(self):
        return f"{self.kind}:{self.number}{'+' if self.is_lasting else ''}:{self.value}"

    @property
    def call(self):
        return self.kind.partition("/")[0]

    @property
    def words(self):
        """For people: `write/journal 3+ ENOSPC`."""
        named = self.call.startswith(("curl", "sqlite", "PQ", "dl", "getaddrinfo"))
        value = SPECIAL.get(self.value) or (str(self.value) if named else errno.errorcode[self.value])
        return f"{self.kind} {self.number}{'+' if self.is_lasting else ''} {value}"

    @property
    def reason(self):
        """What the system says of this fault; empty if it says nothing."""
        is_number = self.value > 0 and not self.call.startswith(("curl", "sqlite", "PQ", "dl", "getaddrinfo"))
        return os.strerror(self.value).lower() if is_number else ""


def parsed(text):
    """A fault as the shim reads it: `write/journal:3+:28`."""
    kind, number, value = text.split(":")
    return Fault(kind, int(number.rstrip("+")), int(value), number.endswith("+"))


def values_of(kind):
    """The values that a kind fails with, each with whether it also lasts: `+`, `*` or nothing."""
    for word in VALUES.get(kind, VALUES.get(kind.partition("/")[0], "")).split():
        name = word.rstrip("+*")
        special = {text: value for value, text in SPECIAL.items()}
        value = special.get(name) or (int(name) if name.isdigit() else getattr(errno, name))
        yield value, word.removeprefix(name)


def faults_of(counts, most=None):
    """All faults of a run that made so many calls of each kind. `most` bounds how many calls of a kind are tried.

    A bounded trial takes the first calls, the last ones, and others in between.
    """
    for kind, count in sorted(counts.items()):
        for number in chosen(count, most):
            for value, lasts in values_of(kind):
                yield Fault(kind, number, value)
                if (lasts == "+" and (number < count or count == 1)) or (lasts == "*" and number == 1):
                    yield Fault(kind, number, value, is_lasting=True)


def chosen(count, most):
    if most is None or count <= most:
        return range(1, count + 1)
    return sorted({1 + round(step * (count - 1) / max(1, most - 1)) for step in range(most)})
