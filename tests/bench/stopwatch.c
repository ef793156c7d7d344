/* stopwatch RUNS [-p COMMAND] PROGRAM ARGUMENT…
 *
 * Runs a program RUNS times and prints "MEDIAN_MS PEAK_KIB": the median wall time of the whole process and the largest
 * resident size of any run. -p names a shell command to run, untimed, before each run. What they print is thrown away; an exit
 * status other than 0 ends everything. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    int first = 2, runs = argc > 1 ? atoi(argv[1]) : 0;
    const char *prepare = NULL;
    if (argc > 4 && strcmp(argv[2], "-p") == 0) {
        prepare = argv[3];
        setenv("PREPARE", prepare, 1);
        first = 4;
    }
    if (runs < 1 || first >= argc) {
        fprintf(stderr, "usage: stopwatch RUNS [-p COMMAND] PROGRAM ARGUMENT...\n");
        return 2;
    }

    double *times = malloc(sizeof(double) * runs);
    long peak = 0;
    for (int i = 0; i < runs; i++) {
        if (prepare && system("eval \"$PREPARE\" >/dev/null") != 0) {
            fprintf(stderr, "stopwatch: failed: %s\n", prepare);
            return 1;
        }

        struct timespec start, end;
        struct rusage usage;
        int status;
        clock_gettime(CLOCK_MONOTONIC, &start);
        pid_t child = fork();
        if (child == 0) {
            int null = open("/dev/null", O_RDWR);
            dup2(null, 0);
            dup2(null, 1);
            execvp(argv[first], argv + first);
            perror(argv[first]);
            _exit(127);
        }
        if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
            perror("stopwatch");
            return 1;
        }
        clock_gettime(CLOCK_MONOTONIC, &end);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            fprintf(stderr, "stopwatch: run %d of %s failed\n", i + 1, argv[first]);
            return 1;
        }
        times[i] = (end.tv_sec - start.tv_sec) * 1e3 + (end.tv_nsec - start.tv_nsec) / 1e6;
        if (usage.ru_maxrss > peak)
            peak = usage.ru_maxrss;
    }

    qsort(times, runs, sizeof(double), ascending);
    double median = runs % 2 ? times[runs / 2] : (times[runs / 2 - 1] + times[runs / 2]) / 2;
    printf("%.2f %ld\n", median, peak);
    return 0;
}
