/* image_cage.c - the rights of the child: memory, time, and the few calls that decoding makes. */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "image_own.h"

enum { MEMORY_BYTES = 640 * 1024 * 1024, CPU_S = 10 };

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 }; /* its shadow alone is larger than any limit */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif
#else
enum { SANITIZED = 0 };
#endif

#if defined(__x86_64__)
static const unsigned arch = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
static const unsigned arch = AUDIT_ARCH_AARCH64;
#else
static const unsigned arch = 0; /* the other limits stand */
#endif

static bool limit(int what, rlim_t most)
{
	const struct rlimit r = { most, most };

	return setrlimit(what, &r) == 0;
}

/* Whatever else is called answers that it is not allowed. */
static bool few_calls(void)
{
	static const unsigned allowed[] = { __NR_read, __NR_write, __NR_exit, __NR_exit_group, __NR_brk, __NR_mmap, __NR_munmap,
		__NR_mremap, __NR_mprotect, __NR_madvise, __NR_futex, __NR_rt_sigreturn, __NR_rt_sigprocmask, __NR_sched_yield,
		__NR_clock_gettime, __NR_sigaltstack };
	enum { N = sizeof(allowed) / sizeof(allowed[0]) };
	struct sock_filter f[N + 6];
	unsigned n = 0;

	if (!arch)
		return true;
	f[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
	f[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, arch, 1, 0);
	f[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
	f[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	for (unsigned i = 0; i < N; i++)
		f[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowed[i], (uint8_t)(N - i), 0);
	f[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
	f[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog prog = { .len = (unsigned short)n, .filter = f };
	/* A kernel without it: the other limits stand. */
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == 0 || errno == EINVAL || errno == ENOSYS;
}

bool image_cage(void)
{
	return limit(RLIMIT_CPU, CPU_S) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NPROC, 0) &&
		(SANITIZED || limit(RLIMIT_AS, MEMORY_BYTES)) && prctl(PR_SET_DUMPABLE, 0) == 0 &&
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && few_calls();
}
