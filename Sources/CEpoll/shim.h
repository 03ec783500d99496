#pragma once
// What Glibc's Swift module leaves out of Linux's event interface.
#define _GNU_SOURCE
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
