/*
 * commands.c - the list of commands, and their help.
 */
#include "cmds.h"
#include "console.h"

const struct command commands[] = {
	{ "init", N_("init [--name NOMBRE] [--country PE] [--zone America/Lima] [--currency PEN] [--operator NOMBRE]"),
		N_("Hace una red nueva en la carpeta de datos e imprime el enlace de la primera operadora."),
		"ayni init --name \"Red de ollas de Villa El Salvador\"", COMMAND_ALONE, cmd_init },
	{ "serve", N_("serve [--listen DIRECCIÓN:PUERTO] [--tls-cert F --tls-key F] [--behind-proxy DIRECCIÓN[,…]] [--public-url URL] [--metrics DIRECCIÓN:PUERTO] [--workers N]"),
		N_("Atiende las páginas y los programas hasta que se le pida terminar (Ctrl-C)."),
		"ayni serve --listen 127.0.0.1:8080", COMMAND_ALONE, cmd_serve },
	{ "demo", N_("demo [--scale small|lima] [--stores] [--days N] [--seed N] [--today FECHA] [--listen DIRECCIÓN:PUERTO] [--phones DIRECCIÓN] [--no-serve]"),
		N_("Hace una red de muestra, con datos inventados, y la atiende."),
		"ayni demo --data build/demo", COMMAND_ALONE, cmd_demo },
	{ "say", N_("say --from TELÉFONO [--id ID] MENSAJE | --explain --from TELÉFONO MENSAJE | --explain [--from TELÉFONO] --file ARCHIVO"),
		N_("Un mensaje de texto, como si llegara de ese teléfono; imprime la respuesta. Con --explain no anota nada: "
		   "imprime como JSON qué haría con el mensaje, o con cada línea del archivo («MENSAJE» o «TELÉFONO, tabulador, MENSAJE»)."),
		"ayni say --explain --from +51900000001 \"hoy 95 y 12 casos sociales\"", COMMAND_WRITES | COMMAND_TRIES, cmd_say },
	{ "invite", N_("invite PERSONA | --role CARGO [--group CÓDIGO] [--phone TELÉFONO] NOMBRE"),
		N_("Invita a una persona nueva, o le da otra entrada a quien ya está."),
		"ayni invite --role leader --group SJM-005 \"Rosa Quispe\"", COMMAND_WRITES, cmd_invite },
	{ "token", N_("token PERSONA [--for NOMBRE] [--allow read|report|all] [--days 90] | --list | --revoke ID"),
		N_("Una llave para un programa, con los derechos de esa persona o menos; se ve una sola vez."),
		"ayni token lider --for \"hoja de cálculo\" --allow report", COMMAND_WRITES, cmd_token },
	{ "gateway", N_("gateway [list] | add CLASE | set|open|close|test PASARELA [--name NOMBRE] [--number NÚMERO] [--price 0.05] [--ceiling 50|no] [--pace SEGUNDOS] [--set nombre=valor] [--secret-file ARCHIVO|-] [--new-secret] [--to NÚMERO]"),
		N_("Por dónde entran y salen los mensajes: celular con chip, módem, Kannel, Telegram, WhatsApp; precio, tope del mes y estado."),
		"ayni gateway add android --name \"Celular de la mesa\" --number +51900000090 --price 0.05 --ceiling 50",
		COMMAND_WRITES | COMMAND_SECRET, cmd_gateway },
	{ "import", N_("import ENTIDAD ARCHIVO.csv [--replace] [--as PERSONA] | import shapes ARCHIVO.geojson [--source TEXTO] | import --chat ARCHIVO.txt [--who NOMBRE=PERSONA] [--accept all|1,3]"),
		N_("Lee una tabla y la anota entera, o dice qué filas están mal y no anota nada."),
		"ayni import meal ollas.csv", COMMAND_WRITES | COMMAND_FILE, cmd_import },
	{ "export", N_("export ENTIDAD [--format csv|json]"), N_("Escribe todos los registros de una clase."),
		"ayni export meal --format csv > ollas.csv", 0, cmd_export },
	{ "schema", N_("schema sql [sqlite|postgres] | api | csv | doc | lines | diff ARCHIVO | audit | access"),
		N_("Lo declarado, en otras formas: tablas, API, columnas, diccionario, privacidad, permisos; y qué cambió desde otra versión."),
		"ayni schema doc", COMMAND_NO_DATA, cmd_schema },
	{ "config", N_("config"), N_("Imprime los ajustes que valen."), "ayni config", COMMAND_ALONE, cmd_config },
	{ "verify", N_("verify [--tables] [--shuffle SEMILLA] [--dump]"),
		N_("Revisa la cadena del diario; con --tables, que las tablas sean lo que dice el diario."),
		"ayni verify --tables", 0, cmd_verify },
	{ "rebuild", N_("rebuild"), N_("Hace de nuevo las tablas a partir del diario."), "ayni rebuild", COMMAND_WRITES,
		cmd_rebuild },
	{ "backup", N_("backup ARCHIVO | CARPETA/ [--keep N] | --new-key"),
		N_("Todo lo de la red en un archivo cerrado que solo abre la llave guardada en papel, también mientras se atiende."),
		"ayni backup /media/usb/ --keep 14", COMMAND_NOTES, cmd_backup },
	{ "restore", N_("restore ARCHIVO [--key-file ARCHIVO] [--check]"),
		N_("Hace la red de nuevo desde un respaldo, donde no hay ninguna; con --check solo lo revisa."),
		"ayni restore /media/usb/ayni-2026-11-22T0830Z.backup", COMMAND_ALONE, cmd_restore },
	{ "move", N_("move --to postgres://… | --to sqlite:CARPETA | --undo"),
		N_("Muda la red a otra base de datos vacía; si se corta, la misma orden sigue donde quedó."),
		"ayni move --to postgres://ayni@servidor/ayni", COMMAND_ALONE, cmd_move },
	{ "solve", N_("solve b1 ARCHIVO.json"),
		N_("Revisa un Formato B-1 sin red ni datos: dice qué está mal en cada casilla, las sumas y lo que se imprime, como JSON (doc/b1.md)."),
		"ayni solve b1 balance.json", COMMAND_NO_DATA | COMMAND_FILE, cmd_solve },
	{ "doctor", N_("doctor"), N_("Mira la máquina: disco, copias, espacio, reloj, llaves, certificado; y dice qué hacer."),
		"ayni doctor", COMMAND_ALONE, cmd_doctor },
	{ "metrics", N_("metrics"), N_("Cómo le va al servidor: pedidos, escrituras, tiempos. Solo mientras atiende."),
		"ayni metrics", COMMAND_SERVER, cmd_metrics },
	{ "help", N_("help [ORDEN]"), N_("Esta ayuda."), "ayni help serve", COMMAND_NO_DATA, cmd_help },
	{ 0 },
};

static void line(struct app *a, struct console *k, const char *msgid)
{
	buf_add(&k->out, tr(a->lang, msgid));
	buf_char(&k->out, '\n');
}

int command_help(struct app *a, struct console *k, const struct command *c)
{
	buf_c(&k->out, "ayni ");
	line(a, k, c->usage);
	line(a, k, c->about);
	buf_add(&k->out, tr(a->lang, N_("Ejemplo:")));
	buf_fmt(&k->out, " %s\n", c->example);
	return EXIT_GOOD;
}

int cmd_help(struct app *a, struct console *k)
{
	if (k->argc > 1) {
		for (const struct command *c = commands; c->name; c++)
			if (strcmp(c->name, k->argv[1]) == 0)
				return command_help(a, k, c);
		return usage_error(a, k, N_("No hay una orden «%s». Vea «ayni help»"), k->argv[1]);
	}
	line(a, k, N_("Ayni: hoy por ti, mañana por mí. El cuaderno común de las ollas y sus redes."));
	line(a, k, N_("Uso: ayni ORDEN [opciones] [--data CARPETA] [--db postgres://…]"));
	buf_char(&k->out, '\n');
	for (const struct command *c = commands; c->name; c++) {
		buf_fmt(&k->out, "  %-9s", c->name);
		line(a, k, c->about);
	}
	buf_char(&k->out, '\n');
	line(a, k, N_("«ayni help ORDEN» dice más de cada una."));
	return EXIT_GOOD;
}
