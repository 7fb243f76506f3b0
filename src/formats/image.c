/* image.c - the parent's side: start the child, hand it the bytes, wait for the answer, no longer than it may take. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "image_own.h"

enum { WAIT_MS = 20 * 1000, TURN_MS = 30 * 1000 };

static const char *program;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

void image_program(const char *path)
{
	program = path;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool start(char *word, int *fd_out, pid_t *pid_out)
{
	static char name[] = "ayni";
	char *const argv[] = { name, word, NULL }, *const env[] = { NULL };
	int pair[2];
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, all;

	if (!program || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, pair[1], 0);
	posix_spawn_file_actions_adddup2(&files, pair[1], 1);
	posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addclosefrom_np(&files, 3);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	bool good = posix_spawn(pid_out, program, &files, &attr, argv, env) == 0;
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	close(pair[1]);
	if (good)
		*fd_out = pair[0];
	else
		close(pair[0]);
	return good;
}

/* All of `in` out, all of the answer in, until the child closes. How much came. */
static size_t talk(int fd, struct str in, char *out, size_t room)
{
	int64_t until_ms = now_ms() + WAIT_MS;
	size_t have = 0;

	for (;;) {
		struct pollfd p = { fd, (short)(POLLIN | (in.n ? POLLOUT : 0)), 0 };
		int64_t left_ms = until_ms - now_ms();
		if (left_ms <= 0 || poll(&p, 1, (int)left_ms) == 0)
			return 0;
		if (in.n && p.revents & POLLOUT) {
			ssize_t n = send(fd, in.p, in.n, MSG_NOSIGNAL | MSG_DONTWAIT);
			if (n < 0 && errno != EAGAIN && errno != EINTR)
				in.n = 0; /* it wants no more; perhaps it says why */
			if (n > 0)
				in = str_sub(in, (size_t)n, in.n);
			if (!in.n)
				shutdown(fd, SHUT_WR);
		}
		if (p.revents & (POLLIN | POLLHUP | POLLERR)) {
			ssize_t n = recv(fd, out + have, room - have, MSG_DONTWAIT);
			if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR) || have == room)
				return have;
			have += n > 0 ? (size_t)n : 0;
		}
	}
}

static bool take_turn(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_sec += TURN_MS / 1000;
	return pthread_mutex_timedlock(&one_at_a_time, &t) == 0;
}

/* A whole answer, which is as long as it says. */
static bool read_answer(const char *p, size_t n, struct image *out)
{
	struct image_answer h;

	if (n < sizeof(h))
		return false;
	memcpy(&h, p, sizeof(h));
	if (h.magic != IMAGE_ANSWER || h.picture > IMAGE_BYTES_MAX || h.thumb > IMAGE_THUMB_BYTES || n != sizeof(h) + h.picture + h.thumb ||
		h.width < 1 || h.height < 1 || h.width > IMAGE_EDGE || h.height > IMAGE_EDGE)
		return false;
	*out = (struct image){ .picture = { p + sizeof(h), h.picture }, .thumb = { p + sizeof(h) + h.picture, h.thumb },
		.width = h.width, .height = h.height, .placed = h.placed != 0, .lat_udeg = h.lat_udeg, .lon_udeg = h.lon_udeg };
	return out->lat_udeg >= -90000000 && out->lat_udeg <= 90000000 && out->lon_udeg >= -180000000 && out->lon_udeg <= 180000000 &&
		media_sniff(out->picture) == MEDIA_JPEG && media_sniff(out->thumb) == MEDIA_JPEG;
}

enum image_rc image_ask(char *word, struct str bytes, enum media m, char *room, size_t most, size_t *n_out)
{
	int64_t width, height;
	int fd, status = 0;
	pid_t pid;

	*n_out = 0;
	if (!media_image_size(bytes, m, &width, &height))
		return IMAGE_BROKEN;
	if (width > IMAGE_PIXELS_MAX / height)
		return IMAGE_LARGE;
	if (!take_turn())
		return IMAGE_AWAY;
	bool begun = start(word, &fd, &pid);
	if (begun) {
		*n_out = talk(fd, bytes, room, most);
		close(fd);
		if (!*n_out)
			kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	pthread_mutex_unlock(&one_at_a_time);
	if (!begun || (WIFEXITED(status) && WEXITSTATUS(status) == IMAGE_EXIT_NO_TOOL))
		return IMAGE_AWAY;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? IMAGE_MADE : IMAGE_BROKEN;
}

enum image_rc image_make(struct arena *a, struct str bytes, enum media m, struct image *out)
{
	enum { ROOM = sizeof(struct image_answer) + IMAGE_BYTES_MAX + IMAGE_THUMB_BYTES + 1 };
	static char word[] = IMAGE_CHILD;
	char *room = arena_alloc(a, ROOM);
	size_t n;

	*out = (struct image){ 0 };
	enum image_rc rc = image_ask(word, bytes, m, room, ROOM, &n);
	return rc == IMAGE_MADE && !read_answer(room, n, out) ? IMAGE_BROKEN : rc;
}
