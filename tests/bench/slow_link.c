/* slow_link LISTEN_PORT TARGET_PORT DELAY_MS: a TCP link on the loopback whose every byte is DELAY_MS on its way, in either direction, however many are. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PART 65536

struct part { double due; size_t length, sent; struct part *next; char bytes[]; };
struct way { int from, to, open; struct part *first, *last; };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000.0 + t.tv_nsec / 1e6;
}

static struct sockaddr_in on_loopback(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static void take_in(struct way *way, double delay)
{
    struct part *part = malloc(sizeof *part + PART);
    ssize_t length = read(way->from, part->bytes, PART);
    if (length <= 0) {
        way->open = 0;
        free(part);
        return;
    }
    part->due = now() + delay;
    part->length = length;
    part->sent = 0;
    part->next = NULL;
    if (way->first) way->last->next = part; else way->first = part;
    way->last = part;
}

/* Sends what is due; gives the milliseconds until the next is, or -1. */
static int hand_on(struct way *way)
{
    while (way->first) {
        struct part *part = way->first;
        double rest = part->due - now();
        if (rest > 0) return (int)rest + 1;
        while (part->sent < part->length) {
            ssize_t sent = send(way->to, part->bytes + part->sent, part->length - part->sent, MSG_NOSIGNAL);
            if (sent < 0) _exit(0);
            part->sent += sent;
        }
        way->first = part->next;
        free(part);
    }
    if (!way->open) shutdown(way->to, SHUT_WR);
    return -1;
}

static void serve(int client, int target_port, double delay)
{
    int yes = 1, server = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in target = on_loopback(target_port);
    if (connect(server, (struct sockaddr *)&target, sizeof target) < 0) _exit(1);
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct way there = { client, server, 1, NULL, NULL }, back = { server, client, 1, NULL, NULL };
    while (there.open || back.open || there.first || back.first) {
        int a = hand_on(&there), b = hand_on(&back);
        int wait = a < 0 ? b : b < 0 ? a : a < b ? a : b;
        struct pollfd both[2] = { { there.open ? client : -1, POLLIN, 0 }, { back.open ? server : -1, POLLIN, 0 } };
        poll(both, 2, wait);
        if (both[0].revents) take_in(&there, delay);
        if (both[1].revents) take_in(&back, delay);
    }
    _exit(0);
}

int main(int count, char **words)
{
    if (count != 4) return fprintf(stderr, "usage: slow_link LISTEN_PORT TARGET_PORT DELAY_MS\n"), 2;
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = on_loopback(atoi(words[1]));
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 64) < 0) return perror("slow_link"), 1;
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client >= 0 && fork() == 0) {
            close(listener);
            serve(client, atoi(words[2]), atof(words[3]));
        }
        close(client);
    }
}
