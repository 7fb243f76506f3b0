/* postgres_value.c - values on the wire (PostgreSQL's binary formats), and ?N to $N. */
#include <endian.h>
#include <limits.h>

#include "postgres.h"
#include "utf8.h"

/* ---- texts ---- */

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The index behind the piece of text at i: something quoted, a word, or one byte. Comments are gone by now. */
static size_t behind(struct str s, size_t i)
{
	char c = s.p[i];
	size_t at = i + 1;

	if (c == '\'' || c == '"') {
		while (at < s.n && s.p[at] != c)
			at++;
		return at < s.n ? at + 1 : at;
	}
	if (letter(c))
		while (at < s.n && (letter(s.p[at]) || digit(s.p[at])))
			at++;
	return at;
}

static bool one_of(struct str word, const char *const *list, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (str_ieq(word, str_c(list[i])))
			return true;
	return false;
}

bool postgres_text(struct buf *b, struct str sql)
{
	static const char *const reads[] = { "SELECT", "VALUES", "WITH" };
	static const char *const changes[] = { "INSERT", "UPDATE", "DELETE", "SHARE" };
	bool writes = false, first = true;

	for (size_t i = 0, next; i < sql.n; i = next) {
		next = behind(sql, i);
		struct str piece = str_sub(sql, i, next - i);

		if (sql.p[i] == '?' && next < sql.n && digit(sql.p[next]))
			piece = STR("$");
		if (letter(sql.p[i])) {
			writes |= first ? !one_of(piece, reads, ARRAY_LEN(reads)) :
					  one_of(piece, changes, ARRAY_LEN(changes));
			first = false;
		}
		buf_add(b, piece);
	}
	buf_char(b, 0);
	return writes;
}

/* ---- to the server ---- */

static enum rc encode_int(struct postgres *e, unsigned i, Oid type, int64_t n)
{
	int64_t low = INT64_MIN, high = INT64_MAX;
	uint64_t wide = htobe64((uint64_t)n);
	int bytes = 8;

	if (type == OID_INT4)
		low = INT32_MIN, high = INT32_MAX, bytes = 4;
	else if (type == OID_OID)
		low = 0, high = UINT32_MAX, bytes = 4;
	else if (type == OID_INT2)
		low = INT16_MIN, high = INT16_MAX, bytes = 2;
	else if (type == OID_BOOL)
		low = 0, high = 1, bytes = 1;
	if (n < low || n > high)
		return INVALID;
	if (type == OID_NUMERIC) { /* its text is simpler than its bytes */
		e->format[i] = 0;
		snprintf(e->number[i], sizeof e->number[i], "%lld", (long long)n);
	} else if (type == OID_INT8 || bytes < 8) {
		memcpy(e->number[i], (char *)&wide + 8 - bytes, (size_t)bytes);
	} else {
		return INVALID;
	}
	e->value[i] = e->number[i];
	e->length[i] = bytes;
	return OK;
}

static bool textual(Oid type)
{
	return type == OID_TEXT || type == OID_VARCHAR || type == OID_BPCHAR || type == OID_NAME ||
	       type == OID_UNKNOWN || type == OID_CHAR;
}

/*
 * PostgreSQL's text is UTF-8 without NUL. The gate lets nothing else in; what somebody asks for in another
 * way (a search, a code) is not there, so each wrong byte may become U+FFFD.
 */
static struct str clean(struct postgres *e, struct str s)
{
	if (utf8_valid(s) && !(s.n && memchr(s.p, 0, s.n)))
		return s;
	struct buf b = buf_new(e->scratch, s.n * 3);
	for (size_t i = 0; i < s.n;) {
		uint32_t cp = utf8_next(s, &i);

		buf_utf8(&b, cp ? cp : 0xfffd);
	}
	return buf_str(&b);
}

enum rc postgres_encode(struct postgres *e, const struct statement *st, const struct cell *args, unsigned n)
{
	arena_reset(e->scratch);
	for (unsigned i = 0; i < n; i++) {
		const struct cell *c = &args[i];
		enum rc rc = OK;

		e->format[i] = 1;
		e->value[i] = NULL;
		e->length[i] = 0;
		if (c->kind == CELL_INT) {
			rc = encode_int(e, i, st->param[i], c->i);
		} else if (c->kind != CELL_NULL) {
			if (c->s.n > INT_MAX || !(c->kind == CELL_TEXT ? textual(st->param[i]) : st->param[i] == OID_BYTEA))
				rc = INVALID;
			struct str s = c->kind == CELL_TEXT ? clean(e, c->s) : c->s;
			e->value[i] = s.p ? s.p : ""; /* a NULL pointer would be null */
			e->length[i] = (int)s.n;
		}
		if (rc != OK) {
			snprintf(e->e.message, sizeof e->e.message,
				"parameter %u (type %u) does not take this kind of value", i + 1,
				(unsigned)st->param[i]);
			return rc;
		}
		e->bytes += (size_t)e->length[i] + 16;
	}
	return OK;
}

/* ---- from the server ---- */

static uint64_t big_endian(const unsigned char *p, int n)
{
	uint64_t x = 0;

	for (int i = 0; i < n; i++)
		x = x << 8 | p[i];
	return x;
}

/*
 * A whole number that fits. PostgreSQL's numeric: counts of digits, the first one's weight, sign and
 * scale, 16 bits each, then digits to the base of 10000, without zeros at the end.
 */
static enum rc decode_numeric(const unsigned char *p, int n, struct cell *out)
{
	int digits = n < 8 ? -1 : (int)big_endian(p, 2), weight = n < 8 ? 0 : (int16_t)big_endian(p + 2, 2);
	uint64_t sign = n < 8 ? 0 : big_endian(p + 4, 2);
	int64_t x = 0;

	if (digits < 0 || n != 8 + 2 * digits || digits > weight + 1 || (sign != 0 && sign != 0x4000))
		return digits == 0 && n == 8 && sign == 0 ? (*out = cell_int(0), OK) : INVALID;
	for (int i = 0; i <= weight; i++) {
		int64_t d = i < digits ? (int64_t)big_endian(p + 8 + 2 * i, 2) : 0;

		if (__builtin_mul_overflow(x, 10000, &x) || __builtin_sub_overflow(x, d, &x))
			return INVALID;
	}
	if (sign == 0 && __builtin_sub_overflow(0, x, &x))
		return INVALID;
	*out = cell_int(x);
	return OK;
}

bool postgres_known(Oid type)
{
	return type == OID_INT8 || type == OID_INT4 || type == OID_INT2 || type == OID_BOOL || type == OID_OID ||
	       type == OID_NUMERIC || type == OID_BYTEA || textual(type);
}

enum rc postgres_decode(const PGresult *r, int row, int col, struct cell *out)
{
	const char *p = PQgetvalue(r, row, col);
	int n = PQgetlength(r, row, col);
	struct str s = { p, (size_t)n };

	if (PQgetisnull(r, row, col)) {
		*out = cell_null();
		return OK;
	}
	switch (PQftype(r, col)) {
	case OID_INT8:
		*out = cell_int((int64_t)big_endian((const unsigned char *)p, 8));
		return OK;
	case OID_INT4:
		*out = cell_int((int32_t)big_endian((const unsigned char *)p, 4));
		return OK;
	case OID_INT2:
		*out = cell_int((int16_t)big_endian((const unsigned char *)p, 2));
		return OK;
	case OID_OID:
		*out = cell_int((int64_t)big_endian((const unsigned char *)p, 4));
		return OK;
	case OID_BOOL:
		*out = cell_int(*p);
		return OK;
	case OID_NUMERIC:
		return decode_numeric((const unsigned char *)p, n, out);
	case OID_BYTEA:
		*out = cell_blob(s);
		return OK;
	default:
		*out = cell_text(s);
		return OK;
	}
}
