// A crowd of WebSocket clients in one thread, fast enough to be waited for by no server. What they say was made before:
//
//     crowd_load PORT PLAN SERVER RATE WINDOW SECONDS SLEEPERS
//
// PLAN holds numbers of four bytes (little-endian) and byte strings after their length: how many clients; for each its
// room, the head of its request, how many greetings and these, how many messages and these. A message goes to everybody
// else in the room with the same bytes after its first; by them it is known again. RATE messages a second are sent by an
// open clock, each client's in turn; with RATE 0 every client keeps WINDOW of its own on the way. The last SLEEPERS
// clients say their greetings and never read. SERVER is the process to look at.
//
// Prints one line of JSON: messages sent, those a second that everybody else had, deliveries, milliseconds from the moment
// a message was due until it was there, what the server took of the processors and of memory, and whom it closed. The
// first second warms up and is not counted.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct { const uint8_t *bytes; uint32_t length; } Bytes;

typedef struct {
    int line;
    uint32_t room, greetings, messages, sent, on_the_way;
    Bytes *said;  // the greetings, then the messages
    Bytes head;
    bool is_open, is_closed, sleeps, waits_to_write;
    uint8_t *in, *out;
    size_t in_count, in_space, out_count, out_space;
} Client;

// A message on its way: the key is that of its bytes, zero where the slot is free.
typedef struct { uint64_t key; double due; uint32_t client, missing; } Message;

enum { BUCKETS_AN_OCTAVE = 64, BUCKETS = 40 * BUCKETS_AN_OCTAVE };

static Client *clients;
static uint32_t client_count, *room_readers, room_count;
static Message *table;
static uint64_t table_mask;
static uint64_t buckets[BUCKETS], sent, seen, deliveries;
static uint32_t opened, closed, sleepers_closed;
static double longest, measures_from;
static int poll_line;
static bool closed_loop;
static uint32_t window;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void fail(const char *what) {
    fprintf(stderr, "crowd_load: %s: %s\n", what, strerror(errno));
    exit(1);
}

// FNV-1a over eight bytes at a time: the crowd looks at every byte that twenty others get.
static uint64_t key_of(const uint8_t *bytes, size_t count) {
    uint64_t hash = 0xcbf29ce484222325u ^ count;
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    for (; count; bytes++, count--) hash = (hash ^ *bytes) * 0x100000001b3u;
    hash ^= hash >> 29;
    return hash ? hash : 1;
}

static Message *find(uint64_t key) {
    uint64_t at = key & table_mask;
    while (table[at].key && table[at].key != key) at = (at + 1) & table_mask;
    return &table[at];
}

static void count_delivery(double seconds) {
    double micros = seconds * 1e6 < 1 ? 1 : seconds * 1e6;
    int octave = 0;
    double rest = micros;
    while (rest >= 2) rest /= 2, octave++;
    int bucket = octave * BUCKETS_AN_OCTAVE + (int)((rest - 1) * BUCKETS_AN_OCTAVE);
    buckets[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
    deliveries++;
    if (seconds > longest) longest = seconds;
}

static double percentile(double share) {
    uint64_t rank = deliveries * share, before = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
        before += buckets[bucket];
        if (before > rank) {
            double low = (double)(1ull << (bucket / BUCKETS_AN_OCTAVE));
            return low * (1 + (bucket % BUCKETS_AN_OCTAVE + 0.5) / BUCKETS_AN_OCTAVE) / 1e3;
        }
    }
    return 0;
}

static void watch(Client *client, bool writing) {
    struct epoll_event event = {.events = (client->sleeps && client->is_open ? EPOLLRDHUP : EPOLLIN) | (writing ? EPOLLOUT : 0)};
    event.data.ptr = client;
    client->waits_to_write = writing;
    if (epoll_ctl(poll_line, EPOLL_CTL_MOD, client->line, &event)) fail("epoll_ctl");
}

static void end(Client *client) {
    if (client->is_closed) return;
    client->is_closed = true;
    if (client->sleeps) sleepers_closed++; else closed++;
    close(client->line);
}

static void flush(Client *client) {
    size_t done = 0;
    while (done < client->out_count) {
        ssize_t count = send(client->line, client->out + done, client->out_count - done, MSG_NOSIGNAL);
        if (count < 0 && errno == EAGAIN) break;
        if (count < 0) { end(client); return; }
        done += count;
    }
    memmove(client->out, client->out + done, client->out_count - done);
    client->out_count -= done;
    if ((client->out_count > 0) != client->waits_to_write) watch(client, client->out_count > 0);
}

static uint8_t *room_for(Client *client, size_t count) {
    if (client->out_count + count > client->out_space) {
        client->out_space = 2 * (client->out_count + count);
        client->out = realloc(client->out, client->out_space);
    }
    uint8_t *at = client->out + client->out_count;
    client->out_count += count;
    return at;
}

// A client's frame. Its mask is zero, which is a mask as good as any to a server.
static void put_frame(Client *client, uint8_t first, Bytes payload) {
    uint32_t header = payload.length < 126 ? 6 : 8;
    if (payload.length > 65535) fail("a message is too long");
    uint8_t *at = room_for(client, header + payload.length);
    *at++ = first;
    if (header == 6) *at++ = 0x80 | payload.length;
    else { *at++ = 0xfe; *at++ = payload.length >> 8; *at++ = payload.length; }
    memset(at, 0, 4);
    memcpy(at + 4, payload.bytes, payload.length);
}

static void say(Client *client, double due) {
    if (client->sent == client->messages) {
        fprintf(stderr, "crowd_load: the plan is too short\n");
        exit(1);
    }
    Bytes message = client->said[client->greetings + client->sent++];
    Message *record = find(key_of(message.bytes + 1, message.length - 1));
    if (record->key) fail("two messages are alike");
    *record = (Message){key_of(message.bytes + 1, message.length - 1), due, client - clients, room_readers[client->room] - 1};
    put_frame(client, 0x82, message);
    client->on_the_way++;
    sent++;
}

static void keep_window(Client *client, double at) {
    if (client->is_closed || client->sleeps || !client->is_open) return;
    while (client->on_the_way < window) say(client, at);
    if (client->out_count) flush(client);
}

static void hear(Client *client, const uint8_t *payload, size_t length, double at) {
    if (length < 2) return;
    Message *message = find(key_of(payload + 1, length - 1));
    if (!message->key || message->client == (uint32_t)(client - clients)) return;
    if (message->due >= measures_from) count_delivery(at - message->due);
    if (--message->missing == 0) {
        Client *sender = &clients[message->client];
        if (message->due >= measures_from) seen++;
        sender->on_the_way--;
        if (closed_loop) keep_window(sender, at);
    }
}

static void open_up(Client *client) {
    uint8_t *headers_end = memmem(client->in, client->in_count, "\r\n\r\n", 4);
    if (!headers_end) return;
    if (client->in_count < 12 || memcmp(client->in + 9, "101", 3)) {
        fprintf(stderr, "crowd_load: not let in: %.*s\n", (int)(headers_end - client->in), client->in);
        exit(1);
    }
    size_t used = headers_end + 4 - client->in;
    memmove(client->in, client->in + used, client->in_count - used);
    client->in_count -= used;
    client->is_open = true;
    opened++;
    for (uint32_t i = 0; i < client->greetings; i++) put_frame(client, 0x82, client->said[i]);
    flush(client);
    if (client->sleeps && !client->is_closed) watch(client, client->waits_to_write);
}

static void take_frames(Client *client, double at) {
    size_t used = 0;
    while (client->in_count - used >= 2) {
        uint8_t *frame = client->in + used;
        size_t header = 2, length = frame[1] & 127, left = client->in_count - used;
        if (length == 126) {
            if (left < 4) break;
            length = frame[2] << 8 | frame[3], header = 4;
        } else if (length == 127) {
            if (left < 10) break;
            header = 10, length = 0;
            for (int i = 2; i < 10; i++) length = length << 8 | frame[i];
        }
        if (left < header + length) break;
        switch (frame[0] & 15) {
        case 8: end(client); return;
        case 9: put_frame(client, 0x8a, (Bytes){frame + header, length}); flush(client); break;
        default: hear(client, frame + header, length, at);
        }
        if (client->is_closed) return;
        used += header + length;
    }
    memmove(client->in, client->in + used, client->in_count - used);
    client->in_count -= used;
}

static void read_some(Client *client) {
    if (client->in_space - client->in_count < 16384) {
        client->in_space = client->in_space * 2 + 32768;
        client->in = realloc(client->in, client->in_space);
    }
    ssize_t count = recv(client->line, client->in + client->in_count, client->in_space - client->in_count, 0);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) { end(client); return; }
    client->in_count += count;
    if (!client->is_open) open_up(client);
    if (client->is_open && !client->is_closed && !client->sleeps) take_frames(client, now());
}

static void poll_for(double seconds) {
    struct epoll_event events[256];
    if (seconds < 0) seconds = 0;
    struct timespec patience = {.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - (time_t)seconds) * 1e9)};
    int count = epoll_pwait2(poll_line, events, 256, &patience, NULL);
    for (int i = 0; i < count; i++) {
        Client *client = events[i].data.ptr;
        if (client->is_closed) continue;
        if (events[i].events & EPOLLOUT) flush(client);
        if (client->is_closed) continue;
        if (client->sleeps && client->is_open) {
            if (events[i].events & (EPOLLRDHUP | EPOLLERR | EPOLLHUP)) end(client);
        } else if (events[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP)) read_some(client);
    }
}

static void dial(Client *client, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int yes = 1, little = 4096;
    client->line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->sleeps) setsockopt(client->line, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
    if (connect(client->line, (struct sockaddr *)&address, sizeof address)) fail("connect");
    setsockopt(client->line, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(client->line, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    if (epoll_ctl(poll_line, EPOLL_CTL_ADD, client->line, &event)) fail("epoll_ctl");
    memcpy(room_for(client, client->head.length), client->head.bytes, client->head.length);
    flush(client);
}

static uint32_t number(const uint8_t **at) {
    uint32_t value;
    memcpy(&value, *at, 4);
    *at += 4;
    return value;
}

static Bytes bytes(const uint8_t **at) {
    uint32_t length = number(at);
    Bytes value = {*at, length};
    *at += length;
    return value;
}

static void read_plan(const char *path, uint32_t sleepers) {
    struct stat facts;
    int file = open(path, O_RDONLY);
    if (file < 0 || fstat(file, &facts)) fail(path);
    const uint8_t *at = mmap(NULL, facts.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    uint64_t messages = 0;
    client_count = number(&at);
    clients = calloc(client_count, sizeof(Client));
    for (uint32_t i = 0; i < client_count; i++) {
        Client *client = &clients[i];
        client->room = number(&at);
        if (client->room >= room_count) {
            room_readers = realloc(room_readers, (client->room + 1) * sizeof *room_readers);
            while (room_count <= client->room) room_readers[room_count++] = 0;
        }
        client->sleeps = i >= client_count - sleepers;
        if (!client->sleeps) room_readers[client->room]++;
        client->head = bytes(&at);
        const uint8_t *greetings = at;
        client->greetings = number(&at);
        for (uint32_t k = 0; k < client->greetings; k++) bytes(&at);
        client->messages = number(&at);
        messages += client->messages;
        client->said = malloc((client->greetings + client->messages) * sizeof(Bytes) + 1);
        at = greetings + 4;
        for (uint32_t k = 0; k < client->greetings; k++) client->said[k] = bytes(&at);
        at += 4;
        for (uint32_t k = 0; k < client->messages; k++) client->said[client->greetings + k] = bytes(&at);
    }
    table_mask = 1024;
    while (table_mask < 2 * messages) table_mask *= 2;
    table = calloc(table_mask, sizeof(Message));
    table_mask--;
}

static double resident_megabytes(const char *process) {
    char path[64];
    long pages = 0;
    snprintf(path, sizeof path, "/proc/%s/statm", process);
    FILE *file = fopen(path, "r");
    if (!file || fscanf(file, "%*d %ld", &pages) != 1) fail(path);
    fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1e6);
}

static double cpu_seconds(const char *process) {
    clockid_t clock;
    if (clock_getcpuclockid(atoi(process), &clock)) fail("clock_getcpuclockid");
    struct timespec time;
    if (clock_gettime(clock, &time)) fail("clock_gettime");
    return time.tv_sec + time.tv_nsec / 1e9;
}

static uint64_t on_the_way(void) {
    uint64_t count = 0;
    for (uint32_t i = 0; i < client_count; i++) count += clients[i].on_the_way;
    return count;
}

int main(int count, char **arguments) {
    if (count != 8) return fprintf(stderr, "usage: crowd_load PORT PLAN SERVER RATE WINDOW SECONDS SLEEPERS\n"), 2;
    double rate = atof(arguments[4]), seconds = atof(arguments[6]);
    window = atoi(arguments[5]);
    closed_loop = rate == 0;
    poll_line = epoll_create1(EPOLL_CLOEXEC);
    read_plan(arguments[2], atoi(arguments[7]));
    for (uint32_t i = 0; i < client_count; i++) {
        dial(&clients[i], atoi(arguments[1]));
        poll_for(0);
    }
    double patience = now() + 60;
    while (opened < client_count && now() < patience) poll_for(0.1);
    if (opened < client_count) return fprintf(stderr, "crowd_load: %u of %u were let in\n", opened, client_count), 1;
    for (double until = now() + 1; now() < until;) poll_for(0.05);

    double began = now(), finish = began + 1 + seconds, due = began, cpu = -1;
    uint32_t turn = 0, typists = client_count - atoi(arguments[7]);
    measures_from = began + 1;
    if (closed_loop) for (uint32_t i = 0; i < client_count; i++) keep_window(&clients[i], began);
    for (double at = began; at < finish; at = now()) {
        if (cpu < 0 && at >= measures_from) cpu = cpu_seconds(arguments[3]);
        for (; !closed_loop && due <= at && due < finish; due += 1 / rate) {
            Client *client = &clients[turn++ % typists];
            if (client->is_closed) continue;
            say(client, due);
            flush(client);
        }
        double next = closed_loop ? at + 0.05 : due;
        poll_for((next < finish ? next : finish) - now());
    }
    double took = now() - measures_from;
    cpu = cpu_seconds(arguments[3]) - cpu;
    double resident = resident_megabytes(arguments[3]);
    uint64_t seen_in_time = seen;
    closed_loop = false;
    uint64_t missing;
    for (double until = now() + 10; (missing = on_the_way()) && now() < until;) poll_for(0.05);
    printf("{\"sent\": %lu, \"seen_per_second\": %.1f, \"missing\": %lu, \"deliveries\": %lu, \"p50\": %.3f, \"p99\": %.3f, "
           "\"p999\": %.3f, \"max\": %.3f, \"cpu_micros\": %.2f, \"cpu_share\": %.4f, \"resident_megabytes\": %.1f, "
           "\"closed\": %u, \"sleepers_closed\": %u}\n",
           sent, seen_in_time / took, missing, deliveries, percentile(0.5), percentile(0.99), percentile(0.999),
           longest * 1e3, seen_in_time ? cpu / seen_in_time * 1e6 : 0, cpu / took, resident, closed, sleepers_closed);
    return 0;
}
