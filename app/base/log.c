#include "log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static atomic_int threshold = VZ_LOG_INFO;

void vz_log_set_level(enum vz_log_level level) {
    atomic_store(&threshold, level);
}

static const char *level_name(enum vz_log_level level) {
    switch (level) {
    case VZ_LOG_DEBUG:
        return "DEBUG";
    case VZ_LOG_INFO:
        return "INFO";
    case VZ_LOG_WARN:
        return "WARN";
    case VZ_LOG_ERROR:
        return "ERROR";
    }
    return "?";
}

void vz_log(enum vz_log_level level, const char *format, ...) {
    if ((int)level < atomic_load(&threshold)) {
        return;
    }
    char line[1024];
    int head = snprintf(line, sizeof(line), "%s ", level_name(level));
    va_list args;
    va_start(args, format);
    int body = vsnprintf(line + head, 1000 - (size_t)head, format, args);
    va_end(args);
    int len = head + body;
    if (body < 0) {
        return;
    }
    if (len > 999) {
        len = 999;
    }
    line[len++] = '\n';
    // A log that cannot be written must not stop the program.
    ssize_t ignored = write(STDERR_FILENO, line, (size_t)len);
    (void)ignored;
}
