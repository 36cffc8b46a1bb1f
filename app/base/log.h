/*
 * The log: lines on stderr, "LEVEL message", read by people and by journald.
 *
 * A failure is logged once, where its cause is known. Nothing that a
 * respondent, worker or web user typed or said, no token, PIN or code, ever
 * goes into it.
 */
#ifndef VZ_BASE_LOG_H
#define VZ_BASE_LOG_H

enum vz_log_level {
    VZ_LOG_DEBUG,
    VZ_LOG_INFO,
    VZ_LOG_WARN,
    VZ_LOG_ERROR,
};

// Messages below `level` are dropped. Set once at the start; default INFO.
void vz_log_set_level(enum vz_log_level level);

// Writes one line (a newline is added). Safe from every thread: one write(2) a
// line. Longer lines are cut at 1,000 bytes.
void vz_log(enum vz_log_level level, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#define LOGD(...) vz_log(VZ_LOG_DEBUG, __VA_ARGS__)
#define LOGI(...) vz_log(VZ_LOG_INFO, __VA_ARGS__)
#define LOGW(...) vz_log(VZ_LOG_WARN, __VA_ARGS__)
#define LOGE(...) vz_log(VZ_LOG_ERROR, __VA_ARGS__)
#define LOG_OOM() LOGE("%s:%d: out of memory", __FILE__, __LINE__)

#endif
