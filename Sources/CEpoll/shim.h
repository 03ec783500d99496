#pragma once
// What Glibc's Swift module leaves out of Linux's event interface.
#include <sys/epoll.h>
#include <sys/eventfd.h>

// GNU extensions, declared here because _GNU_SOURCE would make this module's C types differ from Glibc's.
struct sockaddr;
int accept4(int listener, struct sockaddr *address, unsigned int *length, int flags);
int pthread_setname_np(unsigned long thread, const char *name);
