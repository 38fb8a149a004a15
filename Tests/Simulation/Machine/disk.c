/* The disk: what processes see, and what would be left of it after a failure of power. */
#include "machine.h"

struct entry {
    char path[256];
    struct inode *inode;
};

enum name_kind { LINK, UNLINK, RENAME };

/* A change of the names that is not on the disk yet. */
struct name_operation {
    enum name_kind kind;
    char path[256], to[256];
    struct inode *inode;
};

enum { MAXIMUM_ENTRIES = 256, MAXIMUM_OPERATIONS = 1024 };

static struct entry entries[MAXIMUM_ENTRIES], durable[MAXIMUM_ENTRIES];
static int entry_count, durable_count;
static struct name_operation operations[MAXIMUM_OPERATIONS];
static int operation_count;
static struct inode **inodes;
static int inode_count, inode_capacity;
static int allows_unnamed, syncs_names, tears, reorders;

void disk_begin(void) {
    entry_count = durable_count = operation_count = inode_count = 0;
    allows_unnamed = sim_chance(80);
    syncs_names = sim_chance(50);
    tears = sim_chance(70);
    reorders = sim_chance(50);
}

void disk_end(void) {
    for (int index = 0; index < inode_count; index++) {
        struct inode *inode = inodes[index];
        for (int pending = 0; pending < inode->pending_count; pending++)
            free(inode->pending[pending].bytes);
        free(inode->pending);
        free(inode->bytes);
        free(inode->durable);
        free(inode->locks);
        free(inode->whole_locks);
        free(inode);
    }
    inode_count = 0;
}

int disk_allows_unnamed(void) { return allows_unnamed; }
void sim_allow_unnamed(int is_allowed) { allows_unnamed = is_allowed; }

static struct entry *find_in(struct entry *list, int count, const char *path) {
    for (int index = 0; index < count; index++)
        if (strcmp(list[index].path, path) == 0)
            return &list[index];
    return 0;
}

struct inode *disk_find(const char *path) {
    struct entry *entry = find_in(entries, entry_count, path);
    return entry ? entry->inode : 0;
}

struct inode *disk_new(int mode, int is_folder) {
    struct inode *inode = calloc(1, sizeof *inode);
    if (inode_count == inode_capacity) {
        inode_capacity = 2 * inode_capacity + 64;
        inodes = realloc(inodes, sizeof *inodes * (size_t)inode_capacity);
    }
    inodes[inode_count++] = inode;
    inode->number = inode_count;
    inode->mode = mode;
    inode->is_folder = is_folder;
    return inode;
}

/* ---- Names ---- */

static void add(struct entry *list, int *count, const char *path, struct inode *inode) {
    struct entry *entry = find_in(list, *count, path);
    if (!entry) {
        if (*count == MAXIMUM_ENTRIES)
            machine_fault("too many files");
        entry = &list[(*count)++];
        snprintf(entry->path, sizeof entry->path, "%s", path);
    }
    entry->inode = inode;
}

static struct inode *take(struct entry *list, int *count, const char *path) {
    struct entry *entry = find_in(list, *count, path);
    if (!entry)
        return 0;
    struct inode *inode = entry->inode;
    *entry = list[--*count];
    return inode;
}

static void apply(const struct name_operation *operation) {
    struct inode *inode;
    switch (operation->kind) {
    case LINK: add(durable, &durable_count, operation->path, operation->inode); break;
    case UNLINK: take(durable, &durable_count, operation->path); break;
    case RENAME:
        inode = take(durable, &durable_count, operation->path);
        add(durable, &durable_count, operation->to, inode ? inode : operation->inode);
        break;
    }
}

static void sync_names(int count) {
    for (int index = 0; index < count; index++)
        apply(&operations[index]);
    memmove(operations, operations + count, sizeof *operations * (size_t)(operation_count - count));
    operation_count -= count;
}

static void record(enum name_kind kind, const char *path, const char *to, struct inode *inode) {
    /* A journal that is full is written. */
    if (operation_count == MAXIMUM_OPERATIONS)
        sync_names(MAXIMUM_OPERATIONS / 2);
    struct name_operation *operation = &operations[operation_count++];
    operation->kind = kind;
    operation->inode = inode;
    snprintf(operation->path, sizeof operation->path, "%s", path);
    snprintf(operation->to, sizeof operation->to, "%s", to);
}

void disk_link(const char *path, struct inode *inode) {
    add(entries, &entry_count, path, inode);
    inode->links++;
    snprintf(inode->name, sizeof inode->name, "%s", path);
    record(LINK, path, "", inode);
}

int disk_unlink(const char *path) {
    struct inode *inode = take(entries, &entry_count, path);
    if (!inode)
        return ENOENT;
    inode->links--;
    record(UNLINK, path, "", inode);
    return 0;
}

int disk_rename(const char *from, const char *to) {
    struct inode *inode = take(entries, &entry_count, from);
    if (!inode)
        return ENOENT;
    struct entry *replaced = find_in(entries, entry_count, to);
    if (replaced)
        replaced->inode->links--;
    add(entries, &entry_count, to, inode);
    snprintf(inode->name, sizeof inode->name, "%s", to);
    record(RENAME, from, to, inode);
    return 0;
}

/* The name of a file in a folder; 0 after the last. */
int disk_child(const char *folder, int index, char name[256]) {
    size_t length = strlen(folder);
    for (int place = 0; place < entry_count; place++) {
        const char *path = entries[place].path;
        if (strncmp(path, folder, length) != 0 || path[length] != '/' || strchr(path + length + 1, '/'))
            continue;
        if (index-- == 0) {
            snprintf(name, 256, "%s", path + length + 1);
            return 1;
        }
    }
    return 0;
}

/* ---- Content ---- */

static void reserve(struct inode *inode, size_t capacity) {
    if (capacity <= inode->capacity)
        return;
    if (inode->is_pinned)
        machine_fault("%s is mapped and grows", inode->name);
    capacity = capacity < 8192 ? 8192 : 2 * capacity;
    inode->bytes = realloc(inode->bytes, capacity);
    memset(inode->bytes + inode->capacity, 0, capacity - inode->capacity);
    inode->capacity = capacity;
}

static void change(struct inode *inode, int64_t offset, size_t count, unsigned char *bytes) {
    if (inode->pending_count == inode->pending_capacity) {
        inode->pending_capacity = 2 * inode->pending_capacity + 16;
        inode->pending = realloc(inode->pending, sizeof *inode->pending * (size_t)inode->pending_capacity);
    }
    inode->pending[inode->pending_count++] = (struct write_operation){offset, count, bytes};
}

void disk_write(struct inode *inode, int64_t offset, const void *bytes, size_t count) {
    if (!count)
        return;
    size_t end = (size_t)offset + count;
    reserve(inode, end);
    memcpy(inode->bytes + offset, bytes, count);
    if (end > inode->size)
        inode->size = end;
    unsigned char *copy = malloc(count);
    memcpy(copy, bytes, count);
    change(inode, offset, count, copy);
}

void disk_truncate(struct inode *inode, size_t size) {
    reserve(inode, size);
    if (size < inode->size)
        memset(inode->bytes + size, 0, inode->size - size);
    inode->size = size;
    change(inode, (int64_t)size, 0, 0);
}

static void apply_write(struct inode *inode, const struct write_operation *operation, size_t count) {
    size_t end = (size_t)operation->offset + count;
    int is_cut = !operation->bytes;
    if (is_cut && end <= inode->durable_size) {
        inode->durable_size = end;
        return;
    }
    if (end > inode->durable_size) {
        inode->durable = realloc(inode->durable, end);
        memset(inode->durable + inode->durable_size, 0, end - inode->durable_size);
        inode->durable_size = end;
    }
    if (!is_cut)
        memcpy(inode->durable + operation->offset, operation->bytes, count);
}

static void forget_pending(struct inode *inode) {
    for (int index = 0; index < inode->pending_count; index++)
        free(inode->pending[index].bytes);
    inode->pending_count = 0;
}

void disk_sync(struct inode *inode) {
    for (int index = 0; index < inode->pending_count; index++)
        apply_write(inode, &inode->pending[index], inode->pending[index].count);
    forget_pending(inode);
    /* A folder's names; and on many file systems, those of a file too. */
    if (inode->is_folder || syncs_names)
        sync_names(operation_count);
}

void disk_pin(struct inode *inode, size_t capacity) {
    if (!inode->is_pinned) {
        reserve(inode, capacity > (1u << 18) ? capacity : 1u << 18);
        inode->is_pinned = 1;
    }
}

int disk_is_pinned(const void *address) {
    for (int index = 0; index < inode_count; index++) {
        const struct inode *inode = inodes[index];
        if (inode->is_pinned && (const unsigned char *)address >= inode->bytes &&
            (const unsigned char *)address < inode->bytes + inode->capacity)
            return 1;
    }
    return 0;
}

void disk_release(struct inode *inode) { inode->opens--; }

/* ---- Failure of power ---- */

/* Of the writes that were not synced, each can be on the disk, or only its first sectors, or not at all. */
static void lose_writes(struct inode *inode) {
    int count = inode->pending_count;
    int kept = reorders ? count : (int)sim_below((uint64_t)count + 1);
    for (int index = 0; index < kept; index++) {
        const struct write_operation *operation = &inode->pending[index];
        if (reorders && sim_chance(50))
            continue;
        size_t written = operation->count;
        if (operation->bytes && tears && (index == kept - 1 || reorders) && sim_chance(50))
            written = 512 * sim_below(written / 512 + 1);
        if (written || !operation->bytes)
            apply_write(inode, operation, written);
    }
    trace("of %d writes to %s, %d may be left", count, inode->name, kept);
}

void disk_lose_power(void) {
    for (int index = 0; index < inode_count; index++) {
        struct inode *inode = inodes[index];
        if (inode->pending_count)
            lose_writes(inode);
        forget_pending(inode);
        inode->is_pinned = 0;
        reserve(inode, inode->durable_size);
        if (inode->capacity)
            memset(inode->bytes, 0, inode->capacity);
        if (inode->durable_size)
            memcpy(inode->bytes, inode->durable, inode->durable_size);
        inode->size = inode->durable_size;
        inode->links = 0;
        inode->opens = 0;
        inode->lock_count = inode->whole_count = 0;
    }
    int kept = (int)sim_below((uint64_t)operation_count + 1);
    trace("of %d changes of names, %d are left", operation_count, kept);
    sync_names(kept);
    operation_count = 0;
    memcpy(entries, durable, sizeof entries);
    entry_count = durable_count;
    for (int index = 0; index < entry_count; index++)
        entries[index].inode->links++;
}

/* ---- From outside ---- */

static void put_folder(const char *path) {
    if (!path[0] || disk_find(path))
        return;
    char parent[256];
    snprintf(parent, sizeof parent, "%s", path);
    *strrchr(parent, '/') = 0;
    put_folder(parent);
    disk_link(path, disk_new(S_IFDIR | 0755, 1));
}

void sim_put(const char *path, const void *bytes, size_t count) {
    char folder[256];
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = 0;
    put_folder(folder);
    struct inode *inode = disk_find(path);
    if (!inode) {
        inode = disk_new(S_IFREG | 0644, 0);
        disk_link(path, inode);
    }
    disk_truncate(inode, 0);
    disk_write(inode, 0, bytes, count);
    disk_sync(inode);
    sync_names(operation_count);
}

const unsigned char *sim_file(const char *path, size_t *count) {
    struct inode *inode = disk_find(path);
    if (!inode || inode->is_folder)
        return 0;
    *count = inode->size;
    return inode->size ? inode->bytes : (const unsigned char *)"";
}

int sim_file_has(const char *path, const char *text) {
    size_t count;
    const unsigned char *bytes = sim_file(path, &count);
    return bytes && memmem(bytes, count, text, strlen(text)) != 0;
}

const char *sim_path(int index) { return index < entry_count ? entries[index].path : 0; }
