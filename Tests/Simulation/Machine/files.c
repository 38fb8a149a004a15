/* The functions of the C library that have to do with files. For paths below /sim, and only while a process of the world runs, they
   ask the world's disk. */
#include "machine.h"

#include <dirent.h>
#include <dlfcn.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/vfs.h>

#define REAL(RESULT, NAME, ...)                                                                                        \
    static RESULT (*real)(__VA_ARGS__);                                                                                \
    if (!real)                                                                                                         \
    *(void **)&real = dlsym(RTLD_NEXT, #NAME)

enum { FIRST_DESCRIPTOR = 1000000, MAXIMUM_FILES = 1024, UNNAMED = 020000000 };

enum file_kind { CLOSED, DISK, TEXT, PIPE_OUT, PIPE_IN };

struct pipe_buffer {
    unsigned char bytes[4096];
    size_t count;
};

struct file {
    enum file_kind kind;
    int flags;
    int64_t offset;
    struct process *process;
    struct inode *inode;
    struct pipe_buffer *pipe;
    char text[256]; /* of a file of /proc */
};

static struct file files[MAXIMUM_FILES];
static int file_count;

static struct folder_list {
    char path[256];
    int index, is_open;
    struct dirent entry;
} folders[16];

void files_begin(void) {
    memset(files, 0, sizeof *files * (size_t)file_count);
    file_count = 0;
    memset(folders, 0, sizeof folders);
}

static int fail(int error) {
    errno = error;
    return -1;
}

/* ---- Paths ---- */

/* The path on the world's disk; 0 if it is elsewhere. */
static int on_disk(const char *path, char result[256]) {
    if (!current || !path)
        return 0;
    if (path[0] == '/' && (strncmp(path, "/sim", 4) != 0 || (path[4] != '/' && path[4])))
        return 0;
    char whole[512];
    if (path[0] == '/')
        snprintf(whole, sizeof whole, "%s", path);
    else
        snprintf(whole, sizeof whole, "/sim/w/%s", path);
    size_t length = 0;
    result[0] = 0;
    for (const char *part = whole; *part;) {
        while (*part == '/')
            part++;
        size_t size = strcspn(part, "/");
        if (size == 0)
            break;
        if (size == 2 && part[0] == '.' && part[1] == '.') {
            while (length && result[--length] != '/') {}
        } else if (size != 1 || part[0] != '.') {
            if (length + size + 2 > 256)
                return 0;
            result[length++] = '/';
            memcpy(result + length, part, size);
            length += size;
        }
        result[length] = 0;
        part += size;
    }
    return length > 0;
}

static int has_folder(const char *path) {
    char folder[256];
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = 0;
    struct inode *inode = disk_find(folder);
    return inode && inode->is_folder;
}

static const char *shown(const struct inode *inode) { return inode->name[0] ? inode->name : "a file without a name"; }

/* ---- Descriptors ---- */

static struct file *opened(int descriptor) {
    if (descriptor < FIRST_DESCRIPTOR || descriptor >= FIRST_DESCRIPTOR + file_count)
        return 0;
    struct file *file = &files[descriptor - FIRST_DESCRIPTOR];
    return file->kind == CLOSED ? 0 : file;
}

static int is_descriptor(int descriptor) { return descriptor >= FIRST_DESCRIPTOR; }

static int new_descriptor(struct file file) {
    int index = 0;
    while (index < file_count && files[index].kind != CLOSED)
        index++;
    if (index == MAXIMUM_FILES)
        machine_fault("too many open files");
    if (index == file_count)
        file_count++;
    file.process = current;
    files[index] = file;
    if (file.inode)
        file.inode->opens++;
    return FIRST_DESCRIPTOR + index;
}

static void remove_locks(struct lock *locks, int *count, const void *owner) {
    for (int index = 0; index < *count;)
        if (locks[index].owner == owner)
            locks[index] = locks[--*count];
        else
            index++;
}

static void close_file(struct file *file) {
    if (file->kind == DISK) {
        /* As POSIX says: the locks of the process end with any descriptor of the file. */
        remove_locks(file->inode->locks, &file->inode->lock_count, file->process);
        remove_locks(file->inode->locks, &file->inode->lock_count, file);
        remove_locks(file->inode->whole_locks, &file->inode->whole_count, file);
        disk_release(file->inode);
    }
    if (file->kind == PIPE_OUT)
        free(file->pipe);
    file->kind = CLOSED;
    file->inode = 0;
}

void files_close_all_of(struct process *process) {
    for (int index = 0; index < file_count; index++)
        if (files[index].kind != CLOSED && files[index].process == process)
            close_file(&files[index]);
}

/* ---- Opening ---- */

static int open_text(const char *text) {
    struct file file = {.kind = TEXT};
    snprintf(file.text, sizeof file.text, "%s", text);
    return new_descriptor(file);
}

/* What the kernel says of processes. 0 if the path is another one. */
static int open_kernel(const char *path) {
    int pid, length = 0;
    if (strcmp(path, "/proc/sys/kernel/random/boot_id") == 0)
        return open_text(boot_id());
    if (strcmp(path, "/dev/urandom") == 0)
        return new_descriptor((struct file){.kind = TEXT, .flags = -1});
    if (sscanf(path, "/proc/%d/stat%n", &pid, &length) == 1 && length && !path[length]) {
        struct process *process = process_of_pid(pid, current->container);
        if (!process)
            return fail(ENOENT);
        char text[256];
        snprintf(text, sizeof text, "%d (ekoflow) %c 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 4 0 %llu 0\n", pid,
                 process->stopped_until > now ? 'T' : 'S', (unsigned long long)process->started);
        return open_text(text);
    }
    return 0;
}

static int open_on_disk(const char *path, int flags, int mode) {
    int error = call_point("open", path);
    if (error)
        return fail(error);
    struct inode *inode = disk_find(path);
    if ((flags & UNNAMED) == UNNAMED) {
        if (!inode || !inode->is_folder)
            return fail(ENOENT);
        if (!disk_allows_unnamed())
            return fail(EOPNOTSUPP);
        return new_descriptor((struct file){.kind = DISK, .flags = flags, .inode = disk_new(S_IFREG | mode, 0)});
    }
    if (inode && (flags & O_CREAT) && (flags & O_EXCL))
        return fail(EEXIST);
    if (!inode) {
        if (!(flags & O_CREAT) || !has_folder(path))
            return fail(ENOENT);
        inode = disk_new(S_IFREG | (mode & 0755), 0);
        disk_link(path, inode);
    }
    if ((flags & O_DIRECTORY) && !inode->is_folder)
        return fail(ENOTDIR);
    if (inode->is_folder && (flags & O_ACCMODE) != O_RDONLY)
        return fail(EISDIR);
    if (flags & O_TRUNC)
        disk_truncate(inode, 0);
    return new_descriptor((struct file){.kind = DISK, .flags = flags, .inode = inode});
}

int open(const char *path, int flags, ...) {
    int mode = 0;
    if (flags & (O_CREAT | UNNAMED)) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, int);
        va_end(arguments);
    }
    char place[256];
    if (on_disk(path, place))
        return open_on_disk(place, flags, mode);
    if (current && path[0] == '/') {
        int descriptor = open_kernel(path);
        if (descriptor)
            return descriptor;
    }
    REAL(int, open, const char *, int, ...);
    return real(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    int mode = 0;
    if (flags & (O_CREAT | UNNAMED)) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, int);
        va_end(arguments);
    }
    return open(path, flags, mode);
}

int mkstemp(char *template) {
    char place[256];
    REAL(int, mkstemp, char *);
    if (!on_disk(template, place))
        return real(template);
    char *end = template + strlen(template) - 6;
    for (int number = 0;; number++) {
        snprintf(end, 7, "%06d", number);
        on_disk(template, place);
        if (!disk_find(place))
            return open_on_disk(place, O_RDWR | O_CREAT | O_EXCL, 0600);
    }
}

int close(int descriptor) {
    REAL(int, close, int);
    struct file *file = opened(descriptor);
    if (!file)
        return is_descriptor(descriptor) ? fail(EBADF) : real(descriptor);
    close_file(file);
    return 0;
}

/* ---- Reading and writing ---- */

static ssize_t read_at(struct file *file, void *bytes, size_t count, int64_t offset) {
    if (file->kind == TEXT && file->flags == -1) {
        random_fill(bytes, count);
        return (ssize_t)count;
    }
    const void *content = file->kind == TEXT ? (const void *)file->text : file->inode->bytes;
    size_t size = file->kind == TEXT ? strlen(file->text) : file->inode->size;
    if (file->kind == DISK && file->inode->is_folder)
        return fail(EISDIR);
    if ((size_t)offset >= size)
        return 0;
    size_t part = size - (size_t)offset < count ? size - (size_t)offset : count;
    memcpy(bytes, (const char *)content + offset, part);
    return (ssize_t)part;
}

static ssize_t read_pipe(struct file *file, void *bytes, size_t count) {
    struct pipe_buffer *pipe = file->pipe;
    while (!pipe->count) {
        if (file->flags & O_NONBLOCK)
            return fail(EAGAIN);
        block(pipe, 0);
    }
    size_t part = pipe->count < count ? pipe->count : count;
    memcpy(bytes, pipe->bytes, part);
    memmove(pipe->bytes, pipe->bytes + part, pipe->count -= part);
    return (ssize_t)part;
}

ssize_t read(int descriptor, void *bytes, size_t count) {
    REAL(ssize_t, read, int, void *, size_t);
    struct file *file = opened(descriptor);
    if (!file)
        return is_descriptor(descriptor) ? fail(EBADF) : real(descriptor, bytes, count);
    if (file->kind == PIPE_OUT)
        return read_pipe(file, bytes, count);
    if (file->kind == DISK) {
        int error = call_point("read", shown(file->inode));
        if (error)
            return fail(error);
    }
    ssize_t result = read_at(file, bytes, count, file->offset);
    if (result > 0)
        file->offset += result;
    return result;
}

ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
    REAL(ssize_t, pread, int, void *, size_t, off_t);
    struct file *file = opened(descriptor);
    if (!file)
        return is_descriptor(descriptor) ? fail(EBADF) : real(descriptor, bytes, count, offset);
    int error = call_point("pread", shown(file->inode));
    return error ? fail(error) : read_at(file, bytes, count, offset);
}

ssize_t pread64(int descriptor, void *bytes, size_t count, off_t offset) {
    return pread(descriptor, bytes, count, offset);
}

static ssize_t write_at(struct file *file, const void *bytes, size_t count, int64_t offset, const char *name) {
    struct inode *inode = file->inode;
    int error = call_point(name, shown(inode));
    /* A full disk has room for a part. */
    if (error && sim_chance(50) && count > 1)
        disk_write(inode, offset, bytes, sim_below(count));
    if (error)
        return fail(error);
    if (is_cut_in_call()) {
        disk_write(inode, offset, bytes, sim_below(count + 1));
        end_in_call();
    }
    trace_bytes(bytes, count);
    sim_look_for_canary(shown(inode), bytes, count);
    disk_write(inode, offset, bytes, count);
    return (ssize_t)count;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    REAL(ssize_t, write, int, const void *, size_t);
    struct file *file = opened(descriptor);
    if (!file)
        return is_descriptor(descriptor) ? fail(EBADF) : real(descriptor, bytes, count);
    if (file->kind == PIPE_IN) {
        struct pipe_buffer *pipe = file->pipe;
        if (count > sizeof pipe->bytes - pipe->count)
            return fail(EAGAIN);
        memcpy(pipe->bytes + pipe->count, bytes, count);
        pipe->count += count;
        wake(pipe);
        return (ssize_t)count;
    }
    if (file->flags & O_APPEND)
        file->offset = (int64_t)file->inode->size;
    ssize_t result = write_at(file, bytes, count, file->offset, "write");
    if (result > 0)
        file->offset += result;
    return result;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    struct file *file = opened(descriptor);
    if (!file)
        return is_descriptor(descriptor) ? fail(EBADF) : real(descriptor, bytes, count, offset);
    return write_at(file, bytes, count, offset, "pwrite");
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset) {
    return pwrite(descriptor, bytes, count, offset);
}

off_t lseek(int descriptor, off_t offset, int from) {
    REAL(off_t, lseek, int, off_t, int);
    struct file *file = opened(descriptor);
    if (!file)
        return is_descriptor(descriptor) ? fail(EBADF) : real(descriptor, offset, from);
    int64_t base = from == SEEK_SET ? 0 : from == SEEK_CUR ? file->offset : (int64_t)file->inode->size;
    return file->offset = base + offset;
}

off_t lseek64(int descriptor, off_t offset, int from) { return lseek(descriptor, offset, from); }

int ftruncate(int descriptor, off_t size) {
    REAL(int, ftruncate, int, off_t);
    struct file *file = opened(descriptor);
    if (!file)
        return is_descriptor(descriptor) ? fail(EBADF) : real(descriptor, size);
    int error = call_point("ftruncate", shown(file->inode));
    if (error)
        return fail(error);
    disk_truncate(file->inode, (size_t)size);
    return 0;
}

int ftruncate64(int descriptor, off_t size) { return ftruncate(descriptor, size); }

static int sync_file(struct file *file, const char *name) {
    int error = call_point(name, shown(file->inode));
    if (error)
        return fail(error);
    /* It takes its time, and only then is anything on the disk. */
    if (running)
        block(file, now + 20000 + sim_below(sim_chance(10) ? 30000000 : 300000));
    disk_sync(file->inode);
    return 0;
}

int fsync(int descriptor) {
    REAL(int, fsync, int);
    struct file *file = opened(descriptor);
    return file ? sync_file(file, "fsync") : is_descriptor(descriptor) ? fail(EBADF) : real(descriptor);
}

int fdatasync(int descriptor) {
    REAL(int, fdatasync, int);
    struct file *file = opened(descriptor);
    return file ? sync_file(file, "fdatasync") : is_descriptor(descriptor) ? fail(EBADF) : real(descriptor);
}

/* ---- What files are ---- */

static void describe(const struct inode *inode, struct stat *status) {
    memset(status, 0, sizeof *status);
    status->st_dev = 64;
    status->st_ino = (ino_t)inode->number;
    status->st_mode = (mode_t)inode->mode;
    status->st_nlink = (nlink_t)inode->links;
    status->st_uid = geteuid();
    status->st_size = (off_t)inode->size;
    status->st_blksize = 4096;
}

static int stat_path(const char *path, struct stat *status) {
    int error = call_point("stat", path);
    struct inode *inode = disk_find(path);
    if (error || !inode)
        return fail(error ? error : ENOENT);
    describe(inode, status);
    return 0;
}

static int stat_file(struct file *file, struct stat *status) {
    if (file->kind != DISK)
        machine_fault("fstat of what is no file");
    int error = call_point("fstat", shown(file->inode));
    if (error)
        return fail(error);
    describe(file->inode, status);
    return 0;
}

int stat(const char *restrict path, struct stat *restrict status) {
    char place[256];
    REAL(int, stat, const char *, struct stat *);
    return on_disk(path, place) ? stat_path(place, status) : real(path, status);
}

int lstat(const char *restrict path, struct stat *restrict status) {
    char place[256];
    REAL(int, lstat, const char *, struct stat *);
    return on_disk(path, place) ? stat_path(place, status) : real(path, status);
}

int fstat(int descriptor, struct stat *status) {
    REAL(int, fstat, int, struct stat *);
    struct file *file = opened(descriptor);
    return file ? stat_file(file, status) : is_descriptor(descriptor) ? fail(EBADF) : real(descriptor, status);
}

/* SQLite keeps what it knows of a file for all connections of a process, by the number of the file's device. Here, each process
   of the world has a number of its own. */
static int as_database(int result, struct stat *status) {
    if (result == 0 && current)
        status->st_dev = 1000 + current->device;
    return result;
}

int stat64(const char *restrict path, struct stat64 *restrict status) {
    char place[256];
    REAL(int, stat64, const char *, struct stat64 *);
    struct stat *same = (struct stat *)status;
    return on_disk(path, place) ? as_database(stat_path(place, same), same) : real(path, status);
}

int lstat64(const char *restrict path, struct stat64 *restrict status) { return stat64(path, status); }

int fstat64(int descriptor, struct stat64 *status) {
    REAL(int, fstat64, int, struct stat64 *);
    struct file *file = opened(descriptor);
    struct stat *same = (struct stat *)status;
    return file ? as_database(stat_file(file, same), same) : real(descriptor, status);
}

int access(const char *path, int mode) {
    char place[256];
    REAL(int, access, const char *, int);
    if (!on_disk(path, place))
        return real(path, mode);
    return disk_find(place) ? 0 : fail(ENOENT);
}

char *realpath(const char *restrict path, char *restrict resolved) {
    char place[256];
    REAL(char *, realpath, const char *, char *);
    if (!on_disk(path, place))
        return real(path, resolved);
    if (!disk_find(place)) {
        errno = ENOENT;
        return 0;
    }
    return resolved ? strcpy(resolved, place) : strdup(place);
}

char *getcwd(char *buffer, size_t size) {
    REAL(char *, getcwd, char *, size_t);
    if (!current)
        return real(buffer, size);
    if (!buffer)
        return strdup("/sim/w");
    snprintf(buffer, size, "/sim/w");
    return buffer;
}

ssize_t readlink(const char *restrict path, char *restrict buffer, size_t size) {
    char place[256];
    REAL(ssize_t, readlink, const char *, char *, size_t);
    if (on_disk(path, place))
        return fail(EINVAL);
    if (!current || strcmp(path, "/proc/self/ns/pid") != 0)
        return real(path, buffer, size);
    char text[64];
    int count = snprintf(text, sizeof text, "pid:[%ld]", 4026530000 + current->container);
    memcpy(buffer, text, (size_t)count);
    return count;
}

int statfs(const char *path, struct statfs *status) {
    char place[256];
    REAL(int, statfs, const char *, struct statfs *);
    if (!on_disk(path, place))
        return real(path, status);
    memset(status, 0, sizeof *status);
    status->f_type = 0xEF53;
    return 0;
}

int chmod(const char *path, mode_t mode) {
    char place[256];
    REAL(int, chmod, const char *, mode_t);
    if (!on_disk(path, place))
        return real(path, mode);
    struct inode *inode = disk_find(place);
    if (!inode)
        return fail(ENOENT);
    inode->mode = (inode->mode & S_IFMT) | (int)(mode & 0777);
    return 0;
}

int fchmod(int descriptor, mode_t mode) {
    REAL(int, fchmod, int, mode_t);
    struct file *file = opened(descriptor);
    if (!file)
        return real(descriptor, mode);
    int error = call_point("fchmod", shown(file->inode));
    if (error)
        return fail(error);
    file->inode->mode = (file->inode->mode & S_IFMT) | (int)(mode & 0777);
    return 0;
}

int fchown(int descriptor, uid_t user, gid_t group) {
    REAL(int, fchown, int, uid_t, gid_t);
    return opened(descriptor) ? 0 : real(descriptor, user, group);
}

/* ---- Names ---- */

int unlink(const char *path) {
    char place[256];
    REAL(int, unlink, const char *);
    if (!on_disk(path, place))
        return real(path);
    int error = call_point("unlink", place);
    error = error ? error : disk_unlink(place);
    return error ? fail(error) : 0;
}

int rename(const char *from, const char *to) {
    char place[256], target[256];
    REAL(int, rename, const char *, const char *);
    if (!on_disk(from, place) || !on_disk(to, target))
        return real(from, to);
    int error = call_point("rename", target);
    error = error ? error : disk_rename(place, target);
    return error ? fail(error) : 0;
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    char place[256];
    int descriptor;
    REAL(int, linkat, int, const char *, int, const char *, int);
    if (!on_disk(to, place) || sscanf(from, "/proc/self/fd/%d", &descriptor) != 1 || !opened(descriptor))
        return real(from_folder, from, to_folder, to, flags);
    int error = call_point("linkat", place);
    if (error || disk_find(place))
        return fail(error ? error : EEXIST);
    disk_link(place, opened(descriptor)->inode);
    return 0;
}

static int make(const char *path, int mode, int is_folder) {
    int error = call_point(is_folder ? "mkdir" : "mknod", path);
    if (error || disk_find(path))
        return fail(error ? error : EEXIST);
    if (!has_folder(path))
        return fail(ENOENT);
    disk_link(path, disk_new(mode, is_folder));
    return 0;
}

int mkdir(const char *path, mode_t mode) {
    char place[256];
    REAL(int, mkdir, const char *, mode_t);
    return on_disk(path, place) ? make(place, S_IFDIR | (int)(mode & 0755), 1) : real(path, mode);
}

int mknod(const char *path, mode_t mode, dev_t device) {
    char place[256];
    REAL(int, mknod, const char *, mode_t, dev_t);
    return on_disk(path, place) ? make(place, (int)mode, 0) : real(path, mode, device);
}

DIR *opendir(const char *path) {
    char place[256];
    REAL(DIR *, opendir, const char *);
    if (!on_disk(path, place))
        return real(path);
    struct inode *inode = disk_find(place);
    if (call_point("opendir", place) || !inode || !inode->is_folder) {
        errno = ENOENT;
        return 0;
    }
    for (size_t index = 0; index < sizeof folders / sizeof *folders; index++) {
        if (folders[index].is_open)
            continue;
        folders[index] = (struct folder_list){.is_open = 1};
        snprintf(folders[index].path, sizeof folders[index].path, "%s", place);
        return (DIR *)&folders[index];
    }
    machine_fault("too many open folders");
}

static struct folder_list *listed(DIR *folder) {
    struct folder_list *list = (struct folder_list *)folder;
    return list >= folders && list < folders + sizeof folders / sizeof *folders ? list : 0;
}

struct dirent *readdir(DIR *folder) {
    REAL(struct dirent *, readdir, DIR *);
    struct folder_list *list = listed(folder);
    if (!list)
        return real(folder);
    return disk_child(list->path, list->index++, list->entry.d_name) ? &list->entry : 0;
}

struct dirent64 *readdir64(DIR *folder) { return (struct dirent64 *)readdir(folder); }

int closedir(DIR *folder) {
    REAL(int, closedir, DIR *);
    struct folder_list *list = listed(folder);
    if (!list)
        return real(folder);
    list->is_open = 0;
    return 0;
}

/* ---- Locks ---- */

/* A lock that is in the way; null if there is none. */
static const struct lock *conflict(const struct inode *inode, const struct lock *wanted) {
    for (int index = 0; index < inode->lock_count; index++) {
        const struct lock *lock = &inode->locks[index];
        if (lock->owner != wanted->owner && lock->start < wanted->end && wanted->start < lock->end &&
            (lock->is_write || wanted->is_write))
            return lock;
    }
    return 0;
}

static void add_lock(struct inode *inode, struct lock lock) {
    if (inode->lock_count == inode->lock_capacity) {
        inode->lock_capacity = 2 * inode->lock_capacity + 8;
        inode->locks = realloc(inode->locks, sizeof *inode->locks * (size_t)inode->lock_capacity);
    }
    inode->locks[inode->lock_count++] = lock;
}

static void unlock(struct inode *inode, const struct lock *range) {
    int count = inode->lock_count;
    for (int index = 0; index < count; index++) {
        struct lock lock = inode->locks[index];
        if (lock.owner != range->owner || lock.start >= range->end || range->start >= lock.end)
            continue;
        inode->locks[index].end = inode->locks[index].start;
        struct lock before = lock, after = lock;
        before.end = range->start;
        after.start = range->end;
        if (before.start < before.end)
            add_lock(inode, before);
        if (after.start < after.end)
            add_lock(inode, after);
    }
    for (int index = 0; index < inode->lock_count;)
        if (inode->locks[index].start == inode->locks[index].end)
            inode->locks[index] = inode->locks[--inode->lock_count];
        else
            index++;
}

static int set_lock(struct file *file, int command, struct flock *wanted) {
    int is_open_file = command == F_OFD_SETLK;
    struct lock lock = {wanted->l_start, wanted->l_len ? wanted->l_start + wanted->l_len : INT64_MAX,
                        wanted->l_type == F_WRLCK, is_open_file ? (const void *)file : (const void *)file->process};
    int error = call_point("lock", shown(file->inode));
    if (error)
        return fail(error);
    if (command == F_GETLK) {
        const struct lock *other = conflict(file->inode, &lock);
        wanted->l_type = !other ? F_UNLCK : other->is_write ? F_WRLCK : F_RDLCK;
        return 0;
    }
    if (wanted->l_type != F_UNLCK && conflict(file->inode, &lock))
        return fail(EAGAIN);
    unlock(file->inode, &lock);
    if (wanted->l_type != F_UNLCK)
        add_lock(file->inode, lock);
    return 0;
}

static int control(int descriptor, int command, void *argument) {
    REAL(int, fcntl64, int, int, ...);
    struct file *file = opened(descriptor);
    if (!file)
        return is_descriptor(descriptor) ? fail(EBADF) : real(descriptor, command, argument);
    switch (command) {
    case F_SETLK:
    case F_GETLK:
    case F_OFD_SETLK: return set_lock(file, command, argument);
    case F_SETFL: file->flags = (int)(intptr_t)argument; return 0;
    case F_GETFL: return file->flags;
    default: return 0;
    }
}

int fcntl(int descriptor, int command, ...) {
    va_list arguments;
    va_start(arguments, command);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return control(descriptor, command, argument);
}

int fcntl64(int descriptor, int command, ...) {
    va_list arguments;
    va_start(arguments, command);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return control(descriptor, command, argument);
}

int flock(int descriptor, int operation) {
    REAL(int, flock, int, int);
    struct file *file = opened(descriptor);
    if (!file)
        return is_descriptor(descriptor) ? fail(EBADF) : real(descriptor, operation);
    int error = call_point("flock", shown(file->inode));
    if (error)
        return fail(error);
    struct inode *inode = file->inode;
    int is_exclusive = operation & LOCK_EX;
    for (int index = 0; index < inode->whole_count; index++)
        if (inode->whole_locks[index].owner != file && (is_exclusive || inode->whole_locks[index].is_write))
            return fail(EWOULDBLOCK);
    remove_locks(inode->whole_locks, &inode->whole_count, file);
    if (operation & LOCK_UN)
        return 0;
    if (inode->whole_count == inode->whole_capacity) {
        inode->whole_capacity = 2 * inode->whole_capacity + 4;
        inode->whole_locks =
            realloc(inode->whole_locks, sizeof *inode->whole_locks * (size_t)inode->whole_capacity);
    }
    inode->whole_locks[inode->whole_count++] = (struct lock){0, INT64_MAX, is_exclusive != 0, file};
    return 0;
}

/* ---- Memory ---- */

void *mmap64(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
    REAL(void *, mmap64, void *, size_t, int, int, int, off_t);
    struct file *file = opened(descriptor);
    if (!file)
        return real(address, length, protection, flags, descriptor, offset);
    disk_pin(file->inode, (size_t)offset + length);
    if ((size_t)offset + length > file->inode->capacity)
        machine_fault("%s is mapped and grows", shown(file->inode));
    return file->inode->bytes + offset;
}

int munmap(void *address, size_t length) {
    REAL(int, munmap, void *, size_t);
    return disk_is_pinned(address) ? 0 : real(address, length);
}

/* ---- Pipes ---- */

int pipe(int ends[2]) {
    REAL(int, pipe, int *);
    if (!current)
        return real(ends);
    struct pipe_buffer *buffer = calloc(1, sizeof *buffer);
    ends[0] = new_descriptor((struct file){.kind = PIPE_OUT, .pipe = buffer});
    ends[1] = new_descriptor((struct file){.kind = PIPE_IN, .pipe = buffer});
    current->last_pipe = ends[1];
    return 0;
}

int poll(struct pollfd *wanted, nfds_t count, int milliseconds) {
    REAL(int, poll, struct pollfd *, nfds_t, int);
    struct file *file = count == 1 ? opened(wanted->fd) : 0;
    if (!file)
        return real(wanted, count, milliseconds);
    wanted->revents = 0;
    /* Who does not wait at all lets time pass all the same, or a thread that only looks would run for ever. */
    if (!file->pipe->count)
        block(file->pipe, milliseconds < 0 ? 0 : now + (uint64_t)milliseconds * 1000000 + 1000);
    if (!file->pipe->count)
        return 0;
    wanted->revents = POLLIN;
    return 1;
}

void sim_signal(int id, int number) {
    struct process *process = &processes[id - 1];
    if (process->state != SIM_RUNS || !process->is_watching)
        return;
    struct file *file = opened(process->last_pipe);
    if (!file || file->kind != PIPE_IN || file->pipe->count == sizeof file->pipe->bytes)
        return;
    trace("signal %d to process %d", number, id);
    file->pipe->bytes[file->pipe->count++] = (unsigned char)number;
    wake(file->pipe);
}

/* ---- Secrets ---- */

static char canary[64];
static char canary_place[300];

void sim_set_canary(const char *text) {
    snprintf(canary, sizeof canary, "%s", text);
    canary_place[0] = 0;
}

const char *sim_canary_place(void) { return canary_place[0] ? canary_place : 0; }

void sim_look_for_canary(const char *place, const void *bytes, size_t count) {
    if (canary[0] && !canary_place[0] && memmem(bytes, count, canary, strlen(canary)))
        snprintf(canary_place, sizeof canary_place, "%s", place);
}
