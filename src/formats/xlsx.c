/*
 * xlsx.c - the workbook, by libxlsxwriter in its mode of constant memory: a row that is behind is in a file without a name.
 *
 * The library is loaded when the first book is made (it brings all of OpenSSL, which would slow every start). It writes to
 * names only: the name is that of a file in memory, /proc/self/fd/N, read back when the book is closed.
 */
#include "xlsx.h"
#include "civil.h"
#include "utf8.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* EXACT: beyond it a number of a spreadsheet is not exact any more, so it is written as a text. */
#define EXACT (INT64_C(1) << 53)
enum { TEXT_MAX = 32000, NAME_LETTERS = 31, SHEETS_MAX = 32, NARROW = 12, WIDE = 60 };

#define FUNCTIONS(X) \
	X(workbook_new_opt) X(workbook_add_worksheet) X(workbook_add_format) X(workbook_set_properties) X(workbook_close) \
	X(lxw_workbook_free) X(worksheet_write_string) X(worksheet_write_number) X(worksheet_write_datetime) \
	X(worksheet_write_blank) X(worksheet_set_column) X(worksheet_freeze_panes) X(format_set_bold) X(format_set_num_format) \
	X(format_set_text_wrap) X(format_set_bottom)

#define MEMBER(name) __typeof__(&name) name;
static struct {
	FUNCTIONS(MEMBER)
} f;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool loaded;

static void load(void)
{
#define WANT(name) { #name, &f.name },
	const struct {
		const char *name;
		void *at;
	} want[] = { FUNCTIONS(WANT) };
	void *lib = dlopen("libxlsxwriter.so.4", RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; lib && i < ARRAY_LEN(want); i++) {
		void *p = dlsym(lib, want[i].name);
		if (!p)
			return;
		memcpy(want[i].at, &p, sizeof(p));
	}
	loaded = lib != NULL;
}

struct xlsx {
	struct arena *mem;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *bold, *money, *day, *thousandths;
	struct str names[SHEETS_MAX];
	unsigned nsheets;
	int64_t row; /* the one being written; -1: none yet */
	lxw_col_t col;
	int fd;
	bool failed;
};

void xlsx_drop(struct xlsx *x)
{
	if (x->book)
		f.lxw_workbook_free(x->book);
	x->book = NULL;
	if (x->fd >= 0)
		close(x->fd);
	x->fd = -1;
}

static void drop(void *x)
{
	xlsx_drop(x);
}

static lxw_format *format(struct xlsx *x, const char *number)
{
	lxw_format *made = x->failed ? NULL : f.workbook_add_format(x->book);

	if (made && number)
		f.format_set_num_format(made, number);
	x->failed = x->failed || !made;
	return made;
}

struct xlsx *xlsx_new(struct arena *a, struct str title, int64_t made_day)
{
	struct xlsx *x = ARENA_NEW(a, struct xlsx);
	char *name = (char *)str_cstr(a, title);
	lxw_doc_properties about = { .title = name, .created = (time_t)made_day * (DAY_MS / 1000) };

	*x = (struct xlsx){ .mem = a, .row = -1, .fd = -1 };
	arena_defer(a, drop, x);
	x->fd = memfd_create("libro", MFD_CLOEXEC);
	pthread_once(&once, load);
	const char *path = str_fmt(a, "/proc/self/fd/%d", x->fd).p;
	x->failed = !loaded || x->fd < 0;
	if (x->failed)
		return x;
	lxw_workbook_options how = { .constant_memory = LXW_TRUE };
	x->book = f.workbook_new_opt(path, &how);
	x->failed = !x->book || f.workbook_set_properties(x->book, &about) != LXW_NO_ERROR;
	x->bold = format(x, NULL);
	x->money = format(x, "#,##0.00");
	x->day = format(x, "dd/mm/yyyy");
	x->thousandths = format(x, "#,##0.000");
	if (!x->failed) {
		f.format_set_bold(x->bold);
		f.format_set_text_wrap(x->bold);
		f.format_set_bottom(x->bold, LXW_BORDER_THIN);
	}
	return x;
}

/* What a cell may hold: no character that its XML could not, no more than the format allows. */
static const char *clean(struct arena *a, struct str s, size_t most)
{
	struct buf b = buf_new(a, s.n + 1);
	size_t at = 0, n = 0;

	while (at < s.n && n++ < most) {
		uint32_t c = utf8_next(s, &at);
		bool odd = (c < ' ' && c != '\t' && c != '\n') || c == 0x7f || c == 0xfffe || c == 0xffff;
		buf_utf8(&b, odd ? ' ' : c);
	}
	return str_cstr(a, buf_str(&b));
}

static bool name_taken(const struct xlsx *x, struct str name)
{
	for (unsigned i = 0; i < x->nsheets; i++)
		if (str_ieq(x->names[i], name))
			return true;
	return false;
}

/* Of at most 31 letters, without those that a reference to the sheet could not hold, and no other sheet's. */
static struct str sheet_name(struct xlsx *x, struct str name)
{
	char *p = (char *)clean(x->mem, name, NAME_LETTERS);

	for (char *c = p; *c; c++)
		if (strchr("[]:*?/\\'", *c))
			*c = '-';
	struct str s = str_c(*p ? p : "Hoja");
	for (int n = 2; name_taken(x, s); n++)
		s = str_fmt(x->mem, "%s %d", clean(x->mem, s, NAME_LETTERS - 4), n);
	return s;
}

void xlsx_sheet(struct xlsx *x, struct str name)
{
	x->failed = x->failed || x->nsheets == SHEETS_MAX;
	if (x->failed)
		return;
	struct str s = sheet_name(x, name);
	x->names[x->nsheets++] = s;
	x->sheet = f.workbook_add_worksheet(x->book, str_cstr(x->mem, s));
	x->failed = !x->sheet;
	x->row = -1;
	x->col = 0;
}

/* There is a row, and room in it for one more cell. */
static bool cell(struct xlsx *x)
{
	x->failed = x->failed || !x->sheet || x->row < 0 || x->row > XLSX_ROWS_MAX || x->col >= XLSX_COLUMNS_MAX;
	return !x->failed;
}

static void wrote(struct xlsx *x, lxw_error e)
{
	x->failed = x->failed || e != LXW_NO_ERROR;
	x->col++;
}

void xlsx_row(struct xlsx *x)
{
	x->row++;
	x->col = 0;
}

static void text_as(struct xlsx *x, struct str s, lxw_format *how)
{
	if (!cell(x))
		return;
	struct arena_mark m = arena_mark(x->mem);
	const char *p = clean(x->mem, s, TEXT_MAX);
	wrote(x, *p ? f.worksheet_write_string(x->sheet, (lxw_row_t)x->row, x->col, p, how) : LXW_NO_ERROR);
	arena_rewind(x->mem, m);
}

void xlsx_text(struct xlsx *x, struct str s)
{
	text_as(x, s, NULL);
}

void xlsx_head(struct xlsx *x, const struct str *label, const unsigned *width, unsigned n)
{
	xlsx_row(x);
	for (unsigned i = 0; i < n; i++) {
		size_t letters = width ? width[i] : utf8_count(label[i]) + 2;
		letters = letters < NARROW ? NARROW : letters > WIDE ? WIDE : letters;
		text_as(x, label[i], x->bold);
		if (!x->failed)
			x->failed = f.worksheet_set_column(x->sheet, (lxw_col_t)i, (lxw_col_t)i, (double)letters, NULL) != LXW_NO_ERROR;
	}
	if (!x->failed)
		f.worksheet_freeze_panes(x->sheet, (lxw_row_t)x->row + 1, 0);
}

/* A number of so many parts of one. */
static void number(struct xlsx *x, int64_t n, int parts, lxw_format *how)
{
	if (n > EXACT || n < -EXACT) {
		struct buf b = buf_new(x->mem, 24);
		buf_int(&b, n / parts);
		if (parts > 1) {
			buf_char(&b, '.');
			buf_pad(&b, n % parts < 0 ? -(n % parts) : n % parts, parts == 100 ? 2 : 3);
		}
		xlsx_text(x, buf_str(&b));
	} else if (cell(x)) {
		wrote(x, f.worksheet_write_number(x->sheet, (lxw_row_t)x->row, x->col, (double)n / parts, how));
	}
}

void xlsx_int(struct xlsx *x, int64_t n)
{
	number(x, n, 1, NULL);
}

void xlsx_money(struct xlsx *x, int64_t cents)
{
	number(x, cents, 100, x->money);
}

void xlsx_thousandths(struct xlsx *x, int64_t n)
{
	number(x, n, 1000, x->thousandths);
}

void xlsx_day(struct xlsx *x, int64_t day)
{
	struct civil c = day_civil(day);
	lxw_datetime at = { .year = c.year, .month = c.month, .day = c.day };

	if (cell(x))
		wrote(x, f.worksheet_write_datetime(x->sheet, (lxw_row_t)x->row, x->col, &at, x->day));
}

void xlsx_none(struct xlsx *x)
{
	if (cell(x))
		x->col++;
}

bool xlsx_bytes(struct xlsx *x, struct str *out)
{
	struct stat st;

	*out = (struct str){ 0 };
	if (!x->failed && !x->sheet)
		xlsx_sheet(x, STR(""));
	if (!x->failed) {
		lxw_workbook *book = x->book;
		x->book = NULL; /* closing ends it, whatever comes of it */
		x->failed = f.workbook_close(book) != LXW_NO_ERROR;
	}
	bool good = !x->failed && fstat(x->fd, &st) == 0 && st.st_size > 0;
	if (good) {
		char *p = arena_alloc(x->mem, (size_t)st.st_size);
		good = pread(x->fd, p, (size_t)st.st_size, 0) == st.st_size;
		*out = (struct str){ p, good ? (size_t)st.st_size : 0 };
	}
	xlsx_drop(x);
	return good;
}
