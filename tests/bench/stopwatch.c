/* stopwatch RUNS [-p COMMAND] PROGRAM ARGUMENT… [-- PROGRAM ARGUMENT…]
 *
 * Runs a program, or two in turn so that a machine that slows down does so for both, RUNS times and prints for each a line
 * "MEDIAN_MS PEAK_KIB": the median wall time of the whole process and the largest resident size of any run. -p names a shell
 * command to run, untimed, before each run. The programs' output is thrown away; an exit status other than 0 ends everything. */
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

struct command {
    char **words;
    double *times;
    long peak;
};

static int run(struct command *command, int number)
{
    struct timespec start, end;
    struct rusage usage;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 1);
        execvp(command->words[0], command->words);
        perror(command->words[0]);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
        perror("stopwatch");
        return 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "stopwatch: run %d of %s failed\n", number + 1, command->words[0]);
        return 1;
    }
    command->times[number] = (end.tv_sec - start.tv_sec) * 1e3 + (end.tv_nsec - start.tv_nsec) / 1e6;
    if (usage.ru_maxrss > command->peak)
        command->peak = usage.ru_maxrss;
    return 0;
}

int main(int argc, char **argv)
{
    int first = 2, runs = argc > 1 ? atoi(argv[1]) : 0, count = 1;
    const char *prepare = NULL;
    if (argc > 4 && strcmp(argv[2], "-p") == 0) {
        prepare = argv[3];
        first = 4;
    }
    if (runs < 1 || first >= argc) {
        fprintf(stderr, "usage: stopwatch RUNS [-p COMMAND] PROGRAM ARGUMENT... [-- PROGRAM ARGUMENT...]\n");
        return 2;
    }

    struct command commands[2] = { { .words = argv + first } };
    for (int i = first; i + 1 < argc; i++) {
        if (count == 1 && strcmp(argv[i], "--") == 0) {
            argv[i] = NULL;
            commands[count++].words = argv + i + 1;
        }
    }
    for (int c = 0; c < count; c++)
        commands[c].times = malloc(sizeof(double) * runs);

    for (int i = 0; i < runs; i++) {
        for (int c = 0; c < count; c++) {
            if (prepare && system(prepare) != 0) {
                fprintf(stderr, "stopwatch: failed: %s\n", prepare);
                return 1;
            }
            if (run(&commands[c], i) != 0)
                return 1;
        }
    }

    for (int c = 0; c < count; c++) {
        double *times = commands[c].times;
        qsort(times, runs, sizeof(double), ascending);
        double median = runs % 2 ? times[runs / 2] : (times[runs / 2 - 1] + times[runs / 2]) / 2;
        printf("%.2f %ld\n", median, commands[c].peak);
    }
    return 0;
}
