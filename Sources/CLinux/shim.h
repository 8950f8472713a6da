/* What glibc declares only under _GNU_SOURCE, which Swift's import of it does not define. */
#ifdef __linux__
#include <unistd.h>

int sched_getaffinity(int pid, unsigned long size, void *mask);
int pipe2(int ends[2], int flags);
#endif
