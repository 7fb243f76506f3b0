#include "field.h"

#include "blob_ref.h"
#include "civil.h"
#include "field_scan.h"
#include "fold.h"
#include "measure.h"
#include "money.h"
#include "sealed_text.h"
#include "utf8.h"

enum { SHOWN_BACK = 40 }; /* code points of what was typed that a message repeats */

static const char not_number[] = N_("Escriba un número, por ejemplo 120");
static const char no_decimals[] = N_("Escriba un número entero, sin decimales, por ejemplo 120");
static const char too_big[] = N_("Ese número es demasiado grande");
static const char not_weight[] = N_("Escriba el peso con su medida, por ejemplo 3.5 kg o 800 g");
static const char not_volume[] = N_("Escriba cuánto con su medida, por ejemplo 2 litros o 500 ml");
static const char not_money[] = N_("Escriba un monto, por ejemplo 12.50");
static const char not_bool[] = N_("Responda sí o no");
static const char not_day[] = N_("Escriba una fecha, por ejemplo 22/11/2026");
static const char no_such_day[] = N_("Esa fecha no existe");
static const char not_instant[] = N_("Escriba fecha y hora, por ejemplo 2026-11-22T14:05:00Z");
static const char not_code[] = N_("Use solo letras sin tilde, números y guion, por ejemplo SJM-014");
static const char not_phone[] =
	N_("Escriba las nueve cifras del celular, o el número con + y el código del país");
static const char not_degrees[] = N_("Escriba grados con punto, por ejemplo -12.1584");
static const char not_text[] = N_("Hay signos que no se pueden leer; escriba solo letras y números");
static const char not_blob[] = N_("Elija el archivo otra vez");
static const char not_sealed[] = N_("Este dato solo entra ya sellado");
static const char not_string[] = N_("Este dato va como texto entre comillas");

static enum rc wrong(const struct field *f, struct diag *d, const char *code, const char *msgid)
{
	return diag_add(d, f->name, code, msgid, (struct str){ 0 });
}

/* The same with what was typed, cut short. */
static enum rc unknown(struct arena *a, const struct field *f, struct diag *d, const char *code,
	struct str text)
{
	struct str t = text_tidy(a, text);
	size_t at = 0;

	for (int i = 0; i < SHOWN_BACK && at < t.n; i++)
		utf8_next(t, &at);
	return diag_add(d, f->name, code, N_("No conocemos «%s»"), str_sub(t, 0, at));
}

/* Several lines, each tidied; blank lines at both ends go. */
static struct str tidy_lines(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n + 1);
	struct str rest = s, line;
	size_t end = 0;

	while (str_cut(&rest, '\n', &line)) {
		struct str t = text_tidy(a, line);
		if (t.n == 0 && end == 0)
			continue;
		buf_add(&b, t);
		if (t.n)
			end = b.n;
		buf_char(&b, '\n');
	}
	buf_cut(&b, end);
	return buf_str(&b);
}

/* Forms send CR LF; what is left of control characters is a fault. */
static bool readable(struct arena *a, struct str text, struct str *out)
{
	struct buf b = buf_new(a, text.n + 1);

	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '\r' || i + 1 == text.n || text.p[i + 1] != '\n')
			buf_char(&b, text.p[i] == '\r' ? '\n' : text.p[i]);
	*out = buf_str(&b);
	return utf8_valid(*out) && utf8_printable(*out);
}

static enum rc read_int(const struct field *f, struct str s, int64_t *out, struct diag *d)
{
	switch (scan_int(s, out)) {
	case SCAN_OK:
		return OK;
	case SCAN_DECIMALS:
		return wrong(f, d, "format", no_decimals);
	case SCAN_BIG:
		return wrong(f, d, "range", too_big);
	case SCAN_BAD:
	case SCAN_NO_SUCH:
		break;
	}
	return wrong(f, d, "format", not_number);
}

static enum rc read_measure(const struct field *f, struct str s, int64_t *out, struct diag *d)
{
	bool volume = f->flags & F_ML;

	switch (measure_read(s, volume, out)) {
	case MEASURE_OK:
		return OK;
	case MEASURE_BIG:
		return wrong(f, d, "range", too_big);
	case MEASURE_BAD:
		break;
	}
	return wrong(f, d, "format", volume ? not_volume : not_weight);
}

static enum rc read_money(struct arena *a, const struct field *f, struct str s, int64_t *out,
	struct diag *d)
{
	bool minus = s.n && s.p[0] == '-';

	/* fold made "S/" small; money_parse wants it as it is printed. */
	if (!money_parse(str_upper(a, str_sub(s, minus, s.n)), out))
		return wrong(f, d, "format", not_money);
	if (minus)
		*out = -*out;
	return OK;
}

static enum rc read_bool(const struct field *f, struct str s, int64_t *out, struct diag *d)
{
	static const char *const yes[] = { "si", "s", "1", "yes", "y", "true", "verdadero", "x" };
	static const char *const no[] = { "no", "n", "0", "false", "falso" };

	for (size_t i = 0; i < ARRAY_LEN(yes); i++)
		if (str_is(s, yes[i])) {
			*out = 1;
			return OK;
		}
	for (size_t i = 0; i < ARRAY_LEN(no); i++)
		if (str_is(s, no[i])) {
			*out = 0;
			return OK;
		}
	return wrong(f, d, "format", not_bool);
}

static enum rc read_degrees(struct arena *a, const struct field *f, struct str s, int64_t *out,
	struct diag *d)
{
	char *t = arena_dup(a, s.p, s.n);
	size_t comma = str_find(s, ',');

	if (comma < s.n && str_find(s, '.') == s.n)
		t[comma] = '.';
	if (!degrees_parse((struct str){ t, s.n }, out))
		return wrong(f, d, "format", not_degrees);
	return OK;
}

static enum rc read_day(const struct field *f, struct str s, int64_t *out, struct diag *d)
{
	enum scan r = scan_day(s, out);

	return r == SCAN_OK ? OK : wrong(f, d, "format", r == SCAN_BAD ? not_day : no_such_day);
}

/* Everything that is a number inside. `s` is folded, `text` as written. */
static enum rc read_number(struct arena *a, const struct field *f, struct str s, struct str text,
	struct value *out, struct diag *d)
{
	int64_t i = 0;
	enum rc rc = INVALID;

	switch (f->type) {
	case T_INT:
		rc = f->flags & (F_GRAMS | F_ML) ? read_measure(f, s, &i, d) : read_int(f, s, &i, d);
		break;
	case T_MONEY:
		rc = read_money(a, f, s, &i, d);
		break;
	case T_BOOL:
		rc = read_bool(f, s, &i, d);
		break;
	case T_DATE:
		rc = read_day(f, s, &i, d);
		break;
	case T_INSTANT:
		rc = instant_parse(str_trim(text), &i) ? OK : wrong(f, d, "format", not_instant);
		break;
	default:
		rc = read_degrees(a, f, s, &i, d);
	}
	if (rc == OK)
		*out = value_int(i);
	return rc;
}

static bool word_in(struct arena *a, const char *words, struct str s)
{
	struct str rest = str_c(words), word;

	while (rest.n && str_cut(&rest, '|', &word))
		if (str_eq(fold(a, word), s))
			return true;
	return false;
}

static bool label_is(struct arena *a, const char *label, struct str s)
{
	if (str_eq(fold(a, str_c(label)), s))
		return true;
	for (unsigned i = 0; i < langs_count(); i++)
		if (str_eq(fold(a, tr(langs_at(i), label)), s))
			return true;
	return false;
}

static enum rc read_choice(struct arena *a, const struct field *f, struct str s, struct str text,
	struct value *out, struct diag *d)
{
	const struct choice *c = choice_find(f->choices, s);

	for (const struct choice *k = f->choices; !c && k->name; k++)
		if (label_is(a, k->label, s) || word_in(a, k->words, s))
			c = k;
	if (!c)
		return unknown(a, f, d, "choice", text);
	*out = value_text(str_c(c->name));
	return OK;
}

static bool code_like(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
			    s.p[i] == '-'))
			return false;
	return s.n > 0;
}

static enum rc read_ref(struct arena *a, const struct field *f, struct str text, struct value *out,
	struct diag *d)
{
	struct str s = text_tidy(a, text);
	struct id id;

	if (id_parse(s, &id)) {
		*out = value_id(id);
		return OK;
	}
	s = str_upper(a, s);
	if (!code_like(s))
		return unknown(a, f, d, "unknown", text);
	*out = value_text(s);
	return OK;
}

/* Forms bring the bytes themselves; what is written here is where they are. */
static enum rc read_blob(struct arena *a, const struct field *f, struct str s, struct value *out, struct diag *d)
{
	struct blob_ref r;

	if (!blob_parse(str_trim(s), &r))
		return wrong(f, d, "format", not_blob);
	*out = value_text(blob_text(a, &r));
	return OK;
}

/* Text that is not sealed yet is the gate's to seal (core/sealing.h); here, and in what is said, it has no place. */
static enum rc read_sealed(struct arena *a, const struct field *f, struct str s, struct value *out, struct diag *d)
{
	struct sealed_text sealed;

	s = str_trim(s);
	if (!sealed_text_read(a, s, &sealed))
		return wrong(f, d, "clear", not_sealed);
	*out = value_text(str_dup(a, s));
	return OK;
}

static enum rc read_word(struct arena *a, const struct field *f, struct str s, struct value *out,
	struct diag *d)
{
	if (f->type == T_CODE) {
		struct str code = str_upper(a, text_tidy(a, s));
		if (!code_like(code))
			return wrong(f, d, "format", not_code);
		*out = value_text(code);
	} else if (f->type == T_PHONE) {
		struct buf b = buf_new(a, s.n + 4);
		if (!scan_phone(fold(a, s), &b))
			return wrong(f, d, "format", not_phone);
		*out = value_text(buf_str(&b));
	} else {
		struct str t = f->flags & F_WIDE ? tidy_lines(a, s) : text_tidy(a, s);
		*out = t.n ? value_text(t) : value_null();
	}
	return OK;
}

enum rc field_read(struct arena *a, const struct field *f, struct str text, struct value *out,
	struct diag *d)
{
	struct str s;

	*out = value_null();
	if (f->type == T_SEALED)
		return str_trim(text).n ? read_sealed(a, f, text, out, d) : OK;
	if (!readable(a, text, &s))
		return wrong(f, d, "text", not_text);
	struct str folded = fold(a, s);
	if (folded.n == 0)
		return OK;
	switch (f->type) {
	case T_TEXT:
	case T_CODE:
	case T_PHONE:
		return read_word(a, f, s, out, d);
	case T_ENUM:
		return read_choice(a, f, folded, s, out, d);
	case T_REF:
		return read_ref(a, f, s, out, d);
	case T_BLOB:
		return read_blob(a, f, s, out, d);
	default:
		return read_number(a, f, folded, s, out, d);
	}
}

enum rc field_read_json(struct arena *a, const struct field *f, const json_t *j, struct value *out,
	struct diag *d)
{
	*out = value_null();
	if (json_is_null(j))
		return OK;
	switch (f->type) {
	case T_INT:
		if (!json_is_integer(j))
			return wrong(f, d, "format", json_is_real(j) ? no_decimals : not_number);
		*out = value_int(json_integer_value(j));
		return OK;
	case T_BOOL:
		if (!json_is_boolean(j))
			return wrong(f, d, "format", not_bool);
		*out = value_int(json_is_true(j));
		return OK;
	case T_MONEY:
	case T_LAT:
	case T_LON:
		if (json_is_number(j))
			return field_read(a, f, json_digits(a, j), out, d);
		break;
	default:
		break;
	}
	if (!json_is_string(j))
		return wrong(f, d, "format", not_string);
	return field_read(a, f, json_str(j), out, d);
}
