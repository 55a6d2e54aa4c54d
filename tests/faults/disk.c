/* A disk that fails: loaded with LD_PRELOAD, it stands between a program, with all that it loads, and the system.

It counts the changes of files below one folder, over a process and those that it starts, and has the chosen one fail.
It can also write a journal of the changes that were made, from which a test builds the disk as a power cut leaves it,
send a signal in front of a change, and set the clock.
`tests/faults/disk.py` sets it and reads its journal: a file that both map holds what is set and what was counted. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

_Static_assert(sizeof(long) == 8, "offsets are passed to the system as one number");

enum kind { OPEN = 1, WRITE = 2, TRUNCATE = 4, SYNC = 8, RENAME = 16, UNLINK = 32, LINK = 64, MKDIR = 128 };
enum mode { NEVER, ONCE, FROM_THEN_ON, HALF, SIGNAL };

struct state {
    int32_t mode;
    int32_t error; /* or the signal */
    int32_t kinds;
    int32_t is_journal;
    int64_t at;     /* the change that fails, from 1 */
    int64_t done;   /* changes so far */
    int64_t failed; /* those that were made to fail */
    int64_t clock;  /* seconds that the clock is ahead */
    int64_t kind_done[8]; /* changes of each kind */
    char folder[1024];
    char journal[1024];
};

static struct state *state;

__attribute__((constructor)) static void map_state(void)
{
    const char *place = getenv("BROADSHEET_DISK");
    if (!place)
        return;
    int file = (int)syscall(SYS_openat, AT_FDCWD, place, O_RDWR | O_CLOEXEC, 0);
    if (file < 0)
        return;
    void *found = mmap(NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    syscall(SYS_close, file);
    if (found != MAP_FAILED)
        state = found;
}

static int ends_with(const char *text, const char *end)
{
    size_t all = strlen(text), last = strlen(end);
    return all >= last && strcmp(text + all - last, end) == 0;
}

static int is_ours(const char *path)
{
    size_t size = strlen(state->folder);
    return size && strncmp(path, state->folder, size) == 0 && (path[size] == '/' || !path[size]) &&
           !ends_with(path, "broadsheet.log") && !ends_with(path, "crash.txt");
}

static int path_of(int file, char *path)
{
    char link[64] = "/proc/self/fd/";
    char digits[16];
    int count = 0;
    if (file < 0)
        return 0;
    do
        digits[count++] = (char)('0' + file % 10);
    while (file /= 10);
    size_t end = strlen(link);
    while (count)
        link[end++] = digits[--count];
    link[end] = 0;
    long size = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    if (size < 0)
        return 0;
    path[size] = 0;
    return 1;
}

/* The absolute path; 0 where it is none of ours. */
static int found(int folder, const char *name, char *path)
{
    int before = errno;
    int is_found = 0;
    if (state && state->folder[0] && name) {
        path[0] = 0;
        if (name[0] != '/') {
            if (folder == AT_FDCWD ? syscall(SYS_getcwd, path, PATH_MAX) < 0 : !path_of(folder, path))
                path[0] = 0;
            strncat(path, "/", PATH_MAX - strlen(path) - 1);
        }
        strncat(path, name, PATH_MAX - strlen(path) - 1);
        is_found = is_ours(path);
    }
    errno = before;
    return is_found;
}

static int found_file(int file, char *path)
{
    int before = errno;
    int is_found = state && state->folder[0] && path_of(file, path) && is_ours(path);
    errno = before;
    return is_found;
}

/* Counts a change: 0 it is to be made, 1 it fails (errno says how), 2 half of it is to be made. */
static int fails(enum kind kind)
{
    __atomic_add_fetch(&state->kind_done[__builtin_ctz(kind)], 1, __ATOMIC_SEQ_CST);
    if (!(state->kinds & kind))
        return 0;
    int64_t number = __atomic_add_fetch(&state->done, 1, __ATOMIC_SEQ_CST);
    int is_it = state->mode == FROM_THEN_ON ? number >= state->at : number == state->at;
    if (!is_it || state->mode == NEVER)
        return 0;
    __atomic_add_fetch(&state->failed, 1, __ATOMIC_SEQ_CST);
    if (state->mode == SIGNAL) {
        syscall(SYS_kill, syscall(SYS_getpid), state->error);
        return 0;
    }
    errno = state->error;
    return state->mode == HALF ? 2 : 1;
}

/* The journal: a head, then the names or bytes. What each field holds depends on the letter. */
struct head {
    uint32_t letter, first, second; /* and the sizes of the two things behind it */
    uint32_t unused;
    uint64_t place, other; /* inodes */
    int64_t number;        /* an offset or a size */
};

static uint64_t inode_at(const char *path)
{
    struct stat it;
    return lstat(path, &it) == 0 ? it.st_ino : 0;
}

static uint64_t inode_of(int file)
{
    struct stat it;
    return fstat(file, &it) == 0 ? it.st_ino : 0;
}

static uint64_t folder_of(const char *path, const char **name)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t size = (size_t)(slash - path);
    memcpy(folder, path, size);
    folder[size] = 0;
    *name = slash + 1;
    return inode_at(size ? folder : "/");
}

static void note(char letter, uint64_t place, uint64_t other, int64_t number, const void *first, size_t first_size,
                 const void *second, size_t second_size)
{
    int before = errno;
    int file = (int)syscall(SYS_openat, AT_FDCWD, state->journal, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    struct head head = {(uint32_t)letter, (uint32_t)first_size, (uint32_t)second_size, 0, place, other, number};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)first, first_size}, {(void *)second, second_size}};
    if (file < 0 || syscall(SYS_writev, file, parts, 3) != (long)(sizeof head + first_size + second_size))
        abort();
    syscall(SYS_close, file);
    errno = before;
}

static void note_name(char letter, const char *path, uint64_t inode)
{
    if (!state->is_journal)
        return;
    const char *name;
    uint64_t folder = folder_of(path, &name);
    note(letter, folder, inode, 0, name, strlen(name), NULL, 0);
}

static void note_names(char letter, const char *from, const char *to, uint64_t inode)
{
    if (!state->is_journal)
        return;
    const char *old, *new;
    uint64_t folder = folder_of(from, &old), target = folder_of(to, &new);
    note(letter, folder, letter == 'L' ? inode : target, (int64_t)target, old, strlen(old), new, strlen(new));
}

static void note_file(char letter, int file, int64_t number, const void *bytes, size_t size)
{
    if (state->is_journal)
        note(letter, inode_of(file), 0, number, bytes, size, NULL, 0);
}

static int opened(int folder, const char *name, int flags, mode_t rights)
{
    char path[PATH_MAX];
    int changes = (flags & (O_WRONLY | O_RDWR | O_CREAT)) && found(folder, name, path);
    int is_new = 0;
    if (changes) {
        if (fails(OPEN) == 1)
            return -1;
        int before = errno;
        is_new = (flags & O_CREAT) && syscall(SYS_faccessat, folder, name, F_OK) != 0;
        errno = before;
    }
    int file = (int)syscall(SYS_openat, folder, name, flags, rights);
    if (changes && file >= 0) {
        if (is_new)
            note_name('C', path, inode_of(file));
        else if (flags & O_TRUNC)
            note_file('T', file, 0, NULL, 0);
    }
    return file;
}

#define RIGHTS                                       \
    mode_t rights = 0;                               \
    if (flags & (O_CREAT | O_TMPFILE) & ~O_DIRECTORY) { \
        va_list rest;                                \
        va_start(rest, flags);                       \
        rights = va_arg(rest, mode_t);               \
        va_end(rest);                                \
    }

int open(const char *name, int flags, ...) { RIGHTS return opened(AT_FDCWD, name, flags, rights); }
int open64(const char *name, int flags, ...) { RIGHTS return opened(AT_FDCWD, name, flags, rights); }
int openat(int folder, const char *name, int flags, ...) { RIGHTS return opened(folder, name, flags, rights); }
int openat64(int folder, const char *name, int flags, ...) { RIGHTS return opened(folder, name, flags, rights); }

/* `at` < 0: at the file's own place. */
static ssize_t written(int file, const struct iovec *parts, int count, int64_t at)
{
    char path[PATH_MAX];
    struct iovec less;
    int is_of_ours = found_file(file, path);
    if (is_of_ours) {
        int how = fails(WRITE);
        if (how == 1)
            return -1;
        if (how == 2 && count && parts[0].iov_len > 1) {
            less = (struct iovec){parts[0].iov_base, parts[0].iov_len / 2};
            parts = &less;
            count = 1;
        }
    }
    ssize_t size = at < 0 ? syscall(SYS_writev, file, parts, count)
                          : syscall(SYS_pwritev, file, parts, count, (long)at, 0L);
    if (is_of_ours && size > 0 && state->is_journal && !ends_with(path, "-shm")) {
        int64_t start = at < 0 ? lseek(file, 0, SEEK_CUR) - size : at;
        ssize_t left = size;
        for (int i = 0; left > 0; i++) {
            size_t part = parts[i].iov_len < (size_t)left ? parts[i].iov_len : (size_t)left;
            note_file('W', file, start, parts[i].iov_base, part);
            start += (int64_t)part;
            left -= (ssize_t)part;
        }
    }
    return size;
}

ssize_t write(int file, const void *bytes, size_t size)
{
    struct iovec all = {(void *)bytes, size};
    return written(file, &all, 1, -1);
}
ssize_t writev(int file, const struct iovec *parts, int count) { return written(file, parts, count, -1); }
ssize_t pwrite(int file, const void *bytes, size_t size, off_t at)
{
    struct iovec all = {(void *)bytes, size};
    return written(file, &all, 1, at);
}
ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at) { return pwrite(file, bytes, size, at); }
ssize_t pwritev(int file, const struct iovec *parts, int count, off_t at) { return written(file, parts, count, at); }
ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t at) { return written(file, parts, count, at); }

/* What copies within the system says that it cannot, and the bytes come by `write`. */
ssize_t sendfile(int file, int source, off_t *at, size_t size)
{
    char path[PATH_MAX];
    if (found_file(file, path)) {
        errno = ENOTSOCK;
        return -1;
    }
    return syscall(SYS_sendfile, file, source, at, size);
}
ssize_t sendfile64(int file, int source, off64_t *at, size_t size) { return sendfile(file, source, at, size); }
ssize_t copy_file_range(int source, off64_t *from, int file, off64_t *to, size_t size, unsigned flags)
{
    char path[PATH_MAX];
    if (found_file(file, path)) {
        errno = EXDEV;
        return -1;
    }
    return syscall(SYS_copy_file_range, source, from, file, to, size, flags);
}

int ftruncate(int file, off_t size)
{
    char path[PATH_MAX];
    int is_of_ours = found_file(file, path);
    if (is_of_ours && fails(TRUNCATE) == 1)
        return -1;
    int end = (int)syscall(SYS_ftruncate, file, size);
    if (is_of_ours && !end && !ends_with(path, "-shm"))
        note_file('T', file, size, NULL, 0);
    return end;
}
int ftruncate64(int file, off64_t size) { return ftruncate(file, size); }

static int synced(long call, int file)
{
    char path[PATH_MAX];
    int is_of_ours = found_file(file, path);
    if (is_of_ours && fails(SYNC) == 1)
        return -1;
    /* The test's own machine may lose power: no need to wait for its disk. */
    if (is_of_ours) {
        note_file('S', file, 0, NULL, 0);
        return 0;
    }
    return (int)syscall(call, file);
}
int fsync(int file) { return synced(SYS_fsync, file); }
int fdatasync(int file) { return synced(SYS_fdatasync, file); }

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    char old[PATH_MAX], new[PATH_MAX];
    int is_of_ours = found(from_folder, from, old) && found(to_folder, to, new);
    if (is_of_ours && fails(RENAME) == 1)
        return -1;
    int end = (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, 0);
    if (is_of_ours && !end)
        note_names('R', old, new, 0);
    return end;
}
int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    char old[PATH_MAX], new[PATH_MAX];
    int is_of_ours = found(from_folder, from, old) && found(to_folder, to, new);
    if (is_of_ours && fails(LINK) == 1)
        return -1;
    int end = (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
    if (is_of_ours && !end)
        note_names('L', old, new, inode_at(new));
    return end;
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int folder, const char *name, int flags)
{
    char path[PATH_MAX];
    int is_of_ours = found(folder, name, path);
    if (is_of_ours && fails(UNLINK) == 1)
        return -1;
    int end = (int)syscall(SYS_unlinkat, folder, name, flags);
    if (is_of_ours && !end)
        note_name('U', path, 0);
    return end;
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdirat(int folder, const char *name, mode_t rights)
{
    char path[PATH_MAX];
    int is_of_ours = found(folder, name, path);
    if (is_of_ours && fails(MKDIR) == 1)
        return -1;
    int end = (int)syscall(SYS_mkdirat, folder, name, rights);
    if (is_of_ours && !end)
        note_name('D', path, inode_at(path));
    return end;
}
int mkdir(const char *name, mode_t rights) { return mkdirat(AT_FDCWD, name, rights); }

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int end = (int)syscall(SYS_clock_gettime, clock, now);
    if (!end && state && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += state->clock;
    return end;
}
int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec time;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &time);
    *now = (struct timeval){time.tv_sec, time.tv_nsec / 1000};
    return 0;
}
time_t time(time_t *now)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    if (now)
        *now = time.tv_sec;
    return time.tv_sec;
}
