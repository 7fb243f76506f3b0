#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int quiet_info;

static void line(const char *word, const char *fmt, va_list ap)
{
	char t[1024];
	int n = snprintf(t, sizeof(t), "%s%s", word, *word ? ": " : "");
	int m = vsnprintf(t + n, sizeof(t) - (size_t)n - 1, fmt, ap);

	n += m < 0 ? 0 : m;
	if ((size_t)n > sizeof(t) - 2)
		n = sizeof(t) - 2;
	t[n++] = '\n';
	if (write(STDERR_FILENO, t, (size_t)n) < 0)
		return; /* nowhere left to say it */
}

#define SAY(word)                        \
	do {                             \
		va_list ap;              \
		va_start(ap, fmt);       \
		line((word), fmt, ap);   \
		va_end(ap);              \
	} while (0)

void bug(const char *fmt, ...)
{
	SAY("bug");
	abort();
}

void fatal(const char *fmt, ...)
{
	SAY("fatal");
	exit(1);
}

void log_error(const char *fmt, ...)
{
	SAY("error");
}

void log_warn(const char *fmt, ...)
{
	SAY("warning");
}

void log_info(const char *fmt, ...)
{
	if (!quiet_info)
		SAY("");
}

void log_quiet(int quiet)
{
	quiet_info = quiet;
}
