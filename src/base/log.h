/*
 * log.h - four words for four things, on stderr, one line each.
 *
 * bug: the program is wrong; aborts. fatal: cannot go on; exit 1. log_error: one thing failed.
 * log_warn: somebody should look. Ids and names of things only; never a secret, a person's
 * name or a message's text. Thread-safe (one write per line).
 */
#ifndef AYNI_LOG_H
#define AYNI_LOG_H

#define LOG_FORMAT __attribute__((format(printf, 1, 2)))

/* printf each, without a line break at the end. */
_Noreturn void bug(const char *fmt, ...) LOG_FORMAT;
_Noreturn void fatal(const char *fmt, ...) LOG_FORMAT;
void log_error(const char *fmt, ...) LOG_FORMAT;
void log_warn(const char *fmt, ...) LOG_FORMAT;
void log_info(const char *fmt, ...) LOG_FORMAT;
/* Silence log_info (tests, command line). */
void log_quiet(int quiet);

#endif
