/*
 * doctor_folder.c - who may read the folder, its keys and its settings; what the process may use; whose
 * clock the machine keeps.
 */
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/timex.h>
#include <unistd.h>

#include "doctor.h"

enum { FILES_WANTED = 4096, MEMORY_MB = 256 };

/* Not there: false. Else a finding when others than its owner have a right of `others`, or another owns it. */
static bool guarded(const struct findings *to, struct str path, uid_t owner, mode_t others, bool *well)
{
	struct stat st;
	struct str_pair pairs[] = { { "path", path }, { "mode", STR("") } };

	if (stat(str_cstr(to->c->mem, path), &st) != 0)
		return false;
	pairs[1].value = S_ISDIR(st.st_mode) ? STR("0700") : STR("0600");
	if (st.st_uid != owner) {
		*well = false;
		finding_say(to, FINDING_BAD, N_("Llaves"), N_("{path} es de otro usuario que la carpeta."),
			N_("«chown -R» esa carpeta al usuario del servicio."), pairs, 2);
	} else if (st.st_mode & others) {
		*well = false;
		finding_say(to, FINDING_BAD, N_("Llaves"), N_("Otros usuarios de la máquina pueden abrir {path}."),
			N_("«chmod {mode} {path}»"), pairs, 2);
	}
	return true;
}

/* Settings that hold a database's password are a secret; others may be read, not written. */
static mode_t conf_others(struct str path)
{
	char text[8192] = "";
	FILE *f = fopen(path.p, "r");
	struct str line, rest = { text, f ? fread(text, 1, sizeof(text), f) : 0 };
	mode_t others = 022;

	if (f)
		fclose(f);
	while (str_cut(&rest, '\n', &line)) {
		struct str user = str_sub(line, str_find(line, '/'), line.n); /* "//user:password@host" */
		if (str_starts(line, "db") && str_find(user, '@') < user.n && str_find(user, ':') < str_find(user, '@'))
			others = 077;
	}
	return others;
}

bool doctor_folder(const struct findings *to, const struct app *a)
{
	struct str data = a->set.data;
	struct arena *mem = to->c->mem;
	struct stat st;
	bool well = true;
	struct str_pair pairs[] = { { "path", data } };

	if (stat(str_cstr(mem, data), &st) != 0)
		return true; /* opening says it */
	struct str conf = str_fmt(mem, "%.*s/ayni.conf", (int)data.n, data.p);
	guarded(to, data, st.st_uid, 077, &well);
	guarded(to, conf, st.st_uid, conf_others(conf), &well);
	guarded(to, str_fmt(mem, "%.*s/keys", (int)data.n, data.p), st.st_uid, 077, &well);
	if (!guarded(to, str_fmt(mem, "%.*s/keys/server", (int)data.n, data.p), st.st_uid, 077, &well)) {
		finding_say(to, FINDING_BAD, N_("Llaves"), N_("Falta keys/server en {path}: sin ella nadie entra con su clave."),
			N_("Tráigala de donde la guardó. Si se perdió, el próximo arranque hace otra, y cada persona necesita una invitación."),
			pairs, 1);
		return false;
	}
	if (access(str_fmt(mem, "%.*s/keys/backup.pub", (int)data.n, data.p).p, F_OK) != 0) {
		well = false;
		finding_say(to, FINDING_LOOK, N_("Llaves"), N_("Falta keys/backup.pub: no se puede hacer ningún respaldo."),
			N_("«ayni backup --new-key» hace una llave nueva; guarde en papel las letras que muestra."), NULL, 0);
	}
	if (well)
		finding_say(to, FINDING_GOOD, N_("Llaves"), N_("Solo las abre quien atiende."), NULL, NULL, 0);
	return true;
}

void doctor_limits(const struct findings *to)
{
	struct rlimit files;
	struct sysinfo memory;
	bool well = true;
	struct arena *mem = to->c->mem;

	if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_max < FILES_WANTED) {
		struct str_pair pairs[] = { { "n", str_fmt(mem, "%llu", (unsigned long long)files.rlim_max) } };
		well = false;
		finding_say(to, FINDING_LOOK, N_("Límites"), N_("Solo se pueden abrir {n} archivos y conexiones a la vez."),
			N_("En el servicio: «LimitNOFILE=65536»."), pairs, 1);
	}
	if (sysinfo(&memory) == 0 && (uint64_t)memory.totalram * memory.mem_unit >> 20 < MEMORY_MB) {
		struct str_pair pairs[] = { { "size", bytes_text(mem, (int64_t)memory.totalram * memory.mem_unit) } };
		well = false;
		finding_say(to, FINDING_LOOK, N_("Límites"), N_("La máquina tiene poca memoria: {size}."),
			N_("Apague otros programas; Ayni usa hasta 64 MB."), pairs, 1);
	}
	if (well)
		finding_say(to, FINDING_GOOD, N_("Límites"), N_("Alcanzan la memoria y los archivos abiertos."), NULL, NULL, 0);
}

void doctor_clock(const struct findings *to)
{
	struct timex t = { 0 };
	int state = adjtimex(&t);

	if (state < 0)
		return; /* forbidden here */
	if (state == TIME_ERROR || (t.status & STA_UNSYNC))
		finding_say(to, FINDING_LOOK, N_("Hora de internet"), N_("El reloj no se compara con ningún otro."),
			N_("«timedatectl set-ntp true»; sin internet, mire la hora cada semana."), NULL, 0);
	else
		finding_say(to, FINDING_GOOD, N_("Hora de internet"), N_("El reloj se compara con otros."), NULL, NULL, 0);
}
