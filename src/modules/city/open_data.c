/*
 * open_data.c - rows as CSV with a line of hashtags below the names, as JSON, or as a workbook.
 */
#include "open_data.h"

#include "civil.h"
#include "csv.h"
#include "json.h"
#include "money.h"
#include "xlsx.h"

static const char licence[] = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/";

const char *const data_form_names[DATA_FORMS] = { "csv", "json", "xlsx" };

struct data_out {
	enum data_form form;
	const struct data_set *set;
	struct buf b;
	struct csv_out csv;
	struct json_out json;
	struct xlsx *book;
	unsigned at;   /* the next cell's column */
	bool in_row;
};

const char *data_type(enum data_form form)
{
	return form == DATA_CSV ? "text/csv; charset=utf-8" : form == DATA_JSON ? "application/json; charset=utf-8" :
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

const char *data_kind_name(enum data_kind kind)
{
	static const char *const names[DATA_KINDS] = { "text", "number", "date", "degrees", "people" };

	return names[kind];
}

static void row_end(struct data_out *o)
{
	if (!o->in_row)
		return;
	if (o->form == DATA_CSV)
		csv_end_row(&o->csv);
	if (o->form == DATA_JSON)
		json_close(&o->json, '}');
	o->in_row = false;
}

void data_row(struct data_out *o)
{
	row_end(o);
	if (o->form == DATA_JSON)
		json_open(&o->json, '{');
	if (o->form == DATA_XLSX)
		xlsx_row(o->book);
	o->in_row = true;
	o->at = 0;
}

/* The column that this cell is in; a row with more cells than columns is a fault of the set. */
static const struct data_column *next(struct data_out *o)
{
	const struct data_column *col = &o->set->column[o->at++];

	if (o->form == DATA_JSON)
		json_key(&o->json, col->name);
	return col;
}

static void none(struct data_out *o)
{
	if (o->form == DATA_CSV)
		csv_plain(&o->csv, STR(""));
	if (o->form == DATA_JSON)
		json_null_out(&o->json);
	if (o->form == DATA_XLSX)
		xlsx_none(o->book);
}

static void text(struct data_out *o, struct str s)
{
	if (o->form == DATA_CSV)
		csv_cell(&o->csv, s);
	if (o->form == DATA_JSON)
		json_text(&o->json, s);
	if (o->form == DATA_XLSX)
		xlsx_text(o->book, s);
}

void data_text(struct data_out *o, struct str s)
{
	next(o);
	if (s.n)
		text(o, s);
	else
		none(o);
}

void data_int(struct data_out *o, int64_t n, bool known)
{
	next(o);
	if (!known)
		none(o);
	else if (o->form == DATA_CSV)
		csv_int(&o->csv, n);
	else if (o->form == DATA_JSON)
		json_int(&o->json, n);
	else
		xlsx_int(o->book, n);
}

void data_day(struct data_out *o, int64_t day)
{
	struct buf b = buf_new(o->b.mem, 12);

	next(o);
	buf_day(&b, day);
	if (o->form == DATA_CSV)
		csv_plain(&o->csv, buf_str(&b));
	else if (o->form == DATA_JSON)
		json_text(&o->json, buf_str(&b));
	else
		xlsx_day(o->book, day);
}

void data_degrees(struct data_out *o, int64_t micro, bool known)
{
	struct buf b = buf_new(o->b.mem, 16);

	next(o);
	buf_degrees(&b, micro);
	if (!known)
		none(o);
	else if (o->form == DATA_CSV)
		csv_plain(&o->csv, buf_str(&b));
	else
		text(o, buf_str(&b));
}

/* ---- the file ---- */

static void csv_head(struct data_out *o)
{
	for (unsigned i = 0; i < o->set->ncolumns; i++)
		csv_cell(&o->csv, str_c(o->set->column[i].name));
	csv_end_row(&o->csv);
	for (unsigned i = 0; i < o->set->ncolumns; i++)
		csv_cell(&o->csv, str_c(o->set->column[i].hxl));
	csv_end_row(&o->csv);
}

static void json_head(struct ctx *c, struct data_out *o)
{
	struct buf day = buf_new(c->mem, 12);

	buf_day(&day, today(c));
	json_open(&o->json, '{');
	json_key(&o->json, "dataset");
	json_text(&o->json, str_c(o->set->name));
	json_key(&o->json, "network");
	json_text(&o->json, c->net->name);
	json_key(&o->json, "made_on");
	json_text(&o->json, buf_str(&day));
	json_key(&o->json, "licence");
	json_text(&o->json, str_c(licence));
	json_key(&o->json, "columns");
	json_open(&o->json, '[');
	for (unsigned i = 0; i < o->set->ncolumns; i++) {
		const struct data_column *col = &o->set->column[i];
		json_open(&o->json, '{');
		json_key(&o->json, "name");
		json_text(&o->json, str_c(col->name));
		json_key(&o->json, "hxl");
		json_text(&o->json, str_c(col->hxl));
		json_key(&o->json, "type");
		json_text(&o->json, str_c(data_kind_name(col->kind)));
		json_key(&o->json, "means");
		json_text(&o->json, tr(c->lang, col->means));
		json_close(&o->json, '}');
	}
	json_close(&o->json, ']');
	json_key(&o->json, "rows");
	json_open(&o->json, '[');
}

static void xlsx_begin(struct ctx *c, struct data_out *o)
{
	struct str label[XLSX_COLUMNS_MAX];

	for (unsigned i = 0; i < o->set->ncolumns; i++)
		label[i] = str_c(o->set->column[i].name);
	o->book = xlsx_new(c->mem, tr(c->lang, o->set->label), today(c));
	xlsx_sheet(o->book, str_c(o->set->name));
	xlsx_head(o->book, label, NULL, o->set->ncolumns);
	xlsx_row(o->book);
	for (unsigned i = 0; i < o->set->ncolumns; i++)
		xlsx_text(o->book, str_c(o->set->column[i].hxl));
}

bool data_file(struct ctx *c, const struct data_set *s, enum data_form form, struct str *out)
{
	struct data_out *o = ARENA_NEW(c->mem, struct data_out);

	o->form = form;
	o->set = s;
	o->b = buf_new(c->mem, 16 * 1024);
	o->csv = (struct csv_out){ .b = &o->b };
	o->json = json_begin(&o->b);
	if (form == DATA_CSV)
		csv_head(o);
	else if (form == DATA_JSON)
		json_head(c, o);
	else
		xlsx_begin(c, o);
	s->rows(c, o);
	row_end(o);
	if (form == DATA_JSON) {
		json_close(&o->json, ']');
		json_close(&o->json, '}');
	}
	if (form != DATA_XLSX) {
		*out = buf_str(&o->b);
		return true;
	}
	xlsx_sheet(o->book, tr(c->lang, N_("Licencia")));
	xlsx_row(o->book);
	xlsx_text(o->book, c->net->name);
	xlsx_row(o->book);
	xlsx_text(o->book, str_c(licence));
	return xlsx_bytes(o->book, out);
}
