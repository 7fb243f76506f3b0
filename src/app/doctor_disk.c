/*
 * doctor_disk.c - does the disk keep what it says it keeps, and on what file system?
 *
 * What honest devices reach, one small write and fdatasync after another: a spinning disk about 100 a
 * second; an SSD without power-loss protection 100 to 3,000 (Samsung 960 Pro: 300; Percona, "Why Consumer
 * SSD Reviews are Useless for Database Performance", 2018); one with it 17,000 to 80,000, 12 to 58 µs each
 * (M. Callaghan, "SSDs, power loss protection and fsync latency", 2026). A card has no such protection.
 * The kernel says "write back" of a device with a cache that a power cut empties (Documentation/block,
 * queue/write_cache). More than the kind of device can do was answered before it was written.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "civil.h"
#include "doctor.h"

enum { TRIES = 100000, ENOUGH = 500, TIME_US = 1000000, WRITTEN = 512, ROUND = 64 };
enum { SLOWEST = 20, FASTEST_CARD = 2000, FASTEST_CACHED = 20000, FASTEST_PROTECTED = 100000 };

/* Syncs a second; -1 with errno when the folder refuses. */
static int64_t syncs_per_s(const char *path)
{
	char block[WRITTEN];
	int64_t begun, us = 0, n = 0;
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return -1;
	unlink(path);
	memset(block, 'a', sizeof(block));
	for (int i = 0; i < ROUND; i++) /* room first, so that no length is synced with it */
		if (pwrite(fd, block, sizeof(block), (off_t)i * WRITTEN) != WRITTEN)
			n = -1;
	if (fsync(fd) != 0)
		n = -1;
	begun = steady_clock_us();
	while (n >= 0 && n < TRIES && us < (n < ENOUGH ? TIME_US : TIME_US / 4)) {
		block[0] = (char)n;
		if (pwrite(fd, block, sizeof(block), (n % ROUND) * WRITTEN) != WRITTEN || fdatasync(fd) != 0)
			n = -2;
		n++;
		us = steady_clock_us() - begun;
	}
	close(fd);
	return n < 0 ? -1 : n * 1000000 / (us ? us : 1);
}

/* What /sys says of the disk below the folder's file system; a partition's queue is its disk's. */
static bool write_through(struct arena *mem, dev_t dev)
{
	char t[32] = "";

	for (int i = 0; i < 2 && !t[0]; i++) {
		struct str path = str_fmt(mem, "/sys/dev/block/%u:%u/%squeue/write_cache", major(dev), minor(dev), i ? "../" : "");
		FILE *f = fopen(path.p, "r");
		if (!f)
			continue;
		if (!fgets(t, sizeof(t), f))
			t[0] = 0;
		fclose(f);
	}
	return str_starts(str_c(t), "write through");
}

static int64_t fastest(struct arena *mem, const char *folder)
{
	struct stat st;
	char link[512];

	if (stat(folder, &st) != 0)
		return FASTEST_CACHED;
	struct str path = str_fmt(mem, "/sys/dev/block/%u:%u", major(st.st_dev), minor(st.st_dev));
	ssize_t n = readlink(path.p, link, sizeof(link));
	if (n > 0 && str_contains((struct str){ link, (size_t)n }, STR("mmcblk")))
		return FASTEST_CARD;
	return write_through(mem, st.st_dev) ? FASTEST_PROTECTED : FASTEST_CACHED;
}

void doctor_disk(const struct findings *to, struct str folder)
{
	struct arena *mem = to->c->mem;
	struct str path = str_fmt(mem, "%.*s/.doctor-%ld", (int)folder.n, folder.p, (long)getpid());
	int64_t n = syncs_per_s(str_cstr(mem, path));
	struct str_pair pairs[] = { { "n", str_fmt(mem, "%lld", (long long)n) },
		{ "why", n < 0 ? str_dup(mem, str_c(strerror(errno))) : STR("") } };

	if (n < 0)
		finding_say(to, FINDING_BAD, N_("Disco"), N_("No se puede escribir en la carpeta: {why}."),
			N_("Vea que haya espacio, que el disco no esté solo para leer y que la carpeta sea de quien atiende."), pairs, 2);
	else if (n > fastest(mem, str_cstr(mem, folder)))
		finding_say(to, FINDING_LOOK, N_("Disco"),
			N_("Dice guardar {n} veces por segundo: más de lo que un disco así puede. Miente, y un corte de luz puede llevarse lo que Ayni dijo haber guardado."),
			N_("Ponga la carpeta en un disco con protección contra cortes, o apague su memoria intermedia («hdparm -W 0»)."), pairs, 2);
	else if (n < SLOWEST)
		finding_say(to, FINDING_LOOK, N_("Disco"), N_("Guarda solo {n} veces por segundo: la gente va a esperar."),
			N_("Use un disco mejor que una tarjeta; si es un disco, puede estar por morir: haga una copia hoy."), pairs, 2);
	else
		finding_say(to, FINDING_GOOD, N_("Disco"), N_("Guarda {n} veces por segundo."), NULL, pairs, 2);
}

void doctor_file_system(const struct findings *to, struct str folder)
{
	/* statfs(2) and linux/magic.h: NFS, SMB, SMB2, CIFS, AFS, FUSE, 9P, Ceph; tmpfs, ramfs. */
	static const struct {
		uint32_t magic;
		bool memory;
		const char *name;
	} odd[] = { { 0x6969, false, "NFS" }, { 0x517b, false, "SMB" }, { 0xfe534d42, false, "SMB" }, { 0xff534d42, false, "CIFS" },
		{ 0x5346414f, false, "AFS" }, { 0x65735546, false, "FUSE" }, { 0x01021997, false, "9P" },
		{ 0x00c36400, false, "Ceph" }, { 0x01021994, true, "tmpfs" }, { 0x858458f6, true, "ramfs" } };
	struct statfs s;

	if (statfs(str_cstr(to->c->mem, folder), &s) != 0)
		return;
	for (unsigned i = 0; i < ARRAY_LEN(odd); i++) {
		if ((uint32_t)s.f_type != odd[i].magic)
			continue;
		struct str_pair pairs[] = { { "name", str_c(odd[i].name) } };
		finding_say(to, FINDING_BAD, N_("Carpeta"), odd[i].memory ?
			N_("Está en la memoria ({name}): al apagar la máquina se pierde todo.") :
			N_("Está en otra máquina o en un disco de red ({name}): ahí SQLite puede dañarse."),
			N_("Pare el servicio y pásela a un disco de esta máquina."), pairs, 1);
		return;
	}
}
