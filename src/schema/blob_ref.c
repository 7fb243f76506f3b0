/* blob_ref.c - references to bytes, as text and back. */
#include "blob_ref.h"

/* Permanent: fields hold these letters. */
static const char letter[BLOB__N] = { 'j', 'p', 'w', 'o', 'e', 'm', 'a', 'd' };

struct str blob_text(struct arena *a, const struct blob_ref *r)
{
	struct buf b = buf_new(a, BLOB_REF_TEXT);

	buf_char(&b, letter[r->type]);
	buf_char(&b, '.');
	buf_int(&b, r->bytes);
	buf_char(&b, '.');
	buf_hex(&b, r->hash.b, sizeof(r->hash.b));
	return buf_str(&b);
}

bool blob_parse(struct str text, struct blob_ref *out)
{
	struct str type, bytes;

	*out = (struct blob_ref){ 0 };
	if (!str_cut(&text, '.', &type) || type.n != 1 || !str_cut(&text, '.', &bytes) || !bytes.n || bytes.p[0] == '0')
		return false;
	for (size_t i = 0; i < bytes.n; i++)
		if (bytes.p[i] < '0' || bytes.p[i] > '9')
			return false;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] >= 'A' && text.p[i] <= 'F')
			return false;
	while (out->type < BLOB__N && letter[out->type] != type.p[0])
		out->type++;
	return out->type < BLOB__N && str_int64(bytes, &out->bytes) && out->bytes <= BLOB_BYTES_MAX &&
		hex_read(text, out->hash.b, sizeof(out->hash.b));
}

const char *blob_media_type(enum blob_type t)
{
	static const char *const name[BLOB__N] = { "image/jpeg", "image/png", "image/webp", "audio/ogg", "audio/webm",
		"audio/mp4", "audio/amr", "application/pdf" };

	return t < BLOB__N ? name[t] : "application/octet-stream";
}

bool blob_is_image(enum blob_type t)
{
	return t == BLOB_JPEG || t == BLOB_PNG || t == BLOB_WEBP;
}

bool blob_is_voice(enum blob_type t)
{
	return t == BLOB_OGG || t == BLOB_WEBM || t == BLOB_MP4_AUDIO || t == BLOB_AMR;
}
