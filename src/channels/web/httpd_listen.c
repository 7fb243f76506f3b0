#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "httpd_in.h"

/* "host:port" or "[v6]:port" in two; false when it is neither. */
static bool address_split(const char *listen, char host[256], char port[8])
{
	struct str s = str_c(listen), h, p;
	size_t colon = s.n;
	int64_t number;

	while (colon > 0 && s.p[colon - 1] != ':')
		colon--;
	if (colon < 2)
		return false;
	h = str_sub(s, 0, colon - 1);
	p = str_sub(s, colon, s.n - colon);
	if (h.n > 2 && h.p[0] == '[' && h.p[h.n - 1] == ']')
		h = str_sub(h, 1, h.n - 2);
	else if (str_find(h, ':') < h.n)
		return false;
	if (h.n > 255 || p.n > 5 || !str_int64(p, &number) || number < 0 || number > 65535)
		return false;
	memcpy(host, h.p, h.n);
	host[h.n] = '\0';
	memcpy(port, p.p, p.n);
	port[p.n] = '\0';
	return true;
}

static int socket_open(const struct addrinfo *a)
{
	int on = 1;
	int fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, 1024) == 0)
		return fd;
	close(fd);
	return -1;
}

bool listen_open(struct httpd *h, const char *where)
{
	struct addrinfo hint = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV | AI_PASSIVE };
	struct addrinfo *list = NULL;
	struct sockaddr_storage at;
	socklen_t at_n = sizeof(at);
	char host[256], port[8];

	if (!address_split(where, host, port) || getaddrinfo(host, port, &hint, &list) != 0)
		return false;
	for (struct addrinfo *a = list; a && h->listen_fd < 0; a = a->ai_next)
		h->listen_fd = socket_open(a);
	freeaddrinfo(list);
	if (h->listen_fd < 0 || getsockname(h->listen_fd, (struct sockaddr *)&at, &at_n) != 0)
		return false;
	if (getnameinfo((struct sockaddr *)&at, at_n, host, sizeof(host), port, sizeof(port),
		NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return false;
	snprintf(h->address, sizeof(h->address), at.ss_family == AF_INET6 ? "[%.45s]:%s" : "%.45s:%s",
		host, port);
	return true;
}
